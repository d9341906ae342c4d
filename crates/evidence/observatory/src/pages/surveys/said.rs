//! The sentences that say what a survey's charts show, from the same numbers as the charts.

use comity_kernel::Message;
use comity_shell::Words;

use super::{interval, text, value};
use crate::surveys::Kind;
use crate::surveys::results::{Asked, Estimate, Found};

fn number(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Of everybody: the share or mean with its interval, and how many answered.
pub fn whole(words: Words<'_>, asked: &Asked) -> Vec<Message> {
    let mut said = Vec::new();
    if let Some(found) = asked.compared(&asked.whole) {
        let message = match asked.kind {
            Kind::Answers => {
                Message::new("survey-said-share").text("answer", text(words, &asked.headline_text, &asked.column))
            }
            Kind::Number => Message::new("survey-said-mean"),
        };
        said.push(message.text("estimate", value(asked, found.estimate)).text("interval", interval(asked, found)));
    }
    match asked.whole.n {
        Some(n) => said.push(Message::new("survey-said-n").number("n", number(n))),
        None => said.push(Message::new("survey-said-nothing")),
    }
    let withheld = asked.whole.estimates.iter().filter(|one| one.is_none()).count() as u64;
    if withheld > 0 {
        said.push(Message::new("survey-said-answers-withheld").number("answers", number(withheld)));
    }
    said
}

/// Of groups: between what they lie, how many of their intervals do not reach what everybody says, how many are withheld.
pub fn groups(asked: &Asked, groups: &[Found]) -> Vec<Message> {
    let shown: Vec<&Estimate> = groups.iter().filter_map(|found| asked.compared(found)).collect();
    let mut said = Vec::new();
    let least = shown.iter().map(|found| found.estimate).min_by(f64::total_cmp);
    let most = shown.iter().map(|found| found.estimate).max_by(f64::total_cmp);
    if let (Some(least), Some(most)) = (least, most) {
        let ends = Message::new("survey-said-between").text("least", value(asked, least));
        said.push(ends.text("most", value(asked, most)));
        if let Some(whole) = asked.compared(&asked.whole) {
            let apart = |found: &&&Estimate| {
                found.interval.is_some_and(|(lower, upper)| whole.estimate < lower || whole.estimate > upper)
            };
            let apart = shown.iter().filter(apart).count() as u64;
            let message = Message::new("survey-said-apart").number("apart", number(apart));
            said.push(message.text("whole", value(asked, whole.estimate)));
        }
    }
    let withheld = (groups.len() - shown.len()) as u64;
    if withheld > 0 {
        said.push(Message::new("survey-said-groups-withheld").number("groups", number(withheld)));
    }
    said
}
