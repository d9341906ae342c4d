//! One survey: how it was done, what was asked, and who answered. As a page, or as JSON with `.json`.

use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use comity_kernel::{Message, Problem, Reference};
use comity_shell::{Column, PageParts, Table, Words, definitions, entry, left_to_right, page, users_text, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::super::answer::answer;
use super::super::words::{decimal, percent};
use super::super::{SECTION, profile_address};
use super::{HERE, address, days, grouping_name, interval, program, reading, rule, text, value};
use crate::surveys::results::{Asked, BY_AREA, Grouping, Unknown};
use crate::surveys::{Survey, find};

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path(asked): Path<String>,
) -> Answer<Response> {
    let (reference, as_json) = match asked.strip_suffix(".json") {
        Some(reference) => (reference, true),
        None => (asked.as_str(), false),
    };
    let reference = Reference::parse(reference).ok_or(Problem::NotFound)?;
    let survey = app.read(move |tx| find(tx, &reference)).await?.ok_or(Problem::NotFound)?;
    if as_json {
        let body = program::as_json(visit.words(), &survey).to_string();
        return Ok(([(CONTENT_TYPE, "application/json")], body).into_response());
    }
    Ok(answer(&visit, &headers, StatusCode::OK, render(&visit, &survey)))
}

fn render(visit: &Visit, survey: &Survey) -> Markup {
    let words = visit.words();
    let main = html! {
        (entry(words.t("survey-questions"), questions(words, survey)))
        (entry(words.t("survey-done"), done(words, survey)))
        @if !survey.results.groupings.is_empty() {
            (entry(words.t("survey-who"), html! {
                p { (words.t("survey-who-hint")) " " a href="/observatory/heard" { (words.t("heard-title")) } }
                @for (at, grouping) in survey.results.groupings.iter().enumerate() { (who(words, at, grouping)) }
            }))
        }
        (entry(words.t("survey-read"), reading(words)))
        (entry(words.t("survey-rule-title"), html! {
            p { (words.show(&rule(survey.results.rule))) }
            p { a href={ (address(survey)) ".json" } { (words.t("survey-json")) } }
        }))
    };
    let parts = PageParts::new(text(words, &survey.layout.title, ""), main)
        .heading(users_words(text(words, &survey.layout.title, "")))
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory")
        .under(words.t("survey-title"), HERE);
    page(visit, &parts)
}

/// Each question with what is compared of it, and the way to its page.
fn questions(words: Words<'_>, survey: &Survey) -> Markup {
    let row = |(at, asked): (usize, &Asked)| {
        let found = asked.compared(&asked.whole);
        let about = html! {
            @match found {
                Some(_) if !asked.headline_text.is_empty() => { (users_words(text(words, &asked.headline_text, ""))) }
                Some(_) => { (words.t("survey-mean")) }
                None => { (words.t("published-withheld")) }
            }
        };
        vec![
            html! { a href={ (address(survey)) "/" (at + 1) } { (users_words(text(words, &asked.text, &asked.column))) } },
            about,
            html! { @if let Some(found) = found { (left_to_right(&value(asked, found.estimate))) } },
            html! { @if let Some(found) = found { (left_to_right(&interval(asked, found))) } },
        ]
    };
    let columns = vec![
        Column::text(words.t("survey-column-question")),
        Column::text(words.t("survey-column-compared")),
        Column::number(words.t("survey-column-estimate")),
        Column::number(words.t("observatory-column-interval")),
    ];
    let rows = survey.results.questions.iter().enumerate().map(row).collect();
    Table { id: "questions", caption: words.t("survey-questions-caption").to_owned(), columns, rows }.show()
}

fn done(words: Words<'_>, survey: &Survey) -> Markup {
    let (layout, results) = (&survey.layout, &survey.results);
    let number = |number: u64| words.number(i64::try_from(number).unwrap_or(i64::MAX));
    let mut pairs = vec![
        (words.t("survey-column-when"), html! { (days(words, survey)) }),
        (words.t("survey-column-answered"), html! { (number(results.respondents)) }),
    ];
    if let Some(asked) = layout.asked.filter(|asked| *asked > 0) {
        let share = percent(results.respondents as f64 / asked as f64);
        let response = Message::new("survey-response").text("asked", number(asked)).number("percent", share);
        pairs.push((words.t("survey-response-title"), words.show(&response)));
    }
    let design = &results.design;
    if let Some(people) = results.stands_for {
        pairs.push((words.t("survey-stands-for"), html! { (words.number(people.round() as i64)) }));
    }
    for (label, count) in [("survey-strata", design.strata), ("survey-clusters", design.clusters)] {
        if let Some(count) = count {
            pairs.push((words.t(label), html! { (number(count)) }));
        }
    }
    let weights = match design.weighting_effect {
        Some(effect) => words.show(&Message::new("survey-weights-effect").text("effect", decimal(effect, 2))),
        None => html! { (words.t("survey-weights-none")) },
    };
    pairs.push((words.t("survey-weights"), weights));
    html! {
        @if !layout.how.is_empty() { (users_text(layout.how.get(words.language))) }
        (definitions(&pairs))
        p class="hint" { (words.t(if design.finite { "survey-finite" } else { "survey-infinite" })) }
    }
}

/// How many people of each group answered, those of whom nothing is known included.
fn who(words: Words<'_>, at: usize, grouping: &Grouping) -> Markup {
    let name = grouping_name(words, grouping);
    let number = |number: u64| html! { (words.number(i64::try_from(number).unwrap_or(i64::MAX))) };
    let groups = grouping.groups.iter().zip(&grouping.respondents).map(|(group, respondents)| {
        let label = users_words(text(words, &group.text, &group.value));
        let label = if grouping.by == BY_AREA {
            html! { a href=(profile_address(&group.value)) { (label) } }
        } else {
            label
        };
        let count = html! {
            @match respondents { Some(count) => { (number(*count)) } None => { (words.t("published-withheld")) } }
        };
        vec![label, count]
    });
    let unknown = match grouping.unknown {
        Unknown::Count(count) => number(count),
        Unknown::Below(limit) => {
            words.show(&Message::new("survey-below").number("limit", i64::try_from(limit).unwrap_or(i64::MAX)))
        }
    };
    let rows = groups.chain([vec![html! { (words.t("survey-group-unknown")) }, unknown]]).collect();
    let columns = vec![Column::text(name), Column::number(words.t("survey-column-answered"))];
    let caption = words.say(&Message::new("survey-who-caption").text("grouping", name));
    Table { id: &format!("who-{at}"), caption, columns, rows }.show()
}
