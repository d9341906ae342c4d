//! From addresses to map points: runs along streets, a position for each, and those that stand for too few removed.

use std::collections::BTreeMap;

use super::clearance::Neighbours;
use super::{Address, AddressKind, MapPoint, PointSettings, square};

/// Around a run's middle, a position is looked for within so many metres.
const REACH: f64 = 120.0;

type Inside<'f> = &'f dyn Fn(&str, f64, f64) -> bool;

pub fn points(addresses: &[Address], settings: PointSettings, inside: Inside) -> Vec<MapPoint> {
    let neighbours = Neighbours::new(addresses);
    let mut streets: BTreeMap<(&str, &str), Vec<&Address>> = BTreeMap::new();
    for address in addresses {
        streets.entry((&address.area, &address.place)).or_default().push(address);
    }
    let clearance = f64::from(settings.clearance);
    let free = |x: f64, y: f64, area: &str| neighbours.may_hold(x, y, area, clearance) && inside(area, x, y);
    let mut areas: BTreeMap<&str, Vec<MapPoint>> = BTreeMap::new();
    for ((area, place), street) in &mut streets {
        let axis = Axis::of(street);
        street.sort_by(|a, b| axis.order(a, b));
        for run in runs(street, settings.addresses) {
            if let Some((x, y)) = position(run, &axis, |x, y| free(x, y, area)) {
                let point = MapPoint { x, y, area: (*area).to_owned(), place: (*place).to_owned(), addresses: 0 };
                areas.entry(area).or_default().push(point);
            }
        }
    }
    areas.into_iter().flat_map(|(area, points)| settled(points, addresses, area, settings.addresses)).collect()
}

/// A street in pieces of at least so many addresses, as even as possible; a shorter street is one piece.
fn runs<'s, 'a>(street: &'s [&'a Address], least: usize) -> impl Iterator<Item = &'s [&'a Address]> {
    let pieces = (street.len() / least).max(1);
    (0..pieces).map(move |piece| &street[piece * street.len() / pieces..(piece + 1) * street.len() / pieces])
}

/// The line that a street's addresses lie along: the first principal axis.
struct Axis {
    middle: (f64, f64),
    along: (f64, f64),
}

impl Axis {
    fn of(street: &[&Address]) -> Self {
        // Sorted first, so that the sums do not depend on the order in which addresses came.
        let mut places: Vec<(f64, f64)> = street.iter().map(|address| (address.x, address.y)).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let middle = mean(&places);
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for (x, y) in &places {
            let (x, y) = (x - middle.0, y - middle.1);
            (xx, xy, yy) = (xx + x * x, xy + x * y, yy + y * y);
        }
        let angle = 0.5 * (2.0 * xy).atan2(xx - yy);
        Self { middle, along: (angle.cos(), angle.sin()) }
    }

    /// How far along the line, in metres.
    fn at(&self, x: f64, y: f64) -> f64 {
        (x - self.middle.0) * self.along.0 + (y - self.middle.1) * self.along.1
    }

    /// The position so far along the line.
    fn position(&self, at: f64) -> (f64, f64) {
        (self.middle.0 + at * self.along.0, self.middle.1 + at * self.along.1)
    }

    fn order(&self, a: &Address, b: &Address) -> std::cmp::Ordering {
        let along = self.at(a.x, a.y).total_cmp(&self.at(b.x, b.y));
        along.then(a.x.total_cmp(&b.x)).then(a.y.total_cmp(&b.y)).then(a.kind.cmp(&b.kind))
    }
}

/// Where the point of a run may lie: at a public place in it; else on the street's line, between addresses; else around.
fn position(run: &[&Address], axis: &Axis, free: impl Fn(f64, f64) -> bool) -> Option<(f64, f64)> {
    let along: Vec<f64> = run.iter().map(|address| axis.at(address.x, address.y)).collect();
    let middle = along.iter().sum::<f64>() / along.len() as f64;
    let public = run.iter().filter(|address| address.kind == AddressKind::Public).map(|a| (a.x, a.y));
    let mut between: Vec<f64> = along.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).collect();
    between.sort_by(|a, b| (a - middle).abs().total_cmp(&(b - middle).abs()).then(a.total_cmp(b)));
    let on_the_line = between.into_iter().map(|at| axis.position(at));
    let (x, y) = axis.position(middle);
    let around = (0..24).flat_map(move |ring| {
        let radius = REACH * f64::from(ring) / 23.0;
        (0..16).map(move |step| {
            let angle = f64::from(step) * std::f64::consts::TAU / 16.0;
            (x + radius * angle.cos(), y + radius * angle.sin())
        })
    });
    public.chain(on_the_line).chain(around).map(|(x, y)| (rounded(x), rounded(y))).find(|(x, y)| free(*x, *y))
}

/// To the decimetre: more digits would tell something of the addresses behind it.
fn rounded(metres: f64) -> f64 {
    (metres * 10.0).round() / 10.0
}

/// Removes points that stand for too few, the smallest first, and gives their addresses to the next; until all hold.
fn settled(mut points: Vec<MapPoint>, addresses: &[Address], area: &str, least: usize) -> Vec<MapPoint> {
    // Two points in the same place would be one to a reader.
    points.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)).then(a.place.cmp(&b.place)));
    points.dedup_by(|a, b| a.x == b.x && a.y == b.y);
    let own: Vec<&Address> = addresses.iter().filter(|address| address.area == area).collect();
    let mut there = vec![true; points.len()];
    let mut standing: Vec<Vec<&Address>> = vec![Vec::new(); points.len()];
    for address in &own {
        if let Some(point) = nearest(&points, &there, address) {
            standing[point].push(address);
        }
    }
    let too_few = |standing: &[&Address]| {
        let homes = standing.iter().filter(|address| address.kind == AddressKind::Home).count();
        (1..least).contains(&standing.len()) || (1..least).contains(&homes)
    };
    loop {
        let weak = (0..points.len()).filter(|point| there[*point] && too_few(&standing[*point]));
        let Some(weakest) = weak.min_by_key(|point| (standing[*point].len(), *point)) else { break };
        there[weakest] = false;
        for address in std::mem::take(&mut standing[weakest]) {
            if let Some(point) = nearest(&points, &there, address) {
                standing[point].push(address);
            }
        }
    }
    let kept = points.into_iter().zip(standing).zip(there).filter(|(_, there)| *there);
    kept.map(|((point, standing), _)| MapPoint { addresses: standing.len(), ..point }).collect()
}

/// The nearest point that is there, the first of equals: as [`super::MapPoints::snap`] finds it.
fn nearest(points: &[MapPoint], there: &[bool], address: &Address) -> Option<usize> {
    let distance = |point: usize| square(points[point].x - address.x, points[point].y - address.y);
    (0..points.len()).filter(|point| there[*point]).min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
}

fn mean(places: &[(f64, f64)]) -> (f64, f64) {
    let count = places.len().max(1) as f64;
    (places.iter().map(|place| place.0).sum::<f64>() / count, places.iter().map(|place| place.1).sum::<f64>() / count)
}
