//! Regression with the errors of the design: linear, Poisson (counts) and logit (shares).
//!
//! The coefficients solve Σ w x (y − μ) = 0, what a regression on the whole population would aim at; their covariance is
//! A⁻¹ V A⁻¹ with V the design's covariance of the scores (Binder 1983), as R's `svyglm`.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::design::Design;
use crate::numeric::distribution::{f_upper, t_two_sided, t_two_sided_quantile};
use crate::numeric::glm::{Family, Fit, fit};
use crate::{Caution, Error, Interval, check, sound};

/// Columns that belong together: one number, or the indicators of a category's answers but its first.
#[derive(Clone, Debug)]
pub struct Term {
    pub name: String,
    /// (name, one value for each row)
    pub columns: Vec<(String, Vec<f64>)>,
}

/// One coefficient, on the scale of the link.
#[derive(Clone, Debug, Serialize)]
pub struct Coefficient {
    pub name: String,
    pub estimate: f64,
    pub se: f64,
    /// estimate / se; `None` where the standard error is 0.
    pub t: Option<f64>,
    /// Two-sided, Student's t; `None` where no degrees of freedom are left.
    pub p: Option<f64>,
    pub ci: Option<Interval>,
    /// exp(estimate): the rate ratio of a Poisson regression, the odds ratio of a logit one.
    pub ratio: Option<f64>,
    pub ratio_ci: Option<Interval>,
}

/// Wald's test that all coefficients of a term are 0 (R: `regTermTest`).
#[derive(Clone, Debug, Serialize)]
pub struct TermTest {
    pub name: String,
    pub f: f64,
    pub freedom_above: f64,
    pub freedom_below: f64,
    pub p: f64,
}

/// A regression.
#[derive(Clone, Debug, Serialize)]
pub struct Regression {
    /// The intercept first.
    pub coefficients: Vec<Coefficient>,
    /// Of the coefficients.
    pub covariance: Vec<Vec<f64>>,
    pub terms: Vec<TermTest>,
    /// Rows with a weight.
    pub n: usize,
    /// Clusters less strata, less the coefficients but one; not above zero where there are too many coefficients.
    pub freedom: f64,
    /// The variance of Pearson's residuals in the population, as R's summary tells it.
    pub dispersion: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// What is regressed on what.
#[derive(Clone, Copy, Debug)]
pub struct Model<'a> {
    pub family: Family,
    /// One value for each row.
    pub response: &'a [f64],
    /// An intercept is added.
    pub terms: &'a [Term],
    /// Added to the linear predictor: the logarithm of an exposure.
    pub offset: Option<&'a [f64]>,
    /// The rows that are used; the others keep their place in the design, as a domain's do. `None`: all.
    pub used: Option<&'a [bool]>,
}

/// Fits `model` with the weights of `design`.
///
/// Reproduces R survey 4.1.1: `svyglm(api00 ~ ell + meals + mobility)` on `apistrat`, intercept 820.8873 (10.0777).
///
/// Errors: lengths, values that are no numbers, a response that the family cannot have (negative counts, shares outside
/// of 0 to 1), columns that depend on each other, fewer rows than coefficients, answers that a column divides without
/// exception (logit), and what the design says of lonely units.
pub fn regress(design: &Design, model: &Model<'_>, level: f64) -> Result<Regression, Error> {
    check::level("the confidence level", level)?;
    let weights = check_model(design, model)?;
    let names: Vec<&str> = std::iter::once("(intercept)")
        .chain(model.terms.iter().flat_map(|term| term.columns.iter().map(|(name, _)| name.as_str())))
        .collect();
    let rows: Vec<usize> = (0..weights.len()).filter(|row| weights[*row] > 0.0).collect();
    check::at_least("rows with a weight", rows.len(), names.len() + 1)?;
    let columns = matrix(model, &rows);
    let of = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
    let response = of(model.response);
    let offset = model.offset.map_or_else(|| vec![0.0; rows.len()], of);
    let mean = weights.iter().sum::<f64>() / rows.len() as f64;
    let scaled: Vec<f64> = rows.iter().map(|row| weights[*row] / mean).collect();
    let fitted = fit(model.family, &columns, &response, &offset, &scaled)?;
    let mut cautions = fit_cautions(model.family, &fitted, &response, names.len())?;
    let covariance = design.covariance(&influences(design, &fitted, &columns, &response, &scaled, &rows))?;
    let used: Vec<u32> = weights.iter().map(|weight| u32::from(*weight == 0.0)).collect();
    let units = design.domains(&used, 1)?.first().map_or(0.0, |domain| design.freedom_in(domain));
    let freedom = units + 1.0 - names.len() as f64;
    if freedom <= 0.0 {
        let text =
            format!("{} coefficients leave no degrees of freedom: there are no intervals and no p.", names.len());
        cautions.push(Caution::found("no-freedom", text));
    }
    sound(Regression {
        coefficients: coefficients(model.family, &names, &fitted, &covariance, freedom, level),
        terms: tests(model.terms, &fitted.coefficients, &covariance, freedom),
        covariance: covariance.row_iter().map(|row| row.iter().copied().collect()).collect(),
        n: rows.len(),
        freedom,
        dispersion: dispersion(model.family, &fitted, &response, &scaled),
        cautions,
    })
}

