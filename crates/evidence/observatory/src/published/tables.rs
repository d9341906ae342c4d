//! The tables of releases and published numbers, and all SQL that writes them.

use comity_datasets::Month;
use comity_kernel::{Millis, Reference};
use comity_ledger::{Recorded, Refusal};
use comity_places::{EVERYWHERE, page_changed};
use comity_store::{Migration, Objects, Read, Row, StoreError, Value, Write};

use super::Publication;
use super::addresses::{ADDRESSES_IMPORTED, AddressesImported};
use super::content::{Content, Detail, as_filed};
use super::events::{PUBLICATION_RULED, PublicationRuled, RELEASE_PUBLISHED, ReleasePublished};
use super::hours::{HourRow, Hours};
use crate::tables::month;

pub(crate) const MIGRATION: Migration = Migration {
    name: "observatory-2",
    sql: "
    ALTER TABLE datasets ADD COLUMN publication TEXT NOT NULL DEFAULT 'counts';
    CREATE INDEX incident_counts_by_dataset ON incident_counts (dataset, month);
    CREATE TABLE publication_rules (
        number BIGINT NOT NULL PRIMARY KEY,
        hash TEXT NOT NULL,
        rule TEXT NOT NULL
    );
    CREATE TABLE address_sets (
        number BIGINT NOT NULL PRIMARY KEY,
        object TEXT NOT NULL
    );
    CREATE TABLE releases (
        reference TEXT NOT NULL PRIMARY KEY,
        published BIGINT NOT NULL,
        publication TEXT NOT NULL,
        finest TEXT NOT NULL,
        delay BIGINT NOT NULL,
        first_month BIGINT NOT NULL,
        last_month BIGINT NOT NULL,
        detail TEXT NOT NULL,
        rule TEXT NOT NULL,
        rule_json TEXT NOT NULL,
        object TEXT NOT NULL
    );
    CREATE INDEX releases_by_month ON releases (last_month, first_month);
    -- Which incidents are in which release. What is drawn of them and what is not are two releases that come out together.
    CREATE TABLE released (
        dataset TEXT NOT NULL,
        kind TEXT NOT NULL,
        month BIGINT NOT NULL,
        release TEXT NOT NULL,
        PRIMARY KEY (dataset, kind, month, release)
    );
    CREATE INDEX released_by_release ON released (release, dataset);
    -- What is public. Area '' is the whole partnership, kind '' all kinds of the release, kind '-' a kind that is not
    -- stated; no count: withheld. What is not here was not published at all.
    CREATE TABLE published_counts (
        release TEXT NOT NULL,
        area TEXT NOT NULL,
        first_month BIGINT NOT NULL,
        last_month BIGINT NOT NULL,
        kind TEXT NOT NULL,
        count BIGINT,
        PRIMARY KEY (area, kind, first_month, last_month, release)
    );
    -- Incidents drawn at a point, put together where nothing tells them apart.
    CREATE TABLE published_points (
        release TEXT NOT NULL,
        point BIGINT NOT NULL,
        lon_e6 BIGINT NOT NULL,
        lat_e6 BIGINT NOT NULL,
        area TEXT NOT NULL,
        month BIGINT NOT NULL,
        kind TEXT NOT NULL,
        outcome TEXT NOT NULL,
        name TEXT NOT NULL,
        count BIGINT NOT NULL,
        PRIMARY KEY (release, point, month, kind, outcome)
    );
    CREATE INDEX published_points_by_place ON published_points (month, lat_e6, lon_e6);
    CREATE INDEX published_points_by_area ON published_points (area, month);
    ",
};

/// Versions of releases. The rows of one that was corrected are those of its correction; it stays itself in the ledger.
pub(crate) const CORRECTIONS: Migration = Migration {
    name: "observatory-corrections",
    sql: "
    ALTER TABLE releases ADD COLUMN corrects TEXT;
    ALTER TABLE releases ADD COLUMN corrected_by TEXT;
    -- What the entry says.
    ALTER TABLE releases ADD COLUMN body TEXT;
    ",
};

