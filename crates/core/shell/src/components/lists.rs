//! Definition lists, the way to a page, the way through a long list, and the search box.

use maud::{Markup, html};

use crate::components::buttons::{Weight, button};
use crate::texts::Words;

/// Pairs of what it is and what it says.
pub fn definitions(pairs: &[(&str, Markup)]) -> Markup {
    html! {
        dl class="definitions" {
            @for (term, value) in pairs { div { dt { (term) } dd { (value) } } }
        }
    }
}

/// The way to this page (breadcrumbs): label and address, from the outermost.
pub fn trail(words: Words<'_>, steps: &[(String, String)]) -> Markup {
    html! {
        @if !steps.is_empty() {
            nav class="trail" aria-label=(words.t("shell-trail")) {
                ol { @for (label, href) in steps { li { a href=(href) { bdi { (label) } } } } }
            }
        }
    }
}

/// The way on through a long list, and back to its beginning where this is not it.
pub fn more(words: Words<'_>, next: Option<&str>, beginning: Option<&str>) -> Markup {
    html! {
        @if next.is_some() || beginning.is_some() {
            nav class="more" aria-label=(words.t("shell-more-label")) {
                @if let Some(href) = beginning { a href=(href) { (words.t("shell-beginning")) } }
                @if let Some(href) = next { a href=(href) rel="next" { (words.t("shell-more")) } }
            }
        }
    }
}

/// A box to search by: sends `name=…` to `action` by GET.
pub fn search_box(words: Words<'_>, action: &str, name: &str, label: &str, value: &str) -> Markup {
    html! {
        form class="search" role="search" method="get" action=(action) {
            label for={ "search-" (name) } { (label) }
            div {
                input type="search" id={ "search-" (name) } name=(name) value=(value) dir="auto" autocomplete="off";
                (button(Weight::Main, words.t("shell-search")))
            }
        }
    }
}
