//! How far noise takes a number from the truth.

use super::Epsilon;

/// The most terms for which chances are added up one by one; the normal distribution serves beyond.
const EXACT: usize = 60;

/// The least number that the sum of so many noises stays within, in at least 95 of 100 cases.
///
/// A sum of n two-sided geometric numbers is the difference of two negative binomial ones with n successes; up to 60 terms
/// its chances are added up, beyond that it is 1.96 standard deviations, rounded up.
pub fn of_sum(epsilon: Epsilon, terms: usize) -> u64 {
    if terms == 0 {
        return 0;
    }
    let alpha = (-f64::from(epsilon.get()) / 1000.0).exp();
    let variance = terms as f64 * 2.0 * alpha / ((1.0 - alpha) * (1.0 - alpha));
    if terms == 1 {
        return single(alpha);
    }
    // A spread of thousands is smooth, and adding up would take long.
    if terms > EXACT || variance > 1e6 {
        return ceiling(1.96 * variance.sqrt());
    }
    summed(alpha, terms)
}

/// P(|noise| > m) = 2·α^(m+1) / (1 + α), at most 0.05.
fn single(alpha: f64) -> u64 {
    let needed = (0.05 * (1.0 + alpha) / 2.0).ln() / alpha.ln() - 1.0;
    ceiling(needed.max(0.0))
}

fn summed(alpha: f64, terms: usize) -> u64 {
    let n = terms as f64;
    let mean = n * alpha / (1.0 - alpha);
    let spread = n.sqrt() * alpha.sqrt() / (1.0 - alpha);
    let size = usize::try_from(ceiling(mean + 12.0 * spread + 40.0 / (1.0 - alpha))).unwrap_or(0) + 1;
    let mut chances = Vec::with_capacity(size);
    let mut chance = (n * (1.0 - alpha).ln()).exp();
    for k in 0..size {
        chances.push(chance);
        chance *= alpha * (k as f64 + n) / (k as f64 + 1.0);
    }
    let apart = |d: usize| chances.iter().zip(chances.iter().skip(d)).map(|(a, b)| a * b).sum::<f64>();
    let mut inside = apart(0);
    let mut margin = 0;
    while inside < 0.95 && margin < size {
        margin += 1;
        inside += 2.0 * apart(margin);
    }
    margin as u64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "finite, not negative, far below 2^63")]
fn ceiling(value: f64) -> u64 {
    value.ceil() as u64
}
