//! What is known of crime and disorder from elsewhere: datasets of recorded incidents, and counts of them.
//!
//! A dataset is one immutable [import](import_incidents_now) of a file. Its columns are kept as an object; the entry in the
//! ledger names its hash and how many rows were placed, and the table of counts by area, month and kind follows from the
//! columns. Those counts are [`exact`]: for analysts, and on no public page. What is public of them is [`published`].
//!
//! A rise in recorded incidents can mean more trust, more recording or more crime: pages show counts beside other
//! things and never rank areas by them.

mod cell;
mod datasets;
mod events;
pub mod exact;
pub mod heard;
mod kinds;
mod pages;
pub mod published;
mod stretch;
pub mod surveys;
mod tables;

use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Migration, Objects, Table, Write};
use comity_web::{App, Slice};

pub use cell::csv_cell;
pub use comity_datasets::{Choices, Classification, ImportError, Mapping, Month, Subject, Summary};
pub use datasets::{
    Importing, IncidentsError, IncidentsImported, import_file_now, import_incidents_as_now, import_incidents_now,
    mapping_now,
};
pub use events::{Correction, DATASET_IMPORTED, DatasetImported, Reading};
pub use kinds::kind_name;
pub use pages::{kind_from_address, profile_address};
pub use stretch::MOST_MONTHS;
pub use tables::{Dataset, all_datasets, datasets, find};

use heard::{CONCERNS_PUBLISHED, ConcernsPublished, POPULATION_GROUPED, PopulationGrouped};
use published::{ADDRESSES_IMPORTED, AddressesImported, RELEASE_PUBLISHED, ReleasePublished};
use surveys::{SURVEY_IMPORTED, SurveyImported};

/// Datasets and counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Observatory;

impl Projection for Observatory {
    fn name(&self) -> &'static str {
        "observatory"
    }

    fn tables(&self) -> &'static [Table] {
        tables::TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        tables::MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
        tables::project(tx, entry, objects)
    }

    /// Nothing here comes from private parts.
    fn erase(&self, _tx: &mut Write<'_>, _entry: &Recorded) -> Result<(), Refusal> {
        Ok(())
    }

    fn objects(&self, entry: &Recorded) -> Vec<String> {
        match entry.header.kind.as_str() {
            DATASET_IMPORTED => entry.body::<DatasetImported>().map(|dataset| dataset.objects()).unwrap_or_default(),
            RELEASE_PUBLISHED => {
                entry.body::<ReleasePublished>().map(|release| vec![release.object]).unwrap_or_default()
            }
            SURVEY_IMPORTED => {
                entry.body::<SurveyImported>().map(|survey| vec![survey.object, survey.results]).unwrap_or_default()
            }
            POPULATION_GROUPED => entry.body::<PopulationGrouped>().map(|taken| vec![taken.object]).unwrap_or_default(),
            CONCERNS_PUBLISHED => {
                entry.body::<ConcernsPublished>().map(|release| vec![release.object]).unwrap_or_default()
            }
            ADDRESSES_IMPORTED => entry.body::<AddressesImported>().map(|taken| vec![taken.object]).unwrap_or_default(),
            _ => Vec::new(),
        }
    }
}

impl Slice for Observatory {
    fn routes(&self) -> axum::Router<App> {
        pages::routes().merge(published::routes())
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        &[
            (Language::En, include_str!("../../../../locales/en/observatory.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/observatory.ftl")),
            (Language::En, include_str!("../../../../locales/en/datasets.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/datasets.ftl")),
            (Language::En, include_str!("../../../../locales/en/published.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/published.ftl")),
            (Language::En, include_str!("../../../../locales/en/surveys.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/surveys.ftl")),
            (Language::En, include_str!("../../../../locales/en/heard.ftl")),
            (Language::Ar, include_str!("../../../../locales/ar/heard.ftl")),
        ]
    }
}
