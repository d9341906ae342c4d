//! Areas with outlines.

use crate::Error;

/// An area: rings of corners, the first corner not repeated. What lies inside of an odd number of rings is inside, so that
/// holes and parts apart need no mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    pub rings: Vec<Vec<(f64, f64)>>,
}

pub(super) type Point = (f64, f64);

impl Area {
    /// At least one ring, each with corners that are numbers. Errors: as `areas`, by the area's `number` from 0.
    pub fn check(&self, number: usize) -> Result<(), Error> {
        let wrong = |found: String| Err(Error::value("areas", number, found, "rings of corners that are numbers"));
        if self.rings.is_empty() || self.rings.iter().any(Vec::is_empty) {
            return wrong("without an outline".to_owned());
        }
        match self.rings.iter().flatten().find(|(x, y)| !(x.is_finite() && y.is_finite())) {
            Some((x, y)) => wrong(format!("with a corner at {x}, {y}")),
            None => Ok(()),
        }
    }

    /// Whether a point lies inside; on a side it may be either.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let crossed =
            self.edges().filter(|(a, b)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0));
        crossed.count() % 2 == 1
    }

    /// The convex hull of points (Andrew 1979), one or two corners where the points do not span more.
    pub(super) fn hull(x: &[f64], y: &[f64]) -> Self {
        let mut points: Vec<Point> = x.iter().copied().zip(y.iter().copied()).collect();
        points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        points.dedup();
        let half = |points: &mut dyn Iterator<Item = &Point>| {
            let mut hull: Vec<Point> = Vec::new();
            for point in points {
                while hull.len() > 1 && turn(hull[hull.len() - 2], hull[hull.len() - 1], *point) <= 0.0 {
                    hull.pop();
                }
                hull.push(*point);
            }
            hull
        };
        let (mut lower, mut upper) = (half(&mut points.iter()), half(&mut points.iter().rev()));
        if points.len() > 1 {
            lower.pop();
            upper.pop();
            lower.append(&mut upper);
        }
        Self { rings: vec![lower] }
    }

    /// Every side, from corner to corner.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.rings.iter().flat_map(|ring| (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()])))
    }
}

/// Above zero where a, b, c turn to the left.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

/// The squared distance between a line from `a` to `b` and a convex polygon whose corners go against the clock.
pub(super) fn square_distance(corners: &[Point], a: Point, b: Point) -> f64 {
    let sides = || (0..corners.len()).map(|at| (corners[at], corners[(at + 1) % corners.len()]));
    if sides().all(|(from, to)| turn(from, to, a) >= 0.0) {
        return 0.0;
    }
    sides().map(|(from, to)| between(from, to, a, b)).fold(f64::MAX, f64::min)
}

/// The squared distance between two lines.
fn between(a: Point, b: Point, c: Point, d: Point) -> f64 {
    let crosses = turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0;
    if crosses {
        return 0.0;
    }
    [to_line(a, c, d), to_line(b, c, d), to_line(c, a, b), to_line(d, a, b)].into_iter().fold(f64::MAX, f64::min)
}

/// The squared distance of `p` from the line from `a` to `b`.
fn to_line(p: Point, a: Point, b: Point) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let length = dx * dx + dy * dy;
    let along = if length > 0.0 { (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (p.0 - a.0 - along * dx, p.1 - a.1 - along * dy);
    x * x + y * y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hull_has_its_corners_alone() {
        let hull = Area::hull(&[0.0, 2.0, 1.0, 2.0, 0.0, 1.0, 0.0], &[0.0, 0.0, 1.0, 2.0, 2.0, 0.0, 0.0]);
        assert_eq!(hull.rings, [[(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]]);
        assert_eq!(Area::hull(&[3.0, 3.0], &[1.0, 1.0]).rings, [[(3.0, 1.0)]]);
        assert_eq!(Area::hull(&[0.0, 1.0, 2.0], &[0.0, 1.0, 2.0]).rings, [[(0.0, 0.0), (2.0, 2.0)]]);
        assert!(hull.holds(1.0, 1.5) && !hull.holds(2.5, 1.5));
    }

    #[test]
    fn distances_to_a_square() {
        let square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)];
        assert_eq!(square_distance(&square, (1.0, 1.0), (9.0, 9.0)), 0.0);
        assert_eq!(square_distance(&square, (-1.0, 1.0), (3.0, 1.0)), 0.0);
        assert_eq!(square_distance(&square, (5.0, -9.0), (5.0, 9.0)), 9.0);
        assert_eq!(square_distance(&square, (3.0, 3.0), (3.0, 3.0)), 2.0);
    }

    #[test]
    fn an_area_without_an_outline_is_refused() {
        assert!(Area::default().check(0).is_err());
        let told = Area { rings: vec![vec![(0.0, f64::NAN)]] }.check(4).unwrap_err().to_string();
        assert!(told.starts_with("areas number 5 is with a corner at 0, NaN"), "{told}");
    }
}
