//! A backup of the running system, and what is told to those who come back to a restored one.

mod parts;
mod surviving;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use comity_testing::{Database, Engine, each_store};

use crate::faults::storm::{Form, check, storm};
use crate::place::{Place, Ran, Run, comity};
use crate::server::Server;

fn verify(proof: &Path, server: &Server) -> Ran {
    comity().args(["ledger", "verify", "--url", &server.url, "--receipt"]).arg(proof).ran()
}

fn serve(place: &Place) -> Server {
    Server::start_with(place, |command| {
        command.env("COMITY_PROXIES", "127.0.0.1");
    })
}

fn write(folder: &Path, name: &str, text: &str) -> std::path::PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).unwrap();
    file
}

each_store! {
    fn a_running_system_is_backed_up_and_restored_into_either_database(database) {
        let place = Place::new(database).with_town();
        place.account("olena", "officer", Some("S1"), "seven otters under a bridge");
        let server = serve(&place);
        let form = Form::open(&server.url);
        let before = storm(&form, 0..100, &|_| {});
        assert_eq!(before.acknowledged.len(), 100);
        let kept = write(database.folder(), "kept.json", &server.client().proof(&before.acknowledged[0].1));

        // Under writes: a backup is one state of the record all the same.
        let (backup, done) = (database.folder().join("backup.tar.gz"), AtomicBool::new(false));
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let mut next = 1000;
                while !done.load(Ordering::SeqCst) {
                    let sent = storm(&form, next..next + 20, &|_| {});
                    assert_eq!(sent.acknowledged.len(), 20, "{sent:?}");
                    next += 20;
                }
            });
            let ran = place.run(&["backup", backup.to_str().unwrap()]);
            done.store(true, Ordering::SeqCst);
            assert!(ran.ok().err.contains("keys"), "that the backup holds the keys is not said");
        });
        let after = storm(&form, 900_000..900_001, &|_| {});
        let lost = write(database.folder(), "lost.json", &server.client().proof(&after.acknowledged[0].1));
        verify(&kept, &server).ok();
        assert!(server.stop().success());
        place.verify();

        for engine in [Engine::Sqlite, Engine::Postgres] {
            let other = Database::fresh(engine);
            let restored = Place::new(&other);
            restored.run(&["restore", backup.to_str().unwrap()]).ok();
            restored.verify();
            let server = serve(&restored);
            // The codes open what they opened, the accounts are there.
            check(&restored, &Form::open(&server.url), &before);
            assert_eq!(server.client().sign_in("olena", "seven otters under a bridge").status, 303);
            // The proof of before holds, and it is said that this is another epoch.
            let ran = verify(&kept, &server).ok();
            assert!(ran.out.contains("restored from a backup") && ran.out.contains("epoch 2"), "{ran:?}");
            // What came after the backup is not passed over in silence.
            let ran = verify(&lost, &server);
            assert!(ran.status == 1 && ran.out.contains("no longer in the record"), "{ran:?}");
            // It goes on, under its new epoch.
            let code = server.client().raised("And afterwards it goes on.");
            let proof = write(other.folder(), "new.json", &server.client().proof(&code));
            assert!(!verify(&proof, &server).ok().out.contains("restored from a backup"));
            let checkpoint = server.client().get("/ledger/checkpoint").text();
            assert!(checkpoint.lines().next().unwrap().ends_with("/epoch/2"), "{checkpoint}");
            assert!(server.stop().success());
            restored.verify();
        }
    }
}

/// A small record and its backup.
fn backed_up(folder: &Path) -> (Place, std::path::PathBuf) {
    let place = Place::in_folder(folder.join("data")).with_town();
    let backup = folder.join("backup.tar.gz");
    place.run(&["backup", backup.to_str().unwrap()]).ok();
    (place, backup)
}

#[test]
fn a_backup_is_private_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (place, backup) = backed_up(folder.path());
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&backup).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    let before = std::fs::read(&backup).unwrap();
    let ran = place.run(&["backup", backup.to_str().unwrap()]);
    assert!(ran.status == 1 && ran.err.contains("exists"), "{ran:?}");
    assert_eq!(std::fs::read(&backup).unwrap(), before);
    place.verify();
}

