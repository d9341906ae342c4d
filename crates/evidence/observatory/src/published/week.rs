//! What is published by hour of the week, read for pages and programs.

use std::collections::BTreeMap;

use comity_datasets::Month;
use comity_ledger::Refusal;
use comity_store::{Read, Row, StoreError, Value};

use super::hours::DAYS;
use super::{Number, tables};
use crate::tables::month;

/// Published hours of an area over some months, of all kinds together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoursShown {
    /// How many hours a step has: 1, 3 or 6.
    pub every: i64,
    /// By day, Monday first, and step of the day.
    pub cells: Vec<Vec<Number>>,
    pub by_day: Vec<Number>,
    pub by_step: Vec<Number>,
    /// Of which no hour is known.
    pub unknown: Number,
    /// All of them, those without a known hour included.
    pub total: Number,
    /// The first and the last month of the releases.
    pub months: (Month, Month),
    /// How many releases of these months have no hours.
    pub without: i64,
}

/// One published number: release, day, step and count.
type Line = (String, i64, i64, Option<i64>);

/// What is published by hour of the week of an area (empty: the whole partnership); `None` where nothing is. Only releases
/// that lie whole within the months, and of those that are shown by district only nothing beside others: they come later.
///
/// # Errors
/// What the database says.
pub fn hours_shown(
    tx: &mut Read<'_>,
    area: &str,
    (first, last): (Month, Month),
) -> Result<Option<HoursShown>, Refusal> {
    let mut releases = tables::releases(tx, (first, last))?;
    releases.retain(|release| release.months.0 >= first && release.months.1 <= last);
    if releases.iter().any(|release| release.finest != "district") {
        releases.retain(|release| release.finest != "district");
    }
    let sql = "SELECT h.release, h.day, h.step, h.count, h.every, r.first_month, r.last_month
               FROM published_hours h JOIN releases r ON r.reference = h.release
               WHERE h.area = $1 AND r.first_month >= $2 AND r.last_month <= $3 ORDER BY h.release, h.day, h.step";
    let binds = [Value::from(area), Value::from(i64::from(first.0)), Value::from(i64::from(last.0))];
    let (mut lines, mut steps, mut months) = (Vec::new(), BTreeMap::new(), Vec::new());
    for row in tx.query(sql, &binds)? {
        let line: Line = line(&row)?;
        if releases.iter().any(|release| release.reference.as_str() == line.0) {
            steps.insert(line.0.clone(), row.get::<i64>(4)?.max(1));
            months.extend([month(&row, 5)?, month(&row, 6)?]);
            lines.push(line);
        }
    }
    let (Some(every), Some(from), Some(to)) = (steps.values().max().copied(), months.iter().min(), months.iter().max())
    else {
        return Ok(None);
    };
    // 1, 3 and 6 divide each other.
    let sum = |day: Option<i64>, step: Option<i64>| -> Number {
        let fits = |line: &&Line| {
            let own = steps.get(&line.0).copied().unwrap_or(1);
            let same = step.map_or(line.2 < 0, |step| line.2 >= 0 && line.2 * own / every == step);
            line.1 == day.unwrap_or(-1) && same
        };
        lines.iter().filter(fits).map(|line| line.3.map_or(Number::Withheld, Number::Count)).sum()
    };
    let days = || 0..i64::from(DAYS);
    let all = || 0..24 / every;
    let cells: Vec<Vec<Number>> = days().map(|day| all().map(|step| sum(Some(day), Some(step))).collect()).collect();
    let of_day = |(day, parts): (i64, &Vec<Number>)| bounded(sum(Some(day), None), parts.iter().copied().sum());
    let of_step = |(step, place): (i64, usize)| {
        bounded(sum(None, Some(step)), cells.iter().filter_map(|day| day.get(place)).copied().sum())
    };
    Ok(Some(HoursShown {
        every,
        by_day: days().zip(&cells).map(of_day).collect(),
        by_step: all().zip(0..).map(of_step).collect(),
        unknown: sum(Some(i64::from(DAYS)), None),
        total: sum(None, None),
        cells,
        months: (*from, *to),
        without: i64::try_from(releases.len() - steps.len()).unwrap_or_default(),
    }))
}

/// A total is no less than what is published of its parts.
fn bounded(total: Number, parts: Number) -> Number {
    match total {
        Number::Count(_) => total,
        _ => Number::at_least(total.least().max(parts.least())),
    }
}

fn line(row: &Row) -> Result<Line, StoreError> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
}
