//! A configuration that is wrong is refused before anything is opened.

use crate::place::{Place, Run, of_tests};

/// Key, line of the file, what is shown as found, a part of what is expected.
const WRONG: [(&str, &str, &str, &str); 9] = [
    ("listen", "listen = \"nowhere\"", "nowhere", "127.0.0.1:8080"),
    ("https", "https = \"perhaps\"", "perhaps", "true or false"),
    ("proxies", "proxies = [\"10.0.0.300\"]", "10.0.0.300", "list of addresses"),
    ("name.en", "[name]\nen = \"\"", "\"\"", "name"),
    ("time_zone", "time_zone = \"Europe/Atlantis\"", "Atlantis", "time zone"),
    ("log.origin", "[log]\norigin = \"two words\"", "two words", "without spaces"),
    ("log.beat_seconds", "[log]\nbeat_seconds = 0", "0", "1 to 3600"),
    ("log.cover", "[log]\ncover = 1000", "1000", "1 to 256"),
    ("logs", "logs = \"loud\"", "loud", "json"),
];

#[test]
fn a_wrong_value_in_the_file_is_named_with_what_was_found_and_expected() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data"));
    let file = folder.path().join("comity.toml");
    let refused = |text: &str, telling: &[&str]| {
        std::fs::write(&file, text).unwrap();
        let words = ["serve", "--listen", "127.0.0.1:0", "--config", file.to_str().unwrap()];
        let ran = place.run(&words);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{text}: {ran:?}");
        for word in telling {
            assert!(ran.err.contains(word), "{text}: nothing about `{word}`: {ran:?}");
        }
        assert!(!place.folder.exists(), "{text}: something was opened");
    };
    for (key, text, found, expected) in WRONG {
        refused(text, &[&format!("`{key}`"), found, expected]);
    }
    refused("[log]\nbeat = 3", &["log.beat", "log.beat_seconds"]);
    refused("listen = ", &["comity.toml"]);
    std::fs::remove_file(&file).unwrap();
    let ran = place.run(&["serve", "--config", file.to_str().unwrap()]);
    assert!(ran.status == 1 && ran.err.contains("comity.toml"), "{ran:?}");
}

#[test]
fn the_environment_prevails_and_is_held_to_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::in_folder(folder.path().join("data"));
    for (key, _, _, expected) in WRONG {
        let variable = format!("COMITY_{}", key.replace('.', "_").to_uppercase());
        let ran =
            place.command(&["ledger", "checkpoint"]).env(&variable, if key == "proxies" { "x" } else { " " }).ran();
        assert_eq!(ran.status, 1, "{variable}: {ran:?}");
        assert!(ran.err.contains(&format!("`{key}`")) && ran.err.contains(&variable), "{variable}: {ran:?}");
        assert!(ran.err.contains(expected), "{variable}: {ran:?}");
    }
    std::fs::create_dir_all(&place.folder).unwrap();
    std::fs::write(place.folder.join("comity.toml"), "[log]\norigin = \"file.example/log\"\n").unwrap();
    let (town, origin) = (of_tests("whole/town.geojson"), "environment.example/log");
    let mut import = place.command(&["import", "areas", town.to_str().unwrap()]);
    import.env("COMITY_LOG_ORIGIN", origin).ran().ok();
    let checkpoint = place.command(&["ledger", "checkpoint"]).env("COMITY_LOG_ORIGIN", origin).ran().ok();
    assert_eq!(checkpoint.out.lines().next(), Some(origin));
    // The record has its name from then on: another one is refused, not taken.
    let ran = place.run(&["ledger", "checkpoint"]);
    assert!(
        ran.status == 1 && ran.err.contains("environment.example/log") && ran.err.contains("file.example/log"),
        "{ran:?}"
    );
}
