//! The profile of an area: who lives there, what is on record beside the whole, and who works there.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comity_datasets::Class;
use comity_kernel::{Message, Problem};
use comity_ledger::Refusal;
use comity_methods::fair::rates::{Method, rates};
use comity_places::{Area, Population, Team, address, population};
use comity_shell::{
    Column, PageParts, Table, Tone, Words, definitions, entry, left_to_right, notice, page, users_words,
};
use comity_store::Read;
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::answer::answer;
use super::{SECTION, compare, demand, explore, filter, raised, words};
use crate::heard::{Heard, heard};
use crate::kinds::kind_name;
use crate::published::words::{below, number as published};
use crate::published::{self, Filter, Number, Shown};

struct Profile {
    area: Area,
    above: Vec<Area>,
    people: Population,
    /// Of the area, and of the whole partnership in the same months.
    shown: Option<(Shown, Number)>,
    /// Where the kinds that are shown fall.
    classes: BTreeMap<String, Class>,
    heard: Option<Heard>,
    team: Option<(Area, Team)>,
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Path(code): Path<String>,
) -> Answer<Response> {
    let profile = app.read(move |tx| read(tx, &code)).await?;
    Ok(answer(&visit, &asked, StatusCode::OK, render(&visit, &profile)))
}

fn read(tx: &mut Read<'_>, code: &str) -> Result<Profile, Refusal> {
    let area = comity_places::area(tx, code)?.ok_or(Problem::NotFound)?;
    let all = comity_places::areas(tx)?;
    let own = published::counts(tx, &Filter { area: Some(code.to_owned()), ..Filter::default() })?;
    let shown = match own {
        Some(own) => {
            let whole = published::counts(tx, &Filter { months: Some(own.months), ..Filter::default() })?;
            Some((own, whole.map_or(Number::Withheld, |whole| whole.total)))
        }
        None => None,
    };
    let classes = match &shown {
        Some((shown, _)) => demand::classes(tx, shown)?,
        None => BTreeMap::new(),
    };
    let team = comity_places::team_of(tx, &area.path)?;
    let named = |code: &str| all.iter().find(|area| area.code == code).cloned();
    Ok(Profile {
        above: comity_places::along(tx, &area.path)?.into_iter().filter(|above| above.code != code).collect(),
        people: population(&area, &all),
        shown,
        classes,
        heard: heard(tx)?,
        team: team.and_then(|(of, team)| Some((named(&of)?, team))),
        area,
    })
}

fn render(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let name = profile.area.name(visit.language);
    let main = html! {
        (entry(words.t("observatory-people"), people(words, profile.people)))
        @match &profile.shown {
            Some((shown, whole)) => { (incidents(words, profile, shown, *whole)) }
            None => { (notice(Tone::Note, html! { p { (words.t("observatory-nothing")) } })) }
        }
        @if let Some(heard) = &profile.heard {
            (entry(words.t("profile-concerns"), raised::section(words, &profile.area.code, profile.people, heard)))
        }
        (entry(words.t("observatory-services"), services(visit, profile)))
    };
    let title = words.say(&Message::new("observatory-profile-of").text("area", name));
    let mut parts = PageParts::new(title, main)
        .heading(words.show(&Message::new("observatory-profile-of").text("area", name)))
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory");
    for above in &profile.above {
        parts = parts.under(above.name(visit.language), super::profile_address(&above.code));
    }
    page(visit, &parts)
}

fn people(words: Words<'_>, people: Population) -> Markup {
    let said = match people {
        Population::Known(people) => Message::new("observatory-people-known").number("people", people),
        Population::Sum(people) => Message::new("observatory-people-sum").number("people", people),
        Population::Unknown => Message::new("observatory-people-none"),
    };
    html! { p { (words.show(&said)) } }
}

