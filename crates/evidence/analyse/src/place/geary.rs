//! `comity analyse geary`.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::place::geary::geary;
use serde_json::{Value, json};

use super::choices::p_value;
use super::moran::Setting;
use super::neighbours::Neighbours;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::File;

/// How much do neighbours differ? Geary's C of all areas, and each area's part in it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse geary counties.csv --value HR8893 --neighbours counties.gal")]
pub struct Geary {
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

impl Geary {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let mut columns = vec![self.value.as_str()];
        columns.extend(self.neighbours.columns());
        let table = self.file.read(&columns)?;
        let values = table.numbers(&self.value)?;
        let weights = self.setting.weights(&self.neighbours, &table)?;
        let result = geary(&values, &weights, self.setting.settings())
            .map_err(|error| table.fault(error, &[("values", &self.value)]))?;
        let told = match result.null.p_randomisation {
            p if p >= 1.0 - self.setting.settings().level => "as much as chance would make them",
            _ if result.c < 1.0 => "less than chance would make them: like lies near like",
            _ => "more than chance would make them: high lies near low",
        };
        let sentence = format!(
            "Neighbours differ {told}. Geary's C is {:.4} where 1 is expected by chance (z {:.2}, p {} under randomisation), from {} areas.",
            result.c,
            result.null.z_randomisation,
            p_value(result.null.p_randomisation),
            result.n
        );
        let mut sheet = Sheet::new(["row", "value", "c", "z", "p", "p_fdr", "p_permutation"]);
        let mut points = Vec::new();
        for ((row, value), one) in (1..).zip(&values).zip(&result.local) {
            let cells: [Value; 7] = [
                json!(row),
                json!(value),
                json!(one.c),
                json!(one.z),
                json!(one.p),
                json!(one.p_fdr),
                json!(one.p_permutation),
            ];
            sheet.row(cells);
            points.extend(one.c.map(|c| (*value, c)));
        }
        let chart = Chart {
            title: format!("Local Geary's c of {}", self.value),
            description: "Each area's value and how much it differs from its neighbours.".to_owned(),
            x_label: self.value.clone(),
            y_label: "local c".to_owned(),
            marks: Marks::Points { points, line: None },
        };
        let warnings = result.cautions.clone();
        let answer = Answer::new("geary", &result, sentence)?.sheet(sheet).chart(chart).warnings(warnings);
        Ok(self.setting.inputs(answer, &self.file, &self.value, &self.neighbours))
    }
}
