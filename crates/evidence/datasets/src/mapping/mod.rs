//! Which column of a file is what.
//!
//! A mapping is data: it is [detected](detect) from the header and the first rows, shown to the person who imports,
//! saved as JSON, changed by hand where it is wrong, and kept with the dataset. What it does not name is not read.

mod detect;
mod known;
mod moments;
mod names;
mod place;
mod plan;
mod time;

use serde::{Deserialize, Serialize};

pub use detect::Choices;
pub(super) use detect::detect;
pub(super) use plan::{Plan, When};
pub use time::{Time, Z};

pub use known::COLUMNS;

/// The form of mapping that is read and written here.
pub const VERSION: u8 = 1;

/// What the rows of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// Something that happened: counted.
    Incidents,
    /// What became of an incident that another file tells; never counted as a further one.
    Outcomes,
    /// Somebody was stopped or searched: something the police did, not something that happened to a place.
    Stops,
}

impl Subject {
    pub const ALL: [Self; 3] = [Self::Incidents, Self::Outcomes, Self::Stops];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incidents => "incidents",
            Self::Outcomes => "outcomes",
            Self::Stops => "stops",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.as_str() == text)
    }
}

/// Which column of a file is what. Columns are named as the file's header names them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// [`VERSION`]
    pub mapping: u8,
    pub subject: Subject,
    /// The column with the incident's number, by which rows of two versions of a file are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub time: Time,
    /// `null` for a file without places.
    pub place: Option<Place>,
    pub kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// All other columns that are kept, as text.
    pub texts: Vec<Text>,
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// Longitude or easting.
    pub x: String,
    /// Latitude or northing.
    pub y: String,
    /// The coordinate reference system, as `EPSG:4326`.
    pub crs: String,
    /// What stands in both columns where there is no place, besides nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub none: Vec<String>,
    /// Whether `0, 0` says so too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub zero_is_none: bool,
}

/// What it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Column(String),
    /// One kind for the whole file.
    Fixed(String),
}

/// A column that is kept as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub column: String,
    /// The name of the stored column: small letters, digits and `_`.
    pub stored: String,
}

impl Mapping {
    /// Reads a mapping from JSON.
    ///
    /// # Errors
    /// A sentence that says what does not fit.
    pub fn from_json(text: &str) -> Result<Self, super::ImportError> {
        let read: Result<Self, _> = serde_json::from_str(text);
        let mapping = read.map_err(|error| super::ImportError::Mapping(error.to_string()))?;
        if mapping.mapping == VERSION {
            return Ok(mapping);
        }
        let told = format!("expected \"mapping\": {VERSION}, found {}", mapping.mapping);
        Err(super::ImportError::Mapping(told))
    }

    /// The mapping as it is shown and saved.
    ///
    /// # Errors
    /// Never for a mapping that was read or detected.
    pub fn to_json(&self) -> Result<String, super::ImportError> {
        serde_json::to_string_pretty(self).map_err(|error| super::ImportError::Mapping(error.to_string()))
    }
}
