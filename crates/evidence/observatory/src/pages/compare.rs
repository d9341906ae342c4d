//! Areas beside each other, fairly: rates by residents with what chance alone does to them, and no ranking.

use std::collections::BTreeSet;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use comity_charts::{Chart, Limits, Marks};
use comity_datasets::Month;
use comity_kernel::Message;
use comity_ledger::Refusal;
use comity_methods::fair::funnel::{Funnel, Side, funnel};
use comity_places::{Area, population};
use comity_shell::{Column, Filled, Table, Tone, Words, entry, left_to_right, notice, users_words};
use comity_store::Read;
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::answer::view;
use super::explore::{sentences, typed};
use super::filter::{self, Known};
use super::{figures, profile_address, words};
use crate::published::words::{below, number as published};
use crate::published::{self, Filter, Number, Of, Shown};

pub const ADDRESS: &str = "/observatory/compare";
/// The limits: one in twenty lies outside the inner ones by chance alone, one in five hundred outside the outer.
const LEVELS: [f64; 2] = [0.95, 0.998];
const SCALE: f64 = 1000.0;
/// Fewer areas have no common rate to be compared with.
const FEWEST: usize = 3;

struct Seen {
    known: Known,
    filled: Filled,
    /// Of months of which everything is published of all areas that are compared, where there are any.
    shown: Option<Shown>,
    /// The months that were asked for, where these are not they.
    asked: Option<(Month, Month)>,
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer<Response> {
    let filled = typed(query.as_deref());
    let seen = app.read(move |tx| read(tx, filled)).await?;
    Ok(view(&visit, &asked, &seen.filled, ("observatory-compare", "observatory-compare-lede"), main(&visit, &seen)))
}

fn read(tx: &mut Read<'_>, filled: Filled) -> Result<Seen, Refusal> {
    let known = Known::read(tx)?;
    let (filled, mut filter) = match filter::read(filled, &known) {
        Ok(read) => read,
        Err(filled) => return Ok(Seen { known, filled: *filled, shown: None, asked: None }),
    };
    filter.area = known.with_parts(filter.area);
    let (mut shown, mut asked) = (published::counts(tx, &filter)?, None);
    if let Some(found) = &shown
        && let Some(months) = comparable(found).filter(|months| *months != found.months)
    {
        asked = Some(found.months);
        shown = published::counts(tx, &Filter { months: Some(months), ..filter })?;
    }
    Ok(Seen { known, filled, shown, asked })
}

/// The last stretch of months of which everything that is added up is published of every area.
///
/// An area of which nothing at all is published takes no part, and hides no month.
fn comparable(shown: &Shown) -> Option<(Month, Month)> {
    let months = |of: &Of| of.covered.iter().flat_map(|(first, last)| first.0..=last.0).collect::<BTreeSet<i32>>();
    let each = shown.of_areas.values().map(months).filter(|months| !months.is_empty());
    let common = each.reduce(|a, b| a.intersection(&b).copied().collect())?;
    let last = *common.last()?;
    let first = (shown.months.0.0..=last).rev().take_while(|month| common.contains(month)).last()?;
    Some((Month(first), Month(last)))
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

fn main(visit: &Visit, seen: &Seen) -> Markup {
    let words = visit.words();
    let shown = seen.shown.as_ref();
    html! {
        (filter::form(words, ADDRESS, &seen.filled, &seen.known, seen.asked.or(shown.map(|shown| shown.months))))
        @if let (Some(shown), true) = (shown, seen.asked.is_some()) {
            (notice(Tone::Note, html! { p { (words.show(&words::period("observatory-compare-months", words, shown.months))) } }))
        }
        @match shown {
            Some(shown) => { (compared_areas(words, seen, shown)) }
            None if seen.filled.is_refused() => {}
            None => { (notice(Tone::Note, html! { p { (words.t("observatory-nothing")) } })) }
        }
    }
}

fn compared_areas(words: Words<'_>, seen: &Seen, shown: &Shown) -> Markup {
    let all = compared(words, seen, shown);
    let (inside, outside): (Vec<&Compared>, Vec<&Compared>) = all.iter().partition(|one| one.figures().is_some());
    let (events, people): (Vec<f64>, Vec<f64>) = inside.iter().filter_map(|one| one.figures()).unzip();
    let found = (inside.len() >= FEWEST).then(|| funnel(&events, &people, SCALE, &LEVELS).ok()).flatten();
    html! {
        @match &found {
            None => { (entry(words.t("observatory-rates"), html! { p { (words.t("observatory-compare-too-few")) } })) }
            Some(found) => { (entry(words.t("observatory-rates"), rates(words, seen, shown, (inside.as_slice(), outside.as_slice()), found))) }
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

/// What the common rate lacks: areas whose few incidents are withheld are left out of it, while those with none are in.
/// The rate of the whole area, from its own published number, stands beside it.
fn lacking(words: Words<'_>, seen: &Seen, shown: &Shown, outside: &[&Compared]) -> Vec<Message> {
    let withheld = outside.iter().filter(|one| one.people.is_some_and(|people| people > 0)).count();
    if withheld == 0 {
        return Vec::new();
    }
    let mut said =
        vec![Message::new("observatory-said-lacking").number("areas", i64::try_from(withheld).unwrap_or(i64::MAX))];
    let whole = seen.known.area(&shown.area).and_then(|area| {
        let people = population(area, &seen.known.areas).known().filter(|people| *people > 0)?;
        let count = shown.total.known()?;
        Some((area.name(words.language), count as f64 / people as f64 * SCALE))
    });
    if let Some((area, rate)) = whole {
        let rate = words::decimal(rate, 1);
        said.push(Message::new("observatory-said-rate-whole").text("area", area).text("rate", rate));
    }
    said
}

fn rates(
    words: Words<'_>,
    seen: &Seen,
    shown: &Shown,
    (inside, outside): (&[&Compared], &[&Compared]),
    found: &Funnel,
) -> Markup {
    let mut said = said(words, shown, found);
    said.extend(lacking(words, seen, shown, outside));
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
