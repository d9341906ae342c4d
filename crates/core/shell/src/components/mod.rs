//! The pieces that pages are made of: functions that take what is to be shown and return markup.
//!
//! None of them needs a script or an inline style. Each is complete for those who hear the page: what colour or shape
//! says is said in words too.

mod buttons;
mod chain;
mod fields;
mod lists;
pub mod marks;
mod months;
mod notices;
mod prose;
mod state;
mod tables;

pub use buttons::{Weight, button, link_button, location_button, named_button};
pub use chain::{Link, Standing, Step, When, chain, chain_summary};
pub use fields::{Choice, Field, error_summary, labelled_error_summary};
pub use lists::{definitions, more, search_box, trail};
pub use months::{MonthCount, month_bars};
pub use notices::{Tone, notice, notice_with_heading};
pub use prose::{entry, left_to_right, phone, users_text, users_words};
pub use state::{State, state_tag};
pub use tables::{Column, Table};
