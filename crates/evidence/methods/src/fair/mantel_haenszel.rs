//! One ratio over many strata: Mantel and Haenszel's odds, risk and rate ratio.

use serde::Serialize;

use crate::numeric::distribution::{chi_squared_upper, normal_two_sided, normal_two_sided_quantile};
use crate::{Caution, Error, Interval, check, sound};

/// The two by two table of one stratum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Table {
    /// The group asked about: with and without the event.
    pub group_with: f64,
    pub group_without: f64,
    /// The others: with and without the event.
    pub others_with: f64,
    pub others_without: f64,
}

impl Table {
    pub fn new(group_with: f64, group_without: f64, others_with: f64, others_without: f64) -> Self {
        Self { group_with, group_without, others_with, others_without }
    }

    fn n(&self) -> f64 {
        self.group_with + self.group_without + self.others_with + self.others_without
    }

    /// Group, others, with, without: the margins.
    fn margins(&self) -> [f64; 4] {
        let [a, b, c, d] = [self.group_with, self.group_without, self.others_with, self.others_without];
        [a + b, c + d, a + c, b + d]
    }

    /// Whether the stratum says anything about the odds ratio.
    fn informs(&self) -> bool {
        self.margins().iter().all(|margin| *margin > 0.0)
    }

    /// Whether it says anything about the risk ratio: where all have the event, both risks are 1, and that counts.
    fn informs_risk(&self) -> bool {
        let [group, others, with, _] = self.margins();
        group > 0.0 && others > 0.0 && with > 0.0
    }
}

/// A common ratio with the interval on its logarithm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Common {
    pub estimate: f64,
    pub log_se: f64,
    pub ci: Interval,
    /// Two-sided, by the logarithm's z.
    pub p: f64,
}

impl Common {
    /// `over` / `under`, where neither is zero.
    fn of(over: f64, under: f64, variance: f64, level: f64) -> Option<Self> {
        if over <= 0.0 || under <= 0.0 || variance <= 0.0 {
            return None;
        }
        let (estimate, log_se) = (over / under, variance.sqrt());
        let reach = normal_two_sided_quantile(level) * log_se;
        let ci = Interval::new(estimate * (-reach).exp(), estimate * reach.exp(), level);
        Some(Self { estimate, log_se, ci, p: normal_two_sided(estimate.ln() / log_se) })
    }
}

/// A chi-squared test.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Test {
    pub chi_squared: f64,
    pub freedom: usize,
    pub p: f64,
}

impl Test {
    fn of(chi_squared: f64, freedom: usize) -> Option<Self> {
        let p = chi_squared_upper(chi_squared, freedom as f64);
        (freedom > 0 && chi_squared.is_finite()).then_some(Self { chi_squared, freedom, p })
    }
}

