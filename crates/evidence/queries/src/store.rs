//! Where datasets lie.

use std::path::PathBuf;
use std::sync::Arc;

use object_store::local::LocalFileSystem;
use object_store::{ObjectStore, path::Path};

use crate::QueryError;

/// Where datasets lie, each under the SHA-256 of its bytes in lower-case hexadecimal.
#[derive(Clone, Debug)]
pub enum Store {
    /// A folder of files.
    Folder(PathBuf),
    /// A bucket of an S3 store.
    #[cfg(feature = "s3")]
    S3(S3),
}

/// An S3 store and the key to it.
#[cfg(feature = "s3")]
#[derive(Clone)]
pub struct S3 {
    pub bucket: String,
    /// What comes before the hash in the objects' names; may be empty.
    pub prefix: String,
    pub region: String,
    /// `http(s)://host:port` of a store that is not Amazon's. `http` is used only when written so.
    pub endpoint: Option<String>,
    pub access_key: String,
    pub secret_key: String,
}

#[cfg(feature = "s3")]
impl std::fmt::Debug for S3 {
    /// Without the secret.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "S3({}/{} at {:?})", self.bucket, self.prefix, self.endpoint)
    }
}

/// A store that was opened, and what comes before the names.
#[derive(Clone, Debug)]
pub(crate) struct Opened {
    pub objects: Arc<dyn ObjectStore>,
    prefix: Path,
}

impl Store {
    pub(crate) fn open(&self) -> Result<Opened, QueryError> {
        match self {
            Self::Folder(folder) => {
                let objects = LocalFileSystem::new_with_prefix(folder).map_err(QueryError::Store)?;
                Ok(Opened { objects: Arc::new(objects), prefix: Path::default() })
            }
            #[cfg(feature = "s3")]
            Self::S3(s3) => s3.open(),
        }
    }
}

#[cfg(feature = "s3")]
impl S3 {
    fn open(&self) -> Result<Opened, QueryError> {
        let mut builder = object_store::aws::AmazonS3Builder::new()
            .with_bucket_name(&self.bucket)
            .with_region(&self.region)
            .with_access_key_id(&self.access_key)
            .with_secret_access_key(&self.secret_key);
        if let Some(endpoint) = &self.endpoint {
            builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
        }
        let objects = builder.build().map_err(QueryError::Store)?;
        Ok(Opened { objects: Arc::new(objects), prefix: Path::from(self.prefix.as_str()) })
    }
}

impl Opened {
    /// The name of a dataset. Only hashes are taken: a name that leads elsewhere is none.
    pub fn path(&self, dataset: &str) -> Result<Path, QueryError> {
        let is_hash = dataset.len() == 64 && dataset.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        if is_hash { Ok(self.prefix.clone().join(dataset)) } else { Err(QueryError::NotAHash(dataset.to_owned())) }
    }
}
