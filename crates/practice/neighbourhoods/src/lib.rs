//! The public face of an area: who works there, what they put first, when the forum meets, what was promised and done, and
//! what is on record. Found by name, by list or by point, without an account.
//!
//! Nothing is kept here: a [profile](profile) is read from the other slices each time. The page for visitors who are not
//! signed in is the same for all of them, so it is [kept ready](kept) in memory for as long as what it shows stays the same.
//!
//! What a page here must never do: hold anything that belongs to one visitor while it is kept for all; show an unknown
//! figure as zero; rank areas by what is recorded there.

mod kept;
mod pages;
mod profile;
mod search;

use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

/// The slice.
#[derive(Clone, Copy, Debug, Default)]
pub struct Neighbourhoods;

impl Projection for Neighbourhoods {
    fn name(&self) -> &'static str {
        "neighbourhoods"
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

impl Slice for Neighbourhoods {
    fn routes(&self) -> axum::Router<App> {
        pages::routes()
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/neighbourhoods.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/neighbourhoods.ftl")),
        ]
    }
}
