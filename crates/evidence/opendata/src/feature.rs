//! Features of GeoJSON, and lines of CSV.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use comity_places::Boundaries;
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::problem::{Answer, OpenDataError, written};

/// A feature of GeoJSON (RFC 7946).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Feature {
    r#type: &'static str,
    pub id: String,
    /// Null where there is none: counts have their area in a property.
    #[schema(value_type = Option<Object>, required)]
    geometry: Option<Value>,
    #[schema(value_type = Object)]
    pub properties: Value,
}

/// Features, and the rule that was applied to their numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FeatureCollection {
    pub r#type: &'static str,
    pub features: Vec<Feature>,
    pub rule: crate::data::rule::Rules,
}

impl Feature {
    /// # Errors
    /// [`OpenDataError::Written`].
    pub fn new(id: String, geometry: Option<Value>, properties: &impl Serialize) -> Answer<Self> {
        let properties = serde_json::to_value(properties).map_err(written)?;
        Ok(Self { r#type: "Feature", id, geometry, properties })
    }
}

/// The outline of an area as a geometry, in longitude and latitude.
pub fn outline(boundaries: &Boundaries, code: &str) -> Option<Value> {
    let shape = boundaries.shape(code)?;
    let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
    let polygons: Vec<Vec<Vec<[f64; 2]>>> = shape
        .shape
        .iter()
        .map(|polygon| {
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            rings.map(|ring| ring.coords().map(|at| [rounded(at.x), rounded(at.y)]).collect()).collect()
        })
        .collect();
    Some(json!({ "type": "MultiPolygon", "coordinates": polygons }))
}

/// The smallest rectangle around an area: west, south, east, north in degrees.
pub fn rectangle(boundaries: &Boundaries, code: &str) -> Option<[f64; 4]> {
    let points = boundaries.shape(code)?.shape.iter().flat_map(|polygon| polygon.exterior().coords());
    points
        .map(|at| [at.x, at.y, at.x, at.y])
        .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
}

/// Lists that are written piece by piece, with a comma between what one piece and the next hold.
#[derive(Debug, Default)]
pub struct Joined(Arc<AtomicBool>);

impl Joined {
    pub fn share(&mut self) -> Self {
        Self(Arc::clone(&self.0))
    }

    /// The items of one piece, without the brackets of the list.
    ///
    /// # Errors
    /// [`OpenDataError::Written`].
    pub fn json(&self, items: &[impl Serialize]) -> Answer<Vec<u8>> {
        let mut out = Vec::new();
        for item in items {
            if self.0.swap(true, Ordering::Relaxed) {
                out.extend_from_slice(b",\n");
            }
            serde_json::to_writer(&mut out, item).map_err(written)?;
        }
        Ok(out)
    }
}

/// # Errors
/// [`OpenDataError::Written`].
pub fn csv_lines(rows: impl IntoIterator<Item = Vec<String>>) -> Answer<Vec<u8>> {
    let failed = |error: String| OpenDataError::Written(format!("CSV: {error}"));
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|error| failed(error.to_string()))?;
    }
    writer.into_inner().map_err(|error| failed(error.to_string()))
}
