//! The exact check of a pattern: every small count has a witness, recomputed from the table alone.

use super::{Pattern, Protection, Standing, Zeros};
use crate::{Cell, Error, Layout, Node, Table};

/// One step between two tables that agree in everything published: `amount` incidents more at the finest cell `at`, and
/// at the other corners of the box as many less or more, by turns, so that totals stay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// Where `amount` is added.
    pub at: Cell,
    /// What balances it in each direction. `None`: nothing does, and the totals of that direction move along.
    pub against: [Option<Node>; 3],
    pub amount: u64,
}

impl Move {
    /// The corners, each with whether it gains.
    pub fn corners(&self) -> impl Iterator<Item = (Cell, bool)> + '_ {
        (0..8_u8).filter_map(move |choice| {
            let mut cell = self.at;
            for (direction, node) in cell.iter_mut().enumerate() {
                if choice >> direction & 1 == 1 {
                    *node = self.against[direction]?;
                }
            }
            Some((cell, choice.count_ones() % 2 == 0))
        })
    }
}

/// Two tables that a reader cannot tell from the true one. It protects every cell in which they differ by enough.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witness {
    /// The steps from the true table to the one.
    pub up: Vec<Move>,
    /// The steps from the true table to the other (each move backwards).
    pub down: Vec<Move>,
}

/// Changes by cell, of which few are not zero.
pub struct Changes {
    by_cell: Vec<i64>,
    known: Vec<bool>,
    touched: Vec<usize>,
}

impl Changes {
    pub fn new(cells: usize) -> Self {
        Self { by_cell: vec![0; cells], known: vec![false; cells], touched: Vec::new() }
    }

    /// Adds a move, to its corners and all their totals.
    pub fn add(&mut self, layout: &Layout, step: &Move, forward: bool) {
        let amount = i64::try_from(step.amount).unwrap_or(i64::MAX / 16).min(i64::MAX / 16);
        let [areas, periods, kinds] = layout.trees();
        for (corner, gains) in step.corners() {
            let change = if gains == forward { amount } else { -amount };
            for area in areas.path(corner[0]) {
                for period in periods.path(corner[1]) {
                    for kind in kinds.path(corner[2]) {
                        self.change(layout.index([*area, *period, *kind]), change);
                    }
                }
            }
        }
    }

    fn change(&mut self, index: usize, change: i64) {
        self.by_cell[index] = self.by_cell[index].saturating_add(change);
        if !std::mem::replace(&mut self.known[index], true) {
            self.touched.push(index);
        }
    }

    /// The changes, each cell once.
    pub fn iter(&self) -> impl Iterator<Item = (usize, i64)> + '_ {
        self.touched.iter().map(|index| (*index, self.by_cell[*index]))
    }

    fn of(&self, index: usize) -> i64 {
        self.by_cell[index]
    }

    pub fn clear(&mut self) {
        for index in self.touched.drain(..) {
            (self.by_cell[index], self.known[index]) = (0, false);
        }
    }
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Audit {
    /// How many cells there are, totals included.
    pub cells: usize,
    /// How many of them are small, and proven safe.
    pub small: usize,
    /// How many are withheld, the small ones included.
    pub withheld: usize,
    /// The narrowest range that is proven for any small count.
    pub narrowest: Option<u64>,
}

/// What a reader knows of every cell beside what is published: how far a witness may go.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How much may be taken from a cell before a reader would see that it cannot be.
    left: Vec<u64>,
    /// Whether a cell is to be shown: because nothing happened there, or since it is shown elsewhere.
    fixed: Vec<bool>,
}

impl Limits {
    /// The limits that hold in each of these tables over one layout. Where zeros are published, a reader knows of a cell
    /// that is missing and could have been shown that it is 1 at least; of one that is not part of what is published, nothing.
    pub fn new(tables: &[&Table], standing: &[Standing], protection: &Protection) -> Self {
        let told = |index: usize| protection.zeros == Zeros::Published && standing[index] != Standing::LeftOut;
        let left = |index: usize| {
            let above = |count: u64| count - count.min(u64::from(told(index)));
            tables.iter().map(|table| above(table.counts()[index])).min().unwrap_or(0)
        };
        let fixed = |index: usize| {
            let empty = tables.iter().any(|table| table.counts()[index] == 0);
            let shown = protection.zeros == Zeros::Published && standing[index] == Standing::Open && empty;
            shown || standing[index] == Standing::Known
        };
        Self { left: (0..standing.len()).map(left).collect(), fixed: (0..standing.len()).map(fixed).collect() }
    }

