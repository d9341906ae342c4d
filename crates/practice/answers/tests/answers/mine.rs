//! What the person who raised it reads and does.

use axum::http::StatusCode;
use comity_concerns::State;
use comity_shell::csrf;
use comity_testing::{Database, Engine};

use crate::raised::{ANSWER, CONTACT, WORDS};
use crate::walk::{answers, complete, in_order, minute, on, put, raise, send};

#[test]
fn the_way_is_followed_from_the_first_word_to_whether_it_helped() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    let page = send(&bench, &code, "", &[]);
    in_order(&page.body, &["What was said", WORDS, "How far it has come", "Said", "The team has not answered yet."]);
    bench.answer(&concern, 1).unwrap();
    let item = put(&bench, &concern);
    let page = send(&bench, &code, "", &[]);
    let meeting = bench.item(&item).meeting;
    let link = format!("href=\"/meetings/{meeting}\"");
    in_order(
        &page.body,
        &["You", WORDS, "The team", ANSWER, "Answered", "12", "March 2026", "Discussed", "On the agenda", &link],
    );
    assert!(page.body.contains(&format!("href=\"/concerns/{concern}\"")));
    let action = minute(&bench, &item);
    let page = send(&bench, &code, "", &[]);
    assert!(!page.body.contains("On the agenda") && !page.body.contains("name=\"helped\""));
    in_order(
        &page.body,
        &[
            "falls in the dark",
            "Two lamps are put up",
            "Objection on record",
            "path moved",
            "Municipality",
            "Put up two lamps",
            "Promised, and not yet due.",
        ],
    );
    bench.set_day("2026-04-20");
    assert!(send(&bench, &code, "", &[]).body.contains("The promised day has passed."));
    complete(&bench, &action);
    let page = send(&bench, &code, "", &[]);
    in_order(
        &page.body,
        &["Something was done. Did it help?", "Both lamps are lit.", "has been asked whether it helped"],
    );
    let page = send(&bench, &code, "/helped", &[("helped", "partly"), ("helped-words", "One lamp is out again.")]);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    in_order(&page.body, &["Thank you.", "One lamp is out again.", "It helped in part"]);
    assert_eq!(bench.find(&concern).state, State::Judged);
    assert_eq!(send(&bench, &code, "/helped", &[("helped", "no")]).status, StatusCode::OK, "things change");
    bench.verify();
}

#[test]
fn writing_again_reaches_the_team_and_opens_what_was_closed() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    bench.close(&concern, 1).unwrap();
    let page = send(&bench, &code, "", &[]);
    in_order(&page.body, &[WORDS, "The water company has it now.", "name=\"words\"", "Another agency has it now"]);
    let page = send(&bench, &code, "/words", &[("words", "It is out again, since Monday.")]);
    assert_eq!(page.status, StatusCode::OK);
    in_order(&page.body, &["the team sees that you wrote", "It is out again, since Monday."]);
    assert!(page.body.contains(">\n</textarea>"), "the box is empty again");
    let found = bench.find(&concern);
    assert_eq!((found.state, found.waiting), (State::Raised, true));
    let arabic = bench.get_in_arabic(&crate::bench::Who::default(), "/concerns/mine");
    assert!(arabic.body.contains("dir=\"rtl\""));
    bench.verify();
}

#[test]
fn what_cannot_be_taken_comes_back_with_what_was_typed() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    let kept = format!("name=\"code\" value=\"{}\"", code.text());
    let page = send(&bench, &code, "/words", &[("words", "Short!")]);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.body.contains("Short!</textarea>")
            && page.body.contains("at least 10 characters")
            && page.body.contains(&kept)
    );
    let page = send(&bench, &code, "/helped", &[("helped", "yes")]);
    assert_eq!(page.status, StatusCode::CONFLICT, "nothing was done yet");
    assert!(page.body.contains("can be said when something was done") && page.body.contains(&kept));
    let item = put(&bench, &concern);
    let action = minute(&bench, &item);
    complete(&bench, &action);
    let page = send(&bench, &code, "/helped", &[("helped", ""), ("helped-words", "It is bright now.")]);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Choose whether it helped.") && page.body.contains("It is bright now."));
    let page = send(&bench, &code, "/erase", &[]);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("Tick the box") && page.body.contains(WORDS));
    let fields = [(csrf::FIELD, ""), ("words", "It is dark on the whole street.")];
    let page = send(&bench, &code, "/words", &fields);
    assert_eq!(page.status, StatusCode::CONFLICT);
    assert!(page.body.contains("The page was open for too long") && page.body.contains("dark on the whole street"));
    for form in ["/erase", "/proof", "/helped", ""] {
        let page = send(&bench, &code, form, &[(csrf::FIELD, ""), ("sure", "yes"), ("helped", "yes")]);
        assert_eq!(page.status, StatusCode::CONFLICT, "{form}");
        assert!(!page.body.contains(WORDS), "{form}");
    }
    assert_eq!(bench.steps(&concern)[0].words.as_deref(), Some(WORDS));
    bench.verify();
}

#[test]
fn what_was_saved_is_never_said_to_be_lost() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    put(&bench, &concern);
    // The words are taken, and what the page about them needs is broken.
    let broken = |tx: &mut comity_store::Write<'_>| tx.execute("ALTER TABLE agenda_items RENAME TO elsewhere", &[]);
    bench.ledger.store().write_now(broken).unwrap();
    let page = send(&bench, &code, "/words", &[("words", "It is out again, since Monday.")]);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("It is saved, but cannot be shown just now") && page.body.contains("Your words are on"));
    let last = bench.steps(&concern).pop().unwrap();
    assert_eq!(last.words.as_deref(), Some("It is out again, since Monday."));
    // Looking again without saving anything says that it cannot be shown.
    assert_eq!(send(&bench, &code, "", &[]).status, StatusCode::INTERNAL_SERVER_ERROR);
}

fn erasing(database: &Database) {
    let bench = on(database);
    let (concern, code) = raise(&bench);
    bench.answer(&concern, 1).unwrap();
    let page = send(&bench, &code, "/erase", &[("sure", "yes")]);
    assert_eq!(page.status, StatusCode::OK, "{}", page.body);
    assert!(page.body.contains("The words have been erased."));
    assert_eq!(
        page.body
            .matches("These words have been erased. The record still shows that something was written here.")
            .count(),
        2
    );
    for secret in [WORDS, ANSWER, CONTACT] {
        assert!(!page.body.contains(secret));
    }
    assert!(bench.steps(&concern).iter().all(|step| step.words.is_none() && step.contact.is_none()));
    // Once more is no error, and the dialogue goes on.
    assert_eq!(send(&bench, &code, "/erase", &[("sure", "yes")]).status, StatusCode::OK);
    let page = send(&bench, &code, "/words", &[("words", "Please tell me when it is lit.")]);
    assert!(page.body.contains("Please tell me when it is lit."));
    assert_eq!(bench.find(&concern).version, 4);
    bench.verify();
}

#[test]
fn a_resident_erases_what_was_said_on_sqlite() {
    erasing(&Database::fresh(Engine::Sqlite));
}

#[test]
fn a_resident_erases_what_was_said_on_postgres() {
    erasing(&Database::fresh(Engine::Postgres));
}
