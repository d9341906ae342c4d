//! Rows by group, and which groups count as unknown.

use std::collections::BTreeMap;

use clap::Args;
use comity_methods::{Caution, counted};
use serde::Serialize;

use crate::fault::Fault;
use crate::input::{Table, is_missing};

/// Which values of the group mean that it is not known.
#[derive(Clone, Debug, Args)]
pub struct Unknown {
    /// Values that mean "not known", in any case; an empty value and NA always do.
    #[arg(
        long,
        value_name = "VALUE,…",
        value_delimiter = ',',
        default_value = "Unknown,Not known,Not stated,Not recorded,Not provided,Missing,None,N/A,NaN"
    )]
    pub unknown: Vec<String>,
}

impl Unknown {
    pub fn means(&self, value: &str) -> bool {
        is_missing(value) || self.unknown.iter().any(|known| known.eq_ignore_ascii_case(value))
    }
}

/// One value that means "not known", and how much it stands for.
#[derive(Clone, Debug, Serialize)]
pub struct NotKnown {
    pub value: String,
    pub rows: usize,
    pub events: f64,
    /// Of all events.
    pub share: f64,
}

/// The events whose group is not known, as shares of all events: what was asked and not found out is told apart from
/// what nobody wrote down.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct NotKnownShares {
    /// Recorded as unknown, by a word that says so.
    pub unknown_share: f64,
    /// Nothing recorded.
    pub missing_share: f64,
    /// Both.
    pub not_known_share: f64,
}

impl NotKnownShares {
    /// "the group of 33.6% of the events is not known (17.8% recorded as unknown, 15.8% not recorded)"
    pub fn sentence(&self, what: &str) -> String {
        format!(
            "the group of {:.1}%{what} is not known ({:.1}% recorded as unknown, {:.1}% not recorded)",
            self.not_known_share * 100.0,
            self.unknown_share * 100.0,
            self.missing_share * 100.0
        )
    }
}

/// A group's rows and what they sum to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sum {
    pub rows: usize,
    pub events: f64,
    pub second: f64,
}

/// Sums by group, the unknown apart.
pub struct Grouped {
    pub known: BTreeMap<String, Sum>,
    pub unknown: Vec<NotKnown>,
    pub rows: usize,
    pub unknown_rows: usize,
    pub unknown_events: f64,
}

impl Grouped {
    /// Sums `events` (and `second`, where there is one) by the groups of `column`.
    pub fn sum(
        table: &Table,
        column: &str,
        unknown: &Unknown,
        events: &[f64],
        second: Option<&[f64]>,
    ) -> Result<Self, Fault> {
        let (mut known, mut not) = (BTreeMap::<String, Sum>::new(), BTreeMap::<String, Sum>::new());
        for (row, text) in table.text(column)?.into_iter().enumerate() {
            let into = if unknown.means(text) { &mut not } else { &mut known };
            let sum = match into.get_mut(text) {
                Some(sum) => sum,
                None => into.entry(text.to_owned()).or_default(),
            };
            sum.rows += 1;
            sum.events += events.get(row).copied().unwrap_or_default();
            sum.second += second.and_then(|values| values.get(row)).copied().unwrap_or_default();
        }
        let all: f64 = known.values().chain(not.values()).map(|sum| sum.events).sum();
        let told = |(value, sum): (&String, &Sum)| NotKnown {
            value: value.clone(),
            rows: sum.rows,
            events: sum.events,
            share: if all > 0.0 { sum.events / all } else { 0.0 },
        };
        Ok(Self {
            unknown: not.iter().map(told).collect(),
            rows: table.rows(),
            unknown_rows: not.values().map(|sum| sum.rows).sum(),
            unknown_events: not.values().map(|sum| sum.events).sum(),
            known,
        })
    }

    /// The events whose group is not known, as shares of all events.
    pub fn not_known(&self) -> NotKnownShares {
        let missing = |one: &&NotKnown| is_missing(&one.value);
        // An empty sum is -0 in floating point.
        let missing_share = 0.0 + self.unknown.iter().filter(missing).map(|one| one.share).sum::<f64>();
        let not_known_share = 0.0 + self.unknown.iter().map(|one| one.share).sum::<f64>();
        let named = self.unknown.iter().filter(|one| !is_missing(&one.value));
        let unknown_share = 0.0 + named.map(|one| one.share).sum::<f64>();
        NotKnownShares { unknown_share, missing_share, not_known_share }
    }

    /// The rows whose group is not known as a share of all rows.
    pub fn unknown_row_share(&self) -> f64 {
        if self.rows > 0 { self.unknown_rows as f64 / self.rows as f64 } else { 0.0 }
    }
}

/// The number of the reference: the one asked for, or the group with the largest `size`.
pub fn reference(names: &[String], sizes: &[f64], asked: Option<&str>) -> Result<usize, Fault> {
    if let Some(asked) = asked {
        let found = names.iter().position(|name| name == asked);
        return found.ok_or_else(|| {
            Fault::input(format!("--reference {asked}: there is no such group; there are {}", names.join(", ")))
        });
    }
    // Of equals the first: the order is that of the names.
    let largest = sizes.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1));
    Ok(largest.map_or(0, |(at, _)| at))
}

/// The rows that were left out, as a warning.
pub fn dropped(rows: usize, column: &str) -> Option<Caution> {
    (rows > 0).then(|| {
        Caution::found("dropped-rows", format!("Left out: {} without a value in {column}.", counted(rows, "row")))
    })
}
