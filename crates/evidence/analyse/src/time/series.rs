//! What the commands about series share: counts of successive periods, with the times they belong to.

use clap::Args;
use comity_charts::{Chart, Marks};

use crate::answer::Answer;
use crate::fault::Fault;
use crate::input::{File, Table};
use crate::periods::{self, Unit};

/// A series in a file: one row for each period, in order.
#[derive(Debug, Args)]
pub struct Series {
    #[command(flatten)]
    pub file: File,
    /// The column of the counts, one row for each period, in order of time.
    #[arg(long, value_name = "COL")]
    pub count: String,
    /// The column of the periods (2010-01, or their first days); their order is checked, and that none is missing.
    #[arg(long, value_name = "COL")]
    pub time: Option<String>,
    /// The form of the periods, such as "%d/%m/%Y". [default: the only one that fits]
    #[arg(long, value_name = "FORM")]
    pub time_format: Option<String>,
}

/// A series as it was read.
pub struct Read {
    pub table: Table,
    pub counts: Vec<f64>,
    /// What each period is called: its text in the file, or its number from 1.
    pub labels: Vec<String>,
    /// Periods in a natural cycle: 12 for months, 52 for weeks, 7 for days.
    pub cycle: Option<usize>,
}

impl Read {
    /// What a period is called.
    pub fn name(&self, at: usize) -> String {
        self.labels.get(at).cloned().unwrap_or_default()
    }
}

impl Series {
    /// Reads the counts, and `more` columns along with them.
    pub fn read(&self, more: &[&str]) -> Result<Read, Fault> {
        let mut columns = vec![self.count.as_str()];
        columns.extend(self.time.as_deref());
        columns.extend(more);
        let table = self.file.read(&columns)?;
        let counts = table.numbers(&self.count)?;
        let Some(time) = &self.time else {
            let labels = (1..=counts.len()).map(|number| number.to_string()).collect();
            return Ok(Read { table, counts, labels, cycle: None });
        };
        let labels = table.text(time)?.into_iter().map(str::to_owned).collect();
        let cycle = self.cycle(&table, time)?;
        Ok(Read { table, counts, labels, cycle })
    }

    /// Reads the counts, and what they are counts of: the column of `exposure`, one everywhere without.
    pub fn exposed(&self, exposure: Option<&str>) -> Result<(Read, Vec<f64>), Fault> {
        let read = self.read(&Vec::from_iter(exposure))?;
        let exposure = match exposure {
            Some(column) => read.table.numbers(column)?,
            None => vec![1.0; read.counts.len()],
        };
        Ok((read, exposure))
    }

    /// An answer with what all methods on an exposed series depend on.
    pub fn inputs(&self, answer: Answer, exposure: Option<&str>) -> Answer {
        answer
            .input("file", self.file.name())
            .input("count", self.count.as_str())
            .input("time", self.time.clone())
            .input("exposure", exposure)
    }

    /// The counts over the periods, and other lines beside them.
    pub fn chart(&self, title: &str, sentence: &str, read: &Read, others: Vec<(&str, Vec<(f64, f64)>)>) -> Chart {
        let lines = std::iter::once(("observed", line(&read.counts))).chain(others);
        Chart {
            title: title.to_owned(),
            description: sentence.to_owned(),
            x_label: "Period".to_owned(),
            y_label: self.count.clone(),
            marks: Marks::Periods {
                names: read.labels.clone(),
                lines: lines.map(|(name, points)| (name.to_owned(), points)).collect(),
            },
        }
    }

    /// Checks that the periods follow each other without a gap; says how many make a cycle.
    fn cycle(&self, table: &Table, time: &str) -> Result<Option<usize>, Fault> {
        let places = periods::dates(table, time, self.time_format.as_deref())?;
        let step = periods::step(table, time, &places)?.map(|step| step as i64);
        Ok(match (step, places.unit) {
            (Some(1), Unit::Month) => Some(12),
            (Some(3), Unit::Month) => Some(4),
            (Some(7), Unit::Day) => Some(52),
            (Some(1), _) => Some(7),
            _ => None,
        })
    }

    /// The faults of a method, told by the file's columns.
    pub fn fault(&self, table: &Table, error: comity_methods::Error) -> Fault {
        table.fault(error, &[("count", &self.count), ("value", &self.count)])
    }

    /// The same of a method that knows what the counts are counts of.
    pub fn fault_of(&self, table: &Table, exposure: Option<&str>, error: comity_methods::Error) -> Fault {
        table.fault(error, &[("count", &self.count), ("exposure", exposure.unwrap_or_default())])
    }
}

/// `--period` as it is asked for: a number, or 0 for none; else what the times say.
pub fn period(asked: Option<usize>, cycle: Option<usize>) -> Option<usize> {
    match asked {
        Some(0) => None,
        Some(period) => Some(period),
        None => cycle,
    }
}

/// The points of a line over the periods.
pub fn line(values: &[f64]) -> Vec<(f64, f64)> {
    values.iter().enumerate().map(|(at, value)| ((at + 1) as f64, *value)).collect()
}
