//! Erasing: the words go everywhere, the entry stays and verifies.

use std::fs;

use comity_kernel::Problem;
use comity_ledger::{Reason, Refusal};
use comity_testing::{Database, Engine, each_store, verify};

use crate::notes::{self, change, number, open, write};

const WORDS: &str = "the man in the blue house frightens me";

each_store! {
    fn after_an_erasure_everything_verifies(database) {
        let ledger = open(database);
        write(&ledger, "a", "lights", WORDS);
        change(&ledger, "a", "lights", "and other words of theirs");
        write(&ledger, "b", "litter", "somebody else's");
        ledger.settle_and_publish().unwrap();
        let erased = ledger.erase_now("overseer", "note/a", Reason::OwnRequest).unwrap();
        assert_eq!((erased.value, erased.written.len()), (2, 1));
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM private_parts"), 1);
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM notes WHERE words IS NULL"), 1);
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM entries"), 4);
        verify(&ledger);
        ledger.settle_and_publish().unwrap();
        // Life goes on in the stream, and can be erased again.
        change(&ledger, "a", "lights", "new words");
        verify(&ledger);
        assert_eq!(ledger.erase_now("overseer", "note/a", Reason::Order).unwrap().value, 1);
        ledger.settle_and_publish().unwrap();
        verify(&ledger);
        ledger.replay().unwrap();
        verify(&ledger);
    }

    fn an_erasure_of_nothing_is_not_found(database) {
        let ledger = open(database);
        write(&ledger, "a", "lights", WORDS);
        ledger.erase_now("overseer", "note/a", Reason::Retention).unwrap();
        for stream in ["note/a", "note/none"] {
            let outcome = ledger.erase_now("overseer", stream, Reason::Retention);
            assert!(matches!(outcome, Err(Refusal::Problem(Problem::NotFound))), "{stream}: {outcome:?}");
        }
        verify(&ledger);
    }

    fn a_change_between_an_entry_and_its_erasure_keeps_the_later_words(database) {
        let ledger = open(database);
        // The projection shows only the last words; erasing must not touch what came from elsewhere.
        write(&ledger, "a", "lights", WORDS);
        write(&ledger, "b", "lights", "of somebody else");
        ledger.erase_now("overseer", "note/a", Reason::ThirdParty).unwrap();
        assert_eq!(number(&ledger, "SELECT COUNT(*) FROM notes WHERE words = 'of somebody else'"), 1);
        verify(&ledger);
    }
}

/// The bytes themselves are gone, not only the row.
#[test]
fn sqlites_files_no_longer_hold_erased_words() {
    let database = Database::fresh(Engine::Sqlite);
    let ledger = open(&database);
    for number in 0..20 {
        write(&ledger, &format!("kept{number}"), "lights", "kept words");
    }
    write(&ledger, "a", "lights", WORDS);
    let holds = || {
        let files =
            ["comity.db", "comity.db-wal"].map(|name| fs::read(database.folder().join(name)).unwrap_or_default());
        files.iter().any(|bytes| bytes.windows(WORDS.len()).any(|window| window == WORDS.as_bytes()))
    };
    assert!(holds(), "this test looks in the right place");
    ledger.erase_now("overseer", "note/a", Reason::OwnRequest).unwrap();
    assert!(!holds(), "the words are still in the files");
    verify(&ledger);
    drop(ledger);
    assert!(!holds());
    verify(&notes::open(&database));
}
