//! The first line of a checkpoint: which log, and in which epoch.

use std::fmt;
use std::str::FromStr;

use super::{CheckpointError, EPOCH, check_name, shortened};

/// A log by its name and epoch: the first line of a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    name: String,
    epoch: u32,
}

impl Origin {
    /// Epochs are counted from 1.
    ///
    /// # Errors
    /// [`CheckpointError::Name`], or [`CheckpointError::Origin`] for epoch 0.
    pub fn new(name: &str, epoch: u32) -> Result<Self, CheckpointError> {
        check_name(name)?;
        if epoch == 0 {
            return Err(CheckpointError::Origin(format!("{name}{EPOCH}0")));
        }
        Ok(Self { name: name.to_owned(), epoch })
    }

    /// The log's name, the same in every epoch.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// From 1; one more after each restore.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.name)?;
        if self.epoch > 1 { write!(out, "{EPOCH}{}", self.epoch) } else { Ok(()) }
    }
}

impl FromStr for Origin {
    type Err = CheckpointError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || CheckpointError::Origin(shortened(text));
        let (name, epoch) = match text.split_once(EPOCH) {
            Some((name, number)) => (name, number.parse().map_err(|_| wrong())?),
            None => (text, 1),
        };
        let origin = Self::new(name, epoch).map_err(|_| wrong())?;
        if origin.to_string() == text { Ok(origin) } else { Err(wrong()) }
    }
}
