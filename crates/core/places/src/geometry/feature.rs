//! One area as a file describes it.

use geo::MultiPolygon;

/// The place of an area in the hierarchy, from the widest to the narrowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    Country,
    Region,
    District,
    Sector,
    SubSector,
}

impl Level {
    pub const ALL: [Self; 5] = [Self::Country, Self::Region, Self::District, Self::Sector, Self::SubSector];

    /// The word used in files and addresses: `country`, `region`, `district`, `sector` or `sub-sector`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Region => "region",
            Self::District => "district",
            Self::Sector => "sector",
            Self::SubSector => "sub-sector",
        }
    }

    /// Reads one of the five words, exactly; anything else is `None`.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.word() == word)
    }
}

/// An area with its outline. `shape` has at least one polygon; its rings are closed and in WGS 84 degrees.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaShape {
    pub code: String,
    pub name: String,
    /// The code of the area above, which is in the same file.
    pub parent: Option<String>,
    pub level: Option<Level>,
    pub shape: MultiPolygon<f64>,
}
