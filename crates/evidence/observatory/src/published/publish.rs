//! Publishing what has become due.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use comity_datasets::{ImportError, Month};
use comity_disclosure::Rule;
use comity_disclosure::kinds::{Finest, Treatment};
use comity_disclosure::release::Period;
use comity_disclosure::rule::Counts;
use comity_kernel::{Day, Reference};
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_places::Area;
use comity_store::{ObjectError, Read, Row, StoreError, Value};
use jiff::civil::Date;

use super::addresses::Drawing;
use super::content::{Content, named};
use super::drawn::{Holds, as_in_source, at_map_points};
use super::events::{PUBLICATION_RULED, PublicationRuled, RELEASE_PUBLISHED, RULE_STREAM, ReleasePublished, stream};
use super::table::{Exact, Ground, Place, exact, suppressed};
use super::{Publication, rule_in_force};
use crate::tables::{Dataset, datasets, month};

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
    let known = ledger.store().read_now(known)?;
    let due = due(&known, today)?;
    let drawing = if due.keys().any(|key| key.0 == Publication::Points) { drawing(ledger, &known)? } else { None };
    let press = Press { ledger, actor, known, drawing };
    let mut out = Vec::new();
    for (key, holds) in due {
        out.extend(press.publish(key, &holds)?);
    }
    Ok(out)
}

/// What publishing starts from.
struct Known {
    rule: Rule,
    datasets: Vec<Dataset>,
    /// The stored columns of each dataset.
    objects: HashMap<String, String>,
    areas: Vec<Area>,
    /// The kinds of every dataset.
    kinds: Vec<(String, String)>,
    /// What is out: dataset, kind, month.
    out: HashSet<(String, String, i32)>,
    /// The version that each corrected dataset's correction corrects.
    corrects: HashMap<String, String>,
    addresses: Option<String>,
}

fn known(tx: &mut Read<'_>) -> Result<Known, Refusal> {
    let kinds = tx.query("SELECT DISTINCT dataset, kind FROM incident_counts ORDER BY dataset, kind", &[])?;
    let objects = tx.query("SELECT reference, object FROM datasets", &[])?;
    let out = tx.query("SELECT DISTINCT dataset, kind, month FROM released", &[])?;
    let read = |row: &Row| Ok((row.get(0)?, row.get(1)?, month(row, 2)?.0));
    let corrects = tx.query("SELECT reference, corrects FROM datasets WHERE corrects IS NOT NULL", &[])?;
    Ok(Known {
        rule: rule_in_force(tx)?,
        datasets: datasets(tx)?,
        objects: objects.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?,
        areas: comity_places::areas(tx)?,
        kinds: kinds.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?,
        out: out.iter().map(read).collect::<Result<_, StoreError>>()?,
        corrects: corrects.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect::<Result<_, StoreError>>()?,
        addresses: super::addresses::in_force(tx)?,
    })
}

