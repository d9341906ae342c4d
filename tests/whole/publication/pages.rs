//! What pages and tiles say beside the files: no number that is not published.

use super::*;

/// The numbers in tables of the pages of an area are among those that `published.json` says of it. Rates and warnings have
/// their own ([`super::rates`]).
pub(super) fn pages_say_no_more(client: &Client, code: &str) {
    page_says_no_more(client, code, &format!("/neighbourhoods/{code}"));
    for page in ["areas/", "explore?area="] {
        page_says_no_more(client, code, &format!("/observatory/{page}{code}"));
    }
}

fn page_says_no_more(client: &Client, code: &str, address: &str) {
    let page = client.get(address).text();
    let json: Value = client.get(&format!("/observatory/published.json?area={code}")).bytes.as_slice().into_json();
    // What stands in a row of this name: a month, a kind or an area.
    let mut said: BTreeMap<String, BTreeSet<u64>> = BTreeMap::new();
    for part in ["by_month", "by_kind", "by_area"] {
        for row in json["shown"][part].as_array().unwrap() {
            let number = known(&row[1]).or_else(|| row[1]["at_least"].as_u64());
            said.entry(name_on_page(row[0].as_str().unwrap())).or_default().extend(number);
        }
    }
    let mut numbers = 0;
    let rows = page.split("<tr").skip(1).map(|rest| rest.split("</tr>").next().unwrap());
    for row in rows.filter(|row| row.contains("<td")) {
        let cells: Vec<String> = cells_of(row);
        let Some((name, rest)) = cells.split_first() else { continue };
        // A table by months and years has the month alone.
        let same = |known: &str| name.starts_with(known) || known.strip_suffix(" 2024") == Some(name);
        let Some(allowed) = said.iter().find(|(known, _)| same(known)).map(|(_, allowed)| allowed) else {
            assert!(rest.iter().all(|cell| cell.parse::<u64>().is_err()), "{cells:?} on {address} is nowhere else");
            continue;
        };
        for number in rest.iter().filter_map(|cell| cell.parse::<u64>().ok()) {
            assert!(allowed.contains(&number), "{cells:?} stands on {address}, and {allowed:?} is published");
            numbers += 1;
        }
    }
    assert!(numbers > 0, "no number was found on {address}");
    assert!(page.contains("Counts from 1 to below 5 are withheld"), "the rule stands on the page");
}

/// The text of everything on the tiles that hold the areas, whatever is asked: no number but how deep an area lies, and
/// nothing drawn of what is published as counts.
pub(super) fn tiles_say_no_more(client: &Client, folder: &Path) {
    let mut areas = 0;
    // The areas lie from 0 to 6 degrees east and from 0 to 1 degree north.
    for at in [(0, 0, 0), (5, 16, 15), (7, 64, 63), (7, 66, 63)] {
        for feature in tiles::read(client, folder, "areas", at, "") {
            let properties = feature["properties"].as_object().unwrap();
            let told: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
            let known = BTreeSet::from(["code", "depth", "level", "mvt_id", "name", "parent"]);
            assert!(told.is_subset(&known), "{properties:?}");
            assert_eq!(properties["depth"], u8::from(properties["code"] != "T"), "{properties:?}");
            areas += 1;
        }
        for query in ["", "?area=N0", "?kind=Burglary", "?from=2024-01&to=2024-01"] {
            assert_eq!(tiles::read(client, folder, "incidents", at, query), Vec::<Value>::new(), "{at:?}{query}");
        }
    }
    assert!(areas > AREAS, "only {areas} areas were read");
}

/// "January 2024" for 2024-01, "Area N0" for N0, a kind as it is.
fn name_on_page(name: &str) -> String {
    let months = ["January", "February", "March", "April"];
    match name.split_once('-') {
        Some(("2024", month)) => format!("{} 2024", months[month.parse::<usize>().unwrap() - 1]),
        _ if name.starts_with('N') || name == "T" => format!("Area {name}"),
        _ => name.to_owned(),
    }
}

/// The texts of the cells of a row, without marks of direction and separators of thousands.
pub(super) fn cells_of(row: &str) -> Vec<String> {
    let cell = |rest: &str| {
        let inner = rest.split_once('>').map_or("", |(_, inner)| inner);
        let inner = inner.split("</t").next().unwrap_or("");
        let mut text = String::new();
        let mut inside = true;
        for c in inner.chars() {
            match c {
                '<' => inside = false,
                '>' => inside = true,
                _ if inside && !"\u{2068}\u{2069},".contains(c) => text.push(c),
                _ => {}
            }
        }
        text.replace("at least", "").trim().trim_end_matches('+').to_owned()
    };
    let starts = row.match_indices("<td").chain(row.match_indices("<th")).map(|(at, _)| at).collect::<BTreeSet<_>>();
    starts.into_iter().map(|at| cell(&row[at..])).collect()
}
