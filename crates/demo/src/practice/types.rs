//! The things the script speaks of. Fields that are `usize` are indices into the lists of [`crate::Town`].

use comity_kernel::{Day, Language};

use super::moment::Moment;
use crate::bilingual::Bilingual;

/// What a concern is about. None of these is sensitive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Lighting,
    Traffic,
    Noise,
    Litter,
    YoungPeople,
    Drugs,
    Theft,
    Harassment,
    Transport,
    Buildings,
    Animals,
    Water,
}

impl Category {
    pub const ALL: [Self; 12] = [
        Self::Lighting,
        Self::Traffic,
        Self::Noise,
        Self::Litter,
        Self::YoungPeople,
        Self::Drugs,
        Self::Theft,
        Self::Harassment,
        Self::Transport,
        Self::Buildings,
        Self::Animals,
        Self::Water,
    ];

    /// A short word in lower case.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lighting => "lighting",
            Self::Traffic => "traffic",
            Self::Noise => "noise",
            Self::Litter => "litter",
            Self::YoungPeople => "young-people",
            Self::Drugs => "drugs",
            Self::Theft => "theft",
            Self::Harassment => "harassment",
            Self::Transport => "transport",
            Self::Buildings => "buildings",
            Self::Animals => "animals",
            Self::Water => "water",
        }
    }
}

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

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Helped {
    Yes,
    Partly,
    No,
}

impl Helped {
    /// The word used in forms and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }
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

/// Why a concern was closed without an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closing {
    /// The answer settled it.
    Answered,
    /// It is another agency's matter, which has it now.
    Referred,
    /// Nothing can be done, for a reason given in the words.
    NotPossible,
}

impl Closing {
    /// The word used in forms and tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Referred => "referred",
            Self::NotPossible => "not-possible",
        }
    }
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
        reason: Closing,
        words: Words,
    },
}
