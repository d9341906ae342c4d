//! Signing in and out.

use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use comity_kernel::{Message, Problem};
use comity_ledger::Refusal;
use comity_shell::{Field, Filled, PageParts, Weight, button, csrf, error_summary, page};
use maud::{Markup, html};
use std::collections::HashMap;

use crate::visit::{SESSION, add_cookie};
use crate::{Answer, App, Submission, Visit};

/// `/sign-in` and `/sign-out`.
pub fn routes() -> Router<App> {
    Router::new().route("/sign-in", get(show).post(sign_in)).route("/sign-out", post(sign_out))
}

async fn show(visit: Visit, Query(query): Query<HashMap<String, String>>) -> Markup {
    let next = query.get("to").map_or("", String::as_str);
    form(&visit, &Filled::new().with("to", next), !next.is_empty())
}

fn form(visit: &Visit, filled: &Filled, sent_here: bool) -> Markup {
    let words = visit.words();
    let main = html! {
        (error_summary(words, filled))
        @if sent_here && !filled.is_refused() { p { (words.t("sign-in-needed")) } }
        (visit.post_form("/sign-in", html! {
            input type="hidden" name="to" value=(filled.raw("to"));
            (Field::new("name", words.t("sign-in-name")).autocomplete("username").text(words, filled))
            (Field::new("password", words.t("sign-in-password")).autocomplete("current-password").password(words, filled))
            (button(Weight::Main, words.t("sign-in-do")))
        }))
        p { (words.t("sign-in-residents")) " " a href="/concerns/mine" { (words.t("sign-in-residents-link")) } }
    };
    page(visit, &PageParts::new(words.t("sign-in-title"), main).refused(filled.is_refused()))
}

async fn sign_in(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    let (name, password) = (filled.value("name").to_owned(), filled.raw("password").to_owned());
    let outcome = app.sign_in.sign_in(&name, &password, visit.client).await;
    let token = match outcome {
        Ok(token) => token,
        Err(Refusal::Problem(problem)) => {
            let status = match problem {
                Problem::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            let shown = match problem {
                Problem::TooMany { seconds } => {
                    let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(15);
                    Problem::Rule(Message::new("sign-in-too-many").number("minutes", minutes))
                }
                other => other,
            };
            let filled = filled.refuse(shown)?;
            return Ok((status, form(&visit, &filled, false)).into_response());
        }
        Err(other) => return Err(other.into()),
    };
    let next = comity_shell::frame::local(filled.raw("to"));
    let mut response = Redirect::to(next).into_response();
    new_visit(&app, &mut response);
    let secure = if app.configuration.https { "; Secure" } else { "" };
    add_cookie(&mut response, &format!("{SESSION}={}; Path=/; HttpOnly; SameSite=Lax{secure}", token.as_str()));
    Ok(response)
}

async fn sign_out(State(app): State<App>, Submission { visit, .. }: Submission) -> Answer<Response> {
    if let Some(token) = visit.session {
        app.sign_in.sign_out(&token).await?;
    }
    let mut response = Redirect::to("/").into_response();
    new_visit(&app, &mut response);
    add_cookie(&mut response, &format!("{SESSION}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    Ok(response)
}

/// Form tokens from before signing in or out do not hold afterwards.
fn new_visit(app: &App, response: &mut Response) {
    let value = csrf::visit_value(app.ledger.ids());
    add_cookie(response, &csrf::set_cookie(&value, app.configuration.https));
}
