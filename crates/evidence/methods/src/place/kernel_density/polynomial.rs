//! The exact sum of kernels that are polynomials within one bandwidth, and nothing beyond.
//!
//! Where every point of a cell reaches a node, their kernels together are one polynomial, which the cell's moments
//! give; only where some reach it and some do not each point is looked at. Blocks of cells stand for their cells in the
//! same manner further inside. The sum is the plain double sum's, but for rounding.

use rayon::prelude::*;

use super::points::{Cell, Moments, Points, blocks, sorted};
use super::{Kernel, Settings};

/// Rows of the raster that are worked on together.
const BAND: usize = 32;

/// Σ w·k(u) over the points, at each node: the kernel without its scale.
pub fn sums(x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings) -> Vec<f64> {
    let raster = settings.raster;
    let unit = [raster.cell[0] / settings.bandwidth[0], raster.cell[1] / settings.bandwidth[1]];
    let (points, cells) = sorted(x, y, weight, settings, unit.map(|unit| 1.0 / unit));
    // The wider the kernel, the larger the blocks that pay.
    let reach = 1.0 / unit[0].max(unit[1]);
    let size = [(48.0, 7), (16.0, 5), (6.0, 3)].iter().find(|(from, _)| reach >= *from).map_or(1, |(_, size)| *size);
    let blocks = if size > 1 { blocks(&cells, size, unit) } else { Vec::new() };
    let plan =
        Plan { unit, size, cell: Reach::new(unit, 1), block: Reach::new(unit, size), columns: raster.columns as i64 };
    let mut density = vec![0.0; raster.columns * raster.rows];
    density.par_chunks_mut(BAND * raster.columns).enumerate().for_each(|(band, nodes)| {
        let first = (band * BAND) as i64;
        match settings.kernel {
            Kernel::Quartic => plan.band::<true>(first, nodes, &points, &cells, &blocks),
            _ => plan.band::<false>(first, nodes, &points, &cells, &blocks),
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
        let any = |row: i64| (width((row as f64 - half).max(0.0)) + half).ceil() as i64;
        Self { all: rows.clone().map(all).collect(), any: rows.map(any).collect() }
    }

    fn rows(&self) -> i64 {
        self.any.len() as i64 - 1
    }
}

struct Plan {
    /// A cell's width and height in bandwidths.
    unit: [f64; 2],
    size: i64,
    cell: Reach,
    block: Reach,
    columns: i64,
}

impl Plan {
    /// Fills the rows from `first` on.
    fn band<const QUARTIC: bool>(
        &self,
        first: i64,
        nodes: &mut [f64],
        points: &Points,
        cells: &[Cell],
        blocks: &[Cell],
    ) {
        let last = first + (nodes.len() as i64 / self.columns) - 1;
        let near = |all: &[Cell], rows: i64| {
            let start = all.partition_point(|cell| cell.row < first - rows);
            start..all.partition_point(|cell| cell.row <= last + rows)
        };
        for block in &blocks[near(blocks, self.block.rows())] {
            for row in first.max(block.row - self.block.rows())..=last.min(block.row + self.block.rows()) {
                let away = row - block.row;
                if let Some(wide) = self.block.all[away.unsigned_abs() as usize] {
                    let polynomial = self.polynomial::<QUARTIC>(&block.moments, away);
                    self.add(self.row(nodes, row - first), &polynomial, block.column, -wide..=wide);
                }
            }
        }
        let mut terms = Vec::new();
        for cell in &cells[near(cells, self.cell.rows())] {
            for row in first.max(cell.row - self.cell.rows())..=last.min(cell.row + self.cell.rows()) {
                self.cell::<QUARTIC>(self.row(nodes, row - first), row, cell, points, &mut terms);
            }
        }
    }

    fn row<'a>(&self, nodes: &'a mut [f64], row: i64) -> &'a mut [f64] {
        let columns = self.columns as usize;
        &mut nodes[row as usize * columns..][..columns]
    }

    /// Adds one cell to one row of nodes: what its block has not, as a polynomial; the rim, point by point.
    fn cell<const QUARTIC: bool>(
        &self,
        nodes: &mut [f64],
        row: i64,
        cell: &Cell,
        points: &Points,
        terms: &mut Vec<[f64; 3]>,
    ) {
        let away = (row - cell.row).unsigned_abs() as usize;
        let rim = match self.cell.all[away] {
            None => 0,
            Some(wide) => {
                let polynomial = self.polynomial::<QUARTIC>(&cell.moments, row - cell.row);
                match self.in_block(row, cell) {
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
        if rim > outermost {
            return;
        }
        let height = (row - cell.row) as f64 * self.unit[1];
        terms.clear();
        for point in cell.start as usize..cell.end as usize {
            let (x, y) = (points.x[point], height - points.y[point]);
            terms.push([1.0 - x * x - y * y, x, points.weight[point]]);
        }
        for away in rim..=outermost {
            let [left, right] = self.both_sides::<QUARTIC>(terms, away);
            let mut give = |column: i64, value: f64| {
                if (0..self.columns).contains(&column) {
                    nodes[column as usize] += value;
                }
            };
            give(cell.column + away, right);
            if away > 0 {
                give(cell.column - away, left);
            }
        }
    }

    /// The columns, counted from the cell's own, that the cell's block has filled in this row.
    fn in_block(&self, row: i64, cell: &Cell) -> Option<(i64, i64)> {
        if self.size == 1 {
            return None;
        }
        let middle = |at: i64| at.div_euclid(self.size) * self.size + self.size / 2;
        let away = (row - middle(cell.row)).unsigned_abs() as usize;
        let wide = self.block.all.get(away).copied().flatten()?;
        let from = middle(cell.column) - cell.column;
        Some((from - wide, from + wide))
    }

    /// The kernels of a cell's points in the nodes `away` columns to the left and to the right.
    #[inline]
    fn both_sides<const QUARTIC: bool>(&self, terms: &[[f64; 3]], away: i64) -> [f64; 2] {
        let across = away as f64 * self.unit[0];
        let (square, twice) = (across * across, 2.0 * across);
        let mut sums = [0.0; 2];
        for [rest, x, weight] in terms {
            // 1 − (±across − x)² − y²
            let (middle, side) = (rest - square, twice * x);
            for (sum, inside) in sums.iter_mut().zip([middle - side, middle + side]) {
                let inside = if inside > 0.0 { inside } else { 0.0 };
                *sum += weight * if QUARTIC { inside * inside } else { inside };
            }
        }
        sums
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
        for (node, step) in nodes[(column + from) as usize..=(column + to) as usize].iter_mut().zip(0_i32..) {
            let t = (from as f64 + f64::from(step)) * self.unit[0];
            *node += a + t * (b + t * (c + t * (d + t * e)));
        }
    }
}
