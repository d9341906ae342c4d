//! All meetings: those to come, and those that were.

use std::collections::HashMap;

use axum::extract::{Query, State};
use comity_kernel::{Day, Message, Page, Reference};
use comity_ledger::Refusal;
use comity_shell::{Column, PageParts, Table, Weight, definitions, entry, link_button, more, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::{address, may_call, place, when};
use crate::tables::{self, Forum, Meeting};

/// How many past meetings stand on a page.
const PAGE: usize = 20;

struct Shown {
    /// Only on the first page.
    upcoming: Vec<Meeting>,
    past: Page<Meeting>,
    forums: Vec<Forum>,
}

pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<HashMap<String, String>>) -> Answer {
    let (today, signed_in) = (visit.today(), visit.person.is_some());
    let before = query.get("before").and_then(|key| read_key(key));
    let later = before.is_some();
    let shown = app
        .read(move |tx| {
            let upcoming = if later { Vec::new() } else { tables::all_upcoming(tx, today)? };
            let past = Page::cut(tables::past(tx, today, before.as_ref(), PAGE + 1)?, PAGE, key);
            let forums = if signed_in { tables::forums(tx)? } else { Vec::new() };
            Ok::<_, Refusal>(Shown { upcoming, past, forums })
        })
        .await?;
    let words = visit.words();
    let calling = !may_call(&app, &visit, shown.forums).is_empty();
    let next = shown.past.next.as_ref().map(|key| format!("/meetings?before={key}"));
    let main = html! {
        @if !later { (entry(words.t("forums-upcoming"), upcoming(&visit, &shown.upcoming))) }
        @if calling { p { (link_button(Weight::Quiet, words.t("forums-call-title"), "/meetings/new")) } }
        (entry(words.t("forums-past"), html! {
            (past(&visit, &shown.past.rows))
            (more(words, next.as_deref(), later.then_some("/meetings")))
        }))
    };
    let lede = html! { p { (words.t("forums-lede")) } };
    Ok(page(&visit, &PageParts::new(words.t("forums-title"), main).lede(lede).section("meetings")))
}

fn upcoming(visit: &Visit, meetings: &[Meeting]) -> Markup {
    let words = visit.words();
    html! {
        @if meetings.is_empty() { p { (words.t("forums-none-upcoming")) } }
        @for meeting in meetings {
            h3 { a href=(address(meeting)) { (when(visit, meeting)) } }
            (definitions(&[
                (words.t("forums-forum"), users_words(meeting.forum_names.get(visit.language))),
                (words.t("forums-place"), place(visit, meeting)),
                (words.t("forums-agenda"), counted(visit, "forums-items", meeting.items)),
            ]))
        }
    }
}

fn past(visit: &Visit, meetings: &[Meeting]) -> Markup {
    let words = visit.words();
    if meetings.is_empty() {
        return html! { p { (words.t("forums-none-past")) } };
    }
    let row = |meeting: &Meeting| {
        vec![
            html! { a href=(address(meeting)) { (words.day_tag(meeting.day)) } },
            users_words(meeting.forum_names.get(visit.language)),
            html! { (words.number(meeting.items)) },
            html! { (words.number(meeting.decisions)) },
        ]
    };
    let table = Table {
        id: "past",
        caption: words.t("forums-past-caption").to_owned(),
        columns: vec![
            Column::text(words.t("forums-day")),
            Column::text(words.t("forums-forum")),
            Column::number(words.t("forums-column-items")),
            Column::number(words.t("forums-column-decisions")),
        ],
        rows: meetings.iter().map(row).collect(),
    };
    table.show()
}

fn counted(visit: &Visit, id: &'static str, count: i64) -> Markup {
    visit.words().show(&Message::new(id).number("count", count))
}

fn key(meeting: &Meeting) -> String {
    format!("{}.{}", meeting.day, meeting.reference)
}

fn read_key(key: &str) -> Option<(Day, Reference)> {
    let (day, reference) = key.split_once('.')?;
    Some((Day::parse(day)?, Reference::parse(reference)?))
}
