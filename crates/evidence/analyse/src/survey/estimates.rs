//! `comity analyse survey`: means, totals, ratios, proportions and quantiles of a sample, by group, and their
//! differences.

use clap::{Args, ValueEnum};
use comity_methods::survey::design::{Design, Domain};
use comity_methods::survey::difference::{Contrast, difference};
use comity_methods::survey::estimate::{Compared, Estimate, Settings, Statistic, estimate};
use comity_methods::survey::proportion::{Method, proportion};
use comity_methods::survey::quantile::{Rule, quantiles};
use comity_methods::{Caution, Error};
use rayon::prelude::*;
use serde_json::json;

use super::answers::{Difference, Report, Row};
use super::known::Known;
use super::sample::{Sample, labels};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::input::{File, Table};

/// What do people say, and how sure can we be? Means, totals, ratios, proportions and quantiles of a survey, with errors
/// that know how the sample was drawn.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  comity analyse survey apistrat.csv --weight pw --strata stype --fpc fpc --mean api00 --total enroll
  comity analyse survey apiclus1.csv --weight pw --cluster dnum --fpc fpc --ratio api.stu/enroll
  comity analyse survey apiclus2.csv --weight pw --cluster dnum,snum --fpc fpc1,fpc2 --proportion sch.wide --by stype
  comity analyse survey apistrat.csv --weight pw --strata stype --fpc fpc --mean api00 --by stype --difference E,H
  comity analyse survey apiclus1.csv --weight pw --cluster dnum --fpc fpc --total enroll --poststratify stype=types.csv")]
