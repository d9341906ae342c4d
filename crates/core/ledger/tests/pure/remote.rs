use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::TcpListener;

use comity_kernel::Millis;
use comity_ledger::promise::Promise;
use comity_ledger::proof::{Outcome, Report};
use comity_ledger::remote::http::Site;
use comity_ledger::remote::{SEARCHED, Served, ServedError, check_promise, check_served};
use comity_ledger::tree::leaf;

use crate::log::{BY, Log, TIME, entries, key, other, with_concern};

/// What a site serves, by path, and what was asked for.
struct Files {
    files: BTreeMap<String, Vec<u8>>,
    asked: RefCell<BTreeSet<String>>,
}

impl Files {
    fn of(files: BTreeMap<String, Vec<u8>>) -> Self {
        Self { files, asked: RefCell::default() }
    }
}

impl Served for Files {
    fn get(&self, path: &str) -> Result<Vec<u8>, ServedError> {
        self.asked.borrow_mut().insert(path.to_owned());
        self.files.get(path).cloned().ok_or_else(|| ServedError::NotFound(path.to_owned()))
    }
}

/// Past every deadline.
const LATER: Millis = Millis(BY.0 + 1);

fn check(old: &Log, site: &impl Served) -> Report {
    check_served(&old.prove(&entries()), site, Some(key().vkey()), LATER, SEARCHED)
}

#[test]
fn a_log_that_grew_still_holds_the_entry() {
    let old = with_concern(300, 41);
    for growth in [0, 1, 168, 169, 170, 1_000, 66_000] {
        let mut new = old.clone();
        new.add(&(0..growth).map(|number| other(2_000_000 + number)).collect::<Vec<_>>());
        let report = check(&old, &Files::of(new.site()));
        assert!(report.holds(), "{growth}: {report}");
        assert_eq!(report.count(Outcome::Warning), 0);
    }
}

#[test]
fn a_partial_piece_that_is_full_by_now_is_read_from_the_full_one() {
    let old = with_concern(300, 41);
    let mut new = old.clone();
    new.add(&(0..1_000).map(|number| other(2_000_000 + number)).collect::<Vec<_>>());
    let mut files = new.site();
    files.insert("/ledger/checkpoint".into(), old.note().into_bytes());
    // The level above is not full even now, and stays served as it was.
    files.insert("/ledger/tile/1/000.p/1".into(), old.store.0[&(1, 0)].clone());
    let site = Files::of(files);
    let report = check(&old, &site);
    assert!(report.holds(), "{report}");
    let asked = site.asked.into_inner();
    assert!(asked.contains("/ledger/tile/0/001.p/87") && asked.contains("/ledger/tile/0/001"), "{asked:?}");
}

#[test]
fn no_byte_of_what_is_served_can_change() {
    let old = with_concern(511, 3);
    let mut new = old.clone();
    new.add(&(0..300).map(|number| other(2_000_000 + number)).collect::<Vec<_>>());
    let site = new.site();
    let whole = Files::of(site.clone());
    assert!(check(&old, &whole).holds());
    let asked = whole.asked.into_inner();
    // Key, checkpoint, the concern's two bundles with their tiles, the last tile, and the tile above.
    assert_eq!(asked.len(), 8, "{asked:?}");
    let file = old.prove(&entries());
    for path in &asked {
        let step = if path.contains("tile") { 97 } else { 1 };
        for place in (0..site[path].len()).step_by(step) {
            let mut files = site.clone();
            files.get_mut(path).unwrap()[place] ^= 1 << (place % 8);
            let report = check_served(&file, &Files::of(files), Some(key().vkey()), LATER, SEARCHED);
            assert!(!report.holds(), "byte {place} of {path}: {report}");
        }
        for change in
            [|bytes: &mut Vec<u8>| bytes.push(b'\n'), |bytes: &mut Vec<u8>| drop(bytes.split_off(bytes.len() - 2))]
        {
            let mut files = site.clone();
            change(files.get_mut(path).unwrap());
            assert!(!check_served(&file, &Files::of(files), Some(key().vkey()), LATER, SEARCHED).holds(), "{path}");
        }
        let mut files = site.clone();
        files.remove(path);
        assert!(
            !check_served(&file, &Files::of(files), Some(key().vkey()), LATER, SEARCHED).holds(),
            "{path} is missing"
        );
    }
}

