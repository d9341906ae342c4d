//! Pages on surveys: which there are, how each was done, and what people said, with how sure that is.
//!
//! They read what was computed at the import ([`crate::surveys::results`]) and nothing else.

mod list;
mod program;
mod question;
mod said;
mod show;

use axum::Router;
use axum::routing::get;
use comity_kernel::Message;
use comity_places::Bilingual;
use comity_shell::Words;
use comity_web::App;
use maud::{Markup, html};

use super::words::{decimal, percent};
use crate::surveys::results::{Asked, BY_AREA, Estimate, Grouping, Threshold};
use crate::surveys::{Kind, Survey};

pub const HERE: &str = "/observatory/surveys";

pub fn routes() -> Router<App> {
    Router::new()
        .route("/observatory/surveys", get(list::show))
        .route("/observatory/surveys/{reference}", get(show::show))
        .route("/observatory/surveys/{reference}/{question}", get(question::show))
}

pub fn address(survey: &Survey) -> String {
    format!("{HERE}/{}", survey.reference)
}

/// When people were asked: from which day to which.
pub fn days(words: Words<'_>, survey: &Survey) -> String {
    match survey.layout.days() {
        Some((from, to)) if from == to => words.day(from),
        Some((from, to)) => {
            words.say(&Message::new("observatory-span").text("from", words.day(from)).text("to", words.day(to)))
        }
        None => String::new(),
    }
}

/// What people are grouped by, as a heading.
pub fn grouping_name<'a>(words: Words<'a>, grouping: &'a Grouping) -> &'a str {
    if grouping.by == BY_AREA { words.t("observatory-column-area") } else { text(words, &grouping.text, &grouping.by) }
}

/// A text of the layout in the page's language, or what stands for it.
pub fn text<'a>(words: Words<'_>, text: &'a Bilingual, otherwise: &'a str) -> &'a str {
    if text.is_empty() { otherwise } else { text.get(words.language) }
}

/// An estimate as the page writes it: "42 %", or a mean with as many digits as say something.
fn value(asked: &Asked, value: f64) -> String {
    match asked.kind {
        Kind::Answers => format!("{} %", percent(value)),
        Kind::Number => decimal(value, digits(value)),
    }
}

fn digits(value: f64) -> usize {
    match value.abs() {
        large if large >= 1000.0 => 0,
        middle if middle >= 10.0 => 1,
        _ => 2,
    }
}

/// The ends of an interval: "38 %–47 %"; nothing where there is none.
fn interval(asked: &Asked, estimate: &Estimate) -> String {
    let ends = estimate.interval.map(|(lower, upper)| format!("{}–{}", value(asked, lower), value(asked, upper)));
    ends.unwrap_or_default()
}

/// As a chart draws it: whole per cents, or the mean.
fn drawn(asked: &Asked, value: f64) -> f64 {
    if asked.kind == Kind::Answers { (value * 100.0).round() } else { value }
}

/// The row of a chart; what is withheld is missing there.
fn row(asked: &Asked, name: &str, estimate: Option<&Estimate>) -> (String, f64, f64, Option<f64>) {
    let Some(estimate) = estimate else { return (name.to_owned(), f64::NAN, f64::NAN, None) };
    let at = drawn(asked, estimate.estimate);
    let (lower, upper) = estimate.interval.unwrap_or((estimate.estimate, estimate.estimate));
    (name.to_owned(), at, drawn(asked, lower), Some(drawn(asked, upper)))
}

/// What to be careful about, in a few words.
fn careful(words: Words<'_>, estimate: &Estimate) -> String {
    let short = |code: &String| match code.as_str() {
        "few-answers" => Some("survey-careful-few-answers"),
        "few-units" => Some("survey-careful-few-units"),
        "no-freedom" => Some("survey-careful-no-freedom"),
        "large-error" => Some("survey-careful-large-error"),
        "all-alike" => Some("survey-careful-all-alike"),
        _ => None,
    };
    let found: Vec<&str> = estimate.cautions.iter().filter_map(short).map(|id| words.t(id)).collect();
    found.join(&format!("{} ", words.t("date-comma")))
}

/// By which rule results are withheld.
fn rule(threshold: Threshold) -> Message {
    let number = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
    Message::new("survey-rule").number("group", number(threshold.group)).number("answer", number(threshold.answer))
}

/// How an interval is to be read.
fn reading(words: Words<'_>) -> Markup {
    html! {
        p { (words.t("survey-read-chance")) }
        p { (words.t("survey-read-overlap")) }
        p { (words.t("survey-read-silent")) }
    }
}
