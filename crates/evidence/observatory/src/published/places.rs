//! Where incidents are drawn, over kinds and months together: what a map shows.

use comity_ledger::Refusal;
use comity_store::{Read, Row, StoreError};

use super::points::{PointsFilter, asked};

/// A place at which incidents are drawn, and how many of those asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedPlace {
    pub lon_e6: i32,
    pub lat_e6: i32,
    /// "On or near" this; empty where it has no name.
    pub name: String,
    pub count: i64,
}

/// The places of what [`super::points`] gives for the same filter, from north to south. Paging does not apply.
///
/// # Errors
/// What the database says.
pub fn places(tx: &mut Read<'_>, filter: &PointsFilter) -> Result<Vec<PublishedPlace>, Refusal> {
    let (which, binds) = asked(filter);
    let sql = format!(
        "SELECT p.lon_e6, p.lat_e6, MIN(p.name), CAST(SUM(p.count) AS BIGINT)
         FROM published_points p {which}
         GROUP BY p.lon_e6, p.lat_e6 ORDER BY p.lat_e6 DESC, p.lon_e6"
    );
    let degree = |row: &Row, column| Ok::<_, StoreError>(i32::try_from(row.get::<i64>(column)?).unwrap_or_default());
    let place = |row: &Row| {
        Ok::<_, StoreError>(PublishedPlace {
            lon_e6: degree(row, 0)?,
            lat_e6: degree(row, 1)?,
            name: row.get(2)?,
            count: row.get(3)?,
        })
    };
    Ok(tx.query(&sql, &binds)?.iter().map(place).collect::<Result<_, _>>()?)
}
