//! Raising a concern through the form: the receipt, shown once.

use axum::http::StatusCode;
use comity_concerns::State;
use comity_ledger::promise::Promise;
use comity_ledger::receipt::Code;

use comity_testing::{Database, Engine};

use crate::bench::{Answered, Bench, Who};
use crate::raised::{CONTACT, WORDS, concerns, pages};

pub fn send(bench: &Bench, fields: &[(&str, &str)]) -> Answered {
    bench.post(&Who::default(), "/concerns", fields)
}

pub const FORM: [(&str, &str); 4] = [("area", "S1"), ("category", "lighting"), ("words", WORDS), ("contact", CONTACT)];

/// What stands between `mark` and the next tag.
fn after<'t>(text: &'t str, mark: &str) -> &'t str {
    text.split_once(mark).unwrap_or_else(|| panic!("{mark} is not in {text}")).1
}

/// The code on the receipt's page.
fn code(page: &Answered) -> Code {
    let typed = after(&page.body, "class=\"code\">").split("</p>").next().unwrap();
    let text: String = typed.split('<').map(|part| part.rsplit('>').next().unwrap()).collect();
    Code::parse(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn the_receipt_is_shown_once_and_opens_the_concern() {
    let (_database, bench) = pages();
    let page = send(&bench, &FORM);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    let code = code(&page);
    let hash = code.hash(&bench.ledger.keys().receipts.0);
    let concern = bench.read(move |tx| comity_concerns::by_receipt(tx, &hash)).unwrap();
    assert_eq!((concern.state, concern.area.as_str()), (State::Raised, "S1"));
    assert!(
        !page.body.contains(concern.reference.as_str()),
        "nothing on the receipt leads to the concern but the code"
    );
    assert!(!page.body.contains(WORDS) && !page.body.contains(CONTACT), "a receipt on paper tells nothing");
    // It is shown nowhere again: neither to the next visitor nor to the officer.
    let shown = code.text();
    for (who, path) in [
        (Who::default(), "/concerns/new".to_owned()),
        (crate::raised::officer(&bench), format!("/inbox/{}", concern.reference)),
    ] {
        let page = bench.get(&who, &path);
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.body.contains(&shown) && !page.body.contains(&shown.replace('-', "")), "{path}");
    }
    // Opened and sent once more it is another concern with another code.
    assert_ne!(self::code(&send(&bench, &FORM)).text(), shown);
    // One and the same form, sent again, shows the same receipt, and neither the database nor the keys hold its code.
    let once = [FORM[0], FORM[1], FORM[2], FORM[3], (comity_shell::csrf::ONCE, "0123456789")];
    let twice = [(); 2].map(|()| self::code(&bench.post_once(&Who::default(), "/concerns", &once)).text());
    assert_eq!(twice[0], twice[1]);
    let answers: Vec<String> = bench.read(|tx| {
        let rows = tx.query("SELECT answer FROM submissions", &[])?;
        rows.iter().map(|row| Ok(row.get(0)?)).collect()
    });
    assert!(answers.len() == 3 && answers.iter().all(|answer| !answer.contains(&twice[0])), "{answers:?}");
    bench.verify();
}

/// The promise on the receipt's page.
fn promise(page: &Answered) -> Promise {
    let text = after(&page.body, "class=\"promise\">").split("</pre>").next().unwrap().replace("&quot;", "\"");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_form_that_comes_again_when_its_answer_is_forgotten_gets_its_receipt_all_the_same() {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let database = Database::fresh(engine);
        let bench = concerns(&database);
        let once = [FORM[0], FORM[1], FORM[2], FORM[3], (comity_shell::csrf::ONCE, "0123456789")];
        let first = bench.post_once(&Who::default(), "/concerns", &once);
        let entries = || bench.read(|tx| Ok(tx.value::<i64>("SELECT COUNT(*) FROM entries", &[])?));
        let recorded = entries();
        // As after seven days.
        bench.ledger.store().write_now(|tx| tx.execute("DELETE FROM submissions", &[])).unwrap();
        let again = bench.post_once(&Who::default(), "/concerns", &once);
        assert_eq!(again.status, StatusCode::OK, "{}", again.body);
        assert_eq!((code(&again).text(), promise(&again)), (code(&first).text(), promise(&first)));
        assert_eq!(entries(), recorded, "it is on record twice");
        bench.verify();
        // What led to it is not what was recorded: nothing is promised.
        bench
            .ledger
            .store()
            .write_now(|tx| tx.execute("UPDATE entries SET due = due + 1 WHERE kind = 'concern.raised'", &[]))
            .unwrap();
        let altered = bench.post_once(&Who::default(), "/concerns", &once);
        assert!(
            altered.status == StatusCode::INTERNAL_SERVER_ERROR && !altered.body.contains("class=\"promise\""),
            "{}",
            altered.body
        );
    }
}

#[test]
fn the_promise_on_the_receipt_is_signed_and_kept() {
    let (_database, bench) = pages();
    let page = send(&bench, &FORM);
    let promise = promise(&page);
    let key = bench.ledger.verifier_key().parse().unwrap();
    promise.verify(&key).unwrap();
    bench.set_day("2026-03-03");
    let placed: i64 = bench.read(|tx| {
        let sql = "SELECT COUNT(*) FROM entries WHERE stream LIKE 'concern/%' AND place IS NOT NULL";
        Ok(tx.value(sql, &[])?.unwrap_or(0))
    });
    assert_eq!(placed, 1);
    bench.verify();
}

#[test]
fn the_form_opens_with_the_neighbourhood_it_was_opened_from() {
    let (_database, bench) = pages();
    let page = bench.get(&Who::default(), "/concerns/new?area=S2");
    assert!(page.body.contains("<option value=\"S2\" selected"), "{}", page.body);
    assert!(!page.body.contains("value=\"T\""), "only the smallest areas are offered");
    let arabic = bench.get_in_arabic(&Who::default(), "/concerns/new");
    assert!(
        arabic.body.contains("dir=\"rtl\"") && arabic.body.contains("الشمال") && arabic.body.contains("إنارة الشوارع")
    );
    bench.verify();
}
