//! A disk that holds flushes back, fails, or is full, under embedded SQLite: see `tests/faults/flush.c`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use comity_kernel::clock::wait;
use tempfile::TempDir;

use super::storm::{Form, Outcomes, check, check_record, resend, storm, words};
use crate::place::{Place, Run, of_tests};
use crate::server::Server;
use crate::told::until;

/// SQLite's write-ahead log: what a commit flushes.
const LOG: &str = "comity.db-wal";

/// A server with the library between it and its disk.
struct Disk {
    folder: TempDir,
    place: Place,
}

impl Disk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(folder.path().join("orders/kept")).unwrap();
        let place = Place::in_folder(folder.path().join("data")).with_town();
        let mut compile = Command::new("cc");
        compile.args(["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o"]).arg(folder.path().join("flush.so"));
        let compiled = compile.arg(of_tests("faults/flush.c")).output();
        let compiled =
            compiled.unwrap_or_else(|error| panic!("cc: {error}; install it with: apt-get install gcc libc6-dev"));
        assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
        Self { folder, place }
    }

    /// `beat`: seconds between checkpoints; between them the program writes nothing by itself.
    fn serve(&self, beat: &str) -> Server {
        Server::start_with(&self.place, |command| {
            command.env("LD_PRELOAD", self.folder.path().join("flush.so")).env("FAULTS", self.orders());
            command.env("FAULTS_WATCHED", LOG).env("COMITY_PROXIES", "127.0.0.1");
            command.env("COMITY_LOG_BEAT_SECONDS", beat);
        })
    }

    /// As [`Disk::serve`], with a disk that loses what it was not told to flush: see [`Disk::cut_power`].
    fn serve_forgetfully(&self) -> Server {
        for name in ["comity.db", LOG] {
            // What is there already was flushed.
            let (file, kept) = (self.place.folder.join(name), self.orders().join("kept").join(name));
            let _ = std::fs::remove_file(&kept);
            if file.exists() {
                std::fs::copy(&file, &kept).unwrap();
            }
        }
        Server::start_with(&self.place, |command| {
            command.env("LD_PRELOAD", self.folder.path().join("flush.so")).env("FAULTS", self.orders());
            command.env("FAULTS_KEPT", "comity.db").env("COMITY_PROXIES", "127.0.0.1");
        })
    }

    /// Puts the database back to what was flushed; returns how many bytes of it were not. The server must be gone.
    fn cut_power(&self) -> usize {
        let mut lost = 0;
        for name in ["comity.db", LOG, "comity.db-shm"] {
            let (file, kept) = (self.place.folder.join(name), self.orders().join("kept").join(name));
            let there = std::fs::read(&file).unwrap_or_default();
            let left = std::fs::read(&kept).ok();
            if name != "comity.db-shm" {
                let same = there.iter().zip(left.iter().flatten()).filter(|(there, left)| there == left).count();
                lost += there.len() - same;
            }
            let _ = std::fs::remove_file(&file);
            if let Some(left) = left {
                std::fs::write(&file, left).unwrap();
            }
        }
        lost
    }

    fn orders(&self) -> PathBuf {
        self.folder.path().join("orders")
    }

    fn told(&self, name: &str) -> String {
        std::fs::read_to_string(self.orders().join(name)).unwrap_or_default()
    }

    /// In force until dropped.
    fn order(&self, order: &str, files: &str) -> Order {
        let path = self.orders().join(order);
        // It must not be seen half-written.
        let draft = path.with_extension("draft");
        std::fs::write(&draft, files).unwrap();
        std::fs::rename(draft, &path).unwrap();
        Order(path)
    }
}

struct Order(PathBuf);

