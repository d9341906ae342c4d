//! Forums and their meetings.

use comity_kernel::{Day, Reference};
use comity_ledger::Refusal;
use comity_places::Bilingual;
use comity_store::{Read, Row, StoreError, Value};

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
