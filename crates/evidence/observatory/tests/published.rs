//! Publishing through the ledger, and what is read of it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

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
        let square = |code: &str, parent: &str, level: &str, west: usize, east: usize| {
            format!(
                r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}","level":"{level}"{parent}}},
                "geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}"#
            )
        };
        let mut features = vec![square("T", "", "district", 0, neighbourhoods)];
        for n in 0..neighbourhoods {
            features.push(square(&format!("N{n}"), r#","parent":"T""#, "sub-sector", n, n + 1));
        }
        let file = format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","));
        comity_places::import_areas_now(&self.ledger, OPERATOR, file.as_bytes(), None).unwrap();
        self
    }

    fn import(&self, csv: &str, publication: Publication) {
        let source = Cursor::new(format!("{HEADER}{csv}").into_bytes());
        import_incidents_as_now(&self.ledger, OPERATOR, publication, source, &mut |_, _| ()).unwrap();
    }

    /// One more area, a degree wide.
    fn with_area(self, code: &str, parent: &str, west: usize) -> Self {
        let east = west + 1;
        let file = format!(
            r#"{{"type":"FeatureCollection","features":[{{"type":"Feature",
            "properties":{{"code":"{code}","name":"{code}","level":"sub-sector","parent":"{parent}"}},
            "geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}]}}"#
        );
        comity_places::import_areas_now(&self.ledger, OPERATOR, file.as_bytes(), None).unwrap();
        self
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

    fn shown(&self, area: &str) -> Option<Shown> {
        let filter = Filter { area: Some(area.to_owned()), ..Filter::default() };
        self.read(move |tx| published::counts(tx, &filter))
    }
}

