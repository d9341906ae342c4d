//! Publishing through the ledger, and what is read of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod cuts;
mod hours;

use std::fmt::Write as _;
use std::io::Cursor;
use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Day, Ids, Millis, clock::Stopwatch};
use comity_ledger::{Keys, Ledger, OPERATOR, Projection, Refusal, Settings};
use comity_observatory::published::{self, Filter, Number, Publication, Published, Shown};
use comity_observatory::{Month, Observatory, import_incidents_as_now};
use comity_places::Places;
use comity_store::Read;
use comity_testing::{Database, Engine};

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                      Crime type,Last outcome category,Context\n";

struct Bench {
    ledger: Ledger,
}

fn bench(database: &Database) -> Bench {
    let ids = Ids::seeded([7; 32]);
    let projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Places), Arc::new(Observatory)];
    let store = database.open(&comity_ledger::migrations(&projections));
    let settings = Settings {
        origin: "test.example/log".into(),
        beat: std::time::Duration::from_secs(60),
        cover: 1,
        demonstration: true,
    };
    let clock = Clock::fixed(Millis(1_770_000_000_000));
    let ledger =
        Ledger::open(store, database.objects(), Keys::draw(&ids), projections, (clock, ids), settings).unwrap();
    Bench { ledger }
}

impl Bench {
    /// A district `T` with square neighbourhoods `N0`, `N1`, … beside each other, one degree wide.
    fn with_town(self, neighbourhoods: usize) -> Self {
        self.with_town_and(neighbourhoods, &[])
    }

