//! The sentences are complete in every language, and all of them are used.

use comity_answers::Answers;
use comity_concerns::Helped;
use comity_shell::texts;
use comity_web::Slice as _;

#[test]
fn both_languages_say_the_same_and_nothing_is_left_over() {
    assert_eq!(texts::compare(Answers.texts()), []);
    let code =
        [include_str!("../../src/chain.rs"), include_str!("../../src/mine.rs"), include_str!("../../src/public.rs")];
    let said = |helped: &Helped| format!("\"mine-helped-{0}\" \"mine-helped-said-{0}\"", helped.as_str());
    let made: String = Helped::ALL.iter().map(said).collect();
    assert_eq!(texts::unused(Answers.texts(), &(code.concat() + &made)), [""; 0]);
}
