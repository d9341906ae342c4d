//! Grids, weights, Getis-Ord, Moran, Geary and false-discovery control on real data: published values, and what esda,
//! libpysal and spdep say (`benches/peers/space_snapshot.py`).

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may stop where it is wrong")]

use std::path::{Path, PathBuf};

use comity_methods::place::false_discovery::{Dependence, adjust};
use comity_methods::place::geary::geary;
use comity_methods::place::getis_ord::{self, GetisOrd, getis_ord};
use comity_methods::place::grid::{Area, Cells, Grid, Shape};
use comity_methods::place::moran::{Settings, moran};
use comity_methods::place::weights::{Contiguity, Decay, Weights, areas, gal, lattice, nearest, within};
use serde_json::Value;

fn shared(path: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(path);
    assert!(path.exists(), "the test data are missing: {}", path.display());
    path
}

fn column(path: &str, name: &str) -> Vec<f64> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(shared(path)).unwrap();
    let at = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|row| row.unwrap()[at].parse().unwrap()).collect()
}

/// The weights of a GAL file whose areas are numbered from 1.
fn contiguity(path: &str) -> Weights {
    let read = gal(&std::fs::read_to_string(shared(path)).unwrap()).unwrap();
    let place = |name: &String| name.parse::<u32>().unwrap() - 1;
    let mut lists = vec![Vec::new(); read.names.len()];
    for (name, neighbours) in read.names.iter().zip(&read.neighbours) {
        lists[place(name) as usize] = neighbours.iter().map(place).collect();
    }
    Weights::binary(&lists).unwrap()
}

fn peers() -> Value {
    serde_json::from_str(include_str!("peers/space.json")).unwrap()
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|value| value.as_f64().unwrap()).collect()
}

fn near(found: f64, expected: f64, digits: f64) {
    assert!((found - expected).abs() <= digits * expected.abs().max(1.0), "{found} is not {expected}");
}

fn all_near(found: impl IntoIterator<Item = f64>, expected: &Value, digits: f64) {
    let (found, expected): (Vec<f64>, Vec<f64>) = (found.into_iter().collect(), list(expected));
    assert_eq!(found.len(), expected.len());
    found.iter().zip(&expected).for_each(|(found, expected)| near(*found, *expected, digits));
}

