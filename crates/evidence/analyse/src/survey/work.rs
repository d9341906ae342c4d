//! The estimates of each question, group by group.

use comity_methods::Error;
use comity_methods::survey::design::{Design, Domain};
use comity_methods::survey::difference::{Contrast, difference};
use comity_methods::survey::estimate::{Estimate, Settings, Statistic, estimate};
use comity_methods::survey::proportion::{Method, proportion};
use comity_methods::survey::quantile::quantiles;
use rayon::prelude::*;

use super::answers::{Difference, Report, Row};
use super::estimates::{Question, Survey};
use super::groups::Groups;
use super::sample::labels;
use crate::fault::Fault;
use crate::input::Table;

/// Everything that the estimates rest on.
pub struct Work<'a> {
    pub survey: &'a Survey,
    pub table: &'a Table,
    pub design: &'a Design,
    pub groups: &'a Groups,
    pub settings: Settings,
}

impl Work<'_> {
    /// The pairs of groups whose difference is asked for.
    pub fn pairs(&self) -> Result<Vec<(usize, usize)>, Fault> {
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

    /// Puts the estimates of `question` into the report.
    pub fn estimate(&self, question: &Question, pairs: &[(usize, usize)], report: &mut Report) -> Result<(), Fault> {
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
