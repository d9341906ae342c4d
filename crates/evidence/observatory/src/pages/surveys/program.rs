//! A survey for programs: all that is public of it.

use comity_shell::Words;
use serde_json::{Value, json};

use super::rule;
use crate::surveys::Survey;

pub fn as_json(words: Words<'_>, survey: &Survey) -> Value {
    let layout = &survey.layout;
    json!({
        "survey": survey.reference.to_string(),
        "series": layout.series,
        "title": layout.title,
        "from": layout.from,
        "to": layout.to,
        "asked": layout.asked,
        "how": layout.how,
        "level": 0.95,
        "rule": words.say(&rule(survey.results.rule)),
        "results": survey.results,
    })
}
