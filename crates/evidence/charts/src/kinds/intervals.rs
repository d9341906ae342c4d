//! Estimates with their intervals: a dot on a line for each name.

use crate::Chart;
use crate::frame::{MARGIN, Sheet};
use crate::letters::width;
use crate::number;
use crate::scale::{self, Scale, Ticks};
use crate::scene::{Anchor, Item, MAIN, SIZE, SOFT, TEXT};

type Row = (String, f64, f64, Option<f64>);

/// More rows than this are drawn as thin lines without names.
const NAMED: usize = 150;

pub fn draw(sheet: &mut Sheet, chart: &Chart, rows: &[Row], reference: Option<f64>) {
    let ends = rows.iter().flat_map(|(_, estimate, lower, upper)| [Some(*estimate), Some(*lower), *upper]);
    let Some(found) = scale::range(ends.flatten().chain(reference)).filter(|_| !rows.is_empty()) else {
        return sheet.nothing();
    };
    sheet.words(&chart.y_label);
    sheet.y += 6.0;
    let named = rows.len() <= NAMED;
    let told: Vec<String> = rows.iter().map(|row| told(row, &sheet.missing)).collect();
    let said = named && !sheet.is_narrow();
    let beside = if said { told.iter().map(|text| width(text, SIZE)).fold(0.0, f64::max) + 14.0 } else { 4.0 };
    let left = if named { sheet.room_for_names(rows.iter().map(|row| row.0.as_str())) } else { MARGIN } + 12.0;
    let right = sheet.right() - beside;
    let ticks = scale::round(found, ((right - left) / 90.0).clamp(2.0, 8.0));
    let across = Scale::new(ticks.range, left, right);
    let high = match (named, rows.iter().any(|row| width(&row.0, SIZE) > left - MARGIN - 12.0)) {
        (true, true) => 34.0,
        (true, false) => 26.0,
        (false, _) => 4.0,
    };
    let top = sheet.y;
    sheet.y += rows.len() as f64 * high + 4.0;
    let bottom = sheet.y;
    sheet.level_scale(&across, &ticks, Some(top));
    if let Some(reference) = reference.filter(|value| scale::drawable(*value)) {
        let x = across.at(reference);
        let points = vec![(x, top), (x, bottom)];
        sheet.scene.items.push(Item::Line { points, ink: TEXT, width: 1.5, dash: &[5.0, 3.0] });
    }
    for (at, (row, told)) in rows.iter().zip(&told).enumerate() {
        let middle = top + (at as f64 + 0.5) * high;
        if named {
            sheet.name(&row.0, left - 12.0, middle, 2);
        }
        mark(sheet, row, &across, &ticks, middle, named);
        if said {
            let ink = if scale::drawable(row.1) { TEXT } else { SOFT };
            sheet.scene.text((right + 14.0, middle + 4.5), told, Anchor::Left, ink);
        }
    }
    sheet.words_below(&chart.x_label);
}

/// The line from end to end, with an arrow where there is no end, and the dot of the estimate.
fn mark(sheet: &mut Sheet, row: &Row, across: &Scale, ticks: &Ticks, y: f64, large: bool) {
    let (_, estimate, lower, upper) = row;
    if !scale::drawable(*estimate) {
        return;
    }
    let (tall, thick, radius) = if large { (4.5, 2.0, 4.5) } else { (0.0, 1.0, 1.5) };
    let line = |points| Item::Line { points, ink: MAIN, width: thick, dash: &[] };
    let mut ends = Vec::new();
    let open = across.at(ticks.range.1);
    for (end, otherwise) in [(Some(*lower), across.at(ticks.range.0)), (*upper, open)] {
        match end.filter(|end| scale::drawable(*end)) {
            Some(end) => {
                let x = across.at(end);
                ends.push(x);
                if tall > 0.0 {
                    sheet.scene.items.push(line(vec![(x, y - tall), (x, y + tall)]));
                }
            }
            None => {
                let back = if otherwise > across.at(*estimate) { -6.0 } else { 6.0 };
                ends.push(otherwise);
                let head = vec![(otherwise + back, y - tall), (otherwise, y), (otherwise + back, y + tall)];
                sheet.scene.items.push(line(head));
            }
        }
    }
    sheet.scene.items.push(line(ends.into_iter().map(|x| (x, y)).collect()));
    let centres = vec![(across.at(*estimate), y)];
    sheet.scene.items.push(Item::Dots { centres, radius, ink: MAIN, ring: false });
}

/// `1.23 [1.10, 1.40]`, and an open end as ∞ is not in every font: `1.23 [1.10, …`.
fn told((_, estimate, lower, upper): &Row, missing: &str) -> String {
    if !scale::drawable(*estimate) {
        return missing.to_owned();
    }
    let ends = [Some(*lower), *upper].map(|end| end.filter(|end| scale::drawable(*end)));
    let decimals = decimals(ends.into_iter().flatten().chain([*estimate]));
    let write = |value: f64| decimals.map_or_else(|| number::short(value), |decimals| number::fixed(value, decimals));
    let [lower, upper] = ends.map(|end| end.map(write));
    let (from, to) = (lower.unwrap_or_else(|| "…".to_owned()), upper.unwrap_or_else(|| "…".to_owned()));
    format!("{} [{from}, {to}]", write(*estimate))
}

/// As many decimals as show three figures of the largest; `None` where powers of ten are needed.
fn decimals(values: impl Iterator<Item = f64>) -> Option<usize> {
    let most = values.map(f64::abs).fold(0.0, f64::max);
    if most == 0.0 {
        return Some(0);
    }
    if !(1e-4..1e12).contains(&most) {
        return None;
    }
    Some((2.0 - most.log10().floor()).clamp(0.0, 6.0) as usize)
}
