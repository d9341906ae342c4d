//! Files of other layouts through the commands, and the pages that say how good they are.

use comity_testing::each_store;
use serde_json::{Value, json};

use crate::place::{Place, shared};
use crate::server::Server;

const STOPS: &str = "data/stops/MplsStops.csv";
const WORDS: &str = "an analyst's long password";

/// The reference that an import printed.
fn reference(out: &str) -> &str {
    out.lines().find_map(|line| line.strip_prefix("dataset ")).unwrap()
}

each_store! {
    fn everybody_sees_what_is_published_of_a_dataset_and_analysts_all(database) {
        let place = Place::new(database).with_town();
        place.account("analyst", "analyst", None, WORDS);
        let file = shared(STOPS);
        let zone = ["--time-zone", "America/Chicago"];
        let shown = place.run(&[&["import", "incidents", file.to_str().unwrap(), "--show-mapping"], &zone[..]].concat()).ok();
        assert_eq!((&shown.json()["subject"], &shown.json()["time"]["zone"]), (&json!("stops"), &json!("America/Chicago")));
        let mapping = database.folder().join("mapping.json");
        std::fs::write(&mapping, &shown.out).unwrap();
        let words = ["import", "incidents", file.to_str().unwrap(), "--mapping", mapping.to_str().unwrap()];
        let ran = place.run(&words).ok();
        assert!(ran.out.starts_with("51920 rows read"), "{}", ran.out);
        let address = format!("/observatory/datasets/{}", reference(&ran.out));

        // Of incidents that are published as counts, and of others that are public in this form already.
        let csv = |kind: &str| {
            let header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n";
            format!("{header}{}", format!(",2024-01,,,1.0,0.5,,,,{kind},,\n").repeat(1234))
        };
        let import = |name: &str, csv: &str, publication: &str| {
            let file = database.folder().join(name);
            std::fs::write(&file, csv).unwrap();
            let source = ["--source", "Lancashire Constabulary", "--licence", "OGL 3.0"];
            let words = ["import", "incidents", file.to_str().unwrap(), "--publication", publication];
            let ran = place.run(&[&words[..], &source[..]].concat()).ok();
            format!("/observatory/datasets/{}", reference(&ran.out))
        };
        let counts = import("counts.csv", &csv("Burglary"), "counts");
        let open = import("open.csv", &csv("Drugs"), "as-source");
        let hidden = import("hidden.csv", &csv("Robbery"), "withheld");

        let server = Server::start(&place);
        let anybody = server.client();
        let list = anybody.get("/observatory/datasets").text();
        assert!(list.contains(&counts) && list.contains(&open), "{list}");
        // What is withheld, and the stops, of which nothing is published: not even that they are there.
        for none in [&hidden, &address] {
            assert!(!list.contains(none.as_str()), "{list}");
            assert_eq!((anybody.get(none).status, anybody.get(&format!("{none}.json")).status), (404, 404));
        }
        let (page, told) = (anybody.get(&counts).text(), anybody.get(&format!("{counts}.json")).text());
        assert!(page.contains("Lancashire Constabulary") && page.contains("OGL 3.0"), "{page}");
        assert!(page.contains("as counts, small ones withheld") && page.contains("only the month"), "{page}");
        let hash = |csv: &str| {
            let digest = <sha2::Sha256 as sha2::Digest>::digest(csv.as_bytes());
            digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()
        };
        for text in [&page, &told] {
            for secret in ["1,234", "1234", "1230", &hash(&csv("Burglary")), "sha256", "iccs", "quality", " %"] {
                assert!(!text.contains(secret), "{secret}: {text}");
            }
        }
        let page = anybody.get(&open).text();
        assert!(page.contains("1,234") && page.contains(&hash(&csv("Drugs"))), "{page}");
        assert!(page.len() < 60_000, "{} bytes", page.len());

        let analyst = server.client();
        analyst.sign_in("analyst", WORDS);
        let list = analyst.get("/observatory/datasets").text();
        assert!(list.contains(&hidden) && list.contains(&address) && list.contains("51,920"), "{list}");
        let race = |text: &str| {
            let told: Value = serde_json::from_str(text).unwrap();
            let columns = told["quality"]["columns"].as_array().unwrap().clone();
            columns.into_iter().find(|column| column["name"] == "race").unwrap()
        };
        let told = analyst.get(&format!("{address}.json")).text();
        assert_eq!(race(&told), json!({ "name": "race", "empty": 8221, "not_available": 0, "unknown": 9219 }));
        let page = analyst.get(&address).text();
        assert!(page.contains("You see exact numbers") && page.contains("18 %"), "{page}");
        for unknown in ["/observatory/datasets/0000000000000000", "/observatory/datasets/x.json"] {
            assert_eq!(anybody.get(unknown).status, 404, "{unknown}");
        }
        assert!(server.stop().success());
        place.verify();
    }
}

