//! The commands moran, geary, gi-star and grid, run as a program runs them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it is wrong")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

fn shared(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(path);
    assert!(path.exists(), "the test data are missing: {}", path.display());
    path.display().to_string()
}

/// The example that is the command alone, built as this test was.
fn program() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        let profile: &[&str] = if cfg!(debug_assertions) { &[] } else { &["--release"] };
        let build = ["build", "--quiet", "-p", "comity-analyse", "--example", "analyse"];
        assert!(Command::new(env!("CARGO")).args(build).args(profile).status().unwrap().success());
        let test = std::env::current_exe().unwrap();
        test.parent().unwrap().parent().unwrap().join("examples/analyse")
    })
}

fn run(line: &[&str]) -> Output {
    Command::new(program()).args(line).output().unwrap()
}

fn answer(line: &[&str]) -> Value {
    let output = run(&[line, &["--json"]].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let whole: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(whole["method"], line[0]);
    whole
}

fn fault(line: &[&str], file: &Path) -> String {
    let output = run(line);
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(told.trim_end().lines().count(), 1, "{told}");
    told.trim_end().replace(&file.display().to_string(), "FILE")
}

fn file(content: &str, ending: &str) -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(ending).tempfile().unwrap();
    std::fs::write(file.path(), content).unwrap();
    file
}

#[test]
fn moran_of_st_louis() {
    let (table, gal) = (shared("spatial/stl_hom.csv"), shared("spatial/stl.gal"));
    let line = ["moran", &table, "--value", "HR8893", "--neighbours", &gal];
    let whole = answer(&line);
    assert_eq!(format!("{:.15}", whole["result"]["i"].as_f64().unwrap()), "0.243655826217717");
    assert_eq!(format!("{:.10}", whole["result"]["z_normal"].as_f64().unwrap()), "3.6410971835");
    assert!(whole["result"]["p_normal"].is_f64());
    let local = whole["result"]["local"].as_array().unwrap();
    assert_eq!(local.len(), 78);
    assert!(local.iter().all(|one| one["i"].is_f64() && one["z"].is_f64() && one["p"].is_f64()));
    assert_eq!(whole["inputs"]["seed"], 1);
    // On any number of threads the same, to the last letter.
    let on = |threads| run(&[&line[..], &["--json", "--threads", threads]].concat()).stdout;
    assert_eq!(on("1"), on("3"));
    // The areas' names may stand in any order where the rows are told by name.
    let named = answer(&[&line[..4], &["--x", "PE77", "--y", "PE82", "--nearest", "4"]].concat());
    assert!(named["result"]["i"].is_f64());
}

#[test]
fn geary_of_columbus_by_list_and_by_outline() {
    let (table, areas) = (shared("spatial/columbus.csv"), shared("spatial/columbus.json"));
    let by = |neighbours: &str, more: &[&str]| {
        answer(&[&["geary", &table, "--value", "CRIME", "--neighbours", neighbours][..], more].concat())["result"]["c"]
            .clone()
    };
    let named = by(&areas, &["--id", "POLYID"]);
    assert_eq!(by(&areas, &[]), named);
    assert!((named.as_f64().unwrap() - 0.5405).abs() < 1e-4, "{named}");
    assert_ne!(by(&areas, &["--contiguity", "rook"]), named);
}

#[test]
fn gi_star_of_memphis_from_points_and_from_cells() {
    let (points, cells) = (shared("memphis/memphis_robberies.csv"), shared("memphis/gistar_year_cell500.csv"));
    let of_points = answer(&["gi-star", &points, "--x", "x_utm15n", "--y", "y_utm15n", "--cell", "500"]);
    let of_cells = answer(&["gi-star", &cells, "--x", "cx", "--y", "cy", "--cell", "500", "--count", "n"]);
    for whole in [&of_points, &of_cells] {
        let result = &whole["result"];
        assert_eq!(format!("{:.5}", result["largest"].as_f64().unwrap()), "15.13806");
        assert_eq!(
            (result["hot"].as_u64(), result["hot_fdr"].as_u64(), result["n"].as_u64()),
            (Some(425), Some(278), Some(3302))
        );
        let cell = &result["cells"][0];
        for name in ["x", "y", "count", "gi_star", "p", "p_fdr", "p_permutation"] {
            assert!(cell[name].is_number(), "{name} of {cell}");
        }
    }
    assert_eq!(of_points["result"]["points"], 2245);
}

