//! What is public of a survey: estimates with their intervals, computed once when it is imported.
//!
//! This is the whole of it: pages and programs read nothing else. What is withheld is not in it, so that no page can show
//! it by mistake.

use comity_places::Bilingual;
use serde::{Deserialize, Serialize};

use super::layout::{Answer, Kind};

/// The grouping by areas.
pub const BY_AREA: &str = "area";

/// The results of a survey.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Results {
    /// How many people answered.
    pub respondents: u64,
    /// The sum of the weights: how many people they stand for; none where no weights were given.
    pub stands_for: Option<f64>,
    pub design: Drawn,
    pub rule: Threshold,
    /// The ways in which people are put into groups; areas, where they are known, come first as `area`.
    pub groupings: Vec<Grouping>,
    pub questions: Vec<Asked>,
}

/// How the sample was drawn, as far as the file says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Drawn {
    pub strata: Option<u64>,
    pub clusters: Option<u64>,
    /// Whether the size of the population is taken into account.
    pub finite: bool,
    pub weighted: bool,
    /// Kish's design effect of unequal weights; none without weights.
    pub weighting_effect: Option<f64>,
}

/// Below how many people nothing is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Threshold {
    /// Of a group, results are shown where at least so many answered.
    pub group: u64,
    /// An answer that fewer people of a group gave is withheld; none is shown as none.
    pub answer: u64,
}

/// One way of putting people into groups.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Grouping {
    /// `area`, or the name by which the population's groups are found.
    pub by: String,
    pub text: Bilingual,
    pub groups: Vec<Answer>,
    /// How many people of each group answered; none where that is withheld.
    pub respondents: Vec<Option<u64>>,
    /// How many are in no group.
    pub unknown: Unknown,
}

/// How many people's group is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    Count(u64),
    /// At least one, and fewer than so many.
    Below(u64),
}

/// A question with its results.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub column: String,
    pub text: Bilingual,
    pub kind: Kind,
    pub answers: Vec<Answer>,
    /// Places in `answers` that are put together, and what they say together. Of a number: empty.
    pub headline: Vec<usize>,
    pub headline_text: Bilingual,
    pub whole: Found,
    /// As [`Results::groupings`], and their groups in the same order.
    pub by: Vec<Vec<Found>>,
}

/// What was found of everybody or of one group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// How many people answered this question; none where all of it is withheld.
    pub n: Option<u64>,
    /// One for each answer, or the one mean; none where it is withheld.
    pub estimates: Vec<Option<Estimate>>,
    /// Of the answers put together.
    pub headline: Option<Estimate>,
}

/// An estimate and how sure it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// A share of one, or a mean.
    pub estimate: f64,
    /// The standard error under the design.
    pub se: f64,
    /// The variance over that of a simple random sample of as many people.
    pub design_effect: Option<f64>,
    /// The ends of the 95 % interval; none where the design leaves no degrees of freedom.
    pub interval: Option<(f64, f64)>,
    /// What to be careful about, by the names that the methods give.
    pub cautions: Vec<String>,
}

impl Asked {
    /// The one estimate by which groups and rounds are compared.
    pub fn compared<'a>(&self, found: &'a Found) -> Option<&'a Estimate> {
        match self.kind {
            Kind::Number => found.estimates.first().and_then(Option::as_ref),
            Kind::Answers => found.headline.as_ref(),
        }
    }
}
