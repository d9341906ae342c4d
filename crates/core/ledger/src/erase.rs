//! Erasing private parts: the words go, the entry stays and still verifies.

use comity_kernel::Problem;
use serde::{Deserialize, Serialize};

use crate::event::{Event, Recorded, Refusal};
use crate::ledger::{Decided, Ledger};
use crate::stored;

/// The kind of the entry that records an erasure.
pub const ERASED: &str = "private.erased";

/// Why private parts may be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The person whose words they are asked for it.
    OwnRequest,
    /// They name or expose somebody else.
    ThirdParty,
    /// A court or the data-protection authority ordered it.
    Order,
    /// The time for which they may be kept is over.
    Retention,
}

/// The body of an erasure: which entries lost their private parts, and why. Who authorised it is the entry's actor.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Erased {
    pub entries: Vec<String>,
    pub reason: Reason,
}

impl Ledger {
    /// Destroys the private parts of every entry of `stream`, in the ledger and in all that was derived from them, and
    /// records that, why, and on whose authority.
    ///
    /// # Errors
    /// [`Problem::NotFound`] if the stream has no private parts left.
    pub async fn erase(&self, actor: &str, stream: &str, reason: Reason) -> Result<Decided<usize>, Refusal> {
        let erased = self.decide(actor, erasure(stream.to_owned(), reason)).await?;
        let ledger = self.clone();
        if let Err(error) = tokio::task::spawn_blocking(move || ledger.scrub()).await {
            tracing::error!(%error, "removing old contents panicked");
        }
        Ok(erased)
    }

    /// [`Ledger::erase`] for the command line: waits for the answer.
    pub fn erase_now(&self, actor: &str, stream: &str, reason: Reason) -> Result<Decided<usize>, Refusal> {
        let erased = self.decide_now(actor, erasure(stream.to_owned(), reason))?;
        self.scrub();
        Ok(erased)
    }

    /// The erasure is done and durable; what remains is to remove its traces from the database's files.
    fn scrub(&self) {
        if let Err(error) = self.store.scrub() {
            tracing::warn!(%error, "erased words may still lie in the write-ahead log; the next erasure removes them");
        }
    }
}

fn erasure(
    stream: String,
    reason: Reason,
) -> impl FnMut(&mut crate::Decision<'_, '_>) -> Result<usize, Refusal> + Send + 'static {
    move |decision| {
        let holding: Vec<Recorded> = stored::stream(decision, &stream)?
            .iter()
            .filter(|stored| !stored.private.is_empty())
            .map(stored::StoredEntry::recorded)
            .collect();
        if holding.is_empty() {
            return Err(Problem::NotFound.into());
        }
        for entry in &holding {
            decision.destroy_private(entry)?;
        }
        let entries = holding.iter().map(|entry| entry.header.id.clone()).collect();
        decision.record(&stream, Event::new(ERASED, &Erased { entries, reason })?)?;
        Ok(holding.len())
    }
}
