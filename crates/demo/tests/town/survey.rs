//! The survey is one that a partnership could have made.

use std::collections::{BTreeMap, BTreeSet};

use comity_observatory::surveys::Layout;

use crate::TOWN;

#[test]
fn two_rounds_are_drawn_by_street_in_every_sub_sector() {
    for round in TOWN.surveys() {
        let layout = Layout::read(&round.layout).unwrap_or_else(|error| panic!("{error}"));
        let rows: Vec<Vec<&str>> = round.csv.lines().skip(1).map(|line| line.split(',').collect()).collect();
        assert_eq!(rows.len(), 14 * 7 * 3);
        assert!(layout.asked.is_some_and(|asked| (450..600).contains(&asked)));
        let header: Vec<&str> = round.csv.lines().next().unwrap().split(',').collect();
        assert!(layout.columns().iter().all(|column| header.contains(column)), "{header:?}");
        let streets: BTreeSet<&str> = rows.iter().map(|row| row[1]).collect();
        assert_eq!(streets.len(), 14 * 7, "three people in each of seven streets in every sub-sector");
        let adults: f64 = rows.iter().map(|row| row[4].parse::<f64>().unwrap()).sum();
        let people: u32 = TOWN.areas.iter().filter_map(|area| area.population).sum();
        assert!((0.55..0.85).contains(&(adults / f64::from(people))), "{adults} adults of {people} people");
    }
}

#[test]
fn the_groups_of_the_population_add_up_to_the_adults_of_each_sub_sector() {
    let mut sums: BTreeMap<(String, String), i64> = BTreeMap::new();
    let csv = TOWN.population_groups_csv();
    for line in csv.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        *sums.entry((cells[0].to_owned(), cells[1].to_owned())).or_default() += cells[3].parse::<i64>().unwrap();
    }
    assert_eq!(sums.len(), 2 * TOWN.sub_sectors().count());
    for area in TOWN.sub_sectors() {
        let of = |by: &str| sums[&(area.code.clone(), by.to_owned())];
        assert!((of("sex") - of("age")).abs() <= 3, "{}: {} and {}", area.code, of("sex"), of("age"));
        assert!(of("sex") < i64::from(area.population.unwrap()));
    }
}
