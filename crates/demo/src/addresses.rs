//! Addresses along the streets, on both sides of each stretch, as `comity import addresses` reads them.

use std::fmt::Write as _;

use crate::dice::Dice;
use crate::names::quarters::QUARTERS;
use crate::town::{Street, StreetPoint};

/// Metres from one door to the next, and from the crossing to the first.
const FRONT: f64 = 13.0;
const CORNER: f64 = 9.0;
const METRES_PER_DEGREE: f64 = 111_320.0;

/// `lon,lat,kind,street`, with a header.
pub(crate) fn csv(seed: u64, points: &[StreetPoint], streets: &[Street]) -> String {
    let mut dice = Dice::new(seed, "addresses");
    let mut csv = String::from("lon,lat,kind,street\n");
    for point in points {
        let street = streets.get(point.street).map(|street| street.name.en.as_str()).unwrap_or_default();
        // Where people gather there are more shops and offices.
        let bustle = QUARTERS.get(point.quarter).map_or(1.0, |quarter| quarter.bustle);
        let others = (0.05 * bustle).clamp(0.02, 0.5);
        for [lon, lat] in doors(&mut dice, point) {
            let kind = if dice.chance(others) { "other" } else { "home" };
            csv.write_fmt(format_args!("{lon:.6},{lat:.6},{kind},{street}\n")).unwrap_or_default();
        }
    }
    csv
}

/// Longitude and latitude of the doors of a stretch.
fn doors(dice: &mut Dice, point: &StreetPoint) -> Vec<[f64; 2]> {
    let [from, to] = point.ends;
    let narrow = from[1].to_radians().cos() * METRES_PER_DEGREE;
    let (east, north) = ((to[0] - from[0]) * narrow, (to[1] - from[1]) * METRES_PER_DEGREE);
    let length = east.hypot(north);
    let mut found = Vec::new();
    let mut along = CORNER;
    while along < length - CORNER {
        for side in [-1.0, 1.0] {
            let deep = side * dice.range(11.5, 17.0);
            let at = along + dice.range(-2.0, 2.0);
            let (x, y) = (at * east / length - deep * north / length, at * north / length + deep * east / length);
            found.push([from[0] + x / narrow, from[1] + y / METRES_PER_DEGREE]);
        }
        along += FRONT;
    }
    found
}
