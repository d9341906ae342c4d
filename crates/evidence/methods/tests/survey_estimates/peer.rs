//! R's survey 4.1.1 on the same samples; `benches/peers/survey_estimates.R` wrote its answers down.

use comity_methods::survey::design::{Design, Domain, Lonely, Stage};
use comity_methods::survey::difference::difference;
use comity_methods::survey::estimate::{Compared, Settings, Statistic, estimate};
use comity_methods::survey::proportion::{Method, proportion};
use comity_methods::survey::quantile::{Quantile, Rule, quantiles};
use serde_json::Value;

use crate::sample::{Sample, codes, design};

const CLOSE: f64 = 1e-9;

fn answers(design: &str) -> Vec<Value> {
    let all: Value = serde_json::from_str(include_str!("../peers/survey.json")).unwrap();
    let of: Vec<Value> =
        all["answers"].as_array().unwrap().iter().filter(|answer| answer["design"] == design).cloned().collect();
    assert!(!of.is_empty(), "no answers of R for {design}");
    of
}

/// Holds `found` against the field of R's answer, if it has one.
fn same(answer: &Value, field: &str, found: Option<f64>) {
    let Some(expected) = answer.get(field) else { return };
    match (expected.as_f64(), found) {
        (Some(expected), Some(found)) => {
            let near = (found - expected).abs() <= CLOSE * expected.abs().max(1e-6);
            assert!(near, "{field} is {found}, R says {answer}");
        }
        // Where R has no number, what we say instead is tested by itself.
        (None, _) => {}
        (Some(_), None) => panic!("{field} is missing, R says {answer}"),
    }
}

fn part(sample: &Sample, design: &Design, answer: &Value, columns: &[&str]) -> Domain {
    let numbers: Vec<Vec<f64>> = columns.iter().map(|column| sample.numbers(column)).collect();
    let group = answer["group"].as_str();
    sample.domain(design, |row| {
        group.is_none_or(|group| sample.text("stype")[row] == group)
            && numbers.iter().all(|column| column[row].is_finite())
    })
}

fn compare_estimate(sample: &Sample, design: &Design, answer: &Value, kind: &str) {
    let column = answer["column"].as_str().unwrap();
    let columns: Vec<&str> = column.split('/').collect();
    let numbers: Vec<Vec<f64>> = columns.iter().map(|column| sample.numbers(column)).collect();
    let domain = part(sample, design, answer, &columns);
    let statistic = match kind {
        "mean" => Statistic::Mean(&numbers[0]),
        "total" => Statistic::Total(&numbers[0]),
        _ => Statistic::Ratio(&numbers[0], &numbers[1]),
    };
    let found = estimate(design, &domain, statistic, &Settings::default()).unwrap();
    same(answer, "estimate", Some(found.estimate));
    same(answer, "se", Some(found.se));
    same(answer, "deff", found.deff);
    same(answer, "freedom", found.freedom);
    same(answer, "lower", found.ci.map(|ci| ci.lower));
    same(answer, "upper", found.ci.and_then(|ci| ci.upper));
    let settings = Settings { compared: Compared::WithReplacement, ..Settings::default() };
    same(answer, "deff_replace", estimate(design, &domain, statistic, &settings).unwrap().deff);
}

fn method(name: &str) -> Method {
    match name {
        "logit" | "xlogit" => Method::Logit,
        "beta" => Method::Beta,
        "asin" => Method::Arcsine,
        _ => Method::Wald,
    }
}

fn compare_share(sample: &Sample, design: &Design, answer: &Value, name: &str) {
    let holds: Vec<bool> = sample.text("sch.wide").iter().map(|text| text == "Yes").collect();
    let domain = part(sample, design, answer, &[]);
    let found = proportion(design, &domain, &holds, method(name), &Settings::default()).unwrap();
    same(answer, "estimate", Some(found.estimate));
    same(answer, "se", Some(found.se));
    same(answer, "lower", found.ci.map(|ci| ci.lower));
    same(answer, "upper", found.ci.and_then(|ci| ci.upper));
}

fn compare_quantile(answer: &Value, found: &Quantile) {
    same(answer, "estimate", Some(found.estimate));
    let Some(ci) = found.ci else { return assert!(answer["lower"].is_null(), "no interval where R has one: {answer}") };
    same(answer, "lower", Some(ci.lower));
    same(answer, "upper", ci.upper);
    same(answer, "se", found.se);
}

fn rule(name: &str) -> Rule {
    match name {
        "math" => Rule::Math,
        "school" => Rule::School,
        "hf3" => Rule::Hf3,
        "hf4" => Rule::Hf4,
        "hf5" => Rule::Hf5,
        "hf6" => Rule::Hf6,
        "hf7" => Rule::Hf7,
        "hf8" => Rule::Hf8,
        _ => Rule::Hf9,
    }
}

fn compare(name: &str) -> usize {
    let (sample, design) = design(name, Lonely::Fail);
    let api = sample.numbers("api00");
    let quantile = |answer: &Value, p: f64, rule: Rule, method: Method| {
        let domain = part(&sample, &design, answer, &[]);
        compare_quantile(
            answer,
            &quantiles(&design, &domain, &api, &[p], (rule, method), &Settings::default()).unwrap()[0],
        );
    };
    let answers = answers(name);
    for answer in &answers {
        let parts: Vec<&str> = answer["what"].as_str().unwrap().split('_').collect();
        match parts.as_slice() {
            [kind @ ("mean" | "total" | "ratio")] => compare_estimate(&sample, &design, answer, kind),
            ["share", name] => compare_share(&sample, &design, answer, name),
            ["quantile", name, p] => quantile(answer, p.parse().unwrap(), rule(name), Method::Wald),
            ["median", name] => quantile(answer, 0.5, Rule::Hf7, method(name)),
            ["difference"] => {
                let group = |name: &str| sample.domain(&design, |row| sample.text("stype")[row] == name);
                let statistic = Statistic::Mean(&api);
                let found = difference(&design, &group("E"), &group("H"), statistic, &Settings::default()).unwrap();
                same(answer, "estimate", Some(found.estimate));
                same(answer, "se", Some(found.se));
            }
            other => panic!("an answer that nothing compares with: {other:?}"),
        }
    }
    answers.len()
}

