//! OGC API – Features, Part 1: areas, map points and counts as collections of features, for geographic information systems.
//!
//! All in longitude and latitude (CRS84). As JSON, and as pages for people who follow a link here with a browser.

mod html;
mod items;
mod landing;
mod wanted;

use comity_web::{App, Visit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::{Answer, OpenDataError};

pub fn routes() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(landing::landing))
        .routes(routes!(landing::landing_with_slash))
        .routes(routes!(landing::conformance))
        .routes(routes!(landing::collections))
        .routes(routes!(landing::collection))
        .routes(routes!(items::items))
        .routes(routes!(items::item))
}

/// The coordinate reference system of everything here.
pub const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Link {
    pub href: String,
    pub rel: &'static str,
    pub r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Link {
    pub fn new(href: String, rel: &'static str, r#type: &'static str) -> Self {
        Self { href, rel, r#type, title: None }
    }

    pub fn titled(self, title: impl Into<String>) -> Self {
        Self { title: Some(title.into()), ..self }
    }
}

/// In which form an answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Html,
}

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    /// `json` or `html`; otherwise as the header `Accept` says.
    #[param(pattern = "^(json|html)$")]
    f: Option<String>,
}

impl Form {
    /// # Errors
    /// [`OpenDataError::Parameter`].
    pub fn wished(wish: Option<&String>, accept: &axum::http::HeaderMap) -> Answer<Self> {
        let page = || {
            let accept = accept.get(axum::http::header::ACCEPT).and_then(|value| value.to_str().ok());
            accept.is_some_and(|accept| accept.contains("text/html"))
        };
        match wish.map(String::as_str) {
            Some("json") => Ok(Self::Json),
            Some("html") => Ok(Self::Html),
            None | Some("") => Ok(if page() { Self::Html } else { Self::Json }),
            Some(other) => {
                Err(OpenDataError::Parameter { name: "f", found: other.to_owned(), expected: "open-expected-form" })
            }
        }
    }
}

/// A collection of features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Collection {
    Areas,
    Points,
    Counts,
}

impl Collection {
    pub const ALL: [Self; 3] = [Self::Areas, Self::Points, Self::Counts];

    pub fn id(self) -> &'static str {
        match self {
            Self::Areas => "areas",
            Self::Points => "points",
            Self::Counts => "counts",
        }
    }

    /// # Errors
    /// [`OpenDataError::NotThere`].
    pub fn find(id: &str) -> Answer<Self> {
        let found = Self::ALL.into_iter().find(|collection| collection.id() == id);
        found.ok_or_else(|| OpenDataError::NotThere(id.to_owned()))
    }

    pub fn title(self, visit: &Visit) -> String {
        let id = match self {
            Self::Areas => "open-file-areas",
            Self::Points => "open-file-points",
            Self::Counts => "open-file-counts",
        };
        visit.words().t(id).to_owned()
    }
}
