//! Replay finds every difference between what is stored and what the entries say, and mends it.

use comity_ledger::{Difference, Order};
use comity_testing::{each_store, verify};

use crate::notes::{change, number, open, write};

each_store! {
    fn replay_finds_altered_missing_and_added_rows(database) {
        let ledger = open(database);
        write(&ledger, "a", "lights", "dark");
        write(&ledger, "b", "lights", "darker");
        change(&ledger, "a", "litter", "bright");
        let found = || ledger.replay_check(Order::ByStream).unwrap();
        assert_eq!((found().entries, found().rows, found().differences), (3, 4, vec![]));
        for (sql, table, unfounded, missing) in [
            ("UPDATE notes SET words = 'altered' WHERE id = 'a'", "notes", 1, 1),
            ("UPDATE notes SET words = NULL", "notes", 2, 2),
            ("DELETE FROM notes WHERE id = 'b'", "notes", 0, 1),
            ("INSERT INTO notes (id, topic, changes, words_entry) VALUES ('c', 'x', 0, 'y')", "notes", 1, 0),
            ("UPDATE topics SET notes = notes + 1 WHERE name = 'lights'", "topics", 1, 1),
            ("DELETE FROM topics", "topics", 0, 2),
        ] {
            database.tamper(sql);
            assert_eq!(found().differences, [Difference { table, unfounded, missing }], "{sql}");
            let shuffled = ledger.replay_check(Order::Shuffled([5; 32])).unwrap();
            assert_eq!(shuffled.differences, [Difference { table, unfounded, missing }], "{sql}");
            ledger.replay().unwrap();
            assert_eq!(found().differences, [], "after mending: {sql}");
        }
        ledger.settle_and_publish().unwrap();
        verify(&ledger);
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM notes"), 2);
    }

    fn replay_of_an_empty_ledger_is_equal(database) {
        let ledger = open(database);
        let replayed = ledger.replay_check(Order::Shuffled([1; 32])).unwrap();
        assert_eq!((replayed.entries, replayed.rows, replayed.differences), (0, 0, vec![]));
        assert_eq!(ledger.replay().unwrap(), 0);
        verify(&ledger);
    }

    fn many_streams_replay_in_any_order(database) {
        let ledger = open(database);
        for number in 0..40 {
            write(&ledger, &number.to_string(), ["lights", "litter", "noise"][number % 3], "dark");
            if number % 2 == 0 {
                change(&ledger, &(number / 2).to_string(), "lights", "changed");
            }
        }
        for seed in 0..5 {
            assert_eq!(ledger.replay_check(Order::Shuffled([seed; 32])).unwrap().differences, []);
        }
        verify(&ledger);
    }
}
