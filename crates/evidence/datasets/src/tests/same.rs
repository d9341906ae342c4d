//! What must not make a difference: compression, the size of the pieces read, line ends, the order of columns.

use std::io::{ErrorKind, Read};

use proptest::prelude::*;

use super::super::locate::Remembered;
use super::super::row::Point;
use super::super::{COLUMNS, Imported, Locate, Summary, import};
use super::{SQUARES, gzip, imported, recounted, with_header};

/// Gives its bytes in pieces of the sizes told, over and over, and is interrupted between them.
struct Pieces<'a> {
    bytes: &'a [u8],
    sizes: Vec<usize>,
    at: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.at += 1;
        if self.at.is_multiple_of(3) {
            return Err(ErrorKind::Interrupted.into());
        }
        let size = self.sizes[self.at % self.sizes.len()].min(into.len());
        let (piece, rest) = self.bytes.split_at(size.min(self.bytes.len()));
        into[..piece.len()].copy_from_slice(piece);
        self.bytes = rest;
        Ok(piece.len())
    }
}

/// A cell as a file may hold it, with quotes, commas, line ends and letters of several bytes.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => Just(String::new()),
        4 => "[A-Za-z ]{1,12}",
        2 => "[\"',\n\r a-zéم🚓]{0,8}",
    ]
}

fn rows() -> impl Strategy<Value = Vec<Vec<String>>> {
    let month = (2020..2023, 1..13).prop_map(|(year, month)| format!("{year}-{month:02}"));
    let point = prop_oneof![
        1 => Just((String::new(), String::new())),
        4 => (-0.5..2.5f64, -0.5..1.5f64).prop_map(|(lon, lat)| (format!("{lon:.3}"), format!("{lat:.7}"))),
    ];
    let texts = prop::collection::vec(text(), 9);
    let row = (texts, month, point).prop_map(|(mut texts, month, (lon, lat))| {
        texts.splice(1..1, [month]);
        texts.splice(4..4, [lon, lat]);
        texts
    });
    prop::collection::vec(row, 1..40)
}

fn csv_of(header: &[&str], rows: &[Vec<String>], terminator: csv::Terminator) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(Vec::new());
    writer.write_record(header).unwrap();
    rows.iter().for_each(|row| writer.write_record(row).unwrap());
    writer.into_inner().unwrap()
}

fn but_for_the_content(one: &Imported) -> Imported {
    Imported { content_hash: super::super::ContentHash([0; 32]), ..one.clone() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn compression_and_pieces_make_no_difference(
        rows in rows(),
        sizes in prop::collection::vec(1..200usize, 1..6),
        cut in 0.0..1.0f64,
    ) {
        let plain = csv_of(&COLUMNS, &rows, csv::Terminator::Any(b'\n'));
        let (expected, stored) = imported(&plain).unwrap();
        prop_assert_eq!(expected.summary.read, rows.len() as u64);
        let at = (plain.len() as f64 * cut) as usize;
        let two_members = [gzip(&plain[..at]), gzip(&plain[at..])].concat();
        for file in [plain.clone(), gzip(&plain), two_members] {
            let pieces = Pieces { bytes: &file, sizes: sizes.clone(), at: 0 };
            let mut again = Vec::new();
            let other = import(pieces, &mut again, &*SQUARES, &mut |_, _| ()).unwrap();
            prop_assert_eq!(&other, &expected);
            prop_assert_eq!(&again, &stored);
        }
    }

    #[test]
    fn line_ends_marks_and_the_order_of_columns_change_nothing_but_the_content_hash(
        rows in rows(),
        order in Just((0..12).collect::<Vec<usize>>()).prop_shuffle(),
    ) {
        let (expected, _) = imported(&csv_of(&COLUMNS, &rows, csv::Terminator::Any(b'\n'))).unwrap();
        let expected = but_for_the_content(&expected);
        let windows = csv_of(&COLUMNS, &rows, csv::Terminator::CRLF);
        let marked = [b"\xef\xbb\xbf".to_vec(), windows.clone()].concat();
        let header: Vec<&str> = order.iter().map(|&at| COLUMNS[at]).collect();
        let turned: Vec<Vec<String>> =
            rows.iter().map(|row| order.iter().map(|&at| row[at].clone()).collect()).collect();
        for file in [windows, marked, csv_of(&header, &turned, csv::Terminator::Any(b'\n'))] {
            prop_assert_eq!(but_for_the_content(&imported(&file).unwrap().0), expected.clone());
        }
    }

    #[test]
    fn the_stored_columns_give_the_same_counts(rows in rows()) {
        let (one, stored) = imported(&csv_of(&COLUMNS, &rows, csv::Terminator::Any(b'\n'))).unwrap();
        let other = recounted(&stored).unwrap();
        prop_assert_eq!(other.counts, one.counts);
        prop_assert_eq!((other.summary, other.kinds, other.months), (one.summary, one.kinds, one.months));
    }

    #[test]
    fn a_remembered_area_is_the_true_one(points in prop::collection::vec((0..2000i32, 0..1000i32), 1..2000)) {
        let mut remembered = Remembered::new(&*SQUARES);
        for (x, y) in points {
            let point = Point { lon_e6: x * 1000 + 500, lat_e6: y * 1000 + 500 };
            let (lon, lat) = (f64::from(point.lon_e6) / 1e6, f64::from(point.lat_e6) / 1e6);
            prop_assert_eq!(remembered.locate(point).area, Locate::locate(&*SQUARES, lon, lat));
        }
    }
}

#[test]
fn rows_are_placed_outside_or_unplaced_and_never_merged() {
    let row = |lon: &str, lat: &str| format!(",2022-01,Force,Force,{lon},{lat},On or near Path,,,Burglary,,\n");
    let rows = [row("0.5", "0.5"), row("0.5", "0.5"), row("1.5", "0.5"), row("7", "0.5"), row("", "")].concat();
    let (imported, stored) = imported(&with_header(&rows)).unwrap();
    assert_eq!(imported.summary, Summary { read: 5, placed: 3, outside: 1, unplaced: 1, refused: 0 });
    let counts: Vec<(&str, u64)> = imported.counts.iter().map(|(cell, &count)| (cell.area.as_str(), count)).collect();
    assert_eq!(counts, [("", 2), ("east", 1), ("west", 2)]);
    assert_eq!(recounted(&stored).unwrap().summary, imported.summary);
}

#[test]
fn the_last_line_needs_no_end_and_empty_lines_are_no_rows() {
    let (imported, _) =
        imported(&with_header("\n,2022-01,F,F,,,,,,Burglary,,\r\n\r\n,2022-02,F,F,,,,,,Burglary,,")).unwrap();
    assert_eq!(imported.summary.read, 2);
}
