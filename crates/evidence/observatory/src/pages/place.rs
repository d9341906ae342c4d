//! Where within an area: a map of its parts, how concentrated the incidents are in them, and their table.

use comity_charts::{Chart, Marks};
use comity_kernel::Message;
use comity_methods::place::concentration::{Concentration, concentration};
use comity_places::map::{Drawn, beside, class_of, classes, map_over, swatch, withheld_swatch};
use comity_places::{Area, Boundaries, population};
use comity_shell::{Column, Table, Words, left_to_right, users_words};
use comity_web::Visit;
use maud::{Markup, html};

use super::filter::{self, Known};
use super::seen::Seen;
use super::{figures, profile_address, said, words};
use crate::published::words::number as published;
use crate::published::{Filter, Number, Shown};

/// A map of more areas than these would be a smudge.
const MOST_ON_MAP: usize = 400;
/// With fewer areas, concentration says nothing.
const FEWEST: usize = 3;

struct Part {
    area: Area,
    /// With what tells it from another of the same name.
    name: String,
    number: Number,
}

pub fn section(visit: &Visit, seen: &Seen, shown: &Shown) -> Markup {
    let words = visit.words();
    let parts = parts(words, &seen.known, shown);
    html! {
        @if parts.len() < 2 {
            p { (words.t("observatory-no-parts")) }
        } @else {
            @if parts.len() <= MOST_ON_MAP { (shaded(visit, &seen.boundaries, &seen.kept(), &parts)) }
            p class="hint" { (words.t("observatory-caution")) }
            (concentrated(words, &parts))
            (table(words, seen, shown, &parts))
        }
    }
}

fn parts(words: Words<'_>, known: &Known, shown: &Shown) -> Vec<Part> {
    let number = |code: &str| shown.by_area.iter().find(|(of, _)| of == code).map(|(_, number)| *number);
    let below = known.below(Some(shown.area.as_str()).filter(|code| !code.is_empty()));
    let part =
        |(area, name): (Area, String)| Part { number: number(&area.code).unwrap_or(Number::Withheld), area, name };
    words::by_name(below, words).into_iter().map(part).collect()
}

fn shaded(visit: &Visit, boundaries: &Boundaries, filter: &Filter, parts: &[Part]) -> Markup {
    let words = visit.words();
    let counts: Vec<i64> = parts.iter().filter_map(|part| part.number.known()).collect();
    let ends = classes(&counts);
    let drawn: Vec<Drawn<'_>> = parts.iter().map(|part| drawn(words, part, &ends).to(narrowed(filter, part))).collect();
    let legend = html! {
        p { (words.t("observatory-legend")) (legend(words, &ends, counts.len() < parts.len())) }
        p { (words.t("observatory-map-links")) }
    };
    // Where nothing is drawn at points, these tiles are empty.
    let incidents = filter::address("/tiles/incidents/{z}/{x}/{y}.mvt", filter);
    beside(&map_over(visit, boundaries, &drawn, Some(&incidents)), &legend)
}

/// The same view of a part.
fn narrowed(filter: &Filter, part: &Part) -> String {
    filter::address("/observatory/explore", &Filter { area: Some(part.area.code.clone()), ..filter.clone() })
}

fn drawn<'a>(words: Words<'_>, part: &'a Part, ends: &[i64]) -> Drawn<'a> {
    match part.number.known() {
        Some(count) => {
            let title = Message::new("observatory-part-title").text("area", part.name.as_str()).number("count", count);
            Drawn::shaded(&part.area, words.say(&title), class_of(count, ends))
        }
        None => {
            let title = Message::new("observatory-part-withheld").text("area", part.name.as_str());
            Drawn::withheld(&part.area, words.say(&title))
        }
    }
}

fn legend(words: Words<'_>, ends: &[i64], withheld: bool) -> Markup {
    let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    html! {
        @for (class, (start, end)) in starts.zip(ends).enumerate() {
            " " span class="swatch" {
                (swatch(class)) " " (left_to_right(&format!("{}–{}", words.number(start), words.number(*end))))
            }
        }
        @if withheld { " " span class="swatch" { (withheld_swatch()) " " (words.t("published-withheld")) } }
    }
}

/// The concentration over the parts that are shown; `None` where there are too few of them or nothing is on record.
fn measured(parts: &[Part]) -> Option<Concentration> {
    let counts: Vec<f64> = parts.iter().filter_map(|part| part.number.known()).map(|count| count as f64).collect();
    (counts.len() >= FEWEST).then(|| concentration(&counts, &[0.5], 0.95).ok()).flatten()
}

fn concentrated(words: Words<'_>, parts: &[Part]) -> Markup {
    let Some(found) = measured(parts) else { return html! { p { (words.t("observatory-too-few-parts")) } } };
    let withheld = parts.iter().filter(|part| part.number.known().is_none()).count();
    let said = said::concentration(&found, withheld);
    let percent = |points: Vec<(f64, f64)>| points.into_iter().map(|(x, y)| (x * 100.0, y * 100.0)).collect();
    let curve = found.lorenz.iter().map(|point| (point.places, point.events)).collect();
    let chart = Chart {
        title: words.t("observatory-lorenz").to_owned(),
        description: said.iter().map(|one| words.say(one)).collect::<Vec<_>>().join(" "),
        x_label: words.t("observatory-lorenz-across").to_owned(),
        y_label: words.t("observatory-lorenz-up").to_owned(),
        marks: Marks::Lines(vec![
            (words.t("observatory-lorenz-found").to_owned(), percent(curve)),
            (words.t("observatory-lorenz-even").to_owned(), percent(vec![(0.0, 0.0), (1.0, 1.0)])),
        ]),
    };
    html! {
        h3 { (words.t("observatory-concentration")) }
        p { @for one in &said { (words.show(one)) " " } }
        (figures::figure(words, &chart))
        p class="hint" { (words.t("observatory-gini-hint")) }
    }
}

fn table(words: Words<'_>, seen: &Seen, shown: &Shown, parts: &[Part]) -> Markup {
    let filter = seen.kept();
    let row = |part: &Part| {
        let people = population(&part.area, &seen.known.areas).known();
        vec![
            html! { a href=(narrowed(&filter, part)) { (users_words(&part.name)) } },
            html! { @match people { Some(people) => { (words.number(people)) } None => { (words.t("observatory-unknown")) } } },
            published(words, part.number),
            html! { a href=(profile_address(&part.area.code)) aria-label=(words.say(&Message::new("observatory-profile-of").text("area", part.name.as_str()))) { (words.t("observatory-profile")) } },
        ]
    };
    let table = Table {
        id: "areas",
        caption: words.say(&words::period("observatory-areas-caption", words, shown.months)),
        columns: vec![
            Column::text(words.t("observatory-column-area")),
            Column::number(words.t("observatory-column-people")),
            Column::number(words.t("observatory-column-incidents")),
            Column::text(words.t("observatory-column-more")),
        ],
        rows: parts.iter().map(row).collect(),
    };
    table.show()
}