pub struct Survey {
    #[command(flatten)]
    file: File,
    /// The mean of a column of numbers. May be given again, as all of these.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    mean: Vec<String>,
    /// The total of a column of numbers.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    total: Vec<String>,
    /// The ratio of two columns' totals: --ratio A/B
    #[arg(long, value_name = "COL/COL")]
    ratio: Vec<String>,
    /// The share of each answer in a column, or of one answer alone: --proportion COL or --proportion COL=ANSWER
    #[arg(long, value_name = "COL[=ANSWER]")]
    proportion: Vec<String>,
    /// The quantiles of a column of numbers: the median, or those of --at.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    quantile: Vec<String>,
    /// Which quantiles: the shares of people below them.
    #[arg(long, value_name = "SHARE", value_delimiter = ',', default_value = "0.5")]
    at: Vec<f64>,
    /// Which value is the quantile where the shares step over it; the names are those of R's svyquantile.
    #[arg(long, value_enum, default_value_t)]
    rule: RuleName,
    /// The groups, each estimated on its own: a column, or several, whose answers are then joined by " / ".
    #[arg(long, value_name = "COL[,COL]", value_delimiter = ',')]
    by: Vec<String>,
    /// How much the first group differs from the second, with its error: --difference A,B. May be given again.
    #[arg(long, value_name = "GROUP,GROUP", requires = "by")]
    difference: Vec<String>,
    /// The interval of proportions (logit where not said) and of the shares behind quantiles (wald where not said).
    #[arg(long, value_enum, value_name = "METHOD")]
    interval: Option<IntervalName>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// The degrees of freedom of the intervals; `inf` for those of the normal distribution. [default: clusters less
    /// strata, of each group]
    #[arg(long, value_name = "N")]
    freedom: Option<f64>,
    /// Against which simple random sample the design effect is told: one without replacement, or one with it.
    #[arg(long, value_enum, default_value_t)]
    deff: ComparedName,
    #[command(flatten)]
    sample: Sample,
    #[command(flatten)]
    known: Known,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum RuleName {
    #[default]
    Math,
    School,
    Hf3,
    Hf4,
    Hf5,
    Hf6,
    Hf7,
    Hf8,
    Hf9,
    Shahvaish,
}

impl From<RuleName> for Rule {
    fn from(name: RuleName) -> Self {
        match name {
            RuleName::Math => Self::Math,
            RuleName::School => Self::School,
            RuleName::Hf3 => Self::Hf3,
            RuleName::Hf4 => Self::Hf4,
            RuleName::Hf5 => Self::Hf5,
            RuleName::Hf6 => Self::Hf6,
            RuleName::Hf7 => Self::Hf7,
            RuleName::Hf8 => Self::Hf8,
            RuleName::Hf9 => Self::Hf9,
            RuleName::Shahvaish => Self::ShahVaish,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum IntervalName {
    Logit,
    Beta,
    Wilson,
    Arcsine,
    Wald,
}

impl From<IntervalName> for Method {
    fn from(name: IntervalName) -> Self {
        match name {
            IntervalName::Logit => Self::Logit,
            IntervalName::Beta => Self::Beta,
            IntervalName::Wilson => Self::Wilson,
            IntervalName::Arcsine => Self::Arcsine,
            IntervalName::Wald => Self::Wald,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ComparedName {
    #[default]
    Without,
    With,
}

/// One thing to estimate, of the columns named.
#[derive(Clone, Debug)]
enum Question {
    Mean(String),
    Total(String),
    Ratio(String, String),
    Proportion(String, Option<String>),
    Quantile(String),
}

impl Question {
    fn columns(&self) -> Vec<&str> {
        match self {
            Self::Ratio(above, below) => vec![above, below],
            Self::Mean(column) | Self::Total(column) | Self::Proportion(column, _) | Self::Quantile(column) => {
                vec![column]
            }
        }
    }
}

/// The groups: a number for each row (`u32::MAX` where it has none), and their names; one without a name where the whole
/// sample is one group.
struct Groups {
    of: Vec<u32>,
    names: Vec<Option<String>>,
}

/// Everything that the estimates rest on.
struct Work<'a> {
    survey: &'a Survey,
    table: &'a Table,
    design: &'a Design,
    groups: &'a Groups,
    settings: Settings,
}

impl Survey {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let questions = self.questions()?;
        let mut columns = self.sample.columns();
        columns.extend(self.known.columns()?);
        columns.extend(questions.iter().flat_map(Question::columns));
        columns.extend(self.by.iter().map(String::as_str));
        let table = self.file.read(&columns)?;
        let (design, cautions) = self.known.apply(self.sample.design(&table)?, &table)?;
        let groups = self.groups(&table)?;
        let compared = match self.deff {
            ComparedName::Without => Compared::WithoutReplacement,
            ComparedName::With => Compared::WithReplacement,
        };
        let settings = Settings { level: self.level, freedom: self.freedom, compared };
        let work = Work { survey: self, table: &table, design: &design, groups: &groups, settings };
        let pairs = work.pairs()?;
        let mut report = Report::new(&design, &settings, groups.of.iter().filter(|group| **group == u32::MAX).count());
        for question in &questions {
            work.estimate(question, &pairs, &mut report)?;
        }
        Ok(self.told(report)?.warnings(cautions))
    }

    /// What is asked, in the order of the options.
    fn questions(&self) -> Result<Vec<Question>, Fault> {
        let mut questions: Vec<Question> = self.mean.iter().cloned().map(Question::Mean).collect();
        questions.extend(self.total.iter().cloned().map(Question::Total));
        for ratio in &self.ratio {
            let (above, below) = ratio
                .split_once('/')
                .filter(|(above, below)| !above.is_empty() && !below.is_empty())
                .ok_or_else(|| Fault::input(format!("--ratio {ratio}: two columns are needed, as in --ratio A/B")))?;
            questions.push(Question::Ratio(above.to_owned(), below.to_owned()));
        }
        questions.extend(self.proportion.iter().map(|asked| match asked.split_once('=') {
            None => Question::Proportion(asked.clone(), None),
            Some((column, answer)) => Question::Proportion(column.to_owned(), Some(answer.to_owned())),
        }));
        questions.extend(self.quantile.iter().cloned().map(Question::Quantile));
        if questions.is_empty() {
            let needed = "--mean, --total, --ratio, --proportion or --quantile";
            return Err(Fault::input(format!("there is nothing to estimate: {needed} is needed")));
        }
        Ok(questions)
    }

    fn groups(&self, table: &Table) -> Result<Groups, Fault> {
        let mut groups = Groups { of: vec![0; table.rows()], names: vec![None] };
        for column in &self.by {
            let (codes, answers) = labels(table, column)?;
            let many = answers.len() as u32;
            for (group, code) in groups.of.iter_mut().zip(codes) {
                *group = match code {
                    Some(code) if *group != u32::MAX => *group * many + code,
                    _ => u32::MAX,
                };
            }
            let joined = |name: &Option<String>, answer: &String| match name {
                None => Some(answer.clone()),
                Some(name) => Some(format!("{name} / {answer}")),
            };
            groups.names =
                groups.names.iter().flat_map(|name| answers.iter().map(move |answer| joined(name, answer))).collect();
            groups.drop_empty();
        }
        if groups.names.is_empty() {
            return Err(Fault::input(format!("--by {}: no row has a group", self.by.join(","))));
        }
        Ok(groups)
    }

    fn told(&self, report: Report) -> Result<Answer, Fault> {
        let name = |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
        let mut answer = report.answer("survey", &self.by)?.input("file", self.file.name());
        answer.inputs.extend(self.sample.inputs());
        answer.inputs.extend(self.known.inputs());
        let mut answer = answer
            .input("mean", json!(self.mean))
            .input("total", json!(self.total))
            .input("ratio", json!(self.ratio))
            .input("proportion", json!(self.proportion))
            .input("quantile", json!(self.quantile))
            .input("by", json!(self.by))
            .input("difference", json!(self.difference))
            .input("level", self.level)
            .input(
                "freedom",
                self.freedom.map_or(json!("design"), |n| if n.is_finite() { json!(n) } else { json!("inf") }),
            )
            .input("deff", json!(name(self.deff.to_possible_value())));
        if !self.quantile.is_empty() {
            answer = answer.input("at", json!(self.at)).input("rule", json!(name(self.rule.to_possible_value())));
        }
        if !self.quantile.is_empty() || !self.proportion.is_empty() {
            answer = answer.input("interval", json!(self.interval.and_then(|given| name(given.to_possible_value()))));
        }
        Ok(answer)
    }
}

impl Groups {
    /// Leaves out combinations of answers that no row has.
    fn drop_empty(&mut self) {
        let mut used = vec![false; self.names.len()];
        self.of.iter().for_each(|group| {
            if let Some(used) = used.get_mut(*group as usize) {
                *used = true;
            }
        });
        let mut next = 0;
        let new: Vec<u32> = used
            .iter()
            .map(|used| {
                next += u32::from(*used);
                next.wrapping_sub(1)
            })
            .collect();
        self.of.iter_mut().for_each(|group| *group = new.get(*group as usize).copied().unwrap_or(u32::MAX));
        let mut used = used.into_iter();
        self.names.retain(|_| used.next().unwrap_or(false));
    }
}

impl Work<'_> {
    /// The pairs of groups whose difference is asked for.
    fn pairs(&self) -> Result<Vec<(usize, usize)>, Fault> {
        let place = |name: &str| self.groups.names.iter().position(|group| group.as_deref() == Some(name.trim()));
        let pair = |asked: &String| {
            let commas = asked.match_indices(',').map(|(at, _)| at);
            let mut halves = commas.filter_map(|at| Some((asked.get(..at)?, asked.get(at + 1..)?)));
            let found = halves.find_map(|(one, other)| Some((place(one)?, place(other)?)));
            found.ok_or_else(|| {
                let names: Vec<&str> = self.groups.names.iter().flatten().map(String::as_str).take(20).collect();
                Fault::input(format!(
                    "--difference {asked}: two of the groups are needed, with a comma between: {}",
                    names.join("; ")
                ))
            })
        };
        self.survey.difference.iter().map(pair).collect()
    }

    fn estimate(&self, question: &Question, pairs: &[(usize, usize)], report: &mut Report) -> Result<(), Fault> {
        match question {
            Question::Mean(column) => {
                let (values, domains) = self.numbers(column, report)?;
                self.each(("mean", column), &[("value", column)], Statistic::Mean(&values), &domains, pairs, report)
            }
            Question::Total(column) => {
                let (values, domains) = self.numbers(column, report)?;
                self.each(("total", column), &[("value", column)], Statistic::Total(&values), &domains, pairs, report)
            }
            Question::Ratio(above, below) => {
                let (above_values, below_values) =
                    (self.table.numbers_or_none(above)?, self.table.numbers_or_none(below)?);
                let there = |row: usize| {
                    above_values.get(row).is_some_and(Option::is_some)
                        && below_values.get(row).is_some_and(Option::is_some)
                };
                let domains = self.domains(&[above, below], there, report)?;
                let (y, x) = (filled(&above_values), filled(&below_values));
                let columns = [("numerator", above.as_str()), ("denominator", below.as_str())];
                let name = format!("{above}/{below}");
                self.each(("ratio", &name), &columns, Statistic::Ratio(&y, &x), &domains, pairs, report)
            }
            Question::Proportion(column, answer) => self.proportion(column, answer.as_deref(), pairs, report),
            Question::Quantile(column) => self.quantile(column, report),
        }
    }

    fn proportion(
        &self,
        column: &str,
        answer: Option<&str>,
        pairs: &[(usize, usize)],
        report: &mut Report,
    ) -> Result<(), Fault> {
        let (codes, answers) = labels(self.table, column)?;
        let domains = self.domains(&[column], |row| codes.get(row).is_some_and(Option::is_some), report)?;
        if let Some(missing) = answer.filter(|answer| !answers.iter().any(|there| there == answer)) {
            let there = answers.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
            return Err(Fault::input(format!(
                "--proportion {column}={missing}: nobody answered so; there are {there}"
            )));
        }
        let method = self.survey.interval.map_or(Method::Logit, Method::from);
        for (code, found) in (0_u32..).zip(&answers).filter(|(_, found)| answer.is_none_or(|answer| answer == *found)) {
            let holds: Vec<bool> = codes.iter().map(|at| *at == Some(code)).collect();
            let values: Vec<f64> = holds.iter().map(|holds| f64::from(*holds)).collect();
            let name = format!("{column}={found}");
            let all: Vec<_> = domains
                .par_iter()
                .map(|domain| proportion(self.design, domain, &holds, method, &self.settings))
                .collect();
            for (at, one) in all.into_iter().enumerate() {
                let one = one.map_err(|error| self.fault(error, at, &[("value", column)]))?;
                report.push(Row::proportion(&name, self.group(at), &one), one.cautions);
            }
            self.differences(&name, Statistic::Mean(&values), &domains, pairs, report)?;
        }
        Ok(())
    }

    fn quantile(&self, column: &str, report: &mut Report) -> Result<(), Fault> {
        let (values, domains) = self.numbers(column, report)?;
        let choice = (self.survey.rule.into(), self.survey.interval.map_or(Method::Wald, Method::from));
        let all: Vec<_> = domains
            .par_iter()
            .map(|domain| quantiles(self.design, domain, &values, &self.survey.at, choice, &self.settings))
            .collect();
        for (at, found) in all.into_iter().enumerate() {
            for one in found.map_err(|error| self.fault(error, at, &[("value", column)]))? {
                report.push(Row::quantile(column, self.group(at), &one), one.cautions);
            }
        }
        Ok(())
    }

    /// One statistic of every group, and the differences asked for.
    fn each(
        &self,
        (kind, name): (&'static str, &str),
        columns: &[(&str, &str)],
        statistic: Statistic<'_>,
        domains: &[Domain],
        pairs: &[(usize, usize)],
        report: &mut Report,
    ) -> Result<(), Fault> {
        let all: Vec<Result<Estimate, Error>> =
            domains.par_iter().map(|domain| estimate(self.design, domain, statistic, &self.settings)).collect();
        for (at, one) in all.into_iter().enumerate() {
            let one = one.map_err(|error| self.fault(error, at, columns))?;
            report.push(Row::estimate((kind, name), self.group(at), &one), one.cautions);
        }
        self.differences(name, statistic, domains, pairs, report)
    }

    fn differences(
        &self,
        name: &str,
        statistic: Statistic<'_>,
        domains: &[Domain],
        pairs: &[(usize, usize)],
        report: &mut Report,
    ) -> Result<(), Fault> {
        for (one, other) in pairs {
            let (Some(first), Some(second)) = (domains.get(*one), domains.get(*other)) else { continue };
            let found: Contrast = difference(self.design, first, second, statistic, &self.settings)
                .map_err(|error| self.fault(error, *one, &[]))?;
            let groups = [self.group(*one), self.group(*other)].map(Option::unwrap_or_default);
            report.differences.push(Difference::new(name, groups, &found));
        }
        Ok(())
    }

    /// The numbers of a column (0 where there is none), and of each group the rows that have one.
    fn numbers(&self, column: &str, report: &mut Report) -> Result<(Vec<f64>, Vec<Domain>), Fault> {
        let values = self.table.numbers_or_none(column)?;
        let domains = self.domains(&[column], |row| values.get(row).is_some_and(Option::is_some), report)?;
        Ok((filled(&values), domains))
    }

    /// Of each group the rows for which `there` says that they have a value; every group must have one with a weight.
    ///
    /// Rows without a value stay in the design, as drawn: only so is the error that of this sample.
    fn domains(
        &self,
        columns: &[&str],
        there: impl Fn(usize) -> bool,
        report: &mut Report,
    ) -> Result<Vec<Domain>, Fault> {
        let group = |(row, group): (usize, &u32)| if there(row) { *group } else { u32::MAX };
        let of: Vec<u32> = self.groups.of.iter().enumerate().map(group).collect();
        let left_out = of.iter().zip(&self.groups.of).filter(|(now, before)| now != before).count();
        report.left_out(columns, left_out);
        let domains = self.design.domains(&of, self.groups.names.len())?;
        let weight = |row: &u32| self.design.weights().get(*row as usize).copied().unwrap_or(0.0);
        let empty = domains.iter().position(|domain| !domain.rows().iter().any(|row| weight(row) > 0.0));
        match empty {
            None => Ok(domains),
            Some(at) => {
                let what = format!("no row with a weight has a value of {}", columns.join(" and "));
                Err(self.fault(Error::none(what), at, &[]))
            }
        }
    }

    fn group(&self, at: usize) -> Option<String> {
        self.groups.names.get(at).cloned().flatten()
    }

    /// An error by line and column, or by group where it is about no one row.
    fn fault(&self, error: Error, at: usize, columns: &[(&str, &str)]) -> Fault {
        match (&error, self.group(at)) {
            (Error::NoAnswer { why }, Some(group)) => {
                let by = self.survey.by.join(",");
                Fault::input(format!("{}, column {by}, group {group:?}: {why}", self.survey.file.name()))
            }
            _ => self.survey.sample.fault(self.table, error, columns),
        }
    }
}

fn filled(values: &[Option<f64>]) -> Vec<f64> {
    values.iter().map(|value| value.unwrap_or(0.0)).collect()
}

/// One caution for all rows that share its kind, with how often it was found.
pub(super) fn merged(cautions: Vec<Caution>) -> Vec<Caution> {
    let mut merged: Vec<(Caution, usize)> = Vec::new();
    for caution in cautions {
        match merged.iter_mut().find(|(known, _)| known.code == caution.code) {
            Some((_, times)) => *times += 1,
            None => merged.push((caution, 1)),
        }
    }
    merged
        .into_iter()
        .map(|(mut caution, times)| {
            if caution.found && times > 1 {
                caution.text = format!("{} (so for {times} of the estimates; this is the first)", caution.text);
            }
            caution
        })
        .collect()
}
