//! Raising a concern, without an account.

use std::collections::HashMap;
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use comity_access::Quota;
use comity_kernel::{Message, Problem};
use comity_ledger::promise::Promise;
use comity_ledger::receipt::Code;
use comity_ledger::{Decision, Refusal, Written};
use comity_shell::{
    Choice, Field, Filled, PageParts, Tone, Weight, button, error_summary, left_to_right, notice, page,
};
use comity_store::{Read, StoreError};
use comity_web::{Answer, App, Submission, Visit};
use maud::{Markup, html};

use crate::events::Category;
use crate::rules::{self, NewConcern};
use crate::tables;

/// Concerns that one client may raise: a whole village may share one address.
const QUOTA: Quota = Quota { times: 60, window: Duration::from_secs(3600) };

pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<HashMap<String, String>>) -> Answer {
    let filled = Filled::new().with("area", query.get("area").map_or("", String::as_str));
    form(&app, &visit, &filled).await
}

async fn form(app: &App, visit: &Visit, filled: &Filled) -> Answer {
    let (words, language) = (visit.words(), visit.language);
    let areas = app.read(move |tx| comity_places::smallest_by_name(tx, language)).await?;
    let mut choices: Vec<Choice<'_>> =
        areas.iter().map(|area| Choice::new(area.code.clone(), area.name(language).to_owned())).collect();
    choices.insert(0, Choice::new("", words.t("concerns-area-choose")));
    let categories: Vec<Choice<'_>> = Category::ALL
        .iter()
        .map(|category| Choice::new(category.as_str(), words.t(&format!("category-{}", category.as_str())).to_owned()))
        .collect();
    let main = html! {
        (error_summary(words, filled))
        (notice(Tone::Warning, html! {
            p { strong { (words.t("concerns-danger")) } }
            p { (words.t("concerns-sensitive")) }
        }))
        form method="post" action="/concerns" class="form" data-once {
            (visit.csrf_field())
            (Field::new("area", words.t("concerns-area")).hint(words.t("concerns-area-hint")).select(&choices, words, filled))
            (Field::new("category", words.t("concerns-category")).radios(&categories, words, filled))
            (Field::new("words", words.t("concerns-words")).hint(words.t("concerns-words-hint")).long_text(8, words, filled))
            (Field::new("contact", words.t("concerns-contact")).hint(words.t("concerns-contact-hint")).optional().autocomplete("off").text(words, filled))
            p { (words.t("concerns-what-happens")) }
            (button(Weight::Main, words.t("concerns-send")))
        }
    };
    let parts = PageParts::new(words.t("concerns-new-title"), main)
        .lede(html! { (words.t("concerns-new-lede")) })
        .section("raise")
        .refused(filled.is_refused());
    Ok(page(visit, &parts))
}

