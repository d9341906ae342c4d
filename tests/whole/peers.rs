//! Other people's code accepts the served log, and refuses it when a byte was changed: see `tests/peers/verify.go`.

use std::path::{Path, PathBuf};
use std::process::Command;

use comity_testing::{Database, Engine};

use crate::altering::{Alteration, Altering};
use crate::place::{Place, Ran, Run, of_tests};
use crate::server::Server;
use crate::told::until;

/// Where Debian puts the peer's source.
const PEER: &str = "/usr/share/gocode";

/// The peer with our adapter, built.
fn verifier(folder: &Path) -> PathBuf {
    let install = "install what the outside verifier needs with: apt-get install golang-go golang-golang-x-mod-dev";
    assert!(Path::new(PEER).join("src/golang.org/x/mod/sumdb/tlog").exists(), "{PEER} has no sumdb/tlog: {install}");
    let built = folder.join("verify");
    let mut build = Command::new("go");
    build.args(["build", "-o"]).arg(&built).arg(of_tests("peers/verify.go"));
    build.env("GO111MODULE", "off").env("GOPATH", PEER).env("GOFLAGS", "");
    build.env("GOCACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("go"));
    let output = build.output().unwrap_or_else(|error| panic!("go: {error}; {install}"));
    assert!(output.status.success(), "{}; {install}", String::from_utf8_lossy(&output.stderr));
    built
}

fn size(server: &Server) -> u64 {
    let checkpoint = server.client().get("/ledger/checkpoint").text();
    checkpoint.lines().nth(1).and_then(|size| size.parse().ok()).expect("a checkpoint has a size")
}

/// A log with more than 600 leaves, of which some were written by people, and with full and partial tiles.
fn grow(place: &Place, earlier: &Path) {
    let server = Server::start_with(place, |command| {
        command.env("COMITY_LOG_COVER", "256");
    });
    for number in 0..20 {
        server.client().raised(&format!("The lamp at corner {number} is dark."));
    }
    let first = until("a first checkpoint", || (size(&server) > 0).then(|| server.client().get("/ledger/checkpoint")));
    std::fs::write(earlier, first.bytes).unwrap();
    until("three full tiles", || (size(&server) >= 768).then_some(()));
    assert!(server.stop().success());
    let server = Server::start(place);
    for number in 0..11 {
        server.client().raised(&format!("The stairs at corner {number} are broken."));
    }
    until("a partial tile", || (!size(&server).is_multiple_of(256)).then_some(()));
    until("their places", || (place.audit()["waiting"] == 0).then_some(()));
    assert!(server.stop().success());
}

#[test]
fn an_outside_verifier_accepts_the_served_log_and_no_altered_byte_of_it() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let (verifier, earlier) = (verifier(database.folder()), database.folder().join("earlier"));
    grow(&place, &earlier);
    // From here on the log stands still.
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_LOG_BEAT_SECONDS", "3600");
    });
    let site = Altering::before(&server.url);
    let check = || -> Ran { Command::new(&verifier).arg(&site.url).arg(&earlier).ran() };
    let ran = check().ok();
    assert!(ran.out.starts_with(&format!("{} entries", size(&server))), "{ran:?}");

    let asked = site.take_asked();
    let pieces: Vec<&str> = asked.iter().map(|(path, _)| path.as_str()).collect();
    for (kind, partial) in [("entries", true), ("entries", false), ("0", true), ("0", false), ("1", true)] {
        let there =
            |path: &&&str| path.starts_with(&format!("/ledger/tile/{kind}/")) && path.contains(".p/") == partial;
        assert!(pieces.iter().find(there).is_some(), "{kind}, partial: {partial}: {pieces:?}");
    }
    for (path, length) in &asked {
        for byte in [0, length / 3, length - 2] {
            site.set(Some(Alteration { path: path.clone(), byte: Some(byte) }));
            let ran = check();
            assert!(ran.status == 1 && ran.err.starts_with("verify: "), "{path}, byte {byte} of {length}: {ran:?}");
        }
    }
    site.set(None);
    check().ok();
    // A checkpoint of another log is no beginning of this one.
    let other = Place::in_folder(database.folder().join("other")).with_town();
    std::fs::write(&earlier, other.run(&["ledger", "checkpoint"]).ok().out).unwrap();
    assert_eq!(check().status, 1);
    place.verify();
}
