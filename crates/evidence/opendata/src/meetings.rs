//! When the people of an area meet: what the practice knows and open data shows.
//!
//! Evidence stands below the practice and does not know its forums; the program hands over how they are asked.

use comity_kernel::Day;
use comity_ledger::Refusal;
use comity_places::Bilingual;
use comity_store::Read;

/// A public meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// Of the forum that meets.
    pub names: Bilingual,
    pub day: Day,
    /// In the partnership's time: `18:00`.
    pub starts: String,
    /// Where; `None` once erased.
    pub place: Option<String>,
}

/// The coming meetings for the area of this path, from this day on, the next first.
#[derive(Clone, Copy, Debug)]
pub struct Meetings(pub fn(&mut Read<'_>, &str, Day) -> Result<Vec<Meeting>, Refusal>);
