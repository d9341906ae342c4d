//! Setting what an area's team puts first.

use axum::extract::{Path, State};
use axum::response::Response;
use comity_kernel::Message;
use comity_ledger::{Decision, Refusal};
use comity_shell::{Filled, Weight, Words, button};
use comity_web::{Answer, App, Submission, Visit};
use maud::{Markup, html};

use super::{Pair, answered, both, fill_both, find, form_page, hidden_version, may_set_priorities, read_both};
use crate::events::{Priority, priorities_stream};
use crate::{Area, rules, tables};

struct Fields {
    title: Pair,
    why: Pair,
    doing: Pair,
}

macro_rules! priority {
    ($number:literal) => {
        Fields {
            title: [concat!("title-", $number), concat!("title-ar-", $number)],
            why: [concat!("why-", $number), concat!("why-ar-", $number)],
            doing: [concat!("doing-", $number), concat!("doing-ar-", $number)],
        }
    };
}

const PRIORITIES: [Fields; rules::MOST] =
    [priority!("1"), priority!("2"), priority!("3"), priority!("4"), priority!("5"), priority!("6")];

pub async fn show(State(app): State<App>, visit: Visit, Path(code): Path<String>) -> Answer {
    let area = find(&app, code).await?;
    may_set_priorities(&app, &visit, &area)?;
    let code = area.code.clone();
    let (list, version) = app
        .read(move |tx| {
            let version = tables::stream_version(tx, &priorities_stream(&code))?;
            Ok((tables::own_priorities(tx, &code)?.unwrap_or_default(), version))
        })
        .await?;
    Ok(form(&visit, &area, &fill(&list).with("version", version.to_string())))
}

pub async fn send(
    State(app): State<App>,
    Path(code): Path<String>,
    Submission { visit, filled }: Submission,
) -> Answer<Response> {
    let area = find(&app, code).await?;
    may_set_priorities(&app, &visit, &area)?;
    let outcome = set(&app, &visit, &area, &filled).await;
    answered(outcome, &area.code, filled, async |filled| Ok(form(&visit, &area, &filled))).await
}

async fn set(app: &App, visit: &Visit, area: &Area, filled: &Filled) -> Result<(), Refusal> {
    let (list, seen, code) = (read(filled), filled.version(), area.code.clone());
    let command = move |decision: &mut Decision<'_, '_>| {
        decision.expect(&priorities_stream(&code), seen)?;
        rules::set_priorities(decision, &code, list.clone()).map(drop)
    };
    app.ledger.decide_once(visit.actor(), visit.once, command).await.map(drop)
}

fn read(filled: &Filled) -> Vec<Priority> {
    let priority = |fields: &Fields| Priority {
        title: read_both(filled, fields.title),
        why: read_both(filled, fields.why),
        doing: read_both(filled, fields.doing),
    };
    PRIORITIES.iter().map(priority).filter(|priority| *priority != Priority::default()).collect()
}

fn fill(list: &[Priority]) -> Filled {
    let each = |filled, (fields, priority): (&Fields, &Priority)| {
        let filled = fill_both(filled, fields.title, &priority.title);
        fill_both(fill_both(filled, fields.why, &priority.why), fields.doing, &priority.doing)
    };
    PRIORITIES.iter().zip(list).fold(Filled::new(), each)
}

fn form(visit: &Visit, area: &Area, filled: &Filled) -> Markup {
    let words = visit.words();
    let fields = html! {
        (hidden_version(filled))
        @for (number, fields) in (1..).zip(&PRIORITIES) { (priority(words, filled, number, fields)) }
        (button(Weight::Main, words.t("places-save")))
    };
    let action = format!("/places/{}/priorities", comity_shell::frame::encoded(&area.code));
    form_page(visit, area, "places-priorities-title", filled, visit.post_form(&action, fields))
}

fn priority(words: Words<'_>, filled: &Filled, number: i64, fields: &Fields) -> Markup {
    html! {
        fieldset {
            legend { (words.show(&Message::new("places-priority").number("number", number))) }
            (both(words, filled, fields.title, ["places-title", "places-title-ar"]))
            (both(words, filled, fields.why, ["places-why", "places-why-ar"]))
            (both(words, filled, fields.doing, ["places-doing", "places-doing-ar"]))
        }
    }
}
