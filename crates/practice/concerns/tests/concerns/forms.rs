//! Forms that cannot be taken: nothing of what was typed is lost, and nothing is changed.

use axum::http::StatusCode;
use comity_access::{Grant, Role};
use comity_kernel::Reference;
use comity_shell::csrf;

use crate::bench::{Answered, Bench, Who};
use crate::raised::{CONTACT, WORDS, officer, pages};
use crate::receipt::{FORM, send};

const ANSWER: &str = "We come on Monday with the electrician.";

/// All of `texts` are in the page.
fn holds(page: &Answered, texts: &[&str]) {
    for text in texts {
        assert!(page.body.contains(text), "{text} is not in {}", page.body);
    }
}

fn entries(bench: &Bench) -> i64 {
    bench.read(|tx| Ok(tx.value("SELECT COUNT(*) FROM entries WHERE stream LIKE 'concern/%'", &[])?.unwrap_or(0)))
}

#[test]
fn a_concern_that_cannot_be_taken_comes_back_as_it_was_typed() {
    let (_database, bench) = pages();
    let changed = |name: &'static str, value: &'static str| {
        FORM.map(|(field, typed)| if field == name { (field, value) } else { (field, typed) })
    };
    let kept = [
        ("area", "<option value=\"S1\" selected"),
        ("category", "value=\"lighting\" checked"),
        ("words", WORDS),
        ("contact", CONTACT),
    ];
    let cases = [
        ("area", "", "Choose the neighbourhood"),
        ("area", "S9", "This neighbourhood is not in the list"),
        // A district is on record and has no inbox of its own.
        ("area", "T", "This neighbourhood is not in the list"),
        ("category", "", "Choose what it is about"),
        ("category", "violence", "Choose what it is about"),
        ("words", "", "Write what you would like to say"),
        ("words", "too short", "at least 10 characters"),
    ];
    for (field, value, said) in cases {
        let page = send(&bench, &changed(field, value));
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{field} {value:?}");
        holds(&page, &[said, "What you typed is still here."]);
        let others: Vec<&str> = kept.iter().filter(|(name, _)| *name != field).map(|(_, mark)| *mark).collect();
        holds(&page, &others);
    }
    holds(&send(&bench, &changed("words", "too short")), &["too short</textarea>"]);
    assert_eq!(entries(&bench), 0);
    bench.verify();
}

#[test]
fn words_that_are_too_long_come_back_whole() {
    let (_database, bench) = pages();
    let long = "é".repeat(5001);
    let page = send(&bench, &[FORM[0], FORM[1], ("words", &long), FORM[3]]);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds(&page, &["This has 5,001 characters. Shorten it to 5,000 at most.", &long]);
    bench.verify();
}

#[test]
fn a_form_without_its_token_is_refused_with_the_words_to_copy() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    let officer = officer(&bench);
    let answer = format!("/inbox/{concern}/answer");
    for token in ["", "abc.def"] {
        let page = send(&bench, &[(csrf::FIELD, token), FORM[0], FORM[1], FORM[2], FORM[3]]);
        assert_eq!(page.status, StatusCode::CONFLICT);
        holds(&page, &["The page was open for too long", "<textarea", WORDS]);
        let page = bench.post(&officer, &answer, &[(csrf::FIELD, token), ("version", "1"), ("words", ANSWER)]);
        assert_eq!(page.status, StatusCode::CONFLICT);
        holds(&page, &[ANSWER]);
    }
    assert_eq!(entries(&bench), 1);
    bench.verify();
}

#[test]
fn whoever_sends_very_many_waits_and_loses_nothing() {
    let (_database, bench) = pages();
    for _ in 0..60 {
        assert_eq!(bench.post_once(&Who::default(), "/concerns", &FORM).status, StatusCode::OK);
    }
    let page = send(&bench, &FORM);
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    holds(&page, &["Please try again in an hour", WORDS, CONTACT, "value=\"lighting\" checked"]);
    // A form at fault is told so even then, and counts for nothing.
    assert_eq!(send(&bench, &[FORM[0], FORM[1]]).status, StatusCode::UNPROCESSABLE_ENTITY);
    bench.set_day("2026-03-03");
    assert_eq!(send(&bench, &FORM).status, StatusCode::OK);
    bench.verify();
}

