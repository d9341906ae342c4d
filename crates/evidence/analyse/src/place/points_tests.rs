//! The commands on points and counts: what they read, tell and refuse.

use std::io::Write;

use clap::Parser;
use serde_json::json;

use super::Methods;
use crate::answer::Answer;

#[derive(Debug, Parser)]
struct Line {
    #[command(subcommand)]
    method: Methods,
}

/// The answer to a command line whose word FILE stands for this text, or its fault.
fn asked(text: &str, line: &str) -> Result<Answer, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let path = file.path().display().to_string();
    let words = std::iter::once("analyse".to_owned()).chain(line.split(' ').map(|word| word.replace("FILE", &path)));
    let line = Line::try_parse_from(words).map_err(|error| error.to_string())?;
    line.method.answer().map_err(|fault| {
        assert_eq!(fault.status(), 2);
        fault.to_string().replace(&path, "FILE")
    })
}

const POINTS: &str = "x,y,w\n200,100,1\n300,100,2\n200,400,1\n700,800,3\n,5,1\n";

#[test]
fn density_tells_its_cells() {
    let line = "density FILE --x x --y y --weight w --bandwidth 200 --cell 10 --kernel epanechnikov";
    let answer = asked(POINTS, line).unwrap();
    assert_eq!((&answer.result["n"], &answer.result["dropped"]), (&json!(4), &json!(1)));
    assert!((answer.result["integral"].as_f64().unwrap() - 7.0).abs() < 0.02, "{}", answer.result["integral"]);
    // 500 by 700 around the points, and 200 more on each side.
    assert_eq!(answer.result["cells"].as_array().unwrap().len(), 90 * 110);
    assert!(!answer.features.is_empty() && answer.features.len() < 90 * 110);
    let line = "density FILE --x x --y y --bandwidth 200,300 --cell 50 --window 0,0,1000,1000 --edge events";
    let answer = asked(POINTS, line).unwrap();
    assert_eq!(answer.inputs["bandwidth"], json!([200.0, 300.0]));
    assert!((answer.result["integral"].as_f64().unwrap() - 4.0).abs() < 0.02);
    let answer = asked(POINTS, "density FILE --x x --y y --rule scott").unwrap();
    assert_eq!(answer.inputs["rule"], json!("scott"));
}

#[test]
fn nearest_and_ripley_tell_their_figures() {
    let answer = asked(POINTS, "nearest FILE --x x --y y --edge none").unwrap();
    assert_eq!(answer.result["mean"], json!((100.0 + 100.0 + 300.0 + 640.312_423_743_284_9) / 4.0));
    assert_eq!(answer.result["area"], json!(350_000.0));
    let line =
        "ripley FILE --x x --y y --radius 200 --steps 2 --correction none --simulations 9 --window 0,0,1000,1000";
    let answer = asked(POINTS, line).unwrap();
    assert_eq!(answer.result["at"][0]["r"], json!(100.0));
    assert_eq!(answer.result["at"][0]["k"], json!(1e6 * 2.0 / 12.0));
    assert!(answer.chart.is_some() && answer.result["p"].is_number());
}

#[test]
fn concentration_and_prediction_tell_their_figures() {
    let text = "place,n,score\na,5,3\nb,2,1\nc,1,2\nd,0,0\ne,0,0\nf,0,0\ng,0,0\nh,0,0\ni,0,0\nj,0,0\n";
    let answer = asked(text, "concentration FILE --count n").unwrap();
    assert!((answer.result["gini"].as_f64().unwrap() - 0.8).abs() < 1e-12);
    assert!((answer.result["gini_generalised"].as_f64().unwrap() - 0.75).abs() < 1e-12);
    assert_eq!(answer.result["lorenz"][0], json!({"places": 0.0, "events": 0.0}));
    assert_eq!(answer.result["lorenz"][1], json!({"places": 0.7, "events": 0.0}));
    let answer = asked(text, "prediction FILE --score score --share 0.2 --after n").unwrap();
    assert_eq!((&answer.result["hits"], &answer.result["pai"]), (&json!(6.0), &json!(0.75 / 0.2)));
}

#[test]
fn what_is_wrong_is_told_by_line_and_column() {
    let told = |text: &str, line: &str| asked(text, line).unwrap_err();
    let window = "--window 0,0,500,500";
    assert_eq!(
        told(POINTS, &format!("nearest FILE --x x --y y {window}")),
        "line 5 of FILE, column x: found 700, expected a place within the window"
    );
    assert_eq!(
        told(POINTS, "nearest FILE --x x --y y --window 0,0,5"),
        "--window: 3 numbers given, left,bottom,right,top are needed"
    );
    assert_eq!(
        told("n\n3\n-1\n", "concentration FILE --count n"),
        "line 3 of FILE, column n: found -1, expected a whole number not below zero"
    );
    assert_eq!(told("n\n0\n0\n", "concentration FILE --count n"), "FILE: there are no events: every count is zero");
    assert_eq!(
        told("n,m\n3,1\n1,2\n", "prediction FILE --marked m --after n"),
        "line 3 of FILE, column m: found \"2\", expected 1 or 0"
    );
    assert_eq!(
        told("x,y,w\n1,2,1\n2,3,-4\n", "density FILE --x x --y y --weight w --bandwidth 5"),
        "line 3 of FILE, column w: found -4, expected a number not below zero"
    );
    assert_eq!(
        told("x,y\n1,2\n2,3\n", "density FILE --x x --y y --bandwidth 0"),
        "FILE: the bandwidth is 0, expected a number above zero"
    );
}

#[test]
fn degrees_are_recognised() {
    let answer = asked("x,y\n-87.6,41.8\n-87.7,41.9\n-87.5,41.7\n", "nearest FILE --x x --y y").unwrap();
    assert!(answer.warnings.iter().any(|caution| caution.found && caution.code == "degrees"));
}

#[test]
fn more_cells_than_can_be_told_are_refused_with_the_size_that_would_do() {
    let density = asked(POINTS, "density FILE --x x --y y --bandwidth 200 --cell 0.1 --window 0,0,1000,1000");
    let told =
        "the cell size is 0.1, expected a larger one: it makes 100000000 cells where 1000000 are the most; 1 would do";
    assert_eq!(density.unwrap_err(), told);
    let square = "x,y\n0,0\n1500,0\n1500,1500\n0,1500\n";
    for method in ["grid", "gi-star"] {
        let told = asked(square, &format!("{method} FILE --x x --y y --cell 1")).unwrap_err();
        assert!(told.contains("cells where 1000000 are the most; 1.6 would do"), "{told}");
    }
    let outlier = asked("x,y\n0,0\n10,0\n10,10\n1e9,1e9\n", "gi-star FILE --x x --y y --cell 1").unwrap_err();
    assert!(outlier.contains("the cell size is 1, expected a larger one"), "{outlier}");
}
