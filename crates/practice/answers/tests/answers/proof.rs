//! The proof, downloaded with the code and checked without anything of ours.

use axum::http::StatusCode;
use comity_ledger::proof::{Check, Outcome, ProofFile, check_offline};

use crate::bench::Bench;
use crate::raised::{ANSWER, CONTACT, WORDS};
use crate::walk::{answers, raise, send};

/// What each entry of a file has: a place, and private parts.
fn parts(file: &ProofFile) -> Vec<(bool, usize)> {
    file.entries.iter().map(|entry| (entry.place.is_some(), entry.private.len())).collect()
}

fn outcomes(bench: &Bench, file: &ProofFile) -> Vec<(Check, Outcome)> {
    let key = bench.ledger.verifier_key().parse().unwrap();
    let report = check_offline(file, Some(&key), bench.ledger.clock().now());
    report.findings.iter().map(|finding| (finding.check, finding.outcome)).collect()
}

#[test]
fn the_proof_holds_without_us_and_tells_what_was_asked_for() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    bench.answer(&concern, 1).unwrap();
    bench.set_day("2026-03-03");
    for (fields, private) in [(&[][..], [0, 0]), (&[("private", "yes")][..], [2, 1])] {
        let downloaded = send(&bench, &code, "/proof", fields);
        assert_eq!(downloaded.status, StatusCode::OK);
        let file = ProofFile::parse(downloaded.body.as_bytes()).unwrap();
        assert_eq!(parts(&file), [(true, private[0]), (true, private[1])]);
        let checked = outcomes(&bench, &file);
        assert!(checked.iter().all(|(_, outcome)| *outcome == Outcome::Holds), "{checked:?}");
        assert!(checked.iter().filter(|(check, _)| *check == Check::Place).count() == 2);
        let told = private[0] > 0;
        for secret in [WORDS, ANSWER, CONTACT] {
            assert_eq!(downloaded.body.contains(secret), told, "{secret}");
        }
        assert!(!downloaded.body.contains(&code.text()), "whoever has the file cannot come back with it");
    }
    bench.verify();
}

#[test]
fn a_proof_that_was_altered_does_not_hold() {
    let (_database, bench) = answers();
    let (_, code) = raise(&bench);
    bench.set_day("2026-03-03");
    let text = send(&bench, &code, "/proof", &[("private", "yes")]).body;
    for (from, to) in [
        (WORDS, "Mona says: the lamp by the school is on."),
        ("\"area\": \"S1\"", "\"area\": \"S2\""),
        ("lighting", "traffic"),
    ] {
        let altered = text.replacen(from, to, 1);
        assert_ne!(altered, text);
        let file = ProofFile::parse(altered.as_bytes()).unwrap();
        assert!(outcomes(&bench, &file).iter().any(|(_, outcome)| *outcome == Outcome::Fails), "{from}");
    }
    bench.verify();
}

#[test]
fn before_its_place_the_proof_holds_the_promise_and_after_an_erasure_the_facts() {
    let (_database, bench) = answers();
    let (_, code) = raise(&bench);
    let early = ProofFile::parse(send(&bench, &code, "/proof", &[]).body.as_bytes()).unwrap();
    assert_eq!(parts(&early), [(false, 0)]);
    let checked = outcomes(&bench, &early);
    assert!(checked.contains(&(Check::Promise, Outcome::Warning)), "its time has not come yet");
    assert!(checked.iter().all(|(_, outcome)| *outcome != Outcome::Fails), "{checked:?}");
    bench.set_day("2026-03-03");
    assert!(outcomes(&bench, &early).contains(&(Check::Promise, Outcome::Fails)), "still without a place a day later");
    send(&bench, &code, "/erase", &[("sure", "yes")]);
    bench.set_day("2026-03-04");
    let file = ProofFile::parse(send(&bench, &code, "/proof", &[("private", "yes")]).body.as_bytes()).unwrap();
    assert_eq!(parts(&file), [(true, 0), (true, 0)], "what was raised, and that it was erased");
    let checked = outcomes(&bench, &file);
    assert!(checked.iter().all(|(_, outcome)| *outcome == Outcome::Holds), "{checked:?}");
    bench.verify();
}
