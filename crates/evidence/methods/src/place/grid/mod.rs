//! Grids of squares or hexagons over points and over areas.

mod area;
mod cover;

pub use area::Area;
use serde::Serialize;

use crate::{Error, check};

/// The form of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Shape {
    #[default]
    Square,
    /// With a corner at the top; odd rows stand half a cell to the right.
    Hexagon,
}

/// An endless grid: where each cell lies, by its column and row.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Grid {
    pub shape: Shape,
    /// The centre of the cell in column 0, row 0.
    pub origin: (f64, f64),
    /// The distance between two opposite sides: a square of `cell`², a hexagon of ½√3 `cell`².
    pub cell: f64,
}

/// The cells of a grid that cover something, row by row from the lower left.
#[derive(Clone, Debug, PartialEq)]
pub struct Cells {
    pub grid: Grid,
    pub columns: Vec<i32>,
    pub rows: Vec<i32>,
}

/// Points counted into cells.
#[derive(Clone, Debug, PartialEq)]
pub struct Counted {
    /// One for each cell.
    pub counts: Vec<f64>,
    /// Points in none of the cells.
    pub outside: usize,
}

/// Columns and rows stay below this on either side, so that a coordinate far away is told and not wrapped.
const FARTHEST: f64 = 1e9;

impl Grid {
    /// Errors: a cell size not above zero, an origin that is no number.
    pub fn new(shape: Shape, cell: f64, origin: (f64, f64)) -> Result<Self, Error> {
        check::positive_setting("the cell size", cell)?;
        if !(origin.0.is_finite() && origin.1.is_finite()) {
            return Err(Error::setting("the origin", format!("{},{}", origin.0, origin.1), "two numbers"));
        }
        Ok(Self { shape, origin, cell })
    }

    /// The centre of a cell.
    pub fn centre(&self, column: i32, row: i32) -> (f64, f64) {
        let x = self.origin.0 + self.cell * (f64::from(column) + self.shift(row));
        (x, self.origin.1 + self.rise() * f64::from(row))
    }

    /// The corners of a cell, against the clock from the lower left (square) or the bottom (hexagon).
    pub fn corners(&self, column: i32, row: i32) -> Vec<(f64, f64)> {
        let ((x, y), half) = (self.centre(column, row), 0.5 * self.cell);
        let round: &[(f64, f64)] = match self.shape {
            Shape::Square => &[(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)],
            // In half widths across and in radii (half width · 2/√3) upwards.
            Shape::Hexagon => &[(0.0, -1.0), (1.0, -0.5), (1.0, 0.5), (0.0, 1.0), (-1.0, 0.5), (-1.0, -0.5)],
        };
        round.iter().map(|(across, up)| (x + across * half, y + up * self.reach())).collect()
    }

    /// The column and row of the cell that holds a point; a point on a side belongs to the cell above or to its right.
    ///
    /// `None` for a point more than 10⁹ cells away, or that is no number.
    pub fn locate(&self, x: f64, y: f64) -> Option<(i32, i32)> {
        let (across, up) = ((x - self.origin.0) / self.cell, (y - self.origin.1) / self.rise());
        if !(across.abs() < FARTHEST && up.abs() < FARTHEST) {
            return None;
        }
        match self.shape {
            Shape::Square => Some((floor(across + 0.5), floor(up + 0.5))),
            Shape::Hexagon => {
                // A hexagon holds what is nearest to its centre, which stands in the row below or above the point.
                let below = floor(up);
                let in_row = |row: i32| {
                    let column = floor(across - self.shift(row) + 0.5);
                    let (a, b) = self.centre(column, row);
                    ((x - a) * (x - a) + (y - b) * (y - b), column, row)
                };
                let (low, high) = (in_row(below), in_row(below + 1));
                let nearest = if low.0 < high.0 { low } else { high };
                Some((nearest.1, nearest.2))
            }
        }
    }

    /// Cells given by their centres, as another program wrote them: the column and row of each.
    ///
    /// Errors: lengths that differ, coordinates that are no numbers, and centres more than a hundredth of a cell off the
    /// grid that the first of them starts (as `x` and `y`).
    pub fn of_centres(shape: Shape, cell: f64, x: &[f64], y: &[f64]) -> Result<Cells, Error> {
        check::length("y", y.len(), x.len())?;
        check::at_least("cells", x.len(), 1)?;
        check::finite("x", x)?;
        check::finite("y", y)?;
        let grid = Self::new(shape, cell, (x[0], y[0]))?;
        let mut cells = Cells { grid, columns: Vec::with_capacity(x.len()), rows: Vec::with_capacity(x.len()) };
        for (at, (x, y)) in x.iter().zip(y).enumerate() {
            let (column, row) = grid.locate(*x, *y).unwrap_or((i32::MAX, i32::MAX));
            let centre = grid.centre(column, row);
            for (what, value, right) in [("x", *x, centre.0), ("y", *y, centre.1)] {
                if (value - right).abs() > 0.01 * cell {
                    return Err(Error::value(what, at, value, "the centre of a cell on one grid of this cell size"));
                }
            }
            cells.columns.push(column);
            cells.rows.push(row);
        }
        Ok(cells)
    }

