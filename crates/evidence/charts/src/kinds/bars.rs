//! Bars: lying where names are words, upright where they are short and many (hours, months).

use crate::Chart;
use crate::frame::{LINE, MARGIN, Sheet, names_below};
use crate::letters::width;
use crate::number;
use crate::scale::{self, Scale, Ticks};
use crate::scene::{AXIS, Anchor, MAIN, SIZE, SOFT, TEXT};

type Bar = (String, f64);

pub fn draw(sheet: &mut Sheet, chart: &Chart, bars: &[Bar]) {
    let Some((low, high)) = scale::range(bars.iter().map(|bar| bar.1)) else {
        return sheet.nothing();
    };
    let range = (low.min(0.0), high.max(0.0));
    let widest = bars.iter().map(|(name, _)| width(name, SIZE)).fold(0.0, f64::max);
    let slot = (sheet.inner() - 40.0) / bars.len() as f64;
    if bars.len() > 80 || (bars.len() > 6 && (widest + 4.0 < slot || widest < 28.0)) {
        upright(sheet, chart, bars, range);
    } else {
        lying(sheet, chart, bars, range);
    }
}

fn lying(sheet: &mut Sheet, chart: &Chart, bars: &[Bar], range: (f64, f64)) {
    sheet.words(&chart.y_label);
    sheet.y += 8.0;
    let left = sheet.room_for_names(bars.iter().map(|bar| bar.0.as_str()));
    let values: Vec<String> = bars.iter().map(|bar| told(bar.1, &sheet.missing)).collect();
    let beside = values.iter().map(|value| width(value, SIZE)).fold(0.0, f64::max) + 8.0;
    // Values stand at the far ends of their bars: there is room for them on each side that has bars.
    let from = left + 8.0 + if range.0 < 0.0 { beside } else { 0.0 };
    let to = sheet.right() - if range.1 > 0.0 || range.0 == 0.0 { beside } else { 0.0 };
    let range = if range == (0.0, 0.0) { (0.0, 1.0) } else { range };
    let across = Scale::new(range, from, to);
    let row = if bars.iter().any(|(name, _)| width(name, SIZE) > left - MARGIN) { 34.0 } else { 26.0 };
    let (top, zero) = (sheet.y, across.at(0.0));
    for (at, ((name, value), told)) in bars.iter().zip(&values).enumerate() {
        let middle = top + (at as f64 + 0.5) * row;
        sheet.name(name, left, middle, 2);
        if !scale::drawable(*value) {
            sheet.scene.text((zero + 6.0, middle + 4.5), told, Anchor::Left, SOFT);
            continue;
        }
        let end = across.at(*value);
        let said = Some(format!("{name}: {told}"));
        sheet.scene.rectangle((zero.min(end), middle - 8.5), (end - zero).abs(), 17.0, MAIN, said);
        let (x, anchor) = if *value < 0.0 { (end - 6.0, Anchor::Right) } else { (end + 6.0, Anchor::Left) };
        sheet.scene.text((x, middle + 4.5), told, anchor, TEXT);
    }
    sheet.y = top + bars.len() as f64 * row;
    sheet.scene.line((zero, top), (zero, sheet.y), AXIS, 1.0);
    sheet.words_below(&chart.x_label);
}

fn upright(sheet: &mut Sheet, chart: &Chart, bars: &[Bar], range: (f64, f64)) {
    sheet.words(&chart.y_label);
    sheet.y += 12.0;
    let ticks = scale::round(range, if sheet.is_narrow() { 4.0 } else { 5.0 });
    let left = room_for_labels(&ticks);
    let (top, right) = (sheet.y, sheet.right());
    let bottom = top + (sheet.scene.width * 0.42).clamp(170.0, 320.0);
    let up = Scale::new(ticks.range, bottom, top);
    sheet.upright_scale(&up, &ticks, left, right);
    let slot = (right - left) / bars.len() as f64;
    let gap = if slot > 4.0 { slot * 0.22 } else { 0.0 };
    let zero = up.at(0.0);
    for (at, (name, value)) in bars.iter().enumerate() {
        let (x, said) = (left + at as f64 * slot + gap / 2.0, format!("{name}: {}", told(*value, &sheet.missing)));
        if scale::drawable(*value) {
            let end = up.at(*value);
            let high = (end - zero).abs();
            sheet.scene.rectangle((x, zero.min(end)), slot - gap, high, MAIN, Some(said));
        } else if slot > 8.0 {
            sheet.scene.text((x + (slot - gap) / 2.0, zero - 4.0), "–", Anchor::Middle, SOFT);
        }
    }
    sheet.scene.line((left, zero), (right, zero), AXIS, 1.0);
    sheet.y = bottom;
    let names: Vec<String> = bars.iter().map(|bar| bar.0.clone()).collect();
    names_below(sheet, &names, |at| left + (at as f64 + 0.5) * slot, slot);
    sheet.words_below(&chart.x_label);
}

/// The place left of an upright scale for its labels.
pub fn room_for_labels(ticks: &Ticks) -> f64 {
    let labels = number::labels(&ticks.at, ticks.step);
    MARGIN + labels.iter().map(|label| width(label, SIZE)).fold(LINE, f64::max) + 6.0
}

fn told(value: f64, missing: &str) -> String {
    if scale::drawable(value) { number::short(value) } else { missing.to_owned() }
}
