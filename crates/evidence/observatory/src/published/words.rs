//! Published numbers and rules in words, the same on every page.

use comity_kernel::Message;
use comity_shell::{Words, left_to_right};
use maud::{Markup, html};

use super::{Number, RuleApplied, Shown};
use crate::kinds::kind_name;

/// A number as it stands in a table or a sentence: "12", "at least 12", "withheld".
pub fn number(words: Words<'_>, number: Number) -> Markup {
    match number {
        Number::Count(count) => html! { (words.number(count)) },
        Number::AtLeast(least) => words.show(&Message::new("published-at-least").number("count", least)),
        Number::Withheld => html! { (words.t("published-withheld")) },
    }
}

/// What is said below published numbers: what "withheld" means where something is, which kinds are counted apart or
/// elsewhere, and the rules that were applied, each with the hash that names it.
pub fn below(words: Words<'_>, shown: &Shown) -> Markup {
    let elsewhere: Vec<&str> = shown.wider.iter().map(|kind| kind_name(words, kind)).collect();
    let apart = shown.apart.iter().filter(|kind| !shown.wider.contains(kind));
    let apart: Vec<&str> = apart.map(|kind| kind_name(words, kind)).collect();
    html! {
        @if something_withheld(shown) { p class="hint" { (words.t("published-withheld-means")) } }
        @if !apart.is_empty() {
            p class="hint" { (words.show(&Message::new("published-apart").text("kinds", listed(words, &apart)))) }
        }
        @if !elsewhere.is_empty() {
            p class="hint" { (words.show(&Message::new("published-wider").text("kinds", listed(words, &elsewhere)))) }
        }
        @if shown.outside != Number::Count(0) {
            p class="hint" { (words.t("published-outside")) " " (number(words, shown.outside)) }
        }
        (rules(words, &shown.rules))
    }
}

fn listed(words: Words<'_>, kinds: &[&str]) -> String {
    kinds.join(&format!("{} ", words.t("date-comma")))
}

fn something_withheld(shown: &Shown) -> bool {
    let months = shown.by_month.iter().map(|(_, number)| *number);
    let kinds = shown.by_kind.iter().map(|(_, number)| *number);
    let areas = shown.by_area.iter().map(|(_, number)| *number);
    months.chain(kinds).chain(areas).chain([shown.total]).any(|number| number.known().is_none())
}

/// The rules in sentences.
pub fn rules(words: Words<'_>, rules: &[RuleApplied]) -> Markup {
    html! {
        @if !rules.is_empty() {
            details {
                summary { (words.t("published-rule")) }
                @for rule in rules {
                    ul { @for sentence in &rule.sentences { li { (words.show(sentence)) } } }
                    @if !rule.hash.is_empty() {
                        p class="hint" { (words.t("published-rule-hash")) " " (left_to_right(&rule.hash)) }
                    }
                }
            }
        }
    }
}
