//! The smallest areas as neighbourhoods.

use std::collections::{BTreeMap, HashSet};

use axum::Json;
use axum::extract::State;
use comity_places::{Area, Boundaries, Team, address, sort_by_name};
use comity_store::Read;
use comity_web::{App, Visit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::force::{Named, known};
use crate::asked::{Asked, Base, InPath, degrees, force, needed};
use crate::problem::{Answer, OpenDataError, ProblemDetails, RefusedOrAbsent, read};

#[derive(Debug, Serialize, ToSchema)]
pub struct Neighbourhood {
    id: String,
    name: String,
    #[schema(required)]
    description: Option<String>,
    /// How many people live there, as text; null where it is not known.
    #[schema(required)]
    population: Option<String>,
    /// The neighbourhood's page.
    url_force: String,
    contact_details: BTreeMap<&'static str, String>,
    links: Vec<NeighbourhoodLink>,
    #[schema(required)]
    centre: Option<Coordinates>,
    locations: Vec<Office>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct NeighbourhoodLink {
    title: String,
    url: String,
    #[schema(required)]
    description: Option<String>,
}

/// Degrees in WGS 84, as text.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Coordinates {
    pub latitude: String,
    pub longitude: String,
}

impl Coordinates {
    pub fn new(lat: f64, lon: f64) -> Self {
        Self { latitude: format!("{lat:.6}"), longitude: format!("{lon:.6}") }
    }
}

/// Where the team is found.
#[derive(Debug, Serialize, ToSchema)]
pub struct Office {
    #[schema(required)]
    name: Option<String>,
    r#type: &'static str,
    address: String,
    #[schema(required)]
    postcode: Option<String>,
    #[schema(required)]
    telephone: Option<String>,
    /// When the team can be reached.
    #[schema(required)]
    description: Option<String>,
    #[schema(required)]
    latitude: Option<String>,
    #[schema(required)]
    longitude: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Located {
    force: String,
    neighbourhood: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Point {
    /// Latitude and longitude in degrees, with a comma between them.
    #[param(required, pattern = r"^-?\d{1,2}(\.\d{1,9})?,-?\d{1,3}(\.\d{1,9})?$")]
    q: Option<String>,
}

/// The areas that have none below them.
pub fn smallest(areas: Vec<Area>) -> Vec<Area> {
    let parents: HashSet<String> = areas.iter().filter_map(|area| area.parent.clone()).collect();
    areas.into_iter().filter(|area| !parents.contains(&area.code)).collect()
}

/// An area of this code.
///
/// # Errors
/// [`OpenDataError::NotThere`], or what the database says.
pub fn area(tx: &mut Read<'_>, code: &str) -> Answer<Area> {
    comity_places::area(tx, code)?.ok_or_else(|| OpenDataError::NotThere(code.to_owned()))
}

/// The outermost ring of the largest part, as (longitude, latitude).
fn outline(boundaries: &Boundaries, code: &str) -> Vec<(f64, f64)> {
    let rings = boundaries.shape(code).into_iter().flat_map(|shape| shape.shape.iter()).map(|part| part.exterior());
    let points = rings.map(|ring| ring.coords().map(|at| (at.x, at.y)).collect::<Vec<_>>());
    points.max_by(|a, b| covered(a).total_cmp(&covered(b))).unwrap_or_default()
}

/// Twice the area that a ring covers, in square degrees: enough to compare.
fn covered(ring: &[(f64, f64)]) -> f64 {
    let pairs = ring.iter().zip(ring.iter().skip(1));
    pairs.map(|((ax, ay), (bx, by))| ax * by - bx * ay).sum::<f64>().abs()
}

/// The middle of the rectangle around a ring.
fn middle(ring: &[(f64, f64)]) -> Option<Coordinates> {
    let (first, rest) = ring.split_first()?;
    let start = (first.0, first.1, first.0, first.1);
    let (west, south, east, north) =
        rest.iter().fold(start, |(w, s, e, n), (x, y)| (w.min(*x), s.min(*y), e.max(*x), n.max(*y)));
    Some(Coordinates::new(f64::midpoint(south, north), f64::midpoint(west, east)))
}

/// The neighbourhoods of the force: its areas that have none below them.
#[utoipa::path(get, path = "/api/{force}/neighbourhoods", tag = "police.uk", params(("force" = String, Path)),
    responses((status = 200, body = Vec<Named>), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn neighbourhoods(
    State(app): State<App>,
    visit: Visit,
    InPath(force): InPath<String>,
) -> Answer<Json<Vec<Named>>> {
    known(&visit, &force)?;
    let mut areas = smallest(read(&app, &visit, |tx| Ok(comity_places::areas(tx)?)).await?);
    sort_by_name(&mut areas, visit.language);
    let named = |area: &Area| Named { id: area.code.clone(), name: area.name(visit.language).to_owned() };
    Ok(Json(areas.iter().map(named).collect()))
}

/// A neighbourhood. Wider areas have an answer too.
#[utoipa::path(get, path = "/api/{force}/{neighbourhood}", tag = "police.uk",
    params(("force" = String, Path), ("neighbourhood" = String, Path)),
    responses((status = 200, body = Neighbourhood), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn neighbourhood(
    State(app): State<App>,
    visit: Visit,
    Base(base): Base,
    InPath((force, code)): InPath<(String, String)>,
) -> Answer<Json<Neighbourhood>> {
    known(&visit, &force)?;
    let objects = app.ledger.objects().clone();
    let (area, team, boundaries) = read(&app, &visit, move |tx| {
        let area = area(tx, &code)?;
        let team = comity_places::team_of(tx, &area.path)?.map(|(_, team)| team).unwrap_or_default();
        Ok((area, team, comity_places::boundaries(tx, &objects)?))
    })
    .await?;
    let contact = [("telephone", &team.phone), ("email", &team.email)];
    Ok(Json(Neighbourhood {
        name: area.name(visit.language).to_owned(),
        description: None,
        population: area.population.map(|people| people.to_string()),
        url_force: format!("{base}{}", address(&area.code)),
        contact_details: contact
            .into_iter()
            .filter(|(_, text)| !text.is_empty())
            .map(|(name, text)| (name, text.clone()))
            .collect(),
        links: Vec::new(),
        centre: middle(&outline(&boundaries, &area.code)),
        locations: office(&visit, &team).into_iter().collect(),
        id: area.code,
    }))
}

fn office(visit: &Visit, team: &Team) -> Option<Office> {
    let text =
        |text: &comity_places::Bilingual| Some(text.get(visit.language).to_owned()).filter(|text| !text.is_empty());
    Some(Office {
        name: None,
        r#type: "office",
        address: text(&team.office)?,
        postcode: None,
        telephone: None,
        description: text(&team.hours),
        latitude: None,
        longitude: None,
    })
}

/// The outline of a neighbourhood; of one in several parts, that of the largest.
#[utoipa::path(get, path = "/api/{force}/{neighbourhood}/boundary", tag = "police.uk",
    params(("force" = String, Path), ("neighbourhood" = String, Path)),
    responses((status = 200, body = Vec<Coordinates>), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn boundary(
    State(app): State<App>,
    visit: Visit,
    InPath((force, code)): InPath<(String, String)>,
) -> Answer<Json<Vec<Coordinates>>> {
    known(&visit, &force)?;
    let objects = app.ledger.objects().clone();
    let ring = read(&app, &visit, move |tx| {
        let area = area(tx, &code)?;
        Ok(outline(&*comity_places::boundaries(tx, &objects)?, &area.code))
    })
    .await?;
    Ok(Json(ring.into_iter().map(|(lon, lat)| Coordinates::new(lat, lon)).collect()))
}

/// The neighbourhood that a point lies in.
#[utoipa::path(get, path = "/api/locate-neighbourhood", tag = "police.uk", params(Point),
    responses((status = 200, body = Located),
        RefusedOrAbsent))]
pub async fn locate(State(app): State<App>, visit: Visit, Asked(asked): Asked<Point>) -> Answer<Json<Located>> {
    let q = needed("q", asked.q.as_ref(), "open-expected-point")?;
    let wrong = || OpenDataError::Parameter { name: "q", found: q.to_owned(), expected: "open-expected-point" };
    let (lat, lon) = q.split_once(',').ok_or_else(wrong)?;
    let (lat, lon) = (degrees("q", lat, 90.0)?, degrees("q", lon, 180.0)?);
    let objects = app.ledger.objects().clone();
    let boundaries = read(&app, &visit, move |tx| Ok(comity_places::boundaries(tx, &objects)?)).await?;
    let code = boundaries.locate(lon, lat).ok_or_else(|| OpenDataError::NotThere(q.to_owned()))?;
    Ok(Json(Located { force: force(&visit).0, neighbourhood: code.to_owned() }))
}