/// The association over all strata.
#[derive(Clone, Debug, Serialize)]
pub struct MantelHaenszel {
    /// `None` where a sum of products is zero, so that the ratio has no number.
    pub odds_ratio: Option<Common>,
    /// Over the strata that have both groups and any event, those in which all have it among them.
    pub risk_ratio: Option<Common>,
    /// The odds ratio if the strata are thrown together: far from the common one, the strata confound.
    pub crude_odds_ratio: Option<f64>,
    /// Cochran, Mantel and Haenszel, with the continuity correction as `mantelhaen.test` applies it, and without.
    pub test_corrected: Option<Test>,
    pub test: Option<Test>,
    /// Whether the odds ratio is the same in all strata: Breslow and Day's test, and with Tarone's correction.
    pub breslow_day: Option<Test>,
    pub tarone: Option<Test>,
    pub n: f64,
    pub strata: usize,
    /// Strata in which all are of one group, or all or none have the event: they say nothing of the odds ratio.
    pub strata_without_information: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The common odds ratio of Mantel and Haenszel (1959) with the variance of Robins, Breslow and Greenland (1986), the risk
/// ratio with that of Greenland and Robins (1985), the test of Cochran, Mantel and Haenszel, and homogeneity after Breslow
/// and Day (1980, eq. 4.30) and Tarone (1985).
///
/// Agrees with R's `mantelhaen.test` and `statsmodels.stats.contingency_tables.StratifiedTable`. A stratum in which all
/// have the event says nothing of the odds ratio, and that the risks are alike: the risk ratio holds it. Errors: counts that are no
/// whole numbers, no stratum with both groups, with and without the event.
pub fn mantel_haenszel(tables: &[Table], level: f64) -> Result<MantelHaenszel, Error> {
    check::level("level", level)?;
    for table in tables {
        let cells = [table.group_with, table.group_without, table.others_with, table.others_without];
        check::counts("a stratum's count", &cells)?;
    }
    let informed: Vec<Table> = tables.iter().copied().filter(Table::informs).collect();
    if informed.is_empty() {
        return Err(Error::none("no stratum has both groups, and both with and without the event"));
    }
    let at_risk: Vec<Table> = tables.iter().copied().filter(Table::informs_risk).collect();
    let odds_ratio = odds_ratio(&informed, level);
    let homogeneity = odds_ratio.map(|common| breslow_day(&informed, common.estimate));
    let freedom = informed.len() - 1;
    let sum = |cell: fn(&Table) -> f64| tables.iter().map(cell).sum::<f64>();
    let whole =
        Table::new(sum(|t| t.group_with), sum(|t| t.group_without), sum(|t| t.others_with), sum(|t| t.others_without));
    let crossed = whole.group_without * whole.others_with;
    let mut result = MantelHaenszel {
        odds_ratio,
        risk_ratio: risk_ratio(&at_risk, level),
        crude_odds_ratio: (crossed > 0.0).then(|| whole.group_with * whole.others_without / crossed),
        test_corrected: cochran(&informed, true),
        test: cochran(&informed, false),
        breslow_day: homogeneity.and_then(|(plain, _)| Test::of(plain, freedom)),
        tarone: homogeneity.and_then(|(_, corrected)| Test::of(corrected, freedom)),
        n: whole.n(),
        strata: tables.len(),
        strata_without_information: tables.len() - informed.len(),
        cautions: Vec::new(),
    };
    let why = "All in such a one are of one group, or all or none have the event; for the risk ratio those count in which \
               all of both groups have it.";
    result.cautions = cautions(result.tarone, result.strata_without_information, why);
    sound(result)
}

fn odds_ratio(tables: &[Table], level: f64) -> Option<Common> {
    let (mut r, mut s, mut pr, mut mixed, mut qs) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for table in tables {
        let [a, b, c, d] = [table.group_with, table.group_without, table.others_with, table.others_without];
        let n = table.n();
        let (along, across) = (a * d / n, b * c / n);
        let (p, q) = ((a + d) / n, (b + c) / n);
        r += along;
        s += across;
        pr += p * along;
        mixed += p * across + q * along;
        qs += q * across;
    }
    Common::of(r, s, pr / (2.0 * r * r) + mixed / (2.0 * r * s) + qs / (2.0 * s * s), level)
}

fn risk_ratio(tables: &[Table], level: f64) -> Option<Common> {
    let (mut r, mut s, mut spread) = (0.0, 0.0, 0.0);
    for table in tables {
        let ([group, others, with, _], n) = (table.margins(), table.n());
        r += table.group_with * others / n;
        s += table.others_with * group / n;
        spread += with * group * others / (n * n) - table.group_with * table.others_with / n;
    }
    Common::of(r, s, spread / (r * s), level)
}

fn cochran(tables: &[Table], corrected: bool) -> Option<Test> {
    let (mut apart, mut variance) = (0.0, 0.0);
    for table in tables {
        let ([group, others, with, without], n) = (table.margins(), table.n());
        apart += table.group_with - group * with / n;
        variance += group * others * with * without / (n * n * (n - 1.0));
    }
    let less = if corrected && apart.abs() >= 0.5 { 0.5 } else { 0.0 };
    Test::of((apart.abs() - less).powi(2) / variance, 1)
}

/// Breslow and Day's statistic, and with Tarone's correction: each stratum's count against the one with its margins and
/// the common odds ratio.
fn breslow_day(tables: &[Table], ratio: f64) -> (f64, f64) {
    let (mut plain, mut apart, mut variances) = (0.0, 0.0, 0.0);
    for table in tables {
        let [group, others, with, _] = table.margins();
        let fitted = expected(group, others, with, ratio);
        let cells = [fitted, group - fitted, with - fitted, others - with + fitted];
        let variance = 1.0 / cells.iter().map(|cell| 1.0 / cell).sum::<f64>();
        plain += (table.group_with - fitted).powi(2) / variance;
        apart += table.group_with - fitted;
        variances += variance;
    }
    (plain, plain - apart * apart / variances)
}

/// x with x(others − with + x) = ratio·(group − x)(with − x), between the margins' limits.
fn expected(group: f64, others: f64, with: f64, ratio: f64) -> f64 {
    let square = 1.0 - ratio;
    let middle = others - with + ratio * (group + with);
    let constant = -ratio * group * with;
    if square.abs() < 1e-12 {
        return -constant / middle;
    }
    // The root within the margins, in the form that does not cancel.
    let root = (middle * middle - 4.0 * square * constant).max(0.0).sqrt();
    if middle >= 0.0 { -2.0 * constant / (middle + root) } else { (root - middle) / (2.0 * square) }
}

/// Events and time of the group and of the others in one stratum.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Exposed {
    pub group_events: f64,
    pub group_time: f64,
    pub others_events: f64,
    pub others_time: f64,
}

