//! Differences and other contrasts between groups, or between what is estimated of them.

use serde::Serialize;

use super::design::{Design, Domain};
use super::estimate::{Linear, Settings, Statistic, cautions, finite, linearise};
use crate::numeric::distribution::t_two_sided;
use crate::{Caution, Error, Interval, check, sound};

/// A sum of estimates, each times a number: a difference where the numbers are 1 and −1.
#[derive(Clone, Debug, Serialize)]
pub struct Contrast {
    pub estimate: f64,
    pub se: f64,
    /// The estimate over its error; `None` for an error of zero.
    pub t: Option<f64>,
    /// The two-sided p-value of no difference; `None` without an error or without degrees of freedom.
    pub p: Option<f64>,
    pub ci: Option<Interval>,
    /// Degrees of freedom over the rows of all groups together; zero where there are none, `None` for infinitely many.
    pub freedom: Option<f64>,
    /// Rows with a weight in the groups.
    pub n: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Σ coefficient · estimate over `parts`, each a domain, what is estimated of it, and its coefficient.
///
/// The parts' influences are added before the design looks at them, so that what groups share (a cluster, a stratum, the
/// same people) is in the error. Equals the contrast of R's `svyglm(y ~ group)` for means. The domains may overlap.
///
/// Errors: no parts, a coefficient that is not a number, and what [`super::estimate::estimate`] refuses.
pub fn contrast(
    design: &Design,
    parts: &[(&Domain, Statistic<'_>, f64)],
    settings: &Settings,
) -> Result<Contrast, Error> {
    settings.check()?;
    check::at_least("parts of the contrast", parts.len(), 1)?;
    check::finite("coefficient", &parts.iter().map(|part| part.2).collect::<Vec<_>>())?;
    let mut whole = vec![0.0; design.rows()];
    let mut within = vec![u32::MAX; design.rows()];
    let mut sum = 0.0;
    for (domain, statistic, coefficient) in parts {
        let Linear { estimate, influence, .. } = linearise(design, domain, *statistic)?;
        sum += coefficient * estimate;
        for (row, value) in domain.rows().iter().zip(influence) {
            whole[*row as usize] += coefficient * value;
            within[*row as usize] = 0;
        }
    }
    let domains = design.domains(&within, 1)?;
    let Some(union) = domains.first() else { return Err(Error::none("there are no groups")) };
    let influence: Vec<f64> = union.rows().iter().map(|row| whole[*row as usize]).collect();
    let se = design.covariance_in(union, &[influence])?[(0, 0)].sqrt();
    finite(sum, se)?;
    let freedom = settings.freedom(design, union);
    let n = union.rows().iter().filter(|row| design.weights()[**row as usize] != 0.0).count();
    let t = Some(sum / se).filter(|t| t.is_finite());
    sound(Contrast {
        estimate: sum,
        se,
        t,
        p: t.zip(freedom).map(|(t, freedom)| t_two_sided(t, freedom)),
        ci: settings.interval(sum, se, freedom),
        freedom: freedom.map_or(Some(0.0), |freedom| freedom.is_finite().then_some(freedom)),
        n,
        // A difference near zero is no reason to warn of an error that is large beside it.
        cautions: cautions(n, freedom, (0.0, se)),
    })
}

/// `statistic` of `one` less that of `other`; see [`contrast`].
pub fn difference(
    design: &Design,
    one: &Domain,
    other: &Domain,
    statistic: Statistic<'_>,
    settings: &Settings,
) -> Result<Contrast, Error> {
    contrast(design, &[(one, statistic, 1.0), (other, statistic, -1.0)], settings)
}
