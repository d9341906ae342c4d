//! The exact sum of kernels that are polynomials within one bandwidth, and nothing beyond.
//!
//! Where every point of a cell reaches a node, their kernels together are one polynomial, which the cell's moments
//! give; only where some reach it and some do not each point is looked at. Blocks of cells stand for their cells in the
//! same manner further inside. The sum is the plain double sum's, but for rounding.

use rayon::prelude::*;

use super::points::{Cell, Line, Lines, Moments, Pair, blocks, middle, sorted};
use super::{Kernel, Settings};

/// Rows of the raster that are worked on together.
const BAND: usize = 32;

/// Σ w·k(u) over the points, at each node: the kernel without its scale.
pub fn sums(x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings) -> Vec<f64> {
    let raster = settings.raster;
    let unit = [raster.cell[0] / settings.bandwidth[0], raster.cell[1] / settings.bandwidth[1]];
    let lines = sorted(x, y, weight, settings, unit.map(|unit| 1.0 / unit));
    // The wider the kernel, the larger the blocks that pay.
    let reach = 1.0 / unit[0].max(unit[1]);
    let size = [(48.0, 7), (16.0, 5), (6.0, 3)].iter().find(|(from, _)| reach >= *from).map_or(1, |(_, size)| *size);
    let blocks = if size > 1 { blocks(&lines, size, unit) } else { Vec::new() };
    let (cell, block) = (Reach::new(unit, 1), Reach::new(unit, size));
    let widest = cell.any[0].max(block.any[0]);
    let steps = (-widest..=widest).map(|columns| columns as f64 * unit[0]).collect();
    let plan = Plan { unit, steps, size, cell, block, columns: raster.columns as i64 };
    let mut density = vec![0.0; raster.columns * raster.rows];
    density.par_chunks_mut(BAND * raster.columns).enumerate().for_each(|(band, nodes)| {
        let first = (band * BAND) as i64;
        match (settings.kernel, weight.is_some()) {
            (Kernel::Quartic, false) => plan.band::<true, false>(first, nodes, &lines, &blocks),
            (Kernel::Quartic, true) => plan.band::<true, true>(first, nodes, &lines, &blocks),
            (_, false) => plan.band::<false, false>(first, nodes, &lines, &blocks),
            (_, true) => plan.band::<false, true>(first, nodes, &lines, &blocks),
        }
    });
    density
}

/// How far, in columns, the points of a cell or block reach at each distance in rows.
struct Reach {
    /// All of them; `None` where that is no column.
    all: Vec<Option<i64>>,
    /// Any of them.
    any: Vec<i64>,
}

impl Reach {
    /// For blocks of `size` cells, whose points lie up to size/2 cells from the middle.
    fn new(unit: [f64; 2], size: i64) -> Self {
        let half = size as f64 / 2.0;
        let width = |rows: f64| (1.0 - (rows * unit[1]).powi(2)).max(0.0).sqrt() / unit[0];
        let rows = 0..=(1.0 / unit[1] + half).floor() as i64;
        let all = |row: i64| {
            let inside = (row as f64 + half) * unit[1] <= 1.0;
            let columns = (width(row as f64 + half) - half).floor();
            (inside && columns >= 0.0).then_some(columns as i64)
        };
        // A hair more than what rounding could take away.
        let any = |row: i64| (width((row as f64 - half).max(0.0)) + half + 1e-9).floor() as i64;
        Self { all: rows.clone().map(all).collect(), any: rows.map(any).collect() }
    }

    fn rows(&self) -> i64 {
        self.any.len() as i64 - 1
    }
}

struct Plan {
    /// A cell's width and height in bandwidths.
    unit: [f64; 2],
    /// Columns to the left and right of a cell, in bandwidths; the cell's own in the middle.
    steps: Vec<f64>,
    size: i64,
    cell: Reach,
    block: Reach,
    columns: i64,
}

