//! What a release holds, as the object that is kept: all that came out, and nothing else.

use serde::{Deserialize, Serialize};

use super::hours::Hours;

/// Which numbers of the table area × period × kind came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Detail {
    /// Area × month over all kinds, area × period × kind, and wide area × month × kind.
    Margins,
    /// All of them. A finest number that is not listed is 0.
    Cube,
}

impl Detail {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Margins => "margins",
            Self::Cube => "cube",
        }
    }
}

/// A release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    pub detail: Detail,
    /// The codes of areas; the first is empty and stands for the whole partnership.
    pub areas: Vec<String>,
    /// First and last month (months since January of the year 0); the first one is the whole release.
    pub periods: Vec<(i32, i32)>,
    /// The first is empty and stands for all kinds of the release; [`UNSTATED`] where the file says nothing.
    pub kinds: Vec<String>,
    /// Places in the three lists, and the count, null where it is withheld.
    pub counts: Vec<(u32, u32, u32, Option<u64>)>,
    pub points: Vec<Point>,
    pub outcomes: Vec<String>,
    pub drawn: Vec<Drawn>,
    /// By the hour of the week, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// Which incidents of the datasets are in it, by dataset, kind and month; so that none is in two releases.
    pub holds: Vec<(String, String, Month32)>,
}

/// A month as a number.
pub type Month32 = i32;

/// The kind of incidents of which the file says none, where an empty name would mean all kinds.
pub const UNSTATED: &str = "-";

/// Where incidents are drawn.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Point {
    pub lon_e6: i32,
    pub lat_e6: i32,
    /// Empty outside every area.
    pub area: String,
    /// "On or near" this street or place; empty where it has no name.
    pub name: String,
}

/// So many incidents at a point: places in the lists of points, kinds and outcomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Drawn {
    pub point: u32,
    pub month: Month32,
    pub kind: u32,
    pub outcome: u32,
    pub count: u32,
}

/// As tables have it.
pub fn named(kind: &str) -> &str {
    if kind.is_empty() { UNSTATED } else { kind }
}

/// As files have it.
pub fn as_filed(kind: &str) -> &str {
    if kind == UNSTATED { "" } else { kind }
}
