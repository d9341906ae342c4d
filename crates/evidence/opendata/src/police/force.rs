//! The partnership as a force.

use axum::Json;
use comity_web::Visit;
use serde::Serialize;
use utoipa::ToSchema;

use crate::asked::{Base, InPath, force as the_force};
use crate::problem::{Answer, OpenDataError, ProblemDetails};

#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    pub id: String,
    pub name: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Force {
    id: String,
    name: String,
    #[schema(required)]
    description: Option<String>,
    url: String,
    #[schema(required)]
    telephone: Option<String>,
    engagement_methods: Vec<EngagementMethod>,
}

/// A way to reach the force. None is published for the partnership as a whole: residents turn to their neighbourhood's team.
#[derive(Debug, Serialize, ToSchema)]
pub struct EngagementMethod {
    title: String,
    url: String,
    #[schema(required)]
    description: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SeniorOfficer {
    name: String,
    rank: String,
    #[schema(required)]
    bio: Option<String>,
    contact_details: std::collections::BTreeMap<String, String>,
}

/// Whether this is the id of the force.
///
/// # Errors
/// [`OpenDataError::NotThere`].
pub fn known(visit: &Visit, id: &str) -> Answer<()> {
    if the_force(visit).0 == id { Ok(()) } else { Err(OpenDataError::NotThere(id.to_owned())) }
}

/// All forces: the partnership.
#[utoipa::path(get, path = "/api/forces", tag = "police.uk", responses((status = 200, body = Vec<Named>)))]
pub async fn forces(visit: Visit) -> Json<Vec<Named>> {
    let (id, name) = the_force(&visit);
    Json(vec![Named { id, name }])
}

/// The partnership.
#[utoipa::path(get, path = "/api/forces/{force}", tag = "police.uk", params(("force" = String, Path)),
    responses((status = 200, body = Force), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn force(visit: Visit, Base(url): Base, InPath(id): InPath<String>) -> Answer<Json<Force>> {
    known(&visit, &id)?;
    let (id, name) = the_force(&visit);
    Ok(Json(Force { id, name, description: None, url, telephone: None, engagement_methods: Vec::new() }))
}

/// The senior officers of the force: none are published here.
#[utoipa::path(get, path = "/api/forces/{force}/people", tag = "police.uk", params(("force" = String, Path)),
    responses((status = 200, body = Vec<SeniorOfficer>), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn people(visit: Visit, InPath(id): InPath<String>) -> Answer<Json<Vec<SeniorOfficer>>> {
    known(&visit, &id)?;
    Ok(Json(Vec::new()))
}
