//! The proof that somebody's word is on record, and the check of the whole record: they hold, and any altered byte shows.

mod file;
mod record;
