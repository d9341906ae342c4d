//! What was asked wrongly, as RFC 9457 problem details in the client's language.

use axum::Extension;
use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comity_kernel::Message;
use comity_ledger::Refusal;
use comity_web::{ForPrograms, Refused, Visit};
use serde_json::json;

use crate::FINEST;

/// Why there is no tile. Each says what was found, and what was expected.
#[derive(Clone, Debug, thiserror::Error)]
pub enum TilesError {
    #[error("the zoom is {0:?}; expected a whole number from 0 to {FINEST}")]
    Zoom(String),
    #[error("{name} of the tile is {found:?}; expected a whole number from 0 to {last}, which this zoom has")]
    Place { name: &'static str, found: String, last: i32 },
    /// `expected` is the id of a text.
    #[error("the parameter {name} is {found:?}; expected: {expected}")]
    Parameter { name: &'static str, found: String, expected: &'static str },
    #[error("the parameters cannot be read: {0}; expected name=value, of which only kind may stand several times")]
    Unreadable(String),
    #[error(transparent)]
    Refused(#[from] Refused),
}

/// What a handler returns.
pub type Answer<T> = Result<T, TilesError>;

impl From<Refusal> for TilesError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<fast_mvt::MvtError> for TilesError {
    fn from(error: fast_mvt::MvtError) -> Self {
        Refusal::Broken(format!("a tile cannot be written: {error}")).into()
    }
}

impl TilesError {
    fn said(&self) -> Message {
        match self {
            Self::Zoom(found) => {
                Message::new("tiles-zoom").text("found", shortened(found)).number("finest", i64::from(FINEST))
            }
            Self::Place { name, found, last } => {
                let place = Message::new("tiles-place").text("name", *name).text("found", shortened(found));
                place.number("last", i64::from(*last))
            }
            Self::Parameter { name, found, expected } => {
                Message::new(expected).text("name", *name).text("found", shortened(found))
            }
            Self::Unreadable(_) | Self::Refused(_) => Message::new("tiles-unreadable"),
        }
    }
}

/// What somebody sent, short enough to be sent back.
fn shortened(found: &str) -> String {
    found.chars().filter(|c| !c.is_control()).take(100).collect()
}

impl IntoResponse for TilesError {
    fn into_response(self) -> Response {
        if let Self::Refused(refused) = self {
            return refused.into_response();
        }
        let mut response = StatusCode::BAD_REQUEST.into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Says in the client's language what was wrong, and lets maps on other sites show the tiles: they are public, and no cookie
/// goes along with them.
pub async fn layer(Extension(visit): Extension<Visit>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<TilesError>() {
        response = details(&visit, &error);
    }
    response.extensions_mut().insert(ForPrograms);
    response.headers_mut().insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn details(visit: &Visit, error: &TilesError) -> Response {
    let words = visit.words();
    let status = StatusCode::BAD_REQUEST;
    let body = json!({
        "type": "about:blank",
        "title": words.t("tiles-wrong"),
        "status": status.as_u16(),
        "detail": words.say(&error.said()),
    });
    let mut response = (status, body.to_string()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}
