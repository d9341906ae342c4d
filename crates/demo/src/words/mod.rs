//! What people say and write, by topic and language, in sentences that fit together.
//!
//! `{s}` and `{t}` stand for two streets of the sub-sector, `{q}` for the sub-sector. A concern is an opening, details,
//! what it does to people, and what is asked for; a plan is what a forum made of such a concern.

mod animals;
mod buildings;
mod drugs;
pub(crate) mod dialogue;
mod harassment;
mod lighting;
mod litter;
mod noise;
mod theft;
mod traffic;
mod transport;
mod water;
mod youth;

use crate::practice::Category;

/// A text in English and in Arabic.
pub(crate) type Pair = (&'static str, &'static str);

/// The sentences of one language that concerns of a topic are made of.
pub(crate) struct Voice {
    pub openings: &'static [&'static str],
    pub details: &'static [&'static str],
    pub effects: &'static [&'static str],
    pub asks: &'static [&'static str],
    /// What an officer answers first.
    pub answers: &'static [&'static str],
}

/// How a forum took up a concern, and what came of it.
pub(crate) struct Plan {
    pub title: Pair,
    pub discussion: Pair,
    pub decision: Pair,
    /// An objection that stays on record.
    pub minority: Option<Pair>,
    pub action: Pair,
    /// What changed when it was done.
    pub changed: Pair,
    /// The organisation that owns the action.
    pub owner: &'static str,
}

pub(crate) struct Topic {
    pub category: Category,
    /// How often people raise it, against the others.
    pub weight: f64,
    pub en: Voice,
    pub ar: Voice,
    pub plans: &'static [Plan],
}

pub(crate) const TOPICS: [&Topic; 12] = [
    &lighting::TOPIC,
    &traffic::TOPIC,
    &noise::TOPIC,
    &litter::TOPIC,
    &youth::TOPIC,
    &drugs::TOPIC,
    &theft::TOPIC,
    &harassment::TOPIC,
    &transport::TOPIC,
    &buildings::TOPIC,
    &animals::TOPIC,
    &water::TOPIC,
];
