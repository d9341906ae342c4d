//! Writing an answer: for people, as JSON, and into files.

use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::Common;
use crate::answer::{Answer, Feature, Shape, Sheet};
use crate::fault::Fault;

/// Rows that are shown on the terminal; a file holds them all.
const SHOWN: usize = 24;

/// Looks at the output's names before any work is done.
pub fn check(common: &Common) -> Result<(), Fault> {
    common.out.iter().try_for_each(|path| form(path).map(|_| ()))
}

/// Prints the answer and writes its files.
pub fn write(common: &Common, answer: &Answer) -> Result<(), Fault> {
    for path in &common.out {
        let text = match form(path)? {
            Form::Csv => csv(&answer.sheet, path)?,
            Form::GeoJson => geojson(&answer.features, answer, path)?,
            Form::Svg => chart(answer, path)?.svg().into_bytes(),
            Form::Pdf => chart(answer, path)?.pdf(),
        };
        let wrong = |error: std::io::Error| Fault::output(format!("{} cannot be written: {error}", path.display()));
        File::create(path).and_then(|mut file| file.write_all(&text)).map_err(wrong)?;
    }
    let mut out = BufWriter::new(stdout().lock());
    let printed = if common.json { as_json(&mut out, answer) } else { for_people(&mut out, answer) };
    match printed.and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Fault::output(error.to_string())),
        _ => Ok(()),
    }
}

enum Form {
    Csv,
    GeoJson,
    Svg,
    Pdf,
}

fn form(path: &Path) -> Result<Form, Fault> {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Ok(Form::Csv),
        Some("geojson") => Ok(Form::GeoJson),
        Some("svg") => Ok(Form::Svg),
        Some("pdf") => Ok(Form::Pdf),
        _ => Err(Fault::input(format!("--out {}: the name must end in .csv, .geojson, .svg or .pdf", path.display()))),
    }
}

fn as_json(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    let warnings: Vec<Value> = answer
        .warnings
        .iter()
        .map(|caution| json!({"code": caution.code, "found": caution.found, "text": caution.text}))
        .collect();
    let whole = json!({
        "method": answer.method, "inputs": answer.inputs, "result": answer.result, "warnings": warnings,
    });
    serde_json::to_writer(&mut *out, &whole)?;
    writeln!(out)
}

fn for_people(out: &mut impl Write, answer: &Answer) -> std::io::Result<()> {
    writeln!(out, "{}\n", answer.sentence)?;
    table(out, &answer.sheet)?;
    for caution in &answer.warnings {
        let mark = if caution.found { "Warning" } else { "Note" };
        writeln!(out, "{mark}: {}", caution.text)?;
    }
    Ok(())
}

fn table(out: &mut impl Write, sheet: &Sheet) -> std::io::Result<()> {
    if sheet.rows.is_empty() {
        return Ok(());
    }
    let mut lines: Vec<Vec<String>> = vec![sheet.header.clone()];
    lines.extend(sheet.rows.iter().take(SHOWN).map(|row| row.iter().map(short).collect()));
    let widths: Vec<usize> = (0..sheet.header.len())
        .map(|at| lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0))
        .collect();
    for line in &lines {
        let cells: Vec<String> = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}")).collect();
        writeln!(out, "{}", cells.join("  "))?;
    }
    if sheet.rows.len() > SHOWN {
        let rest = sheet.rows.len() - SHOWN;
        writeln!(out, "and {rest} rows more; --out FILE.csv writes them all, --json prints everything")?;
    }
    writeln!(out)
}

/// A value as people read it: six digits of a number, nothing for what there is not.
fn short(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(value) if !number.is_i64() && !number.is_u64() => digits(value),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

fn digits(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        return format!("{value:.5e}");
    }
    let before = if size >= 1.0 { size.log10().floor() as usize + 1 } else { 1 };
    let text = format!("{value:.*}", 6_usize.saturating_sub(before));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

fn csv(sheet: &Sheet, path: &Path) -> Result<Vec<u8>, Fault> {
    if sheet.header.is_empty() {
        return Err(Fault::input(format!("--out {}: this method has no rows to write", path.display())));
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

fn geojson(features: &[Feature], answer: &Answer, path: &Path) -> Result<Vec<u8>, Fault> {
    if features.is_empty() {
        return Err(Fault::input(format!("--out {}: {} has no places to write", path.display(), answer.method)));
    }
    let features: Vec<Value> = features.iter().map(feature).collect();
    let whole: Map<String, Value> = Map::from_iter([
        ("type".to_owned(), json!("FeatureCollection")),
        ("features".to_owned(), Value::Array(features)),
    ]);
    serde_json::to_vec(&Value::Object(whole)).map_err(|error| Fault::output(error.to_string()))
}

fn feature(feature: &Feature) -> Value {
    let geometry = match &feature.shape {
        Shape::Point(x, y) => json!({"type": "Point", "coordinates": [x, y]}),
        Shape::Polygon(corners) => {
            let ring: Vec<Value> = corners.iter().chain(corners.first()).map(|(x, y)| json!([x, y])).collect();
            json!({"type": "Polygon", "coordinates": [ring]})
        }
    };
    json!({"type": "Feature", "geometry": geometry, "properties": feature.properties})
}

fn chart<'a>(answer: &'a Answer, path: &Path) -> Result<&'a comity_charts::Chart, Fault> {
    let none = || Fault::input(format!("--out {}: {} has no drawing", path.display(), answer.method));
    answer.chart.as_ref().ok_or_else(none)
}
