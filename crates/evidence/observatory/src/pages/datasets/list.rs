//! The datasets that the visitor may know of.

use axum::extract::State;
use comity_ledger::Refusal;
use comity_shell::{Column, PageParts, Table, page};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::{Sight, address, period, way};
use crate::tables::{self, Dataset};

pub async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let (datasets, out) = app.read(|tx| Ok::<_, Refusal>((tables::all_datasets(tx)?, tables::out(tx)?))).await?;
    let seen: Vec<(&Dataset, Sight)> = datasets
        .iter()
        .filter_map(|dataset| {
            let sight = Sight::new(&app, &visit, dataset, out.get(dataset.reference.as_str()))?;
            Some((dataset, sight))
        })
        .collect();
    let words = visit.words();
    let main = html! {
        @if seen.is_empty() { p { (words.t("datasets-none")) } } @else { (table(&visit, &seen)) }
    };
    let lede = html! { p { (words.t("datasets-lede")) } };
    Ok(page(&visit, &PageParts::new(words.t("datasets-title"), main).lede(lede).section(super::super::SECTION)))
}

fn table(visit: &Visit, seen: &[(&Dataset, Sight)]) -> Markup {
    let words = visit.words();
    let row = |(dataset, sight): &(&Dataset, Sight)| {
        let subject = words.t(super::show::subject(dataset.subject));
        let (rows, standing) = match sight {
            Sight::Published(_) => (html! { (words.t("datasets-not-told")) }, ""),
            _ if dataset.corrected_by.is_some() => (html! { (words.number(dataset.read)) }, "datasets-corrected"),
            _ => (html! { (words.number(dataset.read)) }, "datasets-newest"),
        };
        vec![
            html! { a href=(address(dataset)) { (subject) ", " (period(words, sight.months(dataset))) } },
            html! { (words.t(way(dataset.publication))) },
            rows,
            html! { @if standing.is_empty() { (words.t("datasets-not-told")) } @else { (words.t(standing)) } },
        ]
    };
    let columns = vec![
        Column::text(words.t("datasets-dataset")),
        Column::text(words.t("datasets-way")),
        Column::number(words.t("datasets-rows")),
        Column::text(words.t("datasets-standing")),
    ];
    let rows = seen.iter().map(row).collect();
    Table { id: "datasets", caption: words.t("datasets-caption").to_owned(), columns, rows }.show()
}