    pub fn left(&self, index: usize) -> u64 {
        self.left[index]
    }

    pub fn fixed(&self, index: usize) -> bool {
        self.fixed[index]
    }

    pub fn any_fixed(&self) -> bool {
        self.fixed.contains(&true)
    }
}

/// Recomputes every witness: that each small count is withheld and has one, that its moves touch nothing published and
/// take no cell below what a reader knows of it, and that the count differs by at least the width asked for. Exact, in whole
/// numbers.
///
/// # Errors
/// [`Error::Unsafe`] naming the first small count that is not proven safe.
pub fn audit(table: &Table, pattern: &Pattern, protection: &Protection) -> Result<Audit, Error> {
    audit_together(&[table], pattern, protection)
}

/// [`audit`] of several versions of a table under one pattern: each witness is one of all of them, so that they may be held
/// against each other. Their layouts are the same; there is at least one.
///
/// # Errors
/// As [`audit`].
pub fn audit_together(tables: &[&Table], pattern: &Pattern, protection: &Protection) -> Result<Audit, Error> {
    let Some(table) = tables.first() else { return Err(Error::setting("the tables", 0, "one table at least")) };
    let layout = table.layout();
    let limits = Limits::new(tables, &pattern.standing, protection);
    let mut widths = vec![0_u64; layout.cells()];
    let [mut up, mut down] = [Changes::new(layout.cells()), Changes::new(layout.cells())];
    for witness in &pattern.witnesses {
        let holds = holds(layout, &limits, &pattern.withheld, &witness.up, true, &mut up)
            && holds(layout, &limits, &pattern.withheld, &witness.down, false, &mut down);
        if holds {
            for (index, change) in up.iter() {
                widths[index] = widths[index].max(change.abs_diff(down.of(index)));
            }
            for (index, change) in down.iter() {
                widths[index] = widths[index].max(change.abs_diff(up.of(index)));
            }
        }
        up.clear();
        down.clear();
    }
    let small = (0..layout.cells()).filter(|index| is_small(tables, *index, protection));
    let (mut count, mut narrowest) = (0, None);
    for index in small {
        let width = if pattern.withheld[index] { widths[index] } else { 0 };
        if width < protection.width {
            return Err(Error::Unsafe { cell: layout.words(layout.cell(index)), width, needed: protection.width });
        }
        count += 1;
        narrowest = Some(narrowest.map_or(width, |known: u64| known.min(width)));
    }
    let withheld = pattern.withheld.iter().filter(|withheld| **withheld).count();
    Ok(Audit { cells: layout.cells(), small: count, withheld, narrowest })
}

/// Whether the cell is small in one of the tables.
pub fn is_small(tables: &[&Table], index: usize, protection: &Protection) -> bool {
    tables.iter().any(|table| protection.protects(table.counts()[index]))
}

/// Whether the moves lead to a table that a reader must hold possible; leaves their changes.
fn holds(
    layout: &Layout,
    limits: &Limits,
    withheld: &[bool],
    moves: &[Move],
    forward: bool,
    changes: &mut Changes,
) -> bool {
    let on_the_table =
        |cell: Cell| cell.iter().zip(layout.trees()).all(|(node, tree)| *node < tree.len()) && layout.is_finest(cell);
    if !moves.iter().all(|step| step.corners().all(|(corner, _)| on_the_table(corner))) {
        return false;
    }
    moves.iter().for_each(|step| changes.add(layout, step, forward));
    let fits = |(index, change): (usize, i64)| {
        let enough = limits.left(index).checked_add_signed(change).is_some();
        change == 0 || (enough && withheld[index] && !limits.fixed(index))
    };
    changes.iter().all(fits)
}
