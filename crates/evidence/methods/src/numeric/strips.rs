//! Which points lie near each other: points sorted into strips, and along each strip.
//!
//! No cells are laid out, so that neither a wide area nor a small reach costs memory.

/// Points sorted by strip of the height `reach`, and by x within each strip.
#[derive(Clone, Debug)]
pub struct Strips {
    /// The coordinates in sorted order.
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// The caller's row of each sorted point.
    pub row: Vec<u32>,
    reach: f64,
    /// Where each strip that holds a point starts, and its number from the bottom.
    starts: Vec<(u64, usize)>,
    /// The place in `starts` of each point's strip.
    strip: Vec<u32>,
}

impl Strips {
    /// Sorts finite points, at most 2³² of them; `reach` is above zero.
    pub fn new(x: &[f64], y: &[f64], reach: f64) -> Self {
        let bottom = y.iter().copied().fold(f64::INFINITY, f64::min);
        // A strip's number beyond 2⁶⁴ saturates: such strips fall together, which only costs time.
        let number = |row: u32| ((y[row as usize] - bottom) / reach).floor() as u64;
        let mut row: Vec<u32> = (0..x.len() as u32).collect();
        row.sort_unstable_by(|a, b| {
            let (at, bt) = (*a as usize, *b as usize);
            number(*a).cmp(&number(*b)).then(x[at].total_cmp(&x[bt])).then(y[at].total_cmp(&y[bt])).then(a.cmp(b))
        });
        let mut starts: Vec<(u64, usize)> = Vec::new();
        let mut strip = Vec::with_capacity(row.len());
        for (place, sorted) in row.iter().enumerate() {
            if starts.last().is_none_or(|(last, _)| *last != number(*sorted)) {
                starts.push((number(*sorted), place));
            }
            strip.push(starts.len() as u32 - 1);
        }
        let of = |values: &[f64]| row.iter().map(|sorted| values[*sorted as usize]).collect();
        Self { x: of(x), y: of(y), reach, starts, strip, row }
    }

    /// Calls `pair(other, dx, dy)` for every later point within `reach` along each axis, in sorted order.
    ///
    /// Over all points every such pair comes exactly once.
    #[inline]
    pub fn later(&self, point: usize, mut pair: impl FnMut(usize, f64, f64)) {
        let (x, y) = (self.x[point], self.y[point]);
        let at = self.strip[point] as usize;
        let end = self.end(at);
        for other in point + 1..end {
            let dx = self.x[other] - x;
            if dx > self.reach {
                break;
            }
            pair(other, dx, self.y[other] - y);
        }
        if at + 1 < self.starts.len() && self.starts[at + 1].0 == self.starts[at].0 + 1 {
            let last = self.end(at + 1);
            let first = end + self.x[end..last].partition_point(|other| *other < x - self.reach);
            for other in first..last {
                let dx = self.x[other] - x;
                if dx > self.reach {
                    break;
                }
                let dy = self.y[other] - y;
                if dy <= self.reach {
                    pair(other, dx, dy);
                }
            }
        }
    }

    /// The distance from each point to the nearest other one, in the caller's order; two points at least.
    pub fn nearest(&self) -> Vec<f64> {
        let sorted = crate::numeric::parallel::map(self.x.len(), |point| self.nearest_of(point));
        let mut distances = vec![0.0; sorted.len()];
        self.row.iter().zip(sorted).for_each(|(row, distance)| distances[*row as usize] = distance);
        distances
    }

    /// Looks along the point's own strip, then in the strips below and above, until none can hold a nearer point.
    fn nearest_of(&self, point: usize) -> f64 {
        let own = self.strip[point] as usize;
        let mut best = f64::INFINITY;
        self.along(point, own, &mut best);
        let mut nearer = |at: usize| {
            let apart = self.starts[own].0.abs_diff(self.starts[at].0);
            if (apart - 1) as f64 * self.reach > best.sqrt() {
                return false;
            }
            self.along(point, at, &mut best);
            true
        };
        let _ = (0..own).rev().all(&mut nearer);
        let _ = (own + 1..self.starts.len()).all(&mut nearer);
        best.sqrt()
    }

    /// Lowers `best`, a squared distance, by the points of the strip `at`, outwards from the point's own x.
    fn along(&self, point: usize, at: usize, best: &mut f64) {
        let (start, end) = (self.starts[at].1, self.end(at));
        let (x, y) = (self.x[point], self.y[point]);
        let middle = start + self.x[start..end].partition_point(|other| *other < x);
        let mut closer = |other: usize| {
            let (dx, dy) = (self.x[other] - x, self.y[other] - y);
            if dx * dx >= *best {
                return false;
            }
            if other != point {
                *best = best.min(dx * dx + dy * dy);
            }
            true
        };
        let _ = (middle..end).all(&mut closer);
        let _ = (start..middle).rev().all(&mut closer);
    }

    fn end(&self, at: usize) -> usize {
        self.starts.get(at + 1).map_or(self.x.len(), |next| next.1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numeric::random::Stream;

    fn points(count: usize, seed: u64) -> (Vec<f64>, Vec<f64>) {
        let mut stream = Stream::new(seed, 0);
        // Rounded, so that there are points on top of each other and pairs at exactly the reach.
        let mut draw = || (stream.unit() * 40.0).round() / 4.0;
        (0..count).map(|_| (draw(), draw())).unzip()
    }

    #[test]
    fn every_near_pair_comes_once() {
        for (seed, reach) in [(1, 0.5), (2, 1.0), (3, 3.0), (4, 100.0)] {
            let (x, y) = points(200, seed);
            let strips = Strips::new(&x, &y, reach);
            let mut found = Vec::new();
            for point in 0..200 {
                strips.later(point, |other, dx, dy| {
                    if dx.abs() <= reach && dy.abs() <= reach {
                        let (a, b) = (strips.row[point], strips.row[other]);
                        found.push((a.min(b), a.max(b)));
                    }
                });
            }
            found.sort_unstable();
            let all = (0..200_u32).flat_map(|a| (a + 1..200).map(move |b| (a, b)));
            let near = |(a, b): &(u32, u32)| {
                let (a, b) = (*a as usize, *b as usize);
                (x[a] - x[b]).abs() <= reach && (y[a] - y[b]).abs() <= reach
            };
            assert_eq!(found, all.filter(near).collect::<Vec<_>>());
        }
    }

    #[test]
    fn the_nearest_is_the_nearest() {
        for (seed, reach) in [(5, 0.1), (6, 0.7), (7, 20.0)] {
            let (x, y) = points(150, seed);
            let apart = |a: usize, b: usize| ((x[a] - x[b]).powi(2) + (y[a] - y[b]).powi(2)).sqrt();
            let slow: Vec<f64> = (0..150)
                .map(|a| (0..150).filter(|b| *b != a).map(|b| apart(a, b)).fold(f64::INFINITY, f64::min))
                .collect();
            assert_eq!(Strips::new(&x, &y, reach).nearest(), slow);
        }
    }
}
