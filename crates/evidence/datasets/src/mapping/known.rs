//! Layouts that many publish alike, known by their column names alone.

use super::names::stored_names;
use super::{Kind, Mapping, Place, Subject, Text, Time, VERSION};

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

const OUTCOMES: [&str; 10] = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Outcome type",
];

const STOPS: [&str; 15] = [
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
];

/// A layout, by its columns.
pub struct Known {
    pub columns: &'static [&'static str],
    make: fn(&[&str], &str) -> Mapping,
}

/// Crimes, outcomes and stops as police.uk publishes them.
pub static POLICE_UK: [Known; 3] = [
    Known { columns: &COLUMNS, make: crimes },
    Known { columns: &OUTCOMES, make: outcomes },
    Known { columns: &STOPS, make: stops },
];

impl Known {
    /// Whether these are its columns, in any order.
    pub fn fits(&self, header: &[&str]) -> bool {
        header.len() == self.columns.len() && self.columns.iter().all(|name| header.contains(name))
    }

    /// Its mapping; `zone` is the time zone where hours are known.
    pub fn mapping(&self, zone: &str) -> Mapping {
        (self.make)(self.columns, zone)
    }
}

fn place() -> Option<Place> {
    Some(Place {
        x: "Longitude".into(),
        y: "Latitude".into(),
        crs: "EPSG:4326".into(),
        none: vec![],
        zero_is_none: false,
    })
}

/// The columns but for those that are something else.
fn texts(columns: &[&str], others: &[&str]) -> Vec<Text> {
    let kept: Vec<&str> = columns.iter().filter(|name| !others.contains(name)).copied().collect();
    stored_names(&kept)
}

fn crimes(columns: &[&str], _zone: &str) -> Mapping {
    let others = ["Month", "Longitude", "Latitude", "Crime type", "Last outcome category"];
    Mapping {
        mapping: VERSION,
        subject: Subject::Incidents,
        id: Some("Crime ID".into()),
        time: Time::Month { column: "Month".into(), format: "%Y-%m".into() },
        place: place(),
        kind: Kind::Column("Crime type".into()),
        outcome: Some("Last outcome category".into()),
        texts: texts(columns, &others),
    }
}

fn outcomes(columns: &[&str], _zone: &str) -> Mapping {
    Mapping {
        mapping: VERSION,
        subject: Subject::Outcomes,
        id: Some("Crime ID".into()),
        time: Time::Month { column: "Month".into(), format: "%Y-%m".into() },
        place: place(),
        kind: Kind::Fixed(String::new()),
        outcome: Some("Outcome type".into()),
        texts: texts(columns, &["Month", "Longitude", "Latitude", "Outcome type"]),
    }
}

fn stops(columns: &[&str], zone: &str) -> Mapping {
    Mapping {
        mapping: VERSION,
        subject: Subject::Stops,
        id: None,
        time: Time::moment("Date", "%Y-%m-%dT%H:%M:%S%:z", zone),
        place: place(),
        kind: Kind::Column("Type".into()),
        outcome: Some("Outcome".into()),
        texts: texts(columns, &["Date", "Longitude", "Latitude", "Type", "Outcome"]),
    }
}
