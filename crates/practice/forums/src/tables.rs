//! The tables of forums, meetings, agendas and decisions, and all SQL on them.

use comity_kernel::{Day, Millis, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_places::Bilingual;
use comity_store::{Kind, Migration, Read, Row, StoreError, Table, Value, Write};

use crate::events::{self, Called, Decided, Discussed, Founded, ItemAdded};

pub(crate) const TABLES: &[Table] = &[
    Table { name: "forums", kind: Kind::Projection },
    Table { name: "meetings", kind: Kind::Projection },
    Table { name: "agenda_items", kind: Kind::Projection },
    Table { name: "decisions", kind: Kind::Projection },
];

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    name: "forums-1",
    sql: "
    CREATE TABLE forums (
        reference TEXT NOT NULL PRIMARY KEY,
        area TEXT NOT NULL,
        name_en TEXT NOT NULL,
        name_ar TEXT NOT NULL,
        founded BIGINT NOT NULL
    );
    -- A meeting and everything about it is of one stream. Texts that derive from private parts stand beside the id of
    -- their entry and are empty once these are erased.
    CREATE TABLE meetings (
        reference TEXT NOT NULL PRIMARY KEY,
        version BIGINT NOT NULL,
        forum TEXT NOT NULL,
        area TEXT NOT NULL,
        day TEXT NOT NULL,
        starts TEXT NOT NULL,
        called_entry TEXT NOT NULL,
        place TEXT
    );
    CREATE INDEX meetings_by_day ON meetings (day, starts);
    CREATE TABLE agenda_items (
        reference TEXT NOT NULL PRIMARY KEY,
        meeting TEXT NOT NULL,
        -- The version of the meeting's stream at which it came onto the agenda: the order of the agenda.
        position BIGINT NOT NULL,
        concern TEXT,
        area TEXT NOT NULL,
        added_entry TEXT NOT NULL,
        title TEXT,
        discussed BIGINT,
        discussed_entry TEXT,
        summary TEXT
    );
    CREATE INDEX agenda_items_by_meeting ON agenda_items (meeting, position);
    CREATE INDEX agenda_items_by_concern ON agenda_items (concern);
    CREATE TABLE decisions (
        reference TEXT NOT NULL PRIMARY KEY,
        meeting TEXT NOT NULL,
        item TEXT NOT NULL,
        decided BIGINT NOT NULL,
        decided_entry TEXT NOT NULL,
        text TEXT,
        -- Somebody objected: known even after the words were erased.
        objected BIGINT NOT NULL,
        minority TEXT
    );
    CREATE INDEX decisions_by_meeting ON decisions (meeting);
    CREATE INDEX decisions_by_item ON decisions (item);
    ",
}];

/// A standing body for two-way dialogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forum {
    pub reference: Reference,
    /// The code of the area that it speaks for.
    pub area: String,
    pub area_names: Bilingual,
    /// The path of the area; empty while the area is not known.
    pub area_path: String,
    pub names: Bilingual,
}

/// A meeting of a forum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    pub reference: Reference,
    /// How many entries its stream has: forms carry it, so that a decision on an old state is refused.
    pub version: i64,
    pub forum: Reference,
    pub forum_names: Bilingual,
    pub area: String,
    /// The path of the area; empty while the area is not known.
    pub area_path: String,
    pub day: Day,
    /// When it begins, in the partnership's time: `18:00`.
    pub starts: String,
    /// Where; `None` once erased.
    pub place: Option<String>,
    pub items: i64,
    pub decisions: i64,
}

/// One item of an agenda, and how far it has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub reference: Reference,
    pub meeting: Reference,
    pub concern: Option<Reference>,
    /// The code of the area that it is about.
    pub area: String,
    pub area_names: Bilingual,
    /// The neutral public title; `None` once erased.
    pub title: Option<String>,
    pub discussed: Option<Millis>,
    /// What was said; `None` while it is not discussed, and once erased.
    pub summary: Option<String>,
    pub decision: Option<Reference>,
}

/// What a forum resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForumDecision {
    pub reference: Reference,
    pub meeting: Reference,
    pub item: Reference,
    pub decided: Millis,
    /// What was decided; `None` once erased.
    pub text: Option<String>,
    /// Whether somebody objected.
    pub objected: bool,
    /// What they say; `None` where nobody objected, and once erased.
    pub minority: Option<String>,
}

