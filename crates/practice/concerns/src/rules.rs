//! What may happen to a concern, and when.

use comity_kernel::{Day, Language, Message, Problem, Reference};
use comity_ledger::receipt::Code;
use comity_ledger::{Decision, Event, Refusal};

use crate::events::{self, Category, Helped, Reason};
use crate::tables::{self, Concern, State};

/// The shortest and longest words that are taken, in characters.
pub const WORDS: std::ops::RangeInclusive<usize> = 10..=5_000;
/// The longest contact, in characters.
const CONTACT: usize = 200;

/// What a resident sends.
#[derive(Clone, Debug)]
pub struct NewConcern {
    pub area: String,
    pub category: Category,
    pub language: Language,
    pub words: String,
    pub contact: Option<String>,
}

/// The stream of a concern.
pub fn stream(reference: &Reference) -> String {
    format!("concern/{reference}")
}

/// Raises a concern. The code is the only way back to it for somebody without an account, and is not kept: it is drawn
/// for this concern alone.
///
/// # Errors
/// [`Problem::Fields`] for words that are too short or too long and for an area that is not in the form's list: in a
/// district's own inbox nobody would look.
pub fn raise(decision: &mut Decision<'_, '_>, new: &NewConcern, code: &Code) -> Result<Reference, Refusal> {
    check_words("words", &new.words)?;
    check_contact(new.contact.as_deref().unwrap_or_default())?;
    if !comity_places::is_smallest(decision, &new.area)? {
        return Err(Problem::field("area", "concerns-area-unknown").into());
    }
    let reference = decision.ids().reference();
    let receipt = code.hash(&decision.keys().receipts.0);
    let raised = events::Raised { area: new.area.clone(), category: new.category, language: new.language, receipt };
    let event = Event::new(events::RAISED, &raised)?
        .private(events::WORDS, &new.words)
        .private_if(events::CONTACT, new.contact.as_deref());
    decision.record_first(&stream(&reference), event)?;
    Ok(reference)
}

/// Answers the person who raised it. `seen` is the version that the answer is given to.
pub fn answer(decision: &mut Decision<'_, '_>, reference: &Reference, seen: i64, words: &str) -> Result<(), Refusal> {
    check_words("words", words)?;
    decision.expect(&stream(reference), seen)?;
    if existing(decision, reference)?.state == State::Closed {
        return Err(Refusal::rule("concerns-closed"));
    }
    say(decision, reference, events::ANSWERED, words)
}

/// More words from the person who raised it; always possible, and opens it again when it was closed.
pub fn go_on(decision: &mut Decision<'_, '_>, reference: &Reference, words: &str) -> Result<(), Refusal> {
    check_words("words", words)?;
    existing(decision, reference)?;
    say(decision, reference, events::CONTINUED, words)
}

fn say(decision: &mut Decision<'_, '_>, reference: &Reference, kind: &'static str, words: &str) -> Result<(), Refusal> {
    let event = Event::new(kind, &events::Said {})?.private(events::WORDS, words);
    decision.record(&stream(reference), event)?;
    Ok(())
}

/// Puts it on the agenda of a meeting; called by the forum that takes it.
pub fn put_on_agenda(
    decision: &mut Decision<'_, '_>,
    concern: &Reference,
    meeting: &Reference,
    item: &Reference,
) -> Result<(), Refusal> {
    if existing(decision, concern)?.state == State::Closed {
        return Err(Refusal::rule("concerns-closed"));
    }
    let body = events::PutOnAgenda { meeting: meeting.clone(), item: item.clone() };
    note(decision, concern, Event::new(events::PUT_ON_AGENDA, &body)?)
}

/// The forum discussed it.
pub fn discussed(decision: &mut Decision<'_, '_>, concern: &Reference, item: &Reference) -> Result<(), Refusal> {
    note(decision, concern, Event::new(events::DISCUSSED, &events::Discussed { item: item.clone() })?)
}