/// So many rows of a kind in a month in neighbourhood `n`.
fn rows(n: usize, month: &str, kind: &str, count: usize) -> String {
    let mut csv = String::new();
    for _ in 0..count {
        writeln!(csv, ",{month},,,{n}.5,0.5,,,,{kind},,").unwrap();
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

    fn a_corrected_dataset_comes_out_once(database) {
        let bench = bench(database).with_town(8);
        bench.import(&skewed(8), Publication::Counts);
        bench.publish("2026-02-01");
        let before = bench.shown("T").unwrap();
        bench.correct(&(skewed(8) + &rows(3, "2025-12", "Burglary", 2) + &rows(3, "2026-01", "Drugs", 9)));
        let out = bench.publish("2026-05-10");
        let months: Vec<String> = out.iter().map(|release| release.months.0.to_string()).collect();
        // The new month of ordinary kinds, and the sensitive kind of the quarter, which was not out yet.
        assert_eq!(months, ["2026-01", "2025-10"], "{out:?}");
        let quarter = Some((Month::parse("2025-10").unwrap(), Month::parse("2025-12").unwrap()));
        let filter = Filter { area: Some("T".into()), months: quarter, ..Filter::default() };
        let after = bench.read(move |tx| published::counts(tx, &filter)).unwrap();
        assert_eq!((after.total, after.by_month), (before.total, before.by_month));
        assert_eq!(bench.publish("2026-05-10"), vec![]);
        comity_testing::verify(&bench.ledger);
    }

    fn corrections_come_out_in_batches(database) {
        let bench = bench(database).with_town(8);
        bench.import(&skewed(8), Publication::Counts);
        bench.publish("2026-05-10");
        let before = bench.read(published::releases);
        let quarter = |bench: &Bench| bench.shown("T").unwrap();
        let (first, total) = (quarter(&bench), |shown: &Shown| shown.total.known().unwrap());
        let known = |bench: &Bench| -> Vec<bool> {
            let of = |code: &str| bench.shown(code).unwrap();
            let kinds = |code| of(code).by_kind.into_iter().map(|(_, number)| number.known().is_some());
            ["", "T", "N0", "N3", "N7"].into_iter().flat_map(kinds).collect()
        };
        let shown = known(&bench);
        // Four more burglaries in a month of one neighbourhood: too few.
        let four = skewed(8) + &rows(3, "2025-12", "Burglary", 4);
        bench.correct(&four);
        assert_eq!(bench.publish("2026-05-11"), vec![]);
        assert_eq!(quarter(&bench), first);
        // Six against what is out, and two elsewhere that wait.
        let six = four + &rows(3, "2025-12", "Burglary", 2) + &rows(4, "2025-12", "Burglary", 2);
        bench.correct(&six);
        let out = bench.publish("2026-05-12");
        assert_eq!(out.len(), 1, "{out:?}");
        assert!(before.iter().any(|release| Some(&release.reference) == out[0].corrects.as_ref()));
        let second = quarter(&bench);
        assert_eq!(total(&second), total(&first) + 6);
        let names = |shown: &Shown| shown.rules.iter().flat_map(|rule| &rule.sentences).map(|said| said.id).collect::<Vec<_>>();
        assert!(!names(&first).contains(&"published-corrected") && names(&second).contains(&"published-corrected"));
        assert_eq!(known(&bench), shown, "what was withheld is withheld");
        assert_eq!(bench.publish("2026-05-12"), vec![]);
        // Those that waited come with others; the release that was corrected is corrected again.
        bench.correct(&(six + &rows(4, "2025-12", "Burglary", 3)));
        let again = bench.publish("2026-05-13");
        assert_eq!((again.len(), again[0].corrects.as_ref()), (1, Some(&out[0].reference)));
        assert_eq!(total(&quarter(&bench)), total(&first) + 11);
        comity_testing::verify(&bench.ledger);
    }

    fn another_cut_of_the_same_incidents_is_held_back(database) {
        let bench = bench(database).with_town(8);
        let two_months: String = skewed(8).lines().filter(|line| !line.contains("2025-12")).map(|line| format!("{line}\n")).collect();
        bench.import(&two_months, Publication::Counts);
        assert_eq!(bench.publish("2026-05-10").len(), 2);
        let district = |bench: &Bench| bench.shown("T").unwrap();
        let before = district(&bench);
        // The same and December: what overlaps is a table as before, with the same numbers withheld; December is another.
        bench.import(&skewed(8), Publication::Counts);
        let months: Vec<(String, String)> =
            bench.publish("2026-05-10").iter().map(|out| (out.months.0.to_string(), out.months.1.to_string())).collect();
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let (both, december) = (pair("2025-10", "2025-11"), pair("2025-12", "2025-12"));
        assert_eq!(months, [both.clone(), december.clone(), both, december]);
        for (kind, number) in before.by_kind {
            let after = district(&bench).by_kind.into_iter().find(|(other, _)| *other == kind).unwrap().1;
            assert_eq!(number.known().is_some(), after.known().is_some(), "{kind}");
        }
        // November alone would be the difference of October and November, less October.
        let november: String = skewed(8).lines().filter(|line| line.contains("2025-11")).map(|line| format!("{line}\n")).collect();
        bench.import(&(november.clone() + &rows(2, "2025-11", "Drugs", 9)), Publication::Counts);
        let out = bench.publish("2026-05-10");
        // Drugs are in no other release.
        assert_eq!((out.len(), out[0].numbers > 0), (1, true), "{out:?}");
        let day = Day::parse("2026-05-10").unwrap();
        let held = published::held_back_now(&bench.ledger, day).unwrap();
        let kinds: Vec<&str> = held.iter().flat_map(|held| &held.kinds).map(String::as_str).collect();
        assert_eq!(kinds, ["Burglary", "Robbery", "Violence and sexual offences"], "{held:?}");
        // Nor is anything drawn that is counted and withheld.
        let mut csv = "lon,lat,kind,street\n".to_owned();
        (0..30).for_each(|n| writeln!(csv, "{:.4},0.5,home,Mill Road", 0.497 + f64::from(n) * 0.0002).unwrap());
        published::import_addresses_now(&bench.ledger, OPERATOR, csv.as_bytes()).unwrap();
        for (publication, more) in [(Publication::Points, 3), (Publication::AsSource, 4)] {
            bench.import(&(november.clone() + &rows(2, "2025-11", "Burglary", more)), publication);
            assert_eq!(bench.publish("2026-05-10"), vec![], "{publication:?}");
        }
        assert_eq!(published::held_back_now(&bench.ledger, day).unwrap().len(), 5);
        comity_testing::verify(&bench.ledger);
    }

    fn zero_is_said_only_of_what_is_covered(database) {
        let bench = bench(database).with_town(3);
        // Robbery is of another file, which ends a month earlier.
        let burglary = |n| rows(n, "2025-10", "Burglary", 9) + &rows(n, "2025-11", "Burglary", 8) + &rows(n, "2025-12", "Burglary", 7);
        bench.import(&(burglary(0) + &burglary(1) + &burglary(2)), Publication::Counts);
        bench.import(&(rows(0, "2025-10", "Robbery", 9) + &rows(0, "2025-11", "Robbery", 9)), Publication::Counts);
        // Areas that came later: one apart, and one within N0.
        let bench = bench.with_area("N9", "T", 9).with_area("N0a", "N0", 0);
        bench.publish("2026-05-10");
        let kind = |area: &str, kind: &str| -> Vec<(String, Option<i64>)> {
            let sql = "SELECT first_month, count FROM published_counts WHERE area = $1 AND kind = $2 AND first_month = last_month";
            let binds = [area.into(), kind.into()];
            let read = |row: &comity_store::Row| Ok((Month(i32::try_from(row.get::<i64>(0)?).unwrap()).to_string(), row.get(1)?));
            let mut rows: Vec<(String, Option<i64>)> = bench.read(move |tx| {
                Ok(tx.query(sql, &binds)?.iter().map(read).collect::<Result<_, comity_store::StoreError>>()?)
            });
            rows.sort();
            rows
        };
        let months = |list: Vec<(String, Option<i64>)>| list.into_iter().map(|(month, _)| month).collect::<Vec<_>>();
        assert_eq!(months(kind("T", "Robbery")), ["2025-10", "2025-11"]);
        assert_eq!(months(kind("T", "Burglary")), ["2025-10", "2025-11", "2025-12"]);
        assert_eq!((kind("N9", ""), kind("N0a", "")), (vec![], vec![]));
        assert!(!kind("N0", "").is_empty());
        comity_testing::verify(&bench.ledger);
    }

    fn what_lies_outside_has_a_row_of_its_own(database) {
        let bench = bench(database).with_town(3);
        let inside = rows(0, "2025-10", "Burglary", 9) + &rows(1, "2025-10", "Burglary", 30);
        bench.import(&(inside + &rows(50, "2025-10", "Burglary", 12) + ",2025-10,,,,,No Location,,,Burglary,,\n"), Publication::Counts);
        bench.publish("2026-05-10");
        let town = bench.shown("").unwrap();
        assert_eq!((town.total, town.outside), (Number::Count(39), Number::Count(13)));
        assert_eq!(bench.shown("T").unwrap().outside, Number::Count(0), "outside is said of the whole partnership");
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