fn studies() -> [(&'static str, Vec<f64>, Weights); 2] {
    [
        ("stl", column("spatial/stl_hom.csv", "HR8893"), contiguity("spatial/stl.gal")),
        ("columbus", column("spatial/columbus.csv", "CRIME"), contiguity("spatial/columbus.gal")),
    ]
}

fn closed() -> Settings {
    Settings { permutations: 0, ..Settings::default() }
}

#[test]
fn st_louis_as_published() {
    let [(_, values, weights), _] = studies();
    let found = moran(&values, &weights.row_standardised(), Settings::default()).unwrap();
    assert_eq!(format!("{:.15}", found.i), "0.243655826217717");
    assert_eq!((found.n, found.islands, found.local.len()), (78, 0, 78));
    // Each local I is a part of the whole: Σ Iᵢ = S₀ · I.
    near(found.local.iter().filter_map(|one| one.i).sum(), 78.0 * found.i, 1e-12);
    assert!(found.null.p_permutation.unwrap() < 0.02 && found.null.reference.upper.unwrap() < found.i);
}

#[test]
fn moran_as_esda_and_spdep_say() {
    let peers = peers();
    for (name, values, weights) in studies() {
        let weights = weights.row_standardised();
        let sums = weights.sums();
        all_near([sums.s0, sums.s1, sums.s2], &peers[name]["sums"], 1e-13);
        let found = moran(&values, &weights, closed()).unwrap();
        let null = &found.null;
        all_near(
            [
                found.i,
                null.expected,
                null.se_normal,
                null.z_normal,
                null.p_normal,
                null.se_randomisation,
                null.z_randomisation,
                null.p_randomisation,
            ],
            &peers[name]["moran"],
            1e-11,
        );
        // esda divides by Σ z² / (n − 1) where Anselin (1995) and spdep divide by Σ z² / n.
        let n = values.len() as f64;
        all_near(found.local.iter().map(|one| one.i.unwrap() * (n - 1.0) / n), &peers[name]["local_moran_esda"], 1e-11);
        let spdep = |number: usize| &peers["spdep"][format!("{name}.local_moran.{number}")];
        let of = |get: fn(&comity_methods::place::moran::LocalMoran) -> Option<f64>| {
            found.local.iter().map(move |one| get(one).unwrap())
        };
        all_near(of(|one| one.i), spdep(1), 1e-11);
        all_near(of(|one| one.expected), spdep(2), 1e-11);
        all_near(of(|one| one.se.map(|se| se * se)), spdep(3), 1e-11);
        all_near(of(|one| one.z), spdep(4), 1e-10);
        all_near(of(|one| one.p), spdep(5), 1e-10);
    }
}

#[test]
fn geary_as_esda_and_spdep_say() {
    let peers = peers();
    for (name, values, weights) in studies() {
        let found = geary(&values, &weights.row_standardised(), closed()).unwrap();
        let null = &found.null;
        let told = [found.c, null.expected, null.se_normal, null.z_normal, null.se_randomisation, null.z_randomisation];
        all_near(told, &peers[name]["geary"], 1e-11);
        let spdep = |of: &str| list(&peers["spdep"][format!("{name}.geary_{of}")]);
        near(null.se_normal.powi(2), spdep("normal")[2], 1e-11);
        near(null.z_normal, spdep("normal")[3], 1e-10);
        near(null.z_randomisation, spdep("randomisation")[3], 1e-10);
        all_near(found.local.iter().map(|one| one.c.unwrap()), &peers[name]["local_geary_esda"], 1e-11);
    }
}

#[test]
fn getis_ord_as_esda_and_spdep_say() {
    let peers = peers();
    for (name, values, weights) in studies() {
        for (star, key) in [(true, "gi_star"), (false, "gi")] {
            let found = getis_ord(&values, &weights, getis_ord::Settings { star, ..Default::default() }).unwrap();
            let z = || found.local.iter().map(|one| one.z.unwrap());
            all_near(z(), &peers[name][key], 1e-11);
            all_near(z(), &peers["spdep"][format!("{name}.{key}")], 1e-11);
            // Rows whose weights are alike give the same, standardised or not.
            let again = getis_ord(
                &values,
                &weights.clone().row_standardised(),
                getis_ord::Settings { star, ..Default::default() },
            );
            again.unwrap().local.iter().zip(z()).for_each(|(one, z)| near(one.z.unwrap(), z, 1e-11));
        }
    }
}

#[test]
fn adjusted_as_r_adjusts() {
    let spdep = &peers()["spdep"];
    let p = list(&spdep["adjust.p"]);
    all_near(adjust(&p, Dependence::Positive).unwrap(), &spdep["adjust.bh"], 1e-14);
    all_near(adjust(&p, Dependence::Any).unwrap(), &spdep["adjust.by"], 1e-14);
}

fn memphis() -> (Vec<f64>, Weights) {
    let file = "memphis/gistar_year_cell500.csv";
    let cells = Grid::of_centres(Shape::Square, 500.0, &column(file, "cx"), &column(file, "cy")).unwrap();
    let weights = lattice(&cells.columns, &cells.rows, Shape::Square, Contiguity::Queen).unwrap();
    (column(file, "n"), weights)
}

fn hot(found: &GetisOrd, p: fn(&getis_ord::Local) -> Option<f64>) -> usize {
    found.local.iter().filter(|one| one.z.unwrap() > 0.0 && p(one).unwrap() < 0.05).count()
}

#[test]
fn memphis_as_published() {
    let file = "memphis/gistar_year_cell500.csv";
    let (counts, weights) = memphis();
    let found = getis_ord(&counts, &weights, getis_ord::Settings::default()).unwrap();
    let z = column(file, "gistar");
    let (p, p_fdr) = (column(file, "pvalue"), column(file, "p_fdr"));
    for (at, one) in found.local.iter().enumerate() {
        near(one.z.unwrap(), z[at], 1e-12);
        near(one.p.unwrap(), p[at], 1e-12);
        near(one.p_fdr.unwrap(), p_fdr[at], 1e-12);
    }
    let largest = found.local.iter().filter_map(|one| one.z).fold(f64::MIN, f64::max);
    assert_eq!(format!("{largest:.5}"), "15.13806");
    assert_eq!((hot(&found, |one| one.p), hot(&found, |one| one.p_fdr)), (425, 278));
}

/// From the robberies themselves: the same cells, the same counts, the same answer.
#[test]
fn memphis_from_its_points() {
    let file = "memphis/memphis_robberies.csv";
    let (x, y) = (column(file, "x_utm15n"), column(file, "y_utm15n"));
    let cells = Cells::over_points(&x, &y, Shape::Square, 500.0, None).unwrap();
    let counted = cells.count_points(&x, &y).unwrap();
    let (counts, _) = memphis();
    assert_eq!((counted.counts.clone(), counted.outside), (counts, 0));
    let weights = lattice(&cells.columns, &cells.rows, Shape::Square, Contiguity::Queen).unwrap();
    let found = getis_ord(&counted.counts, &weights, getis_ord::Settings::default()).unwrap();
    assert_eq!((hot(&found, |one| one.p), hot(&found, |one| one.p_fdr)), (425, 278));
    // Hexagons and a grid moved by half a cell tell the same story: Memphis has hot spots.
    for (shape, origin) in [(Shape::Hexagon, None), (Shape::Square, Some((762_400.0, 3_876_600.0)))] {
        let cells = Cells::over_points(&x, &y, shape, 500.0, origin).unwrap();
        let counted = cells.count_points(&x, &y).unwrap();
        assert_eq!((counted.counts.iter().sum::<f64>(), counted.outside), (2245.0, 0));
        let weights = lattice(&cells.columns, &cells.rows, shape, Contiguity::Queen).unwrap();
        let found = getis_ord(&counted.counts, &weights, getis_ord::Settings::default()).unwrap();
        assert!((200..500).contains(&hot(&found, |one| one.p_fdr)));
    }
}

/// esda's folded p-values from other draws lie within chance of half of ours.
#[test]
fn permutation_agrees_with_esda_within_chance() {
    let peers = peers();
    for (name, values, weights) in studies() {
        let settings = Settings { permutations: 9999, ..Settings::default() };
        let found = moran(&values, &weights.row_standardised(), settings).unwrap();
        for (one, folded) in found.local.iter().zip(list(&peers[name]["local_moran_folded_p"])) {
            let half = 0.5 * one.p_permutation.unwrap();
            let chance = 5.0 * (2.0 * folded.max(0.001) / 9999.0_f64).sqrt();
            assert!(half > 0.45 || (half - folded).abs() < chance, "{half} is not {folded}");
        }
    }
}

#[test]
fn weights_as_libpysal_says() {
    let peers = peers();
    for (key, path) in
        [("sheffield_lsoa", "geo/lsoa2011_E08000019.geojson"), ("columbus_areas", "spatial/columbus.json")]
    {
        let shapes = outlines(path);
        for (name, rule) in [("queen", Contiguity::Queen), ("rook", Contiguity::Rook)] {
            let weights = areas(&shapes, rule).unwrap();
            assert!(weights.mutual());
            all_near((0..shapes.len()).map(|area| weights.of(area).0.len() as f64), &peers[key][name], 0.0);
        }
    }
    let file = "memphis/memphis_robberies.csv";
    let (x, y) = (column(file, "x_utm15n"), column(file, "y_utm15n"));
    let mut points: Vec<(f64, f64)> = Vec::new();
    for point in x.into_iter().zip(y).take(300) {
        if !points.contains(&point) {
            points.push(point);
        }
    }
    let (x, y): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
    let sums = |weights: &Weights| {
        (0..x.len()).map(|i| weights.of(i).0.iter().map(|j| f64::from(*j)).sum()).collect::<Vec<f64>>()
    };
    all_near(sums(&nearest(&x, &y, 6).unwrap()), &peers["points"]["nearest_six_sums"], 0.0);
    let band = within(&x, &y, 2000.0, Decay::None).unwrap();
    all_near((0..x.len()).map(|i| band.of(i).0.len() as f64), &peers["points"]["band_counts"], 0.0);
    let decay = within(&x, &y, 2000.0, Decay::Power(1.0)).unwrap();
    all_near((0..x.len()).map(|i| decay.of(i).1.iter().sum()), &peers["points"]["inverse_sums"], 1e-12);
}

fn outlines(path: &str) -> Vec<Area> {
    let whole: Value = serde_json::from_slice(&std::fs::read(shared(path)).unwrap()).unwrap();
    let point = |point: &Value| (point[0].as_f64().unwrap(), point[1].as_f64().unwrap());
    let ring = |ring: &Value| ring.as_array().unwrap().iter().skip(1).map(point).collect::<Vec<_>>();
    let rings = |polygon: &Value| polygon.as_array().unwrap().iter().map(ring).collect::<Vec<_>>();
    let area = |feature: &Value| {
        let geometry = &feature["geometry"];
        let polygons = geometry["coordinates"].as_array().unwrap();
        let rings = match geometry["type"].as_str().unwrap() {
            "Polygon" => rings(&geometry["coordinates"]),
            _ => polygons.iter().flat_map(rings).collect(),
        };
        Area { rings }
    };
    whole["features"].as_array().unwrap().iter().map(area).collect()
}
