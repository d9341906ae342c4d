//! Counts over wider areas and longer times, until each is safe or empty.
//!
//! For each finest kind the ground is divided, from the whole table downward, into blocks of areas and periods which do not
//! overlap: a block is divided into its areas or its periods as long as every part has at least the threshold, or nothing.
//! Small neighbours are put together first. Every number published is a count of its own incidents alone, so that no two can
//! be subtracted; totals are sums of blocks. A block's count still bounds each of its members.
//!
//! Source: Hundepool et al. (2012), *Statistical Disclosure Control*, sections 3.2.2 and 4.2 (recoding, locally).

use crate::{Cell, Error, Node, Table};

/// A published number: this many incidents of a kind, in these areas and periods together.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Block {
    /// Areas that are apart from each other.
    pub areas: Vec<Node>,
    /// Periods that are apart from each other.
    pub periods: Vec<Node>,
    pub kind: Node,
    pub count: u64,
}

/// Divides a table into blocks of at least `threshold` incidents, or none. A kind with fewer in the whole table is not
/// published: it has no block.
///
/// # Errors
/// [`Error::Setting`] for a threshold below 3 (with 2, that a block was not divided would give its parts away).
pub fn coarsen(table: &Table, threshold: u64) -> Result<Vec<Block>, Error> {
    if threshold < 3 {
        return Err(Error::setting("the threshold", threshold, "a number from 3 on"));
    }
    let mut done = Vec::new();
    for kind in table.layout().trees()[2].finest(0) {
        let whole = block(table, vec![0], vec![0], *kind);
        let mut waiting = if safe(whole.count, threshold) { vec![whole] } else { Vec::new() };
        while let Some(next) = waiting.pop() {
            let by_area = divided(table, &next, 0, threshold);
            let by_period = divided(table, &next, 1, threshold);
            // The division with more parts tells more; on a tie the areas'.
            let parts = if by_period.len() > by_area.len() { by_period } else { by_area };
            if parts.len() < 2 { done.push(next) } else { waiting.extend(parts) }
        }
    }
    Ok(done)
}

fn safe(count: u64, threshold: u64) -> bool {
    count == 0 || count >= threshold
}

fn block(table: &Table, areas: Vec<Node>, periods: Vec<Node>, kind: Node) -> Block {
    let cells = areas.iter().flat_map(|area| periods.iter().map(move |period| -> Cell { [*area, *period, kind] }));
    let count = cells.map(|cell| table.count(cell)).sum();
    Block { areas, periods, kind, count }
}

/// The block divided in one direction, into safe parts; itself alone where that cannot be.
fn divided(table: &Table, whole: &Block, direction: usize, threshold: u64) -> Vec<Block> {
    let own = if direction == 0 { &whole.areas } else { &whole.periods };
    let tree = &table.layout().trees()[direction];
    let mut nodes = match own.as_slice() {
        [one] => vec![*one],
        // Put together because they are small, and so they stay.
        _ => return vec![whole.clone()],
    };
    // A node with one part is that part.
    while let [one] = nodes.as_slice() {
        let below: Vec<Node> = tree.parts(*one).collect();
        if below.is_empty() {
            return vec![whole.clone()];
        }
        nodes = below;
    }
    let with = |nodes: Vec<Node>| match direction {
        0 => block(table, nodes, whole.periods.clone(), whole.kind),
        _ => block(table, whole.areas.clone(), nodes, whole.kind),
    };
    let parts: Vec<Block> = nodes.iter().map(|node| with(vec![*node])).collect();
    let (mut good, small): (Vec<Block>, Vec<Block>) = parts.into_iter().partition(|part| safe(part.count, threshold));
    if small.is_empty() {
        return good;
    }
    let nodes_of = |part: &Block| if direction == 0 { part.areas.clone() } else { part.periods.clone() };
    let mut together: Vec<Node> = small.iter().flat_map(nodes_of).collect();
    let mut count: u64 = small.iter().map(|part| part.count).sum();
    good.sort_by_key(|part| (part.count, nodes_of(part)));
    // A single small part needs company, and so do several that are few: the smallest that is not empty.
    while small.len() + good.len() > 1 && (count < threshold || together.len() < 2) {
        let Some(next) = good.iter().position(|part| part.count > 0) else { return vec![whole.clone()] };
        let next = good.remove(next);
        count += next.count;
        together.extend(nodes_of(&next));
    }
    if good.is_empty() {
        return vec![whole.clone()];
    }
    together.sort_unstable();
    good.push(with(together));
    good
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::attack::Attacker;
    use crate::{Hierarchy, Layout};

    fn layout() -> Layout {
        let owned = |pairs: &[(&str, &str)]| -> Vec<(String, Option<String>)> {
            pairs.iter().map(|(n, p)| ((*n).to_owned(), (!p.is_empty()).then(|| (*p).to_owned()))).collect()
        };
        let areas = [
            ("town", ""),
            ("n", "town"),
            ("s", "town"),
            ("n1", "n"),
            ("n2", "n"),
            ("n3", "n"),
            ("s1", "s"),
            ("s2", "s"),
        ];
        let periods =
            [("year", ""), ("q1", "year"), ("q2", "year"), ("m1", "q1"), ("m2", "q1"), ("m3", "q2"), ("m4", "q2")];
        let kinds = Hierarchy::flat("kind", "all", &["theft", "noise"]).unwrap();
        let tree = |what, pairs| Hierarchy::new(what, &owned(pairs)).unwrap();
        Layout::new(tree("area", &areas), tree("period", &periods), kinds)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

        #[test]
        fn blocks_are_safe_apart_and_complete(
            counts in prop::collection::vec(prop_oneof![Just(0), 0..4_u64, 0..20_u64], 40), threshold in 3..8_u64,
        ) {
            let layout = layout();
            let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
            let table = Table::new(layout.clone(), finest.iter().copied().zip(counts)).unwrap();
            let blocks = coarsen(&table, threshold).unwrap();
            let mut attacker = Attacker::new(layout.clone());
            let mut seen = BTreeSet::new();
            for block in &blocks {
                prop_assert!(safe(block.count, threshold));
                let mut cells = Vec::new();
                for area in &block.areas {
                    for period in &block.periods {
                        cells.extend(layout.finest([*area, *period, block.kind]));
                    }
                }
                prop_assert_eq!(cells.iter().map(|cell| table.count(*cell)).sum::<u64>(), block.count);
                prop_assert!(cells.iter().all(|cell| seen.insert(*cell)), "two blocks overlap");
                attacker.learn(&cells, block.count);
            }
            for kind in layout.trees()[2].finest(0) {
                let total = table.count([0, 0, *kind]);
                let shown: u64 = blocks.iter().filter(|block| block.kind == *kind).map(|block| block.count).sum();
                prop_assert_eq!(shown, if safe(total, threshold) { total } else { 0 });
            }
            let small = (0..layout.cells()).filter(|i| (1..threshold).contains(&table.counts()[*i]));
            let small: Vec<Cell> = small.map(|index| layout.cell(index)).collect();
            prop_assert_eq!(attacker.attack(&small, threshold - 1), vec![]);
        }
    }

    /// It is no use to publish one block for everything.
    #[test]
    fn large_counts_stay_fine() {
        let layout = layout();
        let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
        let table =
            Table::new(layout, finest.iter().map(|cell| (*cell, if *cell == finest[0] { 1 } else { 9 }))).unwrap();
        let blocks = coarsen(&table, 5).unwrap();
        assert!(blocks.len() >= 36, "{} blocks for 40 cells", blocks.len());
        assert!(coarsen(&table, 2).is_err());
    }
}
