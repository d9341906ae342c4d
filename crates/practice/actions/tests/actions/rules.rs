//! What is allowed, what follows from it in the tables, and what is left after an erasure; on both databases.

use std::sync::Arc;

use comity_actions::{Action, Actions, NewAction};
use comity_concerns::{Concerns, State};
use comity_kernel::{Problem, Reference};
use comity_ledger::{Reason, Refusal};
use comity_places::Bilingual;
use comity_testing::Database;

use crate::bench::{Bench, bench, day, fields, rule};

fn actions(database: &Database) -> Bench {
    bench(database, vec![Arc::new(Concerns), Arc::new(Actions)])
}

fn new(area: &str, owner: &str, due: &str, text: &str) -> NewAction {
    NewAction {
        area: area.into(),
        concern: None,
        decision: None,
        owner: owner.into(),
        due: day(due),
        text: text.into(),
        today: day("2026-03-02"),
    }
}

impl Bench {
    fn assign(&self, new: NewAction) -> Result<Reference, Refusal> {
        self.decide(move |decision| comity_actions::assign(decision, new.clone()))
    }

    fn complete(&self, action: &Reference, note: &str) -> Result<(), Refusal> {
        let (action, note) = (action.clone(), note.to_owned());
        self.decide(move |decision| comity_actions::complete(decision, &action, &note))
    }

    fn action(&self, action: &Reference) -> Action {
        let action = action.clone();
        self.read(move |tx| comity_actions::find(tx, &action)).expect("the action is there")
    }
}

