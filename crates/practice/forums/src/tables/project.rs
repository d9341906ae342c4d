//! From entries to rows, and what an erasure takes away again.

use comity_ledger::{Recorded, Refusal};
use comity_store::{Read, Value, Write};

use crate::events::{self, Called, Decided, Discussed, Founded, ItemAdded};

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
