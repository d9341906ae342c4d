//! The program's own log and its figures: what operators need, and nothing about people.

use comity_testing::{Database, Engine};
use serde_json::Value;

use crate::place::Place;
use crate::server::Server;

/// Things that stand for persons in the requests below.
const MARKS: [&str; 8] = [
    "Qxmarkwords",
    "Qxmarkcontact",
    "Qxmarkname",
    "Qxmarkpassword",
    "Qxmarkquery",
    "Qxmarkagent",
    "203.0.113.77",
    "127.0.0.1:",
];

fn talk(server: &Server) -> Vec<String> {
    let person = server.client().with("x-forwarded-for", "203.0.113.77").with("user-agent", "Qxmarkagent/1.0");
    let fields = [
        ("area", "S1"),
        ("category", "lighting"),
        ("words", "Qxmarkwords at the bridge"),
        ("contact", "Qxmarkcontact"),
    ];
    let code = person.submit("/concerns/new", "/concerns", &fields).code().expect("a code");
    person.get("/neighbourhoods?q=Qxmarkquery");
    person.get("/Qxmarkquery/nowhere");
    person.sign_in("Qxmarkname", "Qxmarkpassword itself");
    person.mine(&code);
    person.mine("Qxmarkwords");
    person.proof(&code);
    let more = [("code", code.as_str()), ("words", "Qxmarkwords once more, please")];
    person.submit("/concerns/mine", "/concerns/mine/words", &more);
    person.send("/concerns", &[("words", "Qxmarkwords without a token")]).unwrap();
    person.send("/concerns/mine", &[("code", &code)]).unwrap();
    vec![code.clone(), code.replace('-', "")]
}

fn check(said: &str, secrets: &[String]) {
    let lines: Vec<&str> = said.lines().filter(|line| !line.starts_with("Comity listens on ")).collect();
    assert!(lines.len() > 10, "{said}");
    for line in lines {
        for mark in MARKS.iter().copied().chain(secrets.iter().map(String::as_str)) {
            assert!(!line.contains(mark), "the log holds `{mark}`: {line}");
        }
    }
}

#[test]
fn the_log_holds_no_words_no_names_and_no_addresses() {
    for (engine, level, json) in
        [(Engine::Sqlite, "debug", "text"), (Engine::Sqlite, "trace", "json"), (Engine::Postgres, "debug", "json")]
    {
        let database = Database::fresh(engine);
        let place = Place::new(&database).with_town();
        let server = Server::start_with(&place, |command| {
            command.env("RUST_LOG", level).env("COMITY_LOGS", json).env("COMITY_PROXIES", "127.0.0.1");
        });
        let secrets = talk(&server);
        let said = server.said();
        // Our own requests are in it, by their pattern.
        assert!(said.contains("/concerns/mine/proof"), "{said}");
        check(&said, &secrets);
        if json == "json" {
            for line in said.lines().filter(|line| !line.starts_with("Comity listens on ")) {
                let parsed: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
                assert!(parsed["level"].is_string() && parsed["timestamp"].is_string(), "{line}");
            }
        }
        assert!(server.stop().success());
        place.verify();
    }
}

#[test]
fn figures_count_by_route_and_name_nobody() {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start(&place);
    assert_eq!(server.client().get("/health").text().trim(), "ok");
    let secrets = talk(&server);
    let page = server.client().get("/metrics");
    assert!(page.header("content-type").starts_with("application/openmetrics-text"), "{page:?}");
    let text = page.text();
    assert!(text.trim_end().ends_with("# EOF"), "{text}");
    let count = |line: &str| -> f64 {
        let found = text.lines().find_map(|found| found.strip_prefix(line));
        found.and_then(|count| count.trim().parse().ok()).unwrap_or_else(|| panic!("no {line}: {text}"))
    };
    assert!((count("comity_requests_total{route=\"/concerns\",class=\"Ok\"}") - 1.0).abs() < 1e-9, "{text}");
    assert!(count("comity_requests_total{route=\"none\",class=\"ClientError\"}") >= 1.0);
    assert!(count("comity_request_seconds_count") > 10.0);
    assert!(count("comity_log_leaves") >= 8.0);
    for mark in MARKS.iter().copied().chain(secrets.iter().map(String::as_str)) {
        assert!(!text.contains(mark), "the figures hold `{mark}`: {text}");
    }
    place.verify();
}
