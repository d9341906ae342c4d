//! What the page of an area shows, where much is known and where little is.

use std::io::Cursor;
use std::path::PathBuf;

use axum::http::StatusCode;
use comity_ledger::OPERATOR;

use crate::bench::Who;
use crate::{ask, fresh_router, import_as_source, partnership, publish};

fn shared(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{} is needed for this test: {error}", path.display()))
}

#[test]
fn a_ward_of_lancashire_of_which_little_is_known() {
    let (_database, bench) = partnership();
    let (wards, people) =
        (shared("data/geo/lancashire_wards.geojson"), shared("data/geo/lancashire_ward_population.csv"));
    let areas = comity_places::import_areas_now(&bench.ledger, OPERATOR, &wards, Some(&people)).unwrap();
    let file = Cursor::new(shared("data/policeuk/derived_asb_2022_12col.csv.gz"));
    comity_observatory::import_incidents_now(&bench.ledger, OPERATOR, file, &mut |_, _| ()).unwrap();
    let unpublished = ask(&fresh_router(&bench), "/neighbourhoods/E05001643", &[]).text();
    assert!(unpublished.contains("Nothing is published of them yet") && !unpublished.contains("id=\"kinds\""));
    publish(&bench);
    let router = fresh_router(&bench);
    let page = ask(&router, "/neighbourhoods/E05001643", &[]).text();
    for part in [
        "Anchorsholme",
        "6,278 people",
        "No team has been named",
        "Nothing has been promised",
        "December",
        "<svg",
        "Counts from 1 to below 5 are withheld",
    ] {
        assert!(page.contains(part), "{part}");
    }
    let unknown = &areas.without_population[0];
    let page = ask(&router, &format!("/neighbourhoods/{unknown}"), &[]).text();
    assert!(page.contains("How many people live here is not known."));
    for address in ["/neighbourhoods/E05001643", "/neighbourhoods"] {
        let packed = ask(&router, address, &[("accept-encoding", "gzip")]);
        assert_eq!(packed.status, StatusCode::OK);
        assert!(packed.bytes.len() < 60_000, "{address} has {} bytes", packed.bytes.len());
    }
    assert_eq!(bench.app.site.texts.missing(), 0);
}

#[test]
fn an_area_with_parts_shows_them_shaded_with_a_table_beside() {
    let (_database, bench) = partnership();
    let nobody = Who::default();
    let plain = bench.get(&nobody, "/neighbourhoods/T").body;
    assert!(
        plain.contains("<svg class=\"map\"") && plain.contains("not known") && !plain.contains("Incidents on record:")
    );
    let csv = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,\
               Last outcome category,Context\n,2026-01,,,1,0.5,,,,Burglary,,\n,2026-02,,,1,0.5,,,,Drugs,,\n";
    import_as_source(&bench, csv);
    let page = bench.get(&nobody, "/neighbourhoods/T").body;
    for part in
        ["Incidents on record:", "South: 2 incidents on record", "North: 0 incidents on record", "id=\"parts-caption\""]
    {
        assert!(page.contains(part), "{part} is missing in {page}");
    }
    // Names stand between marks that keep their direction to themselves.
    let arabic = bench.get_in_arabic(&nobody, "/neighbourhoods/T").body.replace(['\u{2068}', '\u{2069}'], "");
    assert!(arabic.contains("الجنوب: حادثان مسجلان") && arabic.contains("الشمال: لا حوادث مسجلة"));
    bench.verify();
}

#[test]
fn a_sealed_matter_has_no_public_way() {
    let (_database, bench) = partnership();
    let concern = bench.concern("S1");
    let (area, due, today) = ("S1".to_owned(), crate::bench::day("2026-03-20"), crate::bench::day("2026-03-02"));
    let new = comity_actions::NewAction {
        area,
        concern: Some(concern.clone()),
        decision: None,
        owner: "police".into(),
        due,
        text: "Look at the lamp by the school".into(),
        today,
    };
    bench.decide(move |decision| comity_actions::assign(decision, new.clone())).unwrap();
    let page = bench.get(&Who::default(), "/neighbourhoods/S1").body;
    assert!(page.contains("Look at the lamp") && !page.contains(&format!("/concerns/{concern}")));
}
