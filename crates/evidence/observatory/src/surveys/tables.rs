//! The table of surveys, and all SQL on it.

use comity_kernel::{Millis, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_store::{Migration, Objects, Read, Row, Value, Write};

use super::import::{SURVEY_IMPORTED, SurveyImported};
use super::layout::Layout;
use super::results::Results;

pub(crate) const MIGRATION: Migration = Migration {
    name: "observatory-surveys",
    sql: "
    -- `results` is all that is public of a survey, as JSON; the rows themselves lie in the object.
    CREATE TABLE surveys (
        reference TEXT NOT NULL PRIMARY KEY,
        content TEXT NOT NULL,
        object TEXT NOT NULL,
        imported BIGINT NOT NULL,
        first_day TEXT NOT NULL,
        last_day TEXT NOT NULL,
        layout TEXT NOT NULL,
        results TEXT NOT NULL
    );
    CREATE INDEX surveys_by_content ON surveys (content);
    ",
};

/// A survey with all that is public of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    pub reference: Reference,
    pub imported: Millis,
    pub layout: Layout,
    pub results: Results,
}

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    if entry.header.kind != SURVEY_IMPORTED {
        return Ok(());
    }
    let body: SurveyImported = entry.body()?;
    let unreadable = || Refusal::Object(format!("the results of the survey {}", entry.subject()));
    let results = String::from_utf8(objects.get(&body.results)?).map_err(|_| unreadable())?;
    let layout = serde_json::to_string(&body.layout).map_err(|error| Refusal::Broken(error.to_string()))?;
    let binds = [
        Value::from(entry.subject()),
        Value::from(&body.content),
        Value::from(&body.object),
        Value::from(entry.header.time),
        Value::from(&body.layout.from),
        Value::from(&body.layout.to),
        Value::from(layout),
        Value::from(results),
    ];
    let sql = "INSERT INTO surveys (reference, content, object, imported, first_day, last_day, layout, results)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    tx.execute(sql, &binds)?;
    Ok(())
}

/// The survey with this content, if there is one.
pub fn with_content(tx: &mut Read<'_>, content: &str) -> Result<Option<Reference>, Refusal> {
    Ok(tx.value("SELECT reference FROM surveys WHERE content = $1", &[Value::from(content)])?)
}

const COLUMNS: &str = "SELECT reference, imported, layout, results FROM surveys";

/// All surveys, the latest first.
///
/// # Errors
/// What the database says.
pub fn surveys(tx: &mut Read<'_>) -> Result<Vec<Survey>, Refusal> {
    tx.query(&format!("{COLUMNS} ORDER BY last_day DESC, reference"), &[])?.iter().map(read).collect()
}

/// One survey.
///
/// # Errors
/// What the database says.
pub fn find(tx: &mut Read<'_>, reference: &Reference) -> Result<Option<Survey>, Refusal> {
    let sql = format!("{COLUMNS} WHERE reference = $1");
    tx.optional(&sql, &[Value::from(reference)])?.map(|row| read(&row)).transpose()
}

fn read(row: &Row) -> Result<Survey, Refusal> {
    let broken = |error: serde_json::Error| Refusal::Broken(format!("a recorded survey: {error}"));
    Ok(Survey {
        reference: row.get(0)?,
        imported: row.get(1)?,
        layout: serde_json::from_str(&row.get::<String>(2)?).map_err(broken)?,
        results: serde_json::from_str(&row.get::<String>(3)?).map_err(broken)?,
    })
}
