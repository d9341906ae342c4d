//! A form sent twice at once, to one node or to two: recorded once, and both get the same answer.

use comity_testing::each_store;

use crate::client::{Client, Page};
use crate::place::Place;
use crate::server::Server;
use crate::told::between;

/// What a person sees of an answer: not the hidden fields of its forms, which are new each time.
fn seen(page: &Page) -> (u16, String, Option<String>, Option<String>) {
    let text = page.text();
    let promise = between(&text, "class=\"promise\">", "</pre>").map(str::to_owned);
    (page.status, page.header("location").to_owned(), page.code(), promise)
}

/// One browser's tabs, one at each node.
struct Tabs(Vec<Client>);

impl Tabs {
    /// Opens the page `from` at the first node and sends its form four times at once, in turn to every node; and once more
    /// afterwards, as by loading the answer again. All must be answered alike; returns the answer.
    fn send(&self, from: &Page, to: &str, fields: &[(&str, &str)]) -> Page {
        let hidden = [from.hidden("csrf"), from.hidden("once"), from.hidden("version")].map(Option::unwrap_or_default);
        let own = [("csrf", hidden[0].as_str()), ("once", &hidden[1]), ("version", &hidden[2])];
        let fields = [&own[..], fields].concat();
        let one = &self.0[0];
        let tabs: Vec<Client> = (0..4).map(|number| one.at(self.0[number % self.0.len()].url())).collect();
        let answers: Vec<Page> = std::thread::scope(|scope| {
            let sent = tabs.iter().map(|tab| scope.spawn(|| tab.send(to, &fields).unwrap())).collect::<Vec<_>>();
            sent.into_iter().map(|sent| sent.join().unwrap()).collect()
        });
        let again = one.send(to, &fields).unwrap();
        assert!(again.status < 400, "{to}: {}", again.text());
        for answer in answers {
            assert_eq!(seen(&answer), seen(&again), "{to}");
        }
        again
    }

    fn form(&self, path: &str) -> Page {
        let page = self.0[0].get(path);
        assert_eq!(page.status, 200, "{path}: {}", page.text());
        page
    }
}

fn entries(place: &Place) -> i64 {
    place.audit()["entries"].as_i64().unwrap()
}

each_store! {
    fn a_form_sent_twice_is_recorded_once(database) {
        let place = Place::new(database).with_town();
        let password = "seven otters under a bridge";
        place.account("olena", "officer", Some("S1"), password);
        place.account("omar", "coordinator", Some("T"), password);
        let nodes = if database.is_postgres() { 2 } else { 1 };
        let servers: Vec<Server> = (0..nodes).map(|_| Server::start(&place)).collect();
        let browser = || Tabs(servers.iter().map(|server| server.client()).collect());
        let mut expected = entries(&place);
        let mut one_more = |what: &str| {
            expected += 1;
            assert_eq!(entries(&place), expected, "{what}");
        };

        let resident = browser();
        let concern = [("area", "S1"), ("category", "lighting"), ("words", "The lamp at the bridge is dark."), ("contact", "")];
        let page = resident.send(&resident.form("/concerns/new"), "/concerns", &concern);
        let code = page.code().expect("a receipt");
        one_more("a concern");
        let mine = resident.0[0].mine(&code);
        assert!(mine.text().contains("The lamp at the bridge is dark."));
        let more = [("code", code.as_str()), ("words", "It is still dark, and now there are two of them.")];
        let said = resident.send(&mine, "/concerns/mine/words", &more);
        assert!(said.text().contains("two of them") && said.text().contains("role=\"status\""), "{}", said.text());
        one_more("a second message");

        let officer = browser();
        assert_eq!(officer.0[0].sign_in("olena", password).status, 303);
        let inbox = officer.form("/inbox").text();
        let address = format!("/inbox/{}", between(&inbox, "href=\"/inbox/", "\"").unwrap());
        let answer = [("words", "We come on Monday with the electrician.")];
        let sent = officer.send(&officer.form(&address), &format!("{address}/answer"), &answer);
        assert_eq!((sent.status, sent.header("location")), (303, address.as_str()));
        one_more("an answer");
        let close = [("reason", "done"), ("close-words", "The electrician put in a new lamp.")];
        assert_eq!(officer.send(&officer.form(&address), &format!("{address}/close"), &close).status, 303);
        one_more("a closing");
        // It is the form that counts, not the words: opened anew, the same can be said again.
        for _ in 0..2 {
            let mine = resident.0[0].mine(&code);
            resident.send(&mine, "/concerns/mine/words", &more);
            one_more("the same words from another form");
        }
        assert!(servers.into_iter().all(|server| server.stop().success()));
        place.verify();
    }
}
