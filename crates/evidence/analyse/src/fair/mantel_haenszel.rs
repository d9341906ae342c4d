//! `comity analyse mantel-haenszel`: one ratio over many strata.

use std::collections::BTreeMap;

use clap::Args;
use comity_charts::{Chart, Marks};
use comity_methods::fair::mantel_haenszel::{
    Common, Exposed, MantelHaenszel as Found, RateRatio, Table as Crossed, Test, mantel_haenszel, rate_ratio,
};
use comity_methods::{Caution, counted};
use serde::Serialize;
use serde_json::{Value, json};

use super::columns::{Reading, events};
use super::groups::Unknown;
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// Does a difference between two groups stand when like is compared with like? (Mantel-Haenszel)
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  comity analyse mantel-haenszel stops.csv --stratum neighborhood --group race \
                        --compare Black,White --event personSearch\n  comity analyse mantel-haenszel counts.csv \
                        --stratum area --group group --compare a,b --event n --time hours")]
pub struct MantelHaenszel {
    #[command(flatten)]
    file: File,
    /// What is held fixed: area, age, time of day. Several columns are crossed.
    #[arg(long, value_name = "COL,…", value_delimiter = ',', required = true)]
    stratum: Vec<String>,
    /// The group of each row.
    #[arg(long, value_name = "COL")]
    group: String,
    /// The group asked about and the one it is compared with. [default: the only two there are]
    #[arg(long, value_name = "GROUP,REFERENCE", value_delimiter = ',')]
    compare: Vec<String>,
    /// Whether it happened (1/0, yes/no); with --time, how often.
    #[arg(long, value_name = "COL")]
    event: String,
    /// The values of the event column that count as an event.
    #[arg(long, value_name = "VALUE,…", value_delimiter = ',')]
    event_is: Vec<String>,
    /// How many the row stands for; without it every row is one.
    #[arg(long, value_name = "COL", conflicts_with = "time")]
    count: Option<String>,
    /// The time (or people) in which the events happened: a ratio of rates in place of odds.
    #[arg(long, value_name = "COL")]
    time: Option<String>,
    #[command(flatten)]
    unknown: Unknown,
    /// The confidence of the interval.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

/// What the rows of one stratum sum to: (with, without) or (events, time), of the group and of the reference.
type Sums = BTreeMap<String, [[f64; 2]; 2]>;

#[derive(Serialize)]
struct Told<T> {
    #[serde(flatten)]
    found: T,
    group: String,
    reference: String,
    /// Rows of other groups, of unknown group or stratum, and without a value: in no stratum.
    rows_of_others: usize,
    rows_unknown: usize,
    dropped: usize,
}

impl MantelHaenszel {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let mut needed = vec![self.event.as_str()];
        needed.extend(self.count.iter().chain(&self.time).map(String::as_str));
        let mut columns = needed.clone();
        columns.push(&self.group);
        columns.extend(self.stratum.iter().map(String::as_str));
        let (table, dropped) = self.file.read(&columns)?.complete(&needed)?;
        let groups = table.text(&self.group)?;
        let [group, reference] = self.compared(&groups)?;
        let (sums, others, unknown) = self.sums(&table, &groups, [&group, &reference])?;
        let mut cautions = super::groups::dropped(dropped, &needed.join(", ")).into_iter().collect::<Vec<_>>();
        if unknown > 0 {
            let share = unknown as f64 / table.rows() as f64 * 100.0;
            let text =
                format!("The group or the stratum of {unknown} rows ({share:.1}%) is unknown; they are left out.");
            cautions.push(Caution::found("unknown-groups", text));
        }
        let wrap = |group, reference| (group, reference, others, unknown, dropped);
        match self.time {
            None => self.odds(&sums, wrap(group, reference), cautions),
            Some(_) => self.rates(&sums, wrap(group, reference), cautions),
        }
    }

