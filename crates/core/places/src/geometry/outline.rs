//! Simplifying outlines so that neighbours still meet.
//!
//! Simplified one by one, two neighbours lose different points of their common border, and slivers open between them.
//! Here the rings are first cut where borders part or meet; each piece is then simplified once, in one direction, and
//! so comes out alike on both sides.

use std::collections::{HashMap, HashSet};

use geo::{Coord, LineString, Simplify};

/// A point on the drawing, in its units: whole numbers, so that points can be compared and counted.
pub(super) type Dot = (i32, i32);

/// A ring without its repeated last point.
pub(super) type Ring = Vec<Dot>;

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
