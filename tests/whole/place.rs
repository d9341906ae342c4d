//! Where a test's record lies, and the commands on it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use comity_testing::Database;
use serde_json::Value;

/// The program, without any setting of whoever runs the tests, and with a log that publishes every second.
pub fn comity() -> Command {
    clean(Command::new(env!("CARGO_BIN_EXE_comity")))
}

/// Takes the settings of whoever runs the tests out of a command's environment.
pub fn clean(mut command: Command) -> Command {
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("COMITY_") || name == "RUST_LOG" {
            command.env_remove(name);
        }
    }
    command.env("COMITY_LOG_BEAT_SECONDS", "1").stdin(Stdio::null());
    command
}

/// A file of the shared test data.
pub fn shared(path: &str) -> PathBuf {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    assert!(
        file.exists(),
        "{} is missing: the folder `shared` with the test data belongs beside the repository",
        file.display()
    );
    file
}

/// A file of these tests.
pub fn of_tests(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(path)
}

/// What a command answered.
#[derive(Debug)]
pub struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        let status = output.status.code().expect("a command ends by itself");
        let ran = Self { status, out: text(output.stdout), err: text(output.stderr) };
        assert!(!ran.err.contains("panicked"), "{ran:?}");
        ran
    }

    pub fn ok(self) -> Self {
        assert_eq!(self.status, 0, "{self:?}");
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// Running a command to its end.
pub trait Run {
    fn ran(&mut self) -> Ran;
    /// With `typed` on its standard input.
    fn ran_typing(&mut self, typed: &str) -> Ran;
}

impl Run for Command {
    fn ran(&mut self) -> Ran {
        Ran::of(self.output().expect("the program starts"))
    }

    fn ran_typing(&mut self, typed: &str) -> Ran {
        let mut child = self.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        // A command that needs no input may have ended already.
        let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
        Ran::of(child.wait_with_output().unwrap())
    }
}

/// A database and a folder for keys and objects.
#[derive(Debug)]
pub struct Place {
    pub folder: PathBuf,
    pub address: Option<String>,
}

impl Place {
    pub fn new(database: &Database) -> Self {
        let address = database.is_postgres().then(|| database.address());
        Self { folder: database.folder().join("data"), address }
    }

    /// One with embedded SQLite in this folder.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into(), address: None }
    }

    /// Where it is, as every command takes it.
    pub fn words(&self) -> Vec<String> {
        let mut words = vec!["--data".to_owned(), self.folder.display().to_string()];
        words.extend(self.address.iter().flat_map(|address| ["--database-url".to_owned(), address.clone()]));
        words
    }

    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = comity();
        command.args(words).args(self.words());
        command
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        self.command(words).ran()
    }

    /// The small town that most tests happen in: a district `T` with the sectors `S1` and `S2`.
    pub fn with_town(self) -> Self {
        let file = of_tests("whole/town.geojson");
        self.run(&["import", "areas", file.to_str().unwrap()]).ok();
        self
    }

    pub fn account(&self, name: &str, role: &str, area: Option<&str>, password: &str) {
        let mut command = self.command(&["account", "create", name, "--role", role, "--password-stdin"]);
        command.args(area.iter().flat_map(|area| ["--area", area]));
        let ran = command.ran_typing(password);
        assert_eq!(ran.status, 0, "{ran:?}");
    }

    /// What `comity ledger verify` counts; it must find no problem.
    pub fn audit(&self) -> Value {
        self.run(&["ledger", "verify", "--json"]).ok().json()
    }

    /// How every test ends: the record holds, and its tables are what the entries give.
    pub fn verify(&self) {
        assert_eq!(self.audit()["problems"], serde_json::json!([]));
        self.run(&["ledger", "replay", "--check"]).ok();
    }

    /// Everything by which a command that was refused could have changed the record: entries, objects, leaves.
    pub fn fingerprint(&self) -> (Value, Vec<PathBuf>) {
        let mut objects = Vec::new();
        let mut folders = vec![self.folder.join("objects")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() { folders.push(path) } else { objects.push(path) }
            }
        }
        objects.sort();
        (self.audit(), objects)
    }
}
