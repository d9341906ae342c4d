//! What pages and interfaces read: published numbers of an area, with the rule that was applied.

use std::collections::{BTreeMap, BTreeSet};

use comity_datasets::Month;
use comity_disclosure::Rule;
use comity_disclosure::rule::Argument;
use comity_kernel::{Message, Reference};
use comity_ledger::Refusal;
use comity_store::{Read, Row, StoreError, Value};

use super::content::named;
use super::table::OUTSIDE;
use super::tables::{self, Release};
use super::{Number, Publication};
use crate::exact::stretch;
use crate::tables::month;

/// What is asked; what is not said is not limited.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The code of an area; none: the whole partnership.
    pub area: Option<String>,
    /// Kinds as the files have them; none: all.
    pub kinds: Vec<String>,
    /// The first and the last month; none: [`period`].
    pub months: Option<(Month, Month)>,
}

/// Published numbers. Each is what the releases say together, and no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Empty for the whole partnership.
    pub area: String,
    /// The first and the last month that was asked for.
    pub months: (Month, Month),
    /// Every month of which something is published, in order.
    pub by_month: Vec<(Month, Number)>,
    /// The periods of the releases (quarters, say), in order: finer by kind than months are.
    pub by_period: Vec<((Month, Month), Number)>,
    /// By kind as the files have it: those with the most known incidents first, then by name.
    pub by_kind: Vec<(String, Number)>,
    /// By the code of each area directly below.
    pub by_area: Vec<(String, Number)>,
    pub total: Number,
    /// For the whole partnership: incidents outside every area or without a place, which are in no other number here; 0
    /// for an area.
    pub outside: Number,
    /// Kinds that are in [`Shown::by_kind`] at most, and in no other number here: they are published by district only, and
    /// later, so that a sum with the others could be compared with no other area and no other month. None of them where
    /// kinds are asked for by name.
    pub apart: Vec<String>,
    /// Those of the asked kinds that are published for wider areas only.
    pub wider: Vec<String>,
    /// The rules that were applied, each once.
    pub rules: Vec<RuleApplied>,
    /// The references of datasets and releases behind these numbers.
    pub datasets: Vec<Reference>,
    pub releases: Vec<Reference>,
}

/// A rule in words, and the hash that names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleApplied {
    pub publication: Publication,
    /// Of its canonical JSON; empty for what is published as in its source.
    pub hash: String,
    pub sentences: Vec<Message>,
}

/// The rule for coming releases: the last one recorded, else the default.
///
/// # Errors
/// What the database says, or [`Refusal::Broken`] for one that is no rule.
pub fn rule_in_force(tx: &mut Read<'_>) -> Result<Rule, Refusal> {
    let json: Option<String> = tx.value("SELECT rule FROM publication_rules ORDER BY number DESC LIMIT 1", &[])?;
    json.map_or_else(|| Ok(Rule::default()), |json| parsed(&json))
}

fn parsed(json: &str) -> Result<Rule, Refusal> {
    serde_json::from_str(json).map_err(|error| Refusal::Broken(format!("a recorded rule: {error}")))
}

/// All releases, those of the earliest months first.
///
/// # Errors
/// What the database says.
pub fn releases(tx: &mut Read<'_>) -> Result<Vec<Release>, Refusal> {
    tables::releases(tx, (Month(i32::MIN), Month(i32::MAX)))
}

/// The last unbroken stretch of months of which something is published, at most [`crate::MOST_MONTHS`]; `None` before
/// anything is.
///
/// # Errors
/// What the database says.
pub fn period(tx: &mut Read<'_>) -> Result<Option<(Month, Month)>, Refusal> {
    let sql =
        "SELECT DISTINCT first_month FROM published_counts WHERE area = '' AND kind = '' AND first_month = last_month";
    let rows = tx.query(sql, &[])?;
    let spans = rows.iter().map(|row| Ok((month(row, 0)?, month(row, 0)?))).collect::<Result<_, StoreError>>()?;
    Ok(stretch(spans))
}

