//! Outcomes of drawn incidents, as far as the files of incidents say them.

use axum::Json;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use comity_observatory::published;
use comity_web::{App, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use super::category::kinds;
use super::crimes::{Around, Crime, drawn, location, one_by_one, posted};
use crate::asked::{Asked, InPath, given, published_month, slug};
use crate::problem::{Answer, OpenDataError, ProblemDetails, RefusedOrBusy, read};

#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    category: OutcomeCategory,
    /// Null: of outcomes no date is published.
    #[schema(required)]
    date: Option<String>,
    /// Always null: nothing of a person is published.
    #[schema(required)]
    person_id: Option<u64>,
    crime: Crime,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct OutcomeCategory {
    code: String,
    name: String,
}

/// A crime and what came of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct CrimeOutcomes {
    crime: Crime,
    outcomes: Vec<Outcome>,
}

async fn listed(app: &App, visit: &Visit, asked: Around) -> Answer<Json<Vec<Outcome>>> {
    let place = if given(asked.location_id.as_ref()).is_some() {
        location(asked.location_id.as_ref())?
    } else {
        asked.place()?
    };
    let points = read(app, visit, move |tx| {
        let Some(month) = published_month(tx, asked.date.as_ref())? else { return Ok(Vec::new()) };
        let kinds = kinds(&published::releases(tx)?, Some(month)).into_values().flatten().collect();
        let mut points = drawn(tx, &place, month, kinds)?;
        points.retain(|point| !point.outcome.is_empty());
        Ok(points)
    })
    .await?;
    let crimes = one_by_one(visit, &points);
    let outcome = |crime: Crime| {
        let name = crime.outcome_status.as_ref().map(|status| status.category.clone()).unwrap_or_default();
        Outcome { category: OutcomeCategory { code: slug(&name), name }, date: None, person_id: None, crime }
    };
    Ok(Json(crimes.into_iter().map(outcome).collect()))
}

/// Outcomes of the incidents of a month, at one published point, within one mile of a place, or within a shape.
#[utoipa::path(get, path = "/api/outcomes-at-location", tag = "police.uk",
    params(Around, ("location_id" = Option<u64>, Query)),
    responses((status = 200, body = Vec<Outcome>),
        RefusedOrBusy))]
pub async fn at_location(
    State(app): State<App>,
    visit: Visit,
    Asked(asked): Asked<Around>,
) -> Answer<Json<Vec<Outcome>>> {
    listed(&app, &visit, asked).await
}

/// The same, for shapes too long for an address.
#[utoipa::path(post, path = "/api/outcomes-at-location", tag = "police.uk",
    request_body(content = Around, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = Vec<Outcome>),
        RefusedOrBusy))]
pub async fn at_location_posted(
    State(app): State<App>,
    visit: Visit,
    form: Result<Form<Around>, FormRejection>,
) -> Answer<Json<Vec<Outcome>>> {
    listed(&app, &visit, posted(form)?).await
}

/// Outcomes by a crime's persistent id: none is published, so none is found.
#[utoipa::path(get, path = "/api/outcomes-for-crime/{persistent_id}", tag = "police.uk", params(("persistent_id" = String, Path)),
    responses((status = 200, body = CrimeOutcomes), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn for_crime(InPath(id): InPath<String>) -> Answer<Json<CrimeOutcomes>> {
    Err(OpenDataError::NotThere(id))
}