pub(crate) fn founded(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: Founded = entry.body()?;
    let sql = "INSERT INTO forums (reference, area, name_en, name_ar, founded) VALUES ($1, $2, $3, $4, $5)";
    let (reference, area, time) =
        (Value::from(entry.subject()), Value::from(body.area), Value::from(entry.header.time));
    tx.execute(sql, &[reference, area, Value::from(body.names.en), Value::from(body.names.ar), time])?;
    Ok(())
}

pub(crate) fn called(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: Called = entry.body()?;
    let sql = "INSERT INTO meetings (reference, version, forum, area, day, starts, called_entry, place)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let binds = [
        Value::from(entry.subject()),
        Value::from(entry.header.version),
        Value::from(&body.forum),
        Value::from(body.area),
        Value::from(body.day),
        Value::from(body.starts),
        Value::from(&entry.header.id),
        Value::from(entry.private(events::PLACE)),
    ];
    tx.execute(sql, &binds)?;
    Ok(())
}

pub(crate) fn item_added(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: ItemAdded = entry.body()?;
    let sql = "INSERT INTO agenda_items (reference, meeting, position, concern, area, added_entry, title)
               VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let binds = [
        Value::from(&body.item),
        Value::from(entry.subject()),
        Value::from(entry.header.version),
        Value::from(body.concern.as_ref()),
        Value::from(body.area),
        Value::from(&entry.header.id),
        Value::from(entry.private(events::TITLE)),
    ];
    tx.execute(sql, &binds)?;
    Ok(())
}

pub(crate) fn discussed(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: Discussed = entry.body()?;
    let sql = "UPDATE agenda_items SET discussed = $2, discussed_entry = $3, summary = $4 WHERE reference = $1";
    let (item, time) = (Value::from(&body.item), Value::from(entry.header.time));
    let (id, summary) = (Value::from(&entry.header.id), Value::from(entry.private(events::SUMMARY)));
    tx.execute(sql, &[item, time, id, summary])?;
    Ok(())
}

pub(crate) fn decided(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let body: Decided = entry.body()?;
    // The body keeps the commitments of its private parts by name, so that this is known after they are erased.
    let objected = entry.body.get("private").is_some_and(|parts| parts.get(events::MINORITY).is_some());
    let sql = "INSERT INTO decisions (reference, meeting, item, decided, decided_entry, text, objected, minority)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let binds = [
        Value::from(&body.decision),
        Value::from(entry.subject()),
        Value::from(&body.item),
        Value::from(entry.header.time),
        Value::from(&entry.header.id),
        Value::from(entry.private(events::TEXT)),
        Value::from(objected),
        Value::from(entry.private(events::MINORITY)),
    ];
    tx.execute(sql, &binds)?;
    Ok(())
}

/// Every entry of a meeting's stream counts, whatever its kind.
pub(crate) fn seen(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let sql = "UPDATE meetings SET version = $2 WHERE reference = $1";
    tx.execute(sql, &[Value::from(entry.subject()), Value::from(entry.header.version)])?;
    Ok(())
}

pub(crate) fn erase(tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
    let id = [Value::from(&entry.header.id)];
    tx.execute("UPDATE meetings SET place = NULL WHERE called_entry = $1", &id)?;
    tx.execute("UPDATE agenda_items SET title = NULL WHERE added_entry = $1", &id)?;
    tx.execute("UPDATE agenda_items SET summary = NULL WHERE discussed_entry = $1", &id)?;
    tx.execute("UPDATE decisions SET text = NULL, minority = NULL WHERE decided_entry = $1", &id)?;
    Ok(())
}

/// The areas whose public pages show something of a meeting: its forum's, and those of its items.
pub(crate) fn areas_of(tx: &mut Read<'_>, meeting: &str) -> Result<Vec<String>, Refusal> {
    let sql = "SELECT area FROM meetings WHERE reference = $1 UNION SELECT area FROM agenda_items WHERE meeting = $1";
    Ok(tx.query(sql, &[Value::from(meeting)])?.iter().map(|row| row.get(0)).collect::<Result<_, _>>()?)
}

