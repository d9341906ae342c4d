//! `comity analyse survey-replicates`: estimates from replicate weights, made here or read from the file.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::survey::replicate::{
    Centre, Fay, Kind, ReplicateEstimate, Replicates, bootstrap, brr, from_columns, jk1, jkn,
};
use comity_methods::{Caution, Error};
use serde::Serialize;
use serde_json::json;

use super::estimates::merged;
use super::known::Known;
use super::replicate_rows::{Row, estimate_sheet, weight_sheet};
use super::sample::{Sample, labels};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::input::{File, Table};

/// Estimates of a survey whose uncertainty replicate weights tell: made here (jackknife, half samples, bootstrap), or
/// read from the file. With nothing to estimate, the replicate weights themselves are the answer.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  comity analyse survey-replicates apiclus1.csv --weight pw --cluster dnum --fpc fpc --mean api00 --ratio api.stu/enroll
  comity analyse survey-replicates apistrat.csv --weight pw --strata stype --kind bootstrap --replicates 500 --quantile api00 --by sch.wide
  comity analyse survey-replicates apistrat.csv --weight pw --strata stype --fpc fpc --kind jkn --out replicates.csv")]
pub struct SurveyReplicates {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    sample: Sample,
    #[command(flatten)]
    known: Known,
    /// How the replicates are made, or were made where they are read. [default: jkn with strata, else jk1]
    #[arg(long, value_enum)]
    kind: Option<KindName>,
    /// How far half samples are softened: Fay's rho, from 0 to below 1.
    #[arg(long, value_name = "RHO", default_value_t = 0.0)]
    fay: f64,
    /// How many replicates the bootstrap draws.
    #[arg(long, value_name = "N", default_value_t = 500)]
    replicates: usize,
    /// Fixes the bootstrap's draw.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Columns of the file that hold the replicate weights: names, or the start of their names and a star: --read 'repw*'
    #[arg(long, value_name = "COL,COL", value_delimiter = ',', requires = "kind")]
    read: Vec<String>,
    /// The scale of weights that are read. [default: that of their kind]
    #[arg(long, requires = "read")]
    scale: Option<f64>,
    /// The scale of each replicate that is read (jkn needs them). [default: 1 each]
    #[arg(long, value_name = "R,R", value_delimiter = ',', requires = "read")]
    rscales: Vec<f64>,
    /// The degrees of freedom of weights that are read. [default: their rank less one]
    #[arg(long, value_name = "N", requires = "read")]
    freedom: Option<f64>,
    /// Where the squares are taken from: the replicates' mean, or the whole sample's estimate.
    #[arg(long, value_enum, default_value_t)]
    centre: CentreName,
    /// The mean of a column of numbers. May be given again, as all of these.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    mean: Vec<String>,
    /// The total of a column of numbers.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    total: Vec<String>,
    /// The ratio of two columns' totals.
    #[arg(long, value_name = "COL/COL")]
    ratio: Vec<String>,
    /// The quantiles of a column of numbers: the median, or those of --at.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    quantile: Vec<String>,
    /// Which quantiles: the shares of people below them.
    #[arg(long, value_name = "SHARE", value_delimiter = ',', default_value = "0.5")]
    at: Vec<f64>,
    /// The groups, each estimated on its own.
    #[arg(long, value_name = "COL")]
    by: Option<String>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindName {
    Jk1,
    Jkn,
    Brr,
    Bootstrap,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum CentreName {
    #[default]
    Replicates,
    Estimate,
}

#[derive(Debug, Serialize)]
struct Report {
    kind: Kind,
    replicates: usize,
    scale: f64,
    rscales: Vec<f64>,
    freedom: f64,
    centre: Centre,
    estimates: Vec<Row>,
    /// `weights[replicate][row]`, where nothing was to be estimated.
    #[serde(skip_serializing_if = "Option::is_none")]
    weights: Option<Vec<Vec<f64>>>,
    dropped: usize,
}

/// The rows of a group, and its name; none where all rows are one group.
type Group = (Vec<bool>, Option<String>);

/// What the estimates rest on.
struct Work<'a> {
    command: &'a SurveyReplicates,
    table: &'a Table,
    made: &'a Replicates,
    groups: Vec<Group>,
    rows: Vec<Row>,
    cautions: Vec<Caution>,
    dropped: usize,
}

impl SurveyReplicates {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let ratios: Vec<(&str, &str)> = self.ratio.iter().map(|ratio| halves(ratio)).collect::<Result<_, _>>()?;
        let mut columns = self.sample.columns();
        columns.extend(self.known.columns()?);
        columns.extend(self.mean.iter().chain(&self.total).chain(&self.quantile).chain(&self.by).map(String::as_str));
        columns.extend(ratios.iter().flat_map(|(above, below)| [*above, *below]));
        columns.extend(self.read.iter().map(String::as_str));
        // A star asks for names that only the header knows.
        let starred = self.read.iter().any(|name| name.ends_with('*'));
        let table = if starred { self.file.read(&[])? } else { self.file.read(&columns)? };
        let (made, cautions) = self.make(&table)?;
        let groups = self.groups(&table)?;
        let rows = Vec::new();
        let mut work = Work { command: self, table: &table, made: &made, groups, rows, cautions, dropped: 0 };
        work.estimate(&ratios)?;
        let Work { rows, cautions, dropped, .. } = work;
        self.told(&made, rows, cautions, dropped)
    }

