//! Putting a concern on the agenda of a meeting, under a neutral title that is public.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_access::{Action, Resource, kind};
use comity_concerns::Concern;
use comity_kernel::{Message, Problem, Reference};
use comity_ledger::Refusal;
use comity_places::Area;
use comity_shell::{
    Choice, Field, Filled, PageParts, Tone, Weight, button, definitions, labelled_error_summary, link_button, notice,
    page,
};
use comity_web::{Answer, App, Submission, Visit, unsent};
use maud::{Markup, html};

use super::{address, may_call, status, when, when_text};
use crate::rules;
use crate::tables::{self, Forum, Meeting};

/// A concern and the meetings before which it could come.
struct Shown {
    concern: Concern,
    area: Option<Area>,
    /// Meetings to come that have it on their agenda already.
    planned: Vec<Meeting>,
    /// Meetings to come before which it can still come.
    possible: Vec<Meeting>,
    forums: Vec<Forum>,
}

async fn load(app: &App, visit: &Visit, reference: Option<&str>) -> Answer<Shown> {
    let reference = reference.and_then(Reference::parse).ok_or(Problem::NotFound)?;
    let today = visit.today();
    let shown = app
        .read(move |tx| {
            let concern = comity_concerns::find(tx, &reference)?.ok_or(Refusal::Problem(Problem::NotFound))?;
            let area = comity_places::area(tx, &concern.area)?;
            let items = tables::items_of_concern(tx, &reference)?;
            let meetings = tables::upcoming(tx, &concern.area_path, today)?;
            let has_it = |meeting: &Meeting| items.iter().any(|item| item.meeting == meeting.reference);
            let (planned, possible) = meetings.into_iter().partition(has_it);
            Ok(Shown { concern, area, planned, possible, forums: tables::forums(tx)? })
        })
        .await?;
    app.permit(visit, Action::CONCERN_PUT_ON_AGENDA, &resource(&shown.concern))?;
    Ok(shown)
}

fn resource(concern: &Concern) -> Resource<'_> {
    Resource::new(kind::CONCERN, concern.reference.as_str(), &concern.area_path).visible(concern.visibility)
}

pub async fn show(State(app): State<App>, visit: Visit, Query(query): Query<HashMap<String, String>>) -> Answer {
    let shown = load(&app, &visit, query.get("concern").map(String::as_str)).await?;
    Ok(render(&app, &visit, &shown, &Filled::new()))
}

fn render(app: &App, visit: &Visit, shown: &Shown, filled: &Filled) -> Markup {
    let words = visit.words();
    let labels = [("meeting", words.t("forums-put-meeting")), ("title", words.t("forums-put-name"))];
    let main = html! {
        (labelled_error_summary(words, filled, &labels))
        (facts(visit, shown))
        @if !shown.planned.is_empty() { (notice(Tone::Note, planned(visit, &shown.planned))) }
        @if shown.possible.is_empty() {
            @if shown.planned.is_empty() { (notice(Tone::Warning, no_meeting(app, visit, shown))) }
            (unsent(visit, filled, &[]))
        } @else {
            (form(visit, shown, filled))
        }
    };
    let parts = PageParts::new(words.t("forums-put-title"), main)
        .lede(html! { p { (words.t("forums-put-lede")) } })
        .section("inbox")
        .under(words.t("inbox-title"), "/inbox")
        .under(category(visit, &shown.concern), format!("/inbox/{}", shown.concern.reference))
        .refused(filled.is_refused());
    page(visit, &parts)
}

fn category(visit: &Visit, concern: &Concern) -> String {
    visit.words().t(&format!("category-{}", concern.category.as_str())).to_owned()
}

