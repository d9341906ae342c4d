//! Everything the demonstration consists of, as plain data.

use crate::bilingual::Bilingual;

/// The levels of areas, from the largest to the smallest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Country,
    Region,
    /// The town itself.
    District,
    Sector,
    SubSector,
}

impl Level {
    /// The word used in the GeoJSON's property `level`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::District => "district",
            Self::Sector => "sector",
            Self::SubSector => "sub-sector",
        }
    }
}

/// A node of the hierarchy.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub code: String,
    /// A short word for sign-in names, as `harbour`.
    pub slug: String,
    pub name: Bilingual,
    pub level: Level,
    pub parent: Option<String>,
    /// Inhabitants; known for sub-sectors only.
    pub population: Option<u32>,
    /// Closed rings in longitude and latitude, the outer one first and counter-clockwise.
    pub boundary: Vec<Vec<[f64; 2]>>,
}

/// A street by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Street {
    pub name: Bilingual,
}

/// The map point of a stretch of street between two crossings.
#[derive(Clone, Debug, PartialEq)]
pub struct StreetPoint {
    /// Longitude and latitude.
    pub at: [f64; 2],
    /// Metres east and north of the town's heart.
    pub metres: (f64, f64),
    /// The two crossings, in longitude and latitude.
    pub ends: [[f64; 2]; 2],
    /// Index into [`crate::Town::streets`].
    pub street: usize,
    /// Index of the sub-sector among the sub-sectors (see [`crate::Town::sub_sectors`]).
    pub quarter: usize,
}
