//! The proof: downloaded with the receipt's code, checked against the served log.

use std::path::Path;

use comity_testing::{Database, Engine, each_store};
use serde_json::Value;

use crate::altering::{Alteration, Altering};
use crate::place::{Place, Ran, Run, comity};
use crate::server::Server;
use crate::told::until;

fn verify(proof: &Path, words: &[&str]) -> Ran {
    comity().args(["ledger", "verify", "--receipt"]).arg(proof).args(words).ran()
}

fn holds(ran: &Ran) {
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(!ran.out.contains("FAILED"), "{ran:?}");
}

/// Status 1, and the report says what does not hold.
fn fails(what: &str, ran: &Ran) {
    assert_eq!(ran.status, 1, "{what}: {ran:?}");
    assert!(ran.out.contains("FAILED") && ran.err.contains("does not hold"), "{what}: {ran:?}");
}

each_store! {
    fn from_the_form_to_a_verified_proof(database) {
        let place = Place::new(database).with_town();
        let server = Server::start(&place);
        let resident = server.client();
        let said = "The lamp at the bridge is dark, يا جيران.";
        let code = resident.raised(said);
        // 128 bits and two characters that check, in groups of four.
        assert!(code.len() == 34 && code.split('-').all(|group| group.len() == 4), "{code}");
        // Before the next checkpoint the proof holds a promise, or already the place.
        let early = resident.submit("/concerns/mine", "/concerns/mine/proof", &[("code", &code)]);
        let file = database.folder().join("proof.json");
        std::fs::write(&file, &early.bytes).unwrap();
        holds(&verify(&file, &[]));
        holds(&verify(&file, &["--url", &server.url]));
        // Without a word more than was asked for.
        assert!(!early.text().contains("bridge"), "{}", early.text());

        let proof = resident.proof(&code);
        assert!(proof.contains("bridge") && proof.contains("يا جيران"), "{proof}");
        std::fs::write(&file, &proof).unwrap();
        let key = resident.get("/ledger/key").text();
        let ran = verify(&file, &["--url", &server.url, "--key", key.trim()]);
        holds(&ran);
        assert!(!ran.out.contains("note "), "nothing is left to be said: {ran:?}");
        let report = verify(&file, &["--url", &server.url, "--json"]).ok().json();
        assert!(report["findings"].as_array().is_some_and(|findings| findings.len() > 4), "{report}");

        // More is said, the log grows; the old proof still holds, and the new one has both.
        let more = [("code", code.as_str()), ("words", "It is still dark, and now there are two of them.")];
        assert_eq!(resident.submit("/concerns/mine", "/concerns/mine/words", &more).status, 200);
        let proof: Value = serde_json::from_str(&resident.proof(&code)).unwrap();
        assert_eq!(proof["entries"].as_array().unwrap().len(), 2);
        holds(&verify(&file, &["--url", &server.url]));

        // Another key than the one that is trusted, another log.
        let other = Place::in_folder(database.folder().join("other")).with_town();
        let elsewhere = Server::start(&other);
        let other_key = elsewhere.client().get("/ledger/key").text();
        fails("another key", &verify(&file, &["--url", &server.url, "--key", other_key.trim()]));
        fails("another log", &verify(&file, &["--url", &elsewhere.url]));
        assert_eq!(verify(&file, &["--key", "nonsense"]).status, 1);
        // Nobody else's code opens it, and a slip of typing is told apart.
        assert_eq!(resident.mine(&elsewhere.client().raised(said)).status, 422);
        assert!(server.stop().success());
        fails("no site", &verify(&file, &["--url", "http://127.0.0.1:1"]));
        place.verify();
        other.verify();
    }
}

/// The promise on the receipt's page, as somebody copies it.
fn promise_of(page: &crate::client::Page) -> String {
    let text = page.text();
    let shown = crate::told::between(&text, "class=\"promise\">", "</pre>").expect("a promise on the page");
    shown.replace("&quot;", "\"")
}

