//! Representation: who was heard, against who lives there?

use serde::Serialize;

use super::disparity::Uncounted;
use crate::numeric::distribution::chi_squared_upper;
use crate::numeric::exact::{binomial_test, share_interval, wilson};
use crate::{Caution, Error, Interval, check, sound};

/// One group among those heard and among those who live there.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Represented {
    pub heard: f64,
    pub population: f64,
    pub share_heard: f64,
    pub share_population: f64,
    /// Share heard by share of the population: below one, heard less than it should be.
    pub ratio: f64,
    pub ratio_se: f64,
    /// Wilson's interval of the share heard, by the share of the population.
    pub ratio_ci: Interval,
    /// Clopper and Pearson's, the same way.
    pub ratio_ci_exact: Interval,
    /// (heard − expected) / √(n·s·(1−s)); `None` where a group is the whole population.
    pub z: Option<f64>,
    /// Exact binomial p, two-sided.
    pub p: f64,
    /// People of this group to be heard more (below zero: fewer) for its share to be right at this number heard.
    pub missing: f64,
}

/// How well those heard stand for those who live there.
#[derive(Clone, Debug, Serialize)]
pub struct Representation {
    pub groups: Vec<Represented>,
    /// Pearson's goodness of fit.
    pub chi_squared: f64,
    pub freedom: usize,
    pub p: f64,
    /// Half the sum of |share heard − share of the population|: the share of those heard that would have to be others.
    pub dissimilarity: f64,
    /// What that would be on average if those heard were drawn at random: few people differ from any population.
    pub dissimilarity_by_chance: f64,
    pub unknown_share: f64,
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Shares heard against shares of the population, by group; people heard whose group is unknown belong to none.
///
/// Chi-squared and binomial p agree with R's `chisq.test(heard, p = shares)` and `binom.test`; the dissimilarity is Duncan
/// and Duncan's (1955). Errors: counts that are no whole numbers, populations not above zero, nobody heard.
pub fn representation(
    heard: &[f64],
    population: &[f64],
    uncounted: Uncounted,
    level: f64,
) -> Result<Representation, Error> {
    let unknown = uncounted.unknown;
    check::level("level", level)?;
    check::at_least("groups", heard.len(), 2)?;
    check::length("population", population.len(), heard.len())?;
    check::counts("heard", heard)?;
    check::positive("population", population)?;
    check::counts("unknown", &[unknown])?;
    check::counts("without population", &[uncounted.without_population])?;
    let (n, people): (f64, f64) = (heard.iter().sum(), population.iter().sum());
    if n == 0.0 {
        return Err(Error::none("nobody of a known group was heard"));
    }
    let groups: Vec<Represented> =
        heard.iter().zip(population).map(|(heard, there)| one(*heard, *there, n, people, level)).collect();
    let chi = |group: &Represented| (group.heard - n * group.share_population).powi(2) / (n * group.share_population);
    let chi_squared: f64 = groups.iter().map(chi).sum();
    let freedom = groups.len() - 1;
    let apart = |group: &Represented| (group.share_heard - group.share_population).abs();
    // The mean of |X| of a normal is √(2/π) standard deviations.
    let by_chance = |group: &Represented| {
        (2.0 * group.share_population * (1.0 - group.share_population) / (std::f64::consts::PI * n)).sqrt()
    };
    let unknown_share = unknown / (n + unknown + uncounted.without_population);
    sound(Representation {
        chi_squared,
        freedom,
        p: chi_squared_upper(chi_squared, freedom as f64),
        dissimilarity: groups.iter().map(apart).sum::<f64>() / 2.0,
        dissimilarity_by_chance: groups.iter().map(by_chance).sum::<f64>() / 2.0,
        unknown_share,
        n,
        cautions: cautions(&groups, n, unknown_share),
        groups,
    })
}

fn one(heard: f64, there: f64, n: f64, people: f64, level: f64) -> Represented {
    let (mine, share) = (heard / n, there / people);
    let by_share = |interval: Interval| Interval {
        lower: interval.lower / share,
        upper: interval.upper.map(|upper| upper / share),
        level: interval.level,
    };
    let spread = (n * share * (1.0 - share)).sqrt();
    Represented {
        heard,
        population: there,
        share_heard: mine,
        share_population: share,
        ratio: mine / share,
        ratio_se: (mine * (1.0 - mine) / n).sqrt() / share,
        ratio_ci: by_share(wilson(heard, n, level)),
        ratio_ci_exact: by_share(share_interval(heard, n, level)),
        z: (spread > 0.0).then(|| (heard - n * share) / spread),
        p: binomial_test(heard, n, share),
        missing: n * share - heard,
    }
}

fn cautions(groups: &[Represented], n: f64, unknown: f64) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "heard-is-not-asked",
        "The right shares do not make the right answers: within a group, those who come forward may differ from those who do \
         not. The intervals take each person as heard once and by chance.",
    )];
    let least = groups.iter().map(|group| n * group.share_population).fold(f64::INFINITY, f64::min);
    if least < 5.0 {
        let text =
            format!("A group of {least:.1} expected: chi-squared is rough below five; read the groups' exact p.");
        cautions.push(Caution::found("few-expected", text));
    }
    if unknown > 0.05 {
        let text = format!("The group of {:.1}% of those heard is unknown; they are left out.", unknown * 100.0);
        cautions.push(Caution::found("unknown-groups", text));
    }
    let none = groups.iter().filter(|group| group.heard == 0.0).count();
    if none > 0 {
        cautions.push(Caution::found("not-heard-at-all", format!("{none} of the groups were not heard at all.")));
    }
    cautions
}
