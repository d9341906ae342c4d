//! The columns of police.uk and where a file has them.

use super::error::{ImportError, shown};
use super::records::Record;

/// The names that police.uk gives its columns. A file has all of them, in any order, and no others.
pub const COLUMNS: [&str; 12] = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
];

/// How many columns hold text that is stored as it is.
pub(super) const TEXTS: usize = 9;

/// The names of the stored text columns, and from which column each comes.
pub(super) const STORED_TEXTS: [(&str, &str); TEXTS] = [
    ("crime_id", "Crime ID"),
    ("reported_by", "Reported by"),
    ("falls_within", "Falls within"),
    ("location", "Location"),
    ("lsoa_code", "LSOA code"),
    ("lsoa_name", "LSOA name"),
    ("kind", "Crime type"),
    ("outcome", "Last outcome category"),
    ("context", "Context"),
];

/// The place of the kind among the texts.
pub(super) const KIND: usize = 6;

/// Where a file has its columns.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub month: usize,
    pub lon: usize,
    pub lat: usize,
    pub texts: [usize; TEXTS],
}

impl Layout {
    /// Reads the header, the first record of a file.
    pub fn read(header: &Record<'_>) -> Result<Self, ImportError> {
        let names: Vec<&str> = header.cells().collect();
        if !names.iter().any(|name| COLUMNS.contains(name)) {
            return Err(ImportError::NoHeader { found: shown(&names.join(",")) });
        }
        let owned = |name: &&str| (*name).to_owned();
        let missing: Vec<String> = COLUMNS.iter().filter(|name| !names.contains(name)).map(owned).collect();
        let extra: Vec<String> =
            names.iter().filter(|name| !COLUMNS.contains(name)).take(20).map(|name| shown(name)).collect();
        let count = |wanted: &str| names.iter().filter(|name| **name == wanted).count();
        let repeated: Vec<String> = COLUMNS.iter().filter(|name| count(name) > 1).map(owned).collect();
        if !(missing.is_empty() && extra.is_empty() && repeated.is_empty()) {
            return Err(ImportError::WrongColumns { missing, extra, repeated });
        }
        let at = |wanted: &str| names.iter().position(|name| *name == wanted).unwrap_or(usize::MAX);
        Ok(Self {
            month: at("Month"),
            lon: at("Longitude"),
            lat: at("Latitude"),
            texts: STORED_TEXTS.map(|(_, column)| at(column)),
        })
    }
}
