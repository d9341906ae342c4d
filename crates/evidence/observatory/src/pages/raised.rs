//! The concerns of an area by topic, as they are published.

use comity_kernel::Message;
use comity_methods::fair::rates::Rate;
use comity_places::Population;
use comity_shell::{Column, Table, Words, left_to_right, users_words};
use maud::{Markup, html};

use super::words;
use crate::heard::Heard;
use crate::kinds::topic_name;
use crate::published::Number;
use crate::published::words::number as published;

pub fn section(words: Words<'_>, area: &str, people: Population, heard: &Heard) -> Markup {
    let total = heard.total(area);
    let by_topic = heard.by_topic(area);
    // Topics of which nothing was raised are said in a sentence, not in a row each.
    let rows: Vec<&(&str, Number)> = by_topic.iter().filter(|(_, number)| *number != Number::Count(0)).collect();
    let nothing = by_topic.len() - rows.len();
    let period = |id| words::period(id, words, heard.months);
    let said = match total {
        Number::Count(count) => period("profile-concerns-count").number("count", count),
        Number::AtLeast(count) => period("profile-concerns-at-least").number("count", count),
        Number::Withheld => period("profile-concerns-withheld"),
    };
    let row =
        |(topic, number): &&(&str, Number)| vec![users_words(topic_name(words, topic)), published(words, *number)];
    let table = Table {
        id: "concerns",
        caption: words.say(&period("heard-topics-caption")),
        columns: vec![Column::text(words.t("heard-column-topic")), Column::number(words.t("heard-column-concerns"))],
        rows: rows.iter().map(row).collect(),
    };
    html! {
        p {
            (words.show(&said))
            @if let Some(rate) = super::heard::rate(total, people.known()) { " " (per_thousand(words, &rate)) }
        }
        @if by_topic.is_empty() { p { (words.t("profile-concerns-wider")) } }
        @if !rows.is_empty() { (table.show()) }
        @if nothing > 0 {
            p class="hint" {
                (words.show(&Message::new("profile-concerns-no-topics").number("topics", i64::try_from(nothing).unwrap_or(i64::MAX))))
            }
        }
        p class="hint" { (words.show(&super::heard::rule(heard))) }
        p { a href="/observatory/heard" { (words.t("heard-title")) } }
    }
}

fn per_thousand(words: Words<'_>, rate: &Rate) -> Markup {
    html! {
        (words.t("heard-rate")) ": " (words::decimal(rate.rate, 1))
        " (" (words.t("observatory-column-interval")) " " (left_to_right(&words::interval(&rate.ci))) ")."
    }
}
