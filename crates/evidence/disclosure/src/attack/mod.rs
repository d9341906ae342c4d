//! A reader who holds everything published and tries to work out the rest.
//!
//! It learns numbers, each a total over any set of cells: the cells of a table, and the answers to questions that overlap
//! as they like. Then it solves for the cells that it was not told, in two ways:
//!
//! - **linear algebra**: a total is recovered for certain if it is a combination of what was told. Gaussian elimination
//!   modulo the prime 2⁶¹ − 1; a false answer would need one of the few primes that divide a minor of the system.
//! - **bounds**: counts are whole and not below zero. From each relation "the whole is the sum of its parts" follow bounds for
//!   each member given the others', again and again until nothing changes: the shuttle algorithm (Buzzigoli and Giusti
//!   1999). These bounds hold for certain, but may be wider than the best possible. Where zeros are published, what is
//!   missing is 1 at least ([`Attacker::suspect`]).
//!
//! It is kept with the product so that every public endpoint can be attacked in tests, and so that a new way of
//! publishing can be tried on it first. The work grows with the cube of the finest cells: for tables of some hundreds.

mod linear;
#[cfg(test)]
mod tests;

use linear::Span;

use crate::{Cell, Layout};

/// What a reader may know of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub lower: u64,
    /// `None`: no upper end.
    pub upper: Option<u64>,
}

/// A cell of which more was learnt than may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub cell: Cell,
    /// Whether linear algebra alone gives it.
    pub linear: bool,
    pub bounds: Bounds,
}

/// The reader, with what it was told.
#[derive(Clone, Debug)]
pub struct Attacker {
    layout: Layout,
    /// Each: the cells that were added up, and their total.
    told: Vec<(Vec<usize>, u64)>,
    /// What is known of each cell from the start: the least that it can be.
    least: Vec<u64>,
}

impl Attacker {
    /// One that knows the layout and nothing else.
    pub fn new(layout: Layout) -> Self {
        Self { least: vec![0; layout.cells()], layout, told: Vec::new() }
    }

    /// Learns every cell that is published of a table over the same layout, in the order of [`Layout::index`].
    pub fn learn_table(&mut self, values: &[Option<u64>]) {
        let known = values.iter().enumerate().take(self.layout.cells());
        self.told.extend(known.filter_map(|(index, value)| Some((vec![index], (*value)?))));
    }

    /// Learns the answer to a question: the total over these cells, which must be apart from each other.
    pub fn learn(&mut self, cells: &[Cell], total: u64) {
        self.told.push((cells.iter().map(|cell| self.layout.index(*cell)).collect(), total));
    }

    /// Learns that a cell is 1 at least: it is missing, where a zero would have been shown.
    pub fn suspect(&mut self, cell: Cell) {
        let index = self.layout.index(cell);
        self.least.iter_mut().skip(index).take(1).for_each(|least| *least = 1);
    }

    /// [`Attacker::suspect`] for every cell that is missing from a table in which all could have been shown.
    pub fn suspect_missing(&mut self, values: &[Option<u64>]) {
        let missing = values.iter().enumerate().filter(|(_, value)| value.is_none());
        let cells: Vec<Cell> = missing.map(|(index, _)| self.layout.cell(index)).collect();
        cells.into_iter().for_each(|cell| self.suspect(cell));
    }

    /// What bounds say of every cell, in the order of [`Layout::index`].
    pub fn bounds(&self) -> Vec<Bounds> {
        let mut bounds: Vec<Bounds> = self.least.iter().map(|least| Bounds { lower: *least, upper: None }).collect();
        // A total is the sum of its parts, whichever direction it is divided in; an answer is the sum of its cells.
        let relations: Vec<(Whole, Vec<usize>)> = (self.layout.relations().into_iter())
            .map(|(whole, parts)| (Whole::Cell(whole), parts))
            .chain(self.told.iter().map(|(cells, total)| (Whole::Known(*total), cells.clone())))
            .collect();
        // Each round narrows at least one bound; a hundred are more than small tables need, and stopping early is sound.
        for _ in 0..100 {
            let mut changed = false;
            for (whole, parts) in &relations {
                changed |= narrow(&mut bounds, *whole, parts);
            }
            if !changed {
                break;
            }
        }
        bounds
    }

