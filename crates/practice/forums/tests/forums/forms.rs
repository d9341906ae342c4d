//! What people typed is there again when a form is refused.

use axum::http::StatusCode;
use comity_access::{Grant, Role};
use comity_forums::Minutes;
use comity_ledger::Reason;

use crate::bench::Who;
use crate::meeting::{new_meeting, pages, whole};

#[test]
fn refused_minutes_keep_everything_and_name_each_field() {
    let (_database, bench) = pages();
    let (meeting, item, _) = bench.agenda();
    let (secretary, page) = (bench.secretary(), format!("/meetings/{meeting}"));
    let version = bench.get(&secretary, &page).hidden("version");
    let fields = [
        ("version", version.as_str()),
        ("item", item.as_str()),
        ("summary", "Three residents spoke."),
        ("decision", "yes"),
        ("text", "Put up two lamps"),
        ("owner", ""),
        ("due", "soon"),
    ];
    let refused = bench.post(&secretary, &format!("{page}/record"), &fields);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    for at_fault in ["decision", "owner", "due"] {
        assert!(refused.body.contains(&format!("href=\"#field-{at_fault}\"")), "{at_fault}");
        assert!(refused.body.contains(&format!("id=\"field-{at_fault}-error\"")), "{at_fault}");
    }
    for typed in ["\nThree residents spoke.</textarea>", "\nyes</textarea>", "\nPut up two lamps</textarea>"] {
        assert!(refused.body.contains(typed), "{typed}");
    }
    assert_eq!(refused.body.matches("id=\"field-summary\"").count(), 1);
    bench.verify();
}

#[test]
fn minutes_that_came_too_late_can_be_copied_or_sent_again() {
    let (_database, bench) = pages();
    let (meeting, item, _) = bench.agenda();
    let (secretary, page) = (bench.secretary(), format!("/meetings/{meeting}"));
    let version = bench.get(&secretary, &page).hidden("version");
    let only_summary = Minutes { summary: whole().summary, ..Minutes::default() };
    bench.record(&item, version.parse().unwrap(), only_summary).unwrap();
    let fields = [
        ("version", version.as_str()),
        ("item", item.as_str()),
        ("summary", "As I heard it."),
        ("decision", "Two lamps."),
    ];
    let refused = bench.post(&secretary, &format!("{page}/record"), &fields);
    assert_eq!(refused.status, StatusCode::CONFLICT);
    assert!(refused.body.contains("Somebody else changed this"));
    // What was said is recorded now; what this secretary wrote of it can be copied.
    assert!(refused.body.contains("falls in the dark") && !refused.body.contains("name=\"summary\""));
    assert!(refused.body.contains("id=\"unsent-summary\"") && refused.body.contains("As I heard it."));
    let version = refused.hidden("version");
    let again = [("version", version.as_str()), ("item", item.as_str()), ("decision", "Two lamps.")];
    assert_eq!(bench.post(&secretary, &format!("{page}/record"), &again).status, StatusCode::SEE_OTHER);
    bench.verify();
}

#[test]
fn everything_typed_while_a_colleague_recorded_it_all_can_be_copied() {
    let (_database, bench) = pages();
    let (meeting, item, _) = bench.agenda();
    let (secretary, page) = (bench.secretary(), format!("/meetings/{meeting}"));
    let version = bench.get(&secretary, &page).hidden("version");
    bench.record(&item, version.parse().unwrap(), whole()).unwrap();
    let typed =
        [("summary", "As I heard."), ("decision", "Lamps."), ("minority", "No."), ("text", "Dig."), ("due", "soon")];
    let fields: Vec<(&str, &str)> =
        [("version", version.as_str()), ("item", item.as_str())].into_iter().chain(typed).collect();
    let refused = bench.post(&secretary, &format!("{page}/record"), &fields);
    assert_eq!(refused.status, StatusCode::CONFLICT);
    for (name, text) in typed {
        assert!(refused.body.contains(text), "{name}: {}", refused.body);
        let ids = [format!("id=\"field-{name}\""), format!("id=\"unsent-{name}\"")];
        assert_eq!(ids.iter().filter(|id| refused.body.contains(*id)).count(), 1, "{name} is there once");
    }
    assert!(!refused.body.contains("unsent-version") && !refused.body.contains("unsent-item"));
    bench.verify();
}

