//! `/data/areas.geojson`: the outlines of areas with their published totals.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use comity_observatory::Month;
use comity_observatory::published::{Basis, Number, Of};
use comity_places::{Area, Boundaries};
use comity_store::Read;
use comity_web::{App, Visit};
use serde::Serialize;

use super::counts::status;
use super::stream::{File, enter, in_pieces};
use super::{Filter, Selection, rule};
use crate::asked::Asked;
use crate::feature::{Feature, FeatureCollection, Joined, outline};
use crate::problem::{Answer, RefusedOrBusy, read};

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
    /// Stretches of months, `2026-01/2026-03`, of which all is published that is added up.
    covered: Vec<String>,
    kinds_not_counted: &'a [String],
}

/// Published totals by the code of the area, over these months.
#[derive(Clone, Debug, Default)]
pub struct Totals {
    pub by_area: HashMap<String, (Number, Of)>,
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
    let basis = Basis::read(tx, months)?;
    for area in parents {
        let Some(mut shown) = basis.counts(tx, area.as_deref(), kinds)? else { continue };
        let of = |(code, number): (String, Number)| {
            let of = shown.of_areas.remove(&code).unwrap_or_default();
            (code, (number, of))
        };
        found.by_area.extend(shown.by_area.into_iter().map(of));
    }
    Ok(found)
}

/// An area with its outline.
///
/// # Errors
/// [`crate::OpenDataError::Written`].
pub fn feature(area: &Area, boundaries: &Boundaries, totals: &Totals) -> Answer<Feature> {
    let nothing = (Number::Withheld, Of::default());
    let (number, of) = totals.by_area.get(&area.code).unwrap_or(&nothing);
    let number = *number;
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
        covered: of.covered.iter().map(|(first, last)| format!("{first}/{last}")).collect(),
        kinds_not_counted: &of.left_out,
    };
    Feature::new(area.code.clone(), outline(boundaries, &area.code), &properties)
}

/// Areas with their outlines and published totals.
#[utoipa::path(get, path = "/data/areas.geojson", tag = "files", params(Filter),
    responses((status = 200, body = FeatureCollection, content_type = "application/geo+json"),
        RefusedOrBusy))]
pub async fn geojson(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Asked(filter): Asked<Filter>,
) -> Answer<Response> {
    const FILE: File = File { kind: "application/geo+json", name: "areas.geojson", rule: "/data/counts.rule.json" };
    let place = enter(visit.client)?;
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
