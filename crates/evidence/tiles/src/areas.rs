//! `/tiles/areas`: outlines of areas of all levels, with their names and no number.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use comity_ledger::Refusal;
use comity_places::geometry::{Dot, Outline, outlines};
use comity_places::{Area, Boundaries};
use comity_web::{App, Visit};
use fast_mvt::{MvtCoord, MvtGeomType, MvtLayerBuilder, MvtValueRef};

use crate::problem::Answer;
use crate::ring::Window;
use crate::square::{Square, dot};
use crate::{EXTENT, MOST_BYTES, answer};

/// How far a line may lie from the true one, in units: half a pixel of a tile that is shown 512 pixels wide.
const TOLERANCE: f64 = 4.0;
/// How much of what lies beside a tile is on it, in units, so that lines have their width up to its edge.
const BUFFER: i32 = 64;
/// An area smaller than these units either way would be a dot: it is left out.
const SMALLEST: i32 = 16;

/// Answers `GET /tiles/areas/{z}/{x}/{y}.mvt`: the layer `areas`, each with `code`, `name`, `name_ar`, `level`, `parent` and
/// `depth` (0 for the outermost), those farther out first.
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Path((zoom, x, y)): Path<(String, String, String)>,
) -> Answer<Response> {
    answer::allow(&app, &visit)?;
    let square = Square::read(&zoom, &x, &y)?;
    let objects = app.ledger.objects().clone();
    let read = move |tx: &mut comity_store::Read<'_>| {
        Ok::<_, Refusal>((comity_places::areas(tx)?, comity_places::boundaries(tx, &objects)?))
    };
    let (areas, boundaries) = app.read(read).await?;
    // Outlines are simplified once for each zoom, which takes time.
    let made = tokio::task::spawn_blocking(move || tile(square, &areas, &Drawing::of(&boundaries, square.zoom))).await;
    let bytes = made.map_err(|error| Refusal::Broken(format!("a tile was not finished: {error}")))??;
    Ok(answer::tile(&asked, bytes))
}

/// The outlines of all areas at one zoom.
#[derive(Debug)]
struct Drawing {
    outlines: HashMap<String, Outlined>,
}

#[derive(Debug)]
struct Outlined {
    outline: Outline,
    low: Dot,
    high: Dot,
}

/// Drawings of the last boundaries that were asked for.
type Kept = Option<(Arc<Boundaries>, BTreeMap<u8, Arc<Drawing>>)>;
static KEPT: Mutex<Kept> = Mutex::new(None);

impl Drawing {
    fn of(boundaries: &Arc<Boundaries>, zoom: u8) -> Arc<Self> {
        let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.as_mut() {
            Some((known, drawings)) if Arc::ptr_eq(known, boundaries) => {
                Arc::clone(drawings.entry(zoom).or_insert_with(|| Arc::new(Self::new(boundaries, zoom))))
            }
            _ => {
                let drawing = Arc::new(Self::new(boundaries, zoom));
                *kept = Some((Arc::clone(boundaries), BTreeMap::from([(zoom, Arc::clone(&drawing))])));
                drawing
            }
        }
    }

    fn new(boundaries: &Boundaries, zoom: u8) -> Self {
        let all = outlines(boundaries.index().areas(), |lon, lat| dot(zoom, lon, lat), TOLERANCE);
        let outlined = |outline: Outline| {
            let dots = || outline.polygons.iter().flatten().flatten();
            let low = (dots().map(|dot| dot.0).min()?, dots().map(|dot| dot.1).min()?);
            let high = (dots().map(|dot| dot.0).max()?, dots().map(|dot| dot.1).max()?);
            Some((outline.code.clone(), Outlined { outline, low, high }))
        };
        Self { outlines: all.into_iter().filter_map(outlined).collect() }
    }
}

impl Outlined {
    fn touches(&self, window: Window) -> bool {
        let apart = |low: i32, high: i32, from: i32, to: i32| high < from || low > to;
        !apart(self.low.0, self.high.0, window.low.0, window.high.0)
            && !apart(self.low.1, self.high.1, window.low.1, window.high.1)
    }

    fn size(&self) -> i32 {
        (self.high.0 - self.low.0).max(self.high.1 - self.low.1)
    }
}

/// The tile; empty where there is no area.
fn tile(square: Square, areas: &[Area], drawing: &Drawing) -> Answer<Vec<u8>> {
    let mut smallest = SMALLEST;
    loop {
        let bytes = with_areas(square, areas, drawing, smallest)?;
        // Where very many areas are on one tile, the smallest of them wait for a closer look.
        if bytes.len() <= MOST_BYTES || smallest > EXTENT {
            return Ok(bytes);
        }
        smallest *= 2;
    }
}

fn with_areas(square: Square, areas: &[Area], drawing: &Drawing, smallest: i32) -> Answer<Vec<u8>> {
    let (west, north) = square.corner();
    let window =
        Window { low: (west - BUFFER, north - BUFFER), high: (west + EXTENT + BUFFER, north + EXTENT + BUFFER) };
    let mut layer = MvtLayerBuilder::new("areas")?;
    for area in areas {
        let outlined = drawing.outlines.get(&area.code).filter(|one| one.size() >= smallest && one.touches(window));
        let Some(outlined) = outlined else { continue };
        let polygons = cut(&outlined.outline, window, (west, north));
        if !polygons.is_empty() {
            layer = feature(layer, area, polygons)?;
        }
    }
    Ok(if layer.num_features() == 0 { Vec::new() } else { layer.encode() })
}

/// The polygons of an outline within the window, in units from the tile's corner.
fn cut(outline: &Outline, window: Window, corner: Dot) -> Vec<Vec<Vec<MvtCoord>>> {
    let from_corner = |ring: Vec<Dot>| -> Vec<MvtCoord> {
        ring.into_iter().map(|dot| MvtCoord { x: dot.0 - corner.0, y: dot.1 - corner.1 }).collect()
    };
    let polygon = |rings: &Vec<Vec<Dot>>| {
        let mut rings = rings.iter().map(|ring| window.cut(ring));
        let around = rings.next().filter(|ring| !ring.is_empty())?;
        let holes = rings.filter(|ring| !ring.is_empty());
        Some(std::iter::once(around).chain(holes).map(from_corner).collect())
    };
    outline.polygons.iter().filter_map(polygon).collect()
}

fn feature(layer: MvtLayerBuilder, area: &Area, polygons: Vec<Vec<Vec<MvtCoord>>>) -> Answer<MvtLayerBuilder> {
    let mut feature = layer.feature_of(MvtGeomType::Polygon);
    for (place, ring) in polygons.into_iter().flat_map(|rings| rings.into_iter().enumerate()) {
        feature.ring(ring, place == 0)?;
    }
    let level = area.level.map_or("", comity_places::Level::word);
    let parent = area.parent.as_deref().unwrap_or_default();
    let texts = [
        ("code", area.code.as_str()),
        ("name", &area.names.en),
        ("name_ar", &area.names.ar),
        ("level", level),
        ("parent", parent),
    ];
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        feature.tag_ref(key, MvtValueRef::String(text))?;
    }
    feature.tag_uint("depth", area.depth() as u64)?;
    Ok(feature.end())
}
