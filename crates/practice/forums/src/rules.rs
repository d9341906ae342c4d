//! What is allowed: a meeting is called for a day to come; a concern of the forum's area comes onto its agenda once, under
//! a neutral title; it is discussed before it is decided; and what is recorded stays as it is.

use comity_actions::{NewAction, length_fault};
use comity_kernel::{Day, Message, Problem, Reference};
use comity_ledger::{Decision, Event, Refusal};
use comity_places::Bilingual;

use crate::events::{self, Called, Decided, Discussed, Founded, ItemAdded};
use crate::tables::{self, Item, Meeting};

/// How long a neutral public title may be, in characters.
pub const TITLE: std::ops::RangeInclusive<usize> = 5..=160;
/// How long the summary of a discussion may be, in characters.
pub const SUMMARY: std::ops::RangeInclusive<usize> = 5..=8_000;
/// How long a decision or an objection may be, in characters.
pub const TEXT: std::ops::RangeInclusive<usize> = 5..=4_000;
/// How long the name of a place may be, in characters.
pub const PLACE: std::ops::RangeInclusive<usize> = 2..=200;

/// A meeting to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMeeting {
    pub forum: Reference,
    pub day: Day,
    /// When it begins: `18:00`.
    pub starts: String,
    pub place: String,
    /// The day in the partnership's time zone; the meeting must be on a later one, so that people hear of it.
    pub today: Day,
}

/// What a secretary records about one item, in one go; each part may come later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Minutes {
    pub summary: Option<String>,
    pub decision: Option<NewDecision>,
    pub action: Option<Promise>,
}

/// What was decided, and what those say who did not agree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDecision {
    pub text: String,
    pub minority: Option<String>,
}

/// Who does what by when, as it was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Promise {
    pub text: String,
    /// The code of the body that is to do it.
    pub owner: String,
    /// By when; `None` where nobody gave a day, which is a fault.
    pub due: Option<Day>,
}

/// What came of recording minutes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Minuted {
    pub decision: Option<Reference>,
    pub action: Option<Reference>,
}

/// Founds a forum for an area.
///
/// # Errors
/// [`Problem::Fields`] with `area` if there is no such area; [`Problem::Rule`] if a name is missing.
pub fn found(decision: &mut Decision<'_, '_>, area: &str, names: Bilingual) -> Result<Reference, Refusal> {
    if comity_places::path_of(decision, area)?.is_none() {
        return Err(Problem::field("area", "forums-area-unknown").into());
    }
    if names.en.trim().is_empty() || names.ar.trim().is_empty() {
        return Err(Refusal::rule("forums-names"));
    }
    let reference = decision.ids().reference();
    let body = Founded { area: area.to_owned(), names };
    decision.record_first(&events::forum(&reference), Event::new(events::FOUNDED, &body)?)?;
    Ok(reference)
}

/// Calls a meeting of a forum.
///
/// # Errors
/// [`Problem::Fields`] with `forum`, `day`, `starts` or `place`.
pub fn call(decision: &mut Decision<'_, '_>, new: NewMeeting) -> Result<Reference, Refusal> {
    let forum = tables::forum(decision, &new.forum)?;
    let mut fields = Vec::new();
    if forum.is_none() {
        fields.push(("forum", Message::new("forums-forum-unknown")));
    }
    if new.day <= new.today {
        fields.push(("day", Message::new("forums-day-past")));
    }
    let starts = time_of_day(&new.starts);
    if starts.is_none() {
        fields.push(("starts", Message::new("forums-starts-unreadable")));
    }
    fields.extend(length_fault("place", &new.place, PLACE));
    let (Some(forum), Some(starts), true) = (forum, starts, fields.is_empty()) else {
        return Err(Problem::Fields { fields }.into());
    };
    let reference = decision.ids().reference();
    let body = Called { forum: forum.reference, area: forum.area, day: new.day, starts };
    let event = Event::new(events::CALLED, &body)?.private(events::PLACE, new.place.trim());
    decision.record_first(&events::stream(&reference), event)?;
    Ok(reference)
}

/// A time of day as `HH:MM`, from what people type (`9:30`, `18.00`); `None` if it is none.
fn time_of_day(typed: &str) -> Option<String> {
    let (hours, minutes) = typed.trim().split_once([':', '.'])?;
    let digits = |text: &str| (1..=2).contains(&text.len()) && text.bytes().all(|c| c.is_ascii_digit());
    if !digits(hours) || !digits(minutes) || minutes.len() != 2 {
        return None;
    }
    let (hours, minutes): (u8, u8) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{hours:02}:{minutes:02}"))
}

