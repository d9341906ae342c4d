//! Texts are in their language, complete, and no two concerns are alike.

use std::collections::{BTreeMap, BTreeSet};

use comity_demo::{Town, What, Words};
use comity_kernel::Language;
use comity_places::Bilingual;

use crate::{TOWN, today};

fn check(language: Language, text: &str) {
    assert!(!text.trim().is_empty() && !text.contains(['{', '}', '|']), "filled in: {text}");
    assert!(!text.contains("  ") && text.trim() == text, "tidy: {text:?}");
    let latin = text.chars().filter(char::is_ascii_alphabetic).count();
    let arabic = text.chars().filter(|c| ('\u{600}'..='\u{6ff}').contains(c)).count();
    match language {
        Language::En => assert!(arabic == 0 && latin > 0, "English: {text}"),
        Language::Ar => assert!(latin == 0 && arabic > 0, "Arabic: {text}"),
    }
}

fn both(text: &Bilingual) {
    check(Language::En, &text.en);
    check(Language::Ar, &text.ar);
}

fn words(words: &Words) {
    check(words.language, &words.text);
}

fn check_records(town: &Town) {
    for concern in &town.concerns {
        words(&concern.words);
        both(&concern.street);
    }
    for meeting in &town.meetings {
        both(&meeting.place);
        meeting.items.iter().for_each(|item| {
            both(&item.title);
            item.summary.iter().for_each(both);
        });
    }
    for decision in &town.decisions {
        [&decision.title, &decision.text].into_iter().for_each(both);
        decision.minority.iter().for_each(both);
    }
    for action in &town.actions {
        both(&action.what);
        action.changed.iter().for_each(both);
    }
    for step in &town.steps {
        match &step.what {
            What::Answer { words: said, .. }
            | What::Continue { words: said, .. }
            | What::SayWhetherItHelped { words: said, .. }
            | What::CloseConcern { words: said, .. } => words(said),
            _ => {}
        }
    }
}

#[test]
fn every_text_is_in_its_language() {
    (1..=3).for_each(|seed| check_records(&Town::generate(seed, today())));
    check_records(&TOWN);
    both(&TOWN.name);
    TOWN.areas.iter().for_each(|area| both(&area.name));
    TOWN.streets.iter().for_each(|street| both(&street.name));
    TOWN.accounts.iter().for_each(|account| both(&account.name));
    TOWN.organisations
        .iter()
        .for_each(|organisation| [&organisation.name, &organisation.brings].into_iter().for_each(both));
    TOWN.priorities.iter().for_each(|p| [&p.title, &p.why, &p.doing].into_iter().for_each(both));
    for team in &TOWN.teams {
        both(&team.office);
        check(Language::Ar, &team.hours.ar);
        team.officers.iter().for_each(|officer| [&officer.name, &officer.rank].into_iter().for_each(both));
    }
    let forum = &TOWN.forum;
    [&forum.name, &forum.purpose].into_iter().for_each(both);
    forum.members.iter().for_each(|member| [&member.name, &member.speaks_for].into_iter().for_each(both));
}

#[test]
fn no_two_concerns_are_alike_and_two_in_five_are_arabic() {
    let texts: BTreeSet<&str> = TOWN.concerns.iter().map(|concern| concern.words.text.as_str()).collect();
    assert_eq!(texts.len(), 300);
    let arabic = TOWN.concerns.iter().filter(|concern| concern.words.language == Language::Ar).count();
    assert!((95..=145).contains(&arabic), "{arabic}");
    for concern in &TOWN.concerns {
        let sentences = concern.words.text.matches(['.', '?', '؟', '!']).count();
        assert!((1..=8).contains(&sentences), "{}", concern.words.text);
        let length = concern.words.text.chars().count();
        assert!((50..=700).contains(&length), "{length}: {}", concern.words.text);
    }
}

#[test]
fn every_category_is_raised() {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    TOWN.concerns.iter().for_each(|concern| *counts.entry(concern.category).or_default() += 1);
    // Everything but "something else".
    assert_eq!(counts.len(), comity_concerns::Category::ALL.len() - 1);
    assert!(counts.values().all(|count| (5..=60).contains(count)), "{counts:?}");
}
