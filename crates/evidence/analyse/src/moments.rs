//! Moments and days as files write them.

mod reader;
#[cfg(test)]
mod tests;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub use reader::Reader;

use crate::fault::Fault;
use crate::input::{Table, is_missing};

/// The day forms that are understood, most common first. A form serves a whole column, or none of it.
const DAYS: [&str; 7] = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y"];

/// The time forms that may follow a day, each with or without an offset from UTC; the empty one stands for a day alone.
/// Seconds may have a fraction.
const TIMES: [&str; 7] = ["", "T%H:%M:%S", " %H:%M:%S", "T%H:%M", " %H:%M", " %I:%M:%S %p", " %I:%M %p"];

/// The zone of this name, as the IANA database calls it.
pub fn zone(name: &str) -> Result<TimeZone, Fault> {
    if name.trim().is_empty() {
        return Err(Fault::input("the time zone has no name; one is Europe/London"));
    }
    TimeZone::get(name).map_err(|_| Fault::input(format!("there is no time zone {name:?}; one is Europe/London")))
}

/// The form in which every one of `texts` can be read, where there is just one.
///
/// Where days and months cannot be told apart (01/02/2020 throughout), that is said, not guessed.
pub fn form<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Result<String, Vec<String>> {
    let mut fitting = readers();
    texts.for_each(|text| fitting.retain(|reader| reader.read(text.trim()).is_some()));
    match <[Reader; 1]>::try_from(fitting) {
        Ok([only]) => Ok(only.form().to_owned()),
        Err(several) => Err(several.iter().map(|reader| reader.form().to_owned()).collect()),
    }
}

/// `text` in `form`, as the clock on the wall showed it.
pub fn read(form: &str, text: &str) -> Option<DateTime> {
    let moment = Reader::new(form).read(text.trim())?;
    let since = jiff::Span::new().try_seconds(moment.civil).ok()?;
    jiff::civil::date(1970, 1, 1).at(0, 0, 0, 0).checked_add(since).ok()
}

fn readers() -> Vec<Reader> {
    let mut all = Vec::new();
    for day in DAYS {
        for time in TIMES {
            all.push(Reader::new(&format!("{day}{time}")));
            if !time.is_empty() {
                all.push(Reader::new(&format!("{day}{time}%z")));
            }
        }
    }
    all
}

/// The moments of some columns that are written in one form.
#[derive(Clone, Debug)]
pub struct Moments {
    /// The form, as `strptime` writes it.
    pub form: String,
    /// For each column, and in it for each row, seconds since 1970-01-01 00:00; `None` where there is no value.
    pub columns: Vec<Vec<Option<i64>>>,
    /// Whether the seconds are UTC's, because the texts tell their offset, or those of the clock on the wall.
    pub utc: bool,
    /// Whether there is a time of day, and not the day alone.
    pub timed: bool,
}

/// Reads the `names` of the table, all in one form: the one given, or the only one in which all of them can be read.
///
/// Errors: no form or several (they are told), and texts that are not in it.
pub fn columns(table: &Table, names: &[&str], form: Option<&str>) -> Result<Moments, Fault> {
    let texts: Vec<Vec<&str>> = names.iter().map(|name| table.text(name)).collect::<Result<_, _>>()?;
    let reader = match form {
        Some(form) => Reader::new(known(form)?),
        None => recognise(table, names, &texts)?,
    };
    let mut columns = Vec::with_capacity(names.len());
    for (name, texts) in names.iter().zip(&texts) {
        let moment = |(row, text): (usize, &&str)| match reader.read(text) {
            Some(moment) => Ok(Some(moment.civil - moment.offset.unwrap_or(0))),
            None if is_missing(text) => Ok(None),
            None => Err(table.wrong(row, name, format!("{text:?} is not a time in the form {}", reader.form()))),
        };
        columns.push(texts.iter().enumerate().map(moment).collect::<Result<Vec<_>, _>>()?);
    }
    Ok(Moments { columns, utc: reader.has_offset(), timed: reader.has_time(), form: reader.form().to_owned() })
}

/// `form`, where every part of it is one that can be read, and there is one at all.
fn known(form: &str) -> Result<&str, Fault> {
    let wrong = |what: String| {
        Err(Fault::input(format!("--time-format {form:?}: {what}; a form is \"%d/%m/%Y %H:%M\" or \"%Y-%m-%d\"")))
    };
    let mut parts = form.split('%');
    let _before = parts.next();
    let (mut any, mut literal) = (false, false);
    for part in parts {
        // What follows %% is text.
        if std::mem::take(&mut literal) {
            continue;
        }
        any = true;
        let letter = part.trim_start_matches(['-', '_', '0', '^', '#', ':', '.']).chars().next();
        match letter {
            None if part.is_empty() => literal = true,
            Some(letter) if "aAbBhCdeDFfgGHIjklmMnNpPRsSTtuUVwWyYzZ".contains(letter) => {}
            _ => return wrong(format!("%{part} is no part of a time")),
        }
    }
    if any { Ok(form) } else { wrong("it has no part that tells a time".to_owned()) }
}

/// The only form in which all the texts can be read.
fn recognise(table: &Table, names: &[&str], texts: &[Vec<&str>]) -> Result<Reader, Fault> {
    let mut fitting = readers();
    for (name, texts) in names.iter().zip(texts) {
        for (row, text) in texts.iter().enumerate().filter(|(_, text)| !is_missing(text)) {
            let fits = |reader: &Reader| reader.read(text).is_some();
            if !fitting.iter().any(fits) {
                let other = match fitting.as_slice() {
                    [only] => format!("is not in the form {} of the lines before", only.form()),
                    _ => "is in no form of a time that is known".to_owned(),
                };
                let how = "name the column's form by --time-format, such as \"%d/%m/%Y %H:%M\"";
                return Err(table.wrong(row, name, format!("{text:?} {other}; {how}")));
            }
            if fitting.len() > 1 {
                fitting.retain(fits);
            }
        }
    }
    match <[Reader; 1]>::try_from(fitting) {
        Ok([only]) => Ok(only),
        Err(several) => {
            let forms: Vec<&str> = several.iter().map(Reader::form).take(4).collect();
            Err(Fault::input(format!(
                "column {}: the values can be read as {}; say which by --time-format",
                names.join(", "),
                forms.join(" and as ")
            )))
        }
    }
}
