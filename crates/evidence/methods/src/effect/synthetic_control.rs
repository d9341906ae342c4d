//! Synthetic control: a mixture of other areas that went the way the treated one did until the action began.

use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;
use serde::Serialize;

use super::simplex::nearest_mixture;
use crate::{Caution, Error, check, sound};

/// The synthetic control.
#[derive(Clone, Debug, Serialize)]
pub struct Synthetic {
    /// The weight of each donor, in the order given; not below zero, sum one.
    pub weights: Vec<f64>,
    /// The mixture at each time.
    pub synthetic: Vec<f64>,
    /// Treated less mixture at each time.
    pub gaps: Vec<f64>,
    /// The mean gap after the start.
    pub effect: f64,
    /// The effect as a share of the mixture's mean after; `None` where that is zero.
    pub share: Option<f64>,
    /// The root of the mean squared gap before and after.
    pub rmspe_before: f64,
    pub rmspe_after: f64,
    /// After over before; `None` for a perfect fit before.
    pub ratio: Option<f64>,
    /// The share of areas (the treated and every donor in its place) whose ratio is as large: the smallest possible is
    /// one over their number.
    pub p: f64,
    /// Areas among which the treated one was ranked.
    pub ranked: usize,
    /// Each donor's own effect in the treated one's place, and its ratio; `None` where the donor could not be fitted.
    pub placebos: Vec<Option<Placebo>>,
    /// Mean and standard deviation of the placebos' effects: how large an effect is where there was none.
    pub placebo_mean: Option<f64>,
    pub placebo_sd: Option<f64>,
    pub n: usize,
    pub times_before: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// What comes out for a donor that had no action.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Placebo {
    pub effect: f64,
    pub rmspe_before: f64,
    pub rmspe_after: f64,
    pub ratio: Option<f64>,
}

/// Weights by least squares over the times before, on the simplex (Abadie, Diamond and Hainmueller 2010, with every value
/// before as a predictor of equal importance), and p by putting every donor in the treated one's place (their section
/// 2.4: the ratio of the root mean squared gaps after and before).
///
/// `treated` has one value for each time; each of `donors` is as long; `start` is the number of the first time under the
/// action. The treated area is no donor of the placebos. Errors: lengths, fewer than two donors, fewer than two times
/// before, no time after.
pub fn synthetic_control(treated: &[f64], donors: &[Vec<f64>], start: usize) -> Result<Synthetic, Error> {
    checked(treated, donors, start)?;
    let fit = fitted(treated, donors, start)?;
    let placebos: Vec<Option<Placebo>> = (0..donors.len())
        .into_par_iter()
        .map(|place| {
            let others: Vec<&[f64]> =
                donors.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, donor)| donor.as_slice()).collect();
            fitted(&donors[place], &others, start).ok().map(|fit| fit.placebo())
        })
        .collect();
    let own = fit.placebo();
    let ratio_of = |placebo: &Placebo| placebo.ratio.unwrap_or(f64::INFINITY);
    let known: Vec<&Placebo> = placebos.iter().flatten().collect();
    let as_large = 1 + known.iter().filter(|placebo| ratio_of(placebo) >= ratio_of(&own)).count();
    let effects: Vec<f64> = known.iter().map(|placebo| placebo.effect).collect();
    let (mean, sd) = spread(&effects);
    let after = &fit.synthetic[start..];
    let level = after.iter().sum::<f64>() / after.len() as f64;
    let mut result = Synthetic {
        effect: own.effect,
        share: (level != 0.0).then(|| own.effect / level),
        rmspe_before: own.rmspe_before,
        rmspe_after: own.rmspe_after,
        ratio: own.ratio,
        p: as_large as f64 / (known.len() + 1) as f64,
        ranked: known.len() + 1,
        placebos,
        placebo_mean: mean,
        placebo_sd: sd,
        n: treated.len() * (donors.len() + 1),
        times_before: start,
        weights: fit.weights,
        synthetic: fit.synthetic,
        gaps: fit.gaps,
        cautions: Vec::new(),
    };
    result.cautions = cautions(&result, treated);
    sound(result)
}

