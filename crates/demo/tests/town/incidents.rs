//! The incidents have hot spots, seasons and near-repeats, in the layout of police.uk.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::TOWN;

struct Row {
    id: String,
    month: String,
    at: Option<(f64, f64)>,
    location: String,
    kind: String,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| TOWN.incidents_csv().lines().skip(1).map(row).collect());

fn row(line: &str) -> Row {
    let cells: Vec<&str> = line.split(',').collect();
    assert_eq!(cells.len(), 12, "{line}");
    let at = (!cells[4].is_empty()).then(|| (cells[4].parse().unwrap(), cells[5].parse().unwrap()));
    Row {
        id: cells[0].to_owned(),
        month: cells[1].to_owned(),
        at,
        location: cells[6].to_owned(),
        kind: cells[9].to_owned(),
    }
}

fn count<K: Ord>(key: impl Fn(&Row) -> Option<K>) -> BTreeMap<K, usize> {
    let mut counts = BTreeMap::new();
    ROWS.iter().filter_map(key).for_each(|key| *counts.entry(key).or_default() += 1);
    counts
}

#[test]
fn the_file_has_the_twelve_columns_and_ends_last_month() {
    let csv = TOWN.incidents_csv();
    let header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,\
                  Last outcome category,Context";
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

/// Knox: pairs close in space and time against what the two margins lead one to expect.
#[test]
fn burglaries_come_in_near_repeats() {
    let month = |text: &str| {
        let (year, month) = text.split_once('-').unwrap();
        year.parse::<i32>().unwrap() * 12 + month.parse::<i32>().unwrap()
    };
    let burglaries: Vec<(f64, f64, i32)> = ROWS
        .iter()
        .filter(|row| row.kind == "Burglary")
        .filter_map(|row| row.at.map(|(x, y)| (x * 92_980.0, y * 111_320.0, month(&row.month))))
        .collect();
    let (mut near, mut soon, mut both, mut all) = (0.0, 0.0, 0.0, 0.0);
    for (index, a) in burglaries.iter().enumerate() {
        for b in &burglaries[index + 1..] {
            let close = (a.0 - b.0).hypot(a.1 - b.1) < 220.0;
            let quick = (a.2 - b.2).abs() <= 1;
            all += 1.0;
            near += f64::from(u8::from(close));
            soon += f64::from(u8::from(quick));
            both += f64::from(u8::from(close && quick));
        }
    }
    let ratio = both / (near * soon / all);
    assert!(ratio > 1.25, "observed to expected near-repeats: {ratio}");
}