/// What is published of an area; `None` if nothing is of these months.
///
/// # Errors
/// What the database says.
pub fn counts(tx: &mut Read<'_>, filter: &Filter) -> Result<Option<Shown>, Refusal> {
    let months = match filter.months {
        Some(months) => months,
        None => match period(tx)? {
            Some(months) => months,
            None => return Ok(None),
        },
    };
    let releases = tables::releases(tx, months)?;
    if releases.is_empty() {
        return Ok(None);
    }
    let area = filter.area.clone().unwrap_or_default();
    let own = Rows::of_area(tx, &area, months)?;
    let below = Rows::of_parts(tx, &area, months)?;
    let outside = if area.is_empty() { Rows::of_area(tx, OUTSIDE, months)? } else { Rows::default() };
    let asked = Asked { releases: &releases, months, kinds: &filter.kinds };
    Ok(Some(Shown {
        by_month: asked.by_month(&own),
        by_period: asked.by_period(&own),
        by_kind: asked.by_kind(&own),
        by_area: below.iter().map(|(code, rows)| (code.clone(), asked.total(rows))).collect(),
        total: asked.total(&own),
        outside: if outside.0.is_empty() { Number::Count(0) } else { asked.total(&outside) },
        apart: asked.apart(),
        wider: asked.wider(&own),
        rules: rules(&releases)?,
        datasets: asked.datasets(),
        releases: releases.iter().map(|release| release.reference.clone()).collect(),
        area,
        months,
    }))
}

/// The rules of these releases in words.
pub(super) fn rules(releases: &[Release]) -> Result<Vec<RuleApplied>, Refusal> {
    let mut found: Vec<RuleApplied> = Vec::new();
    for release in releases {
        let as_source = release.publication == Publication::AsSource;
        let hash = if as_source { String::new() } else { release.rule.clone() };
        if found.iter().any(|known| known.hash == hash && known.publication == release.publication) {
            continue;
        }
        let sentences = if as_source {
            vec![Message::new("disclosure-as-source")]
        } else {
            // Where a dataset is drawn, its counts say so; else a sentence on map points would be of nothing.
            let drawn = release.publication == Publication::Points;
            let said = parsed(&release.rule_json)?.sentences();
            said.into_iter().filter(|said| drawn || said.id != "disclosure-points").map(message).collect()
        };
        let alike = |other: &&Release| (other.publication, &other.rule) == (release.publication, &release.rule);
        let corrected = releases.iter().filter(alike).filter(|other| other.corrects.is_some()).count();
        let sentences: Vec<Message> = match i64::try_from(corrected) {
            Ok(0) | Err(_) => sentences,
            Ok(count) => {
                let said = Message::new("published-corrected").number("count", count);
                sentences.into_iter().chain([said]).collect()
            }
        };
        found.push(RuleApplied { publication: release.publication, hash, sentences });
    }
    Ok(found)
}

fn message(said: comity_disclosure::rule::Sentence) -> Message {
    said.arguments.into_iter().fold(Message::new(said.id), |message, (name, argument)| match argument {
        Argument::Number(number) => message.number(name, i64::try_from(number).unwrap_or(i64::MAX)),
        Argument::Text(text) => message.text(name, text),
    })
}

/// First month, last month and kind of a number.
type Place = (i32, i32, String);

/// Published numbers of one area: by release, months and kind as tables have it.
#[derive(Clone, Debug, Default)]
struct Rows(BTreeMap<String, BTreeMap<Place, Option<i64>>>);

