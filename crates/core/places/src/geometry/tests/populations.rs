use std::collections::HashSet;

use insta::assert_snapshot;

use super::super::{read_areas, read_population};
use super::shared;

fn refused(text: &str) -> String {
    read_population(text.as_bytes()).expect_err("this file should be refused").to_string()
}

#[test]
fn the_real_figures_fit_the_real_wards() {
    let rows = read_population(&shared("geo/lancashire_ward_population.csv")).unwrap();
    let wards = read_areas(&shared("geo/lancashire_wards.geojson")).unwrap();
    let known: HashSet<&str> = rows.iter().filter(|row| row.people.is_some()).map(|row| row.code.as_str()).collect();
    let without = wards.shapes.iter().filter(|ward| !known.contains(ward.code.as_str())).count();
    // 40 figures are for wards that the boundaries do not have, 26 wards have no figure.
    assert_eq!((rows.len(), known.len(), without), (285, 285, 26));
    assert_eq!((rows[0].code.as_str(), rows[0].people), ("E05001643", Some(6278)));
}

#[test]
fn an_empty_figure_is_unknown_and_zero_is_zero() {
    let rows = read_population(b"\xef\xbb\xbfName,Code,All Ages\r\nAlder,A,\r\nBirch,B,0\r\nElm,C,\"12,345\"\r\n");
    let people: Vec<Option<u64>> = rows.unwrap().into_iter().map(|row| row.people).collect();
    assert_eq!(people, [None, Some(0), Some(12_345)]);
}

#[test]
fn wrong_files_are_refused() {
    assert_snapshot!(refused(""), @r#"the file is empty; a CSV file with the columns "gss_code" and "population" was expected"#);
    assert_snapshot!(refused("a,b\n1,2\n"), @r#"no column with the area's code was found among "a", "b"; a name such as "gss_code" was expected"#);
    assert_snapshot!(refused("code,people\nA,2\n"), @r#"no column with the population was found among "code", "people"; a name such as "population" was expected"#);
    assert_snapshot!(refused("code,population\n"), @"the file has its header but no rows");
    assert_snapshot!(
        refused("code,population\nA,-3\nB,many\nC,1.5\nA,4\nD\n,5\nE,\"1,23\"\nF,99999999999999999999\nB,7\n"), @r#"
        7 lines of the population file cannot be read:
          line 2: a whole number of people (or nothing) was expected, found "-3"
          line 3: a whole number of people (or nothing) was expected, found "many"
          line 4: a whole number of people (or nothing) was expected, found "1.5"
          line 6: 2 columns were expected, found 1
          line 7: the area's code is missing
          line 8: a whole number of people (or nothing) was expected, found "1,23"
          line 9: a whole number of people (or nothing) was expected, found "99999999999999999999"
        "#);
    let latin = read_population(b"code,population\nCaf\xe9,3\n").unwrap_err().to_string();
    assert_snapshot!(latin, @r#"
        1 line of the population file cannot be read:
          line 2: text in UTF-8 was expected; save the file as UTF-8
        "#);
}
