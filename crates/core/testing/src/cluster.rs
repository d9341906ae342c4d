//! One temporary PostgreSQL server for all test processes that run at the same time.
//!
//! `cargo nextest` runs every test in a process of its own, and starting a server takes longer than most tests. So the
//! first process starts it and the others find it. Who uses the server holds a shared lock on a file, which the operating
//! system gives back when the process ends, however it ends. A watchdog apart from all of them stops the server when that
//! lock has been free for two seconds; it can neither stop it under a running test nor forget it.
//!
//! PostgreSQL refuses to run as root: then the server runs as the user `postgres`, or `nobody` where there is none.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use comity_kernel::Ids;
use postgres::{Client, Config, NoTls};

const WATCHDOG: &str = include_str!("watchdog.sh");
const MISSING: &str = "PostgreSQL is needed for these tests and was not found under /usr/lib/postgresql or in PATH; \
                       install it with: apt-get install postgresql";

/// The running server.
#[derive(Debug)]
pub struct Cluster {
    /// The folder of its Unix socket.
    pub socket: PathBuf,
    /// Its port, on 127.0.0.1 and in the name of the socket.
    pub port: u16,
    /// The password of the user `postgres` over 127.0.0.1; none is asked at the socket, which only we can reach.
    pub password: String,
    _lease: File,
}

impl Cluster {
    /// The server, started if it does not run. It stays as long as this process lives.
    pub fn shared() -> &'static Self {
        static CLUSTER: OnceLock<Cluster> = OnceLock::new();
        CLUSTER.get_or_init(|| Self::join().unwrap_or_else(|trouble| panic!("the test server: {trouble}")))
    }

    /// The address of a database through the socket.
    pub fn address(&self, database: &str) -> String {
        let socket = self.socket.display().to_string().replace('/', "%2F");
        format!("postgres://postgres@{socket}:{}/{database}", self.port)
    }

    /// The address of a database through 127.0.0.1, with the password.
    pub fn loopback_address(&self, database: &str) -> String {
        format!("postgres://postgres:{}@127.0.0.1:{}/{database}", self.password, self.port)
    }

    /// A connection of the test's own, for what the store does not do: ending sessions, looking behind it.
    pub fn client(&self, database: &str) -> Client {
        self.connect(database).unwrap_or_else(|error| panic!("the test server at {}: {error}", self.socket.display()))
    }

    fn connect(&self, database: &str) -> Result<Client, postgres::Error> {
        let mut config = Config::new();
        config.host_path(&self.socket).port(self.port).user("postgres").dbname(database).connect(NoTls)
    }

    fn join() -> Result<Self, String> {
        let home = Home::of_this_user()?;
        // Waits while the watchdog stops an unused server.
        let lease = home.locked("lease", File::lock_shared)?;
        home.locked("visits", |mut file| file.write_all(b"."))?;
        let _starting = home.locked("starting", File::lock)?;
        let (port, password) = match home.running() {
            Some(running) => running,
            None => home.start()?,
        };
        home.watch()?;
        Ok(Self { socket: home.path("socket"), port, password, _lease: lease })
    }
}

/// The folder that the test processes of one user share.
pub(crate) struct Home(PathBuf);

