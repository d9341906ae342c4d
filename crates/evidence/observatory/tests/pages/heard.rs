//! Who is heard: counts of concerns protected as incidents are, and groups beside the population's.

use std::fmt::Write as _;

use comity_disclosure::attack::Attacker;
use comity_disclosure::{Cell, Hierarchy, Layout, Table};
use comity_kernel::Day;
use comity_ledger::OPERATOR;
use comity_observatory::heard::{PopulationError, Raised, import_population_now, publish_concerns_now};
use comity_observatory::surveys;
use comity_testing::Database;
use serde_json::Value;

use crate::{Bench, bench, plain};

const TOPICS: [&str; 4] = ["lighting", "noise", "traffic", "water"];
const AREAS: usize = 5;

/// How many concerns of a topic were raised in neighbourhood `n`: much here, little there.
fn count(n: usize, topic: usize) -> u64 {
    [14, 3, 1, 8, 0][n] * [3, 1, 2, 0][topic] / 2 + (n * 7 + topic * 3) as u64 % 3
}

fn raised() -> Vec<Raised> {
    let day = Day::parse("2025-09-10").unwrap();
    let mut all: Vec<Raised> = Vec::new();
    for (n, topic) in (0..AREAS).flat_map(|n| (0..TOPICS.len()).map(move |topic| (n, topic))) {
        (0..count(n, topic)).for_each(|_| all.push((format!("N{n}"), TOPICS[topic], day)));
    }
    // Of a half-year that is not over.
    all.push(("N0".to_owned(), "noise", Day::parse("2026-01-10").unwrap()));
    all
}

fn layout() -> Layout {
    let mut nodes = vec![(String::new(), None), ("T".to_owned(), Some(String::new()))];
    nodes.extend((0..AREAS).map(|n| (format!("N{n}"), Some("T".to_owned()))));
    let single = Hierarchy::flat("period", "all", &[]).unwrap();
    Layout::new(Hierarchy::new("area", &nodes).unwrap(), single, Hierarchy::flat("kind", "", &TOPICS).unwrap())
}

fn truth() -> Table {
    let layout = layout();
    let cells: Vec<(Cell, u64)> = (0..AREAS)
        .flat_map(|n| (0..TOPICS.len()).map(move |topic| (n, topic)))
        .map(|(n, topic)| (layout.find([&format!("N{n}"), "all", TOPICS[topic]]).unwrap(), count(n, topic)))
        .collect();
    Table::new(layout, cells).unwrap()
}

impl Bench {
    fn publish_concerns(&self, today: &str) -> usize {
        publish_concerns_now(&self.ledger, OPERATOR, Day::parse(today).unwrap(), &TOPICS, &raised()).unwrap()
    }

    fn heard(&self) -> Value {
        serde_json::from_str(&self.get("/observatory/heard.json").body).unwrap()
    }
}

comity_testing::each_store! {
    fn a_reader_of_the_page_learns_no_small_number_of_concerns(database) {
        let bench = bench(database, AREAS, &[(0, 2000), (1, 1000), (2, 1000), (3, 1500), (4, 800)]);
        assert_eq!(bench.publish_concerns("2026-01-20"), 0, "the delay has not passed");
        assert!(plain(&bench.get("/observatory/heard").body).contains("No numbers of concerns are out yet"));
        assert_eq!(bench.publish_concerns("2026-02-02"), 1);
        assert_eq!(bench.publish_concerns("2026-02-03"), 0, "again, it does nothing");
        let told = bench.heard();
        let (truth, layout) = (truth(), layout());
        let mut reader = Attacker::new(layout.clone());
        let mut known = 0;
        let mut learn = |area: &str, topic: &str, number: &Value| {
            if let Some(count) = number["count"].as_u64() {
                let cell = layout.find([area, "all", topic]).unwrap();
                assert_eq!(count, truth.count(cell), "{area} {topic}");
                reader.learn(&[cell], count);
                known += 1;
            }
        };
        let concerns = &told["concerns"];
        let of = |list: &Value| list["by_topic"].as_array().unwrap().clone();
        learn("", "", &concerns["concerns"]);
        of(concerns).iter().for_each(|row| learn("", row["topic"].as_str().unwrap(), &row["concerns"]));
        for area in concerns["by_area"].as_array().unwrap() {
            let code = area["area"].as_str().unwrap();
            learn(code, "", &area["concerns"]);
            of(area).iter().for_each(|row| learn(code, row["topic"].as_str().unwrap(), &row["concerns"]));
        }
        assert!(known > 8, "only {known} numbers are shown: {concerns}");
        let small: Vec<Cell> = (0..layout.cells()).map(|index| layout.cell(index)).filter(|cell| (1..5).contains(&truth.count(*cell))).collect();
        assert!(small.len() > 4, "{small:?}");
        assert_eq!(reader.attack(&small, 3), []);

        let page = plain(&bench.get("/observatory/heard").body);
        let total = truth.count([0, 0, 0]);
        // poisson.test gives the interval; the rate is of 6,300 people.
        let rate = format!("That is {:.1} per 1,000 residents", total as f64 / 6.3);
        assert!(page.contains(&format!("{total} concerns were raised from July 2025 to December 2025.")), "{page}");
        assert!(page.contains(&rate), "“{rate}” is missing in {page}");
        let profile = plain(&bench.get("/observatory/areas/N0").body);
        assert!(profile.contains("concerns were raised here from July 2025 to December 2025"), "{profile}");
        assert!(bench.get_in_arabic("/observatory/heard").body.contains("dir=\"rtl\""));
        bench.verify();
        comity_testing::verify(&bench.ledger);
    }
}

