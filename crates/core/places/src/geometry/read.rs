//! Reading a file of areas.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::feature::{AreaShape, Level};
use super::problem::{AreasError, FeatureProblem, Problems};
use super::{crs, hierarchy, properties, rings};

const CODE_CHARACTERS: usize = 64;
const NAME_CHARACTERS: usize = 200;

/// The areas of a file, in its order, and the properties that were taken for code and name.
#[derive(Clone, Debug, PartialEq)]
pub struct Areas {
    pub shapes: Vec<AreaShape>,
    /// Such as `WD13CD`; `(id)` where the features' own GeoJSON ids were taken.
    pub code_property: String,
    pub name_property: String,
}

/// Reads a GeoJSON FeatureCollection of Polygons and MultiPolygons in WGS 84.
///
/// Code and name are found under the names that offices commonly use; `parent` (the code of the area above, in the same
/// file) and `level` are optional.
///
/// # Errors
/// One sentence for a file that is no such collection, or the first [`super::LISTED`] problems of its features.
pub fn read_areas(bytes: &[u8]) -> Result<Areas, AreasError> {
    let features = features(bytes)?;
    let described: Vec<&Map<String, Value>> =
        features.iter().filter_map(|feature| feature.get("properties")?.as_object()).collect();
    let code = properties::code_property(&described);
    let name = properties::name_property(&described, code.as_deref());
    let mut problems = Problems::default();
    let mut areas = Vec::with_capacity(features.len());
    let mut codes: HashMap<String, usize> = HashMap::new();
    for (at, feature) in features.iter().enumerate() {
        let number = at + 1;
        match area(number, feature, code.as_deref(), name.as_deref()) {
            Ok(area) => match codes.get(&area.code) {
                Some(&earlier) => problems.add(FeatureProblem::Duplicate { feature: number, code: area.code, earlier }),
                None => {
                    codes.insert(area.code.clone(), number);
                    areas.push((number, area));
                }
            },
            Err(problem) => problems.add(problem),
        }
    }
    if areas.len() == features.len() {
        // Parents are looked at only when every area could be read: else a missing one would be reported twice.
        hierarchy::check(&areas, &mut problems);
    }
    problems.into_result()?;
    Ok(Areas {
        shapes: areas.into_iter().map(|(_, area)| area).collect(),
        code_property: code.unwrap_or_else(|| "(id)".into()),
        name_property: name.unwrap_or_default(),
    })
}

fn features(bytes: &[u8]) -> Result<Vec<Value>, AreasError> {
    if bytes.is_empty() {
        return Err(AreasError::Empty);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut whole: Value = serde_json::from_slice(bytes).map_err(|cause| AreasError::NotJson(cause.to_string()))?;
    let kind = whole.get("type").and_then(Value::as_str);
    if kind != Some("FeatureCollection") {
        let found = kind.map_or_else(|| described(&whole), |kind| format!("a {}", shortened(kind)));
        return Err(AreasError::NotCollection { found });
    }
    if let Some(found) = crs::foreign(whole.get("crs")) {
        return Err(AreasError::ForeignCrs { found });
    }
    match whole.get_mut("features").map(Value::take) {
        Some(Value::Array(features)) if !features.is_empty() => Ok(features),
        _ => Err(AreasError::NoFeatures),
    }
}

fn area(number: usize, feature: &Value, code: Option<&str>, name: Option<&str>) -> Result<AreaShape, FeatureProblem> {
    if feature.get("type").and_then(Value::as_str) != Some("Feature") {
        return Err(FeatureProblem::NotFeature { feature: number, found: described(feature) });
    }
    let nothing = Map::new();
    let properties = feature.get("properties").and_then(Value::as_object).unwrap_or(&nothing);
    let own_id = || feature.as_object().and_then(|feature| properties::text(feature, "id"));
    let code = match code {
        Some(key) => properties::text(properties, key),
        None => own_id(),
    };
    let code = code.ok_or(FeatureProblem::NoCode { feature: number })?;
    let name =
        name.and_then(|key| properties::text(properties, key)).ok_or(FeatureProblem::NoName { feature: number })?;
    for (what, text, most) in [("code", &code, CODE_CHARACTERS), ("name", &name, NAME_CHARACTERS)] {
        let found = text.chars().count();
        if found > most {
            return Err(FeatureProblem::TooLong { feature: number, what, found, most });
        }
    }
    let level = properties::text(properties, "level").map(|word| {
        Level::from_word(&word).ok_or_else(|| FeatureProblem::UnknownLevel { feature: number, found: shortened(&word) })
    });
    let shape = rings::shape(number, feature.get("geometry").filter(|geometry| !geometry.is_null()))?;
    Ok(AreaShape { code, name, parent: properties::text(properties, "parent"), level: level.transpose()?, shape })
}

fn described(value: &Value) -> String {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object without a GeoJSON type",
    }
    .into()
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}
