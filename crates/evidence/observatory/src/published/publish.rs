//! Publishing what has become due.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use comity_datasets::{ImportError, Month};
use comity_disclosure::Rule;
use comity_disclosure::kinds::{Finest, Treatment};
use comity_disclosure::release::Period;
use comity_disclosure::rule::Counts;
use comity_kernel::{Day, Reference};
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_places::Area;
use comity_store::{ObjectError, Read, StoreError, Value};
use jiff::civil::Date;

use super::content::{Content, named};
use super::events::{PUBLICATION_RULED, PublicationRuled, RELEASE_PUBLISHED, RULE_STREAM, ReleasePublished, stream};
use super::table::{Exact, Ground, Place, exact, suppressed};
use super::{Publication, rule_in_force};
use crate::tables::{Dataset, datasets};

/// A release that came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    pub reference: Reference,
    pub publication: Publication,
    pub finest: Finest,
    /// The first and the last month.
    pub months: (Month, Month),
    /// How many numbers came out, and how many of them say only that they are withheld.
    pub numbers: usize,
    pub withheld: usize,
    /// How many rows of incidents drawn at points.
    pub drawn: usize,
}

/// Why nothing (more) was published. What came out before stays.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("the rule: {0}")]
    Rule(comity_disclosure::Error),
    #[error("the rule asks to {method} counts, which is not built in yet; expected the method \"suppress\"")]
    Method { method: &'static str },
    #[error("what is due cannot be made safe: {0}")]
    Disclosure(#[from] comity_disclosure::Error),
    #[error("a stored dataset: {0}")]
    Stored(#[from] ImportError),
    #[error("a release cannot be written as JSON: {0}")]
    Written(#[from] serde_json::Error),
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What belongs into one release.
#[derive(Clone, Debug, Default)]
struct Due {
    /// Dataset, kind as tables have it, month.
    holds: BTreeSet<(String, String, i32)>,
}

/// What a release is about: how it is published, what holds for its kinds, and the first month of its period.
type Key = (Publication, Treatment, i32);

/// Publishes what is due on this day and not out yet; again, it does nothing. Where a `rule` is given, it is recorded and in
/// force from now on. For the command line: waits for the answer.
///
/// # Errors
/// [`PublishError`]; what came out before it stays out.
pub fn publish_due_now(
    ledger: &Ledger,
    actor: &str,
    today: Day,
    rule: Option<Rule>,
) -> Result<Vec<Published>, PublishError> {
    if let Some(rule) = rule {
        set_rule(ledger, actor, rule)?;
    }
    let read = |tx: &mut Read<'_>| Ok::<_, Refusal>((rule_in_force(tx)?, datasets(tx)?, comity_places::areas(tx)?));
    let (rule, datasets, areas) = ledger.store().read_now(read)?;
    let rows = ledger.store().read_now(rows)?;
    let due = due(&rule, &datasets, &rows, today)?;
    let mut out = Vec::new();
    for (key, due) in due {
        out.extend(publish(ledger, actor, (&rule, &areas), key, due)?);
    }
    Ok(out)
}

fn set_rule(ledger: &Ledger, actor: &str, rule: Rule) -> Result<(), PublishError> {
    rule.check().map_err(PublishError::Rule)?;
    method(&rule)?;
    let hash = rule.hash().map_err(PublishError::Rule)?;
    ledger.decide_now(actor, move |decision| {
        let known = rule_in_force(decision)?.hash().map_err(|error| Refusal::Broken(error.to_string()))?;
        if known != hash {
            let body = PublicationRuled { hash: hash.clone(), rule: rule.clone() };
            decision.record(RULE_STREAM, Event::new(PUBLICATION_RULED, &body)?)?;
        }
        Ok(())
    })?;
    Ok(())
}

fn method(rule: &Rule) -> Result<comity_disclosure::suppress::Protection, PublishError> {
    match rule.counts {
        Counts::Suppress(protection) => Ok(protection),
        Counts::Coarsen { .. } => Err(PublishError::Method { method: "coarsen" }),
        Counts::Perturb { .. } => Err(PublishError::Method { method: "perturb" }),
    }
}

/// The kinds of every dataset, and what is out: dataset, kind, month.
struct Rows {
    kinds: Vec<(String, String)>,
    out: HashSet<(String, String, i32)>,
}

fn rows(tx: &mut Read<'_>) -> Result<Rows, Refusal> {
    let kinds = tx.query("SELECT DISTINCT dataset, kind FROM incident_counts ORDER BY dataset, kind", &[])?;
    let kinds = kinds.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?;
    let out = tx.query("SELECT dataset, kind, month FROM released", &[])?;
    let read = |row: &comity_store::Row| Ok((row.get(0)?, row.get(1)?, crate::tables::month(row, 2)?.0));
    Ok(Rows { kinds, out: out.iter().map(read).collect::<Result<_, StoreError>>()? })
}

/// What is due, by release.
fn due(rule: &Rule, datasets: &[Dataset], rows: &Rows, today: Day) -> Result<BTreeMap<Key, Due>, PublishError> {
    let mut found: BTreeMap<Key, Due> = BTreeMap::new();
    for dataset in datasets.iter().filter(|dataset| dataset.publication != Publication::Withheld) {
        let reference = dataset.reference.to_string();
        for (_, kind) in rows.kinds.iter().filter(|(of, _)| *of == reference) {
            let as_source = dataset.publication == Publication::AsSource;
            // What the source has published already is not held back, and by no kind treated otherwise.
            let open = Treatment { finest: Finest::Point, delay: 0 };
            let treatment = if as_source { open } else { rule.kinds.of(kind) };
            // Only what is drawn is published as points.
            let publication = match (dataset.publication, treatment.finest) {
                (Publication::Points, Finest::Area | Finest::District) => Publication::Counts,
                (publication, _) => publication,
            };
            for month in dataset.months.0.0..=dataset.months.1.0 {
                let hold = (reference.clone(), named(kind).to_owned(), month);
                if rows.out.contains(&hold) {
                    continue;
                }
                let period = Period::of(rule.unit, date(Month(month))?)?;
                if as_source || period.due(treatment.delay)? <= today.0 {
                    found.entry((publication, treatment, month_of(period.first()))).or_default().holds.insert(hold);
                }
            }
        }
    }
    Ok(found)
}

fn date(month: Month) -> Result<Date, Refusal> {
    let parts = i16::try_from(month.year()).ok().zip(i8::try_from(month.of_year()).ok());
    let date = parts.and_then(|(year, month)| Date::new(year, month, 1).ok());
    date.ok_or_else(|| Refusal::Broken(format!("{month} is no month")))
}

fn month_of(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

fn publish(
    ledger: &Ledger,
    actor: &str,
    (rule, areas): (&Rule, &[Area]),
    (publication, treatment, _): Key,
    due: Due,
) -> Result<Option<Published>, PublishError> {
    let months: BTreeSet<i32> = due.holds.iter().map(|hold| hold.2).collect();
    let Some((first, last)) = months.first().copied().zip(months.last().copied()) else { return Ok(None) };
    let kinds: BTreeSet<String> = due.holds.iter().map(|hold| hold.1.clone()).collect();
    let ground = Ground { areas, finest: treatment.finest, months, kinds };
    let cells = cells(ledger, &due)?;
    let mut content = match publication {
        Publication::AsSource => exact(&ground, &cells)?,
        _ => suppressed(&ground, &cells, &method(rule)?, &earlier(ledger, &ground, (first, last))?)?,
    };
    content.holds = due.holds.iter().cloned().collect();
    let datasets: BTreeSet<String> = due.holds.iter().map(|hold| hold.0.clone()).collect();
    let body = ReleasePublished {
        datasets: datasets.into_iter().collect(),
        publication,
        treatment,
        first_month: Month(first).to_string(),
        last_month: Month(last).to_string(),
        rule: rule.hash()?,
        rule_json: rule.clone(),
        object: ledger.objects().put(serde_json_canonicalizer::to_string(&content)?.as_bytes())?,
    };
    let holds = content.holds.clone();
    let decided = ledger.decide_now(actor, move |decision| record(decision, &body, &holds))?;
    Ok(decided.value.map(|reference| told(reference, publication, treatment, &content)))
}

fn told(reference: Reference, publication: Publication, treatment: Treatment, content: &Content) -> Published {
    let (first, last) = content.periods.first().copied().unwrap_or_default();
    Published {
        reference,
        publication,
        finest: treatment.finest,
        months: (Month(first), Month(last)),
        numbers: content.counts.len(),
        withheld: content.counts.iter().filter(|row| row.3.is_none()).count(),
        drawn: content.drawn.len(),
    }
}

/// Nothing where somebody else published some of it meanwhile: then it is not due any more, or in another release.
fn record(
    decision: &mut Decision<'_, '_>,
    body: &ReleasePublished,
    holds: &[(String, String, i32)],
) -> Result<Option<Reference>, Refusal> {
    for dataset in &body.datasets {
        let sql = "SELECT kind, month FROM released WHERE dataset = $1";
        for row in decision.query(sql, &[Value::from(dataset)])? {
            let out = (dataset.clone(), row.get::<String>(0)?, crate::tables::month(&row, 1)?.0);
            if holds.contains(&out) {
                return Ok(None);
            }
        }
    }
    let reference = decision.ids().reference();
    decision.record_first(&stream(reference.as_str()), Event::new(RELEASE_PUBLISHED, body)?)?;
    Ok(Some(reference))
}

/// The exact counts of what belongs into a release.
fn cells(ledger: &Ledger, due: &Due) -> Result<Vec<Exact>, PublishError> {
    let due = due.clone();
    let read = move |tx: &mut Read<'_>| {
        let mut found = Vec::new();
        let datasets: BTreeSet<&String> = due.holds.iter().map(|hold| &hold.0).collect();
        for dataset in datasets {
            let months: BTreeSet<i32> = due.holds.iter().filter(|hold| hold.0 == *dataset).map(|hold| hold.2).collect();
            let (Some(first), Some(last)) = (months.first(), months.last()) else { continue };
            let sql = "SELECT area, month, kind, count FROM incident_counts
                       WHERE dataset = $1 AND month >= $2 AND month <= $3";
            let binds = [Value::from(dataset), Value::from(i64::from(*first)), Value::from(i64::from(*last))];
            for row in tx.query(sql, &binds)? {
                let (month, kind) = (crate::tables::month(&row, 1)?.0, named(&row.get::<String>(2)?).to_owned());
                if due.holds.contains(&(dataset.clone(), kind.clone(), month)) {
                    let count = u64::try_from(row.get::<i64>(3)?).unwrap_or_default();
                    found.push(Exact { area: row.get(0)?, month, kind, count });
                }
            }
        }
        Ok::<_, Refusal>(found)
    };
    Ok(ledger.store().read_now(read)?)
}

/// What releases over the same months withheld of any of these kinds: were it shown now, two datasets that hold the same
/// incidents would give each other away.
fn earlier(ledger: &Ledger, ground: &Ground<'_>, (first, last): (i32, i32)) -> Result<HashSet<Place>, PublishError> {
    let kinds = ground.kinds.clone();
    let read = move |tx: &mut Read<'_>| {
        let sql = "SELECT c.release, c.area, c.first_month, c.last_month, c.kind
                   FROM releases r JOIN published_counts c ON c.release = r.reference
                   WHERE c.count IS NULL AND r.last_month >= $1 AND r.first_month <= $2";
        let rows = tx.query(sql, &[Value::from(i64::from(first)), Value::from(i64::from(last))])?;
        let sharing = "SELECT DISTINCT release, kind FROM released WHERE month >= $1 AND month <= $2";
        let sharing = tx.query(sharing, &[Value::from(i64::from(first)), Value::from(i64::from(last))])?;
        let mut releases: HashSet<String> = HashSet::new();
        for row in sharing {
            if kinds.contains(&row.get::<String>(1)?) {
                releases.insert(row.get(0)?);
            }
        }
        let mut found = HashSet::new();
        for row in rows.iter() {
            if releases.contains(&row.get::<String>(0)?) {
                let month = |column| Ok::<_, StoreError>(crate::tables::month(row, column)?.0);
                found.insert((row.get(1)?, month(2)?, month(3)?, row.get(4)?));
            }
        }
        Ok::<_, Refusal>(found)
    };
    Ok(ledger.store().read_now(read)?)
}
