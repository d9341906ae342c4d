//! Two sequencers that both believe to hold the lock, as after a lost connection.

use std::sync::Barrier;

use comity_kernel::Clock;
use comity_testing::{Database, apart, each_store};
use serde_json::json;

use super::*;
use crate::event::Event;
use crate::{Keys, Settings};

fn open(database: &Database) -> Ledger {
    let settings =
        Settings { origin: "example.org/log".into(), beat: Duration::from_secs(60), cover: 8, demonstration: false };
    let source = (Clock::fixed(Millis(1_767_225_600_000)), Ids::system().unwrap());
    let (store, keys) = (database.open(&crate::migrations(&[])), Keys::draw(&Ids::seeded([1; 32])));
    Ledger::open(store, database.objects(), keys, Vec::new(), source, settings).unwrap()
}

fn record(ledger: &Ledger, count: u32) {
    let recorded = ledger.decide_now("author", move |decision| {
        (0..count).try_for_each(|_| {
            let stream = format!("note/{}", decision.ids().reference());
            decision.record_first(&stream, Event::new("note.written", &json!({}))?).map(drop)
        })
    });
    recorded.unwrap();
}

/// Sequences or publishes; one who loses the race is refused or finds nothing to do, and nothing else may happen.
fn raced(outcome: Result<(), Refusal>) {
    assert!(matches!(outcome, Ok(()) | Err(Refusal::Problem(Problem::Stale))), "{outcome:?}");
}

each_store! {
    fn without_the_lock_there_is_still_one_tree(database) {
        let ledgers = [open(database), open(database)];
        let start = Barrier::new(4);
        for _ in 0..3 {
            record(&ledgers[0], 60);
            std::thread::scope(|scope| {
                for ledger in &ledgers {
                    scope.spawn(|| {
                        start.wait();
                        raced(ledger.sequence_all());
                    });
                    scope.spawn(|| {
                        start.wait();
                        raced(ledger.publish(ledger.clock.now()));
                    });
                }
            });
            raced(ledgers[1].sequence_all());
        }
        let count = "SELECT COUNT(DISTINCT place) FROM entries";
        let placed = apart(|| ledgers[0].store.read_now(move |tx| tx.value::<i64>(count, &[]))).unwrap();
        assert_eq!(placed, Some(180));
        assert_eq!(ledgers[1].audit().unwrap().problems, Vec::<String>::new());
    }

    fn a_head_that_moved_on_is_not_advanced_again(database) {
        let ledger = open(database);
        record(&ledger, 3);
        let before = ledger.store.read_now(log::head).unwrap();
        ledger.sequence_all().unwrap();
        let after = ledger.store.read_now(log::head).unwrap();
        assert!(after.tree.size > before.tree.size);
        let outcome = ledger.store.write_now(move |tx| log::advance(tx, &before, &after));
        assert!(matches!(outcome, Err(Refusal::Problem(Problem::Stale))), "{outcome:?}");
        assert_eq!(ledger.audit().unwrap().problems, Vec::<String>::new());
    }
}
