//! What is known of an area, gathered from all slices in one state of the data.

use std::collections::HashSet;
use std::sync::Arc;

use comity_access::Visibility;
use comity_actions::Action;
use comity_forums::Meeting;
use comity_kernel::{Day, Reference};
use comity_ledger::Refusal;
use comity_observatory::published::{self, Filter, Number, Shown};
use comity_places::{Area, Boundaries, Population, Priority, Team, population, smallest};
use comity_store::{Objects, Read};

/// How many actions a page shows.
const ACTIONS: usize = 8;
/// How many areas the map of one without parts shows.
const NEARBY: usize = 24;

/// An area and what its page shows.
#[derive(Clone, Debug)]
pub struct Profile {
    pub area: Area,
    /// The areas that it lies in, from the outermost.
    pub above: Vec<Area>,
    /// The areas of which it consists.
    pub parts: Vec<Part>,
    /// The areas on the map of an area without parts: itself and those around it.
    pub nearby: Vec<Area>,
    /// Whose team it is, and the team.
    pub team: Option<(Area, Team)>,
    pub priorities: Option<(Area, Vec<Priority>)>,
    pub meeting: Option<Meeting>,
    pub actions: Vec<Action>,
    /// Of the actions' concerns, those whose way is public.
    pub public_concerns: HashSet<Reference>,
    /// What is published of incidents; none before anything is.
    pub counts: Option<Shown>,
    /// Whether there are datasets at all.
    pub datasets: bool,
    /// Its own figure, or the sum of those of all its parts where each is known.
    pub population: Population,
    pub boundaries: Arc<Boundaries>,
}

/// An area below the one that a page is about.
#[derive(Clone, Debug)]
pub struct Part {
    pub area: Area,
    pub population: Population,
    /// Published for the period of the counts; none where nothing is.
    pub incidents: Option<Number>,
}

/// Reads the profile of an area; `None` if there is no such area.
///
/// # Errors
/// What the database says.
pub fn profile(tx: &mut Read<'_>, objects: &Objects, code: &str, today: Day) -> Result<Option<Profile>, Refusal> {
    let Some(area) = comity_places::area(tx, code)? else { return Ok(None) };
    let boundaries = comity_places::boundaries(tx, objects)?;
    let all = comity_places::areas(tx)?;
    let filter = Filter { area: Some(code.to_owned()), ..Filter::default() };
    let counts = published::counts(tx, &filter)?;
    let parts = parts(code, &all, counts.as_ref());
    let named = |code: &str| all.iter().find(|area| area.code == code).cloned();
    let team = comity_places::team_of(tx, &area.path)?.and_then(|(of, team)| Some((named(&of)?, team)));
    let priorities = comity_places::priorities_of(tx, &area.path)?.and_then(|(of, list)| Some((named(&of)?, list)));
    let actions = comity_actions::of_area(tx, code, ACTIONS)?;
    let public_concerns = public_concerns(tx, &actions)?;
    Ok(Some(Profile {
        above: comity_places::along(tx, &area.path)?.into_iter().filter(|above| above.code != code).collect(),
        nearby: if parts.is_empty() { nearby(&boundaries, &all, code) } else { Vec::new() },
        meeting: comity_forums::next_meeting(tx, &area.path, today)?,
        datasets: counts.is_some() || !comity_observatory::datasets(tx)?.is_empty(),
        counts,
        population: population(&area, &all),
        area,
        parts,
        team,
        priorities: priorities.filter(|(_, list)| !list.is_empty()),
        actions,
        public_concerns,
        boundaries,
    }))
}

/// Of the concerns that these actions answer, those whose way is public.
///
/// # Errors
/// What the database says.
pub fn public_concerns(tx: &mut Read<'_>, actions: &[Action]) -> Result<HashSet<Reference>, Refusal> {
    let mut public = HashSet::new();
    for concern in actions.iter().filter_map(|action| action.concern.as_ref()) {
        if comity_concerns::find(tx, concern)?.is_some_and(|found| found.visibility != Visibility::Private) {
            public.insert(concern.clone());
        }
    }
    Ok(public)
}

fn parts(code: &str, all: &[Area], shown: Option<&Shown>) -> Vec<Part> {
    let areas = all.iter().filter(|other| other.parent.as_deref() == Some(code)).cloned();
    let incidents = |area: &Area| {
        let found = shown?.by_area.iter().find(|(code, _)| *code == area.code);
        found.map(|(_, number)| *number)
    };
    areas.map(|area| Part { population: population(&area, all), incidents: incidents(&area), area }).collect()
}

fn nearby(boundaries: &Boundaries, all: &[Area], code: &str) -> Vec<Area> {
    let smallest = smallest(all);
    let nearest = boundaries.nearest(code, smallest.iter().map(|area| area.code.as_str()), NEARBY);
    nearest
        .iter()
        .filter_map(|code| smallest.iter().find(|area| area.code == *code))
        .map(|area| (*area).clone())
        .collect()
}
