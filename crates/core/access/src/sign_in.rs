//! Signing in with a name and a password.
//!
//! Whether a name exists cannot be told from outside: an attempt on a name that nobody has takes the same work, counts
//! the same and is refused in the same words.
//!
//! Guessing is slowed down twice. By name, in the database and so over all nodes: after five failures each further one
//! makes the name wait, 15 seconds at first, doubling up to 15 minutes. It is never locked for good, since whoever wanted
//! to keep somebody out could then do so with ease. And by client, in memory. An attempt is counted before the password
//! is compared and taken back when it was right, so that many at once do not slip through.

use std::time::Duration;

use comity_kernel::{Clock, Ids, Millis, Problem};
use comity_ledger::{Keys, Ledger, Refusal};
use comity_store::{Store, Value, Write};

use crate::accounts::tidy;
use crate::limits::{ClientKey, Limits, Quota};
use crate::mac;
use crate::passwords::Passwords;
use crate::sessions::{self, IDLE, Session, Token};

/// Failures on one name that cost no time.
const FREE: i64 = 5;
const FIRST_WAIT: Duration = Duration::from_secs(15);
const LONGEST_WAIT: Duration = Duration::from_secs(15 * 60);
/// After this long without an attempt, failures are forgotten.
const FORGOTTEN: Duration = Duration::from_secs(86_400);
/// Attempts by one client that fail, on whatever names: a station's officers may share one address.
const BY_CLIENT: Quota = Quota { times: 30, window: Duration::from_secs(10 * 60) };

/// Signs people in and out. Clones share everything.
#[derive(Clone, Debug)]
pub struct SignIn {
    store: Store,
    clock: Clock,
    ids: Ids,
    keys: Keys,
    passwords: Passwords,
    limits: Limits,
}

impl SignIn {
    pub fn new(ledger: &Ledger, passwords: Passwords, limits: Limits) -> Self {
        let (store, keys) = (ledger.store().clone(), ledger.keys().clone());
        Self { store, clock: ledger.clock().clone(), ids: ledger.ids().clone(), keys, passwords, limits }
    }

    pub fn passwords(&self) -> &Passwords {
        &self.passwords
    }

    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Opens a session for whoever knows name and password.
    ///
    /// # Errors
    /// [`Problem::Fields`] with `password` where they do not fit each other, whatever the cause; [`Problem::TooMany`]
    /// while this name or this client must wait.
    pub async fn sign_in(&self, name: &str, password: &str, client: ClientKey) -> Result<Token, Refusal> {
        self.limits.allow(client, "sign-in", BY_CLIENT)?;
        let place = self.passwords.place()?;
        let (name, now) = (tidy(name), self.clock.now());
        let failures = mac(&self.keys.forms.0, b"sign-in", name.as_bytes());
        self.store.write(move |tx| charge(tx, failures, now)).await?;
        let known = self.store.read(move |tx| credential(tx, &name)).await?;
        let hash = known.as_ref().map(|known| known.hash.as_str());
        let right = self.passwords.verify(place, password, hash).await?;
        let wrong = || Refusal::from(Problem::field("password", "sign-in-wrong"));
        let known = known.filter(|_| right).ok_or_else(wrong)?;
        let token = Token::draw(&self.ids);
        let fresh = token.clone();
        let begun = self.store.write(move |tx| begin(tx, &known, &fresh, failures, now)).await?;
        if !begun {
            return Err(wrong());
        }
        self.limits.take_back(client, "sign-in", BY_CLIENT);
        Ok(token)
    }

    /// The open session of this token. Where the request reads the database anyway, call [`sessions::session`] there.
    pub async fn session(&self, token: &Token) -> Result<Option<Session>, Refusal> {
        let (token, now) = (token.clone(), self.clock.now());
        self.store.read(move |tx| Ok(sessions::session(tx, &token, now)?)).await
    }

    /// Notes that a session is in use, where [`Session::is_due`].
    pub async fn touch(&self, token: &Token) -> Result<(), Refusal> {
        let (token, now) = (token.clone(), self.clock.now());
        self.store.write(move |tx| Ok(sessions::touch(tx, &token, now)?)).await
    }

