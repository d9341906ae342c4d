//! From the land to blocks, and from blocks to sub-sectors that grow around their hearts.

use std::collections::BTreeSet;

use super::land::{Land, Spot};
use super::mesh::Mesh;
use crate::dice::Dice;
use crate::names::quarters::{Fabric, QUARTERS, Quarter};

/// The blocks of fields and sea around the town.
const COUNTRYSIDE: Fabric = Fabric { block: (300.0, 260.0), turn: 15.0, jitter: 0.3 };

fn heart(quarter: &Quarter) -> Spot {
    Spot::new(quarter.heart.0, quarter.heart.1)
}

/// The sites of all blocks. Pairs on both sides of the coast and of the river make block sides follow them.
pub(crate) fn sites(land: &Land, dice: &mut Dice) -> Vec<Spot> {
    let mut sites = Vec::new();
    let pair = |sites: &mut Vec<Spot>, here: Spot, next: Spot, apart: f64| {
        let length = here.distance(next).max(1.0);
        let (across_x, across_y) = ((here.y - next.y) / length * apart, (next.x - here.x) / length * apart);
        sites.push(Spot::new(here.x + across_x, here.y + across_y));
        sites.push(Spot::new(here.x - across_x, here.y - across_y));
    };
    let mut y = -3400.0;
    while y < 3000.0 {
        let here = Spot::new(land.coast(y), y);
        let near = Spot::new(land.coast(y + 10.0), y + 10.0);
        pair(&mut sites, here, near, 40.0);
        y += 720.0 / here.distance(near);
    }
    let mouth = (0..2000).map(f64::from).find(|x| land.is_land(Spot::new(*x, land.river(*x)))).unwrap_or(0.0);
    let mut x = mouth + 60.0;
    while x < 4600.0 {
        let here = Spot::new(x, land.river(x));
        let near = Spot::new(x + 10.0, land.river(x + 10.0));
        pair(&mut sites, here, near, 42.0);
        x += 740.0 / here.distance(near);
    }
    for (index, quarter) in QUARTERS.iter().enumerate() {
        let inside = |spot: Spot| nearest(spot).is_some_and(|(found, share)| found == index && share < 1.3);
        lay(&mut sites, &quarter.fabric, heart(quarter), quarter.reach * 2.2, dice, |spot| {
            land.is_land(spot) && inside(spot)
        });
    }
    lay(&mut sites, &COUNTRYSIDE, Spot::new(1600.0, 0.0), 5200.0, dice, |spot| {
        !land.is_land(spot) || nearest(spot).is_none_or(|(_, share)| share >= 1.3)
    });
    sites
}

/// The quarter whose heart is nearest for its reach, and the distance as a share of that reach.
fn nearest(spot: Spot) -> Option<(usize, f64)> {
    let shares = QUARTERS.iter().map(|quarter| spot.distance(heart(quarter)) / quarter.reach);
    shares.enumerate().min_by(|a, b| a.1.total_cmp(&b.1))
}

/// Fills a disc with the sites of a fabric, keeping a distance from those that are there.
fn lay(
    sites: &mut Vec<Spot>,
    fabric: &Fabric,
    centre: Spot,
    radius: f64,
    dice: &mut Dice,
    allowed: impl Fn(Spot) -> bool,
) {
    let (length, width) = fabric.block;
    let (sine, cosine) = fabric.turn.to_radians().sin_cos();
    let (columns, rows) = ((radius / length).ceil() as i32, (radius / width).ceil() as i32);
    let before = sites.len();
    for (column, row) in (-columns..=columns).flat_map(|column| (-rows..=rows).map(move |row| (column, row))) {
        let along = (f64::from(column) + fabric.jitter * dice.normal()) * length;
        let across = (f64::from(row) + fabric.jitter * dice.normal()) * width;
        let spot = Spot::new(centre.x + along * cosine - across * sine, centre.y + along * sine + across * cosine);
        let clear =
            |(index, other): (usize, &Spot)| other.distance(spot) > width * if index < before { 0.72 } else { 0.5 };
        if allowed(spot) && sites.iter().enumerate().all(clear) {
            sites.push(spot);
        }
    }
}

