//! `comity analyse concentration`.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::counted;
use comity_methods::place::concentration::{Concentration as Found, concentration};
use serde_json::json;

use super::points::{Told, left_out, percent};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// Concentration in places: Lorenz curve, Gini and the generalised Gini for few events in many places.
///
/// One row for each place, places without events included.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse concentration areas.csv --count burglaries")]
pub struct Concentration {
    #[command(flatten)]
    file: File,
    /// The column of the number of events in each place.
    #[arg(long, value_name = "COL")]
    count: String,
    /// In how few places are these shares of the events?
    #[arg(long, value_name = "LIST", value_delimiter = ',', default_value = "0.25,0.5,0.8")]
    shares: Vec<f64>,
    /// The confidence of the intervals.
    #[arg(long, value_name = "P", default_value_t = 0.95)]
    level: f64,
}

impl Concentration {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let (table, dropped) = self.file.read(&[&self.count])?.complete(&[&self.count])?;
        let found = concentration(&table.numbers(&self.count)?, &self.shares, self.level)
            .map_err(|error| table.fault(error, &[("count", &self.count)]))?;
        let mut sheet = Sheet::new(["places", "events"]);
        for point in &found.lorenz {
            sheet.row([json!(point.places), json!(point.events)]);
        }
        Ok(Answer::new("concentration", &Told { found: &found, dropped, outside: None }, sentence(&found))?
            .input("file", self.file.name())
            .input("count", self.count.as_str())
            .input("shares", self.shares.as_slice())
            .input("level", self.level)
            .sheet(sheet)
            .chart(chart(&found))
            .warnings(left_out(dropped))
            .warnings(found.cautions))
    }
}

fn sentence(found: &Found) -> String {
    let held = |share: &comity_methods::place::concentration::Share| {
        format!("{} of the events in {} of the places", percent(share.events), percent(share.of_places))
    };
    let shares: Vec<String> = found.shares.iter().map(held).collect();
    format!(
        "{} in {}: Gini {:.4}, generalised {:.4} ({:.4} by chance). {}.",
        counted(found.events, "event"),
        counted(found.n, "place"),
        found.gini,
        found.gini_generalised,
        found.gini_by_chance,
        shares.join("; ")
    )
}

fn chart(found: &Found) -> Chart {
    let curve = found.lorenz.iter().map(|point| (point.places, point.events)).collect();
    // The most equal spread possible: with fewer events than places some must have none.
    let none = (1.0 - found.events / found.n as f64).max(0.0);
    let equal = vec![(0.0, 0.0), (none, 0.0), (1.0, 1.0)];
    Chart {
        title: "Lorenz curve: events over places".to_owned(),
        description: sentence(found),
        x_label: "share of places, those with fewest events first".to_owned(),
        y_label: "share of events".to_owned(),
        marks: Marks::Lines(vec![("observed".to_owned(), curve), ("as equal as possible".to_owned(), equal)]),
    }
}
