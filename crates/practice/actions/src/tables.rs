//! The tables of partners and actions, and all SQL on them.

use comity_kernel::{Day, Millis, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_places::Bilingual;
use comity_store::{Kind, Migration, Read, Row, StoreError, Table, Value, Write};

use crate::events::{self, Assigned, Joined};

pub(crate) const TABLES: &[Table] =
    &[Table { name: "partners", kind: Kind::Projection }, Table { name: "actions", kind: Kind::Projection }];

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    name: "actions-1",
    sql: "
    CREATE TABLE partners (
        code TEXT NOT NULL PRIMARY KEY,
        name_en TEXT NOT NULL,
        name_ar TEXT NOT NULL,
        joined BIGINT NOT NULL
    );
    -- What was promised, by whom, until when, and what came of it. `text` and `note` derive from the private parts of the
    -- entries named beside them and are empty once these are erased.
    CREATE TABLE actions (
        reference TEXT NOT NULL PRIMARY KEY,
        version BIGINT NOT NULL,
        area TEXT NOT NULL,
        concern TEXT,
        decision TEXT,
        owner TEXT NOT NULL,
        due TEXT NOT NULL,
        assigned BIGINT NOT NULL,
        assigned_entry TEXT NOT NULL,
        text TEXT,
        completed BIGINT,
        completed_entry TEXT,
        note TEXT
    );
    CREATE INDEX actions_by_area ON actions (area);
    CREATE INDEX actions_by_concern ON actions (concern);
    CREATE INDEX actions_by_decision ON actions (decision);
    CREATE INDEX actions_by_owner ON actions (owner, completed);
    ",
}];

/// A body of the partnership: the police, a municipality, an organisation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    pub code: String,
    pub names: Bilingual,
}

/// Who does what by when, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    pub reference: Reference,
    /// How many entries its stream has: forms carry it, so that a decision on an old state is refused.
    pub version: i64,
    pub area: String,
    pub area_names: Bilingual,
    /// The path of the area; empty while the area is not known.
    pub area_path: String,
    pub concern: Option<Reference>,
    pub decision: Option<Reference>,
    /// The code of the body that does it.
    pub owner: String,
    pub owner_names: Bilingual,
    pub due: Day,
    /// What is to be done; `None` once erased.
    pub text: Option<String>,
    pub assigned: Millis,
    pub completed: Option<Millis>,
    /// What changed; `None` while it is not done, and once erased.
    pub note: Option<String>,
}

pub(crate) fn joined(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: Joined = entry.body()?;
    let sql = "INSERT INTO partners (code, name_en, name_ar, joined) VALUES ($1, $2, $3, $4)";
    let (code, names) = (Value::from(body.code), body.names);
    tx.execute(sql, &[code, Value::from(names.en), Value::from(names.ar), Value::from(entry.header.time)])?;
    Ok(())
}

pub(crate) fn assigned(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: Assigned = entry.body()?;
    let sql =
        "INSERT INTO actions (reference, version, area, concern, decision, owner, due, assigned, assigned_entry, text)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let binds = [
        Value::from(entry.subject()),
        Value::from(entry.header.version),
        Value::from(body.area),
        Value::from(body.concern.as_ref()),
        Value::from(body.decision.as_ref()),
        Value::from(body.owner),
        Value::from(body.due),
        Value::from(entry.header.time),
        Value::from(&entry.header.id),
        Value::from(entry.private(events::TEXT)),
    ];
    tx.execute(sql, &binds)?;
    Ok(())
}

pub(crate) fn completed(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let sql = "UPDATE actions SET completed = $2, completed_entry = $3, note = $4 WHERE reference = $1";
    let (action, time) = (Value::from(entry.subject()), Value::from(entry.header.time));
    let (id, note) = (Value::from(&entry.header.id), Value::from(entry.private(events::NOTE)));
    tx.execute(sql, &[action, time, id, note])?;
    Ok(())
}

/// Every entry of an action's stream counts, whatever its kind.
pub(crate) fn seen(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let sql = "UPDATE actions SET version = $2 WHERE reference = $1";
    tx.execute(sql, &[Value::from(entry.subject()), Value::from(entry.header.version)])?;
    Ok(())
}

pub(crate) fn erase(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let id = [Value::from(&entry.header.id)];
    tx.execute("UPDATE actions SET text = NULL WHERE assigned_entry = $1", &id)?;
    tx.execute("UPDATE actions SET note = NULL WHERE completed_entry = $1", &id)?;
    Ok(())
}

/// The area of an action.
pub(crate) fn area(tx: &mut Read<'_>, action: &str) -> Result<Option<String>, Refusal> {
    Ok(tx.value("SELECT area FROM actions WHERE reference = $1", &[Value::from(action)])?)
}

/// Whether a body of this code has joined.
pub(crate) fn has_joined(tx: &mut Read<'_>, code: &str) -> Result<bool, Refusal> {
    Ok(tx.value::<i64>("SELECT 1 FROM partners WHERE code = $1", &[Value::from(code)])?.is_some())
}

/// All bodies that have joined, by code. Sort by name where they are shown.
pub fn bodies(tx: &mut Read<'_>) -> Result<Vec<Body>, Refusal> {
    let rows = tx.query("SELECT code, name_en, name_ar FROM partners ORDER BY code", &[])?;
    let body = |row: &Row| Ok(Body { code: row.get(0)?, names: Bilingual { en: row.get(1)?, ar: row.get(2)? } });
    rows.iter().map(body).collect()
}