/// The weights of the rows in use, after a look at everything.
fn check_model(design: &Design, model: &Model<'_>) -> Result<Vec<f64>, Error> {
    let rows = design.rows();
    check::length("response", model.response.len(), rows)?;
    model.offset.map_or(Ok(()), |offset| check::length("offset", offset.len(), rows))?;
    model.used.map_or(Ok(()), |used| check::length("rows in use", used.len(), rows))?;
    let used = |row: usize| model.used.is_none_or(|used| used[row]);
    let look = |what: &'static str, values: &[f64], expected, good: &dyn Fn(f64) -> bool| {
        let bad = (0..rows).find(|row| used(*row) && !good(values[*row]));
        bad.map_or(Ok(()), |row| Err(Error::value(what, row, values[row], expected)))
    };
    match model.family {
        Family::Binomial => {
            look("response", model.response, "a share from 0 to 1", &|value| (0.0..=1.0).contains(&value))?;
        }
        Family::Poisson | Family::NegativeBinomial { .. } => {
            let good = |value: f64| value.is_finite() && value >= 0.0;
            look("response", model.response, "a number not below zero", &good)?;
        }
        Family::Gaussian => look("response", model.response, "a number", &f64::is_finite)?,
    }
    if let Some(offset) = model.offset {
        look("offset", offset, "a number", &f64::is_finite)?;
    }
    for (_, values) in model.terms.iter().flat_map(|term| &term.columns) {
        check::length("predictor", values.len(), rows)?;
        look("predictor", values, "a number", &f64::is_finite)?;
    }
    Ok((0..rows).map(|row| if used(row) { design.weights()[row] } else { 0.0 }).collect())
}

fn matrix(model: &Model<'_>, rows: &[usize]) -> DMatrix<f64> {
    let columns: Vec<&Vec<f64>> =
        model.terms.iter().flat_map(|term| term.columns.iter().map(|(_, values)| values)).collect();
    DMatrix::from_fn(rows.len(), columns.len() + 1, |row, column| match column {
        0 => 1.0,
        _ => columns[column - 1][rows[row]],
    })
}

/// w (y − μ) (dμ/dη) / V(μ) · x A⁻¹ of each row of the design, for each coefficient.
fn influences(
    design: &Design,
    fitted: &Fit,
    columns: &DMatrix<f64>,
    response: &[f64],
    weights: &[f64],
    rows: &[usize],
) -> Vec<Vec<f64>> {
    let family = fitted.family;
    let spread = columns * &fitted.inverse;
    let score = |at: usize| {
        let mean = fitted.means[at];
        weights[at] * (response[at] - mean) * family.slope(mean) / family.variance(mean).max(1e-300)
    };
    let scores: Vec<f64> = (0..rows.len()).map(score).collect();
    let column = |number: usize| {
        let mut influence = vec![0.0; design.rows()];
        for (at, row) in rows.iter().enumerate() {
            influence[*row] = scores[at] * spread[(at, number)];
        }
        influence
    };
    (0..columns.ncols()).map(column).collect()
}

