use clap::Parser;

use super::Methods;
use crate::answer::Answer;

#[derive(Parser)]
struct Alone {
    #[command(subcommand)]
    method: Methods,
}

/// Runs a command line over a file with this text; what is wrong comes as its sentence, the file called FILE.
fn run(line: &str, text: &str) -> Result<Answer, String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file.csv");
    std::fs::write(&file, text).unwrap();
    let path = file.display().to_string();
    let words = line.split_whitespace().map(|word| if word == "FILE" { path.clone() } else { word.to_owned() });
    let alone = Alone::try_parse_from(std::iter::once("analyse".to_owned()).chain(words)).map_err(|e| e.to_string())?;
    alone.method.answer().map_err(|fault| {
        assert_eq!(fault.status(), 2);
        fault.to_string().replace(&path, "FILE")
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

const WDD: &str = "wdd --treated 207,110 --control 308,318";

#[test]
fn wdd_as_promised() {
    let near = "--near-treated 178,157 --near-control 150,140";
    let found = run(&format!("{WDD} {near}"), "").unwrap();
    assert_eq!(number(&found, "/wdd"), -118.0);
    assert_eq!(format!("{:.5}", number(&found, "/se")), "39.59798");
    assert_eq!(format!("{:.5}", number(&found, "/z")), "-2.97995");
    assert_eq!(format!("{:.2} {:.2}", number(&found, "/ci/lower"), number(&found, "/ci/upper")), "-195.61 -40.39");
    assert_eq!(found.inputs["months"], serde_json::json!([1.0, 1.0]));
    let found = run(&format!("{WDD} {near} --areas 1.2,0.9,1.5,1.6"), "").unwrap();
    assert_eq!(
        format!("{:.5} {}", number(&found, "/wdd"), found.result["unit"]),
        "-99.69444 \"events per unit of area\""
    );
    let found = run("wdd --treated 80,20 --control 100,50 --months 2,1", "").unwrap();
    assert_eq!(format!("{:.6} {:.6}", number(&found, "/wdd"), number(&found, "/se")), "-20.000000 10.723805");
    assert!(found.result["quotient"].is_null() && found.chart.is_some());
}

#[test]
fn wdd_says_what_is_wrong() {
    let told = |line: &str| run(line, "").unwrap_err();
    assert_eq!(told("wdd --treated 1,2,3 --control 1,2"), "--treated: 3 values given, two are needed (before,after)");
    assert_eq!(
        told("wdd --treated 1,2.5 --control 1,2"),
        "treated number 2 is 2.5, expected a whole number not below zero"
    );
    assert_eq!(told(&format!("{WDD} --areas 1,2,3")), "--areas: 3 values given, two are needed");
    assert_eq!(told(&format!("{WDD} --months 12,0")), "months number 2 is 0, expected a number above zero");
    assert_eq!(told(&format!("{WDD} --level 95")), "level is 95, expected a number between 0 and 1");
    assert!(told(&format!("{WDD} --near-treated 1,2")).contains("--near-control"));
}

#[test]
fn power_says_what_could_not_be_seen() {
    let found = run("power --treated 240 --control 300 --months 12,12", "").unwrap();
    assert!(found.sentence.starts_with("With these numbers you could not see less than 37%"), "{}", found.sentence);
    let few = run("power --treated 5 --control 5", "").unwrap();
    assert!(few.result["smallest_reduction"].is_null() && few.sentence.contains("any reduction"));
    let told = run("power --treated 240 --months 12", "").unwrap_err();
    assert_eq!(told, "--months: 1 values given, two are needed");
}

const DID: &str = "did FILE --outcome n --unit district --time month --treated treat --post post";

#[test]
fn did_of_the_district_panel() {
    let panel = shared("series/chicago_did_panel.csv");
    let found = run(DID, &panel).unwrap();
    assert_eq!(format!("{:.9} {:.9}", number(&found, "/estimate"), number(&found, "/se")), "2.820833333 3.969234921");
    let found = run(&format!("{DID} --model poisson"), &panel).unwrap();
    assert_eq!(format!("{:.9} {:.9}", number(&found, "/estimate"), number(&found, "/se")), "0.023951480 0.042206306");
    let half = panel.lines().map(|line| format!("{line}\n")).collect::<String>() + "2018-12,99,,0,1\n";
    let found = run(DID, &half).unwrap();
    assert_eq!(found.result["dropped"], 1);
    assert!(found.warnings.iter().any(|caution| caution.code == "dropped-rows"));
}

/// Not one event under the action, or none before it: the sentence, the rows and the drawing say so, and nothing is a number
/// that is none.
#[test]
fn did_without_events_on_one_side() {
    let panel = |none: fn(usize, usize) -> bool| {
        let rows = (0..96).map(|row| (row / 8, row % 8)).map(|(unit, time)| {
            let n = if none(unit, time) { 0 } else { 2 + (5 * unit + 3 * time) % 4 };
            format!("{n},{unit},2016-{:02},{},{}\n", time + 1, u8::from(unit < 3), u8::from(time >= 4))
        });
        run(&format!("{DID} --model poisson"), &format!("n,district,month,treat,post\n{}", rows.collect::<String>()))
            .unwrap()
    };
    let after = panel(|unit, time| unit < 3 && time >= 4);
    assert_eq!(number(&after, "/ratio"), 0.0);
    assert!(after.result["estimate"].is_null() && number(&after, "/ratio_ci/upper") < 0.2, "{}", after.result);
    let before = panel(|unit, time| unit < 3 && time < 4);
    assert!(before.result["ratio"].is_null() && before.sentence.contains("has no bound"), "{}", before.sentence);
    for found in [after, before] {
        assert!(found.warnings.iter().any(|caution| caution.code == "no-bound"));
        assert!(found.sheet.rows[0][1].is_null() && found.chart.is_some());
    }
}

#[test]
fn did_says_what_is_wrong() {
    let head = "n,district,month,treat,post\n";
    let rows = "5,a,2016-01,1,0\n6,a,2016-02,1,1\n7,b,2016-01,0,0\n8,b,2016-02,0,1\n";
    let told = |text: String| run(DID, &text).unwrap_err();
    assert_eq!(
        told(format!("{head}{rows}5,c,2016-01,maybe,0\n")),
        "line 6 of FILE, column treat: \"maybe\" is neither yes nor no (1/0, yes/no, true/false)"
    );
    assert_eq!(
        told(format!("{head}{rows}5,b,2016-02,0,1\n")),
        "line 6 of FILE, column month: this unit has a row for this time already"
    );
    assert_eq!(
        told(format!("{head}{rows}5,b,Jan 16,0,1\n")),
        "line 6 of FILE, column month: the order of \"Jan 16\" is not known; times are numbers, days of one form, or year \
         first and alike (2016-01, 2016-Q1)"
    );
    assert_eq!(told(format!("{head}{rows}many,b,2016-03,0,1\n")), "line 6 of FILE, column n: \"many\" is not a number");
    let poisson = run(&format!("{DID} --model poisson"), &format!("{head}{rows}-4,b,2016-03,0,1\n")).unwrap_err();
    assert_eq!(poisson, "line 6 of FILE, column n: found -4, expected a number not below zero");
}

#[test]
fn interrupted_seat_belts() {
    let belts = shared("series/seatbelts.csv");
    let line = "interrupted FILE --count DriversKilled --time t --start 170 --season 12";
    let found = run(line, &belts).unwrap();
    assert_eq!(
        format!("{:.8} {:.8}", number(&found, "/level/estimate"), number(&found, "/level/se")),
        "-0.21348880 0.07317295"
    );
    assert_eq!(found.sheet.rows.len(), 192);
    let found = run(&format!("{line} --model negative-binomial"), &belts).unwrap();
    assert_eq!(format!("{:.2}", number(&found, "/theta")), "119.85");
    let told = run("interrupted FILE --count DriversKilled --time t --start 1983-02", &belts).unwrap_err();
    assert!(told.starts_with("--start 1983-02: column t has no such value; it has 1, 2"), "{told}");
    let told = run("interrupted FILE --count n --time t --start 4", "n,t\n1,1\n2,2\n3,3\n4,4\n5,4\n").unwrap_err();
    assert_eq!(told, "line 6 of FILE, column t: \"4\" comes after \"4\"; rows must be in order of time");
}

/// A month that is missing, or empty, would move the season of all that come after: it is refused, however times are written.
#[test]
fn an_interrupted_series_has_no_gaps() {
    let line = "interrupted FILE --count n --time t --start START --period 4";
    let with = |name: &dyn Fn(usize) -> String, gap: Option<usize>, empty: Option<usize>| {
        let rows = (0..40).filter(|at| Some(*at) != gap).map(|at| {
            let count = if Some(at) == empty { String::new() } else { (5 + at % 4 + at * 7 % 3).to_string() };
            format!("{count},{}\n", name(at))
        });
        run(&line.replace("START", &name(20)), &format!("n,t\n{}", rows.collect::<String>()))
    };
    let month = |at: usize| format!("{}-{:02}", 2016 + at / 12, 1 + at % 12);
    let day = |at: usize| format!("{}-{:02}-01", 2016 + at / 12, 1 + at % 12);
    let quarter = |at: usize| format!("{}-Q{}", 2016 + at / 4, 1 + at % 4);
    let week = |at: usize| format!("2016-W{:02}", 1 + at);
    let number = |at: usize| at.to_string();
    for name in [&month as &dyn Fn(usize) -> String, &day, &quarter, &week, &number] {
        assert!(with(name, None, None).is_ok());
        let told = with(name, Some(9), None).unwrap_err();
        let text = format!("line 11 of FILE, column t: {:?} does not follow {:?}", name(10), name(8));
        assert!(told.starts_with(&text), "{told}");
        let told = with(name, None, Some(9)).unwrap_err();
        assert!(told.starts_with("line 12 of FILE") && told.ends_with("(1 row without a value left out)"), "{told}");
    }
    // At the end nothing moves.
    assert_eq!(with(&month, None, Some(39)).unwrap().result["dropped"], 1);
    let odd = |at: usize| format!("2016/s{at:02}");
    assert!(with(&odd, None, None).unwrap().warnings.iter().any(|caution| caution.code == "spacing-unknown"));
}

#[test]
fn synthetic_district() {
    let panel = shared("series/chicago_did_panel.csv");
    let line = "synthetic FILE --unit district --time month --outcome n --treated 7 --start 2018-01 --without 11";
    let found = run(line, &panel).unwrap();
    assert_eq!(found.result["donors"].as_array().unwrap().len(), 20);
    assert!((number(&found, "/p") * 21.0).fract() < 1e-9);
    let short: String =
        panel.lines().filter(|line| !line.starts_with("\"2016-05\",\"9\"")).map(|line| format!("{line}\n")).collect();
    let told = run(line, &short).unwrap_err();
    assert_eq!(
        told,
        "FILE: district 9 has no n for month 2016-05; every unit needs one for each time (or --without 9)"
    );
    let told = run(&format!("{line} --donors 99"), &panel).unwrap_err();
    assert!(told.contains("--donors"), "{told}");
}

#[test]
fn matching_names_its_pairs() {
    let text =
        "area,scheme,size,crime,change\na,1,10,5,-3\nb,1,20,9,-1\nc,0,11,5,0\nd,0,21,8,1\ne,0,50,1,2\nf,0,,4,1\n";
    let found = run("matching FILE --treated scheme --on size,crime --id area --outcome change", text).unwrap();
    let pairs: Vec<&str> =
        found.result["pairs"].as_array().unwrap().iter().map(|pair| pair["control"].as_str().unwrap()).collect();
    assert_eq!((pairs, number(&found, "/difference/estimate")), (vec!["c", "d"], -2.5));
    assert_eq!(found.result["dropped"], 1);
    let told = run("matching FILE --treated size --on crime", text).unwrap_err();
    assert!(told.starts_with("line 2 of FILE, column size: \"10\" is neither yes nor no"), "{told}");
}
