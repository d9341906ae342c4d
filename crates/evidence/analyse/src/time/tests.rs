use std::io::Write;

use clap::Parser;
use serde_json::Value;

use super::*;

#[derive(Parser)]
struct Alone {
    #[command(subcommand)]
    method: Methods,
}

/// The path of a file of the shared test data.
fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

fn answer(line: &[&str]) -> Result<Answer, String> {
    let alone = Alone::try_parse_from(std::iter::once("analyse").chain(line.iter().copied())).unwrap();
    alone.method.answer().map_err(|fault| fault.to_string())
}

/// Runs a command on a file of these lines, which stands where the line says FILE.
fn on(text: &str, line: &[&str]) -> Result<Answer, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    let path = file.path().display().to_string();
    let line: Vec<&str> = line.iter().map(|part| if *part == "FILE" { path.as_str() } else { part }).collect();
    answer(&line).map_err(|fault| fault.replace(&path, "FILE"))
}

/// The codes of the warnings that were found in the data.
fn found(answer: &Answer) -> Vec<&str> {
    answer.warnings.iter().filter(|caution| caution.found).map(|caution| caution.code).collect()
}

const NEW_YORK: [&str; 8] = ["aoristic", "FILE", "--from", "a", "--to", "b", "--timezone", "America/New_York"];

#[test]
fn the_published_table_of_washington() {
    let file = shared("aoristic/dcburglaries.csv");
    let line = ["aoristic", &file, "--from", "StartDateTime", "--to", "EndDateTime", "--timezone", "America/New_York"];
    let answer = answer(&line).unwrap();
    let mut table = csv::Reader::from_path(shared("aoristic/dcburgsum_expected.csv")).unwrap();
    let mut cells = 0;
    for (hour, row) in table.records().enumerate() {
        for (day, expected) in row.unwrap().iter().skip(1).enumerate() {
            let found = answer.result["hour_of_week"][hour][day].as_f64().unwrap();
            assert_eq!(format!("{found:.3}"), expected, "hour {hour}, day {day}");
            cells += 1;
        }
    }
    assert_eq!(cells, 168);
    assert_eq!(answer.result["across_a_change"], 1);
    assert_eq!(answer.inputs["timezone"], "America/New_York");
    assert_eq!(answer.inputs["time_format"], "%Y-%m-%d %H:%M:%S");
    assert!(found(&answer).contains(&"clock-change") && found(&answer).contains(&"no-end"));
}

#[test]
fn times_that_tell_their_offset_are_brought_to_the_zone() {
    // 12:30 UTC was 07:30 in New York on Monday, 4 January 2016.
    for (text, more) in [
        ("a,b\n2016-01-04T12:30:00Z,2016-01-04T13:00:00Z\n", &[][..]),
        ("a,b\n2016-01-04T13:30:00+01:00,2016-01-04T13:00:00Z\n", &[][..]),
        ("a,b\n2016-01-04 12:30,2016-01-04 13:00\n", &["--written-in", "UTC"][..]),
        ("a,b\n2016-01-04 07:30,2016-01-04 08:00\n", &[][..]),
    ] {
        let answer = on(text, &[&NEW_YORK[..], more].concat()).unwrap();
        assert_eq!(answer.result["hour_of_week"][7][0], 1.0, "{text}");
    }
}

#[test]
fn elapsed_time_leaves_out_the_hour_that_never_was() {
    let text = "a,b,c\n2016-03-13 01:00,2016-03-13 04:00,\n,2016-01-01 00:00,\n";
    let elapsed = on(text, &[&NEW_YORK[..], &["--daylight", "elapsed"]].concat()).unwrap();
    let hours = |answer: &Answer| [1, 2, 3].map(|hour| answer.result["hour_of_week"][hour][6].as_f64().unwrap());
    assert_eq!(hours(&elapsed), [0.5, 0.0, 0.5]);
    assert_eq!(hours(&on(text, &NEW_YORK).unwrap()).map(|share| (share * 3.0).round()), [1.0; 3]);
    assert_eq!((&elapsed.result["dropped"], &elapsed.result["n"]), (&Value::from(1), &Value::from(1)));
    assert!(found(&elapsed).contains(&"dropped"));
}

#[test]
fn what_is_wrong_with_times_is_one_sentence() {
    let wrong = |text: &str, more: &[&str]| on(text, &[&NEW_YORK[..6], more].concat()).unwrap_err();
    let utc = "a,b\n2016-01-04T12:30Z,\n";
    assert_eq!(
        wrong(utc, &["--timezone", "America/NewYork"]),
        "there is no time zone \"America/NewYork\"; one is Europe/London"
    );
    assert_eq!(
        wrong(utc, &[]),
        "the times are told in UTC or with an offset from it; name the zone whose clock counts by --timezone"
    );
    assert_eq!(
        wrong(utc, &["--written-in", "UTC", "--timezone", "UTC"]),
        "--written-in UTC: the times tell their offset from UTC themselves; leave the option out"
    );
    assert_eq!(
        wrong("a,b\n2016-01-04,\n", &[]),
        "columns a and b: there are days and no times in them; the hour of the week needs times"
    );
    assert_eq!(
        wrong("a,b\n2016-01-04 01:00,later\n", &[]),
        "line 2 of FILE, column b: \"later\" is not in the form %Y-%m-%d %H:%M of the lines before; name the \
         column's form by --time-format, such as \"%d/%m/%Y %H:%M\""
    );
    assert_eq!(
        wrong("a,b\n2016-01-04 01:00,\n", &["--daylight", "elapsed"]),
        "FILE: time zone is missing, expected a zone, to know what the clock on the wall showed"
    );
    assert_eq!(
        wrong("a,b\n2016-01-04 01:00,\n", &["--level", "95"]),
        "FILE: level is 95, expected a number between 0 and 1"
    );
}

#[test]
fn robberies_of_memphis_by_the_hour() {
    let file = shared("memphis/memphis_robberies.csv");
    let answer = answer(&["hour-of-week", &file, "--time", "date", "--timezone", "America/Chicago"]).unwrap();
    assert_eq!(answer.result["n"], 2245);
    let sum: u64 = (0..24).map(|hour| answer.result["hours"][hour].as_u64().unwrap()).sum();
    assert_eq!(sum, 2245);
    assert_eq!(answer.sheet.rows.len(), 24);
}
