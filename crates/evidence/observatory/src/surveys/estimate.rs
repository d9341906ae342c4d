//! From the rows of a survey to what is public of it.

use std::collections::{HashMap, HashSet};

use comity_methods::survey::design::{Design, Domain, Stage};
use comity_methods::survey::estimate::{self, Settings, Statistic, estimate};
use comity_methods::survey::proportion::{Method, proportion};
use comity_methods::survey::weights::describe;
use comity_places::Bilingual;

use super::layout::{Answer, Kind, Layout, MOST_ANSWERS, Question};
use super::protect::{self, Counts, Row, THRESHOLD};
use super::results::{Asked, Drawn, Estimate, Found, Grouping, Results, Unknown};
use super::sheet::{Bad, Sheet};
use super::{SurveyError, results};

/// A row that is in no group, or without an answer.
const NONE: u32 = u32::MAX;

/// A column put into numbers: one for each row, [`NONE`] where nothing is said.
struct Coded {
    values: Vec<Answer>,
    codes: Vec<u32>,
}

/// One way of putting people into groups.
struct Grouped {
    by: String,
    text: Bilingual,
    coded: Coded,
}

/// A question as it was answered.
struct Answered<'a> {
    question: &'a Question,
    coded: Coded,
    /// Of a question with numbers; 0 where nobody answered.
    numbers: Vec<f64>,
    headline: Vec<usize>,
}

/// Everything that the estimates rest on.
struct Work<'a> {
    design: Design,
    groupings: Vec<Grouped>,
    questions: Vec<Answered<'a>>,
}

/// What is public of a survey; `areas` are the names of the areas by their codes.
///
/// # Errors
/// Columns that are not there, lines that do not fit, designs that the methods refuse.
pub fn results(sheet: &Sheet, layout: &Layout, areas: &HashMap<String, Bilingual>) -> Result<Results, SurveyError> {
    let work = Work {
        design: design(sheet, layout)?,
        groupings: groupings(sheet, layout, areas)?,
        questions: layout.questions.iter().map(|question| answered(sheet, question)).collect::<Result<_, _>>()?,
    };
    let (groups, shown) = work.shown()?;
    let asked = work.questions.iter().zip(&shown).map(|(question, shown)| work.asked(question, shown));
    let weights = work.design.weights();
    Ok(Results {
        respondents: sheet.len() as u64,
        stands_for: layout.design.weight.as_ref().map(|_| rounded(weights.iter().sum())),
        design: drawn(sheet, layout, weights)?,
        rule: THRESHOLD,
        questions: asked.collect::<Result<_, _>>()?,
        groupings: work.groupings.iter().zip(&groups).map(|(grouping, shown)| grouping.told(shown)).collect(),
    })
}

fn design(sheet: &Sheet, layout: &Layout) -> Result<Design, SurveyError> {
    let columns = &layout.design;
    let weights = match &columns.weight {
        Some(column) => sheet.numbers(column)?,
        None => vec![1.0; sheet.len()],
    };
    let codes = |column: &Option<String>| column.as_deref().map(|column| sheet.codes(column)).transpose();
    let (cluster, strata) = (codes(&columns.cluster)?, codes(&columns.strata)?);
    let population = columns.population.as_deref().map(|column| sheet.numbers(column)).transpose()?;
    let stage = Stage { cluster: cluster.as_deref(), strata: strata.as_deref(), population: population.as_deref() };
    Design::new(&weights, &[stage], columns.lonely.into()).map_err(|cause| refused("the design", cause))
}

fn refused(what: &str, cause: comity_methods::Error) -> SurveyError {
    SurveyError::Method { what: what.to_owned(), cause }
}

fn drawn(sheet: &Sheet, layout: &Layout, weights: &[f64]) -> Result<Drawn, SurveyError> {
    let different = |column: &Option<String>| -> Result<Option<u64>, SurveyError> {
        let Some(column) = column else { return Ok(None) };
        Ok(Some(sheet.codes(column)?.into_iter().collect::<HashSet<u32>>().len() as u64))
    };
    let columns = &layout.design;
    let weighted = columns.weight.is_some();
    let described = describe(weights).map_err(|cause| refused("the weights", cause))?;
    Ok(Drawn {
        strata: different(&columns.strata)?,
        clusters: different(&columns.cluster)?,
        finite: columns.population.is_some(),
        weighted,
        weighting_effect: weighted.then(|| rounded(described.design_effect)),
    })
}