/// Whether the meeting's agenda has this concern.
pub(crate) fn is_on_agenda(tx: &mut Read<'_>, meeting: &Reference, concern: &Reference) -> Result<bool, Refusal> {
    let sql = "SELECT 1 FROM agenda_items WHERE meeting = $1 AND concern = $2";
    Ok(tx.value::<i64>(sql, &[Value::from(meeting), Value::from(concern)])?.is_some())
}

const FORUM: &str = "SELECT f.reference, f.area, COALESCE(a.path, ''), f.name_en, f.name_ar,
    COALESCE(a.name, f.area), COALESCE(a.name_ar, '')
    FROM forums f LEFT JOIN areas a ON a.code = f.area";

fn read_forum(row: &Row) -> Result<Forum, StoreError> {
    let names = Bilingual { en: row.get(3)?, ar: row.get(4)? };
    let area_names = Bilingual { en: row.get(5)?, ar: row.get(6)? };
    Ok(Forum { reference: row.get(0)?, area: row.get(1)?, area_names, area_path: row.get(2)?, names })
}

/// One forum.
pub fn forum(tx: &mut Read<'_>, forum: &Reference) -> Result<Option<Forum>, Refusal> {
    let row = tx.optional(&format!("{FORUM} WHERE f.reference = $1"), &[Value::from(forum)])?;
    Ok(row.as_ref().map(read_forum).transpose()?)
}

/// All forums, by area. Sort by name where they are shown.
pub fn forums(tx: &mut Read<'_>) -> Result<Vec<Forum>, Refusal> {
    let rows = tx.query(&format!("{FORUM} ORDER BY f.area, f.reference"), &[])?;
    Ok(rows.iter().map(read_forum).collect::<Result<_, _>>()?)
}

const MEETING: &str =
    "SELECT m.reference, m.version, m.forum, COALESCE(f.name_en, ''), COALESCE(f.name_ar, ''), m.area,
    COALESCE(a.path, ''), m.day, m.starts, m.place,
    (SELECT COUNT(*) FROM agenda_items i WHERE i.meeting = m.reference),
    (SELECT COUNT(*) FROM decisions d WHERE d.meeting = m.reference)
    FROM meetings m LEFT JOIN forums f ON f.reference = m.forum LEFT JOIN areas a ON a.code = m.area";

fn read_meeting(row: &Row) -> Result<Meeting, StoreError> {
    Ok(Meeting {
        reference: row.get(0)?,
        version: row.get(1)?,
        forum: row.get(2)?,
        forum_names: Bilingual { en: row.get(3)?, ar: row.get(4)? },
        area: row.get(5)?,
        area_path: row.get(6)?,
        day: row.get(7)?,
        starts: row.get(8)?,
        place: row.get(9)?,
        items: row.get(10)?,
        decisions: row.get(11)?,
    })
}

fn list(tx: &mut Read<'_>, rest: &str, binds: &[Value]) -> Result<Vec<Meeting>, Refusal> {
    let rows = tx.query(&format!("{MEETING} {rest}"), binds)?;
    Ok(rows.iter().map(read_meeting).collect::<Result<_, _>>()?)
}

/// One meeting.
pub fn meeting(tx: &mut Read<'_>, meeting: &Reference) -> Result<Option<Meeting>, Refusal> {
    Ok(list(tx, "WHERE m.reference = $1", &[Value::from(meeting)])?.into_iter().next())
}

/// The meetings from `today` on of forums that speak for the area of this path: its own, or one above it; the next first.
pub fn upcoming(tx: &mut Read<'_>, area_path: &str, today: Day) -> Result<Vec<Meeting>, Refusal> {
    let codes: Vec<Value> = area_path.split('/').filter(|code| !code.is_empty()).map(Value::from).collect();
    if codes.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..codes.len() + 2).map(|number| format!("${number}")).collect();
    let rest = format!("WHERE m.day >= $1 AND m.area IN ({}) ORDER BY m.day, m.starts, m.reference", places.join(", "));
    let binds: Vec<Value> = [Value::from(today)].into_iter().chain(codes).collect();
    list(tx, &rest, &binds)
}

/// The first of [`upcoming`].
pub fn next_meeting(tx: &mut Read<'_>, area_path: &str, today: Day) -> Result<Option<Meeting>, Refusal> {
    Ok(upcoming(tx, area_path, today)?.into_iter().next())
}

