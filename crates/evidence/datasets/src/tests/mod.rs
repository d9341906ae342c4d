mod bounds;
mod damage;
mod form;
mod forms;
mod real;
mod same;

use std::fs::File;
use std::io::Write;
use std::sync::LazyLock;

use comity_places::geometry::{AreaIndex, read_areas};
use flate2::{Compression, write::GzEncoder};

use super::{ImportError, Imported, Recounted, import, read_counts};

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                      Crime type,Last outcome category,Context\n";

/// Two unit squares side by side, "west" and "east".
static SQUARES: LazyLock<AreaIndex> = LazyLock::new(|| {
    let square = |code: &str, x: i32| {
        let e = x + 1;
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}"}},"geometry":{{"type":"Polygon",
               "coordinates":[[[{x},0],[{e},0],[{e},1],[{x},1],[{x},0]]]}}}}"#
        )
    };
    let text = format!(r#"{{"type":"FeatureCollection","features":[{},{}]}}"#, square("west", 0), square("east", 1));
    AreaIndex::new(read_areas(text.as_bytes()).unwrap().shapes)
});

/// The path of a file of the shared test data.
fn shared(path: &str) -> String {
    let file = format!("{}/../../../../shared/data/{path}", env!("CARGO_MANIFEST_DIR"));
    assert!(std::fs::exists(&file).unwrap(), "the test data {file} is needed");
    file
}

fn lancashire() -> AreaIndex {
    AreaIndex::new(read_areas(&std::fs::read(shared("geo/lancashire_wards.geojson")).unwrap()).unwrap().shapes)
}

/// The outcome of an import into the squares, and what it wrote.
pub(super) fn imported(bytes: &[u8]) -> Result<(Imported, Vec<u8>), ImportError> {
    let mut stored = Vec::new();
    let imported = import(bytes, &mut stored, &*SQUARES, &mut |_, _| ())?;
    Ok((imported, stored))
}

/// Counts again from what an import wrote.
fn recounted(stored: &[u8]) -> Result<Recounted, ImportError> {
    let mut file: File = tempfile::tempfile().unwrap();
    file.write_all(stored).unwrap();
    read_counts(file)
}

pub(super) fn with_header(rows: &str) -> Vec<u8> {
    format!("{HEADER}{rows}").into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}
