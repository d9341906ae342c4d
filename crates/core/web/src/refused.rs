//! When something was not done: a page in the visitor's language with a way out, or problem details for a program.

use axum::http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use comity_kernel::{Problem, ids};
use comity_ledger::Refusal;
use comity_shell::{Filled, PageParts, frame, page};
use comity_store::StoreError;
use maud::html;
use serde_json::json;

use crate::{App, Visit, unsent};

/// What a handler returns: an answer, or why there is none.
pub type Answer<T = maud::Markup> = Result<T, Refused>;

/// A refusal on its way to becoming a page.
#[derive(Clone, Debug, thiserror::Error)]
#[error(transparent)]
pub struct Refused(#[from] pub Refusal);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem.into())
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self(error.into())
    }
}

impl Refused {
    fn status(&self) -> StatusCode {
        match &self.0 {
            Refusal::Problem(problem) => match problem {
                Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                Problem::Rule(message) if message.id == "refused-too-long" => StatusCode::PAYLOAD_TOO_LARGE,
                Problem::Rule(_) | Problem::Stale => StatusCode::CONFLICT,
                Problem::NotFound => StatusCode::NOT_FOUND,
                Problem::Forbidden => StatusCode::FORBIDDEN,
                Problem::SignInNeeded => StatusCode::UNAUTHORIZED,
                Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            },
            Refusal::Store(StoreError::Overloaded | StoreError::Unavailable(_) | StoreError::Stopped) => {
                StatusCode::SERVICE_UNAVAILABLE
            }
            Refusal::Store(StoreError::NotWritten(_)) => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The texts' common beginning: `<key>-title` and `<key>-text`. `reading`: nothing was to be saved.
    fn key(&self, reading: bool) -> &'static str {
        match &self.0 {
            Refusal::Store(
                StoreError::Unsure(_) | StoreError::Stopped | StoreError::NotWritten(_) | StoreError::Unavailable(_),
            ) if reading => "refused-away",
            Refusal::Problem(problem) => match problem {
                Problem::Fields { .. } => "refused-fields",
                Problem::Rule(_) => "refused-rule",
                Problem::Stale => "refused-stale",
                Problem::NotFound => "refused-missing",
                Problem::Forbidden => "refused-forbidden",
                Problem::SignInNeeded => "refused-sign-in",
                Problem::TooMany { .. } => "refused-too-many",
            },
            Refusal::Store(StoreError::Overloaded) => "refused-busy",
            Refusal::Store(StoreError::Unsure(_) | StoreError::Stopped) => "refused-unsure",
            Refusal::Store(StoreError::NotWritten(_) | StoreError::Unavailable(_)) => "refused-not-written",
            _ => "refused-broken",
        }
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// Marks a response of an address that only programs ask for: if it is refused, then by problem details, whatever the
/// request says it would take.
#[derive(Clone, Copy, Debug)]
pub struct ForPrograms;

/// Gives a refused response its page; any other response is left as it is.
pub(crate) fn into_page(app: &App, visit: &Visit, method: &Method, response: Response) -> Response {
    let for_programs = visit.wants_json || response.extensions().get::<ForPrograms>().is_some();
    let refused = match response.extensions().get::<Refused>() {
        Some(refused) => refused.clone(),
        // No route, or another method: what the router answers itself.
        None if response.status() == StatusCode::NOT_FOUND && !response.headers().contains_key(CONTENT_TYPE) => {
            Problem::NotFound.into()
        }
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => {
            return other_method(visit, method, &response, for_programs);
        }
        None => return response,
    };
    let typed = visit.typed.get();
    let status = refused.status();
    let reference = status.is_server_error().then(|| {
        let reference = ids::encode(&app.ledger.ids().bytes::<5>());
        tracing::error!(cause = %refused, reference, "a request failed");
        reference
    });
    if for_programs {
        return of_program(visit, &refused, status, reference.as_deref(), &response);
    }
    if typed.is_none() && matches!(refused.0, Refusal::Problem(Problem::SignInNeeded)) {
        return to_sign_in(visit);
    }
    let mut page = (status, refusal_page(visit, &refused, typed, reference.as_deref())).into_response();
    if let Refusal::Problem(Problem::TooMany { seconds }) = refused.0 {
        page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    page
}

fn to_sign_in(visit: &Visit) -> Response {
    see_other(&format!("/sign-in?to={}", frame::encoded(&visit.path_and_query)))
}

fn see_other(to: &str) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    if let Ok(to) = HeaderValue::from_str(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// The address is there, but not for this method. Whoever opens the address that a form is sent to (with the browser's
/// history, or after signing in again) is led to the page that the form is on.
fn other_method(visit: &Visit, method: &Method, response: &Response, for_programs: bool) -> Response {
    if [Method::GET, Method::HEAD].contains(method) && !for_programs {
        return see_other(frame::local(parent(&visit.path_and_query)));
    }
    let (status, missing) = (StatusCode::METHOD_NOT_ALLOWED, Problem::NotFound.into());
    let mut page = if for_programs {
        of_program(visit, &missing, status, None, response)
    } else {
        (status, refusal_page(visit, &missing, None, None)).into_response()
    };
    if let Some(allowed) = response.headers().get(ALLOW) {
        page.headers_mut().insert(ALLOW, allowed.clone());
    }
    page
}

/// The page that a form sent to this address is on: one level up.
fn parent(path_and_query: &str) -> &str {
    let path = path_and_query.split('?').next().unwrap_or_default();
    path.rsplit_once('/').map(|(parent, _)| parent).filter(|parent| !parent.is_empty()).unwrap_or("/")
}

fn refusal_page(visit: &Visit, refused: &Refused, typed: Option<&Filled>, reference: Option<&str>) -> maud::Markup {
    let words = visit.words();
    let title = words.t(&format!("{}-title", refused.key(visit.revisitable))).to_owned();
    let main = html! {
        @if let Refusal::Problem(Problem::Rule(message)) = &refused.0 { p { (words.show(message)) } }
        p { (words.t(&format!("{}-text", refused.key(visit.revisitable)))) }
        @if let Some(reference) = reference {
            p { (words.t("refused-reference")) " " (comity_shell::left_to_right(reference)) }
        }
        @if matches!(refused.0, Refusal::Problem(Problem::SignInNeeded)) {
            p { a href={ "/sign-in?to=" (frame::encoded(&visit.path_and_query)) } { (words.t("sign-in-title")) } }
        }
        @if let Some(filled) = typed { (unsent(visit, filled, &[])) }
        p { a href="/" { (words.t("refused-home")) } }
    };
    page(visit, &PageParts::new(title, main))
}

/// Problem details with the headers that the handler set.
fn of_program(
    visit: &Visit,
    refused: &Refused,
    status: StatusCode,
    reference: Option<&str>,
    response: &Response,
) -> Response {
    let mut details = problem_details(visit, refused, status, reference);
    for (name, value) in response.headers() {
        details.headers_mut().entry(name).or_insert_with(|| value.clone());
    }
    if let Refusal::Problem(Problem::TooMany { seconds }) = refused.0 {
        details.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    details.headers_mut().remove(CONTENT_LENGTH);
    details
}

/// RFC 9457.
fn problem_details(visit: &Visit, refused: &Refused, status: StatusCode, reference: Option<&str>) -> Response {
    let words = visit.words();
    let detail = match &refused.0 {
        Refusal::Problem(Problem::Rule(message)) => words.say(message),
        _ => words.t(&format!("{}-text", refused.key(visit.revisitable))).to_owned(),
    };
    let mut details = json!({
        "type": "about:blank",
        "title": words.t(&format!("{}-title", refused.key(visit.revisitable))),
        "status": status.as_u16(),
        "detail": detail,
    });
    if let (Some(object), Some(reference)) = (details.as_object_mut(), reference) {
        object.insert("instance".to_owned(), json!(format!("urn:comity:{reference}")));
    }
    if let (Some(object), Refusal::Problem(Problem::Fields { fields })) = (details.as_object_mut(), &refused.0) {
        let errors = fields.iter().map(|(name, message)| json!({ "field": name, "detail": words.say(message) }));
        object.insert("errors".to_owned(), errors.collect());
    }
    let mut response = (status, details.to_string()).into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_on_the_page_one_level_up() {
        for (sent_to, page) in [("/inbox/x/answer?a=/b", "/inbox/x"), ("/sign-out", "/"), ("/", "/"), ("", "/")] {
            assert_eq!(parent(sent_to), page, "{sent_to}");
        }
    }

    #[test]
    fn nothing_is_said_about_saving_that_is_not_known() {
        let key = |error: StoreError, reading| Refused::from(error).key(reading);
        assert_eq!(key(StoreError::Stopped, false), "refused-unsure");
        assert_eq!(key(StoreError::Unsure("lost".into()), false), "refused-unsure");
        assert_eq!(key(StoreError::NotWritten("full".into()), false), "refused-not-written");
        assert_eq!(key(StoreError::Unavailable("away".into()), true), "refused-away");
    }
}
