//! The keys that must not be in the database: the log's signing key, the key under which receipts are looked up, and the
//! key that signs forms.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use comity_kernel::{Ids, Secret};
use comity_store::{private_file, private_folder};
use data_encoding::HEXLOWER;

/// Three secrets of 32 bytes each, one file per secret in a folder that only the program's user can read.
#[derive(Clone, Debug)]
pub struct Keys {
    /// The seed of the Ed25519 key that signs checkpoints and promises.
    pub log: Secret<32>,
    /// The HMAC key under which receipts' codes are stored.
    pub receipts: Secret<32>,
    /// The HMAC key of form tokens.
    pub forms: Secret<32>,
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the keys in {} cannot be used: {cause}", folder.display())]
    Folder { folder: PathBuf, cause: io::Error },
    #[error("{} does not hold a key: expected 64 hexadecimal digits", .0.display())]
    Malformed(PathBuf),
    #[error("some keys are missing in {}: found {found} of 3; restore them from where they are kept", folder.display())]
    Incomplete { folder: PathBuf, found: usize },
}

pub(crate) const FILES: [&str; 3] = ["log.key", "receipts.key", "forms.key"];

/// Where the checkpoint that was signed last is kept: beside the keys, outside the database.
pub fn anchor(folder: &Path) -> PathBuf {
    folder.join("log.checkpoint")
}

impl Keys {
    /// Draws new keys.
    pub fn draw(ids: &Ids) -> Self {
        Self { log: Secret(ids.bytes()), receipts: Secret(ids.bytes()), forms: Secret(ids.bytes()) }
    }

    /// Reads the keys in `folder`; `None` if there are none yet.
    pub fn load(folder: &Path) -> Result<Option<Self>, KeyError> {
        let present: Vec<_> = FILES.iter().map(|name| folder.join(name)).filter(|path| path.exists()).collect();
        match present.as_slice() {
            [] => Ok(None),
            [log, receipts, forms] => Ok(Some(Self {
                log: read(folder, log)?,
                receipts: read(folder, receipts)?,
                forms: read(folder, forms)?,
            })),
            some => Err(KeyError::Incomplete { folder: folder.to_owned(), found: some.len() }),
        }
    }

    /// Writes the keys into `folder`, readable by its owner alone, and never over keys that are there.
    pub fn save(&self, folder: &Path) -> Result<(), KeyError> {
        let failed = |cause| KeyError::Folder { folder: folder.to_owned(), cause };
        private_folder(folder).map_err(failed)?;
        for (name, secret) in FILES.iter().zip([&self.log, &self.receipts, &self.forms]) {
            write_private(&folder.join(name), HEXLOWER.encode(&secret.0).as_bytes()).map_err(failed)?;
        }
        // The names of the files too: a record whose keys were lost with the power can never go on.
        fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
    }
}

fn read(folder: &Path, path: &Path) -> Result<Secret<32>, KeyError> {
    let text = fs::read_to_string(path).map_err(|cause| KeyError::Folder { folder: folder.to_owned(), cause })?;
    let bytes = HEXLOWER.decode(text.trim().as_bytes()).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.map(Secret).ok_or_else(|| KeyError::Malformed(path.to_owned()))
}

/// Writes a new file that only its owner can read, and flushes it.
pub(crate) fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = private_file(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_back_and_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(Keys::load(&path).unwrap().is_none());
        let keys = Keys::draw(&Ids::seeded([1; 32]));
        keys.save(&path).unwrap();
        assert_eq!(Keys::load(&path).unwrap().unwrap().receipts, keys.receipts);
        assert!(keys.save(&path).is_err());
        fs::remove_file(path.join("forms.key")).unwrap();
        assert!(matches!(Keys::load(&path), Err(KeyError::Incomplete { found: 2, .. })));
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_can_read_them() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        Keys::draw(&Ids::seeded([1; 32])).save(&path).unwrap();
        assert_eq!(fs::metadata(path.join("log.key")).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
    }
}
