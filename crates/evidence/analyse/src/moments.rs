//! Moments and days as files write them.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

use crate::fault::Fault;

/// The day forms that are understood, most common first. A form serves a whole column, or none of it.
const DAYS: [&str; 5] = ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%Y/%m/%d", "%d.%m.%Y"];

/// The time forms that may follow a day; the empty one stands for midnight.
const TIMES: [&str; 9] =
    ["", "T%H:%M:%S", "T%H:%M:%SZ", "T%H:%M", " %H:%M:%S", " %H:%M", " %I:%M:%S %p", " %I:%M %p", "T%H:%M:%S%.f"];

/// The zone of this name, as the IANA database calls it.
pub fn zone(name: &str) -> Result<TimeZone, Fault> {
    TimeZone::get(name).map_err(|_| Fault::input(format!("there is no time zone {name:?}; one is Europe/London")))
}

/// The form in which every one of `texts` can be read, where there is just one.
///
/// Where days and months cannot be told apart (01/02/2020 throughout), that is said, not guessed.
pub fn form<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Result<String, Vec<String>> {
    let forms = DAYS.iter().flat_map(|day| TIMES.iter().map(move |time| format!("{day}{time}")));
    let fitting: Vec<String> = forms.filter(|form| texts.clone().all(|text| read(form, text).is_some())).collect();
    match <[String; 1]>::try_from(fitting) {
        Ok([only]) => Ok(only),
        Err(several) => Err(several),
    }
}

/// `text` in `form`, as the clock on the wall showed it.
pub fn read(form: &str, text: &str) -> Option<DateTime> {
    let text = text.trim();
    if form.contains("%H") || form.contains("%I") {
        DateTime::strptime(form, text).ok()
    } else {
        Date::strptime(form, text).ok().map(|day| day.at(0, 0, 0, 0))
    }
}
