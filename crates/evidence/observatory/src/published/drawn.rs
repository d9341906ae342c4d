//! The incidents of a release that are drawn, and those that are only counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use comity_datasets::{Incident, read_incidents};
use comity_ledger::Ledger;

use super::PublishError;
use super::addresses::Drawing;
use super::content::{Content, Drawn, Point, named};
use super::hours::ByHour;
use super::table::Exact;

/// What belongs into a release: dataset, kind as tables have it, month.
pub type Holds = BTreeSet<(String, String, i32)>;

/// What became of the incidents of a release.
#[derive(Clone, Debug, Default)]
pub struct Sorted {
    rows: BTreeMap<(usize, i32, String, String), u32>,
    points: Vec<Point>,
    /// Those that are drawn, counted by area.
    pub drawn: Vec<Exact>,
    /// Those that are not, because there is no map point in their area.
    pub rest: Vec<Exact>,
    /// Those that are drawn, by hour of the week.
    pub hours: ByHour,
}

/// Reads the incidents of the release and places each at a map point of its area, where there is one.
///
/// # Errors
/// What is wrong with a stored dataset.
pub fn at_map_points(
    ledger: &Ledger,
    objects: &HashMap<String, String>,
    holds: &Holds,
    drawing: &Drawing,
) -> Result<Sorted, PublishError> {
    let point = |place: usize| {
        let map_point = drawing.points().get(place)?;
        let (lon_e6, lat_e6) = drawing.degrees(map_point);
        Some(Point { lon_e6, lat_e6, area: map_point.area.clone(), name: map_point.place.clone() })
    };
    sorted(ledger, objects, holds, &mut |incident, points, places| {
        let place = drawing.snap(incident.at?, incident.area)?;
        Some(*places.entry((0, place as u64)).or_insert_with(|| {
            points.extend(point(place));
            points.len().saturating_sub(1)
        }))
    })
}

/// Reads the incidents of the release, each where its source has it.
///
/// # Errors
/// What is wrong with a stored dataset.
pub fn as_in_source(ledger: &Ledger, objects: &HashMap<String, String>, holds: &Holds) -> Result<Sorted, PublishError> {
    sorted(ledger, objects, holds, &mut |incident, points, places| {
        let (lon_e6, lat_e6) = incident.at?;
        let key = (1, (u64::from(lon_e6 as u32) << 32) | u64::from(lat_e6 as u32));
        Some(*places.entry(key).or_insert_with(|| {
            let name = incident.location.strip_prefix("On or near ").unwrap_or(incident.location);
            points.push(Point { lon_e6, lat_e6, area: incident.area.to_owned(), name: name.to_owned() });
            points.len() - 1
        }))
    })
}

/// Where an incident is drawn: a place in the list of points, which may grow.
type Draw<'a> = &'a mut dyn FnMut(&Incident<'_>, &mut Vec<Point>, &mut HashMap<(u8, u64), usize>) -> Option<usize>;

fn sorted(
    ledger: &Ledger,
    objects: &HashMap<String, String>,
    holds: &Holds,
    draw: Draw<'_>,
) -> Result<Sorted, PublishError> {
    let mut found = Sorted::default();
    let mut places = HashMap::new();
    let mut counts: [BTreeMap<(String, i32, String), u64>; 2] = Default::default();
    let datasets: BTreeSet<&String> = holds.iter().map(|hold| &hold.0).collect();
    for dataset in datasets {
        let Some(object) = objects.get(dataset) else { continue };
        let held: BTreeSet<(&str, i32)> =
            holds.iter().filter(|hold| hold.0 == *dataset).map(|hold| (hold.1.as_str(), hold.2)).collect();
        read_incidents(ledger.objects().open(object)?, &mut |incident| {
            let kind = named(incident.kind);
            if !held.contains(&(kind, incident.month.0)) {
                return;
            }
            let at = draw(&incident, &mut found.points, &mut places);
            if let Some(place) = at {
                let outcome = incident.outcome.replace('\0', "");
                *found.rows.entry((place, incident.month.0, kind.to_owned(), outcome)).or_default() += 1;
                *found.hours.entry((incident.area.to_owned(), incident.hour)).or_default() += 1;
            }
            let counted = counts.get_mut(usize::from(at.is_none()));
            let area = (incident.area.to_owned(), incident.month.0, kind.to_owned());
            counted.into_iter().for_each(|counted| *counted.entry(area.clone()).or_default() += 1);
        })?;
    }
    let exact = |counts: BTreeMap<(String, i32, String), u64>| {
        counts.into_iter().map(|((area, month, kind), count)| Exact { area, month, kind, count }).collect()
    };
    let [drawn, rest] = counts;
    (found.drawn, found.rest) = (exact(drawn), exact(rest));
    Ok(found)
}

impl Sorted {
    /// Adds what is drawn to what a release holds. Points come in the order of their place, so that nothing tells in which
    /// order incidents stood in their file.
    pub fn add_to(&self, content: &mut Content) {
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        order.sort_by_key(|place| self.points.get(*place));
        let mut numbers = vec![0_u32; order.len()];
        for (number, place) in (0_u32..).zip(&order) {
            numbers.get_mut(*place).into_iter().for_each(|slot| *slot = number);
        }
        content.points = order.iter().filter_map(|place| self.points.get(*place).cloned()).collect();
        let outcomes: BTreeSet<&String> = self.rows.keys().map(|key| &key.3).collect();
        let outcomes: Vec<String> = outcomes.into_iter().cloned().collect();
        let index = |list: &[String], text: &str| {
            let found = list.iter().position(|known| known == text);
            found.and_then(|found| u32::try_from(found).ok())
        };
        let row = |((place, month, kind, outcome), count): (&(usize, i32, String, String), &u32)| {
            Some(Drawn {
                point: *numbers.get(*place)?,
                month: *month,
                kind: index(&content.kinds, kind)?,
                outcome: index(&outcomes, outcome)?,
                count: *count,
            })
        };
        let mut drawn: Vec<Drawn> = self.rows.iter().filter_map(row).collect();
        drawn.sort_unstable();
        (content.drawn, content.outcomes) = (drawn, outcomes);
    }
}