impl Plan {
    /// Fills the rows from `first` on.
    fn band<const QUARTIC: bool, const WEIGHTED: bool>(
        &self,
        first: i64,
        nodes: &mut [f64],
        lines: &Lines,
        blocks: &[Cell],
    ) {
        let last = first + (nodes.len() as i64 / self.columns) - 1;
        let start = blocks.partition_point(|block| block.row < first - self.block.rows());
        for block in blocks[start..].iter().take_while(|block| block.row <= last + self.block.rows()) {
            for row in first.max(block.row - self.block.rows())..=last.min(block.row + self.block.rows()) {
                let away = row - block.row;
                if let Some(wide) = self.block.all[away.unsigned_abs() as usize] {
                    let polynomial = self.polynomial::<QUARTIC>(&block.moments, away);
                    self.add(self.row(nodes, row - first), &polynomial, block.column, -wide..=wide);
                }
            }
        }
        let near = (first - self.cell.rows()).max(lines.first)..=last + self.cell.rows();
        for line in near.map_while(|row| lines.lines.get((row - lines.first) as usize)) {
            for cell in &line.cells {
                let middle = (middle(cell.row, self.size), middle(cell.column, self.size) - cell.column);
                for row in first.max(cell.row - self.cell.rows())..=last.min(cell.row + self.cell.rows()) {
                    self.cell::<QUARTIC, WEIGHTED>(self.row(nodes, row - first), row, cell, middle, line);
                }
            }
        }
    }

    fn row<'a>(&self, nodes: &'a mut [f64], row: i64) -> &'a mut [f64] {
        let columns = self.columns as usize;
        &mut nodes[row as usize * columns..][..columns]
    }

    /// Adds one cell to one row of nodes: what its block has not, as a polynomial; the rim, point by point.
    ///
    /// `middle` is the row of its block's middle, and the column counted from the cell's own.
    #[inline]
    fn cell<const QUARTIC: bool, const WEIGHTED: bool>(
        &self,
        nodes: &mut [f64],
        row: i64,
        cell: &Cell,
        middle: (i64, i64),
        line: &Line,
    ) {
        let away = (row - cell.row).unsigned_abs() as usize;
        let rim = match self.cell.all[away] {
            None => 0,
            Some(wide) => {
                let polynomial = self.polynomial::<QUARTIC>(&cell.moments, row - cell.row);
                match self.in_block(row, middle) {
                    None => self.add(nodes, &polynomial, cell.column, -wide..=wide),
                    Some((from, to)) => {
                        self.add(nodes, &polynomial, cell.column, -wide..=from - 1);
                        self.add(nodes, &polynomial, cell.column, to + 1..=wide);
                    }
                }
                wide + 1
            }
        };
        let outermost = self.cell.any[away].min(cell.column.max(self.columns - 1 - cell.column));
        let height = (row - cell.row) as f64 * self.unit[1];
        let mut give = |column: i64, value: f64| {
            if let Some(node) = usize::try_from(column).ok().and_then(|column| nodes.get_mut(column)) {
                *node += value;
            }
        };
        let points = Points {
            pairs: &line.pairs[cell.start as usize..cell.end as usize],
            weights: if WEIGHTED { &line.weights[cell.start as usize..cell.end as usize] } else { &[] },
        };
        let mut both = |away: i64, [left, right]: [f64; 2]| {
            give(cell.column + away, right);
            if away > 0 {
                give(cell.column - away, left);
            }
        };
        let across = |away: i64| away as f64 * self.unit[0];
        // Two columns at once, which spares reading the points twice.
        let mut away = rim;
        while away < outermost {
            let [near, far] = points.sums::<QUARTIC, WEIGHTED, 2>(height, [across(away), across(away + 1)]);
            both(away, near);
            both(away + 1, far);
            away += 2;
        }
        if away == outermost {
            let [last] = points.sums::<QUARTIC, WEIGHTED, 1>(height, [across(away)]);
            both(away, last);
        }
    }

    /// The columns, counted from the cell's own, that the cell's block has filled in this row.
    #[inline]
    fn in_block(&self, row: i64, middle: (i64, i64)) -> Option<(i64, i64)> {
        if self.size == 1 {
            return None;
        }
        let wide = self.block.all.get((row - middle.0).unsigned_abs() as usize).copied().flatten()?;
        Some((middle.1 - wide, middle.1 + wide))
    }

    /// The sum of the kernels of points with these moments, `away` rows from their cell, as a polynomial in the
    /// distance along the row: Σ w(1 − (t − x)² − (s − y)²)², s the distance in rows, expanded in powers of t.
    #[inline]
    fn polynomial<const QUARTIC: bool>(&self, moments: &Moments, away: i64) -> [f64; 5] {
        let [m, x, y, xx, xy, yy, xr, yr, rr] = *moments;
        let s = away as f64 * self.unit[1];
        let e = 1.0 - s * s;
        if !QUARTIC {
            return [e * m + 2.0 * s * y - xx - yy, 2.0 * x, -m, 0.0, 0.0];
        }
        [
            rr + e * e * m + 4.0 * s * s * yy + 4.0 * e * s * y - 2.0 * e * (xx + yy) - 4.0 * s * yr,
            4.0 * (e * x + 2.0 * s * xy - xr),
            6.0 * xx + 2.0 * yy - 2.0 * e * m - 4.0 * s * y,
            -4.0 * x,
            m,
        ]
    }

    /// Adds a polynomial over a run of columns, counted from the cell's own.
    #[inline]
    fn add(&self, nodes: &mut [f64], [a, b, c, d, e]: &[f64; 5], column: i64, run: std::ops::RangeInclusive<i64>) {
        let (from, to) = (*run.start().max(&-column), *run.end().min(&(self.columns - 1 - column)));
        if from > to {
            return;
        }
        let middle = self.steps.len() as i64 / 2;
        let steps = &self.steps[(middle + from) as usize..=(middle + to) as usize];
        for (node, t) in nodes[(column + from) as usize..=(column + to) as usize].iter_mut().zip(steps) {
            *node += a + t * (b + t * (c + t * (d + t * e)));
        }
    }
}