impl Home {
    pub(crate) fn of_this_user() -> Result<Self, String> {
        let user = fs::metadata("/proc/self").map_err(|error| error.to_string())?.uid();
        let folder = std::env::temp_dir().join(format!("comity-tests-{user}"));
        // Others may pass through, to the server's own folder, and neither list nor change anything.
        let made =
            fs::DirBuilder::new().recursive(true).mode(0o711).create(&folder).and_then(|()| fs::metadata(&folder));
        let owner = made.map_err(|error| format!("{}: {error}", folder.display()))?.uid();
        if owner != user {
            return Err(format!("{} belongs to another user ({owner}); remove it", folder.display()));
        }
        Ok(Self(folder))
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(crate) fn locked(&self, name: &str, take: impl FnOnce(&File) -> std::io::Result<()>) -> Result<File, String> {
        let file = File::options().create(true).append(true).open(self.path(name));
        file.and_then(|file| take(&file).map(|()| file))
            .map_err(|error| format!("{}: {error}", self.path(name).display()))
    }

    /// Port and password, if the server that they are written down for answers.
    fn running(&self) -> Option<(u16, String)> {
        let text = fs::read_to_string(self.path("ready")).ok()?;
        let (port, password) = text.trim().split_once(' ')?;
        let port = port.parse().ok()?;
        let mut config = Config::new();
        config.host_path(self.path("socket")).port(port).user("postgres").dbname("postgres");
        // One that answers, and be it that it has too many connections, is in use and must not be replaced.
        let answers = config.connect(NoTls).map_or_else(|error| error.as_db_error().is_some(), |_| true);
        answers.then(|| (port, password.to_owned()))
    }

    fn start(&self) -> Result<(u16, String), String> {
        let (programs, server) = (programs()?, Account::of_server()?);
        // A server whose watchdog was killed may be left from an earlier run.
        let _ = server.run(&programs, &self.stop_words(&programs)).output();
        for folder in ["data", "socket"] {
            let _ = fs::remove_dir_all(self.path(folder));
            fs::DirBuilder::new().mode(0o700).create(self.path(folder)).map_err(|error| error.to_string())?;
            server.own(&self.path(folder))?;
        }
        let password = random_text();
        let port = free_port()?;
        self.initialise(&programs, &server, &password)?;
        let data = self.path("data").display().to_string();
        let options = format!("-k {} -p {port} -h 127.0.0.1", self.path("socket").display());
        let log = self.path("data/server.log").display().to_string();
        let words = [programs.join("pg_ctl").display().to_string(), "start".into(), "--wait".into()];
        let words = [&words[..], &["-D".into(), data, "-l".into(), log.clone(), "-o".into(), options]].concat();
        finish(server.run(&programs, &words), &format!("see {log}"))?;
        self.write_private("ready", &format!("{port} {password}\n"))?;
        Ok((port, password))
    }

    fn initialise(&self, programs: &Path, server: &Account, password: &str) -> Result<(), String> {
        let secret = self.path("socket/password");
        fs::write(&secret, password)
            .and_then(|()| fs::set_permissions(&secret, fs::Permissions::from_mode(0o600)))
            .map_err(|error| error.to_string())?;
        server.own(&secret)?;
        let mut words = vec![programs.join("initdb").display().to_string(), "-D".into()];
        words.push(self.path("data").display().to_string());
        words.push(format!("--pwfile={}", secret.display()));
        for option in [
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            // Sorted by language rules, unlike SQLite: nothing may rest on the order of bytes.
            "--locale-provider=icu",
            "--icu-locale=en",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        ] {
            words.push(option.into());
        }
        finish(server.run(programs, &words), "")?;
        fs::remove_file(&secret).map_err(|error| error.to_string())?;
        let settings = "fsync = on\nsynchronous_commit = on\nmax_connections = 300\nshared_buffers = 64MB\n";
        let mut file =
            File::options().append(true).open(self.path("data/postgresql.conf")).map_err(|error| error.to_string())?;
        file.write_all(settings.as_bytes()).map_err(|error| error.to_string())
    }

    fn stop_words(&self, programs: &Path) -> Vec<String> {
        let data = self.path("data").display().to_string();
        let program = programs.join("pg_ctl").display().to_string();
        vec![program, "stop".into(), "-D".into(), data, "-m".into(), "immediate".into()]
    }

    /// Starts the watchdog, unless it runs.
    fn watch(&self) -> Result<(), String> {
        let script = self.path("watchdog.sh");
        let (programs, server) = (programs()?, Account::of_server()?);
        let stop = server.words(&self.stop_words(&programs)).join(" ");
        let seen = self.locked("watching", |_| Ok(()))?;
        if seen.try_lock().is_err() {
            return Ok(());
        }
        drop(seen);
        fs::write(&script, WATCHDOG).map_err(|error| error.to_string())?;
        // A session of its own: whoever ends a test with its children does not end the watchdog.
        let mut watchdog = Command::new("setsid");
        watchdog.args(["flock", "--nonblock"]).arg(self.path("watching")).arg("sh").arg(script).arg(&self.0).arg(stop);
        watchdog.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).current_dir("/");
        watchdog.spawn().map(drop).map_err(|error| format!("setsid (Debian package util-linux): {error}"))
    }

