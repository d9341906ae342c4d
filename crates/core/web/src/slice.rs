//! How a capability plugs into the program.

use comity_kernel::Language;
use comity_ledger::Projection;

use crate::App;

/// One capability of the practice: what follows from entries (its [`Projection`]), what people see, and in which words.
pub trait Slice: Projection {
    fn routes(&self) -> axum::Router<App>;

    /// Its Fluent sources, one per language.
    fn texts(&self) -> &'static [(Language, &'static str)];
}
