//! What can happen to a concern.

use comity_kernel::{Day, Language, Reference};
use serde::{Deserialize, Serialize};

pub const RAISED: &str = "concern.raised";
pub const ANSWERED: &str = "concern.answered";
pub const CONTINUED: &str = "concern.continued";
pub const PUT_ON_AGENDA: &str = "concern.put_on_agenda";
pub const DISCUSSED: &str = "concern.discussed";
pub const DECIDED: &str = "concern.decided";
pub const PROMISED: &str = "concern.promised";
pub const ACTED: &str = "concern.acted";
pub const JUDGED: &str = "concern.judged";
pub const CLOSED: &str = "concern.closed";

/// Private part: what the person said, the officer answered, or was said about whether it helped.
pub const WORDS: &str = "words";
/// Private part: how the person can be reached, if they want to be.
pub const CONTACT: &str = "contact";

/// What a concern is about. Sensitive matters are not among them: they need sealing before they are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    Other,
}

impl Category {
    pub const ALL: [Self; 13] = [
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
        Self::Other,
    ];

    /// The word used in forms and tables.
    pub fn as_str(self) -> &'static str {
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
            Self::Other => "other",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.as_str() == word)
    }
}

/// Why a concern was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The answer settled it.
    Answered,
    /// What was promised is done.
    Done,
    /// It is another agency's matter, which has it now.
    Referred,
    /// Nothing can be done, for a reason given in the answer.
    NotPossible,
}

impl Reason {
    pub const ALL: [Self; 4] = [Self::Answered, Self::Done, Self::Referred, Self::NotPossible];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Answered => "answered",
            Self::Done => "done",
            Self::Referred => "referred",
            Self::NotPossible => "not-possible",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == word)
    }
}

/// Whether it helped, as the person who raised it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Helped {
    Yes,
    Partly,
    No,
}

impl Helped {
    pub const ALL: [Self; 3] = [Self::Yes, Self::Partly, Self::No];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|helped| helped.as_str() == word)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Raised {
    pub area: String,
    pub category: Category,
    pub language: Language,
    /// HMAC-SHA-256 of the receipt's code under a key that is not in the database.
    pub receipt: String,
}

/// An answer, or more words from the person: everything is in the private part.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Said {}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PutOnAgenda {
    pub meeting: Reference,
    pub item: Reference,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Discussed {
    pub item: Reference,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Decided {
    pub item: Reference,
    pub decision: Reference,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Promised {
    pub action: Reference,
    pub due: Day,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Acted {
    pub action: Reference,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Judged {
    pub helped: Helped,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Closed {
    pub reason: Reason,
}
