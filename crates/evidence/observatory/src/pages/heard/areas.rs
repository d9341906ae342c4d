//! Concerns per 1,000 people by area, from published numbers alone.

use comity_charts::{Chart, Marks};
use comity_kernel::Message;
use comity_methods::fair::rates::{Method, Rate, rates};
use comity_places::{Area, population};
use comity_shell::{Column, Table, Tone, Words, left_to_right, notice, users_words};
use maud::{Markup, html};

use super::super::explore::sentences;
use super::super::filter::Known;
use super::super::{figures, profile_address, words};
use super::Seen;
use crate::heard::Heard;
use crate::kinds::topic_name;
use crate::published::Number;
use crate::published::words::number as published;

/// More areas than these are shown by those that stand first alone.
const MOST: usize = 60;
const SCALE: f64 = 1000.0;

/// An area with what is public of its concerns.
pub struct Line {
    pub area: Area,
    /// With what tells it from another of the same name.
    pub name: String,
    pub people: Option<i64>,
    pub number: Number,
    /// Where number and people are known.
    pub rate: Option<Rate>,
}

/// The areas within the first one that has several parts, each before its own parts; of many, the first ones alone.
pub fn lines(words: Words<'_>, seen: &Seen, heard: &Heard) -> Vec<Line> {
    let known = Known { areas: seen.areas.clone(), ..Known::default() };
    let top = known.with_parts(None);
    let mut order = Vec::new();
    let mut waiting: Vec<(Area, String)> = words::by_name(known.below(top.as_deref()), words);
    let first = waiting.clone();
    waiting.reverse();
    while let Some((area, name)) = waiting.pop() {
        let mut parts = words::by_name(known.below(Some(&area.code)), words);
        parts.reverse();
        order.push((area, name));
        waiting.extend(parts);
    }
    let chosen = if order.len() > MOST { first } else { order };
    let line = |(area, name): (Area, String)| {
        let (people, number) = (population(&area, &seen.areas).known(), heard.total(&area.code));
        Line { rate: rate(number, people), area, name, people, number }
    };
    chosen.into_iter().map(line).collect()
}

pub fn rate(number: Number, people: Option<i64>) -> Option<Rate> {
    let (count, people) = (number.known()? as f64, people.filter(|people| *people > 0)? as f64);
    Some(rates(&[count], &[people], SCALE, Method::Exact, 0.95).ok()?.overall)
}

/// The rate of the whole partnership.
pub fn whole(seen: &Seen, heard: &Heard) -> Option<Rate> {
    let outermost = seen.areas.iter().filter(|area| area.parent.is_none());
    let people: Option<i64> = outermost.map(|area| population(area, &seen.areas).known()).sum();
    rate(heard.total(""), people)
}

pub fn section(words: Words<'_>, seen: &Seen) -> Markup {
    let Some(heard) = &seen.concerns else {
        return html! { (notice(Tone::Note, html! { p { (words.t("heard-nothing")) } })) };
    };
    let (lines, whole) = (lines(words, seen, heard), whole(seen, heard));
    let said = said(words, heard, &lines, whole.as_ref());
    let row = |line: &Line| match &line.rate {
        Some(rate) => (line.name.clone(), rate.rate, rate.ci.lower, rate.ci.upper),
        None => (line.name.clone(), f64::NAN, f64::NAN, None),
    };
    let chart = Chart {
        title: words.t("heard-rate").to_owned(),
        description: sentences(words, &said),
        x_label: words.t("heard-rate").to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals {
            rows: lines.iter().map(row).collect(),
            reference: whole.as_ref().map(|whole| whole.rate),
        },
    };
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
        p class="hint" { (words.t("heard-reference-hint")) }
        (table(words, heard, &lines))
        (topics(words, heard))
        p class="hint" { (words.show(&rule(heard))) }
    }
}

/// By which rule numbers of concerns are withheld.
pub fn rule(heard: &Heard) -> Message {
    Message::new("heard-rule").number("threshold", i64::try_from(heard.threshold).unwrap_or(i64::MAX))
}

/// How many were raised and the rate; how many areas' intervals lie wholly to one side of it; how many are withheld.
fn said(words: Words<'_>, heard: &Heard, lines: &[Line], whole: Option<&Rate>) -> Vec<Message> {
    let mut said = Vec::new();
    let period = |id| words::period(id, words, heard.months);
    match heard.total("") {
        Number::Count(count) => said.push(period("heard-said-total").number("count", count)),
        other => said.push(period("heard-said-at-least").number("count", other.least())),
    }
    if let Some(whole) = whole {
        let interval = words::interval(&whole.ci);
        said.push(
            Message::new("heard-said-rate").text("rate", words::decimal(whole.rate, 1)).text("interval", interval),
        );
        let count = |apart: fn(&Rate, f64) -> bool| {
            let found = lines.iter().filter_map(|line| line.rate.as_ref()).filter(|rate| apart(rate, whole.rate));
            i64::try_from(found.count()).unwrap_or(i64::MAX)
        };
        let above = count(|rate, whole| rate.ci.lower > whole);
        let below = count(|rate, whole| rate.ci.upper.is_some_and(|upper| upper < whole));
        said.push(Message::new("heard-said-apart").number("above", above).number("below", below));
    }
    let withheld = lines.iter().filter(|line| line.number.known().is_none()).count();
    if withheld > 0 {
        let areas = i64::try_from(withheld).unwrap_or(i64::MAX);
        said.push(Message::new("heard-said-withheld").number("areas", areas));
    }
    said
}

fn table(words: Words<'_>, heard: &Heard, lines: &[Line]) -> Markup {
    let unknown = || html! { (words.t("observatory-unknown")) };
    let row = |line: &Line| {
        let people = match line.people {
            Some(people) => html! { (words.number(people)) },
            None => unknown(),
        };
        let [rate, interval] = match &line.rate {
            Some(rate) => [html! { (words::decimal(rate.rate, 1)) }, left_to_right(&words::interval(&rate.ci))],
            None => [html! {}, html! {}],
        };
        let name = html! { a href=(profile_address(&line.area.code)) { (users_words(&line.name)) } };
        vec![name, people, published(words, line.number), rate, interval]
    };
    let table = Table {
        id: "concerns",
        caption: words.say(&words::period("heard-caption", words, heard.months)),
        columns: vec![
            Column::text(words.t("observatory-column-area")),
            Column::number(words.t("observatory-column-people")),
            Column::number(words.t("heard-column-concerns")),
            Column::number(words.t("heard-rate")),
            Column::number(words.t("observatory-column-interval")),
        ],
        rows: lines.iter().map(row).collect(),
    };
    table.show()
}

fn topics(words: Words<'_>, heard: &Heard) -> Markup {
    let row = |(topic, number): &(&str, Number)| vec![users_words(topic_name(words, topic)), published(words, *number)];
    let table = Table {
        id: "topics",
        caption: words.say(&words::period("heard-topics-caption", words, heard.months)),
        columns: vec![Column::text(words.t("heard-column-topic")), Column::number(words.t("heard-column-concerns"))],
        rows: heard.by_topic("").iter().map(row).collect(),
    };
    table.show()
}
