use insta::assert_snapshot;
use serde_json::{Value, json};

use super::super::{AreasError, Level, read_areas};
use super::shared;

const RING: &str = "[[[0,0],[1,0],[1,1],[0,0]]]";

fn feature(properties: &Value) -> Value {
    let coordinates: Value = serde_json::from_str(RING).unwrap();
    json!({ "type": "Feature", "properties": properties,
            "geometry": { "type": "Polygon", "coordinates": coordinates } })
}

fn collection(features: &[Value]) -> Vec<u8> {
    json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes()
}

fn refused(bytes: &[u8]) -> String {
    read_areas(bytes).expect_err("this file should be refused").to_string()
}

fn with_geometry(geometry: Value) -> String {
    let mut one = feature(&json!({ "code": "A", "name": "Alder" }));
    one["geometry"] = geometry;
    refused(&collection(&[one]))
}

#[test]
fn real_files_are_read_and_the_properties_named() {
    for (file, count, code, name, first) in [
        ("geo/lancashire_wards.geojson", 271, "ward_code", "ward_name", ("E05001643", "Anchorsholme")),
        ("geo/wards_E08000019.geojson", 28, "WD13CD", "WD13NM", ("E05001039", "Arbourthorne")),
        ("geo/lsoa2011_E08000019.geojson", 345, "LSOA11CD", "LSOA11NM", ("E01007823", "Sheffield 069A")),
    ] {
        let areas = read_areas(&shared(file)).unwrap();
        assert_eq!(areas.shapes.len(), count, "{file}");
        assert_eq!((areas.code_property.as_str(), areas.name_property.as_str()), (code, name), "{file}");
        assert_eq!((areas.shapes[0].code.as_str(), areas.shapes[0].name.as_str()), first, "{file}");
    }
}

#[test]
fn of_several_official_codes_the_one_that_tells_areas_apart_is_taken() {
    let areas = read_areas(&collection(&[
        feature(&json!({ "LAD22CD": "E07", "LAD22NM": "Town", "WD22CD": "E05-1", "WD22NM": "Alder" })),
        feature(&json!({ "LAD22CD": "E07", "LAD22NM": "Town", "WD22CD": "E05-2", "WD22NM": "Birch" })),
    ]))
    .unwrap();
    assert_eq!((areas.code_property.as_str(), areas.name_property.as_str()), ("WD22CD", "WD22NM"));
    assert_eq!(areas.shapes[1].name, "Birch");
}

#[test]
fn numbers_and_the_features_own_ids_serve_as_codes() {
    let areas = read_areas(&collection(&[feature(&json!({ "ID": 7, "Name": " Alder " }))])).unwrap();
    assert_eq!((areas.shapes[0].code.as_str(), areas.shapes[0].name.as_str()), ("7", "Alder"));
    let mut bare = feature(&json!({ "name": "Alder" }));
    bare["id"] = json!("beat-7");
    let areas = read_areas(&collection(&[bare])).unwrap();
    assert_eq!((areas.shapes[0].code.as_str(), areas.code_property.as_str()), ("beat-7", "(id)"));
}

#[test]
fn a_hierarchy_is_read() {
    let areas = read_areas(&collection(&[
        feature(&json!({ "code": "D", "name": "Town", "level": "district" })),
        feature(&json!({ "code": "D1", "name": "North", "level": "sub-sector", "parent": "D" })),
    ]))
    .unwrap();
    assert_eq!((areas.shapes[0].level, &areas.shapes[0].parent), (Some(Level::District), &None));
    assert_eq!((areas.shapes[1].level, areas.shapes[1].parent.as_deref()), (Some(Level::SubSector), Some("D")));
}

