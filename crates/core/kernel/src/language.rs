//! The languages that every text of the product exists in.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    #[default]
    En,
    Ar,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::En, Self::Ar];

    /// The BCP 47 tag, as in `lang="…"`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ar => "ar",
        }
    }

    /// The language's name in itself, as shown in the switch.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ar => "العربية",
        }
    }

    /// The direction of writing, as in `dir="…"`.
    pub fn direction(self) -> &'static str {
        match self {
            Self::En => "ltr",
            Self::Ar => "rtl",
        }
    }

    /// The one of ours in whose letters most of `text` is written; `None` where neither is. People write in the language
    /// that they please: it is for reading aloud and for choosing a typeface, and decides nothing.
    pub fn written(text: &str) -> Option<Self> {
        let (mut latin, mut arabic) = (0_usize, 0_usize);
        for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
            match letter {
                '\u{600}'..='\u{6ff}'
                | '\u{750}'..='\u{77f}'
                | '\u{8a0}'..='\u{8ff}'
                | '\u{fb50}'..='\u{fdff}'
                | '\u{fe70}'..='\u{feff}' => arabic += 1,
                'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
                _ => {}
            }
        }
        match latin.cmp(&arabic) {
            std::cmp::Ordering::Greater => Some(Self::En),
            std::cmp::Ordering::Less => Some(Self::Ar),
            std::cmp::Ordering::Equal => None,
        }
    }

    pub fn parse(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// The best of ours for an `Accept-Language` header, English where none fits.
    pub fn negotiate(header: &str) -> Self {
        let mut best = (0.0_f32, Self::default());
        for item in header.split(',') {
            let mut parts = item.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0_f32);
            let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
            if let Some(language) = Self::parse(&primary)
                && quality > best.0
            {
                best = (quality, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_wins_by_quality() {
        assert_eq!(Language::negotiate("fr, ar-PS;q=0.9, en;q=0.8"), Language::Ar);
        assert_eq!(Language::negotiate("en-GB,ar;q=0.5"), Language::En);
        assert_eq!(Language::negotiate("ar;q=0, de"), Language::En);
        assert_eq!(Language::negotiate(";;;,q=,"), Language::En);
    }

    #[test]
    fn a_text_is_told_by_its_letters() {
        assert_eq!(Language::written("12 lamps, \"النور\" is the firm"), Some(Language::En));
        assert_eq!(Language::written("مصباح عند مدرسة St Anne"), Some(Language::Ar));
        for neither in ["", "12 + 3", "Лампа", "ab اب"] {
            assert_eq!(Language::written(neither), None, "{neither}");
        }
    }
}
