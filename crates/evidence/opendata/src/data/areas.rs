//! `/data/areas.geojson`: the outlines of areas with their published totals.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use comity_observatory::Month;
use comity_observatory::published::{self, Number};
use comity_places::{Area, Boundaries};
use comity_store::Read;
use comity_web::{App, Visit};
use serde::Serialize;

use super::counts::status;
use super::stream::{File, enter, in_pieces};
use super::{Filter, Selection, rule};
use crate::asked::Asked;
use crate::feature::{Feature, FeatureCollection, Joined, outline};
use crate::problem::{Answer, ProblemDetails, read};

/// How many areas are written at once.
const TOGETHER: usize = 20;

#[derive(Serialize)]
struct Properties<'a> {
    code: &'a str,
    name: &'a str,
    name_ar: &'a str,
    level: Option<&'static str>,
    parent: Option<&'a str>,
    population: Option<i64>,
    from: String,
    to: String,
    status: &'static str,
    count: Option<i64>,
    at_least: Option<i64>,
}

/// Published totals by the code of the area, over these months.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub by_area: HashMap<String, Number>,
    pub months: Option<(Month, Month)>,
}

/// The totals of all areas.
///
/// # Errors
/// What the database says.
pub fn totals(tx: &mut Read<'_>, areas: &[Area], kinds: &[String], months: (Month, Month)) -> Answer<Totals> {
    let parents: BTreeSet<Option<String>> = areas.iter().map(|area| area.parent.clone()).collect();
    let mut found = Totals { months: Some(months).filter(|(first, last)| first <= last), ..Totals::default() };
    if found.months.is_none() {
        return Ok(found);
    }
    for area in parents {
        let filter = published::Filter { area, kinds: kinds.to_vec(), months: Some(months) };
        found.by_area.extend(published::counts(tx, &filter)?.map(|shown| shown.by_area).unwrap_or_default());
    }
    Ok(found)
}

/// An area with its outline.
///
/// # Errors
/// [`crate::OpenDataError::Written`].
pub fn feature(area: &Area, boundaries: &Boundaries, totals: &Totals) -> Answer<Feature> {
    let number = totals.by_area.get(&area.code).copied().unwrap_or(Number::Withheld);
    let month = |month: Option<Month>| month.map(|month| month.to_string()).unwrap_or_default();
    let properties = Properties {
        code: &area.code,
        name: &area.names.en,
        name_ar: &area.names.ar,
        level: area.level.map(comity_places::Level::word),
        parent: area.parent.as_deref(),
        population: area.population,
        from: month(totals.months.map(|months| months.0)),
        to: month(totals.months.map(|months| months.1)),
        status: status(number),
        count: number.known(),
        at_least: if let Number::AtLeast(least) = number { Some(least) } else { None },
    };
    Feature::new(area.code.clone(), outline(boundaries, &area.code), &properties)
}

/// Areas with their outlines and published totals.
#[utoipa::path(get, path = "/data/areas.geojson", tag = "files", params(Filter),
    responses((status = 200, body = FeatureCollection, content_type = "application/geo+json"),
        (status = 400, body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, body = ProblemDetails, content_type = "application/problem+json"),
        (status = 503, description = "Too many downloads at once", body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn geojson(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File = File { kind: "application/geo+json", name: "areas.geojson", rule: "/data/counts.rule.json" };
    let place = enter()?;
    let objects = app.ledger.objects().clone();
    let (selection, rules, totals, boundaries) = read(&app, &visit, move |tx| {
        let selection = Selection::read(tx, &filter)?;
        let rules = rule::applied(tx, &selection)?;
        let totals = totals(tx, &selection.areas, &selection.kinds, selection.months)?;
        Ok((selection, rules, totals, comity_places::boundaries(tx, &objects)?))
    })
    .await?;
    let tag = selection.tag(FILE.name);
    if let Some(unchanged) = FILE.unchanged(&asked, &tag) {
        return Ok(unchanged);
    }
    let head = format!("{{\"type\":\"FeatureCollection\",\"rule\":{},\"features\":[", rule::json(&visit, &rules)?);
    let pieces: Vec<Vec<Area>> = selection.areas.chunks(TOGETHER).map(<[Area]>::to_vec).collect();
    let (mut joined, totals) = (Joined::default(), Arc::new(totals));
    let body = in_pieces(place, head.into_bytes(), pieces, b"]}\n".to_vec(), move |areas| {
        let (joined, boundaries, totals) = (joined.share(), Arc::clone(&boundaries), Arc::clone(&totals));
        async move {
            let features: Answer<Vec<Feature>> = areas.iter().map(|area| feature(area, &boundaries, &totals)).collect();
            joined.json(&features?)
        }
    });
    Ok(FILE.answer(body, &tag))
}
