//! Those who answered a survey beside the population's groups.

use comity_charts::{Chart, Marks};
use comity_kernel::Message;
use comity_methods::fair::disparity::Uncounted;
use comity_methods::fair::representation::{Representation, Represented, representation};
use comity_places::{Bilingual, population};
use comity_shell::{Column, Table, Words, left_to_right, users_words};
use maud::{Markup, html};

use super::super::explore::sentences;
use super::super::surveys::{address, days, grouping_name, text};
use super::super::{figures, words};
use super::Seen;
use crate::heard::figures_of;
use crate::surveys::Survey;
use crate::surveys::results::{BY_AREA, Grouping, Unknown};

/// One way of putting people into groups, of those who answered beside those who live there.
pub struct Beside {
    pub by: String,
    pub name: String,
    /// Of each group: what it is called, how many answered (none: withheld), and how many live there.
    pub groups: Vec<(String, Option<u64>, i64)>,
    pub unknown: Unknown,
    /// None where a number is withheld, or the method has no answer.
    pub found: Option<Representation>,
}

/// All of a survey's groupings of which the population's figures are known.
pub fn beside(words: Words<'_>, seen: &Seen, survey: &Survey) -> Vec<Beside> {
    survey.results.groupings.iter().filter_map(|grouping| one(words, seen, grouping)).collect()
}

fn one(words: Words<'_>, seen: &Seen, grouping: &Grouping) -> Option<Beside> {
    let figures = match grouping.by.as_str() {
        BY_AREA => of_areas(seen, grouping)?,
        by => figures_of(seen.population.get(by)?, &seen.areas),
    };
    let answered = |group: &str| {
        let at = grouping.groups.iter().position(|one| one.value == group);
        // Nobody of a group that the survey does not know.
        at.map_or(Some(0), |at| grouping.respondents.get(at).copied().flatten())
    };
    let groups: Vec<(String, Option<u64>, i64)> = figures
        .iter()
        .map(|(group, own, people)| {
            let known = grouping.groups.iter().find(|one| one.value == *group).map(|one| &one.text);
            (text(words, known.unwrap_or(own), group).to_owned(), answered(group), *people)
        })
        .collect();
    // Those who answered and are of a group of which nobody knows how many there are.
    let others = grouping.groups.iter().zip(&grouping.respondents);
    let others = others.filter(|(group, _)| figures.iter().all(|(known, ..)| *known != group.value));
    let without: Option<u64> = others.map(|(_, respondents)| *respondents).sum();
    let heard: Option<Vec<f64>> = groups.iter().map(|(_, heard, _)| heard.map(|heard| heard as f64)).collect();
    let people: Vec<f64> = groups.iter().map(|(_, _, people)| *people as f64).collect();
    let found = match (heard, without, grouping.unknown) {
        (Some(heard), Some(without), Unknown::Count(unknown)) => {
            let uncounted = Uncounted { unknown: unknown as f64, without_population: without as f64 };
            representation(&heard, &people, uncounted, 0.95).ok()
        }
        _ => None,
    };
    let name = grouping_name(words, grouping).to_owned();
    Some(Beside { by: grouping.by.clone(), name, groups, unknown: grouping.unknown, found })
}

/// The residents of the survey's areas; none where one is unknown, or lies in another.
fn of_areas(seen: &Seen, grouping: &Grouping) -> Option<Vec<(String, Bilingual, i64)>> {
    let areas: Option<Vec<_>> =
        grouping.groups.iter().map(|group| seen.areas.iter().find(|area| area.code == group.value)).collect();
    let areas = areas?;
    let apart = areas.iter().all(|area| areas.iter().filter(|other| area.holds(&other.path)).count() == 1);
    let people = |area: &&comity_places::Area| {
        Some((area.code.clone(), area.names.clone(), population(area, &seen.areas).known()?))
    };
    if apart { areas.iter().map(people).collect() } else { None }
}

