//! Which kinds are sensitive, how finely each may be shown, and how long it waits. A table: data, with defaults.
//!
//! A kind is found by its name, spelled with small letters and hyphens; a name that is not in the table but has one of the
//! table's words in it is sensitive. So is a mixed kind ("Violence and sexual offences"), until somebody decides otherwise by
//! naming it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// How finely a kind may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Finest {
    /// At map points and in every area.
    Point,
    /// In every area, on no map point.
    Area,
    /// In districts and above; on no map and in no feed.
    District,
}

/// What holds for a kind. Kinds for which the same holds are published together, and never in one total with others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Treatment {
    pub finest: Finest,
    /// Days from the end of a period until it may be published.
    pub delay: u16,
}

/// The treatment of every kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinds {
    /// By name, in small letters with hyphens.
    pub named: BTreeMap<String, Treatment>,
    /// Words that make a kind sensitive, in small letters.
    pub words: Vec<String>,
    /// What holds for sensitive kinds that are not named.
    pub sensitive: Treatment,
    /// What holds for all others.
    pub otherwise: Treatment,
}

/// The kinds sealed by default in the practice, and those close to them.
const NAMED: [&str; 12] = [
    "domestic-violence",
    "sexual-violence",
    "sexual-offences",
    "rape",
    "hate-crime",
    "trafficking",
    "modern-slavery",
    "child-abuse",
    "child-exploitation",
    "stalking",
    "corruption",
    "police-conduct",
];

const WORDS: [&str; 16] = [
    "domestic",
    "family",
    "intimate",
    "sexual",
    "rape",
    "hate",
    "trafficking",
    "slavery",
    "child",
    "children",
    "minor",
    "stalking",
    "honour",
    "corruption",
    "suicide",
    "genital",
];

impl Default for Kinds {
    /// Sensitive kinds by district, after 90 days; all others after 30.
    fn default() -> Self {
        let sensitive = Treatment { finest: Finest::District, delay: 90 };
        Self {
            named: NAMED.iter().map(|name| ((*name).to_owned(), sensitive)).collect(),
            words: WORDS.iter().map(|word| (*word).to_owned()).collect(),
            sensitive,
            otherwise: Treatment { finest: Finest::Point, delay: 30 },
        }
    }
}

impl Kinds {
    /// # Errors
    /// [`Error::Setting`] for a name or word that no kind could match, as it is not spelled with small letters and hyphens.
    pub fn check(&self) -> Result<(), Error> {
        if let Some(name) = self.named.keys().find(|name| spelled(name) != **name || name.is_empty()) {
            return Err(Error::setting("the name of a kind", name, "small letters, digits and hyphens"));
        }
        match self.words.iter().find(|word| spelled(word) != **word || word.is_empty() || word.contains('-')) {
            Some(word) => Err(Error::setting("a word that makes a kind sensitive", word, "one word in small letters")),
            None => Ok(()),
        }
    }

    /// What holds for a kind.
    pub fn of(&self, kind: &str) -> Treatment {
        let name = spelled(kind);
        match self.named.get(&name) {
            Some(treatment) => *treatment,
            None if name.split('-').any(|word| self.words.iter().any(|known| known == word)) => self.sensitive,
            None => self.otherwise,
        }
    }

    /// The kinds that may be published together, with what holds for them.
    pub fn together<'k>(&self, kinds: impl IntoIterator<Item = &'k str>) -> BTreeMap<Treatment, Vec<&'k str>> {
        let mut found: BTreeMap<Treatment, Vec<&str>> = BTreeMap::new();
        for kind in kinds {
            found.entry(self.of(kind)).or_default().push(kind);
        }
        found
    }
}

/// In small letters, words joined by hyphens.
fn spelled(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sensitive_kinds_are_recognised() {
        let kinds = Kinds::default();
        kinds.check().unwrap();
        for name in
            ["Domestic violence", "hate_crime", "Violence and sexual offences", "Offences against CHILDREN", "Rape"]
        {
            assert_eq!(kinds.of(name), kinds.sensitive, "{name}");
        }
        for name in ["Burglary", "Theft of whatever", "Scrape marks", "Vehicle crime"] {
            assert_eq!(kinds.of(name), kinds.otherwise, "{name}");
        }
    }

    #[test]
    fn the_table_is_data() {
        let mut kinds = Kinds::default();
        let named = Treatment { finest: Finest::Area, delay: 45 };
        kinds.named.insert("violence-and-sexual-offences".into(), named);
        let kept: Kinds = serde_json::from_str(&serde_json::to_string(&kinds).unwrap()).unwrap();
        assert_eq!(kept.of("Violence and sexual offences"), named);
        kinds.named.insert("Not Spelled".into(), named);
        assert!(kinds.check().is_err());
    }

    #[test]
    fn sensitive_and_other_kinds_share_no_total() {
        let groups = Kinds::default().together(["Burglary", "Rape", "Drugs"]);
        assert_eq!(groups.values().cloned().collect::<Vec<_>>(), [vec!["Burglary", "Drugs"], vec!["Rape"]]);
    }
}
