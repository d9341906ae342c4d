//! A form that changes something: taken only from our own pages, with the visit's token.

use axum::body::to_bytes;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use comity_kernel::Problem;
use comity_ledger::Once;
use comity_shell::{Filled, csrf};

use crate::refused::Refused;
use crate::{App, Visit};

/// The longest form that is taken, in bytes.
pub const LONGEST: usize = 128 * 1024;

/// A form whose origin and token were checked, and the visit it came with.
#[derive(Debug)]
pub struct Submission {
    pub visit: Visit,
    pub filled: Filled,
}

impl FromRequest<App> for Submission {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let refuse = |problem: Problem| Refused::from(problem).into_response();
        let Some(mut visit) = request.extensions().get::<Visit>().cloned() else {
            return Err(refuse(Problem::NotFound));
        };
        let same_origin = csrf::same_origin(request.headers());
        let path = request.uri().path().to_owned();
        let body =
            to_bytes(request.into_body(), LONGEST).await.map_err(|_| refuse(Problem::rule("refused-too-long")))?;
        let filled = Filled::read(&body).ok_or_else(|| refuse(Problem::rule("refused-unreadable")))?;
        // Only the first form of a request counts, and there is only one.
        let _ = visit.typed.set(filled.clone());
        let key = &app.ledger.keys().forms.0;
        if !same_origin || !csrf::check(key, filled.raw(csrf::FIELD), &visit.cookie) {
            return Err(refuse(Problem::rule("refused-expired")));
        }
        if !filled.raw(csrf::ONCE).is_empty() {
            visit.once = Once::of(key, visit.actor(), &path, &body);
            visit.sent(filled.raw(csrf::ONCE));
        }
        Ok(Self { visit, filled })
    }
}
