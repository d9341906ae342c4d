//! Lines through points, each with its dashes, its marker and its name at its end.

use crate::Chart;
use crate::frame::{LINE, MARGIN, Sheet};
use crate::kinds::bars::room_for_labels;
use crate::letters::{cut, width};
use crate::scale::{self, Scale};
use crate::scene::{AXIS, Anchor, Ink, Item, Point, SIZE, WHITE};

pub type Series = (String, Vec<Point>);

/// Six colours that differ in lightness, too, each 3:1 or more on white.
const INKS: [Ink; 6] = [
    Ink(0x12, 0x43, 0x6d),
    Ink(0xc7, 0x4b, 0x0a),
    Ink(0x1d, 0x8a, 0x80),
    Ink(0x80, 0x16, 0x50),
    Ink(0x3d, 0x3d, 0x3d),
    Ink(0x7d, 0x5f, 0xbd),
];

const DASHES: [&[f64]; 6] =
    [&[], &[7.0, 4.0], &[2.0, 3.0], &[10.0, 3.0, 2.0, 3.0], &[14.0, 4.0], &[5.0, 2.0, 2.0, 2.0, 2.0, 2.0]];

/// Markers are drawn on lines of so many points at most.
const MARKED: usize = 40;

/// The look of the line with this number: after six lines the colours come again, with other dashes.
fn look(number: usize) -> (Ink, &'static [f64]) {
    let ink = INKS.get(number % INKS.len()).copied().unwrap_or(AXIS);
    (ink, DASHES.get((number + number / INKS.len()) % DASHES.len()).copied().unwrap_or(&[]))
}

/// Lines over numbers, or over periods that have `names`.
pub fn draw(sheet: &mut Sheet, chart: &Chart, lines: &[Series], names: &[String]) {
    let points =
        || lines.iter().flat_map(|line| line.1.iter()).filter(|at| scale::drawable(at.0) && scale::drawable(at.1));
    let (Some(x), Some(y)) = (scale::range(points().map(|at| at.0)), scale::range(points().map(|at| at.1))) else {
        return sheet.nothing();
    };
    sheet.words(&chart.y_label);
    let widest = lines.iter().map(|line| width(&line.0, SIZE)).fold(0.0, f64::max);
    let high = (sheet.scene.width * 0.5).clamp(190.0, 380.0);
    let at_ends = lines.len() > 1 && !sheet.is_narrow() && lines.len() as f64 * 15.0 < high;
    if lines.len() > 1 && !at_ends {
        key(sheet, lines);
    }
    sheet.y += 12.0;
    let up = scale::round((near_zero(y), y.1), if sheet.is_narrow() { 4.0 } else { 5.0 });
    let left = room_for_labels(&up);
    let room = if at_ends { (widest * 1.07).min(sheet.inner() * 0.28) + 14.0 } else { 6.0 };
    let (top, right) = (sheet.y, sheet.right() - room);
    sheet.y = top + high;
    let upright = Scale::new(up.range, sheet.y, top);
    sheet.upright_scale(&upright, &up, left, right);
    let longest = names.iter().map(|name| width(name, SIZE)).fold(0.0, f64::max);
    let ticks = scale::within(x, ((right - left) / (longest + 20.0).max(90.0)).clamp(1.0, 10.0));
    let inset = 6.0;
    let across = sheet.number_line(ticks.range, left + inset, right - inset);
    let mut ends = Vec::new();
    for (number, (_, points)) in lines.iter().enumerate() {
        ends.push(line(sheet, number, points, &across, &upright, lines.len() > 1));
    }
    sheet.scene.line((left, top + high), (right, top + high), AXIS, 1.0);
    match names {
        [] => sheet.level_scale(&across, &ticks, None),
        names => sheet.named_scale(&across, &named(&ticks, names)),
    }
    sheet.words_below(&chart.x_label);
    if at_ends {
        names_at_ends(sheet, lines, &ends, (top, top + high), right);
    }
}

/// The ticks at whole numbers that are a period's, with its name; the first of all where there is no other.
fn named(ticks: &scale::Ticks, names: &[String]) -> Vec<(f64, String)> {
    let name = |tick: &f64| {
        let place = (tick.fract() == 0.0 && *tick >= 1.0).then_some(*tick as usize)?;
        names.get(place - 1).map(|name| (*tick, name.clone()))
    };
    let found: Vec<_> = ticks.at.iter().filter_map(name).collect();
    if found.is_empty() { names.first().map(|name| (1.0, name.clone())).into_iter().collect() } else { found }
}

/// From zero where the values come near to it, so that what changed little does not look as if it changed much.
pub fn near_zero((low, high): (f64, f64)) -> f64 {
    if low > 0.0 && low < high * 0.7 { 0.0 } else { low }
}

