//! A table of values as shades.

use super::key;
use crate::Chart;
use crate::frame::{LINE, Sheet, names_below};
use crate::letters::width;
use crate::number;
use crate::scale;
use crate::scene::{Anchor, Ink, Item, SIZE, WHITE, corners};
use crate::shades::Shades;

pub fn draw(sheet: &mut Sheet, chart: &Chart, rows: &[String], columns: &[String], values: &[Vec<f64>]) {
    let all: Vec<f64> = values.iter().flatten().copied().collect();
    let Some(shades) = Shades::of(&all).filter(|_| !rows.is_empty() && !columns.is_empty()) else {
        return sheet.nothing();
    };
    sheet.words(&chart.y_label);
    sheet.y += 8.0;
    let left = sheet.room_for_names(rows.iter().map(String::as_str)) + 8.0;
    let wide = ((sheet.right() - left) / columns.len() as f64).min(90.0);
    let high =
        if rows.len() > 60 { (1200.0 / rows.len() as f64).clamp(2.0, 20.0) } else { 20.0_f64.max(wide.min(26.0)) };
    let top = sheet.y;
    shade(sheet, values, (rows.len(), columns.len()), &shades, (left, top), (wide, high));
    // Names of rows stand as close as they can be read.
    let every = (LINE / high).ceil().max(1.0) as usize;
    for (at, name) in rows.iter().enumerate().step_by(every) {
        sheet.name(name, left - 8.0, top + (at as f64 + 0.5) * high, 1);
    }
    sheet.y = top + rows.len() as f64 * high;
    names_below(sheet, columns, |at| left + (at as f64 + 0.5) * wide, wide);
    sheet.words_below(&chart.x_label);
    let missing =
        (0..rows.len()).any(|row| (0..columns.len()).any(|column| !scale::drawable(value(values, row, column))));
    key::shades(sheet, &shades, missing);
}

/// What is not there is missing, as what is no number.
fn value(values: &[Vec<f64>], row: usize, column: usize) -> f64 {
    values.get(row).and_then(|row| row.get(column)).copied().unwrap_or(f64::NAN)
}

/// One shape for each class of shades, and what stands in the fields: the value where there is room for every one.
fn shade(
    sheet: &mut Sheet,
    values: &[Vec<f64>],
    (rows, columns): (usize, usize),
    shades: &Shades,
    (left, top): (f64, f64),
    (wide, high): (f64, f64),
) {
    let fields: Vec<(f64, f64, f64)> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(row, column)| (left + column as f64 * wide, top + row as f64 * high, value(values, row, column)))
        .collect();
    let gap = if wide > 6.0 && high > 6.0 { 1.0 } else { 0.0 };
    for (class, ink) in shades.inks.iter().enumerate() {
        let of_class = fields.iter().filter(|field| shades.class(field.2) == Some(class));
        let outlines: Vec<_> = of_class.map(|(x, y, _)| corners(*x, *y, wide - gap, high - gap)).collect();
        if !outlines.is_empty() {
            sheet.scene.items.push(Item::Shape { outlines, fill: *ink, edge: None, told: None });
        }
    }
    // One decimal more than the key's steps need; whole numbers stay whole.
    let whole = fields.iter().all(|field| field.2.fract() == 0.0 || !scale::drawable(field.2));
    let decimals = if whole { 0.0 } else { (1.0 - shades.step.log10().floor()).max(0.0) };
    let shown = |value: f64| match scale::drawable(value) {
        true if decimals < 7.0 => number::fixed(value, decimals as usize),
        true => number::short(value),
        false => String::new(),
    };
    let fits = high >= 16.0 && fields.iter().all(|field| width(&shown(field.2), SIZE - 1.0) + 6.0 < wide);
    for (x, y, value) in fields {
        let Some(ink) = shades.ink(value) else {
            key::crossed(sheet, (x, y), wide - gap, high - gap);
            continue;
        };
        let middle = (x + (wide - gap) / 2.0, y + (high - gap) / 2.0);
        if fits {
            written(sheet, middle, shown(value), ink);
        } else if shades.both_sides() && value < 0.0 && wide > 9.0 && high > 5.0 {
            key::below_zero(sheet, middle, 3.5, ink);
        }
    }
}

fn written(sheet: &mut Sheet, (x, y): (f64, f64), text: String, on: Ink) {
    let ink = if key::contrast(on) == WHITE { WHITE } else { crate::scene::TEXT };
    let (at, size) = ((x, y + 4.0), SIZE - 1.0);
    sheet.scene.items.push(Item::Text { at, text, size, bold: false, anchor: Anchor::Middle, ink, whole: None });
}
