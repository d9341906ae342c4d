//! `comity analyse hour-of-week`

use comity_methods::counted;
use comity_methods::time::hour_of_week::hour_of_week;

use super::wall::{Told, Wall, chart, largest, left_out, offsets, sheet};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::input::File;
use crate::moments;

/// In which hours of the week do events happen whose time is known?
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse hour-of-week robberies.csv --time date --timezone America/Chicago")]
pub struct Args {
    #[command(flatten)]
    file: File,
    /// The column of the times.
    #[arg(long, value_name = "COL")]
    time: String,
    #[command(flatten)]
    wall: Wall,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let zone = self.wall.zone()?;
        let (table, dropped) = self.file.read(&[&self.time])?.complete(&[&self.time])?;
        let mut moments = moments::columns(&table, &[&self.time], self.wall.time_format.as_deref())?;
        if !moments.timed {
            return Err(Fault::input(format!(
                "column {}: there are days and no times in it; the hour of the week needs times",
                self.time
            )));
        }
        self.wall.settle(&mut moments, zone.as_ref())?;
        let mut at: Vec<i64> = moments.columns.iter().flatten().copied().flatten().collect();
        if let (true, Some(zone)) = (moments.utc, &zone)
            && let Some(offsets) = offsets(&moments, zone)?
        {
            at.iter_mut().for_each(|moment| *moment = offsets.civil(*moment));
        }
        let found = hour_of_week(&at, self.level).map_err(|error| table.fault(error, &[("moment", &self.time)]))?;
        let counts: Vec<[f64; 7]> = found.hour_of_week.iter().map(|row| row.map(|count| count as f64)).collect();
        let (day, hour, most) = largest(&counts);
        let sentence =
            format!("Of {}, {most} are on {day}s at {hour}, more than in any other hour.", counted(found.n, "event"));
        let mut answer = Answer::new("hour-of-week", &Told { found: &found, dropped }, sentence.as_str())?
            .input("file", self.file.name())
            .input("time", self.time.as_str())
            .input("level", self.level)
            .sheet(sheet(&found.hour_of_week))
            .chart(chart("Events over the week", &sentence, &counts))
            .warnings(found.cautions)
            .warnings(left_out(dropped, &self.time));
        for (name, value) in self.wall.inputs(&moments.form) {
            answer = answer.input(name, value);
        }
        Ok(answer)
    }
}
