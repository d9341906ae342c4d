//! What can happen to what is public.

use comity_disclosure::Rule;
use comity_disclosure::kinds::Treatment;
use serde::{Deserialize, Serialize};

use super::Publication;

/// A release came out. Body: [`ReleasePublished`]; stream `release/<reference>`.
pub const RELEASE_PUBLISHED: &str = "release.published";

/// Another rule is in force for releases from now on. Body: [`PublicationRuled`]; stream [`RULE_STREAM`].
pub const PUBLICATION_RULED: &str = "publication.ruled";

pub const RULE_STREAM: &str = "publication/rule";

/// One period of one group of kinds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReleasePublished {
    /// Whose incidents are in it.
    pub datasets: Vec<String>,
    pub publication: Publication,
    /// What holds for all its kinds.
    pub treatment: Treatment,
    /// `YYYY-MM`: the first and the last month that the datasets cover.
    pub first_month: String,
    pub last_month: String,
    /// Of the rule's canonical form.
    pub rule: String,
    pub rule_json: Rule,
    /// The hash of what came out.
    pub object: String,
    /// The reference of the release that this one takes the place of, with a batch of corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicationRuled {
    pub hash: String,
    pub rule: Rule,
}

pub fn stream(reference: &str) -> String {
    format!("release/{reference}")
}