#[test]
fn a_place_that_is_not_empty_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (place, backup) = backed_up(folder.path());
    let before = place.fingerprint();
    let ran = place.run(&["restore", backup.to_str().unwrap()]);
    assert!(ran.status == 1 && ran.err.contains("already"), "{ran:?}");
    assert_eq!(place.fingerprint(), before);
    place.verify();
}

#[test]
fn a_damaged_backup_is_refused_and_leaves_the_place_empty() {
    let folder = tempfile::tempdir().unwrap();
    let (_, backup) = backed_up(folder.path());
    let good = std::fs::read(&backup).unwrap();
    let mut plain = Vec::new();
    flate2::read::GzDecoder::new(good.as_slice()).read_to_end(&mut plain).unwrap();
    let packed = |plain: &[u8]| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(plain).unwrap();
        packer.finish().unwrap()
    };
    let replaced = |what: &str, by: &str| {
        assert_eq!(what.len(), by.len());
        let at =
            plain.windows(what.len()).position(|window| window == what.as_bytes()).unwrap_or_else(|| panic!("{what}"));
        let mut altered = plain.clone();
        altered[at..at + what.len()].copy_from_slice(by.as_bytes());
        packed(&altered)
    };
    let flipped = |at: usize| {
        let mut altered = good.clone();
        altered[at] ^= 1;
        altered
    };
    // The header of a later part, where a reader might quote the people's words around it.
    let header = plain.windows(5).rposition(|window| window == b"ustar").unwrap() - 257;
    let mut altered = plain.clone();
    altered[header + 150] = b'\n';
    let damaged_header = packed(&altered);
    let damaged = [
        ("half of it", good[..good.len() / 2].to_vec()),
        ("all but the end", good[..good.len() - 1].to_vec()),
        ("a byte in the middle", flipped(good.len() / 2)),
        ("a byte near the end", flipped(good.len() - 6)),
        ("nothing", Vec::new()),
        ("something else", b"This is no backup at all.".to_vec()),
        ("half of what is packed", packed(&plain[..plain.len() / 2])),
        ("all of what is packed but its end", packed(&plain[..plain.len() - 1024 - 4096])),
        ("a header with another byte", damaged_header),
        ("another format", replaced("comity-backup/3", "comity-backup/9")),
        ("an object with another byte", replaced("\"South\"", "\"Sauth\"")),
        ("an entry with another byte", replaced("areas.imported", "areas.exported")),
    ];
    let place = Place::in_folder(folder.path().join("restored"));
    for (what, bytes) in damaged {
        let file = folder.path().join("damaged.tar.gz");
        std::fs::write(&file, bytes).unwrap();
        let ran = place.run(&["restore", file.to_str().unwrap()]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{what}: {ran:?}");
        let told = ran.err.lines().filter(|line| line.starts_with("comity: ")).count();
        assert!(told == 1 && ran.err.lines().count() == 2, "{what}: {ran:?}");
    }
    // It is still empty: the good one goes in.
    place.run(&["restore", backup.to_str().unwrap()]).ok();
    place.verify();
}

