//! The area that an outline and convex cells have in common.
//!
//! Sutherland, I. E., & Hodgman, G. W. (1974), "Reentrant polygon clipping", Communications of the ACM 17(1), 32–42. Where
//! the outline is not convex, parts apart stay joined along the cell's sides, there and back: that adds no area.

use crate::place::grid::Point;

/// The area that each convex cell of a row has in common with `rings`, whose inside lies to the left of every side.
///
/// The cells' corners go against the clock; all lie between the heights `low` and `high`.
pub fn in_common(rings: &[Vec<Point>], low: f64, high: f64, cells: impl Iterator<Item = Vec<Point>>) -> Vec<f64> {
    // The rings are cut to the row first, so that each cell meets few of their corners.
    let strip = |ring: &Vec<Point>| {
        let above = cut(ring, (0.0, low), (1.0, low));
        Some(cut(&above, (1.0, high), (0.0, high))).filter(|ring| !ring.is_empty())
    };
    let strips: Vec<Vec<Point>> = rings.iter().filter_map(strip).collect();
    let of_cell = |corners: Vec<Point>| {
        let sides = || (0..corners.len()).map(|at| (corners[at], corners[(at + 1) % corners.len()]));
        let common = |ring: &Vec<Point>| area(&sides().fold(ring.clone(), |ring, (from, to)| cut(&ring, from, to)));
        strips.iter().map(common).sum::<f64>()
    };
    cells.map(of_cell).collect()
}

/// The part of a ring to the left of the line through `from` and `to`.
fn cut(ring: &[Point], from: Point, to: Point) -> Vec<Point> {
    let side = |p: Point| (to.0 - from.0) * (p.1 - from.1) - (to.1 - from.1) * (p.0 - from.0);
    let mut left = Vec::with_capacity(ring.len() + 4);
    let Some(last) = ring.last() else { return left };
    let (mut before, mut before_side) = (*last, side(*last));
    for point in ring {
        let now = side(*point);
        if (now > 0.0 && before_side < 0.0) || (now < 0.0 && before_side > 0.0) {
            let part = before_side / (before_side - now);
            left.push((before.0 + part * (point.0 - before.0), before.1 + part * (point.1 - before.1)));
        }
        if now >= 0.0 {
            left.push(*point);
        }
        (before, before_side) = (*point, now);
    }
    left
}

/// The area of a ring, below zero where it goes with the clock; measured from its first corner, so that coordinates far
/// from zero cost no digits.
pub fn area(ring: &[Point]) -> f64 {
    let Some((x, y)) = ring.first() else { return 0.0 };
    let term = |pair: &[Point]| (pair[0].0 - x) * (pair[1].1 - y) - (pair[1].0 - x) * (pair[0].1 - y);
    0.5 * ring.windows(2).map(term).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comb_and_a_cell_across_its_teeth() {
        // Three teeth, each 1 wide and 3 high, on a back of 5 by 1.
        let comb = vec![
            (0.0, 0.0),
            (5.0, 0.0),
            (5.0, 4.0),
            (4.0, 4.0),
            (4.0, 1.0),
            (3.0, 1.0),
            (3.0, 4.0),
            (2.0, 4.0),
            (2.0, 1.0),
            (1.0, 1.0),
            (1.0, 4.0),
            (0.0, 4.0),
        ];
        assert_eq!(area(&comb), 14.0);
        let square = |x: f64, y: f64, c: f64| vec![(x, y), (x + c, y), (x + c, y + c), (x, y + c)];
        let common = |x, y, c: f64| in_common(std::slice::from_ref(&comb), y, y + c, [square(x, y, c)].into_iter())[0];
        assert!((common(0.5, 2.0, 4.0) - 2.0 * 2.0).abs() < 1e-14);
        assert!((common(0.5, 0.5, 2.0) - (1.0 + 1.5 * (0.5 + 0.5))).abs() < 1e-14);
        assert_eq!((common(1.0, 1.0, 1.0), common(2.0, 2.0, 1.0), common(9.0, 0.0, 1.0)), (0.0, 1.0, 0.0));
        // With the clock the area is taken away.
        let turned: Vec<Point> = comb.iter().rev().copied().collect();
        assert_eq!(in_common(&[turned], 2.0, 3.0, [square(2.0, 2.0, 1.0)].into_iter()), [-1.0]);
    }
}
