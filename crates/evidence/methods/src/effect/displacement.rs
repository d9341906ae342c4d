//! Weighted displacement difference and quotient: did a treated place do better than its control, and did the harm
//! move next door?

use serde::Serialize;

use crate::numeric::distribution::{normal_two_sided, normal_two_sided_quantile};
use crate::{Caution, Error, Interval, check, sound};

/// Counts of one area before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Counts {
    pub before: f64,
    pub after: f64,
}

impl Counts {
    pub fn new(before: f64, after: f64) -> Self {
        Self { before, after }
    }
}

/// The four areas of an evaluation; those nearby are left out where displacement is not asked about.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Areas {
    pub treated: Counts,
    pub control: Counts,
    /// The surroundings of the treated area, where it could have moved to.
    pub near_treated: Option<Counts>,
    /// The surroundings of the control area.
    pub near_control: Option<Counts>,
}

/// What the counts are divided by before they are compared; 1 throughout leaves them as they are.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scale {
    /// Size (or population) of the treated, control, near treated and near control area.
    pub areas: [f64; 4],
    /// Length of the time before and after.
    pub months: [f64; 2],
}

impl Default for Scale {
    fn default() -> Self {
        Self { areas: [1.0; 4], months: [1.0; 2] }
    }
}

/// One difference of differences with its error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Difference {
    pub estimate: f64,
    pub se: f64,
    /// `None` where every count is zero, so that there is no error to measure by.
    pub z: Option<f64>,
    /// Two-sided, normal.
    pub p: Option<f64>,
    pub ci: Option<Interval>,
}

impl Difference {
    fn of(estimate: f64, variance: f64, level: f64) -> Self {
        let se = variance.sqrt();
        let z = (se > 0.0).then(|| estimate / se);
        Self { estimate, se, z, p: z.map(normal_two_sided), ci: z.map(|_| Interval::wald(estimate, se, level)) }
    }
}

