//! Tests on surveys: are two answers independent (Rao and Scott), and do two means differ (t)?

use nalgebra::DMatrix;
use serde::Serialize;

use super::design::Design;
use super::regression::{Model, Term, regress};
use crate::numeric::distribution::{chi_squared_upper, f_upper, t_two_sided, t_two_sided_quantile};
use crate::numeric::glm::Family;
use crate::{Caution, Error, Interval, check, sound};

/// Rao and Scott's test of independence.
#[derive(Clone, Debug, Serialize)]
pub struct RaoScott {
    /// The F statistic of the second-order correction: X² / tr Δ.
    pub f: f64,
    /// tr(Δ)² / tr(Δ²)
    pub freedom_above: f64,
    /// The same times the design's degrees of freedom.
    pub freedom_below: f64,
    pub p: f64,
    /// Pearson's X² of the weighted table scaled to the number of rows.
    pub chi_squared: f64,
    /// (rows − 1)(columns − 1)
    pub chi_squared_freedom: f64,
    /// The first-order correction: of X² / the mean design effect.
    pub chi_squared_p: f64,
    /// The mean of Δ's eigenvalues: what the design does to X².
    pub design_effect: f64,
    /// Cramér's V of the weighted table: 0 for none, 1 for the closest association.
    pub cramers_v: f64,
    /// The estimated share of each cell, `shares[row][column]`.
    pub shares: Vec<Vec<f64>>,
    /// Rows with a weight.
    pub n: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// A code for each row of the design, `None` where there is no answer, and how many codes there are.
#[derive(Clone, Copy, Debug)]
pub struct Answers<'a> {
    pub codes: &'a [Option<u32>],
    pub count: usize,
}

/// Whether two answers are independent in the population, as R's `svychisq` with `statistic = "F"` and `"Chisq"`.
///
/// Rao and Scott 1984: X² is a sum of chi-squares each weighted by an eigenvalue of Δ = (CᵀD⁻¹C/n)⁻¹ CᵀD⁻¹VD⁻¹C, with V
/// the design's covariance of the cells' shares, D their diagonal, C the contrasts of the interaction; Thomas and Rao
/// 1987 for F. Rows without one of the answers keep their place in the design.
///
/// Reproduces R survey 4.1.1: `svychisq(~sch.wide + stype)` on `apiclus1`, F 5.1934, 1.495 and 20.925 degrees, p 0.02175.
///
/// Errors: lengths, an answer that all rows give alike, no weight, a table with so many empty cells that there is no test.
pub fn rao_scott(design: &Design, rows: Answers<'_>, columns: Answers<'_>) -> Result<RaoScott, Error> {
    check::length("row answers", rows.codes.len(), design.rows())?;
    check::length("column answers", columns.codes.len(), design.rows())?;
    let (high, wide) = (rows.count, columns.count);
    check::at_least("different answers in the rows", high, 2)?;
    check::at_least("different answers in the columns", wide, 2)?;
    let cells: Vec<Option<usize>> = (rows.codes.iter().zip(columns.codes).zip(design.weights()))
        .map(|((row, column), weight)| match (row, column) {
            (Some(row), Some(column)) if *weight > 0.0 => Some(*row as usize * wide + *column as usize),
            _ => None,
        })
        .collect();
    let n = cells.iter().flatten().count();
    check::at_least("rows with both answers", n, 2)?;
    let shares = shares(design, &cells, high * wide)?;
    let cross = cross(&shares, high, wide)?;
    let covariance = design.covariance(&cell_influences(design, &cells, &shares))?;
    let delta = delta(&shares, &covariance, high, wide, n as f64)?;
    let (trace, square) = (delta.trace(), (&delta * &delta).trace());
    if !(trace > 0.0 && square > 0.0) {
        return Err(Error::none("the shares of the cells have no variance: there is nothing to test"));
    }
    let inside: Vec<u32> = cells.iter().map(|cell| u32::from(cell.is_none())).collect();
    let freedom = design.domains(&inside, 1)?.first().map_or(0.0, |domain| design.freedom_in(domain));
    if freedom <= 0.0 {
        return Err(Error::none("the design leaves no degrees of freedom: every stratum has one cluster"));
    }
    let chi_squared = n as f64 * cross;
    let above = trace * trace / square;
    let simple = ((high - 1) * (wide - 1)) as f64;
    sound(RaoScott {
        f: chi_squared / trace,
        freedom_above: above,
        freedom_below: above * freedom,
        p: f_upper(chi_squared / trace, above, above * freedom),
        chi_squared,
        chi_squared_freedom: simple,
        chi_squared_p: chi_squared_upper(chi_squared / (trace / simple), simple),
        design_effect: trace / simple,
        cramers_v: (cross / (high.min(wide) - 1) as f64).sqrt().min(1.0),
        shares: shares.chunks(wide).map(<[f64]>::to_vec).collect(),
        n,
        cautions: table_cautions(&cells, high * wide, freedom, simple),
    })
}

