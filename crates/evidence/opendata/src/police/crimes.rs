//! Incidents, one by one, as far as their points are published.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use comity_observatory::Month;
use comity_observatory::published::{self, PointsFilter, Publication, PublishedPoint};
use comity_shell::Words;
use comity_store::Read;
use comity_web::{App, Visit};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::{IntoParams, ToSchema};

use super::category::{ALL, category, kinds};
use super::force::known;
use crate::asked::{Asked, InPath, degrees, given, needed, published_month};
use crate::problem::{Answer, MOST, OpenDataError, RefusedOrBusy, read};
use crate::shape::{Shape, distance};

#[derive(Debug, Serialize, ToSchema)]
pub struct Crime {
    pub category: String,
    /// "Force" where it has a location.
    #[schema(required)]
    pub location_type: Option<&'static str>,
    #[schema(required)]
    pub location: Option<Location>,
    pub context: &'static str,
    #[schema(required)]
    pub outcome_status: Option<OutcomeStatus>,
    /// Always empty: what would follow one incident through files is not published.
    pub persistent_id: &'static str,
    /// The same for as long as its release stands, which never changes.
    pub id: u64,
    pub location_subtype: &'static str,
    /// `YYYY-MM`
    pub month: String,
}

/// A published point; never where it happened.
#[derive(Debug, Serialize, ToSchema)]
pub struct Location {
    pub latitude: String,
    pub street: Street,
    pub longitude: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Street {
    pub id: u64,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeStatus {
    pub category: String,
    /// Null: of outcomes no date is published.
    #[schema(required)]
    pub date: Option<String>,
}

/// Where and when: a point, or a shape.
#[derive(Clone, Debug, Deserialize, IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
pub struct Around {
    /// Latitude of the middle of a circle of one mile.
    #[param(value_type = Option<f64>, minimum = -90.0, maximum = 90.0)]
    pub lat: Option<String>,
    /// Longitude of the middle of a circle of one mile.
    #[param(value_type = Option<f64>, minimum = -180.0, maximum = 180.0)]
    pub lng: Option<String>,
    /// A shape of one's own: `lat,lng:lat,lng:lat,lng`.
    pub poly: Option<String>,
    /// `YYYY-MM`; the latest published month where it is absent.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    pub date: Option<String>,
    /// A location of another answer (only where the method takes one).
    #[param(ignore)]
    #[serde(default)]
    pub location_id: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AtLocation {
    /// The `id` of a street in another answer.
    #[param(value_type = Option<u64>)]
    pub location_id: Option<String>,
    /// Or a place, of which the nearest published point is meant: its latitude.
    #[param(value_type = Option<f64>, minimum = -90.0, maximum = 90.0)]
    pub lat: Option<String>,
    /// Its longitude.
    #[param(value_type = Option<f64>, minimum = -180.0, maximum = 180.0)]
    pub lng: Option<String>,
    /// `YYYY-MM`; the latest published month where it is absent.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    pub date: Option<String>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoLocation {
    #[param(required)]
    category: Option<String>,
    #[param(required)]
    force: Option<String>,
    /// `YYYY-MM`; the latest published month where it is absent.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    date: Option<String>,
}

/// Which of the drawn incidents of a month are meant.
#[derive(Clone, Debug)]
pub enum Where {
    Shape(Shape),
    /// A location by its id.
    Location(u64),
    /// The published point that is nearest to this one.
    Nearest {
        lat: f64,
        lon: f64,
    },
    Anywhere,
}

impl Around {
    /// # Errors
    /// What is missing or wrong.
    pub fn place(&self) -> Answer<Where> {
        if let Some(poly) = given(self.poly.as_ref()) {
            return Ok(Where::Shape(Shape::polygon(poly)?));
        }
        let (lat, lon) = middle(self.lat.as_ref(), self.lng.as_ref())?;
        Ok(Where::Shape(Shape::Mile { lat, lon }))
    }
}

fn middle(lat: Option<&String>, lng: Option<&String>) -> Answer<(f64, f64)> {
    let lat = degrees("lat", needed("lat", lat, "open-expected-around")?, 90.0)?;
    let lon = degrees("lng", needed("lng", lng, "open-expected-around")?, 180.0)?;
    Ok((lat, lon))
}

impl AtLocation {
    /// # Errors
    /// What is missing or wrong.
    pub fn place(&self) -> Answer<Where> {
        if given(self.lat.as_ref()).or(given(self.lng.as_ref())).is_none() {
            return location(self.location_id.as_ref());
        }
        let (lat, lon) = middle(self.lat.as_ref(), self.lng.as_ref())?;
        Ok(Where::Nearest { lat, lon })
    }
}

/// # Errors
/// [`OpenDataError::Missing`] or [`OpenDataError::Parameter`].
pub fn location(asked: Option<&String>) -> Answer<Where> {
    let text = needed("location_id", asked, "open-expected-location")?;
    let wrong = |_| OpenDataError::Parameter {
        name: "location_id",
        found: text.to_owned(),
        expected: "open-expected-location",
    };
    Ok(Where::Location(text.parse().map_err(wrong)?))
}

/// The drawn incidents of a month and of these kinds.
///
/// # Errors
/// [`OpenDataError::TooMany`], or what the database says.
pub fn drawn(tx: &mut Read<'_>, place: &Where, month: Month, kinds: Vec<String>) -> Answer<Vec<PublishedPoint>> {
    let within = match place {
        Where::Shape(shape) => Some(shape.within()),
        Where::Anywhere => None,
        Where::Location(_) | Where::Nearest { .. } => match point_of(tx, place, month)? {
            Some((lon, lat)) => Some([lon, lat, lon, lat]),
            None => return Ok(Vec::new()),
        },
    };
    // No kind at all is not every kind.
    if kinds.is_empty() {
        return Ok(Vec::new());
    }
    let filter = PointsFilter { within, months: Some((month, month)), kinds, ..PointsFilter::default() };
    let (mut found, mut all) = (Vec::new(), 0_i64);
    published::each_point(tx, &filter, |point| {
        if !matches!(place, Where::Shape(shape) if !shape.holds(point.lon_e6, point.lat_e6)) {
            all = all.saturating_add(point.count);
            found.push(point);
        }
        if all > MOST as i64 { Err(OpenDataError::TooMany) } else { Ok(()) }
    })?;
    Ok(found)
}

/// The published point with this number, or the nearest one to a place.
fn point_of(tx: &mut Read<'_>, place: &Where, month: Month) -> Answer<Option<(i32, i32)>> {
    let mut found: Option<(f64, (i32, i32))> = None;
    published::each_place(tx, (month, month), |lon_e6, lat_e6| {
        let away = match place {
            Where::Location(id) if location_id(lon_e6, lat_e6) == *id => 0.0,
            Where::Nearest { lat, lon } => distance((*lat, *lon), (f64::from(lat_e6) / 1e6, f64::from(lon_e6) / 1e6)),
            _ => return,
        };
        // Of points that are equally near, always the same.
        if found.is_none_or(|(least, known)| (away, (lon_e6, lat_e6)) < (least, known)) {
            found = Some((away, (lon_e6, lat_e6)));
        }
    })?;
    Ok(found.map(|(_, point)| point))
}

/// A number for a point on the map, the same in every release; small enough that every program reads it exactly.
pub fn location_id(lon_e6: i32, lat_e6: i32) -> u64 {
    // Mixes all bits so that no two points of a partnership share a number (SplitMix64).
    let mut z = (u64::from(lon_e6 as u32) << 32 | u64::from(lat_e6 as u32)).wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    (z ^ (z >> 31)) >> 11
}

pub fn place(words: Words<'_>, point: &PublishedPoint) -> Location {
    let degrees = |e6: i32| format!("{:.6}", f64::from(e6) / 1e6);
    let id = location_id(point.lon_e6, point.lat_e6);
    let name = if point.name.is_empty() {
        words.t("open-near-here").to_owned()
    } else {
        format!("{} {}", words.t("open-near"), point.name)
    };
    Location { latitude: degrees(point.lat_e6), street: Street { id, name }, longitude: degrees(point.lon_e6) }
}

/// The ids of the incidents at a point: of the release, the point, what tells it apart there, and a number.
pub fn ids(point: &PublishedPoint) -> impl Iterator<Item = u64> {
    let of = format!("{}\n{}\n{}\n{}\n{}", point.release, point.point, point.month, point.kind, point.outcome);
    (0..point.count).map(move |number| {
        let hash = Sha256::digest(format!("{of}\n{number}").as_bytes());
        hash.iter().take(8).fold(0u64, |id, byte| id << 8 | u64::from(*byte)) >> 11
    })
}

/// One object for each incident.
pub fn one_by_one(visit: &Visit, points: &[PublishedPoint]) -> Vec<Crime> {
    let words = visit.words();
    let crime = |point: &PublishedPoint, id: u64| Crime {
        category: category(&point.kind),
        location_type: Some("Force"),
        location: Some(place(words, point)),
        context: "",
        outcome_status: Some(OutcomeStatus { category: point.outcome.clone(), date: None })
            .filter(|outcome| !outcome.category.is_empty()),
        persistent_id: "",
        id,
        location_subtype: "",
        month: point.month.to_string(),
    };
    points.iter().flat_map(|point| ids(point).map(move |id| crime(point, id))).collect()
}

/// The kinds of crimes of a category that this month knows.
fn asked_kinds(tx: &mut Read<'_>, asked: &str, month: Month) -> Answer<Vec<String>> {
    let mut known = kinds(&published::releases(tx)?, Some(month));
    if asked == ALL {
        return Ok(known.into_values().flatten().collect());
    }
    known.remove(asked).ok_or_else(|| OpenDataError::NotThere(asked.to_owned()))
}

async fn listed(
    app: &App,
    visit: &Visit,
    place: Where,
    date: Option<String>,
    category: String,
) -> Answer<Json<Vec<Crime>>> {
    let points = read(app, visit, move |tx| {
        let Some(month) = published_month(tx, date.as_ref())? else { return Ok(Vec::new()) };
        let kinds = asked_kinds(tx, &category, month)?;
        drawn(tx, &place, month, kinds)
    })
    .await?;
    Ok(Json(one_by_one(visit, &points)))
}

/// A form that was posted, or why it cannot be read.
///
/// # Errors
/// [`OpenDataError::Unreadable`].
pub fn posted<T>(form: Result<Form<T>, FormRejection>) -> Answer<T> {
    form.map(|Form(form)| form).map_err(|error| OpenDataError::Unreadable(error.body_text()))
}

/// Incidents within one mile of a point, or within a shape.
#[utoipa::path(get, path = "/api/crimes-street/{category}", tag = "police.uk", params(("category" = String, Path), Around),
    responses((status = 200, body = Vec<Crime>),
        RefusedOrBusy))]
pub async fn street(
    State(app): State<App>,
    visit: Visit,
    InPath(category): InPath<String>,
    Asked(asked): Asked<Around>,
) -> Answer<Json<Vec<Crime>>> {
    listed(&app, &visit, asked.place()?, asked.date, category).await
}

/// The same, for shapes too long for an address.
#[utoipa::path(post, path = "/api/crimes-street/{category}", tag = "police.uk", params(("category" = String, Path)),
    request_body(content = Around, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Vec<Crime>),
        RefusedOrBusy))]
