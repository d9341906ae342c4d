//! Vector tiles, as GDAL reads them: the outlines are those of the areas, neighbouring tiles fit, incidents are those that
//! were published.

use std::collections::{BTreeMap, BTreeSet};
use std::f64::consts::PI;
use std::io::Read as _;
use std::path::Path;
use std::process::Command;

use comity_testing::{Database, Engine, each_store};
use serde_json::Value;

use crate::client::Client;
use crate::place::{Place, shared};
use crate::server::Server;

/// From edge to edge of the map in metres of EPSG:3857.
const AROUND: f64 = 2.0 * PI * 6_378_137.0;

/// A tile's address.
type At = (u32, u32, u32);
type Line = [(f64, f64); 2];

/// How wide a tile of this zoom is, in metres of the map.
fn width(zoom: u32) -> f64 {
    AROUND / f64::from(1_u32 << zoom)
}

/// A place in metres of the map.
fn metres(lon: f64, lat: f64) -> (f64, f64) {
    (lon / 360.0 * AROUND, (PI / 4.0 + lat.to_radians() / 2.0).tan().ln() / (2.0 * PI) * AROUND)
}

/// West, south, east and north of a tile in metres of the map.
fn edges((zoom, x, y): At) -> [f64; 4] {
    let side = width(zoom);
    let (west, north) = (f64::from(x) * side - AROUND / 2.0, AROUND / 2.0 - f64::from(y) * side);
    [west, north - side, west + side, north]
}

/// The tiles of a zoom that touch a rectangle in degrees.
fn tiles(zoom: u32, [west, south, east, north]: [f64; 4]) -> Vec<At> {
    let place = |lon, lat| {
        let (x, y) = metres(lon, lat);
        (((x + AROUND / 2.0) / width(zoom)) as u32, ((AROUND / 2.0 - y) / width(zoom)) as u32)
    };
    let ((left, top), (right, bottom)) = (place(west, north), place(east, south));
    (left..=right).flat_map(|x| (top..=bottom).map(move |y| (zoom, x, y))).collect()
}

/// The features of a tile as GDAL reads them, in metres of the map; none where the tile is empty.
pub fn read(client: &Client, folder: &Path, layer: &str, (zoom, x, y): At, query: &str) -> Vec<Value> {
    let address = format!("/tiles/{layer}/{zoom}/{x}/{y}.mvt{query}");
    let tile = client.get(&address);
    if tile.status == 204 {
        assert!(tile.bytes.is_empty());
        return Vec::new();
    }
    assert_eq!(tile.status, 200, "{address}: {}", String::from_utf8_lossy(&tile.bytes));
    assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
    assert!(tile.bytes.len() <= 200_000, "{address} has {} bytes", tile.bytes.len());
    let file = folder.join(format!("tiles/{zoom}/{x}/{y}.mvt"));
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, &tile.bytes).unwrap();
    let mut gdal = Command::new("ogr2ogr");
    gdal.args(["-f", "GeoJSON", "/vsistdout/"]).arg(&file).args(["-oo", "CLIP=NO", "-lco", "COORDINATE_PRECISION=3"]);
    let output = gdal.output().unwrap_or_else(|error| panic!("ogr2ogr: {error}; install it: apt-get install gdal-bin"));
    let failed = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !failed.contains("ERROR"), "{address}: {failed}");
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read["name"], layer);
    read["features"].as_array().unwrap().clone()
}

/// The lines of a geometry, each from one corner to the next.
fn lines(geometry: &Value, place: impl Fn(f64, f64) -> (f64, f64)) -> Vec<Line> {
    let polygons = match geometry["type"].as_str() {
        Some("Polygon") => vec![&geometry["coordinates"]],
        _ => geometry["coordinates"].as_array().unwrap().iter().collect(),
    };
    let rings = polygons.iter().flat_map(|polygon| polygon.as_array().unwrap());
    rings
        .flat_map(|ring| {
            let at = |corner: &Value| place(corner[0].as_f64().unwrap(), corner[1].as_f64().unwrap());
            let corners: Vec<(f64, f64)> = ring.as_array().unwrap().iter().map(at).collect();
            corners.windows(2).map(|two| [two[0], two[1]]).collect::<Vec<_>>()
        })
        .collect()
}

fn by_code(
    features: &[Value],
    code: &str,
    place: impl Fn(f64, f64) -> (f64, f64) + Copy,
) -> BTreeMap<String, Vec<Line>> {
    let named = |one: &Value| (one["properties"][code].as_str().unwrap().to_owned(), lines(&one["geometry"], place));
    features.iter().map(named).collect()
}

/// How far a point lies from the nearest of these lines.
fn distance((x, y): (f64, f64), lines: &[Line]) -> f64 {
    let to = |[from, to]: &Line| {
        let (along, up) = (to.0 - from.0, to.1 - from.1);
        let length = along * along + up * up;
        let share = if length > 0.0 { ((x - from.0) * along + (y - from.1) * up) / length } else { 0.0 };
        let share = share.clamp(0.0, 1.0);
        (x - from.0 - share * along).hypot(y - from.1 - share * up)
    };
    lines.iter().map(to).fold(f64::INFINITY, f64::min)
}

