//! Memory does not grow with the file.

use std::io::Read;

use super::super::import;
use super::{HEADER, SQUARES};

/// The header, then rows that the function makes.
struct Rows<F> {
    next: F,
    current: Vec<u8>,
    at: usize,
    left: u64,
}

impl<F: FnMut(u64) -> String> Read for Rows<F> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.current.len() && self.left > 0 {
            self.left -= 1;
            self.current = (self.next)(self.left).into_bytes();
            self.at = 0;
        }
        let length = (&self.current[self.at..]).read(into)?;
        self.at += length;
        Ok(length)
    }
}

/// Imports so many rows; how much more memory the process held at its peak than before, in bytes.
fn growth(rows: u64, next: impl FnMut(u64) -> String) -> u64 {
    let before = status("VmRSS:");
    let source = Rows { next, current: HEADER.into(), at: 0, left: rows };
    let imported = import(source, std::io::sink(), &*SQUARES, &mut |_, _| ()).unwrap();
    assert_eq!(imported.summary.read, rows);
    status("VmHWM:").saturating_sub(before)
}

fn status(key: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap();
    line.trim().trim_end_matches(" kB").parse::<u64>().unwrap() * 1024
}

/// The longest rows allowed fill a block soonest: 300 MB of them.
#[test]
fn a_file_of_very_long_rows_is_read_in_bounded_memory() {
    let long = "x".repeat(1_000_000);
    let growth = growth(300, |row| format!("{row},2022-01,F,F,0.5,0.5,{long}{row},,,Burglary,,\n"));
    assert!(growth < 200_000_000, "the import of 300 MB held {growth} bytes");
}

/// Takes long without optimisation: `cargo nextest run --release --run-ignored all -E 'test(ordinary_rows)'`.
#[test]
#[ignore = "takes a minute without optimisation"]
fn a_file_of_ordinary_rows_is_read_in_bounded_memory() {
    let growth = growth(3_000_000, |row| {
        let (id, lon, lat) = (row.wrapping_mul(0x9e37_79b9_7f4a_7c15), row % 2_000_000, row % 1_000_000);
        format!(
            "{id:064x},2022-{:02},F,F,{:.6},{:.6},On or near Path {},,,Burglary,,\n",
            row % 12 + 1,
            lon as f64 / 1e6,
            lat as f64 / 1e6,
            row % 1000
        )
    });
    assert!(growth < 100_000_000, "the import of 400 MB held {growth} bytes");
}
