//! Every kind of damage, with the sentence that a person reads.

use std::io::{Error, Read, Write};

use insta::assert_snapshot;

use super::super::{ImportError, import};
use super::{HEADER, SQUARES, gzip, imported, recounted, with_header};

const GOOD: &str = ",2022-01,Force,Force,0.5,0.5,On or near Path,,,Burglary,,\n";

fn refused(bytes: &[u8]) -> String {
    imported(bytes).expect_err("this file should be refused").to_string()
}

fn refused_rows(rows: &str) -> String {
    refused(&with_header(rows))
}

/// A file in which the only row has other coordinates.
fn refused_at(lon: &str, lat: &str) -> String {
    refused_rows(&format!(",2022-01,Force,Force,{lon},{lat},On or near Path,,,Burglary,,\n"))
}

#[test]
fn files_that_are_no_text() {
    assert_snapshot!(refused(b""), @"the file is empty (0 bytes); a police.uk CSV file, plain or gzip, was expected");
    assert_snapshot!(refused(&gzip(b"")), @"the file is empty (0 bytes); a police.uk CSV file, plain or gzip, was expected");
    assert_snapshot!(refused(b"PK\x03\x04\x14\x00"), @"the file is a ZIP archive; unpack it and import each CSV file in it");
    assert_snapshot!(refused(b"\xff\xfeC\x00r\x00"), @"the file is in UTF-16; save it as UTF-8");
    assert_snapshot!(refused(b"\x89PNG\r\n\x1a\n\x00\x00"), @r#"
        1 line cannot be read, so the file was refused:
          line 1: expected text in UTF-8 (save the file as UTF-8, not as Latin-1 or Windows-1252), found "\x89PNG\r"
        "#);
}

#[test]
fn headers() {
    assert_snapshot!(refused(GOOD.as_bytes()), @r#"the first line is no header: the 12 column names of police.uk (Crime ID, Month, Reported by, Falls within, Longitude, Latitude, Location, LSOA code, LSOA name, Crime type, Last outcome category, Context) were expected, found ",2022-01,Force,Force,0.5,0.5,On or near Path,,,Burglary,,""#);
    assert_snapshot!(refused(b"\n\n"), @"the first line is no header: the 12 column names of police.uk (Crime ID, Month, Reported by, Falls within, Longitude, Latitude, Location, LSOA code, LSOA name, Crime type, Last outcome category, Context) were expected, found nothing");
    assert_snapshot!(refused(HEADER.as_bytes()), @"the file has its header but no incidents");
    assert_snapshot!(refused(HEADER.replace("Month,", "").as_bytes()), @"the columns do not fit: missing: Month");
    assert_snapshot!(refused(HEADER.replace("Month", "month").as_bytes()), @r#"the columns do not fit: missing: Month; not known: "month""#);
    assert_snapshot!(refused(HEADER.replace("Context", "Context,Ward,Notes").as_bytes()), @r#"the columns do not fit: not known: "Ward", "Notes""#);
    assert_snapshot!(refused(HEADER.replace("Context", "Context,Month").as_bytes()), @"the columns do not fit: more than once: Month");
    assert_snapshot!(refused(HEADER.replace(',', ";").as_bytes()), @r#"the first line is no header: the 12 column names of police.uk (Crime ID, Month, Reported by, Falls within, Longitude, Latitude, Location, LSOA code, LSOA name, Crime type, Last outcome category, Context) were expected, found "Crime ID;Month;Reported by;Falls within;Longitude;Latitude;L…""#);
    assert_snapshot!(refused(HEADER.replace("Context", "\"Context").as_bytes()), @r#"
        1 line cannot be read, so the file was refused:
          line 1: expected a closing quote before the end of the file, found "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,L…"
        "#);
}

#[test]
fn rows_of_another_form() {
    assert_snapshot!(refused_rows(&format!("{GOOD}one,two\n{GOOD}{}\n", ",".repeat(12))), @r#"
        2 lines cannot be read, so the file was refused:
          line 3: expected 12 cells, found 2
          line 5: expected 12 cells, found 13
        "#);
    assert_snapshot!(refused_rows(&GOOD.replace("Path", "5\" Path")), @r#"
        1 line cannot be read, so the file was refused:
          line 2: expected a cell with a quote to be enclosed in quotes, the quote doubled, found ",2022-01,Force,Force,0.5,0.5,On or near 5\" Path,,,Burglary,,"
        "#);
    assert_snapshot!(refused_rows(&GOOD.replace("On or near Path", "\"On\" or near Path")), @r#"
        1 line cannot be read, so the file was refused:
          line 2: expected a comma or the end of the line after a closing quote, found ",2022-01,Force,Force,0.5,0.5,\"On\" or near Path,,,Burglary,,"
        "#);
    assert_snapshot!(refused_rows(&GOOD.replace("On or near Path", "\"On or near Path")), @r#"
        1 line cannot be read, so the file was refused:
          line 2: expected a closing quote before the end of the file, found ",2022-01,Force,Force,0.5,0.5,\"On or near Path,,,Burglary,,"
        "#);
    let latin = [HEADER.as_bytes(), GOOD.as_bytes(), b",2022-01,Force,Force,0.5,0.5,Caf\xe9,,,Burglary,,\n"].concat();
    assert_snapshot!(refused(&latin), @r#"
        1 line cannot be read, so the file was refused:
          line 3: expected text in UTF-8 (save the file as UTF-8, not as Latin-1 or Windows-1252), found "ce,Force,0.5,0.5,Caf\xe9,,,Burglary,,"
        "#);
    assert_snapshot!(refused(HEADER.replace('\n', "\r").as_bytes()), @"the file has its header but no incidents");
}

#[test]
fn months() {
    for (month, count) in [("2022-13", 1), ("2022-00", 1), ("2022-1", 1), ("01/2022", 1), ("", 1), ("0202-01", 1)] {
        let text = refused_rows(&GOOD.replace("2022-01", month));
        assert_eq!(text.matches("line 2, Month").count(), count, "{text}");
    }
    assert_snapshot!(refused_rows(&GOOD.replace("2022-01", "2022-13")), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Month: expected a month as YYYY-MM, from 1900-01 to 2100-12, found "2022-13"
        "#);
}

#[test]
fn coordinates() {
    assert_snapshot!(refused_at("here", "0.5"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Longitude: expected a decimal number, found "here"
        "#);
    assert_snapshot!(refused_at("0.5", "1e1"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Latitude: expected a decimal number, found "1e1"
        "#);
    assert_snapshot!(refused_at("0.5", ""), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Latitude: expected a number, since the longitude is given, found nothing
        "#);
    assert_snapshot!(refused_at("", "0.5"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Longitude: expected a number, since the latitude is given, found nothing
        "#);
    assert_snapshot!(refused_at("180.000001", "0.5"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Longitude: expected degrees from -180 to 180, found "180.000001"
        "#);
    assert_snapshot!(refused_at("0.5", "-90.1"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Latitude: expected degrees from -90 to 90, found "-90.1"
        "#);
    assert_snapshot!(refused_at("491059.4824", "5459122.4178"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Longitude: expected degrees from -180 to 180, found "491059.4824"
        "#);
    assert_snapshot!(refused_at("NaN", "NaN"), @r#"
        1 line cannot be read, so the file was refused:
          line 2, Longitude: expected a decimal number, found "NaN"
        "#);
}

/// Where most points lie in the areas only the other way round, the file is refused, though some lie in them as they are.
#[test]
fn coordinates_that_are_mostly_exchanged() {
    let row = |lon: &str, lat: &str| format!(",2022-01,Force,Force,{lon},{lat},On or near Path,,,Burglary,,\n");
    let file = |right: usize, exchanged: usize| row("0.5", "0.5").repeat(right) + &row("0.5", "1.5").repeat(exchanged);
    let refused = imported(&with_header(&file(9, 11))).unwrap_err();
    assert!(matches!(refused, ImportError::Exchanged { points: 20, within: 11 }), "{refused}");
    let (taken, _) = imported(&with_header(&file(10, 10))).unwrap();
    assert_eq!((taken.summary.placed, taken.quality.places.exchanged), (10, 10));
}

#[test]
fn many_bad_lines_are_counted_and_twenty_listed() {
    let rows = format!("{GOOD}{}", GOOD.replace("2022-01", "soon")).repeat(30);
    let Err(ImportError::Lines { read, refused, first }) = imported(&with_header(&rows)) else { panic!() };
    assert_eq!((read, refused, first.len()), (60, 30, 20));
    assert_eq!((first[0].line, first[19].line), (3, 41));
    let text = ImportError::Lines { read, refused, first }.to_string();
    assert_snapshot!(text.lines().take(3).collect::<Vec<_>>().join("\n"), @r#"
        30 lines cannot be read, so the file was refused; the first 20:
          line 3, Month: expected a month as YYYY-MM, from 1900-01 to 2100-12, found "soon"
          line 5, Month: expected a month as YYYY-MM, from 1900-01 to 2100-12, found "soon"
        "#);
}

#[test]
fn damaged_gzip() {
    let whole = gzip(&with_header(&GOOD.repeat(2000)));
    for cut in [5, 12, whole.len() / 2, whole.len() - 9, whole.len() - 1] {
        assert!(matches!(imported(&whole[..cut]), Err(ImportError::GzipTruncated)), "cut at {cut}");
    }
    assert_snapshot!(refused(&whole[..whole.len() - 4]), @"the gzip file ends in the middle: it is truncated; fetch it again");
    assert_snapshot!(refused(&[whole.as_slice(), b"x"].concat()), @"after the end of the gzip data there are further bytes that are no gzip data; fetch the file again");
    assert_snapshot!(refused(&[whole.as_slice(), &[0; 512]].concat()), @"after the end of the gzip data there are further bytes that are no gzip data; fetch the file again");
    let mut wrong_sum = whole.clone();
    let at = whole.len() - 8;
    wrong_sum[at] ^= 1;
    assert_snapshot!(refused(&wrong_sum), @"the gzip file is damaged (corrupt gzip stream does not have a matching checksum); fetch it again");
    let mut broken = whole;
    broken[20..60].fill(0xff);
    assert!(matches!(imported(&broken), Err(ImportError::GzipDamaged(_) | ImportError::GzipTruncated)));
    assert_snapshot!(refused(b"\x1f\x8b\x00\x00\x00\x00\x00\x00\x00\x00\x00"), @"the gzip file is damaged (invalid gzip header); fetch it again");
}

#[test]
fn long_lines() {
    let row = |length| GOOD.replace("Path", &"x".repeat(length));
    imported(&with_header(&row(1024 * 1024 - GOOD.len() + 4 + 1))).unwrap();
    assert_snapshot!(refused_rows(&format!("{GOOD}{}", row(1024 * 1024 - GOOD.len() + 4 + 2))), @"line 3 is longer than 1 MiB (perhaps a quote is never closed); one incident a line was expected");
    let open = format!("{GOOD}\"{}", GOOD.repeat(20_000));
    assert_snapshot!(refused_rows(&open), @"line 3 is longer than 1 MiB (perhaps a quote is never closed); one incident a line was expected");
    // Without any line end the reading stops at once: this source would never end.
    let endless = import(std::io::repeat(b'a'), std::io::sink(), &*SQUARES, &mut |_, _| ()).unwrap_err();
    assert_snapshot!(endless.to_string(), @"line 1 is longer than 1 MiB (perhaps a quote is never closed); one incident a line was expected");
}

#[test]
fn too_many_kinds() {
    let rows: String = (0..1001).map(|kind| GOOD.replace("Burglary", &format!("kind {kind}"))).collect();
    assert_snapshot!(refused_rows(&rows), @"line 1002: more than 1000 different values in the column Crime type; it should hold a few categories");
}

/// Fails once its bytes are used up.
struct Broken<'a>(&'a [u8]);

impl Read for Broken<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.0.is_empty() { Err(Error::other("the disk is gone")) } else { self.0.read(into) }
    }
}

impl Write for Broken<'_> {
    fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
        Err(Error::other("no space is left"))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_medium_that_fails_is_told_from_a_file_that_is_wrong() {
    let plain = with_header(&GOOD.repeat(50));
    let packed = gzip(&plain);
    for bytes in [plain.as_slice(), &packed, &packed[..packed.len() / 2]] {
        let refused = import(Broken(bytes), std::io::sink(), &*SQUARES, &mut |_, _| ()).unwrap_err();
        assert_eq!(refused.to_string(), "the file could not be read: the disk is gone");
    }
    let refused = import(plain.as_slice(), Broken(b""), &*SQUARES, &mut |_, _| ()).unwrap_err();
    assert_snapshot!(refused.to_string(), @"the incidents could not be stored: no space is left");
}

#[test]
fn stored_columns_that_are_damaged_are_told() {
    let (_, stored) = imported(&with_header(GOOD)).unwrap();
    let told = |bytes: &[u8]| recounted(bytes).expect_err("these columns should be refused").to_string();
    assert_snapshot!(told(b""), @"the stored incidents cannot be read: EOF: Parquet file too small. Size is 0 but need 8");
    assert_snapshot!(told(&stored[..stored.len() - 4]), @"the stored incidents cannot be read: Parquet error: Invalid Parquet file. Corrupt footer");
    let mut renamed = stored.clone();
    for at in 0..stored.len() - 6 {
        if stored[at..].starts_with(b"lon_e6") {
            renamed[at] = b'x';
        }
    }
    assert_snapshot!(told(&renamed), @"the stored incidents cannot be read: lon_e6 is missing");
}
