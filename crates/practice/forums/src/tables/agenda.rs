//! What is on a meeting's agenda, and what was decided about it.

use comity_kernel::{Millis, Reference};
use comity_ledger::Refusal;
use comity_places::Bilingual;
use comity_store::{Read, Row, StoreError, Value};

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

/// Whether the meeting's agenda has this concern.
pub(crate) fn is_on_agenda(tx: &mut Read<'_>, meeting: &Reference, concern: &Reference) -> Result<bool, Refusal> {
    let sql = "SELECT 1 FROM agenda_items WHERE meeting = $1 AND concern = $2";
    Ok(tx.value::<i64>(sql, &[Value::from(meeting), Value::from(concern)])?.is_some())
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