/// By the hour of the week.
pub(crate) const HOURS: Migration = Migration {
    name: "observatory-hours",
    sql: "
    -- Day 0 is Monday, 7 that no hour is known, -1 all days; step 0 the first `every` hours of the day, -1 the whole day. All
    -- kinds of the release together; no count: withheld.
    CREATE TABLE published_hours (
        release TEXT NOT NULL,
        area TEXT NOT NULL,
        every BIGINT NOT NULL,
        day BIGINT NOT NULL,
        step BIGINT NOT NULL,
        count BIGINT,
        PRIMARY KEY (area, release, day, step)
    );
    ",
};

/// How many values are written with one statement: fewer than both databases take.
const VALUES: usize = 900;

pub(crate) fn project(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    match entry.header.kind.as_str() {
        RELEASE_PUBLISHED => release(tx, entry, objects),
        PUBLICATION_RULED => {
            let ruled: PublicationRuled = entry.body()?;
            let binds =
                [Value::from(entry.header.version), Value::from(&ruled.hash), Value::from(canonical(&ruled.rule)?)];
            tx.execute("INSERT INTO publication_rules (number, hash, rule) VALUES ($1, $2, $3)", &binds)?;
            Ok(())
        }
        ADDRESSES_IMPORTED => {
            let taken: AddressesImported = entry.body()?;
            let binds = [Value::from(entry.header.version), Value::from(&taken.object)];
            tx.execute("INSERT INTO address_sets (number, object) VALUES ($1, $2)", &binds)?;
            Ok(())
        }
        _ => Ok(()),
    }
}

fn canonical(rule: &comity_disclosure::Rule) -> Result<String, Refusal> {
    rule.canonical().map_err(|error| Refusal::Broken(error.to_string()))
}

fn release(tx: &mut Write<'_>, entry: &Recorded, objects: &Objects) -> Result<(), Refusal> {
    let body: ReleasePublished = entry.body()?;
    let bytes = objects.get(&body.object)?;
    let unreadable = |error| Refusal::Object(format!("the release {}: {error}", entry.subject()));
    let content: Content = serde_json::from_slice(&bytes).map_err(unreadable)?;
    let reference = entry.subject();
    // A correction may come before what it corrects: streams are replayed in any order.
    let sql = "SELECT reference FROM releases WHERE corrects = $1";
    let corrected_by: Option<String> = tx.value(sql, &[Value::from(reference)])?;
    insert(tx, entry, &body, content.detail, corrected_by.as_deref())?;
    if let Some(old) = &body.corrects {
        supersede(tx, old, reference)?;
    }
    let held = |(dataset, kind, month): &(String, String, i32)| {
        Ok(vec![Value::from(dataset), Value::from(kind), Value::from(i64::from(*month)), Value::from(reference)])
    };
    insert_all(tx, "released (dataset, kind, month, release)", content.holds.iter().map(held))?;
    if corrected_by.is_some() {
        return page_changed(tx, EVERYWHERE);
    }
    let counts = content.counts.iter().map(|row| count(&content, reference, row));
    insert_all(tx, "published_counts (release, area, first_month, last_month, kind, count)", counts)?;
    insert_all(tx, "published_points (release, point, lon_e6, lat_e6, area, month, kind, outcome, name, count)", {
        content.drawn.iter().map(|drawn| point(&content, reference, drawn))
    })?;
    if let Some(hours) = &content.hours {
        let rows = hours.counts.iter().map(|row| hour(hours, reference, row));
        insert_all(tx, "published_hours (release, area, every, day, step, count)", rows)?;
    }
    page_changed(tx, EVERYWHERE)
}

