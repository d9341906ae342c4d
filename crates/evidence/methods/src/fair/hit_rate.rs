//! The outcome test: are searches of one group as often right as those of another?

use serde::Serialize;

use crate::numeric::distribution::chi_squared_upper;
use crate::numeric::exact::{fisher_test, share_interval, wilson};
use crate::{Caution, Error, Interval, check, sound};

/// One group's searches.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct HitRate {
    pub searches: f64,
    pub hits: f64,
    pub rate: f64,
    pub se: f64,
    pub ci_wilson: Interval,
    pub ci_exact: Interval,
    /// This group's rate less the reference's; 0 for the reference itself.
    pub difference: f64,
    /// Newcombe's (1998, method 10) interval of the difference; `None` for the reference.
    pub difference_ci: Option<Interval>,
    /// Fisher's exact p against the reference; `None` for the reference.
    pub p_fisher: Option<f64>,
}

/// The hit rates of all groups.
#[derive(Clone, Debug, Serialize)]
pub struct HitRates {
    pub groups: Vec<HitRate>,
    pub reference: usize,
    /// Hits by searches over all groups.
    pub rate: f64,
    /// Pearson's chi-squared of equal rates, the test of Knowles, Persico and Todd (2001); `None` where nobody or everybody
    /// was found with something.
    pub chi_squared: Option<f64>,
    pub freedom: usize,
    pub p: Option<f64>,
    pub unknown_share: f64,
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Hits by searches per group, with the test of Knowles, Persico and Todd (2001, section V) that all are equal.
///
/// A group searched on less is found with something less often. Agrees with R's `prop.test(correct = FALSE)`,
/// `binom.test` and `fisher.test`. `unknown` searches belong to no group. Errors: fewer than two groups, counts that are no
/// whole numbers, a group without a search, more hits than searches.
pub fn hit_rates(
    searches: &[f64],
    hits: &[f64],
    reference: usize,
    unknown: f64,
    level: f64,
) -> Result<HitRates, Error> {
    check::level("level", level)?;
    check::at_least("groups", searches.len(), 2)?;
    check::length("hits", hits.len(), searches.len())?;
    check::counts("searches", searches)?;
    check::positive("searches", searches)?;
    check::counts("hits", hits)?;
    check::counts("unknown", &[unknown])?;
    if let Some(row) = (0..hits.len()).find(|row| hits[*row] > searches[*row]) {
        return Err(Error::value("hits", row, hits[row], "no more hits than searches"));
    }
    if reference >= searches.len() {
        let expected = format!("one of the {} groups", searches.len());
        return Err(Error::setting("reference", format!("group number {}", reference + 1), expected));
    }
    let base = (searches[reference], hits[reference]);
    let groups = (0..searches.len()).map(|at| one((searches[at], hits[at]), base, at == reference, level)).collect();
    let (n, all): (f64, f64) = (searches.iter().sum(), hits.iter().sum());
    let rate = all / n;
    let term = |(searches, hits): (&f64, &f64)| (hits - searches * rate).powi(2) / (searches * rate * (1.0 - rate));
    let chi_squared = (rate > 0.0 && rate < 1.0).then(|| searches.iter().zip(hits).map(term).sum::<f64>());
    let freedom = searches.len() - 1;
    let unknown_share = unknown / (n + unknown);
    sound(HitRates {
        groups,
        reference,
        rate,
        chi_squared,
        freedom,
        p: chi_squared.map(|chi| chi_squared_upper(chi, freedom as f64)),
        unknown_share,
        n,
        cautions: cautions(searches, rate, unknown_share),
    })
}

fn one(own: (f64, f64), base: (f64, f64), itself: bool, level: f64) -> HitRate {
    let ((searches, hits), (others, found)) = (own, base);
    let (rate, other) = (hits / searches, found / others);
    let difference = rate - other;
    let (mine, theirs) = (wilson(hits, searches, level), wilson(found, others, level));
    let end = |interval: &Interval| interval.upper.unwrap_or(1.0);
    let below = ((rate - mine.lower).powi(2) + (end(&theirs) - other).powi(2)).sqrt();
    let above = ((end(&mine) - rate).powi(2) + (other - theirs.lower).powi(2)).sqrt();
    let compared = !itself;
    HitRate {
        searches,
        hits,
        rate,
        se: (rate * (1.0 - rate) / searches).sqrt(),
        ci_wilson: mine,
        ci_exact: share_interval(hits, searches, level),
        difference,
        difference_ci: compared.then(|| Interval::new(difference - below, difference + above, level)),
        p_fisher: compared.then(|| fisher_test(hits, searches - hits, found, others - found)),
    }
}

fn cautions(searches: &[f64], rate: f64, unknown: f64) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "infra-marginality",
            "The test compares averages, and a threshold is met at the margin: groups held to the same threshold can have \
             different hit rates, and groups held to different ones the same, where their risks are spread differently \
             (Ayres 2002; Simoiu, Corbett-Davies and Goel 2017). Use it beside other evidence.",
        ),
        Caution::standing(
            "recorded-hits",
            "A hit is what was recorded as one; where recording differs by group, or searches differ in kind (on arrest, on \
             warrant, by consent), the rates are not of one thing.",
        ),
    ];
    let least = searches.iter().copied().fold(f64::INFINITY, f64::min) * rate.min(1.0 - rate);
    if least < 5.0 {
        let text = format!(
            "A group has {least:.1} expected hits (or misses): chi-squared is rough below five; read Fisher's p."
        );
        cautions.push(Caution::found("few-events", text));
    }
    if unknown > 0.05 {
        let text = format!("The group of {:.1}% of the searches is unknown; they are left out.", unknown * 100.0);
        cautions.push(Caution::found("unknown-groups", text));
    }
    cautions
}
