//! Reading texts in one form, without looking at the form again for each of them.

use jiff::fmt::strtime::BrokenDownTime;

/// A moment as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds from 1970-01-01 00:00 to what is written, the offset not regarded.
    pub civil: i64,
    /// Seconds that the writer's clock was ahead of UTC, where that is written.
    pub offset: Option<i64>,
}

/// One part of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Year,
    Month,
    Day,
    Hour,
    Hour12,
    Minute,
    /// With a fraction, if there is one.
    Second,
    Half,
    Offset,
    Byte(u8),
}

/// Reads texts in one form.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(super) form: String,
    /// `None` for forms with parts that only the slower, general reader knows (names of months, years of two digits).
    pub(super) parts: Option<Vec<Part>>,
}

impl Reader {
    /// A reader of `form`, as `strptime` writes it.
    pub fn new(form: &str) -> Self {
        Self { form: form.to_owned(), parts: parts(form.as_bytes()) }
    }

    pub fn form(&self) -> &str {
        &self.form
    }

    /// Whether the texts tell their offset from UTC.
    pub fn has_offset(&self) -> bool {
        ["%z", "%:z"].iter().any(|part| self.form.contains(part))
    }

    /// Whether the texts tell a time of day.
    pub fn has_time(&self) -> bool {
        ["%H", "%I", "%T", "%R", "%k", "%l"].iter().any(|part| self.form.contains(part))
    }

    /// `text`, without space around it, in this form.
    #[inline]
    pub fn read(&self, text: &str) -> Option<Moment> {
        match &self.parts {
            Some(parts) => read(parts, text.as_bytes()),
            None => self.general(text),
        }
    }

    fn general(&self, text: &str) -> Option<Moment> {
        let broken = BrokenDownTime::parse(&self.form, text).ok()?;
        let date = broken.to_date().ok()?;
        let hours = if self.has_time() { broken.to_time().ok()? } else { jiff::civil::Time::midnight() };
        let days = days(i64::from(date.year()), i64::from(date.month()), i64::from(date.day()));
        let seconds = i64::from(hours.hour()) * 3600 + i64::from(hours.minute()) * 60 + i64::from(hours.second());
        let offset = broken.offset().map(|offset| i64::from(offset.seconds()));
        Some(Moment { civil: 86_400 * days + seconds, offset })
    }
}

fn parts(form: &[u8]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut bytes = form.iter();
    while let Some(byte) = bytes.next() {
        if *byte != b'%' {
            parts.push(Part::Byte(*byte));
            continue;
        }
        parts.push(match bytes.next()? {
            b'Y' => Part::Year,
            b'm' => Part::Month,
            b'd' => Part::Day,
            b'H' => Part::Hour,
            b'I' => Part::Hour12,
            b'M' => Part::Minute,
            b'S' => Part::Second,
            b'p' => Part::Half,
            b'z' => Part::Offset,
            _ => return None,
        });
    }
    let has = |part| parts.contains(&part);
    (has(Part::Year) && has(Part::Month) && has(Part::Day) && has(Part::Hour12) == has(Part::Half)).then_some(parts)
}

#[inline]
fn read(parts: &[Part], text: &[u8]) -> Option<Moment> {
    let (mut year, mut month, mut day, mut hour, mut minute, mut second) = (0, 0, 0, 0, 0, 0);
    let (mut half, mut offset) = (None, None);
    let mut rest = text;
    for part in parts {
        match part {
            Part::Byte(byte) => rest = rest.strip_prefix(std::slice::from_ref(byte))?,
            Part::Year => year = number(&mut rest, 4, 4)?,
            Part::Month => month = number(&mut rest, 1, 2)?,
            Part::Day => day = number(&mut rest, 1, 2)?,
            Part::Hour | Part::Hour12 => hour = number(&mut rest, 1, 2)?,
            Part::Minute => minute = number(&mut rest, 2, 2)?,
            Part::Second => second = seconds(&mut rest)?,
            Part::Half => half = Some(afternoon(&mut rest)?),
            Part::Offset => offset = Some(ahead(&mut rest)?),
        }
    }
    if let Some(afternoon) = half {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
    }
    let valid = rest.is_empty() && (1..=12).contains(&month) && day >= 1 && hour < 24 && minute < 60 && second < 60;
    if !valid || day > length(year, month) {
        return None;
    }
    Some(Moment { civil: 86_400 * days(year, month, day) + 3600 * hour + 60 * minute + second, offset })
}

/// A number of `least` to `most` digits.
#[inline]
fn number(rest: &mut &[u8], least: usize, most: usize) -> Option<i64> {
    let (mut value, mut digits) = (0, 0);
    while let Some((digit, after)) = rest.split_first().filter(|(digit, _)| digits < most && digit.is_ascii_digit()) {
        value = 10 * value + i64::from(digit - b'0');
        digits += 1;
        *rest = after;
    }
    (digits >= least).then_some(value)
}

/// Whole seconds; a fraction is read and let go.
#[inline]
fn seconds(rest: &mut &[u8]) -> Option<i64> {
    let second = number(rest, 2, 2)?;
    if let Some(fraction) = rest.strip_prefix(b".") {
        *rest = fraction;
        number(rest, 1, 9)?;
    }
    Some(second)
}

/// AM or PM, whether it is the afternoon.
fn afternoon(rest: &mut &[u8]) -> Option<bool> {
    let (half, after) = rest.split_at_checked(2)?;
    *rest = after;
    if half.eq_ignore_ascii_case(b"PM") { Some(true) } else { half.eq_ignore_ascii_case(b"AM").then_some(false) }
}

/// Z, +01:00, +0100 or +01, in seconds.
fn ahead(rest: &mut &[u8]) -> Option<i64> {
    if let Some(after) = rest.strip_prefix(b"Z").or_else(|| rest.strip_prefix(b"z")) {
        *rest = after;
        return Some(0);
    }
    let (sign, after) = rest.split_first()?;
    let sign = match sign {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    *rest = after;
    let hours = number(rest, 2, 2)?;
    let colon = rest.strip_prefix(b":");
    *rest = colon.unwrap_or(rest);
    let minutes = if colon.is_some() || !rest.is_empty() { number(rest, 2, 2)? } else { 0 };
    (hours < 24 && minutes < 60).then_some(sign * (3600 * hours + 60 * minutes))
}

fn length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01, in the Gregorian calendar: years are counted from March, so that a leap day ends one.
#[inline]
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + of_year - 719_468
}
