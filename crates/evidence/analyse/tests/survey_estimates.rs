//! `comity analyse survey` from its command line to its answer, and what is wrong told in one sentence.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may stop")]

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Parser;
use serde_json::Value;

#[derive(Parser)]
struct Alone {
    #[command(flatten)]
    analyse: comity_analyse::Analyse,
}

fn shared(name: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/survey").join(name);
    assert!(file.exists(), "the test data {} is missing: it stands beside the repository", file.display());
    file.display().to_string()
}

fn file(text: &str) -> tempfile::NamedTempFile {
    let mut file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

/// Runs the command; its rows, as the CSV file holds them, or its fault.
fn run(arguments: &[&str]) -> Result<Vec<Vec<String>>, String> {
    let out = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    let name = out.path().display().to_string();
    let all = ["analyse", "survey"].into_iter().chain(arguments.iter().copied()).chain(["--out", &name]);
    let parsed = Alone::try_parse_from(all).map_err(|error| error.to_string())?;
    comity_analyse::run(&parsed.analyse).map_err(|fault| {
        assert_eq!(fault.status(), 2, "{fault}");
        fault.to_string()
    })?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_path(out.path()).unwrap();
    Ok(reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect())
}

/// The sentence about the file at `path`, called FILE.
fn fault(path: &Path, arguments: &[&str]) -> String {
    let name = path.display().to_string();
    let all: Vec<&str> = std::iter::once(name.as_str()).chain(arguments.iter().copied()).collect();
    run(&all).unwrap_err().replace(&name, "FILE")
}

fn number(rows: &[Vec<String>], row: usize, column: &str) -> f64 {
    let place = rows[0].iter().position(|name| name == column).unwrap();
    rows[row][place].parse().unwrap()
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-6 * expected.abs(), "{found} is not {expected}");
}

#[test]
fn the_fixed_forms() {
    let stratified = shared("apistrat.csv");
    let rows = run(&[
        &stratified,
        "--weight",
        "pw",
        "--strata",
        "stype",
        "--fpc",
        "fpc",
        "--mean",
        "api00",
        "--total",
        "enroll",
    ]);
    let rows = rows.unwrap();
    near(number(&rows, 1, "estimate"), 662.287_363_2);
    near(number(&rows, 1, "se"), 9.408_941_2);
    near(number(&rows, 1, "deff"), 1.204_457_3);
    near(number(&rows, 2, "estimate"), 3_687_177.53);
    near(number(&rows, 2, "se"), 114_641.716);

    let two = shared("apiclus2.csv");
    let rows = run(&[
        &two,
        "--weight",
        "pw",
        "--cluster",
        "dnum,snum",
        "--fpc",
        "fpc1,fpc2",
        "--ratio",
        "api.stu/enroll",
        "--mean",
        "api00",
    ]);
    let rows = rows.unwrap();
    near(number(&rows, 1, "estimate"), 670.811_808_1);
    near(number(&rows, 1, "se"), 30.099_027_4);
    assert_eq!(rows[2][0], "api.stu/enroll");
}

#[test]
fn groups_differences_shares_and_quantiles() {
    let stratified = shared("apistrat.csv");
    let rows = run(&[
        &stratified,
        "--weight",
        "pw",
        "--strata",
        "stype",
        "--fpc",
        "fpc",
        "--mean",
        "api00",
        "--by",
        "stype",
        "--difference",
        "E,H",
        "--proportion",
        "sch.wide=Yes",
        "--quantile",
        "api00",
        "--at",
        "0.25,0.5",
    ]);
    let rows = rows.unwrap();
    let told: Vec<String> = rows[1..].iter().map(|row| format!("{} {} {}", row[0], row[1], row[2])).collect();
    assert_eq!(
        told,
        [
            "api00 E mean",
            "api00 H mean",
            "api00 M mean",
            "sch.wide=Yes E proportion",
            "sch.wide=Yes H proportion",
            "sch.wide=Yes M proportion",
            "api00 E quantile",
            "api00 E quantile",
            "api00 H quantile",
            "api00 H quantile",
            "api00 M quantile",
            "api00 M quantile",
            "api00 E less H difference",
            "sch.wide=Yes E less H difference",
        ]
    );
    near(number(&rows, 1, "estimate"), 674.43);
    near(number(&rows, 13, "estimate"), number(&rows, 1, "estimate") - number(&rows, 2, "estimate"));
}

#[test]
fn known_totals() {
    let clusters = shared("apiclus1.csv");
    let types = file("stype,Freq\nE,4421\nH,755\nM,1018\n");
    let wide = file("sch.wide,label,total\nNo,not all,1072\nYes,all,5122\n");
    let sample = [clusters.as_str(), "--weight", "pw", "--cluster", "dnum", "--fpc", "fpc", "--total", "enroll"];
    let with = |option: &str, value: &str| {
        let all: Vec<&str> = sample.iter().copied().chain([option, value]).collect();
        run(&all)
    };
    let first = format!("stype={}", types.path().display());
    let rows = with("--poststratify", &first).unwrap();
    near(number(&rows, 1, "estimate"), 3_680_892.945);
    near(number(&rows, 1, "se"), 406_292.636);
    let both = format!("{first},sch.wide={}", wide.path().display());
    let rows = with("--rake", &both).unwrap();
    near(number(&rows, 1, "estimate"), 3_647_280.148);
    near(number(&rows, 1, "se"), 400_603.257);

    let short = file("stype,Freq\nE,4421\nH,755\n");
    let told = with("--poststratify", &format!("stype={}", short.path().display())).unwrap_err();
    assert!(told.contains(", column stype: ") && told.ends_with("has no total for \"M\""), "{told}");
    let text = file("stype,Freq\nE,many\nH,755\nM,3\n");
    let told = with("--poststratify", &format!("stype={}", text.path().display())).unwrap_err();
    assert!(told.starts_with("line 2 of ") && told.ends_with("column Freq: \"many\" is not a number"), "{told}");
    assert_eq!(
        with("--poststratify", "stype").unwrap_err(),
        "--poststratify stype: a column and a file are needed, as in COL=FILE"
    );
}

