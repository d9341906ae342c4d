//! Places in the log: each entry gets one, whatever happens.

use std::time::Duration;

use comity_kernel::Clock;
use comity_ledger::{Ledger, Settings};
use comity_testing::{each_store, verify};
use tokio::sync::watch;

use crate::notes::{self, changed, head, number, open, written};

/// Sequences and publishes as fast as it can.
fn hasty() -> Settings {
    Settings { beat: Duration::from_millis(5), ..notes::settings() }
}

const WAITING: &str = "SELECT COUNT(*) FROM entries WHERE place IS NULL";
const PLACED: &str = "SELECT COUNT(DISTINCT place) FROM entries";

/// 50 tasks that write and change notes.
async fn write_much(ledgers: &[Ledger], each: usize) {
    let tasks: Vec<_> = (0..50)
        .map(|task| {
            let ledger = ledgers[task % ledgers.len()].clone();
            tokio::spawn(async move {
                for number in 0..each {
                    let stream = format!("note/{task}-{number}");
                    let topic = ["lights", "litter", "noise"][task % 3];
                    ledger
                        .decide("author", move |decision| {
                            decision.record_first(&stream, written(topic, "words"))?;
                            decision.record(&stream, changed(topic, "other words")).map(drop)
                        })
                        .await
                        .unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

async fn settle(ledger: &Ledger) {
    let ledger = ledger.clone();
    tokio::task::spawn_blocking(move || ledger.settle_and_publish()).await.unwrap().unwrap();
}

each_store! {
    async fn what_is_written_at_the_same_time_gets_one_place_each(database) {
        let ledger = open(database);
        write_much(std::slice::from_ref(&ledger), 6).await;
        settle(&ledger).await;
        assert_eq!((number(&ledger, WAITING), number(&ledger, PLACED)), (0, 600));
        verify(&ledger);
    }

    async fn two_sequencers_make_one_tree(database) {
        let ledgers = [
            notes::open_with(database, Clock::system(), hasty()),
            notes::open_with(database, Clock::system(), hasty()),
        ];
        let (stop, stopped) = watch::channel(false);
        let sequencers: Vec<_> = ledgers
            .iter()
            .map(|ledger| {
                let (ledger, stopped) = (ledger.clone(), stopped.clone());
                tokio::spawn(async move { ledger.run_sequencer(stopped).await })
            })
            .collect();
        write_much(&ledgers, 4).await;
        // A command beside the server waits for its entries.
        let beside = ledgers[0].clone();
        tokio::task::spawn_blocking(move || beside.settle()).await.unwrap().unwrap();
        assert_eq!((number(&ledgers[1], WAITING), number(&ledgers[1], PLACED)), (0, 400));
        stop.send(true).unwrap();
        for sequencer in sequencers {
            sequencer.await.expect("the sequencer ends without a panic");
        }
        for ledger in &ledgers {
            settle(ledger).await;
            verify(ledger);
        }
    }

    async fn publishing_from_two_sides_at_once_makes_one_tree(database) {
        let ledgers = [open(database), open(database)];
        write_much(&ledgers, 2).await;
        let tasks: Vec<_> = (0..16)
            .map(|task| {
                let ledger = ledgers[task % 2].clone();
                tokio::task::spawn_blocking(move || ledger.settle_and_publish())
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        assert_eq!(number(&ledgers[0], WAITING), 0);
        ledgers.iter().for_each(verify);
    }

    fn what_was_sequenced_before_a_crash_is_published_after_it(database) {
        let ledger = open(database);
        (0..5).for_each(|number| drop(notes::write(&ledger, &number.to_string(), "lights", "dark")));
        ledger.settle().unwrap();
        let before = head(&ledger);
        assert_eq!(before.published_size, 0);
        assert!(before.tree.size >= 5);
        drop(ledger);
        let ledger = open(database);
        assert_eq!(head(&ledger), before);
        notes::write(&ledger, "after", "lights", "dark");
        ledger.settle_and_publish().unwrap();
        assert_eq!(head(&ledger).published_size, head(&ledger).tree.size);
        assert_eq!(number(&ledger, PLACED), 6);
        verify(&ledger);
    }

    fn entries_committed_out_of_order_are_not_left_out(database) {
        let ledger = open(database);
        let later = ledger.clock().now().plus(notes::BEAT);
        ledger.clock().set(later);
        notes::write(&ledger, "late", "lights", "dark");
        ledger.settle_and_publish().unwrap();
        // One whose id is smaller than those that have their places.
        ledger.clock().set(notes::START);
        notes::write(&ledger, "early", "lights", "dark");
        ledger.settle_and_publish().unwrap();
        assert_eq!((number(&ledger, WAITING), number(&ledger, PLACED)), (0, 2));
        verify(&ledger);
    }

    fn more_entries_than_one_round_takes_are_all_placed(database) {
        let ledger = open(database);
        for part in 0..3 {
            let recorded = ledger.decide_now("author", move |decision| {
                (0..400).try_for_each(|n| decision.record_first(&format!("note/{part}-{n}"), written("lights", "x")).map(drop))
            });
            recorded.unwrap();
        }
        ledger.settle_and_publish().unwrap();
        assert_eq!((number(&ledger, WAITING), number(&ledger, PLACED)), (0, 1200));
        verify(&ledger);
    }

    async fn a_command_beside_a_busy_server_comes_to_its_end(database) {
        let ledger = notes::open_with(database, Clock::system(), hasty());
        let (stop, stopped) = watch::channel(false);
        let serving = { let (ledger, stopped) = (ledger.clone(), stopped.clone()); tokio::spawn(async move { ledger.run_sequencer(stopped).await }) };
        let busy = { let (ledger, stopped) = (ledger.clone(), stopped.clone()); tokio::spawn(async move {
            let mut number = 0;
            while !*stopped.borrow() {
                number += 1;
                let stream = format!("note/busy-{number}");
                ledger.decide("author", move |decision| decision.record_first(&stream, written("lights", "x")).map(drop)).await.unwrap();
            }
        }) };
        let beside = open(database);
        for _ in 0..3 {
            let beside = beside.clone();
            let settled = tokio::task::spawn_blocking(move || beside.settle());
            tokio::time::timeout(Duration::from_secs(20), settled).await.expect("it ends").unwrap().unwrap();
        }
        stop.send(true).unwrap();
        busy.await.unwrap();
        serving.await.unwrap();
        settle(&ledger).await;
        verify(&ledger);
    }
}
