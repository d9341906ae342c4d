//! Simplifying outlines so that neighbours still meet.
//!
//! Simplified one by one, two neighbours lose different points of their common border, and slivers open between them.
//! Here the rings are first cut where borders part or meet; each piece is then simplified once, in one direction, and
//! so comes out alike on both sides.

use std::collections::{HashMap, HashSet};

use geo::{Coord, LineString, Simplify};

use super::feature::AreaShape;

/// A point on the drawing, in its units: whole numbers, so that points can be compared and counted.
pub type Dot = (i32, i32);

/// A ring without its repeated last point.
pub type Ring = Vec<Dot>;

/// The outline of an area in the units of a drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub code: String,
    /// Of each polygon the ring around it, then those of its holes. Rings of fewer than three points are left out.
    pub polygons: Vec<Vec<Ring>>,
}

/// The outlines of all these areas, in the same order, simplified together so that no line moves further than `tolerance`
/// units and neighbours still meet. `dot` gives the units of a longitude and a latitude in degrees.
pub fn outlines(areas: &[AreaShape], dot: impl Fn(f64, f64) -> Dot, tolerance: f64) -> Vec<Outline> {
    let polygons = || areas.iter().flat_map(|area| area.shape.0.iter());
    let rings: Vec<Ring> = polygons()
        .flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()))
        .map(|ring| dots(ring, |at| dot(at.x, at.y)))
        .collect();
    let mut simple = simplify(&rings, tolerance).into_iter();
    let mut polygon = |holes: usize| -> Option<Vec<Ring>> {
        let mut rings = simple.by_ref().take(holes + 1);
        // Holes of what is too small to be drawn go with it; they are taken from the list in any case.
        let around = rings.next().filter(|ring| ring.len() >= 3);
        let holes: Vec<Ring> = rings.filter(|ring| ring.len() >= 3).collect();
        Some(std::iter::once(around?).chain(holes).collect())
    };
    let of_area = |area: &AreaShape| Outline {
        code: area.code.clone(),
        polygons: area.shape.iter().filter_map(|one| polygon(one.interiors().len())).collect(),
    };
    areas.iter().map(of_area).collect()
}

/// A ring in the units of a drawing.
pub(super) fn dots(ring: &LineString<f64>, dot: impl Fn(Coord<f64>) -> Dot) -> Ring {
    let mut dots: Ring = ring.coords().map(|&at| dot(at)).collect();
    dots.dedup();
    if dots.len() > 1 && dots.first() == dots.last() {
        dots.pop();
    }
    dots
}

/// Simplifies all rings of a drawing together, so that no outline moves further than `tolerance` units.
pub(super) fn simplify(rings: &[Ring], tolerance: f64) -> Vec<Ring> {
    let junctions = junctions(rings);
    rings.iter().map(|ring| simplify_ring(ring, &junctions, tolerance)).collect()
}

/// Points where borders part: those whose neighbours, over all rings, are not exactly two.
fn junctions(rings: &[Ring]) -> HashSet<Dot> {
    let mut neighbours: HashMap<Dot, HashSet<Dot>> = HashMap::new();
    for ring in rings {
        for (&one, &next) in ring.iter().zip(ring.iter().cycle().skip(1)) {
            neighbours.entry(one).or_default().insert(next);
            neighbours.entry(next).or_default().insert(one);
        }
    }
    neighbours.into_iter().filter(|(_, around)| around.len() != 2).map(|(dot, _)| dot).collect()
}

fn simplify_ring(ring: &Ring, junctions: &HashSet<Dot>, tolerance: f64) -> Ring {
    // A ring that nobody meets is cut at its least point and at the one farthest from it: the same two on both sides.
    let mut cuts: Vec<usize> = (0..).zip(ring).filter(|(_, dot)| junctions.contains(dot)).map(|(at, _)| at).collect();
    if cuts.len() < 2 {
        let Some(least) = cuts.first().copied().or_else(|| position_of(ring, |dot| (dot.0.into(), dot.1.into())))
        else {
            return Ring::new();
        };
        let anchor = ring.get(least).copied().unwrap_or_default();
        let farthest = position_of(ring, |dot| (-distance(dot, anchor), i64::from(dot.0) - i64::from(dot.1)));
        cuts = vec![least, farthest.unwrap_or(least)];
        cuts.sort_unstable();
        cuts.dedup();
    }
    let mut simple = Ring::new();
    for (at, &from) in cuts.iter().enumerate() {
        let to = cuts.get(at + 1).copied().unwrap_or_else(|| cuts.first().map_or(0, |first| first + ring.len()));
        let piece: Vec<Dot> = ring.iter().cycle().skip(from).take(to - from + 1).copied().collect();
        let mut piece = simplify_piece(piece, tolerance);
        piece.pop(); // it begins the next piece
        simple.append(&mut piece);
    }
    simple
}

fn simplify_piece(mut piece: Vec<Dot>, tolerance: f64) -> Vec<Dot> {
    let backwards = piece.iter().gt(piece.iter().rev());
    if backwards {
        piece.reverse();
    }
    let line: LineString<f64> = piece.iter().map(|&(x, y)| Coord { x: f64::from(x), y: f64::from(y) }).collect();
    let mut simple: Vec<Dot> =
        line.simplify(tolerance).coords().map(|dot| (dot.x.round() as i32, dot.y.round() as i32)).collect();
    if backwards {
        simple.reverse();
    }
    simple
}

fn position_of(ring: &Ring, key: impl Fn(Dot) -> (i64, i64)) -> Option<usize> {
    (0..).zip(ring).min_by_key(|(_, dot)| key(**dot)).map(|(at, _)| at)
}

fn distance(a: Dot, b: Dot) -> i64 {
    let (dx, dy) = (i64::from(a.0) - i64::from(b.0), i64::from(a.1) - i64::from(b.1));
    dx * dx + dy * dy
}
