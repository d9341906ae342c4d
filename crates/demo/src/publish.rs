//! Areas and population as the files that `comity import areas` reads.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::town::Area;

pub(crate) fn geojson(areas: &[Area]) -> String {
    let features: Vec<Value> = areas.iter().map(feature).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn feature(area: &Area) -> Value {
    json!({
        "type": "Feature",
        "properties": {
            "code": area.code,
            "name": area.name.en,
            "name_ar": area.name.ar,
            "parent": area.parent,
            "level": area.level.word(),
        },
        "geometry": { "type": "Polygon", "coordinates": area.boundary },
    })
}

pub(crate) fn population(areas: &[Area]) -> String {
    let mut csv = String::from("code,name,population\n");
    for area in areas {
        if let Some(people) = area.population {
            writeln!(csv, "{},{},{people}", area.code, area.name.en).unwrap_or_default();
        }
    }
    csv
}
