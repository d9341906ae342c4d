//! The same incidents drawn at points: where there are points, exactly; elsewhere as counts.

use super::*;

/// Of these neighbourhoods too few addresses are known for a point.
const WITHOUT: [&str; 2] = ["N4", "N5"];

/// Thirty homes in a street of each of the other neighbourhoods, two in these.
fn addresses() -> String {
    let mut csv = "lon,lat,kind,street\n".to_owned();
    for n in 0..AREAS {
        let homes = if WITHOUT.contains(&format!("N{n}").as_str()) { 2 } else { 30 };
        (0..homes).for_each(|home| {
            writeln!(csv, "{:.4},0.5,home,Street {n}", n as f64 + 0.497 + f64::from(home) * 0.0002).unwrap()
        });
    }
    csv
}

each_store! {
    fn what_has_no_point_is_protected_beside_what_is_drawn(database) {
        let place = with_areas(database);
        let file = place.folder.with_file_name("addresses.csv");
        std::fs::write(&file, addresses()).unwrap();
        place.run(&["import", "addresses", file.to_str().unwrap()]).ok();
        import(&place, "first.csv", &csv(0), "points");
        let server = Server::start(&place);
        let client = server.client();
        let (answers, sensitive) = published(&client);
        assert_eq!(sensitive, 0, "a sensitive kind is said of no neighbourhood");
        let drawn: Value = client.get("/data/points.geojson").bytes.as_slice().into_json();
        let features = drawn["features"].as_array().unwrap();
        let areas: BTreeSet<&str> = features.iter().map(|one| one["properties"]["area"].as_str().unwrap()).collect();
        assert_eq!(areas, ["N0", "N1", "N2", "N3"].into(), "no incident is drawn where there is no point");
        assert!(features.iter().all(|one| one["properties"]["kind"] != SENSITIVE));
        let truth = truth();
        let of = |code: &str| WITHOUT.contains(&code);
        let (found, small) = attack_on(&truth, &answers, &of);
        assert!(small > 10, "only {small} small counts to protect");
        assert_eq!(found, []);
        assert_eq!(attack_on_the_sensitive(&client), []);
        // With the true totals of the district beside what is drawn, the same reader wins.
        let mut naive = answers.clone();
        for code in ["", "T", "N4"] {
            for (period, months) in [("all", set(MONTHS))].into_iter().chain(MONTHS.map(|month| (month, set([month])))) {
                let count = |kind: &str| truth.count(truth.layout().find([code, period, kind]).unwrap());
                naive.insert((code.to_owned(), months.clone(), set(KINDS)), count(""));
                for kind in KINDS.iter().filter(|_| code != "N4") {
                    naive.insert((code.to_owned(), months.clone(), set([*kind])), count(kind));
                }
            }
        }
        assert!(!attack_on(&truth, &naive, &of).0.is_empty());
        // A second file with the same incidents, to be counted: it would tell what was withheld, and waits.
        let second = place.folder.with_file_name("second.csv");
        std::fs::write(&second, csv(9)).unwrap();
        let ran = place.run(&["import", "incidents", second.to_str().unwrap(), "--publication", "counts"]).ok();
        assert!(ran.err.contains("held back"), "{ran:?}");
        let (after, _) = published(&client);
        for (question, count) in &after {
            assert_eq!(answers.get(question), Some(count), "{question:?}");
        }
        assert!(server.stop().success());
        place.verify();
    }
}
