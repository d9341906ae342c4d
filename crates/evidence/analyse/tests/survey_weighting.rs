//! The commands survey-regression, survey-test, survey-replicates and survey-weights on the California schools: what the
//! program prints, and one sentence for everything that is wrong.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may panic")]

use std::io::Write;
use std::path::PathBuf;

use clap::Parser;

#[derive(Parser)]
struct Alone {
    #[command(flatten)]
    analyse: comity_analyse::Analyse,
}

fn shared(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data/survey").join(name);
    assert!(path.exists(), "{} is needed for this test", path.display());
    path.display().to_string()
}

fn run(line: &str) -> Result<(), String> {
    let words = std::iter::once("analyse").chain(line.split_whitespace());
    let parsed = Alone::try_parse_from(words).map_err(|error| error.to_string())?;
    comity_analyse::run(&parsed.analyse).map_err(|fault| {
        assert_eq!(fault.status(), 2, "{fault}");
        fault.to_string()
    })
}

/// The rows that the command writes into a CSV file, without the header.
fn rows(line: &str) -> Vec<Vec<String>> {
    let file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    run(&format!("{line} --out {}", file.path().display())).unwrap();
    let mut reader = csv::Reader::from_path(file.path()).unwrap();
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn near(text: &str, expected: f64) {
    let found: f64 = text.parse().unwrap();
    assert!((found - expected).abs() <= 1e-8 * expected.abs(), "{found} is not {expected}");
}

fn strat(method: &str) -> String {
    format!("{method} {} --weight pw --strata stype --fpc fpc", shared("apistrat.csv"))
}

fn clus1(method: &str) -> String {
    format!("{method} {} --weight pw --cluster dnum --fpc fpc", shared("apiclus1.csv"))
}

#[test]
fn regression_as_r() {
    let got = rows(&format!("{} --response api00 --on ell,meals,mobility", strat("survey-regression")));
    assert_eq!(got[0][0], "(intercept)");
    near(&got[0][1], 820.887_315_905_623_2);
    near(&got[0][2], 10.077_735_949_885_39);
    near(&got[2][4], 2.254_134_651_846_050_6e-22);
}

#[test]
fn tests_as_r() {
    // The shares sum to one; the statistics themselves are compared in the methods' own tests.
    let got = rows(&format!("{} --rows sch.wide --columns stype", clus1("survey-test")));
    let sum: f64 = got.iter().map(|row| row[2].parse::<f64>().unwrap()).sum();
    assert!(got.len() == 6 && (sum - 1.0).abs() < 1e-12);
    let got = rows(&format!("{} --mean api00 --by sch.wide", strat("survey-test")));
    near(&got[0][0], 82.783_585_442_189_62);
    near(&got[0][2], 3.868_381_908_102_7);
    let got = rows(&format!("{} --mean api00 --by stype --groups E,M", strat("survey-test")));
    near(&got[0][0], 636.60 - 674.43);
    let got = rows(&format!("{} --mean api00 --against 650", strat("survey-test")));
    near(&got[0][1], 9.408_940_802_784_503);
}

#[test]
fn replicates_as_r_and_back_from_columns() {
    let got = rows(&format!("{} --mean api00 --ratio api.stu/enroll", clus1("survey-replicates")));
    near(&got[0][5], 26.329_360_589_527_564);
    near(&got[1][5], 0.009_517_085_175_614_783);
    let file = tempfile::Builder::new().suffix(".csv").tempfile().unwrap();
    run(&format!("{} --out {}", clus1("survey-replicates"), file.path().display())).unwrap();
    let again = format!(
        "survey-replicates {} --weight weight --read replicate* --kind jk1 --total replicate1 --centre estimate",
        file.path().display()
    );
    assert_eq!(rows(&again).len(), 1);
    let grouped =
        rows(&format!("{} --quantile api00 --at 0.25,0.5 --by stype --kind bootstrap", strat("survey-replicates")));
    assert_eq!(grouped.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["E", "H", "M", "E", "H", "M"]);
}

#[test]
fn weights_as_r() {
    let file = shared("apistrat.csv");
    let got = rows(&format!("survey-weights {file} --weight pw --id snum --trim 16,42"));
    near(&got[0][2], 42.0);
    near(&got[150][2], 23.879_999_160_766_7);
    let file = shared("apiclus1.csv");
    let raked =
        format!("survey-weights {file} --weight pw --population 6194 --calibrate api99=3914069 --distance raking");
    let sum: f64 = rows(&raked).iter().map(|row| row[1].parse::<f64>().unwrap()).sum();
    near(&sum.to_string(), 6194.0);
    let one = rows(&format!("survey-weights {file} --weight pw --normalise"));
    near(&one[7][1], 1.0);
}

#[test]
fn what_is_wrong_is_told_in_one_sentence() {
    let told = |line: &str, wanted: &str| {
        let fault = run(line).unwrap_err();
        assert!(fault.contains(wanted) && !fault.trim_end().contains('\n'), "{line}: {fault}");
    };
    let regression = strat("survey-regression");
    told(&format!("{regression} --response api00 --on ell,ell"), "the columns depend on each other");
    told(&format!("{regression} --response api00 --on name"), "is no category");
    told(&format!("{regression} --response name --on ell"), "column name: \"Open Magnet");
    told(&format!("{regression} --response api00 --on ell --family logit"), "line 2 of ");
    told(&format!("{regression} --response sch.wide=Maybe --on ell"), "nobody answered so; there are No, Yes");
    told(&format!("{regression} --response api00 --on ell --exposure enroll"), "belongs to --family poisson");
    told(&format!("{regression} --response api00 --on nothing"), "there is no column \"nothing\"");
    told(&format!("{regression} --response api00 --on ell --level 2"), "level is 2");
    let test = strat("survey-test");
    told(
        &format!("{test} --mean api00 --by stype"),
        "--by stype has 3 groups, two are needed: --groups A,B of E, H, M",
    );
    told(&format!("{test} --mean api00 --by stype --groups E,X"), "--groups E,X: two of the groups are needed");
    told(&format!("{test} --rows api00 --columns stype"), "156 different answers, 2 to 50 are needed");
    let replicates = strat("survey-replicates");
    told(&format!("{replicates} --kind jk1 --mean api00"), "JK1 is for samples without strata");
    told(&format!("{replicates} --kind brr --fay 1 --mean api00"), "Fay's rho is 1");
    told(&format!("{replicates} --ratio api00"), "--ratio api00: two columns are needed");
    told(&format!("{replicates} --read api00,api99 --kind jkn --mean api00"), "need --rscales");
    told(&format!("{replicates} --read growth,target --kind brr --mean api00"), "column growth: found -13");
    told(&format!("{replicates} --kind bootstrap --replicates 1 --mean api00"), "replicates: 1 given, at least 2");
    let weights = format!("survey-weights {} --weight pw", shared("apistrat.csv"));
    told(&format!("{weights} --trim 42,16"), "trimming is 42 to 16");
    told(&format!("{weights} --trim 42"), "--trim 42: two numbers are needed");
    told(&format!("{weights} --calibrate enroll=x"), "a column and its total are needed");
    told(&format!("{weights} --calibrate enroll=9e9 --distance logit --bounds 0.5,2"), "no weights within the bounds");
    told(&format!("{weights} --calibrate enroll=1 --distance logit"), "--bounds LOW,HIGH are needed");
    told(&format!("survey-weights {} --weight growth", shared("apistrat.csv")), "line 4 of ");
}

#[test]
fn a_lonely_cluster_is_told_with_its_line() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"w,h,y\n1,a,2\n1,a,3\n2,b,4\n").unwrap();
    let name = file.path().display();
    for line in [
        format!("survey-replicates {name} --weight w --strata h --mean y"),
        format!("survey-replicates {name} --weight w --strata h --mean y --kind bootstrap"),
        format!("survey-test {name} --weight w --strata h --mean y --against 3"),
    ] {
        let fault = run(&line).unwrap_err();
        assert!(fault.starts_with("line 4 of ") && fault.contains("the only unit of its stratum"), "{fault}");
        run(&format!("{line} --lonely remove")).unwrap();
    }
}
