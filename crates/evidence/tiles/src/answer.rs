//! How a tile is sent.

use std::time::Duration;

use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use comity_access::Quota;
use comity_web::{App, Refused, Visit, gzip};
use sha2::{Digest as _, Sha256};

use crate::problem::Answer;

/// How often one client may ask: as many at once, and then ten each second.
const QUOTA: Quota = Quota { times: 1200, window: Duration::from_secs(120) };
/// What is published changes by whole months; for so long a map may show what it has.
const KEPT: &str = "public, max-age=300";

/// # Errors
/// [`comity_kernel::Problem::TooMany`].
pub fn allow(app: &App, visit: &Visit) -> Answer<()> {
    Ok(app.limits().allow(visit.client, "tiles", QUOTA).map_err(Refused::from)?)
}

/// The tile, packed for those who understand it; no content where nothing is on it.
pub fn tile(asked: &HeaderMap, bytes: Vec<u8>) -> Response {
    let gzip = gzip::is_taken(asked) && !bytes.is_empty();
    let tag = tag(&bytes, gzip);
    let known = asked.get(IF_NONE_MATCH).and_then(|known| known.to_str().ok()).unwrap_or_default();
    let same = known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut response = if bytes.is_empty() {
        StatusCode::NO_CONTENT.into_response()
    } else if same {
        StatusCode::NOT_MODIFIED.into_response()
    } else if gzip {
        gzip::pack(&bytes).into_response()
    } else {
        bytes.into_response()
    };
    let full = response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(KEPT));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    if full {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/vnd.mapbox-vector-tile"));
        if gzip {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
    }
    response
}

/// The hash of the tile, in quotation marks.
fn tag(bytes: &[u8], gzip: bool) -> String {
    let hash = Sha256::digest(bytes);
    let hash = hash.iter().take(12).fold(String::new(), |out, byte| format!("{out}{byte:02x}"));
    if gzip { format!("\"{hash}-gz\"") } else { format!("\"{hash}\"") }
}
