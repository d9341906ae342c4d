//! Which kinds are sensitive, how finely each may be shown, and how long it waits. A table: data, with defaults.
//!
//! A kind is found by its name, spelled with small letters and hyphens. A name that is not in the table is sensitive if one of
//! its words begins with one of the table's stems ("Rapes", "SEX OFFENSE"), or if the international classification (ICCS) puts
//! it, or a part of it, under one of the table's codes. So is a mixed kind ("Violence and sexual offences"), until somebody
//! decides otherwise by naming it.

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
    /// Beginnings of words that make a kind sensitive, in small letters. Those in other than Latin letters, to which articles
    /// and prepositions may be joined, anywhere in a word.
    pub words: Vec<String>,
    /// Codes of the ICCS that make a kind sensitive, each with all that lies below it.
    #[serde(default = "codes")]
    pub codes: Vec<String>,
    /// What holds for sensitive kinds that are not named.
    pub sensitive: Treatment,
    /// What holds for all others.
    pub otherwise: Treatment,
}

/// The kinds sealed by default in the practice, and those close to them.
const NAMED: [&str; 14] = [
    "domestic-violence",
    "sexual-violence",
    "sexual-offences",
    "rape",
    "hate-crime",
    "trafficking",
    "modern-slavery",
    "child-abuse",
    "child-exploitation",
    "forced-marriage",
    "self-harm",
    "stalking",
    "corruption",
    "police-conduct",
];

/// What concerns intimate life, sexual acts, children and those who depend on others, hatred, exploitation, following and
/// shaming, the health of the mind, and those in office; the last lines in Arabic.
const WORDS: &str = "
    domestic famil intimate marital marriage spous partner wife husband girlfriend boyfriend dating honour honor
    sex rape raping rapist indecen obscen lewd molest grope groping sodom bugger incest voyeur upskirt pornograph prostitut
    brothel pimp procur solicitation genital mutilat fgm abort infanticid
    child minor juvenil infant baby underage paedophil pedophil groom abus neglect elder vulnerab
    hate hatred racial racis religio homophob transphob xenophob antisemit islamophob disab bias prejudic discriminat
    traffick slave servitude exploit
    stalk harass blackmail suicid mental psychiat overdos
    corrupt brib
    جنس اغتصاب تحرش أسري اسري زوجي طفل أطفال اطفال قاصر كراهية عنصري دعارة اتجار استعباد انتحار فساد رشوة";

/// Sexual acts; slavery, trafficking; acts that cause fear or distress (harassment, stalking); discrimination; corruption;
/// prostitution and pornography.
const CODES: [&str; 7] = ["03", "0203", "0204", "0208", "0210", "0703", "0802"];

fn codes() -> Vec<String> {
    CODES.iter().map(|code| (*code).to_owned()).collect()
}

impl Default for Kinds {
    /// Sensitive kinds by district, after 90 days; all others after 30.
    fn default() -> Self {
        let sensitive = Treatment { finest: Finest::District, delay: 90 };
        Self {
            named: NAMED.iter().map(|name| ((*name).to_owned(), sensitive)).collect(),
            words: WORDS.split_whitespace().map(str::to_owned).collect(),
            codes: codes(),
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
        if let Some(word) =
            self.words.iter().find(|word| spelled(word) != **word || word.is_empty() || word.contains('-'))
        {
            return Err(Error::setting("a word that makes a kind sensitive", word, "one word in small letters"));
        }
        let coded = |code: &&String| !(code.len() >= 2 && code.bytes().all(|byte| byte.is_ascii_digit()));
        match self.codes.iter().find(coded) {
            Some(code) => Err(Error::setting("a code that makes a kind sensitive", code, "digits such as \"0203\"")),
            None => Ok(()),
        }
    }

    /// What holds for a kind of this name, where nobody classified it.
    pub fn of(&self, kind: &str) -> Treatment {
        self.of_class(kind, &[])
    }

    /// What holds for a kind of this name that the classification puts under these codes.
    pub fn of_class(&self, kind: &str, codes: &[String]) -> Treatment {
        let name = spelled(kind);
        let begins = |word: &str, stem: &String| match stem.is_ascii() {
            true => word.starts_with(stem.as_str()),
            false => word.contains(stem.as_str()),
        };
        let worded = || name.split('-').any(|word| self.words.iter().any(|stem| begins(word, stem)));
        let coded = || codes.iter().any(|code| self.codes.iter().any(|known| code.starts_with(known.as_str())));
        match self.named.get(&name) {
            Some(treatment) => *treatment,
            None if worded() || coded() => self.sensitive,
            None => self.otherwise,
        }
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

    /// As files of police forces and cities spell them.
    #[test]
    fn sensitive_kinds_are_recognised() {
        let kinds = Kinds::default();
        kinds.check().unwrap();
        for name in [
            "Domestic violence",
            "hate_crime",
            "Violence and sexual offences",
            "Offences against CHILDREN",
            "Rape",
            "Rapes",
            "SEX OFFENSE",
            "CRIM SEXUAL ASSAULT",
            "Indecent assault",
            "PUBLIC INDECENCY",
            "Offences against minors",
            "Racially or religiously aggravated public fear, alarm or distress",
            "PROSTITUTION",
            "HUMAN TRAFFICKING",
            "Assault - spousal",
            "Harassment",
            "STALKING",
            "Elder abuse",
            "Homophobic incident",
            "Offence Against Family",
            "العنف الأسري",
            "جرائم جنسية",
            "التحرش",
        ] {
            assert_eq!(kinds.of(name), kinds.sensitive, "{name}");
        }
        for name in [
            "Burglary",
            "Theft of whatever",
            "Scrape marks",
            "Vehicle crime",
            "Anti-social behaviour",
            "Bicycle theft",
            "Drugs",
            "Criminal damage and arson",
            "Other crime",
            "Other theft",
            "Possession of weapons",
            "Public order",
            "Robbery",
            "Shoplifting",
            "Theft from the person",
            "Mischief",
            "Break and Enter Residential/Other",
            "MOTOR VEHICLE THEFT",
            "Street racing",
            "Environmental offence",
            "سرقة",
        ] {
            assert_eq!(kinds.of(name), kinds.otherwise, "{name}");
        }
    }

    /// What a name does not tell, the classification does: all of a part, or some of a mixture.
    #[test]
    fn the_classification_makes_kinds_sensitive() {
        let kinds = Kinds::default();
        let of = |codes: &[&str]| {
            kinds.of_class("Code 17", &codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>())
        };
        for sensitive in [&["03"][..], &["0301"], &["01", "02", "03"], &["02082"], &["0502", "0204"]] {
            assert_eq!(of(sensitive), kinds.sensitive, "{sensitive:?}");
        }
        for ordinary in [&[][..], &["0502"], &["02", "07", "08", "11"], &["0201"]] {
            assert_eq!(of(ordinary), kinds.otherwise, "{ordinary:?}");
        }
        let wrong = Kinds { codes: vec!["3".into()], ..Kinds::default() };
        assert!(wrong.check().is_err());
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
}
