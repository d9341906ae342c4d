//! Epochs: after a restore the tree may be an older one than the world has seen, so it goes on under another origin.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::anchor;
use crate::checkpoint::Checkpoint;
use crate::commitment::Commitment;
use crate::decision::Decision;
use crate::event::{Event, Refusal};
use crate::ledger::{Ledger, OPERATOR, Parts};
use crate::log::{self, LogHead};
use crate::sequencer;
use comity_kernel::Ids;
use comity_store::Value;

/// The kind of the entry that opens an epoch.
pub const OPENED: &str = "log.epoch_opened";

/// The body of the entry that opens an epoch: the first leaf that is the new epoch's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub epoch: u32,
    /// The leaves that the new epoch has in common with the one before.
    pub common: i64,
    /// The last checkpoint known of the epoch before, from the operator, a witness or the backup.
    pub known_checkpoint: String,
}

impl Ledger {
    /// Opens a new epoch on the tree as it is stored: after a restore, and after promoting a standby that may lack
    /// commits. Its first entry names the last checkpoint known.
    ///
    /// # Errors
    /// [`Refusal::Known`] if `known_checkpoint` is not one of this log, or is older than the record's own.
    pub fn open_epoch(&self, known_checkpoint: &str) -> Result<Opened, Refusal> {
        let (parts, known) = (Arc::clone(&self.parts), known_checkpoint.to_owned());
        let decide = move |decision: &mut Decision<'_, '_>| open(decision, &parts, Some(&known));
        Ok(self.decide_now(OPERATOR, decide)?.value)
    }
}

/// [`Ledger::open_epoch`] in a transaction that is open. Without `known`, what is known is the anchor, if it is newer than
/// the record's own checkpoint.
pub(crate) fn open(decision: &mut Decision<'_, '_>, parts: &Parts, known: Option<&str>) -> Result<Opened, Refusal> {
    let head = log::head(decision)?;
    let (last, known) = newest(parts, &head, known)?;
    // An epoch that anybody has seen must not begin a second time.
    let epoch = head.epoch.max(last.origin.epoch()).saturating_add(1);
    let opened = Opened { epoch, common: log::stored_number(head.tree.size)?, known_checkpoint: known.clone() };
    let sql = "INSERT INTO log_epochs (epoch, first_place, opened, known_checkpoint) VALUES ($1, $2, $3, $4)";
    let (now, number) = (decision.now(), Value::from(i64::from(epoch)));
    decision.state(sql, &[number, Value::from(opened.common), Value::from(now), Value::from(&known)])?;
    let checkpoint = parts.sign(epoch, &head.tree)?;
    let renamed = LogHead { epoch, checkpoint, ..head.clone() };
    log::advance(decision.write(), &head, &renamed)?;
    let event = Event::new(OPENED, &opened)?;
    let written = decision.record("log/epochs", event)?;
    place_alone(decision, parts, &written.id, written.commitment)?;
    Ok(opened)
}

/// The newest of the checkpoints known: the one given, the one signed last, the record's own. It stays in the record for
/// good, so it must be what it is said to be.
fn newest(parts: &Parts, head: &LogHead, given: Option<&str>) -> Result<(Checkpoint, String), Refusal> {
    let read = |whose: &str, note: String| match Checkpoint::verify(&note, parts.log_key.vkey()) {
        Ok(checkpoint) => Ok((checkpoint, note)),
        Err(error) => Err(Refusal::Known(format!("{whose}: {error}"))),
    };
    let age = |(checkpoint, _): &(Checkpoint, String)| (checkpoint.origin.epoch(), checkpoint.head.size);
    let mut newest = read("that of the record itself", head.published_checkpoint.clone())?;
    if let Some(given) = given.map(|note| read("the one given", note.to_owned())).transpose()? {
        if age(&given) < age(&newest) {
            let (one, own) = (age(&given), age(&newest));
            return Err(Refusal::Known(format!(
                "the one given (epoch {}, {} leaves) is older than the record's own (epoch {}, {} leaves): give the newest \
                 that anybody has, or the record's own",
                one.0, one.1, own.0, own.1
            )));
        }
        newest = given;
    }
    let anchor = parts.anchor.as_deref();
    let signed = anchor::read(anchor)?.map(|note| read("the one kept beside the keys", note)).transpose()?;
    Ok(match signed {
        Some(signed) if age(&signed) > age(&newest) => signed,
        _ => newest,
    })
}

/// The opening entry gets the epoch's first place, before anything else that waits.
fn place_alone(
    decision: &mut Decision<'_, '_>,
    parts: &Parts,
    id: &str,
    commitment: Commitment,
) -> Result<(), Refusal> {
    let mut bare = parts.clone();
    bare.settings.cover = 0;
    let ids = Ids::seeded([0; 32]);
    sequencer::place(decision.write(), &bare, &ids, vec![(id.to_owned(), commitment)])
}
