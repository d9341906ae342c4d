//! Accounts as tables: how entries become rows, and every query of this crate on them.
//!
//! `accounts` and `account_grants` follow from the entries. `credentials` and `sessions` do not and are kept as state:
//! a password's hash, and who is signed in where. `sign_in_failures` may be emptied at any time.

use comity_kernel::Millis;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_store::{Kind, Migration, Objects, Read, Row, StoreError, Table, Value, Write};

use crate::events::{self, Changed, Created, Touched};
use crate::roles::{Grant, Mandate, Person, Role};

const TABLES: &[Table] = &[
    Table { name: "accounts", kind: Kind::Projection },
    Table { name: "account_grants", kind: Kind::Projection },
    Table { name: "credentials", kind: Kind::State },
    Table { name: "sessions", kind: Kind::State },
    Table { name: "sign_in_failures", kind: Kind::Cache },
];

const MIGRATIONS: &[Migration] = &[Migration {
    name: "access-1",
    sql: "
    -- Who may sign in. The names are private parts of `entry`, and nothing once they are erased. A closed account keeps
    -- its sign-in name, so that nobody else is ever taken for its owner.
    CREATE TABLE accounts (
        account TEXT NOT NULL PRIMARY KEY,
        entry TEXT NOT NULL,
        sign_in TEXT UNIQUE,
        name TEXT,
        created BIGINT NOT NULL,
        closed BIGINT
    );
    CREATE INDEX accounts_by_entry ON accounts (entry);

    -- The roles of open accounts. An empty area is the whole partnership, an empty body no organisation.
    CREATE TABLE account_grants (
        account TEXT NOT NULL,
        role TEXT NOT NULL,
        area TEXT NOT NULL,
        body TEXT NOT NULL,
        PRIMARY KEY (account, role, area, body)
    );

    -- Passwords, as argon2id hashes in PHC form.
    CREATE TABLE credentials (
        account TEXT NOT NULL PRIMARY KEY,
        hash TEXT NOT NULL,
        changed BIGINT NOT NULL
    );

    -- Who is signed in, by the SHA-256 of the token that their browser holds.
    CREATE TABLE sessions (
        hash BYTEA NOT NULL PRIMARY KEY,
        account TEXT NOT NULL,
        created BIGINT NOT NULL,
        last_seen BIGINT NOT NULL,
        expires BIGINT NOT NULL
    );
    CREATE INDEX sessions_by_account ON sessions (account);
    CREATE INDEX sessions_by_expiry ON sessions (expires);

    -- Attempts to sign in that failed, by an HMAC of the name that was tried.
    CREATE TABLE sign_in_failures (
        name BYTEA NOT NULL PRIMARY KEY,
        attempts BIGINT NOT NULL,
        last BIGINT NOT NULL,
        until BIGINT NOT NULL
    );
    ",
}];

/// The projection of accounts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Accounts;

impl Projection for Accounts {
    fn name(&self) -> &'static str {
        "accounts"
    }

    fn tables(&self) -> &'static [Table] {
        TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        match entry.header.kind.as_str() {
            events::CREATED => created(tx, entry),
            events::GRANTED => {
                let changed: Changed = entry.body()?;
                insert_grant(tx, &changed.account, &changed.grant)
            }
            events::REVOKED => {
                let Changed { account, grant } = entry.body()?;
                let sql = "DELETE FROM account_grants WHERE account = $1 AND role = $2 AND area = $3 AND body = $4";
                tx.execute(sql, &grant_binds(&account, &grant))?;
                Ok(())
            }
            events::CLOSED => {
                let Touched { account } = entry.body()?;
                let sql = "UPDATE accounts SET closed = $2 WHERE account = $1";
                tx.execute(sql, &[Value::from(&account), Value::from(entry.header.time)])?;
                tx.execute("DELETE FROM account_grants WHERE account = $1", &[Value::from(&account)])?;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        let sql = "UPDATE accounts SET sign_in = NULL, name = NULL WHERE entry = $1";
        tx.execute(sql, &[Value::from(&entry.header.id)])?;
        Ok(())
    }
}

fn created(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let Created { account, grants } = entry.body()?;
    let sql = "INSERT INTO accounts (account, entry, sign_in, name, created, closed) VALUES ($1, $2, $3, $4, $5, NULL)";
    let binds = [
        Value::from(&account),
        Value::from(&entry.header.id),
        Value::from(entry.private(events::SIGN_IN)),
        Value::from(entry.private(events::NAME)),
        Value::from(entry.header.time),
    ];
    tx.execute(sql, &binds)?;
    grants.iter().try_for_each(|grant| insert_grant(tx, &account, grant))
}

fn insert_grant(tx: &mut Write<'_>, account: &str, grant: &Grant) -> Result<(), Refusal> {
    let sql = "INSERT INTO account_grants (account, role, area, body) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    tx.execute(sql, &grant_binds(account, grant))?;
    Ok(())
}

