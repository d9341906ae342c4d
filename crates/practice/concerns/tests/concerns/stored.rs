//! What is stored of a concern, and where: on both databases.

use comity_access::Visibility;
use comity_concerns::{
    ACTED, ANSWERED, Acted, CLOSED, CONTINUED, Category, Closed, DECIDED, DISCUSSED, Helped, JUDGED, Judged, PROMISED,
    PUT_ON_AGENDA, Promised, RAISED, Reason, State,
};
use comity_store::Row;

use crate::bench::{Bench, day};
use crate::raised::{ANSWER, CONTACT, WORDS, concerns, new};

/// Every text in these columns, one after the other.
fn texts(bench: &Bench, columns: &'static str, table: &'static str) -> String {
    bench.read(move |tx| {
        let rows = tx.query(&format!("SELECT {columns} FROM {table}"), &[])?;
        Ok(rows.iter().map(|Row(values)| format!("{values:?}")).collect::<String>())
    })
}

comity_testing::each_store! {
    fn what_is_said_is_private_and_everything_else_is_a_fact(database) {
        let bench = concerns(database);
        let (concern, code) = bench.raise(new("S1", WORDS)).unwrap();
        bench.answer(&concern, 1).unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.category, found.state, found.waiting), (Category::Lighting, State::Answered, false));
        assert_eq!((found.area.as_str(), found.area_path.as_str()), ("S1", "T/S1/"));
        assert_eq!((found.area_names.en.as_str(), found.area_names.ar.as_str()), ("South", "الجنوب"));
        assert_eq!((found.visibility, found.version), (Visibility::Private, 2));
        let steps = bench.steps(&concern);
        assert_eq!((steps[0].words.as_deref(), steps[0].contact.as_deref()), (Some(WORDS), Some(CONTACT)));
        assert_eq!((steps[1].words.as_deref(), steps[1].contact.as_deref()), (Some(ANSWER), None));
        let public = texts(&bench, "stream, kind, actor, body", "entries") + &texts(&bench, "facts", "concern_steps");
        for secret in [WORDS, CONTACT, ANSWER, "Mona"] {
            assert!(!public.contains(secret), "{secret} is in the facts");
        }
        // The code opens it, and is nowhere.
        let key = bench.ledger.keys().receipts.0;
        let hash = code.hash(&key);
        let opened = bench.read(move |tx| comity_concerns::by_receipt(tx, &hash)).unwrap();
        assert_eq!(opened.reference, concern);
        let mut other = key;
        other[0] ^= 1;
        let hash = code.hash(&other);
        assert_eq!(bench.read(move |tx| comity_concerns::by_receipt(tx, &hash)), None);
        let all = public + &texts(&bench, "*", "concerns") + &texts(&bench, "*", "private_parts");
        assert!(!all.contains(&code.text()) && !all.contains(&code.text().replace('-', "")));
        bench.verify();
    }

    fn every_step_of_the_way_is_kept_in_its_order(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        bench.answer(&concern, 1).unwrap();
        bench.go_on(&concern, "It is still dark.").unwrap();
        let item = bench.put_on_agenda(&concern).unwrap();
        let (of, decision) = (item.clone(), item.clone());
        bench.about(&concern, move |d, concern| comity_concerns::discussed(d, concern, &of)).unwrap();
        bench.about(&concern, move |d, concern| comity_concerns::decided(d, concern, &item, &decision)).unwrap();
        let action = bench.promise(&concern);
        bench.act(&concern, &action);
        bench.judge(&concern, Helped::Partly, "").unwrap();
        bench.close(&concern, 9).unwrap();
        let steps = bench.steps(&concern);
        let kinds: Vec<&str> = steps.iter().map(|step| step.kind.as_str()).collect();
        let expected =
            [RAISED, ANSWERED, CONTINUED, PUT_ON_AGENDA, DISCUSSED, DECIDED, PROMISED, ACTED, JUDGED, CLOSED];
        assert_eq!(kinds, expected);
        let promised: Promised = steps[6].facts().unwrap();
        assert_eq!((promised.action, promised.due), (action.clone(), day("2026-04-15")));
        assert_eq!(steps[7].facts::<Acted>().unwrap().action, action);
        assert_eq!(steps[8].facts::<Judged>().unwrap().helped, Helped::Partly);
        assert_eq!(steps[9].facts::<Closed>().unwrap().reason, Reason::Referred);
        let found = bench.find(&concern);
        assert_eq!((found.state, found.visibility, found.version), (State::Closed, Visibility::Agenda, 10));
        bench.verify();
    }

    fn an_answer_to_later_words_takes_nothing_back(database) {
        let bench = concerns(database);
        let concern = bench.raised();
        bench.put_on_agenda(&concern).unwrap();
        assert!(!bench.find(&concern).waiting, "being put on an agenda is an answer");
        bench.go_on(&concern, "When is the meeting?").unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.state, found.waiting), (State::OnAgenda, true));
        bench.answer(&concern, 3).unwrap();
        let found = bench.find(&concern);
        assert_eq!((found.state, found.waiting), (State::OnAgenda, false));
        bench.verify();
    }
}

#[test]
fn the_words_of_forms_and_tables_are_read_as_they_are_written() {
    assert!(Category::ALL.into_iter().all(|category| Category::parse(category.as_str()) == Some(category)));
    assert!(Reason::ALL.into_iter().all(|reason| Reason::parse(reason.as_str()) == Some(reason)));
    assert!(Helped::ALL.into_iter().all(|helped| Helped::parse(helped.as_str()) == Some(helped)));
    for (written, word) in [
        (serde_json::to_string(&Category::YoungPeople), Category::YoungPeople.as_str()),
        (serde_json::to_string(&Reason::NotPossible), Reason::NotPossible.as_str()),
    ] {
        assert_eq!(written.unwrap(), format!("\"{word}\""), "the record and the tables use the same words");
    }
    assert_eq!((Category::parse("Lighting"), Reason::parse(""), Helped::parse("maybe")), (None, None, None));
}
