//! Publishing what has become due.

use std::collections::{BTreeSet, HashMap, HashSet};

use comity_datasets::{ImportError, Month};
use comity_disclosure::Rule;
use comity_disclosure::kinds::{Finest, Treatment};
use comity_disclosure::rule::Counts;
use comity_disclosure::suppress::Protection;
use comity_kernel::{Day, Reference};
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_places::Area;
use comity_store::{ObjectError, Read, StoreError, Value};

use super::addresses::Drawing;
use super::content::{Content, named};
use super::drawn::{Holds, as_in_source, at_map_points};
use super::due::{Group, Key, Known, due, groups, known};
use super::earlier::{Earlier, HeldBack, earlier};
use super::events::{PUBLICATION_RULED, PublicationRuled, RELEASE_PUBLISHED, RULE_STREAM, ReleasePublished, stream};
use super::hours::{by_hour, hours};
use super::table::{Exact, Ground, Laid, OUTSIDE, Place, exact, suppressed, used};
use super::{Publication, rule_in_force};
use crate::tables::month;

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
    /// The release that it took the place of.
    pub corrects: Option<Reference>,
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

/// Publishes what is due on this day and not out yet; again, it does nothing. Where a `rule` is given, it is recorded and in
/// force from now on. What is due and would give away what an earlier release withholds does not come out
/// ([`held_back_now`]). For the command line: waits for the answer.
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
    let mut press = Press::new(ledger, actor)?;
    let mut out = super::corrected::correct(&press)?;
    if !out.is_empty() {
        press = Press::new(ledger, actor)?;
    }
    for (key, holds) in due(&press.known, today)? {
        out.extend(press.publish(key, &holds)?);
    }
    Ok(out)
}

/// What is due on this day and does not come out, since an earlier release is in the way. For the command line: waits for
/// the answer.
///
/// # Errors
/// [`PublishError`].
pub fn held_back_now(ledger: &Ledger, today: Day) -> Result<Vec<HeldBack>, PublishError> {
    let press = Press::new(ledger, comity_ledger::OPERATOR)?;
    let mut found = Vec::new();
    for (key, holds) in due(&press.known, today)? {
        found.extend(press.sorted(key, &holds)?.held);
    }
    Ok(found)
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

/// # Errors
/// [`PublishError::Method`] for a rule that does not suppress.
pub fn method(rule: &Rule) -> Result<Protection, PublishError> {
    match rule.counts {
        Counts::Suppress(protection) => Ok(protection),
        Counts::Coarsen { .. } => Err(PublishError::Method { method: "coarsen" }),
        Counts::Perturb { .. } => Err(PublishError::Method { method: "perturb" }),
    }
}

/// Makes releases.
pub struct Press<'a> {
    pub ledger: &'a Ledger,
    actor: &'a str,
    pub known: Known,
    /// The stored columns of each dataset.
    pub objects: HashMap<String, String>,
}

/// What is due, in tables: those that come out, each with its incidents and what stays withheld; and those that do not.
#[derive(Default)]
struct Sorted {
    out: Vec<(Group, Vec<Exact>, HashSet<Place>)>,
    held: Vec<HeldBack>,
}

impl<'a> Press<'a> {
    fn new(ledger: &'a Ledger, actor: &'a str) -> Result<Self, PublishError> {
        let known = ledger.store().read_now(known)?;
        let object = |(reference, dataset): (&String, &crate::Dataset)| (reference.clone(), dataset.object.clone());
        let objects = known.datasets.iter().map(object).collect();
        Ok(Self { ledger, actor, known, objects })
    }

