//! Puts words into people's mouths: fills in places, and never says the same twice.

use std::collections::BTreeSet;

use comity_kernel::Language;

use super::types::Words;
use crate::dice::Dice;
use crate::words::{Pair, Topic, Voice, dialogue, fitting, tagged};
use comity_places::Bilingual;

/// The places a text speaks of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Places {
    pub street: Bilingual,
    pub other: Bilingual,
    pub quarter: Bilingual,
}

impl Places {
    pub(crate) fn fill(&self, text: &str, language: Language) -> String {
        let text = text.replace("{s}", self.street.get(language)).replace("{t}", self.other.get(language));
        text.replace("{q}", self.quarter.get(language))
    }

    pub(crate) fn both(&self, (en, ar): Pair) -> Bilingual {
        Bilingual::new(self.fill(en, Language::En), self.fill(ar, Language::Ar))
    }
}

/// What a concern is to be about, where, in which language, and whether a forum will take it up.
pub(crate) struct Request<'a> {
    pub topic: &'static Topic,
    pub language: Language,
    pub places: &'a Places,
    pub for_forum: bool,
}

/// Remembers what was said.
#[derive(Default)]
pub(crate) struct Said(BTreeSet<String>);

impl Said {
    /// A concern in two to six sentences, unlike any before, and the letter of its matter.
    pub(crate) fn concern(&mut self, dice: &mut Dice, new: &Request<'_>) -> (&'static str, Words) {
        let voice = voice(new.topic, new.language);
        let planned = |letter: &str| new.topic.plans.iter().any(|plan| plan.about.contains(letter));
        let openings: Vec<(&str, &str)> = voice
            .openings
            .iter()
            .map(|opening| tagged(opening))
            .map(|(letter, text)| (letter.unwrap_or_default(), text))
            .filter(|(letter, _)| !new.for_forum || planned(letter))
            .collect();
        let greetings: &[&str] = match new.language {
            Language::En => &dialogue::GREETINGS_EN,
            Language::Ar => &dialogue::GREETINGS_AR,
        };
        let mut made = ("", String::new());
        for _ in 0..200 {
            let (matter, opening) = dice.pick(&openings);
            let greeting = if dice.chance(0.3) { dice.pick(greetings) } else { "" };
            let text = sentences(dice, voice, matter, [greeting, opening]);
            made = (matter, new.places.fill(&text, new.language));
            if self.0.insert(made.1.clone()) {
                break;
            }
        }
        (made.0, Words { language: new.language, text: made.1 })
    }
}

/// The sentences of one concern, one after the other.
fn sentences(dice: &mut Dice, voice: &Voice, matter: &str, beginning: [&'static str; 2]) -> String {
    let mut parts = beginning.to_vec();
    let mut details = fitting(voice.details, matter);
    dice.shuffle(&mut details);
    let count = if dice.chance(0.3) { 2 } else { 1 };
    parts.extend(details.into_iter().take(count));
    if dice.chance(0.75) {
        parts.push(dice.pick(&fitting(voice.effects, matter)));
    }
    if dice.chance(0.7) {
        parts.push(dice.pick(&fitting(voice.asks, matter)));
    }
    parts.retain(|part| !part.is_empty());
    parts.join(" ")
}

/// An officer's first answer.
pub(crate) fn answer(dice: &mut Dice, topic: &Topic, matter: &str, language: Language, places: &Places) -> Words {
    let answer = dice.pick(&fitting(voice(topic, language).answers, matter));
    ending(dice, answer, language, places)
}

/// What a resident writes after an answer, and what the officer says then. `letters` as in the dialogue's lists.
pub(crate) fn follow_up(dice: &mut Dice, letters: &str, language: Language, places: &Places) -> (Words, Words) {
    let all: &[(&str, &str)] = match language {
        Language::En => &dialogue::FOLLOW_UPS_EN,
        Language::Ar => &dialogue::FOLLOW_UPS_AR,
    };
    let fits = |sentence: &'static str| tagged(sentence).0.is_none_or(|letter| letters.contains(letter));
    let fitting: Vec<(&str, &str)> = all.iter().copied().filter(|(again, _)| fits(again)).collect();
    let (again, second) = dice.pick(&fitting);
    let again = Words { language, text: places.fill(tagged(again).1, language) };
    (again, Words { language, text: places.fill(second, language) })
}

/// An answer, now and then with a last line.
fn ending(dice: &mut Dice, answer: &str, language: Language, places: &Places) -> Words {
    let lines: &[&str] = match language {
        Language::En => &dialogue::CLOSING_LINES_EN,
        Language::Ar => &dialogue::CLOSING_LINES_AR,
    };
    let text = if dice.chance(0.55) { format!("{answer} {}", dice.pick(lines)) } else { answer.to_owned() };
    Words { language, text: places.fill(&text, language) }
}

fn voice(topic: &Topic, language: Language) -> &Voice {
    match language {
        Language::En => &topic.en,
        Language::Ar => &topic.ar,
    }
}

/// The text of a pair in one language, with its places.
pub(crate) fn one((en, ar): Pair, language: Language, places: &Places) -> Words {
    let text = if language == Language::En { en } else { ar };
    Words { language, text: places.fill(text, language) }
}