struct Mixture {
    weights: Vec<f64>,
    synthetic: Vec<f64>,
    gaps: Vec<f64>,
    start: usize,
}

impl Mixture {
    fn placebo(&self) -> Placebo {
        let root = |gaps: &[f64]| (gaps.iter().map(|gap| gap * gap).sum::<f64>() / gaps.len() as f64).sqrt();
        let (before, after) = self.gaps.split_at(self.start);
        let (rmspe_before, rmspe_after) = (root(before), root(after));
        let scale = self.synthetic.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        Placebo {
            effect: after.iter().sum::<f64>() / after.len() as f64,
            rmspe_before,
            rmspe_after,
            ratio: (rmspe_before > 1e-12 * scale).then(|| rmspe_after / rmspe_before),
        }
    }
}

/// The mixture of `donors` nearest to `treated` before `start`: the differences donor − treated span a hull, and the point
/// of it nearest to the origin is the smallest gap.
fn fitted<T: AsRef<[f64]>>(treated: &[f64], donors: &[T], start: usize) -> Result<Mixture, Error> {
    let gaps = DMatrix::from_fn(start, donors.len(), |time, donor| donors[donor].as_ref()[time] - treated[time]);
    let gram = gaps.transpose() * &gaps;
    let not = Error::NotSettled { what: "the weights of the donors", steps: 10_000 };
    let weights: DVector<f64> = nearest_mixture(&gram).ok_or(not)?;
    let at = |time: usize| donors.iter().zip(weights.iter()).map(|(donor, weight)| weight * donor.as_ref()[time]).sum();
    let synthetic: Vec<f64> = (0..treated.len()).map(at).collect();
    let gaps = treated.iter().zip(&synthetic).map(|(own, other)| own - other).collect();
    Ok(Mixture { weights: weights.iter().copied().collect(), synthetic, gaps, start })
}

fn spread(values: &[f64]) -> (Option<f64>, Option<f64>) {
    let n = values.len() as f64;
    if values.len() < 2 {
        return (values.first().copied(), None);
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (Some(mean), Some((squares / (n - 1.0)).sqrt()))
}

fn checked(treated: &[f64], donors: &[Vec<f64>], start: usize) -> Result<(), Error> {
    check::finite("treated", treated)?;
    check::at_least("donors", donors.len(), 2)?;
    for donor in donors {
        check::length("donor", donor.len(), treated.len())?;
        check::finite("donor", donor)?;
    }
    if start < 2 || start >= treated.len() {
        let expected = format!("at least 2 times before and 1 after, of {}", treated.len());
        return Err(Error::setting("start", format!("time number {}", start + 1), expected));
    }
    Ok(())
}

fn cautions(found: &Synthetic, treated: &[f64]) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "no-spill",
        "The answer holds as far as the donors were untouched by the action and had no shock of their own, and as far as \
         the mixture would have gone on as the treated area.",
    )];
    let donors = found.weights.len();
    if found.ranked < 20 {
        let text = format!("Ranked among {} areas: p cannot be below {:.3}.", found.ranked, 1.0 / found.ranked as f64);
        cautions.push(Caution::found("few-donors", text));
    }
    if donors > found.times_before {
        let text = format!("{donors} donors and {} times before: a close fit may be chance.", found.times_before);
        cautions.push(Caution::found("more-donors-than-times", text));
    }
    let before = &treated[..found.times_before];
    let mean = before.iter().sum::<f64>() / before.len() as f64;
    let sd = (before.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / before.len() as f64).sqrt();
    if found.rmspe_before > sd && sd > 0.0 {
        let text = "The mixture misses the treated area before the action by more than that area itself varies: no mixture \
                    of these donors resembles it.";
        cautions.push(Caution::found("poor-fit", text));
    }
    let missing = found.placebos.iter().filter(|placebo| placebo.is_none()).count();
    if missing > 0 {
        cautions.push(Caution::found("placebos-missing", format!("{missing} donors could not be fitted themselves.")));
    }
    cautions
}
