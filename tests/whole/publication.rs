//! Nobody learns a small count: a reader of every public endpoint, with questions that overlap, against skewed small data.
//!
//! The reader downloads what the real server answers, before and after a second dataset came that holds the first one's
//! incidents, takes differences, and solves with everything (`comity_disclosure::attack`). It knows that a number which is
//! missing is no zero. The same reader against the same data published exactly wins.

mod drawn;
mod pages;
mod rates;
mod versions;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use comity_disclosure::attack::{Attacker, Finding};
use comity_disclosure::{Cell, Hierarchy, Layout, Table};
use comity_testing::{Database, Engine, each_store};
use serde_json::Value;

use crate::client::Client;
use crate::opendata::{Said, said_by_areas, said_by_releases};
use crate::place::Place;
use crate::server::Server;
use crate::tiles;

use pages::{cells_of, pages_say_no_more, tiles_say_no_more};

const MONTHS: [&str; 3] = ["2024-01", "2024-02", "2024-03"];
const KINDS: [&str; 4] = ["Burglary", "Drugs", "Robbery", "Vehicle crime"];
const SENSITIVE: &str = "Violence and sexual offences";
const AREAS: usize = 6;
/// The least that a small count lies within (`Protection::default`).
const WIDTH: u64 = 3;
const THRESHOLD: u64 = 5;

