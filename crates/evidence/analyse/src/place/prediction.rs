//! `comity analyse prediction`.

use clap::{ArgGroup, Args};
use comity_methods::place::prediction::{Cells, Prediction as Found, mark, prediction};
use serde_json::json;

use super::points::{Told, left_out, p_value, percent};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// How good was a hot-spot map: PAI, PEI and RRI of the marked cells.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("which").required(true).args(["score", "marked"]))]
#[command(
    after_help = "Example:\n  comity analyse prediction cells.csv --score before --share 0.05 --after after --before before"
)]
pub struct Prediction {
    #[command(flatten)]
    file: File,
    /// The column of the score: the cells with the highest are marked, up to --share of the area.
    #[arg(long, value_name = "COL")]
    score: Option<String>,
    /// The column that says which cells were marked: 1 or 0.
    #[arg(long, value_name = "COL")]
    marked: Option<String>,
    /// The share of the area that is marked, with --score.
    #[arg(long, value_name = "P", default_value_t = 0.05)]
    share: f64,
    /// The column of the events that followed.
    #[arg(long, value_name = "COL")]
    after: String,
    /// The column of the events before, for the recapture rate (RRI).
    #[arg(long, value_name = "COL")]
    before: Option<String>,
    /// The column of the cells' size. [default: all alike]
    #[arg(long, value_name = "COL")]
    area: Option<String>,
    /// The confidence of the intervals.
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    level: f64,
}

impl Prediction {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let names = [&self.score, &self.marked, &Some(self.after.clone()), &self.before, &self.area];
        let columns: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
        let (table, dropped) = self.file.read(&columns)?.complete(&columns)?;
        let numbers = |column: &Option<String>| column.as_ref().map(|column| table.numbers(column)).transpose();
        let (after, before, size) = (table.numbers(&self.after)?, numbers(&self.before)?, numbers(&self.area)?);
        let fault = |error| {
            let name = |column: &'static str, given: &Option<String>| (column, given.clone().unwrap_or_default());
            let names = [name("score", &self.score), name("before", &self.before), name("size", &self.area)];
            let mut columns: Vec<(&str, &str)> = names.iter().map(|(what, column)| (*what, column.as_str())).collect();
            columns.push(("after", &self.after));
            table.fault(error, &columns)
        };
        let marked = match (&self.score, &self.marked) {
            (Some(column), _) => mark(&table.numbers(column)?, size.as_deref(), self.share).map_err(fault)?,
            (None, column) => marks(&table, column.as_deref().unwrap_or_default())?,
        };
        let cells = Cells { marked: &marked, after: &after, before: before.as_deref(), size: size.as_deref() };
        let found = prediction(&cells, self.level).map_err(fault)?;
        Ok(Answer::new("prediction", &Told { found: &found, dropped, outside: None }, sentence(&found))?
            .input("file", self.file.name())
            .input("score", self.score.clone())
            .input("marked", self.marked.clone())
            .input("share", self.score.as_ref().map(|_| self.share))
            .input("after", self.after.as_str())
            .input("before", self.before.clone())
            .input("area", self.area.clone())
            .input("level", self.level)
            .sheet(sheet(&found))
            .warnings(left_out(dropped))
            .warnings(found.cautions))
    }
}

/// Which cells are marked, by ones and zeros.
fn marks(table: &Table, column: &str) -> Result<Vec<bool>, Fault> {
    let read = |(row, text): (usize, &str)| match text {
        "1" | "true" | "TRUE" | "True" => Ok(true),
        "0" | "false" | "FALSE" | "False" => Ok(false),
        _ => Err(table.wrong(row, column, format!("found {text:?}, expected 1 or 0"))),
    };
    table.text(column)?.into_iter().enumerate().map(read).collect()
}

fn sentence(found: &Found) -> String {
    let rri = found.rri.map(|rri| format!(", RRI {rri:.3}")).unwrap_or_default();
    format!(
        "{} of {} events ({}) followed in {} of the area: PAI {:.3}, PEI {:.3}{rri}; {} that chance does as well.",
        found.hits,
        found.events,
        percent(found.hit_rate),
        percent(found.area_share),
        found.pai,
        found.pei,
        p_value(found.p)
    )
}

fn sheet(found: &Found) -> Sheet {
    let mut sheet = Sheet::new(["measure", "value", "lower", "upper"]);
    let ends = |interval: Option<comity_methods::Interval>| {
        (json!(interval.map(|interval| interval.lower)), json!(interval.and_then(|interval| interval.upper)))
    };
    let rows = [
        ("hit rate", Some(found.hit_rate), Some(found.hit_rate_interval)),
        ("area share", Some(found.area_share), None),
        ("PAI", Some(found.pai), Some(found.pai_interval)),
        ("PEI", Some(found.pei), None),
        ("RRI", found.rri, found.rri_interval),
    ];
    for (name, value, interval) in rows {
        let (lower, upper) = ends(interval);
        sheet.row([json!(name), json!(value), lower, upper]);
    }
    sheet
}
