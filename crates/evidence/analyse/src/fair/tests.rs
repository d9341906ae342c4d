use clap::Parser;

use super::Methods;
use crate::answer::Answer;

#[derive(Parser)]
struct Alone {
    #[command(subcommand)]
    method: Methods,
}

/// Runs a command line over FILE and PEOPLE with these texts; what is wrong comes as its sentence.
fn run(line: &str, text: &str, people: &str) -> Result<Answer, String> {
    let folder = tempfile::tempdir().unwrap();
    let paths = [("FILE", folder.path().join("file.csv"), text), ("PEOPLE", folder.path().join("people.csv"), people)];
    paths.iter().for_each(|(_, path, text)| std::fs::write(path, text).unwrap());
    let named = |word: &str| match paths.iter().find(|(name, ..)| *name == word) {
        Some((_, path, _)) => path.display().to_string(),
        None => word.to_owned(),
    };
    let words = std::iter::once("analyse".to_owned()).chain(line.split_whitespace().map(named));
    let alone = Alone::try_parse_from(words).map_err(|error| error.to_string())?;
    alone.method.answer().map_err(|fault| {
        assert_eq!(fault.status(), 2);
        paths.iter().fold(fault.to_string(), |told, (name, path, _)| told.replace(&path.display().to_string(), name))
    })
}

fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&file).unwrap_or_else(|_| panic!("the test data {file} is needed"))
}

fn number(answer: &Answer, path: &str) -> f64 {
    answer
        .result
        .pointer(path)
        .and_then(serde_json::Value::as_f64)
        .unwrap_or_else(|| panic!("{path}: {}", answer.result))
}

const PEOPLE: &str = "group,population\na,1000\nb,4000\nUnknown,7\n";
const DISPARITY: &str = "disparity FILE --group g --event e --population PEOPLE";

/// Counts, ones and noughts, yes and no, and words say the same; and the unknown are told.
#[test]
fn events_in_every_form() {
    let counted = "g,e\na,4\nb,5\nUnknown,1\nc,2\n";
    let rows = |yes: &str, no: &str| {
        let mut text = "g,e\n".to_owned();
        for (group, events) in [("a", 4), ("b", 5), ("not known", 1), ("c", 2)] {
            text += &format!("{group},{yes}\n").repeat(events);
            text += &(if no.is_empty() { String::new() } else { format!("{group},{no}\n").repeat(3) });
        }
        text
    };
    for text in [counted.to_owned(), rows("1", "0"), rows("yes", "no"), rows("TRUE", "FALSE"), rows("stop", "")] {
        let found = run(DISPARITY, &text, PEOPLE).unwrap();
        assert_eq!(number(&found, "/groups/0/ratio"), 3.2, "{text}");
        assert_eq!((number(&found, "/groups/0/rate"), found.result["reference"].as_str()), (4.0, Some("b")));
        assert!((number(&found, "/unknown_share") - 1.0 / 12.0).abs() < 1e-12);
        assert_eq!(found.result["without_population"][0]["group"], "c");
        assert!(found.warnings.iter().any(|caution| caution.code == "no-population" && caution.found));
    }
    let asked = run(&format!("{DISPARITY} --event-is stop --reference a"), &rows("stop", "look"), PEOPLE).unwrap();
    assert_eq!(number(&asked, "/groups/1/ratio"), 0.3125);
    assert_eq!(asked.inputs["event_read_as"], "rows with one of the values asked for");
}

/// All of it over the stops of Minneapolis, with the neighbourhoods' shares.
#[test]
fn disparity_of_minneapolis() {
    let (stops, demo) = (shared("stops/MplsStops.csv"), shared("stops/MplsDemo.csv"));
    let wide =
        "disparity FILE --group race --event problem --population PEOPLE --population-shares White=white,Black=black";
    let found = run(wide, &stops, &demo).unwrap();
    assert_eq!(format!("{:.10}", number(&found, "/groups/0/ratio")), "4.7283530342");
    assert_eq!(format!("{:.8}", number(&found, "/groups/0/ci_exact/lower")), "4.61547265");
    assert_eq!(format!("{:.8}", number(&found, "/groups/0/ci_exact/upper")), "4.84408587");
    assert_eq!(found.inputs["event_read_as"], "every row with a value");
    let unknown = found.result["unknown"].as_array().unwrap();
    let of = |value: &str| unknown.iter().find(|one| one["value"] == value).unwrap()["share"].as_f64().unwrap();
    assert_eq!(format!("{:.4} {:.4}", of("Unknown"), of("")), "0.1776 0.1583");
    assert_eq!((number(&found, "/unknown_share"), number(&found, "/missing_share")), (of("Unknown"), of("")));
    assert_eq!(number(&found, "/not_known_share"), of("Unknown") + of(""));
    assert!(found.result["groups"][1]["ci_wald"].is_null(), "the reference is compared with nobody");
}

