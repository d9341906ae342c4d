//! What every method promises: its place in the help, an example that runs, and a page in `docs/methods`.

mod data;
mod examples;
mod pages;

use std::io::Write;

use clap::{Command, Parser};

use crate::answer::Answer;
use crate::{Analyse, questions};

/// The command by itself.
#[derive(Debug, Parser)]
#[command(name = "comity analyse")]
struct Alone {
    #[command(flatten)]
    analyse: Analyse,
}

/// Every method, by name.
fn methods() -> Vec<Command> {
    questions::families().into_iter().flat_map(|(_, methods)| methods).collect()
}

/// The answer to a command line whose word FILE stands for this text, or its fault.
pub fn asked(text: &str, line: &str) -> Result<Answer, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let path = file.path().display().to_string();
    let words = std::iter::once("analyse".to_owned()).chain(line.split(' ').map(|word| word.replace("FILE", &path)));
    let alone = Alone::try_parse_from(words).map_err(|error| error.to_string())?;
    alone.analyse.method.answer().map_err(|fault| {
        assert_eq!(fault.status(), 2);
        fault.to_string().replace(&path, "FILE")
    })
}

/// Of several groups the first is told, and how many there are and from where to where they lie.
#[test]
fn a_survey_by_groups_says_how_many_and_their_range() {
    let text = "w,g,v\n10,a,1\n10,a,3\n10,b,5\n10,b,7\n10,c,2\n10,c,4\n";
    let told = asked(text, "survey FILE --weight w --mean v --by g").unwrap().sentence;
    assert!(told.starts_with("The mean of v among a is 2 "), "{told}");
    assert!(told.ends_with("Over all 3 groups it lies from 2 to 6."), "{told}");
    let told = asked(text, "survey FILE --weight w --mean v").unwrap().sentence;
    assert!(!told.contains("groups"), "{told}");
}

/// The areas that stand out most come first for people; the file keeps the order of the rows.
#[test]
fn moran_shows_areas_by_strength() {
    let rows: Vec<String> =
        (0..36).map(|at| format!("{},{},{}", at % 6, at / 6, if at % 6 < 2 { 40 + at % 5 } else { at % 3 })).collect();
    let text = format!("x,y,v\n{}\n", rows.join("\n"));
    let answer = asked(&text, "moran FILE --value v --x x --y y --nearest 4 --permutations 0").unwrap();
    let strength: Vec<f64> = answer.sheet.shown().iter().map(|row| row[3].as_f64().unwrap().abs()).collect();
    assert!(strength.len() == 24 && strength.is_sorted_by(|a, b| a >= b), "{strength:?}");
    assert!(strength[0] > 2.0 && strength[0] > strength[23]);
    assert_eq!(answer.sheet.rows[0][0], serde_json::json!(1));
    assert!(answer.sentence.starts_with("Neighbours are alike") && answer.sentence.ends_with("from 36 areas."));
}

/// One is told as one.
#[test]
fn one_event_is_no_events() {
    let told = asked("n\n1\n", "concentration FILE --count n").map(|answer| answer.sentence);
    assert!(told.as_ref().is_ok_and(|told| told.starts_with("1 event in 1 place: ")), "{told:?}");
    let text = "x,y,date\n0,0,2024-01-01\n3,4,2024-01-02\n";
    let told = asked(text, "knox FILE --x x --y y --date date --space 0,9 --permutations 9").unwrap().sentence;
    assert!(told.starts_with("2 events, 1 pair of them: "), "{told}");
    let text = "a,b\n2024-01-01 10:00,\n2024-01-02 10:00,2024-01-02 11:00\n";
    let answer = asked(text, "aoristic FILE --from a --to b --timezone Europe/London").unwrap();
    let texts: Vec<&str> = answer.warnings.iter().map(|caution| caution.text.as_str()).collect();
    assert!(texts.contains(&"Without an end: 1 event, counted in the hour of the start."), "{texts:?}");
}
