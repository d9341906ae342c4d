//! Importing the real files, alone and beside a running server.

use std::fs::File;
use std::io::Read as _;

use comity_testing::each_store;
use serde_json::json;

use crate::place::{Place, shared};
use crate::server::Server;

const WARDS: &str = "data/geo/lancashire_wards.geojson";
const PEOPLE: &str = "data/geo/lancashire_ward_population.csv";
const INCIDENTS: &str = "data/policeuk/derived_asb_2022_12col.csv.gz";
const SUMMARY: &str = r#"{"read":96140,"placed":56434,"outside":39706,"unplaced":0,"refused":0}"#;

fn import_wards(place: &Place) {
    let (wards, people) = (shared(WARDS), shared(PEOPLE));
    let words = ["import", "areas", wards.to_str().unwrap(), "--population", people.to_str().unwrap()];
    let ran = place.run(&[&words[..], &["--json"]].concat()).ok();
    let summary = ran.json();
    let count = |key: &str| summary[key].as_array().map(Vec::len);
    assert_eq!(summary["areas"], 271, "{summary}");
    assert_eq!(count("codes_without_match"), Some(40), "{summary}");
    assert_eq!(count("without_population"), Some(26), "{summary}");
    for code in summary["codes_without_match"].as_array().unwrap() {
        assert!(ran.err.contains(code.as_str().unwrap()), "{code} is not listed: {}", ran.err);
    }
    let again = place.run(&words);
    assert_eq!((again.status, again.out.as_str()), (3, ""), "{again:?}");
}

each_store! {
    fn the_real_files_are_imported_once(database) {
        let place = Place::new(database);
        import_wards(&place);
        let file = shared(INCIDENTS);
        let ran = place.run(&["import", "incidents", file.to_str().unwrap(), "--json"]).ok();
        // The summary exactly, in this order, and nothing else.
        assert_eq!(ran.out, format!("{SUMMARY}\n"), "{}", ran.err);
        let before = place.fingerprint();
        assert_eq!(before.0["waiting"], json!(0));

        let unpacked = database.folder().join("unpacked.csv");
        let mut csv = String::new();
        flate2::read::MultiGzDecoder::new(File::open(&file).unwrap()).read_to_string(&mut csv).unwrap();
        std::fs::write(&unpacked, csv).unwrap();
        // The same content, whether packed or not.
        for again in [&file, &unpacked] {
            let ran = place.run(&["import", "incidents", again.to_str().unwrap()]);
            assert_eq!((ran.status, ran.out.as_str()), (3, ""), "{ran:?}");
            assert_eq!(ran.err.trim().lines().count(), 1, "{ran:?}");
        }
        assert_eq!(place.fingerprint(), before);
        place.verify();
    }

    fn a_command_beside_a_running_server_takes_part(database) {
        let place = Place::new(database);
        let server = Server::start(&place);
        let client = server.client();
        assert!(!client.get("/neighbourhoods").text().contains("Anchorsholme"));
        import_wards(&place);
        // What it recorded has its places when it ends, and the server shows it.
        assert_eq!(place.audit()["waiting"], json!(0));
        let found = client.get("/neighbourhoods");
        assert!(found.status == 200 && found.text().contains("Anchorsholme"), "{}", found.text());
        let ran = place.run(&["import", "incidents", shared(INCIDENTS).to_str().unwrap()]).ok();
        assert!(ran.out.contains("96140") && ran.out.contains("39706"), "{ran:?}");
        assert_eq!(place.audit()["waiting"], json!(0));
        place.verify();
        assert!(server.stop().success());
        place.verify();
    }
}

#[test]
fn a_progress_bar_does_not_mix_with_the_result() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data"));
    let ran = place.run(&["import", "incidents", shared(INCIDENTS).to_str().unwrap(), "--json"]).ok();
    // Without areas every incident lies outside of them; none is lost.
    let expected = json!({ "read": 96140, "placed": 0, "outside": 96140, "unplaced": 0, "refused": 0 });
    assert_eq!(ran.json(), expected);
    place.verify();
}
