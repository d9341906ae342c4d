//! Areas, teams and priorities through the ledger, on the real wards of Lancashire.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Ids, Language, Millis, Problem};
use comity_ledger::{Keys, Ledger, OPERATOR, Projection, Reason, Refusal, Settings};
use comity_places::{
    AreasImportError, Bilingual, Level, Officer, PageVersion, Places, Priority, Team, import_areas_now, team_stream,
};
use comity_shell::texts;
use comity_store::Read;
use comity_testing::Database;
use comity_web::Slice as _;

const TOWN: &str = include_str!("town.geojson");

fn shared(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{} is needed for this test: {error}", path.display()))
}

struct Bench {
    ledger: Ledger,
}

fn bench(database: &Database) -> Bench {
    let ids = Ids::seeded([7; 32]);
    let projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Places)];
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
    fn read<T: Send + 'static>(&self, read: impl FnOnce(&mut Read<'_>) -> Result<T, Refusal> + Send + 'static) -> T {
        self.ledger.store().read_now(read).unwrap()
    }

    fn version(&self, code: &'static str) -> PageVersion {
        self.read(move |tx| comity_places::page_version(tx, code)).expect("the area is there")
    }

    fn verify(&self) {
        comity_testing::verify(&self.ledger);
    }

    fn set_team(&self, area: &'static str, phone: &str) {
        let team = team(phone);
        self.ledger.decide_now("a", move |decision| comity_places::set_team(decision, area, team.clone())).unwrap();
    }
}

fn team(phone: &str) -> Team {
    let officer =
        Officer { name: Bilingual::new("Mona Aziz", "منى عزيز"), since: Some(2021), ..Officer::default() };
    Team { officers: vec![officer], phone: phone.into(), hours: Bilingual::new("8 to 16", ""), ..Team::default() }
}

