//! Published incidents by time, kind and place. The view stands in the address.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comity_charts::{Chart, Marks};
use comity_datasets::Month;
use comity_kernel::Message;
use comity_shell::{Column, Filled, PageParts, Table, Tone, Words, entry, notice, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::answer::answer;
use super::seen::{Seen, months};
use super::{SECTION, figures, filter, hours, place, said, words};
use crate::kinds::kind_name;
use crate::published::words::{below, number as published};
use crate::published::{Number, Shown};

pub const ADDRESS: &str = "/observatory/explore";

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer<Response> {
    let filled = typed(query.as_deref());
    let objects = app.ledger.objects().clone();
    let seen = app.read(move |tx| Seen::read(tx, &objects, filled)).await?;
    let status = if seen.filled.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(answer(&visit, &asked, status, render(&visit, &seen)))
}

/// What stands in the address; nothing where it cannot be read.
pub fn typed(query: Option<&str>) -> Filled {
    Filled::read(query.unwrap_or_default().as_bytes()).unwrap_or_default()
}

fn render(visit: &Visit, seen: &Seen) -> Markup {
    let words = visit.words();
    let shown = seen.shown.as_ref();
    let main = html! {
        (filter::form(words, ADDRESS, &seen.filled, &seen.known, shown.map(|shown| shown.months)))
        @match shown {
            Some(shown) => { (view(visit, seen, shown)) }
            None if seen.filled.is_refused() => {}
            None => { (notice(Tone::Note, html! { p { (words.t("observatory-nothing")) } })) }
        }
    };
    let parts = PageParts::new(words.t("observatory-explore"), main)
        .lede(html! { p { (words.t("observatory-explore-lede")) } })
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory")
        .refused(seen.filled.is_refused());
    page(visit, &parts)
}

fn view(visit: &Visit, seen: &Seen, shown: &Shown) -> Markup {
    let words = visit.words();
    html! {
        (entry(words.t("observatory-total"), html! {
            p { (whole(words, seen, shown)) }
            (ways(words, seen))
        }))
        (entry(words.t("observatory-by-month"), by_month(words, seen, shown)))
        (entry(words.t("observatory-by-kind"), by_kind(words, shown)))
        (entry(words.t("observatory-by-hour"), hours::section(words, !seen.filter.kinds.is_empty(), seen.hours.as_ref())))
        (entry(words.t("observatory-by-area"), place::section(visit, seen, shown)))
        (entry(words.t("observatory-rule"), below(words, shown)))
    }
}

/// How many in all, of what.
fn whole(words: Words<'_>, seen: &Seen, shown: &Shown) -> Markup {
    let area = seen.known.area(&shown.area).map_or(words.t("observatory-everywhere"), |area| area.name(words.language));
    let (id, count) = match shown.total {
        Number::Count(count) => ("observatory-whole", count),
        Number::AtLeast(least) => ("observatory-whole-at-least", least),
        Number::Withheld => ("observatory-whole-withheld", 0),
    };
    words.show(&words::period(id, words, shown.months).text("area", area).number("count", count))
}

/// The ways to take this view along.
fn ways(words: Words<'_>, seen: &Seen) -> Markup {
    let kept = seen.kept();
    html! {
        ul {
            li { a href=(filter::address(ADDRESS, &kept)) { (words.t("observatory-share")) } }
            li { a href=(filter::address("/observatory/explore.csv", &kept)) download { (words.t("observatory-csv")) } }
            li { a href=(filter::address("/observatory/explore.json", &kept)) download { (words.t("observatory-json")) } }
            li { a href=(filter::address("/observatory/compare", &kept)) { (words.t("observatory-compare-link")) } }
        }
    }
}

fn by_month(words: Words<'_>, seen: &Seen, shown: &Shown) -> Markup {
    let months = months(&seen.known, shown);
    // A kind by the month is finer than anything that is published; by release it may be.
    let coarser = !months.is_empty() && months.iter().all(|(_, number)| number.is_none_or(|one| one.known().is_none()));
    html! {
        @if coarser && shown.by_period.iter().any(|(_, number)| number.known().is_some()) {
            p { (words.t("observatory-by-period-why")) }
            (by_period(words, shown))
        } @else {
            (month_chart(words, &months, &shown.changes))
            (month_table(words, shown.months, &months))
        }
    }
}

fn month_chart(words: Words<'_>, months: &[(Month, Option<Number>)], changes: &[Month]) -> Markup {
    let said = said::by_month(words, months, changes);
    let values = months.iter().map(|(_, number)| number.map_or(f64::NAN, words::value)).collect();
    let chart = Chart {
        title: words.t("observatory-by-month").to_owned(),
        description: sentences(words, &said),
        x_label: String::new(),
        y_label: words.t("observatory-column-incidents").to_owned(),
        marks: Marks::Steps {
            names: months.iter().map(|(month, _)| words::short_month(words, *month)).collect(),
            lines: vec![(words.t("observatory-column-incidents").to_owned(), values)],
        },
    };
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
    }
}

