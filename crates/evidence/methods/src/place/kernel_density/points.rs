//! The points sorted by the raster's cells, and the sums of their powers in each.

use rayon::prelude::*;

use super::Settings;

/// A row of cells that holds points: distances in bandwidths from the centre of a point's own cell.
#[derive(Debug)]
pub struct Line {
    pub cells: Vec<Cell>,
    pub pairs: Vec<Pair>,
    /// Empty where each point counts as one.
    pub weights: Vec<[f64; 2]>,
}

/// Two points, side by side so that the processor takes both in one step.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub x: [f64; 2],
    pub y: [f64; 2],
    /// 1 − x² − y²; far below zero for the point of no weight that fills up a cell's odd number.
    pub rest: [f64; 2],
}

/// A cell, or a block of cells, that holds points.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Which one of the raster, or beyond its borders.
    pub column: i64,
    pub row: i64,
    /// Its points in its [`Line`], the end not included; a block has none of its own.
    pub start: u32,
    pub end: u32,
    pub moments: Moments,
}

/// Σw, Σwx, Σwy, Σwx², Σwxy, Σwy², Σwxr², Σwyr², Σwr⁴ over points, r² = x² + y²: all that a quartic needs.
pub type Moments = [f64; 9];

/// The points near enough to the raster to matter, by rows of cells from the row `first` on.
#[derive(Debug)]
pub struct Lines {
    pub first: i64,
    pub lines: Vec<Line>,
}

/// The row of a point that is too far away to matter.
const FAR: i32 = i32::MIN;

/// Sorts the points by their cells. Points further from the raster than `reach`, in cells, are left out.
pub fn sorted(x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings, reach: [f64; 2]) -> Lines {
    let raster = &settings.raster;
    let beyond = |at: f64, reach: f64, cells: usize| at < -reach - 1.0 || at > cells as f64 + reach;
    let inverse = raster.cell.map(|cell| 1.0 / cell);
    let across = |row: usize| (x[row] - raster.left) * inverse[0];
    let along = |row: usize| (y[row] - raster.bottom) * inverse[1];
    // Each point's row of cells where it is near enough, in 32 bits: memory that is touched first costs most here.
    let mut rows = vec![FAR; x.len()];
    let (mut first, mut last) = (i64::MAX, i64::MIN);
    for (row, place) in rows.iter_mut().enumerate() {
        let v = along(row);
        if !(beyond(v, reach[1], raster.rows) || beyond(across(row), reach[0], raster.columns)) {
            let number = nearest(v);
            (first, last) = (first.min(number), last.max(number));
            *place = number as i32;
        }
    }
    if first > last {
        return Lines { first: 0, lines: Vec::new() };
    }
    // By rows first, which keeps few places open; then each row by itself, which fits into the nearest cache.
    let mut starts = vec![0_usize; (last - first) as usize + 2];
    let place = |number: i32| (i64::from(number) - first) as usize;
    rows.iter().filter(|row| **row != FAR).for_each(|number| starts[place(*number) + 1] += 1);
    (1..starts.len()).for_each(|row| starts[row] += starts[row - 1]);
    let mut points = vec![[0.0; 2]; starts[starts.len() - 1]];
    let mut weights = vec![0.0; if weight.is_some() { points.len() } else { 0 }];
    let mut next = starts.clone();
    for (row, number) in rows.iter().enumerate() {
        if *number != FAR {
            let place = &mut next[place(*number)];
            points[*place] = [across(row), along(row)];
            if let Some(weight) = weight {
                weights[*place] = weight[row];
            }
            *place += 1;
        }
    }
    let unit = [raster.cell[0] / settings.bandwidth[0], raster.cell[1] / settings.bandwidth[1]];
    let line = |(number, ends): (usize, &[usize])| {
        let ends = ends[0]..ends[1];
        line(first + number as i64, &points[ends.clone()], weights.get(ends).unwrap_or_default(), unit)
    };
    Lines { first, lines: starts.par_windows(2).enumerate().map(line).collect() }
}

/// The cell whose centre is nearest, told in cells.
#[inline]
fn nearest(at: f64) -> i64 {
    // Rounding towards zero is a single step of the processor; `floor` is not on every one.
    let number = (at + 0.5) as i64;
    number - i64::from(number as f64 > at + 0.5)
}

/// One row of cells; without weights each point counts as one.
fn line(row: i64, points: &[[f64; 2]], weights: &[f64], unit: [f64; 2]) -> Line {
    let room = points.len() / 2 + points.len() / 4;
    let mut line = Line {
        cells: Vec::new(),
        pairs: Vec::with_capacity(room),
        weights: Vec::with_capacity(if weights.is_empty() { 0 } else { room }),
    };
    let columns: Vec<i32> = points.iter().map(|point| nearest(point[0]) as i32).collect();
    let column_of = |point: u32| columns[point as usize];
    let own = |point: u32| weights.get(point as usize).copied();
    for same in by_column(&columns).chunk_by(|a, b| column_of(*a) == column_of(*b)) {
        let (column, start) = (i64::from(column_of(same[0])), line.pairs.len() as u32);
        let mut moments = [0.0; 9];
        for two in same.chunks(2) {
            let mut pair = Pair { x: [0.0; 2], y: [0.0; 2], rest: [-1e30; 2] };
            for (lane, point) in two.iter().enumerate() {
                let [u, v] = points[*point as usize];
                let (x, y) = ((u - column as f64) * unit[0], (v - row as f64) * unit[1]);
                add(&mut moments, x, y, own(*point).unwrap_or(1.0));
                (pair.x[lane], pair.y[lane], pair.rest[lane]) = (x, y, 1.0 - x * x - y * y);
            }
            line.pairs.push(pair);
            if !weights.is_empty() {
                line.weights
                    .push([own(two[0]).unwrap_or(0.0), two.get(1).and_then(|point| own(*point)).unwrap_or(0.0)]);
            }
        }
        line.cells.push(Cell { column, row, start, end: line.pairs.len() as u32, moments });
    }
    line
}

