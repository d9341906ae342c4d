//! Points, with an optional line of reference.

use crate::Chart;
use crate::frame::Sheet;
use crate::kinds::bars::room_for_labels;
use crate::kinds::lines::near_zero;
use crate::scale::{self, Scale, Ticks};
use crate::scene::{AXIS, Item, MAIN, Point, TEXT};

pub fn draw(sheet: &mut Sheet, chart: &Chart, points: &[Point], line: Option<(f64, f64)>) {
    let drawn: Vec<Point> =
        points.iter().copied().filter(|at| scale::drawable(at.0) && scale::drawable(at.1)).collect();
    let (Some(x), Some(y)) = (scale::range(drawn.iter().map(|at| at.0)), scale::range(drawn.iter().map(|at| at.1)))
    else {
        return sheet.nothing();
    };
    sheet.words(&chart.y_label);
    sheet.y += 12.0;
    let up = scale::round((near_zero(y), y.1), if sheet.is_narrow() { 4.0 } else { 5.0 });
    let left = room_for_labels(&up);
    let (top, right) = (sheet.y, sheet.right() - 6.0);
    sheet.y = top + (sheet.scene.width * 0.6).clamp(200.0, 460.0);
    let bottom = sheet.y;
    let upright = Scale::new(up.range, bottom, top);
    sheet.upright_scale(&upright, &up, left, right);
    let ticks = scale::round((near_zero(x), x.1), ((right - left) / 90.0).clamp(2.0, 10.0));
    let across = sheet.number_line(ticks.range, left + 6.0, right - 6.0);
    let centres: Vec<Point> = drawn.iter().map(|at| (across.at(at.0), upright.at(at.1))).collect();
    // Rings show where points lie on each other; a cloud is drawn as dust.
    let (radius, ring) = match centres.len() {
        0..=400 => (3.5, true),
        401..=5000 => (1.6, false),
        _ => (0.9, false),
    };
    sheet.scene.items.push(Item::Dots { centres, radius, ink: MAIN, ring });
    if let Some(ends) = line.and_then(|line| within(line, &ticks, &up)) {
        let points = ends.iter().map(|at| (across.at(at.0), upright.at(at.1))).collect();
        sheet.scene.items.push(Item::Line { points, ink: TEXT, width: 1.5, dash: &[5.0, 3.0] });
    }
    sheet.scene.line((left, bottom), (right, bottom), AXIS, 1.0);
    sheet.level_scale(&across, &ticks, None);
    sheet.words_below(&chart.x_label);
}

/// The piece of the line that lies within the plot.
fn within((intercept, slope): (f64, f64), across: &Ticks, up: &Ticks) -> Option<[Point; 2]> {
    let height = |x: f64| intercept + slope * x;
    let (mut from, mut to) = across.range;
    if slope != 0.0 {
        let (one, other) = ((up.range.0 - intercept) / slope, (up.range.1 - intercept) / slope);
        (from, to) = (from.max(one.min(other)), to.min(one.max(other)));
    } else if !(up.range.0..=up.range.1).contains(&intercept) {
        return None;
    }
    (from < to && scale::drawable(height(from)) && scale::drawable(height(to)))
        .then(|| [(from, height(from)), (to, height(to))])
}
