//! Conditional permutation: each area keeps its own value while the values of all others are drawn anew for its
//! neighbours (Anselin 1995, section 4).
//!
//! For area i with k neighbours a permutation is a draw of k of the n − 1 others without replacement. One set of draws
//! serves all areas, as in esda: draw r is a list of numbers from 0 to n − 2, of which an area takes the first k, and a
//! number v stands for the area v, or v + 1 from the area itself on. Every area's p-value is exact on its own; the p-values
//! of different areas share their chance, as they share their data.
//!
//! Between area i and i + 1 only a draw that holds the number i changes its sum. Where the weights within a row are alike
//! the sums are therefore carried from area to area, sorted, and an area's place among them is found by halving: the work
//! is n·log(permutations), not n·permutations·k.

use rayon::prelude::*;

use crate::Error;
use crate::numeric::random::Stream;
use crate::place::weights::Weights;

/// How many permutations give at least, and how many at most, what was observed; ties count in both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tails {
    pub above: u32,
    pub below: u32,
}

impl Tails {
    /// (r + 1) / (permutations + 1) of the rarer side, doubled because either side would have been told; at most 1.
    pub fn two_sided(self, permutations: u32) -> f64 {
        let rarer = f64::from(self.above.min(self.below)) + 1.0;
        (2.0 * rarer / (f64::from(permutations) + 1.0)).min(1.0)
    }
}

/// The draws, all areas' alike.
pub(super) struct Draws {
    permutations: usize,
    /// Numbers in each draw: the most neighbours that any area has.
    width: usize,
    numbers: Vec<u32>,
}

/// The most bytes that the draws take.
const MOST: usize = 1 << 30;

/// What one number drawn takes: 4 bytes, and 12 where it is sorted by the area that meets it.
const EACH: usize = 16;

impl Draws {
    /// For areas with these `weights`. Errors: draws that take more than a GiB.
    pub fn new(weights: &Weights, permutations: u32, seed: u64) -> Result<Self, Error> {
        let width = (0..weights.areas()).map(|area| weights.of(area).0.len()).max().unwrap_or(0);
        let permutations = permutations as usize;
        if permutations.saturating_mul(width).saturating_mul(EACH) > MOST {
            let most = MOST / EACH / width.max(1);
            let expected = format!("at most {most} where an area has {width} neighbours");
            return Err(Error::setting("the number of permutations", permutations, expected));
        }
        let others = weights.areas().saturating_sub(1) as u32;
        let mut numbers = vec![0; permutations * width];
        let draw = |pool: &mut Vec<u32>, (number, list): (usize, &mut [u32])| {
            // The first steps of a shuffle, taken back afterwards so that every draw starts from the same order.
            let mut stream = Stream::new(seed, number as u64);
            let swaps: Vec<(usize, usize)> =
                (0..list.len()).map(|at| (at, at + stream.below(others - at as u32) as usize)).collect();
            swaps.iter().for_each(|(a, b)| pool.swap(*a, *b));
            list.copy_from_slice(&pool[..list.len()]);
            swaps.iter().rev().for_each(|(a, b)| pool.swap(*a, *b));
        };
        if width > 0 {
            numbers.par_chunks_mut(width).enumerate().with_min_len(64).for_each_init(|| (0..others).collect(), draw);
        }
        Ok(Self { permutations, width, numbers })
    }

    fn of(&self, permutation: usize, count: usize) -> &[u32] {
        let start = permutation * self.width;
        &self.numbers[start..start + count]
    }
}

/// The area that a drawn number stands for, seen from `area`.
#[inline]
fn other(number: u32, area: u32) -> usize {
    (number + u32::from(number >= area)) as usize
}

/// The tails of Σⱼ wᵢⱼ `values`ⱼ for each area; an area without neighbours has none.
pub(super) fn lags(values: &[f64], weights: &Weights, draws: &Draws) -> Vec<Tails> {
    if weights.equal_in_rows() { sums(values, weights, draws) } else { each(values, weights, draws, |_, other| other) }
}

/// The tails of Σⱼ wᵢⱼ `term`(own value, other value) for each area, every draw gathered for every area.
pub(super) fn each(
    values: &[f64],
    weights: &Weights,
    draws: &Draws,
    term: impl Fn(f64, f64) -> f64 + Sync,
) -> Vec<Tails> {
    let of = |area: usize| {
        let ((neighbours, weight), own) = (weights.of(area), values[area]);
        let terms = || neighbours.iter().zip(weight).map(|(other, w)| w * term(own, values[*other as usize]));
        let mut tails = Counter::new(terms());
        for permutation in 0..draws.permutations {
            let drawn = draws.of(permutation, weight.len());
            tails.count(drawn.iter().zip(weight).map(|(v, w)| w * term(own, values[other(*v, area as u32)])).sum());
        }
        tails.tails
    };
    (0..weights.areas()).into_par_iter().map(of).collect()
}

