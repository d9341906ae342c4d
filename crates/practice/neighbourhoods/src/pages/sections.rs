//! The sections of an area's page.

use std::collections::HashSet;

use comity_actions::Action;
use comity_forums::Meeting;
use comity_kernel::{Message, Reference};
use comity_observatory::published::{Number, Shown, words as said};
use comity_observatory::{Month, kind_name};
use comity_places::{Area, Officer, Population, Team, address, sort_as_dictionaries, sort_by_name};
use comity_shell::{
    Column, MonthCount, Table, Words, definitions, entry, left_to_right, month_bars, phone, users_words,
};
use comity_web::Visit;
use maud::{Markup, html};

use crate::profile::{Part, Profile};
use comity_places::map::{Drawn, beside, class_of, classes, map, swatch};

pub fn population(words: Words<'_>, population: Population) -> Markup {
    match population {
        Population::Known(people) => words.show(&Message::new("area-population").number("people", people)),
        Population::Sum(people) => words.show(&Message::new("area-population-sum").number("people", people)),
        Population::Unknown => html! { (words.t("area-population-unknown")) },
    }
}

pub fn team(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let body = match &profile.team {
        None => html! { p { (words.t("area-no-team")) } },
        Some((of, team)) => html! {
            (whose(visit, profile, of, "area-team-of"))
            @if !team.officers.is_empty() {
                ul { @for one in &team.officers { li { (officer(visit, one)) } } }
            }
            (contact(visit, team))
        },
    };
    entry(words.t("area-team"), body)
}

/// Says so where something comes from an area above.
fn whose(visit: &Visit, profile: &Profile, of: &Area, id: &'static str) -> Markup {
    html! {
        @if of.code != profile.area.code {
            p { (visit.words().show(&Message::new(id).text("area", of.name(visit.language)))) }
        }
    }
}

fn officer(visit: &Visit, officer: &Officer) -> Markup {
    let words = visit.words();
    html! {
        strong { (users_words(officer.name.get(visit.language))) }
        @if !officer.rank.is_empty() { (words.t("date-comma")) " " (users_words(officer.rank.get(visit.language))) }
        // A year is no count: it is not grouped by thousands.
        @if let Some(year) = officer.since {
            " · " (words.show(&Message::new("area-since").text("year", year.to_string())))
        }
    }
}

fn contact(visit: &Visit, team: &Team) -> Markup {
    let words = visit.words();
    let mut pairs = Vec::new();
    if !team.phone.is_empty() {
        pairs.push((words.t("area-phone"), phone(&team.phone)));
    }
    if !team.email.is_empty() {
        let mail = html! { a href={ "mailto:" (team.email) } { (left_to_right(&team.email)) } };
        pairs.push((words.t("area-email"), mail));
    }
    for (label, text) in [("area-office", &team.office), ("area-hours", &team.hours)] {
        if !text.is_empty() {
            pairs.push((words.t(label), users_words(text.get(visit.language))));
        }
    }
    html! { @if !pairs.is_empty() { (definitions(&pairs)) } }
}

pub fn priorities(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let body = match &profile.priorities {
        None => html! { p { (words.t("area-no-priorities")) } },
        Some((of, list)) => html! {
            (whose(visit, profile, of, "area-priorities-of"))
            @for priority in list {
                h3 { (users_words(priority.title.get(visit.language))) }
                @for text in [&priority.why, &priority.doing] {
                    @if !text.is_empty() { p dir="auto" { (text.get(visit.language)) } }
                }
            }
        },
    };
    entry(words.t("area-priorities"), body)
}

pub fn meeting(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let body = html! {
        @match &profile.meeting {
            Some(meeting) => { (meeting_lines(visit, meeting)) }
            None => { p { (words.t("area-no-meeting")) " " a href="/meetings" { (words.t("area-meetings")) } } }
        }
    };
    entry(words.t("area-meeting"), body)
}

/// When and where a meeting is.
pub fn meeting_lines(visit: &Visit, meeting: &Meeting) -> Markup {
    html! {
        p {
            a href={ "/meetings/" (meeting.reference) } { (comity_forums::when(visit, meeting)) }
            br;
            (users_words(meeting.forum_names.get(visit.language)))
            @if let Some(place) = &meeting.place { br; (users_words(place)) }
        }
    }
}

