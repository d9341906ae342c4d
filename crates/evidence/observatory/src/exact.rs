//! Incidents counted exactly for an area, by month and by kind: for analysts, and on no public page.
//!
//! A month counts as covered when some dataset spans it: only then does "no rows" mean "no incidents". Shown is the last
//! unbroken stretch of covered months, at most [`MOST_MONTHS`] of them, so that a gap in the evidence never looks like a
//! quiet time.

use std::collections::BTreeMap;

use comity_ledger::Refusal;
use comity_places::Area;
use comity_store::Read;

use crate::tables::{self, datasets};
use comity_datasets::Month;

/// The most months that are shown: two years, so that each season is seen twice.
pub const MOST_MONTHS: i32 = 24;

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

/// The last unbroken stretch of months that datasets cover, at most [`MOST_MONTHS`]; `None` without any dataset.
///
/// # Errors
/// What the database says.
pub fn period(tx: &mut Read<'_>) -> Result<Option<(Month, Month)>, Refusal> {
    Ok(stretch(datasets(tx)?.into_iter().map(|dataset| dataset.months).collect()))
}

pub(crate) fn stretch(mut spans: Vec<(Month, Month)>) -> Option<(Month, Month)> {
    spans.sort_by_key(|(_, last)| std::cmp::Reverse(*last));
    let (mut first, last) = spans.first().copied()?;
    // In falling order of their ends, a span that begins earlier and touches what is covered so far makes it longer.
    for (begins, ends) in spans {
        if ends.0 + 1 < first.0 {
            break;
        }
        first = first.min(begins);
    }
    Some((first.max(Month(last.0 - MOST_MONTHS + 1)), last))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(list: &[(i32, i32)]) -> Vec<(Month, Month)> {
        list.iter().map(|&(first, last)| (Month(first), Month(last))).collect()
    }

    #[test]
    fn the_stretch_ends_at_a_gap_and_is_at_most_two_years() {
        for (list, expected) in [
            (&[][..], None),
            (&[(100, 105)], Some((100, 105))),
            (&[(100, 105), (106, 110)], Some((100, 110))),
            (&[(100, 104), (106, 110)], Some((106, 110))),
            (&[(90, 110), (95, 100), (100, 105)], Some((90, 110))),
            (&[(100, 110), (80, 101), (60, 78)], Some((87, 110))),
            (&[(1, 200)], Some((177, 200))),
        ] {
            let found = stretch(spans(list)).map(|(first, last)| (first.0, last.0));
            assert_eq!(found, expected, "{list:?}");
        }
    }
}
