//! Surveys: published values come back, small groups do not, and damaged files change nothing.

use std::fmt::Write as _;
use std::path::PathBuf;

use axum::http::StatusCode;
use comity_kernel::Reference;
use comity_ledger::OPERATOR;
use comity_observatory::surveys::{Layout, SurveyError, import_survey_now, surveys};
use comity_testing::Database;
use serde_json::Value;

use crate::{Bench, bench, plain};

fn shared(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/survey").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{} is needed for this test: {error}", path.display()))
}

fn layout(design: &str, rest: &str) -> Layout {
    let text = format!(
        "series = \"s\"\nfrom = \"2026-01-05\"\nto = \"2026-01-20\"\nasked = 400\n{rest}\n[title]\nen = \"The survey\"\n[design]\n{design}"
    );
    Layout::read(&text).unwrap_or_else(|error| panic!("{error}"))
}

const API: &str = "questions = [{ column = \"api00\", kind = \"number\", text = { en = \"Score\" } },
    { column = \"awards\", text = { en = \"Award\" }, headline = [\"Yes\"] }]";

impl Bench {
    fn survey(&self, file: &[u8], layout: &Layout) -> Result<Reference, SurveyError> {
        import_survey_now(&self.ledger, OPERATOR, file, layout).map(|(survey, _)| survey)
    }

    fn results(&self, survey: &Reference) -> Value {
        let told = self.get(&format!("/observatory/surveys/{survey}.json"));
        assert_eq!(told.status, StatusCode::OK);
        serde_json::from_str(&told.body).unwrap()
    }
}

/// Within the digits that are published of R's answers.
fn near(found: &Value, expected: f64) {
    let found = found.as_f64().unwrap_or_else(|| panic!("{found} is no number"));
    assert!((found / expected - 1.0).abs() < 5e-6, "{found} instead of {expected}");
}

comity_testing::each_store! {
    fn published_means_and_errors_come_back_through_the_import_and_the_page(database) {
        let bench = bench(database, 2, &[]);
        let design = "weight = \"pw\"\nstrata = \"stype\"\npopulation = \"fpc\"";
        let by = format!("groups = [{{ column = \"stype\", text = {{ en = \"School\" }} }}]\n{API}");
        let stratified = bench.survey(&shared("apistrat.csv"), &layout(design, &by)).unwrap();
        let told = bench.results(&stratified);
        let whole = &told["results"]["questions"][0]["whole"];
        near(&whole["estimates"][0]["estimate"], 662.28736);
        near(&whole["estimates"][0]["se"], 9.40894);
        near(&whole["estimates"][0]["design_effect"], 1.20446);
        assert_eq!((&whole["n"], &told["results"]["respondents"]), (&200.into(), &200.into()));
        near(&told["results"]["stands_for"], 6194.0);
        let page = plain(&bench.get(&format!("/observatory/surveys/{stratified}/1")).body);
        assert!(page.contains("The mean is 662.3 (95 % interval 643.7–680.8)."), "{page}");
        assert!(page.contains("200 people answered."), "{page}");

        let design = "weight = \"pw\"\ncluster = \"dnum\"\npopulation = \"fpc\"";
        let clustered = bench.survey(&shared("apiclus1.csv"), &layout(design, API)).unwrap();
        let told = bench.results(&clustered);
        let whole = &told["results"]["questions"][0]["whole"]["estimates"][0];
        near(&whole["estimate"], 644.1694);
        near(&whole["se"], 23.542_24);
        let drawn = &told["results"]["design"];
        assert_eq!((&drawn["clusters"], &drawn["finite"]), (&15.into(), &true.into()));

        // Both are rounds of one series: each question's page shows both.
        let page = plain(&bench.get(&format!("/observatory/surveys/{clustered}/1")).body);
        assert!(page.contains("no more than chance alone could change it"), "{page}");
        let list = plain(&bench.get("/observatory/surveys").body);
        assert!(list.contains("5 January 2026") && list.contains("183"), "{list}");
        let show = plain(&bench.get(&format!("/observatory/surveys/{stratified}")).body);
        assert!(show.contains("50 % of the 400 people who were asked") && show.contains("6,194"), "{show}");
        assert!(bench.get_in_arabic(&format!("/observatory/surveys/{stratified}/2")).body.contains("dir=\"rtl\""));
        for path in ["0", "3", "x"] {
            let missing = bench.get(&format!("/observatory/surveys/{stratified}/{path}"));
            assert_eq!(missing.status, StatusCode::NOT_FOUND, "{path}");
        }
        bench.verify();
        comity_testing::verify(&bench.ledger);
    }
}

/// Twelve of the north, thirty of the south, `few` of the east, all of equal weight.
fn answers(few: usize) -> String {
    let mut csv = String::from("area,safe\n");
    for (area, people) in [("N0", 12), ("N1", 30), ("N2", few)] {
        (0..people).for_each(|person| writeln!(csv, "{area},{}", ["yes", "no"][person % 2]).unwrap());
    }
    csv
}

const SAFE: &str =
    "area = \"area\"\nquestions = [{ column = \"safe\", text = { en = \"Safe?\" }, headline = [\"yes\"] }]";

#[test]
fn a_small_group_is_withheld_with_another_one() {
    let database = Database::fresh(comity_testing::Engine::Sqlite);
    let bench = bench(&database, 3, &[]);
    let survey = bench.survey(answers(4).as_bytes(), &layout("", SAFE)).unwrap();
    let told = bench.results(&survey);
    let groups = told["results"]["questions"][0]["by"][0].as_array().unwrap();
    let shown: Vec<bool> = groups.iter().map(|group| group["n"].is_number()).collect();
    assert_eq!(shown, [false, true, false], "the smallest other one goes with it: {groups:?}");
    assert!(groups[0]["estimates"].as_array().unwrap().is_empty(), "{groups:?}");
    let page = plain(&bench.get(&format!("/observatory/surveys/{survey}/1")).body);
    assert!(page.contains("2 groups are withheld."), "{page}");
    bench.verify();
}

#[test]
fn a_file_that_does_not_fit_is_refused_in_a_sentence_and_changes_nothing() {
    let database = Database::fresh(comity_testing::Engine::Sqlite);
    let bench = bench(&database, 3, &[]);
    let weighted = "weight = \"weight\"";
    for (csv, design, telling) in [
        ("", "", "empty (0 bytes)"),
        ("area,safe\n", "", "no rows"),
        ("area,sure\nN0,yes\n", "", "the column \"safe\", which is not among"),
        ("area,safe\nN0,yes,more\n", "", "line 2: 2 columns were expected, found 3"),
        ("area,safe\nN0,yes\nX9,no\n", "", "line 3: area: expected the code of an area"),
        ("area,safe,weight\nN0,yes,1\nN0,no,\n", weighted, "line 3: weight: expected a number, found nothing"),
        ("area,safe,weight\nN0,yes,-1\n", weighted, "weight number 1 is -1"),
        ("area,safe\nN0,\nN0,NA\n", "", "nobody answered"),
        ("area,area,safe\nN0,N0,yes\n", "", "twice"),
    ] {
        let refused = bench.survey(csv.as_bytes(), &layout(design, SAFE)).unwrap_err().to_string();
        assert!(refused.contains(telling), "“{telling}” is missing in {refused}");
    }
    assert!(bench.ledger.store().read_now(surveys).unwrap().is_empty());
    let none = plain(&bench.get("/observatory/surveys").body);
    assert!(none.contains("No survey has been taken into the record yet."), "{none}");

    let taken = bench.survey(answers(20).as_bytes(), &layout("", SAFE)).unwrap();
    let again = bench.survey(answers(20).as_bytes(), &layout("", SAFE)).unwrap_err();
    assert!(matches!(&again, SurveyError::AlreadyImported { survey } if *survey == taken), "{again}");
    assert_eq!(bench.ledger.store().read_now(surveys).unwrap().len(), 1);
}

#[test]
fn a_layout_says_what_does_not_fit_and_a_draft_can_be_read() {
    for (text, telling) in [
        ("title = 3", "invalid type"),
        ("from = \"x\"\nto = \"2026-01-01\"\nquestions = []\n[title]\nen = \"T\"", "YYYY-MM-DD"),
        ("from = \"2026-02-01\"\nto = \"2026-01-01\"\nquestions = []\n[title]\nen = \"T\"", "comes after"),
        ("from = \"2026-01-01\"\nto = \"2026-01-01\"\nquestions = []\n[title]\nen = \"T\"", "at least one question"),
        ("from = \"2026-01-01\"\nto = \"2026-01-01\"\nwho = 1\nquestions = []\n[title]\nen = \"T\"", "unknown field"),
    ] {
        let refused = Layout::read(text).unwrap_err().to_string();
        assert!(refused.contains(telling), "“{telling}” is missing in {refused}");
    }
    let draft = comity_observatory::surveys::layout_now(shared("apistrat.csv").as_slice()).unwrap();
    let columns = draft.columns();
    for column in ["pw", "fpc", "awards", "api00"] {
        assert!(columns.contains(&column), "{column} is not in {columns:?}");
    }
    assert_eq!(Layout::read(&draft.to_toml().unwrap()).unwrap(), draft);
}
