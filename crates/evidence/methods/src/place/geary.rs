//! Geary's C, global and local: how much do neighbours differ?

use rayon::prelude::*;
use serde::Serialize;

use super::false_discovery::{adjust_known, too_few};
use super::moran::{Linked, Settings};
use super::null::Null;
use super::permutation::{Draws, each, moments};
use super::weights::Weights;
use crate::numeric::distribution::normal_two_sided;
use crate::numeric::parallel;
use crate::{Caution, Error, sound};

/// Geary's C.
#[derive(Clone, Debug, Serialize)]
pub struct Geary {
    /// Below 1 where neighbours are alike, above where they differ.
    pub c: f64,
    #[serde(flatten)]
    pub null: Null,
    /// Areas in the statistic, those without any neighbour left out.
    pub n: usize,
    pub islands: usize,
    pub local: Vec<LocalGeary>,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// One area's part in it. `None` throughout for an area without neighbours.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct LocalGeary {
    /// Σⱼ wᵢⱼ (xᵢ − xⱼ)² / m₂, with m₂ = Σ (x − x̄)² / n (Anselin 1995, equation 17).
    pub c: Option<f64>,
    /// Its mean and standard error when the values of the others are placed anew.
    pub expected: Option<f64>,
    pub se: Option<f64>,
    /// Below 0 where the area is like its neighbours.
    pub z: Option<f64>,
    /// Two-sided, normal.
    pub p: Option<f64>,
    pub p_fdr: Option<f64>,
    /// Two-sided, from conditional permutations.
    pub p_permutation: Option<f64>,
    pub p_permutation_fdr: Option<f64>,
}

/// Geary's C of `values`, one for each area of `weights`: C = (n − 1) Σᵢⱼ wᵢⱼ(xᵢ − xⱼ)² / (2 S₀ Σ (x − x̄)²).
///
/// Moments: Cliff and Ord (1981, equations 1.47 and 2.35). Errors and areas without neighbours as [`super::moran::moran`].
pub fn geary(values: &[f64], weights: &Weights, settings: Settings) -> Result<Geary, Error> {
    let linked = Linked::new(values, weights, settings.level)?;
    let (z, weights, n) = (&linked.deviations, &linked.weights, linked.n);
    let total = |z: &[f64]| parallel::sum(z.len(), |area| difference(area, z, weights));
    let (sums, kurtosis, found) = (weights.sums(), linked.kurtosis(), total(z));
    let (s0, s1, s2) = (sums.s0, sums.s1, sums.s2);
    let c = (n - 1.0) * found / (2.0 * s0 * linked.squares);
    let normal = ((2.0 * s1 + s2) * (n - 1.0) - 4.0 * s0 * s0) / (2.0 * (n + 1.0) * s0 * s0);
    let first = (n - 1.0) * s1 * (n * n - 3.0 * n + 3.0 - (n - 1.0) * kurtosis);
    let second = 0.25 * (n - 1.0) * s2 * (n * n + 3.0 * n - 6.0 - (n * n - n + 2.0) * kurtosis);
    let third = s0 * s0 * (n * n - 3.0 - (n - 1.0) * (n - 1.0) * kurtosis);
    let randomised = (first - second + third) / (n * (n - 2.0) * (n - 3.0) * s0 * s0);
    let null = Null::new(c, 1.0, normal, randomised, settings.level)?.permuted(
        z,
        settings.permutations,
        settings.seed,
        1e-12 * found,
        total,
    );
    let mut local = locals(&linked, settings)?;
    let p: Vec<Option<f64>> = local.iter().map(|one| one.p).collect();
    let permuted: Vec<Option<f64>> = local.iter().map(|one| one.p_permutation).collect();
    let tested = permuted.iter().flatten().count();
    let (p, permuted) = (adjust_known(&p, settings.dependence)?, adjust_known(&permuted, settings.dependence)?);
    for ((one, p), permuted) in local.iter_mut().zip(p).zip(permuted) {
        (one.p_fdr, one.p_permutation_fdr) = (p, permuted);
    }
    let mut cautions = linked.cautions(kurtosis);
    cautions.extend(too_few(settings.permutations, tested));
    sound(Geary { c, null, n: z.len(), islands: linked.islands, local: linked.spread(local), cautions })
}

/// Σⱼ wᵢⱼ (zᵢ − zⱼ)²
fn difference(area: usize, z: &[f64], weights: &Weights) -> f64 {
    let (neighbours, row) = weights.of(area);
    neighbours.iter().zip(row).map(|(other, weight)| weight * (z[area] - z[*other as usize]).powi(2)).sum()
}

fn locals(linked: &Linked, settings: Settings) -> Result<Vec<LocalGeary>, Error> {
    let (z, weights) = (&linked.deviations, &linked.weights);
    let tails = if settings.permutations > 0 {
        let draws = Draws::new(weights, settings.permutations, settings.seed)?;
        let tails = each(z, weights, &draws, |own, other| (own - other) * (own - other));
        tails.into_iter().map(Some).collect()
    } else {
        vec![None; z.len()]
    };
    let (m2, others) = (linked.squares / linked.n, linked.n - 1.0);
    let power = |power: i32| parallel::sum(z.len(), |area| z[area].powi(power));
    let (cubes, fourths) = (power(3), power(4));
    let of = |area: usize| {
        let (row, own) = (weights.of(area).1, z[area]);
        if row.is_empty() {
            return LocalGeary::default();
        }
        // The mean and variance of (zᵢ − z)² over all others, from the sums of powers; area i itself adds nothing.
        let mean = (linked.squares + linked.n * own * own) / others;
        let fourth = linked.n * own.powi(4) + 6.0 * own * own * linked.squares - 4.0 * own * cubes + fourths;
        let spread = fourth / others - mean * mean;
        let spread = if spread <= 1e-12 * mean * mean { 0.0 } else { spread };
        let (expected, variance) = moments(row, others, mean, spread);
        let (c, se) = (difference(area, z, weights), variance.sqrt());
        let score = (se > 0.0).then(|| (c - expected) / se);
        LocalGeary {
            c: Some(c / m2),
            expected: Some(expected / m2),
            se: Some(se / m2),
            z: score,
            p: score.map(normal_two_sided),
            p_permutation: tails[area].map(|tails| tails.two_sided(settings.permutations)),
            ..LocalGeary::default()
        }
    };
    Ok((0..z.len()).into_par_iter().with_min_len(1024).map(of).collect())
}
