//! The explored view to take away, with the rule that was applied: a table of all its numbers, and the same as JSON.

use axum::extract::{RawQuery, State};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use comity_datasets::Month;
use comity_kernel::Problem;
use comity_ledger::Refusal;
use comity_web::{Answer, App, Visit};
use serde_json::{Value, json};

use super::explore::typed;
use super::filter::{self, Known};
use crate::csv_cell;
use crate::published::{self, Filter, Number, RuleApplied, Shown};

struct Taken {
    filter: Filter,
    shown: Option<Shown>,
    known: Known,
}

async fn read(app: &App, query: Option<&str>) -> Answer<Taken> {
    let filled = typed(query);
    app.read(move |tx| {
        let known = Known::read(tx)?;
        let (_, filter) = filter::read(filled, &known).map_err(|refused| {
            let fields = refused.errors().to_vec();
            Refusal::from(Problem::Fields { fields })
        })?;
        Ok(Taken { shown: published::counts(tx, &filter)?, filter, known })
    })
    .await
}

pub async fn json(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> Answer<Response> {
    let taken = read(&app, query.as_deref()).await?;
    let shown = taken.shown.as_ref().map(|shown| as_json(&visit, shown));
    let body = json!({ "area": taken.filter.area, "kinds": taken.filter.kinds, "published": shown });
    Ok(file(body.to_string(), "application/json", "attachment; filename=\"incidents.json\""))
}

fn as_json(visit: &Visit, shown: &Shown) -> Value {
    let words = visit.words();
    let rule = |rule: &RuleApplied| {
        let sentences: Vec<String> = rule.sentences.iter().map(|sentence| words.say(sentence)).collect();
        json!({ "publication": rule.publication, "hash": rule.hash, "sentences": sentences })
    };
    let months = |(from, to): (Month, Month)| json!({ "from": from.to_string(), "to": to.to_string() });
    let all = |list: &[(Month, Month)]| list.iter().map(|span| months(*span)).collect::<Vec<_>>();
    let by_kind = |(kind, number): &(String, Number)| json!({ "kind": kind, "incidents": number });
    let by_area = |(code, number): &(String, Number)| {
        let of = shown.of_areas.get(code).cloned().unwrap_or_default();
        json!({ "area": code, "incidents": number, "covered": all(&of.covered), "kinds_not_counted": of.left_out })
    };
    json!({
        "months": months(shown.months),
        "total": shown.total,
        "by_month": shown.by_month.iter().map(|(month, number)| json!({ "month": month.to_string(), "incidents": number })).collect::<Vec<_>>(),
        "by_period": shown.by_period.iter().map(|(period, number)| json!({ "months": months(*period), "incidents": number })).collect::<Vec<_>>(),
        "by_kind": shown.by_kind.iter().map(by_kind).collect::<Vec<_>>(),
        "by_area": shown.by_area.iter().map(by_area).collect::<Vec<_>>(),
        "covered": all(&shown.of.covered),
        "kinds_not_counted": shown.of.left_out,
        "kinds_covered_in_part": shown.partly.iter().map(|(kind, covered)| json!({ "kind": kind, "covered": all(covered) })).collect::<Vec<_>>(),
        "sources_change": shown.changes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "published_for_wider_areas_only": shown.wider,
        "rules": shown.rules.iter().map(rule).collect::<Vec<_>>(),
        "datasets": shown.datasets,
        "releases": shown.releases,
    })
}

/// One row for each published number: what it is of, and whether it is exact, a least one or withheld.
const COLUMNS: [&str; 8] = ["table", "area", "area_name", "from", "to", "kind", "incidents", "is"];

pub async fn csv(State(app): State<App>, visit: Visit, RawQuery(query): RawQuery) -> Answer<Response> {
    let taken = read(&app, query.as_deref()).await?;
    let written = rows(&visit, &taken).map_err(|error| Refusal::Broken(format!("a table as CSV: {error}")))?;
    Ok(file(written, "text/csv; charset=utf-8", "attachment; filename=\"incidents.csv\""))
}

fn rows(visit: &Visit, taken: &Taken) -> Result<String, Box<dyn std::error::Error>> {
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(COLUMNS)?;
    if let Some(shown) = &taken.shown {
        let name = |code: &str| taken.known.area(code).map_or("", |area| area.name(visit.language));
        let own = [shown.area.as_str(), name(&shown.area)];
        let mut row =
            |table: &str, area: [&str; 2], months: (Month, Month), kind: &str, (count, is): (String, &str)| {
                let (from, to) = (months.0.to_string(), months.1.to_string());
                out.write_record([table, area[0], area[1], &from, &to, kind, &count, is].map(csv_cell))
            };
        row("total", own, shown.months, "", said(shown.total))?;
        for (month, number) in &shown.by_month {
            row("month", own, (*month, *month), "", said(*number))?;
        }
        for (months, number) in &shown.by_period {
            row("release", own, *months, "", said(*number))?;
        }
        for (kind, number) in &shown.by_kind {
            row("kind", own, shown.months, filter::in_address(kind), said(*number))?;
        }
        for (code, number) in &shown.by_area {
            row("area", [code, name(code)], shown.months, "", said(*number))?;
        }
        let said = |is| (String::new(), is);
        for months in &shown.of.covered {
            row("covered", own, *months, "", said("all published"))?;
        }
        for (kind, months) in &shown.partly {
            for months in months {
                row("covered", own, *months, filter::in_address(kind), said("all published"))?;
            }
        }
        let areas = shown.of_areas.iter().map(|(code, of)| ([code.as_str(), name(code)], of));
        for (area, of) in std::iter::once((own, &shown.of)).chain(areas) {
            for kind in &of.left_out {
                row("not counted", area, shown.months, filter::in_address(kind), said("published for districts only"))?;
            }
        }
        for rule in &shown.rules {
            for sentence in &rule.sentences {
                out.write_record(["rule", "", "", "", "", "", "", &visit.words().say(sentence)])?;
            }
        }
    }
    Ok(String::from_utf8(out.into_inner()?)?)
}

/// A number, and what it is.
fn said(number: Number) -> (String, &'static str) {
    match number {
        Number::Count(count) => (count.to_string(), "exact"),
        Number::AtLeast(least) => (least.to_string(), "at least"),
        Number::Withheld => (String::new(), "withheld"),
    }
}

fn file(body: String, kind: &'static str, disposition: &'static str) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    response.headers_mut().insert(CONTENT_DISPOSITION, HeaderValue::from_static(disposition));
    response
}
