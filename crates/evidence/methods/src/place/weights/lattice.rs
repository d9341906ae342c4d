//! Contiguity of the cells of a grid.

use super::{Contiguity, Weights, countable};
use crate::place::grid::Shape;
use crate::{Error, check};

/// The most places of the bounding box that a table is laid out for; beyond it (few cells far apart) there is no answer.
const PLACES: usize = 1 << 26;

/// Binary contiguity among the cells that are present, each given by its column and row. For hexagons, odd rows stand
/// half a cell to the right and every touching cell shares a side, so that `contiguity` makes no difference.
///
/// Errors: lengths that differ; a cell that comes twice (as `cells`); a box around the cells of more than 2²⁶ places.
pub fn lattice(columns: &[i32], rows: &[i32], shape: Shape, contiguity: Contiguity) -> Result<Weights, Error> {
    check::length("rows", rows.len(), columns.len())?;
    check::at_least("cells", columns.len(), 1)?;
    countable(columns.len())?;
    let table = Table::new(columns, rows)?;
    let mut starts = Vec::with_capacity(columns.len() + 1);
    let mut neighbours = Vec::with_capacity(columns.len() * 8);
    starts.push(0);
    for place in &table.places {
        let odd = shape == Shape::Hexagon && place / table.width % 2 != table.odd;
        for step in steps(shape, contiguity, odd) {
            let other = table.cells[(*place as i64 + step.1 * table.width as i64 + step.0) as usize];
            if other != NONE {
                neighbours.push(other);
            }
        }
        // Cells listed row by row have their neighbours in order already.
        let row = &mut neighbours[starts[starts.len() - 1]..];
        if !row.is_sorted() {
            row.sort_unstable();
        }
        starts.push(neighbours.len());
    }
    let weights = vec![1.0; neighbours.len()];
    Ok(Weights { starts, neighbours, weights })
}

const NONE: u32 = u32::MAX;

/// The cells laid out over their bounding box, with an empty margin of one all round.
struct Table {
    width: usize,
    /// `NONE`, or the cell's number.
    cells: Vec<u32>,
    /// Where in `cells` each cell stands.
    places: Vec<usize>,
    /// What an even row of the input is, modulo 2, in the table.
    odd: usize,
}

impl Table {
    fn new(columns: &[i32], rows: &[i32]) -> Result<Self, Error> {
        let ends = |values: &[i32]| {
            let ends = values.iter().fold((i32::MAX, i32::MIN), |(least, most), v| (least.min(*v), most.max(*v)));
            (i64::from(ends.0) - 1, i64::from(ends.1) + 1)
        };
        let ((left, right), (bottom, top)) = (ends(columns), ends(rows));
        let (width, height) = ((right - left + 1) as usize, (top - bottom + 1) as usize);
        let size = width.checked_mul(height).filter(|size| *size <= PLACES);
        let size = size.ok_or_else(|| {
            let told = "the cells lie too far apart for a grid of this cell size: the box around them has";
            Error::none(format!("{told} {width} by {height} places where {PLACES} are the most"))
        })?;
        let mut cells = vec![NONE; size];
        let mut places = Vec::with_capacity(columns.len());
        for (cell, (column, row)) in columns.iter().zip(rows).enumerate() {
            let place = (i64::from(*row) - bottom) as usize * width + (i64::from(*column) - left) as usize;
            if cells[place] != NONE {
                let found = format!("in the same place as number {}", cells[place] + 1);
                return Err(Error::value("cells", cell, found, "each cell once"));
            }
            cells[place] = cell as u32;
            places.push(place);
        }
        Ok(Self { width, cells, places, odd: bottom.rem_euclid(2) as usize })
    }
}

/// The steps (column, row) to the neighbours, from the lower left to the upper right.
fn steps(shape: Shape, contiguity: Contiguity, odd_row: bool) -> &'static [(i64, i64)] {
    match (shape, contiguity, odd_row) {
        (Shape::Square, Contiguity::Queen, _) => {
            &[(-1, -1), (0, -1), (1, -1), (-1, 0), (1, 0), (-1, 1), (0, 1), (1, 1)]
        }
        (Shape::Square, Contiguity::Rook, _) => &[(0, -1), (-1, 0), (1, 0), (0, 1)],
        (Shape::Hexagon, _, true) => &[(0, -1), (1, -1), (-1, 0), (1, 0), (0, 1), (1, 1)],
        (Shape::Hexagon, _, false) => &[(-1, -1), (0, -1), (-1, 0), (1, 0), (-1, 1), (0, 1)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::grid::Grid;

    #[test]
    fn a_block_of_nine_in_any_order() {
        let (columns, rows) = ([5, 6, 7, 5, 6, 7, 5, 6, 7], [-1, -1, -1, 0, 0, 0, 1, 1, 1]);
        let queen = lattice(&columns, &rows, Shape::Square, Contiguity::Queen).unwrap();
        let rook = lattice(&columns, &rows, Shape::Square, Contiguity::Rook).unwrap();
        assert_eq!(queen.of(4).0, [0, 1, 2, 3, 5, 6, 7, 8]);
        assert_eq!((queen.of(0).0, rook.of(0).0), (&[1, 3, 4][..], &[1, 3][..]));
        let (mut backwards, mut upwards) = (columns, rows);
        backwards.reverse();
        upwards.reverse();
        let other = lattice(&backwards, &upwards, Shape::Square, Contiguity::Queen).unwrap();
        assert_eq!(other.of(8).0, [4, 5, 7]);
    }

    /// Hexagons are neighbours when their centres are one cell apart, whichever row is odd.
    #[test]
    fn hexagons_touch_those_one_cell_away() {
        for bottom in [-3, 0, 1] {
            let cells: Vec<(i32, i32)> = (bottom..bottom + 5).flat_map(|row| (-2..4).map(move |c| (c, row))).collect();
            let (columns, rows): (Vec<i32>, Vec<i32>) = cells.iter().copied().unzip();
            let weights = lattice(&columns, &rows, Shape::Hexagon, Contiguity::Rook).unwrap();
            let grid = Grid { shape: Shape::Hexagon, origin: (0.0, 0.0), cell: 2.0 };
            for (cell, (column, row)) in cells.iter().enumerate() {
                let (x, y) = grid.centre(*column, *row);
                let near = (0..cells.len()).filter(|other| {
                    let (a, b) = grid.centre(cells[*other].0, cells[*other].1);
                    *other != cell && (a - x).hypot(b - y) < 2.1
                });
                assert_eq!(weights.of(cell).0, near.map(|other| other as u32).collect::<Vec<_>>());
            }
        }
    }

    #[test]
    fn a_cell_that_comes_twice_is_refused() {
        let told = lattice(&[1, 2, 1], &[1, 1, 1], Shape::Square, Contiguity::Queen).unwrap_err().to_string();
        assert_eq!(told, "cells number 3 is in the same place as number 1, expected each cell once");
        assert!(lattice(&[0, i32::MAX], &[0, i32::MAX], Shape::Square, Contiguity::Queen).is_err());
    }
}
