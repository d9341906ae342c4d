//! Windows of any outline: holes, and parts apart.

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::Rectangle;
use super::clip::area;
use crate::Error;
use crate::place::grid::{Area, Point, crossing, square_to_line};

/// An outline whose inside lies to the left of every side.
#[derive(Clone, Debug)]
pub struct Outline {
    rings: Vec<Vec<Point>>,
    area: f64,
    bounds: Rectangle,
    /// The sides that each band of equal height meets, from the bottom up.
    bands: Vec<Vec<(Point, Point)>>,
}

impl Outline {
    /// What lies inside of an odd number of the area's rings.
    ///
    /// Errors: no corners, corners that are no numbers, sides that cross each other, nothing inside.
    pub fn new(area: &Area) -> Result<Self, Error> {
        area.check(0)?;
        if let Some((x, y)) = crossing(area) {
            let expected =
                "an outline whose sides do not cross (repair it, or dissolve areas that share borders into one)";
            return Err(Error::setting("the window", format!("crossing itself at {x}, {y}"), expected));
        }
        Self::of_rings(area.oriented().rings)
    }

    fn of_rings(rings: Vec<Vec<Point>>) -> Result<Self, Error> {
        let size = rings.iter().map(|ring| area(ring)).sum::<f64>();
        let (x, y): (Vec<f64>, Vec<f64>) = rings.iter().flatten().copied().unzip();
        let bounds = Rectangle::around(&x, &y)?;
        if size.is_nan() || size <= 1e-12 * bounds.area() {
            return Err(Error::setting("the window", format!("{size} in area"), "an area above zero"));
        }
        let mut outline = Self { rings, area: size, bounds, bands: Vec::new() };
        outline.bands = vec![Vec::new(); (x.len() / 2).clamp(1, 4096)];
        let sides: Vec<(Point, Point)> = outline.sides().collect();
        for (a, b) in sides {
            let (first, last) = (outline.band(a.1.min(b.1)), outline.band(a.1.max(b.1)));
            outline.bands[first..=last].iter_mut().for_each(|band| band.push((a, b)));
        }
        Ok(outline)
    }

    /// The same in units of `unit` along x and y.
    pub(crate) fn in_units_of(&self, unit: [f64; 2]) -> Result<Self, Error> {
        let corner = |(x, y): &Point| (x / unit[0], y / unit[1]);
        Self::of_rings(self.rings.iter().map(|ring| ring.iter().map(corner).collect()).collect())
    }

    pub fn area(&self) -> f64 {
        self.area
    }

    /// The smallest rectangle around it.
    pub fn bounds(&self) -> Rectangle {
        self.bounds
    }

    /// The rings, the first corner not repeated; what is inside lies to the left.
    pub fn rings(&self) -> &[Vec<(f64, f64)>] {
        &self.rings
    }

    /// Every side, from corner to corner.
    pub(crate) fn sides(&self) -> impl Iterator<Item = (Point, Point)> + '_ {
        self.rings.iter().flat_map(|ring| (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()])))
    }

    /// Whether a point lies within; one on a side does, as nearly as numbers tell.
    pub fn holds(&self, x: f64, y: f64) -> bool {
        let hair = 1e-9 * self.bounds.width().max(self.bounds.height());
        self.within(x, y) || (self.rim(x, y, hair) && self.distance(x, y) <= hair)
    }

    /// Whether a point lies inside; on a side it may be either.
    pub(crate) fn within(&self, x: f64, y: f64) -> bool {
        if !self.bounds.holds(x, y) {
            return false;
        }
        let crossed =
            |(a, b): &&(Point, Point)| (a.1 > y) != (b.1 > y) && x < a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0);
        self.bands[self.band(y)].iter().filter(crossed).count() % 2 == 1
    }

    /// The distance from a point to the nearest side: band by band, until none can hold a nearer one.
    pub(crate) fn distance(&self, x: f64, y: f64) -> f64 {
        let (own, rise) = (self.band(y), self.rise());
        let mut best = f64::INFINITY;
        let height = |band: usize| self.bounds.bottom + band as f64 * rise;
        let nearest = |best: f64, band: usize| {
            self.bands[band].iter().map(|(a, b)| square_to_line((x, y), *a, *b)).fold(best, f64::min)
        };
        for band in (0..=own).rev() {
            if band < own && (y - height(band + 1)).max(0.0).powi(2) > best {
                break;
            }
            best = nearest(best, band);
        }
        for band in own + 1..self.bands.len() {
            if (height(band) - y).max(0.0).powi(2) > best {
                break;
            }
            best = nearest(best, band);
        }
        best.sqrt()
    }

    /// The share of the circle of radius `r` around a point that lies within: between its crossings with the sides.
    pub(crate) fn arc(&self, x: f64, y: f64, r: f64) -> f64 {
        use std::f64::consts::TAU;
        let mut angles = Vec::new();
        for (a, b) in self.bands[self.band(y - r)..=self.band(y + r)].iter().flatten() {
            let (ax, ay, dx, dy) = (a.0 - x, a.1 - y, b.0 - a.0, b.1 - a.1);
            let (square, half, rest) = (dx * dx + dy * dy, ax * dx + ay * dy, ax * ax + ay * ay - r * r);
            let root = half * half - square * rest;
            if square > 0.0 && root > 0.0 {
                let places = [(-half - root.sqrt()) / square, (-half + root.sqrt()) / square];
                let met = places.into_iter().filter(|t| (0.0..=1.0).contains(t));
                angles.extend(met.map(|t| (ay + t * dy).atan2(ax + t * dx)));
            }
        }
        angles.sort_unstable_by(f64::total_cmp);
        let Some(first) = angles.first().copied() else {
            return if self.within(x + r, y) { 1.0 } else { 0.0 };
        };
        angles.push(first + TAU);
        let inside = |pair: &&[f64]| {
            let (sin, cos) = (0.5 * (pair[0] + pair[1])).sin_cos();
            self.within(x + r * cos, y + r * sin)
        };
        angles.windows(2).filter(inside).map(|pair| pair[1] - pair[0]).sum::<f64>() / TAU
    }

    fn rise(&self) -> f64 {
        self.bounds.height() / self.bands.len() as f64
    }

    /// The band of a height, the first or last one for those beyond.
    fn band(&self, y: f64) -> usize {
        (((y - self.bounds.bottom) / self.rise()) as usize).min(self.bands.len() - 1)
    }

    /// Whether a point lies in the bounds or `hair` beyond them.
    fn rim(&self, x: f64, y: f64, hair: f64) -> bool {
        let Rectangle { left, bottom, right, top } = self.bounds;
        Rectangle { left: left - hair, bottom: bottom - hair, right: right + hair, top: top + hair }.holds(x, y)
    }
}

/// Its area, number of rings and bounds: what tells it apart without all of its corners.
impl Serialize for Outline {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut told = to.serialize_struct("Outline", 4)?;
        told.serialize_field("area", &self.area)?;
        told.serialize_field("rings", &self.rings.len())?;
        told.serialize_field("corners", &self.rings.iter().map(Vec::len).sum::<usize>())?;
        told.serialize_field("bounds", &self.bounds)?;
        told.end()
    }
}
