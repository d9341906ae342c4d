//! Boundaries of sub-sectors and of what they make up, from the blocks that belong to them.
//!
//! The line between two sub-sectors is drawn once, smoothed once, and used by both: so neighbours neither overlap nor
//! leave gaps, and a sector is exactly the union of its sub-sectors.

use std::collections::{BTreeMap, BTreeSet};

use super::land::Spot;
use super::mesh::{Mesh, Side};

/// A line between two territories, from one meeting point to another. `None` is what lies outside the town.
pub(crate) struct Line {
    pub spots: Vec<Spot>,
    start: usize,
    end: usize,
    pub left: Option<usize>,
    pub right: Option<usize>,
}

/// Cuts the mesh into lines between territories; `owner[site]` is the sub-sector of a block.
pub(crate) fn lines(mesh: &Mesh, owner: &[Option<usize>]) -> Vec<Line> {
    let of = |site: usize| owner.get(site).copied().flatten();
    let border: Vec<&Side> =
        mesh.sides.iter().filter(|side| side.cell < side.neighbour && of(side.cell) != of(side.neighbour)).collect();
    let mut at: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, side) in border.iter().enumerate() {
        at.entry(side.from).or_default().push(index);
        at.entry(side.to).or_default().push(index);
    }
    let junction = |corner: usize| at.get(&corner).is_none_or(|sides| sides.len() != 2);
    let mut used = BTreeSet::new();
    let mut lines = Vec::new();
    let starts = at.keys().copied().filter(|corner| junction(*corner)).collect::<Vec<_>>();
    // Junctions first; what is left after them are closed loops.
    for corner in starts.into_iter().chain(at.keys().copied()) {
        for &first in at.get(&corner).into_iter().flatten() {
            if used.contains(&first) {
                continue;
            }
            let Some(side) = border.get(first) else { continue };
            let forward = side.from == corner;
            let (left, right) =
                if forward { (of(side.cell), of(side.neighbour)) } else { (of(side.neighbour), of(side.cell)) };
            let corners = follow(&border, &at, corner, first, &mut used);
            let spots = smooth(corners.iter().map(|index| mesh.corner(*index)).collect());
            let end = corners.last().copied().unwrap_or(corner);
            lines.push(Line { spots, start: corner, end, left, right });
        }
    }
    lines
}

/// Walks from `corner` along `first` to the next junction (or around a loop back to `corner`).
fn follow(
    border: &[&Side],
    at: &BTreeMap<usize, Vec<usize>>,
    corner: usize,
    first: usize,
    used: &mut BTreeSet<usize>,
) -> Vec<usize> {
    let mut corners = vec![corner];
    let (mut here, mut along) = (corner, first);
    while used.insert(along) {
        let Some(side) = border.get(along) else { break };
        here = if side.from == here { side.to } else { side.from };
        corners.push(here);
        match at.get(&here).map(Vec::as_slice) {
            Some(&[a, b]) if here != corner => along = if a == along { b } else { a },
            _ => break,
        }
    }
    corners
}

/// Straightens the zigzag of the blocks and rounds the corners; the ends stay.
fn smooth(spots: Vec<Spot>) -> Vec<Spot> {
    let mut line = spots;
    for _ in 0..2 {
        let relaxed: Vec<Spot> = line
            .windows(3)
            .filter_map(|three| match three {
                [a, b, c] => Some(b.toward(a.toward(*c, 0.5), 0.45)),
                _ => None,
            })
            .collect();
        line.iter_mut().skip(1).zip(relaxed).for_each(|(spot, new)| *spot = new);
    }
    thin(chaikin(&line))
}

fn chaikin(line: &[Spot]) -> Vec<Spot> {
    let inner = line.windows(2).flat_map(|pair| match pair {
        [a, b] => vec![a.toward(*b, 0.25), a.toward(*b, 0.75)],
        _ => Vec::new(),
    });
    line.first().copied().into_iter().chain(inner).chain(line.last().copied()).collect()
}

/// Leaves out points closer than 12 m to the one before.
fn thin(line: Vec<Spot>) -> Vec<Spot> {
    let last = line.last().copied();
    let mut kept: Vec<Spot> = Vec::with_capacity(line.len());
    for spot in line {
        if kept.last().is_none_or(|previous| previous.distance(spot) > 12.0) {
            kept.push(spot);
        }
    }
    if kept.len() > 1 {
        kept.pop();
    }
    kept.extend(last);
    kept
}

/// The closed rings around all territories for which `inside` holds, the largest first, counter-clockwise if outer.
pub(crate) fn rings(lines: &[Line], inside: impl Fn(usize) -> bool) -> Vec<Vec<Spot>> {
    let within = |owner: Option<usize>| owner.is_some_and(&inside);
    let mut open: Vec<(usize, usize, Vec<Spot>)> = lines
        .iter()
        .filter(|line| within(line.left) != within(line.right))
        .map(|line| {
            if within(line.left) {
                (line.start, line.end, line.spots.clone())
            } else {
                (line.end, line.start, line.spots.iter().rev().copied().collect())
            }
        })
        .collect();
    let mut rings = Vec::new();
    while let Some((start, mut end, mut ring)) = open.pop() {
        while end != start {
            let Some(next) = open.iter().position(|(begin, ..)| *begin == end) else { break };
            let (_, stop, spots) = open.swap_remove(next);
            ring.extend(spots.into_iter().skip(1));
            end = stop;
        }
        rings.push(ring);
    }
    rings.sort_by(|a, b| area(b).abs().total_cmp(&area(a).abs()));
    rings
}

/// The signed area of a closed ring in square metres, positive if counter-clockwise.
pub(crate) fn area(ring: &[Spot]) -> f64 {
    ring.windows(2)
        .map(|pair| match pair {
            [a, b] => (a.x * b.y - b.x * a.y) / 2.0,
            _ => 0.0,
        })
        .sum()
}

/// Whether a closed ring surrounds the point (even-odd rule).
pub(crate) fn surrounds(ring: &[[f64; 2]], [x, y]: [f64; 2]) -> bool {
    let crossings = ring.windows(2).filter(|pair| match pair {
        [[ax, ay], [bx, by]] => (*ay > y) != (*by > y) && x < (bx - ax) * (y - ay) / (by - ay) + ax,
        _ => false,
    });
    crossings.count() % 2 == 1
}
