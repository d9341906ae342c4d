//! Recording what was said, decided and promised about an item: one form, one command, as much as is known.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_access::Action as Act;
use comity_kernel::{Day, Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{Choice, Field, Filled, Weight, Words, button};
use comity_web::{Answer, App, Submission, Visit, unsent};
use maud::{Markup, html};

use super::minutes::{self, Shown};
use super::{address, meeting_resource, sort_by_name, status};
use crate::rules::{self, Minutes, NewDecision, Promise};
use crate::tables::{Item, Meeting};

/// What somebody may record of a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rights {
    discuss: bool,
    decide: bool,
    assign: bool,
}

impl Rights {
    pub(super) fn of(app: &App, visit: &Visit, meeting: &Meeting) -> Self {
        let may = |action| visit.person.is_some() && app.permit(visit, action, &meeting_resource(meeting)).is_ok();
        Self { discuss: may(Act::MEETING_RECORD), decide: may(Act::DECISION_RECORD), assign: may(Act::ACTION_ASSIGN) }
    }

    pub(super) fn any(self) -> bool {
        self.discuss || self.decide || self.assign
    }

    /// Whether there is something left to record about this item.
    pub(super) fn any_for(self, item: &Item) -> bool {
        let [summary, decision, action] = self.open(item);
        summary || decision || action
    }

    /// Whether the form has fields for the discussion, the decision, an action.
    fn open(self, item: &Item) -> [bool; 3] {
        let summary = self.discuss && item.discussed.is_none();
        let decision = self.decide && item.decision.is_none() && (summary || item.discussed.is_some());
        [summary, decision, self.assign && (decision || item.decision.is_some())]
    }
}

/// The fields' names and labels, for the summary of errors.
pub(super) fn labels(words: Words<'_>) -> [(&'static str, &str); 6] {
    [
        ("summary", words.t("forums-record-summary")),
        ("decision", words.t("forums-record-decision")),
        ("minority", words.t("forums-record-minority")),
        ("text", words.t("forums-record-action")),
        ("owner", words.t("forums-record-owner")),
        ("due", words.t("forums-record-due")),
    ]
}

pub(super) fn form(visit: &Visit, shown: &Shown, item: &Item, rights: Rights, filled: &Filled) -> Markup {
    let words = visit.words();
    let [summary, decision, action] = rights.open(item);
    let groups =
        [(summary, &["summary"][..]), (decision, &["decision", "minority"]), (action, &["text", "owner", "due"])];
    let present: Vec<&str> =
        groups.iter().filter(|(open, _)| *open).flat_map(|(_, names)| names.iter().copied()).collect();
    let fields = html! {
        input type="hidden" name="version" value=(shown.meeting.version);
        input type="hidden" name="item" value=(item.reference);
        @if summary {
            (Field::new("summary", words.t("forums-record-summary")).hint(words.t("forums-record-summary-hint"))
                .long_text(6, words, filled))
        }
        @if decision {
            (optional(summary, Field::new("decision", words.t("forums-record-decision")))
                .hint(words.t("forums-record-decision-hint")).long_text(4, words, filled))
            (Field::new("minority", words.t("forums-record-minority")).hint(words.t("forums-record-minority-hint")).optional()
                .long_text(4, words, filled))
        }
        @if action { (action_fields(visit, shown, decision, filled)) }
        // Fields that are gone because somebody else recorded it meanwhile.
        (unsent(visit, filled, &present))
        (button(Weight::Main, words.t("forums-record-do")))
    };
    html! {
        h3 { (words.t("forums-record-title")) }
        p class="hint" { (words.t("forums-record-public")) }
        (visit.post_form(&format!("{}/record", address(&shown.meeting)), fields))
    }
}

/// What may be left empty because something else in the form is enough.
fn optional(may_be_empty: bool, field: Field<'_>) -> Field<'_> {
    if may_be_empty { field.optional() } else { field }
}

fn action_fields(visit: &Visit, shown: &Shown, with_decision: bool, filled: &Filled) -> Markup {
    let words = visit.words();
    let mut bodies: Vec<(String, String)> =
        shown.bodies.iter().map(|body| (body.names.get(visit.language).to_owned(), body.code.clone())).collect();
    sort_by_name(&mut bodies, |(name, _)| name.clone(), visit);
    let choose = Choice::new("", words.t("forums-record-owner-choose"));
    let owners: Vec<Choice<'_>> =
        std::iter::once(choose).chain(bodies.into_iter().map(|(name, code)| Choice::new(code, name))).collect();
    html! {
        (optional(with_decision, Field::new("text", words.t("forums-record-action")))
            .hint(words.t("forums-record-action-hint")).long_text(3, words, filled))
        (optional(with_decision, Field::new("owner", words.t("forums-record-owner")))
            .hint(words.t("forums-record-owner-hint")).select(&owners, words, filled))
        (optional(with_decision, Field::new("due", words.t("forums-record-due"))).date(words, filled))
    }
}

pub async fn send(
    State(app): State<App>,
    Path(reference): Path<String>,
    Submission { visit, filled }: Submission,
) -> Answer<Response> {
    let shown = minutes::load(&app, &visit, &reference).await?;
    let chosen = Reference::parse(filled.value("item"));
    let item = shown.items.iter().find(|item| Some(&item.reference) == chosen.as_ref()).ok_or(Problem::NotFound)?;
    let minutes = read(&filled);
    permit(&app, &visit, &shown.meeting, &minutes)?;
    let (item, today) = (item.reference.clone(), visit.today());
    let seen = filled.version();
    let recorded = item.clone();
    let outcome = app
        .ledger
        .decide_once(visit.actor(), visit.once, move |decision| {
            rules::record(decision, &recorded, seen, &minutes, today).map(drop)
        })
        .await;
    match outcome {
        Ok(_) => Ok(Redirect::to(&format!("{}#item-{item}", address(&shown.meeting))).into_response()),
        Err(Refusal::Problem(problem)) => {
            let status = status(&problem);
            let filled = filled.refuse(problem)?;
            let now = minutes::load(&app, &visit, &reference).await?;
            Ok((status, minutes::render(&app, &visit, &now, Some(&item), &filled)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

/// What is empty is not recorded.
fn read(filled: &Filled) -> Minutes {
    let typed = |name: &str| Some(filled.value(name).to_owned()).filter(|text| !text.is_empty());
    let decision = (typed("decision").is_some() || typed("minority").is_some())
        .then(|| NewDecision { text: filled.value("decision").to_owned(), minority: typed("minority") });
    let action = ["text", "owner", "due"].iter().any(|name| !filled.value(name).is_empty()).then(|| Promise {
        text: filled.value("text").to_owned(),
        owner: filled.value("owner").to_owned(),
        due: Day::parse(filled.value("due")),
    });
    Minutes { summary: typed("summary"), decision, action }
}

/// Each part has its own right; sending nothing needs that of keeping minutes.
fn permit(app: &App, visit: &Visit, meeting: &Meeting, minutes: &Minutes) -> Result<(), Problem> {
    let needed = [
        (minutes.decision.is_some(), Act::DECISION_RECORD),
        (minutes.action.is_some(), Act::ACTION_ASSIGN),
        (minutes.summary.is_some() || (minutes.decision.is_none() && minutes.action.is_none()), Act::MEETING_RECORD),
    ];
    let mut needed = needed.into_iter().filter(|(needed, _)| *needed);
    needed.try_for_each(|(_, action)| app.permit(visit, action, &meeting_resource(meeting)))
}
