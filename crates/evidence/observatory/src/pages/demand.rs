//! What is asked of the police and is no crime, or need not be one: by the classification of each kind.

use std::collections::BTreeMap;

use comity_datasets::{Class, Classification};
use comity_kernel::Message;
use comity_ledger::Refusal;
use comity_shell::{Column, Table, Words, users_words};
use comity_store::Read;
use maud::{Markup, html};

use super::words;
use crate::kinds::kind_name;
use crate::published::words::number as published;
use crate::published::{Number, Shown};
use crate::tables::find;

/// Where the kinds that are shown fall: as their datasets say, else as the program's own table has it.
///
/// # Errors
/// What the database says.
pub fn classes(tx: &mut Read<'_>, shown: &Shown) -> Result<BTreeMap<String, Class>, Refusal> {
    let own = Classification::own().map_err(|error| Refusal::Broken(error.to_string()))?;
    let kinds = shown.by_kind.iter().map(|(kind, _)| kind);
    let mut found: BTreeMap<String, Class> =
        kinds.filter_map(|kind| Some((kind.clone(), own.class(kind)?.clone()))).collect();
    for dataset in &shown.datasets {
        let body = find(tx, dataset)?.and_then(|dataset| dataset.body);
        found.extend(body.and_then(|body| body.reading).map(|reading| reading.classes).unwrap_or_default());
    }
    Ok(found)
}

/// The kinds that are no crime, or need not be one. What is counted apart is in no total, and is not among them.
fn others<'a>(shown: &'a Shown, classes: &BTreeMap<String, Class>) -> Vec<&'a (String, Number)> {
    let other = |kind: &String| classes.get(kind) == Some(&Class::NotClassifiable) && !shown.apart.contains(kind);
    shown.by_kind.iter().filter(|(kind, _)| other(kind)).collect()
}

pub fn section(words: Words<'_>, shown: &Shown, classes: &BTreeMap<String, Class>) -> Markup {
    let others = others(shown, classes);
    if others.is_empty() {
        return html! { p { (words.t("profile-demand-none")) } };
    }
    let row = |(kind, number): &&(String, Number)| vec![users_words(kind_name(words, kind)), published(words, *number)];
    let table = Table {
        id: "demand",
        caption: words.say(&words::period("profile-demand-caption", words, shown.months)),
        columns: vec![
            Column::text(words.t("observatory-column-kind")),
            Column::number(words.t("observatory-column-incidents")),
        ],
        rows: others.iter().map(row).collect(),
    };
    html! {
        p { (words.show(&said(shown, &others))) }
        p class="hint" { (words.t("profile-demand-means")) }
        (table.show())
    }
}

/// Their share of all incidents that are shown; where numbers are withheld, how many there are at least.
fn said(shown: &Shown, others: &[&(String, Number)]) -> Message {
    let sum: Number = others.iter().map(|(_, number)| *number).sum();
    match (sum, shown.total.known().filter(|total| *total > 0)) {
        (Number::Count(count), Some(total)) => Message::new("profile-demand-share")
            .number("count", count)
            .number("total", total)
            .number("percent", words::percent(count as f64 / total as f64)),
        (Number::Withheld, _) => Message::new("profile-demand-withheld"),
        (number, _) => Message::new("profile-demand-at-least").number("count", number.least()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::Of;
    use comity_datasets::Month;

    fn shown(kinds: &[(&str, Number)], total: Number, apart: &[&str]) -> Shown {
        Shown {
            area: String::new(),
            months: (Month(0), Month(0)),
            by_month: Vec::new(),
            by_period: Vec::new(),
            by_kind: kinds.iter().map(|(kind, number)| ((*kind).to_owned(), *number)).collect(),
            by_area: Vec::new(),
            of_areas: BTreeMap::new(),
            total,
            outside: Number::Count(0),
            of: Of::default(),
            partly: Vec::new(),
            changes: Vec::new(),
            apart: apart.iter().map(|kind| (*kind).to_owned()).collect(),
            wider: Vec::new(),
            rules: Vec::new(),
            datasets: Vec::new(),
            releases: Vec::new(),
        }
    }

    #[test]
    fn the_share_is_of_what_is_no_crime_and_says_no_more_than_is_published() {
        let classes = BTreeMap::from([
            ("Noise".to_owned(), Class::NotClassifiable),
            ("Welfare".to_owned(), Class::NotClassifiable),
            ("Burglary".to_owned(), Class::Exact { codes: ["0501".to_owned()] }),
        ]);
        use Number::{AtLeast, Count, Withheld};
        for (noise, welfare, total, expected) in [
            (Count(20), Count(10), Count(120), ("profile-demand-share", Some(25))),
            (Count(20), Withheld, Count(120), ("profile-demand-at-least", None)),
            (Count(20), Count(10), AtLeast(30), ("profile-demand-at-least", None)),
            (Withheld, Withheld, Count(120), ("profile-demand-withheld", None)),
        ] {
            let kinds = [("Noise", noise), ("Burglary", Count(90)), ("Welfare", welfare)];
            let shown = shown(&kinds, total, &[]);
            let said = said(&shown, &others(&shown, &classes));
            let percent = said.arguments.iter().find(|(name, _)| *name == "percent").map(|(_, value)| value.clone());
            let expected_percent = expected.1.map(comity_kernel::message::Argument::Number);
            assert_eq!((said.id, percent), (expected.0, expected_percent), "{noise:?} {welfare:?} {total:?}");
        }
        let apart = shown(&[("Noise", Count(20)), ("Welfare", Count(5))], Count(20), &["Welfare"]);
        assert_eq!(others(&apart, &classes), [&("Noise".to_owned(), Count(20))]);
    }
}