fn incidents(words: Words<'_>, profile: &Profile, shown: &Shown, whole: Number) -> Markup {
    let filter = Filter { area: Some(profile.area.code.clone()), kinds: Vec::new(), months: Some(shown.months) };
    html! {
        (entry(words.t("observatory-incidents"), html! {
            p { (words.show(&words::period("observatory-profile-months", words, shown.months))) }
            (definitions(&figures(words, profile, shown, whole)))
            p class="hint" { (words.t("observatory-caution")) }
            @if profile.people.known().is_some() { p class="hint" { (words.t("observatory-rate-hint")) } }
            (kinds(words, shown))
            ul {
                li { a href=(filter::address(explore::ADDRESS, &filter)) { (words.t("observatory-explore")) } }
                li { a href=(filter::address(compare::ADDRESS, &filter)) { (words.t("observatory-compare-link")) } }
                li { a href=(filter::address("/observatory/warnings", &Filter { months: None, ..filter.clone() })) { (words.t("observatory-warnings")) } }
            }
        }))
        (entry(words.t("profile-demand"), demand::section(words, shown, &profile.classes)))
        (entry(words.t("observatory-rule"), below(words, shown)))
    }
}

/// The number, its rate and its share of the whole; what is not known is said.
fn figures<'a>(words: Words<'a>, profile: &Profile, shown: &Shown, whole: Number) -> Vec<(&'a str, Markup)> {
    let unknown = |id: &'static str| html! { span class="quiet" { (words.t(id)) } };
    let people = profile.people.known().filter(|people| *people > 0);
    let rate = match (shown.total.known(), people) {
        (_, None) => unknown("observatory-people-unknown"),
        (None, _) => unknown("observatory-number-withheld"),
        (Some(count), Some(people)) => {
            match rates(&[count as f64], &[people as f64], 1000.0, Method::Exact, 0.95).map(|found| found.overall) {
                Ok(rate) => words.show(
                    &Message::new("observatory-rate")
                        .text("rate", words::decimal(rate.rate, 1))
                        .text("interval", turned(words, words::interval(&rate.ci))),
                ),
                Err(_) => unknown("observatory-unknown"),
            }
        }
    };
    let share = match (shown.total.known(), whole.known().filter(|whole| *whole > 0)) {
        (Some(count), Some(whole)) => {
            left_to_right(&format!("{} %", words::decimal(count as f64 / whole as f64 * 100.0, 1)))
        }
        _ => unknown("observatory-number-withheld"),
    };
    vec![
        (words.t("observatory-column-incidents"), published(words, shown.total)),
        (words.t("observatory-rate-thousand"), rate),
        (words.t("observatory-share-of-whole"), share),
    ]
}

/// A range within a sentence: in writing from right to left, a mark keeps its lower end first.
fn turned(words: Words<'_>, range: String) -> String {
    if words.right_to_left() { format!("\u{200e}{range}") } else { range }
}

fn kinds(words: Words<'_>, shown: &Shown) -> Markup {
    let row = |(kind, number): &(String, Number)| vec![users_words(kind_name(words, kind)), published(words, *number)];
    let table = Table {
        id: "kinds",
        caption: words.say(&words::period("observatory-kinds-caption", words, shown.months)),
        columns: vec![
            Column::text(words.t("observatory-column-kind")),
            Column::number(words.t("observatory-column-incidents")),
        ],
        rows: shown.by_kind.iter().map(row).collect(),
    };
    table.show()
}

/// Who works there, and the way to what is raised, met about and promised there.
fn services(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    html! {
        @match &profile.team {
            Some((of, team)) => {
                p { (words.show(&Message::new("observatory-team-of").text("area", of.name(visit.language)))) }
                @if !team.hours.is_empty() { p { (users_words(team.hours.get(visit.language))) } }
            }
            None => { p { (words.t("observatory-no-team")) } }
        }
        p { a href=(address(&profile.area.code)) { (words.t("observatory-neighbourhood-page")) } }
    }
}