#[test]
fn the_form_opens_at_the_item_that_was_chosen() {
    let (_database, bench) = pages();
    let (meeting, first, _) = bench.agenda();
    let second = bench.put(&meeting, &bench.concern("S1"), "Noise by the square").unwrap();
    let (secretary, page) = (bench.secretary(), format!("/meetings/{meeting}"));
    assert_eq!(bench.get(&secretary, &page).hidden("item"), first.as_str());
    assert!(bench.get(&secretary, &page).body.contains("Record only what was really said and decided."));
    let chosen = bench.get(&secretary, &format!("{page}?record={second}"));
    assert_eq!(chosen.hidden("item"), second.as_str());
    assert!(chosen.body.contains(&format!("?record={first}#item-{first}")));
    // An item that stands on another agenda is none of this meeting.
    let forum = bench.read(comity_forums::forums)[0].reference.clone();
    let other = bench.call(new_meeting(&forum, "2026-03-20")).unwrap();
    let fields = [("version", "1"), ("item", first.as_str()), ("summary", "Three residents spoke.")];
    assert_eq!(bench.post(&secretary, &format!("/meetings/{other}/record"), &fields).status, StatusCode::NOT_FOUND);
    bench.verify();
}

#[test]
fn a_refused_title_or_meeting_is_kept() {
    let (_database, bench) = pages();
    let forum = bench.forum("S1", "South forum");
    let officer = bench.person("officer", Grant::within(Role::Officer, "S1").for_body("police"));
    let concern = bench.concern("S1");
    let page = format!("/meetings/put?concern={concern}");
    let none = bench.get(&officer, &page);
    assert!(none.body.contains("No meeting of a forum for this neighbourhood has been called."));
    assert!(none.body.contains("Street lighting") || none.body.contains("category-lighting"));
    let meeting = bench.call(new_meeting(&forum, "2026-03-12")).unwrap();
    let short = [("concern", concern.as_str()), ("version", "1"), ("meeting", meeting.as_str()), ("title", "abc")];
    let refused = bench.post(&officer, "/meetings/put", &short);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"abc\"") && refused.body.contains("href=\"#field-title\""));
    // More words came from the resident meanwhile.
    let spoke = concern.clone();
    bench.decide(move |decision| comity_concerns::go_on(decision, &spoke, "It is worse since Monday.")).unwrap();
    let good = [
        ("concern", concern.as_str()),
        ("version", "1"),
        ("meeting", meeting.as_str()),
        ("title", "Lighting by the school"),
    ];
    let stale = bench.post(&officer, "/meetings/put", &good);
    assert_eq!((stale.status, stale.hidden("version").as_str()), (StatusCode::CONFLICT, "2"));
    assert!(stale.body.contains("value=\"Lighting by the school\""));
    let secretary = bench.secretary();
    let wrong = [("forum", forum.as_str()), ("day", "2026-03-02"), ("starts", "six"), ("place", "School hall")];
    let refused = bench.post(&secretary, "/meetings/new", &wrong);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("value=\"six\"") && refused.body.contains("value=\"School hall\""));
    assert!(refused.body.contains("href=\"#field-day\"") && refused.body.contains("href=\"#field-starts\""));
    bench.verify();
}

#[test]
fn erased_minutes_still_show_that_somebody_objected() {
    let (_database, bench) = pages();
    let (meeting, item, _) = bench.agenda();
    bench.record(&item, bench.meeting(&meeting).version, whole()).unwrap();
    bench.ledger.erase_now("oversight", &comity_forums::stream(&meeting), Reason::ThirdParty).unwrap();
    let page = bench.get(&Who::default(), &format!("/meetings/{meeting}"));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("Objection") && page.body.contains("These words have been erased."));
    assert!(!page.body.contains("path moved") && !page.body.contains("School hall"));
    assert_eq!(bench.get(&Who::default(), "/meetings").status, StatusCode::OK);
    bench.verify();
}
