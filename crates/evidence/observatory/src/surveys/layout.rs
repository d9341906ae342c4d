//! What the columns of a survey's file are: written by those who made the survey, in TOML.

use std::collections::BTreeSet;

use comity_kernel::Day;
use comity_methods::survey::design::Lonely;
use comity_places::Bilingual;
use serde::{Deserialize, Serialize};

use super::SurveyError;
use super::sheet::Sheet;

/// The layout of a survey's file, one row for each person who answered. Columns that it does not name are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Layout {
    pub title: Bilingual,
    /// The same for every round of one survey; empty for one without rounds.
    #[serde(default)]
    pub series: String,
    /// The first and the last day of asking, `YYYY-MM-DD`.
    pub from: String,
    pub to: String,
    /// How many people were asked, those included who did not answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<u64>,
    /// How people were found and asked, in a sentence.
    #[serde(default)]
    pub how: Bilingual,
    /// The column with the code of the area in which a person lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    #[serde(default)]
    pub design: DesignColumns,
    #[serde(default)]
    pub groups: Vec<Group>,
    pub questions: Vec<Question>,
}

/// How the sample was drawn: names of columns.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DesignColumns {
    /// How many people each row stands for; without it, all the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strata: Option<String>,
    /// The unit that was drawn first: a street, a building, a school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// How many units the stratum holds in the population, or which fraction of them was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<String>,
    #[serde(default)]
    pub lonely: Single,
}

/// What is done where a stratum has one unit, whose spread cannot be seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Single {
    #[default]
    Fail,
    Remove,
    Adjust,
    Average,
}

impl From<Single> for Lonely {
    fn from(single: Single) -> Self {
        match single {
            Single::Fail => Self::Fail,
            Single::Remove => Self::Remove,
            Single::Adjust => Self::Adjust,
            Single::Average => Self::Average,
        }
    }
}

/// A column by whose values people are put into groups.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    pub column: String,
    /// What it is called where the population is counted by the same groups, such as `sex`; else the column's name.
    #[serde(default)]
    pub by: String,
    pub text: Bilingual,
    /// The groups in their order; none: as found in the file.
    #[serde(default)]
    pub answers: Vec<Answer>,
}

impl Group {
    /// The name by which the population's groups are found.
    pub fn by(&self) -> &str {
        if self.by.is_empty() { &self.column } else { &self.by }
    }
}

/// A question that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    pub column: String,
    pub text: Bilingual,
    #[serde(default)]
    pub kind: Kind,
    /// The answers in their order; none: as found in the file.
    #[serde(default)]
    pub answers: Vec<Answer>,
    /// Which answers are put together as the one share that groups and rounds are compared by; none: the first answer.
    #[serde(default)]
    pub headline: Vec<String>,
    /// What these answers say together.
    #[serde(default)]
    pub headline_text: Bilingual,
    /// What the file has where somebody did not answer, beside nothing and `NA`.
    #[serde(default)]
    pub missing: Vec<String>,
}

/// What the answers to a question are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// One of several: shares are estimated.
    #[default]
    Answers,
    /// Numbers: their mean is estimated.
    Number,
}

/// A value of a column and what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub value: String,
    pub text: Bilingual,
}

/// The most answers that a question, and the most groups that a column may have.
pub const MOST_ANSWERS: usize = 60;
/// With more different values than these, a column is no question with answers.
const FEW: usize = 12;

impl Layout {
    /// Reads a layout as `--show-layout` prints one.
    ///
    /// # Errors
    /// [`SurveyError::Layout`]: what does not fit.
    pub fn read(text: &str) -> Result<Self, SurveyError> {
        let layout: Self = toml::from_str(text).map_err(|error| SurveyError::Layout(error.to_string()))?;
        layout.check()?;
        Ok(layout)
    }

    /// The layout as TOML.
    ///
    /// # Errors
    /// [`SurveyError::Layout`] for one that cannot be written.
    pub fn to_toml(&self) -> Result<String, SurveyError> {
        toml::to_string_pretty(self).map_err(|error| SurveyError::Layout(error.to_string()))
    }

    /// The first and the last day of asking.
    pub fn days(&self) -> Option<(Day, Day)> {
        Day::parse(&self.from).zip(Day::parse(&self.to))
    }