pub fn promised(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let body = html! {
        @if profile.actions.is_empty() { p { (words.t("area-no-actions")) } }
        @for one in &profile.actions {
            (action(visit, one, &profile.public_concerns, one.area != profile.area.code))
        }
    };
    entry(words.t("area-promised"), body)
}

/// An action: how it stands, who does it by when, and the way to the whole chain.
pub fn action(visit: &Visit, action: &Action, public: &HashSet<Reference>, with_area: bool) -> Markup {
    let words = visit.words();
    let chain = action.concern.as_ref().filter(|concern| public.contains(*concern));
    html! {
        (comity_actions::summary(visit, action))
        p {
            @match chain {
                Some(concern) => { a href={ "/concerns/" (concern) } { (words.t("area-chain")) } }
                None => { a href={ "/actions/" (action.reference) } { (words.t("area-action")) } }
            }
            @if with_area { " · " a href=(address(&action.area)) { (users_words(action.area_names.get(visit.language))) } }
        }
    }
}

pub fn on_the_map(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    if !profile.parts.is_empty() {
        return entry(words.t("area-parts"), parts(visit, profile));
    }
    let mut others: Vec<Area> = profile.nearby.iter().filter(|area| area.code != profile.area.code).cloned().collect();
    sort_by_name(&mut others, visit.language);
    let drawn: Vec<Drawn<'_>> = others
        .iter()
        .chain([&profile.area])
        .map(|area| Drawn::plain(area, area.name(visit.language).to_owned(), area.code == profile.area.code))
        .collect();
    let list = html! {
        @if !others.is_empty() {
            h3 { (words.t("area-nearby")) }
            (links(visit, &others.iter().collect::<Vec<_>>()))
        }
    };
    entry(words.t("area-map"), beside(&map(visit, &profile.boundaries, &drawn), &list))
}

/// A list of areas. Those that share a name with another one have their code beside it.
pub fn links(visit: &Visit, areas: &[&Area]) -> Markup {
    let name = |area: &Area| area.name(visit.language).to_owned();
    let shared = |area: &Area| areas.iter().filter(|other| name(other) == name(area)).count() > 1;
    html! {
        ul class="areas" {
            @for area in areas {
                li {
                    a href=(address(&area.code)) { (users_words(&name(area))) }
                    @if shared(area) { " " span class="quiet" { (left_to_right(&area.code)) } }
                }
            }
        }
    }
}

/// The parts of an area: on a map, shaded by the incidents on record, with the same in a table.
fn parts(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let counts: Vec<i64> = profile.parts.iter().filter_map(|part| part.incidents).map(Number::least).collect();
    let ends = if counts.is_empty() { Vec::new() } else { classes(&counts) };
    let drawn: Vec<Drawn<'_>> = profile.parts.iter().map(|part| drawn(visit, part, &ends)).collect();
    html! {
        (map(visit, &profile.boundaries, &drawn))
        @if !ends.is_empty() {
            p { (words.t("area-legend")) (legend(words, &ends)) }
            p class="hint" { (words.t("area-caution")) }
        }
        (parts_table(visit, profile, !ends.is_empty()))
    }
}

fn drawn<'a>(visit: &Visit, part: &'a Part, ends: &[i64]) -> Drawn<'a> {
    let name = part.area.name(visit.language);
    match part.incidents {
        None => Drawn::plain(&part.area, name.to_owned(), false),
        Some(number) => {
            let title = match number {
                Number::Count(count) => Message::new("area-part-title").number("count", count),
                Number::AtLeast(count) => Message::new("area-part-title-at-least").number("count", count),
                Number::Withheld => Message::new("area-part-title-withheld"),
            };
            let title = visit.words().say(&title.text("area", name));
            Drawn::shaded(&part.area, title, class_of(number.least(), ends))
        }
    }
}

