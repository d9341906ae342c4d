//! All datasets.

use axum::extract::State;
use comity_shell::{Column, PageParts, Table, page};
use comity_web::{Answer, App, Visit};
use maud::{Markup, html};

use super::{address, period, shown};
use crate::tables::{Dataset, all_datasets};

pub async fn show(State(app): State<App>, visit: Visit) -> Answer {
    let datasets = app.read(all_datasets).await?;
    let words = visit.words();
    let main = html! {
        @if datasets.is_empty() { p { (words.t("datasets-none")) } } @else { (table(&app, &visit, &datasets)) }
    };
    let lede = html! { p { (words.t("datasets-lede")) } };
    Ok(page(&visit, &PageParts::new(words.t("datasets-title"), main).lede(lede).section(super::super::SECTION)))
}

fn table(app: &App, visit: &Visit, datasets: &[Dataset]) -> Markup {
    let words = visit.words();
    let row = |dataset: &Dataset| {
        let rows = u64::try_from(dataset.read).unwrap_or_default();
        let rows = shown(app, visit, dataset.reference.as_str()).count(rows);
        let subject = words.t(super::show::subject(dataset.subject));
        vec![
            html! { a href=(address(dataset)) { (subject) ", " (period(words, dataset)) } },
            words.day_tag(dataset.imported.day(&visit.site.zone)),
            html! { (words.number(rows)) },
            html! { (words.number(dataset.version)) },
            html! { (words.t(if dataset.corrected_by.is_some() { "datasets-corrected" } else { "datasets-newest" })) },
        ]
    };
    let columns = vec![
        Column::text(words.t("datasets-dataset")),
        Column::text(words.t("datasets-imported")),
        Column::number(words.t("datasets-rows")),
        Column::number(words.t("datasets-version")),
        Column::text(words.t("datasets-standing")),
    ];
    let rows = datasets.iter().map(row).collect();
    Table { id: "datasets", caption: words.t("datasets-caption").to_owned(), columns, rows }.show()
}