    fn write_private(&self, name: &str, text: &str) -> Result<(), String> {
        let path = self.path(name);
        let _ = fs::remove_file(&path);
        let file = File::options().create_new(true).write(true).mode(0o600).open(&path);
        file.and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(|error| format!("{}: {error}", path.display()))
    }
}

/// The account under which the server runs: our own, or an unprivileged one if we are root.
pub(crate) struct Account(Option<String>);

impl Account {
    pub(crate) fn of_server() -> Result<Self, String> {
        if fs::metadata("/proc/self").map_err(|error| error.to_string())?.uid() != 0 {
            return Ok(Self(None));
        }
        let users = fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
        let there = |name: &&&str| users.lines().any(|line| line.split(':').next() == Some(**name));
        let chosen = ["postgres", "nobody"].iter().find(there);
        let none = "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it";
        chosen.map(|name| Self(Some((*name).to_owned()))).ok_or_else(|| none.to_owned())
    }

    fn words(&self, words: &[String]) -> Vec<String> {
        let Some(user) = &self.0 else { return words.to_vec() };
        let switch = ["setpriv".to_owned(), format!("--reuid={user}"), format!("--regid={}", group_of(user))];
        [&switch[..], &["--clear-groups".to_owned(), "--".to_owned()], words].concat()
    }

    fn run(&self, programs: &Path, words: &[String]) -> Command {
        let words = self.words(words);
        let mut command = Command::new(&words[0]);
        // Neither the folder nor the language of whoever runs the tests.
        command.args(&words[1..]).current_dir(programs).env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        command
    }

    pub(crate) fn own(&self, path: &Path) -> Result<(), String> {
        let Some(user) = &self.0 else { return Ok(()) };
        let mut command = Command::new("chown");
        command.arg(format!("{user}:{}", group_of(user))).arg(path);
        finish(command, "")
    }
}

/// The number of a user's own group, from `/etc/passwd`.
fn group_of(user: &str) -> String {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let line = users.lines().find(|line| line.split(':').next() == Some(user));
    line.and_then(|line| line.split(':').nth(3)).unwrap_or("65534").to_owned()
}

/// The folder of the newest server's programs.
fn programs() -> Result<PathBuf, String> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let bins =
        versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))));
    let newest = bins.filter(|(_, bin)| bin.join("initdb").exists()).max_by_key(|(version, _)| *version);
    if let Some((_, bin)) = newest {
        return Ok(bin);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).find(|folder| folder.join("initdb").exists()).ok_or_else(|| MISSING.to_owned())
}

pub(crate) fn finish(mut command: Command, hint: &str) -> Result<(), String> {
    // Its output goes to no pipe: the server would keep that open.
    let output = command.stdout(Stdio::null()).stderr(Stdio::piped()).output();
    let output = output.map_err(|error| format!("{:?}: {error}", command.get_program()))?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    Err(format!("{:?} ended with {}: {said} {hint}", command.get_program(), output.status))
}

fn free_port() -> Result<u16, String> {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    socket.map(|address| address.port()).map_err(|error| error.to_string())
}

fn random_text() -> String {
    let ids = Ids::system().expect("random bytes");
    format!("{}{}", ids.reference(), ids.reference())
}
