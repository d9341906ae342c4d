//! Setting the team of an area and how to reach it.

use axum::extract::{Path, State};
use axum::response::Response;
use comity_ledger::Refusal;
use comity_shell::{Field, Filled, Weight, Words, button};
use comity_web::{Answer, App, Submission, Visit};
use maud::{Markup, html};

use super::{Pair, answered, both, fill_both, find, form_page, hidden_version, may_set_team, read_both};
use crate::events::{Officer, Team, team_stream};
use crate::{Area, rules, tables};

struct Fields {
    name: Pair,
    rank: Pair,
    since: &'static str,
}

macro_rules! officer {
    ($number:literal) => {
        Fields {
            name: [concat!("name-", $number), concat!("name-ar-", $number)],
            rank: [concat!("rank-", $number), concat!("rank-ar-", $number)],
            since: concat!("since-", $number),
        }
    };
}

const OFFICERS: [Fields; rules::MOST] =
    [officer!("1"), officer!("2"), officer!("3"), officer!("4"), officer!("5"), officer!("6")];
const OFFICE: Pair = ["office", "office-ar"];
const HOURS: Pair = ["hours", "hours-ar"];

pub async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let area = find(&app, code).await?;
    may_set_team(&app, &visit, &area)?;
    let code = area.code.clone();
    let (team, version) = app
        .read(move |tx| {
            let version = tables::stream_version(tx, &team_stream(&code))?;
            Ok((tables::own_team(tx, &code)?.unwrap_or_default(), version))
        })
        .await?;
    Ok(form(&visit, &area, &fill(&team).with("version", version.to_string())))
}

pub async fn send(
    State(app): State<App>,
    Path(code): Path<String>,
    Submission { visit, filled }: Submission,
) -> Answer<Response> {
    let area = find(&app, code).await?;
    may_set_team(&app, &visit, &area)?;
    let outcome = set(&app, &visit, &area, &filled).await;
    answered(outcome, &area.code, filled, async |filled| Ok(form(&visit, &area, &filled))).await
}

async fn set(app: &App, visit: &Visit, area: &Area, filled: &Filled) -> Result<(), Refusal> {
    let (team, seen, code) = (read(filled)?, filled.version(), area.code.clone());
    let command = move |decision: &mut comity_ledger::Decision<'_, '_>| {
        decision.expect(&team_stream(&code), seen)?;
        rules::set_team(decision, &code, team.clone()).map(drop)
    };
    app.ledger.decide_once(visit.actor(), visit.once, command).await.map(drop)
}

fn read(filled: &Filled) -> Result<Team, Refusal> {
    let mut officers = Vec::new();
    for fields in &OFFICERS {
        let since = filled.value(fields.since);
        let since = match since {
            "" => None,
            year => Some(
                year.parse()
                    .ok()
                    .filter(|year| (1950..=2200).contains(year))
                    .ok_or_else(|| comity_kernel::Problem::field(fields.since, "places-since-unreadable"))?,
            ),
        };
        let officer = Officer { name: read_both(filled, fields.name), rank: read_both(filled, fields.rank), since };
        if officer != Officer::default() {
            officers.push(officer);
        }
    }
    let text = |name| filled.value(name).to_owned();
    let (office, hours) = (read_both(filled, OFFICE), read_both(filled, HOURS));
    Ok(Team { officers, phone: text("phone"), email: text("email"), office, hours })
}

fn fill(team: &Team) -> Filled {
    let mut filled = Filled::new().with("phone", &team.phone).with("email", &team.email);
    for (fields, officer) in OFFICERS.iter().zip(&team.officers) {
        filled = fill_both(fill_both(filled, fields.name, &officer.name), fields.rank, &officer.rank);
        filled = filled.with(fields.since, officer.since.map(|year| year.to_string()).unwrap_or_default());
    }
    fill_both(fill_both(filled, OFFICE, &team.office), HOURS, &team.hours)
}

fn form(visit: &Visit, area: &Area, filled: &Filled) -> Markup {
    let words = visit.words();
    let fields = html! {
        (hidden_version(filled))
        @for (number, fields) in (1..).zip(&OFFICERS) { (officer(words, filled, number, fields)) }
        (Field::new("phone", words.t("places-phone")).optional().narrow().text(words, filled))
        (Field::new("email", words.t("places-email")).optional().text(words, filled))
        (both(words, filled, OFFICE, ["places-office", "places-office-ar"]))
        (both(words, filled, HOURS, ["places-hours", "places-hours-ar"]))
        (button(Weight::Main, words.t("places-save")))
    };
    let action = format!("/places/{}/team", comity_shell::frame::encoded(&area.code));
    form_page(visit, area, "places-team-title", filled, visit.post_form(&action, fields))
}

fn officer(words: Words<'_>, filled: &Filled, number: i64, fields: &Fields) -> Markup {
    html! {
        fieldset {
            legend { (words.show(&comity_kernel::Message::new("places-officer").number("number", number))) }
            (both(words, filled, fields.name, ["places-name", "places-name-ar"]))
            (both(words, filled, fields.rank, ["places-rank", "places-rank-ar"]))
            (Field::new(fields.since, words.t("places-since")).optional().narrow().text(words, filled))
        }
    }
}
