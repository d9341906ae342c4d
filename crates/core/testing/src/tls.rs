//! TLS on the test server, with a certificate made for it.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use comity_kernel::clock::{Stopwatch, wait};

use crate::cluster::{Account, Cluster, Home, finish};

/// Certificates as a client reads them, in PEM.
#[derive(Clone, Debug)]
pub struct Certificates {
    /// The server's own, for 127.0.0.1 and no name.
    pub servers: PathBuf,
    /// Of another server.
    pub others: PathBuf,
}

impl Certificates {
    /// Lets the test server offer TLS, if it does not yet. Whoever does not ask for it is served as before.
    ///
    /// # Panics
    /// If there is no `openssl` to make the certificates with.
    pub fn of_server() -> Self {
        let cluster = Cluster::shared();
        Self::make(cluster).unwrap_or_else(|trouble| panic!("TLS on the test server: {trouble}"))
    }

    fn make(cluster: &Cluster) -> Result<Self, String> {
        let home = Home::of_this_user()?;
        let _making = home.locked("certificates", File::lock)?;
        let made = Self { servers: home.path("server.crt"), others: home.path("other.crt") };
        let (key, certificate) = (home.path("data/server.key"), home.path("data/server.crt"));
        if !certificate.exists() {
            certify(&home.path("other.key"), &made.others)?;
            certify(&key, &made.servers)?;
            let server = Account::of_server()?;
            fs::set_permissions(&key, Permissions::from_mode(0o600)).map_err(|error| error.to_string())?;
            server.own(&key)?;
            fs::copy(&made.servers, &certificate).map_err(|error| error.to_string())?;
            server.own(&certificate)?;
        }
        let mut client = cluster.client("postgres");
        for sql in ["ALTER SYSTEM SET ssl = on", "SELECT pg_reload_conf()"] {
            client.batch_execute(sql).map_err(|error| error.to_string())?;
        }
        let watch = Stopwatch::start();
        loop {
            let row = cluster.client("postgres").query_one("SHOW ssl", &[]).map_err(|error| error.to_string())?;
            if row.get::<_, String>(0) == "on" {
                return Ok(made);
            }
            if watch.elapsed().as_secs() > 10 {
                return Err("the server does not turn it on".to_owned());
            }
            wait(std::time::Duration::from_millis(20));
        }
    }
}

/// A certificate for 127.0.0.1, signed by itself, and its key.
fn certify(key: &Path, certificate: &Path) -> Result<(), String> {
    let mut command = Command::new("openssl");
    command.args([
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "30",
    ]);
    command.args(["-subj", "/CN=A server of tests", "-addext", "subjectAltName=IP:127.0.0.1"]);
    command.args(["-addext", "basicConstraints=critical,CA:FALSE", "-keyout"]).arg(key).arg("-out").arg(certificate);
    finish(command, "(Debian package openssl)")
}
