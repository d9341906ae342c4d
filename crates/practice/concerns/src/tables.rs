//! What is stored of concerns, and every query about them.

use comity_access::{Columns, Filter, Visibility};
use comity_kernel::{Day, Millis, PageRequest, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_places::Bilingual;
use comity_store::{Kind, Migration, Read, Row, Table, Value, Write};
use jiff::tz::TimeZone;

use crate::events::{self, Category};

pub const TABLES: &[Table] =
    &[Table { name: "concerns", kind: Kind::Projection }, Table { name: "concern_steps", kind: Kind::Projection }];

pub const MIGRATIONS: &[Migration] = &[Migration {
    name: "concerns-1",
    sql: "
    CREATE TABLE concerns (
        reference TEXT NOT NULL PRIMARY KEY,
        area TEXT NOT NULL,
        category TEXT NOT NULL,
        language TEXT NOT NULL,
        receipt TEXT NOT NULL UNIQUE,
        state TEXT NOT NULL,
        waiting BIGINT NOT NULL,
        visibility TEXT NOT NULL,
        raised BIGINT NOT NULL,
        touched BIGINT NOT NULL,
        waiting_since BIGINT NOT NULL,
        version BIGINT NOT NULL
    );
    CREATE INDEX concerns_by_area ON concerns (area, waiting, waiting_since);
    CREATE TABLE concern_steps (
        entry TEXT NOT NULL PRIMARY KEY,
        concern TEXT NOT NULL,
        version BIGINT NOT NULL,
        kind TEXT NOT NULL,
        time BIGINT NOT NULL,
        actor TEXT NOT NULL,
        facts TEXT NOT NULL,
        words TEXT,
        contact TEXT
    );
    CREATE UNIQUE INDEX concern_steps_in_order ON concern_steps (concern, version);
    ",
}];

/// Where a concern stands: the last thing that happened to it on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    Raised,
    Answered,
    OnAgenda,
    Discussed,
    Decided,
    Promised,
    Acted,
    Judged,
    Closed,
}

impl State {
    pub const ALL: [Self; 9] = [
        Self::Raised,
        Self::Answered,
        Self::OnAgenda,
        Self::Discussed,
        Self::Decided,
        Self::Promised,
        Self::Acted,
        Self::Judged,
        Self::Closed,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Raised => "raised",
            Self::Answered => "answered",
            Self::OnAgenda => "on-agenda",
            Self::Discussed => "discussed",
            Self::Decided => "decided",
            Self::Promised => "promised",
            Self::Acted => "acted",
            Self::Judged => "judged",
            Self::Closed => "closed",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Where an event of this kind takes a concern; `None` where it stays. A closed one is opened by the words of the
    /// person who raised it alone: what the forum or a partner still does about it does not open it.
    fn after(kind: &str) -> Option<Self> {
        match kind {
            events::RAISED => Some(Self::Raised),
            events::PUT_ON_AGENDA => Some(Self::OnAgenda),
            events::DISCUSSED => Some(Self::Discussed),
            events::DECIDED => Some(Self::Decided),
            events::PROMISED => Some(Self::Promised),
            events::ACTED => Some(Self::Acted),
            events::JUDGED => Some(Self::Judged),
            events::CLOSED => Some(Self::Closed),
            _ => None,
        }
    }
}

/// A concern as lists and rules see it: without a word of what was said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    pub reference: Reference,
    pub area: String,
    pub area_names: Bilingual,
    /// The area's path, from the country down.
    pub area_path: String,
    pub category: Category,
    pub state: State,
    /// The person's last words have had no answer yet.
    pub waiting: bool,
    pub visibility: Visibility,
    pub raised: Millis,
    /// When something last happened.
    pub touched: Millis,
    /// Since when the person has been waiting; while nobody waits, since when they last did.
    pub waiting_since: Millis,
    /// Entries of its stream: what an optimistic decision was taken on.
    pub version: i64,
}

/// One thing that happened to a concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub entry: String,
    pub kind: String,
    pub time: Millis,
    pub actor: String,
    /// The event's body.
    pub facts: serde_json::Value,
    /// `None` where nothing was said, or what was said has been erased.
    pub words: Option<String>,
    pub contact: Option<String>,
}

impl Step {
    /// The body, as the type the event was made of.
    pub fn facts<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.facts).ok()
    }
}

