//! What is published, as programs that others wrote take it: the police.uk client, GDAL, schemathesis, Arrow.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

use comity_testing::{Database, Engine, each_store};
use serde_json::{Value, json};

use crate::client::Client;
use crate::place::{Place, Run, of_tests};
use crate::server::Server;

const PASSWORD: &str = "lamps by the old mill stream";
/// Of this month so much is published that no answer holds it.
const CROWDED: &str = "2025-10";

/// Rows of the police.uk layout: so many incidents of a kind at a place.
fn rows(csv: &mut String, (month, lon, lat): (&str, f64, f64), place: &str, kind: &str, outcome: &str, count: usize) {
    for _ in 0..count {
        let point = if lon == 0.0 { ",".to_owned() } else { format!("{lon},{lat}") };
        writeln!(csv, ",{month},,,{point},{place},,,{kind},{outcome},").unwrap();
    }
}

fn csv() -> String {
    let mut csv = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                   Crime type,Last outcome category,Context\n"
        .to_owned();
    let mill = "On or near Mill Lane";
    rows(&mut csv, ("2025-12", 1.0, 0.5), mill, "Burglary", "", 5);
    rows(&mut csv, ("2025-12", 1.005, 0.505), "On or near The Green", "Drugs", "Offender given a caution", 3);
    rows(&mut csv, ("2025-12", 1.0, 0.5), mill, "Violence and sexual offences", "", 2);
    rows(&mut csv, ("2025-12", 1.0, 1.5), "On or near North Road", "Burglary", "", 4);
    rows(&mut csv, ("2025-12", 0.0, 0.0), "No Location", "Burglary", "", 2);
    rows(&mut csv, ("2025-12", 1.0, 0.5), mill, "Person search", "Arrest", 2);
    rows(&mut csv, ("2025-11", 1.0, 0.5), mill, "Vehicle crime", "", 1);
    rows(&mut csv, (CROWDED, 1.0, 0.5), mill, "Other theft", "", 10_001);
    csv
}

/// The town with a team, priorities, a coming meeting, and incidents that are published as they are.
fn town(database: &Database) -> (Place, Server) {
    let place = Place::new(database).with_town();
    let file = database.folder().join("incidents.csv");
    std::fs::write(&file, csv()).unwrap();
    place.run(&["import", "incidents", file.to_str().unwrap(), "--publication", "as-source"]).ok();
    place.run(&["publish"]).ok();
    place.account("rania", "supervisor", Some("S1"), PASSWORD);
    let server = Server::start(&place);
    let rania = server.client();
    assert_eq!(rania.sign_in("rania", PASSWORD).status, 303);
    for (form, fields) in [
        ("/places/S1/team", [("name-1", "Mona"), ("rank-1", "Sergeant"), ("phone", "01632 960000")]),
        ("/places/S1/priorities", [("title-1", "Dark streets"), ("doing-1", "New lamps"), ("title-2", "Speeding")]),
    ] {
        let mut fields = fields.to_vec();
        fields.push(("version", "0"));
        let sent = rania.submit(form, form, &fields);
        assert_eq!(sent.status, 303, "{form}: {}", sent.text());
    }
    (place, server)
}

fn json_of(client: &Client, address: &str) -> Value {
    let page = client.get(address);
    assert_eq!(page.status, 200, "{address}: {}", page.text());
    serde_json::from_slice(&page.bytes).unwrap()
}

