//! `comity analyse survey-test`: are two answers independent, do two means differ?

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::survey::design::Design;
use comity_methods::survey::independence::{Answers, RaoScott, TTest, one_mean, rao_scott, two_means};
use serde::Serialize;
use serde_json::json;

use super::known::Known;
use super::regression::{left_out, with_values};
use super::sample::{Sample, labels};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// Do two answers of a survey go together, do two groups' means differ? Rao and Scott's test and the t test, which know
/// how the sample was drawn.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  comity analyse survey-test apiclus1.csv --weight pw --cluster dnum --fpc fpc --rows sch.wide --columns stype
  comity analyse survey-test apistrat.csv --weight pw --strata stype --fpc fpc --mean api00 --by sch.wide
  comity analyse survey-test apistrat.csv --weight pw --strata stype --fpc fpc --mean api00 --against 650")]
pub struct SurveyTest {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    sample: Sample,
    #[command(flatten)]
    known: Known,
    /// Test whether the answers of this column and those of --columns are independent.
    #[arg(long, value_name = "COL", requires = "columns", conflicts_with = "mean")]
    rows: Option<String>,
    /// The other column.
    #[arg(long, value_name = "COL", requires = "rows")]
    columns: Option<String>,
    /// Test the mean of this column of numbers: between two groups (--by), or against a value (--against).
    #[arg(long, value_name = "COL", required_unless_present = "rows")]
    mean: Option<String>,
    /// The column with the two groups.
    #[arg(long, value_name = "COL", requires = "mean", conflicts_with = "against")]
    by: Option<String>,
    /// Which two groups, where the column has more: the second's mean less the first's is told.
    #[arg(long, value_name = "A,B", requires = "by")]
    groups: Option<String>,
    /// The value to test the mean against.
    #[arg(long, value_name = "VALUE", requires = "mean", allow_negative_numbers = true)]
    against: Option<f64>,
    /// The confidence of the interval.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Serialize)]
struct Independence<'a> {
    test: &'static str,
    #[serde(flatten)]
    found: &'a RaoScott,
    rows: &'a [String],
    columns: &'a [String],
    dropped: usize,
}

#[derive(Serialize)]
struct Means<'a> {
    test: &'static str,
    #[serde(flatten)]
    found: &'a TTest,
    groups: &'a [String],
    dropped: usize,
}

