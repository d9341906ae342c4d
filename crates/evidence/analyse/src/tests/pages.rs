//! Every method has its page, and the index leads to it.

use std::collections::BTreeMap;
use std::path::Path;

use super::methods;

/// What a page owes each method, and the words that show it is there.
const OWED: [(&str, &[&str]); 6] = [
    ("the question", &["question", "?"]),
    ("the formula", &["formula", " = "]),
    ("what it assumes", &["assum"]),
    ("its source", &["source", "(19", "(20"]),
    ("when not to use it", &["when not", "not when", "not for", "not where", "do not use"]),
    ("the values it reproduces", &["reproduc", "compared", "published"]),
];

fn docs() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../docs")
}

/// The pages by file name.
fn pages() -> BTreeMap<String, String> {
    let folder = docs().join("methods");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let read = entries.map(|entry| {
        let entry = entry.unwrap();
        (entry.file_name().into_string().unwrap(), std::fs::read_to_string(entry.path()).unwrap())
    });
    read.collect()
}

/// What a page says of a method: the part under the heading that names it, else the whole page where it is named.
fn said_of(name: &str, page: &str) -> Option<String> {
    let (quoted, command) = (format!("`{name}`"), format!("comity analyse {name}"));
    let mut lines = page.lines();
    if let Some(heading) = lines.find(|line| line.starts_with('#') && line.contains(&quoted)) {
        let level = heading.bytes().take_while(|byte| *byte == b'#').count();
        let ends = |line: &&str| {
            let own = line.bytes().take_while(|byte| *byte == b'#').count();
            own == 0 || own > level
        };
        return Some(std::iter::once(heading).chain(lines.take_while(ends)).collect::<Vec<_>>().join("\n"));
    }
    let words =
        |line: &str| line.contains(&quoted) || line.contains(&format!("{command} ")) || line.ends_with(&command);
    page.lines().any(words).then(|| page.to_owned())
}

#[test]
fn every_method_has_a_page_with_all_that_it_owes() {
    let pages = pages();
    let mut lacking = Vec::new();
    for method in methods() {
        let name = method.get_name();
        let about: Vec<String> =
            pages.values().filter_map(|page| said_of(name, page)).map(|text| text.to_lowercase()).collect();
        if about.is_empty() {
            lacking.push(format!("{name}: no page in docs/methods"));
        }
        for (owed, words) in OWED.iter().filter(|_| !about.is_empty()) {
            if !about.iter().any(|text| words.iter().any(|word| text.contains(word))) {
                lacking.push(format!("{name}: {owed}"));
            }
        }
    }
    assert!(lacking.is_empty(), "the pages lack\n  {}", lacking.join("\n  "));
}

#[test]
fn the_index_leads_to_every_page_and_names_every_method() {
    let index = std::fs::read_to_string(docs().join("methods.md")).unwrap();
    for name in pages().keys() {
        assert!(index.contains(&format!("](methods/{name}")), "docs/methods.md does not lead to {name}");
    }
    for method in methods() {
        assert!(index.contains(&format!("`{}`", method.get_name())), "docs/methods.md lacks {}", method.get_name());
    }
    for link in index.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        let path = link.split('#').next().unwrap_or_default();
        assert!(docs().join(path).exists(), "docs/methods.md leads to {link}, which is not there");
    }
}
