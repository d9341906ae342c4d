//! The smallest areas in the order of dictionaries: every form for a concern lists them, so they are kept ready.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use comity_kernel::Language;
use comity_ledger::Refusal;
use comity_store::Read;

use crate::{Area, sort_by_name, tables};

/// What was listed last in a language, with the hashes of the files that all areas came from: what these hold never
/// changes, so the key says by itself whether the list is still right, whichever ledger asks.
type Listed = HashMap<Language, (Vec<String>, Arc<[Area]>)>;

static LISTED: Mutex<Option<Listed>> = Mutex::new(None);

/// The areas that have none below them, sorted by name in `language`. One small query where nothing changed since the
/// last call.
///
/// # Errors
/// What the database says.
pub fn smallest_by_name(tx: &mut Read<'_>, language: Language) -> Result<Arc<[Area]>, Refusal> {
    let files = tables::imported(tx)?;
    let mut listed = LISTED.lock().unwrap_or_else(PoisonError::into_inner);
    let listed = listed.get_or_insert_default();
    if let Some((known, areas)) = listed.get(&language)
        && *known == files
    {
        return Ok(Arc::clone(areas));
    }
    let mut areas = tables::areas(tx)?;
    let parents: HashSet<String> = areas.iter().filter_map(|area| area.parent.clone()).collect();
    areas.retain(|area| !parents.contains(&area.code));
    sort_by_name(&mut areas, language);
    let areas: Arc<[Area]> = areas.into();
    listed.insert(language, (files, Arc::clone(&areas)));
    Ok(areas)
}