comity_testing::each_store! {
    fn the_wards_of_lancashire_come_in_with_their_populations(database) {
        let bench = bench(database);
        let (wards, people) =
            (shared("data/geo/lancashire_wards.geojson"), shared("data/geo/lancashire_ward_population.csv"));
        let imported = import_areas_now(&bench.ledger, OPERATOR, &wards, Some(&people)).unwrap();
        assert_eq!((imported.code_property.as_str(), imported.name_property.as_str()), ("ward_code", "ward_name"));
        let areas = bench.read(comity_places::areas);
        assert_eq!(areas.len(), imported.areas);
        let unknown: Vec<&str> = areas.iter().filter(|a| a.population.is_none()).map(|a| a.code.as_str()).collect();
        assert_eq!(unknown.len(), imported.without_population.len());
        assert!(areas.iter().all(|area| area.population != Some(0)));
        let rows = String::from_utf8(people.clone()).unwrap().lines().count() - 1;
        assert_eq!(areas.len() - unknown.len() + imported.codes_without_match.len(), rows);
        assert!(!imported.codes_without_match.is_empty());
        let again = import_areas_now(&bench.ledger, OPERATOR, &wards, Some(&people)).unwrap_err();
        assert!(matches!(again, AreasImportError::AlreadyImported));
        let located = comity_places::boundaries_now(&bench.ledger).unwrap();
        assert_eq!(located.locate(-3.03, 53.872), Some("E05001643"));
        assert_eq!(located.locate(0.0, 0.0), None);
        bench.verify();
    }

    fn a_wrong_file_changes_nothing(database) {
        let bench = bench(database);
        let slash = TOWN.replace("\"code\": \"S1\"", "\"code\": \"S/1\"");
        for wrong in ["", "{}", slash.as_str(), &TOWN.replace("South", "So\\u0000uth")] {
            let error = import_areas_now(&bench.ledger, OPERATOR, wrong.as_bytes(), None).unwrap_err();
            assert!(matches!(error, AreasImportError::File(_)), "{error}");
        }
        let error = import_areas_now(&bench.ledger, OPERATOR, TOWN.as_bytes(), Some(b"code,people\nS1,12\n")).unwrap_err();
        assert!(matches!(error, AreasImportError::File(_)), "{error}");
        assert_eq!(bench.read(comity_places::areas), []);
    }

    fn a_hierarchy_gives_paths_and_the_nearest_team_answers(database) {
        let bench = bench(database);
        import_areas_now(&bench.ledger, OPERATOR, TOWN.as_bytes(), Some("code,population\nS1,1200\nX,3\n".as_bytes()))
            .unwrap();
        let south = bench.read(|tx| comity_places::area(tx, "S1")).unwrap();
        assert_eq!((south.path.as_str(), south.population, south.level), ("T/S1/", Some(1200), Some(Level::Sector)));
        assert_eq!((south.name(Language::Ar), south.name(Language::En)), ("الجنوب", "South"));
        let north = bench.read(|tx| comity_places::area(tx, "S2")).unwrap();
        assert_eq!((north.name(Language::Ar), north.population), ("North", None));
        bench.set_team("T", "01");
        assert_eq!(bench.read(|tx| comity_places::team_of(tx, "T/S1/")).unwrap(), ("T".into(), team("01")));
        bench.set_team("S1", "02");
        assert_eq!(bench.read(|tx| comity_places::team_of(tx, "T/S1/")).unwrap(), ("S1".into(), team("02")));
        assert_eq!(bench.read(|tx| comity_places::team_of(tx, "T/S2/")).unwrap().0, "T");
        let along = bench.read(|tx| comity_places::along(tx, "T/S1/"));
        assert_eq!(along.iter().map(|area| area.code.as_str()).collect::<Vec<_>>(), ["T", "S1"]);
        assert_eq!(bench.read(|tx| comity_places::children(tx, "T")).len(), 2);
        let nowhere = bench.ledger.decide_now("a", |d| comity_places::set_team(d, "nowhere", team("1"))).unwrap_err();
        assert!(matches!(nowhere, Refusal::Problem(Problem::NotFound)));
        bench.verify();
    }

    fn a_later_import_replaces_moves_and_keeps(database) {
        let bench = bench(database);
        import_areas_now(&bench.ledger, OPERATOR, TOWN.as_bytes(), None).unwrap();
        let below = TOWN
            .replace(r#""code": "S1", "name": "South""#, r#""code": "R", "name": "Region""#)
            .replace(r#""code": "T", "name": "Town""#, r#""code": "T", "name": "New town", "parent": "R""#)
            .replace(r#""parent": "T", "level": "sector", "name_ar""#, r#""name_ar""#)
            .replace(r#""level": "district""#, r#""note": 1"#)
            .replace(r#""code": "S2""#, r#""code": "S3""#);
        let listed = |language| {
            let areas = bench.read(move |tx| comity_places::smallest_by_name(tx, language));
            areas.iter().map(|area| area.name(language).to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(listed(Language::En), ["North", "South"]);
        assert_eq!(listed(Language::En), ["North", "South"]);
        import_areas_now(&bench.ledger, OPERATOR, below.as_bytes(), None).unwrap();
        assert_eq!(listed(Language::En), ["North", "North", "South"]);
        let paths: Vec<String> = bench.read(comity_places::areas).into_iter().map(|area| area.path).collect();
        assert_eq!(paths, ["R/", "R/T/", "R/T/S1/", "R/T/S2/", "R/T/S3/"]);
        assert_eq!(bench.read(|tx| comity_places::area(tx, "T")).unwrap().names.en, "New town");
        bench.verify();
    }

    fn a_page_changes_with_what_happens_there_above_and_below(database) {
        let bench = bench(database);
        import_areas_now(&bench.ledger, OPERATOR, TOWN.as_bytes(), None).unwrap();
        let (town, south, north) = (bench.version("T"), bench.version("S1"), bench.version("S2"));
        bench.set_team("S1", "01");
        assert_ne!(bench.version("S1"), south);
        assert_ne!(bench.version("T"), town);
        assert_eq!(bench.version("S2"), north);
        let (south, north) = (bench.version("S1"), bench.version("S2"));
        let first = vec![Priority { title: Bilingual::new("Light", "الإنارة"), ..Priority::default() }];
        bench.ledger.decide_now("a", move |d| comity_places::set_priorities(d, "T", first.clone())).unwrap();
        assert_ne!(bench.version("S1"), south);
        assert_ne!(bench.version("S2"), north);
        assert_eq!(bench.read(|tx| comity_places::page_version(tx, "nowhere")), None);
    }

    fn an_erased_team_is_gone_and_replay_is_equal(database) {
        let bench = bench(database);
        import_areas_now(&bench.ledger, OPERATOR, TOWN.as_bytes(), None).unwrap();
        bench.set_team("S1", "01");
        bench.set_team("S1", "02");
        let before = bench.version("S1");
        bench.ledger.erase_now("a", &team_stream("S1"), Reason::OwnRequest).unwrap();
        assert_eq!(bench.read(|tx| comity_places::team_of(tx, "T/S1/")), None);
        assert_ne!(bench.version("S1"), before);
        bench.verify();
    }

    fn a_team_that_does_not_fit_is_refused(database) {
        let bench = bench(database);
        import_areas_now(&bench.ledger, OPERATOR, TOWN.as_bytes(), None).unwrap();
        let nameless = Team { officers: vec![Officer::default()], ..Team::default() };
        let endless = Team { phone: "1".repeat(401), ..Team::default() };
        let nul = Team { email: "a\0b".into(), ..Team::default() };
        for wrong in [nameless, endless, nul] {
            let refused =
                bench.ledger.decide_now("a", move |d| comity_places::set_team(d, "S1", wrong.clone())).unwrap_err();
            assert!(matches!(refused, Refusal::Problem(Problem::Fields { .. })), "{refused}");
        }
    }
}

#[test]
fn names_are_sorted_as_in_a_dictionary() {
    let named = |en: &str, ar: &str| comity_places::Area {
        code: en.into(),
        parent: None,
        level: None,
        names: Bilingual::new(en, ar),
        path: format!("{en}/"),
        population: None,
    };
    let mut areas = vec![named("Zeal", "إبل"), named("Éclair", "أثر"), named("eagle", "آب"), named("Eden", "باب")];
    comity_places::sort_by_name(&mut areas, Language::En);
    assert_eq!(areas.iter().map(|a| a.names.en.as_str()).collect::<Vec<_>>(), ["eagle", "Éclair", "Eden", "Zeal"]);
    comity_places::sort_by_name(&mut areas, Language::Ar);
    assert_eq!(areas.iter().map(|a| a.names.ar.as_str()).collect::<Vec<_>>(), ["آب", "إبل", "أثر", "باب"]);
}

#[test]
fn both_databases_have_the_same_tables() {
    comity_testing::assert_same_schema(Places.migrations());
}

#[test]
fn the_sentences_are_complete() {
    // Whether each is used, the program's own tests say: other crates show some of them.
    assert_eq!(texts::compare(Places.texts()), []);
}