    fn check(&self) -> Result<(), SurveyError> {
        let wrong = |told: String| Err(SurveyError::Layout(told));
        match self.days() {
            None => return wrong(format!("expected days as YYYY-MM-DD, found from {:?} to {:?}", self.from, self.to)),
            Some((from, to)) if from.0 > to.0 => {
                return wrong(format!("the first day ({}) comes after the last ({})", self.from, self.to));
            }
            _ => {}
        }
        if self.questions.is_empty() {
            return wrong("at least one question is needed ([[questions]])".to_owned());
        }
        let mut seen = BTreeSet::new();
        let columns = self.questions.iter().map(|question| &question.column);
        if let Some(twice) =
            columns.chain(self.groups.iter().map(|group| &group.column)).find(|name| !seen.insert(*name))
        {
            return wrong(format!("the column {twice:?} is named twice among groups and questions"));
        }
        for question in &self.questions {
            let known = |value: &&String| question.answers.iter().any(|answer| answer.value == **value);
            if let Some(other) = question.headline.iter().find(|value| !question.answers.is_empty() && !known(value)) {
                return wrong(format!("{:?}: the headline {other:?} is none of its answers", question.column));
            }
        }
        Ok(())
    }

    /// All columns that it names, in order and each once.
    pub fn columns(&self) -> Vec<&str> {
        let design = &self.design;
        let drawn = [&design.weight, &design.strata, &design.cluster, &design.population, &self.area];
        let named = drawn.into_iter().flatten().chain(self.groups.iter().map(|group| &group.column));
        let mut all: Vec<&str> = Vec::new();
        for name in named.chain(self.questions.iter().map(|question| &question.column)) {
            if !all.contains(&name.as_str()) {
                all.push(name);
            }
        }
        all
    }

    /// A first draft from the names and values of a file's columns, to be looked at and completed by a person.
    pub fn draft(sheet: &Sheet) -> Self {
        let named = |names: &[&str]| {
            let is = |column: &&String| names.contains(&column.to_lowercase().as_str());
            sheet.header.iter().find(is).cloned()
        };
        let design = DesignColumns {
            weight: named(&["weight", "weights", "wt", "wgt", "pw", "pweight", "wtmec2yr"]),
            strata: named(&["strata", "stratum", "strat", "sdmvstra"]),
            cluster: named(&["cluster", "psu", "dnum", "sdmvpsu"]),
            population: named(&["fpc", "population", "stratum_size"]),
            lonely: Single::default(),
        };
        let area = named(&["area", "area_code", "ward", "ward_code", "gss_code", "district", "neighbourhood"]);
        let taken: Vec<&String> = [&design.weight, &design.strata, &design.cluster, &design.population, &area]
            .into_iter()
            .flatten()
            .collect();
        let (mut groups, mut questions) = (Vec::new(), Vec::new());
        for (at, column) in sheet.header.iter().enumerate().filter(|(_, column)| !taken.contains(column)) {
            let values = sheet.values(at, &[]);
            let numbers = values.iter().all(|value| value.parse::<f64>().is_ok());
            let text = Bilingual::new(column.as_str(), "");
            let answer = |value: &String| Answer { value: value.clone(), text: Bilingual::new(value.as_str(), "") };
            if GROUPS.contains(&column.to_lowercase().as_str()) && values.len() <= FEW {
                let answers = values.iter().map(answer).collect();
                groups.push(Group { column: column.clone(), by: String::new(), text, answers });
            } else if (2..=FEW).contains(&values.len()) || (numbers && values.len() > FEW) {
                let kind = if values.len() <= FEW { Kind::Answers } else { Kind::Number };
                let answers = if kind == Kind::Answers { values.iter().map(answer).collect() } else { Vec::new() };
                let question = Question { column: column.clone(), text, kind, answers, ..Question::empty() };
                questions.push(question);
            }
        }
        let day = "2000-01-01".to_owned();
        let title = Bilingual::new("The survey's name", "");
        let (series, asked, how) = (String::new(), None, Bilingual::default());
        Self { title, series, from: day.clone(), to: day, asked, how, area, design, groups, questions }
    }
}

/// Names of columns by which people are usually put into groups.
const GROUPS: [&str; 8] = ["sex", "gender", "age", "age_group", "agegroup", "ethnicity", "disability", "tenure"];

impl Question {
    fn empty() -> Self {
        Self {
            column: String::new(),
            text: Bilingual::default(),
            kind: Kind::default(),
            answers: Vec::new(),
            headline: Vec::new(),
            headline_text: Bilingual::default(),
            missing: Vec::new(),
        }
    }
}