each_store! {
    fn a_client_made_for_police_uk_works_unchanged(database) {
        let (place, server) = town(database);
        let ran = Command::new(comity_testing::peer("python")).arg(of_tests("peers/police.py")).args([&server.url, CROWDED]).ran().ok();
        let seen = ran.json();
        assert_eq!(seen["force"], json!(["comity", "Comity", server.url, 0]));
        assert_eq!(seen["neighbourhoods"], json!([["S2", "North"], ["S1", "South"]]));
        let south = &seen["south"];
        assert_eq!(south["officers"], json!([["Mona", "Sergeant"]]));
        assert_eq!(south["contact"], json!({"telephone": "01632 960000"}));
        assert_eq!(south["population"], Value::Null);
        assert_eq!(south["centre"], json!({"latitude": "0.500000", "longitude": "1.000000"}));
        assert_eq!((south["boundary"].as_u64(), south["crimes"].as_u64()), (Some(5), Some(10)));
        let priorities = south["priorities"].as_array().unwrap();
        assert!(priorities.len() == 2 && priorities[0][0] == "Dark streets" && priorities[0][1] == "New lamps");
        assert_eq!(seen["located"], json!(["comity", "S1"]));
        assert_eq!(seen["nowhere"], Value::Null);
        assert_eq!(seen["dates"], json!(["2025-12", "2025-11", "2025-10"]));
        let categories = seen["categories"].to_string();
        assert!(categories.contains("violent-crime") && !categories.contains("search"), "{categories}");
        let mill = "On or near Mill Lane";
        let mut crimes = vec![json!(["Burglary", "2025-12", mill]); 5];
        crimes.extend(vec![json!(["Drugs", "2025-12", "On or near The Green"]); 3]);
        crimes.extend(vec![json!(["Violence and sexual offences", "2025-12", mill]); 2]);
        assert_eq!(seen["crimes"], json!(crimes));
        assert_eq!(seen["outcomes"], json!(vec!["Offender given a caution"; 3]));
        assert_eq!((seen["ids"].as_u64(), &seen["persistent"]), (Some(10), &json!([""])));
        assert_eq!(seen["earlier"], json!([["Vehicle crime", "2025-11", mill]]));
        assert_eq!((seen["burglaries"].as_u64(), seen["shape"].as_u64()), (Some(5), Some(7)));
        assert_eq!(seen["at"], json!(vec![json!(["Drugs", "2025-12", "On or near The Green"]); 3]));
        // Rows without coordinates are in no published count.
        assert_eq!(seen["nowhere_drawn"], 0);
        assert_eq!(seen["refused"], json!([400, 404, 404, 400, 404, 404, 503]));
        let stops = json_of(&server.client(), "/api/stops-street?lat=0.5&lng=1&date=2025-12");
        assert!(stops.as_array().unwrap().len() == 2 && stops[0]["type"] == "Person search" && stops[0]["gender"].is_null());
        // The nearest published point, as at police.uk: The Green is 200 metres away, Mill Lane 500.
        let near = json_of(&server.client(), "/api/crimes-at-location?lat=0.504&lng=1.004&date=2025-12");
        let streets: BTreeSet<&str> = near.as_array().unwrap().iter().map(|one| one["location"]["street"]["name"].as_str().unwrap()).collect();
        assert_eq!((near.as_array().unwrap().len(), streets), (3, BTreeSet::from(["On or near The Green"])));
        let outcomes = json_of(&server.client(), "/api/outcomes-at-location?lat=0.5&lng=1&date=2025-12");
        assert_eq!(outcomes[0]["category"]["code"], "offender-given-a-caution");
        assert!(server.stop().success());
        place.verify();
    }

    fn files_say_what_is_published_and_by_which_rule(database) {
        let (_place, server) = town(database);
        let client = server.client();
        let counts = json_of(&client, "/data/counts.json");
        let lines = counts["counts"].as_array().unwrap();
        assert!(counts["rule"]["rules"][0]["sentences"][0]["ar"].as_str().unwrap().contains("البيانات"), "{}", counts["rule"]);
        let find = |area: &str, from: &str, to: &str, kind: Value| {
            let found: Vec<&Value> = lines
                .iter()
                .filter(|line| line["area"] == area && line["from"] == from && line["to"] == to && line["kind"] == kind)
                .collect();
            assert_eq!(found.len(), 1, "{area} {from} {kind}: {found:?}");
            found[0]["count"].as_i64()
        };
        assert_eq!(find("", "2025-12", "2025-12", json!("Burglary")), Some(9));
        assert_eq!(find("S2", "2025-12", "2025-12", json!("Burglary")), Some(4));
        assert_eq!(find("S2", "2025-12", "2025-12", json!("Drugs")), Some(0), "a zero is said to be one");
        assert_eq!(find("S1", "2025-10", "2025-12", Value::Null), Some(10_014));
        // The same in every format.
        let csv = client.get("/data/counts.csv");
        assert!(csv.header("link").contains("/data/counts.rule.json"), "{:?}", csv.headers);
        assert_eq!(csv.header("access-control-allow-origin"), "*");
        assert!(!csv.headers.contains_key("set-cookie"));
        assert_eq!(csv.text().lines().count(), lines.len() + 1);
        assert!(csv.text().contains("S2,North,الشمال,2025-12,2025-12,Burglary,published,4,"), "{}", csv.text());
        let tag = csv.header("etag").to_owned();
        let again = server.client().with("if-none-match", &tag).get("/data/counts.csv");
        assert_eq!((again.status, again.bytes.len(), again.header("etag")), (304, 0, tag.as_str()));
        assert_ne!(client.get("/data/counts.csv?area=S1").header("etag"), tag);
        let part = json_of(&client, "/data/counts.json?area=S2&kind=Burglary&from=2025-12&to=2025-12");
        assert_eq!(part["counts"].as_array().unwrap().len(), 1, "{part}");
        assert_eq!(client.get("/data/counts.csv?area=nowhere").status, 404);
        assert_eq!(client.get("/data/counts.csv?from=soon").status, 400);
        let areas = json_of(&client, "/data/areas.geojson?from=2025-11");
        let north = areas["features"].as_array().unwrap().iter().find(|one| one["id"] == "S2").unwrap();
        assert_eq!((&north["properties"]["count"], &north["properties"]["name_ar"]), (&json!(4), &json!("الشمال")));
        assert_eq!((&north["properties"]["covered"], &north["properties"]["kinds_not_counted"]), (&json!(["2025-11/2025-12"]), &json!([])));
        let beyond = json_of(&client, "/data/areas.geojson?from=2025-11&to=2026-02");
        let north = beyond["features"].as_array().unwrap().iter().find(|one| one["id"] == "S2").unwrap();
        let told = ["status", "count", "at_least", "covered"].map(|name| north["properties"][name].clone());
        assert_eq!(told, [json!("at-least"), Value::Null, json!(4), json!(["2025-11/2025-12"])]);
        assert_eq!(north["geometry"]["coordinates"][0][0].as_array().unwrap().len(), 5);
        let points = json_of(&client, "/data/points.geojson");
        let drawn = |one: &Value| one["properties"]["count"].as_i64().unwrap();
        let all: i64 = points["features"].as_array().unwrap().iter().map(drawn).sum();
        assert_eq!(all, 10_001 + 17);
        let lines = client.get("/data/points.csv?area=S2").text();
        assert!(lines.lines().count() == 2 && lines.contains("1.000000,1.500000,S2,2025-12,Burglary,,North Road,4,"), "{lines}");
    }
}

