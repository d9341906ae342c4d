//! What pages and interfaces read: published numbers of an area, with the rule that was applied.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comity_datasets::Month;
use comity_disclosure::Rule;
use comity_disclosure::rule::Argument;
use comity_kernel::{Message, Reference};
use comity_ledger::Refusal;
use comity_store::{Read, StoreError};

use super::asked::{Asked, Partly, Portion, Rows};
use super::held::Held;
use super::table::OUTSIDE;
use super::tables::{self, Release};
use super::{Number, Publication};
use crate::stretch::stretch;
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
    /// What the number of each area in `by_area` is of.
    pub of_areas: BTreeMap<String, Of>,
    pub total: Number,
    /// What the total is of.
    pub of: Of,
    /// Kinds in `by_kind` that are published of some of the asked months only, and of which.
    pub partly: Vec<Partly>,
    /// Months from which on the numbers come from other files than before: from a source more, or from one less.
    pub changes: Vec<Month>,
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

/// What a number is of. A sum of which a part is not published is never said to be exact ([`Number::AtLeast`]).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Of {
    /// The asked months of which all that is added up is published, in stretches.
    pub covered: Vec<(Month, Month)>,
    /// Kinds, of those asked for, that are not in the number: they are published for districts only.
    pub left_out: Vec<String>,
}

impl Shown {
    /// Whether all that is added up is published of every asked month.
    pub fn is_covered(&self) -> bool {
        self.of.covered == [self.months]
    }
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
    match asked_months(tx, filter)? {
        Some(months) => Basis::read(tx, months)?.counts(tx, filter.area.as_deref(), &filter.kinds),
        None => Ok(None),
    }
}

fn asked_months(tx: &mut Read<'_>, filter: &Filter) -> Result<Option<(Month, Month)>, Refusal> {
    Ok(match filter.months {
        Some(months) => Some(months),
        None => period(tx)?,
    })
}

/// The releases of some months, for several questions to them.
#[derive(Clone, Debug)]
pub struct Basis {
    releases: Vec<Release>,
    held: Held,
    months: (Month, Month),
}

impl Basis {
    /// # Errors
    /// What the database says.
    pub fn read(tx: &mut Read<'_>, months: (Month, Month)) -> Result<Self, Refusal> {
        Ok(Self { releases: tables::releases(tx, months)?, held: Held::read(tx, months)?, months })
    }

    fn asked<'a>(&'a self, kinds: &'a [String]) -> Asked<'a> {
        Asked { releases: &self.releases, held: &self.held, months: self.months, kinds }
    }

    /// What is published of an area (none: the whole partnership) and kinds (none: all); `None` if nothing is.
    ///
    /// # Errors
    /// What the database says.
    pub fn counts(&self, tx: &mut Read<'_>, area: Option<&str>, kinds: &[String]) -> Result<Option<Shown>, Refusal> {
        if self.releases.is_empty() {
            return Ok(None);
        }
        let (area, asked) = (area.unwrap_or_default(), self.asked(kinds));
        let own = Rows::of_area(tx, area, self.months)?;
        let below = Rows::of_parts(tx, area, self.months)?;
        let (of, covered) = asked.of(&own);
        let (by_kind, partly) = asked.by_kind(&own);
        let (by_area, of_areas) = self.parts(asked, &below);
        let outside = if area.is_empty() { Rows::of_area(tx, OUTSIDE, self.months)? } else { Rows::default() };
        Ok(Some(Shown {
            by_month: asked.by_month(&own, &covered),
            by_period: asked.by_period(&own, &covered),
            by_kind,
            by_area,
            of_areas,
            total: asked.total(&own, &covered),
            outside: if outside.is_empty() { Number::Count(0) } else { asked.total(&outside, &covered) },
            of,
            partly,
            changes: asked.changes(&own),
            apart: asked.apart(),
            wider: asked.wider(&own),
            rules: rules(&self.releases)?,
            datasets: asked.datasets(),
            releases: self.releases.iter().map(|release| release.reference.clone()).collect(),
            area: area.to_owned(),
            months: self.months,
        }))
    }

    /// The number of each part, and what it is of. Parts of which the same is published are of the same.
    #[allow(clippy::type_complexity, reason = "the two go side by side into what is shown")]
    fn parts(&self, asked: Asked<'_>, below: &BTreeMap<String, Rows>) -> (Vec<(String, Number)>, BTreeMap<String, Of>) {
        let mut known: HashMap<Vec<bool>, (Of, BTreeSet<i32>)> = HashMap::new();
        let (mut numbers, mut of_areas) = (Vec::new(), BTreeMap::new());
        for (code, rows) in below {
            let (of, covered) = known.entry(rows.pattern(&self.releases)).or_insert_with(|| asked.of(rows));
            numbers.push((code.clone(), asked.total(rows, covered)));
            of_areas.insert(code.clone(), of.clone());
        }
        (numbers, of_areas)
    }

    /// What each release says of each month of an area and some kinds, and the files behind it.
    ///
    /// # Errors
    /// What the database says.
    pub fn portions(&self, tx: &mut Read<'_>, area: &str, kinds: &[String]) -> Result<Vec<Portion>, Refusal> {
        Ok(self.asked(kinds).portions(&Rows::of_area(tx, area, self.months)?))
    }
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