/// The column by its known values, or by those that are found.
fn coded(sheet: &Sheet, column: &str, known: &[Answer], missing: &[String]) -> Result<Coded, SurveyError> {
    let place = sheet.place(column)?;
    let as_it_is = |value: String| Answer { text: Bilingual::new(value.as_str(), ""), value };
    let values: Vec<Answer> = match known {
        [] => sheet.values(place, missing).into_iter().map(as_it_is).collect(),
        known => known.to_vec(),
    };
    if values.len() > MOST_ANSWERS {
        return Err(SurveyError::TooMany { column: column.to_owned(), found: values.len(), most: MOST_ANSWERS });
    }
    let (mut bad, mut codes) = (Bad::default(), Vec::with_capacity(sheet.len()));
    for (row, text) in sheet.texts(place, missing).enumerate() {
        let code = text.map(|text| (text, values.iter().position(|answer| answer.value == text)));
        codes.push(match code {
            None => NONE,
            Some((_, Some(at))) => u32::try_from(at).unwrap_or(NONE),
            Some((text, None)) => {
                bad.cell(sheet.line(row), column, "one of the layout's values", text);
                NONE
            }
        });
    }
    bad.none()?;
    Ok(Coded { values, codes })
}

fn answered<'a>(sheet: &Sheet, question: &'a Question) -> Result<Answered<'a>, SurveyError> {
    let nobody = || SurveyError::Nobody(question.column.clone());
    if question.kind == Kind::Number {
        let (codes, numbers) = numbers(sheet, question)?;
        if codes.iter().all(|code| *code == NONE) {
            return Err(nobody());
        }
        return Ok(Answered { question, coded: Coded { values: Vec::new(), codes }, numbers, headline: Vec::new() });
    }
    let coded = coded(sheet, &question.column, &question.answers, &question.missing)?;
    if coded.codes.iter().all(|code| *code == NONE) {
        return Err(nobody());
    }
    let is_headline = |answer: &Answer| question.headline.contains(&answer.value);
    let mut headline: Vec<usize> =
        coded.values.iter().enumerate().filter(|(_, answer)| is_headline(answer)).map(|(at, _)| at).collect();
    if headline.is_empty() {
        headline.push(0);
    }
    Ok(Answered { question, coded, numbers: Vec::new(), headline })
}

/// Who answered with a number, and with which.
fn numbers(sheet: &Sheet, question: &Question) -> Result<(Vec<u32>, Vec<f64>), SurveyError> {
    let (mut bad, mut codes, mut numbers) = (Bad::default(), Vec::new(), Vec::new());
    for (row, text) in sheet.texts(sheet.place(&question.column)?, &question.missing).enumerate() {
        let number = text.map(|text| text.parse::<f64>().ok().filter(|number| number.is_finite()));
        if number == Some(None) {
            bad.cell(sheet.line(row), &question.column, "a number", text.unwrap_or_default());
        }
        codes.push(if number.flatten().is_some() { 0 } else { NONE });
        numbers.push(number.flatten().unwrap_or_default());
    }
    bad.none().map(|()| (codes, numbers))
}

fn groupings(sheet: &Sheet, layout: &Layout, areas: &HashMap<String, Bilingual>) -> Result<Vec<Grouped>, SurveyError> {
    let mut found = Vec::new();
    if let Some(column) = &layout.area {
        let place = sheet.place(column)?;
        let mut bad = Bad::default();
        for (row, text) in sheet.texts(place, &[]).enumerate() {
            if let Some(code) = text.filter(|code| !areas.contains_key(*code)) {
                bad.cell(sheet.line(row), column, "the code of an area of the partnership", code);
            }
        }
        bad.none()?;
        let named = |value: String| Answer { text: areas.get(&value).cloned().unwrap_or_default(), value };
        let known: Vec<Answer> = sheet.values(place, &[]).into_iter().map(named).collect();
        let coded = coded(sheet, column, &known, &[])?;
        found.push(Grouped { by: results::BY_AREA.to_owned(), text: Bilingual::default(), coded });
    }
    for group in &layout.groups {
        let coded = coded(sheet, &group.column, &group.answers, &[])?;
        found.push(Grouped { by: group.by().to_owned(), text: group.text.clone(), coded });
    }
    Ok(found)
}

impl Grouped {
    /// The groups and, last, those of whom nothing is said, where there are any.
    fn size(&self) -> usize {
        self.coded.values.len() + usize::from(self.coded.codes.contains(&NONE))
    }

