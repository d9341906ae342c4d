//! Taking a file of incidents into the record: read to its end first, recorded only when everything was fine.

use std::io::Read;

use comity_datasets::{Changes, Choices, Classification, ImportError, Imported, Mapping, Opened, Summary, changes};
use comity_kernel::Reference;
use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_places::Area;
use comity_store::{ObjectError, Read as Query};
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
    /// The time zone that was told for this file: it goes before that of an earlier mapping, as `choices.zone` does not.
    pub zone: Option<String>,
    /// Where kinds fall; without it the program's own table.
    pub classification: Option<Classification>,
    /// The dataset that this file is a new version of.
    pub corrects: Option<Reference>,
    /// Who collects and publishes it elsewhere, and under which terms; without it as the dataset that it corrects.
    pub source: Option<String>,
    pub licence: Option<String>,
    /// What is public of it; without it as the default says, or as the dataset that it corrects.
    pub publication: Option<Publication>,
}

/// Why incidents were not imported. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum IncidentsError {
    #[error(transparent)]
    File(#[from] ImportError),
    #[error(
        "this file was imported already, as dataset {dataset}; if it was read with a wrong mapping or placed in other areas, \
         import it again with --corrects {dataset} and the right mapping"
    )]
    AlreadyImported { dataset: Reference },
    #[error("nothing would change: dataset {dataset} is this file, read with this mapping and placed in these areas")]
    NothingNew { dataset: Reference },
    #[error("there is no dataset {0}; the page /observatory/datasets lists them")]
    NoDataset(Reference),
    #[error("dataset {old} was corrected already, by {new}; correct that one")]
    Corrected { old: Reference, new: Reference },
    #[error("a mapping says everything: expected no --time-zone, --crs or --kind beside --mapping")]
    ToldTwice,
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
    let reading = reading(ledger, &imported, mapping, header, importing)?;
    let (content, read) = (imported.content_hash.to_string(), reading.clone());
    let old = corrected.as_ref().map(|old| old.reference.clone());
    ledger.store().read_now(move |tx| Ok::<_, Refusal>(is_new(tx, &content, &read, old.as_ref())))??;
    // A correction is public as what it corrects.
    let before = corrected.as_ref().map(|old| old.publication);
    let publication = importing.publication.or(before).unwrap_or_default();
    let said = corrected.as_ref().and_then(|old| old.body.clone()).map(|body| (body.source, body.licence));
    let (source, licence) = said.unwrap_or_default();
    let source = importing.source.clone().unwrap_or(source);
    let licence = importing.licence.clone().unwrap_or(licence);
    let object = draft.keep()?;
    let correction = corrected.map(|old| correction(ledger, &old, &object, &reading.mapping)).transpose()?;
    let changes = correction.as_ref().map(|correction| correction.changes);
    let areas = Some(codes_of(ledger, areas)?);
    let body = DatasetImported { publication, areas, source, licence, ..body(&imported, object, reading, correction) };
    let decided = ledger.decide_now(actor, move |decision| record(decision, &body))?;
    let dataset = decided.value?;
    Ok(IncidentsImported { dataset, summary: imported.summary, changes })
}

/// Refuses a file that is on record. The same file may be read again with another mapping, or placed in other areas, as a
/// correction of what it was: beside it, it would be counted twice.
fn is_new(
    tx: &mut Query<'_>,
    content: &str,
    reading: &Reading,
    corrects: Option<&Reference>,
) -> Result<(), IncidentsError> {
    for known in tables::with_content(tx, content)? {
        let dataset = known.reference.clone();
        if corrects != Some(&dataset) {
            return Err(IncidentsError::AlreadyImported { dataset });
        }
        let before = known.body.as_ref().and_then(|body| body.reading.as_ref());
        if before.is_some_and(|before| before.mapping == reading.mapping && before.boundaries == reading.boundaries) {
            return Err(IncidentsError::NothingNew { dataset });
        }
    }
    Ok(())
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

/// The mapping that was given; else that of the version before, or of the last file with the same columns, with what is
/// told now; else the one detected.
fn mapping_for<R: Read>(
    ledger: &Ledger,
    opened: &Opened<R>,
    importing: &Importing,
    corrected: Option<&Dataset>,
    header: &str,
) -> Result<Mapping, IncidentsError> {
    let before = corrected.and_then(|old| old.body.as_ref()).and_then(|body| body.reading.as_ref());
    if before.is_some_and(|before| before.header != header) {
        return Err(IncidentsError::OtherColumns);
    }
    let Choices { crs, kind, .. } = &importing.choices;
    if let Some(mapping) = &importing.mapping {
        let told = crs.is_some() || kind.is_some() || importing.zone.is_some();
        return if told { Err(IncidentsError::ToldTwice) } else { Ok(mapping.clone()) };
    }
    let known = match before {
        Some(before) => Some(before.mapping.clone()),
        None => {
            let wanted = header.to_owned();
            ledger.store().read_now(move |tx| tables::mapping_of(tx, &wanted))?
        }
    };
    match (known.filter(|_| crs.is_none() && kind.is_none()), &importing.zone) {
        (Some(mapping), Some(zone)) => Ok(Mapping { time: mapping.time.in_zone(zone), ..mapping }),
        (Some(mapping), None) => Ok(mapping),
        (None, told) => {
            let zone = told.clone().unwrap_or_else(|| importing.choices.zone.clone());
            let choices = Choices { zone, ..importing.choices.clone() };
            Ok(opened.detect(&choices, comity_places::boundaries_now(ledger)?.index())?)
        }
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
    let files = ledger.store().read_now(comity_places::imported)?;
    Ok(Reading { mapping, header, quality: ledger.objects().put(&report)?, classes, boundaries: hash_of(&files) })
}

/// The hash of the codes of all areas, in order: of these, that a file has nothing says that nothing was recorded.
fn codes_of(ledger: &Ledger, areas: Vec<Area>) -> Result<String, IncidentsError> {
    let mut codes: Vec<String> = areas.into_iter().map(|area| area.code).collect();
    codes.sort_unstable();
    let list = serde_json::to_vec(&codes).map_err(|error| Refusal::Broken(error.to_string()))?;
    Ok(ledger.objects().put(&list)?)
}

/// Of the names of columns, or of files of areas, in their order.
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
        source: String::new(),
        licence: String::new(),
        reading: Some(reading),
        correction,
    }
}

/// The new dataset's reference, or why it is not to be recorded.
fn record(
    decision: &mut Decision<'_, '_>,
    body: &DatasetImported,
) -> Result<Result<Reference, IncidentsError>, Refusal> {
    let old = body.correction.as_ref().and_then(|correction| Reference::parse(&correction.corrects));
    // Somebody may have imported the same file while this one was being read.
    if let Some(reading) = &body.reading {
        match is_new(decision, &body.content, reading, old.as_ref()) {
            Ok(()) => {}
            Err(IncidentsError::Refusal(refusal)) => return Err(refusal),
            Err(refused) => return Ok(Err(refused)),
        }
    }
    if let Some(old) = old {
        let newest = tables::find(decision, &old)?.is_some_and(|found| found.corrected_by.is_none());
        if !newest {
            return Err(Refusal::Broken(format!("dataset {old} was corrected meanwhile")));
        }
    }
    let reference = decision.ids().reference();
    decision.record_first(&stream(reference.as_str()), Event::new(DATASET_IMPORTED, body)?)?;
    Ok(Ok(reference))
}
