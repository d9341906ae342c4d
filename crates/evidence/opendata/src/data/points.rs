//! `/data/points.*`: published points with what is drawn there.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use comity_observatory::published::{self, PointsFilter, PublishedPoint};
use comity_observatory::{Month, csv_cell};
use comity_web::{App, Visit};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::rule::{self, Rules};
use super::stream::{File, enter, in_pieces};
use super::{Filter, Selection};
use crate::asked::{Asked, months};
use crate::feature::{Feature, FeatureCollection, Joined, csv_lines};
use crate::problem::{Answer, RefusedOrAbsent, RefusedOrBusy, read, read_more};

#[derive(Serialize)]
struct Properties<'a> {
    area: &'a str,
    month: String,
    kind: &'a str,
    outcome: &'a str,
    place: &'a str,
    count: i64,
    release: &'a str,
}

/// What tells apart the rows of one point, in hexadecimal.
fn tells_apart(point: &PublishedPoint) -> String {
    let hash = Sha256::digest(format!("{}\n{}", point.kind, point.outcome).as_bytes());
    hash.iter().take(6).fold(String::new(), |out, byte| format!("{out}{byte:02x}"))
}

/// Names a row within all that is published.
pub fn id(point: &PublishedPoint) -> String {
    format!("{}.{}.{}.{}", point.release, point.point, point.month, tells_apart(point))
}

/// # Errors
/// [`crate::OpenDataError::Written`].
pub fn feature(point: &PublishedPoint) -> Answer<Feature> {
    let degrees = |e6: i32| f64::from(e6) / 1e6;
    let geometry = json!({ "type": "Point", "coordinates": [degrees(point.lon_e6), degrees(point.lat_e6)] });
    let properties = Properties {
        area: &point.area,
        month: point.month.to_string(),
        kind: &point.kind,
        outcome: &point.outcome,
        place: &point.name,
        count: point.count,
        release: point.release.as_str(),
    };
    Feature::new(id(point), Some(geometry), &properties)
}

/// The months of a selection, each a piece of the file.
fn pieces(selection: &Selection) -> Vec<Month> {
    let mut all = months(&selection.releases);
    all.retain(|month| selection.months.0 <= *month && *month <= selection.months.1);
    all.reverse();
    all
}

async fn of_month(app: App, selection: Arc<Selection>, month: Month) -> Answer<Vec<PublishedPoint>> {
    read_more(&app, move |tx| {
        let filter = PointsFilter {
            area: selection.of_area.clone(),
            months: Some((month, month)),
            kinds: selection.kinds.clone(),
            ..PointsFilter::default()
        };
        let mut found = published::points(tx, &filter)?;
        // What came out since the file was begun is left for the next one.
        found.retain(|point| selection.releases.iter().any(|release| release.reference == point.release));
        Ok(found)
    })
    .await
}

/// Published points with what is drawn there, as GeoJSON.
#[utoipa::path(get, path = "/data/points.geojson", tag = "files", params(Filter),
    responses((status = 200, body = FeatureCollection, content_type = "application/geo+json"),
        RefusedOrBusy))]
pub async fn geojson(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File = File { kind: "application/geo+json", name: "points.geojson", rule: "/data/points.rule.json" };
    let place = enter(visit.client)?;
    let (selection, rules) = read(&app, &visit, move |tx| {
        let selection = Selection::read(tx, &filter)?;
        let rules = rule::applied(tx, &selection)?;
        Ok((selection, rules))
    })
    .await?;
    let tag = selection.tag(FILE.name);
    if let Some(unchanged) = FILE.unchanged(&asked, &tag) {
        return Ok(unchanged);
    }
    let head = format!("{{\"type\":\"FeatureCollection\",\"rule\":{},\"features\":[", rule::json(&visit, &rules)?);
    let (pieces, selection, mut joined) = (pieces(&selection), Arc::new(selection), Joined::default());
    let body = in_pieces(place, head.into_bytes(), pieces, b"]}\n".to_vec(), move |month| {
        let (joined, points) = (joined.share(), of_month(app.clone(), Arc::clone(&selection), month));
        async move {
            let features: Answer<Vec<Feature>> = points.await?.iter().map(feature).collect();
            joined.json(&features?)
        }
    });
    Ok(FILE.answer(body, &tag))
}

const COLUMNS: [&str; 9] = ["longitude", "latitude", "area", "month", "kind", "outcome", "place", "count", "release"];

/// Published points with what is drawn there, as CSV.
#[utoipa::path(get, path = "/data/points.csv", tag = "files", params(Filter),
    responses((status = 200, body = String, content_type = "text/csv"),
        RefusedOrBusy))]
pub async fn csv(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File = File { kind: "text/csv; charset=utf-8", name: "points.csv", rule: "/data/points.rule.json" };
    let place = enter(visit.client)?;
    let selection = read(&app, &visit, move |tx| Selection::read(tx, &filter)).await?;
    let tag = selection.tag(FILE.name);
    if let Some(unchanged) = FILE.unchanged(&asked, &tag) {
        return Ok(unchanged);
    }
    let head = csv_lines([COLUMNS.map(str::to_owned).to_vec()])?;
    let (pieces, selection) = (pieces(&selection), Arc::new(selection));
    let body = in_pieces(place, head, pieces, Vec::new(), move |month| {
        let points = of_month(app.clone(), Arc::clone(&selection), month);
        async move { csv_lines(points.await?.iter().map(row)) }
    });
    Ok(FILE.answer(body, &tag))
}

fn row(point: &PublishedPoint) -> Vec<String> {
    let degrees = |e6: i32| format!("{:.6}", f64::from(e6) / 1e6);
    let texts = [&point.kind, &point.outcome, &point.name].map(|text| csv_cell(text));
    [degrees(point.lon_e6), degrees(point.lat_e6), csv_cell(&point.area), point.month.to_string()]
        .into_iter()
        .chain(texts)
        .chain([point.count.to_string(), point.release.to_string()])
        .collect()
}

/// The rule that was applied to the points.
#[utoipa::path(get, path = "/data/points.rule.json", tag = "files", params(Filter),
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
