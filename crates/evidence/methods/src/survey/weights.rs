//! What weights cost, trimming and scaling them.

use serde::Serialize;

use crate::{Caution, Error, check, sound};

/// Rounds of strict trimming before it is given up.
const ROUNDS: usize = 10_000;

/// How uneven weights are, and what that costs.
#[derive(Clone, Debug, Serialize)]
pub struct Description {
    /// Rows with a weight above zero.
    pub n: usize,
    pub sum: f64,
    pub mean: f64,
    pub smallest: f64,
    pub largest: f64,
    /// The standard deviation (divisor n) over the mean.
    pub variation: f64,
    /// Kish's effective sample size (Σw)² / Σw²: so many answers of equal weight would tell a mean as exactly, where
    /// the weights have nothing to do with the answers.
    pub effective_n: f64,
    /// Kish's design effect of unequal weights n Σw² / (Σw)² = 1 + variation² (Kish 1965, 11.7; 1992).
    pub design_effect: f64,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// The effective sample size and the design effect of `weights`; rows with weight 0 are not in the sample.
///
/// Errors: no rows, weights below zero, no weight above zero.
pub fn describe(weights: &[f64]) -> Result<Description, Error> {
    check_weights(weights)?;
    let used = || weights.iter().copied().filter(|weight| *weight > 0.0);
    let n = used().count();
    let sum: f64 = used().sum();
    let mean = sum / n as f64;
    let largest = used().fold(0.0, f64::max);
    // Over the mean, so that the squares of large weights do not overflow.
    let spread: f64 = used().map(|weight| (weight / mean - 1.0).powi(2)).sum::<f64>() / n as f64;
    let design_effect = 1.0 + spread;
    let mut cautions = vec![Caution::standing(
        "kish-is-a-guess",
        "Kish's design effect holds where weights and answers are unrelated, and knows nothing of clusters and strata; \
         each estimate has a design effect of its own.",
    )];
    if largest > 5.0 * mean {
        let times = largest / mean;
        cautions.push(Caution::found("large-weights", format!("The largest weight is {times:.1} times the mean.")));
    }
    sound(Description {
        n,
        sum,
        mean,
        smallest: used().fold(f64::INFINITY, f64::min),
        largest,
        variation: spread.sqrt(),
        effective_n: n as f64 / design_effect,
        design_effect,
        cautions,
    })
}

/// Weights after trimming.
#[derive(Clone, Debug, Serialize)]
pub struct Trimmed {
    pub weights: Vec<f64>,
    /// Rows with a weight above zero.
    pub n: usize,
    /// Rows whose weight was outside of the bounds.
    pub trimmed: usize,
    /// Σ |weight cut off or added| at the bounds, over all rounds.
    pub moved: f64,
    pub rounds: usize,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// Cuts weights off at `lower` and `upper` and shares what was cut equally among the others, so that the sum stays; as
/// R's `trimWeights`. Sharing may push weights beyond the bounds again: `strict` repeats until none is.
///
/// Rows with weight 0 stay so: they are not in the sample.
///
/// Errors: weights below zero, bounds in the wrong order, no weight within them to take what was cut, and (strict) a
/// sum that no weights within the bounds have.
pub fn trim(weights: &[f64], lower: f64, upper: f64, strict: bool) -> Result<Trimmed, Error> {
    check_weights(weights)?;
    if !(lower >= 0.0 && upper > lower) {
        let expected = "a lower bound not below 0 and an upper one above it";
        return Err(Error::setting("trimming", format!("{lower} to {upper}"), expected));
    }
    let mut new = weights.to_vec();
    let sum: f64 = weights.iter().sum();
    let n = weights.iter().filter(|weight| **weight > 0.0).count();
    if strict && (sum > upper * n as f64 || sum < lower * n as f64) {
        let mean = sum / n as f64;
        return Err(Error::setting(
            "trimming",
            format!("{lower} to {upper}"),
            format!("bounds around the mean {mean}"),
        ));
    }
    let outside = |weight: f64| weight > 0.0 && (weight < lower || weight > upper);
    let mut touched = vec![false; weights.len()];
    let (mut moved, mut rounds) = (0.0, 0);
    while new.iter().any(|weight| outside(*weight)) {
        rounds += 1;
        let free = new.iter().filter(|weight| **weight > 0.0 && !outside(**weight)).count();
        if free == 0 {
            return Err(Error::none("no weight lies within the bounds, to take what was cut from the others"));
        }
        let cut: f64 = new.iter().filter(|weight| outside(**weight)).map(|w| w - w.clamp(lower, upper)).sum();
        for (weight, touched) in new.iter_mut().zip(&mut touched) {
            if outside(*weight) {
                moved += (*weight - weight.clamp(lower, upper)).abs();
                *weight = weight.clamp(lower, upper);
                *touched = true;
            } else if *weight > 0.0 {
                *weight += cut / free as f64;
            }
        }
        // What is left to share is lost in the sum's last digits: one more cut ends it.
        if strict && cut.abs() <= 1e-14 * sum {
            new.iter_mut().filter(|weight| outside(**weight)).for_each(|weight| *weight = weight.clamp(lower, upper));
        }
        if !strict {
            break;
        }
        if rounds == ROUNDS {
            return Err(Error::NotSettled { what: "trimming", steps: ROUNDS });
        }
    }
    let trimmed = touched.iter().filter(|touched| **touched).count();
    let cautions = trim_cautions(trimmed, new.iter().filter(|weight| outside(**weight)).count());
    sound(Trimmed { weights: new, n, trimmed, moved, rounds, cautions })
}

fn trim_cautions(trimmed: usize, beyond: usize) -> Vec<Caution> {
    let mut cautions = vec![Caution::standing(
        "trimming-bias",
        "Trimming trades a smaller spread for a bias that the standard error does not show, and undoes calibration in \
         part: trim first, then calibrate.",
    )];
    if beyond > 0 {
        let text = format!("After sharing, {beyond} weights lie outside of the bounds again: trim strictly.");
        cautions.push(Caution::found("beyond-bounds", text));
    }
    if trimmed == 0 {
        cautions.push(Caution::found("nothing-trimmed", "Every weight lay within the bounds: nothing was trimmed."));
    }
    cautions
}

/// The weights scaled to `sum` (for weights of mean 1: the number of rows with a weight).
///
/// Errors: weights below zero, none above it, a sum that is not above zero.
pub fn normalise(weights: &[f64], sum: f64) -> Result<Vec<f64>, Error> {
    check_weights(weights)?;
    check::positive_setting("the sum of the weights", sum)?;
    let factor = sum / weights.iter().sum::<f64>();
    Ok(weights.iter().map(|weight| weight * factor).collect())
}

fn check_weights(weights: &[f64]) -> Result<(), Error> {
    check::at_least("rows", weights.len(), 1)?;
    check::not_negative("weight", weights)?;
    if weights.iter().all(|weight| *weight == 0.0) {
        return Err(Error::none("every weight is 0"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_weights_cost_nothing() {
        let got = describe(&[3.0, 3.0, 0.0, 3.0]).unwrap();
        assert_eq!((got.n, got.sum, got.effective_n, got.design_effect), (3, 9.0, 3.0, 1.0));
    }

    #[test]
    fn kishs_formulas() {
        let weights = [1.0, 2.0, 3.0, 10.0];
        let got = describe(&weights).unwrap();
        assert!((got.effective_n - 256.0 / 114.0).abs() < 1e-14);
        assert!((got.design_effect * got.effective_n - 4.0).abs() < 1e-14);
    }

    /// 10 is cut to 6, and the 4 are shared among three.
    #[test]
    fn what_is_cut_is_shared() {
        let got = trim(&[1.0, 2.0, 3.0, 10.0, 0.0], 0.0, 6.0, false).unwrap();
        assert_eq!((got.trimmed, got.moved, got.rounds), (1, 4.0, 1));
        let share = 4.0 / 3.0;
        assert_eq!(got.weights, [1.0 + share, 2.0 + share, 3.0 + share, 6.0, 0.0]);
    }

    #[test]
    fn strict_trimming_ends_within_the_bounds_with_the_same_sum() {
        let weights = [1.0, 2.0, 5.9, 10.0, 20.0, 0.1];
        let got = trim(&weights, 1.0, 8.0, true).unwrap();
        assert!(got.weights.iter().all(|weight| (1.0..=8.0).contains(weight)), "{:?}", got.weights);
        assert!((got.weights.iter().sum::<f64>() - 39.0).abs() < 1e-9);
        assert!(
            trim(&weights, 1.0, 8.0, false).unwrap().cautions.iter().any(|caution| caution.code == "beyond-bounds")
        );
    }

    #[test]
    fn bounds_that_cannot_hold_are_told() {
        let told = |lower, upper, strict| trim(&[1.0, 9.0], lower, upper, strict).unwrap_err().to_string();
        assert!(told(3.0, 2.0, false).starts_with("trimming is 3 to 2"));
        assert!(told(0.0, 2.0, true).ends_with("bounds around the mean 5"));
        assert!(told(2.0, 8.0, false).starts_with("no weight lies within"));
        assert!(describe(&[1.0, f64::NAN]).unwrap_err().to_string().starts_with("weight number 2 is NaN"));
        assert!(normalise(&[1.0], 0.0).is_err());
        assert_eq!(normalise(&[1.0, 3.0], 2.0).unwrap(), [0.5, 1.5]);
    }
}
