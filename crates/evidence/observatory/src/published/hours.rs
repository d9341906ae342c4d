//! Incidents by the hour of the week: a margin of its own for districts and the whole, over a release's kinds together.
//!
//! It shares with the release's other numbers nothing but the totals of its areas, and shows hours only where these are shown:
//! so that whatever else a reader holds possible goes with these hours too, and the two need no proof together. Its own small
//! counts are withheld as all others, with a proof that leaves those totals as they are. Where too little happens for single
//! hours, steps of three or six hours come out; where these are too few as well, nothing.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comity_datasets::read_incidents;
use comity_disclosure::kinds::Finest;
use comity_disclosure::suppress::{Protection, Published, Standing, suppress_beyond};
use comity_disclosure::{Error, Hierarchy, Layout, Table};
use comity_ledger::Ledger;
use serde::{Deserialize, Serialize};

use super::content::{Content, named};
use super::drawn::Holds;
use super::publish::PublishError;
use super::table::{Ground, area_tree, is_hidden, wide};

/// How many hours a step may have.
const STEPS: [u8; 3] = [1, 3, 6];
/// A week's days, and after them the incidents of which no hour is known.
pub const DAYS: u8 = 7;
const UNKNOWN: &str = "unknown";
const ALL: &str = "all";

/// The hours of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// How many hours a step has.
    pub every: u8,
    /// The codes of areas; empty for the whole partnership.
    pub areas: Vec<String>,
    pub counts: Vec<HourRow>,
}

/// The place of the area, the day (0 is Monday, 7 no known hour, none all), the step of the day (none all), and the count, null
/// where it is withheld.
pub type HourRow = (u32, Option<u8>, Option<u8>, Option<u64>);

/// So many incidents of an area (empty: outside every area) in an hour of the week, if that is known.
pub type ByHour = BTreeMap<(String, Option<i32>), u64>;

/// The hours of these incidents, from the stored columns.
///
/// # Errors
/// What is wrong with a stored dataset.
pub fn by_hour(ledger: &Ledger, objects: &HashMap<String, String>, holds: &Holds) -> Result<ByHour, PublishError> {
    let mut found = ByHour::new();
    let datasets: BTreeSet<&String> = holds.iter().map(|hold| &hold.0).collect();
    for dataset in datasets {
        let Some(object) = objects.get(dataset) else { continue };
        let held: BTreeSet<(&str, i32)> =
            holds.iter().filter(|hold| hold.0 == *dataset).map(|hold| (hold.1.as_str(), hold.2)).collect();
        read_incidents(ledger.objects().open(object)?, &mut |incident| {
            if held.contains(&(named(incident.kind), incident.month.0)) {
                *found.entry((incident.area.to_owned(), incident.hour)).or_default() += 1;
            }
        })?;
    }
    Ok(found)
}

/// What may be published of these hours beside the release: small counts withheld, or all of them where there is no
/// `protection`. None where no hour is known, or hardly any could be shown.
///
/// # Errors
/// What is wrong with the areas.
pub fn hours(
    ground: &Ground<'_>,
    content: &Content,
    by_hour: &ByHour,
    protection: Option<&Protection>,
) -> Result<Option<Hours>, PublishError> {
    if by_hour.keys().all(|(_, hour)| hour.is_none()) {
        return Ok(None);
    }
    let Some(areas) = areas(ground, content) else { return Ok(None) };
    let mut last = None;
    for every in STEPS {
        let laid = Laid::new(&areas, by_hour, every)?;
        let table = laid.table(by_hour)?;
        let Some(protection) = protection else {
            return Ok(Some(laid.hours(every, |cell| Some(table.count(cell)))));
        };
        let published = match suppress_beyond(&table, &laid.standing(), protection) {
            Ok(pattern) => pattern.apply(&table),
            // So few that no two tables fit: wider steps may do.
            Err(Error::Unsafe { .. }) => continue,
            Err(other) => return Err(other.into()),
        };
        let enough = laid.worth(&table, &published);
        let found = laid.hours(every, |cell| published.value(cell));
        if enough {
            return Ok(Some(found));
        }
        last = Some(found);
    }
    // Of the widest steps at least the days or the times of day.
    Ok(last
        .filter(|hours: &Hours| hours.counts.iter().any(|row| (row.1.is_none() != row.2.is_none()) && row.3.is_some())))
}

