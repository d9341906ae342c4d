//! Measures the import: `import_rate INCIDENTS AREAS [TIMES]` imports a file's rows, repeated TIMES times, into a
//! temporary file and prints rows per second and the most memory held.
//!
//! The rows are repeated by the reader, so a file of any length can be imported without having one.

use std::io::{BufRead, BufReader, Cursor, Read, Write};

use comity_datasets::import;
use comity_kernel::clock::Stopwatch;
use comity_places::geometry::{AreaIndex, read_areas};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(incidents), Some(areas)) = (arguments.next(), arguments.next()) else {
        return Err("usage: import_rate INCIDENTS AREAS [TIMES]".into());
    };
    let times: usize = arguments.next().map_or(Ok(1), |times| times.parse())?;
    let areas = AreaIndex::new(read_areas(&std::fs::read(areas)?)?.shapes);
    let source = repeated(&incidents, times)?;
    let mut destination = tempfile::tempfile()?;
    let watch = Stopwatch::start();
    let imported = import(source, &mut destination, &areas, &mut |_, _| ())?;
    let seconds = watch.elapsed().as_secs_f64();
    let rate = imported.summary.read as f64 / seconds;
    let mut out = std::io::stdout();
    writeln!(out, "{:?}", imported.summary)?;
    writeln!(out, "{seconds:.3} s, {rate:.0} rows/s, {} bytes stored", imported.columns_bytes)?;
    for line in BufReader::new(std::fs::File::open("/proc/self/status")?).lines() {
        let line = line?;
        if line.starts_with("VmHWM") {
            writeln!(out, "most memory held: {}", line.trim_start_matches("VmHWM:").trim())?;
        }
    }
    Ok(())
}

fn repeated(file: &str, times: usize) -> Result<Box<dyn Read>, Box<dyn std::error::Error>> {
    if times == 1 {
        return Ok(Box::new(std::fs::File::open(file)?));
    }
    let bytes = std::fs::read(file)?;
    let mut text = Vec::new();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text)?;
    } else {
        text = bytes;
    }
    let mut rows = Cursor::new(text);
    let mut header = Vec::new();
    rows.read_until(b'\n', &mut header)?;
    let start = rows.position();
    Ok(Box::new(Cursor::new(header).chain(Repeated { rows: rows.into_inner(), start, at: start, left: times })))
}

struct Repeated {
    rows: Vec<u8>,
    start: u64,
    at: u64,
    left: usize,
}

impl Read for Repeated {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at >= self.rows.len() as u64 {
            self.left -= 1;
            self.at = self.start;
        }
        if self.left == 0 {
            return Ok(0);
        }
        let mut rest = self.rows.get(self.at as usize..).unwrap_or_default();
        let length = rest.read(into)?;
        self.at += length as u64;
        Ok(length)
    }
}
