//! Whether the latest month is out of the ordinary, by the same time of past years.

use std::collections::{BTreeMap, BTreeSet};

use comity_datasets::Month;
use comity_methods::time::farrington::{self, Settings, farrington};

use crate::published::{Number, Portion, number_of};

/// Past years of the baseline, at least and at most.
pub const YEARS: (usize, usize) = (3, 5);
/// Months before and after the same month of past years that count as like it.
const BESIDE: usize = 1;
/// The chance that a month lies above its bound where nothing happens.
pub const CHANCE: f64 = 0.01;

/// What can be said of the latest month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    /// Nothing is published of these kinds for an area as small as this.
    Wider,
    /// So many months are there, and so many more are needed.
    Short {
        there: usize,
        missing: usize,
    },
    /// A month of the baseline or the latest itself is withheld or missing.
    Gaps,
    /// No file, or series of files, covers the last years and the latest month alike.
    Changed,
    /// Nothing was on record in past years.
    NoBaseline,
    Judged {
        month: Month,
        observed: i64,
        expected: f64,
        bound: f64,
        above: bool,
    },
}

/// Judges the last month against past years, by the sources that cover all of them: one that began in between would
/// look like a rise.
pub fn judge(portions: &[Portion]) -> Verdict {
    let months = || portions.iter().map(|portion| portion.month);
    let (Some(first), Some(last)) = (months().min(), months().max()) else { return Verdict::Wider };
    let there = usize::try_from(last.0 - first.0 + 1).unwrap_or_default();
    let needed = |years: usize| years * 12 + BESIDE + 1;
    if there < needed(YEARS.0) {
        return Verdict::Short { there, missing: needed(YEARS.0) - there };
    }
    let mut verdict = Verdict::Gaps;
    // As many past years as are there without a gap.
    for years in (YEARS.0..=YEARS.1).rev().filter(|years| needed(*years) <= there) {
        let first = Month(last.0 - i32::try_from(needed(years)).unwrap_or(i32::MAX) + 1);
        match unbroken(portions, (first, last)) {
            Ok(counts) => return against(&counts, last, years),
            Err(why) => verdict = why,
        }
    }
    verdict
}

/// The numbers of all these months from the sources that cover each of them, or why there are none.
fn unbroken(portions: &[Portion], (first, last): (Month, Month)) -> Result<Vec<i64>, Verdict> {
    let of_month = |month: i32| portions.iter().filter(move |portion| portion.month.0 == month);
    let sources = |month: i32| {
        let mut files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (source, own) in of_month(month).flat_map(|portion| &portion.sources) {
            files.entry(source.clone()).or_default().extend(own.iter().cloned());
        }
        number_of(&files)
    };
    if (first.0..=last.0).any(|month| of_month(month).next().is_none()) {
        return Err(Verdict::Gaps);
    }
    // A source stays as it is for as long as its months come in as many files.
    let mut steady = sources(first.0);
    for month in first.0..=last.0 {
        let now = sources(month);
        steady.retain(|source, files| now.get(source) == Some(files));
    }
    let is_steady = |portion: &&Portion| portion.sources.keys().all(|source| steady.contains_key(source));
    let is_mixed =
        |portion: &Portion| !is_steady(&portion) && portion.sources.keys().any(|source| steady.contains_key(source));
    let within = |portion: &&Portion| first <= portion.month && portion.month <= last;
    if steady.is_empty() || portions.iter().filter(within).any(is_mixed) {
        return Err(Verdict::Changed);
    }
    let count = |month: i32| of_month(month).filter(is_steady).map(|portion| portion.number).sum::<Number>().known();
    (first.0..=last.0).map(count).collect::<Option<Vec<i64>>>().ok_or(Verdict::Gaps)
}

