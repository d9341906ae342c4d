//! The demonstration: a whole record that went through every command, and its limits.

use comity_testing::{Database, Engine, each_store};

use crate::place::{Place, Run};
use crate::server::Server;

each_store! {
    fn the_whole_demonstration_holds_also_after_erasures(database) {
        let place = Place::new(database);
        let summary = place.run(&["demo"]).ok();
        assert!(summary.out.contains("Accounts") && summary.out.contains("Receipts"), "{summary:?}");
        place.verify();
        let entries = place.audit()["entries"].as_u64().unwrap();
        assert!(entries > 1000, "{entries}");
        let again = place.run(&["demo"]);
        assert!(again.status == 1 && again.err.contains("already"), "{again:?}");

        // By whom it belongs to, with their code; and by the operator, on order.
        let codes = summary.out.lines().filter_map(|line| line.split_whitespace().next());
        let codes: Vec<&str> = codes.filter(|word| word.len() == 34 && word.contains('-')).collect();
        assert!(codes.len() > 3, "{}", summary.out);
        let server = Server::start(&place);
        let resident = server.client();
        for code in &codes {
            assert_eq!(resident.mine(code).status, 200, "{code}");
        }
        for code in &codes[..3] {
            let sure = [("code", *code), ("sure", "yes")];
            assert_eq!(resident.submit("/concerns/mine", "/concerns/mine/erase", &sure).status, 200);
        }
        let proof: serde_json::Value = serde_json::from_str(&resident.proof(codes[3])).unwrap();
        let stream = proof["entries"][0]["header"]["stream"].as_str().unwrap();
        place.run(&["ledger", "erase", stream, "--reason", "order"]).ok();
        let audit = place.audit();
        assert!(audit["erased_parts"].as_u64().unwrap() >= 4, "{audit}");
        assert!(server.stop().success());
        place.verify();
        assert_eq!(place.run(&["ledger", "erase", stream, "--reason", "mood"]).status, 1);
        place.verify();
    }
}

#[test]
fn demonstration_data_is_served_on_this_machine_only() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database);
    place.run(&["demo"]).ok();
    let refused = |place: &Place| {
        for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:8080"] {
            let ran = place.run(&["serve", "--listen", listen]);
            assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{listen}: {ran:?}");
            assert!(ran.err.contains("demonstration") && ran.err.contains("127.0.0.1"), "{listen}: {ran:?}");
        }
        let ran = place.command(&["serve"]).env("COMITY_LISTEN", "0.0.0.0:0").ran();
        assert!(ran.status == 1 && ran.err.contains("demonstration"), "{ran:?}");
    };
    refused(&place);
    // It stays one, wherever it is carried.
    let backup = database.folder().join("backup.tar.gz");
    place.run(&["backup", backup.to_str().unwrap()]).ok();
    let restored = Place::in_folder(database.folder().join("restored"));
    restored.run(&["restore", backup.to_str().unwrap()]).ok();
    refused(&restored);
    let server = Server::start(&restored);
    assert_eq!(server.client().get("/").status, 200);
    assert!(server.stop().success());
    restored.verify();
}
