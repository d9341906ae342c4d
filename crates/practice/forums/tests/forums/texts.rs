//! The sentences are complete in every language, and all of them are used.

use comity_forums::Forums;
use comity_shell::texts;
use comity_web::Slice as _;

#[test]
fn both_languages_say_the_same_and_nothing_is_left_over() {
    assert_eq!(texts::compare(Forums.texts()), []);
    let code = concat!(
        include_str!("../../src/rules.rs"),
        include_str!("../../src/pages/mod.rs"),
        include_str!("../../src/pages/call.rs"),
        include_str!("../../src/pages/list.rs"),
        include_str!("../../src/pages/minutes.rs"),
        include_str!("../../src/pages/put.rs"),
        include_str!("../../src/pages/record.rs"),
    );
    assert_eq!(texts::unused(Forums.texts(), code), [""; 0]);
}
