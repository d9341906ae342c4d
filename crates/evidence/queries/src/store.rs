//! Where datasets lie.

use std::path::Path as Folder;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, path::Path};

use crate::QueryError;

/// A folder of files, each under the SHA-256 of its bytes in lower-case hexadecimal.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    pub objects: Arc<dyn ObjectStore>,
}

impl Store {
    pub fn open(folder: &Folder) -> Result<Self, QueryError> {
        let objects = LocalFileSystem::new_with_prefix(folder).map_err(QueryError::Store)?;
        Ok(Self { objects: Arc::new(objects) })
    }

    /// The name of a dataset. Only hashes are taken: a name that leads elsewhere is none.
    pub fn path(&self, dataset: &str) -> Result<Path, QueryError> {
        let is_hash = dataset.len() == 64 && dataset.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        if is_hash { Ok(Path::from(dataset)) } else { Err(QueryError::NotAHash(dataset.to_owned())) }
    }
}
