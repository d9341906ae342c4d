//! What is allowed with teams and priorities.

use comity_kernel::Problem;
use comity_ledger::{Decision, Event, Refusal, Written};

use crate::events::{
    OfArea, PRIORITIES, PRIORITIES_SET, Priority, TEAM, TEAM_SET, Team, priorities_stream, team_stream,
};
use crate::{Bilingual, tables};

/// The longest single text, in characters.
const LONGEST: usize = 400;
/// The most officers of a team, and the most priorities of an area: what is first is few.
pub(crate) const MOST: usize = 6;

/// Sets the team of an area, in place of the one before.
///
/// # Errors
/// [`Problem::NotFound`] if there is no such area, [`Problem::Fields`] if something does not fit.
pub fn set_team(decision: &mut Decision<'_, '_>, area: &str, team: Team) -> Result<Written, Refusal> {
    require(decision, area)?;
    let texts =
        team.officers.iter().flat_map(|officer| [&officer.name, &officer.rank]).chain([&team.office, &team.hours]);
    fits("officers", team.officers.len(), texts)?;
    plain("phone", &team.phone)?;
    plain("email", &team.email)?;
    if team.officers.iter().any(|officer| officer.name.is_empty()) {
        return Err(Problem::field("officers", "places-officer-nameless").into());
    }
    let event = Event::new(TEAM_SET, &OfArea { area: area.to_owned() })?.private(TEAM, &json(&team)?);
    decision.record(&team_stream(area), event)
}

/// Sets what an area's team puts first, in place of what was there before; an empty list takes it away.
///
/// # Errors
/// [`Problem::NotFound`] if there is no such area, [`Problem::Fields`] if something does not fit.
pub fn set_priorities(decision: &mut Decision<'_, '_>, area: &str, list: Vec<Priority>) -> Result<Written, Refusal> {
    require(decision, area)?;
    let texts = list.iter().flat_map(|priority| [&priority.title, &priority.why, &priority.doing]);
    fits("priorities", list.len(), texts)?;
    if list.iter().any(|priority| priority.title.is_empty()) {
        return Err(Problem::field("priorities", "places-priority-nameless").into());
    }
    let event = Event::new(PRIORITIES_SET, &OfArea { area: area.to_owned() })?.private(PRIORITIES, &json(&list)?);
    decision.record(&priorities_stream(area), event)
}

fn require(decision: &mut Decision<'_, '_>, area: &str) -> Result<(), Refusal> {
    tables::area(decision, area)?.map(|_| ()).ok_or_else(|| Problem::NotFound.into())
}

fn fits<'t>(field: &'static str, count: usize, texts: impl Iterator<Item = &'t Bilingual>) -> Result<(), Refusal> {
    if count > MOST {
        return Err(Problem::field(field, "places-too-many").into());
    }
    texts.flat_map(|text| [&text.en, &text.ar]).try_for_each(|text| plain(field, text))
}

/// One line or a few, not too long, without control characters.
fn plain(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONGEST {
        return Err(Problem::field(field, "places-too-long").into());
    }
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\r') {
        return Err(Problem::field(field, "places-unreadable").into());
    }
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, Refusal> {
    serde_json::to_string(value).map_err(|error| Refusal::Broken(error.to_string()))
}
