//! The page for everybody: the whole way, and not a word of what was said.

use axum::http::StatusCode;
use comity_concerns::Helped;
use comity_kernel::Reference;
use comity_ledger::{OPERATOR, Reason};

use crate::bench::{Bench, Who};
use crate::raised::{ANSWER, CONTACT, WORDS};
use crate::walk::{TITLE, answers, complete, in_order, minute, public, put, raise};

/// Nothing of what anybody said to anybody, and not the day on which the resident wrote.
fn tells_nothing(bench: &Bench, concern: &Reference) {
    for page in [public(bench, concern), bench.get_in_arabic(&Who::default(), &format!("/concerns/{concern}"))] {
        assert_eq!(page.status, StatusCode::OK);
        for secret in
            [WORDS, ANSWER, CONTACT, "Mona", "mona", "still dark", "one lamp", "water company", "2026-03-02", "2 March"]
        {
            assert!(!page.body.contains(secret), "{secret} is on the public page: {}", page.body);
        }
    }
}

#[test]
fn before_it_is_on_an_agenda_nobody_is_told_that_it_exists() {
    let (_database, bench) = answers();
    let (concern, _) = raise(&bench);
    let nowhere = Reference::parse("0000000000000000").unwrap();
    bench.answer(&concern, 1).unwrap();
    let (hidden, missing) = (public(&bench, &concern), public(&bench, &nowhere));
    assert_eq!((hidden.status, missing.status), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
    let same = |body: &str, reference: &Reference| body.replace(reference.as_str(), "…");
    assert_eq!(same(&hidden.body, &concern), same(&missing.body, &nowhere));
    assert_eq!(bench.get(&Who::default(), "/concerns/x").status, StatusCode::NOT_FOUND);
    put(&bench, &concern);
    assert_eq!(public(&bench, &concern).status, StatusCode::OK);
    bench.verify();
}

#[test]
fn the_public_way_shows_who_promised_what_when_and_nothing_that_was_said() {
    let (_database, bench) = answers();
    let (concern, _) = raise(&bench);
    bench.set_day("2026-03-03");
    bench.answer(&concern, 1).unwrap();
    bench.go_on(&concern, "It is still dark.").unwrap();
    let item = put(&bench, &concern);
    tells_nothing(&bench, &concern);
    in_order(
        &public(&bench, &concern).body,
        &[TITLE, "Said", "A resident", "Street lighting", "Answered", "On the agenda"],
    );
    let action = minute(&bench, &item);
    tells_nothing(&bench, &concern);
    let parts = [
        "falls in the dark",
        "Decided",
        "Two lamps are put up",
        "Objection on record",
        "path moved",
        "Promised",
        "Municipality",
        "Put up two lamps",
        "Due by",
        "15 April 2026",
    ];
    in_order(&public(&bench, &concern).body, &parts);
    bench.set_day("2026-04-16");
    in_order(&public(&bench, &concern).body, &["Put up two lamps", "Overdue", "The promised day has passed."]);
    complete(&bench, &action);
    let page = public(&bench, &concern);
    assert!(!page.body.contains("Overdue"), "a promise that was kept late is kept");
    in_order(&page.body, &["Both lamps are lit.", "Did it help?", "Awaited"]);
    bench.set_day("2026-04-20");
    bench.judge(&concern, Helped::No, "There is only one lamp.").unwrap();
    tells_nothing(&bench, &concern);
    let page = public(&bench, &concern);
    in_order(&page.body, &["Did it help?", "Did not help", "It did not help, says the person who raised it."]);
    assert!(!page.body.contains("Not kept"), "the promise was kept");
    assert!(!page.body.contains("20 April") && !page.body.contains("2026-04-20"), "not the day on which they judged");
    bench.close(&concern, bench.find(&concern).version).unwrap();
    tells_nothing(&bench, &concern);
    in_order(&public(&bench, &concern).body, &["<h3>Closed</h3>", "Another agency has it now"]);
    let arabic = bench.get_in_arabic(&Who::default(), &format!("/concerns/{concern}"));
    assert!(arabic.body.contains("dir=\"rtl\"") && arabic.body.contains("اعتراض مسجَّل"));
    bench.verify();
}

#[test]
fn an_erased_title_and_an_erased_objection_stay_on_the_way_as_facts() {
    let (_database, bench) = answers();
    let (concern, _) = raise(&bench);
    let item = put(&bench, &concern);
    minute(&bench, &item);
    let stream = comity_forums::stream(&bench.item(&item).meeting);
    bench.ledger.erase_now(OPERATOR, &stream, Reason::ThirdParty).unwrap();
    let page = public(&bench, &concern);
    assert_eq!(page.status, StatusCode::OK);
    in_order(
        &page.body,
        &["Street lighting", "Discussed", "Decided", "Objection on record", "These words have been erased."],
    );
    assert!(!page.body.contains(TITLE) && !page.body.contains("path moved"));
    bench.verify();
}
