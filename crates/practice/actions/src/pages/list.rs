//! The actions of the bodies that somebody acts for; for those who act for none, those of their areas.

use std::collections::BTreeSet;

use axum::extract::State;
use comity_access::Person;
use comity_kernel::Problem;
use comity_ledger::Refusal;
use comity_shell::{PageParts, entry, page};
use comity_store::Read;
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::{address, name, note, state_tag, who_and_when};
use crate::tables::{self, Action};

/// How many open and how many done ones are shown.
const MOST: i64 = 200;

/// Whose actions are shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Bodies,
    Areas,
}

pub async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let person = visit.person.clone().ok_or(Problem::SignInNeeded)?;
    let (whose, actions) = app.read(move |tx| mine(tx, &person)).await?;
    let words = visit.words();
    let today = visit.today();
    let (open, done): (Vec<&Action>, Vec<&Action>) = actions.iter().partition(|action| action.completed.is_none());
    let (late, open): (Vec<&Action>, Vec<&Action>) = open.into_iter().partition(|action| action.due < today);
    let main = html! {
        @if actions.is_empty() { p { (words.t("actions-none")) } }
        (section(&visit, "actions-late", &late))
        (section(&visit, "actions-open", &open))
        (section(&visit, "actions-done", &done))
    };
    let lede = match whose {
        Whose::Bodies => "actions-lede",
        Whose::Areas => "actions-lede-areas",
    };
    let parts = PageParts::new(words.t("actions-title"), main).lede(html! { p { (words.t(lede)) } }).section("actions");
    Ok(page(&visit, &parts))
}

fn mine(tx: &mut Read<'_>, person: &Person) -> Result<(Whose, Vec<Action>), Refusal> {
    let bodies: BTreeSet<String> = person.mandates.iter().filter_map(|mandate| mandate.body.clone()).collect();
    if !bodies.is_empty() {
        let bodies: Vec<String> = bodies.into_iter().collect();
        return Ok((Whose::Bodies, tables::of_bodies(tx, &bodies, MOST)?));
    }
    let paths: BTreeSet<&str> = person.mandates.iter().map(|mandate| mandate.path.as_str()).collect();
    let mut actions: Vec<Action> = Vec::new();
    for path in &paths {
        // What lies in an area above is there already.
        if paths.iter().any(|other| other != path && path.starts_with(other)) {
            continue;
        }
        actions.extend(tables::within(tx, path, usize::try_from(MOST).unwrap_or(usize::MAX))?);
    }
    actions.sort_by_key(|action| (action.completed.map(|time| std::cmp::Reverse(time.0)), action.due));
    Ok((Whose::Areas, actions))
}

fn section(visit: &Visit, heading: &'static str, actions: &[&Action]) -> Markup {
    html! {
        @if !actions.is_empty() {
            (entry(visit.words().t(heading), html! { ul class="items" { @for action in actions { (item(visit, action)) } } }))
        }
    }
}

fn item(visit: &Visit, action: &Action) -> Markup {
    let words = visit.words();
    html! {
        li {
            p { a href=(address(action)) { bdi { (name(words, action)) } } }
            p class="who" {
                (state_tag(words, action, visit.today())) " · " (who_and_when(visit, action)) " · "
                bdi { (action.area_names.get(visit.language)) }
            }
            @if action.completed.is_some() { (note(words, action)) }
        }
    }
}
