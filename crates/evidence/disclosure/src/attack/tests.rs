//! The attacker against patterns, thousands of random tables; and that it wins where it should.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::Attacker;
use crate::suppress::{Protection, Published, Zeros, primary, suppress};
use crate::{Cell, Hierarchy, Layout, Table};

/// A tree of two levels, with so many parts in each class.
fn tree(what: &'static str, classes: &[usize]) -> Hierarchy {
    let mut nodes = vec![(what.to_owned(), None)];
    for (class, parts) in classes.iter().enumerate() {
        nodes.push((format!("{class}"), Some(what.to_owned())));
        nodes.extend((0..*parts).map(|part| (format!("{class}.{part}"), Some(format!("{class}")))));
    }
    Hierarchy::new(what, &nodes).unwrap()
}

fn any_tree(what: &'static str, classes: usize) -> impl Strategy<Value = Hierarchy> {
    prop::collection::vec(0..4_usize, 1..=classes).prop_map(move |parts| tree(what, &parts))
}

/// Tables of up to some 250 cells; counts from sparse to full.
fn any_table() -> impl Strategy<Value = Table> {
    let trees = (any_tree("area", 3), any_tree("period", 2), any_tree("kind", 2));
    (trees, 1..12_u64).prop_flat_map(|((areas, periods, kinds), most)| {
        let layout = Layout::new(areas, periods, kinds);
        let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
        prop::collection::vec(prop_oneof![Just(0), 0..=most, 0..=most * 3], finest.len())
            .prop_map(move |counts| Table::new(layout.clone(), finest.iter().copied().zip(counts)).unwrap())
    })
}

fn any_protection() -> impl Strategy<Value = Protection> {
    let zeros = prop_oneof![Just(Zeros::Protected), Just(Zeros::Published)];
    (2..7_u64, zeros, 1..5_u64).prop_map(|(threshold, zeros, width)| Protection { threshold, zeros, width })
}

fn small(table: &Table, protection: &Protection) -> Vec<Cell> {
    let layout = table.layout();
    (0..layout.cells()).filter(|i| protection.protects(table.counts()[*i])).map(|i| layout.cell(i)).collect()
}

/// Everything a reader gets: the table, and answers to questions over sets of nodes, given as bits.
fn reader(published: &Published, zeros: Zeros, questions: &[[u32; 3]]) -> Attacker {
    let layout = published.layout();
    let mut attacker = Attacker::new(layout.clone());
    attacker.learn_table(published.values());
    if zeros == Zeros::Published {
        attacker.suspect_missing(published.values());
    }
    for question in questions {
        let sets: Vec<Vec<usize>> = (layout.trees().iter().zip(question))
            .map(|(tree, bits)| (0..tree.len()).filter(|node| bits >> (node % 32) & 1 == 1).collect())
            .collect();
        if let Some(total) = published.total(&sets[0], &sets[1], &sets[2]) {
            attacker.learn(&finest(layout, &sets), total);
        }
    }
    attacker
}

/// The finest cells of sets of nodes, each once.
fn finest(layout: &Layout, sets: &[Vec<usize>]) -> Vec<Cell> {
    let of = |direction: usize| -> BTreeSet<usize> {
        let tree = &layout.trees()[direction];
        sets[direction].iter().flat_map(|node| tree.finest(*node).iter().copied()).collect()
    };
    let (areas, periods, kinds) = (of(0), of(1), of(2));
    let mut cells = Vec::new();
    for area in &areas {
        for period in &periods {
            cells.extend(kinds.iter().map(|kind| [*area, *period, *kind]));
        }
    }
    cells
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    /// No small count is learnt more closely than allowed, whatever is asked beside the table.
    #[test]
    fn nothing_small_is_recovered(
        table in any_table(),
        protection in any_protection(),
        questions in prop::collection::vec(any::<[u32; 3]>(), 0..6),
    ) {
        let pattern = suppress(&table, &protection).unwrap();
        let attacker = reader(&pattern.apply(&table), protection.zeros, &questions);
        prop_assert_eq!(attacker.attack(&small(&table, &protection), protection.width), vec![]);
    }

    /// Bounds are never wrong: what is true lies within.
    #[test]
    fn bounds_hold_the_truth(table in any_table(), hidden in prop::collection::vec(any::<bool>(), 300)) {
        let values: Vec<_> =
            table.counts().iter().zip(hidden.iter().cycle()).map(|(count, hidden)| (!hidden).then_some(*count)).collect();
        let mut attacker = Attacker::new(table.layout().clone());
        attacker.learn_table(&values);
        for (bounds, count) in attacker.bounds().iter().zip(table.counts()) {
            prop_assert!(bounds.lower <= *count && bounds.upper.is_none_or(|upper| *count <= upper));
        }
    }
}