#[test]
fn disparity_says_what_is_wrong() {
    let told = |text: &str, people: &str| run(DISPARITY, text, people).unwrap_err();
    assert_eq!(told("g,e\na,1\nb,x\n", PEOPLE), "line 3 of FILE, column e: \"x\" is not a number");
    assert_eq!(
        told("g,e\na,yes\nb,x\n", PEOPLE),
        "line 3 of FILE, column e: \"x\" is neither yes nor no (1/0, yes/no, true/false)"
    );
    assert_eq!(
        told("g,e\na,1\nb,-2\n", PEOPLE),
        "line 3 of FILE, column e: found -2, expected a whole number not below zero"
    );
    assert_eq!(told("g,e\na,1\nb,2\n", "group,population\na,1000\nb,0\n"), "PEOPLE: the group b has nobody in it");
    assert_eq!(told("g,e\nx,1\n", PEOPLE), "PEOPLE: none of its groups (a, b) is in the other file, which has x");
    assert_eq!(
        told("g,e\na,1\nb,2\n", "race,people\na,1\n"),
        "line 1 of PEOPLE: there is no column \"g\"; there are race, people"
    );
    assert_eq!(
        run(&format!("{DISPARITY} --reference z"), "g,e\na,1\nb,2\n", PEOPLE).unwrap_err(),
        "--reference z: there is no such group; there are a, b"
    );
    let wide = "disparity FILE --group g --event e --population PEOPLE --population-shares a=a,b=b";
    assert_eq!(
        run(wide, "g,e\na,1\nb,2\n", "population,a,b\n100,0.2,8\n").unwrap_err(),
        "line 2 of PEOPLE, column b: a share between 0 and 1 is needed"
    );
}

#[test]
fn hit_rates_of_minneapolis() {
    let stops = shared("stops/MplsStops.csv");
    let line = "hit-rate FILE --group race --searched personSearch --hit citationIssued";
    let found = run(line, &stops, "").unwrap();
    assert_eq!(
        format!("{:.10} {:.10}", number(&found, "/chi_squared"), number(&found, "/p")),
        "14.1923851533 0.0275594099"
    );
    assert_eq!(found.result["dropped"], 2874);
    let told = run("hit-rate FILE --group race --hit problem", &stops, "").unwrap_err();
    assert!(
        told.ends_with("column problem: neither yes nor no, nor a number; --hit-is VALUE says which values are hits"),
        "{told}"
    );
    let told = run("hit-rate FILE --group g --hit h --searches s", "g,h,s\na,3,2\nb,1,9\n", "").unwrap_err();
    assert_eq!(told, "group a: hits are 3, expected no more hits than searches");
}

#[test]
fn mantel_haenszel_of_minneapolis() {
    let stops = shared("stops/MplsStops.csv");
    let line = "mantel-haenszel FILE --stratum neighborhood --group race --event personSearch";
    let found = run(&format!("{line} --compare Black,White"), &stops, "").unwrap();
    assert_eq!(format!("{:.10}", number(&found, "/odds_ratio/estimate")), "1.9902588464");
    assert_eq!(format!("{:.8}", number(&found, "/test_corrected/chi_squared")), "274.21453804");
    assert_eq!(found.result["rows_unknown"], 9219);
    let told = run(line, &stops, "").unwrap_err();
    assert_eq!(told, "column race has 7 groups: --compare GROUP,REFERENCE names the two");
    let counted = "s,g,e,n\n1,a,1,10\n1,a,0,20\n1,b,1,5\n1,b,0,30\n";
    let found = run("mantel-haenszel FILE --stratum s --group g --event e --count n", counted, "").unwrap();
    assert!((number(&found, "/odds_ratio/estimate") - 3.0).abs() < 1e-12);
    let timed = "s,g,e,t\n1,a,10,20\n1,b,5,30\n";
    let found = run("mantel-haenszel FILE --stratum s --group g --event e --time t", timed, "").unwrap();
    assert!((number(&found, "/rate_ratio/estimate") - 3.0).abs() < 1e-12);
}

