//! Taking a survey into the record: read to its end, estimated and made safe first, recorded only when all was fine.

use std::collections::HashMap;
use std::io::Read;

use comity_datasets::read_whole;
use comity_kernel::Reference;
use comity_ledger::{Decision, Event, Ledger, Refusal};
use serde::{Deserialize, Serialize};

use super::layout::Layout;
use super::results::Results;
use super::sheet::Sheet;
use super::{SurveyError, estimate, stored, tables};

/// A survey was taken. Body: [`SurveyImported`]; stream `survey/<reference>`.
pub const SURVEY_IMPORTED: &str = "survey.imported";

/// A survey: one immutable import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyImported {
    /// SHA-256 of the decompressed bytes of the file, by which the same content is recognised.
    pub content: String,
    /// The hash of the stored rows.
    pub object: String,
    /// The hash of what is public of them: canonical JSON of [`Results`].
    pub results: String,
    pub respondents: u64,
    pub layout: Layout,
}

/// The most bytes that a survey's file may have, decompressed.
const MOST: usize = 64 << 20;

fn sheet(source: impl Read) -> Result<(Sheet, String), SurveyError> {
    let read = read_whole(source, MOST)?.ok_or(SurveyError::TooLong { most: MOST })?;
    Ok((Sheet::read(&read.0)?, read.1.to_string()))
}

/// A draft of the layout of a file. Changes nothing.
///
/// # Errors
/// What is wrong with the file.
pub fn layout_now(source: impl Read) -> Result<Layout, SurveyError> {
    Ok(Layout::draft(&sheet(source)?.0))
}

/// Imports a survey. For the command line: waits for the answer.
///
/// # Errors
/// What is wrong with the file or the layout, [`SurveyError::AlreadyImported`] for content that is on record whatever its
/// compression, or what failed. Nothing was then changed.
pub fn import_survey_now(
    ledger: &Ledger,
    actor: &str,
    source: impl Read,
    layout: &Layout,
) -> Result<(Reference, Results), SurveyError> {
    let (sheet, content) = sheet(source)?;
    let columns = layout.columns().into_iter().map(|name| Ok((name, sheet.place(name)?)));
    let columns = columns.collect::<Result<Vec<_>, SurveyError>>()?;
    let hash = content.clone();
    if let Some(survey) = ledger.store().read_now(move |tx| tables::with_content(tx, &hash))? {
        return Err(SurveyError::AlreadyImported { survey });
    }
    let areas = ledger.store().read_now(comity_places::areas)?;
    let areas: HashMap<_, _> = areas.into_iter().map(|area| (area.code, area.names)).collect();
    let found = estimate::results(&sheet, layout, &areas)?;
    let mut draft = ledger.objects().draft()?;
    stored::write(&sheet, &columns, &mut draft)?;
    let body = SurveyImported {
        content,
        object: draft.keep()?,
        results: ledger.objects().put(serde_json_canonicalizer::to_string(&found)?.as_bytes())?,
        respondents: found.respondents,
        layout: layout.clone(),
    };
    match ledger.decide_now(actor, move |decision| record(decision, &body))?.value {
        Ok(survey) => Ok((survey, found)),
        Err(survey) => Err(SurveyError::AlreadyImported { survey }),
    }
}

/// The new survey's reference, or as an error that of the one that has the same content.
fn record(decision: &mut Decision<'_, '_>, body: &SurveyImported) -> Result<Result<Reference, Reference>, Refusal> {
    // Somebody may have imported the same file while this one was being read.
    if let Some(earlier) = tables::with_content(decision, &body.content)? {
        return Ok(Err(earlier));
    }
    let reference = decision.ids().reference();
    decision.record_first(&format!("survey/{reference}"), Event::new(SURVEY_IMPORTED, body)?)?;
    Ok(Ok(reference))
}
