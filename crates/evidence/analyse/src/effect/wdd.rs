//! `comity analyse wdd`: the weighted displacement difference and quotient.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::effect::displacement::{
    Areas, Counts, Difference, Scale, Wdd as Found, Wdq, displacement_quotient, weighted_difference,
};
use serde::Serialize;
use serde_json::{Value, json};

use crate::answer::{Answer, Sheet};
use crate::fault::Fault;

/// Did a treated place do better than its control, and did the harm move next door? (weighted displacement difference)
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse wdd --treated 207,110 --control 308,318 \
                        --near-treated 178,157 --near-control 150,140")]
pub struct Wdd {
    /// Events in the treated area before and after.
    #[arg(long, value_name = "BEFORE,AFTER", value_delimiter = ',', required = true)]
    treated: Vec<f64>,
    /// Events in the control area before and after.
    #[arg(long, value_name = "BEFORE,AFTER", value_delimiter = ',', required = true)]
    control: Vec<f64>,
    /// Events around the treated area before and after: where they could have moved to.
    #[arg(long, value_name = "BEFORE,AFTER", value_delimiter = ',', requires = "near_control")]
    near_treated: Vec<f64>,
    /// Events around the control area before and after.
    #[arg(long, value_name = "BEFORE,AFTER", value_delimiter = ',', requires = "near_treated")]
    near_control: Vec<f64>,
    /// Sizes of the treated, control, near treated and near control area, in any one unit: the answer is per unit.
    #[arg(long, value_name = "T,C,NT,NC", value_delimiter = ',')]
    areas: Vec<f64>,
    /// Months (or any unit) before and after: the answer is per month.
    #[arg(long, value_name = "BEFORE,AFTER", value_delimiter = ',')]
    months: Vec<f64>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Serialize)]
struct Told {
    #[serde(flatten)]
    found: Found,
    /// What the difference is counted in.
    unit: &'static str,
    /// The displacement quotient; `None` without nearby areas, or without events in the control area.
    quotient: Option<Wdq>,
}

impl Wdd {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let areas = Areas {
            treated: pair("--treated", &self.treated)?,
            control: pair("--control", &self.control)?,
            near_treated: near("--near-treated", &self.near_treated)?,
            near_control: near("--near-control", &self.near_control)?,
        };
        let scale = self.scale(areas.near_treated.is_some())?;
        let found = weighted_difference(&areas, &scale, self.level)?;
        let silent = areas.control.before == 0.0 || areas.control.after == 0.0;
        let quotient = match areas.near_treated.filter(|_| !silent) {
            Some(near) => Some(displacement_quotient(areas.treated, near, areas.control, self.level)?),
            None => None,
        };
        let told = Told { unit: self.unit(), quotient, found };
        let cautions = told
            .found
            .cautions
            .iter()
            .chain(told.quotient.iter().flat_map(|one| &one.cautions))
            .cloned()
            .collect::<Vec<_>>();
        Ok(Answer::new("wdd", &told, sentence(&told))?
            .input("treated", json!(self.treated))
            .input("control", json!(self.control))
            .input("near_treated", json!(areas.near_treated.map(|_| &self.near_treated)))
            .input("near_control", json!(areas.near_control.map(|_| &self.near_control)))
            .input("areas", json!(scale.areas))
            .input("months", json!(scale.months))
            .input("level", self.level)
            .sheet(sheet(&told.found))
            .chart(chart(&told.found))
            .warnings(cautions))
    }

    fn scale(&self, near: bool) -> Result<Scale, Fault> {
        let mut scale = Scale::default();
        match (self.areas.as_slice(), near) {
            ([], _) => {}
            ([treated, control], false) => scale.areas = [*treated, *control, 1.0, 1.0],
            ([treated, control, one, other], _) => scale.areas = [*treated, *control, *one, *other],
            (given, _) => {
                let needed = if near { "four" } else { "two" };
                return Err(Fault::input(format!("--areas: {} values given, {needed} are needed", given.len())));
            }
        }
        if !self.months.is_empty() {
            let months = pair("--months", &self.months)?;
            scale.months = [months.before, months.after];
        }
        Ok(scale)
    }

    fn unit(&self) -> &'static str {
        match (self.areas.is_empty(), self.months.is_empty()) {
            (true, true) => "events",
            (false, true) => "events per unit of area",
            (true, false) => "events per month",
            (false, false) => "events per unit of area and month",
        }
    }
}

fn pair(name: &str, values: &[f64]) -> Result<Counts, Fault> {
    match values {
        [before, after] => Ok(Counts::new(*before, *after)),
        _ => Err(Fault::input(format!("{name}: {} values given, two are needed (before,after)", values.len()))),
    }
}

fn near(name: &str, values: &[f64]) -> Result<Option<Counts>, Fault> {
    if values.is_empty() { Ok(None) } else { pair(name, values).map(Some) }
}

fn sentence(told: &Told) -> String {
    let found = &told.found;
    let change = |value: f64| format!("{:.2} {}", value.abs(), if value <= 0.0 { "fewer" } else { "more" });
    let change_of_unit =
        format!("{:.2} {} {}", found.wdd.abs(), told.unit, if found.wdd <= 0.0 { "fewer" } else { "more" });
    let Some(ci) = found.ci else {
        return format!("{change_of_unit} than the control areas lead to expect: there are no events to be sure by.");
    };
    let upper = ci.upper.map_or("any number".to_owned(), change);
    let sure = if ci.holds(0.0) { "chance alone could make such a difference" } else { "more than chance makes" };
    format!(
        "{change_of_unit} than the control areas lead to expect ({:.0}% interval: {} to {upper}): {sure}.",
        ci.level * 100.0,
        change(ci.lower),
    )
}

fn parts(found: &Found) -> Vec<(&'static str, Difference)> {
    let whole = Difference { estimate: found.wdd, se: found.se, z: found.z, p: found.p, ci: found.ci };
    let mut parts = vec![("treated", found.local)];
    parts.extend(found.displacement.map(|displacement| ("nearby", displacement)));
    parts.push(("together", whole));
    parts
}

fn sheet(found: &Found) -> Sheet {
    let mut sheet = Sheet::new(["part", "estimate", "se", "z", "p", "lower", "upper"]);
    for (name, part) in parts(found) {
        let numbers = json!([
            part.estimate,
            part.se,
            part.z,
            part.p,
            part.ci.map(|ci| ci.lower),
            part.ci.and_then(|ci| ci.upper)
        ]);
        sheet.row(std::iter::once(Value::from(name)).chain(numbers.as_array().cloned().unwrap_or_default()));
    }
    sheet
}

fn chart(found: &Found) -> Chart {
    // Without an interval there is a point alone.
    let ends = |part: Difference| part.ci.map_or((part.estimate, Some(part.estimate)), |ci| (ci.lower, ci.upper));
    let row = |(name, part): (&str, Difference)| (name.to_owned(), part.estimate, ends(part).0, ends(part).1);
    Chart {
        title: "Weighted displacement difference".to_owned(),
        description: "The difference in the treated area, nearby, and together, with its interval.".to_owned(),
        x_label: "difference".to_owned(),
        y_label: String::new(),
        marks: Marks::Intervals { rows: parts(found).into_iter().map(row).collect(), reference: Some(0.0) },
    }
}
