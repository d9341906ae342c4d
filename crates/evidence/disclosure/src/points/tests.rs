//! The promises of map points, over invented streets.

use proptest::prelude::*;

use super::*;

fn any_address() -> impl Strategy<Value = Address> {
    let kind = prop_oneof![6 => Just(AddressKind::Home), 1 => Just(AddressKind::Public), 1 => Just(AddressKind::Other)];
    // Two areas whose ground meets at x = 300, and streets that cross from one into the other.
    (0..600_i32, 0..300_i32, 0..6_u8, kind).prop_map(|(x, y, street, kind)| Address {
        x: f64::from(x),
        y: f64::from(y / 100 * 100 + i32::from(street)),
        area: if x < 300 { "west" } else { "east" }.to_owned(),
        place: format!("Street {street}"),
        kind,
    })
}

fn distance(point: &MapPoint, address: &Address) -> f64 {
    square(point.x - address.x, point.y - address.y).sqrt()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn every_promise_holds(
        addresses in prop::collection::vec(any_address(), 0..150),
        least in 2..12_usize,
        clearance in 0..25_u32,
        order in any::<prop::sample::Index>(),
    ) {
        let settings = PointSettings { addresses: least, clearance };
        let boundary = |area: &str, x: f64, _: f64| (area == "west") == (x < 300.0);
        let map = MapPoints::build(&addresses, settings, &boundary).unwrap();
        for point in map.points() {
            // What it stands for is counted anew, by what an incident at each address would show.
            let snaps = |address: &&Address| map.snap(address.x, address.y, &address.area) == Some(point);
            let standing: Vec<&Address> = addresses.iter().filter(snaps).collect();
            prop_assert_eq!(standing.len(), point.addresses);
            prop_assert!(standing.is_empty() || standing.len() >= least);
            let homes = standing.iter().filter(|address| address.kind == AddressKind::Home).count();
            prop_assert!(homes == 0 || homes >= least);
            prop_assert!(standing.iter().all(|address| address.area == point.area));
            prop_assert!(boundary(&point.area, point.x, point.y));
            for home in addresses.iter().filter(|address| address.kind == AddressKind::Home) {
                prop_assert!(distance(point, home) >= f64::from(clearance), "{point:?} {home:?}");
            }
        }
        for address in &addresses {
            let shown = map.snap(address.x, address.y, &address.area);
            prop_assert!(shown.is_none_or(|point| point.area == address.area));
        }
        let mut turned = addresses.clone();
        turned.rotate_left(if addresses.is_empty() { 0 } else { order.index(addresses.len()) });
        turned.reverse();
        prop_assert_eq!(MapPoints::build(&turned, settings, &boundary).unwrap(), map);
    }
}

/// Three streets of homes on both sides, in two areas.
fn town() -> Vec<Address> {
    let mut found = Vec::new();
    for street in 0..6 {
        for house in 0..40 {
            for side in [-8.0, 8.0] {
                found.push(Address {
                    x: f64::from(house) * 12.0,
                    y: f64::from(street) * 60.0 + side,
                    area: if house < 20 { "west" } else { "east" }.to_owned(),
                    place: format!("Street {street}"),
                    kind: AddressKind::Home,
                });
            }
        }
    }
    found
}

/// One burglary at each home in turn. The reader knows every address and every map point, and names the home that is nearest
/// to the point, or any that would have led there: right at most once in eight.
#[test]
fn a_reader_who_knows_every_address_is_left_with_eight_homes() {
    let addresses = town();
    let settings = PointSettings { addresses: 8, clearance: 5 };
    let map = MapPoints::build(&addresses, settings, &anywhere).unwrap();
    let (mut nearest_right, mut best) = (0, 0.0);
    for home in &addresses {
        let shown = map.snap(home.x, home.y, &home.area).expect("the town has map points");
        let guess = addresses.iter().min_by(|a, b| distance(shown, a).total_cmp(&distance(shown, b))).unwrap();
        nearest_right += usize::from(guess == home);
        let fits = addresses.iter().filter(|a| map.snap(a.x, a.y, &a.area) == Some(shown)).count();
        best += 1.0 / fits as f64;
    }
    assert!(map.points().len() * 20 >= addresses.len(), "{} points for {}", map.points().len(), addresses.len());
    assert!(nearest_right * 8 <= addresses.len(), "{nearest_right} of {}", addresses.len());
    assert!(best * 8.0 <= addresses.len() as f64);
    // The same reader wins where incidents are drawn where they were: every guess is right.
    let drawn_true = addresses.iter().filter(|home| {
        let guess = addresses
            .iter()
            .min_by(|a, b| square(a.x - home.x, a.y - home.y).total_cmp(&square(b.x - home.x, b.y - home.y)));
        guess == Some(home)
    });
    assert_eq!(drawn_true.count(), addresses.len());
}

/// A street that crosses a boundary has points on both sides, each for its own side.
#[test]
fn an_area_with_too_few_addresses_has_no_point() {
    let mut addresses = town();
    let lonely = |x: f64| Address { x, y: 5000.0, area: "far".into(), place: "Lane".into(), kind: AddressKind::Home };
    addresses.extend((0..7).map(|house| lonely(f64::from(house) * 30.0)));
    let map = MapPoints::build(&addresses, PointSettings { addresses: 8, clearance: 5 }, &anywhere).unwrap();
    assert_eq!(map.snap(0.0, 5000.0, "far"), None);
    addresses.push(lonely(210.0));
    let map = MapPoints::build(&addresses, PointSettings { addresses: 8, clearance: 5 }, &anywhere).unwrap();
    assert_eq!(map.snap(0.0, 5000.0, "far").map(|point| point.addresses), Some(8));
}

#[test]
fn a_public_place_is_taken_where_it_may_be() {
    // A green with eight homes around it, off its middle to one side.
    let at = |x, y, kind| Address { x, y, area: "far".into(), place: "Green".into(), kind };
    let mut addresses: Vec<Address> = (0..8)
        .map(|house| at(f64::from(house) * 15.0, if house % 2 == 0 { 0.0 } else { 40.0 }, AddressKind::Home))
        .collect();
    addresses.push(at(33.0, 20.0, AddressKind::Public));
    let settings = PointSettings { addresses: 8, clearance: 10 };
    let map = MapPoints::build(&addresses, settings, &anywhere).unwrap();
    assert_eq!(
        map.points().iter().map(|point| (point.x, point.y, point.addresses)).collect::<Vec<_>>(),
        [(33.0, 20.0, 9)]
    );
    // A home beside it: the point goes elsewhere.
    addresses.push(at(34.0, 20.0, AddressKind::Home));
    let map = MapPoints::build(&addresses, settings, &anywhere).unwrap();
    assert!(map.points().len() == 1 && (map.points()[0].x, map.points()[0].y) != (33.0, 20.0));
}

#[test]
fn bad_input_is_refused() {
    let bad = Address { x: f64::NAN, ..town()[0].clone() };
    assert!(matches!(
        MapPoints::build(&[bad], PointSettings::default(), &anywhere),
        Err(Error::Value { what: "address", row: 0, .. })
    ));
    let settings = PointSettings { addresses: 1, clearance: 10 };
    assert!(matches!(MapPoints::build(&[], settings, &anywhere), Err(Error::Setting { .. })));
}