/// One line, broken where a point is missing, and the place of its end on the side where its name stands.
pub fn line(
    sheet: &mut Sheet,
    number: usize,
    points: &[Point],
    across: &Scale,
    up: &Scale,
    marked: bool,
) -> Option<Point> {
    let (ink, dash) = look(number);
    let mut last = None;
    let mut markers = Vec::new();
    for part in points.split(|at| !(scale::drawable(at.0) && scale::drawable(at.1))) {
        let places: Vec<Point> = part.iter().map(|at| (across.at(at.0), up.at(at.1))).collect();
        last = if sheet.is_turned() { last.or(places.first().copied()) } else { places.last().copied().or(last) };
        if points.len() <= MARKED || places.len() == 1 {
            markers.extend(places.iter().copied());
        }
        if places.len() > 1 {
            sheet.scene.items.push(Item::Line { points: places, ink, width: 2.0, dash });
        }
    }
    if marked || points.len() == 1 {
        markers.into_iter().for_each(|at| marker(sheet, number, at, ink));
    }
    last
}

/// Circle, square, triangle, diamond, ring, triangle on its head.
fn marker(sheet: &mut Sheet, number: usize, (x, y): Point, ink: Ink) {
    let corners: &[Point] = match number % 6 {
        1 => &[(-3.2, -3.2), (3.2, -3.2), (3.2, 3.2), (-3.2, 3.2)],
        2 => &[(0.0, -4.4), (4.2, 3.2), (-4.2, 3.2)],
        3 => &[(0.0, -4.6), (4.6, 0.0), (0.0, 4.6), (-4.6, 0.0)],
        5 => &[(0.0, 4.4), (4.2, -3.2), (-4.2, -3.2)],
        _ => {
            sheet.scene.items.push(Item::Dots { centres: vec![(x, y)], radius: 3.6, ink, ring: false });
            if number % 6 == 4 {
                sheet.scene.items.push(Item::Dots { centres: vec![(x, y)], radius: 2.0, ink: WHITE, ring: false });
            }
            return;
        }
    };
    let outlines = vec![corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect()];
    sheet.scene.items.push(Item::Shape { outlines, fill: ink, edge: None, told: None });
}

/// Names beside the ends of their lines, moved apart where they would touch.
fn names_at_ends(sheet: &mut Sheet, lines: &[Series], ends: &[Option<Point>], (top, bottom): (f64, f64), right: f64) {
    let mut wanted: Vec<(usize, Point)> =
        ends.iter().enumerate().filter_map(|(number, end)| end.map(|end| (number, end))).collect();
    wanted.sort_by(|a, b| a.1.1.total_cmp(&b.1.1));
    let mut places: Vec<f64> = Vec::new();
    for (_, end) in &wanted {
        let least = places.last().map_or(top, |above| above + 15.0);
        places.push(end.1.max(least));
    }
    // What was pushed below the plot pushes the others up again.
    let mut limit = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(limit);
        limit = *place - 15.0;
    }
    for ((number, _), y) in wanted.iter().zip(places) {
        let Some((name, _)) = lines.get(*number) else { continue };
        let text = cut(name, SIZE * 1.07, sheet.right() - right - 8.0);
        let whole = (text != *name).then(|| name.clone());
        let (at, ink) = ((right + 6.0, y + 4.5), look(*number).0);
        sheet.scene.items.push(Item::Text { at, text, size: SIZE, bold: true, anchor: Anchor::Left, ink, whole });
    }
}

/// The key above the plot where there is no room beside the lines: a piece of each line with its marker and its name.
pub fn key(sheet: &mut Sheet, lines: &[Series]) {
    sheet.y += 4.0;
    let mut x = MARGIN;
    sheet.y += LINE;
    for (number, (name, _)) in lines.iter().enumerate() {
        let (ink, dash) = look(number);
        let text = cut(name, SIZE * 1.07, sheet.inner() - 44.0);
        let wide = 38.0 + width(&text, SIZE) + 16.0;
        if x > MARGIN && x + wide - 16.0 > sheet.right() {
            (x, sheet.y) = (MARGIN, sheet.y + LINE + 2.0);
        }
        let y = sheet.y - 8.0;
        sheet.scene.items.push(Item::Line { points: vec![(x, y), (x + 30.0, y)], ink, width: 2.0, dash });
        marker(sheet, number, (x + 15.0, y), ink);
        let whole = (text != *name).then(|| name.clone());
        let at = (x + 36.0, sheet.y - 3.5);
        sheet.scene.items.push(Item::Text { at, text, size: SIZE, bold: false, anchor: Anchor::Left, ink, whole });
        x += wide;
    }
}
