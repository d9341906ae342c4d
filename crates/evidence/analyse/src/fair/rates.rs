//! `comity analyse rates`: rates with intervals, plain and standardised.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::fair::rates::{Method, Rate, Standardised, rates, standardised};
use comity_methods::{Caution, counted};
use serde::Serialize;
use serde_json::json;

use super::groups::dropped;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// How often does it happen, for how many people? (rates with intervals, standardised where asked)
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  comity analyse rates wards.csv --group ward --events n --population people\n  \
                        comity analyse rates wards.csv --group ward --events n --population people --standard standard")]
pub struct Rates {
    #[command(flatten)]
    file: File,
    /// The group (area, year) of each row.
    #[arg(long, value_name = "COL")]
    group: String,
    /// The number of events; rows of one group are summed.
    #[arg(long, value_name = "COL")]
    events: String,
    /// The number of people (or hours, or homes).
    #[arg(long, value_name = "COL")]
    population: String,
    /// The standard's people in the row's stratum (age, sex): each row is one stratum of its group, and every group's rate is
    /// told as if it were made up as the standard. Every group needs every stratum.
    #[arg(long, value_name = "COL")]
    standard: Option<String>,
    /// Tell the rates per this many.
    #[arg(long, value_name = "N", default_value_t = 1000.0)]
    per: f64,
    /// How the intervals are made.
    #[arg(long, value_enum, default_value_t = Interval::Exact)]
    interval: Interval,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Interval {
    Exact,
    Byar,
    Wald,
    Score,
}

impl Interval {
    fn method(self) -> (Method, &'static str) {
        match self {
            Self::Exact => (Method::Exact, "exact"),
            Self::Byar => (Method::Byar, "byar"),
            Self::Wald => (Method::Wald, "wald"),
            Self::Score => (Method::Score, "score"),
        }
    }
}

#[derive(Serialize)]
struct Named {
    group: String,
    #[serde(flatten)]
    rate: Rate,
    standardised: Option<Standardised>,
}

#[derive(Serialize)]
struct Told {
    groups: Vec<Named>,
    overall: Rate,
    per: f64,
    n: f64,
    dropped: usize,
}

#[derive(Default)]
struct Strata {
    events: Vec<f64>,
    population: Vec<f64>,
    standard: Vec<f64>,
}

impl Rates {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let mut columns = vec![self.group.as_str(), &self.events, &self.population];
        columns.extend(self.standard.as_deref());
        let (table, left_out) = self.file.read(&columns)?.complete(&columns)?;
        let strata = self.strata(&table)?;
        self.one_standard(&table, &strata)?;
        let sum = |values: fn(&Strata) -> &Vec<f64>| -> Vec<f64> {
            strata.values().map(|one| values(one).iter().sum()).collect()
        };
        let (method, method_name) = self.interval.method();
        let plain = rates(&sum(|one| &one.events), &sum(|one| &one.population), self.per, method, self.level)?;
        let mut cautions = plain.cautions.clone();
        cautions.extend(dropped(left_out, &columns.join(", ")));
        let mut groups = Vec::new();
        for ((name, one), rate) in strata.iter().zip(plain.rates) {
            let found = match &self.standard {
                None => None,
                Some(_) => Some(standardised(&one.events, &one.population, &one.standard, self.per, self.level)?),
            };
            cautions.extend(found.iter().flat_map(|found| &found.cautions).map(|new| of_group(new, name)));
            groups.push(Named { group: (*name).to_owned(), rate, standardised: found });
        }
        once(&mut cautions);
        let told = Told { groups, overall: plain.overall, per: self.per, n: plain.n, dropped: left_out };
        Ok(Answer::new("rates", &told, sentence(&told))?
            .input("file", self.file.name())
            .input("group", self.group.as_str())
            .input("events", self.events.as_str())
            .input("population", self.population.as_str())
            .input("standard", json!(self.standard))
            .input("per", self.per)
            .input("interval", method_name)
            .input("level", self.level)
            .sheet(sheet(&told))
            .chart(chart(&told))
            .warnings(cautions))
    }