/// The rate ratio over all strata.
#[derive(Clone, Debug, Serialize)]
pub struct RateRatio {
    pub rate_ratio: Option<Common>,
    /// Whether the ratio is one.
    pub test: Option<Test>,
    /// Whether it is the same in all strata (Breslow and Day 1987, eq. 3.16).
    pub homogeneity: Option<Test>,
    pub crude_rate_ratio: Option<f64>,
    pub n: f64,
    pub strata: usize,
    pub strata_without_information: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The common rate ratio over person-time (Rothman and Boice 1979) with the variance of Greenland and Robins (1985).
///
/// Errors: counts that are no whole numbers, times not above zero, no events.
pub fn rate_ratio(strata: &[Exposed], level: f64) -> Result<RateRatio, Error> {
    check::level("level", level)?;
    for one in strata {
        check::counts("events", &[one.group_events, one.others_events])?;
        check::positive("time", &[one.group_time, one.others_time])?;
    }
    let informed: Vec<&Exposed> = strata.iter().filter(|one| one.group_events + one.others_events > 0.0).collect();
    if informed.is_empty() {
        return Err(Error::none("there are no events in any stratum"));
    }
    let (mut r, mut s, mut apart, mut variance) = (0.0, 0.0, 0.0, 0.0);
    for one in &informed {
        let (events, time) = (one.group_events + one.others_events, one.group_time + one.others_time);
        r += one.group_events * one.others_time / time;
        s += one.others_events * one.group_time / time;
        apart += one.group_events - events * one.group_time / time;
        variance += events * one.group_time * one.others_time / (time * time);
    }
    let common = Common::of(r, s, variance / (r * s), level);
    let homogeneity = common.and_then(|common| Test::of(uneven(&informed, common.estimate), informed.len() - 1));
    let sum = |of: fn(&Exposed) -> f64| strata.iter().map(of).sum::<f64>();
    let (group, others) = (sum(|one| one.group_events), sum(|one| one.others_events));
    let (group_time, others_time) = (sum(|one| one.group_time), sum(|one| one.others_time));
    let without = strata.len() - informed.len();
    sound(RateRatio {
        rate_ratio: common,
        test: Test::of(apart * apart / variance, 1),
        homogeneity,
        crude_rate_ratio: (others > 0.0).then(|| group / group_time / (others / others_time)),
        n: group + others,
        strata: strata.len(),
        strata_without_information: without,
        cautions: cautions(homogeneity, without, "They have no events."),
    })
}

fn uneven(strata: &[&Exposed], ratio: f64) -> f64 {
    let term = |one: &&Exposed| {
        let events = one.group_events + one.others_events;
        let share = ratio * one.group_time / (ratio * one.group_time + one.others_time);
        (one.group_events - events * share).powi(2) / (events * share * (1.0 - share))
    };
    strata.iter().map(term).sum()
}

fn cautions(homogeneity: Option<Test>, without: usize, why: &str) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "one-ratio",
        "One ratio stands for all strata; it allows for what the strata hold fixed and for nothing else.",
    )];
    if let Some(test) = homogeneity.filter(|test| test.p < 0.1) {
        let text = format!("The strata differ (p {:.3}): one ratio hides that; look at them one by one.", test.p);
        cautions.push(Caution::found("strata-differ", text));
    }
    if without > 0 {
        let text = format!("Strata that say nothing: {without}. {why}");
        cautions.push(Caution::found("strata-without-information", text));
    }
    cautions
}
