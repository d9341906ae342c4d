//! `comity analyse moran`.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::place::moran::{Settings, moran};
use serde_json::{Value, json};

use super::choices::{Finding, name, p_value, random_orders};
use super::neighbours::{Neighbours, Style};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// Are neighbours alike? Moran's I of all areas, and each area's part in it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse moran counties.csv --value HR8893 --neighbours counties.gal")]
pub struct Moran {
    #[command(flatten)]
    file: File,
    /// The column of the values: rates rather than counts, where areas differ in size.
    #[arg(long, value_name = "COL")]
    value: String,
    #[command(flatten)]
    neighbours: Neighbours,
    #[command(flatten)]
    setting: Setting,
}

/// What Moran's I and Geary's C take alike.
#[derive(Debug, Args)]
pub struct Setting {
    /// What the weights of each area add up to.
    #[arg(long, value_enum, default_value_t)]
    style: Style,
    /// Random placings of the values; 0 for the closed forms alone.
    #[arg(long, value_name = "N", default_value_t = 999, value_parser = random_orders())]
    permutations: u32,
    #[command(flatten)]
    finding: Finding,
    /// The confidence of the interval.
    #[arg(long, value_name = "LEVEL", default_value_t = 0.95)]
    level: f64,
}

impl Setting {
    pub fn weights(
        &self,
        neighbours: &Neighbours,
        table: &crate::input::Table,
    ) -> Result<super::neighbours::Weights, Fault> {
        let weights = neighbours.weights(table)?;
        Ok(match self.style {
            Style::Row => weights.row_standardised(),
            Style::Binary => weights,
        })
    }

    pub fn settings(&self) -> Settings {
        let Finding { seed, adjust } = self.finding;
        Settings { permutations: self.permutations, seed, dependence: adjust.into(), level: self.level }
    }

    /// Everything that the answer depends on.
    pub fn inputs(&self, answer: Answer, file: &File, value: &str, neighbours: &Neighbours) -> Answer {
        let mut answer = answer.input("file", file.name()).input("value", value);
        answer.inputs.extend(neighbours.inputs());
        let answer = answer.input("style", name(self.style)).input("permutations", self.permutations);
        self.finding.inputs(answer).input("level", self.level)
    }
}

impl Moran {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let mut columns = vec![self.value.as_str()];
        columns.extend(self.neighbours.columns());
        let table = self.file.read(&columns)?;
        let values = table.numbers(&self.value)?;
        let weights = self.setting.weights(&self.neighbours, &table)?;
        let result = moran(&values, &weights, self.setting.settings())
            .map_err(|error| table.fault(error, &[("values", &self.value)]))?;
        let told = match result.null.p_randomisation {
            p if p >= 1.0 - self.setting.level => "no more than chance would make them",
            _ if result.i > result.null.expected => "alike: high values lie near high ones, low near low",
            _ => "unlike: high values lie near low ones",
        };
        let sentence = format!(
            "Neighbours are {told}. Moran's I is {:.4} where {:.4} is expected by chance (z {:.2}, p {} under randomisation), from {} areas.",
            result.i,
            result.null.expected,
            result.null.z_randomisation,
            p_value(result.null.p_randomisation),
            result.n
        );
        let mut sheet = Sheet::new(["row", "value", "i", "z", "p", "p_fdr", "p_permutation", "quadrant"]);
        let mut points = Vec::new();
        for ((row, value), one) in (1..).zip(&values).zip(&result.local) {
            let cells: [Value; 8] = [
                json!(row),
                json!(value),
                json!(one.i),
                json!(one.z),
                json!(one.p),
                json!(one.p_fdr),
                json!(one.p_permutation),
                json!(one.quadrant),
            ];
            sheet.row(cells);
            points.extend(one.deviation.zip(one.lag));
        }
        let strength: Vec<Option<f64>> = result.local.iter().map(|one| one.z.map(f64::abs)).collect();
        sheet.largest_first(&strength);
        let chart = Chart {
            title: format!("Moran scatter plot of {}", self.value),
            description: format!(
                "Each area's value against its neighbours', both from the mean; the slope is {:.3}.",
                result.i
            ),
            x_label: format!("{} from its mean", self.value),
            y_label: "neighbours from the mean".to_owned(),
            marks: Marks::Points { points, line: Some((0.0, result.i)) },
        };
        let warnings = result.cautions.clone();
        let answer = Answer::new("moran", &result, sentence)?.sheet(sheet).chart(chart).warnings(warnings);
        Ok(self.setting.inputs(answer, &self.file, &self.value, &self.neighbours))
    }
}
