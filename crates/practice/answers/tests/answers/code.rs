//! The code: how it is read, and what is said when it does not open anything.

use axum::http::StatusCode;
use comity_ledger::receipt::Code;

use crate::bench::Who;
use crate::raised::{ANSWER, WORDS};
use crate::walk::{answers, raise, send};

#[test]
fn the_code_opens_the_dialogue_however_it_is_typed() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    bench.answer(&concern, 1).unwrap();
    let other = bench.raised();
    bench.answer(&other, 1).unwrap();
    let text = code.text();
    for typed in [text.clone(), text.to_uppercase(), text.replace('-', " "), format!("  {text}\n")] {
        let page = bench.post(&Who::default(), "/concerns/mine", &[("code", &typed)]);
        assert_eq!(page.status, StatusCode::OK, "{typed}");
        assert!(page.body.contains(WORDS) && page.body.contains(ANSWER));
    }
    let page = bench.get(&Who::default(), "/concerns/mine");
    assert!(page.body.contains("name=\"code\"") && page.body.contains("autocomplete=\"off\""));
    bench.verify();
}

#[test]
fn a_slip_a_piece_and_an_unknown_code_are_told_apart() {
    let (_database, bench) = answers();
    let (_, code) = raise(&bench);
    let text = code.text();
    let last = if text.ends_with('a') { "b" } else { "a" };
    let slip = format!("{}{last}", text.strip_suffix(|_: char| true).unwrap());
    let piece: String = text.chars().take(20).collect();
    let unknown = Code::draw(bench.ledger.ids()).text();
    let cases = [
        (slip.as_str(), "One letter or digit is not as it was given out."),
        (piece.as_str(), "Is a part of it missing?"),
        ("", "Is a part of it missing?"),
        (unknown.as_str(), "Nothing is on record under this code."),
    ];
    for (typed, said) in cases {
        for form in ["", "/words", "/helped", "/erase", "/proof"] {
            let path = format!("/concerns/mine{form}");
            let fields = [("code", typed), ("words", "These words were typed with a wrong code."), ("sure", "yes")];
            let page = bench.post(&Who::default(), &path, &fields);
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path} {typed}");
            if form.is_empty() {
                assert!(page.body.contains(said) && page.body.contains(&format!("value=\"{typed}\"")), "{typed}");
            } else {
                assert!(page.body.contains("These words were typed with a wrong code."), "{path}");
            }
            assert!(!page.body.contains(WORDS));
        }
    }
    bench.verify();
}

#[test]
fn the_code_is_in_no_address() {
    let (_database, bench) = answers();
    let (concern, code) = raise(&bench);
    let page = send(&bench, &code, "", &[]);
    let hidden = format!("name=\"code\" value=\"{}\"", code.text());
    assert_eq!(page.body.matches(&code.text()).count(), page.body.matches(&hidden).count());
    assert!(!page.body.contains(concern.as_str()), "before it is public, nothing leads to it");
    for path in ["", "/words", "/helped", "/erase", "/proof"] {
        let page = bench.get(&Who::default(), &format!("/concerns/mine{path}?code={}", code.text()));
        assert!(!page.body.contains(WORDS), "{path}");
    }
    bench.verify();
}
