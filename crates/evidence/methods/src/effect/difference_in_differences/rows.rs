//! The rows of a panel that a model uses.

use super::Panel;

/// The rows that a model uses, owned, numbered without gaps.
pub struct Rows {
    pub outcome: Vec<f64>,
    pub unit: Vec<usize>,
    pub time: Vec<usize>,
    pub treatment: Vec<f64>,
    pub exposure: Vec<f64>,
    pub cluster: Vec<usize>,
}

impl Rows {
    pub fn all(panel: &Panel) -> Self {
        Self::kept(panel, |_| true)
    }

    pub fn kept(panel: &Panel, keep: impl Fn(usize) -> bool) -> Self {
        let rows: Vec<usize> = (0..panel.outcome.len()).filter(|row| keep(*row)).collect();
        let cluster = panel.cluster.unwrap_or(panel.unit);
        let take = |values: &[f64]| rows.iter().map(|row| values[*row]).collect::<Vec<f64>>();
        Self {
            outcome: take(panel.outcome),
            unit: renumbered(panel.unit, &rows),
            time: renumbered(panel.time, &rows),
            treatment: take(panel.treatment),
            exposure: panel.exposure.map_or_else(|| vec![1.0; rows.len()], take),
            cluster: renumbered(cluster, &rows),
        }
    }
}

/// The numbers of the kept rows, from 0 without gaps, in their order.
fn renumbered(numbers: &[usize], rows: &[usize]) -> Vec<usize> {
    let mut present: Vec<usize> = rows.iter().map(|row| numbers[*row]).collect();
    present.sort_unstable();
    present.dedup();
    rows.iter().map(|row| present.partition_point(|number| *number < numbers[*row])).collect()
}

pub fn count(numbers: &[usize]) -> usize {
    numbers.iter().max().map_or(0, |most| most + 1)
}

/// Only units and times with events: the effect of one without is minus infinity and takes its rows out of the model.
pub fn with_events(panel: &Panel) -> (Rows, usize) {
    let mut keep = vec![true; panel.outcome.len()];
    // The caller's numbers may have gaps of any size.
    let Rows { unit, time, .. } = Rows::all(panel);
    loop {
        let (mut of_unit, mut of_time) = (vec![0.0; count(&unit)], vec![0.0; count(&time)]);
        for row in (0..keep.len()).filter(|row| keep[*row]) {
            of_unit[unit[row]] += panel.outcome[row];
            of_time[time[row]] += panel.outcome[row];
        }
        let gone = |row: &usize| keep[*row] && (of_unit[unit[*row]] == 0.0 || of_time[time[*row]] == 0.0);
        let drop: Vec<usize> = (0..keep.len()).filter(gone).collect();
        if drop.is_empty() {
            break;
        }
        drop.iter().for_each(|row| keep[*row] = false);
    }
    let without = keep.iter().filter(|kept| !**kept).count();
    (Rows::kept(panel, |row| keep[row]), without)
}

/// Which units are treated at any time.
pub fn treated(rows: &Rows) -> Vec<bool> {
    let mut ever = vec![false; count(&rows.unit)];
    (0..rows.unit.len()).filter(|row| rows.treatment[*row] != 0.0).for_each(|row| ever[rows.unit[row]] = true);
    ever
}

/// The clusters with a treated unit.
pub fn treated_clusters(rows: &Rows, ever: &[bool]) -> usize {
    let mut some: Vec<usize> =
        (0..rows.unit.len()).filter(|row| ever[rows.unit[*row]]).map(|row| rows.cluster[row]).collect();
    some.sort_unstable();
    some.dedup();
    some.len()
}
