//! A slice as small as can be, for these tests: notes with words, a topic and a state; and how many each topic has.

use std::sync::Arc;
use std::time::Duration;

use comity_kernel::{Clock, Ids, Millis, Problem};
use comity_ledger::{Decided, Event, Keys, Ledger, Projection, Recorded, Refusal, Settings};
use comity_store::{Kind, Migration, Objects, Store, Table, Value, Write};
use comity_testing::{Database, apart};
use serde_json::json;

pub struct Notes;

const WRITTEN: &str = "note.written";
const CHANGED: &str = "note.changed";

const TABLES: &[Table] =
    &[Table { name: "notes", kind: Kind::Projection }, Table { name: "topics", kind: Kind::Projection }];

const MIGRATIONS: &[Migration] = &[Migration {
    name: "notes-1",
    sql: "CREATE TABLE notes (
              id TEXT NOT NULL PRIMARY KEY, topic TEXT NOT NULL, changes BIGINT NOT NULL,
              words TEXT, words_entry TEXT NOT NULL
          );
          CREATE TABLE topics (name TEXT NOT NULL PRIMARY KEY, notes BIGINT NOT NULL, changes BIGINT NOT NULL)",
}];

impl Projection for Notes {
    fn name(&self) -> &'static str {
        "notes"
    }

    fn tables(&self) -> &'static [Table] {
        TABLES
    }

    fn migrations(&self) -> &'static [Migration] {
        MIGRATIONS
    }

    fn project(&self, tx: &mut Write<'_>, entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        let topic = Value::from(entry.body["topic"].as_str().unwrap_or_default());
        let words = Value::from(entry.private("words"));
        let (id, entry_id) = (Value::from(entry.subject()), Value::from(&entry.header.id));
        let count = "INSERT INTO topics (name, notes, changes) VALUES ($1, $2, $3) ON CONFLICT (name)
                     DO UPDATE SET notes = topics.notes + excluded.notes, changes = topics.changes + excluded.changes";
        match entry.header.kind.as_str() {
            WRITTEN => {
                let sql = "INSERT INTO notes (id, topic, changes, words, words_entry) VALUES ($1, $2, 0, $3, $4)";
                tx.execute(sql, &[id, topic.clone(), words, entry_id])?;
                tx.execute(count, &[topic, 1.into(), 0.into()])?;
            }
            CHANGED => {
                if topic == Value::from("broken") {
                    return Err(Refusal::Broken("a topic that cannot be".to_owned()));
                }
                let sql = "UPDATE notes SET changes = changes + 1, words = $2, words_entry = $3 WHERE id = $1";
                tx.execute(sql, &[id, words, entry_id])?;
                tx.execute(count, &[topic, 0.into(), 1.into()])?;
            }
            _ => {}
        }
        Ok(())
    }

    fn erase(&self, tx: &mut Write<'_>, entry: &Recorded) -> Result<(), Refusal> {
        tx.execute("UPDATE notes SET words = NULL WHERE words_entry = $1", &[Value::from(&entry.header.id)])?;
        Ok(())
    }
}

pub fn written(topic: &str, words: &str) -> Event {
    Event::new(WRITTEN, &json!({"topic": topic})).unwrap().private("words", words)
}

pub fn changed(topic: &str, words: &str) -> Event {
    Event::new(CHANGED, &json!({"topic": topic})).unwrap().private("words", words)
}

pub const START: Millis = Millis(1_767_225_600_000);
pub const BEAT: Duration = Duration::from_secs(60);
pub const COVER: u64 = 16;

pub fn projections() -> Vec<Arc<dyn Projection>> {
    vec![Arc::new(Notes)]
}

pub fn store(database: &Database) -> Store {
    database.open(&comity_ledger::migrations(&projections()))
}

pub fn settings() -> Settings {
    Settings { origin: "example.org/log".to_owned(), beat: BEAT, cover: COVER, demonstration: false }
}

pub fn keys() -> Keys {
    Keys::draw(&Ids::seeded([7; 32]))
}

/// The ledger of the test's database, with a clock that stands until it is set.
pub fn open(database: &Database) -> Ledger {
    open_with(database, Clock::fixed(START), settings())
}

pub fn open_with(database: &Database, clock: Clock, settings: Settings) -> Ledger {
    let source = (clock, Ids::system().unwrap());
    apart(|| Ledger::open(store(database), database.objects(), keys(), projections(), source, settings)).unwrap()
}

/// Writes a note at the command line.
pub fn write(ledger: &Ledger, id: &str, topic: &'static str, words: &'static str) -> Decided<()> {
    let stream = format!("note/{id}");
    ledger
        .decide_now("author", move |decision| decision.record_first(&stream, written(topic, words)).map(drop))
        .unwrap()
}

/// Changes a note, however often it was changed before.
pub fn change(ledger: &Ledger, id: &str, topic: &'static str, words: &'static str) -> Decided<()> {
    let stream = format!("note/{id}");
    ledger.decide_now("author", move |decision| decision.record(&stream, changed(topic, words)).map(drop)).unwrap()
}

pub fn is_stale<T>(outcome: &Result<T, Refusal>) -> bool {
    matches!(outcome, Err(Refusal::Problem(Problem::Stale)))
}

/// One number, by a query.
pub fn number(ledger: &Ledger, sql: &'static str) -> i64 {
    apart(|| ledger.store().read_now(|tx| tx.value(sql, &[]))).unwrap().unwrap()
}

pub fn head(ledger: &Ledger) -> comity_ledger::LogHead {
    apart(|| ledger.store().read_now(comity_ledger::head)).unwrap()
}
