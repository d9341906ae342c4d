//! The outlines of all areas, in memory: in which area a point lies, and maps.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use comity_ledger::{Ledger, Refusal};
use comity_store::{Objects, Read};
use geo::{BoundingRect, Coord};

use crate::geometry::{AreaIndex, AreaShape, SvgMap, read_areas, svg_paths};
use crate::tables;

/// The outlines of all areas as the imports so far have them.
#[derive(Debug)]
pub struct Boundaries {
    index: AreaIndex,
    positions: HashMap<String, u32>,
}

impl Boundaries {
    fn load(files: &[String], objects: &Objects) -> Result<Self, Refusal> {
        let mut shapes: Vec<AreaShape> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for file in files {
            let areas = read_areas(&objects.get(file)?).map_err(|error| Refusal::Object(error.to_string()))?;
            for shape in areas.shapes {
                match places.get(&shape.code).and_then(|&at| shapes.get_mut(at)) {
                    Some(earlier) => *earlier = shape,
                    None => {
                        places.insert(shape.code.clone(), shapes.len());
                        shapes.push(shape);
                    }
                }
            }
        }
        let index = AreaIndex::new(shapes);
        let positions = (0..).zip(index.areas()).map(|(position, area)| (area.code.clone(), position)).collect();
        Ok(Self { index, positions })
    }

    /// The code of the innermost area that holds a point, in degrees.
    pub fn locate(&self, lon: f64, lat: f64) -> Option<&str> {
        self.index.locate(lon, lat).and_then(|position| self.index.get(position)).map(|area| area.code.as_str())
    }

    /// For whoever locates very many points.
    pub fn index(&self) -> &AreaIndex {
        &self.index
    }

    pub fn shape(&self, code: &str) -> Option<&AreaShape> {
        self.index.get(*self.positions.get(code)?)
    }

    /// Those of `among` that lie nearest to the area of this code, by the middles of their outlines; itself first.
    pub fn nearest<'c>(&self, code: &str, among: impl IntoIterator<Item = &'c str>, most: usize) -> Vec<&'c str> {
        let Some(here) = self.middle(code) else { return Vec::new() };
        let narrowing = here.y.to_radians().cos();
        let distance = |there: Coord<f64>| ((there.x - here.x) * narrowing).hypot(there.y - here.y);
        let mut found: Vec<(f64, &str)> =
            among.into_iter().filter_map(|other| Some((distance(self.middle(other)?), other))).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(b.1)));
        found.into_iter().take(most).map(|(_, other)| other).collect()
    }

    /// The smallest rectangle around the areas of these codes: west, south, east, north in degrees; `None` where no outline
    /// is known.
    pub fn around<'c>(&self, codes: impl IntoIterator<Item = &'c str>) -> Option<[f64; 4]> {
        let shapes = codes.into_iter().filter_map(|code| self.shape(code)?.shape.bounding_rect());
        shapes
            .map(|rectangle| [rectangle.min().x, rectangle.min().y, rectangle.max().x, rectangle.max().y])
            .reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])])
    }

    fn middle(&self, code: &str) -> Option<Coord<f64>> {
        Some(self.shape(code)?.shape.bounding_rect()?.center())
    }

    /// Draws the areas of these codes, `width` pixels wide; codes without an outline are left out.
    pub fn map<'c>(&self, codes: impl IntoIterator<Item = &'c str>, width: u32) -> SvgMap {
        svg_paths(codes.into_iter().filter_map(|code| self.shape(code)), width)
    }
}

/// The last outlines that were loaded, with the hashes of the files they came from: what these hold never changes, so
/// the key says by itself whether they are still right, whichever ledger asks.
static LOADED: Mutex<Option<(Vec<String>, Arc<Boundaries>)>> = Mutex::new(None);

/// The present outlines. One small query where nothing changed since the last call.
///
/// # Errors
/// What the database says, or [`Refusal::Object`] if a file is missing or altered.
pub fn boundaries(tx: &mut Read<'_>, objects: &Objects) -> Result<Arc<Boundaries>, Refusal> {
    let files = tables::imported(tx)?;
    let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((known, boundaries)) = loaded.as_ref()
        && *known == files
    {
        return Ok(Arc::clone(boundaries));
    }
    let boundaries = Arc::new(Boundaries::load(&files, objects)?);
    *loaded = Some((files, Arc::clone(&boundaries)));
    Ok(boundaries)
}

/// [`boundaries`] in a transaction of its own.
///
/// # Errors
/// As [`boundaries`].
pub async fn boundaries_of(ledger: &Ledger) -> Result<Arc<Boundaries>, Refusal> {
    let objects = ledger.objects().clone();
    ledger.store().read(move |tx| boundaries(tx, &objects)).await
}

/// [`boundaries_of`] for the command line: waits for the answer.
///
/// # Errors
/// As [`boundaries`].
pub fn boundaries_now(ledger: &Ledger) -> Result<Arc<Boundaries>, Refusal> {
    let objects = ledger.objects().clone();
    ledger.store().read_now(move |tx| boundaries(tx, &objects))
}
