//! Coming back with the receipt's code.

use std::time::Duration;

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use comity_access::Quota;
use comity_concerns::{Concern, Helped, dialogue};
use comity_kernel::Problem;
use comity_ledger::receipt::{Code, CodeError};
use comity_ledger::{RESIDENT, Reason, Refusal};
use comity_shell::{Choice, Field, Filled, PageParts, Tone, Weight, button, error_summary, notice, page};
use comity_web::{Answer, App, Submission, Visit, unsent};
use maud::{Markup, html};

use crate::chain::{self, Way};

/// How often one client may write again, judge, erase or fetch a proof: enough for a village, too little to flood.
const QUOTA: Quota = Quota { times: 120, window: Duration::from_secs(3600) };

pub async fn ask(visit: Visit) -> Markup {
    code_form(&visit, &Filled::new())
}

fn code_form(visit: &Visit, filled: &Filled) -> Markup {
    let words = visit.words();
    let main = html! {
        (error_summary(words, filled))
        (visit.post_form("/concerns/mine", html! {
            (Field::new("code", words.t("mine-code")).hint(words.t("mine-code-hint")).autocomplete("off").text(words, filled))
            (button(Weight::Main, words.t("mine-open")))
        }))
        p { (words.t("mine-lost")) " " a href="/concerns/new" { (words.t("mine-lost-link")) } }
    };
    let parts = PageParts::new(words.t("mine-title"), main).section("mine").refused(filled.is_refused());
    page(visit, &parts)
}

/// The concern of the code in the form. A slip of typing is told apart from a code that nobody was given.
async fn of_code(app: &App, filled: &Filled) -> Result<Concern, Refusal> {
    let code = Code::parse(filled.value("code")).map_err(|error| match error {
        CodeError::Length { .. } => Problem::field("code", "mine-code-length"),
        CodeError::Slip => Problem::field("code", "mine-code-slip"),
    })?;
    let receipt = code.hash(&app.ledger.keys().receipts.0);
    let ledger = app.ledger.clone();
    let found = app.ledger.store().read(move |tx| {
        let Some(concern) = comity_concerns::by_receipt(tx, &receipt)? else { return Ok(None) };
        // The tables led here; the record itself must say so too, or somebody could be shown another's concern.
        let stream = comity_concerns::stream(&concern.reference);
        match ledger.intact(tx, &stream) {
            Ok(entries) if comity_concerns::receipt_of(&entries).is_some_and(|of| of == receipt) => Ok(Some(concern)),
            outcome => {
                let cause = outcome.err().map(|error| error.to_string());
                tracing::error!(stream, cause, "what a receipt's code led to is not what was recorded");
                Err(Problem::field("code", "mine-code-altered").into())
            }
        }
    });
    let found: Result<Option<Concern>, Refusal> = found.await;
    found?.ok_or_else(|| Problem::field("code", "mine-code-unknown").into())
}

/// What a form of this page did, and how the page says so.
struct Outcome {
    filled: Filled,
    status: StatusCode,
    done: Option<&'static str>,
}

async fn render(app: &App, visit: &Visit, concern: Concern, outcome: Outcome) -> Answer<Response> {
    let reference = concern.reference.clone();
    let way = app
        .read(move |tx| {
            let fresh = comity_concerns::find(tx, &reference)?.ok_or(Refusal::Problem(Problem::NotFound))?;
            chain::load(tx, fresh)
        })
        .await?;
    Ok((outcome.status, shown(visit, &way, &outcome)).into_response())
}

fn shown(visit: &Visit, way: &Way, Outcome { filled, done, .. }: &Outcome) -> Markup {
    let words = visit.words();
    let code = html! { input type="hidden" name="code" value=(filled.value("code")); };
    let main = html! {
        (error_summary(words, filled))
        @if let Some(done) = done { (notice(Tone::Done, html! { p { (words.t(done)) } })) }
        h2 { (words.t("mine-dialogue")) }
        (dialogue(visit, &way.steps, true))
        (words_form(visit, filled, &code))
        @if way.acted() { (helped(visit, filled, &code, way.judged())) } @else { (unsent(visit, filled, &["words", "sure"])) }
        h2 { (words.t("mine-way")) }
        (way.show(visit, true))
        @if way.title().is_some() {
            p { a href={ "/concerns/" (way.concern.reference) } { (words.t("mine-public")) } }
        }
        (proof_form(visit, &code))
        (erase_form(visit, filled, &code))
    };
    let title = words.t(&format!("category-{}", way.concern.category.as_str())).to_owned();
    let parts = PageParts::new(words.t("mine-title"), main)
        .heading(html! { (title) })
        .forget("/concerns/mine")
        .section("mine")
        .refused(filled.is_refused());
    page(visit, &parts)
}

