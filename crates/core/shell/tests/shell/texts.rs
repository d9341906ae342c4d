//! The shell's sentences are complete in every language, and every one of them is used.

use comity_shell::TEXTS;
use comity_shell::texts::{compare, unused};

#[test]
fn no_language_lacks_a_sentence_or_a_plural() {
    assert_eq!(compare(&TEXTS), []);
}

#[test]
fn no_sentence_is_idle() {
    let mut code = String::new();
    read(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut code);
    let idle: Vec<String> = unused(&TEXTS, &code).into_iter().filter(|id| !OFFERED.contains(&id.as_str())).collect();
    assert_eq!(idle, Vec::<String>::new());
}

/// Sentences that the shell offers to slices and does not use itself.
const OFFERED: [&str; 1] = ["shell-field-empty"];

fn read(folder: &std::path::Path, code: &mut String) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, code);
        } else if !path.ends_with("testing.rs") {
            code.push_str(&std::fs::read_to_string(&path).unwrap());
        }
    }
}
