//! A page that is kept is always the page as it would be made now.

use std::io::Read as _;

use axum::http::StatusCode;
use comity_actions::NewAction;
use comity_forums::NewMeeting;
use comity_kernel::Reference;
use comity_ledger::{OPERATOR, Reason};
use comity_places::{Bilingual, Officer, Priority, Team};

use crate::bench::{Bench, Who, day};
use crate::{ask, fresh_router, partnership};

const PAGE: &str = "/neighbourhoods/S1";

const INCIDENTS: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
Crime type,Last outcome category,Context\n,2026-01,,,1,0.5,,,,Burglary,,\n,2026-01,,,1,1.5,,,,Drugs,,\n";

/// Asks for the page in both languages, compares it with one made anew, and gives it back.
fn shown(bench: &Bench) -> String {
    let nobody = Who::default();
    let kept = [bench.get(&nobody, PAGE).body, bench.get_in_arabic(&nobody, PAGE).body];
    for (language, kept) in ["en", "ar"].into_iter().zip(&kept) {
        let again = ask(&fresh_router(bench), PAGE, &[("accept-language", language)]).text();
        assert!(*kept == again, "the kept page in {language} is not the present one:\n{kept}\n---\n{again}");
    }
    kept.concat()
}

fn team(name: &str) -> Team {
    let officer = Officer { name: Bilingual::new(name, ""), since: Some(2021), ..Officer::default() };
    Team { officers: vec![officer], phone: "+44 1632 960 000".into(), ..Team::default() }
}

fn assign(bench: &Bench, area: &str, text: &str) -> Reference {
    let new = NewAction {
        area: area.into(),
        concern: None,
        decision: None,
        owner: "municipality".into(),
        due: day("2026-03-20"),
        text: text.into(),
        today: day("2026-03-02"),
    };
    bench.decide(move |decision| comity_actions::assign(decision, new.clone())).unwrap()
}

comity_testing::each_store! {
    fn a_kept_page_is_the_present_one(database) {
        whatever_changes_on_a_page_is_seen(&crate::bench::bench(database, crate::slices()));
    }
}

fn whatever_changes_on_a_page_is_seen(bench: &Bench) {
    let mut before = shown(bench);
    let mut changed = |bench: &Bench, there: &str| {
        let now = shown(bench);
        assert!(now != before && now.contains(there), "{there:?} is not on the page:\n{now}");
        before = now;
    };
    bench.decide(|decision| comity_places::set_team(decision, "T", team("Mona of the town"))).unwrap();
    changed(bench, "Mona of the town");
    bench.decide(|decision| comity_places::set_team(decision, "S1", team("Sami"))).unwrap();
    changed(bench, "tel:+441632960000");
    let light = vec![Priority { title: Bilingual::new("Light", "الإنارة"), ..Priority::default() }];
    bench.decide(move |decision| comity_places::set_priorities(decision, "T", light.clone())).unwrap();
    changed(bench, "الإنارة");
    let forum =
        bench.decide(|decision| comity_forums::found(decision, "T", Bilingual::new("Forum", "المنتدى"))).unwrap();
    let meeting = NewMeeting {
        forum,
        day: day("2026-03-12"),
        starts: "18:00".into(),
        place: "Library".into(),
        today: day("2026-03-02"),
    };
    let meeting = bench.decide(move |decision| comity_forums::call(decision, meeting.clone())).unwrap();
    changed(bench, "Library");
    let action = assign(bench, "S1", "Mend the lamp by the school");
    changed(bench, "Mend the lamp");
    assign(bench, "T", "Paint the crossing in the town");
    changed(bench, "Paint the crossing");
    bench.decide(move |decision| comity_actions::complete(decision, &action, "It shines again.")).unwrap();
    changed(bench, "It shines again.");
    crate::import_as_source(bench, INCIDENTS);
    changed(bench, "Burglary");
    let people = "code,population\nS1,1234\n";
    let areas = include_str!("town.geojson");
    comity_places::import_areas_now(&bench.ledger, OPERATOR, areas.as_bytes(), Some(people.as_bytes())).unwrap();
    changed(bench, "1,234");
    bench.ledger.erase_now(OPERATOR, &format!("meeting/{meeting}"), Reason::ThirdParty).unwrap();
    let now = shown(bench);
    assert!(!now.contains("Library"), "an erased place must go");
    bench.set_day("2026-03-13");
    let next = shown(bench);
    assert!(next.contains("No meeting has been called."), "the day is part of what is kept");
    assert!(next.contains("Overdue") || !next.contains("Paint the crossing") || next.contains("Promised"));
    bench.verify();
}

#[test]
fn what_happens_elsewhere_leaves_the_page_kept() {
    let (_database, bench) = partnership();
    let router = fresh_router(&bench);
    let tag = ask(&router, PAGE, &[]).header("etag").to_owned();
    assign(&bench, "S2", "Mend the bridge in the north");
    let again = ask(&router, PAGE, &[("if-none-match", tag.as_str())]);
    assert_eq!((again.status, again.bytes.len()), (StatusCode::NOT_MODIFIED, 0));
    assign(&bench, "S1", "Mend the lamp by the school");
    assert_eq!(ask(&router, PAGE, &[("if-none-match", tag.as_str())]).status, StatusCode::OK);
}

#[test]
fn a_kept_page_may_be_kept_by_others_and_is_compressed_for_those_who_take_it() {
    let (_database, bench) = partnership();
    let router = fresh_router(&bench);
    let (plain, packed) = (ask(&router, PAGE, &[]), ask(&router, PAGE, &[("accept-encoding", "br, gzip")]));
    for answer in [&plain, &packed] {
        assert_eq!(answer.header("cache-control"), "public, max-age=0, must-revalidate");
        assert_eq!(answer.header("vary"), "Cookie, Accept-Language, Accept-Encoding");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        assert_eq!(answer.header("set-cookie"), "");
    }
    assert_eq!((plain.header("content-encoding"), packed.header("content-encoding")), ("", "gzip"));
    assert_ne!(plain.header("etag"), packed.header("etag"));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed.bytes.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.bytes);
}

#[test]
fn nothing_of_one_visitor_reaches_another() {
    let (_database, bench) = partnership();
    let router = fresh_router(&bench);
    let evil = ask(&router, "/neighbourhoods/S1?evil=words", &[]);
    assert!(evil.text().contains("evil") && evil.header("cache-control").is_empty());
    let plain = ask(&router, PAGE, &[("cookie", "comity_lang=en")]).text();
    assert!(!plain.contains("evil"));
    assert!(!plain.contains(comity_shell::csrf::FIELD), "a kept page must hold no token");
    let supervisor = bench.person("rania", comity_access::Grant::within(comity_access::Role::Supervisor, "S1"));
    let own = bench.get(&supervisor, PAGE).body;
    assert!(own.contains("/places/S1/team") && own.contains(comity_shell::csrf::FIELD));
    assert!(!bench.get(&Who::default(), PAGE).body.contains("/places/S1/team"));
    assert_eq!(ask(&router, "/neighbourhoods/nowhere", &[]).status, StatusCode::NOT_FOUND);
}
