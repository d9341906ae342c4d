//! What a verification found, step by step, in sentences that need no knowledge of the method.

use std::fmt;

use serde::Serialize;

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// The file's form.
    File,
    /// Whether the log's key is one that was known before.
    Key,
    /// The signature of the file's checkpoint.
    Checkpoint,
    /// The private parts against the entry.
    Private,
    /// The entry's path to the checkpoint's root.
    Place,
    /// The promise and its deadline.
    Promise,
    /// Whether the log's site could be asked, and its checkpoint.
    Served,
    /// Whether the log served now contains all that the file's checkpoint did.
    Consistency,
    /// Whether the entry stands at its place in the log served now.
    ServedEntry,
}

/// How a check went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// As it should be.
    Holds,
    /// Not wrong, but something to know before relying on it.
    Warning,
    /// It could not be settled, which speaks neither for nor against the log.
    Open,
    /// Not as it should be.
    Fails,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub check: Check,
    pub outcome: Outcome,
    /// For whoever reads it.
    pub sentence: String,
    /// For whoever looks into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

/// All checks, in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    pub findings: Vec<Finding>,
}

impl Report {
    /// Whether something was checked, nothing failed and nothing was left open. Warnings do not count.
    pub fn holds(&self) -> bool {
        !self.findings.is_empty() && self.count(Outcome::Fails) == 0 && self.count(Outcome::Open) == 0
    }

    /// Whether nothing failed, and something could not be settled.
    pub fn is_open(&self) -> bool {
        self.count(Outcome::Fails) == 0 && self.count(Outcome::Open) > 0
    }

    /// How many checks went so.
    pub fn count(&self, outcome: Outcome) -> usize {
        self.findings.iter().filter(|finding| finding.outcome == outcome).count()
    }

    /// The report on a file that could not be read as a proof.
    pub fn unreadable(error: &super::ProofError) -> Self {
        let mut report = Self::default();
        report.fails(Check::File, "The file is not a proof as it was given out.", error);
        report
    }

    pub(crate) fn add(&mut self, check: Check, outcome: Outcome, sentence: impl Into<String>) {
        self.findings.push(Finding { check, outcome, sentence: sentence.into(), cause: None });
    }

    pub(crate) fn holds_that(&mut self, check: Check, sentence: impl Into<String>) {
        self.add(check, Outcome::Holds, sentence);
    }

    pub(crate) fn fails(&mut self, check: Check, sentence: impl Into<String>, cause: &dyn fmt::Display) {
        // A cause may quote the file; a terminal must not obey it.
        let shown = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
        let cause = Some(cause.to_string().chars().take(600).map(shown).collect());
        self.findings.push(Finding { check, outcome: Outcome::Fails, sentence: sentence.into(), cause });
    }
}

impl fmt::Display for Report {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let mark = match finding.outcome {
                Outcome::Holds => "ok     ",
                Outcome::Warning => "note   ",
                Outcome::Open => "OPEN   ",
                Outcome::Fails => "FAILED ",
            };
            writeln!(out, "{mark} {}", finding.sentence)?;
            if let Some(cause) = &finding.cause {
                writeln!(out, "        {cause}")?;
            }
        }
        Ok(())
    }
}