#[test]
fn arrow_reads_the_parquet_file() {
    let database = Database::fresh(Engine::Sqlite);
    let (_place, server) = town(&database);
    let file = database.folder().join("counts.parquet");
    std::fs::write(&file, server.client().get("/data/counts.parquet").bytes).unwrap();
    let script = "import sys, json, pyarrow.parquet as p; t = p.read_table(sys.argv[1]); \
                  print(json.dumps({'rows': t.to_pylist(), 'rule': json.loads(t.schema.metadata[b'comity.rule'])}))";
    let read = Command::new(comity_testing::peer("python")).args(["-c", script]).arg(&file).ran().ok().json();
    let counts = json_of(&server.client(), "/data/counts.json");
    assert_eq!(read["rows"], counts["counts"]);
    assert_eq!(read["rule"], counts["rule"]);
}

/// What GDAL counts in each layer.
fn layers(url: &str) -> BTreeMap<String, usize> {
    let install = "install GDAL's ogrinfo with: apt-get install gdal-bin";
    let mut ogrinfo = Command::new("ogrinfo");
    ogrinfo.args(["-ro", "-so", "-al"]).arg(format!("OAPIF:{url}/ogc/")).env("NO_PROXY", "127.0.0.1");
    let output = ogrinfo.output().unwrap_or_else(|error| panic!("ogrinfo: {error}; {install}"));
    let (said, failed) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && !failed.contains("ERROR"), "{said}{failed}");
    let mut found = BTreeMap::new();
    let mut layer = String::new();
    for line in said.lines() {
        if let Some(name) = line.strip_prefix("Layer name: ") {
            layer = name.to_owned();
        } else if let Some(count) = line.strip_prefix("Feature Count: ") {
            found.insert(layer.clone(), count.parse().unwrap());
        }
    }
    found
}

