//! Many people who write at the same time.

use std::collections::BTreeMap;
use std::sync::{Arc, Barrier, Mutex};

use crate::client::{Client, Page};
use crate::place::Place;

/// What each concern says: its number tells it apart.
pub fn words(number: usize) -> String {
    format!("The lamp at corner {number} is dark every night.")
}

/// What became of concerns that were sent.
#[derive(Debug, Default)]
pub struct Outcomes {
    /// Number and receipt's code.
    pub acknowledged: Vec<(usize, String)>,
    /// The person was told that it is not on record.
    pub refused: Vec<(usize, Page)>,
    /// No answer came, or the answer that nobody knows: it may be on record or not.
    pub unanswered: Vec<usize>,
}

/// A form that was opened once, and is as many forms as there are numbers, each from another client.
#[derive(Debug)]
pub struct Form {
    client: Client,
    token: String,
    once: String,
}

impl Form {
    pub fn open(url: &str) -> Self {
        let client = Client::new(url);
        let page = client.get("/concerns/new");
        let token = page.token().expect("the form has a token");
        Self { client, token, once: page.hidden("once").expect("the form can be told from others") }
    }

    pub fn at(&self, url: &str) -> Self {
        Self { client: self.client.at(url), token: self.token.clone(), once: self.once.clone() }
    }

    /// By what the form of this number is known when it is sent again.
    pub fn once(&self, number: usize) -> String {
        format!("{}-{number}", self.once)
    }

    /// From an address of its own, so that the limits by address do not count. The server must trust 127.0.0.1 as proxy.
    fn of(&self, number: usize) -> Client {
        let (high, low) = (number / 250 % 250, number % 250);
        self.client.at(self.client.url()).with("x-forwarded-for", &format!("10.{}.{high}.{low}", number / 62_500))
    }

    pub fn send(&self, number: usize) -> Result<Page, ureq::Error> {
        let (once, words) = (self.once(number), words(number));
        let fields = [("csrf", self.token.as_str()), ("once", &once), ("area", "S1"), ("category", "lighting")];
        let fields = [&fields[..], &[("words", &words)]].concat();
        self.of(number).send("/concerns", &fields)
    }

    pub fn mine(&self, code: &str) -> Result<Page, ureq::Error> {
        self.client.send("/concerns/mine", &[("csrf", self.token.as_str()), ("code", code)])
    }
}

/// Sends the concerns of `numbers`, all at once, each on a connection of its own. `watch` is told after every
/// acknowledgement how many there are.
pub fn storm(form: &Form, numbers: std::ops::Range<usize>, watch: &(dyn Fn(usize) + Sync)) -> Outcomes {
    let (outcomes, start) = (Mutex::new(Outcomes::default()), Arc::new(Barrier::new(numbers.len())));
    std::thread::scope(|scope| {
        for number in numbers {
            let (outcomes, start) = (&outcomes, Arc::clone(&start));
            let send = move || {
                start.wait();
                let answer = form.send(number);
                let mut outcomes = outcomes.lock().unwrap();
                match answer {
                    Ok(page) => match page.code() {
                        Some(code) if page.status == 200 => {
                            outcomes.acknowledged.push((number, code));
                            watch(outcomes.acknowledged.len());
                        }
                        _ if page.text().contains("We do not know whether this was saved") => {
                            outcomes.unanswered.push(number);
                        }
                        _ => outcomes.refused.push((number, page)),
                    },
                    Err(_) => outcomes.unanswered.push(number),
                }
            };
            std::thread::Builder::new().stack_size(256 * 1024).spawn_scoped(scope, send).expect("a thread");
        }
    });
    outcomes.into_inner().unwrap()
}

/// Loads every answer again that did not come, now that nothing is in the way, and some that did: each gets its receipt.
pub fn resend(form: &Form, outcomes: &mut Outcomes) {
    for number in std::mem::take(&mut outcomes.unanswered) {
        let page = form.send(number).expect("an answer");
        let code = page.code().filter(|_| page.status == 200);
        outcomes.acknowledged.push((number, code.unwrap_or_else(|| panic!("{number}: {}", page.text()))));
    }
    for (number, code) in outcomes.acknowledged.iter().step_by(7) {
        assert_eq!(form.send(*number).expect("an answer").code().as_ref(), Some(code), "{number} has another code");
    }
}

/// The words of all concerns in the database, with how often they are there.
fn on_record(place: &Place) -> BTreeMap<String, usize> {
    let sql = "SELECT bytes FROM private_parts WHERE name = 'words'";
    let found: Vec<Vec<u8>> = match &place.address {
        Some(address) => {
            let mut client = postgres::Client::connect(address, postgres::NoTls).expect("the database");
            client.query(sql, &[]).unwrap().iter().map(|row| row.get(0)).collect()
        }
        None => {
            let raw = rusqlite::Connection::open(place.folder.join("comity.db")).unwrap();
            let mut statement = raw.prepare(sql).unwrap();
            statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
        }
    };
    let mut counted = BTreeMap::new();
    for bytes in found {
        *counted.entry(String::from_utf8(bytes).unwrap()).or_default() += 1;
    }
    counted
}

/// Every form has its answer by now. What was acknowledged is on record once and opens with its code; what was refused is
/// not.
pub fn check(place: &Place, form: &Form, outcomes: &Outcomes) {
    assert!(outcomes.unanswered.is_empty(), "not sent again: {:?}", outcomes.unanswered);
    check_record(place, outcomes);
    for (number, code) in &outcomes.acknowledged {
        let page = form.mine(code).expect("an answer");
        assert!(page.status == 200 && page.text().contains(&words(*number)), "{number}: {}", page.text());
    }
}

/// The part of [`check`] that needs no server.
pub fn check_record(place: &Place, outcomes: &Outcomes) {
    let there = on_record(place);
    let twice: Vec<_> =
        there.iter().filter(|(words, count)| words.starts_with("The lamp at corner") && **count > 1).collect();
    assert!(twice.is_empty(), "on record more than once: {twice:?}");
    let lost: Vec<usize> = outcomes
        .acknowledged
        .iter()
        .map(|(number, _)| *number)
        .filter(|number| !there.contains_key(&words(*number)))
        .collect();
    assert!(lost.is_empty(), "acknowledged, and not on record: {lost:?}");
    let kept: Vec<usize> = outcomes
        .refused
        .iter()
        .map(|(number, _)| *number)
        .filter(|number| there.contains_key(&words(*number)))
        .collect();
    assert!(kept.is_empty(), "refused, and on record all the same: {kept:?}");
}