/// With it, the backup could not be restored: better to know while the object can still be found elsewhere.
#[test]
fn an_object_that_was_altered_or_is_gone_is_named_when_it_is_backed_up() {
    let folder = tempfile::tempdir().unwrap();
    let (place, good) = backed_up(folder.path());
    let (_, objects) = place.fingerprint();
    let (object, next) = (&objects[0], folder.path().join("next.tar.gz"));
    let hash = object.file_name().unwrap().to_str().unwrap();
    let whole = std::fs::read(object).unwrap();
    let mut altered = whole.clone();
    *altered.last_mut().unwrap() ^= 1;
    let damages: [(&str, &dyn Fn()); 2] = [
        ("altered", &|| std::fs::write(object, &altered).unwrap()),
        ("gone", &|| std::fs::remove_file(object).unwrap()),
    ];
    for (what, damage) in damages {
        damage();
        let ran = place.run(&["backup", next.to_str().unwrap()]);
        assert!(ran.status == 1 && ran.err.contains(hash) && ran.err.contains("earlier backup"), "{what}: {ran:?}");
        assert!(!next.exists(), "{what}: half a backup is left");
    }
    // Put back from the earlier backup, as it is said.
    let mut earlier = tar::Archive::new(flate2::read::GzDecoder::new(std::fs::File::open(good).unwrap()));
    let mut part =
        earlier.entries().unwrap().map(Result::unwrap).find(|part| part.path().unwrap().ends_with(hash)).unwrap();
    part.unpack(object).unwrap();
    assert_eq!(std::fs::read(object).unwrap(), whole);
    place.run(&["backup", next.to_str().unwrap()]).ok();
    place.verify();
}

#[test]
fn without_its_keys_a_backup_waits_for_them() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data")).with_town();
    let backup = folder.path().join("backup.tar.gz");
    let ran = place.run(&["backup", "--without-keys", backup.to_str().unwrap()]).ok();
    assert!(!ran.err.contains("holds the keys"), "{ran:?}");
    let restored = Place::in_folder(folder.path().join("restored"));
    let ran = restored.run(&["restore", backup.to_str().unwrap()]);
    assert!(ran.status == 1 && ran.err.contains("keys"), "{ran:?}");
    // With the keys in their place it goes in.
    std::fs::create_dir_all(&restored.folder).unwrap();
    std::process::Command::new("cp").arg("-r").arg(place.folder.join("keys")).arg(&restored.folder).ran().ok();
    restored.run(&["restore", backup.to_str().unwrap()]).ok();
    restored.verify();
    let head = restored.run(&["ledger", "checkpoint"]).ok().out;
    assert!(head.lines().next().unwrap().ends_with("/epoch/2"), "{head}");
}

/// The most memory that a command had, in bytes.
fn memory(command: &mut std::process::Command) -> u64 {
    let mut child = command.spawn().unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let now = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        most = most.max(now.unwrap_or(0) * 1024);
        comity_kernel::clock::wait(std::time::Duration::from_millis(2));
    }
    assert!(child.wait().unwrap().success());
    most
}

each_store! {
    fn memory_does_not_grow_with_the_tables(database) {
        let place = Place::new(database).with_town();
        let backup = |name: &str| {
            let file = database.folder().join(name);
            let needed = memory(&mut place.command(&["backup", file.to_str().unwrap()]));
            let other = Database::fresh(database.engine());
            let restored = Place::new(&other);
            (needed, memory(&mut restored.command(&["restore", file.to_str().unwrap()])))
        };
        let small = backup("small.tar.gz");
        // 120 MB in one table of state, which no entry has to account for.
        let rows = "WITH RECURSIVE rows(row) AS (SELECT 1 UNION ALL SELECT row + 1 FROM rows WHERE row < 30000)";
        let text = if database.is_postgres() { "repeat('word', 1000)" } else { "replace(hex(zeroblob(1000)), '00', 'word')" };
        let key = if database.is_postgres() { "convert_to('form ' || row, 'UTF8')" } else { "CAST('form ' || row AS BLOB)" };
        database_of(database, &place, &format!("{rows} INSERT INTO submissions (form, answer, time) SELECT {key}, {text}, 0 FROM rows"));
        let large = backup("large.tar.gz");
        for (what, small, large) in [("backup", small.0, large.0), ("restore", small.1, large.1)] {
            assert!(small > 1 << 20 && large < small + (24 << 20), "{what}: {small} bytes without, {large} bytes with 120 MB of rows");
        }
    }
}

/// Runs a statement on the record's database behind the program's back.
fn database_of(database: &Database, place: &Place, sql: &str) {
    if database.is_postgres() {
        database.client().batch_execute(sql).unwrap();
    } else {
        rusqlite::Connection::open(place.folder.join("comity.db")).unwrap().execute_batch(sql).unwrap();
    }
}
