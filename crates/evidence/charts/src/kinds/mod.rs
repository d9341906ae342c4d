//! Laying out each kind of chart.

mod bars;
mod cells;
mod funnel;
mod heat;
mod intervals;
mod key;
mod lines;
mod points;
mod steps;

use crate::frame::Sheet;
use crate::scene::Scene;
use crate::{Chart, Marks, Options};

/// The chart, laid out.
pub fn scene(chart: &Chart, options: &Options) -> Scene {
    let mut sheet = Sheet::begin(chart, options);
    match &chart.marks {
        Marks::Bars(bars) => bars::draw(&mut sheet, chart, bars),
        Marks::Lines(lines) => lines::draw(&mut sheet, chart, lines, &[]),
        Marks::Steps { names, lines } => steps::draw(&mut sheet, chart, names, lines),
        Marks::Funnel { points, centre, limits } => funnel::draw(&mut sheet, chart, points, *centre, limits),
        Marks::Periods { names, lines } => lines::draw(&mut sheet, chart, lines, names),
        Marks::Intervals { rows, reference } => intervals::draw(&mut sheet, chart, rows, *reference),
        Marks::Heat { rows, columns, values } => heat::draw(&mut sheet, chart, rows, columns, values),
        Marks::Cells(cells) => cells::draw(&mut sheet, chart, cells),
        Marks::Points { points, line } => points::draw(&mut sheet, chart, points, *line),
    }
    sheet.end()
}
