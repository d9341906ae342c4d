//! What the commands about hours share: the zone whose clock is meant, and the table of a week.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::time::clock::{Offsets, Shown};
use comity_methods::{Caution, counted};
use jiff::tz::TimeZone;
use serde::Serialize;
use serde_json::Value;

use crate::answer::Sheet;
use crate::fault::Fault;
use crate::moments::{self, Moments};

pub const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// Whose clock is meant.
#[derive(Debug, Args)]
pub struct Wall {
    /// The zone whose clock on the wall counts, such as America/New_York. Times that tell their offset (Z, +01:00)
    /// are brought to it; times without one are taken as that clock showed them.
    #[arg(long, value_name = "ZONE")]
    timezone: Option<String>,
    /// The zone in which times without an offset are written, where it is another than --timezone, such as UTC.
    #[arg(long, value_name = "ZONE")]
    written_in: Option<String>,
    /// The form of the times, such as "%d/%m/%Y %H:%M". [default: the only one that fits]
    #[arg(long, value_name = "FORM")]
    pub time_format: Option<String>,
}

impl Wall {
    /// The zone whose clock counts, where it is known.
    pub fn zone(&self) -> Result<Option<TimeZone>, Fault> {
        self.timezone.as_deref().map(moments::zone).transpose()
    }

    pub fn inputs(&self, form: &str) -> [(&'static str, Value); 3] {
        [
            ("timezone", self.timezone.clone().into()),
            ("written_in", self.written_in.clone().into()),
            ("time_format", form.into()),
        ]
    }

    /// Makes the moments those of UTC where they are written in a zone of their own, and checks that the clock on the
    /// wall can be known.
    pub fn settle(&self, moments: &mut Moments, zone: Option<&TimeZone>) -> Result<(), Fault> {
        if let Some(name) = &self.written_in {
            if moments.utc {
                return Err(Fault::input(format!(
                    "--written-in {name}: the times tell their offset from UTC themselves; leave the option out"
                )));
            }
            to_utc(moments, &moments::zone(name)?)?;
        }
        match zone {
            None if moments.utc => Err(Fault::input(
                "the times are told in UTC or with an offset from it; name the zone whose clock counts by --timezone",
            )),
            _ => Ok(()),
        }
    }
}

fn to_utc(moments: &mut Moments, zone: &TimeZone) -> Result<(), Fault> {
    let Some(offsets) = offsets(moments, zone)? else { return Ok(()) };
    for moment in moments.columns.iter_mut().flatten().flatten() {
        *moment = match offsets.shown(*moment) {
            Shown::Once(at) | Shown::Never(at) | Shown::Twice(at, _) => at,
        };
    }
    moments.utc = true;
    Ok(())
}

/// The zone's offsets over the range of the moments; `None` where there are no moments.
pub fn offsets(moments: &Moments, zone: &TimeZone) -> Result<Option<Offsets>, Fault> {
    let all = || moments.columns.iter().flatten().copied().flatten();
    match (all().min(), all().max()) {
        (Some(first), Some(last)) => Ok(Some(Offsets::new(zone, first, last)?)),
        _ => Ok(None),
    }
}

/// The table of a week as rows: an hour, then its value on each day.
pub fn sheet<T: Copy + Into<Value>>(table: &[[T; 7]]) -> Sheet {
    let mut sheet = Sheet { header: vec!["hour".to_owned()], ..Sheet::default() };
    sheet.header.extend(DAYS.iter().map(|day| (*day).to_owned()));
    for (hour, row) in table.iter().enumerate() {
        sheet.row(std::iter::once(Value::from(label(hour))).chain(row.iter().map(|value| (*value).into())));
    }
    sheet
}

/// The table of a week as shades.
pub fn chart(title: &str, sentence: &str, table: &[[f64; 7]]) -> Chart {
    Chart {
        title: title.to_owned(),
        description: sentence.to_owned(),
        x_label: "Day of the week".to_owned(),
        y_label: "Hour of the day".to_owned(),
        marks: Marks::Heat {
            rows: (0..table.len()).map(label).collect(),
            columns: DAYS.iter().map(|day| (*day).to_owned()).collect(),
            values: table.iter().map(|row| row.to_vec()).collect(),
        },
    }
}

/// `03:00-03:59`
pub fn label(hour: usize) -> String {
    format!("{hour:02}:00-{hour:02}:59")
}

/// The day, the hour and the value of the largest cell; the first where several are as large.
pub fn largest(table: &[[f64; 7]]) -> (&'static str, String, f64) {
    let mut best = (DAYS[0], label(0), f64::NEG_INFINITY);
    for (hour, row) in table.iter().enumerate() {
        for (day, value) in DAYS.iter().zip(row) {
            if *value > best.2 {
                best = (day, label(hour), *value);
            }
        }
    }
    best
}

/// A result, and the rows that were left out of it.
#[derive(Debug, Serialize)]
pub struct Told<'a, T> {
    #[serde(flatten)]
    pub found: &'a T,
    pub dropped: usize,
}

/// The warning about rows that have no value.
pub fn left_out(dropped: usize, column: &str) -> Option<Caution> {
    let text = format!("Left out: {} with nothing in the column {column}.", counted(dropped, "row"));
    (dropped > 0).then(|| Caution::found("dropped", text))
}
