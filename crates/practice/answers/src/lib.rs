//! Answering back: what became of a concern.
//!
//! The person who raised it comes back with the receipt's code, reads what the team answered and how far it has come,
//! writes again, says whether it helped, and takes away the proof that it is on record. Everybody else sees the same way
//! from word to outcome, without a word of what was said: only what a forum published (title, discussion, decision with
//! objections, actions) and when.
//!
//! The slice has no tables: it shows together what concerns, forums and actions have on record. The code is sent in the
//! body of forms only, never in an address, and is kept nowhere.

mod chain;
mod mine;
mod public;

pub use chain::{Way, load};

use axum::Router;
use axum::routing::{get, post};
use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

/// The slice.
#[derive(Clone, Copy, Debug)]
pub struct Answers;

impl Projection for Answers {
    fn name(&self) -> &'static str {
        "answers"
    }

    fn tables(&self) -> &'static [Table] {
        &[]
    }

    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    fn project(&self, _tx: &mut Write<'_>, _entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        Ok(())
    }

    fn erase(&self, _tx: &mut Write<'_>, _entry: &Recorded) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Slice for Answers {
    fn routes(&self) -> Router<App> {
        Router::new()
            .route("/concerns/mine", get(mine::ask).post(mine::open))
            .route("/concerns/mine/words", post(mine::go_on))
            .route("/concerns/mine/helped", post(mine::judge))
            .route("/concerns/mine/erase", post(mine::erase))
            .route("/concerns/mine/proof", post(mine::proof))
            .route("/concerns/{reference}", get(public::show))
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/answers.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/answers.ftl")),
        ]
    }
}
