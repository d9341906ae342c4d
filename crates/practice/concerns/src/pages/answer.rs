//! One concern as its officer sees it: what was said, how it stands, and what can be done.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_access::Action;
use comity_kernel::{Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{Choice, Field, Filled, PageParts, Weight, button, definitions, error_summary, page, users_words};
use comity_web::{Answer, App, Submission, Visit, unsent};
use maud::{Markup, html};

use super::inbox::category;
use super::{dialogue, inbox_page, resource, state_tag};
use crate::events::Reason;
use crate::rules;
use crate::tables::{self, Concern, State as Standing, Step};

/// A concern with all that is shown around it.
struct Shown {
    concern: Concern,
    steps: Vec<Step>,
}

async fn load(app: &App, visit: &Visit, reference: &str, action: Action) -> Answer<Shown> {
    let reference = Reference::parse(reference).ok_or(Problem::NotFound)?;
    let shown = app
        .read(move |tx| {
            let concern = tables::find(tx, &reference)?.ok_or(Refusal::Problem(Problem::NotFound))?;
            Ok(Shown { concern, steps: tables::steps(tx, &reference)? })
        })
        .await?;
    app.permit(visit, action, &resource(&shown.concern))?;
    Ok(shown)
}

pub async fn show(State(app): State<App>, visit: Visit, Path(reference): Path<String>) -> Answer {
    let shown = load(&app, &visit, &reference, Action::CONCERN_READ).await?;
    Ok(render(&app, &visit, &shown, &Filled::new()))
}

fn render(app: &App, visit: &Visit, shown: &Shown, filled: &Filled) -> Markup {
    let (words, concern) = (visit.words(), &shown.concern);
    let may = |action| app.permit(visit, action, &resource(concern)).is_ok();
    let main = html! {
        (error_summary(words, filled))
        (definitions(&[
            (words.t("inbox-state"), state_tag(words, concern.state)),
            (words.t("inbox-area"), html! { bdi { (concern.area_names.get(visit.language)) } }),
            (words.t("inbox-raised"), words.moment_tag(concern.raised, &visit.site.zone)),
        ]))
        // The contact is for the team alone, whoever else may read the concern.
        @if may(Action::CONCERN_ANSWER)
            && let Some(contact) = shown.steps.iter().find_map(|step| step.contact.as_ref()) {
            p { (words.t("inbox-contact")) " " (users_words(contact)) }
        }
        (dialogue(visit, &shown.steps, false))
        @if may(Action::CONCERN_ANSWER) && concern.state != Standing::Closed {
            (answer_form(visit, concern, filled))
        }
        @if may(Action::CONCERN_PUT_ON_AGENDA) && concern.state != Standing::Closed {
            h2 { (words.t("inbox-forum-title")) }
            p { (words.t("inbox-forum-text")) }
            p { a class="button" href={ "/meetings/put?concern=" (concern.reference) } { (words.t("inbox-forum-do")) } }
        }
        @if may(Action::CONCERN_CLOSE) && concern.state != Standing::Closed { (close_form(visit, concern, filled)) }
        // A colleague closed it meanwhile: the forms are gone, and what was typed can be copied.
        @if concern.state == Standing::Closed { (unsent(visit, filled, &[])) }
    };
    let parts = PageParts::new(category(visit, concern), main)
        .under(words.t("inbox-title"), "/inbox")
        .section("inbox")
        .refused(filled.is_refused());
    page(visit, &parts)
}

fn answer_form(visit: &Visit, concern: &Concern, filled: &Filled) -> Markup {
    let words = visit.words();
    html! {
        h2 { (words.t("inbox-answer-title")) }
        form method="post" action={ (inbox_page(&concern.reference)) "/answer" } class="form" data-once {
            (visit.csrf_field())
            input type="hidden" name="version" value=(concern.version);
            (Field::new("words", words.t("inbox-answer")).hint(words.t("inbox-answer-hint")).long_text(6, words, filled))
            (button(Weight::Main, words.t("inbox-answer-do")))
        }
    }
}

fn close_form(visit: &Visit, concern: &Concern, filled: &Filled) -> Markup {
    let words = visit.words();
    let label = |reason: &Reason| words.t(&format!("close-reason-{}", reason.as_str())).to_owned();
    let reasons: Vec<Choice<'_>> =
        Reason::ALL.iter().map(|reason| Choice::new(reason.as_str(), label(reason))).collect();
    html! {
        details open[["reason", "close-words"].iter().any(|name| filled.error(name).is_some() || !filled.raw(name).is_empty())] {
            summary { (words.t("inbox-close-title")) }
            form method="post" action={ (inbox_page(&concern.reference)) "/close" } class="form" data-once {
                (visit.csrf_field())
                input type="hidden" name="version" value=(concern.version);
                (Field::new("reason", words.t("inbox-close-reason")).radios(&reasons, words, filled))
                (Field::new("close-words", words.t("inbox-close-words")).hint(words.t("inbox-close-hint")).long_text(4, words, filled))
                (button(Weight::Quiet, words.t("inbox-close-do")))
            }
        }
    }
}

pub async fn send(
    State(app): State<App>,
    Path(reference): Path<String>,
    Submission { visit, filled }: Submission,
) -> Answer<Response> {
    let shown = load(&app, &visit, &reference, Action::CONCERN_ANSWER).await?;
    let (concern, seen, said) = (shown.concern.reference.clone(), filled.version(), filled.value("words").to_owned());
    let outcome = app
        .ledger
        .decide_once(visit.actor(), visit.once, move |decision| rules::answer(decision, &concern, seen, &said))
        .await;
    settle(&app, &visit, &shown.concern.reference, filled, outcome.map(drop)).await
}

pub async fn close(
    State(app): State<App>,
    Path(reference): Path<String>,
    Submission { visit, filled }: Submission,
) -> Answer<Response> {
    let shown = load(&app, &visit, &reference, Action::CONCERN_CLOSE).await?;
    let (concern, seen) = (shown.concern.reference.clone(), filled.version());
    let said = filled.value("close-words").to_owned();
    let outcome = match Reason::parse(filled.value("reason")) {
        None => Err(Problem::field("reason", "inbox-close-reason-needed").into()),
        Some(reason) => {
            let decide = move |decision: &mut comity_ledger::Decision<'_, '_>| {
                rules::close(decision, &concern, seen, reason, &said)
            };
            app.ledger.decide_once(visit.actor(), visit.once, decide).await.map(drop)
        }
    };
    settle(&app, &visit, &shown.concern.reference, filled, outcome).await
}

/// Back to the concern when it is done; the form again, with everything in it, when it was refused.
async fn settle(
    app: &App,
    visit: &Visit,
    concern: &Reference,
    filled: Filled,
    outcome: Result<(), Refusal>,
) -> Answer<Response> {
    match outcome {
        Ok(()) => Ok(Redirect::to(&inbox_page(concern)).into_response()),
        Err(Refusal::Problem(problem)) => {
            let status = match problem {
                Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            let filled = filled.refuse(problem)?;
            let now = load(app, visit, concern.as_str(), Action::CONCERN_READ).await?;
            Ok((status, render(app, visit, &now, &filled)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
