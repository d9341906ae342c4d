//! The first page: what this is, the ways in, and what happened lately.

use std::collections::HashSet;
use std::sync::Arc;

use axum::extract::State;
use comity_actions::Action;
use comity_forums::Meeting;
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_places::{Area, Boundaries, smallest, sort_by_name};
use comity_shell::{Filled, PageParts, Weight, entry, link_button, page, search_box};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::{point_form, sections};
use crate::profile::public_concerns;
use comity_places::map::{Drawn, beside, map};

/// How many actions stand here.
const LATELY: usize = 4;
/// A map of more areas than these would be too fine to choose from.
const MOST_ON_MAP: usize = 60;

struct Shown {
    areas: Vec<Area>,
    actions: Vec<Action>,
    public_concerns: HashSet<Reference>,
    meeting: Option<Meeting>,
    boundaries: Arc<Boundaries>,
}

pub async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let (objects, today) = (app.ledger.objects().clone(), visit.today());
    let mut shown = app
        .read(move |tx| {
            let actions = comity_actions::within(tx, "", LATELY)?;
            let public_concerns = public_concerns(tx, &actions)?;
            let meeting = comity_forums::all_upcoming(tx, today)?.into_iter().next();
            let boundaries = comity_places::boundaries(tx, &objects)?;
            Ok::<_, Refusal>(Shown { areas: comity_places::areas(tx)?, actions, public_concerns, meeting, boundaries })
        })
        .await?;
    sort_by_name(&mut shown.areas, visit.language);
    Ok(render(&visit, &shown))
}

fn render(visit: &Visit, shown: &Shown) -> Markup {
    let words = visit.words();
    let main = html! {
        (entry(words.t("home-find"), find(visit, shown)))
        (entry(words.t("home-say"), html! {
            p { (words.t("home-say-text")) }
            p { (link_button(Weight::Main, words.t("nav-raise"), "/concerns/new")) }
            p { (words.t("home-back")) " " a href="/concerns/mine" { (words.t("home-back-link")) } }
        }))
        (entry(words.t("home-lately"), html! {
            @if let Some(meeting) = &shown.meeting {
                h3 { (words.t("home-next-meeting")) }
                (sections::meeting_lines(visit, meeting))
            }
            @if shown.actions.is_empty() { p { (words.t("home-nothing-yet")) } }
            @for action in &shown.actions { (sections::action(visit, action, &shown.public_concerns, true)) }
        }))
    };
    let lede = html! { p { (words.t("home-what")) } };
    page(visit, &PageParts::new(words.t("home-title"), main).lede(lede))
}

fn find(visit: &Visit, shown: &Shown) -> Markup {
    let words = visit.words();
    let areas: Vec<&Area> = smallest(&shown.areas);
    html! {
        (search_box(words, "/neighbourhoods", "name", words.t("find-by-name"), ""))
        (point_form(visit, &Filled::new()))
        @if (2..=MOST_ON_MAP).contains(&areas.len()) {
            @let drawn: Vec<Drawn<'_>> =
                areas.iter().map(|area| Drawn::plain(area, area.name(visit.language).to_owned(), false)).collect();
            (beside(&map(visit, &shown.boundaries, &drawn), &sections::links(visit, &areas)))
        } @else {
            p { a href="/neighbourhoods" { (words.t("find-all")) } }
        }
    }
}