    /// The replicates.
    fn make(&self, table: &Table) -> Result<(Replicates, Vec<Caution>), Fault> {
        let mut made = if self.read.is_empty() {
            let (design, cautions) = self.known.apply(self.sample.design(table)?, table)?;
            let strata = design.first_population().len() > 1;
            let made = match self.kind.unwrap_or(if strata { KindName::Jkn } else { KindName::Jk1 }) {
                KindName::Jk1 => jk1(&design),
                KindName::Jkn => jkn(&design),
                KindName::Brr => brr(&design, Fay(self.fay)),
                KindName::Bootstrap => bootstrap(&design, self.replicates, self.seed),
            };
            (made.map_err(|error| self.sample.fault(table, error, &[]))?, cautions)
        } else {
            (self.read_from(table)?, Vec::new())
        };
        if self.centre == CentreName::Estimate {
            made.0.centre = Centre::Estimate;
        }
        Ok(made)
    }

    fn read_from(&self, table: &Table) -> Result<Replicates, Fault> {
        let mut names: Vec<&str> = Vec::new();
        for asked in &self.read {
            match asked.strip_suffix('*') {
                Some(start) => names.extend(table.names().into_iter().filter(|name| name.starts_with(start))),
                None => names.push(asked),
            }
        }
        let columns: Vec<Vec<f64>> = names.iter().map(|name| table.numbers(name)).collect::<Result<_, _>>()?;
        for (name, column) in names.iter().zip(&columns) {
            if let Some((row, weight)) = (0..).zip(column).find(|(_, weight)| **weight < 0.0) {
                return Err(table.wrong(row, name, format!("found {weight}, expected a number not below zero")));
            }
        }
        let count = columns.len();
        let many = count.max(2) as f64;
        let scale = match (self.scale, self.kind) {
            (Some(scale), _) => scale,
            (None, Some(KindName::Jk1)) => (many - 1.0) / many,
            (None, Some(KindName::Brr)) => 1.0 / (many * (1.0 - self.fay).powi(2)),
            (None, Some(KindName::Bootstrap)) => 1.0 / (many - 1.0),
            (None, Some(KindName::Jkn) | None) if self.rscales.is_empty() => {
                return Err(Fault::input("--kind jkn: weights that are read need --rscales, one for each replicate"));
            }
            (None, Some(KindName::Jkn) | None) => 1.0,
        };
        let rscales = if self.rscales.is_empty() { vec![1.0; count] } else { self.rscales.clone() };
        let weights = table.numbers(&self.sample.weight)?;
        from_columns(&weights, columns, scale, rscales, self.freedom)
            .map_err(|error| self.sample.fault(table, error, &[]))
    }

    fn groups(&self, table: &Table) -> Result<Vec<Group>, Fault> {
        let Some(by) = &self.by else { return Ok(vec![(vec![true; table.rows()], None)]) };
        let (codes, names) = labels(table, by)?;
        let group = |(code, name): (u32, String)| (codes.iter().map(|at| *at == Some(code)).collect(), Some(name));
        let groups: Vec<_> = (0..).zip(names).map(group).collect();
        if groups.is_empty() { Err(Fault::input(format!("--by {by}: no row has a group"))) } else { Ok(groups) }
    }

    fn told(
        &self,
        made: &Replicates,
        estimates: Vec<Row>,
        cautions: Vec<Caution>,
        dropped: usize,
    ) -> Result<Answer, Fault> {
        let none = estimates.is_empty();
        let weights = none.then(|| (0..made.count()).map(|number| made.weights_of(number)).collect::<Vec<_>>());
        let sentence = match estimates.first() {
            Some(first) => format!(
                "The {} of {} is {:.5} with a standard error of {:.5}, from {} replicates.",
                first.statistic,
                first.name,
                first.estimate,
                first.se,
                made.count()
            ),
            None => format!("{} replicate weights for each of {} rows.", made.count(), made.rows()),
        };
        let sheet = weights.as_ref().map_or_else(|| estimate_sheet(&estimates), |all| weight_sheet(made, all));
        let rows = estimates.iter().map(|row| (row.title(), row.estimate, row.ci.lower, row.ci.upper)).collect();
        let chart = Chart {
            title: "Estimates from replicate weights".to_owned(),
            description: sentence.clone(),
            x_label: "Estimate".to_owned(),
            y_label: String::new(),
            marks: Marks::Intervals { rows, reference: None },
        };
        let report = Report {
            kind: made.kind,
            replicates: made.count(),
            scale: made.scale,
            rscales: made.rscales.clone(),
            freedom: made.freedom,
            centre: made.centre,
            estimates,
            weights,
            dropped,
        };
        let standing = Caution::standing(
            "sampling-alone",
            "Replicates tell the error of drawing a sample; not what those who were never reached, or did not answer, would \
             have said.",
        );
        let cautions = if none { made.cautions.clone() } else { merged(cautions) };
        let mut answer =
            Answer::new("survey-replicates", &report, sentence)?.sheet(sheet).warnings(cautions).warnings([standing]);
        if !none {
            answer = answer.chart(chart);
        }
        Ok(self.inputs(answer))
    }

