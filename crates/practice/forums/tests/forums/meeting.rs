//! What the tests do with forums and meetings, without the pages.

use std::sync::Arc;

use comity_access::{Grant, Role};
use comity_actions::Actions;
use comity_concerns::Concerns;
use comity_forums::{Forums, Item, Meeting, Minuted, Minutes, NewDecision, NewMeeting, Promise};
use comity_kernel::Reference;
use comity_ledger::Refusal;
use comity_places::Bilingual;
use comity_testing::{Database, Engine};

use crate::bench::{Bench, Who, bench, day};

pub fn forums(database: &Database) -> Bench {
    bench(database, vec![Arc::new(Concerns), Arc::new(Actions), Arc::new(Forums)])
}

/// A bench for tests of pages, which need one database only.
pub fn pages() -> (Database, Bench) {
    let database = Database::fresh(Engine::Sqlite);
    let bench = forums(&database);
    (database, bench)
}

pub const TODAY: &str = "2026-03-02";

pub fn new_meeting(forum: &Reference, date: &str) -> NewMeeting {
    let (starts, place) = ("18:00".to_owned(), "School hall, Mill Street".to_owned());
    NewMeeting { forum: forum.clone(), day: day(date), starts, place, today: day(TODAY) }
}

/// Everything that one submit can record.
pub fn whole() -> Minutes {
    Minutes {
        summary: Some("Three residents told of falls in the dark.".into()),
        decision: Some(NewDecision {
            text: "Two lamps are put up by the school.".into(),
            minority: Some("One resident would rather have the path moved.".into()),
        }),
        action: Some(promise("Put up two lamps")),
    }
}

pub fn promise(text: &str) -> Promise {
    Promise { text: text.into(), owner: "municipality".into(), due: Some(day("2026-04-15")) }
}

impl Bench {
    pub fn forum(&self, area: &'static str, name: &'static str) -> Reference {
        self.decide(move |decision| comity_forums::found(decision, area, Bilingual::new(name, "المنتدى"))).unwrap()
    }

    pub fn call(&self, new: NewMeeting) -> Result<Reference, Refusal> {
        self.decide(move |decision| comity_forums::call(decision, new.clone()))
    }

    pub fn put(&self, meeting: &Reference, concern: &Reference, title: &'static str) -> Result<Reference, Refusal> {
        let (meeting, concern) = (meeting.clone(), concern.clone());
        self.decide(move |decision| comity_forums::put_on_agenda(decision, &meeting, &concern, title, day(TODAY)))
    }

    /// A meeting of the South forum on 12 March with one concern on its agenda.
    pub fn agenda(&self) -> (Reference, Reference, Reference) {
        let forum = self.forum("S1", "South forum");
        let meeting = self.call(new_meeting(&forum, "2026-03-12")).unwrap();
        let concern = self.concern("S1");
        let item = self.put(&meeting, &concern, "Lighting by the school").unwrap();
        (meeting, item, concern)
    }

    pub fn record(&self, item: &Reference, seen: i64, minutes: Minutes) -> Result<Minuted, Refusal> {
        let item = item.clone();
        self.decide(move |decision| comity_forums::record(decision, &item, seen, &minutes, day(TODAY)))
    }

    pub fn meeting(&self, meeting: &Reference) -> Meeting {
        let meeting = meeting.clone();
        self.read(move |tx| comity_forums::meeting(tx, &meeting)).expect("the meeting is there")
    }

    pub fn item(&self, item: &Reference) -> Item {
        let item = item.clone();
        self.read(move |tx| comity_forums::item(tx, &item)).expect("the item is there")
    }

    pub fn secretary(&self) -> Who {
        self.person("secretary", Grant::within(Role::Secretary, "S1"))
    }
}