/// The same attacker against the small counts withheld and nothing else: it recovers some in most tables.
#[test]
fn it_wins_against_primary_suppression_alone() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let protection = Protection { threshold: 5, zeros: Zeros::Published, width: 1 };
    let (mut runner, mut tables, mut won, mut cells) = (TestRunner::deterministic(), 0, 0, 0);
    for _ in 0..300 {
        let table = any_table().new_tree(&mut runner).unwrap().current();
        let small = small(&table, &protection);
        if small.is_empty() {
            continue;
        }
        let withheld = primary(&table, &protection);
        let values: Vec<_> =
            table.counts().iter().zip(withheld).map(|(count, withheld)| (!withheld).then_some(*count)).collect();
        let mut attacker = Attacker::new(table.layout().clone());
        attacker.learn_table(&values);
        let found = attacker.attack(&small, protection.width);
        for finding in &found {
            let count = table.count(finding.cell);
            assert!(finding.bounds.lower <= count && finding.bounds.upper.is_none_or(|upper| count <= upper));
        }
        tables += 1;
        won += usize::from(!found.is_empty());
        cells += found.len();
    }
    assert!(won * 2 > tables, "it won against {won} of {tables} tables, {cells} cells");
}

/// Five kinds with one incident each are five incidents, and each missing number is 1 at least: the total gives them away.
#[test]
fn what_is_missing_is_not_nothing() {
    let flat = |what, parts: &[&str]| Hierarchy::flat(what, "all", parts).unwrap();
    let kinds = flat("kind", &["a", "b", "c", "d", "e"]);
    let layout = Layout::new(flat("area", &["poor", "rich"]), flat("period", &[]), kinds);
    let counts = layout.finest([0, 0, 0]).map(|cell| (cell, if cell[0] == 1 { 1 } else { 10 })).collect::<Vec<_>>();
    let (table, protection) = (Table::new(layout.clone(), counts).unwrap(), Protection::default());
    let small = small(&table, &protection);
    assert_eq!(small.len(), 5);
    // The small ones withheld, and those of the other area: enough, if a missing number could be 0.
    let values: Vec<_> = (0..layout.cells())
        .map(|index| {
            let [area, _, kind] = layout.cell(index);
            (area == 0 || kind == 0).then_some(table.counts()[index])
        })
        .collect();
    let mut attacker = Attacker::new(layout.clone());
    attacker.learn_table(&values);
    assert_eq!(attacker.attack(&small, protection.width), vec![]);
    attacker.suspect_missing(&values);
    assert_eq!(attacker.attack(&small, protection.width).len(), 5);
    let published = suppress(&table, &protection).unwrap().apply(&table);
    assert_eq!(reader(&published, protection.zeros, &[]).attack(&small, protection.width), vec![]);
}

/// The textbook difference: all, and all but one.
#[test]
fn two_questions_that_differ_by_one_area_give_it_away() {
    let areas = Hierarchy::flat("area", "town", &["north", "south", "west"]).unwrap();
    let one = |what| Hierarchy::flat(what, "all", &[]).unwrap();
    let layout = Layout::new(areas, one("period"), one("kind"));
    let (north, south, west) = ([1, 0, 0], [2, 0, 0], [3, 0, 0]);
    let mut attacker = Attacker::new(layout);
    // An endpoint that answers whatever totals 5 or more, as one might think is enough.
    attacker.learn(&[north, south, west], 23);
    assert_eq!(attacker.attack(&[north], 1), vec![]);
    attacker.learn(&[south, west], 22);
    let found = attacker.attack(&[north], 1);
    assert!(found.len() == 1 && found[0].linear);
}

/// Bounds win where algebra cannot: two areas share no more than nothing.
#[test]
fn bounds_find_what_algebra_does_not() {
    let areas = Hierarchy::flat("area", "town", &["north", "south"]).unwrap();
    let one = |what| Hierarchy::flat(what, "all", &[]).unwrap();
    let mut attacker = Attacker::new(Layout::new(areas, one("period"), one("kind")));
    attacker.learn(&[[0, 0, 0]], 0);
    let found = attacker.attack(&[[1, 0, 0]], 1);
    assert!(found.len() == 1 && !found[0].linear && found[0].bounds.upper == Some(0));
}
