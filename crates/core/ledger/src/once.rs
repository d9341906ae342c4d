//! A form is taken once, however often it is sent: a button pressed twice, a page loaded again, an answer that got lost.
//!
//! Every form carries a random value of its own. What is sent, that value in it, gives two keyed hashes. Under the first
//! the command's answer is kept, in the command's own transaction; the same form sent again finds it and gets the same
//! answer. From the second a receipt's code can be drawn, which is then the same again without being kept anywhere:
//! whoever has the database and the keys, and not what was sent, cannot draw it.
//!
//! Somebody who goes back and changes a word sends another form.

use std::fmt;
use std::time::Duration;

use comity_kernel::{Ids, Millis};
use comity_store::{Read, StoreError, Value, Write};
use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;

use crate::decision::Written;
use crate::event::Refusal;
use crate::ledger::{Decided, Ledger};
use crate::receipt::Code;
use crate::{Keys, stored};

/// How long the answer to a form is kept after it was taken. A form sent again later would count as another one.
pub const KEPT: Duration = Duration::from_secs(7 * 24 * 3600);

/// Finds a form that was taken.
pub(crate) const FOUND: &str = "SELECT form FROM submissions WHERE form = $1";

/// What tells a form that is sent again from every other one.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Once {
    pub(crate) key: [u8; 32],
    secret: [u8; 32],
}

impl fmt::Debug for Once {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Once(…)")
    }
}

impl Once {
    /// Of the form that `actor` sent to `path`. `body` must hold a random value that no other form holds.
    pub fn of(site_key: &[u8; 32], actor: &str, path: &str, body: &[u8]) -> Option<Self> {
        let hash = |domain: &[u8]| {
            let mut mac = Hmac::<Sha256>::new_from_slice(site_key).ok()?;
            for part in [domain, actor.as_bytes(), path.as_bytes(), body] {
                // With its length, so that nothing of one part can be taken for the next one's.
                mac.update(&(part.len() as u64).to_be_bytes());
                mac.update(part);
            }
            Some(mac.finalize().into_bytes().into())
        };
        Some(Self { key: hash(b"comity/once/key/v1")?, secret: hash(b"comity/once/code/v1")? })
    }

    /// The receipt's code for this form: the same each time it is sent.
    pub fn code(&self) -> Code {
        Code::draw(&Ids::seeded(self.secret))
    }
}

/// Keeps the answer. If another node takes the same form at the same time, one of the two transactions is run again and
/// finds the other's answer.
pub(crate) fn keep<T: Serialize>(
    tx: &mut Write<'_>,
    once: &Once,
    decided: &Decided<T>,
    now: Millis,
) -> Result<(), Refusal> {
    let answer = serde_json::to_string(&decided.value).map_err(|error| broken(&error))?;
    let entry = decided.written.first().map_or(Value::Null, |written| Value::from(&written.id));
    let binds = [Value::from(once.key), entry, Value::from(answer), Value::from(now)];
    tx.committed_if(FOUND, once.key);
    tx.execute("INSERT INTO submissions (form, entry, answer, time) VALUES ($1, $2, $3, $4)", &binds)?;
    Ok(())
}

/// What this form was answered when it was taken, if it was; with the entry as it was recorded, so that it can be promised
/// a place once more.
///
/// # Errors
/// [`Refusal::Broken`] if that entry is gone or was altered.
pub(crate) fn before<T: DeserializeOwned>(
    tx: &mut Read<'_>,
    keys: &Keys,
    once: &Once,
) -> Result<Option<Decided<T>>, Refusal> {
    let sql = "SELECT answer, entry FROM submissions WHERE form = $1";
    let Some(row) = tx.optional(sql, &[Value::from(once.key)])? else { return Ok(None) };
    let value = serde_json::from_str(&row.get::<String>(0)?).map_err(|error| broken(&error))?;
    let entry = row.get::<Option<String>>(1)?;
    let written = entry.map(|id| recorded(tx, keys, &id)).transpose()?;
    Ok(Some(Decided { value, written: written.into_iter().collect(), again: true }))
}

/// The entry that a form made.
fn recorded(tx: &mut Read<'_>, keys: &Keys, id: &str) -> Result<Written, Refusal> {
    let missing = || Refusal::Broken(format!("entry {id} was recorded for a form and is gone"));
    stored::by_id(tx, id)?.ok_or_else(missing)?.written(keys)
}

fn broken(error: &serde_json::Error) -> Refusal {
    Refusal::Broken(format!("the answer to a form: {error}"))
}

impl Ledger {
    /// Forgets the answers that were kept for [`KEPT`].
    pub async fn sweep_submissions(&self) -> Result<u64, StoreError> {
        let before = self.clock.now().0.saturating_sub(i64::try_from(KEPT.as_millis()).unwrap_or(i64::MAX));
        let sql = "DELETE FROM submissions WHERE time <= $1";
        self.store.write(move |tx| tx.execute(sql, &[Value::from(before)])).await
    }
}