/// What was observed, and how much of a difference from it is rounding.
struct Counter {
    low: f64,
    high: f64,
    tails: Tails,
}

impl Counter {
    fn new(terms: impl Iterator<Item = f64>) -> Self {
        let (mut sum, mut size, mut count) = (0.0, 0.0, 0.0);
        terms.for_each(|term| (sum, size, count) = (sum + term, size + term.abs(), count + 1.0));
        // The same terms in another order differ by no more than this.
        let rounding = 4.0 * f64::EPSILON * count * size;
        Self { low: sum - rounding, high: sum + rounding, tails: Tails::default() }
    }

    #[inline]
    fn count(&mut self, drawn: f64) {
        self.tails.above += u32::from(drawn >= self.low);
        self.tails.below += u32::from(drawn <= self.high);
    }
}

/// Areas of one piece of work: large enough that starting anew costs little.
const PIECE: usize = 16_384;

/// The tails of the plain sums of the neighbours' values.
fn sums(values: &[f64], weights: &Weights, draws: &Draws) -> Vec<Tails> {
    // (number, permutation, place in the draw), in the order in which a sweep over the areas meets them.
    let mut met: Vec<(u32, u32, u32)> = Vec::with_capacity(draws.numbers.len());
    for permutation in 0..draws.permutations {
        let list = draws.of(permutation, draws.width);
        met.extend(list.iter().zip(0..).map(|(number, place)| (*number, permutation as u32, place)));
    }
    met.sort_unstable();
    let mut classes: Vec<Vec<u32>> = vec![Vec::new(); draws.width + 1];
    (0..weights.areas()).for_each(|area| classes[weights.of(area).0.len()].push(area as u32));
    let pieces: Vec<(usize, &[u32])> = (1..classes.len())
        .flat_map(|count| classes[count].chunks(PIECE).map(move |members| (count, members)))
        .collect();
    let swept: Vec<Vec<Tails>> = pieces
        .par_iter()
        .map(|(count, members)| Sweep { values, weights, draws, count: *count }.run(members, &met))
        .collect();
    let mut tails = vec![Tails::default(); weights.areas()];
    for ((_, members), found) in pieces.iter().zip(swept) {
        members.iter().zip(found).for_each(|(area, of)| tails[*area as usize] = of);
    }
    tails
}

/// A walk over areas that have the same number of neighbours.
struct Sweep<'a> {
    values: &'a [f64],
    weights: &'a Weights,
    draws: &'a Draws,
    count: usize,
}

impl Sweep<'_> {
    /// The tails of each of `members`, which rise.
    fn run(&self, members: &[u32], met: &[(u32, u32, u32)]) -> Vec<Tails> {
        // Few areas are done one by one: that is less work than following every change between them.
        if members.len() < self.count + 64 {
            return members.iter().map(|area| self.alone(*area)).collect();
        }
        let first = members[0];
        let mut sums: Vec<f64> = (0..self.draws.permutations).map(|number| self.drawn(number, first)).collect();
        let mut sorted = sums.clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let mut next = met.partition_point(|(number, ..)| *number < first);
        let mut found = Vec::with_capacity(members.len());
        for area in members {
            while let Some((_, permutation, place)) = met.get(next).filter(|(number, ..)| number < area) {
                if (*place as usize) < self.count {
                    // The whole sum is taken again, so that no rounding gathers over the walk.
                    let (new, old) = (self.drawn(*permutation as usize, *area), &mut sums[*permutation as usize]);
                    replace(&mut sorted, *old, new);
                    *old = new;
                }
                next += 1;
            }
            let counter = self.observed(*area);
            found.push(Tails {
                above: (sorted.len() - sorted.partition_point(|sum| *sum < counter.low)) as u32,
                below: sorted.partition_point(|sum| *sum <= counter.high) as u32,
            });
        }
        found
    }

    fn alone(&self, area: u32) -> Tails {
        let mut counter = self.observed(area);
        (0..self.draws.permutations).for_each(|number| counter.count(self.drawn(number, area)));
        counter.tails
    }

    fn observed(&self, area: u32) -> Counter {
        Counter::new(self.weights.of(area as usize).0.iter().map(|other| self.values[*other as usize]))
    }

    fn drawn(&self, permutation: usize, area: u32) -> f64 {
        let numbers = self.draws.of(permutation, self.count);
        numbers.iter().map(|number| self.values[other(*number, area)]).sum()
    }
}