const COLUMNS: &str =
    "c.reference, c.area, COALESCE(a.path, ''), c.category, c.state, c.waiting, c.visibility, c.raised,
                       c.touched, c.version, COALESCE(a.name, c.area), COALESCE(a.name_ar, ''),
                       c.waiting_since FROM concerns c LEFT JOIN areas a ON a.code = c.area";

fn read(row: &Row) -> Result<Concern, Refusal> {
    let unknown = |what: &str, word: String| Refusal::Broken(format!("concern with the {what} `{word}`"));
    let (category, state, visibility): (String, String, String) = (row.get(3)?, row.get(4)?, row.get(6)?);
    Ok(Concern {
        reference: row.get(0)?,
        area: row.get(1)?,
        area_names: Bilingual { en: row.get(10)?, ar: row.get(11)? },
        area_path: row.get(2)?,
        category: Category::parse(&category).ok_or_else(|| unknown("category", category))?,
        state: State::parse(&state).ok_or_else(|| unknown("state", state))?,
        waiting: row.get(5)?,
        visibility: Visibility::parse(&visibility).ok_or_else(|| unknown("visibility", visibility))?,
        raised: row.get(7)?,
        touched: row.get(8)?,
        version: row.get(9)?,
        waiting_since: row.get(12)?,
    })
}

/// A concern by its reference.
pub fn find(tx: &mut Read<'_>, reference: &Reference) -> Result<Option<Concern>, Refusal> {
    let sql = format!("SELECT {COLUMNS} WHERE c.reference = $1");
    tx.optional(&sql, &[Value::from(reference)])?.map(|row| read(&row)).transpose()
}

/// A concern by the hash of its receipt's code.
pub fn by_receipt(tx: &mut Read<'_>, receipt: &str) -> Result<Option<Concern>, Refusal> {
    let sql = format!("SELECT {COLUMNS} WHERE c.receipt = $1");
    tx.optional(&sql, &[Value::from(receipt)])?.map(|row| read(&row)).transpose()
}

/// The hash of the receipt's code that the first of these entries was recorded with.
pub fn receipt_of(entries: &[Recorded]) -> Option<String> {
    let first = entries.first().filter(|entry| entry.header.kind == events::RAISED)?;
    first.body::<events::Raised>().ok().map(|raised| raised.receipt)
}

/// Every concern that was raised: its area, its category, and the day in `zone`. For counts, which are published only after
/// small ones were withheld.
pub fn raised(tx: &mut Read<'_>, zone: &TimeZone) -> Result<Vec<(String, &'static str, Day)>, Refusal> {
    let mut found = Vec::new();
    for row in tx.query("SELECT area, category, raised FROM concerns ORDER BY raised, reference", &[])? {
        let (category, at): (String, Millis) = (row.get(1)?, row.get(2)?);
        let unknown = || Refusal::Broken(format!("concern with the category `{category}`"));
        found.push((row.get(0)?, Category::parse(&category).ok_or_else(unknown)?.as_str(), at.day(zone)));
    }
    Ok(found)
}

/// Everything that happened to a concern, oldest first.
pub fn steps(tx: &mut Read<'_>, reference: &Reference) -> Result<Vec<Step>, Refusal> {
    let sql = "SELECT entry, kind, time, actor, facts, words, contact FROM concern_steps WHERE concern = $1
               ORDER BY version";
    let mut steps = Vec::new();
    for row in tx.query(sql, &[Value::from(reference)])? {
        let facts = serde_json::from_str(&row.get::<String>(4)?).map_err(|error| Refusal::Broken(error.to_string()))?;
        let (entry, kind, time, actor) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        steps.push(Step { entry, kind, time, actor, facts, words: row.get(5)?, contact: row.get(6)? });
    }
    Ok(steps)
}

/// The concerns that `filter` lets see, those waiting for an answer, who has waited longest first; or the others, the
/// longest untouched first.
pub fn inbox(
    tx: &mut Read<'_>,
    filter: &Filter,
    waiting: bool,
    request: &PageRequest,
) -> Result<comity_kernel::Page<Concern>, Refusal> {
    let (key, reference) = request.after.as_deref().and_then(read_key).unwrap_or((0, String::new()));
    let order = if waiting { "c.waiting_since" } else { "c.touched" };
    let columns = Columns { path: "COALESCE(a.path, '')", visibility: Some("c.visibility"), body: None };
    let (seen, mut binds) = filter.sql(columns, 5);
    let sql = format!(
        "SELECT {COLUMNS} WHERE c.waiting = $1 AND ({order} > $2 OR ({order} = $2 AND c.reference > $3)) AND {seen}
         ORDER BY {order}, c.reference LIMIT $4"
    );
    let limit = i64::try_from(request.size + 1).unwrap_or(i64::MAX);
    let mut all = vec![Value::from(waiting), Value::from(key), Value::from(reference), Value::from(limit)];
    all.append(&mut binds);
    let rows = tx.query(&sql, &all)?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let key = |last: &Concern| if waiting { last.waiting_since } else { last.touched };
    Ok(comity_kernel::Page::cut(rows, request.size, |last| format!("{}-{}", key(last).0, last.reference)))
}

