//! How exact the places of a file are.

use serde::{Deserialize, Serialize};

use super::super::row::Point;
use super::keys::Repeats;

/// How coarse the grid is on which a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grain {
    Finer,
    TenMetres,
    HundredMetres,
    Kilometre,
}

impl Grain {
    /// Of a point in degrees: two decimals are about a kilometre.
    pub fn of_degrees(point: Point) -> Self {
        let on = |grid: i32| point.lon_e6 % grid == 0 && point.lat_e6 % grid == 0;
        match () {
            () if !on(100) => Self::Finer,
            () if !on(1000) => Self::TenMetres,
            () if !on(10_000) => Self::HundredMetres,
            () => Self::Kilometre,
        }
    }

    /// Of projected coordinates in metres.
    pub fn of_metres(x: f64, y: f64) -> Self {
        let on = |grid: f64| x % grid == 0.0 && y % grid == 0.0;
        match () {
            () if !on(10.0) => Self::Finer,
            () if !on(100.0) => Self::TenMetres,
            () if !on(1000.0) => Self::HundredMetres,
            () => Self::Kilometre,
        }
    }
}

/// Rows with a point, by how exact it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Places {
    pub points: u64,
    /// Different points among them.
    pub distinct: Repeats,
    /// On a grid of about a kilometre, and not finer.
    pub kilometre: u64,
    pub hundred_metres: u64,
    pub ten_metres: u64,
    /// Outside every area, but within one if longitude and latitude were exchanged.
    pub exchanged: u64,
    /// The first lines of these.
    pub exchanged_lines: Vec<u64>,
}

impl Places {
    pub(super) fn count(&mut self, grain: Grain) {
        self.points += 1;
        match grain {
            Grain::Finer => {}
            Grain::TenMetres => self.ten_metres += 1,
            Grain::HundredMetres => self.hundred_metres += 1,
            Grain::Kilometre => self.kilometre += 1,
        }
    }
}
