//! One incident, read from its record.

use super::error::{BadLine, shown};
use super::header::{COLUMNS, Layout, TEXTS};
use super::month::Month;
use super::records::Record;

/// A point in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub lon_e6: i32,
    pub lat_e6: i32,
}

/// An incident; texts in the order of [`super::header::STORED_TEXTS`], empty where the file says nothing.
#[derive(Clone, Debug)]
pub(super) struct Row<'a> {
    pub month: Month,
    pub point: Option<Point>,
    pub texts: [&'a str; TEXTS],
}

impl<'a> Row<'a> {
    /// Reads a record, or says what is wrong with the first of its cells that does not fit.
    pub fn read(record: &Record<'a>, layout: &Layout) -> Result<Self, BadLine> {
        let line = record.line;
        if record.len() != COLUMNS.len() {
            let found = record.len().to_string();
            return Err(BadLine { line, column: None, expected: "12 cells", found });
        }
        let month = record.cell(layout.month);
        let Some(month) = Month::parse(month) else {
            let expected = "a month as YYYY-MM, from 1900-01 to 2100-12";
            return Err(BadLine { line, column: Some("Month"), expected, found: shown(month) });
        };
        let point = point(line, record.cell(layout.lon), record.cell(layout.lat))?;
        Ok(Self { month, point, texts: layout.texts.map(|at| record.cell(at)) })
    }
}

fn point(line: u64, lon: &str, lat: &str) -> Result<Option<Point>, BadLine> {
    if lon.is_empty() && lat.is_empty() {
        return Ok(None);
    }
    let lon_e6 = degrees(line, "Longitude", lon, 180, "degrees from -180 to 180", "Latitude")?;
    let lat_e6 = degrees(line, "Latitude", lat, 90, "degrees from -90 to 90", "Longitude")?;
    Ok(Some(Point { lon_e6, lat_e6 }))
}

fn degrees(
    line: u64,
    column: &'static str,
    text: &str,
    most: i64,
    range: &'static str,
    other: &'static str,
) -> Result<i32, BadLine> {
    let bad = |expected, found| BadLine { line, column: Some(column), expected, found };
    if text.is_empty() {
        let expected = if other == "Latitude" {
            "a number, since the latitude is given"
        } else {
            "a number, since the longitude is given"
        };
        return Err(bad(expected, shown(text)));
    }
    let Some(millionths) = millionths(text) else { return Err(bad("a decimal number", shown(text))) };
    let inside = (-most * 1_000_000..=most * 1_000_000).contains(&millionths);
    match i32::try_from(millionths) {
        Ok(value) if inside => Ok(value),
        _ => Err(bad(range, shown(text))),
    }
}

/// A plain decimal number in millionths, rounded half away from zero at the seventh digit.
fn millionths(text: &str) -> Option<i64> {
    let (sign, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (-1, digits),
        digits => (1, digits),
    };
    let point = digits.iter().position(|&byte| byte == b'.').unwrap_or(digits.len());
    let (whole, part) = digits.split_at_checked(point)?;
    let part = part.get(1..).unwrap_or_default();
    if whole.len() > 9 || part.len() > 30 || whole.len() + part.len() == 0 {
        return None;
    }
    let mut value = 0i64;
    for &byte in whole.iter().chain(part.iter().take(6)) {
        value = value * 10 + digit(byte)?;
    }
    for _ in part.len()..6 {
        value *= 10;
    }
    let mut rest = part.iter().skip(6);
    if let Some(&next) = rest.next() {
        value += i64::from(digit(next)? >= 5);
    }
    rest.all(u8::is_ascii_digit).then_some(sign * value)
}

fn digit(byte: u8) -> Option<i64> {
    byte.is_ascii_digit().then(|| i64::from(byte - b'0'))
}

#[cfg(test)]
mod tests {
    use super::millionths;

    #[test]
    fn decimal_numbers_become_millionths() {
        for (text, value) in [
            ("-2.4646", -2_464_600),
            ("53.765500", 53_765_500),
            ("0", 0),
            ("-0.0000005", -1),
            ("0.00000049999", 0),
            (".5", 500_000),
            ("7.", 7_000_000),
            ("331000.5", 331_000_500_000),
        ] {
            assert_eq!(millionths(text), Some(value), "{text}");
        }
        for text in ["", "-", ".", "-.", "1e5", "1,5", " 1", "1 ", "+1", "--1", "1.2.3", "NaN", "1.0000000x", "٣"] {
            assert_eq!(millionths(text), None, "{text}");
        }
    }
}
