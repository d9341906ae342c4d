//! What can happen to forums and their meetings.

use comity_kernel::{Day, Reference};
use comity_places::Bilingual;
use serde::{Deserialize, Serialize};

/// A forum was founded. Stream `forum/<reference>`.
pub const FOUNDED: &str = "forum.founded";
/// A meeting was called. Stream `meeting/<reference>`, to which everything below belongs; private part [`PLACE`].
pub const CALLED: &str = "meeting.called";
/// Something was put on its agenda. Private part [`TITLE`].
pub const ITEM_ADDED: &str = "meeting.item_added";
/// It was discussed. Private part [`SUMMARY`].
pub const DISCUSSED: &str = "meeting.discussed";
/// It was decided. Private parts [`TEXT`] and, where somebody objected, [`MINORITY`].
pub const DECIDED: &str = "meeting.decided";

pub const PLACE: &str = "place";
/// The neutral public title of an item.
pub const TITLE: &str = "title";
/// What was said, in short.
pub const SUMMARY: &str = "summary";
/// What was decided.
pub const TEXT: &str = "text";
/// What those say who did not agree.
pub const MINORITY: &str = "minority";

/// The body of [`FOUNDED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founded {
    /// The code of the area that it speaks for.
    pub area: String,
    pub names: Bilingual,
}

/// The body of [`CALLED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Called {
    pub forum: Reference,
    /// The forum's area.
    pub area: String,
    pub day: Day,
    /// When it begins, in the partnership's time: `18:00`.
    pub starts: String,
}

/// The body of [`ITEM_ADDED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemAdded {
    pub item: Reference,
    /// The concern that it is about, if any.
    pub concern: Option<Reference>,
    /// The area that it is about: the concern's, or the forum's.
    pub area: String,
}

/// The body of [`DISCUSSED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    pub item: Reference,
}

/// The body of [`DECIDED`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub item: Reference,
    pub decision: Reference,
}

pub(crate) fn forum(forum: &Reference) -> String {
    format!("forum/{forum}")
}

/// The stream of a meeting: what a form's version belongs to.
pub fn stream(meeting: &Reference) -> String {
    format!("meeting/{meeting}")
}
