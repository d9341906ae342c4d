//! A question to releases, and what they answer together.

use std::collections::{BTreeMap, BTreeSet};

use comity_datasets::Month;
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_store::{Read, Row, StoreError, Value};

use super::Number;
use super::content::named;
use super::held::{Held, stretches};
use super::read::Of;
use super::tables::Release;
use crate::tables::month;

/// First month, last month and kind of a number.
type Place = (i32, i32, String);

/// Published numbers of one area: by release, months and kind as tables have it.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows(BTreeMap<String, BTreeMap<Place, Option<i64>>>);

impl Rows {
    pub fn of_area(tx: &mut Read<'_>, area: &str, (first, last): (Month, Month)) -> Result<Self, Refusal> {
        let sql = "SELECT c.release, c.first_month, c.last_month, c.kind, c.count FROM published_counts c
                   WHERE c.area = $1 AND c.first_month >= $2 AND c.last_month <= $3";
        let binds = [Value::from(area), Value::from(i64::from(first.0)), Value::from(i64::from(last.0))];
        let mut rows = Self::default();
        for row in tx.query(sql, &binds)? {
            rows.add(&row, 0)?;
        }
        Ok(rows)
    }

    /// The rows of each area directly below, by code.
    pub fn of_parts(
        tx: &mut Read<'_>,
        area: &str,
        (first, last): (Month, Month),
    ) -> Result<BTreeMap<String, Self>, Refusal> {
        let sql = "SELECT c.area, c.release, c.first_month, c.last_month, c.kind, c.count
                   FROM areas a JOIN published_counts c ON c.area = a.code
                   WHERE COALESCE(a.parent, '') = $1 AND c.first_month >= $2 AND c.last_month <= $3";
        let binds = [Value::from(area), Value::from(i64::from(first.0)), Value::from(i64::from(last.0))];
        let mut found: BTreeMap<String, Self> = BTreeMap::new();
        for row in tx.query(sql, &binds)? {
            found.entry(row.get(0)?).or_default().add(&row, 1)?;
        }
        Ok(found)
    }

    fn add(&mut self, row: &Row, at: usize) -> Result<(), StoreError> {
        let place = (month(row, at + 1)?.0, month(row, at + 2)?.0, row.get(at + 3)?);
        self.0.entry(row.get(at)?).or_default().insert(place, row.get(at + 4)?);
        Ok(())
    }

    /// Whether nothing is published for this area.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether anything of the release is published for this area.
    pub fn has(&self, release: &Release) -> bool {
        self.0.contains_key(release.reference.as_str())
    }

    /// What is published at one place: nothing there is withheld, except the 0 of a whole table.
    fn at(&self, release: &Release, (first, last): (Month, Month), kind: &str) -> Number {
        let rows = self.0.get(release.reference.as_str());
        match rows.and_then(|rows| rows.get(&(first.0, last.0, kind.to_owned()))) {
            Some(Some(count)) => Number::Count(*count),
            Some(None) => Number::Withheld,
            None if release.cube && rows.is_some() => Number::Count(0),
            None => Number::Withheld,
        }
    }

    /// Which of these releases, and of their months, are published for this area.
    pub fn pattern(&self, releases: &[Release]) -> Vec<bool> {
        let of_release = |release: &Release| {
            let months: Vec<bool> =
                (release.months.0.0..=release.months.1.0).map(|month| self.cover(release, Month(month))).collect();
            std::iter::once(self.has(release)).chain(months)
        };
        releases.iter().flat_map(of_release).collect()
    }

    /// Whether a month of the release is covered by its datasets.
    fn cover(&self, release: &Release, month: Month) -> bool {
        let rows = self.0.get(release.reference.as_str());
        rows.is_some_and(|rows| rows.contains_key(&(month.0, month.0, String::new())))
    }
}

/// A question to the releases.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub releases: &'a [Release],
    pub held: &'a Held,
    pub months: (Month, Month),
    pub kinds: &'a [String],
}

impl Release {
    /// Whether its kinds are published by district only.
    pub(super) fn is_by_district(&self) -> bool {
        self.finest == "district"
    }
}

/// The months of which something is said of a kind, by kind.
type Covered<'a> = BTreeMap<&'a str, BTreeSet<i32>>;