/// Puts `new` in the place of one `old` among sorted values.
fn replace(sorted: &mut [f64], old: f64, new: f64) {
    if old < new {
        // The last of those alike moves past all that are smaller than the new one.
        let (from, to) = (sorted.partition_point(|v| *v <= old) - 1, sorted.partition_point(|v| *v < new));
        sorted.copy_within(from + 1..to, from);
        sorted[to - 1] = new;
    } else if new < old {
        let (from, to) = (sorted.partition_point(|v| *v < old), sorted.partition_point(|v| *v <= new));
        sorted.copy_within(to..from, to + 1);
        sorted[to] = new;
    }
}

/// The mean and the variance of Σⱼ wⱼ tⱼ when the tⱼ are drawn without replacement from `others` values with this `mean`
/// and `variance` (divided by `others`); a variance of rounding alone is 0.
pub(super) fn moments(row: &[f64], others: f64, mean: f64, variance: f64) -> (f64, f64) {
    let (sum, squares) = row.iter().fold((0.0, 0.0), |(sum, squares), w| (sum + w, squares + w * w));
    let free = others * squares - sum * sum;
    let free = if free <= 1e-12 * others * squares { 0.0 } else { free };
    (sum * mean, variance * free / (others - 1.0))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::place::grid::Shape;
    use crate::place::weights::{Contiguity, lattice};

    fn block(columns: i32, rows: i32) -> Weights {
        let cells: Vec<(i32, i32)> = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))).collect();
        let (columns, rows): (Vec<i32>, Vec<i32>) = cells.into_iter().unzip();
        lattice(&columns, &rows, Shape::Square, Contiguity::Queen).unwrap()
    }

    #[test]
    fn a_draw_has_no_number_twice_and_favours_none() {
        let draws = Draws::new(&block(4, 3), 6000, 3).unwrap();
        let mut seen = [0.0; 11];
        for permutation in 0..6000 {
            let mut list = draws.of(permutation, 8).to_vec();
            seen[list[0] as usize] += 1.0;
            seen[list[7] as usize] += 1.0;
            list.sort_unstable();
            list.dedup();
            assert_eq!(list.len(), 8);
        }
        let expected = 12_000.0 / 11.0;
        let chi: f64 = seen.iter().map(|count: &f64| (count - expected).powi(2) / expected).sum();
        assert!(chi < 29.6, "chi-squared with 10 degrees is {chi}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        /// Carrying the sums along gives what gathering every draw gives, counts and fractions alike.
        #[test]
        fn the_walk_is_the_gathering(
            columns in 2_i32..24, rows in 2_i32..24, seed: u64, fractions: bool, permutations in 1_u32..60,
        ) {
            let weights = block(columns, rows);
            let mut stream = Stream::new(seed, 0);
            let values: Vec<f64> =
                (0..weights.areas()).map(|_| if fractions { stream.unit() } else { stream.poisson(0.7) as f64 }).collect();
            let draws = Draws::new(&weights, permutations, seed).unwrap();
            prop_assert_eq!(sums(&values, &weights, &draws), each(&values, &weights, &draws, |_, other| other));
        }

        #[test]
        fn replacing_keeps_the_order(mut values in proptest::collection::vec(0_i32..9, 1..30), at: prop::sample::Index, new in 0_i32..9) {
            let mut sorted: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
            sorted.sort_unstable_by(f64::total_cmp);
            let at = at.index(values.len());
            replace(&mut sorted, f64::from(values[at]), f64::from(new));
            values[at] = new;
            values.sort_unstable();
            prop_assert_eq!(sorted, values.iter().map(|v| f64::from(*v)).collect::<Vec<_>>());
        }
    }

    /// Five areas in a row, every draw of 2 of the 4 others is one of 6: the share of sums at or above the observed one.
    #[test]
    fn the_share_is_the_one_of_all_draws() {
        let weights = Weights::binary(&[vec![1], vec![0, 2], vec![1, 3], vec![2, 4], vec![3]]).unwrap();
        let values = [3.0, 1.0, 4.0, 1.0, 5.0];
        let draws = Draws::new(&weights, 60_000, 9).unwrap();
        // Area 1 observes 3 + 4 = 7 among {3, 4, 1, 5}: sums 7 4 8 5 9 6, three of six at least 7, four at most.
        let found = sums(&values, &weights, &draws)[1];
        assert!((f64::from(found.above) / 60_000.0 - 3.0 / 6.0).abs() < 0.01, "{found:?}");
        assert!((f64::from(found.below) / 60_000.0 - 4.0 / 6.0).abs() < 0.01, "{found:?}");
    }

    #[test]
    fn a_p_value_counts_the_data_among_the_draws() {
        assert_eq!(Tails { above: 0, below: 999 }.two_sided(999), 0.002);
        assert_eq!(Tails { above: 700, below: 650 }.two_sided(999), 1.0);
    }
}
