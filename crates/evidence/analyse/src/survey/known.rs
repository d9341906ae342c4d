//! The options that bring a sample to what is known of the population.

use std::path::Path;

use clap::Args;
use comity_methods::survey::calibration::{Calibrated, Margin, post_stratify, rake};
use comity_methods::survey::design::Design;
use comity_methods::{Caution, Error};
use serde_json::{Map, Value, json};

use crate::fault::Fault;
use crate::input::Table;

/// Names that the column of totals may have where the file has others besides.
const TOTALS: [&str; 7] = ["total", "population", "count", "freq", "n", "number", "people"];

/// What is known of the population.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "What is known of the population")]
pub struct Known {
    /// Scale the weights so that each answer in COL stands for as many people as FILE says: a file with COL and a column
    /// of totals.
    #[arg(long, value_name = "COL=FILE", conflicts_with = "rake")]
    poststratify: Option<String>,
    /// Scale the weights until they meet the totals of several columns at once: --rake COL=FILE,COL=FILE
    #[arg(long, value_name = "COL=FILE,COL=FILE", value_delimiter = ',')]
    rake: Vec<String>,
}

impl Known {
    /// The columns of the survey that it needs.
    pub fn columns(&self) -> Result<Vec<&str>, Fault> {
        self.margins().map(|margin| margin.map(|(column, _)| column)).collect()
    }

    /// The design with its weights scaled, and what is to be warned of.
    ///
    /// Errors: options or files of another form, answers without a total, totals without an answer, margins that cannot
    /// be met.
    pub fn apply(&self, design: Design, table: &Table) -> Result<(Design, Vec<Caution>), Fault> {
        let margins: Vec<Margin> = self
            .margins()
            .map(|margin| margin.and_then(|(column, file)| totals(table, column, Path::new(file))))
            .collect::<Result<_, _>>()?;
        let calibrated: Calibrated = match margins.as_slice() {
            [] => return Ok((design, Vec::new())),
            [margin] if self.poststratify.is_some() => post_stratify(design.weights(), margin)?,
            margins => rake(design.weights(), margins)?,
        };
        let cautions = calibrated.cautions.clone();
        Ok((calibrated.apply(design)?, cautions))
    }

    /// What the answer's inputs say of it.
    pub fn inputs(&self) -> Map<String, Value> {
        Map::from_iter([("poststratify".to_owned(), json!(self.poststratify)), ("rake".to_owned(), json!(self.rake))])
    }

    /// The column and the file of each margin.
    fn margins(&self) -> impl Iterator<Item = Result<(&str, &str), Fault>> {
        let named = self.poststratify.iter().map(|given| ("--poststratify", given));
        named.chain(self.rake.iter().map(|given| ("--rake", given))).map(|(option, given)| {
            given.split_once('=').filter(|(column, file)| !column.is_empty() && !file.is_empty()).ok_or_else(|| {
                Fault::input(format!("{option} {given}: a column and a file are needed, as in COL=FILE"))
            })
        })
    }
}

/// The margin of `column`, whose totals stand in `file`.
fn totals(table: &Table, column: &str, file: &Path) -> Result<Margin, Fault> {
    let known = Table::read(file, &[])?;
    let shown = file.display();
    let names = known.names();
    if !names.contains(&column) {
        let there = names.join(", ");
        return Err(Fault::input(format!("line 1 of {shown}: there is no column {column:?}; there are {there}")));
    }
    let others: Vec<&str> = names.iter().copied().filter(|name| *name != column).collect();
    let called = |name: &&&str| TOTALS.contains(&name.to_lowercase().as_str());
    let number = match others.as_slice() {
        [one] => *one,
        several => several.iter().find(called).copied().ok_or_else(|| {
            let wanted = TOTALS.join(", ");
            Fault::input(format!(
                "line 1 of {shown}: beside {column:?} one column of totals is needed, or one called {wanted}"
            ))
        })?,
    };
    let labels = known.text(column)?.into_iter().map(str::to_owned);
    let pairs: Vec<(String, f64)> = labels.zip(known.numbers(number)?).collect();
    Margin::new(column, &table.text(column)?, &pairs).map_err(|error| match &error {
        Error::Value { what: "category", row, found, .. } => {
            table.wrong(*row, column, format!("{shown} has no total for {found}"))
        }
        _ => known.fault(error, &[("total", number)]),
    })
}
