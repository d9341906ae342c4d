//! Puts words into people's mouths: fills in places, and never says the same twice.

use std::collections::BTreeSet;

use comity_kernel::Language;

use super::types::Words;
use crate::bilingual::Bilingual;
use crate::dice::Dice;
use crate::words::{Pair, Topic, Voice, dialogue};

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

/// Remembers what was said.
#[derive(Default)]
pub(crate) struct Said(BTreeSet<String>);

impl Said {
    /// A concern in two to six sentences, unlike any before.
    pub(crate) fn concern(&mut self, dice: &mut Dice, topic: &Topic, language: Language, places: &Places) -> Words {
        let voice = voice(topic, language);
        let greetings: &[&str] = match language {
            Language::En => &dialogue::GREETINGS_EN,
            Language::Ar => &dialogue::GREETINGS_AR,
        };
        self.fresh(language, || {
            let mut parts = Vec::new();
            if dice.chance(0.3) {
                parts.push(dice.pick(greetings));
            }
            parts.push(dice.pick(voice.openings));
            let (first, second) = (dice.pick(voice.details), dice.pick(voice.details));
            parts.push(first);
            if dice.chance(0.3) && second != first {
                parts.push(second);
            }
            if dice.chance(0.75) {
                parts.push(dice.pick(voice.effects));
            }
            if dice.chance(0.7) {
                parts.push(dice.pick(voice.asks));
            }
            places.fill(&parts.join(" "), language)
        })
    }

    /// An officer's first answer.
    pub(crate) fn answer(dice: &mut Dice, topic: &Topic, language: Language, places: &Places) -> Words {
        Words { language, text: places.fill(dice.pick(voice(topic, language).answers), language) }
    }

    pub(crate) fn follow_up(dice: &mut Dice, language: Language, places: &Places) -> (Words, Words) {
        let (again, second): (&[&str], &[&str]) = match language {
            Language::En => (&dialogue::FOLLOW_UPS_EN, &dialogue::SECOND_ANSWERS_EN),
            Language::Ar => (&dialogue::FOLLOW_UPS_AR, &dialogue::SECOND_ANSWERS_AR),
        };
        let words = |text: &str| Words { language, text: places.fill(text, language) };
        (words(dice.pick(again)), words(dice.pick(second)))
    }

    fn fresh(&mut self, language: Language, mut make: impl FnMut() -> String) -> Words {
        let mut text = make();
        for _ in 0..200 {
            if !self.0.contains(&text) {
                break;
            }
            text = make();
        }
        self.0.insert(text.clone());
        Words { language, text }
    }
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
