//! The points sorted by the raster's cells, and the sums of their powers in each.

use rayon::prelude::*;

use super::Settings;

/// A row of cells that holds points: distances in bandwidths from the centre of a point's own cell.
#[derive(Debug)]
pub struct Line {
    pub cells: Vec<Cell>,
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    /// 1 − x² − y²; far below zero for the points of no weight that fill up every cell's to an even number.
    pub rest: Vec<f64>,
    pub weight: Vec<f64>,
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

/// A point: its place in cells from the centre of the raster's first one, and its weight.
type Placed = [f64; 3];

/// Sorts the points by their cells. Points further from the raster than `reach`, in cells, are left out.
pub fn sorted(x: &[f64], y: &[f64], weight: Option<&[f64]>, settings: &Settings, reach: [f64; 2]) -> Lines {
    let raster = &settings.raster;
    let [width, height] = raster.cell;
    let beyond = |at: f64, reach: f64, cells: usize| at < -reach - 1.0 || at > cells as f64 + reach;
    let placed = |row: usize| {
        let (u, v) = ((x[row] - raster.left) / width, (y[row] - raster.bottom) / height);
        let out = beyond(u, reach[0], raster.columns) || beyond(v, reach[1], raster.rows);
        (!out).then(|| [u, v, weight.map_or(1.0, |weight| weight[row])])
    };
    let row_of = |v: f64| (v + 0.5).floor() as i64;
    let near = || (0..x.len()).filter_map(placed);
    let ends = |(least, most): (i64, i64), point: Placed| (least.min(row_of(point[1])), most.max(row_of(point[1])));
    let (first, last) = near().fold((i64::MAX, i64::MIN), ends);
    if first > last {
        return Lines { first: 0, lines: Vec::new() };
    }
    // By rows first, which keeps few places open; then each row by itself, which fits into the nearest cache.
    let mut starts = vec![0_usize; (last - first) as usize + 2];
    near().for_each(|point| starts[(row_of(point[1]) - first) as usize + 1] += 1);
    (1..starts.len()).for_each(|row| starts[row] += starts[row - 1]);
    let mut by_row = vec![[0.0; 3]; starts[starts.len() - 1]];
    let mut next = starts.clone();
    near().for_each(|point| {
        let place = &mut next[(row_of(point[1]) - first) as usize];
        by_row[*place] = point;
        *place += 1;
    });
    let unit = [width / settings.bandwidth[0], height / settings.bandwidth[1]];
    let line = |(number, ends): (usize, &[usize])| line(first + number as i64, &by_row[ends[0]..ends[1]], unit);
    Lines { first, lines: starts.par_windows(2).enumerate().map(line).collect() }
}

/// One row of cells.
fn line(row: i64, points: &[Placed], unit: [f64; 2]) -> Line {
    let column_of = |point: &Placed| (point[0] + 0.5).floor() as i64;
    // With some room for the points of no weight.
    let room = || Vec::with_capacity(points.len() + points.len() / 2);
    let mut line = Line { cells: Vec::new(), x: room(), y: room(), rest: room(), weight: room() };
    for same in by_column(points, column_of).chunk_by(|a, b| column_of(a) == column_of(b)) {
        let (column, start) = (column_of(&same[0]), line.x.len() as u32);
        let mut moments = [0.0; 9];
        for [u, v, w] in same {
            let (x, y) = ((u - column as f64) * unit[0], (v - row as f64) * unit[1]);
            add(&mut moments, x, y, *w);
            line.push([x, y, 1.0 - x * x - y * y, *w]);
        }
        if line.x.len() % 2 == 1 {
            line.push([0.0, 0.0, -1e30, 0.0]);
        }
        line.cells.push(Cell { column, row, start, end: line.x.len() as u32, moments });
    }
    line
}

impl Line {
    fn push(&mut self, [x, y, rest, weight]: [f64; 4]) {
        self.x.push(x);
        self.y.push(y);
        self.rest.push(rest);
        self.weight.push(weight);
    }
}

/// The points by column, in their order within each: by counting where there are few columns, else by comparing.
fn by_column(points: &[Placed], column_of: impl Fn(&Placed) -> i64) -> Vec<Placed> {
    let (least, most) = points.iter().map(&column_of).fold((i64::MAX, i64::MIN), |(a, b), at| (a.min(at), b.max(at)));
    if points.is_empty() || most - least > 4 * points.len() as i64 + 64 {
        let mut sorted = points.to_vec();
        sorted.sort_by_key(column_of);
        return sorted;
    }
    let mut next = vec![0_usize; (most - least) as usize + 2];
    points.iter().for_each(|point| next[(column_of(point) - least) as usize + 1] += 1);
    (1..next.len()).for_each(|column| next[column] += next[column - 1]);
    let mut sorted = vec![[0.0; 3]; points.len()];
    for point in points {
        let place = &mut next[(column_of(point) - least) as usize];
        sorted[*place] = *point;
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
