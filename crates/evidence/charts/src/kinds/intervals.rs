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
    let decimals = decimals(rows);
    let told: Vec<String> = rows.iter().map(|row| told(row, decimals, &sheet.missing)).collect();
    let said = named && !sheet.is_narrow();
    let beside = if said { told.iter().map(|text| width(text, SIZE)).fold(0.0, f64::max) + 14.0 } else { 4.0 };
    let left = if named { sheet.room_for_names(rows.iter().map(|row| row.0.as_str())) } else { MARGIN } + 12.0;
    let right = sheet.right() - beside;
    let ticks = scale::round(found, ((right - left) / 65.0).clamp(2.0, 8.0));
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

/// `1.23 [1.10, 1.40]`; an end that is open is left open: `1.23 [1.10, …]`.
fn told((_, estimate, lower, upper): &Row, decimals: Option<usize>, missing: &str) -> String {
    if !scale::drawable(*estimate) {
        return missing.to_owned();
    }
    let write = |value: f64| decimals.map_or_else(|| number::short(value), |decimals| number::fixed(value, decimals));
    let end = |end: Option<f64>| end.filter(|end| scale::drawable(*end)).map_or_else(|| "…".to_owned(), write);
    format!("{} [{}, {}]", write(*estimate), end(Some(*lower)), end(*upper))
}

/// As many decimals for all rows as show three figures of the estimate in the middle; `None` where powers of ten are
/// needed.
fn decimals(rows: &[Row]) -> Option<usize> {
    let mut sizes: Vec<f64> =
        rows.iter().map(|row| row.1.abs()).filter(|size| scale::drawable(*size) && *size > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let Some(middle) = sizes.get(sizes.len() / 2) else { return Some(2) };
    let mut drawn = rows.iter().filter(|row| scale::drawable(row.1));
    let whole = drawn.all(|row| [row.1, row.2, row.3.unwrap_or(0.0)].iter().all(|value| value.fract() == 0.0));
    match middle {
        _ if whole => Some(0),
        1e-4..1e12 => Some((2.0 - middle.log10().floor()).clamp(0.0, 6.0) as usize),
        _ => None,
    }
}
