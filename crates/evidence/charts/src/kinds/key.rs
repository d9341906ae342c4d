//! The key to shades: their classes side by side, with the numbers between them.

use crate::frame::{MARGIN, Sheet};
use crate::letters::width;
use crate::number;
use crate::scene::{AXIS, Anchor, Item, SIZE, SOFT, WHITE, corners};
use crate::shades::Shades;

/// Draws the key; with a box for what is missing where something is.
pub fn shades(sheet: &mut Sheet, shades: &Shades, missing: bool) {
    let labels = number::labels(&shades.breaks, shades.step);
    let widest = labels.iter().map(|label| width(label, SIZE)).fold(0.0, f64::max);
    let classes = shades.inks.len().max(1) as f64;
    let wide = (widest + 10.0).max(34.0).min((sheet.inner() - widest).max(60.0) / classes);
    let every = ((widest + 6.0) / wide).ceil().max(1.0) as usize;
    let (left, top) = (MARGIN + widest / 2.0, sheet.y + 8.0);
    for (class, ink) in shades.inks.iter().enumerate() {
        let x = left + class as f64 * wide;
        sheet.scene.items.push(boxed(x, top, wide, Some(*ink)));
        if shades.both_sides() && shades.breaks.get(class + 1).is_some_and(|end| *end <= 0.0) {
            below_zero(sheet, (x + wide / 2.0, top + 7.0), 3.5, *ink);
        }
    }
    for (place, label) in labels.iter().enumerate().step_by(every) {
        sheet.scene.text((left + place as f64 * wide, top + 29.0), label, Anchor::Middle, SOFT);
    }
    sheet.y = top + 34.0;
    if missing {
        let mut x = left + classes * wide + 22.0;
        let mut y = top;
        let text = sheet.missing.clone();
        if x + 30.0 + width(&text, SIZE) > sheet.right() {
            (x, y) = (left, sheet.y + 4.0);
            sheet.y += 24.0;
        }
        sheet.scene.items.push(boxed(x, y, 24.0, None));
        crossed(sheet, (x, y), 24.0, 14.0);
        sheet.scene.text((x + 30.0, y + 11.5), text, Anchor::Left, SOFT);
    }
}

fn boxed(x: f64, y: f64, wide: f64, ink: Option<crate::scene::Ink>) -> Item {
    let outlines = vec![corners(x, y, wide, 14.0)];
    Item::Shape { outlines, fill: ink.unwrap_or(WHITE), edge: Some(AXIS), told: None }
}

/// The stroke through a place without a value.
pub fn crossed(sheet: &mut Sheet, (x, y): (f64, f64), wide: f64, high: f64) {
    sheet.scene.line((x, y + high), (x + wide, y), AXIS, 1.0);
}

/// The minus sign in a shade below zero, for those who do not see the difference of colours.
pub fn below_zero(sheet: &mut Sheet, (x, y): (f64, f64), half: f64, on: crate::scene::Ink) {
    let ink = contrast(on);
    sheet.scene.line((x - half, y), (x + half, y), ink, 1.2);
}

/// White on dark shades, dark on light ones.
pub fn contrast(on: crate::scene::Ink) -> crate::scene::Ink {
    let light = f64::from(on.0) * 0.299 + f64::from(on.1) * 0.587 + f64::from(on.2) * 0.114;
    if light < 140.0 { WHITE } else { crate::scene::TEXT }
}
