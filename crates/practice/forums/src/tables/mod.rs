//! The tables of forums, meetings, agendas and decisions, and all SQL on them.

mod agenda;
mod meetings;
pub(crate) mod project;

use comity_store::{Kind, Migration, Table};

pub(crate) use agenda::is_on_agenda;
pub use agenda::{ForumDecision, Item, decision, decisions, item, items, items_of_concern};
pub use meetings::{Forum, Meeting, all_upcoming, forum, forums, meeting, next_meeting, past, upcoming};

pub(crate) const TABLES: &[Table] = &[
    Table { name: "forums", kind: Kind::Projection },
    Table { name: "meetings", kind: Kind::Projection },
    Table { name: "agenda_items", kind: Kind::Projection },
    Table { name: "decisions", kind: Kind::Projection },
];

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    name: "forums-1",
    sql: "
    CREATE TABLE forums (
        reference TEXT NOT NULL PRIMARY KEY,
        area TEXT NOT NULL,
        name_en TEXT NOT NULL,
        name_ar TEXT NOT NULL,
        founded BIGINT NOT NULL
    );
    -- A meeting and everything about it is of one stream. Texts that derive from private parts stand beside the id of
    -- their entry and are empty once these are erased.
    CREATE TABLE meetings (
        reference TEXT NOT NULL PRIMARY KEY,
        version BIGINT NOT NULL,
        forum TEXT NOT NULL,
        area TEXT NOT NULL,
        day TEXT NOT NULL,
        starts TEXT NOT NULL,
        called_entry TEXT NOT NULL,
        place TEXT
    );
    CREATE INDEX meetings_by_day ON meetings (day, starts);
    CREATE TABLE agenda_items (
        reference TEXT NOT NULL PRIMARY KEY,
        meeting TEXT NOT NULL,
        -- The version of the meeting's stream at which it came onto the agenda: the order of the agenda.
        position BIGINT NOT NULL,
        concern TEXT,
        area TEXT NOT NULL,
        added_entry TEXT NOT NULL,
        title TEXT,
        discussed BIGINT,
        discussed_entry TEXT,
        summary TEXT
    );
    CREATE INDEX agenda_items_by_meeting ON agenda_items (meeting, position);
    CREATE INDEX agenda_items_by_concern ON agenda_items (concern);
    CREATE TABLE decisions (
        reference TEXT NOT NULL PRIMARY KEY,
        meeting TEXT NOT NULL,
        item TEXT NOT NULL,
        decided BIGINT NOT NULL,
        decided_entry TEXT NOT NULL,
        text TEXT,
        -- Somebody objected: known even after the words were erased.
        objected BIGINT NOT NULL,
        minority TEXT
    );
    CREATE INDEX decisions_by_meeting ON decisions (meeting);
    CREATE INDEX decisions_by_item ON decisions (item);
    ",
}];
