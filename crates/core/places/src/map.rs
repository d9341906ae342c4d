//! Maps as drawings in the page: each area a link with its name.
//!
//! The list or table beside the map says the same, so the drawing is hidden from those who hear the page and left out of
//! the order of the keyboard. Colours are the shell's tokens; they follow the reader's scheme.
//!
//! Whoever has scripts may ask for a map that can be moved in its place (`web/islands/map.ts`): it takes areas, shades, words
//! and links from the drawing, and outlines from the tiles.

use comity_kernel::Message;
use comity_shell::{Weight, Words, assets};
use comity_web::Visit;
use maud::{Markup, html};

use crate::{Area, Boundaries, address};

/// How a map's area is filled, from hardly to fully.
const SHADES: [&str; 4] = ["0.1", "0.3", "0.55", "0.85"];
/// Of an area that is just there.
const PLAIN: &str = "0.12";
/// Of one whose number is not shown.
const NONE: &str = "0";
const BROKEN: &str = "9 6";
/// Of the area that the page is about.
const HERE: &str = "0.8";
/// In pixels; the drawing scales to the room there is.
const WIDTH: u32 = 560;
/// The most height that a map takes, in pixels.
const HEIGHT: u32 = 420;

/// One area on a map.
#[derive(Clone, Debug)]
pub struct Drawn<'a> {
    pub area: &'a Area,
    /// What is said when it is pointed at.
    pub title: String,
    /// Where it leads.
    pub href: String,
    shade: &'static str,
    /// Of the outline: broken where no number is shown.
    dash: Option<&'static str>,
}

impl<'a> Drawn<'a> {
    pub fn plain(area: &'a Area, title: String, here: bool) -> Self {
        Self::new(area, title, if here { HERE } else { PLAIN })
    }

    pub fn shaded(area: &'a Area, title: String, class: usize) -> Self {
        Self::new(area, title, shade(class))
    }

    /// An area of which no number is shown: empty within a broken outline, unlike any shade.
    pub fn withheld(area: &'a Area, title: String) -> Self {
        Self { dash: Some(BROKEN), ..Self::new(area, title, NONE) }
    }

    /// The same, leading elsewhere than to the area's own page.
    #[must_use]
    pub fn to(self, href: String) -> Self {
        Self { href, ..self }
    }

    fn new(area: &'a Area, title: String, shade: &'static str) -> Self {
        Self { area, title, href: address(&area.code), shade, dash: None }
    }
}

fn shade(class: usize) -> &'static str {
    SHADES.get(class).copied().unwrap_or(PLAIN)
}

/// Where the outlines of areas are had as tiles.
const AREAS: &str = "/tiles/areas/{z}/{x}/{y}.mvt";

