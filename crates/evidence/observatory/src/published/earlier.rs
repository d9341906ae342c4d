//! Earlier releases that may hold the same incidents as what is due now, as when somebody brings a file a second time.
//!
//! Nobody can tell whether two datasets have incidents in common. So a reader is taken at the worst: for whom all that is
//! due is in the earlier release already. Then two numbers that cut the same incidents differently may give away by their
//! difference what neither says. What is due comes out beside an earlier release only if it is cut in the very same way, and
//! then what was withheld stays withheld; otherwise it is held back.

use std::collections::{BTreeSet, HashMap, HashSet};

use comity_kernel::Reference;
use comity_ledger::{Ledger, Refusal};
use comity_places::Area;
use comity_store::{Read, Value};

use super::Publication;
use super::drawn::Holds;
use super::due::Group;
use super::table::{Exact, Place};
use crate::tables::month;

/// A release of counts.
#[derive(Clone, Debug)]
pub struct Earlier {
    pub reference: Reference,
    pub kinds: BTreeSet<String>,
    pub months: BTreeSet<i32>,
    /// The codes of the areas that it speaks of; empty for the whole partnership.
    pub areas: BTreeSet<String>,
    /// What it withholds.
    pub withheld: HashSet<Place>,
    /// Areas of which it does not say that nothing happened.
    busy: HashSet<String>,
    /// Whether it counts what a release of points does not draw.
    companion: bool,
}

/// The releases of counts that are in force and hold a kind and a month of these.
///
/// # Errors
/// What the database says.
pub fn earlier(ledger: &Ledger, holds: &Holds) -> Result<Vec<Earlier>, Refusal> {
    let pairs: HashSet<(String, i32)> = holds.iter().map(|(_, kind, month)| (kind.clone(), *month)).collect();
    let months: BTreeSet<i32> = holds.iter().map(|hold| hold.2).collect();
    let (Some(first), Some(last)) = (months.first().copied(), months.last().copied()) else { return Ok(Vec::new()) };
    ledger.store().read_now(move |tx| {
        let sql =
            "SELECT DISTINCT h.release, h.kind, h.month FROM releases r JOIN released h ON h.release = r.reference
                   WHERE r.publication = $1 AND r.corrected_by IS NULL AND h.month >= $2 AND h.month <= $3
                   ORDER BY h.release";
        let counts = Value::from(Publication::Counts.as_str());
        let binds = [counts, Value::from(i64::from(first)), Value::from(i64::from(last))];
        let mut references: BTreeSet<String> = BTreeSet::new();
        for row in tx.query(sql, &binds)? {
            if pairs.contains(&(row.get(1)?, month(&row, 2)?.0)) {
                references.insert(row.get(0)?);
            }
        }
        references.into_iter().map(|reference| read(tx, &reference)).collect()
    })
}

fn read(tx: &mut Read<'_>, reference: &str) -> Result<Earlier, Refusal> {
    let binds = [Value::from(reference)];
    let (mut kinds, mut months) = (BTreeSet::new(), BTreeSet::new());
    for row in tx.query("SELECT DISTINCT kind, month FROM released WHERE release = $1", &binds)? {
        kinds.insert(row.get(0)?);
        months.insert(month(&row, 1)?.0);
    }
    let (mut areas, mut withheld, mut busy) = (BTreeSet::new(), HashSet::new(), HashSet::new());
    let sql = "SELECT area, first_month, last_month, kind, count FROM published_counts WHERE release = $1";
    for row in tx.query(sql, &binds)? {
        let (area, count): (String, Option<i64>) = (row.get(0)?, row.get(4)?);
        if count != Some(0) {
            busy.insert(area.clone());
        }
        if count.is_none() {
            withheld.insert((area.clone(), month(&row, 1)?.0, month(&row, 2)?.0, row.get(3)?));
        }
        areas.insert(area);
    }
    let sql = "SELECT d.reference FROM released own
                   JOIN released other ON other.dataset = own.dataset AND other.kind = own.kind AND other.month = own.month
                   JOIN releases d ON d.reference = other.release
               WHERE own.release = $1 AND d.publication = $2 LIMIT 1";
    let points = Value::from(Publication::Points.as_str());
    let companion = tx.optional(sql, &[Value::from(reference), points])?.is_some();
    let reference =
        Reference::parse(reference).ok_or_else(|| Refusal::Broken(format!("{reference:?} is no reference")))?;
    Ok(Earlier { reference, kinds, months, areas, withheld, busy, companion })
}

impl Earlier {
    /// Whether it may hold some of these incidents: there are areas in which both have some.
    pub fn may_hold(&self, exact: &[Exact], areas: &HashMap<&str, &Area>) -> bool {
        let shared = |one: &Exact| self.kinds.contains(&one.kind) && self.months.contains(&one.month) && one.count > 0;
        let codes: HashSet<&str> = exact.iter().filter(|one| shared(one)).map(|one| one.area.as_str()).collect();
        codes.into_iter().any(|code| self.busy.contains(self.listed(code, areas)))
    }

    /// The nearest area from this one upward of which the release speaks.
    fn listed<'a>(&self, code: &'a str, areas: &HashMap<&str, &'a Area>) -> &'a str {
        let mut at = code;
        for _ in 0..=areas.len() {
            if self.areas.contains(at) {
                return at;
            }
            match areas.get(at).and_then(|area| area.parent.as_deref()) {
                Some(parent) => at = parent,
                None => break,
            }
        }
        ""
    }

    /// Whether what is due may come out beside it: counts that are cut in the very same way.
    pub fn allows(&self, publication: Publication, group: &Group, areas: &BTreeSet<String>) -> bool {
        match publication {
            Publication::Counts => (&self.kinds, &self.months, &self.areas) == (&group.kinds, &group.months, areas),
            // What has no map point is counted again where it was counted before.
            Publication::Points => self.companion,
            Publication::AsSource | Publication::Withheld => false,
        }
    }
}

/// What does not come out, and the release that is in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldBack {
    pub datasets: BTreeSet<String>,
    pub kinds: BTreeSet<String>,
    /// The first and the last month.
    pub months: (i32, i32),
    pub earlier: Reference,
}
