//! Forums: standing bodies in which residents, police and partners talk in both directions, and their meetings.
//!
//! A meeting is called for a day to come ([`call`]). What a resident raised comes onto its agenda under a neutral title
//! ([`put_on_agenda`]), is discussed ([`discuss`]) and decided ([`decide`]); actions follow from the decision. A secretary
//! records all of it about one item in one go ([`record`]). A forum is not a vote of the many over the few: the objection of
//! those who did not agree stays on record and is shown beside the decision.
//!
//! Agendas and minutes are public. Their texts are private parts nevertheless, so that a name that slipped in can be erased.
//! An item about a concern notes on the concern's own stream what became of it.
//!
//! This crate must never show a concern's own words, nor let anybody change what was minuted.

mod events;
mod pages;
mod rules;
mod tables;

use tables::project;

pub use events::{
    CALLED, Called, DECIDED, DISCUSSED, Decided, Discussed, FOUNDED, Founded, ITEM_ADDED, ItemAdded, stream,
};
pub use pages::when;
pub use rules::{
    Minuted, Minutes, NewDecision, NewMeeting, Promise, add_item, call, decide, discuss, found, put_on_agenda, record,
};
pub use tables::{
    Forum, ForumDecision, Item, Meeting, all_upcoming, decision, decisions, forum, forums, item, items,
    items_of_concern, meeting, next_meeting, past, upcoming,
};

use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

/// The slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Forums;

impl Projection for Forums {
    fn name(&self) -> &'static str {
        "forums"
    }

    fn tables(&self) -> &'static [Table] {
        tables::TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        tables::MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        match entry.header.kind.as_str() {
            FOUNDED => return project::founded(tx, entry),
            CALLED => project::called(tx, entry)?,
            ITEM_ADDED => project::item_added(tx, entry)?,
            DISCUSSED => project::discussed(tx, entry)?,
            DECIDED => project::decided(tx, entry)?,
            _ if !entry.header.stream.starts_with("meeting/") => return Ok(()),
            _ => {}
        }
        project::seen(tx, entry)?;
        let areas = project::areas_of(tx, entry.subject())?;
        areas.iter().try_for_each(|area| comity_places::page_changed(tx, area))
    }

    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        project::erase(tx, entry)
    }
}

impl Slice for Forums {
    fn routes(&self) -> axum::Router<App> {
        pages::routes()
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/forums.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/forums.ftl")),
        ]
    }
}
