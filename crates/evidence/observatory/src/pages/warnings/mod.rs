//! Early warnings: where the latest published month has more than past years lead us to expect.

mod judge;

use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use comity_datasets::Month;
use comity_kernel::Message;
use comity_ledger::Refusal;
use comity_places::Area;
use comity_shell::{Column, Filled, Table, Tone, Words, entry, notice, users_words};
use comity_store::Read;
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::answer::view;
use super::explore::typed;
use super::filter::{self, Known};
use super::words;
use crate::published::{self, Basis, Filter};
use judge::{CHANCE, Verdict, YEARS, judge};

pub const ADDRESS: &str = "/observatory/warnings";

/// The kinds that are published alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Group {
    Ordinary,
    /// For districts only.
    Sensitive,
}

struct Row {
    name: String,
    code: String,
    group: Group,
    verdict: Verdict,
}

struct Seen {
    known: Known,
    filled: Filled,
    /// By area, the one that was asked for first.
    found: Vec<(Area, Group, Verdict)>,
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    RawQuery(query): RawQuery,
) -> Answer<Response> {
    let filled = typed(query.as_deref());
    let seen = app.read(move |tx| read(tx, filled)).await?;
    Ok(view(&visit, &asked, &seen.filled, ("observatory-warnings", "observatory-warnings-lede"), main(&visit, &seen)))
}

/// The latest month of the area and of each directly below it, by groups of kinds.
fn read(tx: &mut Read<'_>, filled: Filled) -> Result<Seen, Refusal> {
    let known = Known::read(tx)?;
    let (filled, filter) = match filter::read(filled, &known) {
        Ok(read) => read,
        Err(filled) => return Ok(Seen { known, filled: *filled, found: Vec::new() }),
    };
    let mut found = Vec::new();
    if let Some((first, last)) = known.months {
        let reach = i32::try_from(YEARS.1 * 12 + 24).unwrap_or(i32::MAX);
        let basis = Basis::read(tx, (first.max(Month(last.0.saturating_sub(reach))), last))?;
        let asked = known.with_parts(filter.area);
        let own = asked.as_deref().and_then(|code| known.area(code));
        for (group, kinds) in groups(tx)? {
            for area in own.into_iter().chain(known.below(asked.as_deref())) {
                let portions = basis.portions(tx, &area.code, &kinds)?;
                found.push((area.clone(), group, judge(&portions)));
            }
        }
    }
    Ok(Seen { known, filled, found })
}

/// The groups that are published, with their kinds.
fn groups(tx: &mut Read<'_>) -> Result<Vec<(Group, Vec<String>)>, Refusal> {
    let releases = published::releases(tx)?;
    let of = |group: Group| {
        let held = releases.iter().filter(|release| (release.finest == "district") == (group == Group::Sensitive));
        let mut kinds: Vec<String> = held.flat_map(|release| release.kinds.iter().cloned()).collect();
        kinds.sort();
        kinds.dedup();
        (group, kinds)
    };
    Ok([Group::Ordinary, Group::Sensitive].map(of).into_iter().filter(|(_, kinds)| !kinds.is_empty()).collect())
}

fn main(visit: &Visit, seen: &Seen) -> Markup {
    let words = visit.words();
    let rows = rows(words, seen);
    html! {
        (filter::area_form(words, ADDRESS, &seen.filled, &seen.known))
        @if seen.filled.is_refused() {
        } @else if rows.is_empty() {
            (notice(Tone::Note, html! { p { (words.t("observatory-nothing")) } }))
        } @else {
            (entry(words.t("observatory-warnings-found"), html! {
                p { @for one in &said(&rows) { (words.show(one)) " " } }
                (table(words, &rows))
            }))
        }
        (entry(words.t("observatory-warnings-mean"), html! {
            ul {
                @for id in ["observatory-warning-question", "observatory-warning-recording", "observatory-warning-past", "observatory-warning-sources", "observatory-warning-public"] {
                    li { (words.t(id)) }
                }
            }
        }))
    }
}

fn rows(words: Words<'_>, seen: &Seen) -> Vec<Row> {
    let mut rows = Vec::new();
    for (area, name) in words::by_name(&seen.known.areas, words) {
        for (_, group, verdict) in seen.found.iter().filter(|(of, ..)| of.code == area.code) {
            rows.push(Row { name: name.clone(), code: area.code.clone(), group: *group, verdict: *verdict });
        }
    }
    rows
}

/// How many were judged, how many lie above their bound, and how many do by chance alone.
fn said(rows: &[Row]) -> Vec<Message> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let judged = rows.iter().filter(|row| matches!(row.verdict, Verdict::Judged { .. })).count();
    let above = rows.iter().filter(|row| matches!(row.verdict, Verdict::Judged { above: true, .. })).count();
    if judged == 0 {
        return vec![Message::new("observatory-said-none-judged")];
    }
    let by_chance = words::decimal(judged as f64 * CHANCE, 1);
    vec![
        Message::new("observatory-said-judged").number("judged", number(judged)),
        Message::new("observatory-said-above").number("above", number(above)),
        Message::new("observatory-said-by-chance").text("chance", by_chance),
    ]
}

fn table(words: Words<'_>, rows: &[Row]) -> Markup {
    let row = |row: &Row| {
        let address = filter::address(ADDRESS, &Filter { area: Some(row.code.clone()), ..Filter::default() });
        let group = match row.group {
            Group::Ordinary => "observatory-group-ordinary",
            Group::Sensitive => "observatory-group-sensitive",
        };
        let mut cells = vec![html! { a href=(address) { (users_words(&row.name)) } }, html! { (words.t(group)) }];
        cells.extend(verdict(words, row.verdict));
        cells
    };
    let table = Table {
        id: "warnings",
        caption: words.t("observatory-warnings-caption").to_owned(),
        columns: vec![
            Column::text(words.t("observatory-column-area")),
            Column::text(words.t("observatory-column-kinds")),
            Column::text(words.t("observatory-column-found")),
            Column::text(words.t("months-month")),
            Column::number(words.t("observatory-column-observed")),
            Column::number(words.t("observatory-column-expected")),
            Column::number(words.t("observatory-column-bound")),
        ],
        rows: rows.iter().map(row).collect(),
    };
    table.show()
}

fn verdict(words: Words<'_>, verdict: Verdict) -> Vec<Markup> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let said = match verdict {
        Verdict::Wider => Message::new("observatory-verdict-wider"),
        Verdict::Short { there, missing } => {
            Message::new("observatory-verdict-short").number("there", number(there)).number("missing", number(missing))
        }
        Verdict::Gaps => Message::new("observatory-verdict-gaps"),
        Verdict::Changed => Message::new("observatory-verdict-changed"),
        Verdict::NoBaseline => Message::new("observatory-verdict-no-baseline"),
        Verdict::Judged { above: true, .. } => Message::new("observatory-verdict-above"),
        Verdict::Judged { above: false, .. } => Message::new("observatory-verdict-within"),
    };
    let mut cells = vec![words.show(&said)];
    match verdict {
        Verdict::Judged { month, observed, expected, bound, .. } => cells.extend([
            html! { (words::month(words, month)) },
            html! { (words.number(observed)) },
            html! { (words::decimal(expected, 1)) },
            html! { (words::decimal(bound, 0)) },
        ]),
        _ => cells.extend((0..4).map(|_| html! { "–" })),
    }
    cells
}