/// Which quarter each block belongs to: quarters grow from their hearts over dry land and do not cross the river.
pub(crate) fn grow(mesh: &Mesh, land: &Land, dice: &mut Dice) -> Vec<Option<usize>> {
    let mood: Vec<f64> = mesh.sites.iter().map(|_| dice.range(0.85, 1.15)).collect();
    let mut owner: Vec<Option<usize>> = vec![None; mesh.sites.len()];
    // Shares of the reach in millionths, so that the front is an ordered set.
    let mut front: BTreeSet<(u64, usize, usize)> = QUARTERS
        .iter()
        .enumerate()
        .filter_map(|(index, quarter)| Some((0, start(mesh, land, quarter)?, index)))
        .collect();
    while let Some((cost, site, index)) = front.pop_first() {
        let Some(slot) = owner.get_mut(site).filter(|slot| slot.is_none()) else { continue };
        *slot = Some(index);
        let Some(quarter) = QUARTERS.get(index) else { continue };
        let here = mesh.site(site);
        for &next in mesh.neighbours.get(site).into_iter().flatten() {
            let there = mesh.site(next);
            let stride = here.distance(there) / quarter.reach * mood.get(next).copied().unwrap_or(1.0);
            let total = cost + (stride * 1e6) as u64;
            if total < limit(land, there) && land.is_land(there) && land.is_north(there) == land.is_north(here) {
                front.insert((total, next, index));
            }
        }
    }
    fill(mesh, land, &mut owner);
    owner
}

/// How far a quarter grows, in millionths of its reach: farther along the water, so that both banks are built up.
fn limit(land: &Land, spot: Spot) -> u64 {
    let by_river = (spot.y - land.river(spot.x)).abs() < 330.0 && spot.x < 2650.0;
    let by_sea = spot.x - land.coast(spot.y) < 260.0 && (-2100.0..1750.0).contains(&spot.y);
    if by_river || by_sea { 1_650_000 } else { 1_080_000 }
}

fn start(mesh: &Mesh, land: &Land, quarter: &Quarter) -> Option<usize> {
    let heart = heart(quarter);
    let fits = |site: &Spot| land.is_land(*site) && land.is_north(*site) == (quarter.sector == 1);
    let sites = mesh.sites.iter().enumerate().filter(|(_, site)| fits(site));
    sites.min_by(|a, b| a.1.distance(heart).total_cmp(&b.1.distance(heart))).map(|(index, _)| index)
}

/// Gives blocks that are shut in by the town to the quarter next to them; fields around the town stay outside.
fn fill(mesh: &Mesh, land: &Land, owner: &mut [Option<usize>]) {
    let mut open: BTreeSet<usize> = BTreeSet::new();
    let far = |site: Spot| land.is_land(site) && site.distance(Spot::new(1300.0, -200.0)) > 3300.0;
    let mut queue: Vec<usize> = (0..mesh.sites.len()).filter(|index| far(mesh.site(*index))).collect();
    let free = |owner: &[Option<usize>], site: usize| {
        owner.get(site).is_some_and(Option::is_none) && land.is_land(mesh.site(site))
    };
    while let Some(site) = queue.pop() {
        if free(owner, site) && open.insert(site) {
            queue.extend(mesh.neighbours.get(site).into_iter().flatten());
        }
    }
    // Single blocks at the edge with three town neighbours or more would leave notches: they join the town too.
    for round in 0..4 {
        for site in 0..mesh.sites.len() {
            let around = mesh.neighbours.get(site).into_iter().flatten();
            let same_bank = |other: &usize| land.is_north(mesh.site(*other)) == land.is_north(mesh.site(site));
            let town: Vec<usize> = around
                .filter(|other| same_bank(other))
                .filter_map(|other| owner.get(*other).copied().flatten())
                .collect();
            let shut_in = !open.contains(&site) || (round > 1 && town.len() >= 4);
            if let (true, true, Some(&first)) = (free(owner, site), shut_in, town.first()) {
                owner.get_mut(site).into_iter().for_each(|slot| *slot = Some(first));
            }
        }
    }
}
