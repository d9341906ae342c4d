//! The way of a concern through the pages: put on an agenda, minuted, done.

use axum::http::StatusCode;
use comity_access::{Grant, Role};
use comity_kernel::Reference;

use crate::bench::{Bench, Who};
use crate::meeting::{new_meeting, pages};

fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).unwrap_or_else(|| panic!("{mark} is not in {text}")).1
}

/// The officer puts a concern on the agenda; answers the meeting's page and the item.
fn put(bench: &Bench, concern: &Reference) -> (String, String) {
    let officer = bench.person("officer", Grant::within(Role::Officer, "S1").for_body("police"));
    let form = bench.get(&officer, &format!("/meetings/put?concern={concern}"));
    assert_eq!(form.status, StatusCode::OK);
    assert!(form.body.contains("Thursday 12 March 2026, 18:00 · South forum") && !form.body.contains("secret words"));
    let meeting = form.body.split("name=\"meeting\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let (concern, version) = (form.hidden("concern"), form.hidden("version"));
    let fields = [
        ("concern", concern.as_str()),
        ("version", &version),
        ("meeting", meeting),
        ("title", "Lighting by the school"),
    ];
    let sent = bench.post(&officer, "/meetings/put", &fields);
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let (page, item) = sent.location.split_once("#item-").unwrap();
    let again = bench.get(&officer, &format!("/meetings/put?concern={concern}"));
    assert!(again.body.contains("It is on the agenda already") && !again.body.contains("name=\"title\""));
    (page.to_owned(), item.to_owned())
}

#[test]
fn from_the_agenda_to_an_action_that_is_done() {
    let (_database, bench) = pages();
    let forum = bench.forum("S1", "South forum");
    bench.call(new_meeting(&forum, "2026-03-12")).unwrap();
    let concern = bench.concern("S1");
    let (page, item) = put(&bench, &concern);
    bench.set_day("2026-03-12");
    let secretary = bench.secretary();
    let form = bench.get(&secretary, &page);
    let version = form.hidden("version");
    let fields = [
        ("version", version.as_str()),
        ("item", &item),
        ("summary", "Three residents told of falls in the dark."),
        ("decision", "Two lamps are put up by the school."),
        ("minority", "One resident would rather have the path moved."),
        ("text", "Put up two lamps"),
        ("owner", "municipality"),
        ("due", "2026-04-15"),
    ];
    let sent = bench.post(&secretary, &format!("{page}/record"), &fields);
    assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, format!("{page}#item-{item}")), "{}", sent.body);

    let public = bench.get(&Who::default(), &page);
    let shown = [
        "Lighting by the school",
        "What was said",
        "falls in the dark",
        "What was decided",
        "Two lamps are put up",
        "Objection",
        "rather have the path moved",
        "Who does what by when",
        "Municipality",
        "15 April 2026",
        "Put up two lamps",
    ];
    shown.iter().fold(public.body.as_str(), |rest, mark| after(rest, mark));
    assert!(!public.body.contains("<textarea") && !public.body.contains("secret words"));

    let action = after(&public.body, "href=\"/actions/").split('"').next().unwrap();
    let partner = bench.person("salma", Grant::everywhere(Role::Partner).for_body("municipality"));
    let address = format!("/actions/{action}");
    let version = bench.get(&partner, &address).hidden("version");
    let note = [("version", version.as_str()), ("note", "Both lamps are lit since Monday.")];
    assert_eq!(bench.post(&partner, &format!("{address}/complete"), &note).status, StatusCode::SEE_OTHER);
    let public = bench.get(&Who::default(), &page);
    assert!(public.body.contains("Both lamps are lit since Monday."));
    // From the action back to its decision.
    let decision =
        after(&bench.get(&Who::default(), &address).body, "href=\"/decisions/").split('"').next().unwrap().to_owned();
    let back = bench.get(&Who::default(), &format!("/decisions/{decision}"));
    assert_eq!((back.status, back.location), (StatusCode::SEE_OTHER, format!("{page}#item-{item}")));
    let arabic = bench.get_in_arabic(&secretary, &page);
    assert!(arabic.body.contains("dir=\"rtl\"") && arabic.body.contains("الاعتراض"));
    bench.verify();
}

#[test]
fn meetings_are_called_and_listed() {
    let (_database, bench) = pages();
    let forum = bench.forum("S1", "South forum");
    bench.forum("S2", "North forum");
    let secretary = bench.secretary();
    assert!(bench.get(&Who::default(), "/meetings").body.contains("No meeting has been called yet."));
    assert!(bench.get(&secretary, "/meetings").body.contains("href=\"/meetings/new\""));
    let form = bench.get(&secretary, "/meetings/new");
    assert!(form.body.contains("South forum") && !form.body.contains("North forum"));
    let fields = [("forum", forum.as_str()), ("day", "2026-03-12"), ("starts", "9.30"), ("place", "School hall")];
    let sent = bench.post(&secretary, "/meetings/new", &fields);
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let list = bench.get(&Who::default(), "/meetings");
    assert!(
        list.body.contains("Thursday 12 March 2026")
            && list.body.contains("09:30")
            && list.body.contains("School hall")
    );
    assert!(!list.body.contains("href=\"/meetings/new\""));
    assert!(bench.get(&Who::default(), &sent.location).body.contains("There is nothing on the agenda yet."));
    bench.set_day("2026-03-13");
    assert!(bench.get(&Who::default(), "/meetings").body.contains("Past meetings and what they decided"));
    bench.verify();
}

#[test]
fn long_lists_of_past_meetings_go_on() {
    let (_database, bench) = pages();
    let forum = bench.forum("S1", "South forum");
    for month in 4..=12 {
        for day in ["05", "15", "25"] {
            bench.call(new_meeting(&forum, &format!("2026-{month:02}-{day}"))).unwrap();
        }
    }
    bench.set_day("2027-02-01");
    let first = bench.get(&Who::default(), "/meetings");
    assert_eq!(first.body.matches("<th scope=\"row\"").count(), 20);
    let next = after(&first.body, "href=\"/meetings?before=").split('"').next().unwrap();
    let second = bench.get(&Who::default(), &format!("/meetings?before={next}"));
    assert_eq!(second.body.matches("<th scope=\"row\"").count(), 7);
    assert!(second.body.contains("5 April 2026") && !second.body.contains("rel=\"next\""));
    bench.verify();
}