/// Puts a concern on the agenda of a meeting, under a neutral title that is public.
///
/// # Errors
/// [`Problem::Fields`] with `title`; [`Problem::Rule`] if the meeting is over, speaks for another area, or has it on its
/// agenda already; [`Problem::NotFound`]; what the concern's own rules say.
pub fn put_on_agenda(
    decision: &mut Decision<'_, '_>,
    meeting: &Reference,
    concern: &Reference,
    title: &str,
    today: Day,
) -> Result<Reference, Refusal> {
    let meeting = to_come(decision, meeting, today)?;
    let found = comity_concerns::find(decision, concern)?.ok_or(Problem::NotFound)?;
    if !found.area_path.split('/').any(|code| code == meeting.area) {
        return Err(Refusal::rule("forums-other-area"));
    }
    if tables::is_on_agenda(decision, &meeting.reference, concern)? {
        return Err(Refusal::rule("forums-on-agenda-already"));
    }
    let item = add(decision, &meeting, Some(concern.clone()), found.area, title)?;
    comity_concerns::put_on_agenda(decision, concern, &meeting.reference, &item)?;
    Ok(item)
}

/// Puts something that no resident raised on the agenda of a meeting.
///
/// # Errors
/// As [`put_on_agenda`].
pub fn add_item(
    decision: &mut Decision<'_, '_>,
    meeting: &Reference,
    title: &str,
    today: Day,
) -> Result<Reference, Refusal> {
    let meeting = to_come(decision, meeting, today)?;
    let area = meeting.area.clone();
    add(decision, &meeting, None, area, title)
}

fn to_come(decision: &mut Decision<'_, '_>, meeting: &Reference, today: Day) -> Result<Meeting, Refusal> {
    let meeting = tables::meeting(decision, meeting)?.ok_or(Problem::NotFound)?;
    if meeting.day < today { Err(Refusal::rule("forums-meeting-over")) } else { Ok(meeting) }
}

fn add(
    decision: &mut Decision<'_, '_>,
    meeting: &Meeting,
    concern: Option<Reference>,
    area: String,
    title: &str,
) -> Result<Reference, Refusal> {
    if let Some(fault) = length_fault("title", title, TITLE) {
        return Err(Problem::Fields { fields: vec![fault] }.into());
    }
    let item = decision.ids().reference();
    let body = ItemAdded { item: item.clone(), concern, area };
    let event = Event::new(events::ITEM_ADDED, &body)?.private(events::TITLE, title.trim());
    decision.record(&events::stream(&meeting.reference), event)?;
    Ok(item)
}

/// Records what was said about an item.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Rule`] if that is recorded already; [`Problem::Fields`] with `summary`.
pub fn discuss(decision: &mut Decision<'_, '_>, item: &Reference, summary: &str) -> Result<(), Refusal> {
    let item = existing(decision, item)?;
    refuse_second(item.discussed.is_some(), "forums-discussed-already")?;
    if let Some(fault) = length_fault("summary", summary, SUMMARY) {
        return Err(Problem::Fields { fields: vec![fault] }.into());
    }
    let body = Discussed { item: item.reference.clone() };
    let event = Event::new(events::DISCUSSED, &body)?.private(events::SUMMARY, summary.trim());
    decision.record(&events::stream(&item.meeting), event)?;
    match &item.concern {
        Some(concern) => comity_concerns::discussed(decision, concern, &item.reference),
        None => Ok(()),
    }
}

/// Records what was decided about an item, with the objection of those who did not agree.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Rule`] if no discussion is recorded, or a decision is already; [`Problem::Fields`]
/// with `decision` or `minority`.
pub fn decide(
    decision: &mut Decision<'_, '_>,
    item: &Reference,
    text: &str,
    minority: Option<&str>,
) -> Result<Reference, Refusal> {
    let item = existing(decision, item)?;
    refuse_second(item.discussed.is_none(), "forums-not-discussed")?;
    refuse_second(item.decision.is_some(), "forums-decided-already")?;
    let minority = objection(minority);
    let fields = decision_faults(text, minority);
    if !fields.is_empty() {
        return Err(Problem::Fields { fields }.into());
    }
    let reference = decision.ids().reference();
    let body = Decided { item: item.reference.clone(), decision: reference.clone() };
    let event =
        Event::new(events::DECIDED, &body)?.private(events::TEXT, text.trim()).private_if(events::MINORITY, minority);
    decision.record(&events::stream(&item.meeting), event)?;
    if let Some(concern) = &item.concern {
        comity_concerns::decided(decision, concern, &item.reference, &reference)?;
    }
    Ok(reference)
}

