//! The public page of a concern's way: who promised what when, and nothing personal.

use axum::extract::{Path, State};
use comity_access::Visibility;
use comity_kernel::{Problem, Reference};
use comity_ledger::Refusal;
use comity_shell::{PageParts, page, users_words};
use comity_web::{Answer, App, Visit};
use maud::html;

use crate::chain;

pub async fn show(State(app): State<App>, visit: Visit, Path(reference): Path<String>) -> Answer {
    let reference = Reference::parse(&reference).ok_or(Problem::NotFound)?;
    let way = app
        .read(move |tx| {
            let concern = comity_concerns::find(tx, &reference)?;
            // Before an officer put it on an agenda nobody is told that it exists.
            let public = concern.filter(|concern| concern.visibility != Visibility::Private);
            chain::load(tx, public.ok_or(Refusal::Problem(Problem::NotFound))?)
        })
        .await?;
    let words = visit.words();
    let title = way
        .title()
        .map_or_else(|| words.t(&format!("category-{}", way.concern.category.as_str())).to_owned(), str::to_owned);
    let main = html! {
        h2 { (words.t("mine-way")) }
        (way.show(&visit, false))
        p { (words.t("answers-public-note")) }
    };
    let parts = PageParts::new(title.clone(), main)
        .heading(users_words(&title))
        .lede(html! { (words.t("answers-public-lede")) })
        .under(way.concern.area_names.get(visit.language), format!("/neighbourhoods/{}", way.concern.area));
    Ok(page(&visit, &parts))
}