    fn inputs(&self, answer: Answer) -> Answer {
        let name = |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
        let mut answer = answer.input("file", self.file.name());
        answer.inputs.extend(self.sample.inputs());
        answer.inputs.extend(self.known.inputs());
        answer
            .input("kind", json!(self.kind.and_then(|kind| name(kind.to_possible_value()))))
            .input("fay", self.fay)
            .input("replicates", self.replicates)
            .input("seed", self.seed)
            .input("read", json!(self.read))
            .input("scale", json!(self.scale))
            .input("rscales", json!(self.rscales))
            .input("freedom", json!(self.freedom))
            .input("centre", json!(name(self.centre.to_possible_value())))
            .input("mean", json!(self.mean))
            .input("total", json!(self.total))
            .input("ratio", json!(self.ratio))
            .input("quantile", json!(self.quantile))
            .input("at", json!(self.at))
            .input("by", json!(self.by))
            .input("level", self.level)
    }
}

impl Work<'_> {
    fn estimate(&mut self, ratios: &[(&str, &str)]) -> Result<(), Fault> {
        let (command, made, level) = (self.command, self.made, self.command.level);
        for column in &command.mean {
            let (values, there) = self.numbers(column)?;
            self.each(("mean", column, None), &there, |used| made.mean(&values, used, level))?;
        }
        for column in &command.total {
            let (values, there) = self.numbers(column)?;
            self.each(("total", column, None), &there, |used| made.total(&values, used, level))?;
        }
        for (above, below) in ratios {
            let ((upper, mut there), (lower, also)) = (self.numbers(above)?, self.numbers(below)?);
            there.iter_mut().zip(also).for_each(|(there, also)| *there &= also);
            let name = format!("{above}/{below}");
            self.each(("ratio", &name, None), &there, |used| made.ratio(&upper, &lower, used, level))?;
        }
        for column in &command.quantile {
            let (values, there) = self.numbers(column)?;
            for p in &command.at {
                let one = |used: &[bool]| made.quantile(&values, used, *p, level);
                self.each(("quantile", column, Some(*p)), &there, one)?;
            }
        }
        Ok(())
    }

    /// The numbers of a column, and the rows that have one.
    fn numbers(&self, column: &str) -> Result<(Vec<f64>, Vec<bool>), Fault> {
        let values = self.table.numbers_or_none(column)?;
        Ok((values.iter().map(|value| value.unwrap_or(0.0)).collect(), values.iter().map(Option::is_some).collect()))
    }

    fn each(
        &mut self,
        (statistic, name, probability): (&'static str, &str, Option<f64>),
        there: &[bool],
        one: impl Fn(&[bool]) -> Result<ReplicateEstimate, Error>,
    ) -> Result<(), Fault> {
        let missing = there.iter().filter(|there| !**there).count();
        if missing > 0 {
            self.dropped += missing;
            let text = format!("{missing} rows have no value of {name} and are left out of its estimates.");
            self.cautions.push(Caution::found("no-value", text));
        }
        for (rows, group) in &self.groups {
            let used: Vec<bool> = rows.iter().zip(there).map(|(row, there)| *row && *there).collect();
            let found = one(&used).map_err(|error| {
                let fault = self.command.sample.fault(self.table, error, &[("value", name)]);
                group
                    .as_ref()
                    .map_or(Fault::input(fault.to_string()), |group| Fault::input(format!("{fault} (group {group})")))
            })?;
            self.cautions.extend(found.cautions);
            self.rows.push(Row {
                name: name.to_owned(),
                statistic,
                group: group.clone(),
                probability,
                estimate: found.estimate,
                se: found.se,
                ci: found.ci,
                n: found.n,
            });
        }
        Ok(())
    }
}

fn halves(ratio: &str) -> Result<(&str, &str), Fault> {
    let halves = ratio.split_once('/').filter(|(above, below)| !above.is_empty() && !below.is_empty());
    halves.ok_or_else(|| Fault::input(format!("--ratio {ratio}: two columns are needed, as in --ratio A/B")))
}
