//! Who works in a neighbourhood, when they can be met, and what they put first: as its public page shows it.

use std::collections::BTreeMap;

use axum::Extension;
use axum::Json;
use axum::extract::State;
use comity_kernel::Millis;
use comity_places::{Bilingual, Priority as SetPriority};
use comity_web::{App, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use super::force::known;
use super::neighbourhood::area;
use crate::asked::InPath;
use crate::meetings::{Meeting, Meetings};
use crate::problem::{Answer, ProblemDetails, read};

#[derive(Debug, Serialize, ToSchema)]
pub struct Officer {
    name: String,
    #[schema(required)]
    rank: Option<String>,
    #[schema(required)]
    bio: Option<String>,
    /// Of the team, since officers are reached through it.
    contact_details: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Event {
    title: String,
    r#type: &'static str,
    #[schema(required)]
    description: Option<String>,
    /// Null once it was erased.
    #[schema(required)]
    address: Option<String>,
    /// `YYYY-MM-DDTHH:MM:SS` in the partnership's time.
    start_date: String,
    #[schema(required)]
    end_date: Option<String>,
    contact_details: BTreeMap<&'static str, String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Priority {
    issue: String,
    /// What is being done about it.
    #[schema(required)]
    action: Option<String>,
    /// When the priorities were set: `YYYY-MM-DDTHH:MM:SS`.
    #[serde(rename = "issue-date")]
    issue_date: String,
    #[serde(rename = "action-date")]
    #[schema(required)]
    action_date: Option<String>,
}

/// Who works in a neighbourhood: its own team, or that of the nearest area above.
#[utoipa::path(get, path = "/api/{force}/{neighbourhood}/people", tag = "police.uk",
    params(("force" = String, Path), ("neighbourhood" = String, Path)),
    responses((status = 200, body = Vec<Officer>), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn people(
    State(app): State<App>,
    visit: Visit,
    InPath((force, code)): InPath<(String, String)>,
) -> Answer<Json<Vec<Officer>>> {
    known(&visit, &force)?;
    let team = read(&app, &visit, move |tx| {
        let area = area(tx, &code)?;
        Ok(comity_places::team_of(tx, &area.path)?.map(|(_, team)| team).unwrap_or_default())
    })
    .await?;
    let officer = |officer: &comity_places::Officer| Officer {
        name: officer.name.get(visit.language).to_owned(),
        rank: text(&visit, &officer.rank),
        bio: None,
        contact_details: BTreeMap::new(),
    };
    Ok(Json(team.officers.iter().map(officer).collect()))
}

fn text(visit: &Visit, text: &Bilingual) -> Option<String> {
    Some(text.get(visit.language).to_owned()).filter(|text| !text.is_empty())
}

/// The coming meetings of the forums that speak for a neighbourhood.
#[utoipa::path(get, path = "/api/{force}/{neighbourhood}/events", tag = "police.uk",
    params(("force" = String, Path), ("neighbourhood" = String, Path)),
    responses((status = 200, body = Vec<Event>), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn events(
    State(app): State<App>,
    Extension(Meetings(upcoming)): Extension<Meetings>,
    visit: Visit,
    InPath((force, code)): InPath<(String, String)>,
) -> Answer<Json<Vec<Event>>> {
    known(&visit, &force)?;
    let today = visit.today();
    let meetings = read(&app, &visit, move |tx| {
        let area = area(tx, &code)?;
        Ok(upcoming(tx, &area.path, today)?)
    })
    .await?;
    let event = |meeting: &Meeting| Event {
        title: meeting.names.get(visit.language).to_owned(),
        r#type: "meeting",
        description: None,
        address: meeting.place.clone(),
        start_date: format!("{}T{}:00", meeting.day, meeting.starts),
        end_date: None,
        contact_details: BTreeMap::new(),
    };
    Ok(Json(meetings.iter().map(event).collect()))
}

/// What a neighbourhood's team puts first.
#[utoipa::path(get, path = "/api/{force}/{neighbourhood}/priorities", tag = "police.uk",
    params(("force" = String, Path), ("neighbourhood" = String, Path)),
    responses((status = 200, body = Vec<Priority>), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn priorities(
    State(app): State<App>,
    visit: Visit,
    InPath((force, code)): InPath<(String, String)>,
) -> Answer<Json<Vec<Priority>>> {
    known(&visit, &force)?;
    let set = read(&app, &visit, move |tx| {
        let area = area(tx, &code)?;
        let Some((of, list)) = comity_places::priorities_of(tx, &area.path)? else { return Ok(None) };
        Ok(comity_places::priorities_set(tx, &of)?.map(|when| (when, list)))
    })
    .await?;
    let Some((when, list)) = set else { return Ok(Json(Vec::new())) };
    let when = local(&visit, when);
    let priority = |priority: &SetPriority| Priority {
        issue: [text(&visit, &priority.title), text(&visit, &priority.why)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n\n"),
        action: text(&visit, &priority.doing),
        issue_date: when.clone(),
        action_date: text(&visit, &priority.doing).map(|_| when.clone()),
    };
    Ok(Json(list.iter().map(priority).collect()))
}

/// A moment in the partnership's time, without its offset, as police.uk writes it.
fn local(visit: &Visit, when: Millis) -> String {
    let zone = &visit.site.zone;
    format!("{}T{}:00", when.day(zone), comity_shell::dates::clock_time(when, zone))
}
