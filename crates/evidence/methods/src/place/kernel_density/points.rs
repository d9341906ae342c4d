//! The points sorted by the raster's cells, and the sums of their powers in each.

use super::Settings;

/// Points in the order of their cells; distances in bandwidths from the centre of their own cell.
#[derive(Debug, Default)]
pub struct Points {
    pub x: Vec<f64>,
    pub y: Vec<f64>,
    pub weight: Vec<f64>,
}

/// A cell, or a block of cells, that holds points.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// Which one of the raster, or beyond its borders.
    pub column: i64,
    pub row: i64,
    /// Its points in [`Points`], the end not included; for a block, its cells' number alone matters.
    pub start: u32,
    pub end: u32,
    pub moments: Moments,
}

/// Σw, Σwx, Σwy, Σwx², Σwxy, Σwy², Σwxr², Σwyr², Σwr⁴ over points, r² = x² + y²: all that a quartic needs.
pub type Moments = [f64; 9];

/// The cells that hold points, row by row and from left to right, and their points.
///
/// Points further from the raster than a kernel reaches, as told by `reach` in cells, are left out.
pub fn sorted(
    x: &[f64],
    y: &[f64],
    weight: Option<&[f64]>,
    settings: &Settings,
    reach: [f64; 2],
) -> (Points, Vec<Cell>) {
    let raster = &settings.raster;
    let place = |at: f64, first: f64, size: f64| (at - first) / size;
    let beyond = |at: f64, reach: f64, cells: usize| at < -reach - 1.0 || at > cells as f64 + reach;
    // (cell's key, row of the caller); the key counts cells from the lower left of those that matter.
    let (left, below) = (reach[0].ceil() as i64 + 2, reach[1].ceil() as i64 + 2);
    let across = raster.columns as i64 + 2 * left;
    let mut keys: Vec<(u64, u32)> = Vec::with_capacity(x.len());
    for (row, (x, y)) in x.iter().zip(y).enumerate() {
        let (u, v) = (place(*x, raster.left, raster.cell[0]), place(*y, raster.bottom, raster.cell[1]));
        if !(beyond(u, reach[0], raster.columns) || beyond(v, reach[1], raster.rows)) {
            let (column, line) = ((u + 0.5).floor() as i64 + left, (v + 0.5).floor() as i64 + below);
            keys.push(((line * across + column) as u64, row as u32));
        }
    }
    let lines = raster.rows as i64 + 2 * below;
    let keys = in_order(keys, (across as u64).saturating_mul(lines as u64));
    let unit = [raster.cell[0] / settings.bandwidth[0], raster.cell[1] / settings.bandwidth[1]];
    let mut points = Points::default();
    let mut cells: Vec<Cell> = Vec::new();
    for same in keys.chunk_by(|a, b| a.0 == b.0) {
        let (column, line) = (same[0].0 as i64 % across - left, same[0].0 as i64 / across - below);
        let start = points.x.len() as u32;
        let mut moments = [0.0; 9];
        for (_, row) in same {
            let row = *row as usize;
            let px = (place(x[row], raster.left, raster.cell[0]) - column as f64) * unit[0];
            let py = (place(y[row], raster.bottom, raster.cell[1]) - line as f64) * unit[1];
            let w = weight.map_or(1.0, |weight| weight[row]);
            add(&mut moments, px, py, w);
            points.x.push(px);
            points.y.push(py);
            points.weight.push(w);
        }
        cells.push(Cell { column, row: line, start, end: points.x.len() as u32, moments });
    }
    (points, cells)
}

/// Sorts by key, then by row: by counting where there are few keys, else by comparing.
fn in_order(mut keys: Vec<(u64, u32)>, all: u64) -> Vec<(u64, u32)> {
    if all > 4 * keys.len() as u64 + 1_000_000 {
        keys.sort_unstable();
        return keys;
    }
    let mut starts = vec![0_u32; all as usize + 1];
    keys.iter().for_each(|(key, _)| starts[*key as usize + 1] += 1);
    let mut sum = 0;
    starts.iter_mut().for_each(|start| {
        sum += *start;
        *start = sum;
    });
    let mut sorted = vec![(0, 0); keys.len()];
    for (key, row) in keys {
        let place = &mut starts[key as usize];
        sorted[*place as usize] = (key, row);
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

/// The cells gathered into blocks of `size` by `size` (odd), moments taken about the block's middle cell.
pub fn blocks(cells: &[Cell], size: i64, unit: [f64; 2]) -> Vec<Cell> {
    let of = |cell: &Cell| (cell.row.div_euclid(size), cell.column.div_euclid(size));
    let mut order: Vec<&Cell> = cells.iter().collect();
    order.sort_by_key(|cell| of(cell));
    let block = |group: &[&Cell]| {
        let (row, column) = of(group[0]);
        let middle = (row * size + size / 2, column * size + size / 2);
        let mut moments = [0.0; 9];
        for cell in group {
            let (dx, dy) = ((cell.column - middle.1) as f64 * unit[0], (cell.row - middle.0) as f64 * unit[1]);
            moments.iter_mut().zip(shifted(&cell.moments, dx, dy)).for_each(|(sum, term)| *sum += term);
        }
        Cell { column: middle.1, row: middle.0, start: 0, end: group.len() as u32, moments }
    };
    order.chunk_by(|a, b| of(a) == of(b)).map(block).collect()
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
