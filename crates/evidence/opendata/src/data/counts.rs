//! `/data/counts.*`: every published number, and every one that is withheld.

use std::collections::HashMap;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use comity_observatory::published::{self, Cell, Number, Release};
use comity_observatory::{Month, csv_cell};
use comity_places::Area;
use comity_web::{App, Visit};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;

use super::rule::{self, Rules};
use super::stream::{File, enter, in_pieces};
use super::{Filter, Selection};
use crate::asked::Asked;
use crate::feature::Feature;
use crate::problem::{Answer, RefusedOrAbsent, RefusedOrBusy, read, read_more};

/// A line of the file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Line {
    /// The code of an area; empty for the whole partnership.
    pub area: String,
    pub area_name: String,
    pub area_name_ar: String,
    /// The first month, `YYYY-MM`.
    pub from: String,
    /// The last month, `YYYY-MM`.
    pub to: String,
    /// As the files of incidents have it; null for all kinds of the release, empty where the files say none.
    #[schema(required)]
    pub kind: Option<String>,
    /// `published` or `withheld`.
    pub status: &'static str,
    /// Null where it is withheld.
    #[schema(required)]
    pub count: Option<i64>,
    pub release: String,
    /// `counts`, `points` or `as-source`.
    pub publication: &'static str,
    /// The hash of the rule that was applied; empty for what is published as in its source.
    pub rule: String,
}

/// All lines of a file as JSON.
#[derive(Debug, Serialize, ToSchema)]
#[allow(dead_code, reason = "describes what is written piece by piece")]
pub struct Counts {
    rule: Rules,
    counts: Vec<Line>,
}

/// Which lines are wanted.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub kinds: Vec<String>,
    pub months: (Month, Month),
}

impl Wanted {
    pub fn has(&self, cell: &Cell) -> bool {
        let kind = self.kinds.is_empty() || cell.kind.as_ref().is_some_and(|kind| self.kinds.contains(kind));
        kind && self.months.0 <= cell.months.0 && cell.months.1 <= self.months.1
    }
}

/// What every line needs beside its cell.
pub struct Lines {
    names: HashMap<String, (String, String)>,
    releases: HashMap<String, (&'static str, String)>,
}

impl Lines {
    pub fn new(areas: &[Area], releases: &[Release]) -> Self {
        let names = areas.iter().map(|area| (area.code.clone(), (area.names.en.clone(), area.names.ar.clone())));
        let rule = |release: &Release| {
            if release.publication == published::Publication::AsSource { String::new() } else { release.rule.clone() }
        };
        let of = |release: &Release| (release.reference.to_string(), (release.publication.as_str(), rule(release)));
        Self { names: names.collect(), releases: releases.iter().map(of).collect() }
    }

    pub fn line(&self, cell: &Cell) -> Line {
        let (area_name, area_name_ar) = self.names.get(&cell.area).cloned().unwrap_or_default();
        let (publication, rule) = self.releases.get(cell.release.as_str()).cloned().unwrap_or_default();
        Line {
            area: cell.area.clone(),
            area_name,
            area_name_ar,
            from: cell.months.0.to_string(),
            to: cell.months.1.to_string(),
            kind: cell.kind.clone(),
            status: status(cell.number),
            count: cell.number.known(),
            release: cell.release.to_string(),
            publication,
            rule,
        }
    }
}

pub fn status(number: Number) -> &'static str {
    match number {
        Number::Count(_) => "published",
        Number::AtLeast(_) => "at-least",
        Number::Withheld => "withheld",
    }
}

/// Names a number within all that is published.
pub fn id(cell: &Cell) -> String {
    let hash = Sha256::digest(format!("{}\n{:?}", cell.area, cell.kind).as_bytes());
    let short = hash.iter().take(8).fold(String::new(), |out, byte| format!("{out}{byte:02x}"));
    format!("{}.{}.{}.{short}", cell.release, cell.months.0, cell.months.1)
}

/// As a feature without a place on the map.
///
/// # Errors
/// [`crate::OpenDataError::Written`].
pub fn feature(lines: &Lines, cell: &Cell) -> Answer<Feature> {
    Feature::new(id(cell), None, &lines.line(cell))
}

/// Opens a file: what is asked, and the areas of which its pieces are.
async fn open(app: &App, visit: &Visit, filter: Filter) -> Answer<(Selection, String)> {
    let (selection, rules) = read(app, visit, move |tx| {
        let selection = Selection::read(tx, &filter)?;
        let rules = rule::applied(tx, &selection)?;
        Ok((selection, rules))
    })
    .await?;
    Ok((selection, rule::json(visit, &rules)?))
}

/// The areas of a selection, by code; the first stands for the whole partnership unless an area was named.
fn codes(selection: &Selection) -> Vec<String> {
    let whole = selection.of_area.is_none().then(String::new);
    whole.into_iter().chain(selection.areas.iter().map(|area| area.code.clone())).collect()
}

