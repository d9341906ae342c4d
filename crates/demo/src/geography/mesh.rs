//! The town's blocks: the Voronoi cells of a set of sites, with vertices shared exactly between neighbours.
//!
//! A cell is a large square, cut by the bisector with each near site in turn. A corner is known by the three sites that
//! meet there, so that the three cells agree on it without comparing coordinates.

use std::collections::BTreeMap;

use super::land::Spot;

/// Sites farther apart than this are no neighbours; the sites lie dense enough (metres).
const NEAR: f64 = 1500.0;
/// Half the side of the square that holds everything (metres).
const EXTENT: f64 = 6000.0;

/// One side of a block: from corner `from` to corner `to`, counter-clockwise about `cell`; `neighbour` lies beyond.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Side {
    pub cell: usize,
    pub neighbour: usize,
    pub from: usize,
    pub to: usize,
}

pub(crate) struct Mesh {
    pub sites: Vec<Spot>,
    pub corners: Vec<Spot>,
    /// Each side twice, once from either cell; sides on the outer square are left out.
    pub sides: Vec<Side>,
    /// The neighbours of each site.
    pub neighbours: Vec<Vec<usize>>,
}

/// A corner of a cell in the making, and the site (or wall) beyond the side that starts here.
#[derive(Clone, Copy)]
struct Corner {
    spot: Spot,
    beyond: usize,
}

impl Mesh {
    pub(crate) fn new(sites: Vec<Spot>) -> Self {
        let mut corners = Vec::new();
        let mut known: BTreeMap<[usize; 3], usize> = BTreeMap::new();
        let mut sides = Vec::new();
        for (cell, outline) in (0..sites.len()).map(|cell| (cell, outline(&sites, cell))) {
            let before = outline.iter().cycle().skip(outline.len().saturating_sub(1));
            let keys: Vec<usize> = outline
                .iter()
                .zip(before)
                .map(|(corner, previous)| {
                    let mut key = [cell, previous.beyond, corner.beyond];
                    key.sort_unstable();
                    *known.entry(key).or_insert_with(|| {
                        corners.push(corner.spot);
                        corners.len() - 1
                    })
                })
                .collect();
            let next = keys.iter().cycle().skip(1);
            for ((corner, &from), &to) in outline.iter().zip(&keys).zip(next) {
                if corner.beyond < sites.len() {
                    sides.push(Side { cell, neighbour: corner.beyond, from, to });
                }
            }
        }
        let mut neighbours = vec![Vec::new(); sites.len()];
        for side in &sides {
            neighbours.get_mut(side.cell).into_iter().for_each(|list: &mut Vec<usize>| list.push(side.neighbour));
        }
        Self { sites, corners, sides, neighbours }
    }

    pub(crate) fn site(&self, index: usize) -> Spot {
        self.sites.get(index).copied().unwrap_or_default()
    }

    pub(crate) fn corner(&self, index: usize) -> Spot {
        self.corners.get(index).copied().unwrap_or_default()
    }
}

/// The cell of one site.
fn outline(sites: &[Spot], cell: usize) -> Vec<Corner> {
    let centre = sites.get(cell).copied().unwrap_or_default();
    let wall = |x: f64, y: f64, id: usize| Corner { spot: Spot::new(x * EXTENT, y * EXTENT), beyond: usize::MAX - id };
    let mut outline = vec![wall(-1.0, -1.0, 0), wall(1.0, -1.0, 1), wall(1.0, 1.0, 2), wall(-1.0, 1.0, 3)];
    let mut near: Vec<(f64, usize)> = sites
        .iter()
        .enumerate()
        .filter(|(index, _)| *index != cell)
        .map(|(index, site)| (site.distance(centre), index))
        .filter(|(distance, _)| *distance < NEAR)
        .collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (distance, other) in near {
        let radius = outline.iter().map(|corner| corner.spot.distance(centre)).fold(0.0, f64::max);
        if distance > 2.0 * radius {
            break;
        }
        outline = cut(&outline, centre, sites.get(other).copied().unwrap_or_default(), other);
    }
    outline
}

/// Keeps the part of the cell that is nearer to `centre` than to `other`.
fn cut(outline: &[Corner], centre: Spot, other: Spot, beyond: usize) -> Vec<Corner> {
    let middle = centre.toward(other, 0.5);
    let (east, north) = (other.x - centre.x, other.y - centre.y);
    let side = |spot: Spot| (spot.x - middle.x) * east + (spot.y - middle.y) * north;
    let mut kept = Vec::with_capacity(outline.len() + 1);
    for (corner, next) in outline.iter().zip(outline.iter().cycle().skip(1)) {
        let (here, there) = (side(corner.spot), side(next.spot));
        let crossing = || corner.spot.toward(next.spot, here / (here - there));
        match (here <= 0.0, there <= 0.0) {
            (true, true) => kept.push(*corner),
            (true, false) => {
                kept.push(*corner);
                kept.push(Corner { spot: crossing(), beyond });
            }
            (false, true) => kept.push(Corner { spot: crossing(), beyond: corner.beyond }),
            (false, false) => {}
        }
    }
    kept
}
