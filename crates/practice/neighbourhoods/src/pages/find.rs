//! Finding a neighbourhood: by name, by list, by point.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use comity_kernel::{Message, Problem};
use comity_places::{Area, address, sort_by_name};
use comity_shell::{Filled, PageParts, Tone, entry, error_summary, notice, page, search_box, users_words};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::point_form;
use crate::search;

/// The longest name that is looked for, in characters.
const LONGEST: usize = 100;

pub async fn show(
    State(app): State<App>,
    visit: Visit,
    Query(query): Query<HashMap<String, String>>,
) -> Answer<Response> {
    let asked = |name: &str| query.get(name).map(|value| value.trim()).unwrap_or_default();
    let (lat, lon) = (asked("lat"), asked("lon"));
    if !lat.is_empty() || !lon.is_empty() {
        return by_point(&app, &visit, lat, lon).await;
    }
    let mut areas = app.read(comity_places::areas).await?;
    sort_by_name(&mut areas, visit.language);
    let name: String = asked("name").chars().take(LONGEST).collect();
    if name.is_empty() {
        return Ok(list_page(&visit, &areas).into_response());
    }
    let found = search::by_name(&areas, &name);
    // A longer name that holds it too ("Harbour East") must not keep anybody from the one they named.
    let meant = if let [only] = found.as_slice() { Some(*only) } else { search::exact(&found, &name) };
    if let Some(only) = meant {
        return Ok(Redirect::to(&address(&only.code)).into_response());
    }
    Ok(found_page(&visit, &areas, &found, &name).into_response())
}

/// Leads to the innermost area that holds the point, or says that none does.
async fn by_point(app: &App, visit: &Visit, lat: &str, lon: &str) -> Answer<Response> {
    let filled = Filled::new().with("lat", lat).with("lon", lon);
    let point = degrees(lat, 90.0).zip(degrees(lon, 180.0));
    let Some((lat, lon)) = point else {
        let field =
            |name, text, most| degrees(text, most).is_none().then(|| (name, Message::new("find-degrees-wrong")));
        let fields = [field("lat", lat, 90.0), field("lon", lon, 180.0)].into_iter().flatten().collect();
        let filled = filled.refuse(Problem::Fields { fields })?;
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, nowhere_page(visit, &filled)).into_response());
    };
    let boundaries = comity_places::boundaries_of(&app.ledger).await?;
    Ok(match boundaries.locate(lon, lat) {
        Some(code) => Redirect::to(&address(code)).into_response(),
        None => nowhere_page(visit, &filled).into_response(),
    })
}

/// Degrees as people write them, with a point or a comma.
fn degrees(text: &str, most: f64) -> Option<f64> {
    let value: f64 = text.replace([',', '٫'], ".").parse().ok()?;
    (value.is_finite() && value.abs() <= most).then_some(value)
}

fn name_box(visit: &Visit, name: &str) -> Markup {
    search_box(visit.words(), "/neighbourhoods", "name", visit.words().t("find-by-name"), name)
}

fn list_page(visit: &Visit, areas: &[Area]) -> Markup {
    let words = visit.words();
    let main = html! {
        (name_box(visit, ""))
        (point_form(visit, &Filled::new()))
        (entry(words.t("find-list"), html! {
            @if areas.is_empty() { p { (words.t("find-none-yet")) } } @else { (hierarchy(visit, areas, None)) }
        }))
    };
    page(visit, &PageParts::new(words.t("nav-neighbourhoods"), main).section("neighbourhoods"))
}

/// The areas below `parent`, each with those below it. `areas` are sorted by name.
fn hierarchy(visit: &Visit, areas: &[Area], parent: Option<&str>) -> Markup {
    let here: Vec<&Area> = areas.iter().filter(|area| area.parent.as_deref() == parent).collect();
    html! {
        @if !here.is_empty() {
            ul {
                @for area in here {
                    li {
                        a href=(address(&area.code)) { (users_words(area.name(visit.language))) }
                        (hierarchy(visit, areas, Some(&area.code)))
                    }
                }
            }
        }
    }
}

fn found_page(visit: &Visit, areas: &[Area], found: &[&Area], name: &str) -> Markup {
    let words = visit.words();
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let main = html! {
        (name_box(visit, name))
        @if found.is_empty() {
            (notice(Tone::Note, html! { p { (words.show(&Message::new("find-no-name").text("name", name))) } }))
            (point_form(visit, &Filled::new()))
            p { a href="/neighbourhoods" { (words.t("find-all")) } }
        } @else {
            p role="status" { (words.show(&Message::new("find-found").number("count", count).text("name", name))) }
            ul {
                @for area in found {
                    li {
                        a href=(address(&area.code)) { (users_words(area.name(visit.language))) }
                        @if let Some(parent) = parent(areas, area) {
                            " " span class="quiet" { "(" (users_words(parent.name(visit.language))) ")" }
                        }
                    }
                }
            }
        }
    };
    page(visit, &PageParts::new(words.t("find-title"), main).section("neighbourhoods"))
}

fn parent<'a>(areas: &'a [Area], area: &Area) -> Option<&'a Area> {
    areas.iter().find(|other| Some(other.code.as_str()) == area.parent.as_deref())
}

fn nowhere_page(visit: &Visit, filled: &Filled) -> Markup {
    let words = visit.words();
    let main = html! {
        (error_summary(words, filled))
        @if !filled.is_refused() { (notice(Tone::Note, html! { p { (words.t("find-nowhere")) } })) }
        (point_form(visit, filled))
        (name_box(visit, ""))
        p { a href="/neighbourhoods" { (words.t("find-all")) } }
    };
    let parts = PageParts::new(words.t("find-title"), main).section("neighbourhoods");
    page(visit, &parts.refused(filled.is_refused()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_are_read_as_people_write_them() {
        assert_eq!(degrees("53,872", 90.0), Some(53.872));
        assert_eq!(degrees("-3.03", 180.0), Some(-3.03));
        for wrong in ["", "91", "NaN", "inf", "1e400", "north", "1.2.3"] {
            assert_eq!(degrees(wrong, 90.0), None, "{wrong}");
        }
    }
}
