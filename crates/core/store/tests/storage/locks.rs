//! The lock that one process holds at a time.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use comity_store::{Location, Store};
use comity_testing::{Database, each_store};

use crate::{COUNTERS, counters};

const WHERE: &str = "COMITY_TEST_LOCK_IN";

/// Starts this test once more, as a process that takes the lock of `database` and holds it until it is killed.
fn holder(database: &Database, test: &str) -> Child {
    let location = match database.location() {
        Location::Folder(folder) => folder.display().to_string(),
        _ => database.address(),
    };
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([test, "--exact", "--nocapture"]).env(WHERE, location).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map_while(Result::ok).any(|line| line.contains("held")), "the other process took no lock");
    child
}

/// The other process.
fn hold(address: &str) -> ! {
    let location = match address.strip_prefix("postgres://") {
        Some(_) => Location::Postgres(address.to_owned()),
        None => Location::Folder(address.into()),
    };
    let store = Store::open(&location, COUNTERS).unwrap();
    let _lock = store.try_lock("sequencer").unwrap().expect("nobody holds it");
    writeln_now("held");
    comity_kernel::clock::wait(Duration::from_secs(60));
    panic!("nobody killed this process");
}

fn writeln_now(text: &str) {
    use std::io::Write as _;
    let mut out = std::io::stdout();
    writeln!(out, "\n{text}").and_then(|()| out.flush()).unwrap();
}

each_store! {
    fn another_process_is_shut_out_until_the_holder_dies(database) {
        if let Ok(address) = std::env::var(WHERE) {
            hold(&address);
        }
        let engine = if database.is_postgres() { "postgres" } else { "sqlite" };
        let test = format!("{}::{engine}", module_path!().split_once("::").unwrap().1);
        let store = counters(database);
        let mut other = holder(database, &test);
        assert!(store.try_lock("sequencer").unwrap().is_none(), "another process holds it");
        assert!(store.try_lock("another").unwrap().is_some(), "a lock of another name is free");
        other.kill().unwrap();
        other.wait().unwrap();
        let freed = (0..500).any(|_| {
            comity_kernel::clock::wait(Duration::from_millis(10));
            store.try_lock("sequencer").unwrap().is_some()
        });
        assert!(freed, "the lock of a dead process must be free");
    }

    fn within_one_process_it_is_held_once_and_given_back(database) {
        let (store, same) = (counters(database), counters(database));
        let mut lock = store.try_lock("sequencer").unwrap().expect("nobody holds it");
        assert!(lock.is_held());
        assert!(same.try_lock("sequencer").unwrap().is_none());
        drop(lock);
        assert!(same.try_lock("sequencer").unwrap().is_some());
    }
}

#[test]
fn postgres_says_when_a_lock_was_lost() {
    let database = Database::fresh(comity_testing::Engine::Postgres);
    let store = counters(&database);
    let mut lock = store.try_lock("sequencer").unwrap().expect("nobody holds it");
    crate::connections::end_all(&database);
    assert!(!lock.is_held());
    assert!(store.try_lock("sequencer").unwrap().is_some());
}