#[test]
fn wrong_files_are_refused_in_one_sentence() {
    assert_snapshot!(refused(b""), @"the file is empty (0 bytes); a GeoJSON file with the areas was expected");
    assert_snapshot!(refused(b"code,name\n"), @"the file is not JSON: expected value at line 1 column 1; a GeoJSON file with the areas was expected");
    assert_snapshot!(refused(b"[1]"), @"a GeoJSON FeatureCollection was expected, but the file holds a list");
    assert_snapshot!(refused(br#"{"type":"Topology"}"#), @"a GeoJSON FeatureCollection was expected, but the file holds a Topology");
    assert_snapshot!(refused(br#"{"type":"FeatureCollection"}"#), @"the FeatureCollection has no features; at least one area was expected");
    assert_snapshot!(refused(br#"{"type":"FeatureCollection","features":[]}"#), @"the FeatureCollection has no features; at least one area was expected");
    let british = json!({ "type": "FeatureCollection", "features": [],
        "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::27700" } } });
    assert_snapshot!(refused(british.to_string().as_bytes()), @r#"the coordinates are in "urn:ogc:def:crs:EPSG::27700"; longitude and latitude in WGS 84 (CRS84 or EPSG:4326) were expected: convert the file first"#);
}

#[test]
fn the_common_names_of_wgs_84_are_accepted() {
    for name in ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326", "OGC:CRS84"] {
        let file = json!({ "type": "FeatureCollection", "features": [feature(&json!({ "code": 1, "name": "A" }))],
            "crs": { "type": "name", "properties": { "name": name } } });
        read_areas(file.to_string().as_bytes()).unwrap();
    }
    let silent = json!({ "type": "FeatureCollection", "features": [feature(&json!({ "code": 1, "name": "A" }))],
        "crs": null });
    read_areas(silent.to_string().as_bytes()).unwrap();
}

#[test]
fn features_at_fault_are_listed() {
    assert_snapshot!(refused(&collection(&[
        feature(&json!({ "code": "A", "name": "Alder" })),
        feature(&json!({ "code": "", "name": "Birch" })),
        feature(&json!({ "code": "C", "name": null })),
        feature(&json!({ "code": "A", "name": "Again" })),
        feature(&json!({ "code": "x".repeat(65), "name": "Long" })),
        feature(&json!({ "code": "D", "name": "Dale", "level": "beat" })),
        json!({ "type": "Polygon" }),
        json!(3),
    ])), @r#"
        7 problems in the areas:
          feature 2: has no code; a property such as "code", "ward_code" or "WD22CD" was expected
          feature 3: has no name; a property such as "name", "ward_name" or "WD22NM" was expected
          feature 4: the code "A" is already used by feature 1; each area needs its own
          feature 5: the code has 65 characters; at most 64 were expected
          feature 6: the level "beat" is unknown; country, region, district, sector or sub-sector was expected
          feature 7: a GeoJSON Feature was expected, found an object without a GeoJSON type
          feature 8: a GeoJSON Feature was expected, found a number
        "#);
    assert_snapshot!(refused(&collection(&[feature(&json!({ "colour": "red" }))])), @r#"
        1 problem in the areas:
          feature 1: has no code; a property such as "code", "ward_code" or "WD22CD" was expected
        "#);
}

#[test]
fn geometries_at_fault_are_told() {
    assert_snapshot!(with_geometry(Value::Null), @r#"
        1 problem in the areas:
          feature 1: a Polygon or MultiPolygon was expected, found no geometry
        "#);
    assert_snapshot!(with_geometry(json!({ "type": "Point", "coordinates": [0, 0] })), @r#"
        1 problem in the areas:
          feature 1: a Polygon or MultiPolygon was expected, found Point
        "#);
    assert_snapshot!(with_geometry(json!({ "type": "Polygon", "coordinates": [[0, 0]] })), @r#"
        1 problem in the areas:
          feature 1: the coordinates are not nested as a Polygon's are
        "#);
    assert_snapshot!(with_geometry(json!({ "type": "Polygon", "coordinates": [] })), @r#"
        1 problem in the areas:
          feature 1: has no rings; an outline was expected
        "#);
    assert_snapshot!(with_geometry(json!({ "type": "MultiPolygon", "coordinates": [[]] })), @r#"
        1 problem in the areas:
          feature 1: has no rings; an outline was expected
        "#);
    assert_snapshot!(with_geometry(json!({ "type": "Polygon", "coordinates": [[[0, 0], [1, 1], [0, 0]]] })), @r#"
        1 problem in the areas:
          feature 1: a ring has 3 positions; at least 4 were expected, the last equal to the first
        "#);
    assert_snapshot!(
        with_geometry(json!({ "type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]] })), @r#"
        1 problem in the areas:
          feature 1: a ring is not closed; its last position should equal its first
        "#);
    assert_snapshot!(with_geometry(
        json!({ "type": "Polygon", "coordinates": [[[331000.5, 436000], [1, 0], [1, 1], [331000.5, 436000]]] })), @r#"
        1 problem in the areas:
          feature 1: the position (331000.5, 436000) is no longitude and latitude; it looks projected (metres): convert the file to WGS 84 first
        "#);
    assert_snapshot!(
        with_geometry(json!({ "type": "Polygon", "coordinates": [[[0, 91], [1, 0], [1, 1], [0, 91]]] })), @r#"
        1 problem in the areas:
          feature 1: the position (0, 91) is out of range; longitude -180 to 180, latitude -90 to 90
        "#);
    assert_snapshot!(
        with_geometry(json!({ "type": "Polygon", "coordinates": [[[0], [1, 0], [1, 1], [0]]] })), @r#"
        1 problem in the areas:
          feature 1: the coordinates are not nested as a Polygon's are
        "#);
}

#[test]
fn parents_at_fault_are_told() {
    assert_snapshot!(refused(&collection(&[
        feature(&json!({ "code": "A", "name": "A", "parent": "B" })),
        feature(&json!({ "code": "B", "name": "B", "parent": "C" })),
        feature(&json!({ "code": "C", "name": "C", "parent": "A" })),
        feature(&json!({ "code": "D", "name": "D", "parent": "A" })),
        feature(&json!({ "code": "E", "name": "E", "parent": "E" })),
        feature(&json!({ "code": "F", "name": "F", "parent": "nowhere" })),
        feature(&json!({ "code": "G", "name": "G", "level": "sector" })),
        feature(&json!({ "code": "H", "name": "H", "level": "sector", "parent": "G" })),
    ])), @r#"
        6 problems in the areas:
          feature 1: "A" is, through its parents, its own parent: A > B > C > A
          feature 2: "B" is, through its parents, its own parent: B > C > A > B
          feature 3: "C" is, through its parents, its own parent: C > A > B > C
          feature 5: "E" is, through its parents, its own parent: E > E
          feature 6: its parent "nowhere" is no area of this file
          feature 8: "H" is a sector and its parent "G" a sector; a parent's level is wider
        "#);
}

#[test]
fn only_the_first_twenty_problems_are_listed() {
    let features: Vec<Value> = (0..50).map(|_| feature(&json!({ "name": "nameless" }))).collect();
    let Err(AreasError::Features { total, first }) = read_areas(&collection(&features)) else { panic!() };
    assert_eq!((total, first.len()), (50, 20));
}
