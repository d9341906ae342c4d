//! Areas with outlines.

use crate::Error;

/// An area: rings of corners, the first corner not repeated. What lies inside of an odd number of rings is inside, so that
/// holes and parts apart need no mark.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    pub rings: Vec<Vec<(f64, f64)>>,
}

pub(crate) type Point = (f64, f64);

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
        holds(&self.rings.iter().collect::<Vec<_>>(), x, y)
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

    /// The same rings, each turned so that what is inside lies to the left of its sides: outlines against the clock, holes
    /// with it.
    pub(crate) fn oriented(&self) -> Self {
        let turned = |(number, ring): (usize, &Vec<Point>)| {
            let mut ring = ring.clone();
            let others = self.rings.iter().enumerate().filter(|(other, _)| *other != number);
            let around = |(x, y): Point| others.filter(|(_, other)| holds(std::slice::from_ref(other), x, y)).count();
            let hole = beside(&ring).is_some_and(|inside| around(inside) % 2 == 1);
            if (twice_area(&ring) < 0.0) != hole {
                ring.reverse();
            }
            ring
        };
        Self { rings: self.rings.iter().enumerate().map(turned).collect() }
    }

    /// Every side, from corner to corner.
    pub(super) fn edges(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.rings.iter().flat_map(|ring| sides(ring))
    }
}

fn sides(ring: &[Point]) -> impl Iterator<Item = (Point, Point)> + '_ {
    (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()]))
}

fn holds(rings: &[&Vec<Point>], x: f64, y: f64) -> bool {
    let crossed = |(a, b): &(Point, Point)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0);
    rings.iter().flat_map(|ring| sides(ring)).filter(crossed).count() % 2 == 1
}

/// A place a hair inside of the ring's longest side.
fn beside(ring: &Vec<Point>) -> Option<Point> {
    let length = |(a, b): &(Point, Point)| (b.0 - a.0).hypot(b.1 - a.1);
    let (a, b) = sides(ring).max_by(|one, other| length(one).total_cmp(&length(other)))?;
    let place = |by: f64| (0.5 * (a.0 + b.0) - by * (b.1 - a.1), 0.5 * (a.1 + b.1) + by * (b.0 - a.0));
    [1e-6, -1e-6].map(place).into_iter().find(|(x, y)| holds(&[ring], *x, *y))
}

/// Twice the area of a ring, below zero where it goes with the clock.
fn twice_area(ring: &[Point]) -> f64 {
    ring.first().map_or(0.0, |first| sides(ring).map(|(a, b)| turn(*first, a, b)).sum())
}

/// Where two sides of an area cross each other; those that only touch do not.
pub(crate) fn crossing(area: &Area) -> Option<Point> {
    let mut edges: Vec<(Point, Point)> = area.edges().collect();
    let left = |edge: &(Point, Point)| edge.0.0.min(edge.1.0);
    edges.sort_unstable_by(|a, b| left(a).total_cmp(&left(b)));
    let pairs = (0..edges.len()).flat_map(|at| {
        let (one, right) = (edges[at], edges[at].0.0.max(edges[at].1.0));
        let near = edges[at + 1..].iter().take_while(move |other| left(other) <= right);
        near.filter_map(move |other| meet(one, *other))
    });
    pairs.into_iter().next()
}

/// Where two sides cross, each with its ends on either side of the other by more than a rounding.
fn meet((a, b): (Point, Point), (c, d): (Point, Point)) -> Option<Point> {
    let apart = |low: f64, high: f64, from: f64, to: f64| low.max(high) < from.min(to) || from.max(to) < low.min(high);
    if apart(a.1, b.1, c.1, d.1) {
        return None;
    }
    let size = [a, b, c, d].iter().map(|point| point.0.abs().max(point.1.abs())).fold(0.0, f64::max);
    let beyond = |from: Point, to: Point, point: Point| {
        let (height, length) = (turn(from, to, point), (to.0 - from.0).hypot(to.1 - from.1));
        if height.abs() > 1e-12 * size * length { height } else { 0.0 }
    };
    let (c_side, d_side) = (beyond(a, b, c), beyond(a, b, d));
    let crosses = c_side * d_side < 0.0 && beyond(c, d, a) * beyond(c, d, b) < 0.0;
    let part = c_side / (c_side - d_side);
    crosses.then_some((c.0 + part * (d.0 - c.0), c.1 + part * (d.1 - c.1)))
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
    [square_to_line(a, c, d), square_to_line(b, c, d), square_to_line(c, a, b), square_to_line(d, a, b)]
        .into_iter()
        .fold(f64::MAX, f64::min)
}

/// The squared distance of `p` from the line from `a` to `b`.
pub(crate) fn square_to_line(p: Point, a: Point, b: Point) -> f64 {
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
