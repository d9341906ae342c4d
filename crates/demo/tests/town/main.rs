//! The whole town, generated once and looked at from every side.

#[cfg(test)]
mod incidents;
#[cfg(test)]
mod land;
#[cfg(test)]
mod people;
#[cfg(test)]
mod script;
#[cfg(test)]
mod survey;
#[cfg(test)]
mod texts;

use std::sync::LazyLock;

use comity_demo::Town;
use comity_kernel::Day;

/// A Friday, so that weekends at the end of the script are met as well.
pub fn today() -> Day {
    let start = Day::parse("2026-01-01").unwrap_or_else(|| unreachable!("a day of the calendar"));
    start.plus_days(323)
}

/// The town that the tests look at.
pub static TOWN: LazyLock<Town> = LazyLock::new(|| Town::generate(7, today()));

#[test]
fn the_same_seed_and_day_give_the_same_bytes_and_another_seed_others() {
    let again = Town::generate(7, today());
    assert_eq!(format!("{again:?}"), format!("{:?}", *TOWN));
    assert_eq!(again.incidents_csv(), TOWN.incidents_csv());
    assert_eq!(again.addresses_csv(), TOWN.addresses_csv());
    assert_eq!(again.surveys(), TOWN.surveys());
    assert_eq!(again.population_groups_csv(), TOWN.population_groups_csv());
    assert_eq!(again.areas_geojson(), TOWN.areas_geojson());
    let other = Town::generate(8, today());
    assert_ne!(other.areas_geojson(), TOWN.areas_geojson());
    assert_ne!(other.incidents_csv(), TOWN.incidents_csv());
    assert_ne!(other.concerns, TOWN.concerns);
}
