//! `/observatory/published.json`: what is published of an area, for programs.

use axum::extract::{Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use comity_datasets::Month;
use comity_kernel::Problem;
use comity_ledger::Refusal;
use comity_web::{Answer, App, Visit};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Filter, HoursShown, Number, Shown, counts, hours_shown};

/// What is asked; nothing: the whole partnership, all kinds, the last months.
#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    area: String,
    /// As its file has it.
    kind: Option<String>,
    /// `YYYY-MM`, both or none.
    from: Option<String>,
    to: Option<String>,
}

/// The published numbers as JSON: `shown` is null where nothing is published, `hours` (of the week, for all kinds) where none
/// are. Numbers are `{"count": 7}`, `{"at_least": 7}`
/// or `{"withheld": true}`.
pub async fn show(State(app): State<App>, visit: Visit, Query(asked): Query<Asked>) -> Answer<Response> {
    let filter = filter(&asked)?;
    let area = asked.area.clone();
    let (shown, hours) = app
        .read(move |tx| {
            if !area.is_empty() && comity_places::area(tx, &area)?.is_none() {
                return Err(Problem::NotFound.into());
            }
            let shown = counts(tx, &filter)?;
            let hours = match &shown {
                Some(shown) if filter.kinds.is_empty() => hours_shown(tx, &shown.area, shown.months)?,
                _ => None,
            };
            Ok((shown, hours))
        })
        .await?;
    let shown = shown.as_ref().map(|shown| as_json(&visit, shown));
    let body = json!({ "area": asked.area, "shown": shown, "hours": hours.as_ref().map(hours_as_json) }).to_string();
    Ok(([(CONTENT_TYPE, "application/json")], body).into_response())
}

fn filter(asked: &Asked) -> Result<Filter, Refusal> {
    let month = |text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => Month::parse(text).map(Some).ok_or(Problem::NotFound),
    };
    let months = match (month(&asked.from)?, month(&asked.to)?) {
        (Some(first), Some(last)) if first <= last => Some((first, last)),
        (None, None) => None,
        _ => return Err(Problem::NotFound.into()),
    };
    let area = Some(asked.area.clone()).filter(|area| !area.is_empty());
    Ok(Filter { area, kinds: asked.kind.iter().cloned().collect(), months })
}

/// `cells` by day, Monday first, and by step of the day.
fn hours_as_json(hours: &HoursShown) -> Value {
    json!({
        "months": [hours.months.0.to_string(), hours.months.1.to_string()],
        "hours_in_a_step": hours.every,
        "cells": hours.cells,
        "by_day": hours.by_day,
        "by_step": hours.by_step,
        "hour_unknown": hours.unknown,
        "total": hours.total,
        "releases_without_hours": hours.without,
    })
}

fn as_json(visit: &Visit, shown: &Shown) -> Value {
    let words = visit.words();
    let named = |(name, number): &(String, Number)| json!([name, number]);
    let rule = |rule: &super::RuleApplied| {
        let sentences: Vec<String> = rule.sentences.iter().map(|sentence| words.say(sentence)).collect();
        json!({ "publication": rule.publication, "hash": rule.hash, "sentences": sentences })
    };
    let references = |list: &[comity_kernel::Reference]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    let span = |(first, last): (Month, Month)| [first.to_string(), last.to_string()];
    let spans = |list: &[(Month, Month)]| list.iter().map(|months| span(*months)).collect::<Vec<_>>();
    json!({
        "months": span(shown.months),
        "by_month": shown.by_month.iter().map(|(month, number)| json!([month.to_string(), number])).collect::<Vec<_>>(),
        "by_period": shown.by_period.iter().map(|(months, number)| json!([span(*months), number])).collect::<Vec<_>>(),
        "by_kind": shown.by_kind.iter().map(named).collect::<Vec<_>>(),
        "by_area": shown.by_area.iter().map(named).collect::<Vec<_>>(),
        "total": shown.total,
        "outside": shown.outside,
        "apart": shown.apart,
        "wider": shown.wider,
        "covered": spans(&shown.of.covered),
        "partly": shown.partly.iter().map(|(kind, months)| json!([kind, spans(months)])).collect::<Vec<_>>(),
        "of_areas": shown.of_areas.iter().map(|(code, of)| (code.clone(), json!({
            "covered": spans(&of.covered), "left_out": of.left_out,
        }))).collect::<serde_json::Map<_, _>>(),
        "changes": shown.changes.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "rules": shown.rules.iter().map(rule).collect::<Vec<_>>(),
        "datasets": references(&shown.datasets),
        "releases": references(&shown.releases),
    })
}
