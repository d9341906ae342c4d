//! The quality of a dataset in plain words, what is missing in it, and where its kinds fall.

use std::collections::BTreeMap;

use comity_datasets::{Class, Quality};
use comity_kernel::Message;
use comity_shell::{Column, Table, entry, left_to_right};
use comity_web::Visit;
use maud::{Markup, html};

use crate::tables::Dataset;

/// A share in whole percents; `None` of nothing.
fn percent(part: u64, of: u64) -> Option<i64> {
    let rounded = part.saturating_mul(200).checked_div(of)?.saturating_add(1) / 2;
    Some(i64::try_from(rounded).unwrap_or(i64::MAX))
}

/// The share in percent, or that there are no rows.
fn share(visit: &Visit, part: u64, of: u64) -> String {
    let words = visit.words();
    match percent(part, of) {
        Some(percent) => words.say(&Message::new("datasets-percent").number("share", percent)),
        None => words.t("datasets-too-few").to_owned(),
    }
}

/// What a resident should know before believing the numbers.
pub fn sentences(visit: &Visit, quality: &Quality) -> Markup {
    let words = visit.words();
    let (rows, times, places) = (quality.rows, &quality.times, &quality.places);
    let said =
        |id: &'static str, part: u64, of: u64| words.say(&Message::new(id).text("share", share(visit, part, of)));
    let counted = |id: &'static str, count: u64| {
        words.say(&Message::new(id).number("count", i64::try_from(count).unwrap_or(i64::MAX)))
    };
    let mut all =
        vec![said("datasets-unplaced", quality.unplaced, rows), said("datasets-outside", quality.outside, rows)];
    if places.points > 0 {
        all.push(said("datasets-kilometre", places.kilometre, places.points));
        all.push(said("datasets-hundred-metres", places.hundred_metres, places.points));
        all.push(counted("datasets-points", places.distinct.distinct));
    }
    if times.month_only > 0 {
        all.push(said("datasets-month-only", times.month_only, rows));
    }
    if times.longer > 0 {
        all.push(said("datasets-longer", times.longer, rows));
    }
    if times.minute > 0 {
        all.push(said("datasets-full-hour", times.full_hour, times.minute));
        all.push(said("datasets-midnight", times.midnight, times.minute));
    }
    if let Some(ids) = &quality.ids {
        all.push(counted("datasets-ids", ids.repeated));
    }
    all.push(counted("datasets-repeated", quality.whole_rows.repeated));
    let doubts = [
        ("datasets-future", times.future),
        ("datasets-reversed", times.reversed),
        ("datasets-unreal", times.unreal),
        ("datasets-exchanged", places.exchanged),
    ];
    all.extend(doubts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| counted(id, count)));
    entry(words.t("datasets-quality"), html! { ul { @for sentence in &all { li { (sentence) } } } })
}

/// What is missing, column by column.
pub fn missing(visit: &Visit, quality: &Quality) -> Markup {
    let words = visit.words();
    let cell = |part: u64| html! { (share(visit, part, quality.rows)) };
    let row = |column: &comity_datasets::Column| {
        let name = left_to_right(&column.name);
        vec![name, cell(column.empty), cell(column.not_available), cell(column.unknown)]
    };
    let columns = vec![
        Column::text(words.t("datasets-column")),
        Column::number(words.t("datasets-empty")),
        Column::number(words.t("datasets-not-available")),
        Column::number(words.t("datasets-unknown")),
    ];
    let rows = quality.columns.iter().map(row).collect();
    let table = Table { id: "missing", caption: words.t("datasets-missing").to_owned(), columns, rows };
    entry(words.t("datasets-missing"), table.show())
}

/// What the parts are called.
const NAMES: [(&str, &str); 14] = [
    ("01", "iccs-01"),
    ("02", "iccs-02"),
    ("03", "iccs-03"),
    ("04", "iccs-04"),
    ("05", "iccs-05"),
    ("06", "iccs-06"),
    ("07", "iccs-07"),
    ("08", "iccs-08"),
    ("09", "iccs-09"),
    ("10", "iccs-10"),
    ("11", "iccs-11"),
    ("mixed", "iccs-mixed"),
    ("not-classifiable", "iccs-not-classifiable"),
    ("not-named", "iccs-not-named"),
];

/// Rows by section of the classification, and by why they are in none.
fn by_class(quality: &Quality, dataset: &Dataset) -> BTreeMap<String, u64> {
    let reading = dataset.body.as_ref().and_then(|body| body.reading.as_ref());
    let mut sums = BTreeMap::new();
    for (kind, rows) in &quality.kinds {
        let class = reading.and_then(|reading| reading.classes.get(kind));
        let key = match class {
            Some(class) => match (class.section(), class) {
                (Some(section), _) => section.to_owned(),
                (None, Class::NotClassifiable) => "not-classifiable".to_owned(),
                (None, _) => "mixed".to_owned(),
            },
            None => "not-named".to_owned(),
        };
        *sums.entry(key).or_default() += rows;
    }
    sums
}

/// Shares in percent by section (`01` to `11`), `mixed`, `not-classifiable` and `not-named`.
pub fn shares(quality: &Quality, dataset: &Dataset) -> BTreeMap<String, Option<i64>> {
    let sums = by_class(quality, dataset).into_iter();
    sums.map(|(key, rows)| (key, percent(rows, quality.rows))).collect()
}

pub fn classes(visit: &Visit, quality: &Quality, dataset: &Dataset) -> Markup {
    let words = visit.words();
    let rows = shares(quality, dataset).into_iter().map(|(key, share)| {
        let share = match share {
            Some(share) => words.say(&Message::new("datasets-percent").number("share", share)),
            None => words.t("datasets-too-few").to_owned(),
        };
        let name = NAMES.iter().find(|(known, _)| *known == key).map_or("iccs-not-named", |(_, id)| *id);
        vec![html! { (words.t(name)) }, html! { (share) }]
    });
    let columns = vec![Column::text(words.t("datasets-class")), Column::number(words.t("datasets-share"))];
    let caption = words.t("datasets-classes").to_owned();
    let table = Table { id: "classes", caption, columns, rows: rows.collect() };
    entry(
        words.t("datasets-classes"),
        html! {
            p { (words.t("datasets-classes-text")) }
            (table.show())
        },
    )
}
