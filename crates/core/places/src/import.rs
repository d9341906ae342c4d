//! Importing a file of areas: checked first, then recorded, whole or not at all.

use comity_ledger::{Decision, Event, Ledger, Refusal};
use comity_store::ObjectError;

use crate::events::{AREAS, AREAS_IMPORTED, AreasImport};
use crate::file::{AreaFile, FileError};
use crate::tables;

/// What an import of areas brought.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AreasImported {
    pub areas: usize,
    /// Codes in the file of populations that are no area of this file, in order.
    pub codes_without_match: Vec<String>,
    /// Codes of areas whose population is not known, in the order of the file.
    pub without_population: Vec<String>,
    /// The property that was taken for the code.
    pub code_property: String,
    /// The property that was taken for the name.
    pub name_property: String,
}

/// Why areas were not imported. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum AreasImportError {
    #[error(transparent)]
    File(#[from] FileError),
    #[error("these areas were imported already: the same file, with the same populations")]
    AlreadyImported,
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// Imports the areas of a GeoJSON file and, from a CSV file, how many people live in each.
///
/// Areas of the same codes are replaced, others stay.
///
/// # Errors
/// What is wrong with a file, [`AreasImportError::AlreadyImported`], or what failed. Nothing was then changed.
pub async fn import_areas(
    ledger: &Ledger,
    actor: &str,
    geojson: &[u8],
    population: Option<&[u8]>,
) -> Result<AreasImported, AreasImportError> {
    let (import, imported) = prepare(ledger, geojson, population)?;
    let decided = ledger.decide(actor, move |decision| record(decision, &import)).await?;
    if decided.value { Ok(imported) } else { Err(AreasImportError::AlreadyImported) }
}

/// [`import_areas`] for the command line: waits for the answer.
///
/// # Errors
/// As [`import_areas`].
pub fn import_areas_now(
    ledger: &Ledger,
    actor: &str,
    geojson: &[u8],
    population: Option<&[u8]>,
) -> Result<AreasImported, AreasImportError> {
    let (import, imported) = prepare(ledger, geojson, population)?;
    let decided = ledger.decide_now(actor, move |decision| record(decision, &import))?;
    if decided.value { Ok(imported) } else { Err(AreasImportError::AlreadyImported) }
}

fn prepare(
    ledger: &Ledger,
    geojson: &[u8],
    population: Option<&[u8]>,
) -> Result<(AreasImport, AreasImported), AreasImportError> {
    let file = AreaFile::read(geojson, population)?;
    let import = AreasImport {
        object: ledger.objects().put(geojson)?,
        population: population.map(|bytes| ledger.objects().put(bytes)).transpose()?,
        count: file.areas.len(),
        code_property: file.code_property.clone(),
        name_property: file.name_property.clone(),
    };
    let unknown = file.areas.iter().filter(|area| area.population.is_none());
    let imported = AreasImported {
        areas: file.areas.len(),
        without_population: unknown.map(|area| area.shape.code.clone()).collect(),
        codes_without_match: file.without_match,
        code_property: file.code_property,
        name_property: file.name_property,
    };
    Ok((import, imported))
}

/// `false` if the same was imported before.
fn record(decision: &mut Decision<'_, '_>, import: &AreasImport) -> Result<bool, Refusal> {
    if tables::is_imported(decision, import)? {
        return Ok(false);
    }
    decision.record(AREAS, Event::new(AREAS_IMPORTED, import)?)?;
    Ok(true)
}
