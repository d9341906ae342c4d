//! Neighbours by distance between points.

use rayon::prelude::*;

use super::{Weights, countable};
use crate::{Error, check};

/// How a weight falls with the distance d.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Decay {
    /// Every neighbour counts 1.
    None,
    /// d to the power −`0`.
    Power(f64),
}

/// The `count` nearest neighbours of each point by straight line, every weight 1; of those equally far, the ones listed
/// first. `x` and `y` are in one unit of length, not in degrees.
///
/// Errors: lengths that differ, coordinates that are no numbers, a `count` of 0 or of n or more.
pub fn nearest(x: &[f64], y: &[f64], count: usize) -> Result<Weights, Error> {
    let index = Index::new(x, y, None)?;
    if count == 0 || count >= x.len() {
        let expected = format!("from 1 to {}, one less than there are points", x.len() - 1);
        return Err(Error::setting("the number of neighbours", count, expected));
    }
    let lists = (0..x.len()).into_par_iter().map(|point| {
        let mut found: Vec<(f64, u32)> = Vec::new();
        // Rings of buckets are added until the nearest `count` cannot be beaten from outside of what was seen.
        for ring in 0.. {
            index.ring(point, ring, |other, square| found.push((square, other)));
            let reach = ring as f64 * index.side;
            let near = found.iter().filter(|(square, _)| *square < reach * reach).count();
            if near >= count || ring > index.width.max(index.height) {
                break;
            }
        }
        found.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.iter().take(count).map(|(_, other)| (*other, 1.0)).collect()
    });
    Weights::new(&lists.collect::<Vec<Vec<(u32, f64)>>>())
}

/// Every other point no farther than `distance`, weighted by `decay`.
///
/// Errors: lengths that differ, coordinates that are no numbers, a distance not above zero, a power not above zero, and
/// with a power two points in one place (as `places`), whose weight would have no bound.
pub fn within(x: &[f64], y: &[f64], distance: f64, decay: Decay) -> Result<Weights, Error> {
    check::positive_setting("the distance", distance)?;
    if let Decay::Power(power) = decay {
        check::positive_setting("the power", power)?;
    }
    let index = Index::new(x, y, Some(distance))?;
    let lists = (0..x.len()).into_par_iter().map(|point| {
        let mut found: Vec<(u32, f64)> = Vec::new();
        let mut twin = None;
        let mut take = |other, square: f64| match decay {
            _ if square > distance * distance => {}
            Decay::None => found.push((other, 1.0)),
            Decay::Power(_) if square == 0.0 => twin = Some(other),
            Decay::Power(power) => found.push((other, square.powf(-0.5 * power))),
        };
        for ring in 0..=index.rings(distance) {
            index.ring(point, ring, &mut take);
        }
        match twin {
            Some(other) => Err(Error::value(
                "places",
                point,
                format!("in the same place as number {}", other + 1),
                "places apart from each other, since the weight falls with the distance",
            )),
            None => Ok(found),
        }
    });
    Weights::new(&lists.collect::<Result<Vec<_>, _>>()?)
}

/// Points in square buckets.
struct Index<'a> {
    x: &'a [f64],
    y: &'a [f64],
    left: f64,
    bottom: f64,
    side: f64,
    width: usize,
    height: usize,
    /// Points in the order of their buckets, and where each bucket starts.
    order: Vec<u32>,
    starts: Vec<usize>,
}

impl<'a> Index<'a> {
    /// Buckets of side `side`, enlarged where there would be more than four for each point; two points each by default.
    fn new(x: &'a [f64], y: &'a [f64], side: Option<f64>) -> Result<Self, Error> {
        check::length("y", y.len(), x.len())?;
        check::at_least("points", x.len(), 2)?;
        check::finite("x", x)?;
        check::finite("y", y)?;
        countable(x.len())?;
        let ends = |v: &[f64]| v.iter().fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
        let ((left, right), (bottom, top)) = (ends(x), ends(y));
        let points = x.len() as f64;
        let (wide, high) = (right - left, top - bottom);
        let least = (wide * high / (4.0 * points)).sqrt().max(wide.max(high) / (4.0 * points)).max(f64::MIN_POSITIVE);
        let side = side.map_or(least * 2.8, |side| side * (1.0 + 1e-9)).max(least);
        let (width, height) = ((wide / side) as usize + 1, (high / side) as usize + 1);
        let mut index =
            Self { x, y, left, bottom, side, width, height, order: Vec::new(), starts: vec![0; width * height + 1] };
        let buckets: Vec<usize> = (0..x.len()).map(|point| index.bucket(point)).map(|(c, r)| r * width + c).collect();
        buckets.iter().for_each(|bucket| index.starts[bucket + 1] += 1);
        (0..width * height).for_each(|bucket| index.starts[bucket + 1] += index.starts[bucket]);
        let (mut next, mut order) = (index.starts.clone(), vec![0; x.len()]);
        for (point, bucket) in buckets.iter().enumerate() {
            order[next[*bucket]] = point as u32;
            next[*bucket] += 1;
        }
        index.order = order;
        Ok(index)
    }