comity_testing::each_store! {
    fn an_action_needs_an_owner_that_joined_a_day_and_words(database) {
        let bench = actions(database);
        assert_eq!(fields(bench.assign(new("S1", "church", "2026-03-01", "abc"))), ["text", "owner", "due"]);
        assert_eq!(fields(bench.assign(new("S1", "police", "2026-03-02", "  abcd  "))), ["text"]);
        assert_eq!(fields(bench.assign(new("S1", "police", "2026-03-02", &"x".repeat(2001)))), ["text"]);
        assert_eq!(fields(bench.assign(new("S1", "police", "2026-03-02", "with \0 inside"))), ["text"]);
        let action = bench.assign(new("S1", "police", "2026-03-02", " Patrol by the school ")).unwrap();
        let found = bench.action(&action);
        assert_eq!((found.text.as_deref(), found.area_path.as_str()), (Some("Patrol by the school"), "T/S1/"));
        assert_eq!((found.owner_names.en.as_str(), found.version), ("Police", 1));
        bench.verify();
    }

    fn a_partner_joins_once_with_a_code_and_names(database) {
        let bench = actions(database);
        let join = |code: &'static str, ar: &'static str| {
            bench.decide(move |decision| comity_actions::join(decision, code, Bilingual::new("Health centre", ar)))
        };
        assert_eq!(rule(join("Health centre", "المركز الصحي")), "actions-partner-code");
        assert_eq!(rule(join("health", " ")), "actions-partner-names");
        join("health", "المركز الصحي").unwrap();
        assert!(matches!(join("health", "المركز الصحي"), Err(Refusal::Problem(Problem::Stale))));
        assert_eq!(bench.read(comity_actions::bodies).len(), 3);
        bench.verify();
    }

    fn an_action_is_done_once_and_says_what_changed(database) {
        let bench = actions(database);
        let action = bench.assign(new("S1", "police", "2026-03-10", "Patrol by the school")).unwrap();
        assert_eq!(fields(bench.complete(&action, "done")), ["note"]);
        assert_eq!(fields(bench.complete(&action, &"x".repeat(4001))), ["note"]);
        bench.complete(&action, "Two officers stand there each morning.").unwrap();
        assert_eq!(rule(bench.complete(&action, "Something else entirely")), "actions-done-already");
        let found = bench.action(&action);
        assert_eq!(found.note.as_deref(), Some("Two officers stand there each morning."));
        assert_eq!((found.completed.is_some(), found.version), (true, 2));
        let unknown = Reference::parse("0000000000000000").unwrap();
        assert!(matches!(bench.complete(&unknown, "done it"), Err(Refusal::Problem(Problem::NotFound))));
        bench.verify();
    }

    fn a_concern_hears_of_the_promise_and_of_its_keeping(database) {
        let bench = actions(database);
        let concern = bench.concern("S1");
        let promised = NewAction { concern: Some(concern.clone()), ..new("S1", "municipality", "2026-04-01", "Two lamps") };
        let action = bench.assign(promised).unwrap();
        let state = |bench: &Bench| {
            let concern = concern.clone();
            bench.read(move |tx| comity_concerns::find(tx, &concern)).unwrap().state
        };
        assert_eq!(state(&bench), State::Promised);
        bench.complete(&action, "Both lamps are lit.").unwrap();
        assert_eq!(state(&bench), State::Acted);
        let of_it = concern.clone();
        assert_eq!(bench.read(move |tx| comity_actions::of_concern(tx, &of_it)).len(), 1);
        bench.verify();
    }

    fn lists_hold_what_is_open_by_its_day_and_then_what_is_done(database) {
        let bench = actions(database);
        let late = bench.assign(new("S1", "municipality", "2026-03-20", "The second in time")).unwrap();
        let soon = bench.assign(new("S2", "municipality", "2026-03-05", "The first in time")).unwrap();
        let done = bench.assign(new("S1", "municipality", "2026-03-03", "Done before all")).unwrap();
        bench.assign(new("T", "police", "2026-03-03", "Of the whole town")).unwrap();
        bench.complete(&done, "That went well.").unwrap();
        let references = |actions: Vec<Action>| actions.into_iter().map(|action| action.reference).collect::<Vec<_>>();
        let municipality = references(bench.read(|tx| comity_actions::of_body(tx, "municipality")));
        assert_eq!(municipality, [soon.clone(), late.clone(), done.clone()]);
        let texts = |area: &'static str, limit| {
            let found = bench.read(move |tx| comity_actions::of_area(tx, area, limit));
            found.into_iter().map(|action| action.text.unwrap()).collect::<Vec<_>>()
        };
        // The sector's own and the town's; not the other sector's.
        assert_eq!(texts("S1", 10), ["Of the whole town", "The second in time", "Done before all"]);
        assert_eq!(texts("S1", 2), ["Of the whole town", "Done before all"]);
        assert_eq!(texts("T", 10).len(), 4);
        assert_eq!(texts("nowhere", 10), [""; 0]);
        assert_eq!(bench.read(|tx| comity_actions::within(tx, "", 10)).len(), 4);
        bench.verify();
    }

    fn erased_words_are_gone_and_the_rest_stays(database) {
        let bench = actions(database);
        let action = bench.assign(new("S1", "police", "2026-03-10", "Speak with Mr X of house 7")).unwrap();
        bench.complete(&action, "Mr X has moved away.").unwrap();
        bench.ledger.erase_now("oversight", &comity_actions::stream(&action), Reason::ThirdParty).unwrap();
        let found = bench.action(&action);
        assert_eq!((found.text, found.note, found.version), (None, None, 3));
        assert!(found.completed.is_some());
        bench.verify();
    }

    fn the_page_of_an_area_changes_with_its_actions(database) {
        let bench = actions(database);
        let version = |bench: &Bench, area: &'static str| bench.read(move |tx| comity_places::page_version(tx, area));
        let (south, north) = (version(&bench, "S1"), version(&bench, "S2"));
        let action = bench.assign(new("S1", "police", "2026-03-10", "Patrol by the school")).unwrap();
        let promised = version(&bench, "S1");
        assert_ne!(promised, south);
        bench.complete(&action, "It is safe there now.").unwrap();
        assert_ne!(version(&bench, "S1"), promised);
        assert_eq!(version(&bench, "S2"), north);
    }
}
