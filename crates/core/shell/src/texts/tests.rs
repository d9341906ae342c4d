use super::*;

const EN: &str = "
title = The record
heard = Heard from { $name }
count = { $count ->
    [one] one concern
   *[other] { $count } concerns
}
";
const AR: &str = "
title = السجل
heard = وردنا من { $name }
count = { $count ->
    [zero] لا شواغل
    [one] شاغل واحد
    [two] شاغلان
    [few] { $count } شواغل
    [many] { $count } شاغلًا
   *[other] { $count } شاغل
}
";

fn texts() -> Texts {
    Texts::new(&[(Language::En, EN), (Language::Ar, AR)]).unwrap()
}

#[test]
fn arabic_plurals_take_all_six_forms() {
    let texts = texts();
    let said = |count| texts.say(Language::Ar, &Message::new("count").number("count", count));
    let expected = [(0, "لا شواغل"), (1, "شاغل واحد"), (2, "شاغلان"), (3, "3 شواغل"), (11, "11 شاغلًا"), (100, "100 شاغل")];
    for (count, text) in expected {
        assert_eq!(said(count), text);
    }
    assert_eq!(said(1_100), "1,100 شاغل");
    // The last two digits decide.
    assert_eq!([said(103), said(450), said(702)], ["103 شواغل", "450 شاغلًا", "702 شاغل"]);
}

#[test]
fn english_has_two_forms_and_groups_thousands() {
    let texts = texts();
    let said = |count| texts.say(Language::En, &Message::new("count").number("count", count));
    assert_eq!([said(0), said(1), said(96_140)], ["0 concerns", "one concern", "96,140 concerns"]);
    assert_eq!([grouped(999), grouped(1_000), grouped(-1_234_567)], ["999", "1,000", "−1,234,567"]);
}

#[test]
fn a_name_cannot_turn_the_rest_of_the_line() {
    let texts = texts();
    let hostile = Message::new("heard").text("name", "Sami\u{202e}drow\u{2069} <b>");
    assert_eq!(texts.show(Language::En, &hostile).into_string(), "Heard from <bdi>Samidrow &lt;b&gt;</bdi>");
    assert_eq!(texts.say(Language::Ar, &Message::new("heard").text("name", "Sami")), "وردنا من \u{2068}Sami\u{2069}");
    assert_eq!(texts.say(Language::En, &Message::new("heard").text("name", "Sami")), "Heard from Sami");
    assert_eq!(texts.say(Language::En, &Message::new("heard").text("name", "سامي")), "Heard from \u{2068}سامي\u{2069}");
}

#[test]
fn a_missing_text_shows_its_id_and_is_counted() {
    let texts = texts();
    assert_eq!(texts.t(Language::Ar, "title"), "السجل");
    assert_eq!(texts.missing(), 0);
    assert_eq!(texts.t(Language::En, "no-such"), "no-such");
    assert_eq!(texts.say(Language::En, &Message::new("no-such")), "no-such");
    texts.say(Language::En, &Message::new("heard"));
    assert_eq!(texts.missing(), 3);
}

#[test]
fn an_id_defined_twice_and_broken_syntax_are_refused() {
    let twice = Texts::new(&[(Language::En, "a = 1"), (Language::En, "a = 2")]).unwrap_err();
    assert!(twice.to_string().contains("define an id twice"), "{twice}");
    let broken = Texts::new(&[(Language::En, "fine = yes\nbroken = { $x")]).unwrap_err();
    assert!(broken.to_string().contains("cannot be read near"), "{broken}");
}

#[test]
fn differences_between_languages_are_found() {
    assert_eq!(compare(&[(Language::En, EN), (Language::Ar, AR)]), []);
    let found = compare(&[
        (Language::En, "a = A\nb = { $x } and { $y }\nc = { $n ->\n [one] 1\n *[other] { $n }\n }"),
        (Language::Ar, "b = { $x }\nb = { $x }\nc = { $n ->\n [one] 1\n *[other] { $n }\n }\nd ="),
    ]);
    let kinds: Vec<&str> = found
        .iter()
        .map(|difference| match difference {
            Difference::Unreadable { .. } => "unreadable d",
            Difference::Duplicate { .. } => "duplicate b",
            Difference::Missing { .. } => "missing a",
            Difference::Variables { .. } => "variables b",
            Difference::Plural { .. } => "plural c",
        })
        .collect();
    assert_eq!(kinds, ["unreadable d", "duplicate b", "missing a", "variables b", "plural c"]);
    assert_eq!(unused(&[(Language::En, "used = 1\nidle = 2")], r#"words.t("used")"#), ["idle"]);
}
