//! Of which months, kinds and sources releases are, so that what is not published is never taken for nothing.
//!
//! A *source* is what comes in files of one layout: one file with all, or one for each month. A file without a single
//! incident of a kind that its source has in other files says that there was none; a file of another source says nothing
//! of that kind.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comity_datasets::Month;
use comity_ledger::Refusal;
use comity_store::{Read, Value};

use super::content::as_filed;
use super::tables::Release;
use crate::tables::month;

/// A layout, and the dataset of that layout, by its first version.
type File = (String, String);

/// What releases hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Held {
    /// The files behind each month of each release.
    files: HashMap<String, BTreeMap<i32, BTreeSet<File>>>,
    /// By kind as files have it: the sources that have it, and whether it is shown for districts only there.
    kinds: HashMap<String, BTreeSet<(String, bool)>>,
}

impl Held {
    pub fn read(tx: &mut Read<'_>, (first, last): (Month, Month)) -> Result<Self, Refusal> {
        let mut held = Self::default();
        let roots = roots(tx)?;
        let sql = "SELECT DISTINCT h.release, h.month, COALESCE(d.header, ''), h.dataset
                   FROM released h JOIN datasets d ON d.reference = h.dataset WHERE h.month >= $1 AND h.month <= $2";
        for row in tx.query(sql, &[Value::from(i64::from(first.0)), Value::from(i64::from(last.0))])? {
            let dataset: String = row.get(3)?;
            let root = roots.get(&dataset).cloned().unwrap_or(dataset);
            let months = held.files.entry(row.get(0)?).or_default();
            months.entry(month(&row, 1)?.0).or_default().insert((row.get(2)?, root));
        }
        let sql = "SELECT DISTINCT COALESCE(d.header, ''), h.kind, r.finest
                   FROM released h JOIN datasets d ON d.reference = h.dataset JOIN releases r ON r.reference = h.release";
        for row in tx.query(sql, &[])? {
            let kind: String = row.get(1)?;
            let source = (row.get(0)?, row.get::<String>(2)? == "district");
            held.kinds.entry(as_filed(&kind).to_owned()).or_default().insert(source);
        }
        Ok(held)
    }

    /// Those of the kinds of which a month of a release says something, be it that there was none.
    pub fn said<'k>(&self, release: &Release, month: Month, kinds: &[&'k str]) -> Vec<&'k str> {
        let Some(files) = self.files(release, month) else { return Vec::new() };
        let own = release.is_by_district();
        // One that was treated otherwise at another time is said only where it is named.
        let told = |kind: &str, source: &String| {
            let known =
                |by_district| self.kinds.get(kind).is_some_and(|known| known.contains(&(source.clone(), by_district)));
            known(own) && (!known(!own) || release.kinds.iter().any(|named| named == kind))
        };
        let has = |kind: &&&str| files.iter().any(|(source, _)| told(kind, source));
        kinds.iter().filter(has).copied().collect()
    }

    /// How many files of each source a month of a release is made from; of all sources, or of those with these kinds.
    pub fn sources(&self, release: &Release, month: Month, kinds: &[String]) -> BTreeMap<String, BTreeSet<String>> {
        let wanted = |source: &String| {
            let has =
                |kind: &String| self.kinds.get(kind).is_some_and(|known| known.iter().any(|(with, _)| with == source));
            kinds.is_empty() || kinds.iter().any(has)
        };
        let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (source, file) in self.files(release, month).into_iter().flatten().filter(|(source, _)| wanted(source)) {
            found.entry(source.clone()).or_default().insert(file.clone());
        }
        found
    }

    fn files(&self, release: &Release, month: Month) -> Option<&BTreeSet<File>> {
        self.files.get(release.reference.as_str())?.get(&month.0)
    }
}

/// The first version of each dataset that corrects another.
fn roots(tx: &mut Read<'_>) -> Result<HashMap<String, String>, Refusal> {
    let rows = tx.query("SELECT reference, corrects FROM datasets WHERE corrects IS NOT NULL", &[])?;
    let mut before: HashMap<String, String> = HashMap::new();
    for row in &rows {
        before.insert(row.get(0)?, row.get(1)?);
    }
    let root = |dataset: &String| {
        // No more versions than there are corrections.
        (0..before.len()).fold(dataset.clone(), |at, _| before.get(&at).cloned().unwrap_or(at))
    };
    Ok(before.keys().map(|dataset| (dataset.clone(), root(dataset))).collect())
}

/// Months that follow each other, as their first and last ones.
pub(super) fn stretches(months: &BTreeSet<i32>) -> Vec<(Month, Month)> {
    let mut found: Vec<(Month, Month)> = Vec::new();
    for month in months.iter().copied().map(Month) {
        match found.last_mut() {
            Some((_, last)) if last.0 + 1 == month.0 => *last = month,
            _ => found.push((month, month)),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_that_follow_each_other_are_one_stretch() {
        let found = stretches(&BTreeSet::from([3, 4, 5, 8, 10, 11]));
        let months = |first, last| (Month(first), Month(last));
        assert_eq!(found, [months(3, 5), months(8, 8), months(10, 11)]);
        assert!(stretches(&BTreeSet::new()).is_empty());
    }
}
