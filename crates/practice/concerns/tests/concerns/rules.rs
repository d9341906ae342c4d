//! What may happen to a concern, and when; on both databases.

use comity_concerns::{Helped, State};
use comity_kernel::{Problem, Reference};
use comity_ledger::Refusal;

use crate::bench::{fields, rule};
use crate::raised::{ANSWER, WORDS, concerns, new};

fn is_stale(outcome: Result<(), Refusal>) -> bool {
    matches!(outcome, Err(Refusal::Problem(Problem::Stale)))
}

comity_testing::each_store! {
    fn words_have_a_length_and_an_area_that_exists(database) {
        let bench = concerns(database);
        let long = |count: usize| "ش".repeat(count);
        for wrong in ["", "too short", "   spaces    ", &long(5001), "with \0 inside of it"] {
            assert_eq!(fields(bench.raise(new("S1", wrong))), ["words"], "{wrong:?}");
        }
        assert_eq!(fields(bench.raise(new("S9", WORDS))), ["area"]);
        assert_eq!(fields(bench.raise(new("", WORDS))), ["area"]);
        for wrong in ["x".repeat(201), "with\0".to_owned()] {
            let mut new = new("S1", WORDS);
            new.contact = Some(wrong);
            assert_eq!(fields(bench.raise(new)), ["contact"]);
        }
        for right in ["Ten chars.", long(10).as_str(), &long(5000)] {
            bench.raise(new("S1", right)).unwrap();
        }
        bench.verify();
    }

    fn an_answer_is_given_to_what_was_seen(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        assert!(is_stale(bench.answer(&concern, 0)) && is_stale(bench.answer(&concern, 2)));
        bench.go_on(&concern, "And by the mill too.").unwrap();
        assert!(is_stale(bench.answer(&concern, 1)));
        assert!(is_stale(bench.close(&concern, 1)));
        bench.answer(&concern, 2).unwrap();
        assert!(is_stale(bench.answer(&concern, 2)), "the same answer twice");
        let short = bench.about(&concern, |decision, concern| comity_concerns::answer(decision, concern, 3, "Yes."));
        assert_eq!(fields(short), ["words"]);
        let short = bench.go_on(&concern, "No.");
        assert_eq!(fields(short), ["words"]);
        assert_eq!(bench.find(&concern).version, 3);
        bench.verify();
    }

    fn a_closed_concern_is_opened_by_writing_and_by_nothing_else(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        bench.close(&concern, 1).unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.state, found.waiting), (State::Closed, false));
        assert_eq!(rule(bench.answer(&concern, 2)), "concerns-closed");
        assert_eq!(rule(bench.close(&concern, 2)), "concerns-closed");
        assert_eq!(rule(bench.put_on_agenda(&concern)), "concerns-closed");
        bench.go_on(&concern, "It is out again, since Monday.").unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.state, found.waiting, found.version), (State::Raised, true, 3));
        bench.answer(&concern, 3).unwrap();
        assert_eq!(bench.find(&concern).state, State::Answered);
        bench.put_on_agenda(&concern).unwrap();
        bench.close(&concern, 5).unwrap();
        assert_eq!(bench.find(&concern).state, State::Closed);
        bench.verify();
    }

    fn what_is_still_done_about_a_closed_concern_leaves_it_closed(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        let item = bench.put_on_agenda(&concern).unwrap();
        let action = bench.promise(&concern);
        bench.close(&concern, 3).unwrap();
        bench.about(&concern, move |d, concern| comity_concerns::discussed(d, concern, &item)).unwrap();
        bench.act(&concern, &action);
        let found = bench.find(&concern);
        assert_eq!((found.state, found.waiting, found.version), (State::Closed, false, 6));
        bench.verify();
    }

    fn who_writes_again_while_waiting_has_waited_since_the_first_word(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        let raised = bench.find(&concern).raised;
        bench.set_day("2026-03-05");
        bench.go_on(&concern, "It is still dark.").unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.waiting_since, found.touched > raised), (raised, true));
        bench.answer(&concern, 2).unwrap();
        bench.set_day("2026-03-09");
        bench.go_on(&concern, "It is out again.").unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.waiting, found.waiting_since), (true, found.touched));
        bench.verify();
    }

    fn whether_it_helped_is_said_once_something_was_done(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        let judge = |helped| bench.judge(&concern, helped, "");
        assert_eq!(rule(judge(Helped::Yes)), "concerns-not-acted");
        bench.put_on_agenda(&concern).unwrap();
        let (first, second) = (bench.promise(&concern), bench.promise(&concern));
        assert_eq!(rule(judge(Helped::Yes)), "concerns-not-acted");
        bench.act(&concern, &first);
        judge(Helped::No).unwrap();
        assert_eq!(bench.find(&concern).state, State::Judged);
        bench.act(&concern, &second);
        judge(Helped::Yes).unwrap();
        // Closing takes nobody's judgement away.
        let version = bench.find(&concern).version;
        bench.close(&concern, version).unwrap();
        bench.judge(&concern, Helped::Partly, "It is brighter, but not by the mill.").unwrap();
        assert_eq!(bench.find(&concern).state, State::Closed);
        assert_eq!(bench.steps(&concern).last().unwrap().kind, comity_concerns::JUDGED);
        let long: &'static str = "x".repeat(5001).leak();
        assert_eq!(fields(bench.judge(&concern, Helped::Yes, long)), ["helped-words"]);
        assert_eq!(fields(bench.judge(&concern, Helped::Yes, "with \0")), ["helped-words"]);
        bench.verify();
    }

    fn nothing_happens_to_a_concern_that_is_not_there(database) {
        let bench = concerns(database);
        let nowhere = Reference::parse("0000000000000000").unwrap();
        let missing = |outcome: Result<(), Refusal>| matches!(outcome, Err(Refusal::Problem(Problem::NotFound)));
        assert!(missing(bench.answer(&nowhere, 0)) && missing(bench.close(&nowhere, 0)));
        assert!(missing(bench.go_on(&nowhere, ANSWER)) && missing(bench.judge(&nowhere, Helped::Yes, "")));
        assert!(missing(bench.put_on_agenda(&nowhere).map(drop)));
        assert!(missing(bench.about(&nowhere, |decision, concern| comity_concerns::discussed(decision, concern, concern))));
        assert_eq!(bench.read(|tx| comity_concerns::by_receipt(tx, "")), None);
        bench.verify();
    }
}
