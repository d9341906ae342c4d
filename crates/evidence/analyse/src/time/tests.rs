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

#[test]
fn the_commands_about_series() {
    let chicago = shared("series/chicago_aa_monthly.csv");
    let trend = answer(&["trend", &chicago, "--count", "n", "--time", "month"]).unwrap();
    // 12 months a year, which the column of the months tells; more variance than Poisson's, and months that go together.
    assert_eq!(trend.inputs["period"], 12);
    assert_eq!((&trend.result["model"], &trend.result["errors"]), (&"negative-binomial".into(), &"newey-west".into()));
    assert!(trend.result["ci"]["lower"].as_f64().unwrap() < trend.result["rate_ratio"].as_f64().unwrap());
    let weekly = shared("series/chicago_aa_weekly_monday.csv");
    let warning =
        answer(&["early-warning", &weekly, "--count", "n", "--time", "week_start", "--judged", "52"]).unwrap();
    assert_eq!((&warning.inputs["period"], warning.sheet.rows.len()), (&52.into(), 52));
    let belts = shared("series/seatbelts.csv");
    let season = answer(&["seasonality", &belts, "--count", "drivers", "--period", "12"]).unwrap();
    assert_eq!(season.result["cycle"].as_array().unwrap().len(), 12);
    let changes =
        answer(&["change-points", &belts, "--count", "front", "--period", "12", "--permutations", "99"]).unwrap();
    assert!(changes.result["from"].as_array().unwrap().contains(&"170".into()), "{}", changes.sentence);
    let exposed = answer(&["trend", &belts, "--count", "VanKilled", "--exposure", "kms", "--period", "12"]).unwrap();
    assert!(exposed.result["rate_ratio"].as_f64().unwrap() < 1.0);
}

#[test]
fn what_is_wrong_with_series_is_one_sentence() {
    let wrong = |text: &str, method: &str| on(text, &[method, "FILE", "--count", "n", "--time", "t"]).unwrap_err();
    let months =
        |rows: &[&str]| format!("t,n\n{}\n", rows.iter().map(|row| format!("{row},5")).collect::<Vec<_>>().join("\n"));
    assert_eq!(
        wrong(&months(&["2010-01", "2010-02", "2010-04", "2010-05", "2010-06"]), "trend"),
        "line 4 of FILE, column t: \"2010-04\" does not follow \"2010-02\" as the others follow each other; every \
         period needs its row, with 0 where nothing happened"
    );
    assert_eq!(
        wrong(&months(&["2010-01", "2010-03", "2010-02"]), "trend"),
        "line 4 of FILE, column t: \"2010-02\" comes after \"2010-03\"; rows must be in order of time"
    );
    assert_eq!(wrong("t,n\n2010-13,5\n2010-14,5\n", "trend"), "line 2 of FILE, column t: \"2010-13\" is not a month");
    assert_eq!(
        wrong("t,n\n2010-01,-5\n2010-02,1\n", "change-points"),
        "line 2 of FILE, column n: found -5, expected a whole number not below zero"
    );
    assert_eq!(wrong("t,n\n2010-01,few\n", "early-warning"), "line 2 of FILE, column n: \"few\" is not a number");
    assert_eq!(
        wrong("t,n\n2010-01-01,1\n2010-01-05,2\n2010-01-09,2\n", "seasonality"),
        "how many periods make a cycle is not known; say it by --period, such as 12 for months"
    );
}

#[test]
fn the_scan_of_robberies() {
    let file = shared("memphis/memphis_robberies.csv");
    let line = ["scan", &file, "--x", "x_utm15n", "--y", "y_utm15n", "--date", "date"];
    let more = ["--longest-days", "7", "--largest-radius", "300", "--permutations", "1"];
    let answer = answer(&[&line[..], &more[..]].concat()).unwrap();
    assert_eq!(answer.result["n"], 2245);
    assert_eq!(answer.features.len(), answer.sheet.rows.len());
    let best = &answer.result["clusters"][0];
    assert!(best["last_day"].as_str().unwrap().starts_with("2019-12-"), "{best}");
    let told =
        on("x,y,d\n1,2,2020-01-01\n1,north,2020-01-01\n", &["scan", "FILE", "--x", "x", "--y", "y", "--date", "d"])
            .unwrap_err();
    assert_eq!(told, "line 3 of FILE, column y: \"north\" is not a number");
}

/// Where the past years tell no limit, nothing was judged to lie below it.
#[test]
fn what_cannot_be_judged_is_not_called_quiet() {
    let mut text = "t,n\n".to_owned();
    for at in 0..84 {
        text += &format!("{}-{:02},{}\n", 2010 + at / 12, at % 12 + 1, if at == 83 { 500 } else { 0 });
    }
    let line = ["early-warning", "FILE", "--count", "n", "--time", "t", "--judged", "1"];
    let told = on(&text, &line).unwrap().sentence;
    assert!(told.starts_with("No period could be judged. 1 could not be judged"), "{told}");
}
