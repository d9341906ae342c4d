use serde_json::json;

use crate::tests::asked;

const EVENTS: &str = "x,y,date\n0,0,2024-01-01\n3,4,2024-01-02\n100,0,2024-02-01\n0,0,\n100,5,2024-02-20\n";

#[test]
fn knox_tells_its_table_and_the_rows_left_out() {
    let answer =
        asked(EVENTS, "knox FILE --x x --y y --date date --space 0,5,6,120 --days 0,7,14 --permutations 9").unwrap();
    assert_eq!(answer.result["n"], json!(4));
    assert_eq!(answer.result["dropped"], json!(1));
    // 3, 4, 5: at distance 5 exactly, which belongs to the second band; so do the two at 5 apart, 19 days apart.
    assert_eq!(answer.result["observed"], json!([[0, 0], [1, 0], [0, 0]]));
    assert_eq!(answer.result["space_totals"], json!([0, 2, 4]));
    assert_eq!(answer.result["expected"][1], json!([2.0 / 6.0, 0.0]));
    assert_eq!(answer.result["ratio"][0], json!([null, null]));
    assert_eq!((&answer.inputs["seed"], &answer.inputs["metric"]), (&json!(1), &json!("euclidean")));
    assert!(answer.warnings.iter().any(|caution| caution.code == "rows-left-out"));
    let line = "knox FILE --x x --y y --date date --space 0,5,8 --metric manhattan --permutations 0";
    let answer = asked(EVENTS, line).unwrap();
    assert_eq!(answer.result["observed"][1], json!([1, 0, 1]), "7 along the streets; 5 apart, 19 days apart");
    assert_eq!(answer.result["p"][0][0], json!(null));
}

#[test]
fn what_is_wrong_is_told_by_line_and_column() {
    let told = |text: &str, rest: &str| {
        asked(text, &format!("knox FILE --x x --y y --date date --permutations 9 --space {rest}")).unwrap_err()
    };
    assert_eq!(
        told(EVENTS, "0,200,100"),
        "FILE: the distance bands is 100 after 200, expected boundaries that rise, so that no two bands overlap"
    );
    assert_eq!(
        told("x,y,date\n1,2,2024-01-01\nfive,2,2024-01-01\n", "0,9"),
        "line 3 of FILE, column x: \"five\" is not a number"
    );
    assert_eq!(
        told("x,y,date\n1,2,2024-01-01\n1,2,soon\n", "0,9"),
        "line 3 of FILE, column date: \"soon\" is not a date in a form known, or not in the form of the lines before; see --time-format"
    );
    let bands = (0..=50).map(|band| band.to_string()).collect::<Vec<_>>().join(",");
    let line = format!("knox FILE --x x --y y --date date --space {bands} --days 0,1,2,3 --permutations 1000000");
    let found = asked(EVENTS, &line).unwrap_err();
    assert!(found.starts_with("FILE: the number of permutations is 1000000, expected at most"), "{found}");
    assert!(found.ends_with("with 150 bands of distance and days together"), "{found}");
    let line = "knox FILE --x x --y y --date date --space 0,9 --permutations 4000000000";
    assert!(asked(EVENTS, line).unwrap_err().contains("is not in 0..=1000000"));
    let unclear = told("x,y,date\n1,2,01/02/2024\n1,2,03/02/2024\n", "0,9");
    assert!(unclear.contains("can be read as %d/%m/%Y and as %m/%d/%Y; say which by --time-format"), "{unclear}");
    let text = "x,y,date\n1,2,01/02/2024\n1,2,03/02/2024\n";
    let line = "knox FILE --x x --y y --date date --space 0,9 --days 0,3 --time-format %d/%m/%Y --permutations 9";
    assert_eq!(asked(text, line).unwrap().result["observed"], json!([[1]]));
    assert_eq!(told("x,y,day\n1,2,3\n", "0,9"), "line 1 of FILE: there is no column \"date\"; there are x, y, day");
}

#[test]
fn repeats_count_targets_by_their_text() {
    let text = "address,day\n1 High St,2024-01-01\n2 High St,2024-01-05\n1 High St,2024-01-09\n";
    let answer =
        asked(text, "repeats FILE --target address --date day --at-risk 50 --window 2024-01-01,2024-01-31").unwrap();
    assert_eq!((&answer.result["repeats"], &answer.result["targets"]), (&json!(1), &json!(2)));
    assert_eq!(answer.result["course"][2]["repeats"], json!(1));
    let told = |rest: &str| asked(text, &format!("repeats FILE --target address --date day {rest}")).unwrap_err();
    assert_eq!(
        told("--window 2024-01-31"),
        "--window: the first and the last day are needed, such as 2016-01-01,2016-12-31"
    );
    assert_eq!(
        told("--window 2024-01-01,2024-01-08"),
        "line 4 of FILE, column day: found 19731, expected a day within the window of observation"
    );
    assert_eq!(
        told("--at-risk 1"),
        "FILE: the number of targets at risk is 1, expected at least the 2 targets that were hit"
    );
}
