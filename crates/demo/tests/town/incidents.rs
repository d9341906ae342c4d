//! The incidents have hot spots, seasons, hours and near-repeats.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::TOWN;

struct Row {
    id: String,
    month: String,
    /// Days since the beginning of the calendar, for differences.
    day: i32,
    hour: u32,
    at: Option<(f64, f64)>,
    location: String,
    kind: String,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TOWN.incidents_csv().lines().skip(1).map(row).collect());

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split(',').collect();
    assert_eq!(cells.len(), 7, "{line}");
    let at = (!cells[2].is_empty()).then(|| (cells[2].parse().unwrap(), cells[3].parse().unwrap()));
    let (date, time) = cells[1].split_once(' ').unwrap();
    let first = jiff::civil::date(2000, 1, 1);
    let day = (date.parse::<jiff::civil::Date>().unwrap() - first).get_days();
    Row {
        id: cells[0].to_owned(),
        month: date.split_at(7).0.to_owned(),
        day,
        hour: time.split_at(2).0.parse().unwrap(),
        at,
        location: cells[4].to_owned(),
        kind: cells[5].to_owned(),
    }
}

fn count<K: Ord>(key: impl Fn(&Row) -> Option<K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    ROWS.iter().filter_map(key).for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

#[test]
fn the_file_ends_last_month() {
    let csv = TOWN.incidents_csv();
    let header = "Incident ID,Occurred,Longitude,Latitude,Location,Incident type,Outcome";
    assert_eq!(csv.lines().next(), Some(header));
    assert!((12_000..=15_000).contains(&ROWS.len()), "{}", ROWS.len());
    let months = count(|row| Some(row.month.clone()));
    assert_eq!(months.len(), 24);
    assert_eq!(months.keys().next().unwrap(), "2024-11");
    assert_eq!(months.keys().last().unwrap(), "2026-10");
    let ids = count(|row| (!row.id.is_empty()).then(|| row.id.clone()));
    assert!(ids.values().all(|times| *times == 1) && ids.keys().all(|id| id.len() == 64));
    assert!(ROWS.iter().all(|row| row.id.is_empty() == (row.kind == "Anti-social behaviour")));
    assert!(ROWS.iter().all(|row| row.location == "No Location" || row.location.starts_with("On or near ")));
}

#[test]
fn some_have_no_place_and_a_few_lie_outside() {
    let unplaced = ROWS.iter().filter(|row| row.at.is_none()).count();
    assert!((100..=350).contains(&unplaced), "{unplaced}");
    let roads = ["Airport Road", "Quarry Road", "Monastery Road", "Upper Valley Road", "Coast Highway"];
    let outside = ROWS.iter().filter(|row| roads.iter().any(|road| row.location.ends_with(road))).count();
    assert!((60..=250).contains(&outside), "{outside}");
}

#[test]
fn a_few_street_segments_hold_much_of_it() {
    let key = |(x, y): (f64, f64)| ((x * 1e6).round() as i64, (y * 1e6).round() as i64);
    let mut counts: Vec<usize> = count(|row| row.at.map(key)).into_values().collect();
    counts.sort_unstable_by(|a, b| b.cmp(a));
    let top: usize = counts[..TOWN.points.len() / 20].iter().sum();
    let share = top as f64 / counts.iter().sum::<usize>() as f64;
    assert!((0.25..=0.6).contains(&share), "the top twentieth of all segments holds {share}");
}

#[test]
fn summer_is_loud_and_winter_is_for_burglars() {
    let of = |kind: &str, months: [&str; 3]| {
        let within = |row: &&Row| row.kind == kind && months.iter().any(|month| row.month.ends_with(month));
        ROWS.iter().filter(within).count() as f64
    };
    let (summer, winter) = (["-06", "-07", "-08"], ["-12", "-01", "-02"]);
    let noisy = of("Anti-social behaviour", summer) / of("Anti-social behaviour", winter);
    assert!(noisy > 1.4, "anti-social behaviour, summer to winter: {noisy}");
    let dark = of("Burglary", winter) / of("Burglary", summer);
    assert!(dark > 1.2, "burglary, winter to summer: {dark}");
}

/// Shops are robbed while they are open, noise is made in the evening, and most of it on weekends.
#[test]
fn each_kind_has_its_hours() {
    let share = |kind: &str, within: &dyn Fn(&Row) -> bool| {
        let of: Vec<&Row> = ROWS.iter().filter(|row| row.kind == kind).collect();
        of.iter().filter(|row| within(row)).count() as f64 / of.len() as f64
    };
    let (shops, noise) = ("Shoplifting", "Anti-social behaviour");
    assert!(share(shops, &|row| (9..20).contains(&row.hour)) > 0.9);
    assert!(share(noise, &|row| row.hour >= 18 || row.hour < 2) > 0.75);
    // The first of January 2000 was a Saturday.
    let weekend = |row: &Row| matches!(row.day.rem_euclid(7), 0 | 6);
    assert!(share(noise, &weekend) > 0.4 && share(shops, &weekend) < 0.35);
}

/// Knox: pairs close in space and time against what the two margins lead one to expect.
#[test]
fn burglaries_come_in_near_repeats() {
    let burglaries: Vec<(f64, f64, i32)> = ROWS
        .iter()
        .filter(|row| row.kind == "Burglary")
        .filter_map(|row| row.at.map(|(x, y)| (x * 92_980.0, y * 111_320.0, row.day)))
        .collect();
    let (mut near, mut soon, mut both, mut all) = (0.0, 0.0, 0.0, 0.0);
    for (index, a) in burglaries.iter().enumerate() {
        for b in &burglaries[index + 1..] {
            let close = (a.0 - b.0).hypot(a.1 - b.1) < 220.0;
            let quick = (a.2 - b.2).abs() <= 14;
            all += 1.0;
            near += f64::from(u8::from(close));
            soon += f64::from(u8::from(quick));
            both += f64::from(u8::from(close && quick));
        }
    }
    let ratio = both / (near * soon / all);
    assert!(ratio > 1.25, "observed to expected near-repeats: {ratio}");
}
