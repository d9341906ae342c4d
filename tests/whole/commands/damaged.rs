//! Files that are not what they should be: one clear sentence, and nothing changed.

use std::io::Write as _;

use comity_testing::each_store;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::place::{Place, shared};

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                      Crime type,Last outcome category,Context\n";

fn row(longitude: &str, latitude: &str) -> String {
    format!(",2022-01,Force,Force,{longitude},{latitude},On or near X,E01000001,,Anti-social behaviour,,\n")
}

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// Name, contents, and a word that the sentence must have.
fn damaged_incidents() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let good = row("-1.5", "53.5");
    let whole = packed(&format!("{HEADER}{}", good.repeat(5000)));
    let latin = [HEADER.as_bytes(), b",2022-01,Force,Force,-1.5,53.5,Caf\xe9,E01000001,,Noise,,\n"].concat();
    vec![
        ("no header", good.repeat(3).into_bytes(), "header"),
        ("wrong columns", format!("{}{good}", HEADER.replace("Longitude", "Easting")).into_bytes(), "Longitude"),
        ("broken CSV", format!("{HEADER}{good},2022-01,\"Force\" x,y\n").into_bytes(), "line 3"),
        ("too few fields", format!("{HEADER}{good}a,b,c\n").into_bytes(), "line 3"),
        ("bad coordinates", format!("{HEADER}{good}{}", row("somewhere", "53.5")).into_bytes(), "line 3"),
        ("impossible coordinates", format!("{HEADER}{good}{}", row("-1.5", "153.5")).into_bytes(), "line 3"),
        ("half a coordinate", format!("{HEADER}{good}{}", row("-1.5", "")).into_bytes(), "line 3"),
        ("Latin-1", latin, "line 2"),
        ("truncated gzip", whole[..whole.len() / 2].to_vec(), "truncated"),
        ("no bytes", Vec::new(), "empty"),
        ("a long line", format!("{HEADER}{}", row(&"1".repeat(1 << 20), "53.5")).into_bytes(), "1 MiB"),
        ("only a header", HEADER.as_bytes().to_vec(), "no incidents"),
    ]
}

fn damaged_areas() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let wards = std::fs::read(shared("data/geo/lancashire_wards.geojson")).unwrap();
    let nowhere = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A","name":"A"},
        "geometry":{"type":"Polygon","coordinates":[[[500000,400000],[500100,400000],[500100,400100],[500000,400000]]]}}]}"#;
    vec![
        ("half a file", wards[..wards.len() / 2].to_vec(), "GeoJSON"),
        ("no bytes", Vec::new(), "empty"),
        ("CSV", HEADER.as_bytes().to_vec(), "GeoJSON"),
        ("projected coordinates", nowhere.as_bytes().to_vec(), "longitude"),
        ("Latin-1", b"{\"type\":\"FeatureCollection\",\"name\":\"Caf\xe9\",\"features\":[]}".to_vec(), ""),
    ]
}

/// Refused with status 1, nothing on standard output, and a sentence of a line (then perhaps the lines at fault).
fn refused(place: &Place, what: &str, name: &str, words: &[&str], file: &str, telling: &str) {
    let ran = place.run(&[words, &[file]].concat());
    assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{what}, {name}: {ran:?}");
    let mut lines = ran.err.lines();
    let sentence = lines.next().unwrap_or_default();
    let prefix = format!("comity: {file}: ");
    assert!(sentence.starts_with(&prefix) && sentence.len() > prefix.len() + 15, "{what}, {name}: {ran:?}");
    assert!(lines.all(|line| line.starts_with("  ")), "{what}, {name}: more than a sentence and a list: {ran:?}");
    let lower = ran.err.to_lowercase();
    assert!(lower.contains(&telling.to_lowercase()), "{what}, {name}: nothing about `{telling}`: {ran:?}");
    assert!(ran.err.len() < 3000 + file.len() * 2, "{what}, {name}: {ran:?}");
}

each_store! {
    fn damaged_files_are_refused_and_change_nothing(database) {
        let place = Place::new(database).with_town();
        let before = place.fingerprint();
        let file = database.folder().join("damaged");
        let path = file.to_str().unwrap();
        for (name, bytes, telling) in damaged_incidents() {
            std::fs::write(&file, bytes).unwrap();
            refused(&place, "incidents", name, &["import", "incidents"], path, telling);
        }
        for (name, bytes, telling) in damaged_areas() {
            std::fs::write(&file, bytes).unwrap();
            refused(&place, "areas", name, &["import", "areas"], path, telling);
        }
        refused(&place, "incidents", "no file", &["import", "incidents"], "/nowhere/at/all.csv", "no such file");
        refused(&place, "areas", "no file", &["import", "areas"], "/nowhere/at/all.geojson", "no such file");
        assert_eq!(place.fingerprint(), before);
        place.verify();
    }
}

#[test]
fn of_many_bad_lines_the_first_twenty_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data"));
    let file = folder.path().join("bad.csv");
    std::fs::write(&file, format!("{HEADER}{}", row("x", "y").repeat(50))).unwrap();
    let ran = place.run(&["import", "incidents", file.to_str().unwrap()]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert!(ran.err.contains("50 lines"), "{ran:?}");
    assert_eq!(ran.err.lines().filter(|line| line.starts_with("  line ")).count(), 20, "{ran:?}");
    place.verify();
}
