//! Published numbers and rules in words, the same on every page.

use std::collections::{BTreeMap, BTreeSet};

use comity_datasets::Month;
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
        (coverage(words, shown))
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

/// Of which of the asked months everything is published, where that is not all of them; and what is missing in the
/// numbers of the areas within.
pub fn coverage(words: Words<'_>, shown: &Shown) -> Markup {
    // Kinds of which the same months are published are named together.
    let mut partly: BTreeMap<&[(Month, Month)], Vec<&str>> = BTreeMap::new();
    for (kind, months) in &shown.partly {
        partly.entry(months).or_default().push(kind_name(words, kind));
    }
    let said: BTreeSet<&String> = shown.apart.iter().chain(&shown.wider).collect();
    let missing: BTreeSet<&str> = shown
        .of_areas
        .values()
        .flat_map(|of| &of.left_out)
        .filter(|kind| !said.contains(kind))
        .map(|kind| kind_name(words, kind))
        .collect();
    let missing: Vec<&str> = missing.into_iter().collect();
    html! {
        @if !shown.is_covered() {
            p class="hint" { (words.show(&stretches(words, "published-covered", "published-covered-none", &shown.of.covered))) }
        }
        @for (months, kinds) in &partly {
            p class="hint" {
                (words.show(&stretches(words, "published-partly", "published-partly-none", months).text("kinds", listed(words, kinds))))
            }
        }
        @if !missing.is_empty() {
            p class="hint" { (words.show(&Message::new("published-areas-without").text("kinds", listed(words, &missing)))) }
        }
    }
}

/// A message with the stretches of months, or another where there are none.
fn stretches(words: Words<'_>, some: &'static str, none: &'static str, months: &[(Month, Month)]) -> Message {
    let named: Vec<String> = months.iter().map(|months| span(words, *months)).collect();
    let named: Vec<&str> = named.iter().map(String::as_str).collect();
    if named.is_empty() { Message::new(none) } else { Message::new(some).text("months", listed(words, &named)) }
}

/// "January 2026 – March 2026"
fn span(words: Words<'_>, (first, last): (Month, Month)) -> String {
    let name = |month: Month| {
        let year = i16::try_from(month.year()).unwrap_or_default();
        words.month(year, i8::try_from(month.of_year()).unwrap_or(1))
    };
    if first == last { name(first) } else { format!("{} – {}", name(first), name(last)) }
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
