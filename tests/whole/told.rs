//! Waiting for what must come, and reading pages.

use std::time::Duration;

use comity_kernel::clock::{Stopwatch, wait};

/// Asks again and again until there is an answer.
///
/// # Panics
/// After 30 seconds, with `what` was waited for.
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let watch = Stopwatch::start();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(watch.elapsed() < Duration::from_secs(30), "waited 30 seconds for {what}");
        wait(Duration::from_millis(25));
    }
}

/// The text between two marks, the first time they stand in `page`.
pub fn between<'p>(page: &'p str, from: &str, to: &str) -> Option<&'p str> {
    let rest = &page[page.find(from)? + from.len()..];
    Some(&rest[..rest.find(to)?])
}

/// A piece of a page without its tags.
pub fn plain(piece: &str) -> String {
    let mut text = String::new();
    let mut in_tag = false;
    for character in piece.chars() {
        match character {
            '<' => in_tag = true,
            '>' => in_tag = false,
            _ if !in_tag => text.push(character),
            _ => {}
        }
    }
    text.trim().to_owned()
}
