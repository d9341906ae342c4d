//! The page of one area.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use comity_kernel::{Message, Problem};
use comity_ledger::Refusal;
use comity_places::{Level, address, may_set_priorities, may_set_team};
use comity_shell::{PageParts, Weight, frame, link_button, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::sections;
use crate::kept::{Kept, Page, State as Shown};
use crate::profile::{Profile, profile};

pub async fn show(
    State(app): State<App>,
    Extension(kept): Extension<Arc<Kept>>,
    visit: Visit,
    asked: HeaderMap,
    Path(code): Path<String>,
) -> Answer<Response> {
    // The address stands in the page, so only the plain one is kept; and nothing of a person is.
    if visit.person.is_some() || visit.path_and_query != address(&code) {
        return Ok(fresh(&app, &visit, code).await?.into_response());
    }
    let wanted = code.clone();
    let version = app.read(move |tx| comity_places::page_version(tx, &wanted)).await?.ok_or(Problem::NotFound)?;
    let (key, state) = ((code.clone(), visit.language), Shown { version, day: visit.today() });
    let page = match kept.get(&key, state) {
        Some(page) => page,
        None => {
            // Read after the version: at worst it shows more than that, and is made once more at the next request.
            let page = Arc::new(Page::new(fresh(&app, &visit, code).await?.into_string()));
            kept.keep(key, state, Arc::clone(&page));
            page
        }
    };
    Ok(page.answer(&asked))
}

/// The page as it is now.
async fn fresh(app: &App, visit: &Visit, code: String) -> Answer {
    let (objects, today) = (app.ledger.objects().clone(), visit.today());
    let profile = app.read(move |tx| profile(tx, &objects, &code, today)).await?;
    let profile = profile.ok_or_else(|| Refusal::from(Problem::NotFound))?;
    Ok(render(app, visit, &profile))
}

fn render(app: &App, visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let area = &profile.area;
    let name = area.name(visit.language);
    // In a wider area the neighbourhood is chosen first.
    let raise = match profile.parts.as_slice() {
        [] => format!("/concerns/new?area={}", frame::encoded(&area.code)),
        _ => "/concerns/new".to_owned(),
    };
    let main = html! {
        p { (link_button(Weight::Main, words.t("area-raise"), &raise)) }
        (rights(app, visit, profile))
        (sections::team(visit, profile))
        (sections::priorities(visit, profile))
        (sections::meeting(visit, profile))
        (sections::promised(visit, profile))
        (sections::on_the_map(visit, profile))
        (sections::incidents(visit, profile))
    };
    let mut parts = PageParts::new(name, main)
        .heading(users_words(name))
        .lede(lede(visit, profile))
        .section("neighbourhoods")
        .under(words.t("nav-neighbourhoods"), "/neighbourhoods");
    for above in &profile.above {
        parts = parts.under(above.name(visit.language), address(&above.code));
    }
    page(visit, &parts)
}

/// What kind of area it is, and how many people live there.
fn lede(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let level = profile.area.level.map(|level| match level {
        Level::Country => "area-level-country",
        Level::Region => "area-level-region",
        Level::District => "area-level-district",
        Level::Sector => "area-level-sector",
        Level::SubSector => "area-level-sub-sector",
    });
    html! {
        p {
            @if let Some(level) = level {
                @match profile.above.last() {
                    Some(above) => {
                        (words.show(&Message::new("area-level-within").text("level", words.t(level)).text("area", above.name(visit.language))))
                    }
                    None => { (words.t(level)) "." }
                }
                " "
            }
            (sections::population(words, profile.population))
        }
    }
}

/// What the visitor may change here.
fn rights(app: &App, visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let team = may_set_team(app, visit, &profile.area).is_ok();
    let priorities = may_set_priorities(app, visit, &profile.area).is_ok();
    let form = |what: &str| format!("/places/{}/{what}", frame::encoded(&profile.area.code));
    html! {
        @if visit.person.is_some() && (team || priorities) {
            ul {
                @if team { li { a href=(form("team")) { (words.t("area-edit-team")) } } }
                @if priorities { li { a href=(form("priorities")) { (words.t("area-edit-priorities")) } } }
            }
        }
    }
}
