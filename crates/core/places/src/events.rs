//! What can happen to areas.

use serde::{Deserialize, Serialize};

use crate::Bilingual;

/// The one stream of all imports of areas: a later one replaces areas of an earlier one, so their order counts.
pub const AREAS: &str = "areas/all";

/// A file of areas was taken. Body: [`AreasImport`].
pub const AREAS_IMPORTED: &str = "areas.imported";
/// An area's team and how to reach it were set. Body: [`OfArea`]; private part [`TEAM`]: a [`Team`] as JSON.
pub const TEAM_SET: &str = "team.set";
/// What an area's team puts first was set. Body: [`OfArea`]; private part [`PRIORITIES`]: a list of [`Priority`] as JSON.
pub const PRIORITIES_SET: &str = "priorities.set";

/// The name of a private part.
pub const TEAM: &str = "team";
/// The name of a private part.
pub const PRIORITIES: &str = "priorities";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreasImport {
    /// The hash of the GeoJSON file.
    pub object: String,
    /// The hash of the file of populations.
    pub population: Option<String>,
    pub count: usize,
    pub code_property: String,
    pub name_property: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfArea {
    pub area: String,
}

/// The officers of an area and how to reach them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub officers: Vec<Officer>,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub email: String,
    /// Where to find them.
    #[serde(default)]
    pub office: Bilingual,
    /// When they can be reached.
    #[serde(default)]
    pub hours: Bilingual,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    pub name: Bilingual,
    #[serde(default)]
    pub rank: Bilingual,
    /// The year since which they have worked in this area.
    #[serde(default)]
    pub since: Option<i64>,
}

/// Something that an area's team puts first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    pub title: Bilingual,
    #[serde(default)]
    pub why: Bilingual,
    /// What is being done about it.
    #[serde(default)]
    pub doing: Bilingual,
}

/// The stream of an area's team.
pub fn team_stream(area: &str) -> String {
    format!("team/{area}")
}

/// The stream of an area's priorities.
pub fn priorities_stream(area: &str) -> String {
    format!("priorities/{area}")
}
