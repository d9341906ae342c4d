//! Margins: categories with known totals; post-stratification on one, raking on several.

use std::collections::HashMap;

use super::residual::Projection;
use super::{Calibrated, check_design};
use crate::{Error, check, sound};

/// Rounds of raking before it is given up.
const ROUNDS: usize = 1000;
/// The misfit, relative to 1 + the total, at which raking has settled.
const SETTLED: f64 = 1e-11;
/// How far the totals of two margins may differ, relative to their size, and still count the same people.
const AGREE: f64 = 1e-6;

/// A division of the population into categories, each with its known total.
#[derive(Clone, Debug)]
pub struct Margin {
    name: String,
    labels: Vec<String>,
    totals: Vec<f64>,
    codes: Vec<u32>,
}

impl Margin {
    /// The margin `name`: the category of each row, and the population's total of each category.
    ///
    /// A category with total 0 and no row is left out.
    ///
    /// Errors: a row whose category has no total (`Error::Value` of "category", naming the row), a category named
    /// twice, a total that is negative or no number, a category with people in the population and no row, a category
    /// with rows and total 0, a total of all categories that is 0.
    pub fn new(name: &str, values: &[&str], totals: &[(String, f64)]) -> Result<Self, Error> {
        let mut places: HashMap<&str, u32> = HashMap::with_capacity(totals.len());
        for (row, (label, total)) in totals.iter().enumerate() {
            if !total.is_finite() || *total < 0.0 {
                return Err(Error::value("total", row, total, "a number not below zero"));
            }
            if places.insert(label, row as u32).is_some() {
                return Err(Error::none(format!("the margin {name} has the category {label:?} twice")));
            }
        }
        let find = |(row, value): (usize, &&str)| {
            places.get(*value).copied().ok_or_else(|| {
                Error::value("category", row, format!("{value:?}"), "a category that the population's totals have")
            })
        };
        let codes: Vec<u32> = values.iter().enumerate().map(find).collect::<Result<_, _>>()?;
        check::at_least("rows", codes.len(), 1)?;
        let margin = Self {
            name: name.to_owned(),
            labels: totals.iter().map(|(label, _)| label.clone()).collect(),
            totals: totals.iter().map(|(_, total)| *total).collect(),
            codes,
        };
        Ok(margin)
    }

    /// The margin's name, as the caller gave it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The total of all categories.
    pub fn population(&self) -> f64 {
        self.totals.iter().sum()
    }

    pub(super) fn codes(&self) -> &[u32] {
        &self.codes
    }

    pub(super) fn categories(&self) -> usize {
        self.totals.len()
    }

    /// Every category with people has a row with a weight, and the other way round.
    fn check(&self, weights: &[f64]) -> Result<(), Error> {
        check::length("weights", weights.len(), self.codes.len())?;
        let sums = self.sums(weights);
        for ((label, total), sum) in self.labels.iter().zip(&self.totals).zip(&sums) {
            let name = &self.name;
            if *total > 0.0 && *sum == 0.0 {
                return Err(Error::none(format!(
                    "the category {label:?} of {name} has {total} in the population and no row in the sample: join it \
                     with another"
                )));
            }
            if *total == 0.0 && *sum > 0.0 {
                return Err(Error::none(format!(
                    "the category {label:?} of {name} has rows in the sample and a total of 0 in the population"
                )));
            }
        }
        if self.population() > 0.0 {
            return Ok(());
        }
        Err(Error::none(format!("the totals of the margin {} are all 0", self.name)))
    }

    fn sums(&self, weights: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.totals.len()];
        self.codes.iter().zip(weights).for_each(|(code, weight)| sums[*code as usize] += weight);
        sums
    }

    /// Scales the weights of each category to its total.
    fn meet(&self, weights: &mut [f64]) {
        let sums = self.sums(weights);
        let factor = |(total, sum): (&f64, &f64)| if *sum > 0.0 { total / sum } else { 1.0 };
        let factors: Vec<f64> = self.totals.iter().zip(&sums).map(factor).collect();
        self.codes.iter().zip(weights).for_each(|(code, weight)| *weight *= factors[*code as usize]);
    }

    fn misfit(&self, weights: &[f64]) -> f64 {
        let sums = self.sums(weights);
        self.totals.iter().zip(&sums).map(|(total, sum)| (sum - total).abs() / (1.0 + total)).fold(0.0, f64::max)
    }
}

/// Scales the weights within each category of `margin` to its total: w = d · N / Σd (Holt and Smith 1979), as R's
/// `postStratify`.
///
/// Reproduces R survey 4.1.1 on `apiclus1` by school type: total enrolment 3,680,893, standard error 406,293.
///
/// Errors: weights below zero, and categories without rows or without people.
pub fn post_stratify(weights: &[f64], margin: &Margin) -> Result<Calibrated, Error> {
    check_design(weights)?;
    margin.check(weights)?;
    let mut new = weights.to_vec();
    margin.meet(&mut new);
    let misfit = margin.misfit(&new);
    sound(Calibrated::new(weights, new, misfit, 1, Projection::on_margins(weights, &[margin])))
}

/// Scales the weights to one margin after the other, round after round, until all are met (Deming and Stephan 1940).
///
/// The weights are those of R's `rake` when it is let run until it settles, and of `calibrate(calfun = "raking")`; the
/// variance is the latter's. (R's `rake` takes residuals from plain means within each category, as if the design's
/// weights were equal; where they are not, its standard errors are not those of the estimate.)
///
/// Errors: no margins, categories without rows or without people, margins whose totals do not count the same people,
/// margins that no weights can meet together.
pub fn rake(weights: &[f64], margins: &[Margin]) -> Result<Calibrated, Error> {
    check_design(weights)?;
    let Some(first) = margins.first() else {
        return Err(Error::TooFew { what: "margins", found: 0, needed: 1 });
    };
    margins.iter().try_for_each(|margin| margin.check(weights))?;
    let population = first.population();
    if let Some(other) = margins.iter().find(|m| (m.population() - population).abs() > AGREE * population) {
        let (name, there) = (other.name(), other.population());
        return Err(Error::none(format!(
            "the totals disagree: {} sums to {population}, {name} to {there}; both must count the same people",
            first.name()
        )));
    }
    let mut new = weights.to_vec();
    for round in 1..=ROUNDS {
        margins.iter().for_each(|margin| margin.meet(&mut new));
        let misfit = margins.iter().map(|margin| margin.misfit(&new)).fold(0.0, f64::max);
        // Margins that differ by rounding cannot be met closer than they agree.
        let apart = margins.iter().map(|m| (m.population() - population).abs()).fold(0.0, f64::max) / population;
        if misfit <= SETTLED.max(apart) {
            let margins: Vec<&Margin> = margins.iter().collect();
            return sound(Calibrated::new(weights, new, misfit, round, Projection::on_margins(weights, &margins)));
        }
    }
    Err(Error::NotSettled { what: "raking (perhaps no weights can meet all margins together)", steps: ROUNDS })
}
