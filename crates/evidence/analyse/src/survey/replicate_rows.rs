//! The rows that `comity analyse survey-replicates` writes.

use comity_methods::Interval;
use comity_methods::survey::replicate::Replicates;
use serde::Serialize;
use serde_json::json;

use crate::answer::Sheet;

/// One estimate of one group.
#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub statistic: &'static str,
    pub group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    pub estimate: f64,
    pub se: f64,
    pub ci: Interval,
    pub n: usize,
}

impl Row {
    pub fn title(&self) -> String {
        let group = self.group.as_ref().map(|group| format!(", {group}")).unwrap_or_default();
        let share = self.probability.map(|p| format!(" {p}")).unwrap_or_default();
        format!("{}{share} of {}{group}", self.statistic, self.name)
    }
}

/// One row for each estimate.
pub fn estimate_sheet(rows: &[Row]) -> Sheet {
    let mut sheet = Sheet::new(["name", "group", "statistic", "probability", "estimate", "se", "lower", "upper", "n"]);
    for row in rows {
        sheet.row([
            json!(row.name),
            json!(row.group),
            json!(row.statistic),
            json!(row.probability),
            json!(row.estimate),
            json!(row.se),
            json!(row.ci.lower),
            json!(row.ci.upper),
            json!(row.n),
        ]);
    }
    sheet
}

/// The weight of each row and its replicate weights, in the order of the file.
pub fn weight_sheet(made: &Replicates, replicates: &[Vec<f64>]) -> Sheet {
    let names = (1..=replicates.len()).map(|number| format!("replicate{number}"));
    let mut sheet = Sheet { header: std::iter::once("weight".to_owned()).chain(names).collect(), ..Sheet::default() };
    for (row, weight) in made.weights().iter().enumerate() {
        let each = replicates.iter().filter_map(|weights| weights.get(row)).map(|weight| json!(weight));
        sheet.row(std::iter::once(json!(weight)).chain(each));
    }
    sheet
}
