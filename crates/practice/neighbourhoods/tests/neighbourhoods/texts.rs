//! The sentences are complete in every language, all of them are used, and plurals are right.

use comity_kernel::{Language, Message};
use comity_shell::{Texts, texts};
use comity_web::Slice as _;

#[test]
fn both_languages_say_the_same_and_nothing_is_left_over() {
    let slice = comity_neighbourhoods::Neighbourhoods;
    assert_eq!(texts::compare(slice.texts()), []);
    let code = concat!(
        include_str!("../../src/pages/mod.rs"),
        include_str!("../../src/pages/find.rs"),
        include_str!("../../src/pages/home.rs"),
        include_str!("../../src/pages/sections.rs"),
        include_str!("../../src/pages/show.rs"),
    );
    assert_eq!(texts::unused(slice.texts(), code), [""; 0]);
}

#[test]
fn arabic_counts_as_arabic_does() {
    let texts = Texts::new(comity_neighbourhoods::Neighbourhoods.texts()).unwrap();
    let said = |count| texts.say(Language::Ar, &Message::new("area-population").number("people", count));
    for (count, expected) in [
        (0, "لا يسكن هنا أحد."),
        (1, "يسكن هنا شخص واحد."),
        (2, "يسكن هنا شخصان."),
        (3, "يسكن هنا 3 أشخاص."),
        (11, "يسكن هنا 11 شخصًا."),
        (100, "يسكن هنا 100 شخص."),
    ] {
        assert_eq!(said(count), expected);
    }
}
