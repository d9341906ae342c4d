//! Rates over the size of what they are of, within the limits that chance keeps to.

use crate::frame::{LINE, MARGIN, Sheet};
use crate::kinds::bars::room_for_labels;
use crate::letters::wrap;
use crate::scale::{self, Scale};
use crate::scene::{AXIS, Anchor, Item, MAIN, Point, SIZE, TEXT};
use crate::{Chart, Limits, number};

type Named = (String, f64, f64);

/// Of the limits, from the inner to the outer.
const DASHES: [&[f64]; 2] = [&[2.0, 3.0], &[7.0, 4.0]];

pub fn draw(sheet: &mut Sheet, chart: &Chart, points: &[Named], centre: f64, limits: &[Limits]) {
    let drawn: Vec<&Named> = points.iter().filter(|at| scale::drawable(at.1) && scale::drawable(at.2)).collect();
    let range = (scale::range(drawn.iter().map(|at| at.1)), scale::range(drawn.iter().map(|at| at.2).chain([centre])));
    let (Some(x), Some(y), true) = (range.0, range.1, scale::drawable(centre)) else { return sheet.nothing() };
    sheet.words(&chart.y_label);
    key(sheet, limits);
    sheet.y += 12.0;
    let narrow = sheet.is_narrow();
    let up = scale::round((y.0.min(0.0), y.1 * 1.02), if narrow { 4.0 } else { 5.0 });
    let left = room_for_labels(&up);
    let (top, right) = (sheet.y, sheet.right() - 6.0);
    let bottom = top + (sheet.scene.width * 0.6).clamp(220.0, 440.0);
    sheet.y = bottom;
    let upright = Scale::new(up.range, bottom, top);
    sheet.upright_scale(&upright, &up, left, right);
    let ticks = scale::round((0.0, x.1), ((right - left) / 90.0).clamp(2.0, 8.0));
    let across = sheet.number_line(ticks.range, left + 6.0, right - 6.0);
    let level = [ticks.range.0, ticks.range.1].map(|x| (across.at(x), upright.at(centre)));
    sheet.scene.line(level[0], level[1], TEXT, 1.5);
    for (limit, dash) in limits.iter().zip(DASHES.iter().cycle()) {
        let lower = limit.at.iter().map(|at| (at.0, at.1)).collect::<Vec<_>>();
        let upper = limit.at.iter().map(|at| (at.0, at.2)).collect::<Vec<_>>();
        for curve in [lower, upper] {
            // Limits of the smallest sizes lie far above anything that is drawn.
            for part in curve.split(|at| !within(at, ticks.range, up.range)).filter(|part| part.len() > 1) {
                let points = part.iter().map(|at| (across.at(at.0), upright.at(at.1))).collect();
                sheet.scene.items.push(Item::Line { points, ink: AXIS, width: 1.5, dash });
            }
        }
    }
    marks(sheet, &drawn, limits.last(), |at| (across.at(at.1), upright.at(at.2)));
    sheet.scene.line((left, bottom), (right, bottom), AXIS, 1.0);
    sheet.level_scale(&across, &ticks, None);
    sheet.words_below(&chart.x_label);
}

fn within(at: &Point, across: (f64, f64), up: (f64, f64)) -> bool {
    (across.0..=across.1).contains(&at.0) && (up.0..=up.1).contains(&at.1)
}

/// Rings within the outer limits; full diamonds outside, each with its name for whoever points at it.
fn marks(sheet: &mut Sheet, drawn: &[&Named], outer: Option<&Limits>, place: impl Fn(&Named) -> Point) {
    let (outside, inside): (Vec<&Named>, Vec<&Named>) =
        drawn.iter().partition(|at| outer.is_some_and(|outer| lies_outside(outer, at)));
    let centres: Vec<Point> = inside.iter().map(|at| place(at)).collect();
    if !centres.is_empty() {
        sheet.scene.items.push(Item::Dots { centres, radius: 3.5, ink: MAIN, ring: true });
    }
    for at in outside {
        let (x, y) = place(at);
        let outlines = vec![vec![(x, y - 5.0), (x + 5.0, y), (x, y + 5.0), (x - 5.0, y)]];
        let told = Some(format!("{}: {}", at.0, number::short(at.2)));
        sheet.scene.items.push(Item::Shape { outlines, fill: MAIN, edge: None, told });
    }
}

/// Whether a rate lies outside these limits at its size, between the two nearest sizes by a straight line.
fn lies_outside(limits: &Limits, (_, size, rate): &Named) -> bool {
    let after = limits.at.partition_point(|at| at.0 < *size);
    let (Some(to), Some(from)) = (limits.at.get(after), limits.at.get(after.saturating_sub(1))) else { return false };
    let share = if to.0 > from.0 { (size - from.0) / (to.0 - from.0) } else { 0.0 };
    let between = |low: f64, high: f64| low + (high - low) * share;
    *rate < between(from.1, to.1) || *rate > between(from.2, to.2)
}

/// The names of the limits, each beside a piece of its line.
fn key(sheet: &mut Sheet, limits: &[Limits]) {
    for (limit, dash) in limits.iter().zip(DASHES.iter().cycle()) {
        let y = sheet.y + LINE - 8.0;
        let points = vec![(MARGIN, y), (MARGIN + 30.0, y)];
        sheet.scene.items.push(Item::Line { points, ink: AXIS, width: 1.5, dash });
        for line in wrap(&limit.name, SIZE, sheet.inner() - 44.0, 2) {
            sheet.y += LINE;
            sheet.scene.text((MARGIN + 36.0, sheet.y - 3.5), line, Anchor::Left, TEXT);
        }
    }
}