impl Drop for Order {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn count(path: &Path) -> usize {
    std::fs::read_to_string(path).unwrap_or_default().lines().count()
}

#[test]
fn the_flush_comes_before_the_answer() {
    let disk = Disk::new();
    let server = disk.serve("3600");
    let form = Form::open(&server.url);
    let flushes = disk.orders().join("flushes");
    for number in 0..3 {
        let gate = disk.order("gate", LOG);
        let answered = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let sent = scope.spawn(|| {
                let page = form.send(number).expect("an answer");
                answered.store(true, Ordering::SeqCst);
                page
            });
            until("the flush of the submission", || (!disk.told("waiting").is_empty()).then_some(()));
            // A flush that was under way before the gate was closed comes to its end.
            wait(Duration::from_millis(100));
            let still = count(&flushes);
            wait(Duration::from_millis(400));
            assert!(!answered.load(Ordering::SeqCst), "the answer came before the flush");
            assert_eq!(count(&flushes), still, "{}", disk.told("flushes"));
            // Readers do not wait for the disk.
            assert_eq!(server.client().get("/concerns/new").status, 200);
            drop(gate);
            let page = sent.join().unwrap();
            assert!(page.status == 200 && page.code().is_some(), "{}", page.text());
            assert!(count(&flushes) > still, "{}", disk.told("flushes"));
        });
        std::fs::remove_file(disk.orders().join("waiting")).unwrap();
        // The place in the log is given by now, so that the next flush is the next submission's.
        until("its place", || (disk.place.audit()["waiting"] == 0).then_some(()));
    }
    assert!(server.stop().success());
    disk.place.verify();
}

/// What the library is ordered, and for which files.
const FAULTS: [(&str, &str); 5] =
    [("eio-flush", LOG), ("enospc-flush", LOG), ("eio-write", LOG), ("enospc-write", LOG), ("short-write", LOG)];

/// The person sees their form again, with an explanation and everything in it, and no code.
fn check_refused(fault: &str, form: &Form, outcomes: &Outcomes) {
    for (number, page) in &outcomes.refused {
        let text = page.text();
        assert_eq!(page.status, 503, "{fault}: {text}");
        assert!(text.contains(&words(*number)) && text.contains("<textarea"), "{fault}: the words are gone: {text}");
        assert_eq!(page.hidden("once"), Some(form.once(*number)), "{fault}: it comes back as another form");
        assert!(text.contains("could not be saved") && page.code().is_none(), "{fault}: {text}");
    }
}

#[test]
fn a_failing_disk_is_told_and_what_was_acknowledged_stays() {
    let disk = Disk::new();
    let server = disk.serve("1");
    let form = Form::open(&server.url);
    let mut next = 0;
    let mut numbers = |count: usize| {
        next += count;
        next - count..next
    };
    let mut all = Outcomes::default();
    let mut keep = |outcomes: Outcomes| {
        all.acknowledged.extend(outcomes.acknowledged);
        all.refused.extend(outcomes.refused);
    };
    for (fault, files) in FAULTS {
        let good = storm(&form, numbers(20), &|_| {});
        assert_eq!(good.acknowledged.len(), 20, "{fault}: {good:?}");
        let known = good.acknowledged[0].clone();
        keep(good);
        let order = disk.order(fault, files);
        let bad = storm(&form, numbers(30), &|_| {});
        assert!(bad.acknowledged.is_empty() && bad.refused.len() == 30, "{fault}: {bad:?}");
        assert!(disk.told("failures").contains(fault), "{fault} did not happen");
        check_refused(fault, &form, &bad);
        keep(bad);
        // What was there before can still be read.
        let page = form.mine(&known.1).expect("an answer");
        assert!(page.status == 200 && page.text().contains(&words(known.0)), "{fault}: {}", page.text());
        // A fault that comes and goes while people write: whoever got a code has their words on record.
        drop(order);
        let hundred = numbers(100);
        let mut mixed = std::thread::scope(|scope| {
            let sent = scope.spawn(|| storm(&form, hundred, &|_| {}));
            for _ in 0..10 {
                let _order = disk.order(fault, files);
                wait(Duration::from_millis(10));
            }
            sent.join().unwrap()
        });
        check_refused(fault, &form, &mixed);
        resend(&form, &mut mixed);
        keep(mixed);
        // It goes on by itself.
        let after = storm(&form, numbers(20), &|_| {});
        assert_eq!(after.acknowledged.len(), 20, "{fault}: {after:?}");
        keep(after);
    }
    check(&disk.place, &form, &all);
    let said = server.said();
    assert!(!said.contains("The lamp at corner") && !said.contains("panicked"), "{said}");
    assert!(server.stop().success());
    check_record(&disk.place, &all);
    disk.place.verify();
}

