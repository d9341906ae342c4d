//! The commands: what they print where, their exit status, and that what was refused changed nothing.

mod accounts;
mod analyse;
mod configuration;
mod damaged;
mod help;
mod import;
