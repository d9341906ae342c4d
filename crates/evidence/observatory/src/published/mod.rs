//! What is public of the datasets: releases, the numbers in them, and how pages and interfaces read them.
//!
//! A dataset is published in one of four ways ([`Publication`]), recorded when it is imported. What has become due comes out
//! as a **release** ([`publish_due_now`]): one period (a quarter, say) of the kinds that are treated alike, of all datasets
//! that are published in the same way. A release never changes, and no incident is in two of them; so a sum over releases
//! tells no more than its parts. When its datasets are corrected, another release takes its place, with as many of the
//! corrections as are safe. What a release holds is an object of its own, computed once, from which the tables follow.
//!
//! Public pages and interfaces read [`counts`], [`releases`] and [`points`], and nothing else. Numbers are [`Number`]s:
//! what is withheld cannot be had from here, only that it is.

mod addresses;
mod asked;
mod cells;
pub(crate) mod content;
mod corrected;
mod drawn;
mod due;
mod earlier;
mod events;
mod held;
mod hours;
mod number;
mod page;
mod places;
mod points;
mod publish;
mod read;
pub(crate) mod table;
pub(crate) mod tables;
mod week;
pub mod words;

use serde::{Deserialize, Serialize};

pub use addresses::{ADDRESSES_IMPORTED, AddressesError, AddressesImported, import_addresses_now, waits_for_addresses};
pub use asked::{Partly, Portion, number_of};
pub use cells::{Cell, cells};
pub use earlier::HeldBack;
pub use events::{PUBLICATION_RULED, PublicationRuled, RELEASE_PUBLISHED, ReleasePublished};
pub use number::Number;
pub use places::{PublishedPlace, places};
pub use publish::{PublishError, Published, held_back_now, publish_due_now};
pub use read::{Basis, Filter, Of, RuleApplied, Shown, counts, period, releases, rule_in_force};
pub(crate) use tables::{CORRECTIONS, HOURS, MIGRATION, project};
pub use week::{HoursShown, hours_shown};

/// The routes of what is published.
pub(crate) fn routes() -> axum::Router<comity_web::App> {
    axum::Router::new().route("/observatory/published.json", axum::routing::get(page::show))
}
pub use points::{PointsFilter, PublishedPoint, count_points, drawn_by_kind, each_place, each_point, points};
pub use tables::Release;

/// In which way a dataset is public.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Publication {
    /// Not at all.
    Withheld,
    /// As counts: small ones withheld, with as many others as it takes.
    #[default]
    Counts,
    /// Ordinary kinds drawn at map points and counted exactly there; sensitive kinds, and what has no map point, as counts.
    Points,
    /// As it is: the source has published it in this form already.
    AsSource,
}

impl Publication {
    pub const ALL: [Self; 4] = [Self::Withheld, Self::Counts, Self::Points, Self::AsSource];

    /// The word that names it on the command line, in data and in tables.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Withheld => "withheld",
            Self::Counts => "counts",
            Self::Points => "points",
            Self::AsSource => "as-source",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|publication| publication.as_str() == word)
    }
}
