//! `comity analyse aoristic`

use clap::ValueEnum;
use comity_methods::counted;
use comity_methods::time::aoristic::{Daylight, Given, Settings, aoristic};

use super::wall::{Told, Wall, chart, largest, left_out, sheet};
use crate::answer::Answer;
use crate::fault::Fault;
use crate::input::File;
use crate::moments;

/// In which hours of the week do events happen whose time is only known to lie between two times? (aoristic sums)
///
/// Every event is spread evenly over its span, in whole minutes. No end, or an end before the start, counts in the
/// start's hour; a span of a week or longer counts 1/168 in every hour.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  comity analyse aoristic burglaries.csv --from StartDateTime --to EndDateTime \
                        --timezone America/New_York --out week.csv")]
pub struct Args {
    #[command(flatten)]
    file: File,
    /// The column of the earliest time at which the event may have happened.
    #[arg(long, value_name = "COL")]
    from: String,
    /// The column of the latest; empty where it is not known.
    #[arg(long, value_name = "COL")]
    to: String,
    #[command(flatten)]
    wall: Wall,
    /// How a span is measured over a night on which the clocks change: along the clock's face, as published tables
    /// are, or by the time that passed (the skipped hour gets nothing, the repeated hour twice its share).
    #[arg(long, value_enum, default_value = "clock")]
    daylight: Measure,
    /// The confidence of the ranges.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Measure {
    Clock,
    Elapsed,
}

impl Args {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let zone = self.wall.zone()?;
        let table = self.file.read(&[&self.from, &self.to])?;
        let (table, dropped) = table.complete(&[&self.from])?;
        let mut moments = moments::columns(&table, &[&self.from, &self.to], self.wall.time_format.as_deref())?;
        if !moments.timed {
            return Err(Fault::input(format!(
                "columns {} and {}: there are days and no times in them; the hour of the week needs times",
                self.from, self.to
            )));
        }
        self.wall.settle(&mut moments, zone.as_ref())?;
        let given = if moments.utc { Given::Instants } else { Given::Clock };
        let daylight = match self.daylight {
            Measure::Clock => Daylight::Clock,
            Measure::Elapsed => Daylight::Elapsed,
        };
        let settings = Settings { given, daylight, zone, level: self.level };
        let [from, to] = moments.columns.as_slice() else { return Err(Fault::input("two columns are needed")) };
        let from: Vec<i64> = from.iter().copied().flatten().collect();
        let found = aoristic(&from, to, &settings)
            .map_err(|error| table.fault(error, &[("start", &self.from), ("end", &self.to)]))?;
        let (day, hour, most) = largest(&found.hour_of_week);
        let sentence = format!(
            "Of {}, {most:.1} are expected on {day}s at {hour}, more than in any other hour of the week.",
            counted(found.n, "event")
        );
        let mut answer = Answer::new("aoristic", &Told { found: &found, dropped }, sentence.as_str())?
            .input("file", self.file.name())
            .input("from", self.from.as_str())
            .input("to", self.to.as_str())
            .input(
                "daylight",
                match self.daylight {
                    Measure::Clock => "clock",
                    Measure::Elapsed => "elapsed",
                },
            )
            .input("level", self.level)
            .sheet(sheet(&found.hour_of_week))
            .chart(chart("Aoristic sums over the week", &sentence, &found.hour_of_week))
            .warnings(found.cautions)
            .warnings(left_out(dropped, &self.from));
        for (name, value) in self.wall.inputs(&moments.form) {
            answer = answer.input(name, value);
        }
        Ok(answer)
    }
}