/// A time below zero would cancel others in its stratum; a stratum in which one group has no time is told, with its events.
#[test]
fn mantel_haenszel_says_what_it_leaves_out() {
    let line = "mantel-haenszel FILE --stratum s --group g --event e --time t";
    let rows = "s,g,e,t\n1,a,10,20\n1,b,5,30\n";
    let told = run(line, &format!("{rows}1,a,2,-3\n"), "").unwrap_err();
    assert_eq!(told, "line 4 of FILE, column t: found -3, expected a number not below zero");
    let found = run(line, &format!("{rows}2,a,7,4\n3,b,2,9\n3,a,1,0\n"), "").unwrap();
    assert!((number(&found, "/rate_ratio/estimate") - 3.0).abs() < 1e-12);
    let told = found.warnings.iter().find(|caution| caution.code == "strata-without-time").unwrap();
    assert!(told.text.ends_with("2 strata with 10 events."), "{}", told.text);
    let counted = "mantel-haenszel FILE --stratum s --group g --event e --count n";
    let told = run(counted, "s,g,e,n\n1,a,1,10\n1,a,0,20\n1,b,1,5\n1,b,0,-30\n", "").unwrap_err();
    assert_eq!(told, "line 5 of FILE, column n: found -30, expected a number not below zero");
}

/// A ward without its second stratum would be held against the first alone, and compared with wards held against both.
#[test]
fn a_group_that_lacks_a_stratum_is_not_standardised() {
    let line = "rates FILE --group w --events n --population p --standard s";
    let wards = "w,n,p,s\nx,3,1000,10\nx,9,2000,30\ny,4,500,10\n";
    assert_eq!(
        run(line, wards, "").unwrap_err(),
        "line 4 of FILE, column s: y has a standard of 10 in 1 row, x one of 40 in 2 rows; every group needs the row of every \
         stratum, or their rates are held against different standards"
    );
    let found = run(line, &format!("{wards}y,2,900,30\n"), "").unwrap();
    let few: Vec<&str> =
        found.warnings.iter().filter(|caution| caution.text.contains("ten or more")).map(|c| c.text.as_str()).collect();
    assert_eq!(few, ["y: 6 events in all: a standardised rate needs ten or more."]);
}

#[test]
fn representation_and_rates() {
    let heard = "g,n\na,30\nb,50\n,20\n";
    let found = run("representation FILE --group g --count n --population PEOPLE", heard, PEOPLE).unwrap();
    assert_eq!((number(&found, "/groups/0/ratio"), number(&found, "/missing_share")), (1.875, 0.2));
    let wards = "w,n,p,s\nx,3,1000,10\nx,9,2000,30\ny,4,500,10\ny,2,900,30\n";
    let line = "rates FILE --group w --events n --population p";
    let found = run(line, wards, "").unwrap();
    assert_eq!((number(&found, "/groups/0/rate"), number(&found, "/overall/events")), (4.0, 18.0));
    let found = run(&format!("{line} --standard s --interval byar"), wards, "").unwrap();
    assert!((number(&found, "/groups/0/standardised/rate") - 1000.0 * (0.25 * 0.003 + 0.75 * 0.0045)).abs() < 1e-12);
    let told = run(line, "w,n,p,s\nx,3,1000,10\nx,9.5,2000,30\n", "").unwrap_err();
    assert_eq!(told, "line 3 of FILE, column n: found 9.5, expected a whole number not below zero");
}

/// A sum of nothing is -0 in floating point, which nobody reads as none.
#[test]
fn no_unknowns_are_a_share_of_nought() {
    let found = run(DISPARITY, "g,e\na,4\nb,5\n", PEOPLE).unwrap();
    assert!(
        !found.sentence.contains('-') && found.sentence.contains("(0.0% recorded as unknown"),
        "{}",
        found.sentence
    );
    let told = found.result.to_string();
    assert!(!told.contains("-0.0"), "{told}");
}

/// Counts beyond all counting once took minutes, or ended the program.
#[test]
fn counts_beyond_all_counting_are_told() {
    let told =
        run("rates FILE --group g --events e --population p", "g,e,p\na,3,10\nb,1e308,1e308\n", PEOPLE).unwrap_err();
    assert_eq!(told, "events number 2 is 1e308, expected a count of at most 1000000000000");
}
