//! `comity analyse survey-regression`: what goes with an answer, with errors that know how the sample was drawn.

use clap::{Args, ValueEnum};
use comity_charts::{Chart, Marks};
use comity_methods::numeric::glm::Family;
use comity_methods::survey::regression::{Model, Regression, Term, regress};
use comity_methods::{Caution, counted};
use serde::Serialize;
use serde_json::json;

use super::known::Known;
use super::sample::{Sample, labels};
use crate::answer::{Answer, Sheet};
use crate::fault::Fault;
use crate::input::{File, Table};

/// What goes with an answer? A regression on a survey (linear, counts or yes and no), with errors that know how the
/// sample was drawn.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  comity analyse survey-regression apistrat.csv --weight pw --strata stype --fpc fpc --response api00 --on ell,meals
  comity analyse survey-regression apiclus1.csv --weight pw --cluster dnum --fpc fpc --family logit --response sch.wide=Yes --on stype,meals")]
pub struct SurveyRegression {
    #[command(flatten)]
    file: File,
    #[command(flatten)]
    sample: Sample,
    #[command(flatten)]
    known: Known,
    /// The column to be explained: numbers, or COL=ANSWER for whether the answer is given.
    #[arg(long, value_name = "COL[=ANSWER]")]
    response: String,
    /// The columns that may explain it. Columns of text are categories, compared with the first in order.
    #[arg(long, value_name = "COL,COL", value_delimiter = ',', required = true)]
    on: Vec<String>,
    /// Columns of numbers that are categories all the same.
    #[arg(long, value_name = "COL,COL", value_delimiter = ',')]
    category: Vec<String>,
    /// linear for numbers; poisson for counts; logit for yes and no (1 and 0, or shares).
    #[arg(long, value_enum, default_value_t)]
    family: FamilyName,
    /// With --family poisson: the column of what the counts are counted in (people, nights), so that rates are compared.
    #[arg(long, value_name = "COL")]
    exposure: Option<String>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
enum FamilyName {
    #[default]
    Linear,
    Poisson,
    Logit,
}

impl From<FamilyName> for Family {
    fn from(name: FamilyName) -> Self {
        match name {
            FamilyName::Linear => Self::Gaussian,
            FamilyName::Poisson => Self::Poisson,
            FamilyName::Logit => Self::Binomial,
        }
    }
}

#[derive(Serialize)]
struct Told<'a> {
    family: FamilyName,
    #[serde(flatten)]
    regression: &'a Regression,
    dropped: usize,
}