/// The forum decided about it.
pub fn decided(
    decision: &mut Decision<'_, '_>,
    concern: &Reference,
    item: &Reference,
    reference: &Reference,
) -> Result<(), Refusal> {
    let body = events::Decided { item: item.clone(), decision: reference.clone() };
    note(decision, concern, Event::new(events::DECIDED, &body)?)
}

/// Somebody promised an action for it.
pub fn promised(
    decision: &mut Decision<'_, '_>,
    concern: &Reference,
    action: &Reference,
    due: Day,
) -> Result<(), Refusal> {
    note(decision, concern, Event::new(events::PROMISED, &events::Promised { action: action.clone(), due })?)
}

/// What was promised is done.
pub fn acted(decision: &mut Decision<'_, '_>, concern: &Reference, action: &Reference) -> Result<(), Refusal> {
    note(decision, concern, Event::new(events::ACTED, &events::Acted { action: action.clone() })?)
}

fn note(decision: &mut Decision<'_, '_>, concern: &Reference, event: Event) -> Result<(), Refusal> {
    existing(decision, concern)?;
    decision.record(&stream(concern), event)?;
    Ok(())
}

/// Says whether what was done helped, as soon as something was. It can be said again: things change.
pub fn judge(
    decision: &mut Decision<'_, '_>,
    reference: &Reference,
    helped: Helped,
    words: Option<&str>,
) -> Result<(), Refusal> {
    if let Some(words) = words.filter(|words| !words.is_empty()) {
        check_longest("helped-words", words)?;
    }
    existing(decision, reference)?;
    if !tables::steps(decision, reference)?.iter().any(|step| step.kind == events::ACTED) {
        return Err(Refusal::rule("concerns-not-acted"));
    }
    let event = Event::new(events::JUDGED, &events::Judged { helped })?.private_if(events::WORDS, words);
    decision.record(&stream(reference), event)?;
    Ok(())
}

/// Closes it, with the last answer that says why.
pub fn close(
    decision: &mut Decision<'_, '_>,
    reference: &Reference,
    seen: i64,
    reason: Reason,
    words: &str,
) -> Result<(), Refusal> {
    check_words("close-words", words)?;
    decision.expect(&stream(reference), seen)?;
    if existing(decision, reference)?.state == State::Closed {
        return Err(Refusal::rule("concerns-closed"));
    }
    let event = Event::new(events::CLOSED, &events::Closed { reason })?.private(events::WORDS, words);
    decision.record(&stream(reference), event)?;
    Ok(())
}

fn existing(decision: &mut Decision<'_, '_>, reference: &Reference) -> Result<Concern, Refusal> {
    tables::find(decision, reference)?.ok_or(Refusal::Problem(Problem::NotFound))
}

fn check_contact(contact: &str) -> Result<(), Refusal> {
    if contact.chars().count() > CONTACT {
        return Err(Problem::field("contact", "concerns-contact-long").into());
    }
    check_readable("contact", contact)
}

/// Spaces around the words do not count.
fn check_words(field: &'static str, words: &str) -> Result<(), Refusal> {
    if words.trim().chars().count() < *WORDS.start() {
        let message = Message::new("concerns-words-short").number("least", number(*WORDS.start()));
        return Err(Problem::Fields { fields: vec![(field, message)] }.into());
    }
    check_longest(field, words)
}

/// One of the databases takes no text with this character in it.
fn check_readable(field: &'static str, text: &str) -> Result<(), Refusal> {
    if text.contains('\0') { Err(Problem::field(field, "concerns-unreadable").into()) } else { Ok(()) }
}

fn check_longest(field: &'static str, words: &str) -> Result<(), Refusal> {
    let (length, most) = (words.chars().count(), *WORDS.end());
    if length <= most {
        return check_readable(field, words);
    }
    let message = Message::new("concerns-words-long").number("most", number(most)).number("found", number(length));
    Err(Problem::Fields { fields: vec![(field, message)] }.into())
}

fn number(value: usize) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
