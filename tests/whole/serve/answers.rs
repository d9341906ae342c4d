//! What every answer carries, what programs get, and what is refused.

use comity_testing::{Database, Engine};
use serde_json::Value;

use crate::client::Page;
use crate::place::Place;
use crate::server::Server;
use crate::told::between;

fn town() -> (Database, Place) {
    let database = Database::fresh(Engine::Sqlite);
    let place = Place::new(&database).with_town();
    (database, place)
}

fn check_headers(path: &str, page: &Page) {
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy:?}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(page.header(name), value, "{path}: {name}");
    }
    assert!(page.header("permissions-policy").contains("camera=()"), "{path}");
    assert!(!page.header("cache-control").is_empty(), "{path}");
    assert_eq!(page.header("server"), "", "{path}");
}

#[test]
fn every_answer_carries_the_security_headers() {
    let (_database, place) = town();
    let server = Server::start(&place);
    let client = server.client();
    let paths = [
        ("/", 200),
        ("/neighbourhoods", 200),
        ("/neighbourhoods/S1", 200),
        ("/neighbourhoods/none", 404),
        ("/concerns/new", 200),
        ("/concerns/mine", 200),
        ("/concerns/0123456789abcdef", 404),
        ("/meetings", 200),
        ("/sign-in", 200),
        ("/inbox", 303),
        ("/actions", 303),
        ("/ledger", 200),
        ("/ledger/checkpoint", 200),
        ("/ledger/key", 200),
        ("/ledger/tile/0/999", 404),
        ("/ledger/tile/../../etc/passwd", 404),
        ("/health", 200),
        ("/metrics", 200),
        ("/assets/none.css", 404),
        ("/nowhere", 404),
    ];
    for (path, status) in paths {
        let page = client.get(path);
        assert_eq!(page.status, status, "{path}: {}", page.text());
        check_headers(path, &page);
        assert_eq!(page.header("strict-transport-security"), "", "{path}");
    }
    // Nothing that a page loads or sends lies elsewhere; only the button for leaving quickly leads there.
    for path in ["/", "/neighbourhoods/S1", "/concerns/new", "/ledger"] {
        let text = client.get(path).text();
        for tag in text.split('<').skip(1).filter_map(|rest| rest.split('>').next()) {
            let addresses =
                ["src=\"", "href=\"", "action=\""].map(|name| between(tag, name, "\"")).into_iter().flatten();
            for address in addresses.filter(|address| !address.starts_with('#')) {
                let here = address.starts_with('/') && !address.starts_with("//");
                let leaving = tag.contains("data-leave") && tag.contains("rel=\"noreferrer");
                assert!(here || leaving, "{path}: {tag}");
            }
        }
        assert!(!text.contains("<style") && !text.contains(" style=") && !text.contains(" onclick"), "{path}");
    }
    place.verify();
}

#[test]
fn served_over_https_cookies_and_browsers_are_told() {
    let (_database, place) = town();
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_HTTPS", "true");
    });
    let page = server.client().get("/concerns/new");
    let cookie = page.header("set-cookie").to_owned();
    assert!(cookie.contains("; Secure") && cookie.contains("; HttpOnly") && cookie.contains("SameSite"), "{cookie}");
    assert!(page.header("strict-transport-security").contains("max-age="), "{page:?}");
    place.verify();
}

#[test]
fn programs_get_problem_details() {
    let (_database, place) = town();
    let server = Server::start(&place);
    let program = server.client().with("accept", "application/json");
    let check = |page: &Page, status: u16| -> Value {
        assert_eq!(page.status, status, "{}", page.text());
        assert_eq!(page.header("content-type"), "application/problem+json");
        let details: Value = serde_json::from_slice(&page.bytes).unwrap();
        assert_eq!(details["status"], status);
        assert!(details["title"].as_str().is_some_and(|title| !title.is_empty()), "{details}");
        assert!(details["type"].is_string() && details["detail"].is_string(), "{details}");
        details
    };
    check(&program.get("/nowhere"), 404);
    check(&program.get("/neighbourhoods/none"), 404);
    check(&program.get("/inbox"), 401);
    check(&program.send("/concerns", &[("words", "without a token")]).unwrap(), 409);
    check(&program.send("/sign-out", &[]).unwrap(), 409);
    // In the language that the program asks for.
    let arabic = server.client().with("accept", "application/json").with("accept-language", "ar");
    let title = check(&arabic.get("/nowhere"), 404)["title"].to_string();
    assert!(title.chars().any(|c| ('\u{600}'..='\u{6ff}').contains(&c)), "{title}");
    place.verify();
}

