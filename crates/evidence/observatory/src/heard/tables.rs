//! The tables of the population's groups and of published concerns, and all SQL on them.

use std::collections::HashSet;

use comity_datasets::Month;
use comity_kernel::Reference;
use comity_ledger::{Recorded, Refusal};
use comity_places::{Bilingual, EVERYWHERE, page_changed};
use comity_store::{Migration, Objects, Read, Row, StoreError, Value, Write};

use super::concerns::{CONCERNS_PUBLISHED, ConcernsPublished};
use super::population::{self, GroupFigure, POPULATION_GROUPED, PopulationGrouped};
use crate::published::Number;
use crate::published::content::Content;
use crate::published::tables::insert_all;
use crate::tables::month;

pub(crate) const MIGRATION: Migration = Migration {
    name: "observatory-heard",
    sql: "
    CREATE TABLE population_files (
        number BIGINT NOT NULL PRIMARY KEY,
        object TEXT NOT NULL
    );
    -- How many people of each group live in an area, in the order of the file (`position`).
    CREATE TABLE population_groups (
        area TEXT NOT NULL,
        grouping_by TEXT NOT NULL,
        group_name TEXT NOT NULL,
        name_en TEXT NOT NULL,
        name_ar TEXT NOT NULL,
        people BIGINT NOT NULL,
        file BIGINT NOT NULL,
        position BIGINT NOT NULL,
        PRIMARY KEY (area, grouping_by, group_name)
    );
    CREATE TABLE concern_releases (
        reference TEXT NOT NULL PRIMARY KEY,
        published BIGINT NOT NULL,
        first_month BIGINT NOT NULL,
        last_month BIGINT NOT NULL,
        threshold BIGINT NOT NULL,
        object TEXT NOT NULL
    );
    -- Area '' is the whole partnership, topic '' all topics; no count: withheld.
    CREATE TABLE published_concerns (
        release TEXT NOT NULL,
        area TEXT NOT NULL,
        topic TEXT NOT NULL,
        count BIGINT,
        PRIMARY KEY (release, area, topic)
    );
    ",
};

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    match entry.header.kind.as_str() {
        POPULATION_GROUPED => grouped(tx, entry, objects),
        CONCERNS_PUBLISHED => published(tx, entry, objects),
        _ => Ok(()),
    }
}

fn grouped(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    let body: PopulationGrouped = entry.body()?;
    let read = population::read(&objects.get(&body.object)?, None);
    let figures = read.map_err(|error| Refusal::Object(format!("the figures of {}: {error}", entry.subject())))?;
    let file = Value::from(entry.header.version);
    let sql = "INSERT INTO population_files (number, object) VALUES ($1, $2)";
    tx.execute(sql, &[file.clone(), Value::from(&body.object)])?;
    let replaced: HashSet<(&str, &str)> =
        figures.iter().map(|figure| (figure.area.as_str(), figure.by.as_str())).collect();
    for (area, by) in replaced {
        let sql = "DELETE FROM population_groups WHERE area = $1 AND grouping_by = $2";
        tx.execute(sql, &[Value::from(area), Value::from(by)])?;
    }
    let row = |(figure, position): (&GroupFigure, i64)| {
        Ok(vec![
            Value::from(&figure.area),
            Value::from(&figure.by),
            Value::from(&figure.group),
            Value::from(&figure.text.en),
            Value::from(&figure.text.ar),
            Value::from(figure.people),
            file.clone(),
            Value::from(position),
        ])
    };
    let into = "population_groups (area, grouping_by, group_name, name_en, name_ar, people, file, position)";
    insert_all(tx, into, figures.iter().zip(0_i64..).map(row))
}

