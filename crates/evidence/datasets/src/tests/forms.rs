//! The same incidents as CSV, GeoJSON and Parquet.

use insta::assert_snapshot;

use super::super::*;
use super::{SQUARES, imported};

const CSV: &str =
    "id,date,type,longitude,latitude\na,2022-01-05,Burglary,0.5,0.5\nb,2022-02-05,Théft,1.5,0.5\nc,2022-02-06,,,\n";

fn taken(bytes: &[u8]) -> (Mapping, Imported, Vec<u8>) {
    let opened = Opened::open(bytes).unwrap();
    let mapping = opened.detect(&Choices::default(), &*SQUARES).unwrap();
    let mut stored = Vec::new();
    let imported = opened.import(&mapping, &mut stored, (&*SQUARES, i64::MAX), &mut |_, _| ()).unwrap();
    (mapping, imported, stored)
}

fn feature(id: &str, date: &str, kind: &str, at: &str) -> String {
    format!(r#"{{"type":"Feature","properties":{{"id":{id},"date":"{date}","type":{kind}}},"geometry":{at}}}"#)
}

fn collection(features: &[String]) -> Vec<u8> {
    let inner = features.join(",\n");
    format!("{{\"type\":\"FeatureCollection\",\"name\":\"features\",\n\"features\":[{inner}],\"last\":[1]}}\n")
        .into_bytes()
}

fn good() -> Vec<String> {
    vec![
        feature("\"a\"", "2022-01-05", "\"Burglary\"", r#"{"type":"Point","coordinates":[0.5,0.5]}"#),
        feature("\"b\"", "2022-02-05", "\"Th\\u00e9ft\"", r#"{"type":"Point","coordinates":[1.5,0.5,12]}"#),
        feature("\"c\"", "2022-02-06", "null", "null"),
    ]
}

#[test]
fn points_of_geojson_are_the_same_incidents() {
    let (_, csv, _) = taken(CSV.as_bytes());
    let bytes = collection(&good());
    let (mapping, json, _) = taken(&bytes);
    assert_eq!((json.counts, json.summary, json.kinds), (csv.counts, csv.summary, csv.kinds));
    assert_eq!((mapping.place.unwrap().x, mapping.id.as_deref()), ("geometry x".into(), Some("id")));
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    assert_eq!(json.content_hash.0, <[u8; 32]>::from(hash));
}

#[test]
fn damaged_geojson_is_told() {
    let refused = |bytes: &[u8]| {
        let opened = Opened::open(bytes)?;
        let mapping = opened.detect(&Choices::default(), &*SQUARES)?;
        opened.import(&mapping, std::io::sink(), (&*SQUARES, i64::MAX), &mut |_, _| ()).map(|_| ())
    };
    let told = |bytes: &[u8]| refused(bytes).unwrap_err().to_string();
    let with = |feature: String| collection(&[good(), vec![feature]].concat());
    let whole = collection(&good());
    assert_snapshot!(told(&whole[..whole.len() - 40]), @"the file is not the GeoJSON that was expected: the file ends in the middle");
    assert_snapshot!(told(b"{\"type\":\"Topology\"}"), @"the file is not the GeoJSON that was expected: expected a list of features");
    assert_snapshot!(told(&collection(&[])), @"the file has its header but no incidents");
    let line = feature("1", "2022-01-05", "\"x\"", r#"{"type":"LineString","coordinates":[[0,0],[1,1]]}"#);
    assert_snapshot!(told(&with(line)), @r#"
        1 line cannot be read, so the file was refused:
          line 5: expected a point or no geometry, found "LineString"
        "#);
    let other = good().remove(0).replace("\"id\"", "\"number\"");
    assert_snapshot!(told(&with(other)), @r#"
        1 line cannot be read, so the file was refused:
          line 5: expected the properties that the first feature has, found "number"
        "#);
}

/// What was stored once can be read again as a file of its own.
#[test]
fn parquet_is_read_by_its_columns() {
    let rows = "a,2022-01,F,F,0.5,0.5,Path,E1,,Burglary,,\n,2022-02,F,F,,,,,,Théft,Charged,\n";
    let (first, stored) = imported(&super::with_header(rows)).unwrap();
    let opened = Opened::open(stored.as_slice()).unwrap();
    assert!(opened.header().contains(&"lsoa_code".to_owned()));
    let mapping = Mapping {
        mapping: 1,
        subject: Subject::Incidents,
        id: Some("crime_id".into()),
        time: Time::Month { column: "location".into(), format: "%Y-%m".into() },
        place: None,
        kind: Kind::Column("kind".into()),
        outcome: Some("outcome".into()),
        texts: vec![Text { column: "crime_id".into(), stored: "crime_id".into() }],
    };
    let told = opened.import(&mapping, std::io::sink(), (&*SQUARES, i64::MAX), &mut |_, _| ()).unwrap_err();
    assert!(told.to_string().contains("line 1, location: expected a month"), "{told}");
    let opened = Opened::open(stored.as_slice()).unwrap();
    let mapping = Mapping { time: Time::Month { column: "month".into(), format: "%m".into() }, ..mapping };
    assert!(opened.import(&mapping, std::io::sink(), (&*SQUARES, i64::MAX), &mut |_, _| ()).is_err());
    assert_eq!(first.kinds, ["Burglary", "Théft"]);
    assert!(Opened::open(&stored[..stored.len() - 8]).err().unwrap().to_string().contains("not the Parquet"));
}

/// A Parquet file of texts: the names of its columns, then its rows.
fn parquet_of(names: &[&str], rows: &[Vec<String>]) -> Vec<u8> {
    use parquet::data_type::{ByteArray, ByteArrayType};
    let columns: String = names.iter().map(|name| format!("REQUIRED BYTE_ARRAY {name} (STRING);")).collect();
    let schema = parquet::schema::parser::parse_message_type(&format!("message m {{{columns}}}")).unwrap();
    let mut writer =
        parquet::file::writer::SerializedFileWriter::new(Vec::new(), schema.into(), Default::default()).unwrap();
    let mut group = writer.next_row_group().unwrap();
    for at in 0..names.len() {
        let values: Vec<ByteArray> = rows.iter().map(|row| ByteArray::from(row[at].as_str())).collect();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&values, None, None).unwrap();
        column.close().unwrap();
    }
    group.close().unwrap();
    writer.into_inner().unwrap()
}

/// A row of Parquet may be as long as a line of CSV, and is told by its number if it is longer.
#[test]
fn a_parquet_row_that_is_too_long_is_told() {
    let names = ["id", "date", "type", "longitude", "latitude", "note"];
    let row = |note: usize| {
        let mut row: Vec<String> = ["a", "2022-01-05", "Burglary", "0.5", "0.5"].map(str::to_owned).into();
        row.push("x".repeat(note));
        row
    };
    let (_, taken_in, _) = taken(&parquet_of(&names, &[row(3), row(1024 * 1024 - 25)]));
    assert_eq!(taken_in.summary.read, 2);
    let bytes = parquet_of(&names, &[row(3), row(1024 * 1024), row(4)]);
    let opened = Opened::open(bytes.as_slice()).unwrap();
    let mapping = opened.detect(&Choices::default(), &*SQUARES).unwrap();
    let told = opened.import(&mapping, std::io::sink(), (&*SQUARES, i64::MAX), &mut |_, _| ()).unwrap_err();
    assert_snapshot!(told.to_string(), @r"
    1 line cannot be read, so the file was refused:
      line 2: expected a record of at most 1 MiB, found a longer one
    ");
}

/// What unpacks to far more than its size is refused before it fills the disk.
#[test]
fn a_packed_parquet_file_that_swells_is_refused() {
    let mut bytes = b"PAR1".to_vec();
    bytes.resize(80 * 1024 * 1024, 0);
    let refused = Opened::open(super::gzip(&bytes).as_slice()).err().unwrap();
    assert_snapshot!(refused.to_string(), @"the gzip file unpacks to more than 16 times its size, which no Parquet file does; unpack it and import that");
}
