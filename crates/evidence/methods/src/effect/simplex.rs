//! The point of a convex hull nearest to the origin.

use nalgebra::{DMatrix, DVector};

/// Steps before the answer counts as not settled; each adds or drops a corner, and real problems take a few dozen.
const STEPS: usize = 10_000;

/// Weights (not below zero, sum one) of the corners whose mixture is nearest to the origin, given the corners' products
/// `gram[(i, j)]` = ⟨cᵢ, cⱼ⟩: the exact algorithm of Wolfe (1976), which ends after finitely many steps.
///
/// `None` where it does not end, which rounding can cause when many corners are the same.
pub fn nearest_mixture(gram: &DMatrix<f64>) -> Option<DVector<f64>> {
    let corners = gram.nrows();
    let first = (0..corners).min_by(|a, b| gram[(*a, *a)].total_cmp(&gram[(*b, *b)]))?;
    let mut weights = DVector::<f64>::zeros(corners);
    weights[first] = 1.0;
    let mut active = vec![first];
    let scale = gram.diagonal().max().max(f64::MIN_POSITIVE);
    for _ in 0..STEPS {
        // Products of every corner with the present mixture; the smallest is the way to go.
        let toward = products(gram, &weights, &active);
        let length: f64 = active.iter().map(|at| weights[*at] * toward[*at]).sum();
        let best = (0..corners).min_by(|a, b| toward[*a].total_cmp(&toward[*b]))?;
        if toward[best] >= length - 1e-13 * scale || active.contains(&best) {
            return Some(weights);
        }
        active.push(best);
        if !settle(gram, &mut weights, &mut active) {
            return Some(weights);
        }
    }
    None
}

/// Moves to the best mixture of the active corners, dropping corners whose weight would fall below zero. False where the
/// active corners depend on each other, so that adding the last one brings nothing.
fn settle(gram: &DMatrix<f64>, weights: &mut DVector<f64>, active: &mut Vec<usize>) -> bool {
    loop {
        let Some(wanted) = affine(gram, active) else {
            let last = active.pop();
            return last.is_some_and(|last| weights[last] > 0.0);
        };
        if wanted.iter().all(|weight| *weight > 0.0) {
            active.iter().zip(wanted.iter()).for_each(|(at, weight)| weights[*at] = *weight);
            return true;
        }
        // As far as the first weight that reaches zero.
        let mut step = 1.0_f64;
        for (at, weight) in active.iter().zip(wanted.iter()).filter(|(_, weight)| **weight <= 0.0) {
            step = step.min(weights[*at] / (weights[*at] - weight));
        }
        for (at, weight) in active.iter().zip(wanted.iter()) {
            weights[*at] += step * (weight - weights[*at]);
        }
        let least = active.iter().zip(wanted.iter()).filter(|(_, weight)| **weight <= 0.0);
        let drop = least.map(|(at, _)| *at).min_by(|a, b| weights[*a].total_cmp(&weights[*b]));
        active.retain(|at| Some(*at) != drop && weights[*at] > 0.0);
        (0..weights.len()).filter(|at| !active.contains(at)).for_each(|at| weights[at] = 0.0);
        let sum: f64 = active.iter().map(|at| weights[*at]).sum();
        active.iter().for_each(|at| weights[*at] /= sum);
    }
}

/// The weights, of any sign, that sum to one and bring the mixture of `active` nearest to the origin.
fn affine(gram: &DMatrix<f64>, active: &[usize]) -> Option<DVector<f64>> {
    let k = active.len();
    // Bordered by ones: the system stays regular even where the corners' products are not.
    let scale = active.iter().map(|at| gram[(*at, *at)]).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let bordered = DMatrix::from_fn(k + 1, k + 1, |row, column| match (row, column) {
        (0, 0) => 0.0,
        (0, _) | (_, 0) => 1.0,
        _ => gram[(active[row - 1], active[column - 1])] / scale,
    });
    let mut right = DVector::zeros(k + 1);
    right[0] = 1.0;
    let solved = bordered.lu().solve(&right)?;
    let weights = solved.rows(1, k).into_owned();
    weights.iter().all(|weight| weight.is_finite() && weight.abs() < 1e8).then_some(weights)
}

fn products(gram: &DMatrix<f64>, weights: &DVector<f64>, active: &[usize]) -> Vec<f64> {
    let mut sums = vec![0.0; gram.nrows()];
    for at in active {
        let weight = weights[*at];
        sums.iter_mut().zip(gram.column(*at).iter()).for_each(|(sum, product)| *sum += weight * product);
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Stream;

    /// The conditions of Karush, Kuhn and Tucker: no corner lies nearer along the mixture than the mixture itself.
    #[test]
    fn no_corner_is_nearer() {
        for (number, (corners, dimensions)) in [(3, 2), (20, 5), (8, 30), (60, 12), (40, 3)].into_iter().enumerate() {
            let mut stream = Stream::new(9, number as u64);
            let points = DMatrix::from_fn(dimensions, corners, |row, _| stream.normal() + 0.4 * (row % 2) as f64);
            let gram = points.transpose() * &points;
            let weights = nearest_mixture(&gram).unwrap();
            let mixture = &points * &weights;
            assert!((weights.sum() - 1.0).abs() < 1e-10 && weights.min() >= 0.0);
            let least = (points.transpose() * &mixture).min();
            assert!(least >= mixture.norm_squared() - 1e-9, "{corners}x{dimensions}: {least}");
        }
    }

    #[test]
    fn one_corner_and_equal_corners() {
        assert_eq!(nearest_mixture(&DMatrix::from_element(1, 1, 4.0)).unwrap()[0], 1.0);
        let weights = nearest_mixture(&DMatrix::from_element(3, 3, 2.0)).unwrap();
        assert!((weights.sum() - 1.0).abs() < 1e-12);
    }
}
