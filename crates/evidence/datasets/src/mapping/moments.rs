//! Finding the columns that hold the time, and how it is written there.

use super::super::error::{ImportError, Missing};
use super::detect::Sample;
use super::time::{Format, Time, Z};

const DAYS: [&str; 9] =
    ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y", "%Y%m%d", "%d-%m-%Y", "%d %b %Y", "%b %d, %Y"];
const CLOCKS: [&str; 5] = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f", "%I:%M:%S %p", "%I:%M %p"];
const OFFSETS: [&str; 5] = ["", "Z", "%:z", "%z", " %:z"];

/// Names of columns that may hold the time, the likeliest first.
const DATES: [&str; 15] = [
    "date",
    "datetime",
    "date time",
    "offense date",
    "offence date",
    "occurred",
    "occurred on",
    "occurrence date",
    "occur date",
    "incident date",
    "date occurred",
    "crime date",
    "timestamp",
    "time",
    "reported date",
];
const STARTS: [&str; 5] = ["from", "start", "start date time", "start date", "date from"];
const ENDS: [&str; 5] = ["to", "end", "end date time", "end date", "date to"];

/// Where the time is. `names` are the header's in plain words.
pub fn find(header: &[String], names: &[String], sample: &Sample, zone: &str) -> Result<Time, ImportError> {
    let at = |wanted: &str| names.iter().position(|name| name == wanted);
    let name = |at: usize| header.get(at).cloned().unwrap_or_default();
    if let (Some(year), Some(month)) = (at("year"), at("month"))
        && numbers(sample, month)
    {
        return Ok(Time::Parts {
            year: name(year),
            month: name(month),
            day: at("day").map(name),
            hour: at("hour").map(name),
            minute: at("minute").map(name),
            zone: zone.to_owned(),
            midnight_is_day: false,
        });
    }
    if let Some((from, to)) = STARTS.iter().zip(ENDS).find_map(|(start, end)| at(start).zip(at(end))) {
        let formats = vec![format_of(header, sample, from)?];
        return Ok(Time::Between { from: name(from), to: name(to), formats, zone: zone.to_owned() });
    }
    if let Some(month) = at("month") {
        return months(header, sample, month);
    }
    let date = DATES.iter().find_map(|wanted| at(wanted));
    let date = date.ok_or(ImportError::Undetected(Missing::Time))?;
    let clock = ["time", "occur time", "time occurred"].iter().find_map(|wanted| at(wanted)).filter(|at| *at != date);
    one(header, sample, date, clock, zone)
}

/// A day or a moment in one column, or a day and a clock time in two.
fn one(header: &[String], sample: &Sample, date: usize, clock: Option<usize>, zone: &str) -> Result<Time, ImportError> {
    let name = |at: usize| header.get(at).cloned().unwrap_or_default();
    let format = format_of(header, sample, date)?;
    let has_clock = ["%H", "%I"].iter().any(|hour| format.contains(hour));
    match clock {
        Some(clock) if !has_clock => {
            let values: Vec<&str> = values(sample, clock).collect();
            let of_clock = best(&values, CLOCKS.map(str::to_owned), |format, text| {
                jiff::civil::Time::strptime(format, text).is_ok()
            });
            let of_clock = of_clock.first().ok_or(ImportError::Undetected(Missing::Time))?;
            let Time::Moment { formats, zone, .. } = Time::moment("", &format!("{format} {of_clock}"), zone) else {
                return Err(ImportError::Undetected(Missing::Time));
            };
            let (column, time) = (name(date), Some(name(clock)));
            Ok(Time::Moment { column, time, formats, zone, z: Z::Utc, midnight_is_day: false })
        }
        _ if has_clock => Ok(Time::moment(&name(date), &format, zone)),
        _ => Ok(Time::Day { column: name(date), formats: vec![format], zone: zone.to_owned() }),
    }
}

/// A column of months, as months or as their first days.
fn months(header: &[String], sample: &Sample, at: usize) -> Result<Time, ImportError> {
    let column = header.get(at).cloned().unwrap_or_default();
    let values: Vec<&str> = values(sample, at).collect();
    let formats = ["%Y-%m", "%Y/%m", "%m/%Y", "%Y-%m-%d", "%b %Y"].map(str::to_owned);
    let fitting = best(&values, formats, |format, text| Format::new(format, Z::Utc).month(text).is_some());
    let format = fitting.first().ok_or(ImportError::Undetected(Missing::Time))?.clone();
    Ok(Time::Month { column, format })
}

/// How the dates of a column are written.
fn format_of(header: &[String], sample: &Sample, at: usize) -> Result<String, ImportError> {
    let values: Vec<&str> = values(sample, at).collect();
    let with_clock = DAYS.iter().flat_map(|day| {
        let clocks = CLOCKS.iter().flat_map(|clock| OFFSETS.iter().map(move |offset| format!("{clock}{offset}")));
        clocks.flat_map(move |clock| ["T", " "].map(|between| format!("{day}{between}{clock}")))
    });
    let formats = DAYS.iter().map(|&day| day.to_owned()).chain(with_clock);
    let fitting = best(&values, formats, |format, text| Format::new(format, Z::Utc).read(text).is_some());
    match fitting.as_slice() {
        [] => Err(ImportError::Undetected(Missing::Time)),
        [first, others @ ..] => {
            let turned = first.replace("%d/%m", "%m/%d");
            if turned != *first && others.contains(&turned) {
                let column = header.get(at).cloned().unwrap_or_default();
                return Err(ImportError::DayOrMonth { column });
            }
            Ok(first.clone())
        }
    }
}

/// The formats that fit most values and at least half of them, in the order given.
fn best(values: &[&str], formats: impl IntoIterator<Item = String>, fits: impl Fn(&str, &str) -> bool) -> Vec<String> {
    let counted = formats.into_iter().map(|format| {
        let count = values.iter().filter(|text| fits(&format, text)).count();
        (format, count)
    });
    let counted: Vec<(String, usize)> = counted.collect();
    let most = counted.iter().map(|(_, count)| *count).max().unwrap_or_default();
    if most == 0 || most * 2 < values.len() {
        return Vec::new();
    }
    counted.into_iter().filter(|(_, count)| *count == most).map(|(format, _)| format).collect()
}

fn values(sample: &Sample, at: usize) -> impl Iterator<Item = &str> {
    sample.iter().filter_map(move |row| row.get(at)).map(String::as_str).filter(|cell| !cell.is_empty()).take(200)
}

fn numbers(sample: &Sample, at: usize) -> bool {
    let mut cells = values(sample, at).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.parse::<u8>().is_ok())
}
