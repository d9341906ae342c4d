//! What `comity analyse survey` tells.

use comity_charts::{Chart, Marks};
use comity_methods::survey::design::Design;
use comity_methods::survey::difference::Contrast;
use comity_methods::survey::estimate::{Estimate, Settings};
use comity_methods::survey::proportion::Proportion;
use comity_methods::survey::quantile::Quantile;
use comity_methods::{Caution, Interval};
use serde::Serialize;
use serde_json::{Value, json};

use super::estimates::merged;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;

/// One estimate of one group.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    statistic: &'static str,
    group: Option<String>,
    /// Which quantile it is; only there for quantiles.
    #[serde(skip_serializing_if = "Option::is_none")]
    probability: Option<f64>,
    estimate: f64,
    se: Option<f64>,
    deff: Option<f64>,
    ci: Option<Interval>,
    /// The standard error over the estimate.
    cv: Option<f64>,
    freedom: Option<f64>,
    n: usize,
    population: f64,
}

impl Row {
    pub fn estimate((statistic, name): (&'static str, &str), group: Option<String>, found: &Estimate) -> Self {
        Self {
            name: name.to_owned(),
            statistic,
            group,
            probability: None,
            estimate: found.estimate,
            se: Some(found.se),
            deff: found.deff,
            ci: found.ci,
            cv: found.cv,
            freedom: found.freedom,
            n: found.n,
            population: found.population,
        }
    }

    pub fn proportion(name: &str, group: Option<String>, found: &Proportion) -> Self {
        Self {
            name: name.to_owned(),
            statistic: "proportion",
            group,
            probability: None,
            estimate: found.estimate,
            se: Some(found.se),
            deff: found.deff,
            ci: found.ci,
            cv: ratio(Some(found.se), found.estimate),
            freedom: found.freedom,
            n: found.n,
            population: found.population,
        }
    }

    pub fn quantile(name: &str, group: Option<String>, found: &Quantile) -> Self {
        Self {
            name: name.to_owned(),
            statistic: "quantile",
            group,
            probability: Some(found.probability),
            estimate: found.estimate,
            se: found.se,
            deff: None,
            ci: found.ci,
            cv: ratio(found.se, found.estimate),
            freedom: found.freedom,
            n: found.n,
            population: found.population,
        }
    }

    /// What is estimated, and of which group.
    fn title(&self, of: &str) -> String {
        let what = match (self.statistic, self.probability) {
            ("proportion", _) => format!("share of {}", self.name),
            ("ratio", _) => format!("ratio {}", self.name),
            (_, Some(0.5)) => format!("median of {}", self.name),
            (_, Some(probability)) => format!("quantile {probability} of {}", self.name),
            _ => format!("{} of {}", self.statistic, self.name),
        };
        match &self.group {
            None => what,
            Some(group) => format!("{what}{of}{group}"),
        }
    }
}

fn ratio(se: Option<f64>, estimate: f64) -> Option<f64> {
    Some(se? / estimate.abs()).filter(|cv| cv.is_finite())
}

/// The difference between two groups.
#[derive(Debug, Serialize)]
pub struct Difference {
    name: String,
    /// The first less the second.
    groups: [String; 2],
    estimate: f64,
    se: f64,
    t: Option<f64>,
    p: Option<f64>,
    ci: Option<Interval>,
    freedom: Option<f64>,
    n: usize,
}

impl Difference {
    pub fn new(name: &str, groups: [String; 2], found: &Contrast) -> Self {
        Self {
            name: name.to_owned(),
            groups,
            estimate: found.estimate,
            se: found.se,
            t: found.t,
            p: found.p,
            ci: found.ci,
            freedom: found.freedom,
            n: found.n,
        }
    }
}

/// The result.
#[derive(Debug, Serialize)]
pub struct Report {
    pub estimates: Vec<Row>,
    pub differences: Vec<Difference>,
    /// Rows of the file.
    rows: usize,
    /// The sum of all weights.
    population: f64,
    /// First-stage units of the sample, and their strata.
    units: usize,
    strata: usize,
    /// Rows left out of the estimates for want of a value; they stay in the design.
    dropped: usize,
    #[serde(skip)]
    level: f64,
    #[serde(skip)]
    cautions: Vec<Caution>,
}

impl Report {
    pub fn new(design: &Design, settings: &Settings, without_group: usize) -> Self {
        let mut report = Self {
            estimates: Vec::new(),
            differences: Vec::new(),
            rows: design.rows(),
            population: design.weights().iter().sum(),
            units: design.first_strata().len(),
            strata: design.first_population().len(),
            dropped: without_group,
            level: settings.level,
            cautions: Vec::new(),
        };
        if without_group > 0 {
            report.cautions.push(Caution::found(
                "no-group",
                format!(
                    "{} in none of the groups.",
                    rows(without_group, "has no group and is", "have no group and are")
                ),
            ));
        }
        report
    }

