//! Signing in, and how often what may be tried.

use comity_testing::each_store;

use crate::place::Place;
use crate::server::Server;

const PASSWORD: &str = "seven otters under a bridge";

each_store! {
    fn whoever_is_sent_to_sign_in_gets_the_page_they_wanted(database) {
        let place = Place::new(database).with_town();
        place.account("olena", "officer", Some("S1"), PASSWORD);
        let server = Server::start(&place);
        let olena = server.client();
        let sent = olena.get("/inbox?state=waiting");
        assert_eq!(sent.status, 303);
        let to = sent.header("location").to_owned();
        assert!(to.starts_with("/sign-in?to="), "{to}");
        let page = olena.get(&to);
        assert!(page.text().contains("value=\"/inbox?state=waiting\""), "{}", page.text());
        let fields = [("name", "olena"), ("password", PASSWORD), ("to", "/inbox?state=waiting")];
        let done = olena.submit(&to, "/sign-in", &fields);
        assert_eq!((done.status, done.header("location")), (303, "/inbox?state=waiting"), "{}", done.text());
        assert_eq!(olena.get("/inbox?state=waiting").status, 200);
        // Another tab of the same browser is signed in; another browser is not.
        assert_eq!(olena.at(&server.url).get("/inbox").status, 200);
        assert_eq!(server.client().get("/inbox").status, 303);

        for elsewhere in ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"] {
            let fields = [("name", "olena"), ("password", PASSWORD), ("to", elsewhere)];
            let done = server.client().submit("/sign-in", "/sign-in", &fields);
            assert_eq!((done.status, done.header("location")), (303, "/"), "{elsewhere}");
        }
        let out = olena.submit("/inbox", "/sign-out", &[]);
        assert_eq!(out.status, 303);
        assert_eq!(olena.get("/inbox").status, 303);
        place.verify();
    }

    fn guessing_a_password_gets_slow(database) {
        let place = Place::new(database).with_town();
        place.account("olena", "officer", Some("S1"), PASSWORD);
        place.account("ivan", "officer", Some("S2"), PASSWORD);
        let server = Server::start(&place);
        let guesser = server.client();
        let statuses: Vec<u16> = (0..8).map(|_| guesser.sign_in("olena", "a wrong guess at it").status).collect();
        assert!(statuses[..5].iter().all(|status| *status == 422), "{statuses:?}");
        assert_eq!(statuses[7], 429, "{statuses:?}");
        // Not even the right one is looked at then, and nothing tells a name that is there from one that is not.
        assert_eq!(guesser.sign_in("olena", PASSWORD).status, 429);
        let statuses: Vec<u16> = (0..8).map(|_| guesser.sign_in("nobody", "a wrong guess at it").status).collect();
        assert_eq!((statuses[0], statuses[7]), (422, 429), "{statuses:?}");
        assert_eq!(guesser.sign_in("ivan", PASSWORD).status, 303);
        place.verify();
    }
}

#[test]
fn one_address_cannot_flood_the_inbox_and_others_are_not_held_up() {
    let database = comity_testing::Database::fresh(comity_testing::Engine::Sqlite);
    let place = Place::new(&database).with_town();
    let server = Server::start_with(&place, |command| {
        command.env("COMITY_PROXIES", "127.0.0.1");
    });
    let from = |address: &str| server.client().with("x-forwarded-for", address);
    let flood = from("203.0.113.7");
    let token = flood.get("/concerns/new").token().unwrap();
    let words = "The lamp at the bridge has been dark for weeks.";
    let fields = [("csrf", token.as_str()), ("area", "S1"), ("category", "lighting"), ("words", words)];
    let mut statuses = Vec::new();
    while statuses.last() != Some(&429) && statuses.len() < 200 {
        statuses.push(flood.send("/concerns", &fields).unwrap().status);
    }
    // A village may share an address.
    assert!((30..150).contains(&statuses.len()), "{statuses:?}");
    assert!(statuses[..statuses.len() - 1].iter().all(|status| *status == 200), "{statuses:?}");
    let page = flood.send("/concerns", &fields).unwrap();
    assert!(page.status == 429 && page.text().contains(words), "{}", page.text());
    // Reading goes on, and so do others; an address that the client made up in front of its own does not help.
    assert_eq!(flood.get("/concerns/new").status, 200);
    from("203.0.113.8").raised(words);
    let liar = from("198.51.100.1, 203.0.113.7");
    assert_eq!(liar.raise(words).status, 429);
    // What the last proxy says is what counts: the same list the other way round is somebody else.
    from("203.0.113.7, 198.51.100.1").raised(words);
    place.verify();
}