fn published(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    let body: ConcernsPublished = entry.body()?;
    let unreadable = |error| Refusal::Object(format!("the release {}: {error}", entry.subject()));
    let content: Content = serde_json::from_slice(&objects.get(&body.object)?).map_err(unreadable)?;
    let month = |text: &str| {
        let month = Month::parse(text).ok_or_else(|| Refusal::Broken(format!("{text:?} is no month")))?;
        Ok::<_, Refusal>(Value::from(i64::from(month.0)))
    };
    let binds = [
        Value::from(entry.subject()),
        Value::from(entry.header.time),
        month(&body.first_month)?,
        month(&body.last_month)?,
        Value::from(i64::try_from(body.protection.threshold).unwrap_or(i64::MAX)),
        Value::from(&body.object),
    ];
    let sql = "INSERT INTO concern_releases (reference, published, first_month, last_month, threshold, object)
               VALUES ($1, $2, $3, $4, $5, $6)";
    tx.execute(sql, &binds)?;
    let missing = || Refusal::Object("a release names something that it does not list".into());
    let row = |(area, _, topic, count): &(u32, u32, u32, Option<u64>)| {
        Ok(vec![
            Value::from(entry.subject()),
            Value::from(content.areas.get(*area as usize).ok_or_else(missing)?),
            Value::from(content.kinds.get(*topic as usize).ok_or_else(missing)?),
            Value::from(count.map(|count| i64::try_from(count).unwrap_or(i64::MAX))),
        ])
    };
    insert_all(tx, "published_concerns (release, area, topic, count)", content.counts.iter().map(row))?;
    page_changed(tx, EVERYWHERE)
}

/// The object of the last file of figures.
pub fn last_population(tx: &mut Read<'_>) -> Result<Option<String>, Refusal> {
    Ok(tx.value("SELECT object FROM population_files ORDER BY number DESC LIMIT 1", &[])?)
}

/// All figures in the order of their files.
pub fn figures(tx: &mut Read<'_>) -> Result<Vec<GroupFigure>, Refusal> {
    let sql = "SELECT area, grouping_by, group_name, name_en, name_ar, people FROM population_groups
               ORDER BY file, position";
    let read = |row: &Row| {
        Ok::<_, StoreError>(GroupFigure {
            area: row.get(0)?,
            by: row.get(1)?,
            group: row.get(2)?,
            text: Bilingual { en: row.get(3)?, ar: row.get(4)? },
            people: row.get(5)?,
        })
    };
    Ok(tx.query(sql, &[])?.iter().map(read).collect::<Result<_, _>>()?)
}

/// The first months of what is out.
pub fn out(tx: &mut Read<'_>) -> Result<HashSet<i32>, Refusal> {
    let rows = tx.query("SELECT first_month FROM concern_releases", &[])?;
    Ok(rows.iter().map(|row| Ok(month(row, 0)?.0)).collect::<Result<_, StoreError>>()?)
}

/// A release of counts of concerns.
#[derive(Clone, Debug)]
pub struct Release {
    pub reference: Reference,
    pub first: Month,
    pub threshold: u64,
}

/// All releases, the earliest first.
pub fn releases(tx: &mut Read<'_>) -> Result<Vec<Release>, Refusal> {
    let sql = "SELECT reference, first_month, threshold FROM concern_releases ORDER BY first_month";
    let read = |row: &Row| {
        let threshold = u64::try_from(row.get::<i64>(2)?).unwrap_or_default();
        Ok::<_, StoreError>(Release { reference: row.get(0)?, first: month(row, 1)?, threshold })
    };
    Ok(tx.query(sql, &[])?.iter().map(read).collect::<Result<_, _>>()?)
}

/// What these releases say, by area and topic.
pub fn numbers(tx: &mut Read<'_>, releases: &[Release]) -> Result<Vec<(String, String, Number)>, Refusal> {
    let mut found = Vec::new();
    for release in releases {
        let sql = "SELECT area, topic, count FROM published_concerns WHERE release = $1";
        for row in tx.query(sql, &[Value::from(&release.reference)])? {
            let count: Option<i64> = row.get(2)?;
            found.push((row.get(0)?, row.get(1)?, count.map_or(Number::Withheld, Number::Count)));
        }
    }
    Ok(found)
}
