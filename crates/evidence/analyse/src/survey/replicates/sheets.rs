//! The rows that replicate weights write: estimates, or the weights themselves.

use comity_methods::survey::replicate::Replicates;
use serde_json::json;

use super::Row;
use crate::answer::Sheet;

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
    let mut sheet = Sheet { header: std::iter::once("weight".to_owned()).chain(names).collect(), rows: Vec::new() };
    for (row, weight) in made.weights().iter().enumerate() {
        let each = replicates.iter().filter_map(|weights| weights.get(row)).map(|weight| json!(weight));
        sheet.row(std::iter::once(json!(weight)).chain(each));
    }
    sheet
}
