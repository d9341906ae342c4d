//! The things the script speaks of. Fields that are `usize` are indices into the lists of [`crate::Town`].

pub use comity_concerns::{Category, Helped, Reason};
use comity_kernel::{Day, Language};
use comity_places::Bilingual;

use super::moment::Moment;

/// What somebody says, in their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    pub language: Language,
    pub text: String,
}

/// How far a concern has come by today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Course {
    Raised,
    Answered,
    /// The resident wrote again; some had a second answer.
    Continued,
    /// On the agenda of the coming meeting.
    OnAgenda,
    /// Discussed at a meeting, without a decision.
    Discussed,
    /// Decided, without an action.
    Decided,
    /// An action is open and not yet due.
    Promised,
    Overdue,
    Done,
    /// The action is done and the resident said whether it helped.
    Helped(Helped),
    /// Closed without an action, with a reason.
    Closed,
}

/// What somebody raised.
#[derive(Clone, Debug, PartialEq)]
pub struct Concern {
    /// Code of the sub-sector.
    pub area: String,
    pub category: Category,
    pub words: Words,
    /// The street it is about.
    pub street: Bilingual,
    /// Longitude and latitude of that stretch of street.
    pub at: [f64; 2],
    /// Sign-in name of a resident with an account; most have none.
    pub by: Option<String>,
    pub course: Course,
}

/// A meeting of the forum.
#[derive(Clone, Debug, PartialEq)]
pub struct Meeting {
    pub at: Moment,
    pub place: Bilingual,
    /// When the secretary called it.
    pub called: Moment,
    pub items: Vec<AgendaItem>,
    /// Sign-in names of those who attended; empty for the coming meeting.
    pub present: Vec<String>,
    /// Residents who listened.
    pub audience: u32,
}

/// A concern on an agenda.
#[derive(Clone, Debug, PartialEq)]
pub struct AgendaItem {
    pub concern: usize,
    pub title: Bilingual,
    /// What was said; none for the coming meeting.
    pub summary: Option<Bilingual>,
    pub decision: Option<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    pub meeting: usize,
    pub concern: usize,
    pub title: Bilingual,
    pub text: Bilingual,
    /// An objection that stays on record.
    pub minority: Option<Bilingual>,
}

/// Who does what by when.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    pub decision: usize,
    pub concern: usize,
    pub what: Bilingual,
    /// Slug of the organisation that owns it.
    pub organisation: String,
    /// Sign-in name of the person who answers for it.
    pub owner: String,
    pub due: Day,
    /// What changed, if it is done.
    pub changed: Option<Bilingual>,
}

/// One thing that somebody does at a moment. `by` is a sign-in name.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: Moment,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// Indices into [`crate::Town::priorities`]; all of one area.
    SetPriorities {
        area: String,
        by: String,
        priorities: Vec<usize>,
    },
    RaiseConcern {
        concern: usize,
    },
    Answer {
        concern: usize,
        by: String,
        words: Words,
    },
    /// The resident writes again.
    Continue {
        concern: usize,
        words: Words,
    },
    CallMeeting {
        meeting: usize,
        by: String,
    },
    /// `item` is the index in the meeting's agenda.
    PlaceOnAgenda {
        concern: usize,
        meeting: usize,
        item: usize,
        by: String,
    },
    RecordDiscussion {
        concern: usize,
        meeting: usize,
        item: usize,
        by: String,
    },
    Decide {
        decision: usize,
        by: String,
    },
    AssignAction {
        action: usize,
        by: String,
    },
    PublishMinutes {
        meeting: usize,
        by: String,
    },
    CompleteAction {
        action: usize,
        by: String,
        note: Bilingual,
    },
    SayWhetherItHelped {
        concern: usize,
        action: usize,
        helped: Helped,
        words: Words,
    },
    CloseConcern {
        concern: usize,
        by: String,
        reason: Reason,
        words: Words,
    },
}