#[test]
fn a_promise_alone_is_checked_against_the_log() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start(&place);
    let page = server.client().raise("The lamp at the bridge is dark.");
    let promise = promise_of(&page);
    let verify = |given: &str, words: &[&str]| {
        comity().args(["ledger", "verify", "--url", &server.url, "--promise", given]).args(words).ran()
    };
    until("the promise to be kept", || verify(&promise, &[]).ok().out.contains("The promise was kept").then_some(()));
    let file = database.folder().join("promise.json");
    std::fs::write(&file, &promise).unwrap();
    let key = server.client().get("/ledger/key").text();
    let ran = verify(file.to_str().unwrap(), &["--key", key.trim()]).ok();
    assert!(ran.out.contains("The promise was kept") && !ran.out.contains("note "), "{ran:?}");
    assert!(verify(&promise, &["--json"]).ok().json()["findings"].as_array().is_some());
    // What is altered, is of another log or no promise does not hold.
    let time = crate::told::between(&promise, "\"by\": ", ",").unwrap();
    let ran = verify(&promise.replace(time, &format!("{time}0")), &[]);
    assert!(ran.status == 1 && ran.out.contains("not made by the log"), "{ran:?}");
    let other = Place::in_folder(database.folder().join("other")).with_town();
    let elsewhere = Server::start(&other);
    let ran = comity().args(["ledger", "verify", "--url", &elsewhere.url, "--promise", &promise]).ran();
    assert!(ran.status == 1 && ran.out.contains("FAILED"), "{ran:?}");
    for (given, said) in [("{\"no\": 1}", "receipt's page"), ("/nowhere/promise.json", "/nowhere/promise.json")] {
        let ran = verify(given, &[]);
        assert!(ran.status == 1 && ran.err.contains(said) && ran.out.is_empty(), "{ran:?}");
    }
    assert_eq!(comity().args(["ledger", "verify", "--promise", &promise]).ran().status, 2);
    place.verify();
}

#[test]
fn an_altered_byte_in_the_file_shows() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start(&place);
    let resident = server.client();
    let proof = resident.proof(&resident.raised("The lamp at the bridge is dark."));
    let file = database.folder().join("proof.json");
    std::fs::write(&file, &proof).unwrap();
    holds(&verify(&file, &["--url", &server.url]));
    let altered = |what: &str, bytes: &[u8]| {
        std::fs::write(&file, bytes).unwrap();
        fails(what, &verify(&file, &["--url", &server.url]));
    };
    // In the middle of every value of the file, whatever it is.
    let mut places: Vec<usize> = proof.match_indices(": ").map(|(at, _)| at + 3).collect();
    places.extend(proof.match_indices("\\n").map(|(at, _)| at - 2));
    places.extend([0, proof.len() / 2, proof.len() - 1]);
    assert!(places.len() > 15, "{proof}");
    for at in places {
        let mut bytes = proof.clone().into_bytes();
        bytes[at] ^= 1;
        altered(&format!("byte {at}"), &bytes);
    }
    altered("a byte less", &proof.as_bytes()[..proof.len() - 1]);
    altered("a byte more", format!("{proof}\n").as_bytes());
    altered("no bytes", b"");
    place.verify();
}

#[test]
fn an_altered_byte_in_what_is_served_shows() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    // Full tiles on two levels: a few beats with many cover leaves, then an ordinary one.
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_LOG_COVER", "256");
    });
    let leaves = |server: &Server| {
        let checkpoint = server.client().get("/ledger/checkpoint").text();
        checkpoint.lines().nth(1).and_then(|size| size.parse::<u64>().ok()).expect("a checkpoint has a size")
    };
    let code = server.client().raised("The lamp at the bridge is dark.");
    let file = database.folder().join("proof.json");
    std::fs::write(&file, server.client().proof(&code)).unwrap();
    until("two full tiles", || (leaves(&server) >= 512).then_some(()));
    assert!(server.stop().success());
    let server = Server::start(&place);
    until("a partial tile", || (leaves(&server) % 256 != 0).then_some(()));
    assert!(server.stop().success());

    // From here on the log stands still.
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_LOG_BEAT_SECONDS", "3600");
    });
    let site = Altering::before(&server.url);
    holds(&verify(&file, &["--url", &site.url]));
    let asked = site.take_asked();
    for part in ["/ledger/checkpoint", "/ledger/key", "/ledger/tile/0/", "/ledger/tile/1/", "/ledger/tile/entries/"] {
        assert!(asked.iter().any(|(path, _)| path.starts_with(part)), "{part} is not looked at: {asked:?}");
    }
    for (path, length) in asked {
        let bytes = [Some(0), Some(1), Some(length / 2), Some(length - 1), None];
        for byte in bytes {
            site.set(Some(Alteration { path: path.clone(), byte }));
            let ran = verify(&file, &["--url", &site.url]);
            fails(&format!("{path}, byte {byte:?} of {length}"), &ran);
        }
    }
    site.set(None);
    holds(&verify(&file, &["--url", &site.url]));
    drop(server);
    place.verify();
}
