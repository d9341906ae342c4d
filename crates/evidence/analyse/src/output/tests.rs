use std::path::PathBuf;

use comity_charts::{Chart, Marks};
use comity_methods::Caution;
use serde_json::{Map, Value, json};

use super::{as_json, files, terminal};
use crate::answer::{Answer, Feature, Shape, Sheet};

fn answer() -> Answer {
    let mut sheet = Sheet::new(["name", "group", "estimate", "p"]);
    sheet.row([json!("api00"), json!("Elementary, \"E\""), json!(662.287_36), json!(1.234_567_89e-7)]);
    sheet.row([json!("enroll"), Value::Null, json!(9.4), json!(0.05)]);
    let chart = Chart {
        title: "T".to_owned(),
        description: "D".to_owned(),
        x_label: String::new(),
        y_label: String::new(),
        marks: Marks::Bars(vec![("a".to_owned(), 1.0)]),
    };
    let turned = Shape::Polygon(vec![(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]);
    let feature = |shape| Feature { shape, properties: Map::from_iter([("z".to_owned(), json!(0.1))]) };
    Answer::new("trial", &json!({"b": 1, "a": 0.1}), "Two estimates.")
        .unwrap()
        .input("file", "points.csv")
        .sheet(sheet)
        .features(vec![feature(Shape::Point(1.5, 2.0)), feature(turned)])
        .chart(chart)
        .warnings([
            Caution::standing("always", "This always holds, and is told in a sentence that is longer than the screen."),
            Caution::found("few", "Only two rows."),
        ])
}

fn printed(answer: &Answer, width: usize) -> String {
    let mut out = Vec::new();
    terminal::print(&mut out, answer, width).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn people_read_aligned_rows_and_wrapped_notes() {
    let expected = "\
Two estimates.

name    group            estimate           p
api00   Elementary, \"E\"   662.287  1.23457e-7
enroll  -                   9.4    0.05

Warning: Only two rows.

Note: This always holds, and is told in a sentence
      that is longer than the screen.
";
    assert_eq!(printed(&answer(), 50), expected);
}

/// A grid begins in a corner where nothing happens: what was asked for is its largest cells.
#[test]
fn the_largest_rows_are_shown_where_they_matter() {
    let mut sheet = Sheet::new(["cell", "nothing", "z"]);
    let values: Vec<Option<f64>> = (0..40).map(|at| (at != 0).then_some(f64::from(at * 17 % 40))).collect();
    values.iter().enumerate().for_each(|(at, z)| sheet.row([json!(at), Value::Null, json!(z)]));
    sheet.largest_first(&values);
    let text = printed(&answer().sheet(sheet.clone()), 60);
    let lines: Vec<&str> = text.lines().skip(2).take(4).map(str::trim).collect();
    assert_eq!(lines, ["cell   z", "7  39", "14  38", "21  37"].map(str::trim), "{text}");
    assert!(text.contains("and 16 more rows"), "{text}");
    assert_eq!(sheet.rows[0][0], json!(0), "files keep the order");
}

#[test]
fn a_wide_table_goes_on_below_with_its_first_column() {
    let mut sheet = Sheet::new(["day", "first column", "second column", "third column"]);
    (0..30).for_each(|day| sheet.row([json!(day), json!(1.5), json!(22), json!(-0.001)]));
    let text = printed(&answer().sheet(sheet), 36);
    assert!(text.lines().take_while(|line| !line.starts_with("and ")).all(|line| line.len() <= 36), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("day ")).count(), 2, "{text}");
    assert!(text.contains("and 6 more rows; --out FILE.csv"), "{text}");
}

#[test]
fn programs_read_one_object_in_its_order() {
    let mut out = Vec::new();
    as_json(&mut out, &answer()).unwrap();
    let text = String::from_utf8(out).unwrap();
    let start = "{\"method\":\"trial\",\"inputs\":{\"file\":\"points.csv\"},\"result\":{\"b\":1,\"a\":0.1},\"warnings\":[{\"code\":\"always\",\"found\":false,";
    assert!(text.starts_with(start) && text.ends_with("}]}\n"), "{text}");
}

#[test]
fn every_form_is_written_whole() {
    let folder = tempfile::tempdir().unwrap();
    let paths: Vec<PathBuf> = ["a.csv", "a.geojson", "a.svg", "a.PDF"].map(|name| folder.path().join(name)).to_vec();
    files::check(&paths).unwrap();
    files::write(&paths, &answer()).unwrap();
    let read = |at: usize| std::fs::read(&paths[at]).unwrap();
    let csv = "name,group,estimate,p\napi00,\"Elementary, \"\"E\"\"\",662.28736,1.23456789e-7\nenroll,,9.4,0.05\n";
    assert_eq!(String::from_utf8(read(0)).unwrap(), csv);
    let places: Value = serde_json::from_slice(&read(1)).unwrap();
    assert_eq!(places["features"][0]["geometry"], json!({"type": "Point", "coordinates": [1.5, 2.0]}));
    let ring = json!([[1.0, 0.0], [1.0, 1.0], [0.0, 1.0], [0.0, 0.0], [1.0, 0.0]]);
    assert_eq!(places["features"][1]["geometry"]["coordinates"][0], ring, "against the clock");
    assert_eq!(places["features"][1]["properties"], json!({"z": 0.1}));
    assert!(read(2).starts_with(b"<svg ") && read(3).starts_with(b"%PDF-"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "nothing else is left");
}

#[test]
fn what_cannot_be_written_leaves_what_was_there() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old.csv");
    std::fs::write(&old, "old").unwrap();
    let without = Answer { chart: None, features: Vec::new(), ..answer() };
    for (name, told) in [("x.svg", "trial has no drawing"), ("x.geojson", "trial has no places to write")] {
        let fault = files::write(&[old.clone(), folder.path().join(name)], &without).unwrap_err();
        assert!(fault.status() == 2 && fault.to_string().contains(told), "{fault}");
    }
    let read = answer().input("population", old.to_str().unwrap());
    let fault = files::write(std::slice::from_ref(&old), &read).unwrap_err();
    assert!(fault.status() == 2 && fault.to_string().contains("was read"), "{fault}");
    assert_eq!(std::fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    files::write(std::slice::from_ref(&old), &answer()).unwrap();
    assert!(std::fs::read_to_string(&old).unwrap().starts_with("name,"));
}

#[test]
fn names_are_looked_at_before_any_work() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::create_dir(at("d.csv")).unwrap();
    for (paths, status) in [
        (vec![at("a.txt")], 2),
        (vec![at("a")], 2),
        (vec![PathBuf::from("-")], 2),
        (vec![at("a.csv"), at("a.csv")], 2),
        (vec![at("d.csv")], 1),
        (vec![at("nowhere/a.csv")], 1),
    ] {
        assert_eq!(files::check(&paths).unwrap_err().status(), status, "{paths:?}");
    }
    files::check(&[at("a.csv"), at("a.svg"), PathBuf::from("b.pdf")]).unwrap();
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let (file, link) = (folder.path().join("file.csv"), folder.path().join("link.csv"));
    std::fs::write(&file, "old").unwrap();
    std::os::unix::fs::symlink(&file, &link).unwrap();
    files::write(std::slice::from_ref(&link), &answer()).unwrap();
    assert!(link.is_symlink() && std::fs::read_to_string(&file).unwrap().starts_with("name,"));
}