#[test]
fn what_is_written_holds_every_cell() {
    let points = shared("memphis/memphis_robberies.csv");
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (csv, geojson, svg) = (path("a.csv"), path("a.geojson"), path("a.svg"));
    let line = ["grid", &points, "--x", "x_utm15n", "--y", "y_utm15n", "--cell", "2000", "--shape", "hexagon"];
    let whole = answer(&[&line[..], &["--out", &csv, "--out", &geojson, "--out", &svg]].concat());
    let count = whole["result"]["n"].as_u64().unwrap() as usize;
    assert_eq!(std::fs::read_to_string(csv).unwrap().lines().count(), count + 1);
    let written: Value = serde_json::from_slice(&std::fs::read(geojson).unwrap()).unwrap();
    let features = written["features"].as_array().unwrap();
    assert_eq!(features.len(), count);
    assert_eq!(features[0]["geometry"]["coordinates"][0].as_array().unwrap().len(), 7);
    let total: f64 = features.iter().map(|feature| feature["properties"]["count"].as_f64().unwrap()).sum();
    assert_eq!(total, 2245.0);
    assert!(std::fs::exists(svg).unwrap());
    // Over areas alone, the cells without counts.
    let wards = shared("geo/lancashire_wards.geojson");
    let over = answer(&["grid", &wards, "--cell", "0.05"]);
    assert!(over["result"]["cells"][0]["count"].is_null() && over["result"]["n"].as_u64().unwrap() > 100);
    assert_eq!(over["warnings"][0]["code"], "degrees");
}

#[test]
fn each_fault_is_one_sentence_with_its_line_and_column() {
    let table = file("a,x,y\n1,0,0\n2,5,0\n-3,10,0\nz,10,10\n", ".csv");
    let path = table.path().display().to_string();
    let told = |line: &[&str]| fault(&[&[line[0], &path], &line[1..]].concat(), table.path());
    assert_eq!(
        told(&["moran", "--value", "b", "--neighbours", "n.gal"]),
        "analyse: line 1 of FILE: there is no column \"b\"; there are a, x, y"
    );
    assert_eq!(
        told(&["moran", "--value", "a", "--neighbours", "n.gal"]),
        "analyse: line 5 of FILE, column a: \"z\" is not a number"
    );
    assert_eq!(
        told(&["moran", "--value", "x", "--x", "x", "--y", "y", "--nearest", "4"]),
        "analyse: FILE: the number of neighbours is 4, expected from 1 to 3, one less than there are points"
    );
    assert_eq!(
        told(&["geary", "--value", "x"]),
        "analyse: who neighbours whom? Give --neighbours FILE, or --x and --y with --nearest or --within"
    );
    assert_eq!(
        told(&["gi-star", "--x", "x", "--y", "y", "--cell", "0"]),
        "analyse: FILE: the cell size is 0, expected a number above zero"
    );
    assert_eq!(
        told(&["gi-star", "--x", "x", "--y", "y", "--cell", "4", "--count", "x"]),
        "analyse: line 3 of FILE, column x: found 5, expected the centre of a cell on one grid of this cell size"
    );
    assert_eq!(
        told(&["gi-star", "--x", "x", "--y", "y", "--cell", "5", "--origin", "a"]),
        "analyse: --origin a: two numbers are needed, X,Y"
    );
    assert_eq!(
        told(&["grid", "--cell", "5"]),
        "analyse: a grid over points needs --x and --y; a grid over areas a .geojson file"
    );
    let counts = file("n,x,y\n1,0,0\n-2,5,0\n3,10,0\n", ".csv");
    let path = counts.path().display().to_string();
    let line = ["gi-star", &path, "--x", "x", "--y", "y", "--cell", "5", "--count", "n"];
    assert_eq!(
        fault(&line, counts.path()),
        "analyse: line 3 of FILE, column n: found -2, expected a number not below zero"
    );
}

#[test]
fn a_damaged_list_of_neighbours_is_told_by_its_line() {
    let table = file("id,v\na,1\nb,2\nc,4\nd,3\n", ".csv");
    let path = table.path().display().to_string();
    let told = |content: &str, ending, more: &[&str]| {
        let gal = file(content, ending);
        let list = gal.path().display().to_string();
        fault(&[&["moran", &path, "--value", "v", "--neighbours", &list][..], more].concat(), gal.path())
            .replace(&path, "TABLE")
    };
    let good = "4\na 1\nb\nb 2\na c\nc 2\nb d\nd 1\nc\n";
    assert_eq!(told(good, ".gal", &[]), "analyse: the areas of FILE are not numbered from 1 to 4: give --id COL");
    assert_eq!(
        told(&good.replace("d 1\nc", "d 2\nc"), ".gal", &["--id", "id"]),
        "analyse: line 9 of FILE: found \"c\", expected as many neighbours as the line before says"
    );
    assert_eq!(
        told(&good.replace("b d", "b x"), ".gal", &["--id", "id"]),
        "analyse: FILE: \"x\", a neighbour of \"c\", is none of its areas"
    );
    assert_eq!(
        told(&good.replace('d', "e"), ".gal", &["--id", "id"]),
        "analyse: line 5 of TABLE, column id: \"d\" is none of the areas of FILE"
    );
    assert!(told("{", ".geojson", &[]).starts_with("analyse: FILE is not readable GeoJSON: "));
    assert_eq!(told("{}", ".geojson", &[]), "analyse: FILE is no GeoJSON: there is no FeatureCollection in it");
}