fn decision_faults(text: &str, minority: Option<&str>) -> Vec<(&'static str, Message)> {
    let objection = objection(minority).and_then(|objection| length_fault("minority", objection, TEXT));
    length_fault("decision", text, TEXT).into_iter().chain(objection).collect()
}

/// What was typed as an objection, if that is anything.
fn objection(minority: Option<&str>) -> Option<&str> {
    minority.map(str::trim).filter(|text| !text.is_empty())
}

/// Records everything that is known about an item in one go: what was said, what was decided, who does what by when.
/// An action belongs to the item's decision: the one recorded now, or earlier.
///
/// # Errors
/// [`Problem::Stale`] if the meeting has changed since version `seen`; [`Problem::Fields`] with all fields at fault, and
/// with `summary` if there is nothing to record; otherwise as [`discuss`], [`decide`] and [`comity_actions::assign`].
pub fn record(
    decision: &mut Decision<'_, '_>,
    item: &Reference,
    seen: i64,
    minutes: &Minutes,
    today: Day,
) -> Result<Minuted, Refusal> {
    let found = existing(decision, item)?;
    decision.expect(&events::stream(&found.meeting), seen)?;
    let fields = faults(decision, &found, minutes, today)?;
    if !fields.is_empty() {
        return Err(Problem::Fields { fields }.into());
    }
    if let Some(summary) = &minutes.summary {
        discuss(decision, item, summary)?;
    }
    let mut minuted = Minuted::default();
    if let Some(new) = &minutes.decision {
        minuted.decision = Some(decide(decision, item, &new.text, new.minority.as_deref())?);
    }
    if let Some(Promise { text, owner, due: Some(due) }) = minutes.action.clone() {
        let follows = minuted.decision.clone().or(found.decision);
        let (area, concern) = (found.area, found.concern);
        let new = NewAction { area, concern, decision: follows, owner, due, text, today };
        minuted.action = Some(comity_actions::assign(decision, new)?);
    }
    Ok(minuted)
}

/// All that is wrong with minutes, field by field.
fn faults(
    decision: &mut Decision<'_, '_>,
    item: &Item,
    minutes: &Minutes,
    today: Day,
) -> Result<Vec<(&'static str, Message)>, Refusal> {
    let mut fields = Vec::new();
    let Minutes { summary, decision: new, action } = minutes;
    if summary.is_none() && new.is_none() && action.is_none() {
        fields.push(("summary", Message::new("forums-nothing-to-record")));
    }
    match summary {
        Some(summary) => fields.extend(length_fault("summary", summary, SUMMARY)),
        None if item.discussed.is_none() && new.is_some() => {
            fields.push(("summary", Message::new("forums-summary-first")));
        }
        None => {}
    }
    match new {
        Some(new) => fields.extend(decision_faults(&new.text, new.minority.as_deref())),
        None if item.decision.is_none() && action.is_some() => {
            fields.push(("decision", Message::new("forums-decision-first")));
        }
        None => {}
    }
    if let Some(Promise { text, owner, due }) = action {
        fields.extend(comity_actions::faults(decision, owner, *due, text, today)?);
    }
    Ok(fields)
}

fn existing(decision: &mut Decision<'_, '_>, item: &Reference) -> Result<Item, Refusal> {
    Ok(tables::item(decision, item)?.ok_or(Problem::NotFound)?)
}

fn refuse_second(forbidden: bool, rule: &'static str) -> Result<(), Refusal> {
    if forbidden { Err(Refusal::rule(rule)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_is_read_as_people_type_it() {
        for (typed, read) in [("18:00", "18:00"), (" 9:30 ", "09:30"), ("18.05", "18:05"), ("00:00", "00:00")] {
            assert_eq!(time_of_day(typed).as_deref(), Some(read), "{typed}");
        }
        for wrong in ["", "18", "24:00", "18:60", "18:5", "6 pm", "-1:00", "18:00:00", "١٨:٠٠"] {
            assert_eq!(time_of_day(wrong), None, "{wrong}");
        }
    }
}
