//! The policies fit their schema, and so does all that the program asks them.

use std::collections::BTreeSet;

use comity_kernel::Problem;

use super::mandate;
use crate::entities::kinds;
use crate::{Access, Action, Person, Resource, Role, Visibility, kind};

fn person(role: Role, path: &str) -> Person {
    Person { account: "a".into(), sign_in: "a".into(), name: None, mandates: vec![mandate(role, path, Some("police"))] }
}

#[test]
fn the_policies_fit_their_schema_strictly() {
    Access::new().unwrap();
}

#[test]
fn the_program_and_the_schema_know_the_same_roles_actions_and_visibilities() {
    let access = Access::new().unwrap();
    let of_schema: BTreeSet<_> = access.schema.actions().map(|action| action.id().unescaped().to_owned()).collect();
    let of_program: BTreeSet<_> = Action::ALL.iter().map(|action| action.0.to_owned()).collect();
    assert_eq!(of_schema, of_program);
    let texts = |start: &str| {
        let (_, rest) = crate::policies::SCHEMA.split_once(start).unwrap();
        let names = rest.split_once(']').unwrap().0.split('"').skip(1).step_by(2);
        names.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(texts("entity Role enum"), Role::ALL.map(Role::as_str));
    assert_eq!(texts("entity Visibility enum"), Visibility::ALL.map(Visibility::as_str));
}

#[test]
fn what_is_asked_fits_the_schema() {
    let access = Access::new().unwrap();
    for kind in kinds() {
        for (visibility, body) in [(Visibility::Private, None), (Visibility::Public, Some("school"))] {
            let resource = Resource { kind, id: "7k2m", area_path: "T/N/", body, visibility };
            let asked = Action::ALL
                .map(|action| access.ask(&mandate(Role::Partner, "T/", body), action, &resource, Some(&access.schema)));
            assert!(asked.iter().any(Option::is_some), "no action fits {kind}, or its entities do not fit the schema");
        }
    }
}

#[test]
fn every_policy_stands_under_a_sentence_in_plain_words() {
    for (file, text) in crate::policies::FILES {
        let lines: Vec<&str> = text.lines().collect();
        let ids: Vec<usize> = (0..lines.len()).filter(|place| lines[*place].starts_with("@id(")).collect();
        assert!(!ids.is_empty(), "{file}");
        assert!(ids.iter().all(|place| lines[place - 1].starts_with("// ")), "{file}");
        assert!(lines.iter().all(|line| line.len() <= 120), "{file}");
    }
}

#[test]
fn whoever_is_not_signed_in_is_asked_to_where_that_could_help() {
    let access = Access::new().unwrap();
    let concern = Resource::new(kind::CONCERN, "7k2m", "T/N/");
    assert_eq!(access.decide(None, Action::CONCERN_READ, &concern), Err(Problem::SignInNeeded));
    assert_eq!(access.decide(None, Action::MEETING_CALL, &concern), Err(Problem::Forbidden));
    let resident = person(Role::Resident, "");
    assert_eq!(access.decide(Some(&resident), Action::CONCERN_READ, &concern), Err(Problem::Forbidden));
    let owned = Resource::new(kind::ACTION, "7k2m", "T/N/").owned_by(Some("school"));
    assert_eq!(access.decide(None, Action::ACTION_COMPLETE, &owned), Err(Problem::SignInNeeded));
}

#[test]
fn what_the_policies_do_not_know_is_refused() {
    let access = Access::new().unwrap();
    let oversight = person(Role::Oversight, "");
    let record = Resource::of_everywhere(kind::RECORD, "record");
    assert_eq!(access.decide(Some(&oversight), Action::RECORD_AUDIT, &record), Ok(()));
    assert_eq!(access.decide(Some(&oversight), Action("record.burn"), &record), Err(Problem::Forbidden));
    let unknown = Resource { kind: "diary", ..record };
    assert_eq!(access.decide(Some(&oversight), Action::RECORD_AUDIT, &unknown), Err(Problem::Forbidden));
    let dataset = Resource { kind: kind::DATASET, ..record };
    assert_eq!(access.decide(Some(&oversight), Action::RECORD_AUDIT, &dataset), Err(Problem::Forbidden));
}

#[test]
fn a_right_reaches_down_and_never_up_or_beside() {
    let access = Access::new().unwrap();
    let officer = person(Role::Officer, "T/N/");
    let may = |path: &str| {
        access.decide(Some(&officer), Action::CONCERN_READ, &Resource::new(kind::CONCERN, "7k2m", path)).is_ok()
    };
    assert!(may("T/N/") && may("T/N/N1/"));
    for outside in ["", "T/", "T/S/", "T/NN/", "N/", "T/N", "t/n/", "X/T/N/"] {
        assert!(!may(outside), "{outside}");
    }
}

#[test]
fn an_area_is_reached_as_itself() {
    let access = Access::new().unwrap();
    let supervisor = person(Role::Supervisor, "T/N/");
    let may = |path: &str, id: &str| {
        access.decide(Some(&supervisor), Action::PRIORITIES_SET, &Resource::new(kind::AREA, id, path)).is_ok()
    };
    assert!(may("T/N/", "N") && may("T/N/N1/", "N1"));
    assert!(!may("T/", "T/N/") && !may("", "") && !may("T/S/", "T/N/"));
}

#[test]
fn two_mandates_never_add_up_to_a_third() {
    let access = Access::new().unwrap();
    let mut person = person(Role::Partner, "T/N/");
    person.mandates = vec![
        mandate(Role::Partner, "T/N/", Some("school")),
        mandate(Role::Partner, "T/S/", Some("clinic")),
        mandate(Role::Administrator, "", None),
    ];
    let may = |path: &'static str, body: &'static str| {
        let action = Resource::new(kind::ACTION, "7k2m", path).owned_by(Some(body));
        access.decide(Some(&person), Action::ACTION_COMPLETE, &action).is_ok()
    };
    assert!(may("T/N/", "school") && may("T/S/", "clinic"));
    assert!(!may("T/S/", "school") && !may("T/N/", "clinic"));
    let concern = Resource::new(kind::CONCERN, "7k2m", "T/N/").visible(Visibility::Public);
    assert!(access.decide(Some(&person), Action::CONCERN_READ, &concern).is_err());
}
