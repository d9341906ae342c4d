//! What the tests do with concerns, without the pages.

use std::sync::Arc;

use comity_access::{Grant, Role};
use comity_actions::Actions;
use comity_concerns::{Category, Concern, Concerns, Helped, NewConcern, Reason, Step};
use comity_kernel::{Language, Reference};
use comity_ledger::receipt::Code;
use comity_ledger::{Decision, Refusal};
use comity_testing::{Database, Engine};

use crate::bench::{Bench, Who, bench, day};

pub const WORDS: &str = "Mona says: the lamp by the school is out";
pub const CONTACT: &str = "mona@example.org";
pub const ANSWER: &str = "We have asked for a new lamp.";

pub fn concerns(database: &Database) -> Bench {
    bench(database, vec![Arc::new(Concerns), Arc::new(Actions)])
}

/// A bench for tests of pages, which need one database only.
pub fn pages() -> (Database, Bench) {
    let database = Database::fresh(Engine::Sqlite);
    let bench = concerns(&database);
    (database, bench)
}

pub fn new(area: &str, words: &str) -> NewConcern {
    let (category, language) = (Category::Lighting, Language::En);
    NewConcern { area: area.into(), category, language, words: words.into(), contact: Some(CONTACT.into()) }
}

pub fn officer(bench: &Bench) -> Who {
    bench.person("officer", Grant::within(Role::Officer, "S1").for_body("police"))
}

impl Bench {
    pub fn raise(&self, new: NewConcern) -> Result<(Reference, Code), Refusal> {
        let code = Code::draw(self.ledger.ids());
        let given = code.clone();
        Ok((self.decide(move |decision| comity_concerns::raise(decision, &new, &given))?, code))
    }

    pub fn raised(&self) -> Reference {
        self.raise(new("S1", WORDS)).unwrap().0
    }

    /// Decides something about a concern.
    pub fn about<T: Send + 'static>(
        &self,
        concern: &Reference,
        mut decide: impl FnMut(&mut Decision<'_, '_>, &Reference) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let concern = concern.clone();
        self.decide(move |decision| decide(decision, &concern))
    }

    pub fn answer(&self, concern: &Reference, seen: i64) -> Result<(), Refusal> {
        self.about(concern, move |decision, concern| comity_concerns::answer(decision, concern, seen, ANSWER))
    }

    pub fn go_on(&self, concern: &Reference, words: &'static str) -> Result<(), Refusal> {
        self.about(concern, move |decision, concern| comity_concerns::go_on(decision, concern, words))
    }

    pub fn close(&self, concern: &Reference, seen: i64) -> Result<(), Refusal> {
        self.about(concern, move |decision, concern| {
            comity_concerns::close(decision, concern, seen, Reason::Referred, "The water company has it now.")
        })
    }

    pub fn put_on_agenda(&self, concern: &Reference) -> Result<Reference, Refusal> {
        self.about(concern, |decision, concern| {
            let (meeting, item) = (decision.ids().reference(), decision.ids().reference());
            comity_concerns::put_on_agenda(decision, concern, &meeting, &item)?;
            Ok(item)
        })
    }

    /// Somebody promises an action.
    pub fn promise(&self, concern: &Reference) -> Reference {
        let promised = self.about(concern, |decision, concern| {
            let action = decision.ids().reference();
            comity_concerns::promised(decision, concern, &action, day("2026-04-15"))?;
            Ok(action)
        });
        promised.unwrap()
    }

    pub fn act(&self, concern: &Reference, action: &Reference) {
        let action = action.clone();
        self.about(concern, move |decision, concern| comity_concerns::acted(decision, concern, &action)).unwrap();
    }

    pub fn judge(&self, concern: &Reference, helped: Helped, words: &'static str) -> Result<(), Refusal> {
        self.about(concern, move |decision, concern| comity_concerns::judge(decision, concern, helped, Some(words)))
    }

    pub fn find(&self, concern: &Reference) -> Concern {
        let concern = concern.clone();
        self.read(move |tx| comity_concerns::find(tx, &concern)).expect("the concern is there")
    }

    pub fn steps(&self, concern: &Reference) -> Vec<Step> {
        let concern = concern.clone();
        self.read(move |tx| comity_concerns::steps(tx, &concern))
    }
}
