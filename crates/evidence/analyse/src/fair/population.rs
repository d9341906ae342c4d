//! How many people are in each group.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use serde_json::{Map, Value, json};

use super::groups::{Grouped, Unknown};
use crate::fault::Fault;
use crate::input::Table;

/// The file that says how many people are in each group.
#[derive(Clone, Debug, Args)]
pub struct Population {
    /// How many people are in each group: a CSV or Parquet file with a column of groups and a column `population`.
    #[arg(long, value_name = "FILE")]
    population: PathBuf,
    /// Its column of groups. [default: as in FILE, else `group`]
    #[arg(long, value_name = "COL")]
    population_group: Option<String>,
    /// Its column of people; rows of one group are summed.
    #[arg(long, value_name = "COL", default_value = "population")]
    population_count: String,
    /// Where each group has a column of its own with its share of the people: GROUP=COL, as White=white,Black=black.
    #[arg(long, value_name = "GROUP=COL,…", value_delimiter = ',', conflicts_with = "population_group")]
    population_shares: Vec<String>,
}

/// People of each group, and where the numbers came from.
pub struct People {
    pub of: BTreeMap<String, f64>,
    source: String,
    columns: Value,
}

impl Population {
    /// Reads the people of each group; `group` is the name of the group's column in the other file.
    pub fn read(&self, group: &str, unknown: &Unknown) -> Result<People, Fault> {
        let (mut of, columns) = if self.population_shares.is_empty() { self.long(group)? } else { self.wide()? };
        of.retain(|name, _| !unknown.means(name));
        let source = self.population.display().to_string();
        match of.iter().find(|(_, people)| **people <= 0.0) {
            Some((name, _)) => Err(Fault::input(format!("{source}: the group {name} has nobody in it"))),
            None => Ok(People { of, source, columns }),
        }
    }

    /// One row for each group (or several, which are summed).
    fn long(&self, group: &str) -> Result<(BTreeMap<String, f64>, Value), Fault> {
        let (table, column) = match &self.population_group {
            Some(column) => (self.table(column)?, column.clone()),
            None => match self.table(group) {
                Ok(table) => (table, group.to_owned()),
                Err(fault) => match self.table("group") {
                    Ok(table) => (table, "group".to_owned()),
                    Err(_) => return Err(fault),
                },
            },
        };
        let people = self.people(&table)?;
        let mut of = BTreeMap::<String, f64>::new();
        for (name, people) in table.text(&column)?.into_iter().zip(&people) {
            *of.entry(name.to_owned()).or_default() += people;
        }
        Ok((of, json!({"group": column, "population": self.population_count})))
    }

    /// One row for each place, one column for each group's share.
    fn wide(&self) -> Result<(BTreeMap<String, f64>, Value), Fault> {
        let pair = |text: &String| match text.split_once('=') {
            Some((group, column)) if !group.trim().is_empty() && !column.trim().is_empty() => {
                Ok((group.trim().to_owned(), column.trim().to_owned()))
            }
            _ => Err(Fault::input(format!("--population-shares {text}: GROUP=COL is needed, as White=white"))),
        };
        let pairs: Vec<(String, String)> = self.population_shares.iter().map(pair).collect::<Result<_, _>>()?;
        let mut wanted = vec![self.population_count.as_str()];
        wanted.extend(pairs.iter().map(|(_, column)| column.as_str()));
        let table = Table::read(&self.population, &wanted)?;
        let people = self.people(&table)?;
        let mut of = BTreeMap::new();
        for (group, column) in &pairs {
            let shares = table.numbers(column)?;
            if let Some(row) = shares.iter().position(|share| !(0.0..=1.0).contains(share)) {
                return Err(table.wrong(row, column, "a share between 0 and 1 is needed"));
            }
            of.insert(group.clone(), shares.iter().zip(&people).map(|(share, people)| share * people).sum());
        }
        Ok((of, json!({"shares": self.population_shares, "population": self.population_count})))
    }

    fn table(&self, group: &str) -> Result<Table, Fault> {
        Table::read(&self.population, &[group, &self.population_count])
    }

    fn people(&self, table: &Table) -> Result<Vec<f64>, Fault> {
        let people = table.numbers(&self.population_count)?;
        match people.iter().position(|number| *number < 0.0) {
            Some(row) => Err(table.wrong(row, &self.population_count, "a number of people not below zero is needed")),
            None => Ok(people),
        }
    }
}

/// The groups that both files know, and those of the first that the population leaves out.
pub struct Joined {
    pub names: Vec<String>,
    pub events: Vec<f64>,
    pub population: Vec<f64>,
    /// (group, events) without a population.
    pub without: Vec<(String, f64)>,
}

impl People {
    /// Puts events and people of each group side by side; a group without events has none.
    pub fn join(&self, grouped: &Grouped) -> Result<Joined, Fault> {
        if !grouped.known.keys().any(|name| self.of.contains_key(name)) {
            let mine: Vec<&str> = grouped.known.keys().map(String::as_str).take(8).collect();
            let theirs: Vec<&str> = self.of.keys().map(String::as_str).take(8).collect();
            return Err(Fault::input(format!(
                "{}: none of its groups ({}) is in the other file, which has {}",
                self.source,
                theirs.join(", "),
                mine.join(", ")
            )));
        }
        let events = |name: &String| grouped.known.get(name).map_or(0.0, |sum| sum.events);
        let without = grouped.known.iter().filter(|(name, _)| !self.of.contains_key(*name));
        Ok(Joined {
            events: self.of.keys().map(events).collect(),
            population: self.of.values().copied().collect(),
            names: self.of.keys().cloned().collect(),
            without: without.map(|(name, sum)| (name.clone(), sum.events)).collect(),
        })
    }

    /// What the answer's inputs tell of it.
    pub fn told(&self) -> Value {
        let mut told = Map::from_iter([("file".to_owned(), json!(self.source))]);
        if let Some(columns) = self.columns.as_object() {
            told.extend(columns.clone());
        }
        Value::Object(told)
    }
}