fn against(counts: &[i64], month: Month, years: usize) -> Verdict {
    let values: Vec<f64> = counts.iter().map(|count| *count as f64).collect();
    let settings = Settings {
        method: farrington::Method::Improved,
        period: 12,
        years,
        half_window: BESIDE,
        judged: Some(1),
        alpha: CHANCE,
    };
    let judged =
        farrington(&values, &vec![1.0; values.len()], &settings).ok().and_then(|found| found.judged.into_iter().next());
    let observed = counts.last().copied().unwrap_or_default();
    match judged.and_then(|judged| Some((judged.expected?, judged.limit?, judged.alarm))) {
        Some((expected, bound, above)) => Verdict::Judged { month, observed, expected, bound, above },
        None => Verdict::NoBaseline,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Months from one source, which comes in a file a month.
    fn series(counts: &[Option<i64>]) -> Vec<Portion> {
        of_source("crimes", counts, 0)
    }

    fn of_source(source: &str, counts: &[Option<i64>], skipped: usize) -> Vec<Portion> {
        let portion = |(count, month): (&Option<i64>, i32)| Portion {
            month: Month(month),
            number: count.map_or(Number::Withheld, Number::Count),
            sources: BTreeMap::from([(source.to_owned(), BTreeSet::from([format!("{source} {month}")]))]),
        };
        counts.iter().zip(24_000..).skip(skipped).map(portion).collect()
    }

    fn steady(months: usize) -> Vec<Option<i64>> {
        (0..months).map(|month| Some(40 + i64::try_from(month % 12).unwrap())).collect()
    }

    #[test]
    fn a_month_far_above_past_years_is_told_and_a_usual_one_is_not() {
        let usual = steady(61);
        assert!(matches!(judge(&series(&usual)), Verdict::Judged { above: false, observed: 40, .. }));
        let mut high = usual;
        *high.last_mut().unwrap() = Some(140);
        let Verdict::Judged { above: true, expected, bound, month, .. } = judge(&series(&high)) else { panic!() };
        assert!((38.0..48.0).contains(&expected) && bound > expected && bound < 140.0, "{expected} {bound}");
        assert_eq!(month, Month(24_060));
    }

    #[test]
    fn what_cannot_be_judged_is_told_by_its_reason() {
        assert_eq!(judge(&[]), Verdict::Wider);
        assert_eq!(judge(&series(&steady(20))), Verdict::Short { there: 20, missing: 18 });
        let mut gap = steady(40);
        gap[30] = None;
        assert_eq!(judge(&series(&gap)), Verdict::Gaps);
        let mut early = steady(61);
        early[3] = None;
        assert!(matches!(judge(&series(&early)), Verdict::Judged { .. }), "four years without a gap are enough");
        assert_eq!(judge(&series(&vec![Some(0); 40])), Verdict::NoBaseline);
    }

    /// A second source that begins in the last month, or in the baseline, is no rise.
    #[test]
    fn a_source_that_begins_later_is_no_rise() {
        for begins in [60, 50, 26] {
            let mut two = series(&steady(61));
            two.extend(of_source("calls", &vec![Some(500); 61], begins));
            assert!(matches!(judge(&two), Verdict::Judged { above: false, observed: 40, .. }), "from {begins}");
            // In one release with the first, it cannot be taken out again.
            let mut mixed = series(&steady(61));
            for portion in mixed.iter_mut().skip(begins) {
                portion.sources.insert("calls".into(), BTreeSet::from(["all".into()]));
                portion.number = portion.number + Number::Count(500);
            }
            assert_eq!(judge(&mixed), Verdict::Changed, "from {begins}");
        }
        // The same file twice is a second one too.
        let mut twice = series(&steady(61));
        twice.last_mut().unwrap().sources.get_mut("crimes").unwrap().insert("again".into());
        assert_eq!(judge(&twice), Verdict::Changed);
    }

    /// What began before the baseline belongs to it.
    #[test]
    fn a_source_that_began_long_ago_is_judged_with_the_others() {
        let mut two = series(&steady(61));
        two.extend(of_source("calls", &vec![Some(100); 61], 61 - 50));
        assert!(matches!(judge(&two), Verdict::Judged { observed: 140, .. }), "{:?}", judge(&two));
    }
}
