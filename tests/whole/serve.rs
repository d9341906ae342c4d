//! What `comity serve` holds to on every page: who gets in, how often, what is sent along, and what its own log says.

mod answers;
mod log;
mod sign_in;
