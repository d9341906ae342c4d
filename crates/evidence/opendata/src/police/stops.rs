//! Stops and searches, where a dataset of them is published as points: the incidents of the kinds that police.uk has for
//! them. Their day and everything about the person stay unsaid.

use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use comity_observatory::published::{self, PublishedPoint};
use comity_web::{App, Visit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::category::{is_stop, stops};
use super::crimes::{Around, AtLocation, Location, Where, drawn, place, posted, undrawn};
use super::force::known;
use crate::asked::{Asked, needed, published_month};
use crate::problem::{Answer, MOST, OpenDataError, RefusedOrBusy, read};

#[derive(Debug, Serialize, ToSchema)]
pub struct Stop {
    r#type: String,
    involved_person: bool,
    /// Null: only the month is published.
    #[schema(required)]
    datetime: Option<String>,
    /// `YYYY-MM`
    month: String,
    #[schema(required)]
    operation: Option<bool>,
    #[schema(required)]
    operation_name: Option<String>,
    #[schema(required)]
    location: Option<Location>,
    #[schema(required)]
    gender: Option<String>,
    #[schema(required)]
    age_range: Option<String>,
    #[schema(required)]
    self_defined_ethnicity: Option<String>,
    #[schema(required)]
    officer_defined_ethnicity: Option<String>,
    #[schema(required)]
    legislation: Option<String>,
    #[schema(required)]
    object_of_search: Option<String>,
    #[schema(required)]
    outcome: Option<String>,
    #[schema(required)]
    outcome_linked_to_object_of_search: Option<bool>,
    #[schema(required)]
    removal_of_more_than_outer_clothing: Option<bool>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OfForce {
    #[param(required)]
    force: Option<String>,
    /// `YYYY-MM`; the latest published month where it is absent.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    date: Option<String>,
}

impl Stop {
    fn new(kind: &str, month: String, outcome: &str, location: Option<Location>) -> Self {
        Self {
            involved_person: !kind.eq_ignore_ascii_case("Vehicle search"),
            r#type: kind.to_owned(),
            datetime: None,
            month,
            operation: None,
            operation_name: None,
            location,
            gender: None,
            age_range: None,
            self_defined_ethnicity: None,
            officer_defined_ethnicity: None,
            legislation: None,
            object_of_search: None,
            outcome: Some(outcome.to_owned()).filter(|outcome| !outcome.is_empty()),
            outcome_linked_to_object_of_search: None,
            removal_of_more_than_outer_clothing: None,
        }
    }
}

async fn listed(app: &App, visit: &Visit, wanted: Where, date: Option<String>) -> Answer<Json<Vec<Stop>>> {
    let points = read(app, visit, move |tx| {
        let Some(month) = published_month(tx, date.as_ref())? else { return Ok(Vec::new()) };
        let kinds = stops(&published::releases(tx)?, month);
        drawn(tx, &wanted, month, kinds)
    })
    .await?;
    let words = visit.words();
    let stop = |point: &PublishedPoint| {
        Stop::new(&point.kind, point.month.to_string(), &point.outcome, Some(place(words, point)))
    };
    Ok(Json(points.iter().flat_map(|point| (0..point.count).map(move |_| stop(point))).collect()))
}

/// Stops within one mile of a point, or within a shape.
#[utoipa::path(get, path = "/api/stops-street", tag = "police.uk", params(Around),
    responses((status = 200, body = Vec<Stop>),
        RefusedOrBusy))]
pub async fn street(State(app): State<App>, visit: Visit, Asked(asked): Asked<Around>) -> Answer<Json<Vec<Stop>>> {
    listed(&app, &visit, asked.place()?, asked.date).await
}

/// The same, for shapes too long for an address.
#[utoipa::path(post, path = "/api/stops-street", tag = "police.uk",
    request_body(content = Around, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Vec<Stop>),
        RefusedOrBusy))]
pub async fn street_posted(
    State(app): State<App>,
    visit: Visit,
    form: Result<Form<Around>, FormRejection>,
) -> Answer<Json<Vec<Stop>>> {
    let asked = posted(form)?;
    listed(&app, &visit, asked.place()?, asked.date).await
}

/// Stops at one published point, named by its number or as the nearest one to a place.
#[utoipa::path(get, path = "/api/stops-at-location", tag = "police.uk", params(AtLocation),
    responses((status = 200, body = Vec<Stop>),
        RefusedOrBusy))]
pub async fn at_location(
    State(app): State<App>,
    visit: Visit,
    Asked(asked): Asked<AtLocation>,
) -> Answer<Json<Vec<Stop>>> {
    listed(&app, &visit, asked.place()?, asked.date).await
}

/// All drawn stops of a month.
#[utoipa::path(get, path = "/api/stops-force", tag = "police.uk", params(OfForce),
    responses((status = 200, body = Vec<Stop>),
        RefusedOrBusy))]
pub async fn force(State(app): State<App>, visit: Visit, Asked(asked): Asked<OfForce>) -> Answer<Json<Vec<Stop>>> {
    known(&visit, needed("force", asked.force.as_ref(), "open-expected-force")?)?;
    listed(&app, &visit, Where::Anywhere, asked.date).await
}

/// Stops that are published one by one and not drawn: those without a place.
#[utoipa::path(get, path = "/api/stops-no-location", tag = "police.uk", params(OfForce),
    responses((status = 200, body = Vec<Stop>),
        RefusedOrBusy))]
pub async fn no_location(
    State(app): State<App>,
    visit: Visit,
    Asked(asked): Asked<OfForce>,
) -> Answer<Json<Vec<Stop>>> {
    known(&visit, needed("force", asked.force.as_ref(), "open-expected-force")?)?;
    let left = read(&app, &visit, move |tx| {
        let Some(month) = published_month(tx, asked.date.as_ref())? else { return Ok(Vec::new()) };
        Ok(undrawn(tx, month)?
            .into_iter()
            .filter(|(kind, _)| is_stop(kind))
            .map(|(kind, left)| (month, kind, left))
            .collect())
    })
    .await?;
    if left.iter().map(|(_, _, left)| *left).sum::<i64>() > MOST as i64 {
        return Err(OpenDataError::TooMany);
    }
    let all =
        left.iter().flat_map(|(month, kind, left)| (0..*left).map(|_| Stop::new(kind, month.to_string(), "", None)));
    Ok(Json(all.collect()))
}
