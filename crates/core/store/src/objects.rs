//! Bulk data by its hash: datasets, boundaries, attachments. An entry names the hash; the bytes lie here.
//!
//! They lie in a folder, and if there is a [`Bucket`] of an S3 store, in that as well: an object is kept when it is in both,
//! and one that the folder lacks is fetched from the bucket. So several machines can share their objects.

mod bucket;

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

pub use bucket::{Bucket, BucketError};

/// A folder of immutable files, each named by the SHA-256 of its bytes in lower-case hexadecimal.
#[derive(Clone, Debug)]
pub struct Objects {
    folder: PathBuf,
    bucket: Option<Bucket>,
}

#[derive(Debug, thiserror::Error)]
pub enum ObjectError {
    #[error("the object {0} is not in the object folder")]
    Missing(String),
    #[error("the object {0} was altered: its bytes have another hash")]
    Altered(String),
    #[error("the object folder {} cannot be used: {cause}", folder.display())]
    Folder { folder: PathBuf, cause: io::Error },
    #[error("the object {hash}: {cause}")]
    Bucket { hash: String, cause: BucketError },
}

impl Objects {
    /// Uses `folder`, making it when missing.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Result<Self, ObjectError> {
        let objects = Self { folder: folder.into(), bucket: None };
        crate::private_folder(&objects.folder).map_err(|cause| objects.failed(cause))?;
        objects.remove_left_drafts().map_err(|cause| objects.failed(cause))?;
        Ok(objects)
    }

    /// Keeps objects in this bucket, too. Those that lie in the folder already are not sent.
    pub fn with_bucket(self, bucket: Bucket) -> Self {
        Self { bucket: Some(bucket), ..self }
    }

    /// Removes the drafts of programs that were killed: nobody holds the lock of those.
    fn remove_left_drafts(&self) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let path = entry?.path();
            let is_draft = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(DRAFT));
            // It may be kept or removed by its writer at this very moment, so failures say nothing.
            if is_draft
                && let Ok(file) = File::open(&path)
                && file.try_lock().is_ok()
            {
                let _ = fs::remove_file(&path);
            }
        }
        Ok(())
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A file to write to before its hash is known. What is not kept is removed when it is dropped.
    pub fn draft(&self) -> Result<Draft, ObjectError> {
        loop {
            let number = DRAFTS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let path = self.folder.join(format!("{DRAFT}{}-{number}", std::process::id()));
            let file = match crate::private_file(&path) {
                Err(taken) if taken.kind() == io::ErrorKind::AlreadyExists => continue,
                opened => opened.map_err(|cause| self.failed(cause))?,
            };
            file.lock().map_err(|cause| self.failed(cause))?;
            // Before it was locked, it could be taken for a left one and removed.
            if path.exists() {
                return Ok(Draft { objects: self.clone(), path, file, hash: Sha256::new(), kept: false });
            }
        }
    }

    /// Stores `bytes` and returns their hash.
    pub fn put(&self, bytes: &[u8]) -> Result<String, ObjectError> {
        let mut draft = self.draft()?;
        draft.write_all(bytes).map_err(|cause| self.failed(cause))?;
        draft.keep()
    }

    /// The bytes of an object, checked against its hash.
    pub fn get(&self, hash: &str) -> Result<Vec<u8>, ObjectError> {
        let (mut bytes, mut reading) = (Vec::new(), self.read(hash)?);
        reading.read_to_end(&mut bytes).map_err(|cause| self.failed(cause))?;
        reading.end().map(|()| bytes)
    }

    /// Opens an object to be read once, from its beginning to its end: [`Reading::end`] says whether that was the object.
    pub fn read(&self, hash: &str) -> Result<Reading, ObjectError> {
        let file = self.open(hash)?;
        let size = file.metadata().map_err(|cause| self.failed(cause))?.len();
        Ok(Reading::of(hash, size, file))
    }

    /// Opens an object for reading in parts. Its hash is not checked: [`Objects::check`] does that.
    pub fn open(&self, hash: &str) -> Result<File, ObjectError> {
        if hash.len() != 64 || !hash.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c)) {
            return Err(ObjectError::Missing(hash.to_owned()));
        }
        match File::open(self.folder.join(hash)) {
            Ok(file) => Ok(file),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => self.fetch(hash),
            Err(cause) => Err(self.failed(cause)),
        }
    }

    /// Brings an object from the bucket into the folder.
    fn fetch(&self, hash: &str) -> Result<File, ObjectError> {
        let mut bytes = self.in_bucket(hash)?.ok_or_else(|| ObjectError::Missing(hash.to_owned()))?;
        let mut draft = self.draft()?;
        io::copy(&mut bytes, &mut draft).map_err(|cause| cut_off(hash, cause))?;
        if hex(&draft.hash.clone().finalize()) != hash {
            return Err(ObjectError::Altered(hash.to_owned()));
        }
        draft.place()?;
        File::open(self.folder.join(hash)).map_err(|cause| self.failed(cause))
    }

    fn in_bucket(&self, hash: &str) -> Result<Option<impl io::Read + use<>>, ObjectError> {
        let Some(bucket) = &self.bucket else { return Ok(None) };
        bucket.get(hash).map_err(|cause| ObjectError::Bucket { hash: hash.to_owned(), cause })
    }

    /// Reads the whole object, in the bucket too, and compares its hash.
    pub fn check(&self, hash: &str) -> Result<(), ObjectError> {
        through(self.read(hash)?).map_err(|cause| self.failed(cause))??;
        match (&self.bucket, self.in_bucket(hash)?) {
            (None, _) => Ok(()),
            (Some(_), Some(bytes)) => through(Reading::of(hash, 0, bytes)).map_err(|cause| cut_off(hash, cause))?,
            (Some(_), None) => Err(ObjectError::Missing(hash.to_owned())),
        }
    }

    fn failed(&self, cause: io::Error) -> ObjectError {
        ObjectError::Folder { folder: self.folder.clone(), cause }
    }
}

