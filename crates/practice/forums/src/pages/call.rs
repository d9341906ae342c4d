//! Calling a meeting: for the chair and the secretary of a forum, and for coordinators.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use comity_access::{Action, Resource, kind};
use comity_kernel::{Day, Message, Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{Choice, Field, Filled, PageParts, Weight, button, labelled_error_summary, page};
use comity_web::{Answer, App, Submission, Visit};
use maud::html;

use super::{forum_resource, may_call, status};
use crate::rules::{self, NewMeeting};
use crate::tables::{self, Forum};

pub async fn show(State(app): State<App>, visit: Visit) -> Answer {
    form(&app, &visit, &Filled::new()).await
}

async fn form(app: &App, visit: &Visit, filled: &Filled) -> Answer {
    let all = app.read(tables::forums).await?;
    let forums = may_call(app, visit, all);
    if forums.is_empty() {
        permit_somewhere(app, visit)?;
    }
    let words = visit.words();
    let (forum, day, starts, place) =
        (words.t("forums-forum"), words.t("forums-day"), words.t("forums-starts"), words.t("forums-place"));
    let fields = html! {
        (Field::new("forum", forum).select(&choices(visit, &forums), words, filled))
        (Field::new("day", day).hint(words.t("forums-day-hint")).date(words, filled))
        (Field::new("starts", starts).hint(words.t("forums-starts-hint")).narrow().text(words, filled))
        (Field::new("place", place).hint(words.t("forums-place-hint")).text(words, filled))
        (button(Weight::Main, words.t("forums-call-do")))
    };
    let main = html! {
        (labelled_error_summary(words, filled, &[("forum", forum), ("day", day), ("starts", starts), ("place", place)]))
        @if forums.is_empty() { p { (words.t("forums-no-forum")) } } @else { (visit.post_form("/meetings/new", fields)) }
    };
    let parts = PageParts::new(words.t("forums-call-title"), main)
        .lede(html! { p { (words.t("forums-call-lede")) } })
        .section("meetings")
        .under(words.t("forums-title"), "/meetings")
        .refused(filled.is_refused());
    Ok(page(visit, &parts))
}

/// Whether this visitor could call a meeting if there were a forum.
fn permit_somewhere(app: &App, visit: &Visit) -> Result<(), Problem> {
    let permit = |path: &str| app.permit(visit, Action::MEETING_CALL, &Resource::new(kind::FORUM, "", path));
    let mut paths = visit.person.iter().flat_map(|person| &person.mandates).map(|mandate| mandate.path.as_str());
    if paths.any(|path| permit(path).is_ok()) { Ok(()) } else { permit("") }
}

fn choices<'w>(visit: &'w Visit, forums: &[Forum]) -> Vec<Choice<'w>> {
    let choose = Choice::new("", visit.words().t("forums-forum-choose"));
    let choice = |forum: &Forum| Choice::new(forum.reference.as_str(), forum.names.get(visit.language));
    // Where there is only one, nobody has to choose it.
    (forums.len() != 1).then_some(choose).into_iter().chain(forums.iter().map(choice)).collect()
}

pub async fn send(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    let outcome = match read(&visit, &filled) {
        Ok(new) => call(&app, &visit, new).await,
        Err(problem) => Err(problem.into()),
    };
    match outcome {
        Ok(meeting) => Ok(Redirect::to(&format!("/meetings/{meeting}")).into_response()),
        Err(Refusal::Problem(problem)) => {
            let status: StatusCode = status(&problem);
            let filled = filled.refuse(problem)?;
            Ok((status, form(&app, &visit, &filled).await?).into_response())
        }
        Err(other) => Err(other.into()),
    }
}

fn read(visit: &Visit, filled: &Filled) -> Result<NewMeeting, Problem> {
    let (forum, day) = (Reference::parse(filled.value("forum")), Day::parse(filled.value("day")));
    let mut fields = Vec::new();
    if forum.is_none() {
        fields.push(("forum", Message::new("forums-forum-unknown")));
    }
    if day.is_none() {
        fields.push(("day", Message::new("forums-day-needed")));
    }
    let (Some(forum), Some(day)) = (forum, day) else { return Err(Problem::Fields { fields }) };
    let (starts, place) = (filled.value("starts").to_owned(), filled.value("place").to_owned());
    Ok(NewMeeting { forum, day, starts, place, today: visit.today() })
}

async fn call(app: &App, visit: &Visit, new: NewMeeting) -> Result<Reference, Refusal> {
    let wanted = new.forum.clone();
    let forum = app.ledger.store().read(move |tx| tables::forum(tx, &wanted)).await?;
    let forum: Forum = forum.ok_or_else(|| Problem::field("forum", "forums-forum-unknown"))?;
    app.permit(visit, Action::MEETING_CALL, &forum_resource(&forum))?;
    let decide = move |decision: &mut comity_ledger::Decision<'_, '_>| rules::call(decision, new.clone());
    Ok(app.ledger.decide_once(visit.actor(), visit.once, decide).await?.value)
}
