//! Areas as SVG paths: small enough to stand in the page itself.

use std::fmt::Write;

use geo::{BoundingRect, Coord, LineString, MultiPolygon, Rect};

use super::feature::AreaShape;
use super::outline::{self, Dot, Ring};

/// The drawing's units: half pixels, so that every coordinate is a short whole number.
const UNITS: u32 = 2;

/// How far a simplified outline may lie from the true one, in units: six tenths of a pixel.
const TOLERANCE: f64 = 1.2;

/// A drawing. Its coordinates are half pixels; [`SvgMap::view_box`] scales them to the size wanted.
#[derive(Clone, Debug, PartialEq)]
pub struct SvgMap {
    /// In units of the drawing: twice the pixels asked for.
    pub width: u32,
    pub height: u32,
    /// One for each area given, in the same order.
    pub paths: Vec<SvgPath>,
    frame: Option<Frame>,
}

/// The outline of one area: the value of a path's `d`, to be filled by the even-odd rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgPath {
    pub code: String,
    pub d: String,
}

impl SvgMap {
    /// The value of the `viewBox` attribute.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", self.width, self.height)
    }

    /// Where a point in degrees lies on the drawing, in its units; `None` when nothing was drawn.
    pub fn place(&self, lon: f64, lat: f64) -> Option<(i32, i32)> {
        Some(self.frame?.dot(Coord { x: lon, y: lat }))
    }
}

/// Draws areas `width` pixels wide (1 to 10,000): equirectangular, true to shape at the middle latitude, north above,
/// simplified to about half a pixel so that neighbours still share their borders.
pub fn svg_paths<'a>(areas: impl IntoIterator<Item = &'a AreaShape>, width: u32) -> SvgMap {
    let areas: Vec<&AreaShape> = areas.into_iter().collect();
    let width = width.clamp(1, 10_000) * UNITS;
    let bounds = areas.iter().filter_map(|area| area.shape.bounding_rect()).reduce(joined);
    let Some(frame) = bounds.map(|bounds| Frame::new(bounds, width)) else {
        let paths = areas.iter().map(|area| SvgPath { code: area.code.clone(), d: String::new() }).collect();
        return SvgMap { width, height: 1, paths, frame: None };
    };
    let mut rings = Vec::new();
    let mut owners = Vec::new();
    for (owner, area) in areas.iter().enumerate() {
        for ring in rings_of(&area.shape) {
            rings.push(frame.ring(ring));
            owners.push(owner);
        }
    }
    let simple = outline::simplify(&rings, TOLERANCE);
    let mut paths: Vec<SvgPath> =
        areas.iter().map(|area| SvgPath { code: area.code.clone(), d: String::new() }).collect();
    for (owner, ring) in owners.iter().zip(&simple) {
        if let Some(path) = paths.get_mut(*owner) {
            write_ring(&mut path.d, ring);
        }
    }
    for (path, area) in paths.iter_mut().zip(&areas).filter(|(path, _)| path.d.is_empty()) {
        path.d = speck(&frame, area);
    }
    SvgMap { width, height: frame.height, paths, frame: Some(frame) }
}

/// From degrees to units of the drawing.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Frame {
    west: f64,
    north: f64,
    across: f64,
    down: f64,
    height: u32,
}

impl Frame {
    fn new(bounds: Rect<f64>, width: u32) -> Self {
        let middle = f64::midpoint(bounds.min().y, bounds.max().y);
        // Near the poles the cosine vanishes; no partnership works there, but nothing may divide by it.
        let narrowing = middle.to_radians().cos().max(0.01);
        let extent = (bounds.width() * narrowing).max(1e-9);
        let down = f64::from(width) / extent;
        let height = (bounds.height() * down).ceil().clamp(1.0, 100_000.0) as u32;
        Self { west: bounds.min().x, north: bounds.max().y, across: down * narrowing, down, height }
    }

    fn dot(&self, at: Coord<f64>) -> Dot {
        (((at.x - self.west) * self.across).round() as i32, ((self.north - at.y) * self.down).round() as i32)
    }

    fn ring(&self, ring: &LineString<f64>) -> Ring {
        outline::dots(ring, |at| self.dot(at))
    }
}

fn rings_of(shape: &MultiPolygon<f64>) -> impl Iterator<Item = &LineString<f64>> {
    shape.0.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
}

/// An area too small to draw still gets one pixel, so that it can be seen and chosen.
fn speck(frame: &Frame, area: &AreaShape) -> String {
    let Some(bounds) = area.shape.bounding_rect() else { return String::new() };
    let (x, y) = frame.dot(bounds.center());
    let mut d = String::new();
    write_ring(&mut d, &vec![(x - 1, y - 1), (x + 1, y - 1), (x + 1, y + 1), (x - 1, y + 1)]);
    d
}

/// Absolute for the first point, then steps; rings of fewer than three points are too small to be seen.
fn write_ring(d: &mut String, ring: &Ring) {
    let mut dots = ring.iter();
    let Some(&first) = dots.next().filter(|_| ring.len() >= 3) else { return };
    d.push('M');
    write_number(d, first.0);
    write_number(d, first.1);
    d.push('l');
    let mut before = first;
    for &dot in dots {
        write_number(d, dot.0 - before.0);
        write_number(d, dot.1 - before.1);
        before = dot;
    }
    d.push('z');
}

/// A number, with a space before it where neither a command nor a minus sign separates it from the last.
fn write_number(d: &mut String, number: i32) {
    if number >= 0 && d.ends_with(|last: char| last.is_ascii_digit()) {
        d.push(' ');
    }
    let _ = write!(d, "{number}"); // writing to a string cannot fail
}

fn joined(a: Rect<f64>, b: Rect<f64>) -> Rect<f64> {
    let low = Coord { x: a.min().x.min(b.min().x), y: a.min().y.min(b.min().y) };
    let high = Coord { x: a.max().x.max(b.max().x), y: a.max().y.max(b.max().y) };
    Rect::new(low, high)
}
