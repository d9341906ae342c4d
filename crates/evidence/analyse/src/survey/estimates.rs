//! `comity analyse survey`: means, totals, ratios, proportions and quantiles of a sample, by group, and their
//! differences.

use clap::{Args, ValueEnum};
use comity_methods::Caution;
use comity_methods::survey::estimate::{Compared, Settings};
use comity_methods::survey::proportion::Method;
use comity_methods::survey::quantile::Rule;
use serde_json::json;

use super::answers::Report;
use super::groups::Groups;
use super::known::Known;
use super::sample::Sample;
use super::work::Work;
use crate::answer::Answer;
use crate::fault::Fault;
use crate::input::File;

/// What do people say, and how sure can we be? Means, totals, ratios, proportions and quantiles of a survey, with errors
/// that know how the sample was drawn.
#[derive(Clone, Debug, Args)]
#[command(after_help = "Examples:
  comity analyse survey apistrat.csv --weight pw --strata stype --fpc fpc --mean api00 --total enroll
  comity analyse survey apiclus1.csv --weight pw --cluster dnum --fpc fpc --ratio api.stu/enroll
  comity analyse survey apiclus2.csv --weight pw --cluster dnum,snum --fpc fpc1,fpc2 --proportion sch.wide --by stype
  comity analyse survey apistrat.csv --weight pw --strata stype --fpc fpc --mean api00 --by stype --difference E,H
  comity analyse survey apiclus1.csv --weight pw --cluster dnum --fpc fpc --total enroll --poststratify stype=types.csv")]
