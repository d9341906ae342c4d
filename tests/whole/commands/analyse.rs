//! `comity analyse`: what it prints where, its status, its files, and one sentence for whatever is wrong.

use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::place::{Ran, Run, comity};

const COUNTS: &str = "area,burglaries\nA,5\nB,0\nC,2\nD,9\nE,1\nF,1\n";
const WDD: [&str; 7] = [
    "analyse",
    "wdd",
    "--treated=207,110",
    "--control=308,318",
    "--near-treated=178,157",
    "--near-control=150,140",
    "--json",
];

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// The concentration of the counts in a file.
fn counted(file: &Path, words: &[&str]) -> Ran {
    comity().arg("analyse").arg("concentration").arg(file).args(["--count", "burglaries"]).args(words).ran()
}

#[test]
fn an_answer_is_told_to_people_to_programs_and_into_files() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("counts.csv"), COUNTS).unwrap();
    let people = counted(&at("counts.csv"), &[]).ok();
    assert!(people.err.is_empty() && people.out.contains("Gini") && people.out.contains("\nNote: "), "{people:?}");
    assert!(people.out.lines().all(|line| line.chars().count() <= 100), "{}", people.out);

    let (csv, svg, pdf) = (at("a.csv"), at("a.svg"), at("a.pdf"));
    let mut words = vec!["--json"];
    words.extend([&csv, &svg, &pdf].iter().flat_map(|path| ["--out", path.to_str().unwrap()]));
    let programs = counted(&at("counts.csv"), &words).ok();
    let told = programs.json();
    assert_eq!(programs.out.lines().count(), 1, "{programs:?}");
    assert!(programs.out.starts_with("{\"method\":\"concentration\",\"inputs\":{"), "{programs:?}");
    assert_eq!(told.as_object().unwrap().keys().count(), 4, "{told}");
    assert!(told["result"]["gini"].is_f64() && told["warnings"][0]["code"].is_string(), "{told}");
    assert_eq!(told["inputs"]["count"], "burglaries");
    let start =
        |path: &Path, count: usize| String::from_utf8_lossy(&std::fs::read(path).unwrap()[..count]).into_owned();
    assert_eq!((start(&svg, 5).as_str(), start(&pdf, 5).as_str()), ("<svg ", "%PDF-"));
    assert!(std::fs::read_to_string(&csv).unwrap().lines().count() > 4);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 4, "nothing else is left behind");
}

#[test]
fn the_published_displacement_and_the_same_on_any_number_of_threads() {
    let told = comity().args(WDD).ran().ok().json();
    let close = |found: &serde_json::Value, published: f64| (found.as_f64().unwrap() - published).abs() < 6e-3;
    let result = &told["result"];
    assert_eq!(result["wdd"], -118.0);
    assert!(close(&result["se"], 39.59798) && close(&result["z"], -2.97995), "{result}");
    let one = comity().args(WDD).args(["--threads", "1"]).ran().ok();
    assert_eq!(one.json()["result"], *result);
}

#[test]
fn gzip_and_a_pipe_are_read_as_the_file_is() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::write(at("counts.csv"), COUNTS).unwrap();
    std::fs::write(at("counts.csv.gz"), packed(COUNTS)).unwrap();
    let plain = counted(&at("counts.csv"), &["--json"]).ok().json();
    assert_eq!(counted(&at("counts.csv.gz"), &["--json"]).ok().json()["result"], plain["result"]);
    let mut piped = comity();
    piped.args(["analyse", "concentration", "-", "--count", "burglaries", "--json"]);
    let piped = piped.ran_typing(COUNTS).ok().json();
    assert_eq!((&piped["result"], &piped["inputs"]["file"]), (&plain["result"], &serde_json::json!("-")));
}

/// Name, contents, and words of the sentence.
fn damaged() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let gzip = packed(&COUNTS.repeat(500));
    vec![
        ("no bytes", Vec::new(), "is empty"),
        ("only a header", b"area,burglaries\n".to_vec(), "no rows"),
        ("another column", COUNTS.replace("burglaries", "thefts").into_bytes(), "there are area, thefts"),
        ("text", COUNTS.replace("C,2", "C,two").into_bytes(), "line 4 of"),
        ("a negative count", COUNTS.replace("C,2", "C,-2").into_bytes(), "line 4 of"),
        ("Latin-1", b"area,burglaries\nCaf\xe9,1\nB,\xe9\n".to_vec(), "UTF-8"),
        ("half a gzip", gzip[..gzip.len() / 2].to_vec(), "truncated"),
        ("a ragged row", format!("{COUNTS}G,1,2\n").into_bytes(), "line 8 of"),
        ("a long line", format!("{COUNTS}{},1\n", "G".repeat(2 << 20)).into_bytes(), "line 8 is longer than 1 MiB"),
        ("half a Parquet file", b"PAR1\x15\x04".to_vec(), "not readable Parquet"),
        ("a workbook", b"PK\x03\x04\x14\x00".to_vec(), "save the table as CSV"),
    ]
}

