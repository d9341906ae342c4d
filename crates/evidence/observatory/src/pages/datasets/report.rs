//! What of a quality report everybody may see.

use comity_datasets::Quality;
use serde_json::Value;

/// Counts of the public are rounded to this.
const TO: u64 = 10;
/// Of fewer rows no share is told.
const FEWEST: u64 = 100;

/// How exactly counts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    Exact,
    /// To the nearest ten; shares of these, in whole percents, and none of fewer than a hundred rows.
    Rounded,
}

impl Shown {
    /// A count as it is shown.
    pub fn count(self, count: u64) -> i64 {
        let shown = match self {
            Self::Exact => count,
            Self::Rounded => count.saturating_add(TO / 2) / TO * TO,
        };
        i64::try_from(shown).unwrap_or(i64::MAX)
    }

    /// A share in whole percents, from what is shown of both counts alone; `None` where there are too few rows.
    pub fn percent(self, part: u64, of: u64) -> Option<i64> {
        let fewest = if self == Self::Exact { 1 } else { FEWEST };
        if of < fewest {
            return None;
        }
        let (part, of) = (self.count(part), self.count(of));
        Some((part.saturating_mul(200) / of + 1) / 2)
    }

    /// The report as JSON. Rounded, it has no lines and no kinds: a kind of which there is one must not be named.
    ///
    /// # Errors
    /// Never for a report that was read.
    pub fn json(self, quality: &Quality) -> Result<Value, serde_json::Error> {
        let mut report = serde_json::to_value(quality)?;
        if self == Self::Rounded {
            self.round(&mut report);
            if let Some(report) = report.as_object_mut() {
                report.remove("kinds");
                report.insert("rounded_to".into(), TO.into());
            }
        }
        Ok(report)
    }

    fn round(self, value: &mut Value) {
        match value {
            Value::Number(number) => {
                if let Some(count) = number.as_u64() {
                    *value = self.count(count).into();
                }
            }
            Value::Array(values) => values.iter_mut().for_each(|value| self.round(value)),
            Value::Object(fields) => {
                fields.remove("exchanged_lines");
                for (_, value) in fields.iter_mut().filter(|(name, _)| *name != "one_in") {
                    self.round(value);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use comity_datasets::{Column, Places, Times};

    use super::*;

    #[test]
    fn the_public_sees_tens_and_no_share_of_few() {
        for (count, shown) in [(0, 0), (4, 0), (5, 10), (14, 10), (96_140, 96_140), (96_144, 96_140)] {
            assert_eq!((Shown::Rounded.count(count), Shown::Exact.count(count)), (shown, count as i64));
        }
        assert_eq!(Shown::Rounded.percent(1, 24), None);
        assert_eq!(Shown::Exact.percent(1, 24), Some(4));
        assert_eq!(Shown::Rounded.percent(4, 100), Some(0));
        assert_eq!(Shown::Rounded.percent(9_219, 51_920), Some(18));
        assert_eq!(Shown::Exact.percent(0, 0), None);
    }

    /// Whatever small count a report holds: what is public of it is the same as for other small counts.
    #[test]
    fn small_counts_look_alike() {
        let report = |count: u64| Quality {
            rows: 5_000 + count % 5,
            outside: count,
            columns: vec![Column { name: "race".into(), empty: count, unknown: count, not_available: count }],
            times: Times { future: count, reversed: count, ..Times::default() },
            places: Places { exchanged: count, exchanged_lines: (0..count).collect(), ..Places::default() },
            kinds: (0..count).map(|kind| (format!("kind {kind}"), 1)).collect(),
            ..Quality::default()
        };
        let none = Shown::Rounded.json(&report(0)).unwrap();
        for count in 1..5 {
            assert_eq!(Shown::Rounded.json(&report(count)).unwrap(), none);
            assert_ne!(Shown::Exact.json(&report(count)).unwrap(), Shown::Exact.json(&report(0)).unwrap());
        }
        assert_eq!(none["rounded_to"], 10);
    }
}
