//! How good a file is: computed on the way, in one pass and in memory that does not grow with the file.
//!
//! All numbers are exact and therefore not for everybody: a page that is public shows shares and rounded counts.

mod keys;
mod places;
mod times;

use std::collections::BTreeMap;
use std::hash::BuildHasher;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

pub(super) use keys::Keys;
pub use keys::Repeats;
use keys::Sampler;
pub(super) use places::Grain;
pub use places::Places;
pub use times::Times;

use super::counts::Summary;
use super::mapping::{Plan, When};
use super::records::Record;
use super::row::Point;

/// How many lines are named.
const NAMED: usize = 20;

/// What a file says of itself, in rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    pub rows: u64,
    /// With a point that lies in no area.
    pub outside: u64,
    /// Without a point.
    pub unplaced: u64,
    pub columns: Vec<Column>,
    pub times: Times,
    pub places: Places,
    /// Rows whose number another row has too; `None` where the file has no numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ids: Option<Repeats>,
    /// Rows that repeat another one in everything.
    pub whole_rows: Repeats,
    /// Rows by kind, as the file has it.
    pub kinds: BTreeMap<String, u64>,
}

/// What is missing in a stored column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// The stored name.
    pub name: String,
    /// Nothing at all.
    pub empty: u64,
    /// `NA` and the like: not applicable, or not there.
    pub not_available: u64,
    /// Said to be unknown.
    pub unknown: u64,
}

/// Looks at rows as they pass.
pub(super) struct Gather {
    columns: Vec<Column>,
    times: Times,
    places: Places,
    points: Sampler,
    now: (i64, i32),
}

impl Gather {
    /// `now` is the present: UTC seconds, and the month it lies in.
    pub fn new(plan: &Plan, now: (i64, i32)) -> Self {
        let columns = plan.stored.iter().map(|name| Column { name: name.clone(), ..Column::default() }).collect();
        Self { columns, times: Times::default(), places: Places::default(), points: Sampler::default(), now }
    }

    pub fn row(&mut self, record: &Record<'_>, plan: &Plan, when: &When, point: Option<(Point, Grain)>) {
        for (at, column) in self.columns.iter_mut().enumerate() {
            column.count(plan.text(record, at));
        }
        self.times.count(when, self.now);
        if let Some((point, grain)) = point {
            self.places.count(grain);
            self.points.add(FixedState::default().hash_one(point));
        }
    }

    /// Notes a point that would lie in an area if its coordinates were exchanged.
    pub fn exchanged(&mut self, line: u64) {
        self.places.exchanged += 1;
        if self.places.exchanged_lines.len() < NAMED {
            self.places.exchanged_lines.push(line);
        }
    }

    pub fn exchanged_so_far(&self) -> u64 {
        self.places.exchanged
    }

    pub fn finish(self, summary: Summary, keys: Keys, kinds: BTreeMap<String, u64>) -> Quality {
        let (ids, whole_rows) = keys.finish();
        Quality {
            rows: summary.read,
            outside: summary.outside,
            unplaced: summary.unplaced,
            columns: self.columns,
            times: self.times,
            places: Places { distinct: self.points.repeats(), ..self.places },
            ids,
            whole_rows,
            kinds,
        }
    }
}

impl Column {
    fn count(&mut self, text: &str) {
        let Some(first) = text.bytes().next() else {
            self.empty += 1;
            return;
        };
        // Nearly every cell is told by its first letter or its length.
        if text.len() > 13 || !matches!(first, b'u' | b'U' | b'n' | b'N' | b'-' | b'.') {
            return;
        }
        let is = |word: &&str| text.eq_ignore_ascii_case(word);
        if UNKNOWN.iter().any(&is) {
            self.unknown += 1;
        } else if NOT_AVAILABLE.iter().any(is) {
            self.not_available += 1;
        }
    }
}

const UNKNOWN: [&str; 7] = ["unknown", "unk", "not known", "not stated", "unspecified", "not recorded", "undetermined"];
const NOT_AVAILABLE: [&str; 8] = ["na", "n/a", "null", "none", "nan", "-", ".", "not available"];
