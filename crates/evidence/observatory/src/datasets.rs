//! Taking a file of incidents into the record: read to its end first, recorded only when everything was fine.

use std::io::Read;

use comity_kernel::Reference;
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_store::ObjectError;

use crate::events::{DATASET_IMPORTED, DatasetImported, stream};
use crate::published::Publication;
use crate::tables;
use comity_datasets::{ImportError, Imported, Summary, import};

/// What an import of incidents brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentsImported {
    /// The dataset's reference.
    pub dataset: Reference,
    pub summary: Summary,
}

/// Why incidents were not imported. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum IncidentsError {
    #[error(transparent)]
    File(#[from] ImportError),
    #[error("this file was imported already, as dataset {dataset}")]
    AlreadyImported { dataset: Reference },
    #[error("the crime type {0:?} holds a character that no text may hold")]
    Kind(String),
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// Imports a police.uk file, plain or gzip. Points are placed in the areas as they are now.
///
/// `progress` is called now and then with the rows and the bytes (before decompression) read so far. For the command
/// line: waits for the answer.
///
/// # Errors
/// What is wrong with the file, [`IncidentsError::AlreadyImported`] for content that is on record whatever its
/// compression, or what failed. Nothing was then changed.
pub fn import_incidents_now(
    ledger: &Ledger,
    actor: &str,
    source: impl Read,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<IncidentsImported, IncidentsError> {
    import_incidents_as_now(ledger, actor, Publication::default(), source, progress)
}

/// [`import_incidents_now`] with another publication than by default.
///
/// # Errors
/// As [`import_incidents_now`].
pub fn import_incidents_as_now(
    ledger: &Ledger,
    actor: &str,
    publication: Publication,
    source: impl Read,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<IncidentsImported, IncidentsError> {
    let boundaries = comity_places::boundaries_now(ledger)?;
    let mut draft = ledger.objects().draft()?;
    let imported = import(source, &mut draft, boundaries.index(), progress)?;
    if let Some(kind) = imported.kinds.iter().find(|kind| kind.contains('\0')) {
        return Err(IncidentsError::Kind(kind.clone()));
    }
    let content = imported.content_hash.to_string();
    if let Some(dataset) = ledger.store().read_now(move |tx| tables::with_content(tx, &content))? {
        return Err(IncidentsError::AlreadyImported { dataset });
    }
    let body = DatasetImported { publication, ..body(&imported, draft.keep()?) };
    let decided = ledger.decide_now(actor, move |decision| record(decision, &body))?;
    match decided.value {
        Ok(dataset) => Ok(IncidentsImported { dataset, summary: imported.summary }),
        Err(dataset) => Err(IncidentsError::AlreadyImported { dataset }),
    }
}

fn body(imported: &Imported, object: String) -> DatasetImported {
    DatasetImported {
        content: imported.content_hash.to_string(),
        object,
        read: imported.summary.read,
        placed: imported.summary.placed,
        outside: imported.summary.outside,
        unplaced: imported.summary.unplaced,
        first_month: imported.months.0.to_string(),
        last_month: imported.months.1.to_string(),
        publication: Publication::default(),
    }
}

/// The new dataset's reference, or as an error that of the one that has the same content.
fn record(decision: &mut Decision<'_, '_>, body: &DatasetImported) -> Result<Result<Reference, Reference>, Refusal> {
    // Somebody may have imported the same file while this one was being read.
    if let Some(earlier) = tables::with_content(decision, &body.content)? {
        return Ok(Err(earlier));
    }
    let reference = decision.ids().reference();
    decision.record_first(&stream(reference.as_str()), Event::new(DATASET_IMPORTED, body)?)?;
    Ok(Ok(reference))
}
