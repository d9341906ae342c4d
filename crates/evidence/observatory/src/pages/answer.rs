//! How a page is sent.

use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use comity_web::{Visit, gzip};
use maud::Markup;

/// The page, packed for those who are not signed in and understand it.
pub fn answer(visit: &Visit, asked: &HeaderMap, status: StatusCode, page: Markup) -> Response {
    if visit.person.is_some() || !gzip::is_taken(asked) {
        return (status, page).into_response();
    }
    let mut response = (status, gzip::pack(page.into_string().as_bytes())).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    headers.insert(VARY, HeaderValue::from_static("Cookie, Accept-Language, Accept-Encoding"));
    response
}