    /// Which of these cells are learnt more closely than to a range of `width`.
    pub fn attack(&self, cells: &[Cell], width: u64) -> Vec<Finding> {
        let order: Vec<usize> =
            (0..self.layout.cells()).filter(|index| self.layout.is_finest(self.layout.cell(*index))).collect();
        let mut column = vec![usize::MAX; self.layout.cells()];
        order.iter().enumerate().for_each(|(place, index)| column[*index] = place);
        let row = |cells: &[usize]| {
            let mut row = vec![0_u64; order.len()];
            let finest = cells.iter().flat_map(|cell| self.layout.finest(self.layout.cell(*cell)).collect::<Vec<_>>());
            finest.for_each(|cell| row[column[self.layout.index(cell)]] += 1);
            row
        };
        let mut span = Span::new(order.len());
        self.told.iter().for_each(|(cells, _)| span.add(row(cells)));
        let bounds = self.bounds();
        let finding = |cell: &Cell| {
            let index = self.layout.index(*cell);
            let (linear, bounds) = (span.holds(row(&[index])), bounds[index]);
            let narrow = bounds.upper.is_some_and(|upper| upper - bounds.lower.min(upper) < width);
            (linear || narrow).then_some(Finding { cell: *cell, linear, bounds })
        };
        cells.iter().filter_map(finding).collect()
    }
}

#[derive(Clone, Copy)]
enum Whole {
    Cell(usize),
    Known(u64),
}

/// Narrows the bounds of a whole and its parts by each other; whether anything changed.
fn narrow(bounds: &mut [Bounds], whole: Whole, parts: &[usize]) -> bool {
    // What the reader was told may contradict itself: then bounds cross and grow.
    let sum = |ends: &mut dyn Iterator<Item = u64>| ends.fold(0, u64::saturating_add);
    let lower = sum(&mut parts.iter().map(|part| bounds[*part].lower));
    let unbounded = parts.iter().filter(|part| bounds[**part].upper.is_none()).count();
    let finite = sum(&mut parts.iter().filter_map(|part| bounds[*part].upper));
    let upper = (unbounded == 0).then_some(finite);
    let mut changed = false;
    let (least, most) = match whole {
        Whole::Known(total) => (total, Some(total)),
        Whole::Cell(index) => {
            changed |= raise(&mut bounds[index], lower) | lessen(&mut bounds[index], upper);
            (bounds[index].lower, bounds[index].upper)
        }
    };
    let before: Vec<Bounds> = parts.iter().map(|part| bounds[*part]).collect();
    for (part, own) in parts.iter().zip(before) {
        let most_here = most.map(|most| most.saturating_sub(lower - own.lower));
        // The others' upper ends together; none if one of them has none.
        let others = match (unbounded, own.upper) {
            (0, Some(upper)) => Some(finite - upper),
            (1, None) => Some(finite),
            _ => None,
        };
        changed |= lessen(&mut bounds[*part], most_here);
        changed |= raise(&mut bounds[*part], others.map_or(0, |others| least.saturating_sub(others)));
    }
    changed
}

fn raise(bounds: &mut Bounds, lower: u64) -> bool {
    let better = lower > bounds.lower;
    bounds.lower = bounds.lower.max(lower);
    better
}

fn lessen(bounds: &mut Bounds, upper: Option<u64>) -> bool {
    let better = upper.is_some_and(|upper| bounds.upper.is_none_or(|known| upper < known));
    if better {
        bounds.upper = upper;
    }
    better
}
