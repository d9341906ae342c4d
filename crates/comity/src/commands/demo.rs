//! `comity demo`.

use crate::Failure;
use crate::arguments::Demo;

pub fn run(_demo: &Demo) -> Result<(), Failure> {
    Err(Failure::new("being wired"))
}
