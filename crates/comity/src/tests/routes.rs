//! No page shows numbers of recorded incidents that nobody has attacked.

use std::collections::BTreeSet;

use super::sources::sources;

/// The routes that stand in tests/routes.txt, and what is said of each.
fn listed() -> Vec<(&'static str, &'static str)> {
    let lines = include_str!("../../../../tests/routes.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).collect()
}

/// The routes that answer GET, as the sources of the product have them.
fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        let code: String =
            source.product().lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join(" ");
        for call in code.split(".route(").skip(1).map(call) {
            let Some(path) = call.trim_start().strip_prefix('"').and_then(|call| call.split('"').next()) else {
                panic!("{}: a route whose path is not written out: {call}", source.path);
            };
            if call.contains("get(") {
                found.insert(path.to_owned());
            }
        }
        found.extend(described(&code));
    }
    found
}

/// What stands in the call's parentheses.
fn call(rest: &str) -> &str {
    let mut depth = 0_i32;
    let end = rest.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth < 0
    });
    end.map_or(rest, |(end, _)| rest.split_at(end).0)
}

/// The routes that answer GET and are described where they are written: `#[utoipa::path(get, path = "…"`.
fn described(code: &str) -> Vec<String> {
    let descriptions = code.split("#[utoipa::path(").skip(1).map(str::trim_start);
    let answering_get = descriptions.filter_map(|description| description.strip_prefix("get,"));
    answering_get.map(|description| description.split('"').nth(1).expect("a path").to_owned()).collect()
}

#[test]
fn every_route_is_known_to_show_numbers_or_not() {
    let (listed, found) = (listed(), routes());
    assert!(found.len() > 20, "{found:?}");
    let unknown: Vec<&String> = found.iter().filter(|path| !listed.iter().any(|(known, _)| known == path)).collect();
    assert!(unknown.is_empty(), "say in tests/routes.txt whether these show numbers of incidents: {unknown:?}");
    let gone: Vec<_> = listed.iter().filter(|(path, _)| !found.contains(*path)).collect();
    assert!(gone.is_empty(), "tests/routes.txt names routes that are not there: {gone:?}");
    assert!(listed.iter().all(|(_, shows)| ["numbers", "none"].contains(shows)), "{listed:?}");
}

/// Exact counts are for analysts: no slice of the practice, and nothing that is published, asks for them.
#[test]
fn no_public_page_asks_for_exact_counts() {
    // What holds exact counts, and what makes releases of them. All else in the observatory is public.
    let exact = [
        "exact.rs",
        "tables.rs",
        "datasets.rs",
        "published/tables.rs",
        "published/publish.rs",
        "published/due.rs",
        "published/corrected.rs",
        "published/drawn.rs",
        "published/hours.rs",
    ];
    let exact = exact.map(|file| format!("crates/evidence/observatory/src/{file}"));
    let public = |path: &str| {
        let of_all = ["crates/practice/", "crates/evidence/opendata/", "crates/evidence/tiles/"];
        of_all.iter().any(|folder| path.starts_with(folder))
            || (path.starts_with("crates/evidence/observatory/src/") && !exact.iter().any(|file| file == path))
    };
    let sources = sources();
    assert!(exact.iter().all(|file| sources.iter().any(|source| source.path == *file)), "a file has another name now");
    let read: Vec<_> = sources.iter().filter(|source| !source.is_test() && public(&source.path)).collect();
    assert!(read.iter().any(|source| source.path.ends_with("observatory/src/pages/profile.rs")), "pages are looked at");
    for source in read {
        for word in
            ["observatory::exact", "crate::exact", "exact::counts", "incident_counts", "read_counts", "read_incidents"]
        {
            assert!(!source.product().contains(word), "{} uses {word}", source.path);
        }
    }
}