#[test]
fn options_that_do_not_fit_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data"));
    let chicago = shared("data/points/chicago_aggravated_assaults.csv.gz");
    let wrong = folder.path().join("wrong");
    std::fs::write(&wrong, "{\"mapping\": 1}").unwrap();
    let wrong = wrong.to_str().unwrap();
    for (options, telling) in [
        (&[][..], "--kind"),
        (&["--kind", "Assault", "--time-zone", "Mars/Olympus"], "time zone"),
        (&["--kind", "Assault", "--crs", "UTM"], "EPSG:26910"),
        (&["--mapping", wrong], "mapping"),
        (&["--classification", wrong], "classification"),
        (&["--corrects", "that one"], "16 characters"),
        (&["--corrects", "0000000000000000"], "no dataset"),
    ] {
        let ran = place.run(&[&["import", "incidents", chicago.to_str().unwrap()], options].concat());
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{options:?}: {ran:?}");
        assert!(ran.err.contains(telling) && ran.err.trim().lines().count() == 1, "{options:?}: {ran:?}");
    }
}

each_store! {
    fn exact_counts_answer_as_the_file_has_them(database) {
        let place = Place::new(database);
        let (wards, file) = (shared("data/geo/lancashire_wards.geojson"), shared("data/policeuk/derived_asb_2022_12col.csv.gz"));
        place.run(&["import", "areas", wards.to_str().unwrap()]).ok();
        let ran = place.run(&["import", "incidents", file.to_str().unwrap()]).ok();
        let dataset = reference(&ran.out);

        let listed = place.run(&["dataset", "list", "--json"]).ok().json();
        assert_eq!((&listed[0]["reference"], &listed[0]["read"]), (&json!(dataset), &json!(96_140)));

        // Counted a second time, from the file itself.
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(std::fs::File::open(&file).unwrap()), &mut text).unwrap();
        let of_may = text.lines().filter(|line| line.contains(",2022-05,")).count();
        let words = ["dataset", "counts", dataset, "--by", "kind,month", "--from", "2022-05", "--to", "2022-05"];
        assert_eq!(place.run(&words).ok().out, format!("kind,month,count\nAnti-social behaviour,2022-05,{of_may}\n"));

        let by_area = place.run(&["dataset", "counts", "--by", "area", "--json"]).ok().json();
        let (outside, inside): (Vec<&Value>, _) = by_area.as_array().unwrap().iter().partition(|row| row["area"].is_null());
        let sum = |rows: &[&Value]| rows.iter().map(|row| row["count"].as_u64().unwrap()).sum::<u64>();
        assert_eq!((sum(&inside), sum(&outside)), (56_434, 39_706));
        let ward = inside[0]["area"].as_str().unwrap();
        let one = place.run(&["dataset", "counts", "--by", "area", "--area", ward, "--json"]).ok().json();
        assert_eq!(one, json!([inside[0]]));

        for (words, told) in [
            (&["dataset", "counts", "nothing"][..], "comity dataset list"),
            (&["dataset", "counts", "--area", "X"], "no area with the code"),
            (&["dataset", "counts", "--from", "2022-05", "--to", "2022-04"], "--from lies after --to"),
            (&["dataset", "counts", "--from", "May"], "expected a month as YYYY-MM"),
        ] {
            let ran = place.run(words);
            assert!(ran.status != 0 && ran.err.contains(told), "{ran:?}");
        }
    }
}