/// The map; nothing where no outline is known. It takes the room there is, and no more height than fits on a screen.
pub fn map(visit: &Visit, boundaries: &Boundaries, areas: &[Drawn<'_>]) -> Markup {
    map_over(visit, boundaries, areas, None)
}

/// [`map`], over which the map that can be moved draws the tiles of incidents that are had at the address `incidents`.
pub fn map_over(visit: &Visit, boundaries: &Boundaries, areas: &[Drawn<'_>], incidents: Option<&str>) -> Markup {
    let words = visit.words();
    let Some(around) = boundaries.around(areas.iter().map(|drawn| drawn.area.code.as_str())) else { return html! {} };
    let around = around.map(|degrees| format!("{degrees:.5}")).join(",");
    let said = |id| words.say(&Message::new(id).text("place", "%p").text("count", "%c"));
    html! {
        div data-map data-tiles=(AREAS) data-incidents=[incidents] data-bounds=(around)
            data-at=[incidents.map(|_| said("map-at"))] data-spot=[incidents.map(|_| said("map-spot"))]
            data-script=(assets::path("map.js")) data-worker=(assets::path("map-worker.js"))
            data-styles=(assets::path("map-style.css")) data-label=(words.t("map-label")) data-asking=(words.t("map-asking"))
            data-without=(words.t("map-without")) data-failed=(words.t("map-failed")) {
            div data-map-drawn { (drawing(visit, boundaries, areas)) }
            (room(words, incidents.is_some()))
        }
    }
}

/// What is only seen where a script can work it.
fn room(words: Words<'_>, incidents: bool) -> Markup {
    let quiet = Weight::Quiet.class();
    html! {
        div data-map-room hidden {
            div class="map-canvas" data-map-canvas {}
            p class="map-said" role="status" data-map-said {}
            div class="map-tools" {
                button type="button" class=(quiet) data-map-in { (words.t("map-in")) }
                button type="button" class=(quiet) data-map-out { (words.t("map-out")) }
                button type="button" class=(quiet) data-map-whole { (words.t("map-whole")) }
            }
            p class="hint" { (words.t("map-hint")) @if incidents { " " (words.t("map-circles")) } }
        }
        button type="button" class=(quiet) aria-expanded="false" data-map-open hidden { (words.t("map-open")) }
        p class="hint" role="status" data-map-notice {}
    }
}

fn drawing(visit: &Visit, boundaries: &Boundaries, areas: &[Drawn<'_>]) -> Markup {
    let drawing = boundaries.map(areas.iter().map(|drawn| drawn.area.code.as_str()), WIDTH);
    if drawing.paths.is_empty() {
        return html! {};
    }
    let aspect = if visit.words().right_to_left() { "xMaxYMin meet" } else { "xMinYMin meet" };
    let outlined = areas.iter().filter_map(|drawn| {
        let path = drawing.paths.iter().find(|path| path.code == drawn.area.code)?;
        Some((drawn, path.d.as_str()))
    });
    html! {
        svg class="map" viewBox=(drawing.view_box()) width="100%" height=(HEIGHT) preserveAspectRatio=(aspect) aria-hidden="true"
            focusable="false" fill="var(--petrol)" stroke="var(--ink)" stroke-width="3" stroke-linejoin="round"
            fill-rule="evenodd" {
            @for (drawn, d) in outlined {
                a href=(drawn.href) tabindex="-1" {
                    path d=(d) data-code=(drawn.area.code) fill-opacity=(drawn.shade) stroke-dasharray=[drawn.dash] { title { (drawn.title) } }
                }
            }
        }
    }
}

/// A map with what says the same beside it, or below where there is less room.
pub fn beside(map: &Markup, words: &Markup) -> Markup {
    // The shell's class for a picture with its table.
    html! { div class="months-body" { div { (map) } div { (words) } } }
}

/// A square in the colour of a class, for the legend.
pub fn swatch(class: usize) -> Markup {
    html! {
        svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true" focusable="false" {
            rect x="1" y="1" width="22" height="14" fill="var(--petrol)" fill-opacity=(shade(class)) stroke="var(--ink)" {}
        }
    }
}

/// The square of an area whose number is not shown.
pub fn withheld_swatch() -> Markup {
    html! {
        svg width="24" height="16" viewBox="0 0 24 16" aria-hidden="true" focusable="false" {
            rect x="1" y="1" width="22" height="14" fill="none" stroke="var(--ink)" stroke-dasharray="4 3" {}
        }
    }
}

/// A few classes of equal width for counts: the upper ends of all of them, each included.
pub fn classes(counts: &[i64]) -> Vec<i64> {
    let highest = counts.iter().copied().max().unwrap_or(0).max(1);
    let classes = i64::try_from(SHADES.len()).unwrap_or(1).min(highest);
    let width = round_up((highest + classes - 1) / classes);
    (1..=classes).map(|class| class * width).take_while(|end| end - width < highest).collect()
}

/// The smallest round number that is not below `number`.
fn round_up(number: i64) -> i64 {
    let mut power = 1_i64;
    loop {
        for step in [10, 12, 15, 20, 25, 30, 40, 50, 60, 80] {
            if step * power >= number * 10 {
                return (step * power + 9) / 10;
            }
        }
        power = power.saturating_mul(10);
    }
}

/// The class of a count.
pub fn class_of(count: i64, ends: &[i64]) -> usize {
    ends.iter().position(|end| count <= *end).unwrap_or(ends.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_few_and_hold_every_count() {
        for (counts, ends) in [
            (&[0, 0][..], &[1][..]),
            (&[0, 2], &[1, 2]),
            (&[3, 40, 17], &[10, 20, 30, 40]),
            (&[1, 401], &[120, 240, 360, 480]),
            (&[7], &[2, 4, 6, 8]),
            (&[5], &[2, 4, 6]),
        ] {
            assert_eq!(classes(counts), ends, "{counts:?}");
            for count in counts {
                let class = class_of(*count, ends);
                assert!(*count <= ends[class] && (class == 0 || *count > ends[class - 1]), "{count} in {ends:?}");
            }
        }
    }
}
