//! The forms by which a team and what it puts first are set: for those who lead the area's police or its programme.

mod priorities;
mod team;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use comity_access::{Action, Resource, kind};
use comity_kernel::Problem;
use comity_ledger::Refusal;
use comity_shell::{Field, Filled, PageParts, Words, error_summary, frame, page};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use crate::tables;
use crate::{Area, Bilingual};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/places/{code}/team", get(team::show).post(team::send))
        .route("/places/{code}/priorities", get(priorities::show).post(priorities::send))
}

/// The address of an area's public page.
pub fn address(code: &str) -> String {
    format!("/neighbourhoods/{}", frame::encoded(code))
}

/// Whether the visitor may change the team of an area.
pub fn may_set_team(app: &App, visit: &Visit, area: &Area) -> Result<(), Problem> {
    app.permit(visit, Action::TEAM_EDIT, &Resource::new(kind::TEAM, &area.code, &area.path))
}

/// Whether the visitor may change what the team of an area puts first.
pub fn may_set_priorities(app: &App, visit: &Visit, area: &Area) -> Result<(), Problem> {
    app.permit(visit, Action::PRIORITIES_SET, &Resource::new(kind::TEAM, &area.code, &area.path))
}

async fn find(app: &App, code: String) -> Result<Area, Refusal> {
    let area = app.ledger.store().read(move |tx| tables::area(tx, &code)).await?;
    area.ok_or_else(|| Problem::NotFound.into())
}

/// The page of a form about an area.
fn form_page(visit: &Visit, area: &Area, title: &'static str, filled: &Filled, form: Markup) -> Markup {
    let words = visit.words();
    let main = html! {
        (error_summary(words, filled))
        (form)
    };
    let lede = html! { p { (words.t("places-both-languages")) } };
    let parts = PageParts::new(words.t(title), main)
        .lede(lede)
        .section("neighbourhoods")
        .under(words.t("nav-neighbourhoods"), "/neighbourhoods")
        .under(area.name(visit.language), address(&area.code))
        .refused(filled.is_refused());
    page(visit, &parts)
}

/// Back to the area's page, or the form once more with what does not fit.
async fn answered(
    outcome: Result<(), Refusal>,
    code: &str,
    filled: Filled,
    again: impl AsyncFnOnce(Filled) -> Answer<Markup>,
) -> Answer<Response> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&address(code)).into_response()),
        Err(Refusal::Problem(problem)) => {
            let status = match problem {
                Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            let filled = filled.refuse(problem)?;
            Ok((status, again(filled).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The names of the two fields of a text in both languages.
type Pair = [&'static str; 2];

/// The two fields of a text in both languages.
fn both(words: Words<'_>, filled: &Filled, [en, ar]: Pair, label: [&'static str; 2]) -> Markup {
    let [label_en, label_ar] = label;
    html! {
        (Field::new(en, words.t(label_en)).optional().text(words, filled))
        (Field::new(ar, words.t(label_ar)).optional().text(words, filled))
    }
}

fn read_both(filled: &Filled, [en, ar]: Pair) -> Bilingual {
    Bilingual::new(filled.value(en), filled.value(ar))
}

fn fill_both(filled: Filled, [en, ar]: Pair, text: &Bilingual) -> Filled {
    filled.with(en, &text.en).with(ar, &text.ar)
}

fn hidden_version(filled: &Filled) -> Markup {
    html! { input type="hidden" name="version" value=(filled.raw("version")); }
}
