//! The pages as people of each role see them.

use std::sync::Arc;

use axum::http::StatusCode;
use comity_access::{Grant, Role};
use comity_actions::{Actions, NewAction};
use comity_concerns::Concerns;
use comity_kernel::Reference;
use comity_testing::{Database, Engine};

use crate::bench::{Bench, Who, bench, day};

fn actions() -> (Database, Bench) {
    let database = Database::fresh(Engine::Sqlite);
    let bench = bench(&database, vec![Arc::new(Concerns), Arc::new(Actions)]);
    (database, bench)
}

fn assign(bench: &Bench, owner: &'static str, due: &'static str, text: &'static str) -> Reference {
    let (area, today) = ("S1".to_owned(), day("2026-03-02"));
    let new =
        NewAction { area, concern: None, decision: None, owner: owner.into(), due: day(due), text: text.into(), today };
    bench.decide(move |decision| comity_actions::assign(decision, new.clone())).unwrap()
}

fn partner(bench: &Bench) -> Who {
    bench.person("salma", Grant::everywhere(Role::Partner).for_body("municipality"))
}

/// `text` holds all of `parts`, in this order.
fn in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        (_, rest) = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is missing or out of place in {text}"));
    }
}

#[test]
fn people_find_the_actions_of_their_bodies_late_ones_first() {
    let (_database, bench) = actions();
    assign(&bench, "municipality", "2026-03-25", "Repair the bridge");
    assign(&bench, "municipality", "2026-03-04", "Light the street");
    let done = assign(&bench, "municipality", "2026-03-03", "Sweep the square");
    assign(&bench, "police", "2026-03-25", "Patrol at night");
    bench.decide(move |decision| comity_actions::complete(decision, &done, "It is clean now.")).unwrap();
    bench.set_day("2026-03-10");
    let salma = partner(&bench);
    let page = bench.get(&salma, "/actions");
    assert_eq!(page.status, StatusCode::OK);
    let expected = [
        "Overdue",
        "Light the street",
        "To be done",
        "Repair the bridge",
        "Done",
        "Sweep the square",
        "It is clean now.",
    ];
    in_order(&page.body, &expected);
    assert!(!page.body.contains("Patrol at night"));
    assert!(bench.get_in_arabic(&salma, "/actions").body.contains("تجاوزت موعدها"));
    // A secretary acts for no body and sees what was promised in the area.
    let secretary = bench.person("secretary", Grant::within(Role::Secretary, "S1"));
    assert!(bench.get(&secretary, "/actions").body.contains("Patrol at night"));
    let elsewhere = bench.person("elsewhere", Grant::within(Role::Secretary, "S2"));
    assert!(bench.get(&elsewhere, "/actions").body.contains("There are no actions here yet."));
    bench.verify();
}

#[test]
fn somebody_who_is_not_signed_in_signs_in_first_and_reads_one_action_without() {
    let (_database, bench) = actions();
    let action = assign(&bench, "municipality", "2026-03-04", "Light the street");
    let list = bench.get(&Who::default(), "/actions");
    assert_eq!(list.status, StatusCode::SEE_OTHER);
    assert!(list.location.starts_with("/sign-in?") && list.location.ends_with("=/actions"), "{}", list.location);
    let page = bench.get(&Who::default(), &format!("/actions/{action}"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Light the street") && !page.body.contains("name=\"note\""));
    for nowhere in ["/actions/0000000000000000", "/actions/x"] {
        assert_eq!(bench.get(&Who::default(), nowhere).status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    bench.verify();
}

#[test]
fn only_the_owner_says_that_it_is_done() {
    let (_database, bench) = actions();
    let people = [
        ("owner", Grant::everywhere(Role::Partner).for_body("municipality"), true),
        ("other-partner", Grant::everywhere(Role::Partner).for_body("police"), false),
        ("officer", Grant::within(Role::Officer, "S1").for_body("police"), false),
        ("supervisor", Grant::within(Role::Supervisor, "T").for_body("police"), false),
        ("coordinator", Grant::everywhere(Role::Coordinator), false),
        ("chair", Grant::within(Role::Chair, "S1"), false),
        ("secretary", Grant::within(Role::Secretary, "S1"), false),
        ("member", Grant::within(Role::Member, "S1"), false),
        ("resident", Grant::everywhere(Role::Resident), false),
        ("analyst", Grant::everywhere(Role::Analyst), false),
        ("oversight", Grant::everywhere(Role::Oversight), false),
        ("administrator", Grant::everywhere(Role::Administrator), false),
    ];
    for (name, grant, may) in people {
        let action = assign(&bench, "municipality", "2026-03-04", "Light the street");
        let (who, address) = (bench.person(name, grant), format!("/actions/{action}"));
        let page = bench.get(&who, &address);
        assert_eq!((page.status, page.body.contains("name=\"note\"")), (StatusCode::OK, may), "{name}");
        let note = [("version", "1"), ("note", "Both lamps are lit.")];
        let sent = bench.post(&who, &format!("{address}/complete"), &note);
        assert_eq!(sent.status, if may { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN }, "{name}");
    }
    let police = assign(&bench, "police", "2026-03-04", "Patrol at night");
    let officer = bench.person("officer-2", Grant::within(Role::Officer, "S1").for_body("police"));
    let sent = bench.post(&officer, &format!("/actions/{police}/complete"), &[("version", "1"), ("note", "We do.")]);
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
    let elsewhere = bench.person("officer-3", Grant::within(Role::Officer, "S2").for_body("police"));
    let sent = bench.post(&elsewhere, &format!("/actions/{police}/complete"), &[("version", "1"), ("note", "We do.")]);
    assert_eq!(sent.status, StatusCode::FORBIDDEN);
    bench.verify();
}

#[test]
fn a_refused_note_is_kept() {
    let (_database, bench) = actions();
    let action = assign(&bench, "municipality", "2026-03-04", "Light the street");
    let (salma, address) = (partner(&bench), format!("/actions/{action}"));
    let complete = format!("{address}/complete");
    let version = bench.get(&salma, &address).hidden("version");
    let short = bench.post(&salma, &complete, &[("version", &version), ("note", "lit")]);
    assert_eq!(short.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(short.body.contains("href=\"#field-note\"") && short.body.contains("\nlit</textarea>"), "{}", short.body);
    let done = bench.post(&salma, &complete, &[("version", &version), ("note", "Both lamps are <lit>.")]);
    assert_eq!((done.status, done.location), (StatusCode::SEE_OTHER, address.clone()));
    let page = bench.get(&salma, &address);
    assert!(page.body.contains("Both lamps are &lt;lit&gt;.") && !page.body.contains("name=\"note\""));
    let late = bench.post(&salma, &complete, &[("version", &version), ("note", "Somebody else wrote this.")]);
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.body.contains("Somebody else changed this") && late.body.contains("Somebody else wrote this."));
    bench.verify();
}

#[test]
fn an_action_whose_words_are_erased_still_has_its_page() {
    let (_database, bench) = actions();
    let action = assign(&bench, "municipality", "2026-03-04", "Speak with Mr X of house 7");
    let stream = comity_actions::stream(&action);
    bench.ledger.erase_now("oversight", &stream, comity_ledger::Reason::ThirdParty).unwrap();
    for page in [bench.get(&partner(&bench), "/actions"), bench.get(&Who::default(), &format!("/actions/{action}"))] {
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains(action.as_str()) && !page.body.contains("Mr X"));
    }
    bench.verify();
}
