//! What can happen to datasets.

use std::collections::BTreeMap;

use comity_datasets::{Changes, Class, Mapping, Subject};
use serde::{Deserialize, Serialize};

use crate::published::Publication;

/// A file of incidents was taken. Body: [`DatasetImported`]; stream `dataset/<reference>`.
pub const DATASET_IMPORTED: &str = "dataset.imported";

/// A dataset: one immutable import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetImported {
    /// SHA-256 of the decompressed bytes of the file, by which the same content is recognised.
    pub content: String,
    /// The hash of the stored columns.
    pub object: String,
    pub read: u64,
    /// Inside an area.
    pub placed: u64,
    /// With a point that lies in no area.
    pub outside: u64,
    /// Without a point.
    pub unplaced: u64,
    /// `YYYY-MM`
    pub first_month: String,
    pub last_month: String,
    /// The hash of the codes of the areas that were known, a list as JSON: it says nothing of others. Missing for imports from
    /// before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<String>,
    /// What is public of it.
    #[serde(default)]
    pub publication: Publication,
    /// Who collects and publishes it elsewhere, and under which terms, in words; empty where that was not said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// How the file was read; missing for imports from before files other than police.uk's were taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
    /// The version that this one corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
}

/// How a file was read, and how good it was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub mapping: Mapping,
    /// SHA-256 of the names of the columns, by which a file of the same layout is recognised.
    pub header: String,
    /// The hash of the quality report: JSON of [`comity_datasets::Quality`].
    pub quality: String,
    /// Where each kind of the file falls in the international classification; kinds that are not named are in no table.
    pub classes: BTreeMap<String, Class>,
    /// The hash of the files of boundaries by which its points were placed; empty for imports from before it was kept.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub boundaries: String,
}

/// What a new version is a correction of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// The reference of the version before.
    pub corrects: String,
    /// 2 for a first correction, and one more for each.
    pub version: i64,
    pub changes: Changes,
}

impl DatasetImported {
    /// What its rows are.
    pub fn subject(&self) -> Subject {
        self.reading.as_ref().map_or(Subject::Incidents, |reading| reading.mapping.subject)
    }

    /// The objects that belong to it.
    pub fn objects(&self) -> Vec<String> {
        let quality = self.reading.as_ref().map(|reading| reading.quality.clone());
        std::iter::once(self.object.clone()).chain(quality).chain(self.areas.clone()).collect()
    }
}

/// The stream of a dataset.
pub fn stream(reference: &str) -> String {
    format!("dataset/{reference}")
}
