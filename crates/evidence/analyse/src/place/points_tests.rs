//! The commands on points and counts: what they read, tell and refuse.

use std::io::Write;

use serde_json::json;

use crate::answer::Answer;
use crate::tests::asked;

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

/// An L of 1,000 by 1,000 without its upper right 500 by 500.
const L: &str =
    r#"{"type": "Polygon", "coordinates": [[[0,0],[1000,0],[1000,500],[500,500],[500,1000],[0,1000],[0,0]]]}"#;

/// A .geojson file and its path.
fn areas(text: &str) -> (tempfile::NamedTempFile, String) {
    let mut file = tempfile::Builder::new().suffix(".geojson").tempfile().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let path = file.path().display().to_string();
    (file, path)
}

#[test]
fn an_outline_leaves_out_what_lies_beyond_and_says_so() {
    let (_file, l) = areas(L);
    let points = "x,y\n200,100\n300,100\n200,400\n500,300\n700,800\n,5\n";
    let answer = asked(points, &format!("nearest FILE --x x --y y --window {l} --simulations 49")).unwrap();
    assert_eq!((&answer.result["n"], &answer.result["outside"]), (&json!(4), &json!(1)));
    assert_eq!((&answer.result["area"], &answer.result["edge"]), (&json!(750_000.0), &json!("random")));
    assert_eq!((&answer.inputs["window"], &answer.inputs["simulations"]), (&json!(l), &json!(49)));
    let told = |answer: &Answer| answer.warnings.iter().any(|c| c.text == "Left out: 1 point outside of the window.");
    assert!(told(&answer), "{:?}", answer.warnings);
    let answer = asked(points, &format!("ripley FILE --x x --y y --window {l} --radius 300 --simulations 9")).unwrap();
    assert_eq!((&answer.result["area"], &answer.result["window"]["rings"]), (&json!(750_000.0), &json!(1)));
    assert!(told(&answer));
    let line = format!("density FILE --x x --y y --window {l} --bandwidth 300 --cell 20");
    let answer = asked(points, &line).unwrap();
    assert!((answer.result["integral"].as_f64().unwrap() - 4.0).abs() < 0.005, "{}", answer.result["integral"]);
    assert_eq!((answer.sheet.header.len(), &answer.result["cells"][0]["share"]), (4, &json!(1.0)));
    let last = answer.result["cells"].as_array().unwrap().last().unwrap();
    assert_eq!((&last["density"], &last["share"]), (&json!(0.0), &json!(0.0)));
    let answer = asked(points, &format!("grid FILE --x x --y y --cell 400 --window {l}")).unwrap();
    let shares: Vec<f64> = answer.sheet.rows.iter().map(|row| row.last().unwrap().as_f64().unwrap()).collect();
    assert!(
        (shares.iter().sum::<f64>() * 160_000.0 - 750_000.0).abs() < 1e-6 && shares.contains(&0.4375),
        "{shares:?}"
    );
    let told = "Outside of the areas, yet counted in cells on their border: 1 point.";
    assert!(answer.warnings.iter().any(|caution| caution.text == told), "{:?}", answer.warnings);
}

#[test]
fn an_outline_that_is_none_is_told() {
    let told = |text: &str| {
        let (_file, path) = areas(text);
        let line = format!("nearest FILE --x x --y y --window {path}");
        asked(POINTS, &line).unwrap_err().replace(&path, "AREAS")
    };
    let polygon = |rings: &str| format!(r#"{{"type": "Polygon", "coordinates": {rings}}}"#);
    assert_eq!(
        told(&polygon("[[[0,0],[900,0],[900,900]]]")),
        "feature 1 of AREAS has a ring, number 1, that is open: its last corner must be its first one again"
    );
    assert_eq!(told(&polygon("[]")), "feature 1 of AREAS is empty: it has no ring of corners");
    assert_eq!(
        told(&polygon("[[[0,0],[900,0],[0,0]]]")),
        "feature 1 of AREAS has a ring, number 1, with fewer than three corners"
    );
    assert_eq!(
        told(&polygon(r#"[[[0,0],["a",0],[0,0]]]"#)),
        "feature 1 of AREAS has a ring, number 1, whose corners are not pairs of numbers"
    );
    assert_eq!(
        told(&polygon("[[[0,0],[900,900],[900,0],[0,900],[0,0]]]")),
        "AREAS: the window is crossing itself at 450, 450, expected an outline whose sides do not cross (repair it, or dissolve \
         areas that share borders into one)"
    );
    assert_eq!(
        told(&polygon("[[[5000,0],[5900,0],[5900,900],[5000,0]]]")),
        "no point lies in the window: are both in the same coordinates?"
    );
    assert_eq!(
        told(r#"{"type": "Point", "coordinates": [1, 2]}"#),
        "AREAS is no GeoJSON: there is no FeatureCollection in it"
    );
    assert_eq!(
        asked(POINTS, "nearest FILE --x x --y y --window a,b").unwrap_err(),
        "--window a,b: left,bottom,right,top are needed, four numbers, or a .geojson file"
    );
}
