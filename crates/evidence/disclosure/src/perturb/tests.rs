//! The noise has the distribution that is promised, and nothing is gained by asking twice.

use super::*;
use crate::{Hierarchy, Layout};

fn table(count: u64) -> Table {
    let flat = |what, parts: &[&str]| Hierarchy::flat(what, "all", parts).unwrap();
    let layout = Layout::new(flat("area", &["north", "south"]), flat("period", &["May"]), flat("kind", &["theft"]));
    let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
    Table::new(layout, finest.into_iter().map(|cell| (cell, count))).unwrap()
}

fn key() -> Key {
    Key::new([7; 32])
}

fn draws(epsilon: Epsilon, how_many: u32) -> Vec<i64> {
    (0..how_many).map(|n| Stream::new(&key(), &[&n.to_le_bytes()]).geometric(epsilon)).collect()
}

/// Chi-square over −5…5 and both tails: 12 degrees of freedom, the 99.9th percentile is 32.9. Fixed key: always the same draws.
#[test]
fn noise_is_two_sided_geometric() {
    for thousandths in [500, 1000] {
        let epsilon = Epsilon::thousandths(thousandths).unwrap();
        let draws = draws(epsilon, 20_000);
        let alpha = (-f64::from(thousandths) / 1000.0).exp();
        let chance = |size: f64| (1.0 - alpha) / (1.0 + alpha) * alpha.powf(size);
        let tail = alpha.powf(6.0) / (1.0 + alpha);
        let all = draws.len() as f64;
        let square = |seen: usize, chance: f64| (seen as f64 - all * chance).powi(2) / (all * chance);
        let inner: f64 =
            (-5..=5_i64).map(|n| square(draws.iter().filter(|draw| **draw == n).count(), chance(n.abs() as f64))).sum();
        let outer = square(draws.iter().filter(|draw| **draw < -5).count(), tail)
            + square(draws.iter().filter(|draw| **draw > 5).count(), tail);
        assert!(inner + outer < 32.9, "{thousandths}: {}", inner + outer);
    }
}

#[test]
fn the_margin_holds_as_often_as_it_says() {
    for thousandths in [100, 500, 2000] {
        let epsilon = Epsilon::thousandths(thousandths).unwrap();
        let draws = draws(epsilon, 12_000);
        for terms in [1, 4, 30, 100] {
            let margin = i64::try_from(margin::of_sum(epsilon, terms)).unwrap();
            let sums: Vec<i64> = draws.chunks_exact(terms).map(|chunk| chunk.iter().sum()).collect();
            let share = |margin: i64| sums.iter().filter(|sum| sum.abs() <= margin).count() as f64 / sums.len() as f64;
            let slack = 4.0 * (0.05 * 0.95 / sums.len() as f64).sqrt();
            assert!(share(margin) > 0.95 - slack, "{thousandths}, {terms}: {}", share(margin));
            let step = (margin / 10).max(1);
            assert!(share(margin - step) < 0.95 + slack, "{thousandths}, {terms}: {margin} is too wide");
        }
    }
}

#[test]
fn asking_again_gains_nothing() {
    let epsilon = Epsilon::thousandths(400).unwrap();
    let mut budget = Budget::new(1000);
    let first = perturb(&table(40), "2026-05", epsilon, &key(), &mut budget).unwrap();
    for _ in 0..5 {
        assert_eq!(perturb(&table(40), "2026-05", epsilon, &key(), &mut budget).unwrap(), first);
    }
    assert_eq!(budget.left(), 600);
    // Other content under the same name would show the difference; under another name it has noise of its own.
    let changed = perturb(&table(41), "2026-05", epsilon, &key(), &mut budget);
    assert!(matches!(changed, Err(Error::Changed { .. })));
    let second = perturb(&table(41), "2026-05 corrected", epsilon, &key(), &mut budget).unwrap();
    let apart: Vec<i64> = first.sums.iter().zip(&second.sums).map(|(a, b)| b - a).collect();
    assert_ne!(apart[first.layout.index([1, 1, 1])], 1);
}

#[test]
fn no_more_is_spent_than_there_is() {
    let epsilon = Epsilon::thousandths(400).unwrap();
    let mut budget = Budget::new(1000);
    for release in ["a", "b"] {
        perturb(&table(9), release, epsilon, &key(), &mut budget).unwrap();
    }
    let refused = perturb(&table(9), "c", epsilon, &key(), &mut budget);
    assert_eq!(refused, Err(Error::Budget { asked: 400, left: 200 }));
    assert_eq!((budget.left(), budget.spent().len()), (200, 2));
    let kept: Budget = serde_json::from_str(&serde_json::to_string(&budget).unwrap()).unwrap();
    assert_eq!(kept, budget);
}

#[test]
fn numbers_are_whole_and_not_below_zero() {
    let epsilon = Epsilon::thousandths(100).unwrap();
    let mut lifted = 0;
    for n in 0..40 {
        let mut budget = Budget::new(1000);
        let shown = perturb(&table(0), &format!("{n}"), epsilon, &key(), &mut budget).unwrap();
        let sum: i64 = shown.sums[shown.layout.index([1, 1, 1])];
        assert_eq!(shown.value([1, 1, 1]).count, u64::try_from(sum.max(0)).unwrap());
        lifted += usize::from(sum < 0);
        // P(|noise| > m) ≤ 5%: m = 30 for ε = 0.1, by hand: 2·α^(m+1)/(1+α) is 0.0522 for 29 and 0.0473 for 30.
        assert_eq!(shown.value([1, 1, 1]).margin, 30);
    }
    assert!((8..32).contains(&lifted), "{lifted}");
}

/// Another key gives other noise: what is published does not tell it.
#[test]
fn the_key_is_what_makes_it_secret() {
    let epsilon = Epsilon::thousandths(100).unwrap();
    let with = |key: &Key| perturb(&table(40), "2026-05", epsilon, key, &mut Budget::new(100)).unwrap();
    assert_ne!(with(&key()), with(&Key::new([8; 32])));
    assert_eq!(format!("{:?}", key()), "Key(secret)");
}

#[test]
fn epsilon_is_checked() {
    assert!(Epsilon::thousandths(0).is_err() && Epsilon::thousandths(10_001).is_err());
}
