use super::super::{read_areas, svg_paths};
use super::{area, shared, square};

#[test]
fn two_squares_are_drawn_with_north_above() {
    let squares = [square("A", None, 0.0, 0.0, 1.0), square("B", None, 1.0, 0.0, 1.0)];
    let map = svg_paths(&squares, 200);
    assert_eq!((map.width, map.height), (400, 201));
    assert_eq!(map.paths[0].code, "A");
    insta::assert_snapshot!(map.paths[0].d, @"M200 200l0-200-200 0 0 200z");
    insta::assert_snapshot!(map.paths[1].d, @"M200 200l200 0 0-200-200 0z");
    assert_eq!(map.place(1.0, 1.0), Some((200, 0)));
}

#[test]
fn real_areas_are_drawn_small() {
    let wards = read_areas(&shared("geo/wards_E08000019.geojson")).unwrap().shapes;
    let map = svg_paths(&wards, 600);
    let size: usize = map.paths.iter().map(|path| path.d.len()).sum();
    assert_eq!(map.paths.len(), 28);
    assert!(size * 40 / 28 < 12_000, "40 areas would take {} bytes", size * 40 / 28);
    assert!(map.paths.iter().all(|path| path.d.starts_with('M') && path.d.ends_with('z')));
}

#[test]
fn every_area_stays_visible_however_small() {
    let speck = area("speck", None, &[(0.5, 0.5), (0.500_001, 0.5), (0.5, 0.500_001), (0.5, 0.5)]);
    let map = svg_paths(&[square("A", None, 0.0, 0.0, 1.0), speck], 100);
    assert!(map.paths[1].d.len() > 5, "{:?}", map.paths[1]);
}

#[test]
fn neighbours_keep_the_border_they_share() {
    // A zigzag border of which most points fall away at this size.
    let zigzag: Vec<(f64, f64)> =
        (0..=200).map(|at| (1.0 + if at % 2 == 0 { 0.0 } else { 0.001 }, f64::from(at) / 200.0)).collect();
    let mut west = zigzag.clone();
    west.extend([(0.0, 1.0), (0.0, 0.0), zigzag[0]]);
    let mut east: Vec<(f64, f64)> = zigzag.iter().rev().copied().collect();
    east.extend([(2.0, 0.0), (2.0, 1.0), zigzag[200]]);
    let map = svg_paths(&[area("W", None, &west), area("E", None, &east)], 400);
    let corners = |d: &str| absolute(d).into_iter().filter(|dot| (398..=402).contains(&dot.0)).collect::<Vec<_>>();
    let (mut one, mut other) = (corners(&map.paths[0].d), corners(&map.paths[1].d));
    one.sort_unstable();
    other.sort_unstable();
    assert_eq!(one, other);
    assert!(one.len() < 10, "the border was not simplified: {} points", one.len());
}

#[test]
fn nothing_to_draw_is_an_empty_drawing() {
    let map = svg_paths(&[], 300);
    assert_eq!((map.paths.len(), map.place(0.0, 0.0)), (0, None));
}

/// The points of a path of one ring.
fn absolute(d: &str) -> Vec<(i32, i32)> {
    let mut numbers = Vec::new();
    let mut current = String::new();
    for c in d.chars().chain([' ']) {
        if matches!(c, '-' | ' ' | 'M' | 'l' | 'z') && !current.is_empty() {
            numbers.push(current.parse::<i32>().unwrap());
            current.clear();
        }
        if c == '-' || c.is_ascii_digit() {
            current.push(c);
        }
    }
    let mut at = (0, 0);
    let moves = numbers.chunks_exact(2);
    moves
        .map(|pair| {
            at = (at.0 + pair[0], at.1 + pair[1]);
            at
        })
        .collect()
}
