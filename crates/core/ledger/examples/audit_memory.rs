//! How much memory and time an audit takes as the log grows: `cargo run --release -p comity-ledger --example audit_memory`.
//! Each audit runs in a process of its own; the logs hold cover leaves alone.

use std::error::Error;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use comity_kernel::clock::Stopwatch;
use comity_kernel::{Clock, Ids};
use comity_ledger::{Keys, Ledger, Settings};
use comity_store::{Location, Objects, Store};

type Outcome = Result<(), Box<dyn Error>>;

fn open(folder: &Path, cover: u64) -> Result<Ledger, Box<dyn Error>> {
    let (ids, place) = (Ids::system()?, folder.join("keys"));
    if Keys::load(&place)?.is_none() {
        Keys::draw(&ids).save(&place)?;
    }
    let keys = Keys::load(&place)?.ok_or("the keys are gone")?;
    let store = Store::open(&Location::Folder(folder.to_owned()), &comity_ledger::migrations(&[]))?;
    let beat = Duration::from_secs(60);
    let settings = Settings { origin: "measured.example/log".to_owned(), beat, cover, demonstration: false };
    let objects = Objects::in_folder(folder.join("objects"))?;
    Ok(Ledger::open(store, objects, keys, Vec::new(), (Clock::system(), ids), settings)?)
}

fn audit(folder: &Path) -> Outcome {
    let watch = Stopwatch::start();
    let audit = open(folder, 1)?.audit()?;
    let (seconds, status) = (watch.elapsed().as_secs_f64(), std::fs::read_to_string("/proc/self/status")?);
    let most = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("unknown").trim();
    if !audit.problems.is_empty() {
        return Err(format!("{:?}", audit.problems).into());
    }
    Ok(writeln!(std::io::stdout(), "{} leaves: {most} at most, {seconds:.2} s", audit.leaves)?)
}

fn main() -> Outcome {
    if let [_, folder] = std::env::args().collect::<Vec<_>>().as_slice() {
        return audit(Path::new(folder));
    }
    for leaves in [100_000, 400_000, 1_600_000] {
        let folder = tempfile::tempdir()?;
        open(folder.path(), leaves)?.settle_and_publish()?;
        if !Command::new(std::env::current_exe()?).arg(folder.path()).status()?.success() {
            return Err("the audit failed".into());
        }
    }
    Ok(())
}