fn words_form(visit: &Visit, filled: &Filled, code: &Markup) -> Markup {
    let words = visit.words();
    html! {
        form method="post" action="/concerns/mine/words" class="form" data-once {
            (visit.csrf_field()) (code)
            (Field::new("words", words.t("mine-words")).hint(words.t("mine-words-hint")).long_text(5, words, filled))
            (button(Weight::Main, words.t("mine-words-send")))
        }
    }
}

/// Asks whether it helped. Once it was said, that stands there, and saying it anew is offered, not asked.
fn helped(visit: &Visit, filled: &Filled, code: &Markup, judged: Option<Helped>) -> Markup {
    let words = visit.words();
    // What was typed is never hidden.
    let typed = filled.error("helped").is_some() || !filled.value("helped-words").is_empty();
    html! {
        h2 { (words.t("mine-helped-title")) }
        @if let Some(judged) = judged {
            p { (words.t(&format!("mine-helped-said-{}", judged.as_str()))) }
            details open[typed] {
                summary { (words.t("mine-helped-again")) }
                (helped_form(visit, filled, code))
            }
        } @else { (helped_form(visit, filled, code)) }
    }
}

fn helped_form(visit: &Visit, filled: &Filled, code: &Markup) -> Markup {
    let words = visit.words();
    let label = |helped: &Helped| words.t(&format!("mine-helped-{}", helped.as_str())).to_owned();
    let choices: Vec<Choice<'_>> =
        Helped::ALL.iter().map(|helped| Choice::new(helped.as_str(), label(helped))).collect();
    html! {
        form method="post" action="/concerns/mine/helped" class="form" data-once {
            (visit.csrf_field()) (code)
            (Field::new("helped", words.t("mine-helped")).radios(&choices, words, filled))
            (Field::new("helped-words", words.t("mine-helped-words")).optional().long_text(3, words, filled))
            (button(Weight::Main, words.t("mine-helped-send")))
        }
    }
}

fn proof_form(visit: &Visit, code: &Markup) -> Markup {
    let words = visit.words();
    html! {
        h2 { (words.t("mine-proof-title")) }
        p { (words.t("mine-proof-text")) }
        form method="post" action="/concerns/mine/proof" class="form" data-again {
            (visit.csrf_field()) (code)
            (Field::new("private", words.t("mine-proof-private")).hint(words.t("mine-proof-private-hint")).checkbox(words, &Filled::new()))
            (button(Weight::Quiet, words.t("mine-proof-do")))
        }
    }
}

fn erase_form(visit: &Visit, filled: &Filled, code: &Markup) -> Markup {
    let words = visit.words();
    html! {
        details open[filled.error("sure").is_some()] {
            summary { (words.t("mine-erase-title")) }
            p { (words.t("mine-erase-text")) }
            form method="post" action="/concerns/mine/erase" class="form" {
                (visit.csrf_field()) (code)
                (Field::new("sure", words.t("mine-erase-sure")).checkbox(words, filled))
                (button(Weight::Grave, words.t("mine-erase-do")))
            }
        }
    }
}

