//! When a period is published, and how corrections follow.
//!
//! A release holds one period (a month, a quarter or a year, with the periods within it) of the kinds that share a treatment.
//! It comes out whole, once the period is over and its delay has passed, and never changes. No two releases share an
//! incident, and no total runs across them: what is out on one day and was not the day before is a whole period, so that no
//! difference between two days is a single event.
//!
//! Corrections come in batches, each a new version of a release: a finest count changes only if at least the threshold of
//! incidents behind it changed, the same cells stay withheld, and every small count of every version is proven safe again, by
//! witnesses that change all versions alike: whoever holds them against each other learns nothing small. What does not fit
//! waits for the next batch.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::suppress::{Pattern, Protection, prove};
use crate::{Cell, Error, Table};

/// How much time one release holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Month,
    Quarter,
    Year,
}

impl Unit {
    fn months(self) -> i8 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Year => 12,
        }
    }
}

/// A calendar month, quarter or year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Period {
    first: Date,
    last: Date,
}

impl Period {
    /// The period that a day lies in.
    ///
    /// # Errors
    /// [`Error::Setting`] for the last period that a calendar can hold (year 9999).
    pub fn of(unit: Unit, day: Date) -> Result<Self, Error> {
        let far = |_| Error::setting("the day", day, "a day before the year 9999");
        let back = (day.month() - 1) % unit.months();
        let first = day.first_of_month().checked_sub(i64::from(back).months()).map_err(far)?;
        let next = first.checked_add(i64::from(unit.months()).months()).map_err(far)?;
        Ok(Self { first, last: next.yesterday().map_err(far)? })
    }

    pub fn first(&self) -> Date {
        self.first
    }

    pub fn last(&self) -> Date {
        self.last
    }

    /// The first day on which the period may be published: the one after `delay` whole days since its last.
    ///
    /// # Errors
    /// [`Error::Setting`] beyond the calendar.
    pub fn due(&self, delay: u16) -> Result<Date, Error> {
        let far = |_| Error::setting("the delay", delay, "a day before the year 9999");
        self.last.checked_add((i64::from(delay) + 1).days()).map_err(far)
    }

    /// "2026-04-01/2026-06-30", as ISO 8601 has it.
    pub fn name(&self) -> String {
        format!("{}/{}", self.first, self.last)
    }
}

/// What is out: for each group of kinds the periods, each with how many versions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    out: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Register {
    /// Puts a period of a group on record as published today.
    ///
    /// # Errors
    /// [`Error::TooEarly`] before its delay has passed, [`Error::Published`] the second time.
    pub fn publish(&mut self, group: &str, period: Period, delay: u16, today: Date) -> Result<(), Error> {
        let due = period.due(delay)?;
        if today < due {
            return Err(Error::TooEarly { period: period.name(), from: due.to_string() });
        }
        let versions = self.out.entry(group.to_owned()).or_default().entry(period.name()).or_default();
        if *versions > 0 {
            return Err(Error::Published { period: period.name() });
        }
        *versions = 1;
        Ok(())
    }

    /// Whether a period of a group is out.
    pub fn is_out(&self, group: &str, period: Period) -> bool {
        self.out.get(group).is_some_and(|periods| periods.contains_key(&period.name()))
    }

    /// Puts a batch of corrections on record; gives the number of the version that it makes.
    ///
    /// # Errors
    /// [`Error::Unknown`] where the period is not out.
    pub fn correct(&mut self, group: &str, period: Period) -> Result<u32, Error> {
        let versions = self.out.get_mut(group).and_then(|periods| periods.get_mut(&period.name()));
        let versions = versions.ok_or_else(|| Error::Unknown { what: "published period", name: period.name() })?;
        *versions += 1;
        Ok(*versions)
    }
}

/// What changed behind one finest count since it was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    pub cell: Cell,
    /// Incidents that are new there.
    pub added: u64,
    /// Incidents that are no longer there.
    pub removed: u64,
}

/// A batch of corrections that may go out, and what waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    pub table: Table,
    pub pattern: Pattern,
    /// Changes too few to be shown, for a later batch.
    pub waiting: Vec<Change>,
}

/// What changed between a table and what its counts would be now, as far as counts tell: incidents that came and others that
/// went in the same cell are not seen, and change no number.
///
/// # Errors
/// [`Error::Setting`] for tables of different layouts.
pub fn changes(published: &Table, now: &Table) -> Result<Vec<Change>, Error> {
    if published.layout() != now.layout() {
        return Err(Error::setting("the table", "one of another layout", "the layout of what was published"));
    }
    let change = |cell: Cell| {
        let (before, after) = (published.count(cell), now.count(cell));
        Change { cell, added: after.saturating_sub(before), removed: before.saturating_sub(after) }
    };
    let all = published.layout().finest([0, 0, 0]).map(change);
    Ok(all.filter(|change| change.added + change.removed > 0).collect())
}

/// The table after the changes that are large enough, and those that wait.
///
/// # Errors
/// [`Error::Value`] where more was removed than there is, or a cell is named twice.
pub fn applied(published: &Table, changes: &[Change], threshold: u64) -> Result<(Table, Vec<Change>), Error> {
    let layout = published.layout();
    let mut counts: BTreeMap<Cell, u64> = layout.finest([0, 0, 0]).map(|cell| (cell, published.count(cell))).collect();
    let (mut waiting, mut seen) = (Vec::new(), std::collections::BTreeSet::new());
    for (row, change) in changes.iter().enumerate() {
        let fault = |expected| Error::Value { what: "change", row, found: format!("{change:?}"), expected };
        let count = counts.get_mut(&change.cell).ok_or_else(|| fault("a finest cell of the table"))?;
        if !seen.insert(change.cell) {
            return Err(fault("each cell once"));
        }
        let next = count.saturating_add(change.added).checked_sub(change.removed);
        let next = next.ok_or_else(|| fault("no more removed than there was"))?;
        // One incident that came and one that went are two that changed, even where the count stays.
        match change.added.saturating_add(change.removed) {
            0 => {}
            moved if moved < threshold => waiting.push(*change),
            _ => *count = next,
        }
    }
    Ok((Table::new(layout.clone(), counts)?, waiting))
}

/// The next version of a release: the changes that are many enough, under the pattern of the versions before. `published` are
/// the tables of all versions that are out, the newest last.
///
/// # Errors
/// [`Error::Wait`] where no change is large enough, or the new version would not be safe under the same pattern, held against
/// the others; [`Error::Setting`] without a version; as [`applied`].
pub fn correct(
    published: &[&Table],
    pattern: &Pattern,
    changes: &[Change],
    protection: &Protection,
) -> Result<Batch, Error> {
    let Some(last) = published.last() else { return Err(Error::setting("the versions", 0, "one at least")) };
    let (table, waiting) = applied(last, changes, protection.threshold)?;
    if table == **last {
        return Err(Error::Wait { why: "no count changed by enough incidents".to_owned() });
    }
    let versions: Vec<&Table> = published.iter().copied().chain([&table]).collect();
    let proven = prove(&versions, pattern, protection);
    let pattern = proven.map_err(|error| match error {
        Error::Unsafe { .. } => Error::Wait { why: error.to_string() },
        other => other,
    })?;
    Ok(Batch { table, pattern, waiting })
}

#[cfg(test)]
mod tests;