const ACTION: &str = "SELECT a.reference, a.version, a.area, COALESCE(p.path, ''), a.concern, a.decision, a.owner,
    COALESCE(b.name_en, a.owner), COALESCE(b.name_ar, a.owner), a.due, a.text, a.assigned, a.completed, a.note,
    COALESCE(p.name, a.area), COALESCE(p.name_ar, '')
    FROM actions a LEFT JOIN partners b ON b.code = a.owner LEFT JOIN areas p ON p.code = a.area";

fn read(row: &Row) -> Result<Action, StoreError> {
    Ok(Action {
        reference: row.get(0)?,
        version: row.get(1)?,
        area: row.get(2)?,
        area_path: row.get(3)?,
        concern: row.get(4)?,
        decision: row.get(5)?,
        owner: row.get(6)?,
        owner_names: Bilingual { en: row.get(7)?, ar: row.get(8)? },
        due: row.get(9)?,
        text: row.get(10)?,
        assigned: row.get(11)?,
        completed: row.get(12)?,
        note: row.get(13)?,
        area_names: Bilingual { en: row.get(14)?, ar: row.get(15)? },
    })
}

fn list(tx: &mut Read<'_>, rest: &str, binds: &[Value]) -> Result<Vec<Action>, Refusal> {
    let rows = tx.query(&format!("{ACTION} {rest}"), binds)?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// One action.
pub fn find(tx: &mut Read<'_>, action: &Reference) -> Result<Option<Action>, Refusal> {
    Ok(list(tx, "WHERE a.reference = $1", &[Value::from(action)])?.into_iter().next())
}

/// The actions that follow from a decision, oldest first.
pub fn of_decision(tx: &mut Read<'_>, decision: &Reference) -> Result<Vec<Action>, Refusal> {
    of_decisions(tx, std::slice::from_ref(decision))
}

/// The actions that follow from any of some decisions, oldest first: for a page that shows them all.
pub fn of_decisions(tx: &mut Read<'_>, decisions: &[Reference]) -> Result<Vec<Action>, Refusal> {
    if decisions.is_empty() {
        return Ok(Vec::new());
    }
    let binds: Vec<Value> = decisions.iter().map(Value::from).collect();
    let rest = format!("WHERE a.decision IN ({}) ORDER BY a.assigned, a.reference", places(binds.len(), 1));
    list(tx, &rest, &binds)
}

/// The actions that answer a concern, oldest first.
pub fn of_concern(tx: &mut Read<'_>, concern: &Reference) -> Result<Vec<Action>, Refusal> {
    list(tx, "WHERE a.concern = $1 ORDER BY a.assigned, a.reference", &[Value::from(concern)])
}

/// What the bodies of these codes have to do and have done: open ones by their day, then done ones, newest first; at
/// most `limit` of each.
pub fn of_bodies(tx: &mut Read<'_>, bodies: &[String], limit: i64) -> Result<Vec<Action>, Refusal> {
    if bodies.is_empty() {
        return Ok(Vec::new());
    }
    let owners = places(bodies.len(), 2);
    let binds: Vec<Value> = [Value::from(limit)].into_iter().chain(bodies.iter().map(Value::from)).collect();
    let open = format!("WHERE a.owner IN ({owners}) AND a.completed IS NULL ORDER BY a.due, a.reference LIMIT $1");
    let done = format!(
        "WHERE a.owner IN ({owners}) AND a.completed IS NOT NULL ORDER BY a.completed DESC, a.reference LIMIT $1"
    );
    let mut actions = list(tx, &open, &binds)?;
    actions.extend(list(tx, &done, &binds)?);
    Ok(actions)
}

/// [`of_bodies`] for one body, without a limit that anybody meets.
pub fn of_body(tx: &mut Read<'_>, body: &str) -> Result<Vec<Action>, Refusal> {
    of_bodies(tx, &[body.to_owned()], 1000)
}

/// What was promised and done in an area, below it, or for a wider area that contains it: open ones by their day, then
/// done ones, newest first; at most `limit` in all, and open ones half of them where there are enough of both.
pub fn of_area(tx: &mut Read<'_>, area: &str, limit: usize) -> Result<Vec<Action>, Refusal> {
    let Some(path) = comity_places::path_of(tx, area)? else { return Ok(Vec::new()) };
    let above = path.split('/').filter(|code| !code.is_empty()).map(Value::from).collect();
    around(tx, &path, above, limit)
}

/// What was promised and done in the area of this path and below it; everything for the empty path. As [`of_area`].
pub fn within(tx: &mut Read<'_>, path: &str, limit: usize) -> Result<Vec<Action>, Refusal> {
    around(tx, path, Vec::new(), limit)
}

/// In the area of `path`, below it, or in one of the areas with the codes `above`.
fn around(tx: &mut Read<'_>, path: &str, above: Vec<Value>, limit: usize) -> Result<Vec<Action>, Refusal> {
    let or_above = if above.is_empty() { String::new() } else { format!("OR a.area IN ({})", places(above.len(), 3)) };
    let around = format!("(substr(COALESCE(p.path, ''), 1, length($2)) = $2 {or_above})");
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let binds: Vec<Value> = [Value::from(most), Value::from(path)].into_iter().chain(above).collect();
    let open = format!("WHERE {around} AND a.completed IS NULL ORDER BY a.due, a.reference LIMIT $1");
    let done = format!("WHERE {around} AND a.completed IS NOT NULL ORDER BY a.completed DESC, a.reference LIMIT $1");
    let (mut open, mut done) = (list(tx, &open, &binds)?, list(tx, &done, &binds)?);
    open.truncate(limit.div_ceil(2).max(limit.saturating_sub(done.len())));
    done.truncate(limit.saturating_sub(open.len()));
    open.extend(done);
    Ok(open)
}

/// `$first, …` for `count` binds.
fn places(count: usize, first: usize) -> String {
    (first..first + count).map(|number| format!("${number}")).collect::<Vec<_>>().join(", ")
}
