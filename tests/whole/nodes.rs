//! Two nodes on one PostgreSQL: one record, one log, whichever of them is asked and whichever goes.

use comity_testing::{Database, Engine};

use crate::client::Client;
use crate::faults::storm::{Form, check, storm};
use crate::place::{Place, Run, comity};
use crate::server::Server;
use crate::told::until;

fn node(place: &Place) -> Server {
    Server::start_with(place, |command| {
        command.env("COMITY_PROXIES", "127.0.0.1");
    })
}

/// Whether `proof`, from whatever node, holds against the log that `server` serves.
fn holds_at(server: &Server, folder: &std::path::Path, proof: &str) {
    let file = folder.join("proof.json");
    std::fs::write(&file, proof).unwrap();
    comity().args(["ledger", "verify", "--url", &server.url, "--receipt"]).arg(file).ran().ok();
}

#[test]
fn two_nodes_keep_one_record_and_one_log() {
    let database = Database::fresh(Engine::Postgres);
    let place = Place::new(&database).with_town();
    place.account("olena", "officer", Some("S1"), "seven otters under a bridge");
    let (one, two) = (node(&place), node(&place));
    let (here, there) = (Form::open(&one.url), Form::open(&two.url));
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| storm(&there, 1000..1200, &|_| {}));
        (storm(&here, 0..200, &|_| {}), other.join().unwrap())
    });
    assert_eq!((first.acknowledged.len(), second.acknowledged.len()), (200, 200), "{first:?} {second:?}");
    // What was raised at one is answered at the other; a form opened at one can be sent to the other.
    check(&place, &here.at(&two.url), &first);
    check(&place, &there.at(&one.url), &second);
    for (server, (_, code)) in [(&two, &first.acknowledged[0]), (&one, &second.acknowledged[0])] {
        let proof = server.client().proof(code);
        holds_at(&one, database.folder(), &proof);
        holds_at(&two, database.folder(), &proof);
    }
    // A session of one is one of the other.
    let olena = one.client();
    assert_eq!(olena.sign_in("olena", "seven otters under a bridge").status, 303);
    assert_eq!(olena.at(&two.url).get("/inbox").status, 200);
    same_log(&one.client(), &two.client());
    assert!(one.stop().success() && two.stop().success());
    place.verify();
}

/// Both serve the same checkpoint, as soon as neither is ahead.
fn same_log(one: &Client, two: &Client) {
    let checkpoint = |client: &Client| client.get("/ledger/checkpoint").text();
    until("both to serve one checkpoint", || (checkpoint(one) == checkpoint(two)).then_some(()));
    assert_eq!(one.get("/ledger/key").text(), two.get("/ledger/key").text());
}

#[test]
fn when_the_sequencing_node_is_killed_the_other_takes_over() {
    let database = Database::fresh(Engine::Postgres);
    let place = Place::new(&database).with_town();
    // Alone at first, so it has the sequencer's lock.
    let first = node(&place);
    let code = first.client().raised("The lamp at the bridge is dark.");
    let proof = first.client().proof(&code);
    let mut left = node(&place);
    let mut going = first;
    for round in 0..3 {
        let form = Form::open(&left.url);
        let outcomes = std::thread::scope(|scope| {
            let sent = scope.spawn(|| storm(&form, round * 100..round * 100 + 100, &|_| {}));
            going.kill();
            sent.join().unwrap()
        });
        assert_eq!(outcomes.acknowledged.len(), 100, "{outcomes:?}");
        check(&place, &form, &outcomes);
        let (_, code) = &outcomes.acknowledged[0];
        // The one that is left gives places and publishes.
        left.client().proof(code);
        holds_at(&left, database.folder(), &proof);
        (going, left) = (left, node(&place));
    }
    drop(going);
    assert!(left.stop().success());
    place.verify();
}
