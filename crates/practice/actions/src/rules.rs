//! What is allowed: an action has an owner that has joined, a day that has not passed and a text; it is done once, and
//! then with a note of what changed.

use comity_kernel::{Day, Message, Problem, Reference};
use comity_ledger::{Decision, Event, Refusal};
use comity_places::Bilingual;

use crate::events::{self, Assigned, Completed, Joined};
use crate::tables;

/// How long the text of an action may be, in characters.
pub const TEXT: std::ops::RangeInclusive<usize> = 5..=2_000;
/// How long the note of what changed may be, in characters.
pub const NOTE: std::ops::RangeInclusive<usize> = 5..=4_000;

/// An action to be assigned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAction {
    pub area: String,
    pub concern: Option<Reference>,
    pub decision: Option<Reference>,
    /// The code of the body that is to do it.
    pub owner: String,
    pub due: Day,
    pub text: String,
    /// The day in the partnership's time zone, before which nothing can be due.
    pub today: Day,
}

/// The fields at fault, each with its sentence: by the names `text`, `owner` and `due`.
pub type Faults = Vec<(&'static str, Message)>;

/// Takes a body into the partnership.
///
/// # Errors
/// [`Problem::Rule`] for a code that is not one (2 to 40 small letters, digits and hyphens) or a missing name,
/// [`Problem::Stale`] if the body has joined already.
pub fn join(decision: &mut Decision<'_, '_>, code: &str, names: Bilingual) -> Result<(), Refusal> {
    let known = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !(2..=40).contains(&code.len()) || !code.chars().all(known) {
        return Err(Refusal::rule("actions-partner-code"));
    }
    if names.en.trim().is_empty() || names.ar.trim().is_empty() {
        return Err(Refusal::rule("actions-partner-names"));
    }
    let body = Joined { code: code.to_owned(), names };
    decision.record_first(&events::partner(code), Event::new(events::JOINED, &body)?)?;
    Ok(())
}

/// What is wrong with an action's text, owner and day, which is `None` where nobody gave one; empty if nothing is.
pub fn faults(
    decision: &mut Decision<'_, '_>,
    owner: &str,
    due: Option<Day>,
    text: &str,
    today: Day,
) -> Result<Faults, Refusal> {
    let mut faults = Faults::new();
    faults.extend(length_fault("text", text, TEXT));
    if !tables::has_joined(decision, owner)? {
        faults.push(("owner", Message::new("actions-owner-unknown")));
    }
    match due {
        None => faults.push(("due", Message::new("actions-due-needed"))),
        Some(due) if due < today => faults.push(("due", Message::new("actions-due-past"))),
        Some(_) => {}
    }
    Ok(faults)
}

/// Assigns an action and, where it answers a concern, promises it there.
///
/// # Errors
/// [`Problem::Fields`] with the fields of [`faults`]; what the concern's own rules say.
pub fn assign(decision: &mut Decision<'_, '_>, new: NewAction) -> Result<Reference, Refusal> {
    let fields = faults(decision, &new.owner, Some(new.due), &new.text, new.today)?;
    if !fields.is_empty() {
        return Err(Problem::Fields { fields }.into());
    }
    let reference = decision.ids().reference();
    let NewAction { area, concern, decision: follows, owner, due, text, .. } = new;
    let body = Assigned { area, concern: concern.clone(), decision: follows, owner, due };
    let event = Event::new(events::ASSIGNED, &body)?.private(events::TEXT, text.trim());
    decision.record_first(&events::stream(&reference), event)?;
    if let Some(concern) = &concern {
        comity_concerns::promised(decision, concern, &reference, due)?;
    }
    Ok(reference)
}

/// Marks an action done, with a note of what changed and, where it answers a concern, there too.
///
/// # Errors
/// [`Problem::NotFound`]; [`Problem::Rule`] if it is done already; [`Problem::Fields`] with `note`.
pub fn complete(decision: &mut Decision<'_, '_>, action: &Reference, note: &str) -> Result<(), Refusal> {
    let found = tables::find(decision, action)?.ok_or(Problem::NotFound)?;
    if found.completed.is_some() {
        return Err(Refusal::rule("actions-done-already"));
    }
    if let Some(fault) = length_fault("note", note, NOTE) {
        return Err(Problem::Fields { fields: vec![fault] }.into());
    }
    let event = Event::new(events::COMPLETED, &Completed {})?.private(events::NOTE, note.trim());
    decision.record(&events::stream(action), event)?;
    if let Some(concern) = &found.concern {
        comity_concerns::acted(decision, concern, action)?;
    }
    Ok(())
}

/// What is wrong with a text that must have so many characters, spaces around it not counted; `None` if nothing is.
pub fn length_fault(
    field: &'static str,
    text: &str,
    allowed: std::ops::RangeInclusive<usize>,
) -> Option<(&'static str, Message)> {
    let found = text.trim().chars().count();
    let (least, most) = (number(*allowed.start()), number(*allowed.end()));
    let message = if found == 0 {
        Message::new("shell-field-empty")
    } else if text.contains('\0') {
        Message::new("actions-text-unreadable")
    } else if found < *allowed.start() {
        Message::new("actions-text-short").number("least", least)
    } else if found > *allowed.end() {
        Message::new("actions-text-long").number("most", most).number("found", number(found))
    } else {
        return None;
    };
    Some((field, message))
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
