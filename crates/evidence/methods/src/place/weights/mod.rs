//! Who neighbours whom, and how much: the spatial weights of the other methods.

mod areas;
mod distance;
mod gal;
mod lattice;

pub use areas::{Contiguity, areas};
pub use distance::{Decay, nearest, within};
pub use gal::{Gal, gal};
pub use lattice::lattice;

use crate::{Error, check};

/// For each of n areas its neighbours, in rising order, each with a weight above zero. No area neighbours itself.
#[derive(Clone, Debug, PartialEq)]
pub struct Weights {
    /// n + 1 places; those of area i are `starts[i]..starts[i + 1]`.
    starts: Vec<usize>,
    neighbours: Vec<u32>,
    weights: Vec<f64>,
}

/// The sums of the weights that the moments of Moran's I and Geary's C are made of (Cliff and Ord 1981, page 17).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sums {
    /// Σᵢⱼ wᵢⱼ
    pub s0: f64,
    /// ½ Σᵢⱼ (wᵢⱼ + wⱼᵢ)²
    pub s1: f64,
    /// Σᵢ (Σⱼ wᵢⱼ + Σⱼ wⱼᵢ)²
    pub s2: f64,
}

impl Weights {
    /// From one list of (neighbour, weight) for each area.
    ///
    /// Errors: a neighbour that does not exist, is the area itself or comes twice; a weight not above zero.
    pub fn new(lists: &[Vec<(u32, f64)>]) -> Result<Self, Error> {
        let (mut starts, mut neighbours, mut weights) = (vec![0], Vec::new(), Vec::new());
        for (area, list) in lists.iter().enumerate() {
            let mut list = list.clone();
            list.sort_by_key(|(neighbour, _)| *neighbour);
            for (at, (neighbour, weight)) in list.iter().enumerate() {
                let wrong = |expected| Err(Error::value("neighbours", area, neighbour, expected));
                match *neighbour as usize {
                    out if out >= lists.len() => return wrong("a neighbour that is among the areas"),
                    own if own == area => return wrong("neighbours other than the area itself"),
                    _ if at > 0 && list[at - 1].0 == *neighbour => return wrong("each neighbour once"),
                    _ => {}
                }
                if !(weight.is_finite() && *weight > 0.0) {
                    return Err(Error::value("weights", area, weight, "a weight above zero"));
                }
                neighbours.push(*neighbour);
                weights.push(*weight);
            }
            starts.push(neighbours.len());
        }
        Ok(Self { starts, neighbours, weights })
    }

    /// From one list of neighbours for each area, every weight 1. Errors: as [`Weights::new`].
    pub fn binary(lists: &[Vec<u32>]) -> Result<Self, Error> {
        let ones = |list: &Vec<u32>| list.iter().map(|neighbour| (*neighbour, 1.0)).collect();
        Self::new(&lists.iter().map(ones).collect::<Vec<_>>())
    }

    /// The number of areas.
    pub fn areas(&self) -> usize {
        self.starts.len() - 1
    }

    /// The number of pairs (i, j) with a weight.
    pub fn pairs(&self) -> usize {
        self.neighbours.len()
    }

    /// The neighbours of an area and their weights.
    #[inline]
    pub fn of(&self, area: usize) -> (&[u32], &[f64]) {
        let row = self.starts[area]..self.starts[area + 1];
        (&self.neighbours[row.clone()], &self.weights[row])
    }

    /// Σⱼ wᵢⱼ `values`ⱼ, summed in the order of the neighbours.
    #[inline]
    pub fn lag(&self, area: usize, values: &[f64]) -> f64 {
        let (neighbours, weights) = self.of(area);
        neighbours.iter().zip(weights).map(|(other, weight)| weight * values[*other as usize]).sum()
    }

    /// Every row divided by its sum: a lag becomes the mean of the neighbours. Areas without neighbours stay without.
    #[must_use]
    pub fn row_standardised(mut self) -> Self {
        for row in self.starts.windows(2) {
            let row = &mut self.weights[row[0]..row[1]];
            let sum: f64 = row.iter().sum();
            row.iter_mut().for_each(|weight| *weight /= sum);
        }
        self
    }

    /// The areas without any neighbour, in order.
    pub fn islands(&self) -> Vec<usize> {
        (0..self.areas()).filter(|area| self.starts[*area] == self.starts[area + 1]).collect()
    }

    /// Without the areas that have no neighbour, and which areas were kept.
    ///
    /// An area that has none but is another's neighbour stays: it has no lag, but gives one.
    pub(crate) fn without_islands(&self) -> (Self, Vec<usize>) {
        let mut linked = vec![false; self.areas()];
        for area in 0..self.areas() {
            for other in self.of(area).0 {
                (linked[area], linked[*other as usize]) = (true, true);
            }
        }
        let kept: Vec<usize> = (0..self.areas()).filter(|area| linked[*area]).collect();
        let mut place = vec![0_u32; self.areas()];
        kept.iter().zip(0_u32..).for_each(|(area, new)| place[*area] = new);
        let starts = std::iter::once(0).chain(kept.iter().map(|area| self.starts[area + 1])).collect();
        let neighbours = self.neighbours.iter().map(|old| place[*old as usize]).collect();
        (Self { starts, neighbours, weights: self.weights.clone() }, kept)
    }

