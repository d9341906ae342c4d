//! How a page is sent.

use axum::http::header::{CONTENT_ENCODING, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use comity_shell::{Filled, PageParts, page};
use comity_web::{Visit, gzip};
use maud::{Markup, html};

/// A page whose view stands in its address: refused where that could not be read. Title and lede are ids of texts.
pub fn view(
    visit: &Visit,
    asked: &HeaderMap,
    filled: &Filled,
    (title, lede): (&'static str, &'static str),
    main: Markup,
) -> Response {
    let words = visit.words();
    let parts = PageParts::new(words.t(title), main)
        .lede(html! { p { (words.t(lede)) } })
        .section(super::SECTION)
        .under(words.t("observatory-title"), "/observatory")
        .refused(filled.is_refused());
    let status = if filled.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    answer(visit, asked, status, page(visit, &parts))
}

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