pub async fn street_posted(
    State(app): State<App>,
    visit: Visit,
    InPath(category): InPath<String>,
    form: Result<Form<Around>, FormRejection>,
) -> Answer<Json<Vec<Crime>>> {
    let asked = posted(form)?;
    listed(&app, &visit, asked.place()?, asked.date, category).await
}

/// Incidents at one published point, named by its number or as the nearest one to a place.
#[utoipa::path(get, path = "/api/crimes-at-location", tag = "police.uk", params(AtLocation),
    responses((status = 200, body = Vec<Crime>),
        RefusedOrBusy))]
pub async fn at_location(
    State(app): State<App>,
    visit: Visit,
    Asked(asked): Asked<AtLocation>,
) -> Answer<Json<Vec<Crime>>> {
    listed(&app, &visit, asked.place()?, asked.date, ALL.to_owned()).await
}

/// Incidents that are published one by one and not drawn: those without a place. Of what is published as counts none is
/// listed; the counts are in the files.
#[utoipa::path(get, path = "/api/crimes-no-location", tag = "police.uk", params(NoLocation),
    responses((status = 200, body = Vec<Crime>),
        RefusedOrBusy))]
pub async fn no_location(
    State(app): State<App>,
    visit: Visit,
    Asked(asked): Asked<NoLocation>,
) -> Answer<Json<Vec<Crime>>> {
    let asked_category = needed("category", asked.category.as_ref(), "open-expected-category")?.to_owned();
    known(&visit, needed("force", asked.force.as_ref(), "open-expected-force")?)?;
    let left = read(&app, &visit, move |tx| {
        let Some(month) = published_month(tx, asked.date.as_ref())? else { return Ok(Vec::new()) };
        let kinds = asked_kinds(tx, &asked_category, month)?;
        let mut left = undrawn(tx, month)?;
        left.retain(|(kind, _)| kinds.contains(kind));
        Ok(left.into_iter().map(|(kind, left)| (month, kind, left)).collect())
    })
    .await?;
    if left.iter().map(|(_, _, left)| *left).sum::<i64>() > MOST as i64 {
        return Err(OpenDataError::TooMany);
    }
    Ok(Json(
        left.iter().flat_map(|(month, kind, left)| (0..*left).map(|number| unplaced(*month, kind, number))).collect(),
    ))
}

