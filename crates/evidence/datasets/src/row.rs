//! Points of incidents, read from text.

use super::error::{BadLine, shown};

/// A point in millionths of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Point {
    pub lon_e6: i32,
    pub lat_e6: i32,
}

impl Point {
    pub fn is_zero(self) -> bool {
        self == Self { lon_e6: 0, lat_e6: 0 }
    }

    /// Longitude and latitude exchanged, where that is a point.
    pub fn exchanged(self) -> Option<Self> {
        let inside = self.lon_e6.unsigned_abs() <= 90_000_000;
        inside.then_some(Self { lon_e6: self.lat_e6, lat_e6: self.lon_e6 })
    }

    pub fn degrees(self) -> (f64, f64) {
        (f64::from(self.lon_e6) / 1e6, f64::from(self.lat_e6) / 1e6)
    }
}

/// A point from two cells in degrees, each with the name of its column; `None` where both are empty.
pub(super) fn degrees_point(line: u64, lon: (&str, &str), lat: (&str, &str)) -> Result<Option<Point>, BadLine> {
    if lon.1.is_empty() && lat.1.is_empty() {
        return Ok(None);
    }
    let lon_e6 = degrees(line, lon, 180, "degrees from -180 to 180", "a number, since the latitude is given")?;
    let lat_e6 = degrees(line, lat, 90, "degrees from -90 to 90", "a number, since the longitude is given")?;
    Ok(Some(Point { lon_e6, lat_e6 }))
}

fn degrees(
    line: u64,
    (column, text): (&str, &str),
    most: i64,
    range: &'static str,
    given: &'static str,
) -> Result<i32, BadLine> {
    let bad = |expected, found| BadLine::cell(line, column, expected, found);
    if text.is_empty() {
        return Err(bad(given, shown(text)));
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
