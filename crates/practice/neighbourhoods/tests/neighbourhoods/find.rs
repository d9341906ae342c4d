//! Finding a neighbourhood.

use axum::http::StatusCode;

use crate::bench::Who;
use crate::partnership;

#[test]
fn by_name_in_either_language() {
    let (_database, bench) = partnership();
    let nobody = Who::default();
    for (typed, to) in [("south", "S1"), ("SOU", "S1"), ("%D8%A7%D9%84%D8%B4%D9%85%D8%A7%D9%84", "S2"), ("s2", "S2")] {
        let found = bench.get(&nobody, &format!("/neighbourhoods?name={typed}"));
        assert_eq!(
            (found.status, found.location.as_str()),
            (StatusCode::SEE_OTHER, format!("/neighbourhoods/{to}").as_str())
        );
    }
    let several = bench.get(&nobody, "/neighbourhoods?name=o");
    assert!(several.body.contains("3 neighbourhoods have") && several.body.contains("/neighbourhoods/S1"));
    let none = bench.get(&nobody, "/neighbourhoods?name=%3Cb%3Eatlantis");
    assert!(none.status == StatusCode::OK && none.body.contains("&lt;b&gt;atlantis") && !none.body.contains("<b>"));
    assert!(bench.get_in_arabic(&nobody, "/neighbourhoods?name=atlantis").body.contains("لا يوجد حي باسم"));
    bench.verify();
}

#[test]
fn by_list_in_its_hierarchy() {
    let (_database, bench) = partnership();
    let page = bench.get(&Who::default(), "/neighbourhoods").body;
    let (_, list) = page.split_once("All neighbourhoods").unwrap();
    let order: Vec<usize> = ["Town", "North", "South"].iter().map(|name| list.find(*name).unwrap()).collect();
    assert!(order.is_sorted());
    assert!(page.contains("data-locate"));
}

#[test]
fn by_point() {
    let (_database, bench) = partnership();
    let nobody = Who::default();
    for (point, to) in [("lat=0.5&lon=1", "S1"), ("lat=1%2C5&lon=1", "S2")] {
        let found = bench.get(&nobody, &format!("/neighbourhoods?{point}"));
        assert_eq!(found.location, format!("/neighbourhoods/{to}"));
    }
    let outside = bench.get(&nobody, "/neighbourhoods?lat=40&lon=40");
    assert!(outside.status == StatusCode::OK && outside.body.contains("in none of the neighbourhoods"));
    for wrong in ["lat=91&lon=0", "lat=north&lon=0", "lat=&lon=1", "lat=NaN&lon=1"] {
        let refused = bench.get(&nobody, &format!("/neighbourhoods?{wrong}"));
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        assert!(refused.body.contains("Please give this in degrees") && refused.body.contains("open"));
    }
    bench.verify();
}

#[test]
fn the_first_page_says_what_this_is_and_where_to_go() {
    let (_database, bench) = partnership();
    for page in [bench.get(&Who::default(), "/"), bench.get_in_arabic(&Who::default(), "/")] {
        assert_eq!(page.status, StatusCode::OK);
        for way in ["/neighbourhoods/S1", "/concerns/new", "/concerns/mine", "name=\"name\"", "data-locate"] {
            assert!(page.body.contains(way), "{way}");
        }
        assert!(!page.body.contains("/neighbourhoods/T\""), "only the smallest areas stand on its map");
    }
    bench.verify();
}
