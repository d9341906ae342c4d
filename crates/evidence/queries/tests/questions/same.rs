//! The same answers as a plain loop over the rows gives.

use std::collections::BTreeMap;

use comity_queries::{Bbox, By, Filter, Incident};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::made::{Row, counted, engine, file, fits, put, wait};

const AREAS: [&str; 5] = ["E1", "E2", "Ω", "", "a very long name of an area that no view holds inline"];
const KINDS: [&str; 4] = ["Burglary", "Noise", "Anti-social behaviour", "Other"];

prop_compose! {
    fn row()(
        kind in prop::option::weighted(0.9, select(&KINDS[..])),
        month in 24_200..24_230_i32,
        area in prop::option::weighted(0.8, select(&AREAS[..])),
        point in prop::option::weighted(0.8, (-20..20_i32, 50..60_i32)),
        hour in prop::option::weighted(0.5, 0..168_i32),
        from_s in prop::option::of(any::<i64>()),
        outcome in prop::option::of(select(vec!["Solved", "Open"])),
    ) -> Row {
        let own = |text: &str| text.to_owned();
        Row { kind: kind.map(own), month, area: area.map(own), point, hour, from_s, outcome: outcome.map(own) }
    }
}

prop_compose! {
    fn filter()(
        areas in prop::option::weighted(0.3, subsequence(&AREAS[..], 0..=3)),
        kinds in prop::option::weighted(0.3, subsequence(&KINDS[..], 0..=3)),
        months in prop::option::weighted(0.3, (24_190..24_240_i32, 0..20_i32)),
        hours in prop::option::weighted(0.2, prop::collection::btree_set(0..168_i32, 0..80)),
        bbox in prop::option::weighted(0.3, (-25..20_i32, 0..30_i32, 45..60_i32, 0..10_i32)),
    ) -> Filter {
        let set = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect();
        Filter {
            areas: areas.map(set),
            kinds: kinds.map(set),
            months: months.map(|(from, length)| from..=from + length),
            hours,
            bbox: bbox.map(|(w, x, s, y)| Bbox { lon_e6: w..=w + x, lat_e6: s..=s + y }),
        }
    }
}

fn by() -> impl Strategy<Value = Vec<By>> {
    subsequence(vec![By::Area, By::Month, By::Kind, By::Hour], 0..=4)
}

/// A dataset as the engine sees it: without the columns of hours all hours are unknown.
fn dataset() -> impl Strategy<Value = (Vec<Row>, usize, bool)> {
    (prop::collection::vec(row(), 0..200), 1..90_usize, any::<bool>()).prop_map(|(mut rows, group, with_hours)| {
        for row in rows.iter_mut().filter(|_| !with_hours) {
            (row.hour, row.from_s, row.outcome) = (None, None, None);
        }
        (rows, group, with_hours)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn counts_are_those_of_a_plain_loop(datasets in prop::collection::vec(dataset(), 1..3), filter in filter(), by in by()) {
        let folder = tempfile::tempdir().unwrap();
        // The same bytes twice are one dataset.
        let stored: BTreeMap<_, _> =
            datasets.into_iter().map(|(rows, group, hours)| (put(folder.path(), &file(&rows, group, hours)), rows)).collect();
        let names: Vec<_> = stored.keys().collect();
        let counts = wait(engine(folder.path()).counts(&names, &filter, &by)).unwrap();
        prop_assert_eq!(counts, counted(stored.values().flatten(), &filter, &by));
    }

    #[test]
    fn points_are_the_first_that_fit((rows, group, hours) in dataset(), filter in filter(), limit in 0..50_usize) {
        let folder = tempfile::tempdir().unwrap();
        let name = put(folder.path(), &file(&rows, group, hours));
        let found = wait(engine(folder.path()).points(&[name], &filter, limit)).unwrap();
        let all: Vec<Incident> = rows.iter().filter(|row| fits(row, &filter)).filter_map(|row| {
            let (lon_e6, lat_e6) = row.point?;
            let own = |text: &Option<String>| text.as_deref().map(Box::from);
            Some(Incident {
                lon_e6, lat_e6, kind: own(&row.kind), month: Some(row.month), area: own(&row.area),
                from_s: row.from_s, to_s: row.from_s, hour: row.hour, outcome: own(&row.outcome),
            })
        }).collect();
        prop_assert_eq!(found.more, all.len() > limit);
        prop_assert_eq!(&found.incidents[..], &all[..all.len().min(limit)]);
    }

    #[test]
    fn differences_lead_from_the_old_to_the_new(old in dataset(), new in dataset(), by in by()) {
        let folder = tempfile::tempdir().unwrap();
        let put = |(rows, group, hours): &(Vec<Row>, usize, bool)| put(folder.path(), &file(rows, *group, *hours));
        let engine = engine(folder.path());
        let found = wait(engine.differences(&put(&old), &put(&new), &by)).unwrap();
        let keyed = |rows: &[Row]| -> BTreeMap<_, u64> {
            let all = counted(rows.iter(), &Filter::default(), &by).into_iter();
            all.map(|count| ((count.area, count.month, count.kind, count.hour), count.count)).collect()
        };
        let (before, after) = (keyed(&old.0), keyed(&new.0));
        let mut made = before.clone();
        for one in &found {
            prop_assert_ne!(one.new.count, one.old);
            let key = (one.new.area.clone(), one.new.month, one.new.kind.clone(), one.new.hour);
            prop_assert_eq!(before.get(&key).copied().unwrap_or(0), one.old);
            if one.new.count == 0 { made.remove(&key); } else { made.insert(key, one.new.count); }
        }
        prop_assert_eq!(made, after);
    }
}

#[test]
fn what_an_import_writes_is_counted_as_it_counted() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/policeuk/derived_asb_2022_12col.csv.gz");
    let source = std::fs::File::open(path).unwrap_or_else(|cause| panic!("real data is missing at {path}: {cause}"));
    let mut bytes = Vec::new();
    let imported = comity_datasets::import(source, &mut bytes, &Halves, &mut |_, _| ()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let name = put(folder.path(), &bytes);
    assert_eq!(name, imported.columns_hash.to_string());
    let engine = engine(folder.path());
    let all = wait(engine.counts(&[&name], &Filter::default(), &[])).unwrap();
    assert_eq!(all[0].count, imported.summary.read);
    let west = Filter { areas: Some(["west".to_owned()].into()), ..Filter::default() };
    let by_area = wait(engine.counts(&[&name], &Filter::default(), &[By::Area])).unwrap();
    let of_west = wait(engine.counts(&[&name], &west, &[By::Month])).unwrap();
    let west_of_all = by_area.iter().find(|count| count.area.as_deref() == Some("west")).unwrap();
    assert_eq!(of_west.iter().map(|count| count.count).sum::<u64>(), west_of_all.count);
    assert_eq!(of_west.len(), 12, "a year of months");
}

/// Two areas, divided by a meridian.
struct Halves;

impl comity_datasets::Locate for Halves {
    fn locate(&self, lon: f64, _: f64) -> Option<u32> {
        Some(u32::from(lon > -2.5))
    }

    fn code(&self, area: u32) -> &str {
        if area == 0 { "west" } else { "east" }
    }
}
