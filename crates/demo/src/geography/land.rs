//! The lie of the land: a coast with a harbour bay and a headland, and a river that comes down from the east.
//!
//! Coordinates here are metres east (`x`) and north (`y`) of the old town's heart. The place is open sea in the world.

use crate::dice::Dice;

/// Where the invented town lies: longitude and latitude of the origin, in degrees.
const ORIGIN: (f64, f64) = (31.48, 33.36);
const METRES_PER_DEGREE: f64 = 111_320.0;

/// A point in metres.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Spot {
    pub x: f64,
    pub y: f64,
}

impl Spot {
    pub(crate) fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    pub(crate) fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    pub(crate) fn toward(self, other: Self, share: f64) -> Self {
        Self::new(self.x + (other.x - self.x) * share, self.y + (other.y - self.y) * share)
    }

    /// Longitude and latitude in degrees, to six decimals (a tenth of a metre).
    pub(crate) fn degrees(self) -> [f64; 2] {
        let (longitude, latitude) = ORIGIN;
        let narrow = latitude.to_radians().cos();
        let round = |value: f64| (value * 1e6).round() / 1e6;
        [round(longitude + self.x / (METRES_PER_DEGREE * narrow)), round(latitude + self.y / METRES_PER_DEGREE)]
    }
}

/// Coast and river as curves.
pub(crate) struct Land {
    phases: [f64; 6],
}

impl Land {
    pub(crate) fn new(dice: &mut Dice) -> Self {
        Self { phases: std::array::from_fn(|_| dice.range(0.0, std::f64::consts::TAU)) }
    }

    /// Land lies east of this `x`.
    pub(crate) fn coast(&self, y: f64) -> f64 {
        let [a, b, c, ..] = self.phases;
        let bell = |centre: f64, width: f64| (-((y - centre) / width).powi(2)).exp();
        let ripple = 55.0 * (y / 880.0 + a).sin() + 26.0 * (y / 300.0 + b).sin() + 9.0 * (y / 130.0 + c).sin();
        let far = ((y.abs() - 3000.0) / 8000.0).clamp(0.0, 1.0);
        ripple + 330.0 * bell(120.0, 330.0) - 420.0 * bell(1560.0, 430.0)
            + 160.0 * bell(-1500.0, 600.0)
            + 2200.0 * far * far * (y / 6500.0).sin()
    }

    /// The river runs along this `y`.
    pub(crate) fn river(&self, x: f64) -> f64 {
        let [_, _, _, a, b, c] = self.phases;
        let bends = 120.0 * (x / 560.0 + a).sin() + 42.0 * (x / 230.0 + b).sin() + 12.0 * (x / 95.0 + c).sin();
        620.0 + 0.05 * x + bends * (x / 900.0).clamp(0.25, 1.0)
    }

    pub(crate) fn is_land(&self, spot: Spot) -> bool {
        spot.x > self.coast(spot.y)
    }

    pub(crate) fn is_north(&self, spot: Spot) -> bool {
        spot.y > self.river(spot.x)
    }

    /// A stretch of country `reach` metres around, its coastal waters included, as a closed ring in degrees.
    pub(crate) fn country(&self, reach: f64, dice: &mut Dice) -> Vec<[f64; 2]> {
        let step = reach / 40.0;
        let count = 80;
        let south = -reach;
        let mut ring: Vec<[f64; 2]> = (0..=count)
            .rev()
            .map(|k| {
                let y = south + step * f64::from(k);
                Spot::new(self.coast(y) - 400.0 - reach / 60.0, y).degrees()
            })
            .collect();
        let (one, two) = (dice.range(0.0, 6.0), dice.range(0.0, 6.0));
        for k in 1..60 {
            let angle = (f64::from(k) / 60.0 - 0.5) * std::f64::consts::PI;
            let wiggle = 1.0 + 0.05 * (angle * 5.0 + one).sin() + 0.03 * (angle * 13.0 + two).sin();
            let (x, y) = (angle.cos() * reach * 1.2 * wiggle, angle.sin() * reach * wiggle);
            ring.push(Spot::new(x + reach * 0.1, y).degrees());
        }
        ring.extend(ring.first().copied());
        ring
    }
}
