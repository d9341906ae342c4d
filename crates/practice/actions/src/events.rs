//! What can happen to partners and actions.

use comity_kernel::{Day, Reference};
use comity_places::Bilingual;
use serde::{Deserialize, Serialize};

/// A body joined the partnership. Stream `partner/<code>`.
pub const JOINED: &str = "partner.joined";
/// A body promised to do something by a day. Stream `action/<reference>`; private part [`TEXT`].
pub const ASSIGNED: &str = "action.assigned";
/// It was done. Private part [`NOTE`].
pub const COMPLETED: &str = "action.completed";

/// What is to be done.
pub const TEXT: &str = "text";
/// What changed.
pub const NOTE: &str = "note";

/// The body of [`JOINED`]. Bodies are organisations and offices, never people, so that their names are not private.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub code: String,
    pub names: Bilingual,
}

/// The body of [`ASSIGNED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assigned {
    /// The code of the area in which it is to be done.
    pub area: String,
    /// The concern that it answers, if any.
    pub concern: Option<Reference>,
    /// The forum's decision from which it follows, if any.
    pub decision: Option<Reference>,
    /// The code of the body that does it.
    pub owner: String,
    pub due: Day,
}

/// The body of [`COMPLETED`]: everything there is to say is in the note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completed {}

/// The stream of a partner.
pub(crate) fn partner(code: &str) -> String {
    format!("partner/{code}")
}

/// The stream of an action: what a form's version belongs to.
pub fn stream(action: &Reference) -> String {
    format!("action/{action}")
}
