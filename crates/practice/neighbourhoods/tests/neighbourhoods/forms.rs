//! The forms by which a team and its priorities are set.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use comity_access::{Grant, Role};
use tower::ServiceExt as _;

use crate::bench::Who;
use crate::partnership;

#[test]
fn a_supervisor_sets_the_team_and_what_it_puts_first() {
    let (_database, bench) = partnership();
    let rania = bench.person("rania", Grant::within(Role::Supervisor, "S1"));
    let form = bench.get(&rania, "/places/S1/team");
    assert_eq!(form.status, StatusCode::OK);
    let version = form.hidden("version");
    let fields = [("version", version.as_str()), ("name-1", "Mona"), ("since-1", "2023"), ("phone", "01632 960000")];
    let sent = bench.post(&rania, "/places/S1/team", &fields);
    assert_eq!((sent.status, sent.location.as_str()), (StatusCode::SEE_OTHER, "/neighbourhoods/S1"));
    assert!(bench.get(&Who::default(), "/neighbourhoods/S1").body.contains("here since <bdi>2023</bdi>"));
    let stale = bench.post(&rania, "/places/S1/team", &fields);
    assert!(stale.status == StatusCode::CONFLICT && stale.body.contains("Mona"));
    let version = bench.get(&rania, "/places/S1/priorities").hidden("version");
    let nameless =
        bench.post(&rania, "/places/S1/priorities", &[("version", version.as_str()), ("why-1", "Dark streets")]);
    assert!(nameless.status == StatusCode::UNPROCESSABLE_ENTITY && nameless.body.contains("Dark streets"));
    let fields = [("version", version.as_str()), ("title-1", "Light"), ("title-ar-1", "الإنارة")];
    assert_eq!(bench.post(&rania, "/places/S1/priorities", &fields).status, StatusCode::SEE_OTHER);
    assert!(bench.get_in_arabic(&Who::default(), "/neighbourhoods/S1").body.contains("الإنارة"));
    bench.verify();
}

#[test]
fn others_do_not() {
    let (_database, bench) = partnership();
    let elsewhere = bench.person("elsewhere", Grant::within(Role::Supervisor, "S2"));
    let officer = bench.person("officer", Grant::within(Role::Officer, "S1"));
    for who in [&elsewhere, &officer] {
        for form in ["/places/S1/team", "/places/S1/priorities"] {
            assert_eq!(bench.get(who, form).status, StatusCode::FORBIDDEN, "{form}");
            assert_eq!(bench.post(who, form, &[("version", "0"), ("title-1", "x")]).status, StatusCode::FORBIDDEN);
        }
    }
    let nobody = bench.get(&Who::default(), "/places/S1/team");
    assert!(nobody.status == StatusCode::SEE_OTHER && nobody.location.starts_with("/sign-in"));
    assert_eq!(bench.get(&elsewhere, "/places/nowhere/team").status, StatusCode::NOT_FOUND);
}

#[test]
fn a_code_with_odd_characters_is_found_by_its_address() {
    let (_database, bench) = partnership();
    let areas = include_str!("town.geojson").replace("\"S2\"", "\"S 2?&#ش\"");
    comity_places::import_areas_now(&bench.ledger, "operator", areas.as_bytes(), None).unwrap();
    let router: Router = crate::fresh_router(&bench);
    let request = Request::get(comity_places::address("S 2?&#ش")).body(Body::empty()).unwrap();
    let status = comity_testing::block_on(async { router.oneshot(request).await.unwrap().status() });
    assert_eq!(status, StatusCode::OK);
}