/// The newest version alone is shown.
fn supersede(tx: &mut Write<'_>, old: &str, new: &str) -> Result<(), Refusal> {
    let binds = [Value::from(old), Value::from(new)];
    tx.execute("UPDATE releases SET corrected_by = $2 WHERE reference = $1", &binds)?;
    for table in ["published_counts", "published_points", "published_hours"] {
        tx.execute(&format!("DELETE FROM {table} WHERE release = $1"), &[Value::from(old)])?;
    }
    Ok(())
}

fn insert(
    tx: &mut Write<'_>,
    entry: &Recorded,
    body: &ReleasePublished,
    detail: Detail,
    corrected_by: Option<&str>,
) -> Result<(), Refusal> {
    let month = |text: &str| {
        let month = Month::parse(text).ok_or_else(|| Refusal::Broken(format!("{text:?} is no month")))?;
        Ok::<_, Refusal>(Value::from(i64::from(month.0)))
    };
    let binds = [
        Value::from(entry.subject()),
        Value::from(entry.header.time),
        Value::from(body.publication.as_str()),
        Value::from(finest(body.treatment.finest)),
        Value::from(i64::from(body.treatment.delay)),
        month(&body.first_month)?,
        month(&body.last_month)?,
        Value::from(detail.as_str()),
        Value::from(&body.rule),
        Value::from(canonical(&body.rule_json)?),
        Value::from(&body.object),
        Value::from(body.corrects.as_deref()),
        Value::from(corrected_by),
        Value::from(serde_json::to_string(body).map_err(|error| Refusal::Broken(error.to_string()))?),
    ];
    let sql = "INSERT INTO releases (reference, published, publication, finest, delay, first_month, last_month, detail,
                   rule, rule_json, object, corrects, corrected_by, body)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    tx.execute(sql, &binds)?;
    Ok(())
}

fn finest(finest: comity_disclosure::kinds::Finest) -> &'static str {
    use comity_disclosure::kinds::Finest;
    match finest {
        Finest::Point => "point",
        Finest::Area => "area",
        Finest::District => "district",
    }
}

fn missing() -> Refusal {
    Refusal::Object("a release names something that it does not list".into())
}

fn count(content: &Content, release: &str, row: &(u32, u32, u32, Option<u64>)) -> Result<Vec<Value>, Refusal> {
    let (area, period, kind, count) = row;
    let (first, last) = content.periods.get(*period as usize).ok_or_else(missing)?;
    Ok(vec![
        Value::from(release),
        Value::from(content.areas.get(*area as usize).ok_or_else(missing)?),
        Value::from(i64::from(*first)),
        Value::from(i64::from(*last)),
        Value::from(content.kinds.get(*kind as usize).ok_or_else(missing)?),
        Value::from(count.map(|count| i64::try_from(count).unwrap_or(i64::MAX))),
    ])
}

fn hour(hours: &Hours, release: &str, (area, day, step, count): &HourRow) -> Result<Vec<Value>, Refusal> {
    let part = |part: &Option<u8>| Value::from(part.map_or(-1, i64::from));
    Ok(vec![
        Value::from(release),
        Value::from(hours.areas.get(*area as usize).ok_or_else(missing)?),
        Value::from(i64::from(hours.every)),
        part(day),
        part(step),
        Value::from(count.map(|count| i64::try_from(count).unwrap_or(i64::MAX))),
    ])
}

fn point(content: &Content, release: &str, drawn: &super::content::Drawn) -> Result<Vec<Value>, Refusal> {
    let point = content.points.get(drawn.point as usize).ok_or_else(missing)?;
    Ok(vec![
        Value::from(release),
        Value::from(i64::from(drawn.point)),
        Value::from(i64::from(point.lon_e6)),
        Value::from(i64::from(point.lat_e6)),
        Value::from(&point.area),
        Value::from(i64::from(drawn.month)),
        Value::from(content.kinds.get(drawn.kind as usize).ok_or_else(missing)?),
        Value::from(content.outcomes.get(drawn.outcome as usize).ok_or_else(missing)?),
        Value::from(&point.name),
        Value::from(i64::from(drawn.count)),
    ])
}

