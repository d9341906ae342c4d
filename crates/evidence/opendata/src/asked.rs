//! What a request asks for: parameters, read strictly.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header::HOST};
use comity_observatory::Month;
use comity_observatory::published::{self, Release};
use comity_store::Read;
use comity_web::{App, Visit};
use serde::de::DeserializeOwned;

use crate::problem::{Answer, LONGEST_ADDRESS, OpenDataError};

/// The parameters of an address, as text.
#[derive(Clone, Debug)]
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = OpenDataError;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Answer<Self> {
        let length = parts.uri.path_and_query().map_or(0, |address| address.as_str().len());
        if length > LONGEST_ADDRESS {
            return Err(OpenDataError::TooLong);
        }
        let read = serde_html_form::from_str(parts.uri.query().unwrap_or_default());
        read.map(Self).map_err(|error| OpenDataError::Unreadable(error.to_string()))
    }
}

/// A part of the path, percent-decoded.
#[derive(Clone, Debug)]
pub struct InPath<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<App> for InPath<T> {
    type Rejection = OpenDataError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let read = axum::extract::Path::<T>::from_request_parts(parts, app).await;
        let axum::extract::Path(found) = read.map_err(|_| OpenDataError::NotThere(parts.uri.path().to_owned()))?;
        Ok(Self(found))
    }
}

/// The parameter, unless it is absent or empty.
pub fn given(value: Option<&String>) -> Option<&str> {
    value.map(|text| text.trim()).filter(|text| !text.is_empty())
}

/// # Errors
/// [`OpenDataError::Missing`].
pub fn needed<'a>(name: &'static str, value: Option<&'a String>, expected: &'static str) -> Answer<&'a str> {
    given(value).ok_or(OpenDataError::Missing { name, expected })
}

/// `YYYY-MM`.
///
/// # Errors
/// [`OpenDataError::Parameter`].
pub fn month(name: &'static str, text: &str) -> Answer<Month> {
    let wrong = || OpenDataError::Parameter { name, found: text.to_owned(), expected: "open-expected-month" };
    Month::parse(text).ok_or_else(wrong)
}

/// Degrees from `-most` to `most`.
///
/// # Errors
/// [`OpenDataError::Parameter`].
pub fn degrees(name: &'static str, text: &str, most: f64) -> Answer<f64> {
    let expected = if most > 90.0 { "open-expected-longitude" } else { "open-expected-latitude" };
    let read = text.trim().parse::<f64>().ok().filter(|degrees| degrees.abs() <= most);
    read.ok_or_else(|| OpenDataError::Parameter { name, found: text.to_owned(), expected })
}

/// Every month that a release covers, the latest first.
pub fn months(releases: &[Release]) -> Vec<Month> {
    let mut all: Vec<Month> =
        releases.iter().flat_map(|release| release.months.0.0..=release.months.1.0).map(Month).collect();
    all.sort_unstable_by(|a, b| b.cmp(a));
    all.dedup();
    all
}

/// The month that is asked for; the latest published one where none is named; `None` while nothing is published.
///
/// # Errors
/// [`OpenDataError::Parameter`], [`OpenDataError::NotPublished`], or what the database says.
pub fn published_month(tx: &mut Read<'_>, date: Option<&String>) -> Answer<Option<Month>> {
    let published = months(&published::releases(tx)?);
    let Some(text) = given(date) else { return Ok(published.first().copied()) };
    let asked = month("date", text)?;
    if !published.contains(&asked) {
        return Err(OpenDataError::NotPublished(asked.to_string()));
    }
    Ok(Some(asked))
}

/// The site's own address without a slash at its end, as the client reached it: links in data are whole addresses.
#[derive(Clone, Debug)]
pub struct Base(pub String);

impl FromRequestParts<App> for Base {
    type Rejection = OpenDataError;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Answer<Self> {
        let scheme = if app.configuration.https { "https" } else { "http" };
        let host = host(&parts.headers).or_else(|| parts.uri.authority().map(ToString::to_string));
        Ok(Self(host.map_or_else(String::new, |host| format!("{scheme}://{host}"))))
    }
}

fn host(headers: &HeaderMap) -> Option<String> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']');
    (!host.is_empty() && host.chars().all(plain)).then(|| host.to_owned())
}

/// The partnership as one force: its id is made of its English name.
pub fn force(visit: &Visit) -> (String, String) {
    use comity_kernel::Language;
    let named = |wanted: Language| {
        let names = &visit.site.names;
        names.iter().find(|(language, _)| *language == wanted).or(names.first()).map(|(_, name)| name.clone())
    };
    let id = slug(&named(Language::En).unwrap_or_default());
    let id = if id.is_empty() { "partnership".to_owned() } else { id };
    (id, named(visit.language).unwrap_or_default())
}

/// Small letters and digits, with a hyphen for everything between them.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
