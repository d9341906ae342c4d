//! Concerns: what residents raise, in their words, and the dialogue that follows.
//!
//! Somebody raises a concern without an account and gets a receipt; an officer of the area answers; the forum, its
//! decision and the actions that follow note on the concern's own stream what became of it, so that its whole way can be
//! followed from one place. Words and contacts are private parts; nothing a person said is ever public, and a concern is
//! seen outside only after an officer put it on a forum's agenda under a neutral title.
//!
//! Other slices call [`put_on_agenda`], [`discussed`], [`decided`], [`promised`] and [`acted`]; this crate never calls
//! them. Sensitive matters (violence at home, sexual violence, hate crime, trafficking, corruption, the conduct of
//! police) are not taken here: they need sealing before they are sent, and the form says so.

mod events;
mod pages;
mod rules;
mod tables;

pub use events::{
    ACTED, ANSWERED, Acted, CLOSED, CONTINUED, Category, Closed, DECIDED, DISCUSSED, Decided, Discussed, Helped,
    JUDGED, Judged, PROMISED, PUT_ON_AGENDA, Promised, PutOnAgenda, RAISED, Reason,
};
pub use pages::{dialogue, state_tag};
pub use rules::{
    NewConcern, acted, answer, close, decided, discussed, go_on, judge, promised, put_on_agenda, raise, stream,
};
pub use tables::{Concern, State, Step, by_receipt, find, inbox, raised, receipt_of, steps};

use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

/// The words for everything that a concern can be about.
pub fn topics() -> [&'static str; Category::ALL.len()] {
    Category::ALL.map(Category::as_str)
}

/// The slice.
#[derive(Clone, Copy, Debug)]
pub struct Concerns;

impl Projection for Concerns {
    fn name(&self) -> &'static str {
        "concerns"
    }

    fn tables(&self) -> &'static [Table] {
        tables::TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        tables::MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        tables::project(tx, entry)
    }

    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        tables::erase(tx, entry)
    }
}

impl Slice for Concerns {
    fn routes(&self) -> axum::Router<App> {
        pages::routes()
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/concerns.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/concerns.ftl")),
        ]
    }
}