    pub async fn sign_out(&self, token: &Token) -> Result<(), Refusal> {
        let token = token.clone();
        self.store.write(move |tx| Ok(sessions::end(tx, &token)?)).await
    }

    /// Ends every session of an account, on whatever device.
    pub async fn sign_out_everywhere(&self, account: &str) -> Result<(), Refusal> {
        let account = account.to_owned();
        self.store.write(move |tx| Ok(sessions::end_all(tx, &account)?)).await
    }

    /// Removes sessions that are over and failures that are forgotten; to be called now and then.
    pub async fn sweep(&self) -> Result<(), Refusal> {
        let now = self.clock.now();
        self.store
            .write(move |tx| {
                let (idle, forgotten) = (Value::from(now.minus(IDLE)), Value::from(now.minus(FORGOTTEN)));
                tx.execute("DELETE FROM sessions WHERE expires <= $1 OR last_seen <= $2", &[Value::from(now), idle])?;
                tx.execute("DELETE FROM sign_in_failures WHERE last <= $1", &[forgotten])?;
                Ok(())
            })
            .await
    }
}

/// A password as it is stored.
struct Credential {
    account: String,
    hash: String,
    changed: Millis,
}

fn credential(tx: &mut comity_store::Read<'_>, name: &str) -> Result<Option<Credential>, Refusal> {
    let sql = "SELECT c.account, c.hash, c.changed FROM credentials c JOIN accounts a ON a.account = c.account
               WHERE a.sign_in = $1 AND a.closed IS NULL";
    let Some(row) = tx.optional(sql, &[Value::from(name)])? else { return Ok(None) };
    Ok(Some(Credential { account: row.get(0)?, hash: row.get(1)?, changed: row.get(2)? }))
}

/// How long a name waits after its nth failure.
fn wait(failures: i64) -> Duration {
    let doublings = failures - FREE;
    let Ok(doublings) = u32::try_from(doublings) else { return Duration::ZERO };
    FIRST_WAIT.saturating_mul(2_u32.saturating_pow(doublings)).min(LONGEST_WAIT)
}

/// Counts an attempt on a name as failed, until it turns out to be right.
fn charge(tx: &mut Write<'_>, name: [u8; 32], now: Millis) -> Result<(), Refusal> {
    let sql = "SELECT attempts, last, until FROM sign_in_failures WHERE name = $1";
    let mut before = 0;
    if let Some(row) = tx.optional(sql, &[Value::from(name)])? {
        let (attempts, last, until) = (row.get::<i64>(0)?, row.get::<Millis>(1)?, row.get::<Millis>(2)?);
        if until > now {
            let seconds = until.0.abs_diff(now.0).div_ceil(1000);
            return Err(Problem::TooMany { seconds }.into());
        }
        before = if last.plus(FORGOTTEN) > now { attempts } else { 0 };
    }
    let sql = "INSERT INTO sign_in_failures (name, attempts, last, until) VALUES ($1, $2, $3, $4)
               ON CONFLICT (name) DO UPDATE SET attempts = excluded.attempts, last = excluded.last, until = excluded.until";
    let until = now.plus(wait(before + 1));
    tx.execute(sql, &[Value::from(name), Value::from(before + 1), Value::from(now), Value::from(until)])?;
    Ok(())
}

/// Opens the session, unless the account was closed or its password changed since it was compared.
fn begin(tx: &mut Write<'_>, known: &Credential, token: &Token, name: [u8; 32], now: Millis) -> Result<bool, Refusal> {
    let sql = "SELECT c.account FROM credentials c JOIN accounts a ON a.account = c.account
               WHERE c.account = $1 AND c.changed = $2 AND c.hash = $3 AND a.closed IS NULL AND a.sign_in IS NOT NULL";
    let binds = [Value::from(&known.account), Value::from(known.changed), Value::from(&known.hash)];
    if tx.optional(sql, &binds)?.is_none() {
        return Ok(false);
    }
    tx.execute("DELETE FROM sign_in_failures WHERE name = $1", &[Value::from(name)])?;
    sessions::begin(tx, token, &known.account, now)?;
    Ok(true)
}
