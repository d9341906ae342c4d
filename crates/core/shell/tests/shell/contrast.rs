//! The colours of `web/styles/tokens.css` meet WCAG 2.2 AA wherever they can meet, in both schemes: 4.5 for text, 3 for
//! the parts of a control or drawing that must be seen.

use std::collections::HashMap;

const TOKENS: &str = include_str!("../../../../../web/styles/tokens.css");

const TEXT: f64 = 4.5;
const SHAPE: f64 = 3.0;

/// What stands on what, and how much it must differ.
const PAIRS: &[(&str, &str, f64)] = &[
    ("ink", "paper", TEXT),
    ("ink", "sheet", TEXT),
    ("ink", "green-sheet", TEXT),
    ("ink", "ochre-sheet", TEXT),
    ("soft", "paper", TEXT),
    ("soft", "sheet", TEXT),
    ("petrol", "paper", TEXT),
    ("petrol", "sheet", TEXT),
    ("petrol", "green-sheet", TEXT),
    ("petrol", "ochre-sheet", TEXT),
    ("petrol-deep", "paper", TEXT),
    ("petrol-deep", "sheet", TEXT),
    ("visited", "paper", TEXT),
    ("visited", "sheet", TEXT),
    ("visited", "green-sheet", TEXT),
    ("visited", "ochre-sheet", TEXT),
    ("on-petrol", "petrol", TEXT),
    ("on-petrol", "petrol-deep", TEXT),
    ("ochre", "paper", TEXT),
    ("ochre", "ochre-sheet", TEXT),
    ("green", "paper", TEXT),
    ("green", "green-sheet", TEXT),
    ("red", "paper", TEXT),
    ("red", "red-sheet", TEXT),
    ("edge", "paper", SHAPE),
    ("focus", "paper", SHAPE),
    ("focus", "sheet", SHAPE),
];

/// Channel of sRGB to linear light (WCAG 2.2, relative luminance).
fn linear(channel: u8) -> f64 {
    let value = f64::from(channel) / 255.0;
    if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
}

fn luminance(hex: &str) -> f64 {
    let channel = |at: usize| linear(u8::from_str_radix(hex.get(at..at + 2).unwrap(), 16).unwrap());
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(one: &str, other: &str) -> f64 {
    let (a, b) = (luminance(one), luminance(other));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn colours(rules: &str) -> HashMap<&str, &str> {
    let declared =
        rules.lines().filter_map(|line| line.trim().strip_prefix("--")?.strip_suffix(';')?.split_once(": #"));
    declared.collect()
}

#[test]
fn all_colours_that_meet_can_be_told_apart() {
    let (light, dark) = TOKENS.split_once("@media (prefers-color-scheme: dark)").unwrap();
    let (light, dark) = (colours(light), colours(dark));
    assert_eq!(light.len(), dark.len(), "both schemes name the same colours");
    for (name, scheme) in [("light", light), ("dark", dark)] {
        for (upper, lower, needed) in PAIRS {
            let found = contrast(scheme[upper], scheme[lower]);
            assert!(found >= *needed, "{name}: {upper} on {lower} has {found:.2}, needs {needed}");
        }
    }
}

#[test]
fn contrast_is_computed_as_the_guidelines_do() {
    assert!((contrast("000000", "ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("777777", "ffffff") - 4.48).abs() < 0.005);
}