/// The numbers of the points by column, in order within each: by counting where there are few columns, else by
/// comparing.
fn by_column(columns: &[i32]) -> Vec<u32> {
    let ends = columns.iter().fold((i32::MAX, i32::MIN), |(least, most), at| (least.min(*at), most.max(*at)));
    let wide = i64::from(ends.1) - i64::from(ends.0);
    if wide > 4 * columns.len() as i64 + 64 {
        let mut sorted: Vec<u32> = (0..columns.len() as u32).collect();
        sorted.sort_by_key(|point| columns[*point as usize]);
        return sorted;
    }
    let mut next = vec![0_u32; (wide + 2).max(0) as usize];
    columns.iter().for_each(|column| next[(column - ends.0) as usize + 1] += 1);
    (1..next.len()).for_each(|column| next[column] += next[column - 1]);
    let mut sorted = vec![0; columns.len()];
    for (point, column) in columns.iter().enumerate() {
        let place = &mut next[(column - ends.0) as usize];
        sorted[*place as usize] = point as u32;
        *place += 1;
    }
    sorted
}

fn add(moments: &mut Moments, x: f64, y: f64, w: f64) {
    let square = x * x + y * y;
    let (wx, wy) = (w * x, w * y);
    let terms = [w, wx, wy, wx * x, wx * y, wy * y, wx * square, wy * square, w * square * square];
    moments.iter_mut().zip(terms).for_each(|(moment, term)| *moment += term);
}

/// The cells gathered into blocks of `size` by `size` (odd), row by row; moments are taken about a block's middle cell.
pub fn blocks(lines: &Lines, size: i64, unit: [f64; 2]) -> Vec<Cell> {
    let last = lines.first + lines.lines.len() as i64 - 1;
    let gathered = |number: i64| {
        let rows = (number * size).max(lines.first)..=(number * size + size - 1).min(last);
        let cells = rows.clone().flat_map(|row| &lines.lines[(row - lines.first) as usize].cells);
        let mut sorted: Vec<&Cell> = cells.collect();
        sorted.sort_by_key(|cell| cell.column);
        let block = |group: &[&Cell]| {
            let (column, row) = (middle(group[0].column, size), number * size + size / 2);
            let mut moments = [0.0; 9];
            for cell in group {
                let (dx, dy) = ((cell.column - column) as f64 * unit[0], (cell.row - row) as f64 * unit[1]);
                moments.iter_mut().zip(shifted(&cell.moments, dx, dy)).for_each(|(sum, term)| *sum += term);
            }
            Cell { column, row, start: 0, end: 0, moments }
        };
        sorted.chunk_by(|a, b| middle(a.column, size) == middle(b.column, size)).map(block).collect::<Vec<_>>()
    };
    (lines.first.div_euclid(size)..=last.div_euclid(size)).into_par_iter().flat_map_iter(gathered).collect()
}

/// The middle of the block that holds the column or row `at`.
pub fn middle(at: i64, size: i64) -> i64 {
    at.div_euclid(size) * size + size / 2
}

/// The moments about a place `dx` to the left and `dy` below: every x grows by dx, every y by dy.
fn shifted([m, x, y, xx, xy, yy, xr, yr, rr]: &Moments, dx: f64, dy: f64) -> Moments {
    let (g, r) = (dx * dx + dy * dy, xx + yy);
    [
        *m,
        x + dx * m,
        y + dy * m,
        xx + 2.0 * dx * x + dx * dx * m,
        xy + dx * y + dy * x + dx * dy * m,
        yy + 2.0 * dy * y + dy * dy * m,
        xr + 2.0 * dx * xx + 2.0 * dy * xy + g * x + dx * (r + 2.0 * dx * x + 2.0 * dy * y + g * m),
        yr + 2.0 * dx * xy + 2.0 * dy * yy + g * y + dy * (r + 2.0 * dx * x + 2.0 * dy * y + g * m),
        rr + 4.0 * (dx * xr + dy * yr)
            + 2.0 * g * r
            + 4.0 * (dx * dx * xx + 2.0 * dx * dy * xy + dy * dy * yy)
            + 4.0 * g * (dx * x + dy * y)
            + g * g * m,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_move_with_their_place() {
        let points = [(0.3, -0.2, 1.0), (-0.1, 0.4, 2.5), (0.05, 0.25, 0.5)];
        let about = |dx: f64, dy: f64| {
            let mut moments = [0.0; 9];
            points.iter().for_each(|(x, y, w)| add(&mut moments, x + dx, y + dy, *w));
            moments
        };
        let (found, expected) = (shifted(&about(0.0, 0.0), 0.7, -1.3), about(0.7, -1.3));
        assert!(found.iter().zip(expected).all(|(found, expected)| (found - expected).abs() < 1e-14), "{found:?}");
    }
}
