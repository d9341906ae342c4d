//! What has been spent of the privacy budget, and on what.

use serde::{Deserialize, Serialize};

use super::Epsilon;
use crate::Error;

/// One release that was paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spending {
    /// The release's name. One name is one release, for ever.
    pub release: String,
    /// A hash of its content, in hexadecimal; secret as the content is.
    pub content: String,
    pub epsilon: Epsilon,
}

/// A budget over one body of data: what all its releases together may cost. The losses of releases add up (sequential
/// composition: Dwork and Roth 2014, theorem 3.14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    total: u32,
    spent: Vec<Spending>,
}

impl Budget {
    /// Nothing spent of so many thousandths of ε.
    pub fn new(total: u32) -> Self {
        Self { total, spent: Vec::new() }
    }

    /// Everything that was paid for, in order.
    pub fn spent(&self) -> &[Spending] {
        &self.spent
    }

    /// What is left, in thousandths of ε.
    pub fn left(&self) -> u32 {
        self.spent.iter().fold(self.total, |left, spending| left.saturating_sub(spending.epsilon.get()))
    }

    /// Pays for a release. The same once more is free, for it shows nothing new.
    ///
    /// # Errors
    /// [`Error::Budget`] where too little is left, and [`Error::Changed`] where the name was used for other content or
    /// another ε; nothing is spent then.
    pub fn spend(&mut self, spending: Spending) -> Result<(), Error> {
        if let Some(known) = self.spent.iter().find(|known| known.release == spending.release) {
            return if *known == spending { Ok(()) } else { Err(Error::Changed { release: spending.release }) };
        }
        let (asked, left) = (spending.epsilon.get(), self.left());
        if asked > left {
            return Err(Error::Budget { asked, left });
        }
        self.spent.push(spending);
        Ok(())
    }
}