fn shares(design: &Design, cells: &[Option<usize>], count: usize) -> Result<Vec<f64>, Error> {
    let mut sums = vec![0.0; count];
    for (cell, weight) in cells.iter().zip(design.weights()) {
        if let Some(cell) = cell {
            let sum = sums.get_mut(*cell).ok_or_else(|| Error::none("an answer has a number beyond their count"))?;
            *sum += weight;
        }
    }
    let all: f64 = sums.iter().sum();
    Ok(sums.into_iter().map(|sum| sum / all).collect())
}

/// Pearson's X² / n: Σ (p − p₊q₊)² / p₊q₊.
fn cross(shares: &[f64], high: usize, wide: usize) -> Result<f64, Error> {
    let row = |at: usize| shares[at * wide..(at + 1) * wide].iter().sum::<f64>();
    let column = |at: usize| shares.iter().skip(at).step_by(wide).sum::<f64>();
    let (rows, columns): (Vec<f64>, Vec<f64>) = ((0..high).map(row).collect(), (0..wide).map(column).collect());
    if rows.iter().chain(&columns).any(|share| *share <= 0.0) {
        return Err(Error::none("an answer is given in no row that has a weight and the other answer: leave it out"));
    }
    let part = |cell: usize| {
        let expected = rows[cell / wide] * columns[cell % wide];
        (shares[cell] - expected).powi(2) / expected
    };
    Ok((0..shares.len()).map(part).sum())
}

/// w (1[cell] − p) / Σw of each row, for each cell.
fn cell_influences(design: &Design, cells: &[Option<usize>], shares: &[f64]) -> Vec<Vec<f64>> {
    let weight = |(cell, weight): (&Option<usize>, &f64)| if cell.is_some() { *weight } else { 0.0 };
    let all: f64 = cells.iter().zip(design.weights()).map(weight).sum();
    let one = |(number, share): (usize, &f64)| {
        let value = |(cell, weight): (&Option<usize>, &f64)| match cell {
            Some(cell) if *cell == number => weight * (1.0 - share) / all,
            Some(_) => -weight * share / all,
            None => 0.0,
        };
        cells.iter().zip(design.weights()).map(value).collect()
    };
    shares.iter().enumerate().map(one).collect()
}

/// (CᵀD⁻¹C/n)⁻¹ CᵀD⁻¹VD⁻¹C. C holds the products of centred row and column indicators but for the last of each: any
/// other basis of the interaction has the same eigenvalues.
fn delta(shares: &[f64], covariance: &DMatrix<f64>, high: usize, wide: usize, n: f64) -> Result<DMatrix<f64>, Error> {
    let centred = |same: bool, count: usize| f64::from(u8::from(same)) - 1.0 / count as f64;
    let contrasts = DMatrix::from_fn(high * wide, (high - 1) * (wide - 1), |cell, contrast| {
        let (row, column) = (contrast / (wide - 1), contrast % (wide - 1));
        centred(cell / wide == row, high) * centred(cell % wide == column, wide)
    });
    // An empty cell tells nothing and varies by nothing.
    let inverse = |share: f64| if share > 0.0 { 1.0 / share } else { 0.0 };
    let scaled = DMatrix::from_fn(contrasts.nrows(), contrasts.ncols(), |cell, contrast| {
        contrasts[(cell, contrast)] * inverse(shares[cell])
    });
    let simple = contrasts.transpose() * &scaled / n;
    let design = scaled.transpose() * covariance * &scaled;
    let none = || Error::none("too many cells of the table are empty for a test: join rare answers");
    let root = simple.cholesky().ok_or_else(none)?;
    Ok(root.solve(&design))
}

fn table_cautions(cells: &[Option<usize>], count: usize, freedom: f64, simple: f64) -> Vec<Caution> {
    let mut counts = vec![0_usize; count];
    cells.iter().flatten().for_each(|cell| counts[*cell] += 1);
    let mut cautions = vec![Caution::standing(
        "association",
        "The test tells whether the answers go together, not how closely: see Cramér's V and the shares.",
    )];
    let few = counts.iter().filter(|count| **count < 5).count();
    if few > 0 {
        let text = format!("{few} of {count} cells have fewer than 5 rows: the test is rough; join rare answers.");
        cautions.push(Caution::found("few-rows", text));
    }
    if freedom < simple {
        let text = format!("{freedom} degrees of freedom of the design are few for {simple} of the table.");
        cautions.push(Caution::found("few-degrees", text));
    }
    cautions
}

