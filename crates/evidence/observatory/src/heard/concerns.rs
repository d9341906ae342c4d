//! How many concerns were raised where and about what: published half a year at a time, as incidents are.
//!
//! A half-year has a number for each area, and of wide areas one for each topic; small ones are withheld with as many others
//! as it takes. By topic other areas would have small numbers alone: left out from the start, they make room. It comes out once it is over and the delay of ordinary kinds has passed, and never changes; each concern is in
//! one half-year. Topics that the rule treats as sensitive are in no number here.

use std::collections::{BTreeMap, BTreeSet};

use comity_datasets::Month;
use comity_disclosure::kinds::Finest;
use comity_disclosure::rule::Counts;
use comity_disclosure::suppress::Protection;
use comity_kernel::{Day, Reference};
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_places::Area;
use comity_store::{ObjectError, Read};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::tables;
use crate::published::content::Content;
use crate::published::table::{Exact, Ground, by_area};
use crate::published::{Number, rule_in_force};

/// Concerns of a half-year came out. Body: [`ConcernsPublished`]; stream `concerns-release/<reference>`.
pub const CONCERNS_PUBLISHED: &str = "concerns.published";

/// How many months a release holds.
const MONTHS: i32 = 6;

/// A release of counts of concerns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcernsPublished {
    /// `YYYY-MM`: the first and the last month.
    pub first_month: String,
    pub last_month: String,
    pub protection: Protection,
    /// The hash of what came out.
    pub object: String,
}

