//! Requests and answers: what stands between a browser and a slice of the practice.
//!
//! A slice plugs in through [`Slice`]: its projection, its routes, its texts. Its handlers take a [`Visit`] (who, in which
//! language, when) and, where something is to change, a [`Submission`] (a form whose origin and token were checked). They
//! return a page or a [`Refused`], which becomes a page in the visitor's language, or problem details for a program.
//!
//! This crate knows how people sign in, and no rule of the practice.

mod app;
pub mod gzip;
mod refused;
mod sign_in;
mod slice;
mod submission;
mod unsent;
mod visit;

pub use app::{App, Configuration, Parts};
pub use refused::{Answer, ForPrograms, Refused};
pub use sign_in::routes as sign_in_routes;
pub use slice::Slice;
pub use submission::{LONGEST, Submission};
pub use unsent::unsent;
pub use visit::{Visit, layer};