/// Status, nothing on standard output, and one sentence with these words on standard error.
fn refused(what: &str, ran: &Ran, status: i32, telling: &str) {
    assert_eq!((ran.status, ran.out.as_str()), (status, ""), "{what}: {ran:?}");
    assert!(ran.err.starts_with("comity: ") && ran.err.ends_with('\n'), "{what}: {ran:?}");
    assert!(ran.err.lines().count() == 1 && ran.err.len() < 400, "{what}: {ran:?}");
    assert!(ran.err.contains(telling), "{what}: nothing of `{telling}`: {ran:?}");
}

#[test]
fn a_damaged_file_is_refused_in_one_sentence_with_status_2() {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join("damaged"), folder.path().join("out.csv"));
    for (what, bytes, telling) in damaged() {
        std::fs::write(&file, bytes).unwrap();
        refused(what, &counted(&file, &["--json", "--out", out.to_str().unwrap()]), 2, telling);
        assert!(!out.exists(), "{what}");
    }
    refused("no file", &counted(Path::new("/nowhere/at/all.csv"), &[]), 2, "No such file");
    refused("a folder", &counted(folder.path(), &[]), 2, "is a folder");
}

#[test]
fn an_output_that_cannot_be_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let file = at("counts.csv");
    std::fs::write(&file, COUNTS).unwrap();
    std::fs::create_dir(at("folder.csv")).unwrap();
    let cases = [
        ("another ending", at("a.xlsx"), 2, ".csv, .geojson, .svg or .pdf"),
        ("no ending", at("a"), 2, ".csv, .geojson, .svg or .pdf"),
        ("no places", at("a.geojson"), 2, "no places"),
        ("the file itself", file.clone(), 2, "was read"),
        ("a folder", at("folder.csv"), 1, "it is a folder"),
        ("no folder", at("none/a.csv"), 1, "there is no folder"),
        ("a folder that takes no file", "/proc/a.csv".into(), 1, "/proc/a.csv cannot be written"),
    ];
    for (what, out, status, telling) in cases {
        let good = at("good.csv");
        let words = ["--out", good.to_str().unwrap(), "--out", out.to_str().unwrap()];
        refused(what, &counted(&file, &words), status, telling);
        // What can be written before the disk refuses is whole; nothing is there where the question was wrong.
        assert!(status == 1 || !good.exists(), "{what}");
        let _ = std::fs::remove_file(good);
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap(), COUNTS);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "something is left behind");
}

#[test]
fn a_wrong_line_has_status_2() {
    let cases: [(&[&str], &str); 5] = [
        (&["analyse", "fly"], "fly"),
        (&["analyse", "concentration", "x.csv"], "--count"),
        (&["analyse", "concentration", "x.csv", "--count", "n", "--threads", "0"], "0"),
        (&["analyse", "wdd", "--treated", "1,2"], "--control"),
        (&["analyse"], "Methods, by question"),
    ];
    for (words, telling) in cases {
        let ran = comity().args(words).ran();
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{words:?}: {ran:?}");
        assert!(ran.err.contains(telling), "{words:?}: {ran:?}");
    }
    let help = comity().args(["analyse", "--help"]).ran().ok();
    assert!(help.out.contains("Where is it concentrated?") && help.out.contains("    wdd "), "{help:?}");
    let help = comity().args(["analyse", "wdd", "--help"]).ran().ok();
    assert!(help.out.contains("\n  comity analyse wdd --treated"), "{help:?}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("counts.csv");
    let rows: String = (0..20_000).map(|area| format!("A{area},{}\n", area % 7)).collect();
    std::fs::write(&file, format!("area,burglaries\n{rows}")).unwrap();
    let mut command = comity();
    command.args(["analyse", "concentration", file.to_str().unwrap(), "--count", "burglaries", "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success() && ended.stderr.is_empty(), "{ended:?}");
}
