//! Who is heard, for programs: the numbers of the page.

use comity_shell::Words;
use serde_json::{Value, json};

use super::Seen;
use super::areas::{self, Line};
use super::groups::{Beside, beside};
use crate::surveys::Survey;

pub fn as_json(words: Words<'_>, seen: &Seen) -> Value {
    let concerns = seen.concerns.as_ref().map(|heard| {
        let area = |line: &Line| {
            json!({ "area": line.area.code, "people": line.people, "concerns": line.number, "per_1000": line.rate })
        };
        let by_topic = |area: &str| -> Vec<Value> {
            heard.by_topic(area).iter().map(|(topic, number)| json!({ "topic": topic, "concerns": number })).collect()
        };
        // Of every area, as the tables have it.
        let all = seen.areas.iter().map(|area| {
            json!({ "area": area.code, "concerns": heard.total(&area.code), "by_topic": by_topic(&area.code) })
        });
        json!({
            "from": heard.months.0.to_string(),
            "to": heard.months.1.to_string(),
            "releases": heard.releases.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "rule": words.say(&areas::rule(heard)),
            "concerns": heard.total(""),
            "per_1000": areas::whole(seen, heard),
            "by_topic": by_topic(""),
            "by_area": all.collect::<Vec<_>>(),
            "shown": areas::lines(words, seen, heard).iter().map(area).collect::<Vec<_>>(),
        })
    });
    let survey = |survey: &Survey| {
        let groupings: Vec<Value> = beside(words, seen, survey).iter().map(grouping).collect();
        json!({ "survey": survey.reference.to_string(), "groupings": groupings })
    };
    json!({ "concerns": concerns, "surveys": seen.surveys.iter().map(survey).collect::<Vec<_>>() })
}

fn grouping(one: &Beside) -> Value {
    let group = |(at, (name, answered, people)): (usize, &(String, Option<u64>, i64))| {
        let found = one.found.as_ref().and_then(|found| found.groups.get(at));
        json!({ "group": name, "answered": answered, "people": people, "representation": found })
    };
    let groups: Vec<Value> = one.groups.iter().enumerate().map(group).collect();
    json!({ "by": one.by, "groups": groups, "unknown": one.unknown })
}
