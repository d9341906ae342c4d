//! What is left when the words are gone; on both databases.

use comity_concerns::State;
use comity_kernel::Problem;
use comity_ledger::{RESIDENT, Reason, Refusal};

use crate::raised::{WORDS, concerns, new, officer, pages};

comity_testing::each_store! {
    fn the_words_go_and_the_way_stays(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        let other = bench.raise(new("S1", WORDS)).unwrap().0;
        bench.answer(&concern, 1).unwrap();
        let stream = comity_concerns::stream(&concern);
        let erased = bench.ledger.erase_now(RESIDENT, &stream, Reason::OwnRequest).unwrap();
        assert_eq!(erased.value, 2);
        let steps = bench.steps(&concern);
        assert_eq!(steps.len(), 2);
        assert!(steps.iter().all(|step| step.words.is_none() && step.contact.is_none()));
        assert_eq!(bench.steps(&other)[0].words.as_deref(), Some(WORDS), "another's words stay");
        let again = bench.ledger.erase_now(RESIDENT, &stream, Reason::OwnRequest);
        assert!(matches!(again, Err(Refusal::Problem(Problem::NotFound))));
        bench.verify();
    }

    fn the_dialogue_goes_on_after_an_erasure(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        bench.ledger.erase_now(RESIDENT, &comity_concerns::stream(&concern), Reason::OwnRequest).unwrap();
        // The erasure is an entry of the stream, and what people see counts it.
        let found = bench.find(&concern);
        assert_eq!((found.version, found.state, found.waiting), (2, State::Raised, true));
        bench.answer(&concern, found.version).unwrap();
        bench.go_on(&concern, "Thank you, it is bright again.").unwrap();
        bench.close(&concern, bench.find(&concern).version).unwrap();
        let words: Vec<bool> = bench.steps(&concern).iter().map(|step| step.words.is_some()).collect();
        assert_eq!(words, [false, true, true, true]);
        bench.verify();
    }
}

#[test]
fn the_officer_sees_that_words_were_there_and_can_still_answer() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    bench.ledger.erase_now(RESIDENT, &comity_concerns::stream(&concern), Reason::OwnRequest).unwrap();
    let (officer, page) = (officer(&bench), format!("/inbox/{concern}"));
    let shown = bench.get(&officer, &page);
    assert!(shown.body.contains("These words have been erased.") && !shown.body.contains("Mona"));
    let fields = [("version", shown.hidden("version")), ("words", "We have seen the lamp ourselves.".to_owned())];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let sent = bench.post(&officer, &format!("{page}/answer"), &fields);
    assert_eq!((sent.status.as_u16(), sent.location), (303, page), "{}", sent.body);
    bench.verify();
}
