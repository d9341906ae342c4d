//! Who is signed in: sessions in the database, so that every node knows them and they can be ended at once.
//!
//! The browser holds a token of 256 random bits; the database holds only its SHA-256, so that a copy of the database
//! opens no session. A session ends after twelve hours without a request, and after seven days in any case.

use std::time::Duration;

use comity_kernel::{Ids, Millis, ids};
use comity_store::{Read, StoreError, Value, Write};
use sha2::{Digest, Sha256};

use crate::roles::Person;
use crate::tables;

/// How long a session lasts without a request.
pub const IDLE: Duration = Duration::from_secs(12 * 3600);
/// How long a session lasts at most: the age of the cookie.
pub const LONGEST: Duration = Duration::from_secs(7 * 86_400);
/// How often it is noted that a session is in use.
const NOTED: Duration = Duration::from_secs(5 * 60);
/// Characters of a token: 256 bits in base 32.
const LENGTH: usize = 52;

/// What the browser of somebody who is signed in holds. `Debug` does not show it; [`Token::as_str`] does.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Token(…)")
    }
}

impl Token {
    pub(crate) fn draw(source: &Ids) -> Self {
        Self(ids::encode(&source.bytes::<32>()))
    }

    /// Reads a cookie; what no token can look like is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let whole = text.len() == LENGTH && text.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase());
        whole.then(|| Self(text.to_owned()))
    }

    /// The value of the cookie.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_bytes()).into()
    }
}

/// A session that is open now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    pub person: Person,
    pub last_seen: Millis,
}

impl Session {
    /// Whether it should be noted that the session is in use ([`touch`]).
    pub fn is_due(&self, now: Millis) -> bool {
        now >= self.last_seen.plus(NOTED)
    }
}

/// The session of this token with the person it belongs to, in one query; `None` if there is none, or it is over, or the
/// account is closed.
pub fn session(tx: &mut Read<'_>, token: &Token, now: Millis) -> Result<Option<Session>, StoreError> {
    let sql = format!(
        "SELECT s.last_seen, {} JOIN sessions s ON s.account = a.account
         WHERE s.hash = $1 AND s.expires > $2 AND s.last_seen > $3 AND a.closed IS NULL AND a.sign_in IS NOT NULL",
        tables::PERSON
    );
    let rows = tx.query(&sql, &[Value::from(token.hash()), Value::from(now), Value::from(now.minus(IDLE))])?;
    let Some(last_seen) = rows.first().map(|row| row.get(0)).transpose()? else { return Ok(None) };
    Ok(tables::person(&rows, 1)?.map(|person| Session { person, last_seen }))
}

/// Notes that the session is in use.
pub fn touch(tx: &mut Write<'_>, token: &Token, now: Millis) -> Result<(), StoreError> {
    let sql = "UPDATE sessions SET last_seen = $2 WHERE hash = $1 AND last_seen < $2";
    tx.execute(sql, &[Value::from(token.hash()), Value::from(now)]).map(drop)
}

pub(crate) fn begin(tx: &mut Write<'_>, token: &Token, account: &str, now: Millis) -> Result<(), StoreError> {
    let sql = "INSERT INTO sessions (hash, account, created, last_seen, expires) VALUES ($1, $2, $3, $3, $4)";
    let binds = [Value::from(token.hash()), Value::from(account), Value::from(now), Value::from(now.plus(LONGEST))];
    tx.execute(sql, &binds).map(drop)
}

/// Ends one session.
pub fn end(tx: &mut Write<'_>, token: &Token) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE hash = $1", &[Value::from(token.hash())]).map(drop)
}

/// Ends every session of an account.
pub fn end_all(tx: &mut Write<'_>, account: &str) -> Result<(), StoreError> {
    tx.execute("DELETE FROM sessions WHERE account = $1", &[Value::from(account)]).map(drop)
}
