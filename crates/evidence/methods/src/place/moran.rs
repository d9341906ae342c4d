//! Moran's I, global and local: are neighbours alike?

use rayon::prelude::*;
use serde::Serialize;

use super::false_discovery::{Dependence, adjust_in, too_few};
use super::null::Null;
use super::permutation::{Draws, lags, moments};
use super::weights::Weights;
use crate::numeric::distribution::normal_two_sided;
use crate::numeric::parallel;
use crate::{Caution, Error, check, counted, sound};

/// What is asked of Moran's I and of Geary's C.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Permutations of the global and of each local statistic; 0 for the closed forms alone.
    pub permutations: u32,
    pub seed: u64,
    pub dependence: Dependence,
    /// The confidence of the reference interval.
    pub level: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { permutations: 999, seed: 1, dependence: Dependence::Positive, level: 0.95 }
    }
}

/// Moran's I.
#[derive(Clone, Debug, Serialize)]
pub struct Moran {
    /// Above its expectation where neighbours are alike, below where they differ.
    pub i: f64,
    #[serde(flatten)]
    pub null: Null,
    /// Areas in the statistic, those without any neighbour left out.
    pub n: usize,
    /// Areas without any neighbour.
    pub islands: usize,
    pub mean: f64,
    /// One for each area, those without neighbours too.
    pub local: Vec<LocalMoran>,
    #[serde(skip)]
    pub cautions: Vec<Caution>,
}

/// One area's part in it. `None` throughout for an area without neighbours.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct LocalMoran {
    /// (xᵢ − x̄) Σⱼ wᵢⱼ (xⱼ − x̄) / m₂, with m₂ = Σ (x − x̄)² / n (Anselin 1995, equation 12).
    pub i: Option<f64>,
    /// Its mean and standard error when the values of the others are placed anew.
    pub expected: Option<f64>,
    pub se: Option<f64>,
    pub z: Option<f64>,
    /// Two-sided, normal.
    pub p: Option<f64>,
    pub p_fdr: Option<f64>,
    /// Two-sided, from conditional permutations.
    pub p_permutation: Option<f64>,
    pub p_permutation_fdr: Option<f64>,
    /// xᵢ − x̄
    pub deviation: Option<f64>,
    /// Σⱼ wᵢⱼ (xⱼ − x̄)
    pub lag: Option<f64>,
    pub quadrant: Option<Quadrant>,
}

/// The area's value and its neighbours', each above or below the mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quadrant {
    HighHigh,
    LowHigh,
    LowLow,
    HighLow,
}

/// Moran's I of `values`, one for each area of `weights`: I = n/S₀ · Σᵢⱼ wᵢⱼzᵢzⱼ / Σ zᵢ², z = x − x̄.
///
/// Moments under normality and under randomisation: Cliff and Ord (1981, equations 1.44 and 2.22); of the local I under
/// conditional randomisation: Sokal, Oden and Thomson (1998). Reproduces I 0.243655826217717 for St. Louis HR8893 with
/// row-standardised weights. Areas without any neighbour are left out whole (of n and of the mean too).
///
/// Errors: fewer than 4 areas with neighbours, lengths that differ, values that are no numbers or all the same, weights
/// under which the statistic cannot vary.
pub fn moran(values: &[f64], weights: &Weights, settings: Settings) -> Result<Moran, Error> {
    let linked = Linked::new(values, weights, settings.level)?;
    let (z, weights, n) = (&linked.deviations, &linked.weights, linked.n);
    let cross = |z: &[f64]| parallel::sum(z.len(), |area| z[area] * weights.lag(area, z));
    let (sums, squares) = (weights.sums(), linked.squares);
    let i = n / sums.s0 * cross(z) / squares;
    let (s0, s1, s2) = (sums.s0, sums.s1, sums.s2);
    let expected = -1.0 / (n - 1.0);
    let normal = (n * n * s1 - n * s2 + 3.0 * s0 * s0) / ((n * n - 1.0) * s0 * s0) - expected * expected;
    let kurtosis = linked.kurtosis();
    let first = n * ((n * n - 3.0 * n + 3.0) * s1 - n * s2 + 3.0 * s0 * s0);
    let second = kurtosis * ((n * n - n) * s1 - 2.0 * n * s2 + 6.0 * s0 * s0);
    let randomised = (first - second) / ((n - 1.0) * (n - 2.0) * (n - 3.0) * s0 * s0) - expected * expected;
    let size = parallel::sum(z.len(), |area| (z[area] * weights.lag(area, z)).abs());
    let null = Null::new(i, expected, normal, randomised, settings.level)?.permuted(
        z,
        settings.permutations,
        settings.seed,
        1e-12 * size,
        cross,
    );
    let mut local = locals(&linked, settings)?;
    adjust_in(&mut local, settings.dependence, |one| (one.p, &mut one.p_fdr))?;
    adjust_in(&mut local, settings.dependence, |one| (one.p_permutation, &mut one.p_permutation_fdr))?;
    let mut cautions = linked.cautions(kurtosis);
    cautions.extend(too_few(settings.permutations, local.iter().filter(|one| one.p_permutation.is_some()).count()));
    let local = linked.spread(local);
    sound(Moran { i, null, n: z.len(), islands: linked.islands, mean: linked.mean, local, cautions })
}

