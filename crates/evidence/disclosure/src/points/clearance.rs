//! Which homes and addresses are near.

use std::collections::BTreeMap;

use super::{Address, AddressKind, square};

/// The side of a grid's cell, in metres.
const SIDE: f64 = 50.0;

/// Addresses by grid cell.
pub struct Neighbours<'a> {
    cells: BTreeMap<(i64, i64), Vec<&'a Address>>,
}

impl<'a> Neighbours<'a> {
    pub fn new(addresses: &'a [Address]) -> Self {
        let mut cells: BTreeMap<(i64, i64), Vec<&Address>> = BTreeMap::new();
        for address in addresses {
            cells.entry((cell(address.x), cell(address.y))).or_default().push(address);
        }
        Self { cells }
    }

    /// Whether no home lies nearer than `clearance` metres, and the nearest address within reach is of the area.
    pub fn may_hold(&self, x: f64, y: f64, area: &str, clearance: f64) -> bool {
        let reach = clearance.max(4.0 * SIDE);
        let near: Vec<&Address> = self.around(x, y, reach).collect();
        let clear = |address: &&Address| square(address.x - x, address.y - y) >= clearance * clearance;
        if !near.iter().filter(|address| address.kind == AddressKind::Home).all(clear) {
            return false;
        }
        let nearest = near.iter().map(|address| square(address.x - x, address.y - y)).min_by(f64::total_cmp);
        let foreign = |address: &&&Address| address.area != area;
        let foreign = near.iter().filter(foreign).map(|a| square(a.x - x, a.y - y)).min_by(f64::total_cmp);
        match (nearest, foreign) {
            (Some(nearest), Some(foreign)) => foreign > nearest,
            _ => true,
        }
    }

    fn around(&self, x: f64, y: f64, reach: f64) -> impl Iterator<Item = &'a Address> + '_ {
        let columns = cell(x - reach)..=cell(x + reach);
        let rows = cell(y - reach)..=cell(y + reach);
        let found = columns.flat_map(move |column| self.cells.range((column, *rows.start())..=(column, *rows.end())));
        found.flat_map(|(_, addresses)| addresses.iter().copied())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "coordinates are below 1e9")]
fn cell(value: f64) -> i64 {
    (value / SIDE).floor() as i64
}
