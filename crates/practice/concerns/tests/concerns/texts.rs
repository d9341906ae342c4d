//! The sentences are complete in every language.

use comity_concerns::Concerns;
use comity_shell::texts;
use comity_web::Slice as _;

#[test]
fn both_languages_say_the_same() {
    assert_eq!(texts::compare(Concerns.texts()), []);
}
