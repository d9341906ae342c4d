//! Streets: sides of blocks that continue one another, each with a name.

use std::collections::{BTreeMap, BTreeSet};

use super::land::Spot;
use super::mesh::{Mesh, Side};
use crate::bilingual::Bilingual;
use crate::dice::Dice;
use crate::names::streets::{BASES, KINDS};

/// Crossings closer than this are one crossing (metres).
const CROSSING: f64 = 15.0;
/// A street ends after this many sides.
const LONGEST: usize = 26;

/// A stretch of street between two crossings.
#[derive(Clone, Debug)]
pub(crate) struct Stretch {
    pub from: Spot,
    pub to: Spot,
    /// The anonymous map point of the stretch: its middle, a little to the side of the town.
    pub point: Spot,
    /// Index into the names.
    pub street: usize,
}

/// All stretches and the names of their streets.
pub(crate) fn streets(mesh: &Mesh, owner: &[Option<usize>], dice: &mut Dice) -> (Vec<Stretch>, Vec<Bilingual>) {
    let of = |site: usize| owner.get(site).copied().flatten();
    let node = crossings(mesh);
    let at = |corner: usize| node.get(corner).copied().unwrap_or(corner);
    let paved: Vec<&Side> = mesh
        .sides
        .iter()
        .filter(|side| of(side.cell).is_some() && (side.cell < side.neighbour || of(side.neighbour).is_none()))
        .filter(|side| at(side.from) != at(side.to))
        .collect();
    let mut links: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, side) in paved.iter().enumerate() {
        links.entry(at(side.from)).or_default().push(index);
        links.entry(at(side.to)).or_default().push(index);
    }
    let street_of = chains(mesh, &paved, &links, &at);
    let count = street_of.iter().max().map_or(0, |last| last + 1);
    let stretches = paved.iter().zip(street_of).map(|(side, street)| {
        let (from, to) = (mesh.corner(side.from), mesh.corner(side.to));
        let middle = from.toward(to, 0.5);
        // On the edge of the town, and on a border within it, the point stands clearly on one side.
        let clearance = if of(side.neighbour).is_none() { 14.0 } else { 5.0 };
        let border = of(side.neighbour) != of(side.cell);
        let depth = middle.distance(mesh.site(side.cell)).max(clearance);
        let inward = if border { clearance / depth } else { 0.0 };
        Stretch { from, to, point: middle.toward(mesh.site(side.cell), inward), street }
    });
    (stretches.collect(), names(count, dice))
}

/// For each corner, the corner that stands for its crossing.
fn crossings(mesh: &Mesh) -> Vec<usize> {
    let mut node: Vec<usize> = (0..mesh.corners.len()).collect();
    for side in mesh.sides.iter().filter(|side| mesh.corner(side.from).distance(mesh.corner(side.to)) < CROSSING) {
        let (a, b) = (root(&node, side.from), root(&node, side.to));
        node.get_mut(a.max(b)).into_iter().for_each(|slot| *slot = a.min(b));
    }
    (0..node.len()).map(|corner| root(&node, corner)).collect()
}

fn root(node: &[usize], mut corner: usize) -> usize {
    while let Some(&up) = node.get(corner).filter(|up| **up != corner) {
        corner = up;
    }
    corner
}

/// The street of each side: longest sides first, each going on straight as far as it can.
fn chains(
    mesh: &Mesh,
    paved: &[&Side],
    links: &BTreeMap<usize, Vec<usize>>,
    at: &impl Fn(usize) -> usize,
) -> Vec<usize> {
    let length = |side: &Side| mesh.corner(side.from).distance(mesh.corner(side.to));
    let mut order: Vec<usize> = (0..paved.len()).collect();
    order.sort_by(|a, b| {
        let of = |index: &usize| paved.get(*index).map_or(0.0, |side| length(side));
        of(b).total_cmp(&of(a))
    });
    let mut street_of: Vec<Option<usize>> = vec![None; paved.len()];
    let mut count = 0;
    for first in order {
        if street_of.get(first).copied().flatten().is_some() {
            continue;
        }
        let mut taken = BTreeSet::from([first]);
        for forward in [true, false] {
            let Some(side) = paved.get(first) else { continue };
            let mut end = if forward { side.to } else { side.from };
            let mut here = first;
            while taken.len() < LONGEST {
                let Some((next, far)) = straight_on(mesh, paved, links, at, here, end, &street_of, &taken) else {
                    break;
                };
                taken.insert(next);
                (here, end) = (next, far);
            }
        }
        let lonely = taken.len() == 1;
        let neighbour = lonely.then(|| paved.get(first)).flatten().and_then(|side| {
            let around = [at(side.from), at(side.to)];
            around
                .iter()
                .filter_map(|end| links.get(end))
                .flatten()
                .find_map(|other| street_of.get(*other).copied().flatten())
        });
        let street = neighbour.unwrap_or(count);
        count = count.max(street + 1);
        for index in taken {
            street_of.get_mut(index).into_iter().for_each(|slot| *slot = Some(street));
        }
    }
    street_of.into_iter().map(Option::unwrap_or_default).collect()
}

/// The side that goes on most nearly straight beyond `end`, with its far corner; none if all turn more than 38 degrees.
#[allow(clippy::too_many_arguments, reason = "one step of the walk above, which owns all of these")]
fn straight_on(
    mesh: &Mesh,
    paved: &[&Side],
    links: &BTreeMap<usize, Vec<usize>>,
    at: &impl Fn(usize) -> usize,
    here: usize,
    end: usize,
    street_of: &[Option<usize>],
    taken: &BTreeSet<usize>,
) -> Option<(usize, usize)> {
    let side = paved.get(here)?;
    let begin = if side.to == end { side.from } else { side.to };
    let course = heading(mesh.corner(begin), mesh.corner(end));
    let candidates = links.get(&at(end))?.iter().copied().filter(|index| !taken.contains(index));
    candidates
        .filter(|index| street_of.get(*index).is_some_and(Option::is_none))
        .filter_map(|index| {
            let next = paved.get(index)?;
            let (near, far) = if at(next.from) == at(end) { (next.from, next.to) } else { (next.to, next.from) };
            let mut turn = (heading(mesh.corner(near), mesh.corner(far)) - course).abs();
            if turn > std::f64::consts::PI {
                turn = std::f64::consts::TAU - turn;
            }
            Some((turn, index, far))
        })
        .filter(|(turn, ..)| *turn < 38_f64.to_radians())
        .min_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, index, far)| (index, far))
}

fn heading(from: Spot, to: Spot) -> f64 {
    (to.y - from.y).atan2(to.x - from.x)
}

/// `count` names, the plain ones first, and different as long as they last.
fn names(count: usize, dice: &mut Dice) -> Vec<Bilingual> {
    let mut bases = BASES.to_vec();
    dice.shuffle(&mut bases);
    let named = |kind: &(&str, &str), base: &(&str, &str)| {
        Bilingual::new(kind.0.replace("{}", base.0), kind.1.replace("{}", base.1))
    };
    // "Old Old School Road" and the like are no names.
    let sounds = |kind: &(&str, &str), base: &(&str, &str)| {
        !kind.0.starts_with(['U', 'L', 'N', 'O']) || !["Upper", "Lower", "Old"].iter().any(|word| base.0.contains(word))
    };
    let pairs = KINDS.iter().flat_map(|kind| bases.iter().map(move |base| (kind, base)));
    pairs.filter(|(kind, base)| sounds(kind, base)).map(|(kind, base)| named(kind, base)).cycle().take(count).collect()
}
