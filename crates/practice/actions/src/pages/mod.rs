//! What people see of actions: their own ones, one of them, and the pieces that other pages show.

mod complete;
mod list;

use axum::Router;
use axum::routing::{get, post};
use comity_access::{Resource, kind};
use comity_kernel::{Day, Message};
use comity_shell::{State, Words, users_text, users_words};
use comity_web::{App, Visit};
use maud::{Markup, html};

use crate::tables::Action;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/actions", get(list::show))
        .route("/actions/{reference}", get(complete::show))
        .route("/actions/{reference}/complete", post(complete::send))
}

/// How an action stands, by shape and words.
pub fn state_tag(words: Words<'_>, action: &Action, today: Day) -> Markup {
    let (state, label) = match action.completed {
        Some(_) => (State::Done, "actions-state-done"),
        None if action.due < today => (State::Late, "actions-state-late"),
        None => (State::Promised, "actions-state-promised"),
    };
    comity_shell::state_tag(state, words.t(label))
}

/// An action as other pages show it: how it stands, who does it by when, what it is, and what changed. Without headings.
pub fn summary(visit: &Visit, action: &Action) -> Markup {
    let words = visit.words();
    html! {
        p class="who" { (state_tag(words, action, visit.today())) " · " (who_and_when(visit, action)) }
        (text(words, action))
        @if action.completed.is_some() {
            p { strong { (words.t("actions-changed")) } }
            (note(words, action))
        }
    }
}

/// Who does it by when, or did it when.
fn who_and_when(visit: &Visit, action: &Action) -> Markup {
    let words = visit.words();
    let day = action.completed.map_or(action.due, |time| time.day(&visit.site.zone));
    html! {
        (users_words(action.owner_names.get(visit.language))) " · "
        (words.t(if action.completed.is_some() { "actions-done-on" } else { "actions-due-by" })) " " (words.day_tag(day))
    }
}

fn text(words: Words<'_>, action: &Action) -> Markup {
    words_or_erased(words, action.text.as_deref())
}

fn note(words: Words<'_>, action: &Action) -> Markup {
    words_or_erased(words, action.note.as_deref())
}

fn words_or_erased(words: Words<'_>, text: Option<&str>) -> Markup {
    match text {
        Some(text) => users_text(text),
        None => html! { p class="quiet" { (words.t("actions-erased")) } },
    }
}

/// The beginning of a text, for a list: whole words, no more than about `most` characters of them.
pub fn excerpt(text: &str, most: usize) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let cut: String = line.chars().take(most).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    format!("{}…", whole.trim_end_matches([',', '.', ';', ':', '،', '؛']))
}

/// What an action is called in lists and titles.
fn name(words: Words<'_>, action: &Action) -> String {
    match &action.text {
        Some(text) => excerpt(text, 110),
        None => words.say(&Message::new("actions-name-erased").text("reference", action.reference.as_str())),
    }
}

fn address(action: &Action) -> String {
    format!("/actions/{}", action.reference)
}

/// What the policies decide about.
fn resource(action: &Action) -> Resource<'_> {
    Resource::new(kind::ACTION, action.reference.as_str(), &action.area_path).owned_by(Some(&action.owner))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_ends_with_a_whole_word() {
        assert_eq!(excerpt("Repair  the lamp\nby the school", 100), "Repair the lamp by the school");
        assert_eq!(excerpt("Repair the lamp, by the school", 17), "Repair the lamp…");
        assert_eq!(excerpt("إصلاح المصباح، قرب المدرسة", 16), "إصلاح المصباح…");
        assert_eq!(excerpt("abcdefghij", 4), "abcd…");
    }
}
