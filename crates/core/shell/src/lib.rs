//! The shell: everything that pages have in common, so that a slice of the practice only says what is its own.
//!
//! [`texts`] holds every sentence of the product in every language; [`frame`] puts a slice's content into a whole page;
//! [`components`] are the pieces a page is made of, as plain functions that return markup; [`forms`] keeps what a person
//! typed when a form is refused; [`assets`] are the style sheet and the few scripts, embedded in the program;
//! [`headers`] and [`csrf`] keep a page from being used against the person who reads it.
//!
//! The shell knows no rule of the practice and reads no table. It must never let a page ask anything of another site,
//! need a script, or put a person's words into a page unescaped or unisolated.

pub mod assets;
pub mod components;
pub mod csrf;
pub mod dates;
pub mod forms;
pub mod frame;
pub mod headers;
pub mod texts;

#[cfg(test)]
mod testing;

use comity_kernel::Language;

pub use components::*;
pub use forms::Filled;
pub use frame::{NavItem, PageParts, Person, Site, Visit, page};
pub use texts::{Texts, Words};

/// The shell's own sentences, for [`Texts::new`].
pub const TEXTS: [(Language, &str); 2] = [
    (Language::En, include_str!("../../../../locales/en/shell.ftl")),
    (Language::Ar, include_str!("../../../../locales/ar/shell.ftl")),
];
