//! Taking a file of incidents into the record: read to its end first, recorded only when everything was fine.

use std::io::Read;

use comity_datasets::{Changes, Choices, Classification, ImportError, Imported, Mapping, Opened, Summary, changes};
use comity_kernel::Reference;
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_places::Area;
use comity_store::ObjectError;
use sha2::{Digest, Sha256};

use crate::events::{Correction, DATASET_IMPORTED, DatasetImported, Reading, stream};
use crate::published::Publication;
use crate::tables::{self, Dataset};

/// What an import of incidents brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncidentsImported {
    /// The dataset's reference.
    pub dataset: Reference,
    pub summary: Summary,
    /// What a correction changed.
    pub changes: Option<Changes>,
}

/// How a file is to be taken.
#[derive(Clone, Debug, Default)]
pub struct Importing {
    /// Which column is what; without it the mapping of the last file with the same columns, or the one detected.
    pub mapping: Option<Mapping>,
    pub choices: Choices,
    /// Where kinds fall; without it the program's own table.
    pub classification: Option<Classification>,
    /// The dataset that this file is a new version of.
    pub corrects: Option<Reference>,
    /// What is public of it; without it as the default says, or as the dataset that it corrects.
    pub publication: Option<Publication>,
}

/// Why incidents were not imported. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum IncidentsError {
    #[error(transparent)]
    File(#[from] ImportError),
    #[error("this file was imported already, as dataset {dataset}")]
    AlreadyImported { dataset: Reference },
    #[error("there is no dataset {0}; the page /observatory/datasets lists them")]
    NoDataset(Reference),
    #[error("dataset {old} was corrected already, by {new}; correct that one")]
    Corrected { old: Reference, new: Reference },
    #[error("a correction has the columns of the dataset that it corrects; these are others")]
    OtherColumns,
    #[error("the crime type {0:?} holds a character that no text may hold")]
    Kind(String),
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// Imports a file whose mapping is known or can be detected. Points are placed in the areas as they are now.
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
    import_file_now(ledger, actor, source, &Importing::default(), progress)
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
    let importing = Importing { publication: Some(publication), ..Importing::default() };
    import_file_now(ledger, actor, source, &importing, progress)
}

