//! Rings cut at the edges of a tile.

use comity_places::geometry::Dot;

/// What is to be kept: from `low` to `high`, both included.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub low: Dot,
    pub high: Dot,
}

/// One side of the window: a line, and on which side of it a point is kept.
#[derive(Clone, Copy, Debug)]
struct Side {
    /// Whether the line runs from north to south.
    upright: bool,
    at: i32,
    /// Whether what is greater is kept.
    beyond: bool,
}

impl Window {
    /// The part of a ring (without its repeated last point) in the window, after Sutherland and Hodgman (1974): one ring,
    /// which follows the window's edge where the ring leaves it. Empty if nothing of the ring is there.
    pub fn cut(self, ring: &[Dot]) -> Vec<Dot> {
        let side = |upright, at, beyond| Side { upright, at, beyond };
        let sides = [
            side(true, self.low.0, true),
            side(true, self.high.0, false),
            side(false, self.low.1, true),
            side(false, self.high.1, false),
        ];
        let mut left = sides.iter().fold(ring.to_vec(), |ring, side| side.cut(&ring));
        left.dedup();
        if left.len() > 1 && left.first() == left.last() {
            left.pop();
        }
        if left.len() < 3 || area(&left) == 0 { Vec::new() } else { left }
    }
}

impl Side {
    fn cut(self, ring: &[Dot]) -> Vec<Dot> {
        let mut left = Vec::with_capacity(ring.len() + 4);
        let Some(mut before) = ring.last().copied() else { return left };
        for &dot in ring {
            if self.keeps(before) != self.keeps(dot) {
                left.push(self.crossed(before, dot));
            }
            if self.keeps(dot) {
                left.push(dot);
            }
            before = dot;
        }
        left
    }

    fn keeps(self, dot: Dot) -> bool {
        let at = if self.upright { dot.0 } else { dot.1 };
        if self.beyond { at >= self.at } else { at <= self.at }
    }

    /// Where a line that crosses this side does so; the same for both neighbours whose border it is.
    fn crossed(self, one: Dot, other: Dot) -> Dot {
        let (from, to) = if one <= other { (one, other) } else { (other, one) };
        let (from, to) = if self.upright { (from, to) } else { ((from.1, from.0), (to.1, to.0)) };
        let share = (f64::from(self.at) - f64::from(from.0)) / (f64::from(to.0) - f64::from(from.0));
        let along = (f64::from(from.1) + share * (f64::from(to.1) - f64::from(from.1))).round() as i32;
        if self.upright { (self.at, along) } else { (along, self.at) }
    }
}

/// Twice the area of a ring, with the sign of its direction.
fn area(ring: &[Dot]) -> i64 {
    let next = ring.iter().cycle().skip(1);
    ring.iter().zip(next).map(|(a, b)| i64::from(a.0) * i64::from(b.1) - i64::from(b.0) * i64::from(a.1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Window = Window { low: (0, 0), high: (10, 10) };

    #[test]
    fn what_lies_within_stays_and_what_lies_without_goes() {
        let inside = [(1, 1), (9, 1), (9, 9), (1, 9)];
        assert_eq!(WINDOW.cut(&inside), inside);
        assert_eq!(WINDOW.cut(&[(11, 0), (20, 0), (20, 9)]), []);
        assert_eq!(WINDOW.cut(&[(10, 0), (20, 0), (20, 9), (10, 9)]), [], "an edge alone is nothing");
        let around = WINDOW.cut(&[(-5, -5), (15, -5), (15, 15), (-5, 15)]);
        assert_eq!(area(&around).abs(), 200);
    }

    #[test]
    fn a_ring_is_cut_where_it_crosses() {
        let mut cut = WINDOW.cut(&[(5, 5), (25, 5), (5, 25)]);
        cut.sort_unstable();
        assert_eq!(cut, [(5, 5), (5, 10), (10, 5), (10, 10)]);
    }

    #[test]
    fn the_area_of_what_is_left_is_that_of_the_two_in_common() {
        // A comb: a back of 9 by 1, and four teeth of 1 by 13 that reach out of the window.
        let comb = (0..5).flat_map(|n| [(2 * n, 15), (2 * n, 2), (2 * n + 1, 2), (2 * n + 1, 15)]);
        let comb: Vec<Dot> = comb.chain([(9, 1), (0, 1)]).collect();
        let left = WINDOW.cut(&comb);
        assert_eq!(area(&left).abs(), 2 * (9 + 4 * 8), "{left:?}");
        assert!(left.iter().all(|dot| (0..=10).contains(&dot.0) && (0..=10).contains(&dot.1)));
    }

    #[test]
    fn neighbours_are_cut_alike() {
        let west = WINDOW.cut(&[(-4, -7), (12, 15), (-4, 15)]);
        let east = WINDOW.cut(&[(12, 15), (-4, -7), (12, -7)]);
        let shared: Vec<&Dot> = west.iter().filter(|dot| east.contains(dot)).collect();
        assert!(shared.len() >= 2, "{west:?} {east:?}");
    }
}
