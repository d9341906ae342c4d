//! One meeting, for everybody: its agenda, what was said and decided, who objected, who does what by when. For those who
//! keep its minutes, the form to record more of it stands with the item that it is about.

use std::collections::HashMap;

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_actions::{Action, Body};
use comity_kernel::{Message, Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{
    Filled, PageParts, Tone, Weight, definitions, labelled_error_summary, link_button, notice, page, users_text,
    users_words,
};
use comity_web::{Answer, App, Visit, unsent};
use maud::{Markup, html};

use super::record::{self, Rights};
use super::{address, place, title, when};
use crate::tables::{self, ForumDecision, Item, Meeting};

/// A meeting with everything that is recorded of it.
pub(super) struct Shown {
    pub(super) meeting: Meeting,
    pub(super) items: Vec<Item>,
    decisions: Vec<ForumDecision>,
    actions: Vec<Action>,
    /// For the form only.
    pub(super) bodies: Vec<Body>,
}

pub(super) async fn load(app: &App, visit: &Visit, reference: &str) -> Answer<Shown> {
    let reference = Reference::parse(reference).ok_or(Problem::NotFound)?;
    let signed_in = visit.person.is_some();
    let read = move |tx: &mut comity_store::Read<'_>| {
        let meeting = tables::meeting(tx, &reference)?.ok_or(Refusal::Problem(Problem::NotFound))?;
        let (items, decisions) = (tables::items(tx, &reference)?, tables::decisions(tx, &reference)?);
        let made: Vec<Reference> = decisions.iter().map(|decision| decision.reference.clone()).collect();
        let actions = comity_actions::of_decisions(tx, &made)?;
        let bodies = if signed_in { comity_actions::bodies(tx)? } else { Vec::new() };
        Ok(Shown { meeting, items, decisions, actions, bodies })
    };
    app.read(read).await
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Path(reference): Path<String>,
    Query(query): Query<HashMap<String, String>>,
) -> Answer {
    let shown = load(&app, &visit, &reference).await?;
    let asked = query.get("record").and_then(|item| Reference::parse(item));
    // Without a choice, the first item of which nothing is recorded yet.
    let open =
        asked.or_else(|| shown.items.iter().find(|item| item.discussed.is_none()).map(|item| item.reference.clone()));
    Ok(render(&app, &visit, &shown, open.as_ref(), &Filled::new()))
}

/// The page, with the form at the item `open` for those who may use it.
pub(super) fn render(app: &App, visit: &Visit, shown: &Shown, open: Option<&Reference>, filled: &Filled) -> Markup {
    let (words, meeting) = (visit.words(), &shown.meeting);
    let rights = Rights::of(app, visit, meeting);
    let main = html! {
        (labelled_error_summary(words, filled, &record::labels(words)))
        (definitions(&[
            (words.t("forums-when"), when(visit, meeting)),
            (words.t("forums-place"), place(visit, meeting)),
        ]))
        @if rights.any() && meeting.day > visit.today() && !shown.items.is_empty() {
            (notice(Tone::Note, html! { p { (words.t("forums-record-early")) } }))
        }
        @if shown.items.is_empty() { p { (words.t("forums-no-items")) } }
        @for item in &shown.items {
            section class="entry" id={ "item-" (item.reference) } {
                h2 { (heading(visit, item)) }
                div class="entry-body" {
                    (minuted(visit, shown, item))
                    @if open == Some(&item.reference) && rights.any_for(item) {
                        (record::form(visit, shown, item, rights, filled))
                    } @else if open == Some(&item.reference) {
                        // Somebody else recorded everything meanwhile.
                        (unsent(visit, filled, &[]))
                    } @else if rights.any_for(item) {
                        p { (link_button(Weight::Quiet, &record_label(visit, item), &record_address(meeting, item))) }
                    }
                }
            }
        }
    };
    let parts = PageParts::new(words.say(&title(visit, meeting)), main)
        .heading(words.show(&title(visit, meeting)))
        .section("meetings")
        .under(words.t("forums-title"), "/meetings")
        .refused(filled.is_refused());
    page(visit, &parts)
}

fn record_address(meeting: &Meeting, item: &Item) -> String {
    format!("{}?record={}#item-{}", address(meeting), item.reference, item.reference)
}

/// Names the item, for those who hear only the links.
fn record_label(visit: &Visit, item: &Item) -> String {
    let title =
        item.title.as_deref().map_or_else(|| item.reference.to_string(), |title| comity_actions::excerpt(title, 40));
    visit.words().say(&Message::new("forums-record-more").text("title", title))
}

fn heading(visit: &Visit, item: &Item) -> Markup {
    match &item.title {
        Some(title) => users_words(title),
        None => html! { span class="quiet" { (visit.words().t("forums-title-erased")) } },
    }
}

/// What is recorded about an item; never changed, only added to.
fn minuted(visit: &Visit, shown: &Shown, item: &Item) -> Markup {
    let words = visit.words();
    let decision = shown.decisions.iter().find(|decision| decision.item == item.reference);
    html! {
        p class="who" {
            bdi { (item.area_names.get(visit.language)) }
            @if let Some(concern) = &item.concern {
                " · " a href={ "/concerns/" (concern) } { (words.t("forums-chain-link")) }
            }
        }
        @if item.discussed.is_some() {
            h3 { (words.t("forums-discussion")) }
            (words_or_erased(visit, item.summary.as_deref()))
        } @else if shown.meeting.day > visit.today() {
            p class="quiet" { (words.t("forums-to-be-discussed")) }
        } @else {
            p class="quiet" { (words.t("forums-not-discussed-yet")) }
        }
        @if let Some(decision) = decision { (decided(visit, shown, decision)) }
    }
}

fn decided(visit: &Visit, shown: &Shown, decision: &ForumDecision) -> Markup {
    let words = visit.words();
    let follows: Vec<&Action> =
        shown.actions.iter().filter(|action| action.decision.as_ref() == Some(&decision.reference)).collect();
    html! {
        h3 { (words.t("forums-decision")) }
        (words_or_erased(visit, decision.text.as_deref()))
        @if decision.objected {
            h3 { (words.t("forums-objection")) }
            (words_or_erased(visit, decision.minority.as_deref()))
        }
        @if !follows.is_empty() {
            h3 { (words.t("forums-actions")) }
            ul class="items" {
                @for action in follows {
                    li {
                        (comity_actions::summary(visit, action))
                        p { a href={ "/actions/" (action.reference) } { (action_link(visit, action)) } }
                    }
                }
            }
        }
    }
}

/// Says which action it leads to, also to those who hear only the links.
fn action_link(visit: &Visit, action: &Action) -> Markup {
    let about =
        action.text.as_deref().map_or_else(|| action.reference.to_string(), |text| comity_actions::excerpt(text, 40));
    visit.words().show(&Message::new("forums-action-link").text("action", about))
}

fn words_or_erased(visit: &Visit, text: Option<&str>) -> Markup {
    match text {
        Some(text) => users_text(text),
        None => html! { p class="quiet" { (visit.words().t("actions-erased")) } },
    }
}

/// Leads from a decision to its place in the minutes.
pub async fn to_decision(State(app): State<App>, Path(reference): Path<String>) -> Answer<Response> {
    let reference = Reference::parse(&reference).ok_or(Problem::NotFound)?;
    let found = app.read(move |tx| tables::decision(tx, &reference)).await?.ok_or(Problem::NotFound)?;
    Ok(Redirect::to(&format!("/meetings/{}#item-{}", found.meeting, found.item)).into_response())
}