fn grant_binds(account: &str, grant: &Grant) -> [Value; 4] {
    let text = |code: &Option<String>| Value::from(code.as_deref().unwrap_or_default());
    [Value::from(account), Value::from(grant.role.as_str()), text(&grant.area), text(&grant.body)]
}

/// What is asked of an account with its mandates; one row for each mandate, one with nothing where there is none. The
/// table `areas` belongs to the crate of places: only codes and paths are read from it.
pub(crate) const PERSON: &str = "a.account, a.sign_in, a.name, g.role, g.area, g.body, p.path
     FROM accounts a LEFT JOIN account_grants g ON g.account = a.account LEFT JOIN areas p ON p.code = g.area";

/// The person in rows of [`PERSON`], whose columns begin at `first`; `None` where there is no row.
pub(crate) fn person(rows: &[Row], first: usize) -> Result<Option<Person>, StoreError> {
    let Some(row) = rows.first() else { return Ok(None) };
    let mut mandates = Vec::with_capacity(rows.len());
    for row in rows {
        mandates.extend(mandate(row, first + 3)?);
    }
    // The databases order texts differently.
    mandates.sort_unstable();
    let (account, sign_in, name) = (row.get(first)?, row.get(first + 1)?, row.get(first + 2)?);
    Ok(Some(Person { account, sign_in, name, mandates }))
}

/// The mandate in a row; `None` where there is none, or one that gives no right: a role that this version does not know,
/// or an area that is not there any more.
fn mandate(row: &Row, first: usize) -> Result<Option<Mandate>, StoreError> {
    let Some(role) = row.get::<Option<String>>(first)?.as_deref().and_then(Role::parse) else { return Ok(None) };
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let (area, body) = (some(row.get(first + 1)?), some(row.get(first + 2)?));
    let path: Option<String> = row.get(first + 3)?;
    let path = match (&area, path) {
        (None, _) => String::new(),
        // An empty path would reach over everything.
        (Some(_), Some(path)) if path.ends_with('/') => path,
        (Some(_), _) => return Ok(None),
    };
    Ok(Some(Mandate { role, area, path, body }))
}

/// An open account with its mandates.
pub fn by_account(tx: &mut Read<'_>, account: &str) -> Result<Option<Person>, StoreError> {
    let sql = format!("SELECT {PERSON} WHERE a.account = $1 AND a.closed IS NULL AND a.sign_in IS NOT NULL");
    person(&tx.query(&sql, &[Value::from(account)])?, 0)
}

/// The open account that somebody signs in to with this name, however they write it.
pub fn by_sign_in(tx: &mut Read<'_>, sign_in: &str) -> Result<Option<Person>, StoreError> {
    let sql = format!("SELECT {PERSON} WHERE a.sign_in = $1 AND a.closed IS NULL");
    person(&tx.query(&sql, &[Value::from(crate::accounts::tidy(sign_in))])?, 0)
}

/// The name that others see of an account, open or closed; `None` if it gave none or it was erased.
pub fn name(tx: &mut Read<'_>, account: &str) -> Result<Option<String>, StoreError> {
    Ok(tx.value::<Option<String>>("SELECT name FROM accounts WHERE account = $1", &[Value::from(account)])?.flatten())
}

/// An account in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub account: String,
    /// `None` once erased.
    pub sign_in: Option<String>,
    pub name: Option<String>,
    pub created: Millis,
    pub closed: Option<Millis>,
    pub grants: Vec<Grant>,
}

/// `limit` accounts after the one of this reference, in the order of their references.
pub fn list(tx: &mut Read<'_>, after: &str, limit: usize) -> Result<Vec<Listed>, StoreError> {
    let sql = "SELECT a.account, a.sign_in, a.name, a.created, a.closed, g.role, g.area, g.body
               FROM (SELECT * FROM accounts WHERE account > $1 ORDER BY account LIMIT $2) a
               LEFT JOIN account_grants g ON g.account = a.account ORDER BY a.account, g.role, g.area, g.body";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut accounts: Vec<Listed> = Vec::new();
    for row in tx.query(sql, &[Value::from(after), Value::from(limit)])? {
        let account: String = row.get(0)?;
        if accounts.last().is_none_or(|last| last.account != account) {
            let (sign_in, name, created, closed) = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?);
            accounts.push(Listed { account, sign_in, name, created, closed, grants: Vec::new() });
        }
        let role = row.get::<Option<String>>(5)?.as_deref().and_then(Role::parse);
        if let (Some(role), Some(last)) = (role, accounts.last_mut()) {
            let some = |text: String| Some(text).filter(|text| !text.is_empty());
            last.grants.push(Grant { role, area: some(row.get(6)?), body: some(row.get(7)?) });
        }
    }
    Ok(accounts)
}
