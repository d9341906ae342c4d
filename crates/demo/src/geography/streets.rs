//! Streets: sides of blocks that continue one another, each with a name.

use std::collections::{BTreeMap, BTreeSet};

use super::land::Spot;
use super::mesh::{Mesh, Side};
use crate::dice::Dice;
use crate::names::streets::{BASES, KINDS};
use comity_places::Bilingual;

/// Crossings closer than this are one crossing (metres).
const CROSSING: f64 = 15.0;
/// A street ends after this many sides.
const LONGEST: usize = 26;
/// A street that turns more than this, in degrees, is another street.
const STRAIGHT: f64 = 42.0;

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

/// Sides of blocks that are paved, and how they meet.
struct Network<'a> {
    mesh: &'a Mesh,
    paved: Vec<&'a Side>,
    /// For each corner, the corner that stands for its crossing.
    node: Vec<usize>,
    /// The paved sides at each crossing.
    links: BTreeMap<usize, Vec<usize>>,
    /// The street of each paved side, once it has one.
    street: Vec<Option<usize>>,
}

/// All stretches and the names of their streets.
pub(crate) fn streets(mesh: &Mesh, owner: &[Option<usize>], dice: &mut Dice) -> (Vec<Stretch>, Vec<Bilingual>) {
    let of = |site: usize| owner.get(site).copied().flatten();
    let ours = |side: &&Side| of(side.cell).is_some() && (side.cell < side.neighbour || of(side.neighbour).is_none());
    let mut network = Network::new(mesh, mesh.sides.iter().filter(ours).collect());
    let count = network.name_streets();
    let stretches = network.paved.iter().zip(&network.street).map(|(side, street)| {
        let (from, to) = (mesh.corner(side.from), mesh.corner(side.to));
        let middle = from.toward(to, 0.5);
        // On the edge of the town, and on a border within it, the point stands clearly on one side.
        let clearance = if of(side.neighbour).is_none() { 14.0 } else { 5.0 };
        let border = of(side.neighbour) != of(side.cell);
        let depth = middle.distance(mesh.site(side.cell)).max(clearance);
        let inward = if border { clearance / depth } else { 0.0 };
        Stretch { from, to, point: middle.toward(mesh.site(side.cell), inward), street: street.unwrap_or_default() }
    });
    (stretches.collect(), names(count, dice))
}

impl<'a> Network<'a> {
    fn new(mesh: &'a Mesh, sides: Vec<&'a Side>) -> Self {
        let node = crossings(mesh);
        let at = |corner: usize| node.get(corner).copied().unwrap_or(corner);
        let paved: Vec<&Side> = sides.into_iter().filter(|side| at(side.from) != at(side.to)).collect();
        let mut links: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, side) in paved.iter().enumerate() {
            links.entry(at(side.from)).or_default().push(index);
            links.entry(at(side.to)).or_default().push(index);
        }
        let street = vec![None; paved.len()];
        Self { mesh, paved, node, links, street }
    }

    fn at(&self, corner: usize) -> usize {
        self.node.get(corner).copied().unwrap_or(corner)
    }

    fn street_of(&self, index: usize) -> Option<usize> {
        self.street.get(index).copied().flatten()
    }

    /// Gives every side its street, longest sides first, each going on straight as far as it can. The number of streets.
    fn name_streets(&mut self) -> usize {
        let length = |side: &Side| self.mesh.corner(side.from).distance(self.mesh.corner(side.to));
        let mut order: Vec<(usize, f64)> = self.paved.iter().map(|side| length(side)).enumerate().collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut count = 0;
        for (first, _) in order {
            if self.street_of(first).is_some() {
                continue;
            }
            let taken = self.straight_through(first);
            // A single side between others is no street of its own.
            let street = if taken.len() == 1 { self.street_beside(first).unwrap_or(count) } else { count };
            count = count.max(street + 1);
            for index in taken {
                self.street.get_mut(index).into_iter().for_each(|slot| *slot = Some(street));
            }
        }
        count
    }

    /// The sides in line with `first`, both ways.
    fn straight_through(&self, first: usize) -> BTreeSet<usize> {
        let mut taken = BTreeSet::from([first]);
        let Some(side) = self.paved.get(first) else { return taken };
        for mut end in [side.to, side.from] {
            let mut here = first;
            while taken.len() < LONGEST {
                let Some((next, far)) = self.straight_on(here, end, &taken) else { break };
                taken.insert(next);
                (here, end) = (next, far);
            }
        }
        taken
    }

    fn street_beside(&self, index: usize) -> Option<usize> {
        let side = self.paved.get(index)?;
        let around = [self.at(side.from), self.at(side.to)];
        let mut beside = around.iter().filter_map(|end| self.links.get(end)).flatten();
        beside.find_map(|other| self.street_of(*other))
    }

    /// The free side that goes on most nearly straight beyond `end`, with its far corner, if any turns little enough.
    fn straight_on(&self, here: usize, end: usize, taken: &BTreeSet<usize>) -> Option<(usize, usize)> {
        let side = self.paved.get(here)?;
        let begin = if side.to == end { side.from } else { side.to };
        let course = heading(self.mesh.corner(begin), self.mesh.corner(end));
        let free = |index: &usize| !taken.contains(index) && self.street_of(*index).is_none();
        let candidates = self.links.get(&self.at(end))?.iter().copied().filter(free);
        candidates
            .filter_map(|index| {
                let next = self.paved.get(index)?;
                let forward = self.at(next.from) == self.at(end);
                let (near, far) = if forward { (next.from, next.to) } else { (next.to, next.from) };
                let turn = (heading(self.mesh.corner(near), self.mesh.corner(far)) - course).abs();
                Some((turn.min(std::f64::consts::TAU - turn), index, far))
            })
            .filter(|(turn, ..)| *turn < STRAIGHT.to_radians())
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, index, far)| (index, far))
    }
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