/// A survey that thirty women and seventy men answered, where half of the people are women.
fn survey() -> (String, surveys::Layout) {
    let mut csv = String::from("sex,safe\n");
    for person in 0..100 {
        let sex = if person < 30 { "women" } else { "men" };
        writeln!(csv, "{sex},{}", ["yes", "no"][person % 2]).unwrap();
    }
    let text = "from = \"2026-01-05\"\nto = \"2026-01-20\"
        groups = [{ column = \"sex\", text = { en = \"Sex\" } }]
        questions = [{ column = \"safe\", text = { en = \"Safe?\" }, headline = [\"yes\"] }]
        [title]\nen = \"The survey\"";
    (csv, surveys::Layout::read(text).unwrap())
}

comity_testing::each_store! {
    fn those_who_answered_stand_beside_those_who_live_there(database) {
        let bench = bench(database, 2, &[]);
        let (csv, layout) = survey();
        surveys::import_survey_now(&bench.ledger, OPERATOR, csv.as_bytes(), &layout).unwrap();
        assert!(plain(&bench.get("/observatory/heard").body).contains("cannot be compared yet"));
        let figures = "code,by,group,people,name,name_ar\nN0,sex,women,600,Women,نساء\nN0,sex,men,400,Men,رجال\n\
                       N1,sex,women,400,Women,نساء\nN1,sex,men,600,Men,رجال\n";
        let taken = import_population_now(&bench.ledger, OPERATOR, figures.as_bytes()).unwrap();
        assert_eq!(taken.figures, 4);
        let again = import_population_now(&bench.ledger, OPERATOR, figures.as_bytes()).unwrap_err();
        assert!(matches!(again, PopulationError::AlreadyImported), "{again}");

        let groups = bench.heard()["surveys"][0]["groupings"][0]["groups"].clone();
        let women = &groups[0];
        assert_eq!((&women["answered"], &women["people"]), (&30.into(), &1000.into()));
        let found = &women["representation"];
        let near = |value: &Value, expected: f64| assert!((value.as_f64().unwrap() - expected).abs() < 1e-4, "{value}");
        near(&found["ratio"], 0.6);
        // Wilson's interval of 30 in 100, 0.21895 to 0.39585, by the share of one half.
        near(&found["ratio_ci"]["lower"], 0.437_90);
        near(&found["ratio_ci"]["upper"], 0.791_70);
        let page = plain(&bench.get("/observatory/heard").body);
        for said in [
            "Heard less than their share, beyond chance: women.",
            "Heard more than their share, beyond chance: men.",
            "The group of everybody who answered is known.",
        ] {
            assert!(page.contains(said), "“{said}” is missing in {page}");
        }
        // New figures of an area replace its old ones, and no others.
        let figures = "code,by,group,people\nN0,sex,women,60\nN0,sex,men,40\n";
        import_population_now(&bench.ledger, OPERATOR, figures.as_bytes()).unwrap();
        let groups = bench.heard()["surveys"][0]["groupings"][0]["groups"].clone();
        let people: i64 = groups.as_array().unwrap().iter().map(|group| group["people"].as_i64().unwrap()).sum();
        assert_eq!(people, 1100);
        bench.verify();
        comity_testing::verify(&bench.ledger);
    }
}

#[test]
fn figures_that_do_not_fit_are_refused_by_line() {
    let database = Database::fresh(comity_testing::Engine::Sqlite);
    let bench = bench(&database, 2, &[]);
    for (csv, telling) in [
        ("", "no column code"),
        ("code,by,group,people\n", "no rows"),
        ("code,by,group,people\nN0,sex,women,many\n", "line 2: people: a whole number was expected"),
        ("code,by,group,people\nX,sex,women,3\n", "line 2: there is no area with the code \"X\""),
        ("code,by,group,people\nN0,sex,women,3\nN0,sex,women,4\n", "line 3: the same area and group are on line 2"),
        ("code,by,group,people\nN0,sex,women\n", "line 2: 4 columns were expected, found 3"),
    ] {
        let refused = import_population_now(&bench.ledger, OPERATOR, csv.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains(telling), "“{telling}” is missing in {refused}");
    }
}
