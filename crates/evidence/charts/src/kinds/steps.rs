//! Lines over named steps, such as months: a step without a value is marked, so that nobody takes it for zero.

use crate::Chart;
use crate::frame::{LINE, MARGIN, Sheet, names_below};
use crate::kinds::bars::room_for_labels;
use crate::kinds::lines::{Series, key, line};
use crate::scale::{self, Scale};
use crate::scene::{AXIS, Anchor, SOFT};

pub fn draw(sheet: &mut Sheet, chart: &Chart, names: &[String], lines: &[(String, Vec<f64>)]) {
    let values = || lines.iter().flat_map(|line| line.1.iter().copied().take(names.len()));
    let Some((low, high)) = scale::range(values()) else { return sheet.nothing() };
    sheet.words(&chart.y_label);
    let series: Vec<Series> = lines.iter().map(|(name, values)| (name.clone(), points(names, values))).collect();
    if series.len() > 1 {
        key(sheet, &series);
    }
    sheet.y += 12.0;
    let up = scale::round((low.min(0.0), high.max(0.0)), if sheet.is_narrow() { 4.0 } else { 5.0 });
    let left = room_for_labels(&up);
    let (top, right) = (sheet.y, sheet.right());
    let bottom = top + (sheet.scene.width * 0.42).clamp(170.0, 320.0);
    let upright = Scale::new(up.range, bottom, top);
    sheet.upright_scale(&upright, &up, left, right);
    let slot = (right - left) / names.len() as f64;
    let across = Scale::new((-0.5, names.len() as f64 - 0.5), left, right);
    for (number, (_, points)) in series.iter().enumerate() {
        line(sheet, number, points, &across, &upright, true);
    }
    let missing: Vec<f64> = (0..names.len()).filter(|step| is_missing(lines, *step)).map(|step| step as f64).collect();
    missing.iter().for_each(|step| cross(sheet, (across.at(*step), bottom - 7.0)));
    sheet.scene.line((left, bottom), (right, bottom), AXIS, 1.0);
    sheet.y = bottom;
    names_below(sheet, names, |at| across.at(at as f64), slot);
    sheet.words_below(&chart.x_label);
    if !missing.is_empty() {
        sheet.y += LINE;
        cross(sheet, (MARGIN + 4.0, sheet.y - 8.5));
        let (at, text) = ((MARGIN + 14.0, sheet.y - 4.0), sheet.missing.clone());
        sheet.scene.text(at, text, Anchor::Left, SOFT);
    }
}

/// A point for every name; what has no value is missing.
fn points(names: &[String], values: &[f64]) -> Vec<(f64, f64)> {
    (0..names.len()).map(|step| (step as f64, values.get(step).copied().unwrap_or(f64::NAN))).collect()
}

fn is_missing(lines: &[(String, Vec<f64>)], step: usize) -> bool {
    !lines.iter().any(|(_, values)| values.get(step).is_some_and(|value| scale::drawable(*value)))
}

fn cross(sheet: &mut Sheet, (x, y): (f64, f64)) {
    sheet.scene.line((x - 3.5, y - 3.5), (x + 3.5, y + 3.5), AXIS, 1.5);
    sheet.scene.line((x - 3.5, y + 3.5), (x + 3.5, y - 3.5), AXIS, 1.5);
}