#[test]
fn an_entry_put_in_another_s_place_is_found_out_though_bundle_and_tile_agree() {
    let good = with_concern(300, 400);
    let mut swapped = good.clone();
    swapped.commitments[300] = other(77);
    swapped.store.0.get_mut(&(0, 1)).unwrap()[44 * 32..45 * 32].copy_from_slice(&leaf(&other(77)).0);
    let site = Files::of(swapped.site());
    assert!(!check(&good, &site).holds());
    // Neither is it taken as the place of a promised one.
    let mut promised = Log::of(5).prove(&entries());
    promised.entries.truncate(1);
    promised.entries[0].promise = Some(Promise::sign(entries()[0].0.commitment, TIME, BY, &key()).unwrap());
    assert!(check_served(&promised, &Files::of(good.site()), Some(key().vkey()), LATER, SEARCHED).holds());
    let report = check_served(&promised, &site, Some(key().vkey()), LATER, SEARCHED);
    assert!(!report.holds() && report.to_string().contains("a tile was altered"), "{report}");
}

#[test]
fn a_log_that_shrank_or_was_rewritten_is_told_apart_from_one_that_grew() {
    let old = with_concern(300, 41);
    let shrunk = check(&old, &Files::of(with_concern(300, 0).site()));
    assert!(!shrunk.holds() && shrunk.to_string().contains("has shrunk"), "{shrunk}");
    let mut rewritten = Log::of(299);
    rewritten.add(&[other(77)]);
    rewritten.add(&old.commitments[300..]);
    rewritten.add(&[other(78)]);
    let rewritten = check(&old, &Files::of(rewritten.site()));
    assert!(!rewritten.holds() && rewritten.to_string().contains("past was rewritten"), "{rewritten}");
    let none = check(&old, &Files::of(Log::of(0).site()));
    assert!(!none.holds(), "{none}");
}

#[test]
fn a_restore_is_said_and_an_entry_lost_with_it_is_a_failure() {
    let old = with_concern(300, 41);
    let mut kept = with_concern(300, 10);
    kept.epoch = 2;
    let report = check(&old, &Files::of(kept.site()));
    assert!(report.holds(), "{report}");
    assert!(report.count(Outcome::Warning) == 1 && report.to_string().contains("epoch 2"), "{report}");
    for size in [100, 1_000] {
        let mut lost = Log::of(size);
        lost.epoch = 3;
        let report = check(&old, &Files::of(lost.site()));
        assert_eq!(report.count(Outcome::Fails), 2, "{report}");
        assert!(report.to_string().contains("no longer in the record: it was restored from a backup"), "{report}");
    }
    let report = check(&kept, &Files::of(old.site()));
    assert!(!report.holds() && report.to_string().contains("older state"), "{report}");
}

#[test]
fn a_promised_entry_is_looked_for_in_the_whole_log() {
    let file = Log::of(5).prove(&entries());
    let found = check_served(&file, &Files::of(with_concern(600, 300).site()), Some(key().vkey()), LATER, SEARCHED);
    assert!(found.holds() && found.to_string().contains("in the log now: 600"), "{found}");
    let dropped = Files::of(Log::of(700).site());
    let late = check_served(&file, &dropped, Some(key().vkey()), LATER, SEARCHED);
    assert_eq!(late.count(Outcome::Fails), 2, "{late}");
    assert!(late.to_string().contains("The promise was broken"), "{late}");
    let early = check_served(&file, &dropped, Some(key().vkey()), BY, SEARCHED);
    assert!(early.holds() && early.count(Outcome::Warning) == 2, "{early}");
}

