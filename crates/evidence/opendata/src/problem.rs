//! What was asked wrongly, as RFC 9457 problem details; and what every answer to programs has in common.

use axum::Extension;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CONTENT_TYPE, HeaderName, RETRY_AFTER,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use comity_access::Quota;
use comity_kernel::Message;
use comity_ledger::Refusal;
use comity_shell::Words;
use comity_store::{Read, StoreError};
use comity_web::{App, ForPrograms, Refused, Visit};
use serde::Serialize;
use std::time::Duration;
use utoipa::ToSchema;

/// The most incidents that one answer lists, as at police.uk.
pub const MOST: usize = 10_000;
/// The longest address that is read, as at police.uk; longer shapes are sent by POST.
pub const LONGEST_ADDRESS: usize = 4094;
/// How often one client may ask: as many at once, and then five each second.
const QUOTA: Quota = Quota { times: 600, window: Duration::from_secs(120) };

/// Why there is no answer. Each says what was found, and what was expected.
#[derive(Clone, Debug, thiserror::Error)]
pub enum OpenDataError {
    /// `expected` is the id of a text.
    #[error("the parameter {name} is {found:?}; expected: {expected}")]
    Parameter { name: &'static str, found: String, expected: &'static str },
    #[error("the parameter {name} is missing; expected: {expected}")]
    Missing { name: &'static str, expected: &'static str },
    #[error("the parameters cannot be read: {0}; expected each once, as name=value")]
    Unreadable(String),
    #[error("nothing here is called {0:?}")]
    NotThere(String),
    #[error("nothing is published of {0}")]
    NotPublished(String),
    #[error("this would be more than {MOST} incidents; ask for a smaller area")]
    TooMany,
    #[error("the address is longer than {LONGEST_ADDRESS} characters; send the shape by POST")]
    TooLong,
    #[error("as many files as may be are being downloaded; ask again in a moment")]
    Busy,
    #[error("the answer cannot be written: {0}")]
    Written(String),
    #[error(transparent)]
    Refused(#[from] Refused),
}

impl From<Refusal> for OpenDataError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.into())
    }
}

impl From<StoreError> for OpenDataError {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

pub fn written(error: serde_json::Error) -> OpenDataError {
    OpenDataError::Written(format!("JSON: {error}"))
}

/// What a handler returns.
pub type Answer<T> = Result<T, OpenDataError>;

/// Reads in one transaction, for a client that has not asked too often.
///
/// # Errors
/// What `read` says, [`comity_kernel::Problem::TooMany`], or the database.
pub async fn read<T: Send + 'static>(
    app: &App,
    visit: &Visit,
    read: impl FnOnce(&mut Read<'_>) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    app.limits().allow(visit.client, "open-data", QUOTA).map_err(Refused::from)?;
    read_more(app, read).await
}

/// Reads on for an answer that was begun.
///
/// # Errors
/// What `read` says, or the database.
pub async fn read_more<T: Send + 'static>(
    app: &App,
    read: impl FnOnce(&mut Read<'_>) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let outcome = app.read(move |tx| match read(tx) {
        Ok(found) => Ok(Ok(found)),
        Err(OpenDataError::Refused(refused)) => Err(refused.0),
        Err(other) => Ok(Err(other)),
    });
    outcome.await?
}

impl OpenDataError {
    fn status(&self) -> StatusCode {
        match self {
            Self::Parameter { .. } | Self::Missing { .. } | Self::Unreadable(_) | Self::TooLong => {
                StatusCode::BAD_REQUEST
            }
            Self::NotThere(_) | Self::NotPublished(_) => StatusCode::NOT_FOUND,
            Self::TooMany | Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Written(_) | Self::Refused(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The id of the title, and what is said below it.
    fn said(&self, words: Words<'_>) -> (&'static str, Message) {
        match self {
            Self::Parameter { name, found, expected } => {
                let detail = Message::new("open-wrong-detail").text("name", *name).text("found", shortened(found));
                ("open-wrong", detail.text("expected", words.t(expected)))
            }
            Self::Missing { name, expected } => {
                let detail = Message::new("open-missing-detail").text("name", *name);
                ("open-missing", detail.text("expected", words.t(expected)))
            }
            Self::Unreadable(_) => ("open-unreadable", Message::new("open-unreadable-detail")),
            Self::NotThere(what) => {
                ("open-not-there", Message::new("open-not-there-detail").text("what", shortened(what)))
            }
            Self::NotPublished(what) => {
                ("open-not-published", Message::new("open-not-published-detail").text("what", what.as_str()))
            }
            Self::TooMany => ("open-too-many", Message::new("open-too-many-detail").number("most", MOST as i64)),
            Self::TooLong => {
                ("open-too-long", Message::new("open-too-long-detail").number("longest", LONGEST_ADDRESS as i64))
            }
            Self::Busy | Self::Written(_) | Self::Refused(_) => ("open-busy", Message::new("open-busy-detail")),
        }
    }
}

/// What somebody sent, short enough to be sent back.
fn shortened(found: &str) -> String {
    found.chars().filter(|c| !c.is_control()).take(100).collect()
}

impl IntoResponse for OpenDataError {
    fn into_response(self) -> Response {
        match self {
            Self::Refused(refused) => return refused.into_response(),
            Self::Written(cause) => return Refused::from(Refusal::Broken(cause)).into_response(),
            _ => {}
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDetails {
    r#type: &'static str,
    title: String,
    status: u16,
    detail: String,
}

/// How a question is refused, for descriptions.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes what is answered")]
pub enum RefusedOrAbsent {
    /// A parameter is missing or wrong
    #[response(status = 400, content_type = "application/problem+json")]
    Refused(ProblemDetails),
    /// Nothing of that is here, or published
    #[response(status = 404, content_type = "application/problem+json")]
    Absent(ProblemDetails),
}

/// The same where an answer may be too much.
#[derive(utoipa::IntoResponses)]
#[allow(dead_code, reason = "describes what is answered")]
pub enum RefusedOrBusy {
    /// A parameter is missing or wrong
    #[response(status = 400, content_type = "application/problem+json")]
    Refused(ProblemDetails),
    /// Nothing of that is here, or published
    #[response(status = 404, content_type = "application/problem+json")]
    Absent(ProblemDetails),
    /// More than 10,000 incidents, or too many downloads at once
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(ProblemDetails),
}

/// Says in the client's language what was wrong, and lets pages of other sites read the answer.
pub async fn layer(Extension(visit): Extension<Visit>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(error) = response.extensions_mut().remove::<OpenDataError>() {
        response = details(&visit, &error);
    }
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        response.extensions_mut().insert(ForPrograms);
        open(&mut response);
    }
    response
}

fn details(visit: &Visit, error: &OpenDataError) -> Response {
    let (words, status) = (visit.words(), error.status());
    let (title, detail) = error.said(words);
    let body = ProblemDetails {
        r#type: "about:blank",
        title: words.t(title).to_owned(),
        status: status.as_u16(),
        detail: words.say(&detail),
    };
    let mut response = (status, axum::Json(body)).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if matches!(error, OpenDataError::Busy) {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// Whoever writes a page about a community may read what is published about it. No cookie goes along with that.
fn open(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("etag, link"));
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin"));
}
