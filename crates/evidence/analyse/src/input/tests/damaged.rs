//! Files that are not what they should be, and pipes that give one byte at a time.

use std::io::{Cursor, Read, Write};

use flate2::Compression;
use flate2::write::GzEncoder;

use super::table;
use crate::input::csv;

fn packed(text: &str) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// Gives one byte at a time.
struct Dripping<R>(R);

impl<R: Read> Read for Dripping<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into.get_mut(..1).unwrap_or_default())
    }
}

#[test]
fn gzip_is_read_in_one_piece_or_several() {
    let whole = table(&packed("a;b\n1;2\n3;4\n"), &["b"]).unwrap();
    assert_eq!(whole.numbers("b").unwrap(), [2.0, 4.0]);
    let pieces = [packed("a,b\n1,2\n"), packed("3,4\n")].concat();
    assert_eq!(table(&pieces, &["a"]).unwrap().numbers("a").unwrap(), [1.0, 3.0]);
}

#[test]
fn what_drips_is_read_as_what_flows() {
    let text = format!("{};b\n1;2\n", "a".repeat(9000));
    let read = csv::read(Dripping(Cursor::new(text)), "pipe", &["b"]).unwrap();
    assert_eq!(read.numbers("b").unwrap(), [2.0]);
}

#[test]
fn damage_is_told_in_a_sentence() {
    let long = format!("a,b\n1,2\n3,{}\n", "4".repeat(2 << 20));
    let quoted = format!("a,b\n1,\"{}\"\n", "2\n".repeat(1 << 20));
    let gzip = packed(&"a,b\n1,2\n".repeat(5000));
    let mut flipped = gzip.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0xff;
    let appended = [&gzip[..], b"trailing bytes"].concat();
    let after =
        "FILE cannot be read: after its end stand bytes that are no gzip: it was damaged, or something was appended";
    let cases: [(&[u8], &str); 9] = [
        (&appended, after),
        (long.as_bytes(), "FILE cannot be read: line 3 is longer than 1 MiB"),
        (quoted.as_bytes(), "line 2 of FILE is longer than 1 MiB"),
        (&gzip[..gzip.len() / 2], "FILE is truncated: it ends before its end"),
        (&flipped, "FILE "),
        (b"PK\x03\x04whatever", "FILE is a workbook or a zip file; save the table as CSV"),
        (b"PAR1", "FILE is not readable Parquet: "),
        (b"\xff\xfea\x00,\x00b\x00\n\x00", "line 1 of FILE is not UTF-8; save the file as UTF-8"),
        (b"a,b\n1,2\n1,2,3\n", "line 3 of FILE has 3 values where the header has 2"),
    ];
    for (bytes, told) in cases {
        let fault = table(bytes, &["b"]).unwrap_err();
        assert!(fault.starts_with(told), "{fault}");
        assert!(fault.lines().count() == 1 && fault.len() < 200, "{fault}");
    }
}

/// A few kilobytes that unpack to more than the memory are told early.
#[test]
fn a_gzip_file_that_is_a_trap_is_told() {
    let bomb = packed(&format!("a,b\n{}", "1,2\n".repeat(20 << 20)));
    let told = table(&bomb, &["b"]).unwrap_err();
    assert_eq!(told, "FILE cannot be read: it unpacks to more than 200 times its size, which no table does");
}

/// A file that would fill the memory is told before it does; the limit of the tests is small.
#[test]
fn more_than_is_held_is_told() {
    let long = format!("a,b\n{}", format!("{},1\n", "x".repeat(1 << 16)).repeat(3100));
    let told = table(long.as_bytes(), &["a"]).unwrap_err();
    assert!(
        told.starts_with("line ") && told.ends_with("of FILE: the columns asked for hold more than 192 MiB"),
        "{told}"
    );
    assert_eq!(table(long.as_bytes(), &["b"]).unwrap().rows(), 3100);
}