/// The lines of one area.
async fn of_area(app: App, selection: std::sync::Arc<Selection>, code: String) -> Answer<Vec<Line>> {
    read_more(&app, move |tx| {
        let wanted = Wanted { kinds: selection.kinds.clone(), months: selection.months };
        let lines = Lines::new(&selection.areas, &selection.releases);
        let cells = published::cells(tx, &code, &selection.releases)?;
        Ok(cells.iter().filter(|cell| wanted.has(cell)).map(|cell| lines.line(cell)).collect())
    })
    .await
}

const COLUMNS: [&str; 11] =
    ["area", "area_name", "area_name_ar", "from", "to", "kind", "status", "count", "release", "publication", "rule"];

/// Every published number as CSV. The kind `*` stands for all kinds of the release.
#[utoipa::path(get, path = "/data/counts.csv", tag = "files", params(Filter),
    responses((status = 200, body = String, content_type = "text/csv"),
        RefusedOrBusy))]
pub async fn csv(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File = File { kind: "text/csv; charset=utf-8", name: "counts.csv", rule: "/data/counts.rule.json" };
    let place = enter(visit.client)?;
    let (selection, _) = open(&app, &visit, filter).await?;
    let tag = selection.tag(FILE.name);
    if let Some(unchanged) = FILE.unchanged(&asked, &tag) {
        return Ok(unchanged);
    }
    let head = crate::feature::csv_lines([COLUMNS.map(str::to_owned).to_vec()])?;
    let (codes, selection) = (codes(&selection), std::sync::Arc::new(selection));
    let body = in_pieces(place, head, codes, Vec::new(), move |code| {
        let lines = of_area(app.clone(), std::sync::Arc::clone(&selection), code);
        async move { crate::feature::csv_lines(lines.await?.into_iter().map(row)) }
    });
    Ok(FILE.answer(body, &tag))
}

/// As CSV has it: all kinds of a release are written `*`.
fn row(line: Line) -> Vec<String> {
    let count = line.count.map(|count| count.to_string()).unwrap_or_default();
    let kind = line.kind.unwrap_or_else(|| "*".to_owned());
    let texts = [line.area, line.area_name, line.area_name_ar, line.from, line.to, kind].map(|text| csv_cell(&text));
    let words = [line.status.to_owned(), count, line.release, line.publication.to_owned(), line.rule];
    texts.into_iter().chain(words).collect()
}

/// Every published number as JSON.
#[utoipa::path(get, path = "/data/counts.json", tag = "files", params(Filter),
    responses((status = 200, body = Counts),
        RefusedOrBusy))]
pub async fn json(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File = File { kind: "application/json", name: "counts.json", rule: "/data/counts.rule.json" };
    let place = enter(visit.client)?;
    let (selection, rule) = open(&app, &visit, filter).await?;
    let tag = selection.tag(FILE.name);
    if let Some(unchanged) = FILE.unchanged(&asked, &tag) {
        return Ok(unchanged);
    }
    let head = format!("{{\"rule\":{rule},\"counts\":[").into_bytes();
    let (codes, selection) = (codes(&selection), std::sync::Arc::new(selection));
    let mut pieces = crate::feature::Joined::default();
    let body = in_pieces(place, head, codes, b"]}\n".to_vec(), move |code| {
        let lines = of_area(app.clone(), std::sync::Arc::clone(&selection), code);
        let pieces = pieces.share();
        async move { pieces.json(&lines.await?) }
    });
    Ok(FILE.answer(body, &tag))
}

/// Every published number as Parquet; the rule stands in the file's metadata under `comity.rule`.
#[utoipa::path(get, path = "/data/counts.parquet", tag = "files", params(Filter),
    responses((status = 200, body = Vec<u8>, content_type = "application/vnd.apache.parquet"),
        RefusedOrBusy))]
pub async fn parquet(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File =
        File { kind: "application/vnd.apache.parquet", name: "counts.parquet", rule: "/data/counts.rule.json" };
    let _place = enter(visit.client)?;
    let (selection, rule) = open(&app, &visit, filter).await?;
    let tag = selection.tag(FILE.name);
    if let Some(unchanged) = FILE.unchanged(&asked, &tag) {
        return Ok(unchanged);
    }
    let (codes, selection) = (codes(&selection), std::sync::Arc::new(selection));
    let mut file = super::parquet::CountsFile::new(rule)?;
    for code in codes {
        let lines = of_area(app.clone(), std::sync::Arc::clone(&selection), code).await?;
        file.add(&lines)?;
    }
    Ok(FILE.answer(Body::from(file.finish()?), &tag))
}

/// The rule that was applied to the counts.
#[utoipa::path(get, path = "/data/counts.rule.json", tag = "files", params(Filter),
    responses((status = 200, body = Rules),
        RefusedOrAbsent))]
pub async fn rule(State(app): State<App>, visit: Visit, Asked(filter): Asked<Filter>) -> Answer<Json<Rules>> {
    let rules = read(&app, &visit, move |tx| {
        let selection = Selection::read(tx, &filter)?;
        rule::applied(tx, &selection)
    })
    .await?;
    Ok(Json(rule::said(&visit, &rules)))
}
