mod drawing;
mod locating;
mod populations;
mod reading;

use geo::{LineString, MultiPolygon, Polygon};

use super::AreaShape;

/// A file of the shared test data.
fn shared(path: &str) -> Vec<u8> {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(&file).unwrap_or_else(|cause| panic!("the test data {file} is needed: {cause}"))
}

fn area(code: &str, parent: Option<&str>, corners: &[(f64, f64)]) -> AreaShape {
    let ring: LineString<f64> = corners.iter().copied().collect();
    AreaShape {
        code: code.into(),
        name: code.into(),
        parent: parent.map(Into::into),
        level: None,
        shape: MultiPolygon(vec![Polygon::new(ring, vec![])]),
    }
}

fn square(code: &str, parent: Option<&str>, west: f64, south: f64, side: f64) -> AreaShape {
    let (east, north) = (west + side, south + side);
    area(code, parent, &[(west, south), (east, south), (east, north), (west, north), (west, south)])
}
