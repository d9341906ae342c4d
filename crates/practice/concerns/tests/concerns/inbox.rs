//! The officers' inbox: who sees what, and in which order.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use comity_access::{Grant, Role};
use comity_kernel::Reference;

use crate::bench::{Answered, Bench, Who};
use crate::raised::{ANSWER, CONTACT, WORDS, new, officer, pages};

/// The concerns that a page of the list leads to, in its order.
fn listed(page: &Answered) -> Vec<String> {
    assert_eq!(page.status, StatusCode::OK);
    let links = page.body.split("href=\"/inbox/").skip(1);
    links.map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

/// The address of the list's next page.
fn next(page: &Answered) -> Option<String> {
    let (before, _) = page.body.split_once("rel=\"next\"")?;
    let (_, address) = before.rsplit_once("href=\"").unwrap();
    Some(address.split('"').next().unwrap().replace("&amp;", "&"))
}

/// Everything in one of the two lists, over all its pages.
fn all(bench: &Bench, who: &Who, show: &str) -> Vec<String> {
    let mut page = bench.get(who, &format!("/inbox?show={show}"));
    let mut found = listed(&page);
    while let Some(address) = next(&page) {
        page = bench.get(who, &address);
        found.extend(listed(&page));
    }
    found
}

/// Everybody who may have anything to do with concerns, and some who may not.
fn everybody() -> Vec<(&'static str, Grant)> {
    vec![
        ("officer-south", Grant::within(Role::Officer, "S1").for_body("police")),
        ("officer-north", Grant::within(Role::Officer, "S2").for_body("police")),
        ("supervisor", Grant::within(Role::Supervisor, "T").for_body("police")),
        ("supervisor-north", Grant::within(Role::Supervisor, "S2").for_body("police")),
        ("coordinator", Grant::everywhere(Role::Coordinator)),
        ("coordinator-south", Grant::within(Role::Coordinator, "S1")),
        ("chair", Grant::within(Role::Chair, "T")),
        ("secretary", Grant::within(Role::Secretary, "S1")),
        ("member", Grant::within(Role::Member, "S2")),
        ("oversight", Grant::everywhere(Role::Oversight)),
        ("partner", Grant::everywhere(Role::Partner).for_body("municipality")),
        ("resident", Grant::everywhere(Role::Resident)),
        ("analyst", Grant::everywhere(Role::Analyst)),
        ("administrator", Grant::everywhere(Role::Administrator)),
    ]
}

#[test]
fn the_list_shows_what_its_items_show_to_every_role_in_every_area() {
    let (_database, bench) = pages();
    let mut concerns: Vec<Reference> = Vec::new();
    for area in ["S1", "S2"] {
        for way in 0..4 {
            let concern = bench.raise(new(area, WORDS)).unwrap().0;
            if way % 2 == 1 {
                bench.answer(&concern, 1).unwrap();
            }
            if way >= 2 {
                bench.put_on_agenda(&concern).unwrap();
                bench.go_on(&concern, "When will the meeting be?").unwrap();
            }
            concerns.push(concern);
        }
    }
    for (name, grant) in everybody() {
        let who = bench.person(name, grant);
        let opens = |concern: &&Reference| bench.get(&who, &format!("/inbox/{concern}")).status == StatusCode::OK;
        let permitted: BTreeSet<String> = concerns.iter().filter(opens).map(Reference::to_string).collect();
        if permitted.is_empty() {
            assert_eq!(bench.get(&who, "/inbox").status, StatusCode::FORBIDDEN, "{name}");
            continue;
        }
        let shown = [all(&bench, &who, "waiting"), all(&bench, &who, "answered")].concat();
        assert_eq!(shown.len(), permitted.len(), "{name} sees something twice, or too little");
        assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), permitted, "{name}");
    }
    let nobody = bench.get(&Who::default(), "/inbox");
    assert_eq!((nobody.status, nobody.location.as_str()), (StatusCode::SEE_OTHER, "/sign-in?to=/inbox"));
    bench.verify();
}

#[test]
fn a_long_inbox_goes_on_with_the_longest_untouched_first() {
    let (_database, bench) = pages();
    let mut raised = Vec::new();
    for count in 0..65 {
        // Some at the same moment, so that the reference decides.
        let clock = bench.ledger.clock();
        clock.set(clock.now().plus(std::time::Duration::from_millis(count % 2)));
        raised.push(bench.raised());
    }
    raised.sort_by_key(|concern| (bench.find(concern).touched, concern.to_string()));
    let officer = officer(&bench);
    let first = bench.get(&officer, "/inbox");
    assert_eq!(listed(&first).len(), 30);
    let second = bench.get(&officer, &next(&first).unwrap());
    assert_eq!(listed(&second).len(), 30);
    let expected: Vec<String> = raised.iter().map(Reference::to_string).collect();
    assert_eq!(all(&bench, &officer, "waiting"), expected);
    // Somebody answers on the first page meanwhile: the second begins where it did.
    bench.answer(&raised[3], 1).unwrap();
    assert_eq!(listed(&bench.get(&officer, &next(&first).unwrap())), listed(&second));
    assert_eq!(all(&bench, &officer, "answered"), [raised[3].to_string()]);
    for strange in ["/inbox?after=x", "/inbox?after=-1-&show=waiting", "/inbox?after=99999999999999999999-a"] {
        assert_eq!(bench.get(&officer, strange).status, StatusCode::OK, "{strange}");
    }
    bench.verify();
}

#[test]
fn waiting_is_counted_in_days_and_ends_with_an_answer() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    assert!(bench.get(&officer(&bench), "/inbox").body.contains("waiting since today"));
    bench.set_day("2026-03-05");
    let officer = bench.person("colleague", Grant::within(Role::Officer, "S1").for_body("police"));
    let page = bench.get(&officer, "/inbox");
    assert!(
        page.body.contains("waiting for 3 days")
            && page.body.contains("Street lighting")
            && page.body.contains("South")
    );
    assert!(!page.body.contains(WORDS), "a list tells nothing that was said");
    bench.answer(&concern, 1).unwrap();
    assert!(bench.get(&officer, "/inbox").body.contains("Nobody is waiting for an answer."));
    assert!(bench.get_in_arabic(&officer, "/inbox?show=answered").body.contains("الجنوب"));
    bench.verify();
}

#[test]
fn the_contact_is_for_the_team_alone() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    bench.answer(&concern, 1).unwrap();
    bench.put_on_agenda(&concern).unwrap();
    let page = format!("/inbox/{concern}");
    let shown = bench.get(&officer(&bench), &page);
    assert!(shown.body.contains(CONTACT) && shown.body.contains(WORDS) && shown.body.contains(ANSWER));
    assert!(shown.body.contains("name=\"words\"") && shown.body.contains(&format!("/meetings/put?concern={concern}")));
    for (name, grant) in everybody().into_iter().filter(|(name, _)| !name.starts_with("officer")) {
        let may_answer = grant.role == Role::Supervisor && grant.area.as_deref() == Some("T");
        let shown = bench.get(&bench.person(name, grant), &page);
        assert_eq!(shown.body.contains(CONTACT), may_answer, "{name}");
        assert_eq!(shown.body.contains("name=\"words\""), may_answer, "{name}");
    }
    bench.verify();
}
