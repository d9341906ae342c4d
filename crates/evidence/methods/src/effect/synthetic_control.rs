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
    /// After over before; 0 where both are nothing, `None` where a perfect fit before leaves it without a number.
    pub ratio: Option<f64>,
    /// The share of areas (the treated and every donor in its place) whose ratio is as large: the smallest possible is
    /// one over their number.
    pub p: f64,
    /// What p ranks: the ratio, or, where the treated one's fit before is perfect, the gap after.
    pub ranked_by: Rank,
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

/// What areas are ranked by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rank {
    Ratio,
    RmspeAfter,
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
/// Where the treated area's own fit before is perfect, which donors in number bring about by chance, the ratio says nothing,
/// and p ranks the gaps after. `treated` has one value for each time; each of `donors` is as long; `start` is the number of
/// the first time under the action. The treated area is no donor of the placebos. Errors: lengths, fewer than two donors,
/// fewer than two times before, no time after.
pub fn synthetic_control(treated: &[f64], donors: &[Vec<f64>], start: usize) -> Result<Synthetic, Error> {
    checked(treated, donors, start)?;
    let areas = Areas::new(treated, donors, start);
    let fit = areas.fitted(0)?;
    let placebos: Vec<Option<Placebo>> =
        (1..=donors.len()).into_par_iter().map(|place| areas.fitted(place).ok().map(|fit| fit.placebo())).collect();
    let own = fit.placebo();
    let ranked_by = if own.ratio.is_some() { Rank::Ratio } else { Rank::RmspeAfter };
    // A donor with a perfect fit before counts as one whose ratio is as large.
    let size = |placebo: &Placebo| match ranked_by {
        Rank::Ratio => placebo.ratio.unwrap_or(f64::INFINITY),
        Rank::RmspeAfter => placebo.rmspe_after,
    };
    let known: Vec<&Placebo> = placebos.iter().flatten().collect();
    let as_large = 1 + known.iter().filter(|placebo| size(placebo) >= size(&own)).count();
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
        ranked_by,
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

/// All areas, the treated one first, and their products over the times before, which serve every placebo.
struct Areas<'a> {
    series: Vec<&'a [f64]>,
    start: usize,
    /// ⟨aᵢ, aⱼ⟩ of the values before, each time's mean over all areas taken out.
    gram: DMatrix<f64>,
}

impl<'a> Areas<'a> {
    fn new(treated: &'a [f64], donors: &'a [Vec<f64>], start: usize) -> Self {
        let series: Vec<&[f64]> = std::iter::once(treated).chain(donors.iter().map(Vec::as_slice)).collect();
        let mean = |time: usize| series.iter().map(|area| area[time]).sum::<f64>() / series.len() as f64;
        let means: Vec<f64> = (0..start).map(mean).collect();
        let centred = DMatrix::from_fn(start, series.len(), |time, area| series[area][time] - means[time]);
        Self { gram: centred.transpose() * centred, series, start }
    }

    /// The mixture of all others but the treated one that is nearest to area `own` before the start: the differences
    /// other − own span a hull, and the point of it nearest to the origin is the smallest gap.
    fn fitted(&self, own: usize) -> Result<Mixture, Error> {
        let others: Vec<usize> = (1..self.series.len()).filter(|area| *area != own).collect();
        let of = |a: usize, b: usize| self.gram[(a, b)];
        // ⟨a − own, b − own⟩
        let product = |a: usize, b: usize| of(a, b) - of(a, own) - of(own, b) + of(own, own);
        let gram = DMatrix::from_fn(others.len(), others.len(), |a, b| product(others[a], others[b]));
        let not = Error::NotSettled { what: "the weights of the donors", steps: 10_000 };
        let weights: DVector<f64> = nearest_mixture(&gram).ok_or(not)?;
        let at = |time: usize| others.iter().zip(weights.iter()).map(|(area, w)| w * self.series[*area][time]).sum();
        let synthetic: Vec<f64> = (0..self.series[own].len()).map(at).collect();
        let gaps = self.series[own].iter().zip(&synthetic).map(|(own, other)| own - other).collect();
        // The farthest that any single donor is away: a gap that is nothing beside it is one of the weights' rounding.
        let farthest = (gram.diagonal().max().max(0.0) / self.start as f64).sqrt();
        Ok(Mixture { weights: weights.iter().copied().collect(), synthetic, gaps, start: self.start, farthest })
    }
}

struct Mixture {
    weights: Vec<f64>,
    synthetic: Vec<f64>,
    gaps: Vec<f64>,
    start: usize,
    farthest: f64,
}

impl Mixture {
    fn placebo(&self) -> Placebo {
        let root = |gaps: &[f64]| (gaps.iter().map(|gap| gap * gap).sum::<f64>() / gaps.len() as f64).sqrt();
        let (before, after) = self.gaps.split_at(self.start);
        let (rmspe_before, rmspe_after) = (root(before), root(after));
        let scale = self.synthetic.iter().fold(0.0_f64, |most, value| most.max(value.abs()));
        let nothing = (1e-6 * self.farthest).max(1e-12 * scale);
        let ratio = match (rmspe_before > nothing, rmspe_after > nothing) {
            (true, _) => Some(rmspe_after / rmspe_before),
            (false, false) => Some(0.0),
            (false, true) => None,
        };
        Placebo { effect: after.iter().sum::<f64>() / after.len() as f64, rmspe_before, rmspe_after, ratio }
    }
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
    if found.ranked_by == Rank::RmspeAfter {
        let text = "The mixture meets the treated area exactly before the action: after by before has no number, and p ranks \
                    the gaps after alone.";
        cautions.push(Caution::found("perfect-fit", text));
    }
    let perfect = found.placebos.iter().flatten().filter(|placebo| placebo.ratio.is_none()).count();
    if perfect > 0 && found.ranked_by == Rank::Ratio {
        let text =
            format!("{perfect} donors are met exactly by their mixtures before: they count as having moved as far.");
        cautions.push(Caution::found("perfect-placebos", text));
    }
    let missing = found.placebos.iter().filter(|placebo| placebo.is_none()).count();
    if missing > 0 {
        cautions.push(Caution::found("placebos-missing", format!("{missing} donors could not be fitted themselves.")));
    }
    cautions
}
