//! A file of areas with its populations, read together: the same way when it is imported and when it is replayed.

use std::collections::HashMap;

use comity_store::{ObjectError, Objects};
use serde_json::Value;

use crate::events::AreasImport;
use crate::geometry::{self, AreaShape, AreasError, PopulationError, read_areas, read_population};

/// Why the files of an import cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error(transparent)]
    Areas(#[from] AreasError),
    #[error(transparent)]
    Population(#[from] PopulationError),
    #[error("the code \"{0}\" holds a slash or a control character; codes stand in addresses and cannot have them")]
    Code(String),
    #[error("the name of \"{0}\" holds a control character")]
    Name(String),
    #[error(transparent)]
    Object(#[from] ObjectError),
}

/// An area as its file has it, with what else is known of it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Described {
    pub shape: AreaShape,
    pub name_ar: Option<String>,
    pub population: Option<i64>,
}

/// What the files of an import hold.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct AreaFile {
    pub areas: Vec<Described>,
    pub code_property: String,
    pub name_property: String,
    /// Codes of the populations that are no area of this file.
    pub without_match: Vec<String>,
}

impl AreaFile {
    pub fn read(geojson: &[u8], population: Option<&[u8]>) -> Result<Self, FileError> {
        let geometry::Areas { shapes, code_property, name_property } = read_areas(geojson)?;
        let arabic = arabic_names(geojson);
        let mut figures: HashMap<String, Option<i64>> = HashMap::new();
        for figure in population.map(read_population).transpose()?.unwrap_or_default() {
            figures.insert(figure.code, figure.people.and_then(|people| i64::try_from(people).ok()));
        }
        let mut areas = Vec::with_capacity(shapes.len());
        for (at, shape) in shapes.into_iter().enumerate() {
            let name_ar = arabic.get(at).cloned().flatten();
            check(&shape, name_ar.as_deref())?;
            let population = figures.remove(&shape.code).flatten();
            areas.push(Described { shape, name_ar, population });
        }
        let mut without_match: Vec<String> = figures.into_keys().collect();
        without_match.sort_unstable();
        Ok(Self { areas, code_property, name_property, without_match })
    }

    /// Reads the files that an entry names.
    pub fn stored(import: &AreasImport, objects: &Objects) -> Result<Self, FileError> {
        let population = import.population.as_deref().map(|hash| objects.get(hash)).transpose()?;
        Self::read(&objects.get(&import.object)?, population.as_deref())
    }
}

fn check(shape: &AreaShape, name_ar: Option<&str>) -> Result<(), FileError> {
    if shape.code.chars().any(|c| c == '/' || c.is_control()) {
        return Err(FileError::Code(shape.code.escape_debug().to_string()));
    }
    if shape.name.chars().chain(name_ar.unwrap_or_default().chars()).any(char::is_control) {
        return Err(FileError::Name(shape.code.clone()));
    }
    Ok(())
}

/// The names in Arabic, for each feature in the order of the file: the property `name_ar` or `name:ar`.
fn arabic_names(geojson: &[u8]) -> Vec<Option<String>> {
    let geojson = geojson.strip_prefix(b"\xef\xbb\xbf").unwrap_or(geojson);
    let file: Value = serde_json::from_slice(geojson).unwrap_or_default();
    let name = |feature: &Value| {
        let properties = feature.get("properties")?;
        let name = properties.get("name_ar").or_else(|| properties.get("name:ar"))?.as_str()?.trim();
        (!name.is_empty() && name.chars().count() <= 200).then(|| name.to_owned())
    };
    let features = file.get("features").and_then(Value::as_array);
    features.map(|features| features.iter().map(name).collect()).unwrap_or_default()
}
