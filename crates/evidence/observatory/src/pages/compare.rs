//! Areas beside each other, fairly: rates by residents with what chance alone does to them, and no ranking.

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comity_charts::{Chart, Limits, Marks};
use comity_kernel::Message;
use comity_ledger::Refusal;
use comity_methods::fair::funnel::{Funnel, Side, funnel};
use comity_places::{Area, population};
use comity_shell::{Column, Filled, PageParts, Table, Tone, Words, entry, left_to_right, notice, page, users_words};
use comity_store::Read;
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::answer::answer;
use super::explore::{sentences, typed};
use super::filter::{self, Known};
use super::{SECTION, figures, profile_address, words};
use crate::published::words::{below, number as published};
use crate::published::{self, Number, Shown};

pub const ADDRESS: &str = "/observatory/compare";
/// The limits: one in twenty lies outside the inner ones by chance alone, one in five hundred outside the outer.
const LEVELS: [f64; 2] = [0.95, 0.998];
const SCALE: f64 = 1000.0;
/// Fewer areas have no common rate to be compared with.
const FEWEST: usize = 3;

struct Seen {
    known: Known,
    filled: Filled,
    shown: Option<Shown>,
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer<Response> {
    let filled = typed(query.as_deref());
    let seen = app.read(move |tx| read(tx, filled)).await?;
    let status = if seen.filled.is_refused() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(answer(&visit, &asked, status, render(&visit, &seen)))
}

fn read(tx: &mut Read<'_>, filled: Filled) -> Result<Seen, Refusal> {
    let known = Known::read(tx)?;
    Ok(match filter::read(filled, &known) {
        Ok((filled, mut filter)) => {
            filter.area = known.with_parts(filter.area);
            let shown = published::counts(tx, &filter)?;
            Seen { known, filled, shown }
        }
        Err(filled) => Seen { known, filled: *filled, shown: None },
    })
}

/// An area in the comparison, or why it is not.
struct Compared {
    area: Area,
    name: String,
    people: Option<i64>,
    number: Number,
}

impl Compared {
    /// Events and people, where both are known and somebody lives there.
    fn figures(&self) -> Option<(f64, f64)> {
        let people = self.people.filter(|people| *people > 0)?;
        Some((self.number.known()? as f64, people as f64))
    }
}

fn compared(words: Words<'_>, seen: &Seen, shown: &Shown) -> Vec<Compared> {
    let below = seen.known.below(Some(shown.area.as_str()).filter(|code| !code.is_empty()));
    let number = |code: &str| shown.by_area.iter().find(|(of, _)| of == code).map(|(_, number)| *number);
    let one = |(area, name): (Area, String)| Compared {
        people: population(&area, &seen.known.areas).known(),
        number: number(&area.code).unwrap_or(Number::Withheld),
        area,
        name,
    };
    words::by_name(below, words).into_iter().map(one).collect()
}

fn render(visit: &Visit, seen: &Seen) -> Markup {
    let words = visit.words();
    let shown = seen.shown.as_ref();
    let main = html! {
        (filter::form(words, ADDRESS, &seen.filled, &seen.known, shown.map(|shown| shown.months)))
        @match shown {
            Some(shown) => { (view(words, seen, shown)) }
            None if seen.filled.is_refused() => {}
            None => { (notice(Tone::Note, html! { p { (words.t("observatory-nothing")) } })) }
        }
    };
    let parts = PageParts::new(words.t("observatory-compare"), main)
        .lede(html! { p { (words.t("observatory-compare-lede")) } })
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory")
        .refused(seen.filled.is_refused());
    page(visit, &parts)
}

fn view(words: Words<'_>, seen: &Seen, shown: &Shown) -> Markup {
    let all = compared(words, seen, shown);
    let (inside, outside): (Vec<&Compared>, Vec<&Compared>) = all.iter().partition(|one| one.figures().is_some());
    let (events, people): (Vec<f64>, Vec<f64>) = inside.iter().filter_map(|one| one.figures()).unzip();
    let found = (inside.len() >= FEWEST).then(|| funnel(&events, &people, SCALE, &LEVELS).ok()).flatten();
    html! {
        @match &found {
            None => { (entry(words.t("observatory-rates"), html! { p { (words.t("observatory-compare-too-few")) } })) }
            Some(found) => { (entry(words.t("observatory-rates"), rates(words, shown, &inside, found))) }
        }
        @if !outside.is_empty() { (entry(words.t("observatory-not-compared"), left_out(words, &outside))) }
        (entry(words.t("observatory-outside"), html! {
            ul {
                @for id in ["observatory-outside-chance", "observatory-outside-visitors", "observatory-outside-trust", "observatory-outside-question"] {
                    li { (words.t(id)) }
                }
            }
        }))
        (entry(words.t("observatory-rule"), below(words, shown)))
    }
}

/// What the chart shows: the common rate, and how many areas lie outside the limits.
fn said(words: Words<'_>, shown: &Shown, found: &Funnel) -> Vec<Message> {
    let count = |side: Side| {
        let sides = found.limits.last().map(|limits| limits.sides.iter().filter(|one| **one == side).count());
        i64::try_from(sides.unwrap_or_default()).unwrap_or(i64::MAX)
    };
    let mut said = vec![
        words::period("observatory-said-rate", words, shown.months)
            .text("rate", words::decimal(found.overall.rate, 1))
            .number("areas", i64::try_from(found.n).unwrap_or(i64::MAX)),
        Message::new("observatory-said-outside")
            .number("above", count(Side::Above))
            .number("below", count(Side::Below)),
    ];
    if let Some(times) = found.dispersion.filter(|_| found.dispersion_p.is_some_and(|p| p < 0.01)) {
        said.push(Message::new("observatory-said-dispersed").text("times", words::decimal(times, 1)));
    }
    said
}

fn rates(words: Words<'_>, shown: &Shown, inside: &[&Compared], found: &Funnel) -> Markup {
    let said = said(words, shown, found);
    let points = inside.iter().zip(&found.rates).map(|(one, rate)| (one.name.clone(), rate.population, rate.rate));
    let names = ["observatory-limits-inner", "observatory-limits-outer"];
    let limits = found.limits.iter().zip(names);
    let chart = Chart {
        title: words.t("observatory-funnel").to_owned(),
        description: sentences(words, &said),
        x_label: words.t("observatory-column-people").to_owned(),
        y_label: words.t("observatory-rate-thousand").to_owned(),
        marks: Marks::Funnel {
            points: points.collect(),
            centre: found.overall.rate,
            limits: limits.map(|(limits, id)| Limits { name: words.t(id).to_owned(), at: limits.at.clone() }).collect(),
        },
    };
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
        p class="hint" { (words.t("observatory-funnel-hint")) }
        (table(words, shown, inside, found))
    }
}