/// A district `T` with square neighbourhoods `N0`, `N1`, … beside each other.
fn areas() -> String {
    let square = |code: &str, parent: &str, level: &str, west: usize, east: usize| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"Area {code}","level":"{level}"{parent}}},
            "geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}"#
        )
    };
    let mut features = vec![square("T", "", "district", 0, AREAS)];
    features.extend((0..AREAS).map(|n| square(&format!("N{n}"), r#","parent":"T""#, "sub-sector", n, n + 1)));
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

/// Few have much, most have little: by area, month and kind.
fn skewed(n: usize, m: usize, k: usize) -> u64 {
    let draw = (n * 7919 + m * 104_729 + k * 1_299_709 + 13) % 97;
    let base = [9, 3, 1, 5][k] * [4, 1, 2, 1, 3, 1][n];
    (draw as u64 * base / 97).min(60)
}

/// So few in the first month that the district's number is small.
fn sensitive(n: usize, m: usize) -> u64 {
    [u64::from(n < 2), 2, 1][m]
}

/// The file of the incidents; `more` rows are added, so that it is another file.
fn csv(more: usize) -> String {
    let mut csv = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                   Crime type,Last outcome category,Context\n"
        .to_owned();
    let mut add = |n: usize, month: &str, kind: &str, count: u64| {
        (0..count).for_each(|_| writeln!(csv, ",{month},,,{n}.5,0.5,,,,{kind},,").unwrap());
    };
    for (n, (m, month)) in (0..AREAS).flat_map(|n| MONTHS.iter().enumerate().map(move |month| (n, month))) {
        for (k, kind) in KINDS.iter().enumerate() {
            add(n, month, kind, skewed(n, m, k));
        }
        add(n, month, SENSITIVE, sensitive(n, m));
    }
    add(0, "2024-04", "Burglary", more as u64);
    csv
}

fn layout() -> Layout {
    let mut nodes = vec![(String::new(), None), ("T".to_owned(), Some(String::new()))];
    nodes.extend((0..AREAS).map(|n| (format!("N{n}"), Some("T".to_owned()))));
    let areas = Hierarchy::new("area", &nodes).unwrap();
    Layout::new(areas, Hierarchy::flat("period", "all", &MONTHS).unwrap(), Hierarchy::flat("kind", "", &KINDS).unwrap())
}

fn truth() -> Table {
    let layout = layout();
    let cells: Vec<(Cell, u64)> = (0..AREAS)
        .flat_map(|n| (0..MONTHS.len()).flat_map(move |m| (0..KINDS.len()).map(move |k| (n, m, k))))
        .map(|(n, m, k)| (layout.find([&format!("N{n}"), MONTHS[m], KINDS[k]]).unwrap(), skewed(n, m, k)))
        .collect();
    Table::new(layout, cells).unwrap()
}

/// Which cells of the table a number is the sum of, by names: area, periods, kinds.
type Question = (String, BTreeSet<String>, BTreeSet<String>);
/// What was answered with a number; the rest was withheld.
type Answers = BTreeMap<Question, u64>;

fn known(number: &Value) -> Option<u64> {
    number["count"].as_u64()
}

fn set<'s>(words: impl IntoIterator<Item = &'s str>) -> BTreeSet<String> {
    words.into_iter().map(str::to_owned).collect()
}

/// Everything `/observatory/published.json` answers on the first quarter, however it is asked; and how often it said
/// something of a sensitive kind in a neighbourhood.
fn published(client: &Client) -> (Answers, usize) {
    let (mut answers, mut sensitive) = (Answers::new(), 0);
    let codes = ["".to_owned(), "T".to_owned()].into_iter().chain((0..AREAS).map(|n| format!("N{n}")));
    for code in codes {
        for (first, last) in [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)] {
            for kind in std::iter::once(None).chain(KINDS.map(Some)) {
                let mut address =
                    format!("/observatory/published.json?area={code}&from={}&to={}", MONTHS[first], MONTHS[last]);
                if let Some(kind) = kind {
                    address += &format!("&kind={}", kind.replace(' ', "%20"));
                }
                let page = client.get(&address);
                assert_eq!(page.status, 200, "{address}: {}", page.text());
                let shown = serde_json::from_slice::<Value>(&page.bytes).unwrap()["shown"].clone();
                if shown.is_null() {
                    continue;
                }
                explored_says_the_same(client, &address, &shown);
                let months = set(MONTHS[first..=last].iter().copied());
                let kinds = kind.map_or_else(|| set(KINDS), |kind| set([kind]));
                learn(&mut answers, &shown, &code, &months, &kinds);
                let there = shown["by_kind"].to_string().contains(SENSITIVE);
                sensitive += usize::from(code.starts_with('N') && there);
            }
        }
    }
    (answers, sensitive)
}

/// The explored view as JSON and as a table says exactly what `published.json` says to the same question.
fn explored_says_the_same(client: &Client, address: &str, shown: &Value) {
    let explored: Value = client.get(&address.replace("published.json", "explore.json")).bytes.as_slice().into_json();
    let explored = &explored["published"];
    let rows = |of: &Value, keys: &[&str]| -> Vec<Value> {
        let list = of.as_array().unwrap().iter();
        list.map(|row| Value::from(keys.iter().map(|key| row[*key].clone()).collect::<Vec<_>>())).collect()
    };
    assert_eq!(explored["total"], shown["total"], "{address}");
    for (part, name) in [("by_month", "month"), ("by_kind", "kind"), ("by_area", "area")] {
        assert_eq!(Value::from(rows(&explored[part], &[name, "incidents"])), shown[part], "{address}");
    }
    let numbers =
        |list: &Value, key: &str| list.as_array().unwrap().iter().map(|row| row[key].clone()).collect::<Vec<_>>();
    let periods: Vec<Value> = shown["by_period"].as_array().unwrap().iter().map(|row| row[1].clone()).collect();
    assert_eq!(numbers(&explored["by_period"], "incidents"), periods, "{address}");
    let table = client.get(&address.replace("published.json", "explore.csv")).text();
    let exact = |list: &Value| list.as_array().unwrap().iter().filter(|row| known(&row[1]).is_some()).count();
    let said = usize::from(known(&shown["total"]).is_some())
        + ["by_month", "by_period", "by_kind", "by_area"].iter().map(|part| exact(&shown[part])).sum::<usize>();
    assert_eq!(table.lines().filter(|line| line.ends_with(",exact")).count(), said, "{address}: {table}");
}

fn learn(answers: &mut Answers, shown: &Value, code: &str, months: &BTreeSet<String>, kinds: &BTreeSet<String>) {
    let mut add = |area: &str, months: BTreeSet<String>, kinds: BTreeSet<String>, number: &Value| {
        if let Some(count) = known(number) {
            let before = answers.insert((area.to_owned(), months, kinds), count);
            assert!(before.is_none_or(|before| before == count), "two answers to one question");
        }
    };
    let rows = |what: &str| shown[what].as_array().unwrap().clone();
    add(code, months.clone(), kinds.clone(), &shown["total"]);
    for row in rows("by_month") {
        add(code, set([row[0].as_str().unwrap()]), kinds.clone(), &row[1]);
    }
    for row in rows("by_period") {
        add(code, months.clone(), kinds.clone(), &row[1]);
    }
    for row in rows("by_kind").iter().filter(|row| row[0] != SENSITIVE) {
        add(code, months.clone(), set([row[0].as_str().unwrap()]), &row[1]);
    }
    for row in rows("by_area") {
        add(row[0].as_str().unwrap(), months.clone(), kinds.clone(), &row[1]);
    }
}

/// Which small counts the reader learns.
fn attack(answers: &Answers) -> Vec<Finding> {
    let found = attack_on(&truth(), answers, &|_| true);
    assert!(found.1 > 40, "only {} small counts to protect", found.1);
    found.0
}

/// Which small counts of the table the reader learns among those of these areas, and how many there are.
fn attack_on(table: &Table, answers: &Answers, of: &dyn Fn(&str) -> bool) -> (Vec<Finding>, usize) {
    let layout = table.layout();
    let mut attacker = Attacker::new(layout.clone());
    // What could have been shown and was not is no zero.
    let [areas, periods, kinds] = layout.trees();
    for cell @ [area, period, kind] in (0..layout.cells()).map(|index| layout.cell(index)) {
        let code = areas.name(area);
        let margin = period == 0 || kind == 0 || code.is_empty() || code == "T";
        let names = |tree: &Hierarchy, node: usize| match node {
            0 => tree.parts(0).map(|part| tree.name(part).to_owned()).collect(),
            node => set([tree.name(node)]),
        };
        if margin && of(code) && !answers.contains_key(&(code.to_owned(), names(periods, period), names(kinds, kind))) {
            attacker.suspect(cell);
        }
    }
    for ((area, months, kinds), count) in answers {
        let periods: Vec<&str> =
            if months.len() == MONTHS.len() { vec!["all"] } else { months.iter().map(String::as_str).collect() };
        let kinds: Vec<&str> =
            if kinds.len() == KINDS.len() { vec![""] } else { kinds.iter().map(String::as_str).collect() };
        let cells: Vec<Cell> = periods
            .iter()
            .flat_map(|period| kinds.iter().map(|kind| layout.find([area, period, kind]).unwrap()))
            .collect();
        attacker.learn(&cells, *count);
    }
    let small: Vec<Cell> = (0..layout.cells())
        .filter(|index| (1..THRESHOLD).contains(&table.counts()[*index]))
        .map(|index| layout.cell(index))
        .filter(|cell| of(areas.name(cell[0])))
        .collect();
    (attacker.attack(&small, WIDTH), small.len())
}

/// What is said of the sensitive kind for the district, however it is asked, and what a reader learns of its small month.
fn attack_on_the_sensitive(client: &Client) -> Vec<Finding> {
    let layout = Layout::new(
        Hierarchy::flat("area", "T", &[]).unwrap(),
        Hierarchy::flat("period", "all", &MONTHS).unwrap(),
        Hierarchy::flat("kind", SENSITIVE, &[]).unwrap(),
    );
    let (mut attacker, kind) = (Attacker::new(layout.clone()), SENSITIVE.replace(' ', "%20"));
    let mut told = 0;
    for area in ["", "T"] {
        for (first, last) in [(0, 0), (1, 1), (2, 2), (0, 1), (1, 2), (0, 2)] {
            let (from, to) = (MONTHS[first], MONTHS[last]);
            for asked in [format!("&kind={kind}"), String::new()] {
                let address = format!("/observatory/published.json?area={area}&from={from}&to={to}{asked}");
                let shown = client.get(&address).bytes.as_slice().into_json()["shown"].clone();
                let rows = shown["by_kind"].as_array().unwrap().iter().filter(|row| row[0] == SENSITIVE);
                let months: Vec<Cell> = (first..=last).map(|month| [0, month + 1, 0]).collect();
                for count in rows.filter_map(|row| known(&row[1])) {
                    attacker.learn(&months, count);
                    told += 1;
                }
            }
        }
    }
    assert!(told > 2, "the district's numbers are published");
    (1..=3).for_each(|month| attacker.suspect([0, month, 0]));
    attacker.attack(&[[0, 1, 0]], WIDTH)
}

/// Adds what open data says to what the reader knows. Where both say something, they say the same.
fn learn_from_open_data(answers: &mut Answers, said: Vec<Said>) {
    assert!(!said.is_empty());
    for said in said {
        let kinds = said.kind.as_deref().map_or_else(|| set(KINDS), |kind| set([kind]));
        let question = (said.area, said.months, kinds);
        let before = answers.insert(question.clone(), said.count);
        assert!(before.is_none_or(|before| before == said.count), "{question:?}: {before:?}, and {}", said.count);
    }
}

trait IntoJson {
    fn into_json(self) -> Value;
}

impl IntoJson for &[u8] {
    fn into_json(self) -> Value {
        serde_json::from_slice(self).unwrap()
    }
}

fn import(place: &Place, name: &str, csv: &str, publication: &str) {
    let file = place.folder.with_file_name(name);
    std::fs::write(&file, csv).unwrap();
    place.run(&["import", "incidents", file.to_str().unwrap(), "--publication", publication]).ok();
}

fn with_areas(database: &Database) -> Place {
    let place = Place::new(database);
    let file = database.folder().join("areas.geojson");
    std::fs::write(&file, areas()).unwrap();
    place.run(&["import", "areas", file.to_str().unwrap()]).ok();
    place
}

each_store! {
    fn overlapping_questions_recover_no_small_count(database) {
        let place = with_areas(database);
        import(&place, "first.csv", &csv(0), "counts");
        let server = Server::start(&place);
        let client = server.client();
        let (before, sensitive) = published(&client);
        assert_eq!(sensitive, 0, "a sensitive kind is said of no neighbourhood");
        assert!(before.len() > 60, "only {} numbers are public", before.len());
        assert_eq!(attack(&before), []);
        assert_eq!(attack_on_the_sensitive(&client), []);
        let mut with_files = before.clone();
        learn_from_open_data(&mut with_files, said_by_releases(&client, &MONTHS, SENSITIVE));
        learn_from_open_data(&mut with_files, said_by_areas(&client, &MONTHS));
        assert_eq!(attack(&with_files), []);
        for code in ["T", "N0", "N4"] {
            pages_say_no_more(&client, code);
        }
        tiles_say_no_more(&client, database.folder());
        // A second file with the same incidents and some more, as when a force sends a new version: what is new is the
        // difference, and a reader may hold it for the same table.
        import(&place, "second.csv", &csv(9), "counts");
        let (after, _) = published(&client);
        let mut both = before.clone();
        for (question, count) in &after {
            if let Some(earlier) = before.get(question) {
                let second = count - earlier;
                assert!(both.insert(question.clone(), second).is_none_or(|first| first == second), "{question:?}");
            }
        }
        for (question, count) in &after {
            if !before.contains_key(question) {
                // Nothing withheld before is said now.
                panic!("{question:?} was withheld and is {count} now");
            }
        }
        // Files say of each release by itself what it holds.
        learn_from_open_data(&mut both, said_by_releases(&client, &MONTHS, SENSITIVE));
        assert_eq!(attack(&both), []);
        // Again, nothing comes out.
        assert!(place.run(&["publish"]).ok().out.contains("nothing is due"));
        assert!(server.stop().success());
        place.verify();
    }
}

#[test]
fn the_same_reader_wins_against_exact_numbers() {
    let database = Database::fresh(Engine::Sqlite);
    let place = with_areas(&database);
    import(&place, "first.csv", &csv(0), "as-source");
    let server = Server::start(&place);
    let (mut answers, sensitive) = published(&server.client());
    // Totals over all kinds have the sensitive one in them here, which the reader's table does not know.
    answers.retain(|(_, _, kinds), _| kinds.len() < KINDS.len());
    let found = attack(&answers);
    assert!(sensitive > 0);
    assert!(found.len() > 40, "{} findings", found.len());
}

/// Each route that shows numbers has a reader here.
#[test]
fn every_route_that_shows_numbers_is_attacked() {
    let read = [
        "/neighbourhoods/{code}",
        "/observatory/areas/{code}",
        "/observatory/compare",
        "/observatory/explore",
        "/observatory/explore.csv",
        "/observatory/explore.json",
        "/observatory/published.json",
        "/observatory/warnings",
        // Nothing is counted there of what is published as counts or points: `datasets` holds that.
        "/observatory/datasets",
        "/observatory/datasets/{reference}",
        // Through `opendata::said_by_releases` and `opendata::said_by_areas`.
        "/data/counts.csv",
        "/data/counts.json",
        "/data/counts.parquet",
        "/data/areas.geojson",
        "/data/points.csv",
        "/data/points.geojson",
        "/api/crimes-street/{category}",
        "/api/crimes-at-location",
        "/api/crimes-no-location",
        "/api/outcomes-at-location",
        "/api/stops-street",
        "/api/stops-at-location",
        "/api/stops-force",
        "/api/stops-no-location",
        "/ogc/collections/{collection}/items",
        "/ogc/collections/{collection}/items/{feature}",
        // Through `tiles_say_no_more`.
        "/tiles/incidents/{z}/{x}/{y}",
    ];
    let listed = include_str!("../routes.txt").lines().filter_map(|line| line.strip_suffix(" numbers"));
    let unread: Vec<&str> = listed.filter(|route| !read.contains(route)).collect();
    assert!(unread.is_empty(), "give these routes a reader in tests/whole/publication.rs: {unread:?}");
}
