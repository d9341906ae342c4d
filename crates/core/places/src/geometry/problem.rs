//! What can be wrong with a file of areas.

use super::feature::Level;

/// How many problems of a file are listed one by one; the rest are counted.
pub const LISTED: usize = 20;

/// Why a file of areas was refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AreasError {
    #[error("the file is empty (0 bytes); a GeoJSON file with the areas was expected")]
    Empty,
    #[error("the file is not JSON: {0}; a GeoJSON file with the areas was expected")]
    NotJson(String),
    #[error("a GeoJSON FeatureCollection was expected, but the file holds {found}")]
    NotCollection { found: String },
    #[error("the FeatureCollection has no features; at least one area was expected")]
    NoFeatures,
    #[error(
        "the coordinates are in \"{found}\"; longitude and latitude in WGS 84 (CRS84 or EPSG:4326) were expected: \
         convert the file first"
    )]
    ForeignCrs { found: String },
    /// `first` holds at most [`LISTED`] problems out of `total`.
    #[error("{}", list(*total, first))]
    Features { total: usize, first: Vec<FeatureProblem> },
}

fn list(total: usize, first: &[FeatureProblem]) -> String {
    let head = match total {
        1 => "1 problem in the areas:".to_owned(),
        _ if total > first.len() => format!("{total} problems in the areas; the first {}:", first.len()),
        _ => format!("{total} problems in the areas:"),
    };
    first.iter().fold(head, |text, problem| format!("{text}\n  {problem}"))
}

/// One thing that is wrong with one feature. Features are counted from 1 in the order of the file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeatureProblem {
    #[error("feature {feature}: a GeoJSON Feature was expected, found {found}")]
    NotFeature { feature: usize, found: String },
    #[error("feature {feature}: has no code; a property such as \"code\", \"ward_code\" or \"WD22CD\" was expected")]
    NoCode { feature: usize },
    #[error("feature {feature}: has no name; a property such as \"name\", \"ward_name\" or \"WD22NM\" was expected")]
    NoName { feature: usize },
    #[error("feature {feature}: the {what} has {found} characters; at most {most} were expected")]
    TooLong { feature: usize, what: &'static str, found: usize, most: usize },
    #[error("feature {feature}: the code \"{code}\" is already used by feature {earlier}; each area needs its own")]
    Duplicate { feature: usize, code: String, earlier: usize },
    #[error("feature {feature}: a Polygon or MultiPolygon was expected, found {found}")]
    Geometry { feature: usize, found: String },
    #[error("feature {feature}: the coordinates are not nested as a {kind}'s are")]
    Nesting { feature: usize, kind: String },
    #[error("feature {feature}: has no rings; an outline was expected")]
    NoRings { feature: usize },
    #[error("feature {feature}: a ring has {found} positions; at least 4 were expected, the last equal to the first")]
    ShortRing { feature: usize, found: usize },
    #[error("feature {feature}: a ring is not closed; its last position should equal its first")]
    OpenRing { feature: usize },
    #[error(
        "feature {feature}: the position ({x}, {y}) is no longitude and latitude; it looks projected (metres): \
         convert the file to WGS 84 first"
    )]
    Projected { feature: usize, x: String, y: String },
    #[error("feature {feature}: the position ({x}, {y}) is out of range; longitude -180 to 180, latitude -90 to 90")]
    OutOfRange { feature: usize, x: String, y: String },
    #[error(
        "feature {feature}: the level \"{found}\" is unknown; country, region, district, sector or sub-sector \
         was expected"
    )]
    UnknownLevel { feature: usize, found: String },
    #[error("feature {feature}: its parent \"{parent}\" is no area of this file")]
    UnknownParent { feature: usize, parent: String },
    #[error("feature {feature}: \"{code}\" is a {} and its parent \"{parent}\" a {}; a parent's level is wider",
        level.word(), above.word())]
    LevelOrder { feature: usize, code: String, level: Level, parent: String, above: Level },
    #[error("feature {feature}: \"{code}\" is, through its parents, its own parent: {}", circle.join(" > "))]
    Circle { feature: usize, code: String, circle: Vec<String> },
}

/// Gathers problems: keeps the first [`LISTED`], counts all.
#[derive(Debug, Default)]
pub(super) struct Problems {
    total: usize,
    first: Vec<FeatureProblem>,
}

impl Problems {
    pub fn add(&mut self, problem: FeatureProblem) {
        self.total += 1;
        if self.first.len() < LISTED {
            self.first.push(problem);
        }
    }

    pub fn into_result(self) -> Result<(), AreasError> {
        if self.total == 0 { Ok(()) } else { Err(AreasError::Features { total: self.total, first: self.first }) }
    }
}