/// The weighted displacement difference.
#[derive(Clone, Debug, Serialize)]
pub struct Wdd {
    /// Below zero: fewer than the control areas lead to expect.
    pub wdd: f64,
    pub se: f64,
    pub z: Option<f64>,
    pub p: Option<f64>,
    pub ci: Option<Interval>,
    /// The treated against the control area alone.
    pub local: Difference,
    /// The surroundings alone; `None` where none were given.
    pub displacement: Option<Difference>,
    /// All events counted.
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The weighted displacement difference of Wheeler and Ratcliffe (2018, eq. 1 and 3), divided by areas and months.
///
/// With c the count, a the area and m the months, each of the eight counts adds ±c/(a·m) to the difference and
/// c/(a·m)² to its variance (Poisson). Reproduces −118, SE 39.59798, z −2.97995, 95% −195.61 to −40.39 for treated
/// 207→110, control 308→318, near treated 178→157, near control 150→140; with the areas 1.2, 0.9, 1.5, 1.6 −99.69444,
/// SE 35.42808; for treated 80→20, control 100→50 over 2 and 1 years −20, SE √115.
///
/// Errors: counts that are no whole numbers, areas or months not above zero, one nearby area without the other.
pub fn weighted_difference(areas: &Areas, scale: &Scale, level: f64) -> Result<Wdd, Error> {
    check::level("level", level)?;
    checked(areas)?;
    scaled(scale)?;
    let (treated, control) = (term(areas.treated, 0, scale), term(areas.control, 1, scale));
    let local = Difference::of(treated.0 - control.0, treated.1 + control.1, level);
    let near = match (areas.near_treated, areas.near_control) {
        (Some(treated), Some(control)) => Some((term(treated, 2, scale), term(control, 3, scale))),
        (None, None) => None,
        _ => return Err(Error::none("the near treated and the near control area are needed together")),
    };
    let displacement = near.map(|(near, far)| Difference::of(near.0 - far.0, near.1 + far.1, level));
    let (mut estimate, mut variance) = (local.estimate, treated.1 + control.1);
    if let Some((near, far)) = near {
        estimate += near.0 - far.0;
        variance += near.1 + far.1;
    }
    let whole = Difference::of(estimate, variance, level);
    sound(Wdd {
        wdd: whole.estimate,
        se: whole.se,
        z: whole.z,
        p: whole.p,
        ci: whole.ci,
        local,
        displacement,
        n: all(areas).iter().map(|counts| counts.before + counts.after).sum(),
        cautions: cautions(areas),
    })
}

/// The change of one area per area and month, and its Poisson variance.
fn term(counts: Counts, place: usize, scale: &Scale) -> (f64, f64) {
    let before = scale.areas[place] * scale.months[0];
    let after = scale.areas[place] * scale.months[1];
    let change = counts.after / after - counts.before / before;
    (change, counts.after / (after * after) + counts.before / (before * before))
}

fn all(areas: &Areas) -> Vec<Counts> {
    [Some(areas.treated), Some(areas.control), areas.near_treated, areas.near_control].into_iter().flatten().collect()
}

fn checked(areas: &Areas) -> Result<(), Error> {
    check::counts("treated", &[areas.treated.before, areas.treated.after])?;
    check::counts("control", &[areas.control.before, areas.control.after])?;
    let near = |what, counts: Option<Counts>| {
        counts.map_or(Ok(()), |counts| check::counts(what, &[counts.before, counts.after]))
    };
    near("near-treated", areas.near_treated)?;
    near("near-control", areas.near_control)
}

fn scaled(scale: &Scale) -> Result<(), Error> {
    check::positive("areas", &scale.areas)?;
    check::positive("months", &scale.months)
}

fn cautions(areas: &Areas) -> Vec<Caution> {
    let mut cautions = vec![
        Caution::standing(
            "parallel-change",
            "The answer holds as far as treated and control areas would have changed by the same number without the \
             action; areas chosen because they were at their worst fall back by themselves.",
        ),
        Caution::standing(
            "poisson-counts",
            "The error assumes counts that vary as Poisson counts do; where they vary more (repeat incidents, weather, \
             recording), the true interval is wider.",
        ),
    ];
    let least = all(areas).iter().flat_map(|counts| [counts.before, counts.after]).fold(f64::INFINITY, f64::min);
    if all(areas).iter().all(|counts| counts.before + counts.after == 0.0) {
        let text = "Every count is zero: there is nothing to measure an error by, and no interval.";
        cautions.push(Caution::found("nothing-varies", text));
    }
    if least < 5.0 {
        let text = format!("One of the counts is {least}: the normal interval is rough below about five.");
        cautions.push(Caution::found("few-events", text));
    }
    cautions
}

/// The weighted displacement quotient.
#[derive(Clone, Debug, Serialize)]
pub struct Wdq {
    /// Above 0: the benefit spread to the surroundings; below 0: some moved there; below −1: more moved than was
    /// prevented. `None` where the treated area did not change against its control.
    pub wdq: Option<f64>,
    pub se: Option<f64>,
    /// Fieller's interval; `None` where it has no ends, since the change of the treated area is not told from none.
    pub ci: Option<Interval>,
    /// At₁/Ct₁ − At₀/Ct₀: the treated area against the control.
    pub success: f64,
    /// Bt₁/Ct₁ − Bt₀/Ct₀: the surroundings against the control.
    pub buffer: f64,
    pub n: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The weighted displacement quotient of Bowers and Johnson (2003, eq. 1): (B₁/C₁ − B₀/C₀) / (A₁/C₁ − A₀/C₀), with A the
/// treated, B the surrounding and C the control area. Lengths of time and areas cancel out.
///
/// The interval is Fieller's (1954), over delta-method variances of both differences from Poisson counts.
///
/// Errors: counts that are no whole numbers, a control area without events.
pub fn displacement_quotient(treated: Counts, near: Counts, control: Counts, level: f64) -> Result<Wdq, Error> {
    check::level("level", level)?;
    check::counts("treated", &[treated.before, treated.after])?;
    check::counts("near-treated", &[near.before, near.after])?;
    check::counts("control", &[control.before, control.after])?;
    if control.before == 0.0 || control.after == 0.0 {
        return Err(Error::none("the displacement quotient needs events in the control area before and after"));
    }
    let success = treated.after / control.after - treated.before / control.before;
    let buffer = near.after / control.after - near.before / control.before;
    // Var(X/C) = X/C² + X²/C³ and Cov(A/C, B/C) = AB/C³, for Poisson counts.
    let spread = |x: Counts, y: Counts, own: f64| {
        let at = |x: f64, y: f64, c: f64| own * x / (c * c) + x * y / (c * c * c);
        at(x.before, y.before, control.before) + at(x.after, y.after, control.after)
    };
    let (of_buffer, of_success) = (spread(near, near, 1.0), spread(treated, treated, 1.0));
    let both = spread(near, treated, 0.0);
    let wdq = (success != 0.0).then(|| buffer / success);
    let se = wdq.map(|q| ((of_buffer - 2.0 * q * both + q * q * of_success).max(0.0)).sqrt() / success.abs());
    let n = [treated, near, control].iter().map(|counts| counts.before + counts.after).sum();
    let ci = fieller((buffer, of_buffer), (success, of_success), both, level);
    let mut cautions = vec![Caution::standing(
        "quotient-of-success",
        "The quotient says where the change went, not whether there was one: read it only when the treated area did \
         better than its control.",
    )];
    if success >= 0.0 {
        let text =
            "The treated area did no better than its control: there is no benefit that could have moved or spread.";
        cautions.push(Caution::found("no-success", text));
    }
    sound(Wdq { wdq, se, ci, success, buffer, n, cautions })
}

/// Fieller's interval of a/b from (value, variance) of both and their covariance.
fn fieller(a: (f64, f64), b: (f64, f64), both: f64, level: f64) -> Option<Interval> {
    let z2 = normal_two_sided_quantile(level).powi(2);
    let square = b.0 * b.0 - z2 * b.1;
    let middle = a.0 * b.0 - z2 * both;
    let root = middle * middle - square * (a.0 * a.0 - z2 * a.1);
    (square > 0.0 && root >= 0.0)
        .then(|| Interval::new((middle - root.sqrt()) / square, (middle + root.sqrt()) / square, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_that_are_none_are_refused_by_name() {
        let areas = Areas {
            treated: Counts::new(1.5, 2.0),
            control: Counts::new(1.0, 2.0),
            near_treated: None,
            near_control: None,
        };
        let told = weighted_difference(&areas, &Scale::default(), 0.95).unwrap_err().to_string();
        assert_eq!(told, "treated number 1 is 1.5, expected a whole number not below zero");
    }

    /// Counts that no place has, and times so short that nothing can be divided by them, are told and not computed with.
    #[test]
    fn what_overflows_is_refused() {
        let areas = |before| Areas {
            treated: Counts::new(before, 2.0),
            control: Counts::new(1.0, 2.0),
            near_treated: None,
            near_control: None,
        };
        let told = weighted_difference(&areas(1e308), &Scale::default(), 0.95).unwrap_err().to_string();
        assert!(told.ends_with("expected a count of at most 1000000000000"), "{told}");
        let short = Scale { months: [1e-320, 1.0], ..Scale::default() };
        let told = weighted_difference(&areas(5.0), &short, 0.95).unwrap_err().to_string();
        assert!(told.starts_with("the numbers are too large or too small"), "{told}");
    }

    #[test]
    fn counts_of_nothing_have_no_interval() {
        let none = Counts::new(0.0, 0.0);
        let areas = Areas { treated: none, control: none, near_treated: None, near_control: None };
        let found = weighted_difference(&areas, &Scale::default(), 0.95).unwrap();
        assert_eq!((found.wdd, found.ci, found.z), (0.0, None, None));
        assert!(found.cautions.iter().any(|caution| caution.code == "nothing-varies"));
    }

    /// Where the control does not change, the quotient is the ratio of the two changes.
    #[test]
    fn the_quotient_with_a_still_control_is_a_ratio_of_changes() {
        let of = |near_after| {
            let found = displacement_quotient(
                Counts::new(200.0, 100.0),
                Counts::new(80.0, near_after),
                Counts::new(300.0, 300.0),
                0.95,
            );
            found.unwrap().wdq.unwrap()
        };
        assert!((of(60.0) - 0.2).abs() < 1e-12, "a fifth of the benefit spread");
        assert!((of(130.0) + 0.5).abs() < 1e-12, "half of it moved next door");
    }
}
