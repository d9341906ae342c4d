//! `comity analyse repeats`.

use std::collections::HashMap;

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::again::repeat::{Repeats as Found, Settings, repeats};
use serde_json::json;

use super::days::days;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};
use crate::place::points::{Told, left_out, percent};

/// Repeat victimisation: how much happens to the same targets again, and how soon?
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  comity analyse repeats burglaries.csv --target address --date date --at-risk 48200"
)]
pub struct Repeats {
    #[command(flatten)]
    file: File,
    /// The column that says who or what was hit: an address, a person, a place.
    #[arg(long, value_name = "COL")]
    target: String,
    /// The column of the day (or time) of each event, for the time course.
    #[arg(long, value_name = "COL")]
    date: Option<String>,
    /// The number of all targets there are, hit or not, to tell what chance would bring.
    #[arg(long, value_name = "N")]
    at_risk: Option<u64>,
    /// The first and last day of observation, such as 2016-01-01,2016-12-31. [default: those of the events]
    #[arg(long, value_name = "FIRST,LAST", value_delimiter = ',', num_args = 1)]
    window: Vec<jiff::civil::Date>,
    /// The boundaries of the time course in days.
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "0,1,7,14,28,56,91,182,365")]
    days: Vec<u32>,
    /// The confidence of the intervals.
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    level: f64,
    /// The form of the dates, where it cannot be told from them, such as %d/%m/%Y.
    #[arg(long, value_name = "FORM")]
    time_format: Option<String>,
}

impl Repeats {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let columns: Vec<&str> =
            [Some(&self.target), self.date.as_ref()].into_iter().flatten().map(String::as_str).collect();
        let (table, dropped) = self.file.read(&columns)?.complete(&columns)?;
        let day = match &self.date {
            None => None,
            Some(column) => Some(days(&table, column, self.time_format.as_deref())?),
        };
        let settings = Settings { at_risk: self.at_risk, window: self.window()?, days: &self.days, level: self.level };
        let found = repeats(&self.targets(&table)?, day.as_deref(), &settings)
            .map_err(|error| table.fault(error, &[("date", self.date.as_deref().unwrap_or("date"))]))?;
        Ok(Answer::new("repeats", &Told { found: &found, dropped, outside: None }, sentence(&found))?
            .input("file", self.file.name())
            .input("target", self.target.as_str())
            .input("date", self.date.clone())
            .input("at_risk", self.at_risk)
            .input("window", self.window.iter().map(ToString::to_string).collect::<Vec<_>>())
            .input("days", self.days.as_slice())
            .input("level", self.level)
            .input("time_format", self.time_format.clone())
            .sheet(sheet(&found))
            .chart(chart(&found))
            .warnings(left_out(dropped))
            .warnings(found.cautions.clone()))
    }

    /// A number for each text.
    fn targets(&self, table: &Table) -> Result<Vec<u64>, Fault> {
        let mut known = HashMap::new();
        let number = |text| {
            let next = known.len() as u64;
            *known.entry(text).or_insert(next)
        };
        Ok(table.text(&self.target)?.into_iter().map(number).collect())
    }

    fn window(&self) -> Result<Option<(i32, i32)>, Fault> {
        let number = |day: jiff::civil::Date| (day - jiff::civil::date(1970, 1, 1)).get_days();
        match *self.window.as_slice() {
            [] => Ok(None),
            [first, last] if first <= last => Ok(Some((number(first), number(last)))),
            _ => Err(Fault::input("--window: the first and the last day are needed, such as 2016-01-01,2016-12-31")),
        }
    }
}

fn sentence(found: &Found) -> String {
    let chance = found.expected_repeats.map(|by| format!("; chance would bring {by:.1}")).unwrap_or_default();
    format!(
        "{} of {} events ({}) are repeats at a target hit before{chance}. {} of {} targets ({}) were hit more than once; \
         {} of all events fall on them.",
        found.repeats,
        found.n,
        percent(found.repeat_share),
        found.repeat_targets,
        found.targets,
        percent(found.repeat_target_share),
        percent(found.events_on_repeat_targets)
    )
}

/// The time course where there are dates, else how often targets were hit.
fn sheet(found: &Found) -> Sheet {
    if found.course.is_empty() {
        let mut sheet = Sheet::new(["times", "targets", "events", "expected_targets"]);
        for row in &found.times {
            sheet.row([json!(row.times), json!(row.targets), json!(row.events), json!(row.expected)]);
        }
        return sheet;
    }
    let mut sheet =
        Sheet::new(["days_from", "days_below", "repeats", "days_watched", "per_day", "lower", "upper", "followed_by"]);
    for row in &found.course {
        let interval = row.per_day_interval;
        sheet.row([
            json!(row.from),
            json!(row.to),
            json!(row.repeats),
            json!(row.days_watched),
            json!(row.per_day),
            json!(interval.map(|interval| interval.lower)),
            json!(interval.and_then(|interval| interval.upper)),
            json!(row.followed_by),
        ]);
    }
    sheet
}

fn chart(found: &Found) -> Chart {
    let course = |row: &comity_methods::again::repeat::Course| {
        let interval = row.per_day_interval?;
        Some((
            format!("{} to {} days", row.from, row.to.saturating_sub(1)),
            row.per_day?,
            interval.lower,
            interval.upper,
        ))
    };
    let (title, x_label, y_label, marks) = if found.course.is_empty() {
        let bar = |row: &comity_methods::again::repeat::Times| (format!("{} times", row.times), row.targets as f64);
        ("How often targets were hit", "times hit", "targets", Marks::Bars(found.times.iter().map(bar).collect()))
    } else {
        let rows = found.course.iter().filter_map(course).collect();
        (
            "How soon the same target is hit again",
            "repeats per day watched",
            "days after",
            Marks::Intervals { rows, reference: None },
        )
    };
    Chart {
        title: title.to_owned(),
        description: sentence(found),
        x_label: x_label.to_owned(),
        y_label: y_label.to_owned(),
        marks,
    }
}
