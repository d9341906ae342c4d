use std::fs::File;

use sha2::{Digest, Sha256};

use super::super::{Cell, ImportError, Month, Summary, import, read_counts};
use super::{lancashire, shared};

#[test]
fn a_year_of_lancashire_and_northumbria() {
    let areas = lancashire();
    let mut stored = tempfile::tempfile().unwrap();
    let mut told = Vec::new();
    let source = File::open(shared("policeuk/derived_asb_2022_12col.csv.gz")).unwrap();
    let size = source.metadata().unwrap().len();
    let imported = import(source, &mut stored, &areas, &mut |rows, bytes| told.push((rows, bytes))).unwrap();
    assert_eq!(imported.summary, Summary { read: 96_140, placed: 56_434, outside: 39_706, unplaced: 0, refused: 0 });
    assert_eq!(imported.kinds, ["Anti-social behaviour"]);
    assert_eq!(imported.months, (Month(2022 * 12), Month(2022 * 12 + 11)));
    assert_eq!(imported.counts.values().sum::<u64>(), 96_140);
    let outside = imported.counts.iter().filter(|(cell, _)| cell.area.is_empty()).map(|(_, count)| count).sum::<u64>();
    assert_eq!(outside, 39_706);
    assert_eq!(told.last(), Some(&(96_140, size)));
    assert!(told.is_sorted() && told.len() > 3, "progress was told {} times", told.len());

    let again = read_counts(stored).unwrap();
    assert_eq!(again.counts, imported.counts);
    assert_eq!((again.summary, again.kinds, again.months), (imported.summary, imported.kinds, imported.months));
}

#[test]
fn the_hashes_are_those_of_the_content_and_of_the_stored_bytes() {
    let plain = std::fs::read(shared("policeuk/sample_city_of_london_2019-01.csv")).unwrap();
    let mut stored = Vec::new();
    let imported = import(plain.as_slice(), &mut stored, &lancashire(), &mut |_, _| ()).unwrap();
    assert_eq!(imported.content_hash.0, <[u8; 32]>::from(Sha256::digest(&plain)));
    assert_eq!(imported.columns_hash.0, <[u8; 32]>::from(Sha256::digest(&stored)));
    assert_eq!(imported.columns_bytes, stored.len() as u64);
    assert_eq!(imported.content_hash.to_string().len(), 64);
}

#[test]
fn the_sample_of_the_city_of_london_keeps_every_row() {
    let source = File::open(shared("policeuk/sample_city_of_london_2019-01.csv")).unwrap();
    let imported = import(source, std::io::sink(), &lancashire(), &mut |_, _| ()).unwrap();
    assert_eq!(imported.summary, Summary { read: 24, outside: 24, ..Summary::default() });
    let theft = Cell { area: String::new(), month: Month::parse("2019-01").unwrap(), kind: "Bicycle theft".into() };
    assert_eq!(imported.counts.get(&theft), Some(&1));
}

#[test]
fn a_file_of_another_kind_is_refused_by_its_header() {
    let source = File::open(shared("policeuk/vancouver_2020.csv")).unwrap();
    let refused = import(source, std::io::sink(), &lancashire(), &mut |_, _| ()).unwrap_err();
    assert!(matches!(refused, ImportError::NoHeader { .. }), "{refused}");
}
