//! False-discovery control over many tests.
//!
//! A map of a thousand cells, each tested at 5%, shows fifty "hot" cells by chance alone. The adjusted p-value of a test
//! is the smallest share of false finds at which it would still be called a find.

use crate::{Caution, Error};

/// How the tests may depend on each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dependence {
    /// Independent, or positively dependent as neighbouring areas are (Benjamini and Hochberg 1995).
    #[default]
    Positive,
    /// Any dependence whatever, at the price of a factor 1 + 1/2 + … + 1/n (Benjamini and Yekutieli 2001).
    Any,
}

/// The adjusted p-value of each test, in the order given: min over all tests k at or above it of p₍ₖ₎·n/k, at most 1.
///
/// Gives what R's `p.adjust` gives with "BH" and "BY". Errors: a p-value outside of 0 to 1.
pub fn adjust(p: &[f64], dependence: Dependence) -> Result<Vec<f64>, Error> {
    if let Some(row) = p.iter().position(|value| !(0.0..=1.0).contains(value)) {
        return Err(Error::value("p", row, p[row], "a probability from 0 to 1"));
    }
    let factor = match dependence {
        Dependence::Positive => 1.0,
        Dependence::Any => (1..=p.len()).map(|rank| 1.0 / rank as f64).sum(),
    };
    // Numbers that are not below zero sort as their bits do, which spares a comparison of floats. Tests of one p get one
    // answer in whatever order they stand, and maps of counts have few different ones: by p alone they sort far faster.
    let mut order: Vec<(u64, u32)> = p.iter().zip(0_u32..).map(|(value, row)| ((value + 0.0).to_bits(), row)).collect();
    order.sort_unstable_by_key(|(bits, _)| *bits);
    let (mut adjusted, mut least) = (vec![0.0; p.len()], 1.0_f64);
    let tests = p.len() as f64;
    for (below, (_, row)) in order.iter().enumerate().rev() {
        least = least.min(factor * tests / (below + 1) as f64 * p[*row as usize]);
        adjusted[*row as usize] = least;
    }
    Ok(adjusted)
}

/// As [`adjust`], over the tests that have an answer alone.
pub fn adjust_known(p: &[Option<f64>], dependence: Dependence) -> Result<Vec<Option<f64>>, Error> {
    let known: Vec<f64> = p.iter().flatten().copied().collect();
    let mut adjusted = adjust(&known, dependence)?.into_iter();
    Ok(p.iter().map(|value| value.and_then(|_| adjusted.next())).collect())
}

/// What is to be said where `permutations` are too few for control over `tests`: the smallest p there can be, 2/(m + 1),
/// times the tests, is above 5%, so that a single area that stands out cannot be found however far it does.
pub(super) fn too_few(permutations: u32, tests: usize) -> Option<Caution> {
    const FOUND: f64 = 0.05;
    let needed = (2.0 * tests as f64 / FOUND).ceil() - 1.0;
    (permutations > 0 && f64::from(permutations) < needed).then(|| {
        let text = format!(
            "{permutations} permutations: p cannot be below {:.2e}, and under false-discovery control over {tests} areas one \
             that stands out alone is not found at 5%; that takes {needed} permutations, or the normal p.",
            2.0 / (f64::from(permutations) + 1.0)
        );
        Caution::found("few-permutations", text)
    })
}

/// Adjusts one p-value of each row: `of` gives it and where its adjusted value goes.
pub(super) fn adjust_in<T>(
    rows: &mut [T],
    dependence: Dependence,
    of: impl Fn(&mut T) -> (Option<f64>, &mut Option<f64>),
) -> Result<(), Error> {
    let p: Vec<Option<f64>> = rows.iter_mut().map(|row| of(row).0).collect();
    let adjusted = adjust_known(&p, dependence)?;
    rows.iter_mut().zip(adjusted).for_each(|(row, value)| *of(row).1 = value);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// R 4.2: p.adjust(c(0.01, 0.04, 0.03, 0.005, 0.55), "BH") and "BY".
    #[test]
    fn as_r_adjusts() {
        let p = [0.01, 0.04, 0.03, 0.005, 0.55];
        let near = |found: Vec<f64>, expected: [f64; 5]| {
            found.iter().zip(expected).for_each(|(f, e)| assert!((f - e).abs() < 1e-15, "{f} is not {e}"));
        };
        near(adjust(&p, Dependence::Positive).unwrap(), [0.025, 0.05, 0.05, 0.025, 0.55]);
        let factor = 137.0 / 60.0;
        near(adjust(&p, Dependence::Any).unwrap(), [0.025 * factor, 0.05 * factor, 0.05 * factor, 0.025 * factor, 1.0]);
        assert!(adjust(&[], Dependence::Any).unwrap().is_empty());
    }

    /// The one area of a thousand whose p is the smallest there can be: found with as many permutations as it says, and not
    /// with one fewer.
    #[test]
    fn permutations_are_enough_or_too_few() {
        let alone = |permutations: u32| {
            let mut p = vec![0.9; 1000];
            p[7] = 2.0 / (f64::from(permutations) + 1.0);
            adjust(&p, Dependence::Positive).unwrap()[7]
        };
        assert!(alone(39_999) <= 0.05 + 1e-12 && alone(39_998) > 0.05 + 1e-9);
        assert!(too_few(39_999, 1000).is_none() && too_few(0, 1000).is_none());
        assert!(too_few(39_998, 1000).unwrap().text.contains("that takes 39999 permutations"));
    }

    #[test]
    fn what_is_no_probability_is_refused() {
        for bad in [-0.1, 1.1, f64::NAN] {
            assert!(adjust(&[0.5, bad], Dependence::Positive).is_err());
        }
    }

    proptest! {
        #[test]
        fn order_is_kept_and_nothing_shrinks(p in proptest::collection::vec(0.0..=1.0_f64, 1..60)) {
            let adjusted = adjust(&p, Dependence::Positive).unwrap();
            for (a, b) in adjusted.iter().zip(&p) {
                prop_assert!(a >= b && *a <= 1.0);
            }
            for i in 0..p.len() {
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || adjusted[i] <= adjusted[j]);
                }
            }
            let reversed: Vec<f64> = p.iter().rev().copied().collect();
            let mut other = adjust(&reversed, Dependence::Positive).unwrap();
            other.reverse();
            prop_assert_eq!(adjusted, other);
        }
    }

    /// Under the null, Benjamini-Hochberg at 10% finds anything at all in one study of ten.
    #[test]
    fn a_study_without_effects_rarely_finds_one() {
        let studies = 4000;
        let found = (0..studies).filter(|study| {
            let mut stream = crate::numeric::random::Stream::new(5, *study);
            let p: Vec<f64> = (0..20).map(|_| stream.unit()).collect();
            adjust(&p, Dependence::Positive).unwrap().iter().any(|p| *p < 0.1)
        });
        let share = found.count() as f64 / studies as f64;
        assert!((share - 0.1).abs() < 0.015, "{share}");
    }
}
