//! Successive periods: which places in time a column tells, and whether they follow each other without a gap.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use crate::fault::Fault;
use crate::input::Table;
use crate::moments;

/// The places of periods on one scale, in the order of the rows.
pub struct Places {
    pub numbers: Vec<f64>,
    /// What 1 on the scale is.
    pub unit: Unit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Month,
    Day,
    /// The column's own numbers, or quarters.
    Other,
}

/// The places of a column of days or months (2016-01), read in `form` where one is given.
///
/// Where every row has another month and the same day of it, months are counted: they differ in length.
pub fn dates(table: &Table, column: &str, form: Option<&str>) -> Result<Places, Fault> {
    let days = days(table, column, form)?;
    let month = |day: &Date| i64::from(day.year()) * 12 + i64::from(day.month());
    let monthly = days.windows(2).all(|pair| matches!(pair, [a, b] if a.day() == b.day() && month(a) != month(b)));
    let number = |day: &Date| if monthly { month(day) as f64 } else { f64::from(since_1970(*day)) };
    let unit = if monthly { Unit::Month } else { Unit::Day };
    Ok(Places { numbers: days.iter().map(number).collect(), unit })
}

/// The places of a column of numbers, days, months, quarters (2016-Q1) or weeks (2016-W05); `None` where they are written
/// in another way.
pub fn places(table: &Table, column: &str) -> Result<Option<Places>, Fault> {
    let texts = table.text(column)?;
    let each = |read: fn(&str) -> Option<f64>| texts.iter().map(|text| read(text)).collect::<Option<Vec<f64>>>();
    let number = |text: &str| text.parse::<f64>().ok().filter(|value| value.is_finite());
    if let Some(numbers) = each(number).or_else(|| each(quarter)).or_else(|| each(week)) {
        return Ok(Some(Places { numbers, unit: Unit::Other }));
    }
    if texts.iter().all(|text| is_month(text)) || moments::form(texts.iter().copied()).is_ok() {
        return dates(table, column, None).map(Some);
    }
    Ok(None)
}

/// Checks that the periods rise and follow each other without a gap; gives the step from one to the next.
pub fn step(table: &Table, column: &str, places: &Places) -> Result<Option<f64>, Fault> {
    let steps: Vec<f64> = places.numbers.windows(2).filter_map(|pair| Some(pair.get(1)? - pair.first()?)).collect();
    let texts = table.text(column)?;
    let pair = |row: usize| (texts.get(row).copied().unwrap_or(""), texts.get(row + 1).copied().unwrap_or(""));
    if let Some(row) = steps.iter().position(|step| *step <= 0.0) {
        let (before, after) = pair(row);
        let what = format!("{after:?} comes after {before:?}; rows must be in order of time");
        return Err(table.wrong(row + 1, column, what));
    }
    // The middle one of all steps: a gap stands out against it wherever it is.
    let mut sorted = steps.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let Some(usual) = sorted.get(sorted.len().saturating_sub(1) / 2).copied() else { return Ok(None) };
    // Years as 1969.083 are rounded.
    if let Some(row) = steps.iter().position(|step| (step - usual).abs() > 0.02 * usual) {
        let (before, after) = pair(row);
        let what = format!(
            "{after:?} does not follow {before:?} as the others follow each other; every period needs its row, with 0 \
             where nothing happened"
        );
        return Err(table.wrong(row + 1, column, what));
    }
    Ok(Some(usual))
}

fn days(table: &Table, column: &str, form: Option<&str>) -> Result<Vec<Date>, Fault> {
    let texts = table.text(column)?;
    if form.is_none() && texts.iter().all(|text| is_month(text)) {
        let day = |(row, text): (usize, &&str)| {
            let read = moments::read("%Y-%m-%d", &format!("{text}-01"));
            read.map(|at| at.date()).ok_or_else(|| table.wrong(row, column, format!("{text:?} is not a month")))
        };
        return texts.iter().enumerate().map(day).collect();
    }
    let read = moments::columns(table, &[column], form)?;
    let epoch = jiff::civil::date(1970, 1, 1);
    let day = |(row, second): (usize, &Option<i64>)| {
        let second = second.ok_or_else(|| table.wrong(row, column, "there is no time, every period needs one"))?;
        let span = jiff::Span::new().try_days(second.div_euclid(86_400));
        span.and_then(|span| epoch.checked_add(span)).map_err(|error| table.wrong(row, column, error))
    };
    read.columns.iter().flatten().enumerate().map(day).collect()
}

fn is_month(text: &str) -> bool {
    text.len() == 7 && text.as_bytes().get(4) == Some(&b'-')
}

fn since_1970(day: Date) -> i32 {
    let span = jiff::civil::date(1970, 1, 1).until(day).unwrap_or_default();
    span.get_days()
}

/// `2016-Q1`, in quarters.
fn quarter(text: &str) -> Option<f64> {
    let (year, quarter) = text.split_once("-Q").or_else(|| text.split_once('Q'))?;
    let (year, quarter): (f64, f64) = (year.trim().parse().ok()?, quarter.parse().ok()?);
    (1.0..=4.0).contains(&quarter).then_some(4.0 * year + quarter)
}

/// `2016-W05`, in weeks as ISO 8601 counts them.
fn week(text: &str) -> Option<f64> {
    let (year, week) = text.split_once("-W").or_else(|| text.split_once('W'))?;
    let monday = ISOWeekDate::new(year.parse().ok()?, week.parse().ok()?, Weekday::Monday).ok()?;
    Some(f64::from(since_1970(monday.date())) / 7.0)
}