    /// How far up the next row stands.
    fn rise(&self) -> f64 {
        match self.shape {
            Shape::Square => self.cell,
            Shape::Hexagon => self.cell * 0.5 * 3.0_f64.sqrt(),
        }
    }

    /// How far up from its centre a cell reaches.
    fn reach(&self) -> f64 {
        match self.shape {
            Shape::Square => 0.5 * self.cell,
            Shape::Hexagon => self.cell / 3.0_f64.sqrt(),
        }
    }

    /// How far to the right a row stands, in cells.
    fn shift(&self, row: i32) -> f64 {
        if self.shape == Shape::Hexagon && row.rem_euclid(2) == 1 { 0.5 } else { 0.0 }
    }
}

/// Says that cells of this size make too many, and what size would do.
pub fn too_many(cell: f64, cells: f64, most: f64) -> Error {
    let would_do = cell * (cells / most).sqrt();
    let power = 10_f64.powf(would_do.log10().floor() - 1.0);
    let would_do = (would_do / power).ceil() * power;
    let told = if cells < 1e15 { format!("{cells:.0}") } else { format!("{cells:.1e}") };
    let expected = format!("a larger one: it makes {told} cells where {most} are the most; {would_do} would do");
    Error::setting("the cell size", cell, expected)
}

/// The whole number below; rounding towards zero is a single step of the processor, `f64::floor` is not on every one.
#[inline]
fn floor(value: f64) -> i32 {
    let whole = value as i32;
    whole - i32::from(f64::from(whole) > value)
}

impl Cells {
    /// The cells over points: those nearer than half a cell to the points' convex hull.
    ///
    /// Without an `origin` the first cell's centre is the lower left corner of the box around the points, as R's
    /// `sfhotspot::hotspot_grid` lays it: the same cells as Memphis's published grid. Errors: no points, coordinates that
    /// are no numbers, a cell size not above zero or so small that there would be more than 2²⁴ cells in the box.
    pub fn over_points(
        x: &[f64],
        y: &[f64],
        shape: Shape,
        cell: f64,
        origin: Option<(f64, f64)>,
    ) -> Result<Self, Error> {
        check::length("y", y.len(), x.len())?;
        check::at_least("points", x.len(), 1)?;
        check::finite("x", x)?;
        check::finite("y", y)?;
        let least = |values: &[f64]| values.iter().copied().fold(f64::MAX, f64::min);
        let grid = Grid::new(shape, cell, origin.unwrap_or_else(|| (least(x), least(y))))?;
        cover::cover(grid, &[Area::hull(x, y)], 0.5 * cell)
    }

    /// The cells that share more than a border with any of the areas. Without an `origin` the first cell starts in the
    /// lower left corner of the box around them. Errors: no areas, as [`Cells::over_points`] and [`Area::check`].
    pub fn over_areas(areas: &[Area], shape: Shape, cell: f64, origin: Option<(f64, f64)>) -> Result<Self, Error> {
        check::at_least("areas", areas.len(), 1)?;
        areas.iter().enumerate().try_for_each(|(number, area)| area.check(number))?;
        let points = || areas.iter().flat_map(|area| area.rings.iter().flatten());
        let corner = points().fold((f64::MAX, f64::MAX), |least, (x, y)| (least.0.min(*x), least.1.min(*y)));
        let start = Grid::new(shape, cell, (0.0, 0.0))?;
        let grid = Grid::new(shape, cell, origin.unwrap_or((corner.0 + 0.5 * cell, corner.1 + start.reach())))?;
        cover::cover(grid, areas, 0.0)
    }

    /// The number of cells.
    pub fn count(&self) -> usize {
        self.columns.len()
    }

    /// The centre of each cell.
    pub fn centres(&self) -> Vec<(f64, f64)> {
        self.columns.iter().zip(&self.rows).map(|(column, row)| self.grid.centre(*column, *row)).collect()
    }