fn drawing(ledger: &Ledger, known: &Known) -> Result<Option<Drawing>, PublishError> {
    let Some(object) = &known.addresses else { return Ok(None) };
    let boundaries = comity_places::boundaries_now(ledger)?;
    Ok(Some(Drawing::new(&ledger.objects().get(object)?, known.rule.points, &boundaries)?))
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

/// What is due, by release.
fn due(known: &Known, today: Day) -> Result<BTreeMap<Key, Holds>, PublishError> {
    let mut found: BTreeMap<Key, Holds> = BTreeMap::new();
    for dataset in known.datasets.iter().filter(|dataset| dataset.publication != Publication::Withheld) {
        let reference = dataset.reference.to_string();
        let before = before(known, &reference);
        for (_, kind) in known.kinds.iter().filter(|(of, _)| *of == reference) {
            let Some((publication, treatment)) = treated(known, dataset.publication, kind) else { continue };
            for month in dataset.months.0.0..=dataset.months.1.0 {
                let hold = (reference.clone(), named(kind).to_owned(), month);
                if known.out.contains(&hold) || before.contains(&(known.rule.kinds.of(kind).finest, month)) {
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

/// What is out of the versions that this dataset corrects, by how finely its kinds are shown and month: the incidents of
/// these months are out, and would come out twice.
fn before(known: &Known, reference: &str) -> HashSet<(Finest, i32)> {
    let (mut found, mut at) = (HashSet::new(), reference);
    // No more versions than there are corrections.
    for _ in 0..known.corrects.len() {
        let Some(earlier) = known.corrects.get(at) else { break };
        let out = known.out.iter().filter(|out| out.0 == *earlier);
        found.extend(out.map(|(_, kind, month)| (known.rule.kinds.of(kind).finest, *month)));
        at = earlier;
    }
    found
}

/// How a kind of a dataset is published; none while it waits for addresses.
fn treated(known: &Known, publication: Publication, kind: &str) -> Option<(Publication, Treatment)> {
    let treatment = known.rule.kinds.of(kind);
    match (publication, treatment.finest) {
        // What the source has published already is not held back, and no kind of it treated otherwise.
        (Publication::AsSource, _) => Some((publication, Treatment { finest: Finest::Point, delay: 0 })),
        (Publication::Points, Finest::Point) if known.addresses.is_none() => None,
        (Publication::Points, Finest::Area | Finest::District) => Some((Publication::Counts, treatment)),
        _ => Some((publication, treatment)),
    }
}

fn date(month: Month) -> Result<Date, Refusal> {
    let parts = i16::try_from(month.year()).ok().zip(i8::try_from(month.of_year()).ok());
    let date = parts.and_then(|(year, month)| Date::new(year, month, 1).ok());
    date.ok_or_else(|| Refusal::Broken(format!("{month} is no month")))
}

fn month_of(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// Makes releases.
struct Press<'a> {
    ledger: &'a Ledger,
    actor: &'a str,
    known: Known,
    drawing: Option<Drawing>,
}

impl Press<'_> {
    fn publish(&self, (publication, treatment, _): Key, holds: &Holds) -> Result<Vec<Published>, PublishError> {
        let ground = Ground {
            areas: &self.known.areas,
            finest: treatment.finest,
            months: holds.iter().map(|hold| hold.2).collect(),
            kinds: holds.iter().map(|hold| hold.1.clone()).collect(),
        };
        let mut releases = match (publication, &self.drawing) {
            (Publication::Points, Some(drawing)) => self.drawn(&ground, holds, drawing)?,
            (Publication::AsSource, _) => {
                let mut content = exact(&ground, &cells(self.ledger, holds)?)?;
                as_in_source(self.ledger, &self.known.objects, holds)?.add_to(&mut content);
                vec![(publication, content)]
            }
            _ => vec![(Publication::Counts, self.suppressed(&ground, &cells(self.ledger, holds)?)?)],
        };
        for (_, content) in &mut releases {
            content.holds = holds.iter().cloned().collect();
        }
        self.record(treatment, holds, releases)
    }

    /// What is drawn, counted exactly; and, where there is any, what has no map point, counted as small counts are.
    fn drawn(
        &self,
        ground: &Ground<'_>,
        holds: &Holds,
        drawing: &Drawing,
    ) -> Result<Vec<(Publication, Content)>, PublishError> {
        let mut sorted = at_map_points(self.ledger, &self.known.objects, holds, drawing)?;
        let mut content = exact(ground, &sorted.drawn)?;
        sorted.add_to(&mut content);
        let mut releases = vec![(Publication::Points, content)];
        sorted.rest.retain(|one| !one.area.is_empty());
        if !sorted.rest.is_empty() {
            // Only where there is no map point, and above: elsewhere there is nothing to count.
            let has: HashSet<&str> = drawing.points().iter().map(|point| point.area.as_str()).collect();
            let without: Vec<&Area> = ground.areas.iter().filter(|area| !has.contains(area.code.as_str())).collect();
            let above = |area: &&Area| without.iter().any(|part| area.holds(&part.path));
            let areas: Vec<Area> = ground.areas.iter().filter(above).cloned().collect();
            let ground = Ground { areas: &areas, ..ground.clone() };
            releases.push((Publication::Counts, self.suppressed(&ground, &sorted.rest)?));
        }
        Ok(releases)
    }

    fn suppressed(&self, ground: &Ground<'_>, cells: &[Exact]) -> Result<Content, PublishError> {
        let span = ground.months.first().copied().zip(ground.months.last().copied()).unwrap_or_default();
        let earlier = earlier(self.ledger, ground, span)?;
        Ok(suppressed(ground, cells, &method(&self.known.rule)?, &earlier)?)
    }

    /// Records all releases of the same incidents together.
    fn record(
        &self,
        treatment: Treatment,
        holds: &Holds,
        releases: Vec<(Publication, Content)>,
    ) -> Result<Vec<Published>, PublishError> {
        let (rule, mut bodies) = (&self.known.rule, Vec::new());
        for (publication, content) in &releases {
            let months: BTreeSet<i32> = holds.iter().map(|hold| hold.2).collect();
            let month = |month: Option<&i32>| month.map_or_else(String::new, |month| Month(*month).to_string());
            let datasets: BTreeSet<String> = holds.iter().map(|hold| hold.0.clone()).collect();
            bodies.push(ReleasePublished {
                datasets: datasets.into_iter().collect(),
                publication: *publication,
                treatment,
                first_month: month(months.first()),
                last_month: month(months.last()),
                rule: rule.hash()?,
                rule_json: rule.clone(),
                object: self.ledger.objects().put(serde_json_canonicalizer::to_string(content)?.as_bytes())?,
            });
        }
        let held = holds.clone();
        let decided = self.ledger.decide_now(self.actor, move |decision| record(decision, &bodies, &held))?;
        let told = decided.value.into_iter().zip(&releases);
        Ok(told.map(|(reference, (publication, content))| tell(reference, *publication, treatment, content)).collect())
    }
}

fn tell(reference: Reference, publication: Publication, treatment: Treatment, content: &Content) -> Published {
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

/// Nothing where somebody else published some of it meanwhile: the next time, it is due no more.
fn record(
    decision: &mut Decision<'_, '_>,
    bodies: &[ReleasePublished],
    holds: &Holds,
) -> Result<Vec<Reference>, Refusal> {
    let datasets: BTreeSet<&String> = holds.iter().map(|hold| &hold.0).collect();
    for dataset in datasets {
        let sql = "SELECT DISTINCT kind, month FROM released WHERE dataset = $1";
        for row in decision.query(sql, &[Value::from(dataset)])? {
            if holds.contains(&(dataset.clone(), row.get(0)?, month(&row, 1)?.0)) {
                return Ok(Vec::new());
            }
        }
    }
    let mut references = Vec::new();
    for body in bodies {
        let reference = decision.ids().reference();
        decision.record_first(&stream(reference.as_str()), Event::new(RELEASE_PUBLISHED, body)?)?;
        references.push(reference);
    }
    Ok(references)
}

/// The exact counts of what belongs into a release.
fn cells(ledger: &Ledger, holds: &Holds) -> Result<Vec<Exact>, PublishError> {
    let holds = holds.clone();
    let read = move |tx: &mut Read<'_>| {
        let mut found = Vec::new();
        let datasets: BTreeSet<&String> = holds.iter().map(|hold| &hold.0).collect();
        for dataset in datasets {
            let months: BTreeSet<i32> = holds.iter().filter(|hold| hold.0 == *dataset).map(|hold| hold.2).collect();
            let (Some(first), Some(last)) = (months.first(), months.last()) else { continue };
            let sql = "SELECT area, month, kind, count FROM incident_counts
                       WHERE dataset = $1 AND month >= $2 AND month <= $3";
            let binds = [Value::from(dataset), Value::from(i64::from(*first)), Value::from(i64::from(*last))];
            for row in tx.query(sql, &binds)? {
                let (at, kind) = (month(&row, 1)?.0, named(&row.get::<String>(2)?).to_owned());
                if holds.contains(&(dataset.clone(), kind.clone(), at)) {
                    let count = u64::try_from(row.get::<i64>(3)?).unwrap_or_default();
                    found.push(Exact { area: row.get(0)?, month: at, kind, count });
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
                found.insert((row.get(1)?, month(row, 2)?.0, month(row, 3)?.0, row.get(4)?));
            }
        }
        Ok::<_, Refusal>(found)
    };
    Ok(ledger.store().read_now(read)?)
}
