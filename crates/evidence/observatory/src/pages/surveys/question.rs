//! What people said to one question: everybody, each area, each group, each round.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use comity_charts::{Chart, Marks};
use comity_kernel::{Message, Problem, Reference};
use comity_shell::{Column, PageParts, Table, Words, entry, left_to_right, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::super::answer::answer;
use super::super::explore::sentences;
use super::super::{SECTION, figures};
use super::{HERE, address, careful, days, drawn, grouping_name, interval, reading, row, rule, said, text, value};
use crate::surveys::results::{Asked, Estimate, Found};
use crate::surveys::{Kind, Survey, surveys};

struct Seen {
    survey: Survey,
    /// Of its questions.
    at: usize,
    /// The rounds of the same series, this one included, the earliest first.
    rounds: Vec<Survey>,
}

impl Seen {
    fn asked(&self) -> Option<&Asked> {
        self.survey.results.questions.get(self.at)
    }
}

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    Path((reference, question)): Path<(String, String)>,
) -> Answer<Response> {
    let reference = Reference::parse(&reference).ok_or(Problem::NotFound)?;
    let at = question.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).ok_or(Problem::NotFound)?;
    let mut rounds = app.read(surveys).await?;
    let survey = rounds.iter().find(|survey| survey.reference == reference).cloned().ok_or(Problem::NotFound)?;
    rounds.retain(|other| !survey.layout.series.is_empty() && other.layout.series == survey.layout.series);
    rounds.reverse();
    let seen = Seen { survey, at, rounds };
    let asked = seen.asked().ok_or(Problem::NotFound)?;
    Ok(answer(&visit, &headers, StatusCode::OK, render(&visit, &seen, asked)))
}

fn render(visit: &Visit, seen: &Seen, asked: &Asked) -> Markup {
    let words = visit.words();
    let survey = &seen.survey;
    let groupings = survey.results.groupings.iter().zip(&asked.by).enumerate();
    let main = html! {
        (entry(words.t("survey-everybody"), everybody(words, asked)))
        @if seen.rounds.len() > 1 { (entry(words.t("survey-rounds"), rounds(words, seen, asked))) }
        @for (at, (grouping, found)) in groupings {
            @let name = grouping_name(words, grouping);
            @let names: Vec<&str> = grouping.groups.iter().map(|group| text(words, &group.text, &group.value)).collect();
            (entry(name, by(words, asked, (at, name), &names, found)))
        }
        (entry(words.t("survey-read"), reading(words)))
        (entry(words.t("survey-rule-title"), html! { p { (words.show(&rule(survey.results.rule))) } }))
    };
    let title = text(words, &survey.layout.title, "");
    let parts = PageParts::new(text(words, &asked.text, &asked.column), main)
        .heading(users_words(text(words, &asked.text, &asked.column)))
        .section(SECTION)
        .under(words.t("observatory-title"), "/observatory")
        .under(words.t("survey-title"), HERE)
        .under(title, address(survey));
    page(visit, &parts)
}

/// What the chart's values are.
fn label<'a>(words: Words<'a>, asked: &Asked) -> &'a str {
    words.t(if asked.kind == Kind::Answers { "survey-in-per-cent" } else { "survey-mean" })
}

fn chart(
    words: Words<'_>,
    asked: &Asked,
    said: &[Message],
    about: &str,
    rows: Vec<(String, f64, f64, Option<f64>)>,
) -> Chart {
    Chart {
        title: about.to_owned(),
        description: sentences(words, said),
        x_label: label(words, asked).to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals { rows, reference: None },
    }
}

fn columns(words: Words<'_>, first: &str) -> Vec<Column> {
    vec![
        Column::text(first),
        Column::number(words.t("survey-column-answered")),
        Column::number(words.t("survey-column-estimate")),
        Column::number(words.t("observatory-column-interval")),
        Column::text(words.t("survey-column-careful")),
    ]
}

/// The cells of a row: how many answered, the estimate, its interval, and what to be careful about.
fn cells(words: Words<'_>, asked: &Asked, n: Option<u64>, found: Option<&Estimate>) -> [Markup; 4] {
    let withheld = || html! { (words.t("published-withheld")) };
    let n = match n {
        Some(n) => html! { (words.number(i64::try_from(n).unwrap_or(i64::MAX))) },
        None => withheld(),
    };
    match found {
        None => [n, withheld(), html! {}, html! {}],
        Some(found) => [
            n,
            left_to_right(&value(asked, found.estimate)),
            left_to_right(&interval(asked, found)),
            html! { (careful(words, found)) },
        ],
    }
}

