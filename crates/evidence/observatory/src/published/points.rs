//! What is drawn, and all SQL that reads it.

use comity_datasets::Month;
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_store::{Read, Row, StoreError, Value};

use super::content::{as_filed, named};
use crate::tables::month;

/// What is asked of the points; everything that is not said is not limited.
#[derive(Clone, Debug, Default)]
pub struct PointsFilter {
    /// The code of an area: it and all below it.
    pub area: Option<String>,
    /// West, south, east, north in millionths of a degree, both ends included.
    pub within: Option<[i32; 4]>,
    /// The first and the last month.
    pub months: Option<(Month, Month)>,
    /// Kinds as the files have them; none: all.
    pub kinds: Vec<String>,
    /// The most rows; 0: all.
    pub most: usize,
    /// How many rows are passed over, in the order of month, kind, point, for paging.
    pub skip: usize,
    /// One point of one release.
    pub one: Option<(String, i64)>,
}

/// Incidents drawn at one point, put together where nothing tells them apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedPoint {
    pub release: Reference,
    /// Names the point within its release.
    pub point: i64,
    pub lon_e6: i32,
    pub lat_e6: i32,
    /// Empty outside every area.
    pub area: String,
    pub month: Month,
    /// As the file has it.
    pub kind: String,
    pub outcome: String,
    /// "On or near" this; empty where the point has no name.
    pub name: String,
    pub count: i64,
}

/// Drawn incidents, by month, kind and point. Not drawn are sensitive kinds, and what lies where there is no map point.
///
/// # Errors
/// What the database says.
pub fn points(tx: &mut Read<'_>, filter: &PointsFilter) -> Result<Vec<PublishedPoint>, Refusal> {
    let mut found = Vec::new();
    each_point(tx, filter, |point| {
        found.push(point);
        Ok::<_, Refusal>(())
    })?;
    Ok(found)
}

/// [`points`], each handed to `take` as it is read; after a refusal of `take` no further one is.
///
/// # Errors
/// What the database says, or `take`.
pub fn each_point<E: From<StoreError>>(
    tx: &mut Read<'_>,
    filter: &PointsFilter,
    mut take: impl FnMut(PublishedPoint) -> Result<(), E>,
) -> Result<(), E> {
    let (which, mut binds) = asked(filter);
    let limit = match filter.most {
        0 => String::new(),
        most => {
            binds.extend([number(most), number(filter.skip)]);
            format!("LIMIT ${} OFFSET ${}", binds.len() - 1, binds.len())
        }
    };
    let sql = format!(
        "SELECT p.release, p.point, p.lon_e6, p.lat_e6, p.area, p.month, p.kind, p.outcome, p.name, p.count
         FROM published_points p {which}
         ORDER BY p.month, p.kind, p.release, p.point, p.outcome {limit}"
    );
    tx.each(&sql, &binds, |row| take(drawn(&row)?))
}

/// How many rows [`points`] has in all, whatever `most` and `skip` say.
///
/// # Errors
/// What the database says.
pub fn count_points(tx: &mut Read<'_>, filter: &PointsFilter) -> Result<usize, Refusal> {
    let (which, binds) = asked(filter);
    let count: Option<i64> = tx.value(&format!("SELECT COUNT(*) FROM published_points p {which}"), &binds)?;
    Ok(count.and_then(|count| usize::try_from(count).ok()).unwrap_or_default())
}

/// Hands every place at which something is drawn in these months to `take`, in millionths of a degree, each once.
///
/// # Errors
/// What the database says.
pub fn each_place(
    tx: &mut Read<'_>,
    (first, last): (Month, Month),
    mut take: impl FnMut(i32, i32),
) -> Result<(), Refusal> {
    let sql = "SELECT DISTINCT lon_e6, lat_e6 FROM published_points WHERE month >= $1 AND month <= $2";
    tx.each(sql, &[Value::from(i64::from(first.0)), Value::from(i64::from(last.0))], |row| {
        take(degree(&row, 0)?, degree(&row, 1)?);
        Ok(())
    })
}

/// How many incidents of each kind, as files have it, are drawn in a month within areas.
///
/// # Errors
/// What the database says.
pub fn drawn_by_kind(tx: &mut Read<'_>, month: Month) -> Result<Vec<(String, i64)>, Refusal> {
    let sql = "SELECT kind, CAST(SUM(count) AS BIGINT) FROM published_points WHERE month = $1 AND area <> ''
               GROUP BY kind ORDER BY kind";
    let read = |row: &Row| Ok((as_filed(&row.get::<String>(0)?).to_owned(), row.get(1)?));
    let rows = tx.query(sql, &[Value::from(i64::from(month.0))])?;
    Ok(rows.iter().map(read).collect::<Result<_, StoreError>>()?)
}

/// Which points are asked for, as a clause of SQL and its values.
pub(super) fn asked(filter: &PointsFilter) -> (String, Vec<Value>) {
    let (mut clauses, mut binds) = (Vec::new(), Vec::new());
    let mut bind = |value: Value| {
        binds.push(value);
        format!("${}", binds.len())
    };
    if let Some((first, last)) = filter.months {
        let (first, last) = (bind(Value::from(i64::from(first.0))), bind(Value::from(i64::from(last.0))));
        clauses.push(format!("p.month >= {first} AND p.month <= {last}"));
    }
    if let Some(edges) = filter.within {
        let [west, south, east, north] = edges.map(|edge| bind(Value::from(i64::from(edge))));
        clauses
            .push(format!("p.lat_e6 >= {south} AND p.lat_e6 <= {north} AND p.lon_e6 >= {west} AND p.lon_e6 <= {east}"));
    }
    if let Some(area) = &filter.area {
        let area = bind(Value::from(area));
        clauses.push(format!(
            "p.area IN (SELECT a.code FROM areas here JOIN areas a ON substr(a.path, 1, length(here.path)) = here.path
                        WHERE here.code = {area})"
        ));
    }
    if !filter.kinds.is_empty() {
        let kinds: Vec<String> = filter.kinds.iter().map(|kind| bind(Value::from(named(kind)))).collect();
        clauses.push(format!("p.kind IN ({})", kinds.join(", ")));
    }
    if let Some((release, point)) = &filter.one {
        let (release, point) = (bind(Value::from(release)), bind(Value::from(*point)));
        clauses.push(format!("p.release = {release} AND p.point = {point}"));
    }
    let which = if clauses.is_empty() { String::new() } else { format!("WHERE {}", clauses.join(" AND ")) };
    (which, binds)
}

fn number(value: usize) -> Value {
    Value::from(i64::try_from(value).unwrap_or(i64::MAX))
}

fn degree(row: &Row, column: usize) -> Result<i32, StoreError> {
    Ok(i32::try_from(row.get::<i64>(column)?).unwrap_or_default())
}

fn drawn(row: &Row) -> Result<PublishedPoint, StoreError> {
    Ok(PublishedPoint {
        release: row.get(0)?,
        point: row.get(1)?,
        lon_e6: degree(row, 2)?,
        lat_e6: degree(row, 3)?,
        area: row.get(4)?,
        month: month(row, 5)?,
        kind: as_filed(&row.get::<String>(6)?).to_owned(),
        outcome: row.get(7)?,
        name: row.get(8)?,
        count: row.get(9)?,
    })
}
