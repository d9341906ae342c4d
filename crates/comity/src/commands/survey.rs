//! `comity import survey` and `comity import population`: what people said, and who lives where.

use std::fs::File;
use std::path::Path;

use comity_ledger::OPERATOR;
use comity_observatory::heard::{PopulationError, import_population_now};
use comity_observatory::surveys::{self, Layout, SurveyError};
use serde_json::json;

use super::print;
use crate::Failure;
use crate::arguments::{ImportPopulation, ImportSurvey};
use crate::place::Place;

/// The exit status when the same content had been imported already.
const ALREADY: u8 = 3;

fn told(file: &Path, error: &SurveyError) -> Failure {
    let status = if let SurveyError::AlreadyImported { .. } = error { ALREADY } else { 1 };
    Failure { message: format!("{}: {error}", file.display()), status }
}

pub fn survey(import: &ImportSurvey) -> Result<(), Failure> {
    let unread = |file: &Path, error: std::io::Error| Failure::new(format!("{}: {error}", file.display()));
    let source = File::open(&import.file).map_err(|error| unread(&import.file, error))?;
    let Some(layout) = &import.layout else {
        let draft = surveys::layout_now(source).and_then(|draft| draft.to_toml());
        return print(&draft.map_err(|error| told(&import.file, &error))?);
    };
    let text = std::fs::read_to_string(layout).map_err(|error| unread(layout, error))?;
    let layout = Layout::read(&text).map_err(|error| told(layout, &error))?;
    let opened = Place::find(&import.place)?.open()?;
    let done = surveys::import_survey_now(&opened.ledger, OPERATOR, source, &layout);
    let (reference, results) = done.map_err(|error| told(&import.file, &error))?;
    opened.ledger.settle()?;
    let (respondents, questions) = (results.respondents, results.questions.len());
    print(&if import.json {
        json!({ "survey": reference.as_str(), "respondents": respondents, "questions": questions }).to_string()
    } else {
        format!("{respondents} people answered {questions} questions\nsurvey {reference}")
    })
}

pub fn population(import: &ImportPopulation) -> Result<(), Failure> {
    let bytes = std::fs::read(&import.file);
    let bytes = bytes.map_err(|error| Failure::new(format!("{}: {error}", import.file.display())))?;
    let opened = Place::find(&import.place)?.open()?;
    let done = import_population_now(&opened.ledger, OPERATOR, &bytes).map_err(|error| {
        let status = if let PopulationError::AlreadyImported = error { ALREADY } else { 1 };
        Failure { message: format!("{}: {error}", import.file.display()), status }
    })?;
    opened.ledger.settle()?;
    print(&format!("{} figures of groups imported", done.figures))
}
