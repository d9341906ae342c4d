//! Rates and warnings, which need residents and years of months: each is worked out from a published number.

use super::*;

/// More than three years.
const LONG: usize = 42;

fn month(at: usize) -> String {
    format!("{}-{:02}", 2021 + at / 12, at % 12 + 1)
}

fn long() -> String {
    let mut csv = csv(0).lines().take(1).collect::<String>() + "\n";
    for (n, at) in (0..AREAS).flat_map(|n| (0..LONG).map(move |at| (n, at))) {
        // Two neighbourhoods where little happens.
        let count = if n > 3 { 2 + (n + at) % 3 } else { 20 + (n * 7 + at * 5) % 11 };
        (0..count).for_each(|_| writeln!(csv, ",{},,,{n}.5,0.5,,,,Burglary,,", month(at)).unwrap());
    }
    csv
}

/// The whole number that a cell begins with.
fn number(cell: &str) -> Option<u64> {
    let digits: String =
        cell.chars().filter(|c| !"\u{200e}\u{202f}".contains(*c)).take_while(|c| c.is_ascii_digit()).collect();
    digits.parse().ok()
}

#[test]
fn rates_and_warnings_rest_on_published_numbers() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database);
    let (areas, people) = (database.folder().join("areas.geojson"), database.folder().join("people.csv"));
    std::fs::write(&areas, super::areas()).unwrap();
    let rows: String = (0..AREAS).map(|n| format!("N{n},{}\n", 1000 * (n + 1))).collect();
    std::fs::write(&people, format!("code,population\n{rows}")).unwrap();
    place.run(&["import", "areas", areas.to_str().unwrap(), "--population", people.to_str().unwrap()]).ok();
    import(&place, "long.csv", &long(), "counts");
    let server = Server::start(&place);
    let client = server.client();
    let address = format!("area=T&from={}&to={}", month(0), month(LONG - 1));
    let json: Value = client.get(&format!("/observatory/published.json?{address}")).bytes.as_slice().into_json();
    let shown: BTreeMap<&str, u64> = (json["shown"]["by_area"].as_array().unwrap().iter())
        .filter_map(|row| Some((row[0].as_str().unwrap(), known(&row[1])?)))
        .collect();
    assert!(shown.len() > 3, "{json}");
    let compare = client.get(&format!("/observatory/compare?{address}")).text();
    let mut compared = 0;
    for cells in compare
        .split("<tr")
        .skip(1)
        .map(cells_of)
        .filter(|cells| cells.first().is_some_and(|name| name.starts_with("Area N")))
    {
        let code = cells[0].trim_start_matches("Area ").split(' ').next().unwrap().to_owned();
        let incidents: Vec<u64> = cells[1..].iter().filter_map(|cell| number(cell)).collect();
        match shown.get(code.as_str()) {
            // Incidents, residents, and what follows from the two.
            Some(count) => {
                assert!(incidents.contains(count), "{cells:?}");
                compared += 1;
            }
            None => assert!(incidents.len() <= 1, "a number that is not published: {cells:?}"),
        }
    }
    assert!(compared > 3, "{compare}");
    let warnings = client.get("/observatory/warnings?area=T").text();
    let mut judged = 0;
    for cells in warnings
        .split("<tr")
        .skip(1)
        .map(cells_of)
        .filter(|cells| cells.first().is_some_and(|name| name.starts_with("Area ")))
    {
        let code = cells[0].trim_start_matches("Area ").split(' ').next().unwrap();
        let json: Value = client
            .get(&format!("/observatory/published.json?area={code}&from={0}&to={0}", month(LONG - 1)))
            .bytes
            .as_slice()
            .into_json();
        let published = known(&json["shown"]["total"]);
        let numbers: Vec<u64> = cells[1..].iter().filter_map(|cell| number(cell)).collect();
        if let Some(published) = published.filter(|_| numbers.len() > 1) {
            assert!(numbers.contains(&published), "{cells:?}: {published}");
            judged += 1;
        }
        assert!(published.is_some() || numbers.len() <= 1, "a judgement on a number that is not published: {cells:?}");
    }
    assert!(judged > 2, "{warnings}");
}
