//! Restoring where the keys have survived, and with them the checkpoint that was signed last.

use std::path::Path;

use comity_testing::{Database, each_store};

use super::{serve, verify, write};
use crate::place::{Place, Run};

/// A place for another database with a copy of the keys of `of`.
fn beside_keys(database: &Database, of: &Place) -> Place {
    let place = Place::new(database);
    std::fs::create_dir_all(&place.folder).unwrap();
    std::process::Command::new("cp").arg("-r").arg(of.folder.join("keys")).arg(&place.folder).ran().ok();
    place
}

/// The checkpoint that the opening of an epoch names.
fn known(database: &Database, place: &Place, epoch: i64) -> String {
    let sql = "SELECT known_checkpoint FROM log_epochs WHERE epoch = $1";
    if database.is_postgres() {
        return database.client().query_one(sql, &[&epoch]).unwrap().get(0);
    }
    let raw = rusqlite::Connection::open(place.folder.join("comity.db")).unwrap();
    raw.query_row(sql, [epoch], |row| row.get(0)).unwrap()
}

fn signed(place: &Place) -> String {
    std::fs::read_to_string(place.folder.join("keys/log.checkpoint")).unwrap()
}

each_store! {
    fn a_backup_is_restored_beside_keys_that_have_signed_since(database) {
        let place = Place::new(database).with_town();
        let server = serve(&place);
        let client = server.client();
        client.proof(&client.raised("This one is in the backup."));
        let [whole, bare] = ["whole.tar.gz", "bare.tar.gz"].map(|name| database.folder().join(name));
        place.run(&["backup", whole.to_str().unwrap()]).ok();
        place.run(&["backup", "--without-keys", bare.to_str().unwrap()]).ok();
        let lost = client.proof(&client.raised("This one came after the backup."));
        let lost = write(database.folder(), "lost.json", &lost);
        assert!(server.stop().success());
        let last = signed(&place);

        for backup in [&whole, &bare] {
            let other = Database::fresh(database.engine());
            let restored = beside_keys(&other, &place);
            let ran = restored.run(&["restore", backup.to_str().unwrap()]).ok();
            assert!(ran.out.contains("epoch 2 begins"), "{ran:?}");
            // What was signed last is what is known of the log, although nobody said so.
            assert_eq!(known(&other, &restored, 2), last);
            restored.verify();
            let server = serve(&restored);
            let ran = verify(&lost, &server);
            assert!(ran.status == 1 && ran.out.contains("no longer in the record"), "{ran:?}");
            server.client().raised("And afterwards it goes on.");
            assert!(server.stop().success());
            restored.verify();
            // Restored a second time, it does not begin the epoch again that the world has seen by now.
            let third = Database::fresh(database.engine());
            let again = beside_keys(&third, &restored);
            let ran = again.run(&["restore", backup.to_str().unwrap()]).ok();
            assert!(ran.out.contains("epoch 3 begins"), "{ran:?}");
            assert_eq!(known(&third, &again, 3), signed(&restored));
            again.verify();
        }
    }
}

#[test]
fn a_checkpoint_is_taken_for_the_last_one_known_only_if_it_can_be() {
    let database = Database::fresh(comity_testing::Engine::Sqlite);
    let (place, backup) = (Place::new(&database).with_town(), database.folder().join("backup.tar.gz"));
    let server = serve(&place);
    let checkpoint = || server.client().get("/ledger/checkpoint").text();
    let old = write(database.folder(), "old", &checkpoint());
    server.client().proof(&server.client().raised("So the log has grown since."));
    place.run(&["backup", backup.to_str().unwrap()]).ok();
    server.client().proof(&server.client().raised("And it grows further."));
    let new = write(database.folder(), "new", &checkpoint());
    assert!(server.stop().success());
    let other = Place::in_folder(database.folder().join("other")).with_town();
    let others = write(database.folder(), "others", &other.run(&["ledger", "checkpoint"]).ok().out);

    let restored = Place::in_folder(database.folder().join("restored"));
    let restore =
        |known: &Path| restored.run(&["restore", backup.to_str().unwrap(), "--known", known.to_str().unwrap()]);
    for (wrong, said) in
        [(&old, "is older than the record's own"), (&others, "the last checkpoint known: the one given")]
    {
        let ran = restore(wrong);
        assert!(ran.status == 1 && ran.err.contains(said), "{ran:?}");
        assert!(restored.run(&["ledger", "verify"]).status == 1, "something was restored");
    }
    restore(&new).ok();
    assert_eq!(known(&database, &restored, 2), std::fs::read_to_string(&new).unwrap());
    restored.verify();
}
