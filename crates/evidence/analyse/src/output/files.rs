//! The files of an answer: rows, places and drawings. Each is there whole or not at all.

use std::collections::BTreeSet;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::answer::{Answer, Feature, Shape, Sheet};
use crate::fault::Fault;

enum Form {
    Csv,
    GeoJson,
    Svg,
    Pdf,
}

/// Looks at the output's names before any work is done: their endings, their folders, and that no two are the same.
pub fn check(paths: &[PathBuf]) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    for path in paths {
        form(path)?;
        if !seen.insert(path) {
            return Err(Fault::input(format!("--out {} is given twice", path.display())));
        }
        if path.is_dir() {
            return Err(cannot(path, &"it is a folder"));
        }
        let folder = folder(path);
        if !folder.is_dir() {
            return Err(cannot(path, &format!("there is no folder {}", folder.display())));
        }
    }
    Ok(())
}

/// Writes the answer's files: none of them before all are made, and never over a file that was read.
pub fn write(paths: &[PathBuf], answer: &Answer) -> Result<(), Fault> {
    let mut made = Vec::new();
    for path in paths {
        if was_read(path, answer) {
            return Err(Fault::input(format!("--out {} is a file that was read", path.display())));
        }
        let bytes = match form(path)? {
            Form::Csv => csv(&answer.sheet, answer, path)?,
            Form::GeoJson => geojson(&answer.features, answer, path)?,
            Form::Svg => chart(answer, path)?.svg().into_bytes(),
            Form::Pdf => chart(answer, path)?.pdf(),
        };
        made.push((path, bytes));
    }
    for (path, bytes) in made {
        place(path, &bytes).map_err(|error| cannot(path, &error))?;
    }
    Ok(())
}

fn cannot(path: &Path, why: &dyn std::fmt::Display) -> Fault {
    Fault::output(format!("{} cannot be written: {why}", path.display()))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn form(path: &Path) -> Result<Form, Fault> {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
    match ending.as_deref() {
        Some("csv") => Ok(Form::Csv),
        Some("geojson") => Ok(Form::GeoJson),
        Some("svg") => Ok(Form::Svg),
        Some("pdf") => Ok(Form::Pdf),
        _ => Err(Fault::input(format!("--out {}: the name must end in .csv, .geojson, .svg or .pdf", path.display()))),
    }
}

/// Whether this is one of the files that the answer's inputs name.
fn was_read(path: &Path, answer: &Answer) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let texts = answer.inputs.values().flat_map(|value| match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => Vec::from_iter(value.as_str()),
    });
    texts.into_iter().any(|text| Path::new(text).canonicalize().is_ok_and(|read| read == path))
}

/// Writes beside the place and moves there, so that whoever looks sees the old file or the new one. What is no file
/// (a pipe, a device) is written to as it is.
fn place(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // A link stays a link: the file behind it is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let there = fs::metadata(&target).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        return OpenOptions::new().write(true).open(&target)?.write_all(bytes);
    }
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = folder(&target).join(format!(".{name}.{}.part", std::process::id()));
    let written = OpenOptions::new().write(true).create_new(true).open(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        if let Some(there) = &there {
            file.set_permissions(there.permissions())?;
        }
        drop(file);
        fs::rename(&beside, &target)
    });
    if written.is_err() {
        let _ = fs::remove_file(&beside);
    }
    written
}

fn csv(sheet: &Sheet, answer: &Answer, path: &Path) -> Result<Vec<u8>, Fault> {
    if sheet.header.is_empty() {
        return Err(Fault::input(format!("--out {}: {} has no rows to write", path.display(), answer.method)));
    }
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    let wrong = |error: ::csv::Error| Fault::output(error.to_string());
    writer.write_record(&sheet.header).map_err(wrong)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(whole)).map_err(wrong)?;
    }
    writer.into_inner().map_err(|error| Fault::output(error.to_string()))
}

/// A value with its full precision.
fn whole(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: Value,
    properties: &'a Map<String, Value>,
}

/// One feature to a line, in the coordinates of the input.
fn geojson(features: &[Feature], answer: &Answer, path: &Path) -> Result<Vec<u8>, Fault> {
    if features.is_empty() {
        return Err(Fault::input(format!("--out {}: {} has no places to write", path.display(), answer.method)));
    }
    let mut bytes = b"{\"type\":\"FeatureCollection\",\"features\":[\n".to_vec();
    for (number, feature) in features.iter().enumerate() {
        if number > 0 {
            bytes.extend_from_slice(b",\n");
        }
        let written = Written { kind: "Feature", geometry: geometry(&feature.shape), properties: &feature.properties };
        serde_json::to_writer(&mut bytes, &written).map_err(|error| Fault::output(error.to_string()))?;
    }
    bytes.extend_from_slice(b"\n]}\n");
    Ok(bytes)
}

fn geometry(shape: &Shape) -> Value {
    match shape {
        Shape::Point(x, y) => json!({"type": "Point", "coordinates": [x, y]}),
        Shape::Polygon(corners) => {
            let mut ring = corners.clone();
            // RFC 7946: an outline runs against the clock.
            if twice_the_area(&ring) < 0.0 {
                ring.reverse();
            }
            let ring: Vec<[f64; 2]> = ring.iter().chain(ring.first()).map(|(x, y)| [*x, *y]).collect();
            json!({"type": "Polygon", "coordinates": [ring]})
        }
    }
}

/// Above zero where the corners run against the clock.
fn twice_the_area(corners: &[(f64, f64)]) -> f64 {
    let next = corners.iter().cycle().skip(1);
    let start = corners.first().copied().unwrap_or_default();
    corners.iter().zip(next).map(|(a, b)| (a.0 - start.0) * (b.1 - start.1) - (b.0 - start.0) * (a.1 - start.1)).sum()
}

fn chart<'a>(answer: &'a Answer, path: &Path) -> Result<&'a comity_charts::Chart, Fault> {
    let none = || Fault::input(format!("--out {}: {} has no drawing", path.display(), answer.method));
    answer.chart.as_ref().ok_or_else(none)
}
