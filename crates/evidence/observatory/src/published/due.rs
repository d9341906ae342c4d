//! What is due: which incidents come out now, and in which release.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use comity_disclosure::kinds::{Finest, Treatment};
use comity_disclosure::release::Period;
use comity_disclosure::{Error, Rule};
use comity_kernel::Day;
use comity_ledger::{Ledger, Refusal};
use comity_places::Area;
use comity_store::{Read, Row, StoreError};
use jiff::civil::Date;

use super::content::named;
use super::drawn::Holds;
use super::publish::PublishError;
use super::{Publication, rule_in_force};
use crate::events::Reading;
use crate::tables::{Dataset, all_datasets, month};
use comity_datasets::{Month, Subject};

/// What a release is about: how it is published, what holds for its kinds, and the first month of its period.
pub type Key = (Publication, Treatment, i32);

/// What publishing starts from.
pub struct Known {
    pub rule: Rule,
    /// All datasets of incidents, in all their versions, by reference.
    pub datasets: HashMap<String, Dataset>,
    pub areas: Vec<Area>,
    /// The kinds of every dataset that counts.
    pub kinds: Vec<(String, String)>,
    /// What is out: dataset, kind, month.
    out: HashSet<(String, String, i32)>,
    /// The version that each corrected dataset's correction corrects.
    corrects: HashMap<String, String>,
    /// The hash of the addresses in force.
    pub addresses: Option<String>,
}

/// # Errors
/// What the database says.
pub fn known(tx: &mut Read<'_>) -> Result<Known, Refusal> {
    let kinds = tx.query("SELECT DISTINCT dataset, kind FROM incident_counts ORDER BY dataset, kind", &[])?;
    let out = tx.query("SELECT DISTINCT dataset, kind, month FROM released", &[])?;
    let read = |row: &Row| Ok((row.get(0)?, row.get(1)?, month(row, 2)?.0));
    let corrects = tx.query("SELECT reference, corrects FROM datasets WHERE corrects IS NOT NULL", &[])?;
    let of_incidents = all_datasets(tx)?.into_iter().filter(|dataset| dataset.subject == Subject::Incidents);
    Ok(Known {
        rule: rule_in_force(tx)?,
        datasets: of_incidents.map(|dataset| (dataset.reference.to_string(), dataset)).collect(),
        areas: comity_places::areas(tx)?,
        kinds: kinds.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?,
        out: out.iter().map(read).collect::<Result<_, StoreError>>()?,
        corrects: corrects.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?,
        addresses: super::addresses::in_force(tx)?,
    })
}

impl Known {
    /// What holds for a kind of a dataset, by its name and by where the dataset's classification puts it; for one that this
    /// file has no incident of, that of another file of its source.
    pub fn treatment(&self, dataset: &str, kind: &str) -> Treatment {
        let class = |dataset: &str| self.reading(dataset).and_then(|reading| reading.classes.get(kind));
        let elsewhere = || self.alike(dataset).into_iter().find_map(class);
        let codes = class(dataset).or_else(elsewhere).map_or(&[][..], |class| class.codes());
        self.rule.kinds.of_class(kind, codes)
    }

    fn reading(&self, dataset: &str) -> Option<&Reading> {
        self.datasets.get(dataset)?.body.as_ref()?.reading.as_ref()
    }

    /// The datasets of the same source, files of one layout that are published alike; itself too.
    fn alike(&self, dataset: &str) -> BTreeSet<&str> {
        let header = |dataset: &str| self.reading(dataset).map(|reading| reading.header.as_str());
        let publication = |dataset: &str| self.datasets.get(dataset).map(|dataset| dataset.publication);
        let same = |other: &&String| {
            other.as_str() == dataset
                || (header(dataset).is_some()
                    && (header(other), publication(other)) == (header(dataset), publication(dataset)))
        };
        self.datasets.keys().filter(same).map(String::as_str).collect()
    }

