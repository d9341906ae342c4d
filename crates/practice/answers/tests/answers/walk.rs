//! A concern and all that can become of it, for the tests of what is shown.

use std::sync::Arc;

use comity_actions::Actions;
use comity_answers::Answers;
use comity_concerns::Concerns;
use comity_forums::{Forums, Minutes};
use comity_kernel::Reference;
use comity_ledger::receipt::Code;
use comity_testing::{Database, Engine};

use crate::bench::{Answered, Bench, Who, bench};
use crate::meeting::{new_meeting, whole};
use crate::raised::{WORDS, new};

/// What a forum published about the concern.
pub const TITLE: &str = "Lighting by the school";

pub fn answers() -> (Database, Bench) {
    let database = Database::fresh(Engine::Sqlite);
    let bench = on(&database);
    (database, bench)
}

pub fn on(database: &Database) -> Bench {
    bench(database, vec![Arc::new(Concerns), Arc::new(Actions), Arc::new(Forums), Arc::new(Answers)])
}

/// A concern of the South sector and its code.
pub fn raise(bench: &Bench) -> (Reference, Code) {
    bench.raise(new("S1", WORDS)).unwrap()
}

/// Puts it on the agenda of the meeting of 12 March; answers the item.
pub fn put(bench: &Bench, concern: &Reference) -> Reference {
    let forum = bench.forum("S1", "South forum");
    let meeting = bench.call(new_meeting(&forum, "2026-03-12")).unwrap();
    bench.put(&meeting, concern, TITLE).unwrap()
}

/// The forum discusses, decides and has an action promised by 15 April; answers the action.
pub fn minute(bench: &Bench, item: &Reference) -> Reference {
    bench.set_day("2026-03-12");
    let meeting = bench.item(item).meeting;
    bench.record(item, bench.meeting(&meeting).version, Minutes { ..whole() }).unwrap().action.unwrap()
}

pub fn complete(bench: &Bench, action: &Reference) {
    let action = action.clone();
    bench.decide(move |decision| comity_actions::complete(decision, &action, "Both lamps are lit.")).unwrap();
}

/// Sends one of the forms that the code opens. `form` is the last part of its address.
pub fn send(bench: &Bench, code: &Code, form: &str, fields: &[(&str, &str)]) -> Answered {
    let code = code.text();
    let fields: Vec<(&str, &str)> = [("code", code.as_str())].into_iter().chain(fields.iter().copied()).collect();
    bench.post(&Who::default(), &format!("/concerns/mine{form}"), &fields)
}

/// The public page of a concern.
pub fn public(bench: &Bench, concern: &Reference) -> Answered {
    bench.get(&Who::default(), &format!("/concerns/{concern}"))
}

/// `text` holds all of `parts`, in this order.
pub fn in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        (_, rest) = rest.split_once(part).unwrap_or_else(|| panic!("{part:?} is missing or out of place in {text}"));
    }
}