fn table(words: Words<'_>, shown: &Shown, inside: &[&Compared], found: &Funnel) -> Markup {
    let [inner, outer] = [0, 1].map(|level| found.limits.get(level).map_or(&[][..], |limits| limits.sides.as_slice()));
    let sides = inner.iter().zip(outer);
    let row = |((one, rate), (inner, outer)): ((&&Compared, &comity_methods::fair::rates::Rate), (&Side, &Side))| {
        vec![
            html! { a href=(profile_address(&one.area.code)) { (users_words(&one.name)) } },
            html! { (words.number(rate.population as i64)) },
            published(words, one.number),
            html! { (words::decimal(rate.rate, 1)) },
            left_to_right(&words::interval(&rate.ci)),
            html! { (words.t(place(*inner, *outer))) },
        ]
    };
    let table = Table {
        id: "rates",
        caption: words.say(&words::period("observatory-rates-caption", words, shown.months)),
        columns: vec![
            Column::text(words.t("observatory-column-area")),
            Column::number(words.t("observatory-column-people")),
            Column::number(words.t("observatory-column-incidents")),
            Column::number(words.t("observatory-column-rate")),
            Column::number(words.t("observatory-column-interval")),
            Column::text(words.t("observatory-column-limits")),
        ],
        rows: inside.iter().zip(&found.rates).zip(sides).map(row).collect(),
    };
    table.show()
}

/// Where a rate lies, as the id of its words.
fn place(inner: Side, outer: Side) -> &'static str {
    match (outer, inner) {
        (Side::Above, _) => "observatory-side-above-outer",
        (Side::Below, _) => "observatory-side-below-outer",
        (Side::Within, Side::Above) => "observatory-side-above-inner",
        (Side::Within, Side::Below) => "observatory-side-below-inner",
        (Side::Within, Side::Within) => "observatory-side-within",
    }
}

fn left_out(words: Words<'_>, outside: &[&Compared]) -> Markup {
    let why = |one: &Compared| match (one.people, one.number.known()) {
        (None | Some(0), _) => "observatory-people-unknown",
        _ => "observatory-number-withheld",
    };
    html! {
        ul { @for one in outside { li { (users_words(&one.name)) ": " (words.t(why(one))) } } }
    }
}