fn locals(linked: &Linked, settings: Settings) -> Result<Vec<LocalMoran>, Error> {
    let (z, weights) = (&linked.deviations, &linked.weights);
    let tails = if settings.permutations > 0 {
        let draws = Draws::new(weights, settings.permutations, settings.seed)?;
        lags(z, weights, &draws).into_iter().map(Some).collect()
    } else {
        vec![None; z.len()]
    };
    let (m2, others) = (linked.squares / linked.n, linked.n - 1.0);
    let of = |area: usize| {
        let (row, own) = (weights.of(area).1, z[area]);
        if row.is_empty() {
            return LocalMoran::default();
        }
        let lag = weights.lag(area, z);
        let spread = (linked.squares - own * own) / others - (own / others) * (own / others);
        let (mean, variance) = moments(row, others, -own / others, spread.max(0.0));
        let (expected, se) = (own * mean / m2, (own / m2).abs() * variance.sqrt());
        let i = own * lag / m2;
        let score = (se > 0.0).then(|| (i - expected) / se);
        let quadrant = match (own > 0.0, lag > 0.0) {
            (true, true) => Quadrant::HighHigh,
            (false, true) => Quadrant::LowHigh,
            (false, false) => Quadrant::LowLow,
            (true, false) => Quadrant::HighLow,
        };
        LocalMoran {
            i: Some(i),
            expected: Some(expected),
            se: Some(se),
            z: score,
            p: score.map(normal_two_sided),
            // An area at the mean has I = 0 whatever its neighbours are.
            p_permutation: tails[area].filter(|_| se > 0.0).map(|tails| tails.two_sided(settings.permutations)),
            deviation: Some(own),
            lag: Some(lag),
            quadrant: Some(quadrant),
            ..LocalMoran::default()
        }
    };
    Ok((0..z.len()).into_par_iter().with_min_len(1024).map(of).collect())
}

/// The areas that have a neighbour, with their values about the mean.
pub(super) struct Linked {
    pub weights: Weights,
    pub deviations: Vec<f64>,
    pub n: f64,
    pub mean: f64,
    /// Σ (x − x̄)²
    pub squares: f64,
    pub islands: usize,
    kept: Vec<usize>,
    areas: usize,
    mutual: bool,
}

impl Linked {
    pub fn new(values: &[f64], weights: &Weights, level: f64) -> Result<Self, Error> {
        weights.fit(values)?;
        check::finite("values", values)?;
        check::level("the level", level)?;
        let (linked, kept) = weights.without_islands();
        check::at_least("areas with neighbours", kept.len(), 4)?;
        let n = kept.len() as f64;
        let mean = parallel::sum(kept.len(), |area| values[kept[area]]) / n;
        let deviations: Vec<f64> = kept.iter().map(|area| values[*area] - mean).collect();
        let squares = parallel::sum(kept.len(), |area| deviations[area] * deviations[area]);
        if !squares.is_finite() {
            return Err(Error::none("the values are too large to be squared: tell them in a larger unit"));
        }
        if squares <= 1e-24 * n * mean * mean || squares == 0.0 {
            return Err(Error::none("all values are the same: nothing can be alike or different"));
        }
        let (islands, areas) = (values.len() - kept.len(), values.len());
        Ok(Self { mutual: linked.mutual(), weights: linked, deviations, n, mean, squares, islands, kept, areas })
    }

    /// m₄ / m₂²
    pub fn kurtosis(&self) -> f64 {
        self.n * parallel::sum(self.deviations.len(), |area| self.deviations[area].powi(4))
            / (self.squares * self.squares)
    }

    /// One for each of all areas, nothing for those left out.
    pub fn spread<T: Clone + Default>(&self, local: Vec<T>) -> Vec<T> {
        let mut all = vec![T::default(); self.areas];
        self.kept.iter().zip(local).for_each(|(area, one)| all[*area] = one);
        all
    }

    pub fn cautions(&self, kurtosis: f64) -> Vec<Caution> {
        let mut cautions = vec![
            Caution::standing(
                "areas-chosen",
                "The answer depends on how the areas are cut and on who counts as a neighbour; try another cut before acting on it.",
            ),
            Caution::standing(
                "rates-vary",
                "Rates of small populations vary more than those of large ones, which looks like difference between neighbours.",
            ),
        ];
        if self.islands > 0 {
            let text = format!("Left out: {} without a neighbour.", counted(self.islands, "area"));
            cautions.push(Caution::found("islands", text));
        }
        if !self.mutual {
            let text =
                "Some areas are neighbours in one direction only; check the neighbours file if they come from one.";
            cautions.push(Caution::found("one-way", text));
        }
        if kurtosis > 10.0 {
            let text = format!(
                "A few values stand far out (kurtosis {kurtosis:.1}, 3 where normal): trust the permutation p-values, not the normal ones."
            );
            cautions.push(Caution::found("heavy-tail", text));
        }
        cautions
    }
}