#[test]
fn a_bare_promise_is_kept_waiting_or_broken() {
    let promise = Promise::sign(entries()[0].0.commitment, TIME, BY, &key()).unwrap();
    let (kept, without) = (Files::of(with_concern(600, 300).site()), Files::of(Log::of(700).site()));
    let key = key();
    let check = |promise: &Promise, site: &Files, now| check_promise(promise, site, Some(key.vkey()), now, SEARCHED);
    let report = check(&promise, &kept, LATER);
    assert!(report.holds() && report.to_string().contains("at place 600 of"), "{report}");
    assert_eq!(report.count(Outcome::Warning), 0);
    let report = check(&promise, &without, BY);
    assert!(report.holds() && report.to_string().contains("no place yet"), "{report}");
    let report = check(&promise, &without, LATER);
    assert!(!report.holds() && report.to_string().contains("The promise was broken"), "{report}");
    // Without a key of one's own the site's is taken, and that is said.
    let report = check_promise(&promise, &kept, None, LATER, SEARCHED);
    assert!(report.holds() && report.count(Outcome::Warning) == 1, "{report}");
    for change in [
        |promise: &mut Promise| promise.commitment.0[5] ^= 1,
        |promise: &mut Promise| promise.by = Millis(promise.by.0 + 1),
        |promise: &mut Promise| promise.signature.replace_range(3..4, "?"),
    ] {
        let mut forged = promise.clone();
        change(&mut forged);
        let report = check(&forged, &kept, LATER);
        assert!(!report.holds() && report.to_string().contains("not made by the log"), "{report}");
    }
    let mut altered = with_concern(600, 300).site();
    altered.get_mut("/ledger/checkpoint").unwrap()[40] ^= 1;
    assert!(!check(&promise, &Files::of(altered), LATER).holds());
    assert!(!check(&promise, &Files::of(BTreeMap::new()), LATER).holds());
}

/// The concern's promise, and a site that says this of the entry's place.
fn telling(log: &Log, told: &str) -> (Promise, Files) {
    let promise = Promise::sign(entries()[0].0.commitment, TIME, BY, &key()).unwrap();
    let mut files = log.site();
    files.insert(format!("/ledger/place/{}", promise.commitment), told.as_bytes().to_vec());
    (promise, Files::of(files))
}

#[test]
fn a_place_that_the_site_tells_is_looked_at_and_nothing_else_of_it_is_believed() {
    let (kept, without) = (with_concern(600, 3_000), Log::of(3_602));
    let check = |log: &Log, told: &str, longest| {
        let (promise, site) = telling(log, told);
        (check_promise(&promise, &site, Some(key().vkey()), LATER, longest), site.asked.into_inner())
    };
    // However long the log has become: one bundle is read.
    let (report, asked) = check(&kept, "600\n", 0);
    assert!(report.holds() && report.to_string().contains("at place 600 of 3602"), "{report}");
    let bundles: Vec<&String> = asked.iter().filter(|path| path.contains("/entries/")).collect();
    assert_eq!(bundles, ["/ledger/tile/entries/002"]);
    for wrong in ["599\n", "3602", "18446744073709551616", "-1", "", "<html>", "600 601"] {
        let (report, _) = check(&kept, wrong, SEARCHED);
        assert!(report.holds() && report.to_string().contains("at place 600 of"), "{wrong}: {report}");
        let (report, _) = check(&without, wrong, SEARCHED);
        assert!(!report.holds() && report.to_string().contains("The promise was broken"), "{wrong}: {report}");
    }
    let (report, _) = check(&without, "600\n", SEARCHED);
    assert!(!report.holds() && report.to_string().contains("The promise was broken"), "{report}");
}