/// Reads all of it: whether that was the object, or that it could not be read.
fn through(mut reading: Reading<impl io::Read>) -> io::Result<Result<(), ObjectError>> {
    io::copy(&mut reading, &mut io::sink())?;
    Ok(reading.end())
}

fn cut_off(hash: &str, cause: io::Error) -> ObjectError {
    ObjectError::Bucket { hash: hash.to_owned(), cause: BucketError::CutOff(cause) }
}

const DRAFT: &str = ".draft-";
static DRAFTS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);

/// An object being read; its hash is computed meanwhile.
#[derive(Debug)]
pub struct Reading<R = File> {
    hash: String,
    size: u64,
    bytes: R,
    digest: Sha256,
}

impl<R> Reading<R> {
    fn of(hash: &str, size: u64, bytes: R) -> Self {
        Self { hash: hash.to_owned(), size, bytes, digest: Sha256::new() }
    }

    /// In bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// After all of it was read.
    ///
    /// # Errors
    /// [`ObjectError::Altered`] if the bytes were not those of the object.
    pub fn end(self) -> Result<(), ObjectError> {
        if hex(&self.digest.finalize()) == self.hash { Ok(()) } else { Err(ObjectError::Altered(self.hash)) }
    }
}

impl<R: io::Read> io::Read for Reading<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.bytes.read(bytes)?;
        self.digest.update(bytes.get(..count).unwrap_or_default());
        Ok(count)
    }
}

/// An object being written.
#[derive(Debug)]
pub struct Draft {
    objects: Objects,
    path: PathBuf,
    file: File,
    hash: Sha256,
    kept: bool,
}

impl Draft {
    /// Flushes it to disk under its hash, and into the bucket if there is one; returns the hash. The same bytes twice are
    /// stored once.
    pub fn keep(self) -> Result<String, ObjectError> {
        let objects = self.objects.clone();
        let hash = self.place()?;
        if let Some(bucket) = &objects.bucket {
            let file = File::open(objects.folder.join(&hash)).map_err(|cause| objects.failed(cause))?;
            bucket.put(&hash, &file).map_err(|cause| ObjectError::Bucket { hash: hash.clone(), cause })?;
        }
        Ok(hash)
    }

    fn place(mut self) -> Result<String, ObjectError> {
        let hash = hex(&self.hash.clone().finalize());
        let place = |draft: &Self| {
            draft.file.sync_all()?;
            fs::rename(&draft.path, draft.objects.folder.join(&hash))?;
            File::open(&draft.objects.folder)?.sync_all()
        };
        place(&self).map_err(|cause| self.objects.failed(cause))?;
        self.kept = true;
        Ok(hash)
    }
}

impl io::Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // Nothing names it: a leftover would only take space.
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
