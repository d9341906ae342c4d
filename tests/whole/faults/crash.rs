//! `kill -9` in the middle of a thousand people writing at once.
//!
//! Three times, at different moments; with COMITY_SOAK=1, twenty times.

use std::sync::Mutex;

use comity_testing::each_store;

use super::storm::{Form, check, check_record, resend, storm};
use crate::place::{Place, Run, comity};
use crate::server::Server;

const AT_ONCE: usize = 1000;

fn start(place: &Place) -> Server {
    Server::start_with(place, |command| {
        command.env("COMITY_PROXIES", "127.0.0.1");
    })
}

fn rounds() -> usize {
    if std::env::var_os("COMITY_SOAK").is_some_and(|value| value == "1") { 20 } else { 3 }
}

/// After how many acknowledgements the program is killed: early, late and between.
fn moment(round: usize) -> usize {
    [150, 10, 700, 400, 1, 850, 300][round % 7]
}

each_store! {
    fn nothing_acknowledged_is_lost_when_the_program_is_killed(database) {
        let place = Place::new(database).with_town();
        let mut server = start(&place);
        let mut form = Form::open(&server.url);
        let proof = database.folder().join("proof.json");
        let first = server.client().raised("Before anything happened, a lamp was dark.");
        std::fs::write(&proof, server.client().proof(&first)).unwrap();
        for round in 0..rounds() {
            let numbers = round * AT_ONCE..(round + 1) * AT_ONCE;
            let running = Mutex::new(Some(server));
            let kill = |acknowledged| {
                if acknowledged >= moment(round) && let Some(server) = running.lock().unwrap().take() {
                    server.kill();
                }
            };
            let mut outcomes = storm(&form, numbers, &kill);
            assert!(running.into_inner().unwrap().is_none(), "round {round}: too few were acknowledged: {outcomes:?}");
            check_record(&place, &outcomes);
            // The program need not run once more for the record to be sound.
            place.verify();
            server = start(&place);
            form = form.at(&server.url);
            let lost = outcomes.unanswered.len();
            resend(&form, &mut outcomes);
            check(&place, &form, &outcomes);
            // What was published before is still the beginning of what is published now.
            let words = ["ledger", "verify", "--url", &server.url, "--receipt", proof.to_str().unwrap()];
            comity().args(words).ran().ok();
            eprintln!(
                "round {round}: {} acknowledged, {lost} of them when they were sent again, {} refused",
                outcomes.acknowledged.len(), outcomes.refused.len()
            );
        }
        server.client().raised("And afterwards it goes on as before.");
        assert!(server.stop().success());
        place.verify();
    }
}