#[test]
fn a_search_that_ends_early_says_how_far_it_went_and_settles_nothing() {
    let (kept, without) = (with_concern(600, 3_000), Log::of(3_602));
    let promise = Promise::sign(entries()[0].0.commitment, TIME, BY, &key()).unwrap();
    let check =
        |log: &Log, now, longest| check_promise(&promise, &Files::of(log.site()), Some(key().vkey()), now, longest);
    for log in [&kept, &without] {
        let report = check(log, LATER, 500);
        assert!(report.is_open() && !report.holds(), "{report}");
        assert!(report.to_string().contains("among the newest 530 of 3602 entries"), "{report}");
        assert!(!report.to_string().contains("FAILED"), "{report}");
        // Before the promised moment nothing is missing.
        assert!(check(log, BY, 500).holds());
    }
    assert!(check(&kept, LATER, 3_602).holds());
    let broken = check(&without, LATER, 3_602);
    assert!(broken.count(Outcome::Fails) == 1 && broken.to_string().contains("The promise was broken"), "{broken}");
    // A proof that has only a promise is no different.
    let mut file = Log::of(5).prove(&entries());
    file.entries.truncate(1);
    let served = |longest| check_served(&file, &Files::of(kept.site()), Some(key().vkey()), LATER, longest);
    assert!(served(500).is_open() && served(3_602).holds(), "{}", served(500));
}

#[test]
fn a_file_that_does_not_hold_is_not_asked_about() {
    let mut file = with_concern(3, 3).prove(&entries());
    file.entries[0].header.kind = "praised".into();
    let site = Files::of(with_concern(3, 3).site());
    assert!(!check_served(&file, &site, Some(key().vkey()), LATER, SEARCHED).holds());
    assert!(site.asked.into_inner().is_empty());
}

/// A plain server for `files`: one answer a connection, in a thread that ends with the test.
fn serve(files: BTreeMap<String, Vec<u8>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = Vec::new();
            let mut buffer = [0; 1024];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                match stream.read(&mut buffer).unwrap() {
                    0 => break,
                    read => request.extend_from_slice(&buffer[..read]),
                }
            }
            let request = String::from_utf8(request).unwrap();
            let (status, body) = match files.get(request.split(' ').nth(1).unwrap_or_default()) {
                Some(body) => ("200 OK", body.as_slice()),
                None => ("404 Not Found", &b"no such thing"[..]),
            };
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            // The client may have heard enough and gone.
            let _ = stream.write_all(&[head.as_bytes(), body].concat());
        }
    });
    address
}

#[test]
fn a_log_is_checked_over_http() {
    let old = with_concern(300, 41);
    let mut new = old.clone();
    new.add(&(0..300).map(|number| other(2_000_000 + number)).collect::<Vec<_>>());
    let report = check(&old, &Site::new(&serve(new.site())).unwrap());
    assert!(report.holds(), "{report}");

    let mut files = new.site();
    files.insert("/ledger/checkpoint".into(), vec![b'x'; 1 << 20]);
    let report = check(&old, &Site::new(&serve(files)).unwrap());
    assert!(!report.holds() && report.to_string().contains("larger than"), "{report}");
    let report = check(&old, &Site::new(&serve(BTreeMap::new())).unwrap());
    assert!(!report.holds() && report.to_string().contains("/ledger/key is not served"), "{report}");
    let gone = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert!(!check(&old, &Site::new(&format!("http://{gone}/")).unwrap()).holds());
}

#[test]
fn an_address_is_that_of_a_site() {
    for fine in ["https://comity.example", "http://127.0.0.1:8080/", "https://example.org/comity"] {
        assert!(Site::new(fine).is_ok(), "{fine}");
    }
    for wrong in [
        "",
        "comity.example",
        "ftp://x",
        "https://",
        "https:///x",
        "http://:80",
        "https://x?y",
        "https://x y",
        "file:///etc",
    ] {
        assert!(Site::new(wrong).is_err(), "{wrong}");
    }
}
