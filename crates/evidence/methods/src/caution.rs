//! The conditions under which a result misleads.

use serde::Serialize;

/// `1 row`, `2 rows`.
pub fn counted(count: impl std::fmt::Display, one: &str) -> String {
    let count = count.to_string();
    if count == "1" { format!("{count} {one}") } else { format!("{count} {one}s") }
}

/// One condition under which a result misleads, in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Caution {
    /// A name that programs can compare: `few-events`.
    pub code: &'static str,
    /// Whether the condition was found in these data, or always holds for the method.
    pub found: bool,
    /// The sentence for people.
    pub text: String,
}

impl Caution {
    /// A condition that always holds for the method.
    pub fn standing(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, found: false, text: text.into() }
    }

    /// A condition found in these data.
    pub fn found(code: &'static str, text: impl Into<String>) -> Self {
        Self { code, found: true, text: text.into() }
    }
}
