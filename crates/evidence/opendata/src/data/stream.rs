//! Answers that are written while they are sent.

use std::future::Future;
use std::sync::{Arc, LazyLock};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::try_unfold;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::{Answer, OpenDataError};

/// Files that are sent at once; each holds one piece in memory.
const AT_ONCE: usize = 16;

static PLACES: LazyLock<Arc<Semaphore>> = LazyLock::new(|| Arc::new(Semaphore::new(AT_ONCE)));

/// # Errors
/// [`OpenDataError::Busy`].
pub fn enter() -> Answer<OwnedSemaphorePermit> {
    Arc::clone(&PLACES).try_acquire_owned().map_err(|_| OpenDataError::Busy)
}

/// What is sent in pieces: first `head`, then what each of `pieces` becomes, then `tail`. An error in between ends the
/// connection, so that nobody takes a part for the whole.
pub fn in_pieces<P, F>(
    place: OwnedSemaphorePermit,
    head: Vec<u8>,
    pieces: Vec<P>,
    tail: Vec<u8>,
    make: impl FnMut(P) -> F + Send + 'static,
) -> Body
where
    P: Send + 'static,
    F: Future<Output = Answer<Vec<u8>>> + Send,
{
    let state = (Some(head), pieces.into_iter(), Some(tail), make, place);
    Body::from_stream(try_unfold(state, |(mut head, mut pieces, mut tail, mut make, place)| async move {
        let bytes = match head.take() {
            Some(head) => Some(head),
            None => match pieces.next() {
                Some(piece) => Some(make(piece).await?),
                None => tail.take(),
            },
        };
        Ok::<_, OpenDataError>(bytes.map(|bytes| (Bytes::from(bytes), (head, pieces, tail, make, place))))
    }))
}

/// A file: its media type, its name, and the address of the rule that was applied to it.
#[derive(Clone, Copy, Debug)]
pub struct File {
    pub kind: &'static str,
    pub name: &'static str,
    pub rule: &'static str,
}

impl File {
    /// The answer to somebody who has the file with this tag already.
    pub fn unchanged(self, asked: &HeaderMap, tag: &str) -> Option<Response> {
        let known = asked.get(IF_NONE_MATCH)?.to_str().ok()?;
        let same = known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
        same.then(|| self.with_headers(StatusCode::NOT_MODIFIED.into_response(), tag))
    }

    pub fn answer(self, body: Body, tag: &str) -> Response {
        let mut response = self.with_headers(body.into_response(), tag);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        let named = format!("attachment; filename=\"{}\"", self.name);
        if let Ok(named) = HeaderValue::from_str(&named) {
            response.headers_mut().insert(CONTENT_DISPOSITION, named);
        }
        response
    }

    fn with_headers(self, mut response: Response, tag: &str) -> Response {
        let link = format!("<{}>; rel=\"describedby\"; type=\"application/json\"", self.rule);
        for (name, value) in [(ETAG, tag), (LINK, &link)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        }
        // May be kept, and is asked for again with its tag.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        response
    }
}