fn month_table(words: Words<'_>, period: (Month, Month), months: &[(Month, Option<Number>)]) -> Markup {
    let row = |(month, number): &(Month, Option<Number>)| {
        let number = match number {
            Some(number) => published(words, *number),
            None => html! { span class="quiet" { (words.t("observatory-unpublished")) } },
        };
        vec![html! { (words::month(words, *month)) }, number]
    };
    let table = Table {
        id: "months",
        caption: words.say(&words::period("observatory-months-caption", words, period)),
        columns: vec![Column::text(words.t("months-month")), Column::number(words.t("observatory-column-incidents"))],
        rows: months.iter().map(row).collect(),
    };
    table.show()
}

/// The periods in which releases come out, where months are not published.
fn by_period(words: Words<'_>, shown: &Shown) -> Markup {
    let name = |(from, to): &(Month, Month)| {
        if from == to { words::short_month(words, *from) } else { words.say(&span(words, (*from, *to))) }
    };
    let bars = shown.by_period.iter().map(|(months, number)| (name(months), words::value(*number))).collect();
    let chart = Chart {
        title: words.t("observatory-by-period").to_owned(),
        description: words.t("observatory-by-period-why").to_owned(),
        x_label: words.t("observatory-column-incidents").to_owned(),
        y_label: String::new(),
        marks: Marks::Bars(bars),
    };
    let table = Table {
        id: "periods",
        caption: words.t("observatory-by-period").to_owned(),
        columns: vec![
            Column::text(words.t("observatory-column-period")),
            Column::number(words.t("observatory-column-incidents")),
        ],
        rows: shown
            .by_period
            .iter()
            .map(|(months, number)| vec![html! { (name(months)) }, published(words, *number)])
            .collect(),
    };
    html! { (figures::figure(words, &chart)) (table.show()) }
}

fn span(words: Words<'_>, (from, to): (Month, Month)) -> Message {
    Message::new("observatory-span")
        .text("from", words::short_month(words, from))
        .text("to", words::short_month(words, to))
}

fn by_kind(words: Words<'_>, shown: &Shown) -> Markup {
    let said = said::by_kind(words, shown);
    let name = |kind: &String| kind_name(words, kind).to_owned();
    let chart = Chart {
        title: words.t("observatory-by-kind").to_owned(),
        description: sentences(words, &said),
        x_label: words.t("observatory-column-incidents").to_owned(),
        y_label: String::new(),
        marks: Marks::Bars(shown.by_kind.iter().map(|(kind, number)| (name(kind), words::value(*number))).collect()),
    };
    let table = Table {
        id: "kinds",
        caption: words.say(&words::period("observatory-kinds-caption", words, shown.months)),
        columns: vec![
            Column::text(words.t("observatory-column-kind")),
            Column::number(words.t("observatory-column-incidents")),
        ],
        rows: shown
            .by_kind
            .iter()
            .map(|(kind, number)| vec![users_words(&name(kind)), published(words, *number)])
            .collect(),
    };
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
        (table.show())
    }
}

pub fn sentences(words: Words<'_>, said: &[Message]) -> String {
    said.iter().map(|one| words.say(one)).collect::<Vec<_>>().join(" ")
}
