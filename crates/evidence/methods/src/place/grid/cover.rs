//! Which cells of a grid cover areas.

use super::area::{Point, square_distance};
use super::{Area, Cells, Grid};
use crate::Error;

/// The most cells of the box around the areas.
pub const MOST: f64 = 16_777_216.0;

/// The cells nearer than `margin` to any of the areas; without a margin, those that share more than a border with one.
pub(super) fn cover(grid: Grid, areas: &[Area], margin: f64) -> Result<Cells, Error> {
    let mut table = Table::new(grid, areas, margin)?;
    for area in areas {
        area.edges().for_each(|(a, b)| table.mark_edge(a, b));
        table.mark_inside(area);
    }
    let mut cells = Cells { grid, columns: Vec::new(), rows: Vec::new() };
    for (place, _) in table.marked.iter().enumerate().filter(|(_, marked)| **marked) {
        cells.columns.push(table.left + (place % table.width) as i32);
        cells.rows.push(table.bottom + (place / table.width) as i32);
    }
    Ok(cells)
}

/// The box of cells around the areas, and which of them are taken.
struct Table {
    grid: Grid,
    margin: f64,
    left: i32,
    bottom: i32,
    width: usize,
    height: usize,
    marked: Vec<bool>,
}

impl Table {
    fn new(grid: Grid, areas: &[Area], margin: f64) -> Result<Self, Error> {
        let points = || areas.iter().flat_map(|area| area.rings.iter().flatten());
        let ends = |of: fn(&Point) -> f64| {
            points().map(of).fold((f64::MAX, f64::MIN), |(least, most), v| (least.min(v), most.max(v)))
        };
        let (x, y) = (ends(|point| point.0), ends(|point| point.1));
        let along = |value: f64, start: f64, step: f64| ((value - start) / step).floor();
        let (left, right) =
            (along(x.0 - margin, grid.origin.0, grid.cell) - 1.0, along(x.1 + margin, grid.origin.0, grid.cell) + 1.0);
        let (bottom, top) = (
            along(y.0 - margin, grid.origin.1, grid.rise()) - 1.0,
            along(y.1 + margin, grid.origin.1, grid.rise()) + 2.0,
        );
        let size = (right - left + 1.0) * (top - bottom + 1.0);
        let reachable = [left, right, bottom, top].iter().all(|value| value.abs() < super::FARTHEST);
        // The origin far off, and not the cells small.
        if !reachable && (right - left).max(top - bottom) < super::FARTHEST {
            let found = format!("{:e},{:e}", grid.origin.0, grid.origin.1);
            return Err(Error::setting("the origin", found, "a place within a thousand million cells of the points"));
        }
        if size.is_nan() || size > MOST || !reachable {
            return Err(super::too_many(grid.cell, size, MOST));
        }
        let (width, height) = ((right - left) as usize + 1, (top - bottom) as usize + 1);
        let (left, bottom) = (left as i32, bottom as i32);
        Ok(Self { grid, margin, left, bottom, width, height, marked: vec![false; width * height] })
    }

    /// Marks the cells within the margin of a side: row by row, those near the part of it that is as high as the row.
    fn mark_edge(&mut self, a: Point, b: Point) {
        let (low, high) = if a.1 <= b.1 { (a, b) } else { (b, a) };
        let reach = self.grid.reach() + self.margin;
        let row_of = |y: f64| (y - self.grid.origin.1) / self.grid.rise();
        let (first, last) = (row_of(low.1 - reach).floor() as i32, row_of(high.1 + reach).ceil() as i32);
        for row in first.max(self.bottom)..=last.min(self.bottom + self.height as i32 - 1) {
            let y = self.grid.centre(0, row).1;
            let at = |y: f64| match high.1 - low.1 {
                0.0 => None,
                rise => Some(low.0 + ((y - low.1) / rise).clamp(0.0, 1.0) * (high.0 - low.0)),
            };
            let (from, to) = (at(y - reach).unwrap_or(low.0), at(y + reach).unwrap_or(high.0));
            self.mark_row(row, from.min(to), from.max(to), a, b);
        }
    }

    /// Marks the cells of a row, from where x is `from` to where it is `to`, that are within the margin of the side.
    fn mark_row(&mut self, row: i32, from: f64, to: f64, a: Point, b: Point) {
        let start = self.grid.centre(0, row).0;
        let wide = 0.5 * self.grid.cell + self.margin;
        let first = (((from - wide - start) / self.grid.cell).floor() as i32).max(self.left);
        let last = (((to + wide - start) / self.grid.cell).ceil() as i32).min(self.left + self.width as i32 - 1);
        for column in first..=last {
            let place = self.place(column, row);
            if !self.marked[place] {
                self.marked[place] = self.near(column, row, a, b);
            }
        }
    }

    fn near(&self, column: i32, row: i32, a: Point, b: Point) -> bool {
        let (centre, mut corners) = (self.grid.centre(column, row), self.grid.corners(column, row));
        // A hair smaller, so that a border in common is no overlap, and a gap as wide as the margin no nearness.
        for corner in &mut corners {
            corner.0 -= 1e-9 * (corner.0 - centre.0);
            corner.1 -= 1e-9 * (corner.1 - centre.1);
        }
        square_distance(&corners, a, b) <= self.margin * self.margin
    }

    /// Marks the cells whose centre lies inside: along each row, between every other crossing of the area's sides.
    fn mark_inside(&mut self, area: &Area) {
        let mut crossings: Vec<(i32, f64)> = Vec::new();
        let row_of = |y: f64| (y - self.grid.origin.1) / self.grid.rise();
        for (a, b) in area.edges() {
            let (low, high) = (row_of(a.1.min(b.1)).floor() as i32, row_of(a.1.max(b.1)).ceil() as i32);
            for row in low..=high {
                let y = self.grid.centre(0, row).1;
                if (a.1 > y) != (b.1 > y) {
                    crossings.push((row, a.0 + (y - a.1) / (b.1 - a.1) * (b.0 - a.0)));
                }
            }
        }
        crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        // A closed ring crosses a row an even number of times.
        for pair in crossings.chunks_exact(2) {
            let (row, start) = (pair[0].0, self.grid.centre(0, pair[0].0).0);
            let first = ((pair[0].1 - start) / self.grid.cell).ceil() as i32;
            let last = ((pair[1].1 - start) / self.grid.cell).floor() as i32;
            for column in first.max(self.left)..=last.min(self.left + self.width as i32 - 1) {
                let place = self.place(column, row);
                self.marked[place] = true;
            }
        }
    }

    fn place(&self, column: i32, row: i32) -> usize {
        (row - self.bottom) as usize * self.width + (column - self.left) as usize
    }
}
