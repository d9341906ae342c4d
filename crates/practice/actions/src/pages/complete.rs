//! One action, for everybody; and for its owner the form that marks it done.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_access::Action as Act;
use comity_kernel::{Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{
    Field, Filled, PageParts, Weight, button, definitions, entry, labelled_error_summary, page, users_words,
};
use comity_web::{Answer, App, Submission, Visit, unsent};
use maud::{Markup, html};

use super::{address, name, note, resource, state_tag, text};
use crate::tables::{self, Action};
use crate::{events, rules};

async fn load(app: &App, reference: &str) -> Answer<Action> {
    let reference = Reference::parse(reference).ok_or(Problem::NotFound)?;
    let found = app.read(move |tx| tables::find(tx, &reference)).await?;
    Ok(found.ok_or(Problem::NotFound)?)
}

pub async fn show(State(app): State<App>, visit: Visit, Path(reference): Path<String>) -> Answer {
    let action = load(&app, &reference).await?;
    Ok(render(&app, &visit, &action, &Filled::new()))
}

fn render(app: &App, visit: &Visit, action: &Action, filled: &Filled) -> Markup {
    let words = visit.words();
    let mine = app.permit(visit, Act::ACTION_COMPLETE, &resource(action)).is_ok();
    let main = html! {
        (labelled_error_summary(words, filled, &[("note", words.t("actions-note"))]))
        (facts(visit, action))
        // The heading says it all where it is short.
        @if action.text.as_deref() != Some(name(words, action).as_str()) {
            (entry(words.t("actions-what"), text(words, action)))
        }
        @if action.completed.is_some() { (entry(words.t("actions-changed"), note(words, action))) }
        @if action.completed.is_none() && mine { (entry(words.t("actions-complete-title"), form(visit, action, filled))) }
        // Somebody else marked it done meanwhile.
        @if action.completed.is_some() { (unsent(visit, filled, &[])) }
    };
    let parts = PageParts::new(name(words, action), main)
        .heading(html! { bdi { (name(words, action)) } })
        .section("actions")
        .refused(filled.is_refused());
    page(visit, &if visit.person.is_some() { parts.under(words.t("actions-title"), "/actions") } else { parts })
}

fn facts(visit: &Visit, action: &Action) -> Markup {
    let words = visit.words();
    let neighbourhood = format!("/neighbourhoods/{}", action.area);
    let mut pairs = vec![
        (words.t("actions-state"), state_tag(words, action, visit.today())),
        (words.t("actions-owner"), users_words(action.owner_names.get(visit.language))),
        (words.t("actions-due"), words.day_tag(action.due)),
        (words.t("actions-area"), html! { a href=(neighbourhood) { bdi { (action.area_names.get(visit.language)) } } }),
    ];
    if let Some(completed) = action.completed {
        pairs.insert(3, (words.t("actions-completed"), words.day_tag(completed.day(&visit.site.zone))));
    }
    if let Some(decision) = &action.decision {
        let link = html! { a href={ "/decisions/" (decision) } { (words.t("actions-decision-link")) } };
        pairs.push((words.t("actions-decision"), link));
    }
    if let Some(concern) = &action.concern {
        let link = html! { a href={ "/concerns/" (concern) } { (words.t("actions-concern-link")) } };
        pairs.push((words.t("actions-concern"), link));
    }
    definitions(&pairs)
}

fn form(visit: &Visit, action: &Action, filled: &Filled) -> Markup {
    let words = visit.words();
    visit.post_form(
        &format!("{}/complete", address(action)),
        html! {
            input type="hidden" name="version" value=(action.version);
            (Field::new("note", words.t("actions-note")).hint(words.t("actions-note-hint")).long_text(6, words, filled))
            (button(Weight::Main, words.t("actions-complete-do")))
        },
    )
}

pub async fn send(
    State(app): State<App>,
    Path(reference): Path<String>,
    Submission { visit, filled }: Submission,
) -> Answer<Response> {
    let action = load(&app, &reference).await?;
    app.permit(&visit, Act::ACTION_COMPLETE, &resource(&action))?;
    let (done, note) = (action.reference.clone(), filled.value("note").to_owned());
    let seen = filled.version();
    let outcome = app
        .ledger
        .decide_once(visit.actor(), visit.once, move |decision| {
            decision.expect(&events::stream(&done), seen)?;
            rules::complete(decision, &done, &note)
        })
        .await;
    let problem = match outcome {
        Ok(_) => return Ok(Redirect::to(&address(&action)).into_response()),
        Err(Refusal::Problem(problem)) => problem,
        Err(other) => return Err(other.into()),
    };
    let status = match problem {
        Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    };
    let filled = filled.refuse(problem)?;
    let now = load(&app, &reference).await?;
    Ok((status, render(&app, &visit, &now, &filled)).into_response())
}