/// Where these lines cross an upright one, from south to north.
fn crossings(lines: &[Line], at: f64) -> Vec<f64> {
    let crossed = |[from, to]: &Line| {
        ((from.0 < at) != (to.0 < at)).then(|| from.1 + (at - from.0) / (to.0 - from.0) * (to.1 - from.1))
    };
    let mut found: Vec<f64> = lines.iter().filter_map(crossed).collect();
    found.sort_by(f64::total_cmp);
    found
}

/// The wards of Sheffield: their file, and the rectangle around them.
fn wards() -> (Vec<Value>, [f64; 4]) {
    let file: Value =
        serde_json::from_slice(&std::fs::read(shared("data/geo/wards_E08000019.geojson")).unwrap()).unwrap();
    let features = file["features"].as_array().unwrap().clone();
    let corners = features.iter().flat_map(|one| lines(&one["geometry"], |lon, lat| (lon, lat)));
    let around = corners.fold([180.0_f64, 90.0, -180.0, -90.0], |[west, south, east, north], [(lon, lat), _]| {
        [west.min(lon), south.min(lat), east.max(lon), north.max(lat)]
    });
    (features, around)
}

fn with_wards(database: &Database) -> Place {
    let place = Place::new(database);
    place.run(&["import", "areas", shared("data/geo/wards_E08000019.geojson").to_str().unwrap()]).ok();
    place
}

/// Corners of `of` that lie on the tile are within a pixel of the lines of `beside`.
fn within_a_pixel(of: &[Line], beside: &[Line], at: At, what: &str) -> usize {
    let ([west, south, east, north], pixel) = (edges(at), width(at.0) / 512.0);
    let inside = |(x, y): (f64, f64)| west < x && x < east && south < y && y < north;
    let mut checked = 0;
    for corner in of.iter().map(|line| line[0]).filter(|corner| inside(*corner)) {
        let off = distance(corner, beside);
        assert!(off <= pixel, "{what} at {at:?}: {corner:?} is {} pixels off", off / pixel);
        checked += 1;
    }
    checked
}

#[test]
fn areas_on_tiles_are_the_stored_ones_within_a_pixel() {
    let database = Database::fresh(Engine::Sqlite);
    let server = Server::start(&with_wards(&database));
    let (file, around) = wards();
    let stored = by_code(&file, "WD13CD", metres);
    let mut found = BTreeSet::new();
    for (zoom, most) in [(9, 9), (11, 9), (14, 8)] {
        let mut checked = 0;
        let all = tiles(zoom, around);
        for at in all.iter().copied().skip(all.len() / 2 * usize::from(most < all.len())).take(most) {
            let drawn = by_code(&read(&server.client(), database.folder(), "areas", at, ""), "code", |x, y| (x, y));
            for (code, lines) in &drawn {
                checked += within_a_pixel(lines, &stored[code], at, &format!("the drawn outline of {code}"));
            }
            for (code, lines) in &stored {
                let drawn = drawn.get(code).map_or(&[][..], Vec::as_slice);
                checked += within_a_pixel(lines, drawn, at, &format!("the stored outline of {code}"));
            }
            found.extend(drawn.into_keys());
        }
        assert!(checked > 40, "zoom {zoom}: only {checked} corners");
    }
    assert_eq!(found.len(), 28);
}

#[test]
fn neighbouring_tiles_fit() {
    let database = Database::fresh(Engine::Sqlite);
    let server = Server::start(&with_wards(&database));
    let (_, around) = wards();
    let zoom = 11;
    let unit = width(zoom) / 4096.0;
    let drawn: BTreeMap<At, Vec<Value>> = tiles(zoom, around)
        .into_iter()
        .map(|at| (at, read(&server.client(), database.folder(), "areas", at, "")))
        .collect();
    let mut seams = 0;
    for (at, west) in &drawn {
        let Some(east) = drawn.get(&(zoom, at.1 + 1, at.2)) else { continue };
        let [_, south, seam, north] = edges(*at);
        let (west, east) = (by_code(west, "code", |x, y| (x, y)), by_code(east, "code", |x, y| (x, y)));
        for (code, lines) in &west {
            let on_the_seam = |lines: &[Line]| -> Vec<f64> {
                crossings(lines, seam).into_iter().filter(|y| south < *y && *y < north).collect()
            };
            let (one, other) = (on_the_seam(lines), east.get(code).map_or_else(Vec::new, |lines| on_the_seam(lines)));
            assert_eq!(one.len(), other.len(), "{code} at {at:?}: {one:?} {other:?}");
            for (one, other) in one.iter().zip(&other) {
                assert!((one - other).abs() <= unit, "{code} at {at:?}: {one} {other}");
                seams += 1;
            }
        }
    }
    assert!(seams > 20, "only {seams} borders cross a seam");
}