    /// How many of the points each cell holds. Errors: lengths that differ, coordinates that are no numbers.
    pub fn count_points(&self, x: &[f64], y: &[f64]) -> Result<Counted, Error> {
        check::length("y", y.len(), x.len())?;
        check::finite("x", x)?;
        check::finite("y", y)?;
        // The cells stand in order of row and column, and are found by halving.
        let mut order: Vec<(i32, i32, u32)> =
            self.rows.iter().zip(&self.columns).zip(0..).map(|((row, column), cell)| (*row, *column, cell)).collect();
        order.sort_unstable();
        let mut counted = Counted { counts: vec![0.0; self.count()], outside: 0 };
        for (x, y) in x.iter().zip(y) {
            let found = self.grid.locate(*x, *y).and_then(|(column, row)| {
                let at = order.partition_point(|cell| (cell.0, cell.1) < (row, column));
                order.get(at).filter(|cell| (cell.0, cell.1) == (row, column))
            });
            match found {
                Some((_, _, cell)) => counted.counts[*cell as usize] += 1.0,
                None => counted.outside += 1,
            }
        }
        Ok(counted)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_point_lies_in_its_cell_and_every_point_is_counted(
            points in proptest::collection::vec((-50.0..50.0_f64, -50.0..50.0_f64), 1..60), cell in 0.5..30.0_f64, hexagon: bool,
        ) {
            let shape = if hexagon { Shape::Hexagon } else { Shape::Square };
            let (x, y): (Vec<f64>, Vec<f64>) = points.into_iter().unzip();
            let cells = Cells::over_points(&x, &y, shape, cell, None).unwrap();
            let counted = cells.count_points(&x, &y).unwrap();
            prop_assert_eq!((counted.counts.iter().sum::<f64>(), counted.outside), (x.len() as f64, 0));
            for (x, y) in x.iter().zip(&y) {
                let (column, row) = cells.grid.locate(*x, *y).unwrap();
                let corners = cells.grid.corners(column, row);
                for (at, from) in corners.iter().enumerate() {
                    let to = corners[(at + 1) % corners.len()];
                    let side = (to.0 - from.0) * (y - from.1) - (to.1 - from.1) * (x - from.0);
                    prop_assert!(side > -1e-9 * cell * cell, "{x},{y} is outside of {corners:?}");
                }
            }
            // The centres tell the same cells again.
            let (a, b): (Vec<f64>, Vec<f64>) = cells.centres().into_iter().unzip();
            let again = Grid::of_centres(shape, cell, &a, &b).unwrap();
            let start = (cells.columns[0], cells.rows[0]);
            if shape == Shape::Square || start.1 % 2 == 0 {
                let moved: Vec<i32> = again.columns.iter().map(|column| column + start.0).collect();
                prop_assert_eq!(moved, cells.columns);
            }
        }
    }

    #[test]
    fn an_area_is_covered_without_the_cells_beside_it() {
        let area = Area { rings: vec![vec![(0.0, 0.0), (4.0, 0.0), (4.0, 2.0), (0.0, 2.0)]] };
        let hole = Area {
            rings: vec![vec![(0., 0.), (9., 0.), (9., 9.), (0., 9.)], vec![(2., 2.), (7., 2.), (7., 7.), (2., 7.)]],
        };
        let count = |area: &Area, cell| {
            Cells::over_areas(std::slice::from_ref(area), Shape::Square, cell, None).unwrap().count()
        };
        assert_eq!((count(&area, 1.0), count(&area, 2.0), count(&area, 0.5), count(&area, 100.0)), (8, 2, 32, 1));
        assert_eq!(count(&hole, 1.0), 81 - 25);
        // Rows of hexagons one wide start at the bottom tip, 0.87 apart: two whole rows of 4 and 5, the tips of the row
        // above (4) and, between the lowest tips, those of the row below (5).
        assert_eq!(Cells::over_areas(&[area], Shape::Hexagon, 1.0, None).unwrap().count(), 4 + 5 + 4 + 5);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let told = |found: Result<Cells, Error>| found.unwrap_err().to_string();
        assert_eq!(
            told(Cells::over_points(&[0.0], &[0.0], Shape::Square, 0.0, None)),
            "the cell size is 0, expected a number above zero"
        );
        assert!(told(Cells::over_points(&[0.0, 1e9], &[0.0, 1e9], Shape::Square, 1.0, None)).contains("larger"));
        assert!(told(Cells::over_points(&[f64::NAN], &[0.0], Shape::Square, 1.0, None)).contains("x number 1 is NaN"));
        let far = Cells::over_points(&[0.0, 1e9], &[0.0, 1e9], Shape::Square, 1.0, None);
        assert!(told(far).ends_with("cells where 16777216 are the most; 250000 would do"));
        let off = Cells::over_points(&[0.0, 9.0], &[0.0, 9.0], Shape::Square, 1.0, Some((1e300, 1e300)));
        let expected = "the origin is 1e300,1e300, expected a place within a thousand million cells of the points";
        assert_eq!(told(off), expected);
        assert!(told(Cells::over_areas(&[], Shape::Square, 1.0, None)).contains("areas: 0 given"));
        assert!(told(Grid::of_centres(Shape::Square, 500.0, &[0.0, 510.0], &[0.0, 0.0])).contains("x number 2 is 510"));
    }
}
