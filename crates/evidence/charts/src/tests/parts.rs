//! Numbers, ticks, words and shades.

use crate::letters::{cut, width, windows_1252, wrap};
use crate::number::{fixed, labels, short};
use crate::scale::{round, within};
use crate::shades::Shades;

#[test]
fn numbers_have_thousands_and_a_true_minus() {
    assert_eq!(fixed(1_234_567.891, 2), "1,234,567.89");
    assert_eq!(fixed(-999.0, 0), "\u{2212}999");
    assert_eq!(fixed(-0.004, 2), "0.00");
    let pairs = [
        (0.0, "0"),
        (12_345_678.0, "12,345,678"),
        (655.5, "655.5"),
        (0.012_345_6, "0.01235"),
        (0.5, "0.5"),
        (-1.0 / 3.0, "\u{2212}0.3333"),
        (123_456.7, "123,457"),
        (1e-7, "1e\u{2212}7"),
        (2.5e15, "2.5e15"),
    ];
    for (value, written) in pairs {
        assert_eq!(short(value), written, "{value}");
    }
}

#[test]
fn ticks_are_round_and_hold_the_range() {
    assert_eq!(round((0.0, 97.0), 5.0).at, [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
    assert_eq!(round((-0.3, 0.3), 5.0).at, [-0.4, -0.2, 0.0, 0.2, 0.4]);
    assert_eq!(within((2019.0, 2020.9), 4.0).at, [2019.0, 2019.5, 2020.0, 2020.5]);
    assert_eq!(round((7.0, 7.0), 5.0).range, (2.0, 12.0));
    assert_eq!(round((0.0, 0.0), 5.0).range, (0.0, 1.0));
    for (low, high) in [(1e-9, 3e-9), (-1e250, 1e299), (1e15, 1e15 + 4.0), (5.0, 5.0 + 1e-13), (-7.1, -0.2)] {
        let ticks = round((low, high), 5.0);
        let dust = (high - low) * 1e-8;
        assert!(ticks.range.0 <= low + dust && ticks.range.1 >= high - dust, "{ticks:?}");
        assert!((2..=12).contains(&ticks.at.len()), "{ticks:?}");
        assert!(ticks.at.windows(2).all(|pair| pair[0] < pair[1]), "{ticks:?}");
    }
}

#[test]
fn labels_of_a_scale_agree_and_years_have_no_comma() {
    assert_eq!(labels(&[0.0, 0.5, 1.0], 0.5), ["0.0", "0.5", "1.0"]);
    assert_eq!(labels(&[1990.0, 2000.0], 10.0), ["1990", "2000"]);
    assert_eq!(labels(&[0.0, 20_000.0], 20_000.0), ["0", "20,000"]);
    assert_eq!(labels(&[0.0, 2e-7], 2e-7), ["0", "2e\u{2212}7"]);
}

#[test]
fn words_break_and_are_cut_where_there_is_no_room() {
    assert_eq!(wrap("North Dock and Mill", 13.0, width("North Dock", 13.0), 3), ["North Dock", "and Mill"]);
    let two = wrap("one two three four five six seven", 13.0, 60.0, 2);
    assert_eq!(two.len(), 2);
    assert!(two[1].ends_with('…') && two.iter().all(|line| width(line, 13.0) <= 60.0), "{two:?}");
    assert_eq!(cut("Riverside", 13.0, 500.0), "Riverside");
    assert!(wrap("", 13.0, 60.0, 2).is_empty());
}

#[test]
fn windows_1252_says_what_it_lacks() {
    assert_eq!(windows_1252("Zoë – \u{2212}5 €"), (b"Zo\xeb \x96 \x965 \x80".to_vec(), true));
    assert_eq!(windows_1252("صيدا x"), (b"???? x".to_vec(), false));
}

#[test]
fn shades_are_few_round_and_darker_for_more() {
    let light = |ink: &crate::scene::Ink| u32::from(ink.0) * 3 + u32::from(ink.1) * 6 + u32::from(ink.2);
    for values in
        [vec![5.0, 11.0, 24.0], vec![0.0, 1.0], vec![3.0], vec![1e-8, 9e-8], (0..1000).map(f64::from).collect()]
    {
        let shades = Shades::of(&values).unwrap();
        assert!((1..=7).contains(&shades.inks.len()) && shades.breaks.len() == shades.inks.len() + 1, "{shades:?}");
        assert!(shades.inks.windows(2).all(|pair| light(&pair[0]) > light(&pair[1]) + 100), "{shades:?}");
        assert!(values.iter().all(|value| {
            let class = shades.class(*value).unwrap();
            shades.breaks[class] <= *value && *value <= shades.breaks[class + 1]
        }));
    }
    let skewed: Vec<f64> = (0..100).map(|at| if at < 90 { 1.0 } else { f64::from(at) * 2.0 }).collect();
    assert_eq!(Shades::of(&skewed).unwrap().breaks, [0.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0]);
    let both = Shades::of(&[-2.0, 0.0, 9.0]).unwrap();
    assert!(both.both_sides() && both.breaks.contains(&0.0), "{both:?}");
    assert_eq!(both.breaks[both.class(0.0).unwrap()], 0.0, "zero is not below zero");
    assert_eq!((Shades::of(&[f64::NAN, f64::INFINITY]), both.ink(f64::NAN)), (None, None));
}
