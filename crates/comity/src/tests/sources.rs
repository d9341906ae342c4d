//! The source files of the house.

use std::path::{Path, PathBuf};

/// The folder with `Cargo.lock`.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the repository's root")
}

/// A source file by its path from the root.
pub struct Source {
    pub path: String,
    pub text: String,
}

impl Source {
    /// Whether it is no part of the program.
    pub fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.path.ends_with("/tests.rs") || self.path.ends_with("/testing.rs")
    }

    /// The text without the tests at its end.
    pub fn product(&self) -> &str {
        self.text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }
}

/// Every Rust file in the `src` of every crate.
pub fn sources() -> Vec<Source> {
    let root = root();
    let mut found = Vec::new();
    walk(&root.join("crates"), &mut |path| {
        let shown = path.strip_prefix(&root).expect("within the root").to_str().expect("a readable path").to_owned();
        if shown.contains("/src/") && shown.ends_with(".rs") {
            let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
            found.push(Source { path: shown, text });
        }
    });
    assert!(found.len() > 150, "only {} source files were found under {}", found.len(), root.display());
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn walk(folder: &Path, see: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a readable folder").path();
        if path.is_dir() {
            walk(&path, see);
        } else {
            see(&path);
        }
    }
}