    pub fn push(&mut self, row: Row, cautions: Vec<Caution>) {
        self.estimates.push(row);
        self.cautions.extend(cautions);
    }

    /// Says how many rows had no value.
    pub fn left_out(&mut self, columns: &[&str], rows: usize) {
        if rows > 0 {
            self.dropped += rows;
            let text = format!(
                "{} of {} and left out of its estimates.",
                self::rows(rows, "is without a value", "are without a value"),
                columns.join(" or ")
            );
            self.cautions.push(Caution::found("no-value", text));
        }
    }

    pub fn answer(self, method: &'static str, by: &[String]) -> Result<Answer, Fault> {
        let answer = Answer::new(method, &self, self.sentence())?.sheet(self.sheet()).chart(self.chart(by));
        // What is about whole columns is told for each; what is about single estimates once for all.
        let (columns, single) = self.cautions.into_iter().partition::<Vec<_>, _>(|caution| caution.code == "no-value");
        Ok(answer.warnings(columns).warnings(merged(single)))
    }

    fn sentence(&self) -> String {
        let Some(first) = self.estimates.first() else { return String::new() };
        let level = self.level * 100.0;
        let interval = match first.ci {
            Some(Interval { lower, upper: Some(upper), .. }) => {
                format!(" ({level}% interval {} to {})", figure(lower), figure(upper))
            }
            Some(Interval { lower, upper: None, .. }) => format!(" ({level}% interval from {})", figure(lower)),
            None => String::new(),
        };
        let told = format!(
            "The {} is {}{interval}, from {} rows that stand for {}.",
            first.title(" among "),
            figure(first.estimate),
            first.n,
            figure(first.population)
        );
        // Of several groups the first alone would be told as if it were the whole.
        let alike = |one: &&Row| {
            one.name == first.name && one.statistic == first.statistic && one.probability == first.probability
        };
        let values: Vec<f64> = self.estimates.iter().filter(alike).map(|one| one.estimate).collect();
        let (least, most) = values.iter().fold((f64::MAX, f64::MIN), |(a, b), value| (a.min(*value), b.max(*value)));
        let told = match values.len() {
            0 | 1 => told,
            groups => format!("{told} Over all {groups} groups it lies from {} to {}.", figure(least), figure(most)),
        };
        match self.differences.first() {
            None => told,
            Some(difference) => {
                let p = difference.p.map_or(String::new(), |p| format!(" (p = {})", figure(p)));
                let [one, other] = &difference.groups;
                format!("{told} {one} less {other}: {}{p}.", figure(difference.estimate))
            }
        }
    }

    fn sheet(&self) -> Sheet {
        let header =
            ["name", "group", "statistic", "probability", "estimate", "se", "deff", "lower", "upper", "p", "n"];
        let mut sheet = Sheet::new(header);
        let ends = |ci: Option<Interval>| [json!(ci.map(|ci| ci.lower)), json!(ci.and_then(|ci| ci.upper))];
        for row in &self.estimates {
            let [lower, upper] = ends(row.ci);
            sheet.row([
                json!(row.name),
                json!(row.group),
                json!(row.statistic),
                json!(row.probability),
                json!(row.estimate),
                json!(row.se),
                json!(row.deff),
                lower,
                upper,
                Value::Null,
                json!(row.n),
            ]);
        }
        for row in &self.differences {
            let [lower, upper] = ends(row.ci);
            sheet.row([
                json!(row.name),
                json!(row.groups.join(" less ")),
                json!("difference"),
                Value::Null,
                json!(row.estimate),
                json!(row.se),
                Value::Null,
                lower,
                upper,
                json!(row.p),
                json!(row.n),
            ]);
        }
        sheet
    }

    fn chart(&self, by: &[String]) -> Chart {
        let interval = |row: &Row| {
            let (lower, upper) = row.ci.map_or((row.estimate, Some(row.estimate)), |ci| (ci.lower, ci.upper));
            (row.title(", "), row.estimate, lower, upper)
        };
        let title = match by {
            [] => "Estimates of the survey".to_owned(),
            by => format!("Estimates of the survey by {}", by.join(", ")),
        };
        Chart {
            title,
            description: format!("{} Each line is a {}% interval.", self.sentence(), self.level * 100.0),
            x_label: "Estimate".to_owned(),
            y_label: String::new(),
            marks: Marks::Intervals { rows: self.estimates.iter().map(interval).collect(), reference: None },
        }
    }
}

/// "1 row is", "7 rows are".
fn rows(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 row {one}") } else { format!("{count} rows {many}") }
}

/// A number as a sentence tells it: five digits.
fn figure(value: f64) -> String {
    let size = value.abs();
    if size >= 1e5 {
        return format!("{value:.0}");
    }
    if size != 0.0 && size < 1e-4 {
        return format!("{value:.1e}");
    }
    let before = if size >= 1.0 { size.log10().floor() as usize + 1 } else { 1 };
    let text = format!("{value:.*}", 5_usize.saturating_sub(before));
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
