//! A text in both languages.

use comity_kernel::Language;

/// The same text in English and in Arabic.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bilingual {
    pub en: String,
    pub ar: String,
}

impl Bilingual {
    pub fn new(en: impl Into<String>, ar: impl Into<String>) -> Self {
        Self { en: en.into(), ar: ar.into() }
    }

    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::En => &self.en,
            Language::Ar => &self.ar,
        }
    }
}

impl From<(&str, &str)> for Bilingual {
    fn from((en, ar): (&str, &str)) -> Self {
        Self::new(en, ar)
    }
}
