//! Every sentence is there in every language, and every sentence is said somewhere.

use std::collections::BTreeSet;

use comity_access::Role;
use comity_concerns::{Category, Helped, Reason};
use comity_kernel::Language;
use comity_shell::texts;

use super::sources::sources;
use crate::slices;

/// The ids that the program puts together while it runs, from the words that they are put together of: a new category
/// without its name fails here.
fn made() -> Vec<String> {
    let categories = Category::ALL.iter().map(|category| format!("category-{}", category.as_str()));
    let roles = Role::ALL.iter().map(|role| format!("role-{}", role.as_str()));
    let reasons = Reason::ALL.iter().map(|reason| format!("close-reason-{}", reason.as_str()));
    let judgements =
        Helped::ALL.iter().flat_map(|helped| ["", "said-"].map(|way| format!("mine-helped-{way}{}", helped.as_str())));
    categories.chain(roles).chain(reasons).chain(judgements).chain(refusals()).collect()
}

/// `<key>-title` and `<key>-text` of every key that a refusal has.
fn refusals() -> Vec<String> {
    let file = sources().into_iter().find(|source| source.path.ends_with("web/src/refused.rs")).expect("refused.rs");
    let (_, from_keys) = file.text.split_once("fn key(").expect("the function that names a refusal's key");
    let (keys, _) = from_keys.split_once("\n    }\n").expect("its end");
    let keys: Vec<&str> = quoted(keys).filter(|text| text.starts_with("refused-")).collect();
    assert!(keys.len() >= 9, "the keys of refusals: {keys:?}");
    keys.iter().flat_map(|key| [format!("{key}-title"), format!("{key}-text")]).collect()
}

/// What stands between quotation marks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// The ids of the messages of one language.
fn ids(language: Language) -> BTreeSet<String> {
    let all = slices::sources(&slices::all());
    let of_language = all.into_iter().filter(|(of, _)| *of == language);
    let lines = of_language.flat_map(|(_, source)| source.lines());
    lines.filter_map(|line| line.split_once(" =")).map(|(id, _)| id.to_owned()).filter(|id| is_id(id)).collect()
}

fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[test]
fn both_languages_say_the_same() {
    assert_eq!(texts::compare(&slices::sources(&slices::all())), []);
}

#[test]
fn every_sentence_that_is_put_together_is_there() {
    for language in Language::ALL {
        let there = ids(language);
        let missing: Vec<String> = made().into_iter().filter(|id| !there.contains(id)).collect();
        assert_eq!(missing, [""; 0], "{language:?}");
    }
}

#[test]
fn every_sentence_is_said_somewhere() {
    let product = sources().into_iter().filter(|source| !source.is_test());
    // Of each line, what could be an id: the whole text takes long to search.
    let lines: Vec<String> =
        product.flat_map(|source| source.product().lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    let said = lines.iter().flat_map(|line| quoted(line)).filter(|text| is_id(text));
    let code: String = said.chain(made().iter().map(String::as_str)).map(|id| format!("\"{id}\"")).collect();
    assert_eq!(texts::unused(&slices::sources(&slices::all()), &code), [""; 0]);
}

/// A sentence that is asked for and is not there would show its id on a page.
#[test]
fn every_sentence_that_is_asked_for_is_there() {
    let there = ids(Language::En);
    let mut asked = BTreeSet::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for mark in [".t(\"", "Message::new(\"", "Refusal::rule(\"", "Problem::rule(\""] {
            let product = source.product().lines().filter(|line| !line.trim_start().starts_with("//"));
            for found in product.flat_map(|line| line.split(mark).skip(1).collect::<Vec<_>>()) {
                let id = found.split('"').next().unwrap_or_default().to_owned();
                asked.insert((id, source.path.clone()));
            }
        }
    }
    assert!(asked.len() > 200, "only {} sentences were found", asked.len());
    let missing: Vec<_> = asked.into_iter().filter(|(id, _)| !there.contains(id)).collect();
    assert_eq!(missing, []);
}
