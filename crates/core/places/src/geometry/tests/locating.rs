use geo::{BoundingRect, Contains, Point};
use proptest::prelude::*;

use super::super::{AreaIndex, read_areas};
use super::{area, shared, square};

fn code(index: &AreaIndex, lon: f64, lat: f64) -> Option<&str> {
    index.locate(lon, lat).and_then(|at| index.get(at)).map(|area| area.code.as_str())
}

#[test]
fn a_point_on_a_shared_border_or_corner_belongs_to_one_area_whatever_the_order() {
    let mut areas = vec![
        square("A", None, 0.0, 0.0, 1.0),
        square("B", None, 1.0, 0.0, 1.0),
        square("C", None, 0.0, 1.0, 1.0),
        square("D", None, 1.0, 1.0, 1.0),
    ];
    let points = [(1.0, 0.3), (0.4, 1.0), (1.0, 1.0), (0.0, 0.0), (2.0, 2.0), (1.0, 2.0)];
    let ahead: Vec<_> = {
        let index = AreaIndex::new(areas.clone());
        points.iter().map(|&(x, y)| code(&index, x, y).map(str::to_owned)).collect()
    };
    assert_eq!(ahead, ["A", "A", "A", "A", "D", "C"].map(|code| Some(code.to_owned())));
    areas.reverse();
    let index = AreaIndex::new(areas);
    let behind: Vec<_> = points.iter().map(|&(x, y)| code(&index, x, y).map(str::to_owned)).collect();
    assert_eq!(ahead, behind);
    assert_eq!(code(&index, 2.000_001, 1.0), None);
}

#[test]
fn of_nested_areas_the_deepest_wins_then_the_smallest() {
    let index = AreaIndex::new(vec![
        square("town", None, 0.0, 0.0, 4.0),
        square("north", Some("town"), 0.0, 2.0, 2.0),
        square("market", Some("north"), 0.0, 2.0, 1.0),
        square("enclave", None, 3.0, 3.0, 0.5),
    ]);
    assert_eq!(code(&index, 0.5, 2.5), Some("market"));
    assert_eq!(code(&index, 1.5, 3.5), Some("north"));
    assert_eq!(code(&index, 0.5, 0.5), Some("town"));
    assert_eq!(code(&index, 3.2, 3.2), Some("enclave"));
    assert_eq!(code(&index, 5.0, 5.0), None);
    assert_eq!(code(&index, f64::NAN, 1.0), None);
}

#[test]
fn holes_are_outside_and_their_edge_is_inside() {
    let mut ring = area("ring", None, &[(0.0, 0.0), (3.0, 0.0), (3.0, 3.0), (0.0, 3.0), (0.0, 0.0)]);
    ring.shape.0[0].interiors_push(vec![(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0), (1.0, 1.0)]);
    let index = AreaIndex::new(vec![ring]);
    assert_eq!(code(&index, 1.5, 1.5), None);
    assert_eq!(code(&index, 1.0, 1.5), Some("ring"));
    assert_eq!(code(&index, 0.5, 1.5), Some("ring"));
}

#[test]
fn every_corner_of_the_real_wards_belongs_to_one_of_its_own_wards() {
    let wards = read_areas(&shared("geo/wards_E08000019.geojson")).unwrap().shapes;
    let index = AreaIndex::new(wards.clone());
    for ward in &wards {
        for corner in ward.shape.0.iter().flat_map(|polygon| polygon.exterior().coords()) {
            let found = index.locate(corner.x, corner.y);
            assert!(found.is_some(), "the corner ({}, {}) of {} is in no ward", corner.x, corner.y, ward.code);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    /// Against the plain search through all areas with geo's own containment.
    #[test]
    fn locating_agrees_with_looking_at_every_area(seeds in prop::collection::vec((0.0..1.0f64, 0.0..1.0f64), 64)) {
        static WARDS: std::sync::LazyLock<AreaIndex> = std::sync::LazyLock::new(|| {
            AreaIndex::new(read_areas(&shared("geo/lancashire_wards.geojson")).unwrap().shapes)
        });
        let (low, high) = WARDS.areas().iter().filter_map(|ward| ward.shape.bounding_rect()).fold(
            ((180.0f64, 90.0f64), (-180.0f64, -90.0f64)),
            |(low, high), next| ((low.0.min(next.min().x), low.1.min(next.min().y)),
                                 (high.0.max(next.max().x), high.1.max(next.max().y))),
        );
        for (x, y) in seeds {
            let (lon, lat) = (low.0 + x * (high.0 - low.0), low.1 + y * (high.1 - low.1));
            let plain = WARDS.areas().iter().position(|ward| ward.shape.contains(&Point::new(lon, lat)));
            let found = WARDS.locate(lon, lat);
            if let Some(plain) = plain {
                let holders: Vec<usize> = (0..).zip(WARDS.areas())
                    .filter(|(_, ward)| ward.shape.contains(&Point::new(lon, lat))).map(|(at, _)| at).collect();
                prop_assert!(holders.contains(&(found.unwrap() as usize)), "{plain} expected, {found:?} found");
            } else {
                prop_assert_eq!(found, None);
            }
        }
    }
}