    /// The same, and more areas: code, parent and western end.
    fn with_town_and(self, neighbourhoods: usize, more: &[(&str, &str, usize)]) -> Self {
        let square = |code: &str, parent: &str, level: &str, west: usize, east: usize| {
            format!(
                r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}","level":"{level}"{parent}}},
                "geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}"#
            )
        };
        let mut features = vec![square("T", "", "district", 0, neighbourhoods)];
        for n in 0..neighbourhoods {
            features.push(square(&format!("N{n}"), r#","parent":"T""#, "sector", n, n + 1));
        }
        for (code, parent, west) in more {
            features.push(square(code, &format!(r#","parent":"{parent}""#), "sub-sector", *west, west + 1));
        }
        let file = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        comity_places::import_areas_now(&self.ledger, OPERATOR, file.as_bytes(), None).unwrap();
        self
    }

    fn import(&self, csv: &str, publication: Publication) {
        let source = Cursor::new(format!("{HEADER}{csv}").into_bytes());
        import_incidents_as_now(&self.ledger, OPERATOR, publication, source, &mut |_, _| ()).unwrap();
    }

    /// A new version of the dataset that counts.
    fn correct(&self, csv: &str) {
        let old = self.read(comity_observatory::datasets).remove(0).reference;
        let importing = comity_observatory::Importing { corrects: Some(old), ..Default::default() };
        let source = Cursor::new(format!("{HEADER}{csv}").into_bytes());
        comity_observatory::import_file_now(&self.ledger, OPERATOR, source, &importing, &mut |_, _| ()).unwrap();
    }

    fn publish(&self, today: &str) -> Vec<Published> {
        published::publish_due_now(&self.ledger, OPERATOR, Day::parse(today).unwrap(), None).unwrap()
    }

    fn read<T: Send + 'static>(&self, read: impl FnOnce(&mut Read<'_>) -> Result<T, Refusal> + Send + 'static) -> T {
        self.ledger.store().read_now(read).unwrap()
    }

    /// What is published of some kinds (none: all) in these months.
    fn asked(&self, area: &str, kinds: &[&str], (first, last): (&str, &str)) -> Shown {
        let months = Some((month(first), month(last)));
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let filter = Filter { area: Some(area.to_owned()), kinds, months };
        self.read(move |tx| published::counts(tx, &filter)).unwrap()
    }

    /// Incidents from another source: a file of another layout.
    fn import_calls(&self, csv: &str, publication: Publication) {
        let source = Cursor::new(format!("id,date,type,longitude,latitude\n{csv}").into_bytes());
        import_incidents_as_now(&self.ledger, OPERATOR, publication, source, &mut |_, _| ()).unwrap();
    }

    fn shown(&self, area: &str) -> Option<Shown> {
        let filter = Filter { area: Some(area.to_owned()), ..Filter::default() };
        self.read(move |tx| published::counts(tx, &filter))
    }
}

fn month(text: &str) -> Month {
    Month::parse(text).unwrap()
}

fn of_kind(shown: &Shown, kind: &str) -> Number {
    shown.by_kind.iter().find(|(of, _)| of == kind).unwrap().1
}

/// So many calls of a kind in a month in neighbourhood `n`.
fn calls(n: usize, month: &str, kind: &str, count: usize) -> String {
    (0..count).map(|at| format!("{month}{at},{month}-05,{kind},{n}.5,0.5\n")).collect()
}

/// So many rows of a kind in a month in neighbourhood `n`.
fn rows(n: usize, month: &str, kind: &str, count: usize) -> String {
    let mut csv = String::new();
    for _ in 0..count {
        writeln!(csv, ",{month},,,{n}.5,0.5,,,,{kind},,").unwrap();
    }
    csv
}

/// A quarter in which nothing is small.
fn ample(neighbourhoods: usize) -> String {
    let mut csv = String::new();
    for n in 0..neighbourhoods {
        for (m, month) in ["2025-10", "2025-11", "2025-12"].into_iter().enumerate() {
            csv += &rows(n, month, "Burglary", 20 + n + m);
            csv += &rows(n, month, "Violence and sexual offences", 10 + n + m);
        }
    }
    csv
}

/// A quarter in which neighbourhoods, months and kinds differ much.
fn skewed(neighbourhoods: usize) -> String {
    let mut csv = String::new();
    for n in 0..neighbourhoods {
        for (m, month) in ["2025-10", "2025-11", "2025-12"].into_iter().enumerate() {
            csv += &rows(n, month, "Burglary", (n * 7 + m * 3) % 11 + 3);
            csv += &rows(n, month, "Robbery", usize::from((n + m) % 3 == 0));
            csv += &rows(n, month, "Violence and sexual offences", (n + m) % 4);
        }
    }
    csv
}

comity_testing::each_store! {
    fn counts_come_out_when_they_are_due_and_once(database) {
        let bench = bench(database).with_town(8);
        bench.import(&skewed(8), Publication::Counts);
        assert_eq!(bench.publish("2026-01-30"), vec![], "the quarter is over, its delay is not");
        assert_eq!(bench.shown("N1"), None);
        let ordinary = bench.publish("2026-01-31");
        assert_eq!(ordinary.len(), 1, "{ordinary:?}");
        assert_eq!(bench.publish("2026-01-31"), vec![]);
        let shown = bench.shown("N1").unwrap();
        assert_eq!(shown.months, (Month::parse("2025-10").unwrap(), Month::parse("2025-12").unwrap()));
        assert_eq!(shown.by_month.len(), 3);
        assert!(shown.by_month.iter().any(|(_, number)| number.known().is_some()), "{shown:?}");
        assert!(shown.by_kind.iter().all(|(kind, _)| kind != "Violence and sexual offences"));
        // The sensitive kind waits longer, and is then shown for the district alone.
        assert_eq!(bench.publish("2026-04-01").len(), 1);
        let (district, part) = (bench.shown("T").unwrap(), bench.shown("N1").unwrap());
        let of = |shown: &Shown| shown.by_kind.iter().find(|(kind, _)| kind.starts_with("Violence")).cloned();
        assert_eq!((of(&part), part.wider.as_slice()), (None, &["Violence and sexual offences".to_owned()][..]));
        assert_eq!(of(&district).unwrap().1, Number::Count(36));
        assert_eq!(district.by_area.len(), 8);
        assert!(!district.rules.is_empty() && district.datasets.len() == 1 && district.releases.len() == 2);
        comity_testing::verify(&bench.ledger);
    }

    fn months_that_are_not_out_yet_are_in_no_exact_sum(database) {
        let bench = bench(database).with_town(8);
        bench.import(&ample(8), Publication::Counts);
        bench.publish("2026-01-31");
        let (quarter, more) = (("2025-10", "2025-12"), ("2025-10", "2026-03"));
        let exact = bench.asked("T", &["Burglary"], quarter);
        let Number::Count(count) = exact.total else { panic!("{exact:?}") };
        assert!(exact.is_covered() && exact.partly.is_empty(), "{exact:?}");
        let longer = bench.asked("T", &["Burglary"], more);
        assert_eq!((longer.total, of_kind(&longer, "Burglary")), (Number::AtLeast(count), Number::AtLeast(count)));
        assert_eq!(longer.of.covered, [(month("2025-10"), month("2025-12"))]);
        assert_eq!(longer.partly, [("Burglary".to_owned(), longer.of.covered.clone())]);
        assert!(longer.by_area.iter().all(|(_, number)| number.known().is_none()), "{longer:?}");
        // Between the 30th and the 90th day the sensitive kind is in no number yet.
        let both = ["Burglary", "Violence and sexual offences"];
        let waits = bench.asked("T", &both, quarter);
        assert_eq!((waits.total, waits.of.covered.as_slice()), (Number::AtLeast(count), &[][..]));
        bench.publish("2026-04-01");
        let all = bench.asked("T", &both, quarter);
        assert_eq!(all.total, Number::Count(count + of_kind(&all, both[1]).known().unwrap()));
        comity_testing::verify(&bench.ledger);
    }

    fn a_kind_that_is_shown_for_districts_only_is_missing_in_parts_and_that_is_said(database) {
        let bench = bench(database).with_town(8);
        bench.import(&ample(8), Publication::Counts);
        bench.publish("2026-04-01");
        let sensitive = "Violence and sexual offences".to_owned();
        let both = bench.asked("T", &["Burglary", &sensitive], ("2025-10", "2025-12"));
        assert!(both.total.known().is_some() && both.wider.is_empty() && both.of.left_out.is_empty(), "{both:?}");
        assert_eq!(both.by_area.len(), 8);
        for (code, number) in &both.by_area {
            assert_eq!(number.known(), None, "{code} has one kind of two");
            assert_eq!((both.of_areas[code].left_out.as_slice(), both.of_areas[code].covered.as_slice()), (&[sensitive.clone()][..], &[][..]));
        }
        let one = bench.asked("T", &["Burglary"], ("2025-10", "2025-12"));
        assert!(one.by_area.iter().any(|(_, number)| number.known().is_some()), "{one:?}");
        assert!(one.of_areas.values().all(|of| of.left_out.is_empty()));
        // Among all kinds it is counted apart, there and in every part.
        let all = bench.asked("T", &[], ("2025-10", "2025-12"));
        assert!(all.total.known().is_some() && all.is_covered(), "{all:?}");
        assert_eq!((&all.of.left_out, &all.of_areas["N0"].left_out), (&vec![sensitive.clone()], &vec![sensitive]));
        comity_testing::verify(&bench.ledger);
    }

    fn a_gap_between_files_is_not_a_quiet_month(database) {
        let bench = bench(database).with_town(2);
        // A file for each month; one has no drugs, which its source would have told.
        for (at, kinds) in [("2025-01", &["Burglary", "Drugs"][..]), ("2025-02", &["Burglary"]), ("2025-04", &["Burglary"])] {
            let csv: String = kinds.iter().map(|kind| rows(0, at, kind, 3)).collect();
            bench.import(&csv, Publication::AsSource);
        }
        bench.publish("2026-02-02");
        let months = |first, last| (month(first), month(last));
        let two = bench.asked("T", &[], ("2025-01", "2025-02"));
        assert_eq!((two.total, of_kind(&two, "Drugs")), (Number::Count(9), Number::Count(3)), "{two:?}");
        let gap = bench.asked("T", &[], ("2025-01", "2025-04"));
        assert_eq!((gap.total, of_kind(&gap, "Drugs")), (Number::AtLeast(12), Number::AtLeast(3)));
        assert_eq!(gap.of.covered, [months("2025-01", "2025-02"), months("2025-04", "2025-04")]);
        assert_eq!((gap.by_month.len(), gap.changes.as_slice()), (3, &[][..]));
        comity_testing::verify(&bench.ledger);
    }

    fn another_source_that_begins_later_is_said(database) {
        let bench = bench(database).with_town(2);
        for at in ["2025-01", "2025-02", "2025-03", "2025-04"] {
            bench.import(&rows(0, at, "Burglary", 5), Publication::AsSource);
        }
        bench.import_calls(&(calls(0, "2025-03", "Noise", 7) + &calls(0, "2025-04", "Noise", 7)), Publication::AsSource);
        bench.publish("2026-02-02");
        let all = bench.asked("T", &[], ("2025-01", "2025-04"));
        assert_eq!((all.total, of_kind(&all, "Noise"), of_kind(&all, "Burglary")), (Number::AtLeast(34), Number::AtLeast(14), Number::Count(20)));
        assert_eq!((all.of.covered.as_slice(), all.changes.as_slice()), (&[(month("2025-03"), month("2025-04"))][..], &[month("2025-03")][..]));
        assert_eq!(all.by_month[1].1, Number::AtLeast(5), "what was not counted yet may be missing");
        assert_eq!(all.by_month[2].1, Number::Count(12));
        let one = bench.asked("T", &["Burglary"], ("2025-01", "2025-04"));
        assert_eq!((one.total, one.changes.as_slice()), (Number::Count(20), &[][..]));
        comity_testing::verify(&bench.ledger);
    }

    fn what_the_source_has_published_is_shown_at_once_and_exactly(database) {
        let bench = bench(database).with_town(2);
        bench.import(&(rows(0, "2026-01", "Drugs", 1) + &rows(0, "2026-02", "Rape", 2)), Publication::AsSource);
        bench.publish("2026-02-02");
        let shown = bench.shown("N0").unwrap();
        assert_eq!((shown.total, shown.wider.len()), (Number::Count(3), 0));
        assert_eq!(shown.by_kind, [("Rape".to_owned(), Number::Count(2)), ("Drugs".to_owned(), Number::Count(1))]);
        assert_eq!(bench.shown("N1").unwrap().total, Number::Count(0));
        assert_eq!(shown.rules[0].sentences[0].id, "disclosure-as-source");
        comity_testing::verify(&bench.ledger);
    }

    fn incidents_are_drawn_at_map_points_and_counted_where_there_is_none(database) {
        let bench = bench(database).with_town(2);
        let violence = rows(0, "2025-10", "Violence and sexual offences", 3);
        bench.import(&(rows(0, "2025-10", "Drugs", 4) + &rows(1, "2025-11", "Drugs", 2) + &violence), Publication::Points);
        let waits = || bench.read(published::waits_for_addresses);
        let sensitive = bench.publish("2026-09-01");
        assert_eq!((sensitive.len(), sensitive[0].publication, waits()), (1, Publication::Counts, true));
        // Thirty homes in a street of the one neighbourhood; three in the other: too few for a point.
        let mut csv = "lon,lat,kind,street\n".to_owned();
        (0..30).for_each(|n| writeln!(csv, "{:.4},0.5,home,Mill Road", 0.497 + f64::from(n) * 0.0002).unwrap());
        (0..3).for_each(|n| writeln!(csv, "1.{n}1,0.5,home,Far Road").unwrap());
        let taken = published::import_addresses_now(&bench.ledger, OPERATOR, csv.as_bytes()).unwrap();
        assert_eq!((taken.addresses, taken.homes, waits()), (33, 33, false));
        let out = bench.publish("2026-09-01");
        let ways: Vec<Publication> = out.iter().map(|release| release.publication).collect();
        assert_eq!(ways, [Publication::Points, Publication::Counts], "{out:?}");
        assert_eq!(bench.publish("2026-09-01"), vec![]);
        let drawn = bench.read(|tx| published::points(tx, &published::PointsFilter::default()));
        assert_eq!(drawn.iter().map(|point| point.count).sum::<i64>(), 4, "{drawn:?}");
        for point in &drawn {
            assert_eq!((point.area.as_str(), point.kind.as_str(), point.name.as_str()), ("N0", "Drugs", "Mill Road"));
            assert!((0..30).all(|n| (point.lon_e6 - 497_000 - n * 200).abs() > 80), "at a home: {point:?}");
        }
        let within = |west, east| {
            let filter = published::PointsFilter { within: Some([west, 0, east, 1_000_000]), ..Default::default() };
            bench.read(move |tx| published::points(tx, &filter)).len()
        };
        assert_eq!((within(0, 1_000_000), within(1_000_000, 2_000_000)), (drawn.len(), 0));
        let (one, two, town) = (bench.shown("N0").unwrap(), bench.shown("N1").unwrap(), bench.shown("T").unwrap());
        assert_eq!((one.total, two.total, town.total), (Number::Count(4), Number::Withheld, Number::AtLeast(4)));
        assert!(one.rules.iter().any(|rule| rule.sentences.iter().any(|sentence| sentence.id == "disclosure-points")));
        assert!(published::import_addresses_now(&bench.ledger, OPERATOR, csv.as_bytes()).is_err());
        comity_testing::verify(&bench.ledger);
    }

    fn another_rule_is_recorded_and_holds_from_then_on(database) {
        let bench = bench(database).with_town(8);
        bench.import(&skewed(8), Publication::Counts);
        let day = Day::parse("2026-01-31").unwrap();
        let mut rule = bench.read(published::rule_in_force);
        let coarse = comity_disclosure::rule::Counts::Coarsen { threshold: 5 };
        let unfit = comity_disclosure::Rule { counts: coarse, ..rule.clone() };
        let refused = published::publish_due_now(&bench.ledger, OPERATOR, day, Some(unfit)).unwrap_err();
        assert!(refused.to_string().contains("coarsen"), "{refused}");
        rule.unit = comity_disclosure::release::Unit::Month;
        let publish = |rule| published::publish_due_now(&bench.ledger, OPERATOR, day, rule).unwrap();
        let out = publish(Some(rule.clone()));
        // Three months of ordinary kinds, and October of the sensitive one, whose 90 days are over.
        assert_eq!(out.len(), 4, "{out:?}");
        assert_eq!(bench.read(published::rule_in_force), rule);
        let releases = bench.read(published::releases);
        assert!(releases.iter().all(|release| release.rule == rule.hash().unwrap() && release.months.0 == release.months.1));
        assert_eq!(publish(Some(comity_disclosure::Rule::default())), vec![], "no incident comes out twice");
        comity_testing::verify(&bench.ledger);
    }

    fn what_is_withheld_leaves_no_trace(database) {
        let bench = bench(database).with_town(2);
        bench.import(&rows(0, "2020-01", "Drugs", 100), Publication::Withheld);
        assert_eq!(bench.publish("2026-02-02"), vec![]);
        assert!(bench.shown("N0").is_none() && bench.read(published::releases).is_empty());
        comity_testing::verify(&bench.ledger);
    }
}

/// The real wards and a year of incidents: how much is left to see.
#[test]
fn the_wards_of_lancashire_stay_worth_reading() {
    let shared = |file: &str| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared").join(file);
        std::fs::read(&path).unwrap_or_else(|error| panic!("{} is needed for this test: {error}", path.display()))
    };
    let database = Database::fresh(Engine::Sqlite);
    let bench = bench(&database);
    let wards = shared("data/geo/lancashire_wards.geojson");
    comity_places::import_areas_now(&bench.ledger, OPERATOR, &wards, None).unwrap();
    let file = Cursor::new(shared("data/policeuk/derived_asb_2022_12col.csv.gz"));
    import_incidents_as_now(&bench.ledger, OPERATOR, Publication::Counts, file, &mut |_, _| ()).unwrap();
    let watch = Stopwatch::start();
    let out = bench.publish("2023-06-01");
    eprintln!("{} releases in {:?}: {out:?}", out.len(), watch.elapsed());
    let town = bench.shown("").unwrap();
    eprintln!("{:?} {:?}", town.by_month, town.total);
    let (mut months, mut known) = (0, 0);
    for (code, _) in &town.by_area {
        let ward = bench.shown(code).unwrap();
        months += ward.by_month.len();
        known += ward.by_month.iter().filter(|(_, number)| number.known().is_some()).count();
    }
    assert!(known * 10 > months * 7, "{known} of {months} months of wards are shown");
}
