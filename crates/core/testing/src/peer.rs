//! Programs that others wrote, against which ours are held.

use std::path::PathBuf;

/// A program of the peers' own environment, which `./test` makes from `tests/peers/requirements.txt`.
///
/// # Panics
/// When it is missing.
pub fn peer(program: &str) -> PathBuf {
    let home = || PathBuf::from(std::env::var_os("HOME").expect("HOME")).join(".cache/comity-tools");
    let tools = std::env::var_os("TOOLS_CACHE").map_or_else(home, PathBuf::from);
    let found = tools.join("peers/bin").join(program);
    assert!(
        found.exists(),
        "{} is missing: install what others wrote with ./test, or with: python3 -m venv {1} && {1}/bin/pip install -r \
         tests/peers/requirements.txt",
        found.display(),
        tools.join("peers").display()
    );
    found
}
