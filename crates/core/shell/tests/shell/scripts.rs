//! The islands' types are checked here and not in the build, so that a build needs the bundler only.

use std::path::{Path, PathBuf};
use std::process::Command;

fn run(folder: &Path, program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    let output =
        output.unwrap_or_else(|error| panic!("{program} could not be started ({error}); install nodejs and npm"));
    let told = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{program} {arguments:?} in {} failed:\n{told}", folder.display());
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.is_dir() {
            true if path.ends_with("node_modules") || path.ends_with("dist") => {}
            true => copy(&path, &target),
            false => drop(std::fs::copy(&path, &target).unwrap()),
        }
    }
}

#[test]
fn the_islands_types_fit() {
    let web = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../web");
    let work = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("web");
    let lock = |folder: &Path| std::fs::read(folder.join("package-lock.json")).ok();
    let fetched = work.join("node_modules").is_dir() && lock(&work) == lock(&web);
    copy(&web, &work);
    if !fetched {
        run(&work, "npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    }
    run(&work, "npm", &["run", "--silent", "check"]);
}