    /// The kinds of a dataset, and those of which its source has incidents in other files: a file without any says that
    /// there were none.
    fn kinds_of(&self, dataset: &str) -> BTreeSet<&str> {
        let alike = self.alike(dataset);
        let kinds = self.kinds.iter().filter(|(of, _)| alike.contains(of.as_str()));
        kinds.map(|(_, kind)| kind.as_str()).collect()
    }

    /// The version of a dataset that counts.
    pub fn newest<'k>(&'k self, dataset: &'k str) -> &'k str {
        let mut at = dataset;
        // No more versions than there are corrections.
        for _ in 0..self.corrects.len() {
            match self.datasets.get(at).and_then(|dataset| dataset.corrected_by.as_ref()) {
                Some(next) => at = next.as_str(),
                None => break,
            }
        }
        at
    }

    /// The areas that all these datasets cover: those that were known when they were imported. Zero is said of no other.
    ///
    /// # Errors
    /// What is wrong with a stored list of areas.
    pub fn covered<'d>(
        &self,
        ledger: &Ledger,
        datasets: impl IntoIterator<Item = &'d String>,
    ) -> Result<BTreeSet<String>, PublishError> {
        let mut covered: BTreeSet<String> = self.areas.iter().map(|area| area.code.clone()).collect();
        for dataset in datasets {
            let body = self.datasets.get(dataset).and_then(|dataset| dataset.body.as_ref());
            if let Some(object) = body.and_then(|body| body.areas.as_ref()) {
                let list: BTreeSet<String> = serde_json::from_slice(&ledger.objects().get(object)?)?;
                covered.retain(|code| list.contains(code));
            }
        }
        Ok(covered)
    }

    /// How a kind of a dataset is published; none while it waits for addresses.
    fn treated(&self, publication: Publication, dataset: &str, kind: &str) -> Option<(Publication, Treatment)> {
        let treatment = self.treatment(dataset, kind);
        match (publication, treatment.finest) {
            // What the source has published already is not held back, and no kind of it treated otherwise.
            (Publication::AsSource, _) => Some((publication, Treatment { finest: Finest::Point, delay: 0 })),
            (Publication::Points, Finest::Point) if self.addresses.is_none() => None,
            (Publication::Points, Finest::Area | Finest::District) => Some((Publication::Counts, treatment)),
            _ => Some((publication, treatment)),
        }
    }

    /// What is out of the versions that this dataset corrects, by how finely its kinds are shown and month: the incidents of
    /// these months are out, and would come out twice.
    fn before(&self, reference: &str) -> HashSet<(Finest, i32)> {
        let (mut found, mut at) = (HashSet::new(), reference);
        for _ in 0..self.corrects.len() {
            let Some(earlier) = self.corrects.get(at) else { break };
            let out = self.out.iter().filter(|out| out.0 == *earlier);
            found.extend(out.map(|(dataset, kind, month)| (self.treatment(dataset, kind).finest, *month)));
            at = earlier;
        }
        found
    }
}

/// What is due on this day, by release.
///
/// # Errors
/// [`Error::Setting`] beyond the calendar.
pub fn due(known: &Known, today: Day) -> Result<BTreeMap<Key, Holds>, PublishError> {
    let mut found: BTreeMap<Key, Holds> = BTreeMap::new();
    let counting = known.datasets.iter().filter(|(_, dataset)| dataset.corrected_by.is_none());
    for (reference, dataset) in counting.filter(|(_, dataset)| dataset.publication != Publication::Withheld) {
        let before = known.before(reference);
        for kind in known.kinds_of(reference) {
            let Some((publication, treatment)) = known.treated(dataset.publication, reference, kind) else { continue };
            let finest = known.treatment(reference, kind).finest;
            for month in dataset.months.0.0..=dataset.months.1.0 {
                let hold = (reference.clone(), named(kind).to_owned(), month);
                if known.out.contains(&hold) || before.contains(&(finest, month)) {
                    continue;
                }
                let period = Period::of(known.rule.unit, date(Month(month))?)?;
                if publication == Publication::AsSource || period.due(treatment.delay)? <= today.0 {
                    found.entry((publication, treatment, month_of(period.first()))).or_default().insert(hold);
                }
            }
        }
    }
    Ok(found)
}