    /// The ground of a table, before it is known what lies on it.
    pub fn ground(&self, treatment: Treatment, group: &Group) -> Result<Ground<'_>, PublishError> {
        let datasets: BTreeSet<&String> = group.holds.iter().map(|hold| &hold.0).collect();
        Ok(Ground {
            areas: &self.known.areas,
            covered: self.known.covered(self.ledger, datasets)?,
            finest: treatment.finest,
            months: group.months.clone(),
            kinds: group.kinds.clone(),
        })
    }

    /// Divides what is due into tables, and tells which an earlier release holds back.
    fn sorted(&self, (publication, treatment, _): Key, holds: &Holds) -> Result<Sorted, PublishError> {
        let rows = cells(self.ledger, holds)?;
        let areas: HashMap<&str, &Area> = self.known.areas.iter().map(|area| (area.code.as_str(), area)).collect();
        let mut before = earlier(self.ledger, holds)?;
        before.retain(|release| release.may_hold(&rows, &areas));
        let touches = |kind: &str, month: i32| {
            let holds = |release: &Earlier| release.kinds.contains(kind) && release.months.contains(&month);
            (0..before.len()).filter(|place| before.get(*place).is_some_and(holds)).collect()
        };
        let mut found = Sorted::default();
        for group in groups(holds, touches) {
            let own = |one: &&Exact| group.kinds.contains(&one.kind) && group.months.contains(&one.month);
            let rows: Vec<Exact> = rows.iter().filter(own).cloned().collect();
            let mut shown = Laid::new(&self.ground(treatment, &group)?, &used(&rows))?.areas();
            shown.remove(OUTSIDE);
            let touched: Vec<&Earlier> = group.touched.iter().filter_map(|place| before.get(*place)).collect();
            match touched.iter().find(|release| !release.allows(publication, &group, &shown)) {
                Some(release) => found.held.push(held_back(&group, release)),
                None => {
                    let withheld = touched.iter().flat_map(|release| release.withheld.iter().cloned()).collect();
                    found.out.push((group, rows, withheld));
                }
            }
        }
        Ok(found)
    }

    fn publish(&self, key: Key, holds: &Holds) -> Result<Vec<Published>, PublishError> {
        let (publication, treatment, _) = key;
        let mut out = Vec::new();
        for (group, rows, withheld) in self.sorted(key, holds)?.out {
            let ground = self.ground(treatment, &group)?;
            let mut releases = match publication {
                Publication::Points => self.drawn(&ground, &group.holds, &withheld)?,
                Publication::AsSource => vec![(publication, self.as_source(&ground, &rows, &group.holds)?)],
                _ => {
                    let protection = method(&self.known.rule)?;
                    let mut content = suppressed(&ground, &rows, &protection, &withheld)?;
                    if group.touched.is_empty() {
                        let by_hour = by_hour(self.ledger, &self.objects, &group.holds)?;
                        content.hours = hours(&ground, &content, &by_hour, Some(&protection))?;
                    }
                    vec![(Publication::Counts, content)]
                }
            };
            for (_, content) in &mut releases {
                content.holds = group.holds.iter().cloned().collect();
            }
            out.extend(self.record(treatment, &self.known.rule, None, releases)?);
        }
        Ok(out)
    }

    /// # Errors
    /// What is wrong with a stored dataset.
    pub fn as_source(&self, ground: &Ground<'_>, rows: &[Exact], holds: &Holds) -> Result<Content, PublishError> {
        let mut content = exact(ground, rows)?;
        as_in_source(self.ledger, &self.objects, holds)?.add_to(&mut content);
        content.hours = hours(ground, &content, &by_hour(self.ledger, &self.objects, holds)?, None)?;
        Ok(content)
    }

    /// What is drawn, counted exactly; and, where there is any, what has no map point, counted as small counts are.
    fn drawn(
        &self,
        ground: &Ground<'_>,
        holds: &Holds,
        withheld: &HashSet<Place>,
    ) -> Result<Vec<(Publication, Content)>, PublishError> {
        let Some(drawing) = drawing(self.ledger, &self.known)? else { return Ok(Vec::new()) };
        let sorted = at_map_points(self.ledger, &self.objects, holds, &drawing)?;
        let mut content = exact(ground, &sorted.drawn)?;
        sorted.add_to(&mut content);
        content.hours = hours(ground, &content, &sorted.hours, Some(&method(&self.known.rule)?))?;
        let mut releases = vec![(Publication::Points, content)];
        if !sorted.rest.is_empty() {
            // Only where there is no map point, and above: elsewhere there is nothing to count.
            let has: HashSet<&str> = drawing.points().iter().map(|point| point.area.as_str()).collect();
            let without: Vec<&Area> = ground.areas.iter().filter(|area| !has.contains(area.code.as_str())).collect();
            let above = |area: &&Area| without.iter().any(|part| area.holds(&part.path));
            let areas: Vec<Area> = ground.areas.iter().filter(above).cloned().collect();
            let ground = Ground { areas: &areas, ..ground.clone() };
            let content = suppressed(&ground, &sorted.rest, &method(&self.known.rule)?, withheld)?;
            releases.push((Publication::Counts, content));
        }
        Ok(releases)
    }

    /// Records all releases of the same incidents together; `corrects` is the release that they take the place of.
    pub fn record(
        &self,
        treatment: Treatment,
        rule: &Rule,
        corrects: Option<&Reference>,
        releases: Vec<(Publication, Content)>,
    ) -> Result<Vec<Published>, PublishError> {
        let (mut bodies, mut held) = (Vec::new(), Holds::new());
        for (publication, content) in &releases {
            let months: BTreeSet<i32> = content.holds.iter().map(|hold| hold.2).collect();
            let month = |month: Option<&i32>| month.map_or_else(String::new, |month| Month(*month).to_string());
            let datasets: BTreeSet<String> = content.holds.iter().map(|hold| hold.0.clone()).collect();
            held.extend(content.holds.iter().cloned());
            bodies.push(ReleasePublished {
                datasets: datasets.into_iter().collect(),
                publication: *publication,
                treatment,
                first_month: month(months.first()),
                last_month: month(months.last()),
                rule: rule.hash()?,
                rule_json: rule.clone(),
                object: self.ledger.objects().put(serde_json_canonicalizer::to_string(content)?.as_bytes())?,
                corrects: corrects.map(ToString::to_string),
            });
        }
        let decided = self.ledger.decide_now(self.actor, move |decision| record(decision, &bodies, &held))?;
        let told = decided.value.into_iter().zip(&releases);
        Ok(told
            .map(|(reference, (publication, content))| {
                let published = tell(reference, *publication, treatment, content);
                Published { corrects: corrects.cloned(), ..published }
            })
            .collect())
    }
}

fn held_back(group: &Group, release: &Earlier) -> HeldBack {
    let months = group.months.first().copied().zip(group.months.last().copied()).unwrap_or_default();
    let datasets = group.holds.iter().map(|hold| hold.0.clone()).collect();
    HeldBack { datasets, kinds: group.kinds.clone(), months, earlier: release.reference.clone() }
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
        corrects: None,
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
    for body in bodies.iter().filter_map(|body| body.corrects.as_ref()) {
        let sql = "SELECT reference FROM releases WHERE reference = $1 AND corrected_by IS NULL";
        if decision.optional(sql, &[Value::from(body)])?.is_none() {
            return Ok(Vec::new());
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
