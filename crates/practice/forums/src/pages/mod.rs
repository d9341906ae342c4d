//! What people see of forums: their meetings, the minutes of one, and the forms to call one, to put a concern on an agenda
//! and to record what was said and decided.

mod call;
mod list;
mod minutes;
mod put;
mod record;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use comity_access::{Resource, kind};
use comity_kernel::{Message, Problem};
use comity_shell::{left_to_right, users_words};
use comity_web::{App, Visit};
use maud::{Markup, html};

use crate::tables::{Forum, Meeting};

pub fn routes() -> Router<App> {
    Router::new()
        .route("/meetings", get(list::show))
        .route("/meetings/new", get(call::show).post(call::send))
        .route("/meetings/put", get(put::show).post(put::send))
        .route("/meetings/{reference}", get(minutes::show))
        .route("/meetings/{reference}/record", post(record::send))
        .route("/decisions/{reference}", get(minutes::to_decision))
}

/// Day and time of a meeting: "Thursday 12 March 2026, 18:00".
pub fn when(visit: &Visit, meeting: &Meeting) -> Markup {
    let words = visit.words();
    html! {
        time datetime={ (meeting.day) "T" (meeting.starts) } {
            (words.weekday_and_day(meeting.day)) (words.t("date-comma")) " " (left_to_right(&meeting.starts))
        }
    }
}

/// [`when`] as plain text.
fn when_text(visit: &Visit, meeting: &Meeting) -> String {
    let words = visit.words();
    format!("{}{} {}", words.weekday_and_day(meeting.day), words.t("date-comma"), meeting.starts)
}

/// Where a meeting is, as far as it is still known.
fn place(visit: &Visit, meeting: &Meeting) -> Markup {
    match &meeting.place {
        Some(place) => users_words(place),
        None => html! { span class="quiet" { (visit.words().t("actions-erased")) } },
    }
}

fn title(visit: &Visit, meeting: &Meeting) -> Message {
    Message::new("forums-meeting-title").text("forum", meeting.forum_names.get(visit.language))
}

fn address(meeting: &Meeting) -> String {
    format!("/meetings/{}", meeting.reference)
}

/// What the policies decide about.
fn meeting_resource(meeting: &Meeting) -> Resource<'_> {
    Resource::new(kind::MEETING, meeting.reference.as_str(), &meeting.area_path)
}

fn forum_resource(forum: &Forum) -> Resource<'_> {
    Resource::new(kind::FORUM, forum.reference.as_str(), &forum.area_path)
}

/// The forums of which this visitor may call meetings, sorted by name.
fn may_call(app: &App, visit: &Visit, forums: Vec<Forum>) -> Vec<Forum> {
    let permitted =
        |forum: &Forum| app.permit(visit, comity_access::Action::MEETING_CALL, &forum_resource(forum)).is_ok();
    let mut forums: Vec<Forum> = forums.into_iter().filter(permitted).collect();
    sort_by_name(&mut forums, |forum| forum.names.get(visit.language).to_owned(), visit);
    forums
}

/// Sorts as dictionaries of the page's language do.
fn sort_by_name<T>(list: &mut [T], name: impl Fn(&T) -> String, visit: &Visit) {
    match comity_places::collator(visit.language) {
        Some(collator) => list.sort_by(|a, b| collator.compare(&name(a), &name(b))),
        None => list.sort_by_key(name),
    }
}

/// The status of a form that is shown again.
fn status(problem: &Problem) -> StatusCode {
    match problem {
        Problem::Fields { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    }
}
