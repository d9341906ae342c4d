//! The crates depend on each other as docs/architecture.md draws it, and no other way.
//!
//! The drawing is read, so that it cannot grow old: a crate may use whatever its arrows lead to. What tests use
//! (dev-dependencies) is free.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use super::sources::root;

/// A crate by its name without `comity-`: where it lies below `crates/`, and which of the others it is built with.
struct Crate {
    folder: String,
    uses: BTreeSet<String>,
}

fn short(name: &str) -> String {
    name.strip_prefix("comity-").unwrap_or(name).to_owned()
}

/// The crates of the house as cargo sees them.
fn crates() -> BTreeMap<String, Crate> {
    let asked = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let told = Command::new(env!("CARGO")).args(asked).current_dir(root()).output().expect("cargo can be run");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let metadata: Value = serde_json::from_slice(&told.stdout).expect("cargo answers in JSON");
    let crates_folder = root().join("crates");
    let mut found = BTreeMap::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let manifest = std::path::Path::new(package["manifest_path"].as_str().expect("a manifest"));
        let Ok(folder) = manifest.strip_prefix(&crates_folder) else { continue };
        let all = package["dependencies"].as_array().expect("dependencies");
        let own = all.iter().filter(|dependency| dependency["kind"].is_null() && dependency["path"].is_string());
        let uses = own.map(|dependency| short(dependency["name"].as_str().expect("a name"))).collect();
        let folder = folder.to_str().expect("a readable path").to_owned();
        found.insert(short(package["name"].as_str().expect("a name")), Crate { folder, uses });
    }
    found
}

/// What is drawn: the members of each box, and the arrows.
#[derive(Default)]
struct Drawing {
    boxes: BTreeMap<String, BTreeSet<String>>,
    arrows: Vec<(String, String)>,
}

impl Drawing {
    fn read() -> Self {
        let page = std::fs::read_to_string(root().join("docs/architecture.md")).expect("docs/architecture.md");
        let (_, drawing) = page.split_once("```mermaid\n").expect("a drawing");
        let (drawing, _) = drawing.split_once("```").expect("the drawing's end");
        let (mut drawn, mut within) = (Self::default(), None);
        for line in drawing.lines().map(str::trim) {
            if let Some(name) = line.strip_prefix("subgraph ") {
                within = Some(name.to_owned());
            } else if line == "end" {
                within = None;
            } else {
                drawn.line(line, within.as_deref());
            }
        }
        drawn
    }

    fn line(&mut self, line: &str, within: Option<&str>) {
        let stations: Vec<Vec<String>> =
            line.split("-->").map(|station| station.split('&').map(|name| name.trim().to_owned()).collect()).collect();
        for pair in stations.windows(2) {
            for from in &pair[0] {
                self.arrows.extend(pair[1].iter().map(|to| (from.clone(), to.clone())));
            }
        }
        if let Some(within) = within {
            self.boxes.entry(within.to_owned()).or_default().extend(stations.into_iter().flatten());
        }
    }

    /// Whether the crate is in a box or at an end of an arrow.
    fn has(&self, name: &str) -> bool {
        let at_an_end = self.arrows.iter().any(|(from, to)| from == name || to == name);
        at_an_end || self.boxes.values().any(|members| members.contains(name))
    }

    /// Everything that the arrows of `from` lead to, near or far; an arrow to a box leads to all in it.
    fn reached(&self, from: &str) -> BTreeSet<String> {
        let mut found: BTreeSet<String> = BTreeSet::new();
        let mut waiting = vec![from.to_owned()];
        while let Some(name) = waiting.pop() {
            let next = self.arrows.iter().filter(|(start, _)| *start == name).map(|(_, end)| end.clone());
            let next = next.chain(self.boxes.get(&name).into_iter().flatten().cloned());
            waiting.extend(next.filter(|name| found.insert(name.clone())).collect::<Vec<_>>());
        }
        found
    }
}

#[test]
fn every_dependency_is_drawn() {
    let (crates, drawing) = (crates(), Drawing::read());
    // What tests share is in no box: no crate of the program is built with it.
    for (name, built) in crates.iter().filter(|(name, _)| *name != "testing") {
        let mut reached = drawing.reached(name);
        if name == "demo" {
            // It lives through the whole product, as the program does.
            reached.extend(drawing.reached("practice").into_iter().chain(drawing.reached("evidence")));
        }
        assert!(drawing.has(name), "{name} is not drawn in docs/architecture.md");
        let undrawn: Vec<&String> = built.uses.iter().filter(|used| !reached.contains(*used)).collect();
        assert_eq!(undrawn, [""; 0], "{name} uses what docs/architecture.md does not draw");
    }
}

#[test]
fn every_crate_that_is_drawn_lies_where_it_is_drawn() {
    let (crates, drawing) = (crates(), Drawing::read());
    for (folder, members) in &drawing.boxes {
        for member in members {
            let found = crates.get(member).unwrap_or_else(|| panic!("{member} is drawn, and there is no such crate"));
            assert_eq!(found.folder, format!("{folder}/{member}/Cargo.toml"));
        }
    }
    assert_eq!(drawing.boxes.keys().collect::<Vec<_>>(), ["core", "evidence", "practice"]);
}

/// The lines that no drawing may move.
#[test]
fn the_layers_stand_on_each_other() {
    let crates = crates();
    let layer = |name: &String| crates[name].folder.split('/').next().unwrap_or_default().to_owned();
    let below = |name: &str| match name {
        "core" => vec!["core"],
        "evidence" => vec!["core", "evidence"],
        "practice" => vec!["core", "evidence", "practice"],
        "demo" => vec!["core", "evidence", "practice"],
        "comity" => vec!["core", "evidence", "practice", "demo"],
        other => panic!("crates/{other} is a layer that is not known here"),
    };
    for (name, built) in &crates {
        for used in &built.uses {
            assert!(below(&layer(name)).contains(&layer(used).as_str()), "{name} ({}) uses {used}", layer(name));
        }
        assert!(!built.uses.contains("testing"), "{name} is built with what tests share");
    }
    let order = ["kernel", "store", "ledger", "access", "web", "places"];
    for (place, name) in order.iter().enumerate() {
        let above: Vec<&&str> = order[place..].iter().filter(|other| crates[*name].uses.contains(**other)).collect();
        assert_eq!(above, [&""; 0], "{name} uses what stands on it");
    }
    for alone in ["kernel", "methods", "charts", "disclosure"] {
        assert!(crates[alone].uses.is_empty(), "{alone} stands on nothing of the house: {:?}", crates[alone].uses);
    }
    assert_eq!(crates["analyse"].uses.iter().collect::<Vec<_>>(), ["charts", "methods"], "it needs no server");
    assert_eq!(crates["shell"].uses.iter().collect::<Vec<_>>(), ["kernel"], "the shell has no rule and no table");
}
