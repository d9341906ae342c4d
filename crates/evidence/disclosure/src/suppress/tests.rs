//! Witnesses are checked against every table that a reader must hold possible.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{Hierarchy, Layout};

/// Two by two by two, flat: small enough to list every table.
fn cube(counts: [u64; 8]) -> Table {
    let flat = |what| Hierarchy::flat(what, "all", &["a", "b"]).unwrap();
    let layout = Layout::new(flat("area"), flat("period"), flat("kind"));
    let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
    Table::new(layout, finest.into_iter().zip(counts)).unwrap()
}

/// The least and the most of each cell over all tables that agree with what is published, by trying all.
fn truth(published: &Published, most: u64) -> BTreeMap<Cell, (u64, u64)> {
    let layout = published.layout();
    let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
    // Zeros are published: what is missing is 1 at least.
    let fits = |value: Option<u64>, count: u64| value.map_or(count > 0, |value| value == count);
    let inside = |index: usize| -> Vec<usize> {
        let cell = layout.cell(index);
        let within = |leaf: &Cell| (0..3).all(|d| layout.trees()[d].within(leaf[d], cell[d]));
        (0..8).filter(|place| within(&finest[*place])).collect()
    };
    let sums: Vec<Vec<usize>> = (0..layout.cells()).map(inside).collect();
    let mut ranges: BTreeMap<Cell, (u64, u64)> = BTreeMap::new();
    let base = most + 1;
    for code in 0..base.pow(8) {
        let leaves: [u64; 8] = std::array::from_fn(|place| code / base.pow(place as u32) % base);
        let count = |index: usize| sums[index].iter().map(|place| leaves[*place]).sum::<u64>();
        if (0..layout.cells()).all(|index| fits(published.values()[index], count(index))) {
            for index in 0..layout.cells() {
                let range = ranges.entry(layout.cell(index)).or_insert((count(index), count(index)));
                *range = (range.0.min(count(index)), range.1.max(count(index)));
            }
        }
    }
    ranges
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    /// Against every table that fits, listed: the range is as wide as promised.
    #[test]
    fn the_range_is_real(counts in prop::array::uniform8(0..2_u64), width in 1..3_u64) {
        let table = cube(counts);
        let protection = Protection { threshold: 2, zeros: Zeros::Published, width };
        let published = suppress(&table, &protection).unwrap().apply(&table);
        prop_assert!(published.values().iter().zip(table.counts()).all(|(value, count)| *count > 0 || *value == Some(0)));
        let ranges = truth(&published, 3);
        for (index, count) in table.counts().iter().enumerate().filter(|(_, count)| protection.protects(**count)) {
            let (least, most) = ranges[&table.layout().cell(index)];
            // A witness adds at most the width, 2, to a count of at most 1: with 3 in a cell, all are listed.
            prop_assert!(most - least >= width, "{count}: {least} to {most}");
        }
    }
}

#[test]
fn the_audit_sees_what_is_missing() {
    let table = cube([1, 6, 7, 8, 9, 6, 7, 8]);
    let protection = Protection { threshold: 5, zeros: Zeros::Published, width: 1 };
    let pattern = suppress(&table, &protection).unwrap();
    let small = table.counts().iter().filter(|count| protection.protects(**count)).count();
    assert_eq!(audit(&table, &pattern, &protection).unwrap().small, small);
    let hidden: Vec<usize> = (0..pattern.withheld.len()).filter(|index| pattern.withheld[*index]).collect();
    assert!(hidden.len() >= 8, "one small cell in a cube needs the seven others");
    // A number of which readers know that it is not 0 cannot be 0 in a witness; one that is never published can.
    let one = Move { at: [1, 1, 1], against: [Some(2), Some(2), Some(2)], amount: 1 };
    let witnesses = vec![Witness { up: Vec::new(), down: vec![one] }];
    for (standing, safe) in [(Standing::Open, false), (Standing::Held, false), (Standing::LeftOut, true)] {
        let with = Pattern { standing: vec![standing; 27], witnesses: witnesses.clone(), ..pattern.clone() };
        assert_eq!(audit(&table, &with, &protection).is_ok(), safe, "{standing:?}");
    }
    for index in hidden {
        let mut less = pattern.clone();
        less.withheld[index] = false;
        assert!(audit(&table, &less, &protection).is_err(), "without {:?}", table.layout().cell(index));
    }
    let without = Pattern { witnesses: Vec::new(), ..pattern.clone() };
    assert!(audit(&table, &without, &protection).is_err());
    let wider = Protection { width: 50, ..protection };
    assert!(audit(&table, &pattern, &wider).is_err());
}

#[test]
fn a_witness_below_zero_does_not_count() {
    let table = cube([1, 6, 7, 8, 9, 6, 7, 8]);
    let protection = Protection { threshold: 5, zeros: Zeros::Published, width: 1 };
    let mut pattern = suppress(&table, &protection).unwrap();
    for witness in &mut pattern.witnesses {
        witness.up.iter_mut().chain(&mut witness.down).for_each(|step| step.amount += 20);
    }
    assert!(audit(&table, &pattern, &protection).is_err());
}

#[test]
fn large_tables_are_published_whole() {
    let table = cube([9; 8]);
    let pattern = suppress(&table, &Protection::default()).unwrap();
    assert!(pattern.apply(&table).values().iter().all(Option::is_some));
}

#[test]
fn an_almost_empty_table_is_not_published_at_all() {
    let table = cube([1, 0, 0, 0, 0, 0, 0, 0]);
    let protection = Protection { zeros: Zeros::Protected, ..Protection::default() };
    let pattern = suppress(&table, &protection).unwrap();
    assert!(pattern.apply(&table).values().iter().all(Option::is_none));
}

/// What a layout leaves out is never shown, small or not, and the small counts in it are proven like all others.
#[test]
fn what_is_left_out_is_protected_too() {
    let table = cube([1, 6, 7, 8, 9, 6, 7, 8]);
    let layout = table.layout();
    let left_out: Vec<bool> = (0..layout.cells()).map(|index| layout.is_finest(layout.cell(index))).collect();
    let standing = |out: &bool| if *out { Standing::LeftOut } else { Standing::Open };
    let standing: Vec<Standing> = left_out.iter().map(standing).collect();
    let protection = Protection { threshold: 5, zeros: Zeros::Published, width: 3 };
    let pattern = suppress_beyond(&table, &standing, &protection).unwrap();
    let published = pattern.apply(&table);
    // The box of all eight costs nothing: every margin is shown, and only what is left out is withheld.
    let withheld: Vec<bool> = published.values().iter().map(Option::is_none).collect();
    assert_eq!(withheld, left_out);
    assert!(matches!(suppress_beyond(&table, &standing[1..], &protection), Err(Error::Setting { .. })));
}

#[test]
fn a_total_counts_nothing_twice() {
    let table = cube([9; 8]);
    let published = suppress(&table, &Protection::default()).unwrap().apply(&table);
    assert_eq!(published.total(&[0, 1], &[0], &[1, 1]), Some(36));
    assert_eq!(published.total(&[1], &[0], &[0]), Some(36));
}

#[test]
fn settings_are_checked() {
    let table = cube([9; 8]);
    for bad in [Protection { threshold: 1, ..Protection::default() }, Protection { width: 0, ..Protection::default() }]
    {
        assert!(matches!(suppress(&table, &bad), Err(Error::Setting { .. })));
    }
    let none = Pattern::unproven(Vec::new(), Vec::new());
    assert!(matches!(prove(&[&table], &none, &Protection::default()), Err(Error::Setting { .. })));
}