const SMALL: &str = "w,s,c,n,y,g\n1,a,1,9,5,x\n2,a,2,9,6,x\n3,b,3,9,7,y\n4,b,4,9,,y\n";

#[test]
fn what_is_wrong_is_told_by_line_and_column() {
    let small = file(SMALL);
    let told = |arguments: &[&str]| fault(small.path(), arguments);
    assert_eq!(
        told(&["--weight", "w"]),
        "there is nothing to estimate: --mean, --total, --ratio, --proportion or --quantile is needed"
    );
    assert_eq!(
        told(&["--weight", "v", "--mean", "y"]),
        "line 1 of FILE: there is no column \"v\"; there are w, s, c, n, y, g"
    );
    assert_eq!(told(&["--weight", "s", "--mean", "y"]), "line 2 of FILE, column s: \"a\" is not a number");
    assert_eq!(told(&["--weight", "w", "--mean", "g"]), "line 2 of FILE, column g: \"x\" is not a number");
    assert_eq!(
        told(&["--weight", "y", "--mean", "w"]),
        "line 5 of FILE, column y: there is no value, a number is needed"
    );
    assert_eq!(told(&["--weight", "w", "--ratio", "y"]), "--ratio y: two columns are needed, as in --ratio A/B");
    assert_eq!(told(&["--weight", "w", "--proportion", "g=z"]), "--proportion g=z: nobody answered so; there are x, y");
    assert_eq!(
        told(&["--weight", "w", "--mean", "y", "--by", "g", "--difference", "x,z"]),
        "--difference x,z: two of the groups are needed, with a comma between: x; y"
    );
    assert_eq!(
        told(&["--weight", "w", "--strata", "s", "--cluster", "g", "--mean", "y"]),
        "line 2 of FILE, column g: found the only unit of its stratum, expected at least two, or a choice of how lonely \
         units count: --lonely remove, adjust or average"
    );
    assert_eq!(
        told(&["--weight", "w", "--strata", "s", "--fpc", "w", "--mean", "y"]),
        "line 2 of FILE, column w: found 1 where 2 units were drawn from the stratum, expected at least as many units as \
         were drawn"
    );
    assert_eq!(
        told(&["--weight", "w", "--mean", "y", "--level", "95"]),
        "FILE: level is 95, expected a number between 0 and 1"
    );
    assert_eq!(
        told(&["--weight", "w", "--quantile", "y", "--at", "1.5"]),
        "FILE: probability is 1.5, expected a number between 0 and 1"
    );
}

#[test]
fn damaged_rows_are_named() {
    let told = |text: &str, arguments: &[&str]| fault(file(text).path(), arguments);
    assert_eq!(
        told("w,y\n1,2\n-3,4\n", &["--weight", "w", "--mean", "y"]),
        "line 3 of FILE, column w: found -3, expected a number not below zero"
    );
    assert_eq!(
        told("w,y,g\n1,2,a\n3,NA,b\n", &["--weight", "w", "--mean", "y", "--by", "g"]),
        "FILE, column g, group \"b\": no row with a weight has a value of y"
    );
    assert_eq!(
        told("w,y,s\n1,2,a\n3,4,\n", &["--weight", "w", "--mean", "y", "--strata", "s"]),
        "line 3 of FILE, column s: there is no value"
    );
}

/// Rows without a value are told of, and stay in the design.
#[test]
fn rows_without_a_value_are_counted() {
    let small = file(SMALL);
    let rows = run(&[&small.path().display().to_string(), "--weight", "w", "--mean", "y"]).unwrap();
    near(number(&rows, 1, "estimate"), (5.0 + 12.0 + 21.0) / 6.0);
    assert_eq!(rows[1].last().unwrap(), "3");
}

/// The program itself: what programs read of it.
#[test]
fn the_object_that_programs_read() {
    let data = shared("apiclus1.csv");
    let cargo = ["run", "-q", "-p", "comity-analyse", "--example", "analyse", "--", "survey"];
    let asked = ["--weight", "pw", "--cluster", "dnum", "--fpc", "fpc", "--mean", "api00", "--by", "stype", "--json"];
    let out = std::process::Command::new(env!("CARGO")).args(cargo).arg(&data).args(asked).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let whole: Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(whole["method"], "survey");
    assert_eq!((&whole["inputs"]["cluster"][0], &whole["inputs"]["level"]), (&Value::from("dnum"), &Value::from(0.95)));
    let rows = whole["result"]["estimates"].as_array().unwrap();
    let groups: Vec<&str> = rows.iter().filter_map(|row| row["group"].as_str()).collect();
    assert_eq!(groups, ["E", "H", "M"]);
    near(rows[0]["estimate"].as_f64().unwrap(), 648.868_055_6);
    for field in ["name", "estimate", "se", "deff", "ci", "n", "freedom"] {
        assert!(!rows[0][field].is_null(), "{field}");
    }
    assert!(rows[0]["ci"]["lower"].as_f64() < rows[0]["estimate"].as_f64());
    assert!(whole["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "silent-people"));
}