/// The form of a concern, by which it is known when it is sent again.
fn numbered(once: &str) -> [(&str, &str); 5] {
    [FORM[0], FORM[1], FORM[2], FORM[3], (csrf::ONCE, once)]
}

#[test]
fn what_was_taken_already_is_answered_and_not_counted_however_much_was_sent() {
    let (_database, bench) = pages();
    let sent = |once: &str| bench.post_once(&Who::default(), "/concerns", &numbered(once));
    let receipt = |page: &Answered| {
        page.body.split_once("class=\"code\">").map(|(_, rest)| rest.split("</p>").next().map(str::to_owned))
    };
    let first = sent("form 0");
    for number in 1..60 {
        // Each is sent three times over.
        for _ in 0..3 {
            assert_eq!(sent(&format!("form {number}")).status, StatusCode::OK, "{number}");
        }
    }
    let page = sent("form 60");
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    // It is given back as the same form, so that it is recorded once when it is sent again.
    assert_eq!(page.hidden(csrf::ONCE), "form 60");
    let again = sent("form 0");
    assert_eq!((again.status, receipt(&again)), (StatusCode::OK, receipt(&first)));
    assert!(receipt(&first).is_some());
    assert_eq!(entries(&bench), 60);
    bench.set_day("2026-03-03");
    assert_eq!(sent("form 60").status, StatusCode::OK);
    assert_eq!(entries(&bench), 61);
    bench.verify();
}

#[test]
fn a_form_that_is_given_back_is_still_the_same_and_a_new_page_has_a_new_one() {
    let (_database, bench) = pages();
    let wrong = bench.post_once(&Who::default(), "/concerns", &[FORM[0], FORM[1], (csrf::ONCE, "one \"form\"")]);
    assert_eq!(
        (wrong.status, wrong.hidden(csrf::ONCE).as_str()),
        (StatusCode::UNPROCESSABLE_ENTITY, "one &quot;form&quot;")
    );
    let [one, other] = [(); 2].map(|()| bench.get(&Who::default(), "/concerns/new").hidden(csrf::ONCE));
    assert!(one != other && one.len() == 26, "{one} {other}");
    bench.verify();
}

#[test]
fn the_address_of_a_form_leads_to_the_page_that_it_is_on() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    let back = |path: &str| bench.get(&officer(&bench), path);
    for (path, page) in [("/concerns".to_owned(), "/concerns/new".to_owned())]
        .into_iter()
        .chain([(format!("/inbox/{concern}/answer?x=1"), format!("/inbox/{concern}"))])
    {
        let answered = bench.get(&Who::default(), &path);
        assert_eq!((answered.status, answered.location), (StatusCode::SEE_OTHER, page));
    }
    let wrong = bench.post(&Who::default(), "/inbox", &[]);
    assert_eq!(wrong.status, StatusCode::METHOD_NOT_ALLOWED);
    holds(&wrong, &["There is nothing here for you to see"]);
    // The receipt is shown once: nothing on it leads away from it unasked.
    assert!(!send(&bench, &FORM).body.contains("hreflang"));
    assert!(back("/concerns/new").body.contains("hreflang"));
    bench.verify();
}

#[test]
fn what_was_typed_while_a_colleague_closed_it_can_be_copied() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    let officer = officer(&bench);
    bench.close(&concern, 1).unwrap();
    let page = answer(&bench, &officer, &concern, "1", "We do come.");
    assert_eq!(page.status, StatusCode::CONFLICT);
    holds(&page, &["id=\"unsent-words\"", "We do come.</textarea>", "What you wrote, so that you can copy it"]);
    assert!(!page.body.contains("unsent-version") && !page.body.contains("unsent-csrf"));
    bench.verify();
}

#[test]
fn when_the_database_is_away_the_page_still_speaks_the_visitors_language() {
    let (_database, bench) = pages();
    let officer = officer(&bench);
    let broken = |tx: &mut comity_store::Write<'_>| tx.execute("ALTER TABLE sessions RENAME TO elsewhere", &[]);
    bench.ledger.store().write_now(broken).unwrap();
    let page = bench.get_in_arabic(&officer, "/inbox");
    assert!(page.status.is_server_error());
    holds(&page, &["dir=\"rtl\"", "حدث خطأ من جانبنا"]);
}

