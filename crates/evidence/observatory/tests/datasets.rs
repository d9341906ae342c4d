//! Datasets through the ledger, on the real wards of Lancashire and the real incidents of 2022.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use std::io::{Cursor, Read as _};
use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Ids, Language, Millis, clock::Stopwatch};
use comity_ledger::{Keys, Ledger, OPERATOR, Projection, Refusal, Settings};
use comity_observatory::{IncidentsError, IncidentsImported, Observatory, exact, import_incidents_now, kind_name};
use comity_places::{Area, Places};
use comity_shell::{Texts, texts};
use comity_store::Read;
use comity_testing::Database;
use comity_web::Slice as _;

const ASB: &str = "data/policeuk/derived_asb_2022_12col.csv.gz";
const LONDON: &str = "data/policeuk/sample_city_of_london_2019-01.csv";

fn shared(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{} is needed for this test: {error}", path.display()))
}

struct Bench {
    ledger: Ledger,
}

/// A ledger with the wards of Lancashire.
fn lancashire(database: &Database) -> Bench {
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
    comity_places::import_areas_now(&ledger, OPERATOR, &shared("data/geo/lancashire_wards.geojson"), None).unwrap();
    Bench { ledger }
}

impl Bench {
    fn import(&self, bytes: &[u8]) -> Result<IncidentsImported, IncidentsError> {
        import_incidents_now(&self.ledger, OPERATOR, Cursor::new(bytes.to_vec()), &mut |_, _| ())
    }

    fn read<T: Send + 'static>(&self, read: impl FnOnce(&mut Read<'_>) -> Result<T, Refusal> + Send + 'static) -> T {
        self.ledger.store().read_now(read).unwrap()
    }

    fn verify(&self) {
        comity_testing::verify(&self.ledger);
    }

    /// Everything that an import could have left behind.
    fn traces(&self) -> (usize, i64, usize) {
        let objects = std::fs::read_dir(self.ledger.objects().folder()).unwrap().count();
        let entries = self.read(|tx| Ok(tx.value("SELECT COUNT(*) FROM entries", &[])?.unwrap_or(0)));
        (objects, entries, self.read(comity_observatory::datasets).len())
    }
}

/// How many rows of the file lie in a ward: by the outline alone, row by row.
fn rows_within(code: &str) -> i64 {
    let areas = comity_places::geometry::read_areas(&shared("data/geo/lancashire_wards.geojson")).unwrap();
    let index = comity_places::geometry::AreaIndex::new(areas.shapes);
    let mut text = String::new();
    flate2::read::GzDecoder::new(Cursor::new(shared(ASB))).read_to_string(&mut text).unwrap();
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let found = rows.records().filter(|row| {
        let row = row.as_ref().unwrap();
        let (Ok(lon), Ok(lat)) = (row[4].parse(), row[5].parse()) else { return false };
        index.locate(lon, lat).and_then(|at| index.get(at)).is_some_and(|area| area.code == code)
    });
    i64::try_from(found.count()).unwrap()
}

comity_testing::each_store! {
    fn a_year_of_lancashire_is_placed_counted_and_replayed(database) {
        let bench = lancashire(database);
        let mut beats = 0;
        let watch = Stopwatch::start();
        let file = Cursor::new(shared(ASB));
        let taken = import_incidents_now(&bench.ledger, OPERATOR, file, &mut |_, _| beats += 1).unwrap();
        let seconds = watch.elapsed().as_secs_f64();
        assert_eq!(taken.summary.read, 96_140);
        assert!(taken.summary.outside >= 39_706, "Northumbria's points are outside: {:?}", taken.summary);
        assert_eq!(taken.summary.placed + taken.summary.outside + taken.summary.unplaced, 96_140);
        assert!(beats > 3 && seconds < 30.0, "{beats} beats, {seconds} s");
        let dataset = bench.read(comity_observatory::datasets).remove(0);
        assert_eq!((dataset.reference, dataset.read), (taken.dataset, 96_140));
        assert_eq!((dataset.months.0.to_string(), dataset.months.1.to_string()), ("2022-01".into(), "2022-12".into()));
        let stored: i64 = bench.read(|tx| {
            Ok(tx.value("SELECT CAST(SUM(count) AS BIGINT) FROM incident_counts WHERE area <> ''", &[])?.unwrap())
        });
        assert_eq!(u64::try_from(stored).unwrap(), taken.summary.placed);
        bench.verify();
    }

    fn counts_of_a_ward_are_those_of_its_rows(database) {
        let bench = lancashire(database);
        bench.import(&shared(ASB)).unwrap();
        let counts = bench.read(|tx| exact::counts(tx, "E05001643")).unwrap();
        assert_eq!(counts.by_month.len(), 12);
        assert_eq!(counts.by_month.iter().map(|(_, count)| count).sum::<i64>(), counts.total);
        assert_eq!(counts.by_kind, [("Anti-social behaviour".to_owned(), counts.total)]);
        assert_eq!(counts.total, rows_within("E05001643"), "counted independently of the import");
        let ward = bench.read(|tx| comity_places::area(tx, "E05001643")).unwrap();
        let parts: Vec<Area> = vec![ward];
        let of_parts = bench.read(move |tx| exact::counts_of_parts(tx, "E05001643", &parts)).unwrap();
        assert_eq!(of_parts, [counts.total]);
        assert_eq!(bench.read(|tx| exact::counts(tx, "nowhere")).unwrap().total, 0);
    }

    fn the_same_content_twice_is_refused_whatever_its_compression(database) {
        let bench = lancashire(database);
        let first = bench.import(&shared(ASB)).unwrap();
        let before = bench.traces();
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(Cursor::new(shared(ASB))).read_to_end(&mut plain).unwrap();
        for again in [shared(ASB), plain] {
            match bench.import(&again) {
                Err(IncidentsError::AlreadyImported { dataset }) => assert_eq!(dataset, first.dataset),
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(bench.traces(), before);
    }

    fn a_wrong_file_changes_nothing(database) {
        let bench = lancashire(database);
        let before = bench.traces();
        let truncated = shared(ASB);
        let csv = String::from_utf8(shared(LONDON)).unwrap();
        let broken = csv.replacen("2019-01,", "2019-13,", 1).into_bytes();
        let nul = csv.replacen("Bicycle theft", "Bicycle\0theft", 1).into_bytes();
        for wrong in [b"".to_vec(), truncated[..truncated.len() / 2].to_vec(), broken, nul] {
            assert!(bench.import(&wrong).is_err());
            assert_eq!(bench.traces(), before);
        }
        assert!(bench.read(|tx| exact::counts(tx, "E05001643")).is_none());
        bench.import(&shared(LONDON)).unwrap();
    }

    fn importing_incidents_changes_the_version_of_pages(database) {
        let bench = lancashire(database);
        let version = || bench.read(|tx| comity_places::page_version(tx, "E05001643"));
        let before = version();
        bench.import(&shared(LONDON)).unwrap();
        assert_ne!(version(), before);
    }
}

#[test]
fn both_databases_have_the_same_tables() {
    comity_testing::assert_same_schema(Observatory.migrations());
}

#[test]
fn the_names_of_kinds_are_complete() {
    assert_eq!(texts::compare(Observatory.texts()), []);
    let all = Texts::new(Observatory.texts()).unwrap();
    let (en, ar) = (all.words(Language::En), all.words(Language::Ar));
    assert_eq!((kind_name(en, "burglary"), kind_name(en, "Break-in")), ("Burglary", "Break-in"));
    assert_eq!((kind_name(ar, "Robbery"), kind_name(ar, "")), ("سلب", "غير محدد"));
}
