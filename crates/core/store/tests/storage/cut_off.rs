//! The answer to a COMMIT that never arrives: the change is kept, and the program does not know.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use comity_store::{Location, Store, StoreError};
use comity_testing::{Database, Engine};

use crate::{COUNTERS, counters, value};

/// Stands between the program and the server. While `armed`, it lets a COMMIT through and cuts the line before its answer.
struct Line {
    armed: Arc<AtomicBool>,
    address: String,
}

impl Line {
    fn to(database: &Database) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = database.loopback_address();
        let (before, place) = address.split_once('@').unwrap();
        let (server, name) = place.split_once('/').unwrap();
        // In the clear: COMMIT must be seen on the line, whatever other tests have the server offer.
        let address = format!("{before}@{}/{name}?sslmode=disable", listener.local_addr().unwrap());
        let (armed, server) = (Arc::new(AtomicBool::new(false)), server.to_owned());
        let arm = Arc::clone(&armed);
        std::thread::spawn(move || {
            for program in listener.incoming() {
                let (program, server) = (program.unwrap(), TcpStream::connect(&server).unwrap());
                let cut = Arc::new(AtomicBool::new(false));
                let (back, cut_back) = ((server.try_clone().unwrap(), program.try_clone().unwrap()), Arc::clone(&cut));
                let arm = Arc::clone(&arm);
                std::thread::spawn(move || forth(program, server, &arm, &cut));
                std::thread::spawn(move || answers(back.0, back.1, &cut_back));
            }
        });
        Self { armed, address }
    }
}

fn forth(mut program: TcpStream, mut server: TcpStream, arm: &AtomicBool, cut: &AtomicBool) {
    let mut bytes = [0; 65536];
    while let Ok(count @ 1..) = program.read(&mut bytes) {
        let commits = bytes[..count].windows(7).any(|window| window == b"COMMIT\0");
        if commits && arm.swap(false, Ordering::SeqCst) {
            cut.store(true, Ordering::SeqCst);
        }
        if server.write_all(&bytes[..count]).is_err() {
            return;
        }
    }
    let _ = server.shutdown(Shutdown::Both);
}

fn answers(mut server: TcpStream, mut program: TcpStream, cut: &AtomicBool) {
    let mut bytes = [0; 65536];
    while let Ok(count @ 1..) = server.read(&mut bytes) {
        if cut.load(Ordering::SeqCst) || program.write_all(&bytes[..count]).is_err() {
            break;
        }
    }
    let _ = program.shutdown(Shutdown::Both);
}

/// A database, a store that reaches it over the line, and the line.
fn over_a_line() -> (Database, Store, Line) {
    let database = Database::fresh(Engine::Postgres);
    let line = Line::to(&database);
    let store = Store::open(&Location::Postgres(line.address.clone()), COUNTERS).unwrap();
    (database, store, line)
}

const ADD: &str = "INSERT INTO counters (name, value) VALUES ('two', 2)";

#[test]
fn a_change_with_a_proof_is_found_to_be_kept_and_is_not_done_twice() {
    let (database, store, line) = over_a_line();
    line.armed.store(true, Ordering::SeqCst);
    let runs = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&runs);
    let outcome = store.write_now(move |tx| {
        counted.fetch_add(1, Ordering::SeqCst);
        tx.committed_if("SELECT name FROM counters WHERE name = $1", "two");
        tx.execute("UPDATE counters SET value = value + 1 WHERE name = 'one'", &[])?;
        tx.execute(ADD, &[])
    });
    assert!(!line.armed.load(Ordering::SeqCst), "the line was never cut");
    assert_eq!(outcome.unwrap(), 1);
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert_eq!(value(&counters(&database), "one"), 1);
    assert_eq!(value(&store, "two"), 2);
}

#[test]
fn a_change_without_a_proof_is_said_to_be_unsure() {
    let (_database, store, line) = over_a_line();
    line.armed.store(true, Ordering::SeqCst);
    let outcome = store.write_now(|tx| tx.execute(ADD, &[]));
    assert!(!line.armed.load(Ordering::SeqCst), "the line was never cut");
    assert!(matches!(outcome, Err(StoreError::Unsure(_))), "{outcome:?}");
    assert_eq!(value(&store, "two"), 2);
}

#[test]
fn many_changes_over_a_line_that_is_cut_again_and_again_are_each_done_once() {
    let (database, store, line) = over_a_line();
    for number in 0..60i64 {
        line.armed.store(number % 3 == 0, Ordering::SeqCst);
        let outcome = store.write_now(move |tx| {
            let name = format!("n{number}");
            tx.committed_if("SELECT name FROM counters WHERE name = $1", name.as_str());
            tx.execute("UPDATE counters SET value = value + 1 WHERE name = 'one'", &[])?;
            tx.execute("INSERT INTO counters (name, value) VALUES ($1, $2)", &[name.into(), number.into()])
        });
        assert_eq!(outcome.unwrap(), 1);
        assert!(!line.armed.load(Ordering::SeqCst), "the line was not cut for {number}");
    }
    assert_eq!(value(&counters(&database), "one"), 60);
}
