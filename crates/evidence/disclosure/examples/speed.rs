//! How long a release takes, and how much of it is withheld: 200 areas × 24 months × 16 kinds.
//!
//! `cargo run --release -p comity-disclosure --example speed`

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a measurement on the command line"
)]

use comity_disclosure::suppress::{Protection, Standing, Zeros, audit, suppress, suppress_beyond};
use comity_disclosure::{Hierarchy, Layout, Table};

/// `whole` over `classes` over `each` finest nodes.
fn tree(what: &'static str, classes: usize, each: usize) -> Hierarchy {
    let mut nodes = vec![(what.to_owned(), None)];
    for class in 0..classes {
        nodes.push((format!("{what} {class}"), Some(what.to_owned())));
        nodes.extend((0..each).map(|part| (format!("{what} {class}.{part}"), Some(format!("{what} {class}")))));
    }
    Hierarchy::new(what, &nodes).unwrap()
}

/// Skewed counts: some areas and kinds have many, most have few.
fn counts(layout: &Layout, mean: f64) -> Vec<([usize; 3], u64)> {
    let mut state = 7_u64;
    let mut uniform = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let weights: Vec<Vec<f64>> =
        layout.trees().iter().map(|tree| (0..tree.len()).map(|_| (-uniform().ln()).powf(1.5)).collect()).collect();
    let cells: Vec<_> = layout.finest([0, 0, 0]).collect();
    cells
        .into_iter()
        .map(|cell| {
            let expected = mean * weights[0][cell[0]] * weights[2][cell[2]];
            let (mut count, mut left) = (0, uniform());
            let mut chance = (-expected).exp();
            while left > chance && count < 10_000 {
                left -= chance;
                count += 1;
                chance *= expected / f64::from(u32::try_from(count).unwrap());
            }
            (cell, count)
        })
        .collect()
}

/// Seconds of the processor used so far, from the kernel: what other programs do meanwhile does not count.
fn processor() -> f64 {
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap();
    text.split(' ').next().unwrap().parse::<f64>().unwrap() / 1e9
}

/// One quarter published by its margins: area × month, area × quarter × kind, district × month × kind.
fn margins(mean: f64, protection: &Protection, depth: usize) {
    let months = Hierarchy::flat("period", "quarter", &["first", "second", "third"]).unwrap();
    let kinds: Vec<String> = (0..16).map(|kind| format!("kind {kind}")).collect();
    let kinds = Hierarchy::flat("kind", "all", &kinds.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
    let layout = Layout::new(tree("area", 20, 10), months, kinds);
    let table = Table::new(layout.clone(), counts(&layout, mean)).unwrap();
    let margin = |index| {
        let [area, period, kind] = layout.cell(index);
        period == 0 || kind == 0 || layout.trees()[0].depth(area) <= depth
    };
    let standing = |index| if margin(index) { Standing::Open } else { Standing::LeftOut };
    let out: Vec<Standing> = (0..layout.cells()).map(standing).collect();
    let start = processor();
    let published = suppress_beyond(&table, &out, protection).unwrap().apply(&table);
    let took = processor() - start;
    let share = |which: &dyn Fn([usize; 3]) -> bool| {
        let cells: Vec<usize> =
            (0..layout.cells()).filter(|index| margin(*index) && which(layout.cell(*index))).collect();
        let shown = cells.iter().filter(|index| published.values()[**index].is_some()).count();
        let large = cells.iter().filter(|index| !protection.protects(table.counts()[**index])).count();
        format!("{shown}/{large}/{}", cells.len())
    };
    let finest = |area: usize| layout.trees()[0].is_finest(area);
    println!(
        "by margins, months of kinds down to depth {depth}: mean {mean:4} zeros {:?} width {}: shown/not small/all: areas by month {}, areas by kind {}, districts by month and kind {}; {:.0} ms for a quarter",
        protection.zeros,
        protection.width,
        share(&|[area, period, kind]| finest(area) && period > 0 && kind == 0),
        share(&|[area, period, kind]| finest(area) && period == 0 && kind > 0),
        share(&|[area, period, kind]| layout.trees()[0].depth(area) == depth && period > 0 && kind > 0),
        took * 1e3
    );
}

fn main() {
    for mean in [0.3, 1.5, 3.0, 20.0] {
        for zeros in [Zeros::Protected, Zeros::Published] {
            for width in [1, 3, 4] {
                for depth in [0, 1] {
                    margins(mean, &Protection { zeros, width, ..Protection::default() }, depth);
                }
                let layout = Layout::new(tree("area", 20, 10), tree("period", 8, 3), tree("kind", 4, 4));
                let table = Table::new(layout.clone(), counts(&layout, mean)).unwrap();
                let protection = Protection { zeros, width, ..Protection::default() };
                let start = processor();
                let pattern = suppress(&table, &protection).unwrap();
                let took = processor() - start;
                let start = processor();
                let audited = audit(&table, &pattern, &protection).unwrap();
                println!(
                    "mean {mean:4} zeros {zeros:?} width {width}: {} cells, {} small, {} withheld, {:.0} ms, of which audit {:.0} ms",
                    audited.cells,
                    audited.small,
                    audited.withheld,
                    took * 1e3,
                    (processor() - start) * 1e3
                );
            }
        }
    }
}
