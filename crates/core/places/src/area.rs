//! What an area is to everybody else: a node of the hierarchy, with names and perhaps a population.

use comity_kernel::Language;
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use serde::{Deserialize, Serialize};

use crate::geometry::Level;

/// A short text in both languages; an empty one is not there, and the other is shown in its place.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Bilingual {
    pub en: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ar: String,
}

impl Bilingual {
    pub fn new(en: impl Into<String>, ar: impl Into<String>) -> Self {
        Self { en: en.into(), ar: ar.into() }
    }

    /// The text in `language`, or in the other one where this is missing.
    pub fn get(&self, language: Language) -> &str {
        let (own, other) = match language {
            Language::En => (&self.en, &self.ar),
            Language::Ar => (&self.ar, &self.en),
        };
        if own.is_empty() { other } else { own }
    }

    pub fn is_empty(&self) -> bool {
        self.en.is_empty() && self.ar.is_empty()
    }
}

impl From<(&str, &str)> for Bilingual {
    fn from((en, ar): (&str, &str)) -> Self {
        Self::new(en, ar)
    }
}

/// A node of the hierarchy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// As in the file it came from: a ward's official code, a beat's number.
    pub code: String,
    /// The code of the area above.
    pub parent: Option<String>,
    /// Unknown where the file says nothing of levels.
    pub level: Option<Level>,
    pub names: Bilingual,
    /// The codes from the outermost area to this one, each followed by `/`: what begins with it lies in this area.
    pub path: String,
    /// How many people live there; `None` where nobody said, which is not zero.
    pub population: Option<i64>,
}

impl Area {
    /// The name in `language`, or the one there is.
    pub fn name(&self, language: Language) -> &str {
        self.names.get(language)
    }

    /// How many areas stand above this one.
    pub fn depth(&self) -> usize {
        self.path.matches('/').count().saturating_sub(1)
    }

    /// Whether `path` is this area's or of one within it.
    pub fn holds(&self, path: &str) -> bool {
        path.starts_with(&self.path)
    }
}

/// Sorts by name as dictionaries of `language` do; areas of the same name by code.
pub fn sort_by_name(areas: &mut [Area], language: Language) {
    areas.sort_by(|a, b| a.code.cmp(&b.code));
    sort_as_dictionaries(areas, |area| area.name(language), language);
}

/// Sorts anything with a name as dictionaries of `language` do; what has the same name keeps its order.
pub fn sort_as_dictionaries<T>(list: &mut [T], name: impl Fn(&T) -> &str, language: Language) {
    match collator(language) {
        Some(collator) => list.sort_by(|a, b| collator.compare(name(a), name(b))),
        None => list.sort_by(|a, b| name(a).cmp(name(b))),
    }
}

/// Compares names as dictionaries of `language` do.
pub fn collator(language: Language) -> Option<CollatorBorrowed<'static>> {
    let locale: icu_collator::CollatorPreferences = match language {
        Language::En => icu_locale_core::locale!("en").into(),
        Language::Ar => icu_locale_core::locale!("ar").into(),
    };
    Collator::try_new(locale, CollatorOptions::default()).ok()
}