/// Of each kind of what is published one by one, how many more there are than are drawn.
///
/// # Errors
/// What the database says.
pub fn undrawn(tx: &mut Read<'_>, month: Month) -> Answer<Vec<(String, i64)>> {
    let mut releases = published::releases(tx)?;
    releases.retain(|release| matches!(release.publication, Publication::Points | Publication::AsSource));
    let mut left: BTreeMap<String, i64> = BTreeMap::new();
    for cell in published::cells(tx, "", &releases)?.into_iter().filter(|cell| cell.months == (month, month)) {
        if let Some(kind) = cell.kind {
            *left.entry(kind).or_default() += cell.number.least();
        }
    }
    for (kind, drawn) in published::drawn_by_kind(tx, month)? {
        left.entry(kind).and_modify(|left| *left -= drawn);
    }
    Ok(left.into_iter().filter(|(_, left)| *left > 0).collect())
}

fn unplaced(month: Month, kind: &str, number: i64) -> Crime {
    let hash = Sha256::digest(format!("{month}\n{kind}\n{number}").as_bytes());
    Crime {
        category: category(kind),
        location_type: None,
        location: None,
        context: "",
        outcome_status: None,
        persistent_id: "",
        id: hash.iter().take(8).fold(0u64, |id, byte| id << 8 | u64::from(*byte)) >> 11,
        location_subtype: "",
        month: month.to_string(),
    }
}
