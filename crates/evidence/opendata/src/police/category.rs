//! Kinds of incidents as categories, and the months of which something is published.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use comity_observatory::published::{self, Release};
use comity_observatory::{Month, kind_name};
use comity_shell::Words;
use comity_web::{App, Visit};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::{IntoParams, ToSchema};

use crate::asked::{Asked, force, months, published_month, slug};
use crate::problem::{Answer, OpenDataError, ProblemDetails, RefusedOrAbsent, read};

/// Every crime, in addresses.
pub const ALL: &str = "all-crime";

/// Kinds whose category has another name in addresses than their own.
const RENAMED: [(&str, &str); 2] =
    [("criminal-damage-and-arson", "criminal-damage-arson"), ("violence-and-sexual-offences", "violent-crime")];

/// What police.uk calls the types of stops; they are no crimes.
const STOPS: [&str; 3] = ["Person search", "Vehicle search", "Person and Vehicle search"];

pub fn is_stop(kind: &str) -> bool {
    STOPS.iter().any(|stop| stop.eq_ignore_ascii_case(kind))
}

/// The category of a kind, as it stands in addresses.
pub fn category(kind: &str) -> String {
    if kind.is_empty() {
        return "not-stated".to_owned();
    }
    let named = slug(kind);
    if let Some((_, other)) = RENAMED.iter().find(|(own, _)| *own == named) {
        return (*other).to_owned();
    }
    if !kind.is_ascii() || named.is_empty() {
        // A name in other letters says nothing as a slug.
        let hash = Sha256::digest(kind.as_bytes());
        return hash.iter().take(6).fold("kind-".to_owned(), |out, byte| format!("{out}{byte:02x}"));
    }
    named
}

/// The kinds of crimes that releases of this month have, by category.
pub fn kinds(releases: &[Release], month: Option<Month>) -> BTreeMap<String, Vec<String>> {
    let touches = |release: &&Release| month.is_none_or(|month| release.months.0 <= month && month <= release.months.1);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for kind in releases.iter().filter(touches).flat_map(|release| &release.kinds).filter(|kind| !is_stop(kind)) {
        let kinds = found.entry(category(kind)).or_default();
        if !kinds.contains(kind) {
            kinds.push(kind.clone());
        }
    }
    found
}

/// The kinds of stops that releases of this month have.
pub fn stops(releases: &[Release], month: Month) -> Vec<String> {
    let touching = releases.iter().filter(|release| release.months.0 <= month && month <= release.months.1);
    let mut found: Vec<String> =
        touching.flat_map(|release| &release.kinds).filter(|kind| is_stop(kind)).cloned().collect();
    found.sort();
    found.dedup();
    found
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Category {
    url: String,
    name: String,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Date {
    /// `YYYY-MM`; the latest published month where it is absent.
    #[param(pattern = r"^(19|20)\d\d-(0[1-9]|1[0-2])$")]
    pub date: Option<String>,
}

/// The categories of a month.
#[utoipa::path(get, path = "/api/crime-categories", tag = "police.uk", params(Date),
    responses((status = 200, body = Vec<Category>),
        RefusedOrAbsent))]
pub async fn categories(
    State(app): State<App>,
    visit: Visit,
    Asked(asked): Asked<Date>,
) -> Answer<Json<Vec<Category>>> {
    let kinds = read(&app, &visit, move |tx| {
        let month = published_month(tx, asked.date.as_ref())?;
        Ok(kinds(&published::releases(tx)?, month))
    })
    .await?;
    let words = visit.words();
    let all = Category { url: ALL.to_owned(), name: words.t("open-all-crime").to_owned() };
    let named = kinds.into_iter().map(|(url, kinds)| Category { name: name(words, &kinds), url });
    Ok(Json(std::iter::once(all).chain(named).collect()))
}

fn name(words: Words<'_>, kinds: &[String]) -> String {
    kinds.first().map(|kind| kind_name(words, kind).to_owned()).unwrap_or_default()
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LastUpdated {
    /// The first day of the latest month of which something is published: `YYYY-MM-DD`.
    date: String,
}

/// The latest month.
#[utoipa::path(get, path = "/api/crime-last-updated", tag = "police.uk",
    responses((status = 200, body = LastUpdated), (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn last_updated(State(app): State<App>, visit: Visit) -> Answer<Json<LastUpdated>> {
    let latest = read(&app, &visit, |tx| Ok(months(&published::releases(tx)?).first().copied())).await?;
    let nothing = || OpenDataError::NotPublished(force(&visit).1);
    Ok(Json(LastUpdated { date: format!("{}-01", latest.ok_or_else(nothing)?) }))
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Available {
    /// `YYYY-MM`
    date: String,
    /// The ids of the forces whose stops are published.
    #[serde(rename = "stop-and-search")]
    stop_and_search: Vec<String>,
}

/// The months of which something is published, the latest first.
#[utoipa::path(get, path = "/api/crimes-street-dates", tag = "police.uk", responses((status = 200, body = Vec<Available>)))]
pub async fn dates(State(app): State<App>, visit: Visit) -> Answer<Json<Vec<Available>>> {
    let releases = read(&app, &visit, |tx| Ok(published::releases(tx)?)).await?;
    let id = force(&visit).0;
    let stops = |month: Month| !stops(&releases, month).is_empty();
    let available = |month: Month| Available {
        date: month.to_string(),
        stop_and_search: stops(month).then(|| id.clone()).into_iter().collect(),
    };
    Ok(Json(months(&releases).into_iter().map(available).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn categories_are_named_as_at_police_uk() {
        for (kind, expected) in [
            ("Anti-social behaviour", "anti-social-behaviour"),
            ("Criminal damage and arson", "criminal-damage-arson"),
            ("Violence and sexual offences", "violent-crime"),
            ("Theft from the person", "theft-from-the-person"),
            ("Break and Enter / Commercial", "break-and-enter-commercial"),
            ("", "not-stated"),
        ] {
            assert_eq!(category(kind), expected);
        }
        assert!(category("سرقة").starts_with("kind-") && category("سرقة") != category("سطو"));
    }
}