fn coefficients(
    family: Family,
    names: &[&str],
    fitted: &Fit,
    covariance: &DMatrix<f64>,
    freedom: f64,
    level: f64,
) -> Vec<Coefficient> {
    let reach = (freedom > 0.0).then(|| t_two_sided_quantile(level, freedom));
    let one = |(at, name): (usize, &&str)| {
        let (estimate, se) = (fitted.coefficients[at], covariance[(at, at)].max(0.0).sqrt());
        let t = (se > 0.0).then(|| estimate / se);
        let ends = reach.map(|reach| (estimate - reach * se, estimate + reach * se));
        let finite = |value: f64| value.is_finite().then_some(value);
        let ratio = if family == Family::Gaussian { None } else { finite(estimate.exp()) };
        let upwards = |(lower, upper): (f64, f64)| Interval { lower: lower.exp(), upper: finite(upper.exp()), level };
        Coefficient {
            name: (*name).to_owned(),
            estimate,
            se,
            t,
            p: t.filter(|_| freedom > 0.0).map(|t| t_two_sided(t, freedom)),
            ci: ends.map(|(lower, upper)| Interval::new(lower, upper, level)),
            ratio,
            ratio_ci: ratio.and(ends).map(upwards),
        }
    };
    names.iter().enumerate().map(one).collect()
}

/// F = bᵀ V⁻¹ b / q of each term; a term whose covariance has no inverse has no test.
fn tests(terms: &[Term], estimates: &DVector<f64>, covariance: &DMatrix<f64>, freedom: f64) -> Vec<TermTest> {
    let mut start = 1;
    let mut found = Vec::with_capacity(terms.len());
    for term in terms {
        let size = term.columns.len();
        let part = estimates.rows(start, size).into_owned();
        let inner = covariance.view((start, start), (size, size)).into_owned();
        start += size;
        if let Some(root) = inner.cholesky().filter(|_| freedom > 0.0 && size > 0) {
            let f = part.dot(&root.solve(&part)) / size as f64;
            found.push(TermTest {
                name: term.name.clone(),
                f,
                freedom_above: size as f64,
                freedom_below: freedom,
                p: f_upper(f, size as f64, freedom),
            });
        }
    }
    found
}

/// Σw(r − r̄)²/Σw · n/(n−1) of Pearson's residuals r.
fn dispersion(family: Family, fitted: &Fit, response: &[f64], weights: &[f64]) -> f64 {
    let residual = |at: usize| (response[at] - fitted.means[at]) / family.variance(fitted.means[at]).max(1e-300).sqrt();
    let all: f64 = weights.iter().sum();
    let mean = (0..response.len()).map(|at| weights[at] * residual(at)).sum::<f64>() / all;
    let square = (0..response.len()).map(|at| weights[at] * (residual(at) - mean).powi(2)).sum::<f64>() / all;
    square * response.len() as f64 / (response.len() as f64 - 1.0)
}

fn fit_cautions(family: Family, fitted: &Fit, response: &[f64], columns: usize) -> Result<Vec<Caution>, Error> {
    let mut cautions =
        vec![Caution::standing("association", "A regression tells which answers go together, not which causes which.")];
    if family == Family::Binomial {
        let exact = |(y, mean): (&f64, &f64)| (y - mean).abs() < 1e-6;
        if response.iter().zip(&fitted.means).all(exact) {
            return Err(Error::none("the columns tell every answer without exception: the odds have no bound"));
        }
    }
    let edge = fitted.adrift.len();
    if edge > 0 {
        let what = match family {
            Family::Binomial => "share of 0 or 1: a column divides the answers, its odds have no bound",
            _ => "count of 0: a column divides the answers, its ratio has no bound",
        };
        cautions.push(Caution::found("separation", format!("{edge} rows have a fitted {what}.")));
    }
    if response.len() < 10 * columns {
        let text =
            format!("{} rows for {columns} coefficients are few: at least ten for each are usual.", response.len());
        cautions.push(Caution::found("few-rows", text));
    }
    Ok(cautions)
}
