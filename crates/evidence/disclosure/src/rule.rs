//! The rule that was applied to published data: printed with it in plain words, and kept with it as JSON.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Error;
use crate::kinds::{Finest, Kinds};
use crate::perturb::Epsilon;
use crate::points::PointSettings;
use crate::release::Unit;
use crate::suppress::{Protection, Zeros};

/// What is done about small counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case")]
pub enum Counts {
    /// Withheld, and others with them: [`crate::suppress`].
    Suppress(Protection),
    /// Put together over areas and periods: [`crate::coarsen`].
    Coarsen { threshold: u64 },
    /// Noise is added: [`crate::perturb`]. Thousandths of ε for a release, and for everything together.
    Perturb { epsilon: Epsilon, budget: u32 },
}

/// All parameters of a publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    pub counts: Counts,
    pub points: PointSettings,
    pub unit: Unit,
    pub kinds: Kinds,
}

impl Default for Rule {
    fn default() -> Self {
        Self {
            counts: Counts::Suppress(Protection::default()),
            points: PointSettings::default(),
            unit: Unit::Quarter,
            kinds: Kinds::default(),
        }
    }
}

/// A sentence for translation: the id of a Fluent message and its arguments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    pub id: &'static str,
    pub arguments: Vec<(&'static str, Argument)>,
}

/// An argument of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Argument {
    Number(u64),
    Text(String),
}

fn sentence(id: &'static str, numbers: &[(&'static str, u64)]) -> Sentence {
    Sentence { id, arguments: numbers.iter().map(|(name, value)| (*name, Argument::Number(*value))).collect() }
}

impl Rule {
    /// # Errors
    /// [`Error::Setting`] for a parameter that cannot be used.
    pub fn check(&self) -> Result<(), Error> {
        self.kinds.check()?;
        if self.points.addresses < 2 {
            return Err(Error::setting("the least number of addresses", self.points.addresses, "a number from 2 on"));
        }
        match self.counts {
            Counts::Suppress(protection) => protection.check(),
            Counts::Coarsen { threshold } if threshold < 3 => {
                Err(Error::setting("the threshold", threshold, "a number from 3 on"))
            }
            Counts::Coarsen { .. } => Ok(()),
            Counts::Perturb { epsilon, budget } => {
                Epsilon::thousandths(epsilon.get())?;
                let enough = budget >= epsilon.get();
                enough
                    .then_some(())
                    .ok_or_else(|| Error::setting("the budget", budget, "at least one release's epsilon"))
            }
        }
    }

    /// The rule in sentences, to be printed with the data; docs/disclosure.md has their English.
    pub fn sentences(&self) -> Vec<Sentence> {
        let mut said = vec![match self.counts {
            Counts::Suppress(Protection { threshold, zeros, width }) => {
                let id = match zeros {
                    Zeros::Protected => "disclosure-suppress-zeros-protected",
                    Zeros::Published => "disclosure-suppress-zeros-published",
                };
                sentence(id, &[("threshold", threshold), ("width", width)])
            }
            Counts::Coarsen { threshold } => sentence("disclosure-coarsen", &[("threshold", threshold)]),
            Counts::Perturb { epsilon, budget } => {
                let mut said = sentence("disclosure-perturb", &[]);
                said.arguments.push(("epsilon", Argument::Text(thousandths(epsilon.get()))));
                said.arguments.push(("budget", Argument::Text(thousandths(budget))));
                said
            }
        }];
        let points = [("addresses", self.points.addresses as u64), ("clearance", u64::from(self.points.clearance))];
        said.push(sentence("disclosure-points", &points));
        said.push(sentence(
            match self.kinds.sensitive.finest {
                Finest::District => "disclosure-sensitive-district",
                Finest::Area => "disclosure-sensitive-area",
                Finest::Point => "disclosure-sensitive-point",
            },
            &[("delay", u64::from(self.kinds.sensitive.delay))],
        ));
        let unit = match self.unit {
            Unit::Month => "disclosure-release-month",
            Unit::Quarter => "disclosure-release-quarter",
            Unit::Year => "disclosure-release-year",
        };
        said.push(sentence(unit, &[("delay", u64::from(self.kinds.otherwise.delay))]));
        said.push(match self.counts {
            Counts::Suppress(protection) => sentence("disclosure-corrections", &[("threshold", protection.threshold)]),
            Counts::Coarsen { .. } | Counts::Perturb { .. } => sentence("disclosure-final", &[]),
        });
        said
    }

