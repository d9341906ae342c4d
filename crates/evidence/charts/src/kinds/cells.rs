//! Areas of a map as shades.

use super::key;
use crate::Chart;
use crate::frame::Sheet;
use crate::kinds::bars::room_for_labels;
use crate::scale::{self, Scale};
use crate::scene::{AXIS, Anchor, Ink, Item, Point, SOFT, WHITE};
use crate::shades::Shades;

type Cell = (Vec<Point>, f64);

pub fn draw(sheet: &mut Sheet, chart: &Chart, cells: &[Cell]) {
    let drawn: Vec<&Cell> = cells.iter().filter(|cell| cell.0.len() > 2 && cell.0.iter().all(is_placed)).collect();
    let corners = || drawn.iter().flat_map(|cell| cell.0.iter());
    let values: Vec<f64> = drawn.iter().map(|cell| cell.1).collect();
    let (Some(x), Some(y), Some(shades)) =
        (scale::range(corners().map(|at| at.0)), scale::range(corners().map(|at| at.1)), Shades::of(&values))
    else {
        return sheet.nothing();
    };
    sheet.words(&chart.y_label);
    sheet.y += 6.0;
    let map = Map::fit(sheet, chart, x, y);
    shade(sheet, &map, &drawn, &shades);
    map.frame(sheet);
    sheet.words_below(&chart.x_label);
    key::shades(sheet, &shades, values.iter().any(|value| !scale::drawable(*value)));
}

fn is_placed(at: &Point) -> bool {
    scale::drawable(at.0) && scale::drawable(at.1)
}

/// Where the map lies: as long a step across as upwards.
struct Map {
    across: Scale,
    up: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

impl Map {
    fn fit(sheet: &Sheet, chart: &Chart, x: (f64, f64), y: (f64, f64)) -> Self {
        let degrees = chart.x_label.to_lowercase().contains("longitude");
        // A degree of longitude is shorter the further it lies from the equator.
        let shorter = if degrees { f64::midpoint(y.0, y.1).to_radians().cos().max(0.05) } else { 1.0 };
        let least = (x.1 - x.0).max(y.1 - y.0).max(f64::MIN_POSITIVE) * 1e-6;
        let (wide, high) = (((x.1 - x.0) * shorter).max(least), (y.1 - y.0).max(least));
        let left = room_for_labels(&scale::within(y, 5.0));
        let most = ((sheet.right() - left).max(40.0), (sheet.scene.width * 0.9).min(760.0));
        let pixel = (most.0 / wide).min(most.1 / high);
        let right = left + (wide * pixel).max(1.0);
        let (top, bottom) = (sheet.y, sheet.y + (high * pixel).max(1.0));
        let widened = |(low, high): (f64, f64)| if high > low { (low, high) } else { (low, low + 1.0) };
        let across = sheet.number_line(widened(x), left, right);
        Self { across, up: Scale::new(widened(y), bottom, top), left, right, top, bottom }
    }

    fn place(&self, at: &Point) -> Point {
        (self.across.at(at.0), self.up.at(at.1))
    }

    /// Ticks with their coordinates below and on the left: they tell both the place and the scale.
    fn frame(&self, sheet: &mut Sheet) {
        let ticks = scale::within(self.up.ends(), ((self.bottom - self.top) / 80.0).clamp(2.0, 6.0));
        for (tick, label) in ticks.at.iter().zip(crate::number::labels(&ticks.at, ticks.step)) {
            let y = self.up.at(*tick);
            sheet.scene.line((self.left - 4.0, y), (self.left, y), AXIS, 1.0);
            sheet.scene.text((self.left - 6.0, y + 4.5), label, Anchor::Right, SOFT);
        }
        sheet.y = self.bottom;
        let ticks = scale::within(self.across.ends(), ((self.right - self.left) / 110.0).clamp(1.0, 6.0));
        sheet.level_scale(&self.across, &ticks, None);
        let corners = [(self.left, self.top), (self.left, self.bottom), (self.right, self.bottom)];
        sheet.scene.items.push(Item::Line { points: corners.to_vec(), ink: AXIS, width: 1.0, dash: &[] });
    }
}

/// One shape for each class of shades. Areas that are large enough have an edge, and a minus sign below zero.
fn shade(sheet: &mut Sheet, map: &Map, cells: &[&Cell], shades: &Shades) {
    let each = ((map.right - map.left) * (map.bottom - map.top) / cells.len() as f64).sqrt();
    let edge = (each > 5.0).then_some(WHITE);
    let outline = |cell: &&&Cell| -> Vec<Point> { cell.0.iter().map(|at| map.place(at)).collect() };
    for (class, ink) in shades.inks.iter().enumerate() {
        let outlines: Vec<_> =
            cells.iter().filter(|cell| shades.class(cell.1) == Some(class)).map(|cell| outline(&cell)).collect();
        if outlines.is_empty() {
            continue;
        }
        if shades.both_sides() && shades.breaks.get(class + 1).is_some_and(|end| *end <= 0.0) {
            let marks: Vec<Point> = outlines.iter().filter_map(|corners| roomy_middle(corners)).collect();
            sheet.scene.items.push(Item::Shape { outlines, fill: *ink, edge, told: None });
            marks.into_iter().for_each(|middle| key::below_zero(sheet, middle, 3.5, *ink));
        } else {
            sheet.scene.items.push(Item::Shape { outlines, fill: *ink, edge, told: None });
        }
    }
    let without: Vec<_> =
        cells.iter().filter(|cell| shades.class(cell.1).is_none()).map(|cell| outline(&cell)).collect();
    let crosses: Vec<Point> = without.iter().filter_map(|corners| roomy_middle(corners)).collect();
    if !without.is_empty() {
        sheet.scene.items.push(Item::Shape {
            outlines: without,
            fill: WHITE,
            edge: Some(Ink(0xc8, 0xc8, 0xc8)),
            told: None,
        });
    }
    crosses.into_iter().for_each(|(x, y)| key::crossed(sheet, (x - 4.0, y - 4.0), 8.0, 8.0));
}

/// The middle of an area, where a mark has room in it.
fn roomy_middle(corners: &[Point]) -> Option<Point> {
    let (left, right) = scale::range(corners.iter().map(|at| at.0))?;
    let (top, bottom) = scale::range(corners.iter().map(|at| at.1))?;
    (right - left > 10.0 && bottom - top > 8.0).then(|| (f64::midpoint(left, right), f64::midpoint(top, bottom)))
}
