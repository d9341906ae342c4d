//! `comity analyse power`: what a comparison could see, before starting.

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::effect::power::{Plan, Power as Found, smallest_reduction};
use serde_json::json;

use crate::answer::{Answer, Sheet};
use crate::fault::Fault;

/// Before starting: how small a reduction could these numbers show?
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  comity analyse power --treated 240 --control 300 --months 12,12")]
pub struct Power {
    /// Events in the area to be treated, in the time before.
    #[arg(long, value_name = "N")]
    treated: f64,
    /// Events in the control area, in the time before; without it the treated area is compared with its own past.
    #[arg(long, value_name = "N")]
    control: Option<f64>,
    /// Events around the treated and around the control area, if displacement is to be counted.
    #[arg(long, value_name = "NT,NC", value_delimiter = ',')]
    near: Vec<f64>,
    /// Months (or any unit) before and after.
    #[arg(long, value_name = "BEFORE,AFTER", value_delimiter = ',', default_value = "12,12")]
    months: Vec<f64>,
    /// How many times as much as Poisson counts the counts vary; `comity analyse interrupted` tells it as dispersion.
    #[arg(long, default_value_t = 1.0)]
    dispersion: f64,
    /// The share of tests that may tell an effect where there is none.
    #[arg(long, default_value_t = 0.05)]
    alpha: f64,
    /// The share of true effects to be found.
    #[arg(long, default_value_t = 0.8)]
    power: f64,
    /// Ask for a reduction alone, not for any change.
    #[arg(long)]
    one_sided: bool,
}

impl Power {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let near = match self.near.as_slice() {
            [] => None,
            [treated, control] => Some([*treated, *control]),
            given => return Err(Fault::input(format!("--near: {} values given, two are needed", given.len()))),
        };
        let [before, after] = self.months.as_slice() else {
            return Err(Fault::input(format!("--months: {} values given, two are needed", self.months.len())));
        };
        let plan = Plan {
            treated: self.treated,
            control: self.control,
            near,
            months: [*before, *after],
            dispersion: self.dispersion,
            alpha: self.alpha,
            power: self.power,
            two_sided: !self.one_sided,
        };
        let found = smallest_reduction(&plan)?;
        Ok(Answer::new("power", &found, sentence(&found, self.power))?
            .input("treated", self.treated)
            .input("control", json!(self.control))
            .input("near", json!(near))
            .input("months", json!(plan.months))
            .input("dispersion", self.dispersion)
            .input("alpha", self.alpha)
            .input("power", self.power)
            .input("two_sided", plan.two_sided)
            .sheet(sheet(&found))
            .chart(chart(&found))
            .warnings(found.cautions.iter().cloned()))
    }
}

fn sentence(found: &Found, power: f64) -> String {
    match found.smallest_reduction {
        Some(share) => format!(
            "With these numbers you could not see less than {:.0}%: a true reduction of {:.1}% ({:.1} of {:.1} events \
             expected) is told in {:.0}% of such comparisons, a smaller one less often.",
            (share * 100.0).ceil(),
            share * 100.0,
            found.smallest_count.unwrap_or_default(),
            found.expected,
            power * 100.0,
        ),
        None => format!(
            "With these numbers you could not see any reduction: even if none of the {:.1} events expected happened, fewer \
             than {:.0}% of such comparisons would tell it.",
            found.expected,
            power * 100.0,
        ),
    }
}

fn sheet(found: &Found) -> Sheet {
    let mut sheet = Sheet::new(["reduction", "power"]);
    for chance in &found.chances {
        sheet.row([json!(chance.reduction), json!(chance.power)]);
    }
    sheet
}

fn chart(found: &Found) -> Chart {
    let points = found.chances.iter().map(|chance| (chance.reduction * 100.0, chance.power * 100.0)).collect();
    Chart {
        title: "What the comparison could see".to_owned(),
        description: "The share of comparisons that tell a true reduction, by its size.".to_owned(),
        x_label: "true reduction, %".to_owned(),
        y_label: "told, %".to_owned(),
        marks: Marks::Lines(vec![("power".to_owned(), points)]),
    }
}
