//! Every method has its page, and the index leads to it.

use std::collections::BTreeMap;
use std::path::Path;

use super::methods;

/// What a page says of each method, in this order.
const SECTIONS: [&str; 6] = ["question", "formula", "assum", "source", "when not", "reproduce"];

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

#[test]
fn every_method_has_a_page_with_all_that_it_owes() {
    let pages = pages();
    for method in methods() {
        let command = format!("comity analyse {}", method.get_name());
        let about: Vec<&String> = pages
            .values()
            .filter(|page| {
                page.lines().any(|line| line.contains(&format!("{command} ")) || line.contains(&format!("{command}`")))
            })
            .collect();
        assert!(!about.is_empty(), "no page in docs/methods shows `{command}`");
        for section in SECTIONS {
            let said = |page: &&String| page.to_lowercase().contains(section);
            assert!(about.iter().any(said), "the page of {} says nothing of its `{section}`", method.get_name());
        }
    }
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