/// One cell's points; no weights where each counts as one.
struct Points<'a> {
    pairs: &'a [Pair],
    weights: &'a [[f64; 2]],
}

impl Points<'_> {
    /// The kernels of a cell's points in the nodes `height` above and each of `across` to the left and to the right.
    #[inline]
    fn sums<const QUARTIC: bool, const WEIGHTED: bool, const NODES: usize>(
        &self,
        height: f64,
        across: [f64; NODES],
    ) -> [[f64; 2]; NODES] {
        // 1 − (±across − x)² − (height − y)² = rest − across² − height² + 2·height·y ± 2·across·x
        let (squares, up) = (across.map(|across| across * across + height * height), 2.0 * height);
        let side = across.map(|across| 2.0 * across);
        let (mut left, mut right) = ([[0.0; 2]; NODES], [[0.0; 2]; NODES]);
        for (number, pair) in self.pairs.iter().enumerate() {
            let weight = if WEIGHTED { self.weights[number] } else { [1.0; 2] };
            let base = sum(pair.rest, times(pair.y, up));
            for node in 0..NODES {
                let (middle, side) = (sum(base, [-squares[node]; 2]), times(pair.x, side[node]));
                let (a, b) = (kernel::<QUARTIC>(sum(middle, times(side, -1.0))), kernel::<QUARTIC>(sum(middle, side)));
                let (a, b) = if WEIGHTED { (product(a, weight), product(b, weight)) } else { (a, b) };
                left[node] = sum(left[node], a);
                right[node] = sum(right[node], b);
            }
        }
        std::array::from_fn(|node| [left[node][0] + left[node][1], right[node][0] + right[node][1]])
    }
}

#[inline]
fn sum(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] + b[0], a[1] + b[1]]
}
#[inline]
fn product(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] * b[0], a[1] * b[1]]
}
#[inline]
fn times(a: [f64; 2], b: f64) -> [f64; 2] {
    [a[0] * b, a[1] * b]
}
#[inline]
fn kernel<const QUARTIC: bool>(inside: [f64; 2]) -> [f64; 2] {
    let inside = inside.map(|inside| if inside > 0.0 { inside } else { 0.0 });
    if QUARTIC { product(inside, inside) } else { inside }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cell of one fifth of the bandwidth, by hand: its points lie up to half a cell from its centre, so that in the
    /// row itself all reach ⌊√(25 − ¼) − ½⌋ = 4 columns and none more than ⌊5 + ½⌋ = 5.
    #[test]
    fn no_node_is_looked_at_that_no_point_reaches() {
        let reach = Reach::new([0.2, 0.2], 1);
        assert_eq!(reach.any, [5, 5, 5, 4, 4, 2]);
        assert_eq!(reach.all, [Some(4), Some(4), Some(3), Some(3), Some(1), None]);
    }
}
