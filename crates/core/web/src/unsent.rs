//! What somebody typed into a form that could not be taken and is not on the page: shown to be copied.

use std::collections::BTreeSet;

use comity_kernel::Message;
use comity_shell::{Filled, csrf};
use maud::{Markup, html};

use crate::Visit;

/// Fields that nobody types: hidden in the form. And a password, which is never shown.
const UNSEEN: [&str; 9] = [csrf::FIELD, csrf::ONCE, "version", "code", "to", "item", "meeting", "concern", "password"];
/// More fields than any form of ours has.
const MOST: usize = 200;

/// Every field that was typed, read-only, the longest first, except those named in `except`, which the page itself shows.
/// Nothing where nothing was typed.
pub fn unsent(visit: &Visit, filled: &Filled, except: &[&str]) -> Markup {
    let mut typed: Vec<(&str, &str)> = filled
        .fields()
        .filter(|(name, value)| !value.trim().is_empty() && !UNSEEN.contains(name) && !except.contains(name))
        .take(MOST)
        .collect();
    typed.sort_by_key(|(_, value)| std::cmp::Reverse(value.len()));
    let all = typed.len();
    let mut seen = BTreeSet::new();
    html! {
        @for (index, (name, value)) in typed.into_iter().enumerate() {
            @let id = if seen.insert(name) { format!("unsent-{name}") } else { format!("unsent-{name}-{index}") };
            div class="field" {
                label for=(id) { (label(visit, index + 1, all)) }
                textarea id=(id) rows=(if value.chars().count() > 60 { 6 } else { 1 }) readonly dir="auto" { "\n" (value) }
            }
        }
    }
}

/// Tells the fields apart for those who hear only their labels.
fn label(visit: &Visit, number: usize, all: usize) -> Markup {
    if all == 1 {
        return html! { (visit.words().t("refused-unsent")) };
    }
    let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    visit.words().show(&Message::new("refused-unsent-part").number("number", count(number)).number("all", count(all)))
}
