//! Incidents counted by area, month and kind.

use std::collections::{BTreeMap, HashMap};

use super::error::ImportError;
use super::locate::Locate;
use super::month::Month;

/// The most kinds a file may have: they become rows of every table, so a column with free text must not pass.
const MOST_KINDS: usize = 1_000;
/// The most cells counted, so that memory stays bounded.
const MOST_CELLS: usize = 1_000_000;

/// What became of the rows of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    pub read: u64,
    /// Inside an area.
    pub placed: u64,
    /// With a point that lies in no area.
    pub outside: u64,
    /// Without a point.
    pub unplaced: u64,
    /// Always 0 for a file that was taken: a file with refused rows is refused.
    pub refused: u64,
}

/// What incidents are counted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The area's code; empty for incidents outside every area or without a point.
    pub area: String,
    pub month: Month,
    /// As the file has it; empty where it says nothing.
    pub kind: String,
}

pub type Counts = BTreeMap<Cell, u64>;

/// A cell by its area's and its kind's number.
type Numbered = (Option<u32>, Month, u32);

/// Counts while rows pass, with small numbers in place of texts.
#[derive(Default)]
pub(super) struct Tally {
    cells: HashMap<Numbered, u64>,
    kinds: Kinds,
    pub summary: Summary,
    /// The cell of the last row, with what was counted there since it was last put into `cells`.
    last: Option<(Numbered, u64)>,
}

impl Tally {
    /// Counts a row with or without a point, in an area or none. `line` is named if the counts outgrow their bounds.
    pub fn add(
        &mut self,
        line: u64,
        has_point: bool,
        area: Option<u32>,
        month: Month,
        kind: &str,
    ) -> Result<(), ImportError> {
        self.summary.read += 1;
        match (has_point, area) {
            (_, Some(_)) => self.summary.placed += 1,
            (true, None) => self.summary.outside += 1,
            (false, None) => self.summary.unplaced += 1,
        }
        let kind = self.kinds.number(kind).ok_or(ImportError::TooManyKinds {
            line,
            most: MOST_KINDS,
            column: String::new(),
        })?;
        let cell = (area, month, kind);
        if let Some((last, count)) = &mut self.last
            && *last == cell
        {
            *count += 1;
            return Ok(());
        }
        self.settle();
        self.last = Some((cell, 1));
        if self.cells.len() > MOST_CELLS {
            return Err(ImportError::TooManyCells { line, most: MOST_CELLS });
        }
        Ok(())
    }

    fn settle(&mut self) {
        if let Some((cell, count)) = self.last.take() {
            *self.cells.entry(cell).or_default() += count;
        }
    }

    /// The counts with the texts in place, the kinds in alphabetical order, and the first and last month.
    pub fn finish(mut self, code: impl Fn(u32) -> String) -> (Counts, Vec<String>, Option<(Month, Month)>) {
        self.settle();
        let mut counts = Counts::new();
        for ((area, month, kind), count) in self.cells {
            let area = area.map_or_else(String::new, &code);
            let kind = self.kinds.names.get(kind as usize).cloned().unwrap_or_default();
            *counts.entry(Cell { area, month, kind }).or_default() += count;
        }
        let months = counts.keys().map(|cell| cell.month);
        let range = months.clone().min().zip(months.max());
        self.kinds.names.sort_unstable();
        (counts, self.kinds.names, range)
    }
}

/// Numbers for kinds, in order of first appearance.
#[derive(Default)]
struct Kinds {
    numbers: HashMap<String, u32>,
    names: Vec<String>,
    last: Option<u32>,
}

impl Kinds {
    /// `None` when there are too many.
    fn number(&mut self, kind: &str) -> Option<u32> {
        if let Some(last) = self.last
            && self.names.get(last as usize).is_some_and(|name| name == kind)
        {
            return Some(last);
        }
        let number = match self.numbers.get(kind) {
            Some(&number) => number,
            None if self.names.len() >= MOST_KINDS => return None,
            None => {
                let number = u32::try_from(self.names.len()).ok()?;
                self.numbers.insert(kind.to_owned(), number);
                self.names.push(kind.to_owned());
                number
            }
        };
        self.last = Some(number);
        Some(number)
    }
}

/// The code of an area, owned.
pub(super) fn code_of(areas: &dyn Locate) -> impl Fn(u32) -> String {
    |area| areas.code(area).to_owned()
}