impl<'a> Asked<'a> {
    /// Those of a release's kinds that are asked for; none for all of them.
    fn kinds<'r>(&self, release: &'r Release) -> Option<Vec<&'r str>> {
        let asked: Vec<&str> =
            release.kinds.iter().map(String::as_str).filter(|kind| self.kinds.iter().any(|one| one == kind)).collect();
        (!self.kinds.is_empty() && asked.len() < release.kinds.len()).then_some(asked)
    }

    /// The releases that hold anything that is asked for.
    fn held(self) -> impl Iterator<Item = &'a Release> {
        self.releases.iter().filter(move |release| self.kinds(release).is_none_or(|kinds| !kinds.is_empty()))
    }

    /// Those of them that go into sums.
    fn summed(self) -> impl Iterator<Item = &'a Release> {
        let mixed = self.kinds.is_empty() && self.releases.iter().any(|release| !release.is_by_district());
        self.held().filter(move |release| !mixed || !release.is_by_district())
    }

    /// The kinds of releases, as far as they are asked for.
    fn kinds_of(self, releases: impl Iterator<Item = &'a Release>) -> BTreeSet<&'a str> {
        let kinds = releases.flat_map(|release| &release.kinds);
        kinds.filter(|kind| self.kinds.is_empty() || self.kinds.contains(kind)).map(String::as_str).collect()
    }

    /// The kinds that sums are of.
    fn added(self) -> Vec<&'a str> {
        if self.kinds.is_empty() {
            return self.kinds_of(self.summed()).into_iter().collect();
        }
        self.kinds.iter().map(String::as_str).collect()
    }

    pub fn apart(self) -> Vec<String> {
        let summed: Vec<&Reference> = self.summed().map(|release| &release.reference).collect();
        let apart = self.held().filter(|release| !summed.contains(&&release.reference));
        owned(self.kinds_of(apart))
    }

    /// Kinds that are published for districts only, and not for this area.
    pub fn wider(self, rows: &Rows) -> Vec<String> {
        owned(self.kinds_of(self.held().filter(|release| release.is_by_district() && !rows.has(release))))
    }

    /// What a release says of one period of it: its own total, or the sum of what is published below that.
    fn number(&self, rows: &Rows, release: &Release, span: (Month, Month)) -> Number {
        match self.kinds(release) {
            None => {
                let by_kind = || release.kinds.iter().map(|kind| rows.at(release, span, named(kind))).sum::<Number>();
                match rows.at(release, span, "") {
                    Number::Count(count) => Number::Count(count),
                    _ => Number::at_least(by_kind().least()),
                }
            }
            Some(kinds) => kinds.into_iter().map(|kind| rows.at(release, span, named(kind))).sum(),
        }
    }

    /// The asked months of a release.
    fn within(&self, release: &Release) -> (Month, Month) {
        (release.months.0.max(self.months.0), release.months.1.min(self.months.1))
    }

    /// What a release says of all asked months of it.
    fn whole(&self, rows: &Rows, release: &Release) -> Number {
        let by_month = || -> Number {
            self.covered_months(rows, release).map(|month| self.number(rows, release, (month, month))).sum()
        };
        if self.within(release) != release.months {
            return by_month();
        }
        match self.number(rows, release, release.months) {
            Number::Count(count) => Number::Count(count),
            other => Number::at_least(other.least().max(by_month().least())),
        }
    }

    /// The asked months of which a release says something here.
    fn covered_months<'r>(&self, rows: &'r Rows, release: &'r Release) -> impl Iterator<Item = Month> + use<'r> {
        let (first, last) = self.within(release);
        (first.0..=last.0).map(Month).filter(|month| rows.cover(release, *month))
    }

    /// By kind, the asked months of which some release says something here.
    pub fn covered(self, rows: &Rows, kinds: &[&'a str]) -> Covered<'a> {
        let mut found: Covered<'a> = kinds.iter().map(|kind| (*kind, BTreeSet::new())).collect();
        for release in self.held() {
            for month in self.covered_months(rows, release) {
                for kind in self.held.said(release, month, kinds) {
                    found.entry(kind).or_default().insert(month.0);
                }
            }
        }
        found
    }

    /// What sums are of.
    pub fn of(self, rows: &Rows) -> (Of, BTreeSet<i32>) {
        let kinds = self.added();
        let every = self.covered(rows, &kinds).into_values().reduce(|a, b| a.intersection(&b).copied().collect());
        let mut covered = every.unwrap_or_default();
        // A part of a kind that is not shown here is missing in every month of it.
        for release in self.summed().filter(|release| release.is_by_district() && !rows.has(release)) {
            (release.months.0.0..=release.months.1.0).for_each(|month| _ = covered.remove(&month));
        }
        let left_out: BTreeSet<String> = self.wider(rows).into_iter().chain(self.apart()).collect();
        (Of { covered: stretches(&covered), left_out: left_out.into_iter().collect() }, covered)
    }

    pub fn by_month(self, rows: &Rows, covered: &BTreeSet<i32>) -> Vec<(Month, Number)> {
        let mut found: BTreeMap<Month, Number> = BTreeMap::new();
        for release in self.summed() {
            for month in self.covered_months(rows, release) {
                let sum = found.entry(month).or_insert(Number::Count(0));
                *sum = *sum + self.number(rows, release, (month, month));
            }
        }
        found.into_iter().map(|(month, number)| (month, number.of_all(covered.contains(&month.0)))).collect()
    }

    pub fn by_period(self, rows: &Rows, covered: &BTreeSet<i32>) -> Vec<((Month, Month), Number)> {
        let mut found: BTreeMap<(Month, Month), Number> = BTreeMap::new();
        for release in self.summed().filter(|release| rows.has(release)) {
            let sum = found.entry(self.within(release)).or_insert(Number::Count(0));
            *sum = *sum + self.whole(rows, release);
        }
        let all = |(first, last): (Month, Month)| (first.0..=last.0).all(|month| covered.contains(&month));
        found.into_iter().map(|(span, number)| (span, number.of_all(all(span)))).collect()
    }

    /// By kind; and of which months, where these are not all that are asked for.
    pub fn by_kind(self, rows: &Rows) -> (Vec<(String, Number)>, Vec<Partly>) {
        let (mut found, mut partly) = (Vec::new(), Vec::new());
        for kind in self.kinds_of(self.held().filter(|release| rows.has(release))) {
            let kinds = [kind.to_owned()];
            let one = Asked { kinds: &kinds, ..self };
            let own = one.held().filter(|release| rows.has(release));
            let number: Number = own.map(|release| one.whole(rows, release)).sum();
            let (of, covered) = one.of(rows);
            let all = covered.len() == self.length();
            if !all {
                partly.push((kind.to_owned(), of.covered));
            }
            found.push((kind.to_owned(), number.of_all(all)));
        }
        found.sort_by(|a, b| b.1.least().cmp(&a.1.least()).then_with(|| a.0.cmp(&b.0)));
        (found, partly)
    }

    pub fn total(self, rows: &Rows, covered: &BTreeSet<i32>) -> Number {
        let own: Vec<&Release> = self.summed().filter(|release| rows.has(release)).collect();
        // Nothing published is not nothing happened.
        if own.is_empty() {
            return Number::Withheld;
        }
        let sum: Number = own.into_iter().map(|release| self.whole(rows, release)).sum();
        sum.of_all(covered.len() == self.length())
    }

    /// How many months are asked for.
    fn length(&self) -> usize {
        usize::try_from(i64::from(self.months.1.0) - i64::from(self.months.0.0) + 1).unwrap_or_default()
    }

    /// What each release says of each of its months, and the files behind it.
    pub fn portions(self, rows: &Rows) -> Vec<Portion> {
        let of_release = |release: &'a Release| {
            let one = move |month: Month| Portion {
                month,
                number: self.number(rows, release, (month, month)),
                sources: self.held.sources(release, month, self.kinds),
            };
            self.covered_months(rows, release).map(one)
        };
        self.summed().flat_map(of_release).collect()
    }

    /// Months that are made from other sources, or from another number of files, than the published month before.
    pub fn changes(self, rows: &Rows) -> Vec<Month> {
        let mut months: BTreeMap<Month, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
        for portion in self.portions(rows) {
            let sources = months.entry(portion.month).or_default();
            portion.sources.into_iter().for_each(|(source, files)| sources.entry(source).or_default().extend(files));
        }
        let counted: Vec<(Month, BTreeMap<String, usize>)> =
            months.into_iter().map(|(month, sources)| (month, number_of(&sources))).collect();
        let pairs = counted.iter().zip(counted.iter().skip(1));
        pairs.filter(|((_, before), (_, after))| before != after).map(|(_, (month, _))| *month).collect()
    }

    pub fn datasets(self) -> Vec<Reference> {
        let mut found: Vec<Reference> = Vec::new();
        for dataset in self.releases.iter().flat_map(|release| &release.datasets) {
            if !found.contains(dataset) {
                found.push(dataset.clone());
            }
        }
        found
    }
}

/// A kind, and the months of which it is published.
pub type Partly = (String, Vec<(Month, Month)>);

/// One month of one release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portion {
    pub month: Month,
    pub number: Number,
    /// The files that it is made from, by their source: what comes in files of one layout.
    pub sources: BTreeMap<String, BTreeSet<String>>,
}

/// How many files of each source.
pub fn number_of(sources: &BTreeMap<String, BTreeSet<String>>) -> BTreeMap<String, usize> {
    sources.iter().map(|(source, files)| (source.clone(), files.len())).collect()
}

fn owned(kinds: BTreeSet<&str>) -> Vec<String> {
    kinds.into_iter().map(str::to_owned).collect()
}