impl SurveyTest {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let asked: Vec<&str> =
            [&self.rows, &self.columns, &self.mean, &self.by].into_iter().filter_map(|name| name.as_deref()).collect();
        let mut columns = self.sample.columns();
        columns.extend(self.known.columns()?);
        columns.extend(&asked);
        let table = self.file.read(&columns)?;
        let (design, mut cautions) = self.known.apply(self.sample.design(&table)?, &table)?;
        let used = with_values(&table, &asked)?;
        let mut answer = match (&self.rows, &self.columns, &self.mean) {
            (Some(rows), Some(columns), _) => self.independence(&table, &design, (rows, columns), &used)?,
            (_, _, Some(mean)) => self.means(&table, &design, mean, &used)?,
            _ => return Err(Fault::input("--rows and --columns, or --mean, are needed")),
        };
        cautions.extend(left_out(used.iter().filter(|used| !**used).count()));
        answer.warnings.splice(0..0, cautions);
        answer = answer.input("file", self.file.name());
        answer.inputs.extend(self.sample.inputs());
        answer.inputs.extend(self.known.inputs());
        Ok(answer
            .input("rows", json!(self.rows))
            .input("columns", json!(self.columns))
            .input("mean", json!(self.mean))
            .input("by", json!(self.by))
            .input("groups", json!(self.groups))
            .input("against", json!(self.against))
            .input("level", self.level))
    }

    fn independence(
        &self,
        table: &Table,
        design: &Design,
        (rows, columns): (&str, &str),
        used: &[bool],
    ) -> Result<Answer, Fault> {
        let (row_codes, row_names) = present(table, rows, used)?;
        let (column_codes, column_names) = present(table, columns, used)?;
        for (option, column, names) in [("--rows", rows, &row_names), ("--columns", columns, &column_names)] {
            if names.len() < 2 || names.len() > 50 {
                let count = names.len();
                return Err(Fault::input(format!("{option} {column}: {count} different answers, 2 to 50 are needed")));
            }
        }
        let found = rao_scott(
            design,
            Answers { codes: &row_codes, count: row_names.len() },
            Answers { codes: &column_codes, count: column_names.len() },
        )
        .map_err(|error| self.sample.fault(table, error, &[]))?;
        let dropped = used.iter().filter(|used| !**used).count();
        let result =
            Independence { test: "rao-scott", found: &found, rows: &row_names, columns: &column_names, dropped };
        let verdict = if found.p < 1.0 - self.level { "go together" } else { "do not clearly go together" };
        let sentence = format!(
            "{rows} and {columns} {verdict}: F = {:.4} with {:.2} and {:.2} degrees, p = {:.4}; Cramér's V {:.3}.",
            found.f, found.freedom_above, found.freedom_below, found.p, found.cramers_v
        );
        let mut sheet = Sheet::new(["row", "column", "share"]);
        for (row, shares) in row_names.iter().zip(&found.shares) {
            for (column, share) in column_names.iter().zip(shares) {
                sheet.row([json!(row), json!(column), json!(share)]);
            }
        }
        let chart = Chart {
            title: format!("{rows} by {columns}"),
            description: sentence.clone(),
            x_label: columns.to_owned(),
            y_label: rows.to_owned(),
            marks: Marks::Heat { rows: row_names.clone(), columns: column_names.clone(), values: found.shares.clone() },
        };
        let answer = Answer::new("survey-test", &result, sentence)?;
        Ok(answer.sheet(sheet).chart(chart).warnings(found.cautions.clone()))
    }

    fn means(&self, table: &Table, design: &Design, mean: &str, used: &[bool]) -> Result<Answer, Fault> {
        let values: Vec<f64> = table.numbers_or_none(mean)?.into_iter().map(|value| value.unwrap_or(0.0)).collect();
        let fault = |error| self.sample.fault(table, error, &[("response", mean)]);
        let (found, groups, dropped) = match &self.by {
            Some(by) => {
                let (second, names) = self.two_groups(table, by, used)?;
                let dropped = second.iter().filter(|member| member.is_none()).count();
                (two_means(design, &values, &second, self.level).map_err(fault)?, names.to_vec(), dropped)
            }
            None => {
                let against = self.against.unwrap_or(0.0);
                let found = one_mean(design, &values, used, against, self.level).map_err(fault)?;
                (found, Vec::new(), used.iter().filter(|used| !**used).count())
            }
        };
        let sentence = match groups.as_slice() {
            [first, second] => format!(
                "The mean of {mean} of {second} less that of {first} is {:.4}: t = {:.4}, {} degrees, p = {:.4}.",
                found.estimate, found.t, found.freedom, found.p
            ),
            _ => format!(
                "The mean of {mean} is {:.4}, tested against {}: t = {:.4}, {} degrees, p = {:.4}.",
                found.estimate,
                self.against.unwrap_or(0.0),
                found.t,
                found.freedom,
                found.p
            ),
        };
        let test = if groups.is_empty() { "t-one-mean" } else { "t-two-means" };
        let mut sheet = Sheet::new(["estimate", "se", "t", "freedom", "p", "lower", "upper"]);
        let (estimate, se, ci) = (found.estimate, found.se, found.ci);
        sheet.row(
            [estimate, se, found.t, found.freedom, found.p, ci.lower]
                .map(|value| json!(value))
                .into_iter()
                .chain([json!(ci.upper)]),
        );
        let name = if groups.is_empty() { format!("mean of {mean}") } else { format!("difference in {mean}") };
        let reference = if groups.is_empty() { self.against.unwrap_or(0.0) } else { 0.0 };
        let chart = Chart {
            title: name.clone(),
            description: sentence.clone(),
            x_label: mean.to_owned(),
            y_label: String::new(),
            marks: Marks::Intervals { rows: vec![(name, estimate, ci.lower, ci.upper)], reference: Some(reference) },
        };
        let result = Means { test, found: &found, groups: &groups, dropped };
        Ok(Answer::new("survey-test", &result, sentence)?.sheet(sheet).chart(chart).warnings(found.cautions.clone()))
    }

    /// Whether each row is of the second group, and the groups' names.
    fn two_groups(&self, table: &Table, by: &str, used: &[bool]) -> Result<(Vec<Option<bool>>, [String; 2]), Fault> {
        let (codes, names) = present(table, by, used)?;
        let told = || names.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
        let place = |name: &str| names.iter().position(|other| other == name.trim());
        let pair = match &self.groups {
            Some(asked) => {
                asked.split_once(',').and_then(|(a, b)| Some((place(a)?, place(b)?))).filter(|(a, b)| a != b)
            }
            None => (names.len() == 2).then_some((0, 1)),
        };
        let Some((first, second)) = pair else {
            let what = self.groups.as_ref().map_or_else(
                || format!("--by {by} has {} groups, two are needed: --groups A,B of", names.len()),
                |asked| format!("--groups {asked}: two of the groups are needed, with a comma between:"),
            );
            return Err(Fault::input(format!("{what} {}", told())));
        };
        let of = |code: &Option<u32>| match code.map(|code| code as usize) {
            Some(code) if code == first => Some(false),
            Some(code) if code == second => Some(true),
            _ => None,
        };
        let name = |at: usize| names.get(at).cloned().unwrap_or_default();
        Ok((codes.iter().map(of).collect(), [name(first), name(second)]))
    }
}

/// The answers of a column among the rows in use: a code for each row, and the names.
fn present(table: &Table, column: &str, used: &[bool]) -> Result<(Vec<Option<u32>>, Vec<String>), Fault> {
    let (codes, names) = labels(table, column)?;
    let mut there = vec![false; names.len()];
    for code in codes.iter().zip(used).filter(|(_, used)| **used).filter_map(|(code, _)| *code) {
        if let Some(there) = there.get_mut(code as usize) {
            *there = true;
        }
    }
    let mut next = 0_u32;
    let new: Vec<Option<u32>> = there
        .iter()
        .map(|there| {
            next += u32::from(*there);
            there.then(|| next - 1)
        })
        .collect();
    let code = |(code, used): (&Option<u32>, &bool)| {
        code.filter(|_| *used).and_then(|code| new.get(code as usize).copied().flatten())
    };
    let kept = names.into_iter().zip(&there).filter(|(_, there)| **there).map(|(name, _)| name).collect();
    Ok((codes.iter().zip(used).map(code).collect(), kept))
}