#[test]
fn what_was_refused_does_not_come_back_when_the_program_is_killed_on_a_failing_disk() {
    let disk = Disk::new();
    let mut server = disk.serve("3600");
    let mut form = Form::open(&server.url);
    for (round, (fault, files)) in FAULTS.into_iter().enumerate() {
        let first = round * 100;
        let good = storm(&form, first..first + 10, &|_| {});
        assert_eq!(good.acknowledged.len(), 10, "{fault}: {good:?}");
        let order = disk.order(fault, files);
        let bad = storm(&form, first + 50..first + 51, &|_| {});
        assert!(bad.acknowledged.is_empty() && bad.unanswered.is_empty(), "{fault}: {bad:?}");
        server.kill();
        drop(order);
        check_record(&disk.place, &good);
        check_record(&disk.place, &bad);
        disk.place.verify();
        server = disk.serve("3600");
        form = form.at(&server.url);
        check(&disk.place, &form, &good);
    }
    assert!(server.stop().success());
    disk.place.verify();
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let disk = Disk::new();
    for (round, moment) in [40, 1, 200, 120].into_iter().enumerate() {
        let server = disk.serve_forgetfully();
        let form = Form::open(&server.url);
        let running = Mutex::new(Some(server));
        let _ = std::fs::remove_file(disk.orders().join("waiting"));
        let mut outcomes = storm(&form, round * 1000..round * 1000 + 300, &|acknowledged| {
            if acknowledged >= moment
                && let Some(server) = running.lock().unwrap().take()
            {
                // In the middle of a flush, so that there is something to lose.
                let _gate = disk.order("gate", LOG);
                until("a flush", || (!disk.told("waiting").is_empty()).then_some(()));
                server.kill();
            }
        });
        assert!(running.into_inner().unwrap().is_none(), "round {round}: too few were acknowledged: {outcomes:?}");
        let lost = disk.cut_power();
        assert!(lost > 0, "round {round}: everything had been flushed: this shows nothing");
        check_record(&disk.place, &outcomes);
        disk.place.verify();
        let server = Server::start(&disk.place);
        let form = form.at(&server.url);
        resend(&form, &mut outcomes);
        check(&disk.place, &form, &outcomes);
        assert!(server.stop().success());
    }
    disk.place.verify();
}

#[test]
fn a_full_disk_refuses_an_import_and_keeps_nothing_of_it() {
    let disk = Disk::new();
    let before = disk.place.fingerprint();
    let file = crate::place::shared("data/policeuk/derived_asb_2022_12col.csv.gz");
    for (fault, files) in
        [("enospc-write", "/objects/"), ("eio-flush", "/objects/"), ("enospc-write", LOG), ("eio-flush", LOG)]
    {
        let order = disk.order(fault, files);
        let mut command = disk.place.command(&["import", "incidents", file.to_str().unwrap(), "--json"]);
        command.env("LD_PRELOAD", disk.folder.path().join("flush.so")).env("FAULTS", disk.orders());
        let ran = command.ran();
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{fault} {files}: {ran:?}");
        assert_eq!(
            ran.err.trim().lines().filter(|line| line.starts_with("comity: ")).count(),
            1,
            "{fault} {files}: {ran:?}"
        );
        drop(order);
        let after = disk.place.fingerprint();
        assert_eq!(after.0, before.0, "{fault} {files}");
    }
    disk.place.run(&["import", "incidents", file.to_str().unwrap()]).ok();
    disk.place.verify();
}