pub async fn open(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    match of_code(&app, &filled).await {
        Ok(concern) => {
            let outcome = Outcome { filled, status: StatusCode::OK, done: None };
            render(&app, &visit.renewed(&app), concern, outcome).await
        }
        Err(Refusal::Problem(problem)) => {
            let filled = filled.refuse(problem)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, code_form(&visit, &filled)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// The page again after one of its forms: emptied and with a word of confirmation, or as it was with what is wrong.
async fn settle(
    app: &App,
    visit: &Visit,
    concern: Concern,
    filled: Filled,
    outcome: Result<(), Refusal>,
    done: &'static str,
) -> Answer<Response> {
    let outcome = match outcome {
        Ok(()) => {
            let code = filled.value("code").to_owned();
            Outcome { filled: Filled::new().with("code", code), status: StatusCode::OK, done: Some(done) }
        }
        Err(Refusal::Problem(problem)) => {
            let status = match problem {
                Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::CONFLICT,
            };
            Outcome { filled: filled.refuse(problem)?, status, done: None }
        }
        Err(other) => return Err(other.into()),
    };
    let committed = outcome.done;
    let visit = &if committed.is_some() { visit.renewed(app) } else { visit.clone() };
    match (render(app, visit, concern, outcome).await, committed) {
        // What was sent is on record, whatever happens to the page about it.
        (Err(refused), Some(done)) => {
            tracing::error!(cause = %refused, "the page after a change could not be shown");
            Ok(kept(visit, done).into_response())
        }
        (answer, _) => answer,
    }
}

/// It is saved, but the page about it cannot be shown.
fn kept(visit: &Visit, done: &'static str) -> Markup {
    let words = visit.words();
    let main = html! {
        (notice(Tone::Done, html! { p { (words.t(done)) } }))
        p { (words.t("mine-kept-text")) " " a href="/concerns/mine" { (words.t("mine-title")) } }
    };
    page(visit, &PageParts::new(words.t("mine-kept-title"), main).section("mine"))
}

pub async fn go_on(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    let concern = of_code(&app, &filled).await?;
    let (reference, said) = (concern.reference.clone(), filled.value("words").to_owned());
    let decide =
        move |decision: &mut comity_ledger::Decision<'_, '_>| comity_concerns::go_on(decision, &reference, &said);
    let outcome = app.decide_limited(&visit, ("dialogue", QUOTA), decide).await.map(drop);
    settle(&app, &visit, concern, filled, unlimited(outcome)?, "mine-words-sent").await
}

pub async fn judge(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    let concern = of_code(&app, &filled).await?;
    let (reference, said) = (concern.reference.clone(), filled.value("helped-words").to_owned());
    let outcome = match Helped::parse(filled.value("helped")) {
        None => Err(Problem::field("helped", "mine-helped-choose").into()),
        Some(helped) => {
            let decide = move |decision: &mut comity_ledger::Decision<'_, '_>| {
                comity_concerns::judge(decision, &reference, helped, Some(&said))
            };
            app.decide_limited(&visit, ("dialogue", QUOTA), decide).await.map(drop)
        }
    };
    settle(&app, &visit, concern, filled, unlimited(outcome)?, "mine-helped-sent").await
}

/// Whoever writes too often is told so on a page of its own, which says when to come back.
fn unlimited(outcome: Result<(), Refusal>) -> Result<Result<(), Refusal>, Refusal> {
    match outcome {
        Err(too_many @ Refusal::Problem(Problem::TooMany { .. })) => Err(too_many),
        outcome => Ok(outcome),
    }
}

pub async fn erase(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    app.limits().allow(visit.client, "dialogue", QUOTA)?;
    let concern = of_code(&app, &filled).await?;
    let outcome = if filled.value("sure").is_empty() {
        Err(Problem::field("sure", "mine-erase-tick").into())
    } else {
        let stream = comity_concerns::stream(&concern.reference);
        match app.ledger.erase(RESIDENT, &stream, Reason::OwnRequest).await {
            // Nothing was left to erase: that is what was asked for.
            Ok(_) | Err(Refusal::Problem(Problem::NotFound)) => Ok(()),
            Err(other) => Err(other),
        }
    };
    settle(&app, &visit, concern, filled, outcome, "mine-erased").await
}

pub async fn proof(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    app.limits().allow(visit.client, "dialogue", QUOTA)?;
    let concern = of_code(&app, &filled).await?;
    let (ledger, private) = (app.ledger.clone(), !filled.value("private").is_empty());
    let stream = comity_concerns::stream(&concern.reference);
    let file = app.read(move |tx| ledger.prove(tx, &stream, private)).await?;
    let text = file.to_text().map_err(|error| Refusal::Broken(error.to_string()))?;
    let mut response = text.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    // A name that tells nothing to whoever looks at the phone's downloads.
    headers.insert(CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"proof.json\""));
    Ok(response)
}