pub fn section(words: Words<'_>, seen: &Seen) -> Markup {
    let shown: Vec<(&Survey, Vec<Beside>)> =
        seen.surveys.iter().map(|survey| (survey, beside(words, seen, survey))).collect();
    html! {
        @if shown.iter().all(|(_, beside)| beside.is_empty()) { p { (words.t("heard-no-groups")) } }
        @for (at, (survey, beside)) in shown.iter().enumerate() {
            @if !beside.is_empty() {
                h3 { a href=(address(survey)) { (users_words(text(words, &survey.layout.title, ""))) } }
                p { (days(words, survey)) }
                @for (place, one) in beside.iter().enumerate() { (grouping(words, &format!("groups-{at}-{place}"), one)) }
            }
        }
    }
}

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Which groups are heard less and more than chance explains, and of how many the group is not known.
fn said(words: Words<'_>, one: &Beside) -> Vec<Message> {
    let mut said = Vec::new();
    match &one.found {
        None => said.push(Message::new("heard-said-not-compared")),
        Some(found) => {
            let with = |apart: fn(&Represented) -> bool| -> Vec<&str> {
                let pairs = one.groups.iter().zip(&found.groups);
                pairs.filter(|(_, group)| apart(group)).map(|((name, ..), _)| name.as_str()).collect()
            };
            let less = with(|group| group.ratio_ci.upper.is_some_and(|upper| upper < 1.0));
            let more = with(|group| group.ratio_ci.lower > 1.0);
            let listed = |names: &[&str]| names.join(&format!("{} ", words.t("date-comma")));
            for (id, names) in [("heard-said-less", &less), ("heard-said-more", &more)] {
                if !names.is_empty() {
                    said.push(Message::new(id).text("groups", listed(names)));
                }
            }
            if less.is_empty() && more.is_empty() {
                said.push(Message::new("heard-said-alike"));
            }
        }
    }
    said.push(match one.unknown {
        Unknown::Count(count) => Message::new("heard-said-unknown").number("count", number(count)),
        Unknown::Below(limit) => Message::new("heard-said-unknown-below").number("limit", number(limit)),
    });
    said
}

fn grouping(words: Words<'_>, id: &str, one: &Beside) -> Markup {
    let said = said(words, one);
    let about = words.say(&Message::new("heard-beside").text("grouping", one.name.as_str()));
    let row = |((name, ..), group): (&(String, Option<u64>, i64), &Represented)| {
        (name.clone(), group.ratio, group.ratio_ci.lower, group.ratio_ci.upper)
    };
    let chart = one.found.as_ref().map(|found| Chart {
        title: about.clone(),
        description: sentences(words, &said),
        x_label: words.t("heard-ratio").to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals { rows: one.groups.iter().zip(&found.groups).map(row).collect(), reference: Some(1.0) },
    });
    html! {
        p { @for one in &said { (words.show(one)) " " } }
        @if let Some(chart) = &chart {
            (figures::figure(words, chart))
            p class="hint" { (words.t("heard-ratio-hint")) }
        }
        (table(words, (id, about), one))
    }
}

fn table(words: Words<'_>, (id, caption): (&str, String), one: &Beside) -> Markup {
    let people: i64 = one.groups.iter().map(|(_, _, people)| people).sum();
    let percent = |share: f64| left_to_right(&format!("{} %", words::percent(share)));
    let row = |(at, (name, answered, there)): (usize, &(String, Option<u64>, i64))| {
        let found = one.found.as_ref().and_then(|found| found.groups.get(at));
        let answered = match answered {
            Some(answered) => html! { (words.number(number(*answered))) },
            None => html! { (words.t("published-withheld")) },
        };
        let [share, ratio, interval] = match found {
            Some(group) => {
                [percent(group.share_heard), html! { (words::decimal(group.ratio, 2)) }, left_to_right(&ends(group))]
            }
            None => [html! {}, html! {}, html! {}],
        };
        let lives = if people > 0 {
            percent(*there as f64 / people as f64)
        } else {
            html! {}
        };
        vec![users_words(name), answered, share, lives, ratio, interval]
    };
    let unknown = match one.unknown {
        Unknown::Count(count) => html! { (words.number(number(count))) },
        Unknown::Below(limit) => words.show(&Message::new("survey-below").number("limit", number(limit))),
    };
    let last = vec![html! { (words.t("survey-group-unknown")) }, unknown, html! {}, html! {}, html! {}, html! {}];
    let table = Table {
        id,
        caption,
        columns: vec![
            Column::text(one.name.as_str()),
            Column::number(words.t("survey-column-answered")),
            Column::number(words.t("heard-column-share")),
            Column::number(words.t("heard-column-people")),
            Column::number(words.t("heard-ratio")),
            Column::number(words.t("observatory-column-interval")),
        ],
        rows: one.groups.iter().enumerate().map(row).chain([last]).collect(),
    };
    table.show()
}

fn ends(group: &Represented) -> String {
    let upper = group.ratio_ci.upper.map_or_else(|| "∞".to_owned(), |upper| words::decimal(upper, 2));
    format!("{}–{upper}", words::decimal(group.ratio_ci.lower, 2))
}