    /// The rule as JSON in the canonical form of RFC 8785: the same bytes for the same rule.
    ///
    /// # Errors
    /// [`Error::Setting`] if it cannot be written so; no rule is known for which that is the case.
    pub fn canonical(&self) -> Result<String, Error> {
        let written = serde_json_canonicalizer::to_string(self);
        written.map_err(|error| Error::setting("the rule", error, "one that can be written as JSON"))
    }

    /// SHA-256 of the canonical form, in hexadecimal: names the rule in data and in requests.
    ///
    /// # Errors
    /// As [`Rule::canonical`].
    pub fn hash(&self) -> Result<String, Error> {
        Ok(data_encoding::HEXLOWER.encode(&Sha256::digest(self.canonical()?)))
    }
}

/// "0.25" for 250.
fn thousandths(value: u32) -> String {
    let text = format!("{}.{:03}", value / 1000, value % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules() -> Vec<Rule> {
        let perturb = Counts::Perturb { epsilon: Epsilon::thousandths(250).unwrap(), budget: 2000 };
        let closed = Counts::Suppress(Protection { zeros: Zeros::Protected, ..Protection::default() });
        let counts = [Counts::Suppress(Protection::default()), closed, Counts::Coarsen { threshold: 5 }, perturb];
        let units = [Unit::Quarter, Unit::Month, Unit::Year, Unit::Month];
        counts.into_iter().zip(units).map(|(counts, unit)| Rule { counts, unit, ..Rule::default() }).collect()
    }

    #[test]
    fn the_canonical_form_reads_back_and_its_hash_tells_rules_apart() {
        let hashes: std::collections::BTreeSet<String> = rules().iter().map(|rule| rule.hash().unwrap()).collect();
        assert_eq!(hashes.len(), rules().len());
        for rule in rules() {
            rule.check().unwrap();
            let json = rule.canonical().unwrap();
            let kept: Rule = serde_json::from_str(&json).unwrap();
            assert_eq!((&kept, kept.canonical().unwrap()), (&rule, json));
        }
    }

    /// Published data names this hash: a change of form is a change of every name.
    #[test]
    fn the_canonical_form_does_not_drift() {
        let json = Rule::default().canonical().unwrap();
        let start =
            r#"{"counts":{"method":"suppress","threshold":5,"width":3,"zeros":"published"},"kinds":{"codes":["03","#;
        assert!(json.starts_with(start), "{json}");
        let end = r#""points":{"addresses":8,"clearance":10},"unit":"quarter"}"#;
        assert!(json.ends_with(end), "{json}");
    }

    /// Every sentence stands in docs/disclosure.md, with its arguments.
    #[test]
    fn every_sentence_has_its_words() {
        let page = include_str!("../../../../docs/disclosure.md");
        for said in rules().iter().flat_map(Rule::sentences) {
            let line = page.lines().find(|line| line.starts_with(&format!("{} = ", said.id)));
            let line = line.unwrap_or_else(|| panic!("{} is not on the page", said.id));
            for (name, _) in &said.arguments {
                assert!(line.contains(&format!("${name} }}")), "{name} in {line}");
            }
        }
        assert_eq!(thousandths(250), "0.25");
        assert_eq!(thousandths(2000), "2");
    }

    #[test]
    fn impossible_rules_are_refused() {
        let coarse = Rule { counts: Counts::Coarsen { threshold: 2 }, ..Rule::default() };
        let poor = Counts::Perturb { epsilon: Epsilon::thousandths(250).unwrap(), budget: 200 };
        let crowded = PointSettings { addresses: 1, clearance: 10 };
        for rule in [coarse, Rule { counts: poor, ..Rule::default() }, Rule { points: crowded, ..Rule::default() }] {
            assert!(matches!(rule.check(), Err(Error::Setting { .. })));
        }
    }
}
