//! Bundles `web/` into the program: copies it to the build's own folder, fetches the pinned bundler there, runs it, and
//! writes a table of the results (`assets_table.rs`) with their compressed forms and the hash of their content in the
//! path. The source tree is never written to. When nothing under `web/` changed, cargo does not run this at all; when
//! the lock file did not change, the bundler is not fetched again.

use std::error::Error;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use sha2::{Digest, Sha256};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let source = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../../web").canonicalize()?;
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let work = out.join("web");
    copy(&source, &work)?;
    fetch_bundler(&work)?;
    run(&work, "node", &["build.mjs"])?;
    fs::write(out.join("assets_table.rs"), table(&work.join("dist"))?)?;
    Ok(())
}

/// Copies the sources and asks cargo to watch each file and each folder below `web/` (for files that come or go).
fn copy(from: &Path, to: &Path) -> Outcome<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(name) = path.file_name() else { continue };
        if name == "node_modules" || name == "dist" {
            continue;
        }
        let target = to.join(name);
        if path.is_dir() {
            let _ = fs::remove_dir_all(&target);
            watch(&path);
            copy(&path, &target)?;
        } else {
            watch(&path);
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn watch(path: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
}

/// `npm ci`, unless what is there was fetched for the same lock file.
fn fetch_bundler(work: &Path) -> Outcome<()> {
    let lock = fs::read(work.join("package-lock.json"))?;
    let wanted = data_encoding::HEXLOWER.encode(&Sha256::digest(&lock));
    let stamp = work.join("node_modules/.fetched-for");
    if fs::read_to_string(&stamp).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    // The bundler needs no install script, and what only the tests need is left out.
    run(work, "npm", &["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])?;
    fs::write(stamp, wanted)?;
    Ok(())
}

fn run(folder: &Path, program: &str, arguments: &[&str]) -> Outcome<()> {
    let called = format!("{program} {}", arguments.join(" "));
    let output = Command::new(program).args(arguments).current_dir(folder).output().map_err(|error| {
        format!("`{called}` could not be started ({error}). Node.js 18 or later with npm is needed to build the web assets: install nodejs and npm")
    })?;
    if output.status.success() {
        return Ok(());
    }
    let told = String::from_utf8_lossy(&output.stderr);
    Err(format!("`{called}` in {} failed with {}:\n{told}", folder.display(), output.status).into())
}

/// The Rust text of the table of everything in `dist`.
fn table(dist: &Path) -> Outcome<String> {
    let mut files = fs::read_dir(dist)?.map(|entry| Ok(entry?.path())).collect::<Outcome<Vec<_>>>()?;
    files.sort();
    let mut text = String::from("static ASSETS: &[Asset] = &[\n");
    for file in files.iter().filter(|file| file.extension().is_none_or(|kind| kind != "gz")) {
        let (stem, kind) = (part(file.file_stem())?, part(file.extension())?);
        let plain = fs::read(file)?;
        let hash = data_encoding::HEXLOWER.encode(Sha256::digest(&plain).get(..8).ok_or("a hash has 32 bytes")?);
        let packed = file.with_extension(format!("{kind}.gz"));
        fs::write(&packed, gzip(&plain)?)?;
        writeln!(
            text,
            "    Asset {{ name: \"{stem}.{kind}\", path: \"/assets/{stem}-{hash}.{kind}\", content_type: {:?}, \
             plain: include_bytes!({:?}), gzip: include_bytes!({:?}) }},",
            content_type(&kind)?,
            file,
            packed,
        )?;
    }
    text.push_str("];\n");
    Ok(text)
}

fn part(text: Option<&std::ffi::OsStr>) -> Outcome<String> {
    Ok(text.and_then(|text| text.to_str()).ok_or("an asset needs a name of the form name.kind")?.to_owned())
}

fn content_type(kind: &str) -> Outcome<&'static str> {
    Ok(match kind {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        other => {
            return Err(format!("no content type is known for .{other}: add it to content_type in build.rs").into());
        }
    })
}

fn gzip(plain: &[u8]) -> Outcome<Vec<u8>> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(plain)?;
    Ok(packer.finish()?)
}
