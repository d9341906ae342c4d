//! Incidents counted exactly for an area, by month and by kind: for analysts, and on no public page.
//!
//! A month counts as covered when some dataset spans it: only then does "no rows" mean "no incidents". Shown is the last
//! unbroken stretch of covered months, at most [`crate::MOST_MONTHS`] of them, so that a gap in the evidence never looks like a
//! quiet time.

use std::collections::BTreeMap;

use comity_ledger::Refusal;
use comity_places::Area;
use comity_store::Read;

use crate::stretch::stretch;
use crate::tables::{self, datasets};
use comity_datasets::Month;

/// Incidents in an area and all below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AreaCounts {
    /// The first and the last month counted.
    pub period: (Month, Month),
    /// Every month of the period, in order; 0 where nothing was recorded.
    pub by_month: Vec<(Month, i64)>,
    /// By kind as the files have it, the most frequent first.
    pub by_kind: Vec<(String, i64)>,
    pub total: i64,
}

/// The last unbroken stretch of months that datasets cover, at most [`crate::MOST_MONTHS`]; `None` without any dataset.
///
/// # Errors
/// What the database says.
pub fn period(tx: &mut Read<'_>) -> Result<Option<(Month, Month)>, Refusal> {
    Ok(stretch(datasets(tx)?.into_iter().map(|dataset| dataset.months).collect()))
}

/// Counts for the area of this code and all below it; `None` without any dataset.
///
/// # Errors
/// What the database says.
pub fn counts(tx: &mut Read<'_>, code: &str) -> Result<Option<AreaCounts>, Refusal> {
    let Some(period) = period(tx)? else { return Ok(None) };
    let mut months: BTreeMap<Month, i64> = (period.0.0..=period.1.0).map(|month| (Month(month), 0)).collect();
    let mut kinds: BTreeMap<String, i64> = BTreeMap::new();
    for (month, kind, count) in tables::cells(tx, code, period)? {
        *months.entry(month).or_default() += count;
        *kinds.entry(kind).or_default() += count;
    }
    let mut by_kind: Vec<(String, i64)> = kinds.into_iter().collect();
    by_kind.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let total = by_kind.iter().map(|(_, count)| count).sum();
    Ok(Some(AreaCounts { period, by_month: months.into_iter().collect(), by_kind, total }))
}

/// How many incidents each of `parts` had in the same period, all of them in `within` or below it; in the order of
/// `parts`. `None` without any dataset.
///
/// # Errors
/// What the database says.
pub fn counts_of_parts(tx: &mut Read<'_>, within: &str, parts: &[Area]) -> Result<Option<Vec<i64>>, Refusal> {
    let Some(period) = period(tx)? else { return Ok(None) };
    let counted = tables::by_path(tx, within, period)?;
    let sum = |part: &Area| counted.iter().filter(|(path, _)| part.holds(path)).map(|(_, count)| count).sum();
    Ok(Some(parts.iter().map(sum).collect()))
}
