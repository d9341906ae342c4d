//! No difference between two days is a single event.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::suppress::suppress;
use crate::{Hierarchy, Layout};

#[test]
fn periods_are_calendar_periods() {
    let of = |unit, day| Period::of(unit, day).unwrap().name();
    assert_eq!(of(Unit::Month, date(2024, 2, 10)), "2024-02-01/2024-02-29");
    assert_eq!(of(Unit::Quarter, date(2026, 11, 21)), "2026-10-01/2026-12-31");
    assert_eq!(of(Unit::Year, date(2026, 11, 21)), "2026-01-01/2026-12-31");
    let february = Period::of(Unit::Month, date(2026, 2, 1)).unwrap();
    assert_eq!(february.due(0).unwrap(), date(2026, 3, 1));
    assert_eq!(february.due(30).unwrap(), date(2026, 3, 31));
    assert!(Period::of(Unit::Month, date(9999, 12, 31)).is_err());
}

#[test]
fn a_release_is_made_once_and_not_early() {
    let mut register = Register::default();
    let may = Period::of(Unit::Month, date(2026, 5, 20)).unwrap();
    let early = register.publish("ordinary", may, 30, date(2026, 6, 30));
    assert!(matches!(early, Err(Error::TooEarly { .. })) && !register.is_out("ordinary", may));
    assert!(register.correct("ordinary", may).is_err());
    register.publish("ordinary", may, 30, date(2026, 7, 1)).unwrap();
    assert!(register.is_out("ordinary", may) && !register.is_out("sensitive", may));
    assert!(matches!(register.publish("ordinary", may, 30, date(2026, 7, 2)), Err(Error::Published { .. })));
    assert_eq!(register.correct("ordinary", may), Ok(2));
}

proptest! {
    /// Somebody reads every day: what is new is nothing, or exactly one whole period; and never anything younger than the delay.
    #[test]
    fn what_is_new_from_day_to_day_is_a_whole_period(
        days in prop::collection::vec(0..180_i64, 1..60), delay in 0..60_u16, month in any::<bool>(),
    ) {
        let unit = if month { Unit::Month } else { Unit::Quarter };
        let start = date(2026, 1, 1);
        let events: Vec<Date> = days.iter().map(|day| start + day.days()).collect();
        let mut register = Register::default();
        let mut before = 0;
        for today in (0..400_i64).map(|day| start + day.days()) {
            let mut fresh = Vec::new();
            // The one who publishes tries every period every day.
            for event in &events {
                let period = Period::of(unit, *event).unwrap();
                if register.publish("all", period, delay, today).is_ok() {
                    fresh.push(period);
                }
            }
            let out = |day: &&Date| register.is_out("all", Period::of(unit, **day).unwrap());
            let shown = events.iter().filter(out).count();
            let whole = |p: &Period| events.iter().filter(|day| p.first() <= **day && **day <= p.last()).count();
            prop_assert!(fresh.len() <= 1);
            prop_assert_eq!(shown - before, fresh.first().map_or(0, whole));
            prop_assert!(events.iter().filter(out).all(|day| *day + i64::from(delay).days() < today));
            before = shown;
        }
        prop_assert_eq!(before, events.len());
    }
}

fn table(counts: &[u64]) -> Table {
    let flat = |what, parts: &[&str]| Hierarchy::flat(what, "all", parts).unwrap();
    let layout =
        Layout::new(flat("area", &["a", "b", "c"]), flat("period", &["May", "June"]), flat("kind", &["t", "v"]));
    let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
    Table::new(layout, finest.into_iter().zip(counts.iter().copied())).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Subtract one version from the other: each published difference has nothing behind it, or at least five incidents.
    #[test]
    fn the_difference_of_two_versions_shows_no_single_event(
        counts in prop::collection::vec(0..30_u64, 12),
        added in prop::collection::vec(prop_oneof![Just(0), 0..12_u64], 12),
        removed in prop::collection::vec(prop_oneof![Just(0), 0..12_u64], 12),
    ) {
        let (table, protection) = (table(&counts), Protection::default());
        let pattern = suppress(&table, &protection).unwrap();
        let finest: Vec<Cell> = table.layout().finest([0, 0, 0]).collect();
        let changes: Vec<Change> = finest.iter().enumerate()
            .map(|(place, cell)| Change { cell: *cell, added: added[place], removed: removed[place].min(counts[place]) })
            .collect();
        let Ok(batch) = correct(&[&table], &pattern, &changes, &protection) else { return Ok(()) };
        prop_assert_eq!(batch.pattern.withheld(), pattern.withheld());
        let (old, new) = (pattern.apply(&table), batch.pattern.apply(&batch.table));
        for (index, (old, new)) in old.values().iter().zip(new.values()).enumerate() {
            let inside: Vec<Cell> = table.layout().finest(table.layout().cell(index)).collect();
            let shown = changes.iter().filter(|change| inside.contains(&change.cell) && !batch.waiting.contains(change));
            let behind: u64 = shown.map(|change| change.added + change.removed).sum();
            prop_assert!(old == new || behind >= protection.threshold);
        }
        // Whoever holds the two against each other still holds another pair of tables possible for every small count of
        // either, in which each finest count changed as it did.
        prop_assert!(crate::suppress::audit_together(&[&table, &batch.table], &batch.pattern, &protection).is_ok());
    }
}

#[test]
fn few_changes_wait() {
    let (table, protection) = (table(&[9; 12]), Protection::default());
    let pattern = suppress(&table, &protection).unwrap();
    let change = |added, removed| Change { cell: [1, 1, 1], added, removed };
    let try_with = |change| correct(&[&table], &pattern, &[change], &protection);
    assert!(matches!(try_with(change(1, 0)), Err(Error::Wait { .. })));
    assert!(matches!(try_with(change(2, 2)), Err(Error::Wait { .. })));
    assert_eq!(try_with(change(5, 1)).unwrap().table.count([1, 1, 1]), 13);
    // What would be small and is published already cannot be taken back: it waits.
    assert!(matches!(try_with(change(0, 8)), Err(Error::Wait { .. })));
    assert!(matches!(try_with(change(0, 10)), Err(Error::Value { .. })));
}
