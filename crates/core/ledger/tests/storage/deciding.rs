//! Commands: what they record, refuse and repeat.

use std::sync::{Arc, Mutex};

use comity_kernel::Problem;
use comity_ledger::{Keys, Ledger, Refusal};
use comity_store::StoreError;
use comity_testing::{Database, Engine, assert_same_schema, each_store, verify};

use crate::notes::{self, changed, is_stale, number, open, written};

each_store! {
    fn a_command_records_several_entries_or_none(database) {
        let ledger = open(database);
        let decided = ledger.decide_now("author", |decision| {
            decision.record_first("note/a", written("lights", "dark"))?;
            decision.record_first("note/b", written("lights", "darker"))?;
            decision.record("note/a", changed("lights", "still dark"))?;
            decision.version("note/a")
        });
        let decided = decided.unwrap();
        assert_eq!((decided.value, decided.written.len()), (2, 3));
        let outcome = ledger.decide_now("author", |decision| {
            decision.record_first("note/c", written("lights", "dark"))?;
            Err::<(), _>(Refusal::rule("no-more-notes"))
        });
        assert!(matches!(outcome, Err(Refusal::Problem(Problem::Rule(_)))));
        // A projection that refuses undoes the entry too.
        let outcome = ledger.decide_now("author", |decision| decision.record("note/a", changed("broken", "x")).map(drop));
        assert!(matches!(outcome, Err(Refusal::Broken(_))));
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM entries"), 3);
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM private_parts"), 3);
        ledger.settle_and_publish().unwrap();
        verify(&ledger);
    }

    fn a_state_that_was_changed_since_is_stale(database) {
        let ledger = open(database);
        notes::write(&ledger, "a", "lights", "dark");
        let change_seen = |seen: i64| {
            ledger.decide_now("author", move |decision| {
                decision.expect("note/a", seen)?;
                decision.record("note/a", changed("lights", "brighter")).map(drop)
            })
        };
        assert!(is_stale(&change_seen(0)));
        assert!(change_seen(1).is_ok());
        assert!(is_stale(&change_seen(1)));
        assert!(is_stale(&change_seen(3)));
        assert!(change_seen(2).is_ok());
        verify(&ledger);
    }

    fn a_stream_begins_once(database) {
        let ledger = open(database);
        notes::write(&ledger, "a", "lights", "dark");
        let again = ledger.decide_now("author", |decision| decision.record_first("note/a", written("x", "y")).map(drop));
        assert!(is_stale(&again), "{again:?}");
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM entries"), 1);
        verify(&ledger);
    }

    async fn of_many_who_saw_the_same_state_one_is_first(database) {
        let ledger = open(database);
        ledger.decide("author", |decision| decision.record_first("note/a", written("lights", "dark")).map(drop)).await.unwrap();
        let tasks: Vec<_> = (0..30)
            .map(|_| {
                let ledger = ledger.clone();
                tokio::spawn(async move {
                    ledger.decide("author", |decision| {
                        decision.expect("note/a", 1)?;
                        decision.record("note/a", changed("lights", "bright")).map(drop)
                    }).await
                })
            })
            .collect();
        let mut first = 0;
        for task in tasks {
            match task.await.unwrap() {
                Ok(_) => first += 1,
                outcome => assert!(is_stale(&outcome), "{outcome:?}"),
            }
        }
        assert_eq!(first, 1);
        verify(&ledger);
    }

    fn the_log_belongs_to_its_keys_and_its_name(database) {
        drop(open(database));
        let open = |keys: Keys, settings| {
            let source = (comity_kernel::Clock::fixed(notes::START), comity_kernel::Ids::seeded([1; 32]));
            Ledger::open(notes::store(database), database.objects(), keys, notes::projections(), source, settings)
        };
        assert!(open(notes::keys(), notes::settings()).is_ok());
        let other = Keys::draw(&comity_kernel::Ids::seeded([8; 32]));
        assert!(matches!(open(other, notes::settings()), Err(Refusal::Broken(_))));
        let renamed = comity_ledger::Settings { origin: "example.org/other".to_owned(), ..notes::settings() };
        assert!(matches!(open(notes::keys(), renamed), Err(Refusal::Broken(_))));
    }

    fn two_programs_may_open_an_empty_ledger_at_once(database) {
        let store = notes::store(database);
        drop(store);
        std::thread::scope(|scope| {
            let openers: Vec<_> = (0..6).map(|_| scope.spawn(|| open(database))).collect();
            for opener in openers {
                verify(&opener.join().unwrap());
            }
        });
    }

    fn a_command_that_records_what_is_there_already_is_refused(database) {
        let ledger = open(database);
        notes::write(&ledger, "a", "lights", "dark");
        // The projection's own key is taken, as if its table held a row that no entry made.
        database.tamper("INSERT INTO notes (id, topic, changes, words_entry) VALUES ('b', 'x', 0, 'x')");
        let outcome = ledger.decide_now("author", |decision| decision.record_first("note/b", written("x", "y")).map(drop));
        assert!(matches!(outcome, Err(Refusal::Store(StoreError::Unique(_)))), "{outcome:?}");
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM entries"), 1);
    }
}

#[test]
fn the_ledgers_tables_are_the_same_on_both_databases() {
    assert_same_schema(&comity_ledger::migrations(&notes::projections()));
}

/// A command that is run again draws the same ids and salts, and has the same time.
#[test]
fn a_command_that_collides_is_repeated_as_it_was() {
    let database = Database::fresh(Engine::Postgres);
    let (ledger, other) = (open(&database), open(&database));
    notes::write(&ledger, "a", "lights", "dark");
    let drawn = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&drawn);
    let mut first = true;
    let clock = ledger.clock().clone();
    let decided = ledger.decide_now("author", move |decision| {
        let version = decision.version("note/a")?;
        if std::mem::take(&mut first) {
            // Somebody is faster, and time goes on.
            notes::change(&other, "a", "lights", "bright");
            clock.set(clock.now().plus(notes::BEAT));
        }
        // This much is drawn before the first run finds out that it was too late.
        seen.lock().unwrap().push((decision.now(), decision.ids().reference(), version));
        decision.record("note/a", changed("lights", "dim")).map(drop)
    });
    let written = &decided.unwrap().written;
    let drawn = drawn.lock().unwrap();
    assert!(drawn.len() > 1, "the command was not run again");
    let versions: Vec<i64> = drawn.iter().map(|run| run.2).collect();
    assert_eq!((versions[0], *versions.last().unwrap()), (1, 2), "the repetition saw what the other had done");
    assert!(drawn.iter().all(|run| (run.0, &run.1) == (notes::START, &drawn[0].1)), "{drawn:?}");
    assert_eq!((written.len(), written[0].time), (1, notes::START));
    assert_eq!(number(&ledger, "SELECT COUNT(*) FROM entries"), 3);
    verify(&ledger);
}