fn legend(words: Words<'_>, ends: &[i64]) -> Markup {
    let starts = std::iter::once(0).chain(ends.iter().map(|end| end + 1));
    html! {
        @for (class, (start, end)) in starts.zip(ends).enumerate() {
            " " span class="swatch" {
                (swatch(class)) " " (left_to_right(&format!("{}–{}", words.number(start), words.number(*end))))
            }
        }
    }
}

fn parts_table(visit: &Visit, profile: &Profile, counted: bool) -> Markup {
    let words = visit.words();
    let mut columns = vec![Column::text(words.t("area-column-area")), Column::number(words.t("area-column-people"))];
    if counted {
        columns.push(Column::number(words.t("area-column-incidents")));
    }
    let mut parts: Vec<&Part> = profile.parts.iter().collect();
    sort_as_dictionaries(&mut parts, |part| part.area.name(visit.language), visit.language);
    let row = |part: &Part| {
        let name = html! { a href=(address(&part.area.code)) { (users_words(part.area.name(visit.language))) } };
        let people = match part.population {
            Population::Known(people) | Population::Sum(people) => words.number(people),
            Population::Unknown => words.t("area-unknown").to_owned(),
        };
        let incidents =
            part.incidents.map_or_else(|| html! { (words.t("area-unknown")) }, |number| said::number(words, number));
        [name, html! { (people) }].into_iter().chain(counted.then_some(incidents)).collect()
    };
    let caption = match &profile.counts {
        Some(counts) => words.say(&period("area-parts-caption", words, counts.months)),
        None => words.t("area-parts-caption-plain").to_owned(),
    };
    Table { id: "parts", caption, columns, rows: parts.into_iter().map(row).collect() }.show()
}

pub fn incidents(visit: &Visit, profile: &Profile) -> Markup {
    let words = visit.words();
    let body = match &profile.counts {
        None if profile.datasets => html! { p { (words.t("area-nothing-published")) } },
        None => html! { p { (words.t("area-no-dataset")) } },
        Some(counts) => html! {
            p { (words.show(&total(words, counts))) }
            p class="hint" { (words.t("area-caution")) }
            @if counts.total != Number::Count(0) { (by_month(words, counts)) }
            @if counts.by_kind.iter().any(|(_, number)| *number != Number::Count(0)) { (by_kind(words, counts)) }
            p { a href=(comity_observatory::profile_address(&profile.area.code)) { (words.t("area-observatory")) } }
            (said::below(words, counts))
        },
    };
    entry(words.t("area-incidents"), body)
}

fn total(words: Words<'_>, counts: &Shown) -> Message {
    match counts.total {
        Number::Count(count) => period("area-incidents-total", words, counts.months).number("count", count),
        Number::AtLeast(count) => period("area-incidents-at-least", words, counts.months).number("count", count),
        Number::Withheld => period("area-incidents-withheld", words, counts.months),
    }
}

fn by_month(words: Words<'_>, counts: &Shown) -> Markup {
    let month = |(month, number): &(Month, Number)| MonthCount {
        year: year(*month),
        month: of_year(*month),
        count: number.least(),
        more: number.known().is_none(),
    };
    let months: Vec<MonthCount> = counts.by_month.iter().map(month).collect();
    month_bars(words, "incidents", words.t("area-by-month"), &months)
}

fn by_kind(words: Words<'_>, counts: &Shown) -> Markup {
    let row =
        |(kind, number): &(String, Number)| vec![users_words(kind_name(words, kind)), said::number(words, *number)];
    let table = Table {
        id: "kinds",
        caption: words.say(&period("area-by-kind", words, counts.months)),
        columns: vec![Column::text(words.t("area-column-kind")), Column::number(words.t("area-column-incidents"))],
        rows: counts.by_kind.iter().map(row).collect(),
    };
    table.show()
}

/// A message with the first and the last month.
fn period(id: &'static str, words: Words<'_>, (first, last): (Month, Month)) -> Message {
    let name = |month: Month| words.month(year(month), of_year(month));
    Message::new(id).text("from", name(first)).text("to", name(last))
}

fn year(month: Month) -> i16 {
    i16::try_from(month.year()).unwrap_or_default()
}

fn of_year(month: Month) -> i8 {
    i8::try_from(month.of_year()).unwrap_or(1)
}