    fn bucket(&self, point: usize) -> (usize, usize) {
        let along = |value: f64, start: f64, count: usize| (((value - start) / self.side) as usize).min(count - 1);
        (along(self.x[point], self.left, self.width), along(self.y[point], self.bottom, self.height))
    }

    /// How many rings of buckets hold everything within `distance`.
    fn rings(&self, distance: f64) -> usize {
        ((distance / self.side).ceil().min(u32::MAX.into()) as usize).min(self.width.max(self.height))
    }

    /// Each other point in the buckets `ring` steps away from `point`'s own, with its squared distance.
    fn ring(&self, point: usize, ring: usize, mut take: impl FnMut(u32, f64)) {
        let (column, row) = self.bucket(point);
        let (left, right) = (column.saturating_sub(ring), (column + ring).min(self.width - 1));
        for other_row in row.saturating_sub(ring)..=(row + ring).min(self.height - 1) {
            let whole = other_row.abs_diff(row) == ring;
            let mut other = left;
            while other <= right {
                if !whole && other.abs_diff(column) < ring {
                    other = column + ring;
                    continue;
                }
                let bucket = other_row * self.width + other;
                for near in &self.order[self.starts[bucket]..self.starts[bucket + 1]] {
                    let at = *near as usize;
                    if at != point {
                        let (dx, dy) = (self.x[at] - self.x[point], self.y[at] - self.y[point]);
                        take(*near, dx * dx + dy * dy);
                    }
                }
                other += 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn square(x: &[f64], y: &[f64], i: usize, j: usize) -> f64 {
        (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j])
    }

    proptest! {
        /// Against every pair looked at, with repeated places and points in a line among them.
        #[test]
        fn as_every_pair_says(
            points in proptest::collection::vec((0_i32..30, 0_i32..12), 3..70), stretch in 0.0..2.0_f64,
            count in 1_usize..6, distance in 0.5..12.0_f64,
        ) {
            let (x, y): (Vec<f64>, Vec<f64>) = points.iter().map(|(x, y)| (f64::from(*x), f64::from(*y) * stretch)).unzip();
            let count = count.min(x.len() - 1);
            let (near, band) = (nearest(&x, &y, count).unwrap(), within(&x, &y, distance, Decay::None).unwrap());
            for i in 0..x.len() {
                let mut all: Vec<(f64, u32)> =
                    (0..x.len()).filter(|j| *j != i).map(|j| (square(&x, &y, j, i), j as u32)).collect();
                all.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                let mut first: Vec<u32> = all.iter().take(count).map(|(_, j)| *j).collect();
                first.sort_unstable();
                prop_assert_eq!(near.of(i).0, &first[..]);
                let mut inside: Vec<u32> =
                    all.iter().filter(|(s, _)| *s <= distance * distance).map(|(_, j)| *j).collect();
                inside.sort_unstable();
                prop_assert_eq!(band.of(i).0, &inside[..]);
            }
        }
    }

    #[test]
    fn inverse_distance_and_its_limits() {
        let weights = within(&[0.0, 2.0, 10.0], &[0.0, 0.0, 0.0], 5.0, Decay::Power(2.0)).unwrap();
        assert_eq!(weights.of(0), (&[1][..], &[0.25][..]));
        assert_eq!(weights.islands(), [2]);
        let told = within(&[1.0, 1.0], &[0.0, 0.0], 5.0, Decay::Power(1.0)).unwrap_err().to_string();
        assert!(told.starts_with("places number 1 is in the same place as number 2"), "{told}");
        assert!(nearest(&[1.0, 1.0], &[0.0, 0.0], 2).is_err());
        assert!(within(&[1.0, 1.0], &[0.0, 0.0], 0.0, Decay::None).is_err());
        assert!(within(&[1.0, f64::NAN], &[0.0, 0.0], 1.0, Decay::None).is_err());
    }
}
