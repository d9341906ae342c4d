//! Contiguity of areas with outlines.

use std::collections::HashMap;

use super::{Weights, countable};
use crate::Error;
use crate::place::grid::Area;

/// When two areas, or two cells of a grid, are neighbours: named after the moves of chess.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Contiguity {
    /// They share a corner or a side.
    #[default]
    Queen,
    /// They share a side.
    Rook,
}

/// Binary contiguity of areas: `Queen` where they have a corner point in common, `Rook` where they have two corners in
/// a row in common. Points are the same when their coordinates are, bit by bit, as libpysal's `Queen` and `Rook` see it:
/// areas whose outlines were simplified apart do not touch.
///
/// Errors: no areas; a coordinate that is no number (as `areas`, by the area's number).
pub fn areas(areas: &[Area], contiguity: Contiguity) -> Result<Weights, Error> {
    countable(areas.len())?;
    let mut owners: HashMap<[u64; 4], Vec<u32>> = HashMap::new();
    for (number, area) in (0_u32..).zip(areas) {
        area.check(number as usize)?;
        for ring in &area.rings {
            for (at, point) in ring.iter().enumerate() {
                let next = ring[(at + 1) % ring.len()];
                let list = owners.entry(part(*point, next, contiguity)).or_default();
                // The numbers rise, so that an area which has this part twice is last in the list already.
                if list.last() != Some(&number) {
                    list.push(number);
                }
            }
        }
    }
    let mut lists = vec![Vec::new(); areas.len()];
    for list in owners.values() {
        for area in list {
            lists[*area as usize].extend(list.iter().filter(|other| *other != area));
        }
    }
    for list in &mut lists {
        list.sort_unstable();
        list.dedup();
    }
    Weights::binary(&lists)
}

/// What is shared: a point, or a side whichever way it is walked.
fn part(from: (f64, f64), to: (f64, f64), contiguity: Contiguity) -> [u64; 4] {
    // Adding zero makes −0 the same as 0.
    let bits = |(x, y): (f64, f64)| [(x + 0.0).to_bits(), (y + 0.0).to_bits()];
    let (a, b) = (bits(from), bits(to));
    match contiguity {
        Contiguity::Queen => [a[0], a[1], 0, 0],
        Contiguity::Rook if a <= b => [a[0], a[1], b[0], b[1]],
        Contiguity::Rook => [b[0], b[1], a[0], a[1]],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(x: f64, y: f64) -> Area {
        Area { rings: vec![vec![(x, y), (x + 1.0, y), (x + 1.0, y + 1.0), (x, y + 1.0)]] }
    }

    #[test]
    fn corners_make_queens_and_sides_make_rooks() {
        let four = [square(0.0, 0.0), square(1.0, 0.0), square(1.0, 1.0), square(7.0, 7.0)];
        let list = |contiguity| {
            let weights = areas(&four, contiguity).unwrap();
            (0..4).map(|area| weights.of(area).0.to_vec()).collect::<Vec<_>>()
        };
        assert_eq!(list(Contiguity::Queen), [vec![1, 2], vec![0, 2], vec![0, 1], vec![]]);
        assert_eq!(list(Contiguity::Rook), [vec![1], vec![0, 2], vec![1], vec![]]);
    }
}
