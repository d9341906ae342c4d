//! What is allowed, what follows from it in the tables, and what is left after an erasure; on both databases.

use comity_concerns::State;
use comity_forums::{Minutes, NewDecision, NewMeeting};
use comity_kernel::{Problem, Reference};
use comity_ledger::{Reason, Refusal};
use comity_places::Bilingual;

use crate::bench::{Bench, day, fields, rule};
use crate::meeting::{TODAY, forums, new_meeting, promise, whole};

fn state(bench: &Bench, concern: &Reference) -> State {
    let concern = concern.clone();
    bench.read(move |tx| comity_concerns::find(tx, &concern)).unwrap().state
}

comity_testing::each_store! {
    fn a_forum_speaks_for_an_area_that_is_there(database) {
        let bench = forums(database);
        let found = |area: &'static str, name: &'static str| {
            bench.decide(move |decision| comity_forums::found(decision, area, Bilingual::new(name, "المنتدى")))
        };
        assert_eq!(fields(found("nowhere", "Forum")), ["area"]);
        assert_eq!(rule(found("S1", " ")), "forums-names");
        found("S1", "South forum").unwrap();
        let forums = bench.read(comity_forums::forums);
        assert_eq!((forums.len(), forums[0].area_path.as_str()), (1, "T/S1/"));
        bench.verify();
    }

    fn a_meeting_is_called_for_a_day_to_come(database) {
        let bench = forums(database);
        let forum = bench.forum("S1", "South forum");
        let wrong = NewMeeting { starts: "six".into(), place: " ".into(), ..new_meeting(&forum, TODAY) };
        assert_eq!(fields(bench.call(wrong)), ["day", "starts", "place"]);
        let unknown = Reference::parse("0000000000000000").unwrap();
        assert_eq!(fields(bench.call(new_meeting(&unknown, "2026-03-12"))), ["forum"]);
        let late = bench.call(new_meeting(&forum, "2026-03-20")).unwrap();
        let next = bench.call(new_meeting(&forum, "2026-03-12")).unwrap();
        let of_town = bench.forum("T", "Town forum");
        bench.call(new_meeting(&of_town, "2026-03-15")).unwrap();
        let upcoming = |path: &'static str, today: &'static str| {
            bench.read(move |tx| comity_forums::upcoming(tx, path, day(today)))
        };
        assert_eq!(upcoming("T/S1/", TODAY).len(), 3);
        assert_eq!(upcoming("T/S2/", TODAY).len(), 1);
        assert_eq!(upcoming("T/S1/", "2026-03-16")[0].reference, late);
        let first = bench.read(|tx| comity_forums::next_meeting(tx, "T/S1/", day(TODAY))).unwrap();
        assert_eq!((first.reference, first.starts.as_str(), first.version), (next, "18:00", 1));
        assert_eq!(bench.read(|tx| comity_forums::all_upcoming(tx, day("2026-03-15"))).len(), 2);
        assert_eq!(bench.read(|tx| comity_forums::past(tx, day("2026-03-15"), None, 9)).len(), 1);
        bench.verify();
    }

    fn a_concern_comes_onto_the_agenda_of_its_own_forum_once(database) {
        let bench = forums(database);
        let (meeting, item, concern) = bench.agenda();
        assert_eq!(state(&bench, &concern), State::OnAgenda);
        assert_eq!(rule(bench.put(&meeting, &concern, "Lighting again")), "forums-on-agenda-already");
        assert_eq!(rule(bench.put(&meeting, &bench.concern("S2"), "Lighting in the north")), "forums-other-area");
        assert_eq!(fields(bench.put(&meeting, &bench.concern("S1"), "abc")), ["title"]);
        let found = bench.item(&item);
        assert_eq!((found.concern, found.area.as_str()), (Some(concern.clone()), "S1"));
        let of_it = concern.clone();
        assert_eq!(bench.read(move |tx| comity_forums::items_of_concern(tx, &of_it)).len(), 1);
        let over = meeting.clone();
        let added = bench.decide(move |decision| comity_forums::add_item(decision, &over, "Reports", day("2026-03-13")));
        assert_eq!(rule(added), "forums-meeting-over");
        let meeting_to_come = meeting.clone();
        let add = move |decision: &mut comity_ledger::Decision<'_, '_>| {
            comity_forums::add_item(decision, &meeting_to_come, "Reports", day("2026-03-12"))
        };
        bench.decide(add).unwrap();
        let items = bench.read(move |tx| comity_forums::items(tx, &meeting));
        assert_eq!(items.iter().map(|item| item.title.as_deref().unwrap()).collect::<Vec<_>>(), ["Lighting by the school", "Reports"]);
        bench.verify();
    }

    fn one_submit_records_discussion_decision_and_action(database) {
        let bench = forums(database);
        let (meeting, item, concern) = bench.agenda();
        let seen = bench.meeting(&meeting).version;
        let minuted = bench.record(&item, seen, whole()).unwrap();
        assert_eq!(state(&bench, &concern), State::Promised);
        let (made, action) = (minuted.decision.unwrap(), minuted.action.unwrap());
        let wanted = made.clone();
        let decision = bench.read(move |tx| comity_forums::decision(tx, &wanted)).unwrap();
        assert_eq!(decision.text.as_deref(), Some("Two lamps are put up by the school."));
        assert_eq!(decision.minority.as_deref(), Some("One resident would rather have the path moved."));
        let action = bench.read(move |tx| comity_actions::find(tx, &action)).unwrap();
        assert_eq!((action.decision, action.concern, action.area.as_str()), (Some(made.clone()), Some(concern), "S1"));
        // A further action of the same decision.
        let seen = bench.meeting(&meeting).version;
        let more = Minutes { action: Some(promise("Trim the trees")), ..Minutes::default() };
        bench.record(&item, seen, more).unwrap();
        assert_eq!(bench.read(move |tx| comity_actions::of_decision(tx, &made)).len(), 2);
        bench.verify();
    }

    fn minutes_can_be_recorded_step_by_step(database) {
        let bench = forums(database);
        let (meeting, item, concern) = bench.agenda();
        let seen = |bench: &Bench| bench.meeting(&meeting).version;
        let decision = NewDecision { text: "Two lamps are put up.".into(), minority: Some("  ".into()) };
        let only_decision = Minutes { decision: Some(decision.clone()), ..Minutes::default() };
        let only_action = Minutes { action: Some(promise("Put up two lamps")), ..Minutes::default() };
        assert_eq!(fields(bench.record(&item, seen(&bench), only_decision.clone())), ["summary"]);
        assert_eq!(fields(bench.record(&item, seen(&bench), only_action.clone())), ["decision"]);
        assert_eq!(fields(bench.record(&item, seen(&bench), Minutes::default())), ["summary"]);
        let wanted = item.clone();
        let early = bench.decide(move |tx| comity_forums::decide(tx, &wanted, "Two lamps are put up.", None));
        assert_eq!(rule(early), "forums-not-discussed");
        let summary = Some("Three residents spoke.".to_owned());
        let discussion = Minutes { summary: summary.clone(), ..Minutes::default() };
        bench.record(&item, seen(&bench), discussion.clone()).unwrap();
        assert_eq!(state(&bench, &concern), State::Discussed);
        assert_eq!(rule(bench.record(&item, seen(&bench), discussion)), "forums-discussed-already");
        bench.record(&item, seen(&bench), only_decision.clone()).unwrap();
        assert_eq!(state(&bench, &concern), State::Decided);
        assert_eq!(rule(bench.record(&item, seen(&bench), only_decision)), "forums-decided-already");
        let wanted = bench.item(&item).decision.unwrap();
        assert!(!bench.read(move |tx| comity_forums::decision(tx, &wanted)).unwrap().objected);
        bench.record(&item, seen(&bench), only_action).unwrap();
        assert_eq!(state(&bench, &concern), State::Promised);
        bench.verify();
    }

    fn every_field_at_fault_is_named_at_once_and_nothing_is_recorded(database) {
        let bench = forums(database);
        let (meeting, item, _) = bench.agenda();
        let seen = bench.meeting(&meeting).version;
        let mut minutes = whole();
        minutes.summary = Some("abc".into());
        minutes.decision = Some(NewDecision { text: String::new(), minority: Some("no".into()) });
        minutes.action = Some(comity_forums::Promise { text: "abc".into(), owner: "church".into(), due: None });
        let at_fault = ["summary", "decision", "minority", "text", "owner", "due"];
        assert_eq!(fields(bench.record(&item, seen, minutes)), at_fault);
        // What the later parts lack leaves nothing of the earlier ones.
        let mut minutes = whole();
        minutes.action = Some(comity_forums::Promise { due: Some(day("2026-03-01")), ..promise("Put up two lamps") });
        assert_eq!(fields(bench.record(&item, seen, minutes)), ["due"]);
        assert_eq!(bench.meeting(&meeting).version, seen);
        bench.verify();
    }

    fn minutes_on_an_old_state_are_refused(database) {
        let bench = forums(database);
        let (meeting, item, _) = bench.agenda();
        let seen = bench.meeting(&meeting).version;
        bench.put(&meeting, &bench.concern("S1"), "Noise by the square").unwrap();
        assert!(matches!(bench.record(&item, seen, whole()), Err(Refusal::Problem(Problem::Stale))));
        bench.record(&item, seen + 1, whole()).unwrap();
        bench.verify();
    }

    fn erased_minutes_leave_that_there_were_some_and_that_somebody_objected(database) {
        let bench = forums(database);
        let (meeting, item, _) = bench.agenda();
        let seen = bench.meeting(&meeting).version;
        let decision = bench.record(&item, seen, whole()).unwrap().decision.unwrap();
        bench.ledger.erase_now("oversight", &comity_forums::stream(&meeting), Reason::ThirdParty).unwrap();
        let found = bench.item(&item);
        assert_eq!((found.title, found.summary, found.discussed.is_some()), (None, None, true));
        let wanted = decision.clone();
        let left = bench.read(move |tx| comity_forums::decision(tx, &wanted)).unwrap();
        assert_eq!((left.text, left.minority, left.objected), (None, None, true));
        assert_eq!(bench.meeting(&meeting).place, None);
        // The action is another stream and keeps its words.
        assert!(bench.read(move |tx| comity_actions::of_decision(tx, &decision))[0].text.is_some());
        bench.verify();
    }

    fn the_page_of_an_area_changes_with_its_meetings(database) {
        let bench = forums(database);
        let version = |bench: &Bench| bench.read(|tx| comity_places::page_version(tx, "S2"));
        let forum = bench.forum("T", "Town forum");
        let before = version(&bench);
        let meeting = bench.call(new_meeting(&forum, "2026-03-12")).unwrap();
        let called = version(&bench);
        assert_ne!(called, before);
        bench.put(&meeting, &bench.concern("S2"), "Lighting by the school").unwrap();
        assert_ne!(version(&bench), called);
    }
}
