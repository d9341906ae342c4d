//! Estimates and their variances from replicate weights.

use rayon::prelude::*;
use serde::Serialize;

use super::{Centre, Kind, Replicates};
use crate::numeric::distribution::t_two_sided_quantile;
use crate::{Caution, Error, Interval, check, sound};

/// An estimate whose uncertainty the replicates tell.
#[derive(Clone, Debug, Serialize)]
pub struct ReplicateEstimate {
    pub estimate: f64,
    pub se: f64,
    /// Student's t with the replicates' degrees of freedom.
    pub ci: Interval,
    /// Rows with a weight.
    pub n: usize,
    pub freedom: f64,
    /// Replicates in which the estimate was possible.
    pub replicates: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

impl Replicates {
    /// The total of `values` over the rows in use.
    ///
    /// `used` says which rows are in use (those of a group, or with a value); the others may hold any number. Errors:
    /// lengths, values that are no numbers, no weight in use, a level outside of 0 to 1; so with all estimates here.
    pub fn total(&self, values: &[f64], used: &[bool], level: f64) -> Result<ReplicateEstimate, Error> {
        self.check(values, used)?;
        let (whole, replicates) = self.totals(&masked(values, used));
        self.estimate(Some(whole), replicates.into_iter().map(Some).collect(), used, level)
    }

    /// The mean of `values` over the rows in use.
    pub fn mean(&self, values: &[f64], used: &[bool], level: f64) -> Result<ReplicateEstimate, Error> {
        self.ratio(values, &vec![1.0; values.len()], used, level)
    }

    /// The total of `upper` over the total of `lower`, over the rows in use.
    pub fn ratio(&self, upper: &[f64], lower: &[f64], used: &[bool], level: f64) -> Result<ReplicateEstimate, Error> {
        self.check(upper, used)?;
        self.check(lower, used)?;
        let (above, above_each) = self.totals(&masked(upper, used));
        let (below, below_each) = self.totals(&masked(lower, used));
        let over = |above: f64, below: f64| if below == 0.0 { None } else { Some(above / below) };
        let each = above_each.into_iter().zip(below_each).map(|(above, below)| over(above, below)).collect();
        self.estimate(over(above, below), each, used, level)
    }

    /// The smallest value up to which a share `p` of the weight lies (R: `qrule = "math"`, `interval.type = "quantile"`).
    pub fn quantile(&self, values: &[f64], used: &[bool], p: f64, level: f64) -> Result<ReplicateEstimate, Error> {
        self.check(values, used)?;
        if !(0.0..=1.0).contains(&p) {
            return Err(Error::setting("the quantile", p, "a share from 0 to 1"));
        }
        let mut order: Vec<u32> = (0..values.len() as u32).filter(|row| used[*row as usize]).collect();
        order.sort_by(|a, b| values[*a as usize].total_cmp(&values[*b as usize]));
        let mut made = self.statistic(|weights| quantile(values, &order, weights, p), used, level)?;
        if matches!(self.kind, Kind::Jk1 | Kind::Jkn) {
            made.cautions.push(Caution::found(
                "jackknife-quantile",
                "The jackknife does not tell the standard error of a quantile: use half samples or the bootstrap.",
            ));
        }
        Ok(made)
    }

    /// Any `statistic` of the rows' weights, made again with the weights of each replicate; `None` where it is not
    /// possible. Replicates without an answer are left out, with a caution.
    pub fn statistic(
        &self,
        statistic: impl Fn(&[f64]) -> Option<f64> + Sync,
        used: &[bool],
        level: f64,
    ) -> Result<ReplicateEstimate, Error> {
        check::length("rows in use", used.len(), self.rows())?;
        let whole = statistic(self.weights());
        let one = |buffer: &mut Vec<f64>, replicate: usize| {
            self.fill(replicate, buffer);
            statistic(buffer)
        };
        let each = (0..self.count()).into_par_iter().map_init(Vec::new, one).collect();
        self.estimate(whole, each, used, level)
    }

    fn check(&self, values: &[f64], used: &[bool]) -> Result<(), Error> {
        check::length("values", values.len(), self.rows())?;
        check::length("rows in use", used.len(), self.rows())?;
        match values.iter().zip(used).position(|(value, used)| *used && !value.is_finite()) {
            None => Ok(()),
            Some(row) => Err(Error::value("value", row, values[row], "a number")),
        }
    }

    /// V = scale · Σ rscale (θ_r − centre)².
    fn estimate(
        &self,
        whole: Option<f64>,
        each: Vec<Option<f64>>,
        used: &[bool],
        level: f64,
    ) -> Result<ReplicateEstimate, Error> {
        check::level("the confidence level", level)?;
        let n = self.weights.iter().zip(used).filter(|(weight, used)| **used && **weight > 0.0).count();
        check::at_least("rows with a weight", n, 1)?;
        let Some(estimate) = whole.filter(|value| value.is_finite()) else {
            return Err(Error::none("there is no estimate: the weights, or what is divided by, are 0"));
        };
        let good = |(value, rscale): (Option<f64>, &f64)| value.filter(|v| v.is_finite()).map(|v| (v, *rscale));
        let kept: Vec<(f64, f64)> = each.into_iter().zip(&self.rscales).filter_map(good).collect();
        check::at_least("replicates with an answer", kept.len(), 2)?;
        let used: Vec<f64> = kept.iter().filter(|(_, rscale)| *rscale > 0.0).map(|(value, _)| *value).collect();
        let centre = match self.centre {
            Centre::Estimate => estimate,
            Centre::Replicates => used.iter().sum::<f64>() / used.len().max(1) as f64,
        };
        let squares: f64 = kept.iter().map(|(value, rscale)| rscale * (value - centre).powi(2)).sum();
        let se = (self.scale * squares).sqrt();
        let reach = t_two_sided_quantile(level, self.freedom) * se;
        let mut cautions = self.cautions.clone();
        let lost = self.count() - kept.len();
        if lost > 0 {
            let text = format!("In {lost} of {} replicates there is no answer; they are left out.", self.count());
            cautions.push(Caution::found("replicates-left-out", text));
        }
        if self.freedom < 10.0 {
            let text = format!("The standard error rests on {} degrees of freedom: it is itself unsure.", self.freedom);
            cautions.push(Caution::found("few-degrees", text));
        }
        sound(ReplicateEstimate {
            estimate,
            se,
            ci: Interval::new(estimate - reach, estimate + reach, level),
            n,
            freedom: self.freedom,
            replicates: kept.len(),
            cautions,
        })
    }
}

/// The values in use; 0 for the others.
fn masked(values: &[f64], used: &[bool]) -> Vec<f64> {
    values.iter().zip(used).map(|(value, used)| if *used { *value } else { 0.0 }).collect()
}

/// The smallest value whose weight and that of all smaller ones reach `p`; `order` sorts `values`.
fn quantile(values: &[f64], order: &[u32], weights: &[f64], p: f64) -> Option<f64> {
    let all: f64 = order.iter().map(|row| weights[*row as usize]).sum();
    if all <= 0.0 {
        return None;
    }
    let mut below = 0.0;
    let mut last = None;
    for row in order.iter().map(|row| *row as usize).filter(|row| weights[*row] > 0.0) {
        below += weights[row];
        last = Some(values[row]);
        // A share that only rounding keeps from p has reached it.
        if below >= p * all * (1.0 - 1e-12) {
            break;
        }
    }
    last
}