/// The areas of which hours can be told: the wide ones if all of their totals are shown, else the whole alone if that is.
fn areas<'a>(ground: &Ground<'a>, content: &Content) -> Option<Ground<'a>> {
    let total = |code: &str| {
        let area = content.areas.iter().position(|known| known == code)?;
        let row = content.counts.iter().find(|row| (row.0 as usize, row.1, row.2) == (area, 0, 0))?;
        row.3
    };
    total("")?;
    let codes: BTreeSet<String> = ground
        .areas
        .iter()
        .filter(|area| ground.covered.contains(&area.code) && wide(area, ground.areas))
        .map(|area| area.code.clone())
        .collect();
    let all = codes.iter().all(|code| total(code).is_some());
    let covered = if all { codes } else { BTreeSet::new() };
    Some(Ground { finest: Finest::District, covered, ..ground.clone() })
}

/// Areas by days and steps.
struct Laid {
    layout: Layout,
    homes: BTreeMap<String, usize>,
    every: u8,
}

impl Laid {
    fn new(ground: &Ground<'_>, by_hour: &ByHour, every: u8) -> Result<Self, Error> {
        let used: BTreeSet<&str> = by_hour.keys().map(|(area, _)| area.as_str()).collect();
        let (areas, homes, _) = area_tree(ground, &used)?;
        let homes = homes.iter().filter_map(|(code, name)| Some((code.clone(), areas.find(name)?))).collect();
        let with_unknown = by_hour.keys().any(|(_, hour)| hour.is_none());
        let tree = |what, steps: u8| {
            let names = (0..steps).map(|step| step.to_string()).chain(with_unknown.then(|| UNKNOWN.to_owned()));
            Hierarchy::flat(what, ALL, &names.collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
        };
        Ok(Self { layout: Layout::new(areas, tree("day", DAYS)?, tree("time of day", 24 / every)?), homes, every })
    }

    fn table(&self, by_hour: &ByHour) -> Result<Table, Error> {
        let [_, days, steps] = self.layout.trees();
        let cell = |((area, hour), count): (&(String, Option<i32>), &u64)| {
            let name = |of: &dyn Fn(i32) -> i32| hour.map_or_else(|| UNKNOWN.to_owned(), |hour| of(hour).to_string());
            let day = days.find(&name(&|hour| hour / 24))?;
            let step = steps.find(&name(&|hour| hour % 24 / i32::from(self.every)))?;
            Some(([*self.homes.get(area)?, day, step], *count))
        };
        Table::new(self.layout.clone(), by_hour.iter().filter_map(cell))
    }

    fn hidden(&self, area: usize) -> bool {
        is_hidden(self.layout.trees()[0].name(area)) || self.layout.trees()[0].name(area) == super::table::OUTSIDE
    }

    /// The totals of areas are known from the release.
    fn standing(&self) -> Vec<Standing> {
        let standing = |index| match self.layout.cell(index) {
            [area, _, _] if self.hidden(area) => Standing::LeftOut,
            [_, 0, 0] => Standing::Known,
            _ => Standing::Open,
        };
        (0..self.layout.cells()).map(standing).collect()
    }

    /// Whether most of the hours in which something happened are shown for the whole.
    fn worth(&self, table: &Table, published: &Published) -> bool {
        let Some(whole) = self.layout.trees()[0].find("") else { return false };
        let [_, days, steps] = self.layout.trees();
        let cells = days.finest(0).iter().flat_map(|day| steps.finest(0).iter().map(move |step| [whole, *day, *step]));
        let busy: Vec<_> = cells.filter(|cell| table.count(*cell) > 0).collect();
        let shown = busy.iter().filter(|cell| published.value(**cell).is_some()).count();
        shown * 2 > busy.len()
    }

    fn hours(&self, every: u8, count: impl Fn([usize; 3]) -> Option<u64>) -> Hours {
        let [areas, days, steps] = self.layout.trees();
        let listed: Vec<usize> = (0..areas.len()).filter(|area| !self.hidden(*area)).collect();
        let mut counts = Vec::new();
        for (place, area) in (0_u32..).zip(&listed) {
            for day in 0..days.len() {
                for step in 0..steps.len() {
                    let (day_name, step_name) = (days.name(day), steps.name(step));
                    // No hour is known: one number says so.
                    if step_name == UNKNOWN || (day_name == UNKNOWN && step != 0) {
                        continue;
                    }
                    let day_number = if day_name == UNKNOWN { Some(DAYS) } else { day_name.parse().ok() };
                    counts.push((place, day_number, step_name.parse().ok(), count([*area, day, step])));
                }
            }
        }
        Hours { every, areas: listed.iter().map(|area| areas.name(*area).to_owned()).collect(), counts }
    }
}