/// A concern as it is counted: its area, its topic, and the day on which it was raised.
pub type Raised = (String, &'static str, Day);

/// Why counts of concerns were not published. What came out before stays.
#[derive(Debug, thiserror::Error)]
pub enum ConcernsError {
    #[error("counts of concerns cannot be made safe: {0}")]
    Disclosure(#[from] comity_disclosure::Error),
    #[error("a release cannot be written as JSON: {0}")]
    Written(#[from] serde_json::Error),
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// Publishes the half-years that are due on this day and not out yet; again, it does nothing. `raised` are all concerns,
/// `topics` all that a concern can be about. Gives how many releases came out. For the command line: waits for the answer.
///
/// # Errors
/// [`ConcernsError`]; what came out before it stays out.
pub fn publish_concerns_now(
    ledger: &Ledger,
    actor: &str,
    today: Day,
    topics: &[&'static str],
    raised: &[Raised],
) -> Result<usize, ConcernsError> {
    let read = |tx: &mut Read<'_>| Ok::<_, Refusal>((rule_in_force(tx)?, comity_places::areas(tx)?, tables::out(tx)?));
    let (rule, areas, out) = ledger.store().read_now(read)?;
    let ordinary = |topic: &str| rule.kinds.of(topic).finest != Finest::District;
    let kinds: BTreeSet<String> =
        topics.iter().filter(|topic| ordinary(topic)).map(|topic| (*topic).to_owned()).collect();
    let protection = match rule.counts {
        Counts::Suppress(protection) => protection,
        // Few concerns are no matter for noise.
        _ => Protection::default(),
    };
    let Some(first) = raised.iter().map(|raised| half_year(raised.2)).min() else { return Ok(0) };
    let mut published = 0;
    for first in (first..).step_by(MONTHS as usize) {
        if due(first, rule.kinds.otherwise.delay)?.is_none_or(|due| due > today.0) {
            break;
        }
        if !out.contains(&first) {
            let content = counted(&areas, &kinds, first, raised, &protection)?;
            published += usize::from(record(ledger, actor, first, protection, &content)?);
        }
    }
    Ok(published)
}

/// The first month of the half-year that a day lies in.
fn half_year(day: Day) -> i32 {
    let month = i32::from(day.year()) * 12 + i32::from(day.month()) - 1;
    month - month.rem_euclid(MONTHS)
}

/// The first day on which a half-year may come out; none beyond the calendar.
fn due(first: i32, delay: u16) -> Result<Option<Date>, Refusal> {
    let after = Month(first + MONTHS);
    let date = i16::try_from(after.year()).ok().zip(i8::try_from(after.of_year()).ok());
    let date = date.and_then(|(year, month)| Date::new(year, month, 1).ok());
    Ok(date.and_then(|date| date.checked_add(i64::from(delay).days()).ok()))
}

fn counted(
    areas: &[Area],
    kinds: &BTreeSet<String>,
    first: i32,
    raised: &[Raised],
    protection: &Protection,
) -> Result<Content, ConcernsError> {
    // The half-year is one period: months would be small numbers all.
    // Concerns may be raised in every area.
    let covered = areas.iter().map(|area| area.code.clone()).collect();
    let months = BTreeSet::from([first]);
    let ground = Ground { areas, covered, finest: Finest::Area, months, kinds: kinds.clone() };
    let here = raised.iter().filter(|(_, topic, day)| half_year(*day) == first && kinds.contains(*topic));
    let one =
        |(area, topic, _): &Raised| Exact { area: area.clone(), month: first, kind: (*topic).to_owned(), count: 1 };
    Ok(by_area(&ground, &here.map(one).collect::<Vec<_>>(), protection)?)
}

fn record(
    ledger: &Ledger,
    actor: &str,
    first: i32,
    protection: Protection,
    content: &Content,
) -> Result<bool, ConcernsError> {
    let body = ConcernsPublished {
        first_month: Month(first).to_string(),
        last_month: Month(first + MONTHS - 1).to_string(),
        protection,
        object: ledger.objects().put(serde_json_canonicalizer::to_string(content)?.as_bytes())?,
    };
    let record = move |decision: &mut Decision<'_, '_>| {
        // Somebody may have published the same meanwhile.
        if tables::out(decision)?.contains(&first) {
            return Ok(false);
        }
        let reference = decision.ids().reference();
        decision.record_first(&format!("concerns-release/{reference}"), Event::new(CONCERNS_PUBLISHED, &body)?)?;
        Ok(true)
    };
    Ok(ledger.decide_now(actor, record)?.value)
}

/// What is public of the concerns that were raised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The first and the last month.
    pub months: (Month, Month),
    /// Counts below this are withheld.
    pub threshold: u64,
    pub releases: Vec<Reference>,
    /// By area (empty: the whole partnership) and topic (empty: all topics).
    numbers: BTreeMap<(String, String), Number>,
    topics: BTreeSet<String>,
}

impl Heard {
    /// How many were raised in an area; empty: in the whole partnership.
    pub fn total(&self, area: &str) -> Number {
        self.numbers.get(&(area.to_owned(), String::new())).copied().unwrap_or(Number::Withheld)
    }

    /// How many were raised in an area by topic: those with the most known ones first, then by name. Nothing of areas
    /// of which no topics are published.
    pub fn by_topic(&self, area: &str) -> Vec<(&str, Number)> {
        let number = |topic: &String| self.numbers.get(&(area.to_owned(), topic.clone())).copied();
        let mut found: Vec<(&str, Number)> =
            self.topics.iter().filter_map(|topic| Some((topic.as_str(), number(topic)?))).collect();
        found.sort_by(|one, other| other.1.least().cmp(&one.1.least()).then_with(|| one.0.cmp(other.0)));
        found
    }
}

/// The last year that is out: two half-years that follow each other, or the last one; `None` before anything is out.
///
/// # Errors
/// What the database says.
pub fn heard(tx: &mut Read<'_>) -> Result<Option<Heard>, Refusal> {
    let mut releases = tables::releases(tx)?;
    let Some(last) = releases.last().cloned() else { return Ok(None) };
    releases.retain(|release| release.first.0 > last.first.0 - 2 * MONTHS);
    let mut found = Heard {
        months: (releases.first().map_or(last.first, |release| release.first), Month(last.first.0 + MONTHS - 1)),
        threshold: last.threshold,
        releases: releases.iter().map(|release| release.reference.clone()).collect(),
        numbers: BTreeMap::new(),
        topics: BTreeSet::new(),
    };
    for (area, topic, number) in tables::numbers(tx, &releases)? {
        if !topic.is_empty() {
            found.topics.insert(topic.clone());
        }
        let sum = found.numbers.entry((area, topic)).or_insert(Number::Count(0));
        *sum = *sum + number;
    }
    Ok(Some(found))
}
