//! What the partnership does, as data: concerns, meetings, decisions, actions, and the script that enacts them.

mod compose;
mod course;
mod moment;
mod script;
mod types;

pub use moment::Moment;
pub use types::{Action, AgendaItem, Category, Concern, Course, Decision, Meeting, Reason, Step, What, Words};

pub(crate) use script::{Stage, enact};
