use comity_kernel::Millis;
use comity_ledger::checkpoint::LogKey;
use comity_ledger::proof::{Check, Outcome, ProofError, ProofFile, Report, check_offline};

use crate::log::{BY, Log, NAME, entries, key, with_concern};

fn report(bytes: &[u8]) -> Report {
    match ProofFile::parse(bytes) {
        Ok(file) => check_offline(&file, Some(key().vkey()), BY),
        Err(error) => Report::unreadable(&error),
    }
}

fn file() -> ProofFile {
    with_concern(300, 41).prove(&entries())
}

#[test]
fn a_real_file_holds_and_says_so() {
    let text = file().to_text().unwrap();
    assert_eq!(ProofFile::parse(text.as_bytes()).unwrap().to_text().unwrap(), text);
    let report = report(text.as_bytes());
    assert!(report.holds(), "{report}");
    assert_eq!(report.count(Outcome::Warning), 0, "{report}");
    assert_eq!(report.count(Outcome::Holds), 8, "{report}");
    assert!(
        text.contains("\"text\": \"The lamp is broken: مصباح\\u0001\\\"\"") && text.contains("\"base64\": \"/9j/\""),
        "{text}"
    );
}

#[test]
fn no_byte_of_a_file_can_change() {
    let text = file().to_text().unwrap().into_bytes();
    assert!(report(&text).holds());
    for place in 0..text.len() {
        // Each bit would be eight times as many; one bit a byte, another for each place, and a digit for a digit.
        for mask in [1 << (place % 8), 1, 0x20] {
            let mut changed = text.clone();
            changed[place] ^= mask;
            assert!(!report(&changed).holds(), "byte {place} (mask {mask}) of {}", String::from_utf8_lossy(&changed));
        }
    }
    for place in 0..=text.len() {
        let mut longer = text.clone();
        longer.insert(place, b' ');
        assert!(!report(&longer).holds(), "a space at {place}");
        assert!(place == text.len() || !report(&text[..place]).holds(), "cut at {place}");
    }
}

#[test]
fn other_spellings_of_the_same_file_are_refused() {
    let text = file().to_text().unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let compact = serde_json::to_string(&value).unwrap();
    let extra = text.replacen("{\n", "{\n  \"note\": 1,\n", 1);
    let twice = text.replacen("{\n", "{\n  \"format\": \"comity-proof/1\",\n", 1);
    let windows = text.replace('\n', "\r\n");
    let escaped = text.replace("مصباح", "\\u0645\\u0635\\u0628\\u0627\\u062d");
    for wrong in [compact, extra, twice, windows, escaped, format!("\u{feff}{text}"), text.replace("-2", "-2.0")] {
        assert!(!report(wrong.as_bytes()).holds(), "{wrong}");
    }
    assert!(matches!(ProofFile::parse(&vec![b' '; 17 << 20]), Err(ProofError::TooLarge(_))));
    assert!(ProofFile::parse("[".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn a_key_from_the_file_is_a_warning_and_another_key_a_failure() {
    let report = check_offline(&file(), None, BY);
    assert!(report.holds());
    assert_eq!(report.findings[0].outcome, Outcome::Warning);
    let stranger = LogKey::from_seed(NAME, &[8; 32]).unwrap();
    let report = check_offline(&file(), Some(stranger.vkey()), BY);
    assert!(!report.holds());
    // A forger who signs everything with a key of their own is found out as well.
    let forged = ProofFile { key: stranger.vkey().clone(), ..file() };
    assert!(!check_offline(&forged, Some(key().vkey()), BY).holds());
    assert!(!check_offline(&forged, None, BY).holds());
}

#[test]
fn an_entry_without_a_place_is_a_broken_promise_only_after_the_deadline() {
    let waiting = Log::of(5).prove(&entries());
    let text = waiting.to_text().unwrap();
    assert!(!text.contains("\"index\""));
    assert_eq!(ProofFile::parse(text.as_bytes()).unwrap(), waiting);
    let before = check_offline(&waiting, Some(key().vkey()), BY);
    assert!(before.holds(), "{before}");
    assert_eq!(before.count(Outcome::Warning), 2);
    let after = check_offline(&waiting, Some(key().vkey()), Millis(BY.0 + 1));
    assert_eq!(after.count(Outcome::Fails), 2);
    assert!(after.to_string().contains("The promise was broken"), "{after}");
    assert_eq!(waiting.last_deadline(), Some(BY));
}

#[test]
fn a_file_that_shows_nothing_does_not_hold() {
    let mut bare = Log::of(5).prove(&entries());
    bare.entries.iter_mut().for_each(|entry| entry.promise = None);
    assert!(!check_offline(&bare, None, BY).holds());
    bare.entries.clear();
    assert!(!check_offline(&bare, None, BY).holds());
}

#[test]
fn parts_of_one_file_do_not_pass_in_another() {
    let good = file();
    let mut changed: Vec<ProofFile> = (0..7).map(|_| good.clone()).collect();
    changed[0].entries.swap(0, 1);
    changed[1].entries[0].promise = good.entries[1].promise.clone();
    changed[2].entries[1].private = good.entries[0].private.clone();
    changed[3].entries[0].place = good.entries[1].place.clone();
    changed[4].checkpoint = Log::of(343).note();
    changed[5].entries[0].private[0].bytes = b"all is well".to_vec();
    changed[6].entries[0].body["score"] = serde_json::json!(0.5);
    assert!(check_offline(&changed[0], None, BY).holds(), "the order of entries is told by their places");
    for (number, file) in changed.iter().enumerate().skip(1) {
        let report = check_offline(file, Some(key().vkey()), BY);
        assert!(!report.holds(), "{number}: {report}");
        let read = ProofFile::parse(file.to_text().unwrap().as_bytes()).unwrap();
        assert!(!check_offline(&read, Some(key().vkey()), BY).holds());
    }
    let checks: Vec<Check> =
        check_offline(&changed[5], None, BY).findings.iter().map(|finding| finding.check).collect();
    assert!(checks.contains(&Check::Private));
}

#[test]
fn a_report_does_not_pass_on_what_a_terminal_would_obey() {
    let text = file().to_text().unwrap().replacen("\"header\"", "\"\\u001b[2Jheader\"", 1);
    let report = report(text.as_bytes());
    assert!(!report.holds());
    assert!(!report.to_string().contains('\u{1b}'), "{report:?}");
}
