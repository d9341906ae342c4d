//! Published numbers as they came out, for files.

use std::collections::BTreeMap;

use comity_datasets::Month;
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_store::{Read, StoreError, Value};

use super::Number;
use super::content::{as_filed, named};
use super::tables::Release;
use crate::tables::month;

/// One number of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    pub release: Reference,
    /// Empty for the whole partnership.
    pub area: String,
    /// The first and the last month.
    pub months: (Month, Month),
    /// As the files have it; none: all kinds of the release.
    pub kind: Option<String>,
    /// [`Number::Count`] or [`Number::Withheld`].
    pub number: Number,
}

/// First and last month, kind as tables have it, and the release's place among all: the order in which numbers are listed.
type Place = (i32, i32, String, usize);

/// What `releases` say of an area (empty: the whole partnership), in the order of months, kind and release. What no release
/// published of it is not here. The zeros of whole tables, which are not stored, are.
///
/// # Errors
/// What the database says.
pub fn cells(tx: &mut Read<'_>, area: &str, releases: &[Release]) -> Result<Vec<Cell>, Refusal> {
    let sql = "SELECT release, first_month, last_month, kind, count FROM published_counts WHERE area = $1";
    let places: BTreeMap<&str, usize> =
        releases.iter().enumerate().map(|(at, release)| (release.reference.as_str(), at)).collect();
    let mut found: BTreeMap<Place, Number> = BTreeMap::new();
    for row in tx.query(sql, &[Value::from(area)])? {
        // One that came out since the releases were read is left for the next reader.
        let Some(at) = places.get(row.get::<String>(0)?.as_str()).copied() else { continue };
        let count: Option<i64> = row.get(4)?;
        let place: Result<Place, StoreError> = Ok((month(&row, 1)?.0, month(&row, 2)?.0, row.get(3)?, at));
        found.insert(place?, count.map_or(Number::Withheld, Number::Count));
    }
    for (at, release) in releases.iter().enumerate().filter(|(_, release)| release.cube) {
        zeros(&mut found, at, release);
    }
    let cell = |((first, last, kind, at), number): (Place, Number)| {
        let release = releases.get(at)?.reference.clone();
        let kind = (!kind.is_empty()).then(|| as_filed(&kind).to_owned());
        Some(Cell { release, area: area.to_owned(), months: (Month(first), Month(last)), kind, number })
    };
    Ok(found.into_iter().filter_map(cell).collect())
}

/// The numbers of a whole table that are not listed because they are 0: of kinds in months and in the whole period.
fn zeros(found: &mut BTreeMap<Place, Number>, at: usize, release: &Release) {
    let (first, last) = (release.months.0.0, release.months.1.0);
    let months = (first..=last).map(|month| (month, month));
    for (from, to) in months.chain([(first, last)]) {
        // Where the total of all kinds is not listed, nothing is known of these months here.
        if !found.contains_key(&(from, to, String::new(), at)) {
            continue;
        }
        for kind in &release.kinds {
            found.entry((from, to, named(kind).to_owned(), at)).or_insert(Number::Count(0));
        }
    }
}