/// A t test.
#[derive(Clone, Debug, Serialize)]
pub struct TTest {
    /// The mean, or the second group's mean less the first's.
    pub estimate: f64,
    pub se: f64,
    pub t: f64,
    pub freedom: f64,
    /// Two-sided.
    pub p: f64,
    pub ci: Interval,
    /// The means of the groups, the first first; one for a test against a value.
    pub means: Vec<f64>,
    /// Rows with a weight.
    pub n: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Whether two groups' means differ: the coefficient of a regression on the group, as R's `svyttest(y ~ group)`, with
/// one degree of freedom less than the design has.
///
/// `second`: whether each row is of the second group, `None` where it is of neither.
///
/// Reproduces R survey 4.1.1: `svyttest(enroll ~ comp.imp)` on `apiclus1`, t −0.7310511 with 13 degrees, difference −55.4561.
///
/// Errors: lengths, values that are no numbers, a group without rows, no degrees of freedom.
pub fn two_means(design: &Design, values: &[f64], second: &[Option<bool>], level: f64) -> Result<TTest, Error> {
    check::length("values", values.len(), design.rows())?;
    check::length("groups", second.len(), design.rows())?;
    let used: Vec<bool> = second.iter().map(Option::is_some).collect();
    for group in [false, true] {
        let there = |(member, weight): (&Option<bool>, &f64)| *member == Some(group) && *weight > 0.0;
        if !second.iter().zip(design.weights()).any(there) {
            return Err(Error::none("one of the two groups has no rows with a weight"));
        }
    }
    let indicator = second.iter().map(|member| f64::from(u8::from(*member == Some(true)))).collect();
    let terms = [Term { name: "group".to_owned(), columns: vec![("group".to_owned(), indicator)] }];
    let family = Family::Gaussian;
    let model = Model { family, response: values, terms: &terms, offset: None, used: Some(&used) };
    let fitted = regress(design, &model, level)?;
    let [base, other] = fitted.coefficients.as_slice() else {
        return Err(Error::none("the regression on the group has no two coefficients"));
    };
    let means = vec![base.estimate, base.estimate + other.estimate];
    test((other.estimate, 0.0), other.se, fitted.freedom, level, means, fitted.n)
}

/// Whether the mean is `null`. The degrees of freedom are the design's, so that a simple sample of n has n − 1, as the t
/// test of any textbook (R's `svyttest(y ~ 0)` takes one less).
///
/// Errors: lengths, values that are no numbers, no weight, no degrees of freedom.
pub fn one_mean(design: &Design, values: &[f64], used: &[bool], null: f64, level: f64) -> Result<TTest, Error> {
    if !null.is_finite() {
        return Err(Error::setting("the mean to test against", null, "a number"));
    }
    check::length("values", values.len(), design.rows())?;
    let model = Model { family: Family::Gaussian, response: values, terms: &[], offset: None, used: Some(used) };
    let fitted = regress(design, &model, level)?;
    let Some(mean) = fitted.coefficients.first() else { return Err(Error::none("there is no mean")) };
    test((mean.estimate, null), mean.se, fitted.freedom, level, vec![mean.estimate], fitted.n)
}

fn test(
    (estimate, null): (f64, f64),
    se: f64,
    freedom: f64,
    level: f64,
    means: Vec<f64>,
    n: usize,
) -> Result<TTest, Error> {
    if freedom <= 0.0 {
        return Err(Error::none("the design leaves no degrees of freedom for a t test"));
    }
    if se <= 0.0 {
        return Err(Error::none("the values do not vary between clusters: there is no t test"));
    }
    let t = (estimate - null) / se;
    let reach = t_two_sided_quantile(level, freedom) * se;
    let mut cautions = Vec::new();
    if freedom < 10.0 {
        let text = format!("The test rests on {freedom} degrees of freedom: it sees only large differences.");
        cautions.push(Caution::found("few-degrees", text));
    }
    sound(TTest {
        estimate,
        se,
        t,
        freedom,
        p: t_two_sided(t, freedom),
        ci: Interval::new(estimate - reach, estimate + reach, level),
        means,
        n,
        cautions,
    })
}
