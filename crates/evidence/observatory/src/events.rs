//! What can happen to datasets.

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
    /// What is public of it.
    #[serde(default)]
    pub publication: Publication,
}

/// The stream of a dataset.
pub fn stream(reference: &str) -> String {
    format!("dataset/{reference}")
}