    /// The group of a row: those of whom nothing is said are the last one.
    fn group(&self, row: usize) -> usize {
        match self.coded.codes.get(row) {
            Some(code) if *code != NONE => *code as usize,
            _ => self.coded.values.len(),
        }
    }

    fn told(&self, shown: &[bool]) -> Grouping {
        let count = |group: usize| (0..self.coded.codes.len()).filter(|row| self.group(*row) == group).count() as u64;
        let unknown = match count(self.coded.values.len()) {
            few @ 1.. if few < THRESHOLD.group => Unknown::Below(THRESHOLD.group),
            known => Unknown::Count(known),
        };
        let respondents = (0..self.coded.values.len()).zip(shown).map(|(group, shown)| shown.then(|| count(group)));
        Grouping {
            by: self.by.clone(),
            text: self.text.clone(),
            groups: self.coded.values.clone(),
            respondents: respondents.collect(),
            unknown,
        }
    }
}

impl Work<'_> {
    /// How many people of each group gave each answer; of a number there is one answer.
    fn counts(&self, question: &Answered<'_>, grouping: &Grouped) -> Counts {
        let mut counts = vec![vec![0; question.coded.values.len().max(1)]; grouping.size()];
        for (row, code) in question.coded.codes.iter().enumerate() {
            if let Some(count) = counts.get_mut(grouping.group(row)).and_then(|row| row.get_mut(*code as usize)) {
                *count += 1;
            }
        }
        counts
    }

    /// Which groups are shown, and what of each question. A group of which a question must withhold everything is withheld
    /// in all of them.
    fn shown(&self) -> Result<(Vec<Vec<bool>>, Vec<protect::Shown>), SurveyError> {
        let mut groups = Vec::new();
        let mut counts: Vec<Vec<Counts>> = vec![Vec::new(); self.questions.len()];
        for grouping in &self.groupings {
            let mut all = vec![0; grouping.size()];
            let rows = 0..grouping.coded.codes.len();
            rows.for_each(|row| all.get_mut(grouping.group(row)).into_iter().for_each(|count| *count += 1));
            let mut tables = vec![all];
            for (question, counts) in self.questions.iter().zip(&mut counts) {
                let one = self.counts(question, grouping);
                tables.push(one.iter().map(|row| row.iter().sum()).collect());
                counts.push(one);
            }
            groups.push(protect::groups(&tables)?);
        }
        loop {
            let shown: Vec<protect::Shown> = (self.questions.iter().zip(&counts))
                .map(|(question, counts)| self.one(question, counts, &groups))
                .collect::<Result<_, _>>()?;
            let before = groups.clone();
            for one in &shown {
                for (groups, rows) in groups.iter_mut().zip(&one.groups) {
                    groups.iter_mut().zip(rows).for_each(|(shown, row)| *shown &= row.is_some());
                }
            }
            if before == groups {
                return Ok((groups, shown));
            }
        }
    }

    fn one(
        &self,
        question: &Answered<'_>,
        counts: &[Counts],
        groups: &[Vec<bool>],
    ) -> Result<protect::Shown, SurveyError> {
        let everybody = question.coded.codes.iter().filter(|code| **code != NONE).count() as u64;
        if everybody < THRESHOLD.group {
            let groups = counts.iter().map(|counts| vec![None; counts.len()]).collect();
            return Ok(protect::Shown { whole: None, groups });
        }
        if question.question.kind == Kind::Number {
            let row = |shown: &bool| shown.then(|| (vec![true], false));
            let groups = groups.iter().map(|groups| groups.iter().map(row).collect()).collect();
            return Ok(protect::Shown { whole: row(&true), groups });
        }
        if counts.is_empty() {
            // Everybody is one group.
            let size = question.coded.values.len();
            let of =
                |answer: usize| question.coded.codes.iter().filter(|code| **code as usize == answer).count() as u64;
            let counts = vec![vec![(0..size).map(of).collect()]];
            let shown = protect::answers(&counts, &question.headline, &[vec![true]])?;
            return Ok(protect::Shown { whole: shown.whole, groups: Vec::new() });
        }
        Ok(protect::answers(counts, &question.headline, groups)?)
    }

    fn asked(&self, question: &Answered<'_>, shown: &protect::Shown) -> Result<Asked, SurveyError> {
        let codes = |grouping: &Grouped| -> Vec<u32> {
            let rows = question.coded.codes.iter().enumerate();
            let group = |row: usize| u32::try_from(grouping.group(row)).unwrap_or(NONE);
            rows.map(|(row, code)| if *code == NONE { NONE } else { group(row) }).collect()
        };
        let everybody: Vec<u32> =
            question.coded.codes.iter().map(|code| if *code == NONE { NONE } else { 0 }).collect();
        let one = |domain: &Domain, row: &Row| self.found(question, domain, row);
        let domains = |codes: &[u32], count| {
            self.design.domains(codes, count).map_err(|cause| refused(&question.question.column, cause))
        };
        let whole = domains(&everybody, 1)?.first().map(|domain| one(domain, &shown.whole)).transpose()?;
        let mut by = Vec::new();
        for (grouping, rows) in self.groupings.iter().zip(&shown.groups) {
            // Those of whom nothing is said are shown nowhere.
            let size = grouping.coded.values.len();
            let found = domains(&codes(grouping), size)?;
            by.push(found.iter().zip(rows).map(|(domain, row)| one(domain, row)).collect::<Result<_, _>>()?);
        }
        let asked = question.question;
        let known = asked.headline_text.clone();
        let first = question.headline.first().and_then(|at| question.coded.values.get(*at));
        Ok(Asked {
            column: asked.column.clone(),
            text: asked.text.clone(),
            kind: asked.kind,
            answers: question.coded.values.clone(),
            headline: question.headline.clone(),
            headline_text: if known.is_empty() { first.map(|one| one.text.clone()).unwrap_or_default() } else { known },
            whole: whole.unwrap_or_default(),
            by,
        })
    }

    /// What is estimated of one group, as far as it is shown.
    fn found(&self, question: &Answered<'_>, domain: &Domain, row: &Row) -> Result<Found, SurveyError> {
        let Some((answers, headline)) = row else { return Ok(Found::default()) };
        let n = domain.rows().len() as u64;
        if n == 0 {
            return Ok(Found { n: Some(0), ..Found::default() });
        }
        let told = |cause| refused(&question.question.column, cause);
        if question.question.kind == Kind::Number {
            let statistic = Statistic::Mean(&question.numbers);
            let found = estimate(&self.design, domain, statistic, &Settings::default()).map_err(told)?;
            return Ok(Found { n: Some(n), estimates: vec![Some(of_number(&found))], headline: None });
        }
        let share = |wanted: &[usize]| -> Result<Estimate, SurveyError> {
            let holds: Vec<bool> = question.coded.codes.iter().map(|code| wanted.contains(&(*code as usize))).collect();
            self.share(domain, &holds).map_err(told)
        };
        let estimates = answers.iter().enumerate();
        let estimates = estimates.map(|(at, shown)| shown.then(|| share(&[at])).transpose());
        let estimates = estimates.collect::<Result<_, _>>()?;
        let headline = headline.then(|| share(&question.headline)).transpose()?;
        Ok(Found { n: Some(n), estimates, headline })
    }

    /// The share of those for whom it holds; where all or none say so, Wilson's interval, since the logit has none.
    fn share(&self, domain: &Domain, holds: &[bool]) -> Result<Estimate, comity_methods::Error> {
        let by = |method| proportion(&self.design, domain, holds, method, &Settings::default());
        let mut found = by(Method::Logit)?;
        if found.ci.is_none() {
            found = by(Method::Wilson)?;
        }
        Ok(Estimate {
            estimate: rounded(found.estimate),
            se: rounded(found.se),
            design_effect: found.deff.map(rounded),
            interval: found.ci.and_then(|ci| Some((rounded(ci.lower), rounded(ci.upper?)))),
            cautions: names(&found.cautions),
        })
    }
}

fn of_number(found: &estimate::Estimate) -> Estimate {
    Estimate {
        estimate: rounded(found.estimate),
        se: rounded(found.se),
        design_effect: found.deff.map(rounded),
        interval: found.ci.and_then(|ci| Some((rounded(ci.lower), rounded(ci.upper?)))),
        cautions: names(&found.cautions),
    }
}

/// The cautions that were found in these answers; those that always hold are said once on the page.
fn names(cautions: &[comity_methods::Caution]) -> Vec<String> {
    cautions.iter().filter(|caution| caution.found).map(|caution| caution.code.to_owned()).collect()
}

/// Seven digits are more than any survey knows, and say less about single rows than sixteen.
fn rounded(value: f64) -> f64 {
    format!("{value:.6e}").parse().unwrap_or(value)
}