    fn compared(&self, groups: &[&str]) -> Result<[String; 2], Fault> {
        let mut present: Vec<&str> = groups.iter().copied().filter(|name| !self.unknown.means(name)).collect();
        present.sort_unstable();
        present.dedup();
        let named = if self.compare.is_empty() {
            present.iter().map(|name| (*name).to_owned()).collect()
        } else {
            self.compare.clone()
        };
        let [group, reference] = <[String; 2]>::try_from(named).map_err(|named| {
            let column = &self.group;
            Fault::input(format!("column {column} has {} groups: --compare GROUP,REFERENCE names the two", named.len()))
        })?;
        let absent = [&group, &reference].into_iter().find(|name| !present.contains(&name.as_str()));
        if let Some(name) = absent {
            return Err(Fault::input(format!("--compare {name}: column {} has no such group", self.group)));
        }
        Ok([group, reference])
    }

    /// The sums of each stratum, and the rows of other groups and of unknown ones.
    fn sums(&self, table: &Table, groups: &[&str], compared: [&str; 2]) -> Result<(Sums, usize, usize), Fault> {
        let (happened, reading) = events(table, &self.event, &self.event_is)?;
        let weight = match self.count.as_ref().or(self.time.as_ref()) {
            Some(column) => table.numbers(column)?,
            None => vec![1.0; table.rows()],
        };
        if let Some(row) = weight.iter().position(|weight| *weight < 0.0) {
            let (column, found) = (self.count.as_ref().or(self.time.as_ref()), weight.get(row));
            let what = format!("found {}, expected a number not below zero", found.copied().unwrap_or_default());
            return Err(table.wrong(row, column.map(String::as_str).unwrap_or_default(), what));
        }
        if self.time.is_none() {
            self.yes_or_no(table, &happened, reading)?;
        }
        let strata: Vec<Vec<&str>> = self.stratum.iter().map(|column| table.text(column)).collect::<Result<_, _>>()?;
        let (mut sums, mut others, mut unknown) = (Sums::new(), 0, 0);
        for (row, group) in groups.iter().enumerate() {
            let parts: Vec<&str> = strata.iter().filter_map(|column| column.get(row).copied()).collect();
            if self.unknown.means(group) || parts.iter().any(|part| self.unknown.means(part)) {
                unknown += 1;
                continue;
            }
            let Some(side) = compared.iter().position(|name| name == group) else {
                others += 1;
                continue;
            };
            let value = |values: &[f64]| values.get(row).copied().unwrap_or_default();
            let (yes, weight) = (value(&happened), value(&weight));
            let cells = if self.time.is_some() { [yes, weight] } else { [yes * weight, (1.0 - yes) * weight] };
            let stratum = sums.entry(parts.join(" / ")).or_default();
            if let Some(slot) = stratum.get_mut(side) {
                slot.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += cell);
            }
        }
        Ok((sums, others, unknown))
    }

    fn yes_or_no(&self, table: &Table, happened: &[f64], reading: Reading) -> Result<(), Fault> {
        let wrong = happened.iter().position(|value| *value > 1.0);
        match (reading, wrong) {
            (Reading::Rows, _) => {
                let text = "neither yes nor no; --event-is VALUE says which values are events";
                Err(table.wrong(0, &self.event, text))
            }
            (_, Some(row)) => {
                Err(table.wrong(row, &self.event, "1 or 0 is needed; --count says how many a row stands for"))
            }
            (_, None) => Ok(()),
        }
    }

    fn odds(
        &self,
        sums: &Sums,
        told: (String, String, usize, usize, usize),
        cautions: Vec<Caution>,
    ) -> Result<Answer, Fault> {
        let tables: Vec<Crossed> = sums.values().map(|[[a, b], [c, d]]| Crossed::new(*a, *b, *c, *d)).collect();
        let found = mantel_haenszel(&tables, self.level)?;
        let all = [("odds ratio", found.odds_ratio), ("risk ratio", found.risk_ratio)];
        let tests = [
            ("test", found.test),
            ("test_corrected", found.test_corrected),
            ("breslow_day", found.breslow_day),
            ("tarone", found.tarone),
        ];
        let warnings: Vec<Caution> = found.cautions.iter().cloned().chain(cautions).collect();
        let told = wrapped::<Found>(found.clone(), told);
        self.finish(&told, &told.group, &told.reference, found.strata, &all, &tests, warnings)
    }

    fn rates(
        &self,
        sums: &Sums,
        told: (String, String, usize, usize, usize),
        mut cautions: Vec<Caution>,
    ) -> Result<Answer, Fault> {
        let timed = |[[_, one], [_, other]]: &[[f64; 2]; 2]| *one > 0.0 && *other > 0.0;
        let strata: Vec<Exposed> = sums
            .values()
            .filter(|cells| timed(cells))
            .map(|[[a, one], [b, other]]| Exposed {
                group_events: *a,
                group_time: *one,
                others_events: *b,
                others_time: *other,
            })
            .collect();
        let out: Vec<f64> = sums.values().filter(|cells| !timed(cells)).map(|[[a, _], [b, _]]| a + b).collect();
        if !out.is_empty() {
            let events = counted(out.iter().sum::<f64>(), "event");
            let text =
                format!("Left out, as one of the two groups has no time in them: {} strata with {events}.", out.len());
            cautions.push(Caution::found("strata-without-time", text));
        }
        let found = rate_ratio(&strata, self.level)?;
        let all = [("rate ratio", found.rate_ratio)];
        let tests = [("test", found.test), ("homogeneity", found.homogeneity)];
        let warnings: Vec<Caution> = found.cautions.iter().cloned().chain(cautions).collect();
        let told = wrapped::<RateRatio>(found.clone(), told);
        self.finish(&told, &told.group, &told.reference, found.strata, &all, &tests, warnings)
    }

    #[allow(clippy::too_many_arguments, reason = "what the two kinds of ratio share, each told once")]
    fn finish(
        &self,
        told: &impl Serialize,
        group: &str,
        reference: &str,
        strata: usize,
        ratios: &[(&str, Option<Common>)],
        tests: &[(&str, Option<Test>)],
        warnings: Vec<Caution>,
    ) -> Result<Answer, Fault> {
        let sentence = match ratios.first() {
            Some((name, Some(common))) => format!(
                "Over {strata} strata the {name} of {group} against {reference} is {:.4} ({:.0}% interval {:.4} to {:.4}).",
                common.estimate,
                self.level * 100.0,
                common.ci.lower,
                common.ci.upper.unwrap_or(f64::INFINITY),
            ),
            _ => format!(
                "Over {strata} strata there is no ratio of {group} against {reference}: a sum of products is zero."
            ),
        };
        let chart = Chart {
            title: format!("{group} against {reference}"),
            description: sentence.clone(),
            x_label: "ratio".to_owned(),
            y_label: String::new(),
            marks: Marks::Intervals {
                rows: ratios
                    .iter()
                    .filter_map(|(name, common)| {
                        common.map(|one| ((*name).to_owned(), one.estimate, one.ci.lower, one.ci.upper))
                    })
                    .collect(),
                reference: Some(1.0),
            },
        };
        Ok(Answer::new("mantel-haenszel", told, sentence)?
            .input("file", self.file.name())
            .input("stratum", json!(self.stratum))
            .input("group", self.group.as_str())
            .input("compare", json!([group, reference]))
            .input("event", self.event.as_str())
            .input("event_is", json!(self.event_is))
            .input("count", json!(self.count))
            .input("time", json!(self.time))
            .input("unknown", json!(self.unknown.unknown))
            .input("level", self.level)
            .sheet(sheet(ratios, tests))
            .chart(chart)
            .warnings(warnings))
    }
}

fn wrapped<T>(found: T, told: (String, String, usize, usize, usize)) -> Told<T> {
    let (group, reference, rows_of_others, rows_unknown, dropped) = told;
    Told { found, group, reference, rows_of_others, rows_unknown, dropped }
}

fn sheet(ratios: &[(&str, Option<Common>)], tests: &[(&str, Option<Test>)]) -> Sheet {
    let mut sheet = Sheet::new(["what", "estimate", "lower", "upper", "chi_squared", "freedom", "p"]);
    for (name, common) in ratios {
        sheet.row([
            json!(name),
            json!(common.map(|one| one.estimate)),
            json!(common.map(|one| one.ci.lower)),
            json!(common.and_then(|one| one.ci.upper)),
            Value::Null,
            Value::Null,
            json!(common.map(|one| one.p)),
        ]);
    }
    for (name, test) in tests {
        let none = [Value::Null, Value::Null, Value::Null];
        let numbers =
            [json!(test.map(|one| one.chi_squared)), json!(test.map(|one| one.freedom)), json!(test.map(|one| one.p))];
        sheet.row(std::iter::once(json!(name)).chain(none).chain(numbers));
    }
    sheet
}
