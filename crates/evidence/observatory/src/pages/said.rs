//! The sentences that say what a chart shows, from the same numbers as the chart.

use comity_datasets::Month;
use comity_kernel::Message;
use comity_methods::place::concentration::Concentration;
use comity_shell::Words;

use super::words;
use crate::kinds::kind_name;
use crate::published::{Number, Shown};

/// Of months: the most and the fewest incidents, how many months are not shown, and where the files behind them change.
pub fn by_month(words: Words<'_>, months: &[(Month, Option<Number>)], changes: &[Month]) -> Vec<Message> {
    let known: Vec<(Month, i64)> =
        months.iter().filter_map(|(month, number)| Some((*month, number.and_then(Number::known)?))).collect();
    let mut said = Vec::new();
    // Of months that are alike, the last is named.
    let most = known.iter().max_by_key(|(month, count)| (*count, *month));
    let fewest = known.iter().min_by_key(|(month, count)| (*count, -month.0));
    match most.zip(fewest) {
        None => {}
        Some(((_, most), (_, fewest))) if most == fewest => {
            let months = i64::try_from(known.len()).unwrap_or(i64::MAX);
            said.push(Message::new("observatory-said-months-alike").number("months", months).number("count", *most));
        }
        Some(((month, most), (other, fewest))) => said.push(
            Message::new("observatory-said-months")
                .number("most", *most)
                .text("month", words::month(words, *month))
                .number("fewest", *fewest)
                .text("other", words::month(words, *other)),
        ),
    }
    let count = |is: fn(&Option<Number>) -> bool| months.iter().filter(|(_, number)| is(number)).count();
    for (id, missing) in [
        ("observatory-said-months-withheld", count(|number| number.is_some_and(|number| number.known().is_none()))),
        ("observatory-said-months-unpublished", count(Option::is_none)),
    ] {
        if missing > 0 {
            said.push(Message::new(id).number("months", i64::try_from(missing).unwrap_or(i64::MAX)));
        }
    }
    let named = |month: &Month| Message::new("observatory-said-sources").text("month", words::month(words, *month));
    said.extend(changes.iter().filter(|change| months.iter().any(|(month, _)| month == *change)).map(named));
    said
}

/// Of kinds: the one that is on record most often, and its share where the whole is known.
///
/// A kind that is counted apart is no part of the total.
pub fn by_kind(words: Words<'_>, shown: &Shown) -> Vec<Message> {
    let kinds = &shown.by_kind;
    let known: Vec<(&String, i64)> = kinds
        .iter()
        .filter_map(|(kind, number)| Some((kind, number.known()?)))
        .filter(|(_, count)| *count > 0)
        .collect();
    let mut said = Vec::new();
    if let Some((kind, count)) = known.iter().max_by_key(|(_, count)| *count) {
        let alike = known.iter().filter(|(_, other)| other == count).count();
        said.push(if alike > 1 {
            let alike = i64::try_from(alike).unwrap_or(i64::MAX);
            Message::new("observatory-said-kinds-alike").number("kinds", alike).number("count", *count)
        } else {
            let named = |id| Message::new(id).text("kind", kind_name(words, kind)).number("count", *count);
            let whole = shown.total.known().filter(|total| *total >= *count && !shown.apart.contains(kind));
            match whole {
                None => named("observatory-said-kind"),
                Some(total) => named("observatory-said-kind-share")
                    .number("total", total)
                    .number("percent", words::percent(*count as f64 / total as f64)),
            }
        });
    }
    let withheld = kinds.iter().filter(|(_, number)| number.known().is_none()).count();
    if withheld > 0 {
        let withheld = i64::try_from(withheld).unwrap_or(i64::MAX);
        said.push(Message::new("observatory-said-kinds-withheld").number("kinds", withheld));
    }
    said
}

/// Of areas: in how few of them half of the incidents are, and the coefficient beside what chance alone would give.
pub fn concentration(found: &Concentration, withheld: usize) -> Vec<Message> {
    let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
    let mut said = Vec::new();
    if let Some(half) = found.shares.first() {
        said.push(
            Message::new("observatory-said-half")
                .number("places", number(half.places))
                .number("areas", number(found.n)),
        );
    }
    said.push(
        Message::new("observatory-said-gini")
            .text("gini", words::decimal(found.gini, 2))
            .text("chance", words::decimal(found.gini_by_chance, 2)),
    );
    if withheld > 0 {
        said.push(Message::new("observatory-said-areas-withheld").number("areas", number(withheld)));
    }
    said
}