#[test]
fn gdal_reads_every_collection_to_its_end() {
    let database = Database::fresh(Engine::Sqlite);
    let (_place, server) = town(&database);
    let client = server.client();
    let length = |address: &str, list: &str| json_of(&client, address)[list].as_array().unwrap().len();
    let expected = BTreeMap::from([
        ("areas".to_owned(), length("/data/areas.geojson", "features")),
        ("counts".to_owned(), length("/data/counts.json", "counts")),
        ("points".to_owned(), length("/data/points.geojson", "features")),
    ]);
    assert!(expected["counts"] > 50, "{expected:?}");
    assert_eq!(layers(&server.url), expected);
    // Page by page comes to the same, each feature once and found by its id.
    for (collection, all) in &expected {
        let (mut seen, mut next) = (BTreeSet::new(), Some(format!("/ogc/collections/{collection}/items?limit=7")));
        while let Some(address) = next {
            let page = json_of(&client, &address);
            for feature in page["features"].as_array().unwrap() {
                assert!(seen.insert(feature["id"].as_str().unwrap().to_owned()), "{collection}: {feature} twice");
            }
            let links = page["links"].as_array().unwrap();
            let link = links.iter().find(|link| link["rel"] == "next").map(|link| link["href"].as_str().unwrap());
            next = link.map(|href| href.strip_prefix(&server.url).expect("a whole address").to_owned());
        }
        assert_eq!(seen.len(), *all, "{collection}");
        let some = seen.iter().nth(all / 2).unwrap();
        let one = json_of(&client, &format!("/ogc/collections/{collection}/items/{some}"));
        assert_eq!(one["id"], json!(some));
    }
    let within = json_of(&client, "/ogc/collections/points/items?bbox=0,1,2,2&datetime=2025-12-05T00:00:00Z");
    assert_eq!(within["features"].as_array().unwrap().len(), 1);
    // A number of a quarter is of each of its days.
    let counts = json_of(&client, "/ogc/collections/counts/items?limit=10000&datetime=2025-11-05T00:00:00Z");
    let spans: BTreeSet<String> = counts["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| format!("{}/{}", one["properties"]["from"], one["properties"]["to"]).replace('"', ""))
        .collect();
    assert_eq!(spans, BTreeSet::from(["2025-10/2025-12".to_owned(), "2025-11/2025-11".to_owned()]));
    // Round the back of the earth, page by page: each half of the rectangle once.
    let round = |offset: usize| {
        let page =
            json_of(&client, &format!("/ogc/collections/points/items?bbox=1.001,0,1.0001,2&limit=2&offset={offset}"));
        page["features"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let seen: Vec<String> = [0, 2, 4, 6, 8].into_iter().flat_map(round).collect();
    let distinct: BTreeSet<&String> = seen.iter().collect();
    assert_eq!((seen.len(), distinct.len()), (expected["points"], expected["points"]), "{seen:?}");
    let page = server.client().with("accept", "text/html").get("/ogc/collections/areas/items");
    assert!(page.text().contains("<table") && page.header("access-control-allow-origin").is_empty());
}

#[test]
fn answers_are_as_the_description_says() {
    let database = Database::fresh(Engine::Sqlite);
    let (_place, server) = town(&database);
    let mut schemathesis = Command::new(comity_testing::peer("schemathesis"));
    schemathesis.arg("run").arg(format!("{}/openapi.json", server.url)).current_dir(database.folder());
    let checks =
        "status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance";
    schemathesis.args([
        "--checks",
        checks,
        "--max-examples",
        "20",
        "--seed",
        "1",
        "--phases",
        "examples,coverage,fuzzing",
    ]);
    schemathesis.args(["--no-color", "--generation-database", "none"]).env("NO_PROXY", "127.0.0.1");
    let output = schemathesis.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}\n{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("No issues found") || said.contains(" passed"), "{said}");
}

#[test]
fn what_is_asked_wrongly_is_said_in_ones_language_and_every_site_may_read_it() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start(&place);
    let arabic = server.client().with("accept-language", "ar");
    for (address, status) in [
        ("/api/crimes-street/all-crime?lat=91&lng=0", 400),
        ("/api/crimes-street/all-crime", 400),
        ("/api/crimes-street/all-crime?lat=1&lat=2&lng=0", 400),
        ("/api/crimes-street/all-crime?poly=1,1:2,2", 400),
        ("/api/crimes-street/all-crime?lat=1&lng=1&date=2026-01", 404),
        ("/api/crime-last-updated", 404),
        ("/api/comity/nowhere", 404),
        ("/api/nothing-of-this-name", 404),
        ("/data/counts.csv?from=2026", 400),
        ("/ogc/collections/areas/items?bbox=1,2,3", 400),
        ("/ogc/collections/areas/items?limit=0", 400),
        ("/ogc/collections/areas/items?colour=blue", 400),
        ("/ogc/collections?colour=blue", 400),
        ("/ogc/collections/counts/items?datetime=2026-01-01T10:00", 400),
        ("/api/crimes-at-location?lat=0.5", 400),
        ("/ogc/collections/areas/items/nowhere", 404),
        ("/ogc/collections/people", 404),
    ] {
        let answer = arabic.get(address);
        assert_eq!(answer.status, status, "{address}: {}", answer.text());
        if address != "/api/nothing-of-this-name" {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{address}");
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{address}");
            let details: Value = serde_json::from_slice(&answer.bytes).unwrap();
            assert!(details["title"].as_str().unwrap().chars().any(|c| ('ا'..='ي').contains(&c)), "{details}");
            assert_eq!(details["status"], status);
        }
        assert!(!answer.headers.contains_key("set-cookie") || answer.header("content-type").starts_with("text/html"));
    }
    let long = server.client().get(&format!("/api/crimes-street/all-crime?poly={}1,1", "1,1:".repeat(1200)));
    assert_eq!(long.status, 400);
    let corners = format!("{}1,1", "1,1:".repeat(1200));
    let sent = server.client().send("/api/crimes-street/all-crime", &[("poly", &corners)]).unwrap();
    assert_eq!((sent.status, sent.text().as_str()), (200, "[]"));
}

#[test]
fn a_flooder_is_told_when_to_come_back() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_PROXIES", "127.0.0.1");
    });
    let from = |address| server.client().with("x-forwarded-for", address);
    let flooder = from("203.0.113.9");
    let refused = (0..1000).find_map(|_| {
        let answer = flooder.get("/api/crimes-street-dates");
        (answer.status != 200).then_some(answer)
    });
    let refused = refused.expect("a thousand requests are too many");
    assert_eq!((refused.status, refused.header("content-type")), (429, "application/problem+json"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    assert_eq!(from("203.0.113.10").get("/api/crimes-street-dates").status, 200);
}

/// What files and interfaces say: of an area and months, of one kind or all ordinary ones.
#[derive(Debug)]
pub struct Said {
    pub area: String,
    pub months: BTreeSet<String>,
    pub kind: Option<String>,
    pub count: u64,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn span(months: &[&str], from: &str, to: &str) -> BTreeSet<String> {
    months.iter().filter(|month| (from..=to).contains(*month)).map(|month| (*month).to_owned()).collect()
}

fn list(client: &Client, address: &str, list: &str) -> Vec<Value> {
    json_of(client, address)[list].as_array().unwrap().clone()
}

/// Each published number, release by release, as files and OGC API Features have it; of releases without `sensitive`.
pub fn said_by_releases(client: &Client, months: &[&str], sensitive: &str) -> Vec<Said> {
    let counts = list(client, "/data/counts.json", "counts");
    let features = list(client, "/ogc/collections/counts/items?limit=10000", "features");
    assert_eq!(features.iter().map(|feature| feature["properties"].clone()).collect::<Vec<_>>(), counts);
    let lines = client.get("/data/counts.csv").text().lines().count();
    assert_eq!(lines, counts.len() + 1);
    let apart: BTreeSet<String> =
        counts.iter().filter(|line| line["kind"] == sensitive).map(|line| text(&line["release"])).collect();
    assert!(!apart.is_empty(), "{sensitive} is published for districts");
    let (sealed, ordinary): (Vec<&Value>, Vec<&Value>) =
        counts.iter().partition(|line| apart.contains(&text(&line["release"])));
    assert!(sealed.iter().all(|line| !text(&line["area"]).starts_with('N')), "{sealed:?}");
    let within = |line: &&&Value| {
        months.contains(&line["from"].as_str().unwrap()) && months.contains(&line["to"].as_str().unwrap())
    };
    let said = |line: &&Value| {
        assert_eq!(line["status"] == "published", line["count"].is_u64(), "{line}");
        let (from, to) = (text(&line["from"]), text(&line["to"]));
        let kind = line["kind"].as_str().map(str::to_owned);
        Some(Said { area: text(&line["area"]), months: span(months, &from, &to), kind, count: line["count"].as_u64()? })
    };
    ordinary.iter().filter(within).filter_map(said).collect()
}

/// What the outlines of areas carry, and that of what is published as counts nothing is drawn or listed one by one.
pub fn said_by_areas(client: &Client, months: &[&str]) -> Vec<Said> {
    let mut said = Vec::new();
    for (at, from) in months.iter().enumerate() {
        for to in &months[at..] {
            for feature in list(client, &format!("/data/areas.geojson?from={from}&to={to}"), "features") {
                let (area, months) = (text(&feature["id"]), span(months, from, to));
                let count = feature["properties"]["count"].as_u64();
                said.extend(count.map(|count| Said { area, months, kind: None, count }));
            }
        }
        for drawn in [
            "crimes-street/all-crime?lat=0.5&lng=0.5",
            "crimes-at-location?location_id=1",
            "outcomes-at-location?lat=0.5&lng=0.5",
            "stops-street?lat=0.5&lng=0.5",
            "stops-at-location?location_id=1",
            "stops-force?force=comity",
            "stops-no-location?force=comity",
            "crimes-no-location?category=all-crime&force=comity",
            "crimes-at-location?lat=0.5&lng=0.5",
        ] {
            assert_eq!(json_of(client, &format!("/api/{drawn}&date={from}")), json!([]), "{drawn}");
        }
    }
    assert_eq!(list(client, "/data/points.geojson", "features"), Vec::<Value>::new());
    assert_eq!(list(client, "/ogc/collections/points/items", "features"), Vec::<Value>::new());
    assert_eq!(client.get("/data/points.csv").text().lines().count(), 1);
    said
}
