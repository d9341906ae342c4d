//! The options that say how the sample was drawn, and the columns behind them.

use clap::{Args, ValueEnum};
use comity_methods::Error;
use comity_methods::survey::design::{CLUSTER, Design, Lonely, POPULATION, STRATA, Stage};
use serde_json::{Map, Value, json};

use crate::fault::Fault;
use crate::input::Table;

/// How the sample was drawn.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "How the sample was drawn")]
pub struct Sample {
    /// The column of weights: how many people each row stands for.
    #[arg(long, value_name = "COL")]
    pub weight: String,
    /// The column of strata; one for each stage, with a comma, where several were stratified.
    #[arg(long, value_name = "COL[,COL]", value_delimiter = ',')]
    strata: Vec<String>,
    /// The column of clusters (districts, streets, households); one for each stage: --cluster dnum,snum
    #[arg(long, value_name = "COL[,COL]", value_delimiter = ',')]
    cluster: Vec<String>,
    /// The column that says how many units the stratum holds in the population, or which fraction of them was drawn; one
    /// for each stage: --fpc fpc1,fpc2
    #[arg(long, value_name = "COL[,COL]", value_delimiter = ',')]
    fpc: Vec<String>,
    /// What to do where a stratum has one cluster: refuse, count it as without spread, hold it against the whole sample's
    /// mean, or give it the other strata's average.
    #[arg(long, value_enum, default_value_t)]
    lonely: Single,
}

/// R's option `survey.lonely.psu`.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Single {
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

/// What one stage's columns hold.
#[derive(Default)]
struct Columns {
    cluster: Option<Vec<u32>>,
    strata: Option<Vec<u32>>,
    population: Option<Vec<f64>>,
}

impl Sample {
    /// The columns that it needs.
    pub fn columns(&self) -> Vec<&str> {
        let stages = [&self.strata, &self.cluster, &self.fpc].into_iter().flatten().map(String::as_str);
        std::iter::once(self.weight.as_str()).chain(stages.filter(|name| !name.is_empty())).collect()
    }

    /// The design behind the rows of `table`.
    ///
    /// Errors: rows without a value, weights that are negative or no numbers, and what [`Design::new`] refuses, by line
    /// and column.
    pub fn design(&self, table: &Table) -> Result<Design, Fault> {
        let weights = table.numbers(&self.weight)?;
        let count = self.strata.len().max(self.cluster.len()).max(self.fpc.len());
        let named = |names: &[String], stage: usize| names.get(stage).filter(|name| !name.is_empty()).cloned();
        let mut stages = Vec::with_capacity(count);
        for stage in 0..count {
            let cluster = named(&self.cluster, stage);
            if cluster.is_none() && stage < self.cluster.len() {
                return Err(Fault::input(format!("--cluster: stage {} has no column", stage + 1)));
            }
            stages.push(Columns {
                cluster: cluster.map(|name| codes(table, &name)).transpose()?,
                strata: named(&self.strata, stage).map(|name| codes(table, &name)).transpose()?,
                population: named(&self.fpc, stage).map(|name| table.numbers(&name)).transpose()?,
            });
        }
        let stages: Vec<Stage<'_>> = stages
            .iter()
            .map(|stage| Stage {
                cluster: stage.cluster.as_deref(),
                strata: stage.strata.as_deref(),
                population: stage.population.as_deref(),
            })
            .collect();
        Design::new(&weights, &stages, self.lonely.into()).map_err(|error| self.fault(table, error, &[]))
    }

    /// A method's error by line and column: those of the sample, and `more`.
    pub fn fault(&self, table: &Table, error: Error, more: &[(&str, &str)]) -> Fault {
        let mut columns = vec![("weight", self.weight.as_str())];
        for (names, given) in [(CLUSTER, &self.cluster), (STRATA, &self.strata), (POPULATION, &self.fpc)] {
            columns.extend(names.into_iter().zip(given.iter().map(String::as_str)));
        }
        columns.extend_from_slice(more);
        let lonely = matches!(&error, Error::Value { found, .. } if found == "the only unit of its stratum");
        let fault = table.fault(error, &columns);
        if lonely { Fault::input(format!("{fault}: --lonely remove, adjust or average")) } else { fault }
    }

    /// What the answer's inputs say of it.
    pub fn inputs(&self) -> Map<String, Value> {
        let lonely = self.lonely.to_possible_value().map(|value| value.get_name().to_owned());
        Map::from_iter([
            ("weight".to_owned(), json!(self.weight)),
            ("strata".to_owned(), json!(self.strata)),
            ("cluster".to_owned(), json!(self.cluster)),
            ("fpc".to_owned(), json!(self.fpc)),
            ("lonely".to_owned(), json!(lonely)),
        ])
    }
}

/// A number for each different text of a column, in the order of first sight; every row must have one.
fn codes(table: &Table, column: &str) -> Result<Vec<u32>, Fault> {
    let (codes, _) = labels(table, column)?;
    match codes.iter().position(Option::is_none) {
        Some(row) => Err(table.wrong(row, column, "there is no value")),
        None => Ok(codes.into_iter().flatten().collect()),
    }
}

/// A number for each different text of a column, `None` where there is nothing, and the texts in order: as numbers where
/// all are, else as text.
pub fn labels(table: &Table, column: &str) -> Result<(Vec<Option<u32>>, Vec<String>), Fault> {
    let texts = table.text(column)?;
    let given = |text: &&str| !matches!(*text, "" | "NA" | "NaN" | "nan");
    let mut names: Vec<&str> = texts.iter().copied().filter(given).collect();
    names.sort_unstable();
    names.dedup();
    let numbers: Option<Vec<f64>> = names.iter().map(|name| name.parse::<f64>().ok()).collect();
    if numbers.is_some() {
        let value = |name: &str| name.parse::<f64>().unwrap_or(f64::NAN);
        names.sort_by(|one, other| value(one).total_cmp(&value(other)));
    }
    let places: std::collections::HashMap<&str, u32> = names.iter().copied().zip(0_u32..).collect();
    let codes = texts.iter().map(|text| places.get(text).copied()).collect();
    Ok((codes, names.into_iter().map(str::to_owned).collect()))
}
