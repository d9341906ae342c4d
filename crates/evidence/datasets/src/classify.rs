//! Kinds of incidents in the terms of the international classification of crime (ICCS, UNODC 2015).
//!
//! What a file calls a kind is often wider than any one part of the classification, or no crime at all. That is said, not
//! smoothed over. The correspondence is data, and a partnership may bring its own.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::error::ImportError;

/// The eleven sections of the classification, by their codes.
pub const SECTIONS: [&str; 11] = ["01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11"];

/// Where a kind falls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Class {
    /// Into one part, by its code: two digits and up to four more.
    Exact { codes: [String; 1] },
    /// Into several, which the kind does not tell apart.
    Mixed { codes: Vec<String> },
    /// Into none: it is no crime, or need not be one.
    NotClassifiable,
}

impl Class {
    /// The section, for what falls into one part.
    pub fn section(&self) -> Option<&str> {
        match self {
            Self::Exact { codes: [code] } => code.get(..2),
            _ => None,
        }
    }

    /// Every part that it falls into, or some of it.
    pub fn codes(&self) -> &[String] {
        match self {
            Self::Exact { codes } => codes,
            Self::Mixed { codes } => codes,
            Self::NotClassifiable => &[],
        }
    }
}

/// The kinds that are known, in small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classification(BTreeMap<String, Class>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    kinds: BTreeMap<String, Class>,
}

impl Classification {
    /// Reads a table from TOML, as `classification.toml` in this crate shows it.
    ///
    /// # Errors
    /// What does not fit, with the kind at fault.
    pub fn read(text: &str) -> Result<Self, ImportError> {
        let file: File =
            toml::from_str(text).map_err(|error| ImportError::Classification(error.message().to_owned()))?;
        for (kind, class) in &file.kinds {
            let known = |code: &String| {
                let digits = code.bytes().all(|byte| byte.is_ascii_digit());
                digits && code.len() <= 6 && code.get(..2).is_some_and(|section| SECTIONS.contains(&section))
            };
            if let Some(code) = class.codes().iter().find(|code| !known(code)) {
                let told = format!("{kind:?}: expected codes of the ICCS such as \"0502\", found {code:?}");
                return Err(ImportError::Classification(told));
            }
            if matches!(class, Class::Mixed { codes } if codes.len() < 2) {
                return Err(ImportError::Classification(format!("{kind:?} is mixed and needs two codes at least")));
            }
        }
        Ok(Self(file.kinds.into_iter().map(|(kind, class)| (kind.to_lowercase(), class)).collect()))
    }

    /// The table that comes with the program.
    ///
    /// # Errors
    /// Never: a test reads it.
    pub fn own() -> Result<Self, ImportError> {
        Self::read(include_str!("classification.toml"))
    }

    /// Where a kind falls; `None` for one that the table does not have.
    pub fn class(&self, kind: &str) -> Option<&Class> {
        self.0.get(&kind.to_lowercase())
    }

    /// Where each of these kinds falls that the table has.
    pub fn of<'k>(&self, kinds: impl IntoIterator<Item = &'k String>) -> BTreeMap<String, Class> {
        kinds.into_iter().filter_map(|kind| Some((kind.clone(), self.class(kind)?.clone()))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_table_has_every_kind_of_police_uk() {
        let own = Classification::own().unwrap();
        assert_eq!(own.class("BURGLARY").and_then(Class::section), Some("05"));
        assert_eq!(own.class("anti-social behaviour"), Some(&Class::NotClassifiable));
        let Some(Class::Mixed { codes }) = own.class("Violence and sexual offences") else { panic!() };
        assert_eq!(codes, &["01", "02", "03"]);
        assert_eq!(own.class("Suspicious"), None);
    }

    #[test]
    fn a_table_that_cannot_be_meant_is_refused() {
        for (wrong, telling) in [
            ("[kinds]\nA = { state = \"exact\", codes = [\"99\"] }", "found \"99\""),
            ("[kinds]\nA = { state = \"exact\", codes = [\"05\", \"06\"] }", "1 element"),
            ("[kinds]\nA = { state = \"mixed\", codes = [\"05\"] }", "two codes"),
            ("[kinds]\nA = { state = \"perhaps\" }", "perhaps"),
            ("kinds = 1", "invalid type"),
        ] {
            let told = Classification::read(wrong).unwrap_err().to_string();
            assert!(told.contains(telling), "{wrong}: {told}");
        }
    }
}
