//! Actions: who does what by when, and what came of it.
//!
//! A forum's decision is worth what follows from it. So an action has one owner, a body that has joined the partnership
//! ([`join`]), a day by which it is due, and words that say what will be done ([`assign`]). Its owner alone says that it is
//! done, once, with a note of what changed ([`complete`]). Nothing is moved or dropped quietly: an action that is late is
//! shown as late, to everybody, until it is done.
//!
//! Actions are public: people promised them in public. Their texts are private parts nevertheless, so that a name that
//! slipped in can be erased. An action that answers a concern notes its promise and its outcome on the concern's own stream.
//!
//! This crate must never let anybody change what was promised.

mod events;
mod pages;
mod rules;
mod tables;

pub use events::{ASSIGNED, Assigned, COMPLETED, Completed, JOINED, Joined, stream};
pub use pages::{excerpt, state_tag, summary};
pub use rules::{Faults, NewAction, assign, complete, faults, join, length_fault};
pub use tables::{
    Action, Body, bodies, find, of_area, of_bodies, of_body, of_concern, of_decision, of_decisions, within,
};

use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

/// The slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Actions;

impl Projection for Actions {
    fn name(&self) -> &'static str {
        "actions"
    }

    fn tables(&self) -> &'static [Table] {
        tables::TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        tables::MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        match entry.header.kind.as_str() {
            JOINED => return tables::joined(tx, entry),
            ASSIGNED => tables::assigned(tx, entry)?,
            COMPLETED => tables::completed(tx, entry)?,
            _ if !entry.header.stream.starts_with("action/") => return Ok(()),
            _ => {}
        }
        tables::seen(tx, entry)?;
        match tables::area(tx, entry.subject())? {
            Some(area) => comity_places::page_changed(tx, &area),
            None => Ok(()),
        }
    }

    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        tables::erase(tx, entry)
    }
}

impl Slice for Actions {
    fn routes(&self) -> axum::Router<App> {
        pages::routes()
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/actions.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/actions.ftl")),
        ]
    }
}