/// Writes rows of equal length, many with one statement.
pub(crate) fn insert_all(
    tx: &mut Write<'_>,
    into: &str,
    rows: impl Iterator<Item = Result<Vec<Value>, Refusal>>,
) -> Result<(), Refusal> {
    let (mut binds, mut values) = (Vec::new(), Vec::new());
    for row in rows {
        let row = row?;
        let places: Vec<String> = (1..=row.len()).map(|place| format!("${}", binds.len() + place)).collect();
        values.push(format!("({})", places.join(", ")));
        binds.extend(row);
        if binds.len() >= VALUES {
            tx.execute(&format!("INSERT INTO {into} VALUES {}", values.join(", ")), &binds)?;
            (binds, values) = (Vec::new(), Vec::new());
        }
    }
    if !binds.is_empty() {
        tx.execute(&format!("INSERT INTO {into} VALUES {}", values.join(", ")), &binds)?;
    }
    Ok(())
}

/// A release as it came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Release {
    pub reference: Reference,
    pub published: Millis,
    pub publication: Publication,
    /// How finely its kinds are shown: "point", "area" or "district".
    pub finest: String,
    /// Days from the end of the period.
    pub delay: i64,
    /// The first and the last month.
    pub months: (Month, Month),
    /// Whether numbers by area, month and kind came out (else only their margins).
    pub cube: bool,
    /// The hash of the rule that was applied.
    pub rule: String,
    pub(crate) rule_json: String,
    /// The hash of what came out.
    pub object: String,
    /// The release that it took the place of, with a batch of corrections.
    pub corrects: Option<Reference>,
    /// Whose incidents are in it.
    pub datasets: Vec<Reference>,
    /// As their files have them.
    pub kinds: Vec<String>,
}

/// All releases that touch these months and are in force, the earliest months first.
pub(super) fn releases(tx: &mut Read<'_>, (first, last): (Month, Month)) -> Result<Vec<Release>, Refusal> {
    let sql =
        "SELECT reference, published, publication, finest, delay, first_month, last_month, detail, rule, rule_json,
                   object, corrects
               FROM releases WHERE last_month >= $1 AND first_month <= $2 AND corrected_by IS NULL
               ORDER BY first_month, last_month, finest, reference";
    let binds = [Value::from(i64::from(first.0)), Value::from(i64::from(last.0))];
    let read = |row: &Row| {
        Ok::<_, StoreError>(Release {
            reference: row.get(0)?,
            published: row.get(1)?,
            publication: Publication::parse(&row.get::<String>(2)?).unwrap_or_default(),
            finest: row.get(3)?,
            delay: row.get(4)?,
            months: (month(row, 5)?, month(row, 6)?),
            cube: row.get::<String>(7)? == Detail::Cube.as_str(),
            rule: row.get(8)?,
            rule_json: row.get(9)?,
            object: row.get(10)?,
            corrects: row.get(11)?,
            datasets: Vec::new(),
            kinds: Vec::new(),
        })
    };
    let mut found: Vec<Release> = tx.query(sql, &binds)?.iter().map(read).collect::<Result<_, _>>()?;
    let sql = "SELECT DISTINCT h.release, h.dataset, h.kind FROM releases r JOIN released h ON h.release = r.reference
               WHERE r.last_month >= $1 AND r.first_month <= $2 ORDER BY h.release, h.dataset, h.kind";
    for row in tx.query(sql, &binds)? {
        let (release, dataset, kind): (Reference, Reference, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        if let Some(release) = found.iter_mut().find(|known| known.reference == release) {
            if !release.datasets.contains(&dataset) {
                release.datasets.push(dataset);
            }
            let kind = as_filed(&kind).to_owned();
            if !release.kinds.contains(&kind) {
                release.kinds.push(kind);
            }
        }
    }
    Ok(found)
}