fn everybody(words: Words<'_>, asked: &Asked) -> Markup {
    let said = said::whole(words, asked);
    let names: Vec<&str> = match asked.kind {
        Kind::Answers => asked.answers.iter().map(|answer| text(words, &answer.text, &answer.value)).collect(),
        Kind::Number => vec![words.t("survey-mean")],
    };
    let estimate = |at: usize| asked.whole.estimates.get(at).and_then(Option::as_ref);
    let drawn = names.iter().enumerate().map(|(at, name)| row(asked, name, estimate(at))).collect();
    let chart = chart(words, asked, &said, text(words, &asked.text, &asked.column), drawn);
    let line = |(at, name): (usize, &&str)| {
        let mut line = vec![users_words(name)];
        line.extend(cells(words, asked, asked.whole.n, estimate(at)));
        line
    };
    let first = words.t(if asked.kind == Kind::Answers { "survey-column-answer" } else { "survey-column-group" });
    let table = Table {
        id: "everybody",
        caption: words.t("survey-everybody-caption").to_owned(),
        columns: columns(words, first),
        rows: names.iter().enumerate().map(line).collect(),
    };
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
        (table.show())
    }
}

/// What is compared: the answers that are put together, or the mean.
fn compared<'a>(words: Words<'a>, asked: &'a Asked) -> &'a str {
    match asked.kind {
        Kind::Answers => text(words, &asked.headline_text, &asked.column),
        Kind::Number => words.t("survey-mean"),
    }
}

fn by(words: Words<'_>, asked: &Asked, (at, name): (usize, &str), names: &[&str], found: &[Found]) -> Markup {
    let said = said::groups(asked, found);
    let about = words.say(&Message::new("survey-by").text("answer", compared(words, asked)).text("grouping", name));
    let rows = names.iter().zip(found).map(|(name, found)| row(asked, name, asked.compared(found))).collect();
    let mut chart = chart(words, asked, &said, &about, rows);
    if let Marks::Intervals { reference, .. } = &mut chart.marks {
        *reference = asked.compared(&asked.whole).map(|whole| drawn(asked, whole.estimate));
    }
    let line = |(name, found): (&&str, &Found)| {
        let mut line = vec![users_words(name)];
        line.extend(cells(words, asked, found.n, asked.compared(found)));
        line
    };
    let table = Table {
        id: &format!("by-{at}"),
        caption: about,
        columns: columns(words, name),
        rows: names.iter().zip(found).map(line).collect(),
    };
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
        p class="hint" { (words.t("survey-reference-hint")) }
        (table.show())
    }
}

/// The same question in all rounds.
fn rounds(words: Words<'_>, seen: &Seen, asked: &Asked) -> Markup {
    let same = |survey: &Survey| {
        let questions = survey.results.questions.iter();
        questions
            .enumerate()
            .find(|(_, other)| other.column == asked.column && other.kind == asked.kind)
            .map(|(at, other)| (days(words, survey), format!("{}/{}", address(survey), at + 1), other.clone()))
    };
    let all: Vec<(String, String, Asked)> = seen.rounds.iter().filter_map(same).collect();
    let first = all.first().and_then(|(.., other)| other.compared(&other.whole));
    let last = all.last().and_then(|(.., other)| other.compared(&other.whole));
    let said: Vec<Message> = first.zip(last).map(|(first, last)| changed(asked, first, last)).into_iter().collect();
    let rows = all.iter().map(|(when, _, other)| row(other, when, other.compared(&other.whole))).collect();
    let about = words.say(&Message::new("survey-by-round").text("answer", compared(words, asked)));
    let chart = chart(words, asked, &said, &about, rows);
    let line = |(when, href, other): &(String, String, Asked)| {
        let mut line = vec![html! { a href=(href) { (when) } }];
        line.extend(cells(words, other, other.whole.n, other.compared(&other.whole)));
        line
    };
    let rows = all.iter().map(line).collect();
    let table = Table { id: "rounds", caption: about, columns: columns(words, words.t("survey-column-when")), rows };
    html! {
        p { @for one in &said { (words.show(one)) } }
        (figures::figure(words, &chart))
        (table.show())
    }
}

/// What changed from the first to the last round, and whether it is more than chance: two samples that have nothing to do
/// with each other, whose errors add up as squares.
fn changed(asked: &Asked, first: &Estimate, last: &Estimate) -> Message {
    let error = first.se.hypot(last.se);
    let beyond = (last.estimate - first.estimate).abs() > 1.96 * error;
    Message::new(if beyond { "survey-said-changed" } else { "survey-said-not-changed" })
        .text("first", value(asked, first.estimate))
        .text("last", value(asked, last.estimate))
}
