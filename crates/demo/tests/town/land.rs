//! Boundaries are valid, cover the town and do not overlap.

use std::collections::BTreeSet;

use comity_demo::{Area, Town};
use comity_places::Level;
use geo::{Area as _, BooleanOps, Contains, LineString, Point, Polygon, Validation};

use crate::{TOWN, today};

fn polygon(area: &Area) -> Polygon {
    let mut rings =
        area.boundary.iter().map(|ring| LineString::from(ring.iter().map(|p| (p[0], p[1])).collect::<Vec<_>>()));
    Polygon::new(rings.next().unwrap(), rings.collect())
}

fn check_partition(town: &Town) {
    let whole = polygon(town.areas.iter().find(|area| area.level == Level::District).unwrap());
    for level in [Level::Sector, Level::SubSector] {
        let parts: Vec<Polygon> = town.areas.iter().filter(|area| area.level == level).map(polygon).collect();
        let sum: f64 = parts.iter().map(|part| part.unsigned_area()).sum();
        assert!((sum / whole.unsigned_area() - 1.0).abs() < 1e-9, "{level:?} parts add up to the town");
        let (west, south, east, north) = (31.46, 33.33, 31.53, 33.39);
        for (column, row) in (0..90).flat_map(|column| (0..90).map(move |row| (column, row))) {
            let share = |k: i32| f64::from(k) / 90.0 + 0.0051;
            let point = Point::new(west + (east - west) * share(column), south + (north - south) * share(row));
            let holders = parts.iter().filter(|part| part.contains(&point)).count();
            assert_eq!(holders, usize::from(whole.contains(&point)), "{point:?} of {level:?}");
        }
    }
}

#[test]
fn boundaries_are_valid_simple_and_one_piece() {
    for seed in 1..=4 {
        let town = Town::generate(seed, today());
        for area in &town.areas {
            assert_eq!(area.boundary.len(), 1, "{} of seed {seed} is one piece without holes", area.code);
            let polygon = polygon(area);
            polygon.check_validation().unwrap_or_else(|fault| panic!("{} of seed {seed}: {fault}", area.code));
            assert!(polygon.signed_area() > 0.0, "outer rings run counter-clockwise");
        }
        check_partition(&town);
    }
}

/// Every stretch of boundary is drawn once by each neighbour, in opposite directions: nothing overlaps or gapes.
#[test]
fn neighbours_share_their_border_exactly() {
    let bits = |point: &[f64; 2]| [point[0].to_bits(), point[1].to_bits()];
    let stretches =
        |area: &Area| -> Vec<_> { area.boundary[0].windows(2).map(|pair| (bits(&pair[0]), bits(&pair[1]))).collect() };
    let mut open = BTreeSet::new();
    for (from, to) in TOWN.sub_sectors().flat_map(stretches) {
        if !open.remove(&(to, from)) {
            assert!(open.insert((from, to)), "drawn twice in one direction");
        }
    }
    let town = TOWN.areas.iter().find(|area| area.level == Level::District).unwrap();
    assert_eq!(open, stretches(town).into_iter().collect(), "what is left is the outline of the town");
}

#[test]
fn every_area_lies_in_its_parent() {
    for area in TOWN.areas.iter().filter(|area| area.parent.is_some()) {
        let parent = TOWN.areas.iter().find(|other| Some(&other.code) == area.parent.as_ref()).unwrap();
        let outside = polygon(area).difference(&polygon(parent)).unsigned_area();
        assert!(outside < 1e-12, "{} lies in {}", area.code, parent.code);
        assert!(parent.level < area.level);
    }
    let count = |level| TOWN.areas.iter().filter(|area| area.level == level).count();
    let levels = [Level::Country, Level::Region, Level::District, Level::Sector, Level::SubSector];
    assert_eq!(levels.map(count), [1, 1, 1, 4, 14]);
}

#[test]
fn about_sixty_thousand_people_live_in_a_plausible_town() {
    let people: u32 = TOWN.sub_sectors().filter_map(|area| area.population).sum();
    assert!((58_500..=61_500).contains(&people), "{people}");
    for area in TOWN.sub_sectors() {
        assert!((1_500..=9_000).contains(&area.population.unwrap()), "{} has {:?}", area.code, area.population);
    }
    let csv = TOWN.population_csv();
    assert_eq!(csv.lines().count(), 15);
    assert!(csv.starts_with("code,name,population\nMRH-11,Harbour,"));
}

#[test]
fn the_geojson_can_be_read_and_names_both_languages() {
    let read: serde_json::Value = serde_json::from_str(&TOWN.areas_geojson()).unwrap();
    let features = read["features"].as_array().unwrap();
    assert_eq!(features.len(), TOWN.areas.len());
    for (feature, area) in features.iter().zip(&TOWN.areas) {
        assert_eq!(feature["properties"]["code"], area.code.as_str());
        assert_eq!(feature["properties"]["name_ar"], area.name.ar.as_str());
        let ring = feature["geometry"]["coordinates"][0].as_array().unwrap();
        assert_eq!(ring.first(), ring.last(), "closed");
    }
}

#[test]
fn street_points_lie_in_their_sub_sector() {
    let parts: Vec<Polygon> = TOWN.sub_sectors().map(polygon).collect();
    let names: BTreeSet<&str> = TOWN.streets.iter().map(|street| street.name.en.as_str()).collect();
    assert_eq!(names.len(), TOWN.streets.len(), "street names are unique");
    assert!(TOWN.points.len() > 1_500, "{}", TOWN.points.len());
    for point in &TOWN.points {
        assert!(parts[point.quarter].contains(&Point::new(point.at[0], point.at[1])));
        assert!(point.street < TOWN.streets.len());
    }
}
