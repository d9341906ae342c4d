//! Makes a dataset of invented incidents: `incidents FOLDER ROWS` imports a file that is made as it is read and prints
//! the dataset's hash and its bytes.
//!
//! 200 areas, 120 months and 14 kinds, a few of which have most incidents; 500 places in each area, one incident in
//! fifty without one. Months come in order, as in files that are put together month by month; all else is mixed.

use std::io::{Read, Write};

use comity_datasets::{Locate, import};

const AREAS: u32 = 200;
const MONTHS: u64 = 120;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(folder), Some(rows)) = (arguments.next(), arguments.next()) else {
        return Err("usage: incidents FOLDER ROWS".into());
    };
    let rows: u64 = rows.parse()?;
    std::fs::create_dir_all(&folder)?;
    let mut file = tempfile::NamedTempFile::new_in(&folder)?;
    let source = Made { row: 0, rows, random: Random(7), text: HEADER.as_bytes().to_vec(), at: 0 };
    let imported = import(source, file.as_file_mut(), &Squares, &mut |_, _| ())?;
    file.persist(std::path::Path::new(&folder).join(imported.columns_hash.to_string()))?;
    writeln!(std::io::stdout(), "{} {}", imported.columns_hash, imported.columns_bytes)?;
    Ok(())
}

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n";

const KINDS: [&str; 14] = [
    "Violence and sexual offences",
    "Anti-social behaviour",
    "Shoplifting",
    "Criminal damage and arson",
    "Other theft",
    "Public order",
    "Vehicle crime",
    "Burglary",
    "Drugs",
    "Theft from the person",
    "Robbery",
    "Other crime",
    "Bicycle theft",
    "Possession of weapons",
];
const OUTCOMES: [&str; 5] =
    ["Under investigation", "Unable to prosecute suspect", "Local resolution", "Court result unavailable", ""];

/// The lines of the file, made as they are read.
struct Made {
    row: u64,
    rows: u64,
    random: Random,
    text: Vec<u8>,
    at: usize,
}

impl Read for Made {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() {
            self.text.clear();
            self.at = 0;
            let until = self.rows.min(self.row + 1000);
            while self.row < until {
                self.line()?;
                self.row += 1;
            }
        }
        let length = self.text.get(self.at..).unwrap_or_default().read(into)?;
        self.at += length;
        Ok(length)
    }
}

impl Made {
    fn line(&mut self) -> std::io::Result<()> {
        let month = 2014 * 12 + self.row * MONTHS / self.rows;
        let area = self.random.skewed(AREAS, 2);
        let kind = KINDS.get(self.random.skewed(14, 3) as usize).copied().unwrap_or_default();
        let outcome = OUTCOMES.get(self.random.skewed(5, 1) as usize).copied().unwrap_or_default();
        let place = self.random.skewed(500, 1);
        let (id, other) = (self.random.next(), self.random.next());
        write!(
            self.text,
            "{id:016x}{other:016x}{id:016x}{other:016x},{:04}-{:02},A force,A force,",
            month / 12,
            month % 12 + 1
        )?;
        match self.random.skewed(50, 1) {
            0 => write!(self.text, ",,No location,,,")?,
            _ => {
                let (lon, lat) = corner(area);
                let (x, y) = (f64::from(place % 25) * 4e-4, f64::from(place / 25) * 5e-4);
                let part = area * 3 + place % 3;
                write!(
                    self.text,
                    "{:.6},{:.6},On or near Street {place},E010{part:05},Town {part:03}A,",
                    lon + x,
                    lat + y
                )?;
            }
        }
        writeln!(self.text, "{kind},{outcome},")
    }
}

/// Areas are squares of a hundredth of a degree, twenty beside one another.
fn corner(area: u32) -> (f64, f64) {
    (-2.0 + f64::from(area % 20) * 0.01, 53.0 + f64::from(area / 20) * 0.01)
}

struct Squares;

impl Locate for Squares {
    fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        let (x, y) = ((lon + 2.000_000_1) * 100.0, (lat - 52.999_999_9) * 100.0);
        Some(x as u32 + y as u32 * 20).filter(|&area| area < AREAS)
    }

    fn code(&self, area: u32) -> &str {
        CODES
            .get_or_init(|| (0..AREAS).map(|area| format!("E0500{area:04}")).collect())
            .get(area as usize)
            .map_or("", |code| code)
    }
}

static CODES: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();

/// The same numbers each time (Knuth's multiplier of linear congruence).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 11
    }

    /// A number below `end`; the higher `power`, the more of them are small.
    fn skewed(&mut self, end: u32, power: i32) -> u32 {
        let uniform = self.next() as f64 / (1_u64 << 53) as f64;
        (f64::from(end) * uniform.powi(power)) as u32
    }
}
