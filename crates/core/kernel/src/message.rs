//! What a person is told, apart from what the log is told.

/// A sentence to be shown in the person's language: the id of a translation and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub id: &'static str,
    pub arguments: Vec<(&'static str, Argument)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    Text(String),
    Number(i64),
}

impl Message {
    pub fn new(id: &'static str) -> Self {
        Self { id, arguments: Vec::new() }
    }

    pub fn text(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.arguments.push((name, Argument::Text(value.into())));
        self
    }

    pub fn number(mut self, name: &'static str, value: i64) -> Self {
        self.arguments.push((name, Argument::Number(value)));
        self
    }
}

/// Why something a person asked for was not done, in terms that they can act upon.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// What was typed does not fit: each field at fault with its sentence. Shown on the form, with everything kept.
    #[error("the form does not fit: {}", fields.iter().map(|(name, message)| format!("{name} ({})", message.id)).collect::<Vec<_>>().join(", "))]
    Fields { fields: Vec<(&'static str, Message)> },
    /// A rule of the practice forbids it in the present state.
    #[error("a rule forbids it: {}", .0.id)]
    Rule(Message),
    /// Somebody else changed the same thing meanwhile.
    #[error("it was changed by somebody else meanwhile")]
    Stale,
    /// There is no such thing, or it is not this person's to see.
    #[error("there is no such thing, or it is not yours to see")]
    NotFound,
    /// The person may not do this.
    #[error("you may not do this")]
    Forbidden,
    /// Nobody is signed in, and somebody must be.
    #[error("somebody must be signed in for this")]
    SignInNeeded,
    /// Too many attempts; `seconds` until the next one counts.
    #[error("too many attempts; try again in {seconds} seconds")]
    TooMany { seconds: u64 },
}

impl Problem {
    pub fn rule(id: &'static str) -> Self {
        Self::Rule(Message::new(id))
    }

    pub fn field(name: &'static str, id: &'static str) -> Self {
        Self::Fields { fields: vec![(name, Message::new(id))] }
    }
}
