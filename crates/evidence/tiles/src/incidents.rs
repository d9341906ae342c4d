//! `/tiles/incidents`: published incidents at their map points, put together where the map is seen from afar.

use std::collections::BTreeMap;

use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use comity_observatory::published::{self, PointsFilter, PublishedPlace};
use comity_observatory::{Month, kind_from_address};
use comity_web::{App, Visit};
use fast_mvt::{MvtCoord, MvtGeomType, MvtLayerBuilder};
use serde::Deserialize;

use crate::problem::{Answer, TilesError};
use crate::square::Square;
use crate::{EXTENT, FINEST, MOST_BYTES, answer};

/// What is put together, in units across: 8 pixels of a tile that is shown 512 pixels wide. At the finest zoom, nothing is.
const TOGETHER: i32 = 64;

/// The view's filter, named as in its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    area: String,
    kind: Vec<String>,
    from: String,
    to: String,
}

impl Asked {
    /// # Errors
    /// [`TilesError::Parameter`], [`TilesError::Unreadable`].
    fn read(query: Option<&str>) -> Answer<PointsFilter> {
        let read = serde_html_form::from_str(query.unwrap_or_default());
        let asked: Self = read.map_err(|error| TilesError::Unreadable(error.to_string()))?;
        let month = |name, text: &str| {
            let wrong = || TilesError::Parameter { name, found: text.to_owned(), expected: "tiles-month" };
            if text.is_empty() { Ok(None) } else { Month::parse(text).map(Some).ok_or_else(wrong) }
        };
        let (from, to) = (month("from", &asked.from)?, month("to", &asked.to)?);
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            return Err(TilesError::Parameter { name: "to", found: asked.to, expected: "tiles-turned" });
        }
        let months =
            (from.is_some() || to.is_some()).then(|| (from.unwrap_or(Month(i32::MIN)), to.unwrap_or(Month(i32::MAX))));
        let kinds = asked.kind.iter().filter(|kind| !kind.is_empty()).map(|kind| kind_from_address(kind).to_owned());
        let area = Some(asked.area).filter(|code| !code.is_empty());
        Ok(PointsFilter { area, kinds: kinds.collect(), months, ..PointsFilter::default() })
    }
}

/// Answers `GET /tiles/incidents/{z}/{x}/{y}.mvt?area=&kind=&from=&to=`: the layer `incidents`, points with `count`, `places`
/// (how many map points stand there together) and `name` (of one alone, where it has one).
pub async fn show(
    State(app): State<App>,
    visit: Visit,
    asked: HeaderMap,
    Path((zoom, x, y)): Path<(String, String, String)>,
    RawQuery(query): RawQuery,
) -> Answer<Response> {
    answer::allow(&app, &visit)?;
    let square = Square::read(&zoom, &x, &y)?;
    let filter = PointsFilter { within: Some(square.edges_e6()), ..Asked::read(query.as_deref())? };
    let places = app.read(move |tx| published::places(tx, &filter)).await?;
    Ok(answer::tile(&asked, tile(square, &places)?))
}

/// Incidents that are drawn as one.
#[derive(Clone, Debug, Default)]
struct Spot<'a> {
    count: i64,
    places: u64,
    name: &'a str,
    /// The sums of the places' units, each as often as it has incidents.
    sum: (i64, i64),
}

/// The tile; empty where nothing is drawn.
fn tile(square: Square, places: &[PublishedPlace]) -> Answer<Vec<u8>> {
    let mut together = if square.zoom == FINEST { 1 } else { TOGETHER };
    loop {
        let bytes = with_spots(&spots(square, places, together))?;
        if bytes.len() <= MOST_BYTES || together >= EXTENT {
            return Ok(bytes);
        }
        together *= 2;
    }
}

/// What is drawn, by the cell of a grid that no two tiles share.
fn spots(square: Square, places: &[PublishedPlace], together: i32) -> BTreeMap<(i32, i32), Spot<'_>> {
    let mut spots: BTreeMap<(i32, i32), Spot<'_>> = BTreeMap::new();
    for place in places {
        let at = square.within(f64::from(place.lon_e6) / 1e6, f64::from(place.lat_e6) / 1e6);
        let Some((x, y)) = at else { continue };
        let spot = spots.entry((y / together, x / together)).or_default();
        spot.count += place.count;
        spot.places += 1;
        spot.name = if spot.places == 1 { &place.name } else { "" };
        spot.sum = (spot.sum.0 + i64::from(x) * place.count, spot.sum.1 + i64::from(y) * place.count);
    }
    spots
}

fn with_spots(spots: &BTreeMap<(i32, i32), Spot<'_>>) -> Answer<Vec<u8>> {
    let mut layer = MvtLayerBuilder::new("incidents")?;
    for spot in spots.values().filter(|spot| spot.count > 0) {
        let middle = |sum: i64| i32::try_from(sum / spot.count).unwrap_or_default();
        let mut feature = layer.feature_of(MvtGeomType::Point);
        feature.points([MvtCoord { x: middle(spot.sum.0), y: middle(spot.sum.1) }])?;
        feature.tag_uint("count", spot.count.unsigned_abs())?;
        feature.tag_uint("places", spot.places)?;
        if !spot.name.is_empty() {
            feature.tag_string("name", spot.name)?;
        }
        layer = feature.end();
    }
    Ok(if layer.num_features() == 0 { Vec::new() } else { layer.encode() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lon_e6: i32, lat_e6: i32, name: &str, count: i64) -> PublishedPlace {
        PublishedPlace { lon_e6, lat_e6, name: name.into(), count }
    }

    #[test]
    fn incidents_are_put_together_from_afar_and_none_is_lost() {
        let places =
            [place(1_000_000, 500_000, "Mill Lane", 5), place(1_000_100, 500_100, "", 3), place(-9_000_000, 0, "", 2)];
        let earth = Square::read("0", "0", "0").unwrap();
        let far = spots(earth, &places, TOGETHER);
        assert_eq!(
            far.values().map(|spot| (spot.count, spot.places, spot.name)).collect::<Vec<_>>(),
            [(8, 2, ""), (2, 1, "")]
        );
        // Zoom 14, where both are: 1.000000 E, 0.500000 N.
        let near = Square::read("14", "8237", "8169").unwrap();
        let near = spots(near, &places, 1);
        assert_eq!(near.values().map(|spot| spot.count).collect::<Vec<_>>(), [3, 5], "from north to south");
        assert_eq!(near.values().next_back().unwrap().name, "Mill Lane");
    }

    #[test]
    fn however_many_there_are_a_tile_stays_small() {
        let many: Vec<PublishedPlace> =
            (0..60_000).map(|n| place(n % 300 * 70, n / 300 * 70, "On or near some long street", 1)).collect();
        let square = Square::read("14", "8192", "8191").unwrap();
        let bytes = tile(square, &many).unwrap();
        assert!(!bytes.is_empty() && bytes.len() <= MOST_BYTES, "{}", bytes.len());
    }

    #[test]
    fn a_filter_is_read_strictly() {
        let read = |query| Asked::read(Some(query));
        let filter = read("area=S1&kind=Drugs&kind=not-stated&from=2025-01&to=2025-03").unwrap();
        assert_eq!((filter.area.as_deref(), filter.kinds.len(), filter.kinds[1].as_str()), (Some("S1"), 2, ""));
        assert!(read("").unwrap().months.is_none());
        for wrong in ["from=soon", "from=2025-04&to=2025-03", "from=2025-01&from=2025-02"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