    /// Every group's rows sum to the same standard. A group that lacks a stratum would be held against another standard than
    /// the others, and no longer be comparable.
    fn one_standard(&self, table: &Table, strata: &BTreeMap<&str, Strata>) -> Result<(), Fault> {
        let Some(column) = &self.standard else { return Ok(()) };
        let whole = |one: &Strata| one.standard.iter().sum::<f64>();
        let fullest = strata.iter().max_by(|a, b| whole(a.1).total_cmp(&whole(b.1)));
        let Some((most, full)) = fullest else { return Ok(()) };
        let short = |one: &Strata| whole(one) < whole(full) * (1.0 - 1e-9);
        let Some((name, lacking)) = strata.iter().find(|(_, one)| short(one)) else { return Ok(()) };
        let what = format!(
            "{name} has a standard of {} in {}, {most} one of {} in {}; every group needs the row of every stratum, or \
             their rates are held against different standards",
            whole(lacking),
            counted(lacking.standard.len(), "row"),
            whole(full),
            counted(full.standard.len(), "row"),
        );
        let first = table.text(&self.group)?.iter().position(|group| group == name).unwrap_or_default();
        Err(table.wrong(first, column, what))
    }

    /// The rows of each group, each value looked at where it stands.
    fn strata<'a>(&self, table: &'a Table) -> Result<BTreeMap<&'a str, Strata>, Fault> {
        let (events, population) = (table.numbers(&self.events)?, table.numbers(&self.population)?);
        let standard = self.standard.as_ref().map(|column| table.numbers(column)).transpose()?;
        let mut strata = BTreeMap::<&str, Strata>::new();
        for (row, name) in table.text(&self.group)?.into_iter().enumerate() {
            let at = |values: &[f64]| values.get(row).copied().unwrap_or_default();
            let (count, people) = (at(&events), at(&population));
            if count < 0.0 || count.fract() != 0.0 {
                let what = format!("found {count}, expected a whole number not below zero");
                return Err(table.wrong(row, &self.events, what));
            }
            if people <= 0.0 {
                return Err(table.wrong(
                    row,
                    &self.population,
                    format!("found {people}, expected a number above zero"),
                ));
            }
            let standard = standard.as_ref().map_or(0.0, |values| at(values));
            if standard < 0.0 {
                let column = self.standard.as_deref().unwrap_or_default();
                return Err(table.wrong(row, column, format!("found {standard}, expected a number not below zero")));
            }
            let one = strata.entry(name).or_default();
            one.events.push(count);
            one.population.push(people);
            one.standard.push(standard);
        }
        Ok(strata)
    }
}

/// What was found in one group says so.
fn of_group(caution: &Caution, group: &str) -> Caution {
    match caution.found {
        true => Caution::found(caution.code, format!("{group}: {}", caution.text)),
        false => caution.clone(),
    }
}

/// Each condition once, whatever the number of groups that meet it.
fn once(cautions: &mut Vec<Caution>) {
    let mut seen = Vec::new();
    cautions.retain(|caution| {
        let new = !seen.contains(&caution.text);
        seen.push(caution.text.clone());
        new
    });
}

fn sentence(told: &Told) -> String {
    format!(
        "{} among {}: {:.3} per {} ({:.0}% interval {:.3} to {:.3}), in {}.",
        counted(told.overall.events, "event"),
        told.overall.population,
        told.overall.rate,
        told.per,
        told.overall.ci.level * 100.0,
        told.overall.ci.lower,
        told.overall.ci.upper.unwrap_or(f64::INFINITY),
        counted(told.groups.len(), "group"),
    )
}

fn sheet(told: &Told) -> Sheet {
    Sheet::of(
        &told.groups,
        [
            ("group", |one| json!(one.group)),
            ("events", |one| json!(one.rate.events)),
            ("population", |one| json!(one.rate.population)),
            ("rate", |one| json!(one.rate.rate)),
            ("lower", |one| json!(one.rate.ci.lower)),
            ("upper", |one| json!(one.rate.ci.upper)),
            ("standardised", |one| json!(one.standardised.as_ref().map(|found| found.rate))),
            ("standardised_lower", |one| json!(one.standardised.as_ref().map(|found| found.ci.lower))),
            ("standardised_upper", |one| json!(one.standardised.as_ref().and_then(|found| found.ci.upper))),
        ],
    )
}

fn chart(told: &Told) -> Chart {
    let row = |one: &Named| match &one.standardised {
        Some(found) => (one.group.clone(), found.rate, found.ci.lower, found.ci.upper),
        None => (one.group.clone(), one.rate.rate, one.rate.ci.lower, one.rate.ci.upper),
    };
    Chart {
        title: "Rates".to_owned(),
        description: sentence(told),
        x_label: format!("per {}", told.per),
        y_label: String::new(),
        marks: Marks::Intervals { rows: told.groups.iter().map(row).collect(), reference: Some(told.overall.rate) },
    }
}