pub struct Survey {
    #[command(flatten)]
    pub(super) file: File,
    /// The mean of a column of numbers. May be given again, as all of these.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    mean: Vec<String>,
    /// The total of a column of numbers.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    total: Vec<String>,
    /// The ratio of two columns' totals: --ratio A/B
    #[arg(long, value_name = "COL/COL")]
    ratio: Vec<String>,
    /// The share of each answer in a column, or of one answer alone: --proportion COL or --proportion COL=ANSWER
    #[arg(long, value_name = "COL[=ANSWER]")]
    proportion: Vec<String>,
    /// The quantiles of a column of numbers: the median, or those of --at.
    #[arg(long, value_name = "COL", value_delimiter = ',')]
    quantile: Vec<String>,
    /// Which quantiles: the shares of people below them.
    #[arg(long, value_name = "SHARE", value_delimiter = ',', default_value = "0.5")]
    pub(super) at: Vec<f64>,
    /// Which value is the quantile where the shares step over it; the names are those of R's svyquantile.
    #[arg(long, value_enum, default_value_t)]
    pub(super) rule: RuleName,
    /// The groups, each estimated on its own: a column, or several, whose answers are then joined by " / ".
    #[arg(long, value_name = "COL[,COL]", value_delimiter = ',')]
    pub(super) by: Vec<String>,
    /// How much the first group differs from the second, with its error: --difference A,B. May be given again.
    #[arg(long, value_name = "GROUP,GROUP", requires = "by")]
    pub(super) difference: Vec<String>,
    /// The interval of proportions (logit where not said) and of the shares behind quantiles (wald where not said).
    #[arg(long, value_enum, value_name = "METHOD")]
    pub(super) interval: Option<IntervalName>,
    /// The confidence of the intervals.
    #[arg(long, default_value_t = 0.95)]
    level: f64,
    /// The degrees of freedom of the intervals; `inf` for those of the normal distribution. [default: clusters less
    /// strata, of each group]
    #[arg(long, value_name = "N")]
    freedom: Option<f64>,
    /// Against which simple random sample the design effect is told: one without replacement, or one with it.
    #[arg(long, value_enum, default_value_t)]
    deff: ComparedName,
    #[command(flatten)]
    pub(super) sample: Sample,
    #[command(flatten)]
    known: Known,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub enum RuleName {
    #[default]
    Math,
    School,
    Hf3,
    Hf4,
    Hf5,
    Hf6,
    Hf7,
    Hf8,
    Hf9,
    Shahvaish,
}

impl From<RuleName> for Rule {
    fn from(name: RuleName) -> Self {
        match name {
            RuleName::Math => Self::Math,
            RuleName::School => Self::School,
            RuleName::Hf3 => Self::Hf3,
            RuleName::Hf4 => Self::Hf4,
            RuleName::Hf5 => Self::Hf5,
            RuleName::Hf6 => Self::Hf6,
            RuleName::Hf7 => Self::Hf7,
            RuleName::Hf8 => Self::Hf8,
            RuleName::Hf9 => Self::Hf9,
            RuleName::Shahvaish => Self::ShahVaish,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum IntervalName {
    Logit,
    Beta,
    Wilson,
    Arcsine,
    Wald,
}

impl From<IntervalName> for Method {
    fn from(name: IntervalName) -> Self {
        match name {
            IntervalName::Logit => Self::Logit,
            IntervalName::Beta => Self::Beta,
            IntervalName::Wilson => Self::Wilson,
            IntervalName::Arcsine => Self::Arcsine,
            IntervalName::Wald => Self::Wald,
        }
    }
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum ComparedName {
    #[default]
    Without,
    With,
}

/// One thing to estimate, of the columns named.
#[derive(Clone, Debug)]
pub enum Question {
    Mean(String),
    Total(String),
    Ratio(String, String),
    Proportion(String, Option<String>),
    Quantile(String),
}

impl Question {
    fn columns(&self) -> Vec<&str> {
        match self {
            Self::Ratio(above, below) => vec![above, below],
            Self::Mean(column) | Self::Total(column) | Self::Proportion(column, _) | Self::Quantile(column) => {
                vec![column]
            }
        }
    }
}

impl Survey {
    pub fn answer(&self) -> Result<Answer, Fault> {
        let questions = self.questions()?;
        let mut columns = self.sample.columns();
        columns.extend(self.known.columns()?);
        columns.extend(questions.iter().flat_map(Question::columns));
        columns.extend(self.by.iter().map(String::as_str));
        let table = self.file.read(&columns)?;
        let (design, cautions) = self.known.apply(self.sample.design(&table)?, &table)?;
        let groups = Groups::read(&table, &self.by)?;
        let compared = match self.deff {
            ComparedName::Without => Compared::WithoutReplacement,
            ComparedName::With => Compared::WithReplacement,
        };
        let settings = Settings { level: self.level, freedom: self.freedom, compared };
        let work = Work { survey: self, table: &table, design: &design, groups: &groups, settings };
        let pairs = work.pairs()?;
        let mut report = Report::new(&design, &settings, groups.of.iter().filter(|group| **group == u32::MAX).count());
        for question in &questions {
            work.estimate(question, &pairs, &mut report)?;
        }
        Ok(self.told(report)?.warnings(cautions))
    }

    /// What is asked, in the order of the options.
    fn questions(&self) -> Result<Vec<Question>, Fault> {
        let mut questions: Vec<Question> = self.mean.iter().cloned().map(Question::Mean).collect();
        questions.extend(self.total.iter().cloned().map(Question::Total));
        for ratio in &self.ratio {
            let (above, below) = ratio
                .split_once('/')
                .filter(|(above, below)| !above.is_empty() && !below.is_empty())
                .ok_or_else(|| Fault::input(format!("--ratio {ratio}: two columns are needed, as in --ratio A/B")))?;
            questions.push(Question::Ratio(above.to_owned(), below.to_owned()));
        }
        questions.extend(self.proportion.iter().map(|asked| match asked.split_once('=') {
            None => Question::Proportion(asked.clone(), None),
            Some((column, answer)) => Question::Proportion(column.to_owned(), Some(answer.to_owned())),
        }));
        questions.extend(self.quantile.iter().cloned().map(Question::Quantile));
        if questions.is_empty() {
            let needed = "--mean, --total, --ratio, --proportion or --quantile";
            return Err(Fault::input(format!("there is nothing to estimate: {needed} is needed")));
        }
        Ok(questions)
    }

    fn told(&self, report: Report) -> Result<Answer, Fault> {
        let name = |value: Option<clap::builder::PossibleValue>| value.map(|value| value.get_name().to_owned());
        let mut answer = report.answer("survey", &self.by)?.input("file", self.file.name());
        answer.inputs.extend(self.sample.inputs());
        answer.inputs.extend(self.known.inputs());
        let mut answer = answer
            .input("mean", json!(self.mean))
            .input("total", json!(self.total))
            .input("ratio", json!(self.ratio))
            .input("proportion", json!(self.proportion))
            .input("quantile", json!(self.quantile))
            .input("by", json!(self.by))
            .input("difference", json!(self.difference))
            .input("level", self.level)
            .input(
                "freedom",
                self.freedom.map_or(json!("design"), |n| if n.is_finite() { json!(n) } else { json!("inf") }),
            )
            .input("deff", json!(name(self.deff.to_possible_value())));
        if !self.quantile.is_empty() {
            answer = answer.input("at", json!(self.at)).input("rule", json!(name(self.rule.to_possible_value())));
        }
        if !self.quantile.is_empty() || !self.proportion.is_empty() {
            answer = answer.input("interval", json!(self.interval.and_then(|given| name(given.to_possible_value()))));
        }
        Ok(answer)
    }
}

/// One caution for all rows that share its kind, with how often it was found.
pub(super) fn merged(cautions: Vec<Caution>) -> Vec<Caution> {
    let mut merged: Vec<(Caution, usize)> = Vec::new();
    for caution in cautions {
        match merged.iter_mut().find(|(known, _)| known.code == caution.code) {
            Some((_, times)) => *times += 1,
            None => merged.push((caution, 1)),
        }
    }
    merged
        .into_iter()
        .map(|(mut caution, times)| {
            if caution.found && times > 1 {
                caution.text = format!("{} (so for {times} of the estimates; this is the first)", caution.text);
            }
            caution
        })
        .collect()
}
