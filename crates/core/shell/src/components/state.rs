//! The state of something, by shape and word: colour only helps those who see it.

use maud::{Markup, html};

use crate::components::marks;

/// What a state amounts to, whatever a slice calls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has taken it up yet: an empty ring.
    Open,
    /// Somebody works on it: a half-filled ring.
    Underway,
    /// Somebody gave their word on it, with a date: a diamond.
    Promised,
    /// Done: a filled disc with a tick.
    Done,
    /// Its date has passed: a triangle.
    Late,
    /// Ended without being done: a cross.
    Ended,
    /// Seen by its recipients only: a lock.
    Sealed,
}

impl State {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Open => "state",
            Self::Underway => "state state-underway",
            Self::Promised => "state state-promised",
            Self::Done => "state state-done",
            Self::Late => "state state-late",
            Self::Ended => "state state-ended",
            Self::Sealed => "state state-sealed",
        }
    }
}

/// A tag with the state's shape and its name in the page's language.
pub fn state_tag(state: State, label: &str) -> Markup {
    html! { span class=(state.class()) { (marks::state(state)) (label) } }
}