fn answer(bench: &Bench, who: &Who, concern: &Reference, version: &str, words: &str) -> Answered {
    bench.post(who, &format!("/inbox/{concern}/answer"), &[("version", version), ("words", words)])
}

#[test]
fn an_answer_to_what_has_changed_meanwhile_comes_back_with_what_is_new() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    let officer = officer(&bench);
    let seen = bench.get(&officer, &format!("/inbox/{concern}")).hidden("version");
    bench.go_on(&concern, "It is out by the mill as well.").unwrap();
    let page = answer(&bench, &officer, &concern, &seen, ANSWER);
    assert_eq!(page.status, StatusCode::CONFLICT);
    holds(&page, &["Somebody else changed this", ANSWER, "It is out by the mill as well."]);
    let sent = answer(&bench, &officer, &concern, &page.hidden("version"), ANSWER);
    assert_eq!((sent.status, sent.location), (StatusCode::SEE_OTHER, format!("/inbox/{concern}")));
    for wrong in ["Yes.", ""] {
        let page = answer(&bench, &officer, &concern, "3", wrong);
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        holds(&page, &["at least 10 characters", wrong]);
    }
    assert_eq!(answer(&bench, &officer, &concern, "three", ANSWER).status, StatusCode::CONFLICT);
    assert_eq!(entries(&bench), 3);
    bench.verify();
}

#[test]
fn closing_needs_a_reason_and_a_last_word() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    let officer = officer(&bench);
    let close = |reason: &str, words: &str| {
        let fields = [("version", "1"), ("reason", reason), ("close-words", words)];
        bench.post(&officer, &format!("/inbox/{concern}/close"), &fields)
    };
    let page = close("", ANSWER);
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds(&page, &["Choose why it is closed.", ANSWER, "<details open"]);
    let page = close("referred", "Done.");
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    holds(&page, &["at least 10 characters", "value=\"referred\" checked", "Done.", "<details open"]);
    assert_eq!(close("referred", ANSWER).status, StatusCode::SEE_OTHER);
    let page = close("referred", "And one more last word.");
    assert_eq!(page.status, StatusCode::CONFLICT);
    let shown = bench.get(&officer, &format!("/inbox/{concern}"));
    assert!(
        !shown.body.contains("name=\"words\"")
            && !shown.body.contains("name=\"reason\"")
            && !shown.body.contains("/meetings/put")
    );
    holds(&shown, &[ANSWER, "Closed"]);
    bench.verify();
}

#[test]
fn whoever_may_not_answer_keeps_the_words_they_wrote() {
    let (_database, bench) = pages();
    let concern = bench.raised();
    let north = bench.person("north", Grant::within(Role::Officer, "S2").for_body("police"));
    let page = answer(&bench, &north, &concern, "1", ANSWER);
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    holds(&page, &["You may not do this", ANSWER]);
    assert!(!page.body.contains(WORDS));
    let page = answer(&bench, &Who::default(), &concern, "1", ANSWER);
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    holds(&page, &["Please sign in", ANSWER, "href=\"/sign-in?to="]);
    let officer = officer(&bench);
    assert_eq!(bench.get(&officer, &format!("/inbox/{concern}")).status, StatusCode::OK);
    bench.set_day("2026-05-01");
    let page = answer(&bench, &officer, &concern, "1", ANSWER);
    assert_eq!(page.status, StatusCode::UNAUTHORIZED, "the session has ended");
    holds(&page, &["Please sign in", ANSWER]);
    let shown = bench.get(&officer, &format!("/inbox/{concern}"));
    assert_eq!(shown.status, StatusCode::SEE_OTHER);
    assert!(shown.location.starts_with("/sign-in?to="), "{}", shown.location);
    assert_eq!(entries(&bench), 1);
    bench.verify();
}

#[test]
fn what_is_not_there_is_not_found() {
    let (_database, bench) = pages();
    let officer = officer(&bench);
    for path in ["/inbox/0000000000000000", "/inbox/x"] {
        assert_eq!(bench.get(&officer, path).status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(bench.post(&officer, &format!("{path}/answer"), &[("words", ANSWER)]).status, StatusCode::NOT_FOUND);
        assert_eq!(bench.post(&officer, &format!("{path}/close"), &[("words", ANSWER)]).status, StatusCode::NOT_FOUND);
    }
    bench.verify();
}