fn date(month: Month) -> Result<Date, Error> {
    let parts = i16::try_from(month.year()).ok().zip(i8::try_from(month.of_year()).ok());
    let date = parts.and_then(|(year, month)| Date::new(year, month, 1).ok());
    let expected = "a month of a calendar year";
    date.ok_or_else(|| Error::Setting { what: "a month of a dataset", found: month.to_string(), expected })
}

fn month_of(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// Incidents that make one table: each of its months is covered for each of its kinds, and the same earlier releases touch all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub holds: Holds,
    pub kinds: BTreeSet<String>,
    pub months: BTreeSet<i32>,
    /// The places of the earlier releases.
    pub touched: BTreeSet<usize>,
}

/// Divides what is due into whole tables, so that no zero is said of what no dataset covers. `touches` tells which earlier
/// releases hold a kind and month.
pub fn groups(holds: &Holds, touches: impl Fn(&str, i32) -> BTreeSet<usize>) -> Vec<Group> {
    let mut by_kind: BTreeMap<&str, BTreeMap<i32, BTreeSet<usize>>> = BTreeMap::new();
    for (_, kind, month) in holds {
        by_kind.entry(kind).or_default().entry(*month).or_insert_with(|| touches(kind, *month));
    }
    let mut alike: BTreeMap<BTreeMap<i32, BTreeSet<usize>>, BTreeSet<String>> = BTreeMap::new();
    for (kind, months) in by_kind {
        alike.entry(months).or_default().insert(kind.to_owned());
    }
    let mut found = Vec::new();
    for (months, kinds) in alike {
        let mut parts: BTreeMap<BTreeSet<usize>, BTreeSet<i32>> = BTreeMap::new();
        for (month, touched) in months {
            parts.entry(touched).or_default().insert(month);
        }
        for (touched, months) in parts {
            let own = |hold: &&(String, String, i32)| kinds.contains(&hold.1) && months.contains(&hold.2);
            let holds = holds.iter().filter(own).cloned().collect();
            found.push(Group { holds, kinds: kinds.clone(), months, touched });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hold(dataset: &str, kind: &str, month: i32) -> (String, String, i32) {
        (dataset.to_owned(), kind.to_owned(), month)
    }

    #[test]
    fn a_table_is_covered_everywhere() {
        let holds: Holds = [
            hold("a", "theft", 1),
            hold("a", "theft", 2),
            hold("a", "arson", 1),
            hold("a", "arson", 2),
            // Another dataset goes on for longer, and has a kind of its own.
            hold("b", "theft", 2),
            hold("b", "theft", 3),
            hold("b", "noise", 2),
            hold("b", "noise", 3),
        ]
        .into();
        let told = |touches: &dyn Fn(&str, i32) -> BTreeSet<usize>| -> Vec<(Vec<String>, Vec<i32>, usize)> {
            let group = |group: Group| {
                (group.kinds.into_iter().collect(), group.months.into_iter().collect(), group.holds.len())
            };
            groups(&holds, touches).into_iter().map(group).collect()
        };
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            told(&|_, _| BTreeSet::new()),
            [
                (names(&["arson"]), vec![1, 2], 2),
                (names(&["theft"]), vec![1, 2, 3], 4),
                (names(&["noise"]), vec![2, 3], 2),
            ]
        );
        // What an earlier release holds is a table of its own.
        let earlier = |_: &str, month: i32| (month < 3).then_some(0).into_iter().collect();
        let split = told(&earlier);
        assert_eq!(split.iter().map(|part| part.2).sum::<usize>(), 8);
        assert!(split.iter().all(|part| part.1.iter().all(|month| *month < 3) || part.1 == [3]), "{split:?}");
    }
}
