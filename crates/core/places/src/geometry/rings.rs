//! From a GeoJSON geometry to polygons, with every ring looked at.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use serde_json::Value;

use super::problem::FeatureProblem;

/// The largest absolute value a degree can have; anything beyond it is a length.
const WIDEST: f64 = 360.0;

type Position = Vec<f64>;
type Rings = Vec<Vec<Position>>;

/// Reads a Polygon or MultiPolygon. Heights and further numbers of a position are dropped.
pub(super) fn shape(feature: usize, geometry: Option<&Value>) -> Result<MultiPolygon<f64>, FeatureProblem> {
    let kind = geometry.and_then(|value| value.get("type")).and_then(Value::as_str);
    let coordinates = geometry.and_then(|value| value.get("coordinates")).unwrap_or(&Value::Null);
    let nesting = |kind: &str| FeatureProblem::Nesting { feature, kind: kind.to_owned() };
    let polygons: Vec<Rings> = match kind {
        Some("Polygon") => vec![serde::Deserialize::deserialize(coordinates).map_err(|_| nesting("Polygon"))?],
        Some("MultiPolygon") => serde::Deserialize::deserialize(coordinates).map_err(|_| nesting("MultiPolygon"))?,
        Some(other) => {
            return Err(FeatureProblem::Geometry { feature, found: other.chars().take(40).collect() });
        }
        None => return Err(FeatureProblem::Geometry { feature, found: "no geometry".into() }),
    };
    if polygons.is_empty() || polygons.iter().any(Vec::is_empty) {
        return Err(FeatureProblem::NoRings { feature });
    }
    polygons.into_iter().map(|rings| polygon(feature, rings)).collect::<Result<Vec<_>, _>>().map(MultiPolygon)
}

fn polygon(feature: usize, rings: Rings) -> Result<Polygon<f64>, FeatureProblem> {
    let mut rings = rings.into_iter().map(|ring| closed_ring(feature, &ring));
    let exterior = rings.next().unwrap_or(Err(FeatureProblem::NoRings { feature }))?;
    Ok(Polygon::new(exterior, rings.collect::<Result<_, _>>()?))
}

fn closed_ring(feature: usize, ring: &[Position]) -> Result<LineString<f64>, FeatureProblem> {
    let coordinates = ring.iter().map(|position| coordinate(feature, position)).collect::<Result<Vec<_>, _>>()?;
    if coordinates.len() < 4 {
        return Err(FeatureProblem::ShortRing { feature, found: coordinates.len() });
    }
    if coordinates.first() != coordinates.last() {
        return Err(FeatureProblem::OpenRing { feature });
    }
    Ok(LineString(coordinates))
}

fn coordinate(feature: usize, position: &[f64]) -> Result<Coord<f64>, FeatureProblem> {
    let (Some(&x), Some(&y)) = (position.first(), position.get(1)) else {
        return Err(FeatureProblem::Nesting { feature, kind: "Polygon".into() });
    };
    if x.abs() > WIDEST || y.abs() > WIDEST {
        return Err(FeatureProblem::Projected { feature, x: x.to_string(), y: y.to_string() });
    }
    if x.abs() > 180.0 || y.abs() > 90.0 {
        return Err(FeatureProblem::OutOfRange { feature, x: x.to_string(), y: y.to_string() });
    }
    Ok(Coord { x, y })
}
