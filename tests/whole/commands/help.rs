//! Help, and the exit status of a command line that is wrong.

use crate::place::{Run, comity};

const COMMANDS: [&[&str]; 15] = [
    &[],
    &["serve"],
    &["demo"],
    &["import", "areas"],
    &["import", "incidents"],
    &["import", "survey"],
    &["import", "population"],
    &["ledger", "verify"],
    &["ledger", "replay"],
    &["ledger", "checkpoint"],
    &["ledger", "erase"],
    &["account", "create"],
    &["account", "reset"],
    &["backup"],
    &["restore"],
];

#[test]
fn every_command_explains_itself() {
    for words in COMMANDS {
        let ran = comity().args(words).arg("--help").ran().ok();
        assert_eq!(ran.err, "", "{words:?}");
        assert!(ran.out.contains("Usage: comity") && ran.out.lines().count() > 4, "{words:?}: {ran:?}");
        if let [_, ..] = words {
            assert!(
                ran.out.contains("--data <DIR>") && ran.out.contains("--database-url <URL>"),
                "{words:?}: {}",
                ran.out
            );
        }
        // Every option and every command has a sentence beside or below it.
        let options: Vec<&str> = ran.out.lines().collect();
        for (at, line) in options.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with("--")) {
            let beside = line.trim().split_once("  ").is_some_and(|(_, text)| !text.trim().is_empty());
            let below = options.get(at + 1).is_some_and(|next| next.starts_with("          "));
            assert!(beside || below, "{words:?}: nothing about {line}");
        }
    }
    for group in ["import", "ledger", "account"] {
        let ran = comity().args([group, "--help"]).ran().ok();
        assert!(ran.out.contains("Commands:"), "{ran:?}");
    }
    assert!(comity().arg("--version").ran().ok().out.starts_with("comity "));
}

#[test]
fn a_wrong_command_line_has_status_2_and_says_what_is_wrong() {
    let cases: [(&[&str], &str); 7] = [
        (&[], "Usage"),
        (&["fly"], "fly"),
        (&["serve", "--data", "x", "--listen", "nowhere"], "nowhere"),
        (&["import", "incidents"], "FILE"),
        (&["account", "create", "olena"], "--role"),
        (&["account", "create", "olena", "--role", "officer"], "--password-stdin"),
        (&["ledger", "verify", "--url", "http://127.0.0.1:1"], "--receipt"),
    ];
    for (words, telling) in cases {
        let ran = comity().args(words).ran();
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{words:?}: {ran:?}");
        assert!(ran.err.contains(telling), "{words:?}: {ran:?}");
    }
}

#[test]
fn without_a_place_a_command_asks_for_one() {
    for words in [&["serve"][..], &["ledger", "verify"], &["backup", "x.tar.gz"], &["ledger", "replay", "--check"]] {
        let ran = comity().args(words).ran();
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{words:?}: {ran:?}");
        assert!(ran.err.contains("--data") && ran.err.contains("--database-url"), "{words:?}: {ran:?}");
    }
    let ran = comity().args(["ledger", "checkpoint", "--database-url", "mysql://nowhere"]).ran();
    assert!(ran.status == 1 && ran.err.contains("postgres://"), "{ran:?}");
    let ran =
        comity().args(["ledger", "checkpoint", "--database-url", "postgres://nobody:secret@127.0.0.1:1/none"]).ran();
    assert!(ran.status == 1 && !ran.err.contains("secret"), "{ran:?}");
}