impl SurveyRegression {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let (response, wanted) = match self.response.split_once('=') {
            Some((column, answer)) => (column, Some(answer)),
            None => (self.response.as_str(), None),
        };
        if self.exposure.is_some() && self.family != FamilyName::Poisson {
            return Err(Fault::input("--exposure: an exposure belongs to --family poisson"));
        }
        if let Some(stray) = self.category.iter().find(|column| !self.on.contains(column)) {
            return Err(Fault::input(format!("--category {stray}: the column is not among those of --on")));
        }
        let mut columns = self.sample.columns();
        columns.extend(self.known.columns()?);
        let model: Vec<&str> = std::iter::once(response)
            .chain(self.on.iter().map(String::as_str))
            .chain(self.exposure.as_deref())
            .collect();
        columns.extend(&model);
        let table = self.file.read(&columns)?;
        let (design, mut cautions) = self.known.apply(self.sample.design(&table)?, &table)?;
        let used = with_values(&table, &model)?;
        let values = responses(&table, response, wanted, &used)?;
        let terms: Vec<Term> =
            self.on.iter().map(|column| self.term(&table, column, &used)).collect::<Result<_, _>>()?;
        let offset = self.exposure.as_deref().map(|column| logarithms(&table, column, &used)).transpose()?;
        let asked = Model {
            family: self.family.into(),
            response: &values,
            terms: &terms,
            offset: offset.as_deref(),
            used: Some(&used),
        };
        let fitted = regress(&design, &asked, self.level)
            .map_err(|error| self.sample.fault(&table, error, &[("response", response)]))?;
        let dropped = used.iter().filter(|used| !**used).count();
        cautions.extend(left_out(dropped));
        self.told(&fitted, dropped, cautions)
    }

    fn term(&self, table: &Table, column: &str, used: &[bool]) -> Result<Term, Fault> {
        let (codes, names) = labels(table, column)?;
        let numbers = names.iter().all(|name| name.parse::<f64>().is_ok_and(f64::is_finite));
        if numbers && !self.category.iter().any(|category| category == column) {
            let values = table.numbers_or_none(column)?.into_iter().map(|value| value.unwrap_or(0.0)).collect();
            return Ok(Term { name: column.to_owned(), columns: vec![(column.to_owned(), values)] });
        }
        let there = |code: u32| codes.iter().zip(used).any(|(at, used)| *used && *at == Some(code));
        let present: Vec<(u32, &String)> = (0..).zip(&names).filter(|(code, _)| there(*code)).collect();
        if present.len() < 2 {
            return Err(Fault::input(format!("--on {column}: every row says the same, there is nothing to compare")));
        }
        if present.len() > 100 {
            let many = present.len();
            return Err(Fault::input(format!("--on {column}: text with {many} different answers is no category")));
        }
        let indicator = |(code, name): &(u32, &String)| {
            let values = codes.iter().map(|at| f64::from(u8::from(*at == Some(*code)))).collect();
            (format!("{column}={name}"), values)
        };
        Ok(Term { name: column.to_owned(), columns: present.iter().skip(1).map(indicator).collect() })
    }

    fn told(&self, fitted: &Regression, dropped: usize, cautions: Vec<Caution>) -> Result<Answer, Fault> {
        let result = Told { family: self.family, regression: fitted, dropped };
        let mut sheet = Sheet::new(["name", "estimate", "se", "t", "p", "lower", "upper", "ratio"]);
        for one in &fitted.coefficients {
            sheet.row([
                json!(one.name),
                json!(one.estimate),
                json!(one.se),
                json!(one.t),
                json!(one.p),
                json!(one.ci.map(|ci| ci.lower)),
                json!(one.ci.and_then(|ci| ci.upper)),
                json!(one.ratio),
            ]);
        }
        let clear = fitted.coefficients.iter().skip(1).filter(|one| one.p.is_some_and(|p| p < 1.0 - self.level));
        let names: Vec<&str> = clear.map(|one| one.name.as_str()).collect();
        let found = match names.as_slice() {
            [] => format!("nothing of {} goes with it clearly", self.on.join(", ")),
            [one] => format!("{one} goes with it (p below {:.3})", 1.0 - self.level),
            names => format!("{} go with it (p below {:.3})", names.join(", "), 1.0 - self.level),
        };
        let sentence = format!("{} on {} rows: {found}.", self.response, fitted.n);
        let mut answer = Answer::new("survey-regression", &result, sentence)?.input("file", self.file.name());
        answer.inputs.extend(self.sample.inputs());
        answer.inputs.extend(self.known.inputs());
        Ok(answer
            .input("response", self.response.clone())
            .input("on", json!(self.on))
            .input("category", json!(self.category))
            .input("family", json!(self.family))
            .input("exposure", json!(self.exposure))
            .input("level", self.level)
            .sheet(sheet)
            .chart(self.chart(fitted))
            .warnings(cautions)
            .warnings(fitted.cautions.clone()))
    }

    fn chart(&self, fitted: &Regression) -> Chart {
        let ratio = self.family != FamilyName::Linear;
        let row = |one: &comity_methods::survey::regression::Coefficient| {
            let (estimate, ci) = if ratio { (one.ratio?, one.ratio_ci?) } else { (one.estimate, one.ci?) };
            Some((one.name.clone(), estimate, ci.lower, ci.upper))
        };
        let what = match self.family {
            FamilyName::Linear => "Change of the response",
            FamilyName::Poisson => "Rate ratio",
            FamilyName::Logit => "Odds ratio",
        };
        Chart {
            title: format!("What goes with {}", self.response),
            description: format!("{what} for each column, with {}% intervals.", self.level * 100.0),
            x_label: what.to_owned(),
            y_label: String::new(),
            marks: Marks::Intervals {
                rows: fitted.coefficients.iter().skip(1).filter_map(row).collect(),
                reference: Some(if ratio { 1.0 } else { 0.0 }),
            },
        }
    }
}

/// Whether each row has a value in each of `columns`.
pub fn with_values(table: &Table, columns: &[&str]) -> Result<Vec<bool>, Fault> {
    let mut used = vec![true; table.rows()];
    for column in columns {
        for (used, text) in used.iter_mut().zip(table.text(column)?) {
            *used &= !matches!(text, "" | "NA" | "NaN" | "nan");
        }
    }
    if used.iter().any(|used| *used) {
        return Ok(used);
    }
    Err(Fault::input(format!("no row has a value in each of {}", columns.join(", "))))
}

/// How many rows had no value, as a warning; they keep their place in the design.
pub fn left_out(dropped: usize) -> Option<Caution> {
    let text =
        format!("Left out: {} without a value in one of the columns; the design keeps them.", counted(dropped, "row"));
    (dropped > 0).then(|| Caution::found("no-value", text))
}

/// The numbers of `column`, 0 where the row is not in use; or whether the answer is the `wanted` one.
fn responses(table: &Table, column: &str, wanted: Option<&str>, used: &[bool]) -> Result<Vec<f64>, Fault> {
    let Some(wanted) = wanted else {
        return Ok(table.numbers_or_none(column)?.into_iter().map(|value| value.unwrap_or(0.0)).collect());
    };
    let values: Vec<f64> = table.text(column)?.iter().map(|text| f64::from(u8::from(*text == wanted))).collect();
    if values.iter().zip(used).any(|(value, used)| *used && *value > 0.0) {
        return Ok(values);
    }
    let (_, there) = labels(table, column)?;
    let there: Vec<&str> = there.iter().take(20).map(String::as_str).collect();
    Err(Fault::input(format!("--response {column}={wanted}: nobody answered so; there are {}", there.join(", "))))
}

fn logarithms(table: &Table, column: &str, used: &[bool]) -> Result<Vec<f64>, Fault> {
    let one = |(row, (value, used)): (usize, (Option<f64>, &bool))| match value {
        Some(value) if *used && value <= 0.0 => {
            Err(table.wrong(row, column, format!("found {value}, expected a number above zero")))
        }
        Some(value) if *used => Ok(value.ln()),
        _ => Ok(0.0),
    };
    table.numbers_or_none(column)?.into_iter().zip(used).enumerate().map(one).collect()
}