    /// Whether every area is a neighbour of its neighbours, whatever the weights.
    pub fn mutual(&self) -> bool {
        (0..self.areas()).all(|area| {
            let other_way = |other: &u32| self.weight(*other as usize, area) > 0.0;
            self.of(area).0.iter().all(other_way)
        })
    }

    /// Whether the weights within each row are all alike, so that only the number of neighbours matters.
    pub(crate) fn equal_in_rows(&self) -> bool {
        (0..self.areas()).all(|area| self.of(area).1.windows(2).all(|pair| pair[0] == pair[1]))
    }

    /// S0, S1 and S2.
    pub fn sums(&self) -> Sums {
        let mut columns = vec![0.0; self.areas()];
        let (mut s0, mut s1, mut s2) = (0.0, 0.0, 0.0);
        for area in 0..self.areas() {
            let (neighbours, weights) = self.of(area);
            for (other, weight) in neighbours.iter().zip(weights) {
                columns[*other as usize] += weight;
                s0 += weight;
                s1 += weight * (weight + self.weight(*other as usize, area));
            }
        }
        for (area, column) in columns.iter().enumerate() {
            let row: f64 = self.of(area).1.iter().sum();
            s2 += (row + column) * (row + column);
        }
        Sums { s0, s1, s2 }
    }

    /// wᵢⱼ, 0 where j is no neighbour of i.
    fn weight(&self, area: usize, other: usize) -> f64 {
        let (neighbours, weights) = self.of(area);
        neighbours.binary_search(&(other as u32)).map_or(0.0, |at| weights[at])
    }

    /// As many areas as there are values.
    pub(crate) fn fit(&self, values: &[f64]) -> Result<(), Error> {
        check::length("values", values.len(), self.areas())
    }
}

/// Areas are counted in 32 bits.
fn countable(areas: usize) -> Result<(), Error> {
    match u32::try_from(areas) {
        Ok(count) if count < u32::MAX => Ok(()),
        _ => Err(Error::setting("the number of areas", areas, "fewer than 4,294,967,295")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line() -> Weights {
        Weights::binary(&[vec![1], vec![2, 0], vec![1], vec![]]).unwrap()
    }

    #[test]
    fn rows_sum_to_one_and_islands_stay_empty() {
        let weights = line().row_standardised();
        assert_eq!(weights.of(1), (&[0, 2][..], &[0.5, 0.5][..]));
        assert_eq!(weights.islands(), [3]);
        assert_eq!(weights.lag(1, &[4.0, 0.0, 8.0, 100.0]), 6.0);
        assert_eq!(weights.lag(3, &[4.0, 0.0, 8.0, 100.0]), 0.0);
    }

    /// By hand: a chain of three has S0 4, S1 ½·4·4 = 8, S2 2² + 4² + 2² = 24.
    #[test]
    fn the_sums_of_a_chain() {
        assert_eq!(line().sums(), Sums { s0: 4.0, s1: 8.0, s2: 24.0 });
        // Row-standardised: w12 = 1, w21 = ½ …: S1 ½·4·1.5² = 4.5, S2 1.5² + 3² + 1.5² = 13.5.
        assert_eq!(line().row_standardised().sums(), Sums { s0: 3.0, s1: 4.5, s2: 13.5 });
    }

    #[test]
    fn an_island_is_taken_out_and_the_rest_renumbered() {
        let weights = Weights::binary(&[vec![2], vec![], vec![0], vec![]]).unwrap();
        let (linked, kept) = weights.without_islands();
        assert_eq!(kept, [0, 2]);
        assert_eq!(linked, Weights::binary(&[vec![1], vec![0]]).unwrap());
    }

    #[test]
    fn wrong_lists_are_refused() {
        let told = |lists: &[Vec<(u32, f64)>]| Weights::new(lists).unwrap_err().to_string();
        assert_eq!(told(&[vec![(1, 1.0)]]), "neighbours number 1 is 1, expected a neighbour that is among the areas");
        assert!(told(&[vec![(0, 1.0)]]).contains("other than the area itself"));
        assert!(told(&[vec![(1, 1.0), (1, 1.0)], vec![]]).contains("each neighbour once"));
        assert!(told(&[vec![], vec![(0, 0.0)]]).contains("weights number 2 is 0"));
        assert!(told(&[vec![], vec![(0, f64::NAN)]]).contains("a weight above zero"));
    }

    #[test]
    fn one_way_neighbours_are_seen() {
        assert!(line().mutual());
        assert!(!Weights::binary(&[vec![1], vec![]]).unwrap().mutual());
    }
}