fn read_key(key: &str) -> Option<(i64, String)> {
    let (time, reference) = key.split_once('-')?;
    Some((time.parse().ok()?, reference.to_owned()))
}

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let header = &entry.header;
    if !header.stream.starts_with("concern/") {
        return Ok(());
    }
    if !header.kind.starts_with("concern.") {
        return seen(tx, entry);
    }
    if header.kind == events::RAISED {
        insert(tx, entry)?;
    } else {
        update(tx, entry)?;
    }
    let sql = "INSERT INTO concern_steps (entry, concern, version, kind, time, actor, facts, words, contact)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    let binds = [
        Value::from(&header.id),
        Value::from(entry.subject()),
        Value::from(header.version),
        Value::from(&header.kind),
        Value::from(header.time),
        Value::from(&header.actor),
        Value::from(entry.body.to_string()),
        Value::from(entry.private(events::WORDS)),
        Value::from(entry.private(events::CONTACT)),
    ];
    tx.execute(sql, &binds)?;
    Ok(())
}

fn insert(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let raised: events::Raised = entry.body()?;
    let sql = "INSERT INTO concerns (reference, area, category, language, receipt, state, waiting, visibility, raised,
               touched, waiting_since, version) VALUES ($1, $2, $3, $4, $5, 'raised', 1, 'private', $6, $6, $6, 1)";
    let binds = [
        Value::from(entry.subject()),
        Value::from(raised.area),
        Value::from(raised.category.as_str()),
        Value::from(raised.language.tag()),
        Value::from(raised.receipt),
        Value::from(entry.header.time),
    ];
    tx.execute(sql, &binds)?;
    Ok(())
}

/// What others record on the concern's stream (an erasure) is one more entry that the next decision must have seen.
fn seen(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let sql = "UPDATE concerns SET version = $2 WHERE reference = $1";
    tx.execute(sql, &[Value::from(entry.subject()), Value::from(entry.header.version)])?;
    Ok(())
}

fn update(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let kind = entry.header.kind.as_str();
    let reference = Value::from(entry.subject());
    let sql = "UPDATE concerns SET touched = $2, version = $3 WHERE reference = $1";
    tx.execute(sql, &[reference.clone(), Value::from(entry.header.time), Value::from(entry.header.version)])?;
    if let Some(state) = State::after(kind) {
        let sql = "UPDATE concerns SET state = CASE WHEN state = 'closed' THEN state ELSE $2 END WHERE reference = $1";
        tx.execute(sql, &[reference.clone(), Value::from(state.as_str())])?;
    }
    match kind {
        // An answer to later words does not take back how far the concern has come.
        events::ANSWERED => {
            let sql =
                "UPDATE concerns SET waiting = 0, state = CASE WHEN state = 'raised' THEN 'answered' ELSE state END
                       WHERE reference = $1";
            tx.execute(sql, &[reference])?;
        }
        events::CONTINUED => {
            // What was closed is open again. Who waits already has waited since then.
            let sql = "UPDATE concerns SET waiting_since = CASE WHEN waiting = 1 THEN waiting_since ELSE $2 END,
                       waiting = 1, state = CASE WHEN state = 'closed' THEN 'raised' ELSE state END
                       WHERE reference = $1";
            tx.execute(sql, &[reference, Value::from(entry.header.time)])?;
        }
        events::PUT_ON_AGENDA => {
            tx.execute("UPDATE concerns SET waiting = 0, visibility = 'agenda' WHERE reference = $1", &[reference])?;
        }
        events::CLOSED => {
            tx.execute("UPDATE concerns SET waiting = 0 WHERE reference = $1", &[reference])?;
        }
        _ => {}
    }
    Ok(())
}

pub(crate) fn erase(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let sql = "UPDATE concern_steps SET words = NULL, contact = NULL WHERE entry = $1";
    tx.execute(sql, &[Value::from(&entry.header.id)])?;
    Ok(())
}