/// Incidents at 40 places of the town, some of them by the hundred.
fn csv() -> String {
    let mut csv = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                   Crime type,Last outcome category,Context\n"
        .to_owned();
    for n in 0..40 {
        let (lon, lat) = (f64::from(n % 8) * 0.2 + 0.3, f64::from(n / 8) * 0.35 + 0.1);
        let (month, kind) = (["2025-11", "2025-12"][n as usize % 2], ["Burglary", "Drugs"][n as usize / 3 % 2]);
        for _ in 0..=(n * n % 37) {
            csv += &format!(",{month},,,{lon},{lat},On or near Street {n},,,{kind},,\n");
        }
    }
    csv
}

fn counted(features: &[Value]) -> i64 {
    features.iter().map(|one| one["properties"]["count"].as_i64().unwrap()).sum()
}

each_store! {
    fn incidents_on_tiles_are_the_published_ones_at_every_zoom(database) {
        let place = Place::new(database).with_town();
        let file = database.folder().join("incidents.csv");
        std::fs::write(&file, csv()).unwrap();
        place.run(&["import", "incidents", file.to_str().unwrap(), "--publication", "as-source"]).ok();
        place.run(&["publish"]).ok();
        let server = Server::start(&place);
        let client = server.client();
        for query in ["", "?area=S1", "?kind=Burglary", "?kind=Burglary&kind=Drugs&from=2025-12&to=2025-12", "?from=2025-11&to=2025-11"] {
            let lines = client.get(&format!("/data/points.csv{query}")).text();
            let column = lines.lines().next().unwrap().split(',').position(|name| name == "count").unwrap();
            let rows = lines.lines().skip(1);
            let published: i64 = rows.map(|row| row.split(',').nth(column).unwrap().parse::<i64>().unwrap()).sum();
            assert!(published > 50, "{query}: {published}");
            for zoom in [0, 5, 8] {
                let drawn: Vec<Value> = tiles(zoom, [-0.1, -0.1, 2.1, 2.1])
                    .into_iter()
                    .flat_map(|at| read(&client, database.folder(), "incidents", at, query))
                    .collect();
                assert_eq!(counted(&drawn), published, "{query} at zoom {zoom}");
            }
        }
        let (zoom, x, y) = tiles(14, [0.5, 0.1, 0.5, 0.1])[0];
        let near = read(&client, database.folder(), "incidents", (zoom, x, y), "");
        assert_eq!(near[0]["properties"]["name"], "Street 1");
        assert!(server.stop().success());
        place.verify();
    }
}

#[test]
fn a_tile_is_sent_as_maps_take_it() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start(&place);
    let client = server.client();
    let (zoom, x, y) = tiles(8, [0.5, 0.5, 0.5, 0.5])[0];
    let address = format!("/tiles/areas/{zoom}/{x}/{y}.mvt");
    let tile = client.get(&address);
    assert_eq!((tile.status, tile.header("access-control-allow-origin")), (200, "*"));
    assert_eq!((tile.header("cache-control"), tile.header("vary")), ("public, max-age=300", "Accept-Encoding"));
    assert!(!tile.headers.contains_key("set-cookie"));
    let again = server.client().with("if-none-match", tile.header("etag")).get(&address);
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    let packed = server.client().with("accept-encoding", "gzip").get(&address);
    assert!(tile.header("content-encoding").is_empty() && packed.header("content-encoding") == "gzip");
    assert_ne!(packed.header("etag"), tile.header("etag"));
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed.bytes.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, tile.bytes);
    // Nothing is there, and nothing is published.
    for empty in ["/tiles/areas/5/3/3.mvt", "/tiles/incidents/0/0/0.mvt", "/tiles/incidents/8/128/127?area=S1"] {
        let tile = client.get(empty);
        assert_eq!((tile.status, tile.bytes.len()), (204, 0), "{empty}");
    }
    let arabic = server.client().with("accept-language", "ar");
    for nonsense in [
        "/tiles/areas/15/0/0.mvt",
        "/tiles/areas/3/8/0.mvt",
        "/tiles/areas/3/-1/0.mvt",
        "/tiles/areas/x/0/0.mvt",
        "/tiles/areas/3/0/0.png",
        "/tiles/incidents/0/0/0.mvt?from=soon",
        "/tiles/incidents/0/0/0.mvt?from=2025-05&to=2025-04",
        "/tiles/incidents/0/0/0.mvt?area=S1&area=S2",
    ] {
        let answer = arabic.get(nonsense);
        assert_eq!((answer.status, answer.header("content-type")), (400, "application/problem+json"), "{nonsense}");
        let details: Value = serde_json::from_slice(&answer.bytes).unwrap();
        assert!(details["detail"].as_str().unwrap().chars().any(|c| ('ا'..='ي').contains(&c)), "{details}");
    }
}