/// The same, as `importing` says.
///
/// # Errors
/// Those of [`import_incidents_now`], and a correction of what cannot be corrected.
pub fn import_file_now(
    ledger: &Ledger,
    actor: &str,
    source: impl Read,
    importing: &Importing,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<IncidentsImported, IncidentsError> {
    // Before the boundaries: of an area that comes in between nothing is said.
    let areas = ledger.store().read_now(comity_places::areas)?;
    let boundaries = comity_places::boundaries_now(ledger)?;
    let corrected = importing.corrects.as_ref().map(|old| to_correct(ledger, old)).transpose()?;
    let opened = Opened::open(source)?;
    let header = hash_of(opened.header());
    let mapping = mapping_for(ledger, &opened, importing, corrected.as_ref(), &header)?;
    let mut draft = ledger.objects().draft()?;
    let now = ledger.clock().now().0 / 1000;
    let imported = opened.import(&mapping, &mut draft, (boundaries.index(), now), progress)?;
    if let Some(kind) = imported.kinds.iter().find(|kind| kind.contains('\0')) {
        return Err(IncidentsError::Kind(kind.clone()));
    }
    let content = imported.content_hash.to_string();
    if let Some(dataset) = ledger.store().read_now(move |tx| tables::with_content(tx, &content))? {
        return Err(IncidentsError::AlreadyImported { dataset });
    }
    // A correction is public as what it corrects.
    let before = corrected.as_ref().map(|old| old.publication);
    let publication = importing.publication.or(before).unwrap_or_default();
    let object = draft.keep()?;
    let correction = corrected.map(|old| correction(ledger, &old, &object, &mapping)).transpose()?;
    let changes = correction.as_ref().map(|correction| correction.changes);
    let reading = reading(ledger, &imported, mapping, header, importing)?;
    let areas = Some(codes_of(ledger, areas)?);
    let body = DatasetImported { publication, areas, ..body(&imported, object, reading, correction) };
    let decided = ledger.decide_now(actor, move |decision| record(decision, &body))?;
    match decided.value {
        Ok(dataset) => Ok(IncidentsImported { dataset, summary: imported.summary, changes }),
        Err(dataset) => Err(IncidentsError::AlreadyImported { dataset }),
    }
}

/// The mapping with which a file would be imported. Changes nothing.
///
/// # Errors
/// What was not recognised in the file.
pub fn mapping_now(ledger: &Ledger, source: impl Read, importing: &Importing) -> Result<Mapping, IncidentsError> {
    let corrected = importing.corrects.as_ref().map(|old| to_correct(ledger, old)).transpose()?;
    let opened = Opened::open(source)?;
    let header = hash_of(opened.header());
    mapping_for(ledger, &opened, importing, corrected.as_ref(), &header)
}

/// The mapping that was given; else that of the version before; else that of the last file with the same columns, unless
/// something else is told now; else the one detected.
fn mapping_for<R: Read>(
    ledger: &Ledger,
    opened: &Opened<R>,
    importing: &Importing,
    corrected: Option<&Dataset>,
    header: &str,
) -> Result<Mapping, IncidentsError> {
    if let Some(old) = corrected.and_then(|old| old.body.as_ref()).and_then(|body| body.reading.as_ref()) {
        return if old.header == header { Ok(old.mapping.clone()) } else { Err(IncidentsError::OtherColumns) };
    }
    if let Some(mapping) = &importing.mapping {
        return Ok(mapping.clone());
    }
    let wanted = header.to_owned();
    let known = ledger.store().read_now(move |tx| tables::mapping_of(tx, &wanted))?;
    let told = importing.choices.crs.is_some() || importing.choices.kind.is_some();
    match known.filter(|_| !told) {
        Some(mapping) => Ok(mapping),
        None => Ok(opened.detect(&importing.choices, comity_places::boundaries_now(ledger)?.index())?),
    }
}

fn to_correct(ledger: &Ledger, old: &Reference) -> Result<Dataset, IncidentsError> {
    let wanted = old.clone();
    let found = ledger.store().read_now(move |tx| tables::find(tx, &wanted))?;
    let found = found.ok_or_else(|| IncidentsError::NoDataset(old.clone()))?;
    match &found.corrected_by {
        Some(new) => Err(IncidentsError::Corrected { old: old.clone(), new: new.clone() }),
        None => Ok(found),
    }
}

fn correction(ledger: &Ledger, old: &Dataset, new: &str, mapping: &Mapping) -> Result<Correction, IncidentsError> {
    let objects = ledger.objects();
    let id = mapping.id.as_ref().and_then(|id| mapping.texts.iter().find(|text| text.column == *id));
    let changes = changes(&objects.open(&old.object)?, &objects.open(new)?, id.map(|text| text.stored.as_str()))?;
    Ok(Correction { corrects: old.reference.to_string(), version: old.version + 1, changes })
}

fn reading(
    ledger: &Ledger,
    imported: &Imported,
    mapping: Mapping,
    header: String,
    importing: &Importing,
) -> Result<Reading, IncidentsError> {
    let own = Classification::own()?;
    let classes = importing.classification.as_ref().unwrap_or(&own).of(&imported.kinds);
    let report = serde_json::to_vec(&imported.quality).map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(Reading { mapping, header, quality: ledger.objects().put(&report)?, classes })
}

/// The hash of the codes of all areas, in order: of these, that a file has nothing says that nothing was recorded.
fn codes_of(ledger: &Ledger, areas: Vec<Area>) -> Result<String, IncidentsError> {
    let mut codes: Vec<String> = areas.into_iter().map(|area| area.code).collect();
    codes.sort_unstable();
    let list = serde_json::to_vec(&codes).map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(ledger.objects().put(&list)?)
}

/// Of the names of columns, in their order.
fn hash_of(header: &[String]) -> String {
    let mut hash = Sha256::new();
    for name in header {
        hash.update((name.len() as u64).to_be_bytes());
        hash.update(name);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn body(imported: &Imported, object: String, reading: Reading, correction: Option<Correction>) -> DatasetImported {
    DatasetImported {
        content: imported.content_hash.to_string(),
        object,
        read: imported.summary.read,
        placed: imported.summary.placed,
        outside: imported.summary.outside,
        unplaced: imported.summary.unplaced,
        first_month: imported.months.0.to_string(),
        last_month: imported.months.1.to_string(),
        areas: None,
        publication: Publication::default(),
        reading: Some(reading),
        correction,
    }
}

/// The new dataset's reference, or as an error that of the one that has the same content.
fn record(decision: &mut Decision<'_, '_>, body: &DatasetImported) -> Result<Result<Reference, Reference>, Refusal> {
    // Somebody may have imported the same file while this one was being read.
    if let Some(earlier) = tables::with_content(decision, &body.content)? {
        return Ok(Err(earlier));
    }
    if let Some(old) = body.correction.as_ref().and_then(|correction| Reference::parse(&correction.corrects)) {
        let newest = tables::find(decision, &old)?.is_some_and(|found| found.corrected_by.is_none());
        if !newest {
            return Err(Refusal::Broken(format!("dataset {old} was corrected meanwhile")));
        }
    }
    let reference = decision.ids().reference();
    decision.record_first(&stream(reference.as_str()), Event::new(DATASET_IMPORTED, body)?)?;
    Ok(Ok(reference))
}