pub async fn send(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    let outcome = match read(&visit, &filled) {
        Ok(new) => raise(&app, &visit, new).await,
        Err(problem) => Err(problem.into()),
    };
    match outcome {
        Ok((code, promise)) => Ok(raised(&visit, &code, promise.as_ref()).into_response()),
        Err(Refusal::Problem(problem)) => {
            let status = if let Problem::TooMany { .. } = problem {
                StatusCode::TOO_MANY_REQUESTS
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let problem = match problem {
                Problem::TooMany { .. } => Problem::rule("concerns-too-many"),
                other => other,
            };
            let filled = filled.refuse(problem)?;
            Ok((status, form(&app, &visit, &filled).await?).into_response())
        }
        // Nothing of this attempt was written: the form comes back with everything in it and as the same form, so that it
        // is recorded once even if an earlier attempt was taken. Where this one may be on record, that is said instead.
        Err(Refusal::Store(
            error @ (StoreError::NotWritten(_) | StoreError::Unavailable(_) | StoreError::Overloaded),
        )) if !visit.wants_json => {
            tracing::error!(%error, "a concern could not be written");
            let filled = filled.refuse(Problem::rule("concerns-not-written"))?;
            Ok((StatusCode::SERVICE_UNAVAILABLE, form(&app, &visit, &filled).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, filled: &Filled) -> Result<NewConcern, Problem> {
    let mut fields = Vec::new();
    let category = Category::parse(filled.value("category"));
    if category.is_none() {
        fields.push(("category", Message::new("concerns-category-choose")));
    }
    if filled.value("area").is_empty() {
        fields.insert(0, ("area", Message::new("concerns-area-needed")));
    }
    if filled.value("words").is_empty() {
        fields.push(("words", Message::new("concerns-words-needed")));
    }
    match category {
        Some(category) if fields.is_empty() => Ok(NewConcern {
            area: filled.value("area").to_owned(),
            category,
            language: visit.language,
            words: filled.value("words").to_owned(),
            contact: Some(filled.value("contact").to_owned()),
        }),
        _ => Err(Problem::Fields { fields }),
    }
}

/// Raises it. Once it is on record, nothing keeps the code from being shown: without a promise if there can be none.
async fn raise(app: &App, visit: &Visit, new: NewConcern) -> Result<(Code, Option<Promise>), Refusal> {
    // Whoever sends the form again gets the same code, although nobody keeps it.
    let code = visit.once.map_or_else(|| Code::draw(app.ledger.ids()), |once| once.code());
    let given = code.clone();
    let decide = move |decision: &mut Decision<'_, '_>| rules::raise(decision, &new, &given);
    let written = match app.decide_limited(visit, ("concern", QUOTA), decide).await {
        Ok(decided) => decided.written.into_iter().next(),
        Err(Refusal::Store(error @ StoreError::Unique(_))) => Some(on_record(app, &code).await?.ok_or(error)?),
        Err(other) => return Err(other),
    };
    let promise = written.and_then(|written| {
        let promise = app.ledger.promise(&written);
        promise.inspect_err(|error| tracing::error!(%error, "a concern is on record without a promise")).ok()
    });
    Ok((code, promise))
}

/// What was recorded for this code by the same form, sent so long ago that its answer is no longer kept.
async fn on_record(app: &App, code: &Code) -> Result<Option<Written>, Refusal> {
    let (ledger, receipt) = (app.ledger.clone(), code.hash(&app.ledger.keys().receipts.0));
    let read = move |tx: &mut Read<'_>| {
        let Some(concern) = tables::by_receipt(tx, &receipt)? else { return Ok(None) };
        let stream = rules::stream(&concern.reference);
        // The table led here; the record itself must say so too.
        if tables::receipt_of(&ledger.intact(tx, &stream)?) != Some(receipt) {
            return Err(Refusal::Broken(format!("{stream} was not recorded with the receipt that leads to it")));
        }
        ledger.first(tx, &stream)
    };
    app.ledger.store().read(read).await
}

/// The receipt: shown once, and never again by us.
fn raised(visit: &Visit, code: &Code, promise: Option<&Promise>) -> Markup {
    let words = visit.words();
    let main = html! {
        (notice(Tone::Done, html! { p { (words.t("concerns-raised-kept")) } }))
        section class="receipt" aria-labelledby="receipt-title" {
            h2 id="receipt-title" { (words.t("concerns-code-title")) }
            p class="code" { (left_to_right(&code.text())) }
            p { (words.t("concerns-code-keep")) }
            p { (words.t("concerns-code-danger")) }
        }
        h2 { (words.t("concerns-next-title")) }
        ol {
            li { (words.t("concerns-next-read")) }
            li { (words.t("concerns-next-answer")) }
            li { (words.t("concerns-next-forum")) }
        }
        p { a class="button" href="/concerns/mine" { (words.t("concerns-next-back")) } }
        @if let Some(promise) = promise { (promised(visit, promise)) }
    };
    let parts = PageParts::new(words.t("concerns-new-title"), main)
        .heading(html! { (words.t("concerns-raised-title")) })
        .forget("/concerns/mine")
        .section("raise");
    page(visit, &parts)
}

fn promised(visit: &Visit, promise: &Promise) -> Markup {
    let words = visit.words();
    let by = words.moment(promise.by, &visit.site.zone);
    html! {
        details {
            summary { (words.t("concerns-promise")) }
            p { (words.show(&Message::new("concerns-promise-text").text("by", by))) }
            pre dir="ltr" tabindex="0" class="promise" { (serde_json::to_string_pretty(promise).unwrap_or_default()) }
        }
    }
}