/// All meetings from `today` on, the next first.
pub fn all_upcoming(tx: &mut Read<'_>, today: Day) -> Result<Vec<Meeting>, Refusal> {
    list(tx, "WHERE m.day >= $1 ORDER BY m.day, m.starts, m.reference", &[Value::from(today)])
}

/// The meetings before `today`, the last first; those before `before` (a day and a reference) where it is given.
pub fn past(
    tx: &mut Read<'_>,
    today: Day,
    before: Option<&(Day, Reference)>,
    limit: usize,
) -> Result<Vec<Meeting>, Refusal> {
    let limit = Value::from(i64::try_from(limit).unwrap_or(i64::MAX));
    let order = "ORDER BY m.day DESC, m.reference DESC LIMIT $2";
    match before {
        None => list(tx, &format!("WHERE m.day < $1 {order}"), &[Value::from(today), limit]),
        Some((day, reference)) => {
            let rest = format!("WHERE m.day < $1 AND (m.day < $3 OR (m.day = $3 AND m.reference < $4)) {order}");
            list(tx, &rest, &[Value::from(today), limit, Value::from(*day), Value::from(reference)])
        }
    }
}

const ITEM: &str = "SELECT i.reference, i.meeting, i.concern, i.area, i.title, i.discussed, i.summary, d.reference,
    COALESCE(a.name, i.area), COALESCE(a.name_ar, '')
    FROM agenda_items i LEFT JOIN decisions d ON d.item = i.reference LEFT JOIN areas a ON a.code = i.area";

fn read_item(row: &Row) -> Result<Item, StoreError> {
    Ok(Item {
        reference: row.get(0)?,
        meeting: row.get(1)?,
        concern: row.get(2)?,
        area: row.get(3)?,
        title: row.get(4)?,
        discussed: row.get(5)?,
        summary: row.get(6)?,
        decision: row.get(7)?,
        area_names: Bilingual { en: row.get(8)?, ar: row.get(9)? },
    })
}

/// One item of an agenda.
pub fn item(tx: &mut Read<'_>, item: &Reference) -> Result<Option<Item>, Refusal> {
    let row = tx.optional(&format!("{ITEM} WHERE i.reference = $1"), &[Value::from(item)])?;
    Ok(row.as_ref().map(read_item).transpose()?)
}

/// A meeting's agenda, in its order.
pub fn items(tx: &mut Read<'_>, meeting: &Reference) -> Result<Vec<Item>, Refusal> {
    let rows = tx.query(&format!("{ITEM} WHERE i.meeting = $1 ORDER BY i.position"), &[Value::from(meeting)])?;
    Ok(rows.iter().map(read_item).collect::<Result<_, _>>()?)
}

/// The items that are about a concern, oldest first: it may have come before several meetings.
pub fn items_of_concern(tx: &mut Read<'_>, concern: &Reference) -> Result<Vec<Item>, Refusal> {
    let sql = format!("{ITEM} WHERE i.concern = $1 ORDER BY i.added_entry");
    let rows = tx.query(&sql, &[Value::from(concern)])?;
    Ok(rows.iter().map(read_item).collect::<Result<_, _>>()?)
}

const DECISION: &str = "SELECT reference, meeting, item, decided, text, objected, minority FROM decisions";

fn read_decision(row: &Row) -> Result<ForumDecision, StoreError> {
    Ok(ForumDecision {
        reference: row.get(0)?,
        meeting: row.get(1)?,
        item: row.get(2)?,
        decided: row.get(3)?,
        text: row.get(4)?,
        objected: row.get(5)?,
        minority: row.get(6)?,
    })
}

/// One decision.
pub fn decision(tx: &mut Read<'_>, decision: &Reference) -> Result<Option<ForumDecision>, Refusal> {
    let row = tx.optional(&format!("{DECISION} WHERE reference = $1"), &[Value::from(decision)])?;
    Ok(row.as_ref().map(read_decision).transpose()?)
}

/// All decisions of a meeting, in the order in which they were recorded.
pub fn decisions(tx: &mut Read<'_>, meeting: &Reference) -> Result<Vec<ForumDecision>, Refusal> {
    let sql = format!("{DECISION} WHERE meeting = $1 ORDER BY decided, reference");
    let rows = tx.query(&sql, &[Value::from(meeting)])?;
    Ok(rows.iter().map(read_decision).collect::<Result<_, _>>()?)
}
