//! What people see of concerns: the form to raise one, and the officers' inbox.

mod answer;
mod inbox;
mod raise;

use axum::Router;
use axum::response::Redirect;
use axum::routing::{get, post};
use comity_access::kind;
use comity_kernel::Reference;
use comity_shell::{Words, users_text};
use comity_web::{App, Visit};
use maud::{Markup, html};

use crate::events;
use crate::tables::{Concern, State, Step};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/concerns/new", get(raise::show))
        // Opened as an address, for instance to go back from the receipt, it leads to the form.
        .route("/concerns", get(|| async { Redirect::to("/concerns/new") }).post(raise::send))
        .route("/inbox", get(inbox::list))
        .route("/inbox/{reference}", get(answer::show))
        .route("/inbox/{reference}/answer", post(answer::send))
        .route("/inbox/{reference}/close", post(answer::close))
}

/// Where a concern stands, by shape and words.
pub fn state_tag(words: Words<'_>, state: State) -> Markup {
    let shape = match state {
        State::Raised | State::Answered => comity_shell::State::Open,
        State::OnAgenda | State::Discussed | State::Decided | State::Promised => comity_shell::State::Underway,
        State::Acted | State::Judged | State::Closed => comity_shell::State::Done,
    };
    comity_shell::state_tag(shape, words.t(concern_state(state)))
}

fn concern_state(state: State) -> &'static str {
    match state {
        State::Raised => "concerns-state-raised",
        State::Answered => "concerns-state-answered",
        State::OnAgenda => "concerns-state-on-agenda",
        State::Discussed => "concerns-state-discussed",
        State::Decided => "concerns-state-decided",
        State::Promised => "concerns-state-promised",
        State::Acted => "concerns-state-acted",
        State::Judged => "concerns-state-judged",
        State::Closed => "concerns-state-closed",
    }
}

/// What was said on both sides, oldest first. `mine`: as the person who raised it sees it.
pub fn dialogue(visit: &Visit, steps: &[Step], mine: bool) -> Markup {
    let words = visit.words();
    let said = |step: &&Step| {
        matches!(step.kind.as_str(), events::RAISED | events::ANSWERED | events::CONTINUED | events::CLOSED)
            || (step.kind == events::JUDGED && step.words.is_some())
    };
    html! {
        ol class="dialogue" {
            @for step in steps.iter().filter(said) {
                @let officer = matches!(step.kind.as_str(), events::ANSWERED | events::CLOSED);
                li class=[officer.then_some("answer")] {
                    p class="by" {
                        strong { (words.t(speaker(officer, mine))) } " · " (words.moment_tag(step.time, &visit.site.zone))
                    }
                    @match &step.words {
                        Some(said) => { (users_text(said)) }
                        None => p { em { (words.t("concerns-erased")) } }
                    }
                }
            }
        }
    }
}

fn speaker(officer: bool, mine: bool) -> &'static str {
    match (officer, mine) {
        (true, _) => "concerns-by-team",
        (false, true) => "concerns-by-you",
        (false, false) => "concerns-by-resident",
    }
}

/// The resource that the policies decide about.
fn resource(concern: &Concern) -> comity_access::Resource<'_> {
    comity_access::Resource::new(kind::CONCERN, concern.reference.as_str(), &concern.area_path)
        .visible(concern.visibility)
}

fn inbox_page(reference: &Reference) -> String {
    format!("/inbox/{reference}")
}