impl Rows {
    fn of_area(tx: &mut Read<'_>, area: &str, (first, last): (Month, Month)) -> Result<Self, Refusal> {
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
    fn of_parts(
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

    /// Whether anything of the release is published for this area.
    fn has(&self, release: &Release) -> bool {
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
}

/// A question to the releases.
struct Asked<'a> {
    releases: &'a [Release],
    months: (Month, Month),
    kinds: &'a [String],
}

impl Asked<'_> {
    /// Those of a release's kinds that are asked for; none for all of them.
    fn kinds<'r>(&self, release: &'r Release) -> Option<Vec<&'r str>> {
        let asked: Vec<&str> =
            release.kinds.iter().map(String::as_str).filter(|kind| self.kinds.iter().any(|one| one == kind)).collect();
        (!self.kinds.is_empty() && asked.len() < release.kinds.len()).then_some(asked)
    }

    /// The releases that hold anything that is asked for.
    fn held(&self) -> impl Iterator<Item = &Release> {
        self.releases.iter().filter(|release| self.kinds(release).is_none_or(|kinds| !kinds.is_empty()))
    }

    /// Those of them that go into sums.
    fn summed(&self) -> impl Iterator<Item = &Release> {
        let mixed = self.kinds.is_empty() && self.releases.iter().any(|release| !by_district(release));
        self.held().filter(move |release| !mixed || !by_district(release))
    }

    fn apart(&self) -> Vec<String> {
        let summed: BTreeSet<&String> = self.summed().flat_map(|release| &release.kinds).collect();
        let kinds: BTreeSet<&String> = self.held().flat_map(|release| &release.kinds).collect();
        kinds.difference(&summed).map(|kind| (*kind).clone()).collect()
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

    /// What a release says of all asked months of it.
    fn whole(&self, rows: &Rows, release: &Release) -> Number {
        let (first, last) = release.months;
        let months = (first.max(self.months.0), last.min(self.months.1));
        let by_month = || -> Number {
            let months = (months.0.0..=months.1.0).filter(|month| covers(rows, release, Month(*month)));
            months.map(|month| self.number(rows, release, (Month(month), Month(month)))).sum()
        };
        if months != release.months {
            return by_month();
        }
        match self.number(rows, release, release.months) {
            Number::Count(count) => Number::Count(count),
            other => Number::at_least(other.least().max(by_month().least())),
        }
    }

    fn by_month(&self, rows: &Rows) -> Vec<(Month, Number)> {
        let mut found: BTreeMap<Month, Number> = BTreeMap::new();
        for release in self.summed().filter(|release| rows.has(release)) {
            let months = release.months.0.max(self.months.0).0..=release.months.1.min(self.months.1).0;
            for month in months.map(Month).filter(|month| covers(rows, release, *month)) {
                let number = self.number(rows, release, (month, month));
                let sum = found.entry(month).or_insert(Number::Count(0));
                *sum = *sum + number;
            }
        }
        found.into_iter().collect()
    }

    fn by_period(&self, rows: &Rows) -> Vec<((Month, Month), Number)> {
        let mut found: BTreeMap<(Month, Month), Number> = BTreeMap::new();
        for release in self.summed().filter(|release| rows.has(release)) {
            let sum = found.entry(release.months).or_insert(Number::Count(0));
            *sum = *sum + self.whole(rows, release);
        }
        found.into_iter().collect()
    }

    fn by_kind(&self, rows: &Rows) -> Vec<(String, Number)> {
        let mut found: BTreeMap<&str, Number> = BTreeMap::new();
        for release in self.held().filter(|release| rows.has(release)) {
            for kind in release.kinds.iter().filter(|kind| self.kinds.is_empty() || self.kinds.contains(kind)) {
                let one = Asked { kinds: std::slice::from_ref(kind), ..*self };
                let sum = found.entry(kind).or_insert(Number::Count(0));
                *sum = *sum + one.whole(rows, release);
            }
        }
        let mut found: Vec<(String, Number)> =
            found.into_iter().map(|(kind, number)| (kind.to_owned(), number)).collect();
        found.sort_by(|a, b| b.1.least().cmp(&a.1.least()).then_with(|| a.0.cmp(&b.0)));
        found
    }

    fn total(&self, rows: &Rows) -> Number {
        let own: Vec<&Release> = self.summed().filter(|release| rows.has(release)).collect();
        // Nothing published is not nothing happened.
        if own.is_empty() { Number::Withheld } else { own.into_iter().map(|release| self.whole(rows, release)).sum() }
    }

    fn wider(&self, rows: &Rows) -> Vec<String> {
        let of = |here: bool| -> BTreeSet<&String> {
            let releases = self.held().filter(|release| rows.has(release) == here);
            let kinds = releases.flat_map(|release| &release.kinds);
            kinds.filter(|kind| self.kinds.is_empty() || self.kinds.contains(kind)).collect()
        };
        of(false).difference(&of(true)).map(|kind| (*kind).clone()).collect()
    }

    fn datasets(&self) -> Vec<Reference> {
        let mut found: Vec<Reference> = Vec::new();
        for dataset in self.releases.iter().flat_map(|release| &release.datasets) {
            if !found.contains(dataset) {
                found.push(dataset.clone());
            }
        }
        found
    }
}

/// Whether its kinds are published by district only.
fn by_district(release: &Release) -> bool {
    release.finest == "district"
}

/// Whether a month of the release is covered by its datasets.
fn covers(rows: &Rows, release: &Release, month: Month) -> bool {
    let rows = rows.0.get(release.reference.as_str());
    rows.is_some_and(|rows| rows.contains_key(&(month.0, month.0, String::new())))
}