#[test]
fn a_form_from_elsewhere_changes_nothing_and_keeps_the_words() {
    let (_database, place) = town();
    let server = Server::start(&place);
    let before = place.audit();
    let words = "The lamp at the bridge has been dark for weeks.";
    let fields = [("area", "S1"), ("category", "lighting"), ("words", words)];
    let resident = server.client();
    let token = resident.get("/concerns/new").token().unwrap();
    let with = |token: &'static str| [&[("csrf", token)], &fields[..]].concat();
    let good: Vec<(&str, &str)> = [&[("csrf", token.as_str())], &fields[..]].concat();
    let cross = resident.at(&server.url).with("sec-fetch-site", "cross-site");
    let origin = resident.at(&server.url).with("origin", "http://evil.example");
    let stranger = server.client();
    stranger.get("/concerns/new");
    let refused = [
        ("no token", resident.send("/concerns", &fields)),
        ("an empty token", resident.send("/concerns", &with(""))),
        ("a wrong token", resident.send("/concerns", &with("00000000000000000000000000"))),
        ("another site", cross.send("/concerns", &good)),
        ("another origin", origin.send("/concerns", &good)),
        ("another's cookie", stranger.send("/concerns", &good)),
        ("no cookie", server.client().send("/concerns", &good)),
    ];
    for (what, page) in refused {
        let page = page.unwrap();
        assert_eq!(page.status, 409, "{what}: {}", page.text());
        assert!(page.text().contains(words), "{what}: the words are gone");
        assert!(page.code().is_none(), "{what}");
    }
    let long = "x".repeat(200_000);
    let page = resident.send("/concerns", &[("csrf", token.as_str()), ("words", &long)]).unwrap();
    assert!((400..500).contains(&page.status), "{}", page.status);
    let entries = |audit: &Value| audit["entries"].clone();
    assert_eq!(entries(&place.audit()), entries(&before));
    assert_eq!(resident.send("/concerns", &good).unwrap().status, 200);
    place.verify();
}

#[test]
fn what_does_not_fit_comes_back_with_all_that_was_typed() {
    let (_database, place) = town();
    let server = Server::start(&place);
    let resident = server.client();
    let words = "A long story about <b>lamps</b> & \"stairs\" — يا جيران.";
    let long = words.repeat(200);
    let nul = format!("{words}\0");
    let cases: [&[(&str, &str)]; 7] = [
        &[("area", ""), ("category", "lighting"), ("words", words)],
        &[("area", "none"), ("category", "lighting"), ("words", words)],
        &[("area", "S1"), ("category", "none"), ("words", words)],
        &[("area", "S1"), ("category", "lighting"), ("words", "short")],
        &[("area", "S1"), ("category", "lighting"), ("words", &long)],
        &[("area", "S1"), ("category", "lighting"), ("words", &nul)],
        &[],
    ];
    for fields in cases {
        let page = resident.submit("/concerns/new", "/concerns", fields);
        let text = page.text();
        // A NUL may be left out, but it must never fail.
        if page.status == 200 {
            assert!(fields.iter().any(|(_, value)| value.contains('\0')), "{fields:?}");
            continue;
        }
        assert_eq!(page.status, 422, "{fields:?}: {text}");
        assert!(!text.contains("<b>lamps") && page.code().is_none(), "{fields:?}: {text}");
        if fields.iter().any(|(_, value)| value.starts_with(words)) {
            assert!(text.contains("&lt;b&gt;lamps&lt;/b&gt; &amp; "), "{fields:?}: the words are gone: {text}");
        }
    }
    place.verify();
}