fn facts(visit: &Visit, shown: &Shown) -> Markup {
    let (words, concern) = (visit.words(), &shown.concern);
    let area = shown.area.as_ref().map_or(concern.area.as_str(), |area| area.name(visit.language));
    let raised = concern.raised.day(&visit.site.zone);
    let days = i64::from(visit.today().0.since(raised.0).map_or(0, |span| span.get_days()));
    definitions(&[
        (words.t("forums-put-about"), html! { (category(visit, concern)) }),
        (words.t("forums-put-area"), html! { bdi { (area) } }),
        (
            words.t("forums-put-raised"),
            html! {
                (words.day_tag(raised)) " " span class="quiet" {
                    (words.show(&Message::new("forums-days-ago").number("days", days)))
                }
            },
        ),
    ])
}

fn planned(visit: &Visit, meetings: &[Meeting]) -> Markup {
    html! {
        p { (visit.words().t("forums-put-planned")) }
        ul {
            @for meeting in meetings {
                li { a href=(address(meeting)) { (when(visit, meeting)) } " · " bdi { (meeting.forum_names.get(visit.language)) } }
            }
        }
    }
}

/// Says how one is called, and by whom.
fn no_meeting(app: &App, visit: &Visit, shown: &Shown) -> Markup {
    let words = visit.words();
    html! {
        p { strong { (words.t("forums-put-none")) } }
        p { (words.t("forums-put-none-text")) }
        @if !may_call(app, visit, shown.forums.clone()).is_empty() {
            p { (link_button(Weight::Quiet, words.t("forums-call-title"), "/meetings/new")) }
        }
    }
}

fn form(visit: &Visit, shown: &Shown, filled: &Filled) -> Markup {
    let words = visit.words();
    let label =
        |meeting: &Meeting| format!("{} · {}", when_text(visit, meeting), meeting.forum_names.get(visit.language));
    let meetings: Vec<Choice<'_>> =
        shown.possible.iter().map(|meeting| Choice::new(meeting.reference.as_str(), label(meeting))).collect();
    // The next meeting is what most will want.
    let filled = match shown.possible.first() {
        Some(next) if filled.value("meeting").is_empty() => &filled.clone().with("meeting", next.reference.as_str()),
        _ => filled,
    };
    visit.post_form(
        "/meetings/put",
        html! {
            input type="hidden" name="concern" value=(shown.concern.reference);
            input type="hidden" name="version" value=(shown.concern.version);
            (Field::new("meeting", words.t("forums-put-meeting")).radios(&meetings, words, filled))
            (Field::new("title", words.t("forums-put-name")).hint(words.t("forums-put-name-hint")).text(words, filled))
            (button(Weight::Main, words.t("forums-put-do")))
        },
    )
}

pub async fn send(State(app): State<App>, Submission { visit, filled }: Submission) -> Answer<Response> {
    let shown = load(&app, &visit, Some(filled.value("concern"))).await?;
    let chosen = Reference::parse(filled.value("meeting"));
    let outcome = match chosen.clone() {
        Some(meeting) => put(&app, &visit, &shown.concern, meeting, &filled).await,
        None => Err(Problem::field("meeting", "forums-put-meeting-needed").into()),
    };
    match (outcome, chosen) {
        (Ok(item), Some(meeting)) => Ok(Redirect::to(&format!("/meetings/{meeting}#item-{item}")).into_response()),
        (Ok(_), None) => Err(Problem::NotFound.into()),
        (Err(Refusal::Problem(problem)), _) => {
            let status = status(&problem);
            let filled = filled.refuse(problem)?;
            let now = load(&app, &visit, Some(shown.concern.reference.as_str())).await?;
            Ok((status, render(&app, &visit, &now, &filled)).into_response())
        }
        (Err(other), _) => Err(other.into()),
    }
}

async fn put(
    app: &App,
    visit: &Visit,
    concern: &Concern,
    meeting: Reference,
    filled: &Filled,
) -> Result<Reference, Refusal> {
    let (concern, title, today) = (concern.reference.clone(), filled.value("title").to_owned(), visit.today());
    let seen = filled.version();
    let decided = app
        .ledger
        .decide_once(visit.actor(), visit.once, move |decision| {
            decision.expect(&comity_concerns::stream(&concern), seen)?;
            rules::put_on_agenda(decision, &meeting, &concern, &title, today)
        })
        .await?;
    Ok(decided.value)
}
