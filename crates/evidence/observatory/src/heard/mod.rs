//! Who is heard: what people raise, counted and published as incidents are, and the groups that the population has.
//!
//! Concerns are people's words, and how many of them were raised where and about what is protected like any other count.
//! They are of the practice, which stands above this crate: whoever publishes brings them along ([`publish_concerns_now`]).

mod concerns;
mod population;
mod tables;

pub use concerns::{CONCERNS_PUBLISHED, ConcernsError, ConcernsPublished, Heard, Raised, heard, publish_concerns_now};
pub use population::{
    GroupFigure, POPULATION_GROUPED, PopulationError, PopulationGrouped, figures_of, import_population_now,
    population_groups,
};
pub(crate) use tables::{MIGRATION, project};
