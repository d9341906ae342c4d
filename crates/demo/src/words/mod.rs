//! What people say and write, by topic and language, in sentences that fit together.
//!
//! `{s}` and `{t}` stand for two streets of the sub-sector, `{q}` for the sub-sector. A concern is an opening, details,
//! what it does to people, and what is asked for; a plan is what a forum made of such a concern.
//!
//! Within a topic there are several matters (stray dogs, horses on the road), each a letter. A sentence that fits only
//! some of them begins with their letters and a bar, as `ab|They bark all night.`; one without fits them all.

mod animals;
mod buildings;
pub(crate) mod closings;
pub(crate) mod dialogue;
mod drugs;
mod harassment;
mod lighting;
mod litter;
mod noise;
mod theft;
mod traffic;
mod transport;
mod water;
mod youth;

use crate::practice::Category;

/// A text in English and in Arabic.
pub(crate) type Pair = (&'static str, &'static str);

/// The sentences of one language that concerns of a topic are made of.
pub(crate) struct Voice {
    pub openings: &'static [&'static str],
    pub details: &'static [&'static str],
    pub effects: &'static [&'static str],
    pub asks: &'static [&'static str],
    /// What an officer answers first.
    pub answers: &'static [&'static str],
}

/// How a forum took up a concern, and what came of it.
pub(crate) struct Plan {
    /// The letters of the matters that it is about.
    pub about: &'static str,
    pub title: Pair,
    pub discussion: Pair,
    pub decision: Pair,
    /// An objection that stays on record.
    pub minority: Option<Pair>,
    pub action: Pair,
    /// What changed when it was done.
    pub changed: Pair,
    /// The organisation that owns the action.
    pub owner: &'static str,
}

pub(crate) struct Topic {
    pub category: Category,
    /// How often people raise it, against the others.
    pub weight: f64,
    pub en: Voice,
    pub ar: Voice,
    pub plans: &'static [Plan],
}

impl Topic {
    /// `p` if something is to be repaired, `e` if something happens again and again, both if both.
    pub(crate) fn nature(&self) -> &'static str {
        match self.category {
            Category::Lighting | Category::Water | Category::Buildings => "p",
            Category::Litter | Category::Traffic => "pe",
            Category::Transport => "",
            _ => "e",
        }
    }
}

/// The matters of a sentence and the sentence itself; `None` if it fits all.
pub(crate) fn tagged(sentence: &'static str) -> (Option<&'static str>, &'static str) {
    sentence.split_once('|').map_or((None, sentence), |(matters, text)| (Some(matters), text))
}

/// The sentences that fit one of `matters`, without their letters.
pub(crate) fn fitting(sentences: &[&'static str], matters: &str) -> Vec<&'static str> {
    let fits =
        |letters: Option<&str>| letters.is_none_or(|letters| letters.contains(|letter| matters.contains(letter)));
    sentences
        .iter()
        .map(|sentence| tagged(sentence))
        .filter(|(letters, _)| fits(*letters))
        .map(|(_, text)| text)
        .collect()
}

pub(crate) const TOPICS: [&Topic; 12] = [
    &lighting::TOPIC,
    &traffic::TOPIC,
    &noise::TOPIC,
    &litter::TOPIC,
    &youth::TOPIC,
    &drugs::TOPIC,
    &theft::TOPIC,
    &harassment::TOPIC,
    &transport::TOPIC,
    &buildings::TOPIC,
    &animals::TOPIC,
    &water::TOPIC,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_matter_has_enough_to_say_in_both_languages_and_an_answer() {
        let mut short = Vec::new();
        for (topic, voice) in TOPICS.iter().flat_map(|topic| [(topic, &topic.en), (topic, &topic.ar)]) {
            let matters: Vec<&str> = voice.openings.iter().filter_map(|opening| tagged(opening).0).collect();
            assert_eq!(matters.len(), voice.openings.len(), "every opening of {:?} names its matter", topic.category);
            for matter in &matters {
                let lists = [voice.details, voice.effects, voice.asks, voice.answers];
                let found = lists.map(|list| fitting(list, matter).len());
                if found.iter().zip([2, 1, 1, 1]).any(|(found, wanted)| *found < wanted) {
                    short.push((topic.category, voice.openings.first(), *matter, found));
                }
            }
            let planned = matters.iter().filter(|matter| topic.plans.iter().any(|plan| plan.about.contains(**matter)));
            assert!(planned.count() >= 2, "a forum can take up {:?}", topic.category);
        }
        assert!(short.is_empty(), "too few details, effects, requests or answers: {short:#?}");
    }
}
