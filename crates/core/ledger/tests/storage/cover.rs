//! What watching the published log tells: nothing about when somebody wrote.

use std::collections::BTreeSet;

use comity_ledger::Ledger;
use comity_testing::{each_store, verify};

use crate::notes::{self, COVER, START, head, number, open};

/// Publishes at the next beat; returns how much the published log grew.
fn beat(ledger: &Ledger, count: u32) -> u64 {
    let before = head(ledger).published_size;
    ledger.clock().set(START.plus(notes::BEAT * count));
    ledger.settle_and_publish().unwrap();
    head(ledger).published_size - before
}

each_store! {
    fn every_beat_publishes_a_multiple_of_the_cover(database) {
        let ledger = open(database);
        for (count, written) in [0, 1, 0, 3, 40, 0, 2].into_iter().enumerate() {
            for number in 0..written {
                notes::write(&ledger, &format!("{count}-{number}"), "lights", "dark");
                if number % 7 == 0 {
                    ledger.settle().unwrap();
                }
            }
            let grown = beat(&ledger, u32::try_from(count).unwrap() + 1);
            assert!(grown >= COVER && grown.is_multiple_of(COVER), "beat {count} with {written} entries grew by {grown}");
            assert!(grown >= written);
            verify(&ledger);
        }
        assert_eq!(number(&ledger, "SELECT COUNT(DISTINCT place) FROM entries"), 46);
    }

    fn a_beat_with_one_entry_looks_like_one_with_none(database) {
        let ledger = open(database);
        let mut offsets = BTreeSet::new();
        for count in 1..=24 {
            let before = head(&ledger).published_size;
            if count % 2 == 0 {
                notes::write(&ledger, &count.to_string(), "lights", "dark");
            }
            assert_eq!(beat(&ledger, count), COVER);
            let last = number(&ledger, "SELECT COALESCE(MAX(place), 0) FROM entries");
            if count % 2 == 0 {
                offsets.insert(u64::try_from(last).unwrap() - before);
            }
        }
        assert!(offsets.len() > 2, "the one entry always lies at {offsets:?} of its beat");
        verify(&ledger);
    }

    fn without_cover_the_log_holds_entries_alone(database) {
        let settings = comity_ledger::Settings { cover: 0, ..notes::settings() };
        let ledger = notes::open_with(database, comity_kernel::Clock::fixed(START), settings);
        ledger.settle_and_publish().unwrap();
        (0..3).for_each(|number| drop(notes::write(&ledger, &number.to_string(), "lights", "dark")));
        ledger.settle_and_publish().unwrap();
        ledger.settle_and_publish().unwrap();
        assert_eq!(head(&ledger).published_size, 3);
        verify(&ledger);
    }
}