#[test]
fn a_simple_random_sample() {
    assert!(compare("apisrs") > 40);
}

#[test]
fn a_stratified_sample() {
    assert!(compare("apistrat") > 40);
}

#[test]
fn a_stratified_sample_drawn_with_replacement() {
    assert!(compare("apistrat_replace") > 20);
}

#[test]
fn a_sample_of_clusters() {
    assert!(compare("apiclus1") > 80);
}

#[test]
fn a_sample_of_two_stages() {
    assert!(compare("apiclus2") > 40);
}

#[test]
fn a_sample_of_two_stages_drawn_with_replacement() {
    assert!(compare("apiclus2_replace") > 20);
}

fn lonely_named(name: &str) -> Lonely {
    match name {
        "remove" => Lonely::Remove,
        "adjust" => Lonely::Adjust,
        _ => Lonely::Average,
    }
}

/// Every fortieth school is the only one of its stratum.
#[test]
fn lonely_schools() {
    let sample = Sample::read("apistrat");
    let one: Vec<String> = (0..sample.rows())
        .map(|row| if row % 40 == 0 { format!("alone{row}") } else { sample.text("stype")[row].clone() })
        .collect();
    let strata = codes(&one);
    let stage = Stage { strata: Some(&strata), ..Stage::default() };
    for answer in answers("lonely") {
        let (kind, name) = answer["what"].as_str().unwrap().split_once('_').unwrap().to_owned();
        let design = Design::new(&sample.numbers("pw"), &[stage], lonely_named(name)).unwrap();
        compare_estimate(&sample, &design, &answer, kind);
    }
    let design = Design::new(&sample.numbers("pw"), &[stage], Lonely::Fail).unwrap();
    let api = sample.numbers("api00");
    let found = estimate(&design, &design.everything(), Statistic::Mean(&api), &Settings::default());
    assert_eq!(
        found.unwrap_err().to_string(),
        "strata number 1 is the only unit of its stratum, expected at least two, or a choice of how lonely units count"
    );
}

/// In the second stage, districts with one school drawn of two.
#[test]
fn lonely_schools_within_districts() {
    let sample = Sample::read("apiclus2");
    let (dnum, snum) = (sample.codes("dnum"), sample.codes("snum"));
    let (districts, schools) =
        (sample.numbers("fpc1"), sample.numbers("fpc2").iter().map(|n| n + 1.0).collect::<Vec<_>>());
    let first = Stage { cluster: Some(&dnum), population: Some(&districts), strata: None };
    let second = Stage { cluster: Some(&snum), population: Some(&schools), strata: None };
    let made = |lonely| Design::new(&sample.numbers("pw"), &[first, second], lonely).unwrap();
    for answer in answers("lonely2") {
        let (kind, name) = answer["what"].as_str().unwrap().split_once('_').unwrap().to_owned();
        compare_estimate(&sample, &made(lonely_named(name)), &answer, kind);
    }
    let api = sample.numbers("api00");
    for (lonely, why) in
        [(Lonely::Fail, "the only unit of its stratum"), (Lonely::Average, "every stratum has one unit")]
    {
        let design = made(lonely);
        let found = estimate(&design, &design.everything(), Statistic::Mean(&api), &Settings::default());
        assert!(found.unwrap_err().to_string().contains(why));
    }
}

/// Calibrated samples: the residuals of the calibration, in domains too.
#[test]
fn post_stratified_and_raked_samples() {
    use comity_methods::survey::calibration::{Margin, post_stratify, rake};
    let (sample, plain) = design("apiclus1", Lonely::Fail);
    let margin = |column: &str, totals: &[(&str, f64)]| {
        let values: Vec<&str> = sample.text(column).iter().map(String::as_str).collect();
        let totals: Vec<(String, f64)> = totals.iter().map(|(name, total)| ((*name).to_owned(), *total)).collect();
        Margin::new(column, &values, &totals).unwrap()
    };
    let types = margin("stype", &[("E", 4421.0), ("H", 755.0), ("M", 1018.0)]);
    let wide = margin("sch.wide", &[("No", 1072.0), ("Yes", 5122.0)]);
    let raked = rake(plain.weights(), &[types.clone(), wide]).unwrap();
    let post_stratified = post_stratify(plain.weights(), &types).unwrap();
    for (name, calibrated) in [("poststratified", post_stratified), ("raked", raked)] {
        let design = calibrated.apply(plain.clone()).unwrap();
        for answer in answers(name) {
            match answer["what"].as_str().unwrap() {
                "share" if answer["se"].as_f64().unwrap() < 1e-6 => {
                    let holds: Vec<bool> = sample.text("sch.wide").iter().map(|text| text == "Yes").collect();
                    let found = proportion(&design, &design.everything(), &holds, Method::Wald, &Settings::default());
                    assert!(found.unwrap().se < 1e-9, "what the margin fixes is known without error");
                }
                "share" => compare_share(&sample, &design, &answer, "mean"),
                kind => compare_estimate(&sample, &design, &answer, kind),
            }
        }
    }
}
