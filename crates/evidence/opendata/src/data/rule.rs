//! The rule that was applied, as it goes along with every file.

use comity_kernel::{Language, Message};
use comity_observatory::published::{self, Filter, RuleApplied};
use comity_store::Read;
use comity_web::Visit;
use serde::Serialize;
use utoipa::ToSchema;

use super::Selection;
use crate::problem::Answer;

/// A text in each language.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct InBoth {
    pub en: String,
    pub ar: String,
}

impl InBoth {
    pub fn say(visit: &Visit, message: &Message) -> Self {
        let said = |language| visit.site.texts.words(language).say(message);
        Self { en: said(Language::En), ar: said(Language::Ar) }
    }
}

/// What was done before this was published, under which terms it may be used, and how it is to be read.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rules {
    pub rules: Vec<Rule>,
    pub licence: InBoth,
    /// What the words in the column `status` mean.
    pub status: Statuses,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Statuses {
    published: InBoth,
    /// In files of areas: of a sum of which a part is withheld or not published.
    #[serde(rename = "at-least")]
    at_least: InBoth,
    withheld: InBoth,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rule {
    /// `counts`, `points` or `as-source`.
    publication: &'static str,
    /// Of the rule's canonical JSON, in hexadecimal; empty for what is published as in its source.
    hash: String,
    sentences: Vec<InBoth>,
}

/// The rules of what was selected.
///
/// # Errors
/// What the database says.
pub fn applied(tx: &mut Read<'_>, selection: &Selection) -> Answer<Vec<RuleApplied>> {
    let filter = Filter { months: Some(selection.months), ..Filter::default() };
    Ok(published::counts(tx, &filter)?.map(|shown| shown.rules).unwrap_or_default())
}

pub fn said(visit: &Visit, rules: &[RuleApplied]) -> Rules {
    let rule = |rule: &RuleApplied| Rule {
        publication: rule.publication.as_str(),
        hash: rule.hash.clone(),
        sentences: rule.sentences.iter().map(|sentence| InBoth::say(visit, sentence)).collect(),
    };
    Rules {
        rules: rules.iter().map(rule).collect(),
        licence: InBoth::say(visit, &Message::new("open-licence")),
        status: Statuses {
            published: InBoth::say(visit, &Message::new("open-status-published")),
            at_least: InBoth::say(visit, &Message::new("open-status-at-least")),
            withheld: InBoth::say(visit, &Message::new("open-status-withheld")),
        },
    }
}

/// As JSON, to stand in a file.
///
/// # Errors
/// [`crate::OpenDataError::Written`].
pub fn json(visit: &Visit, rules: &[RuleApplied]) -> Answer<String> {
    serde_json::to_string(&said(visit, rules)).map_err(crate::problem::written)
}
