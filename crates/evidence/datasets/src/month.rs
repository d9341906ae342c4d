//! Calendar months, the finest time that police.uk publishes.

/// A month as the number of months since January of the year 0: `year * 12 + month - 1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(pub i32);

/// The years that can be meant; anything else is a slip of the keyboard.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

impl Month {
    /// Reads `YYYY-MM` with a year from 1900 to 2100; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let [a, b, c, d, b'-', e, f] = *text.as_bytes() else { return None };
        let digit = |byte: u8| byte.is_ascii_digit().then(|| i32::from(byte - b'0'));
        let year = digit(a)? * 1000 + digit(b)? * 100 + digit(c)? * 10 + digit(d)?;
        let month = digit(e)? * 10 + digit(f)?;
        (YEARS.contains(&year) && (1..=12).contains(&month)).then(|| Self(year * 12 + month - 1))
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// 1 for January.
    pub fn of_year(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}", self.year(), self.of_year())
    }
}

#[cfg(test)]
mod tests {
    use super::Month;

    #[test]
    fn a_month_is_read_strictly_and_written_back() {
        assert_eq!(Month::parse("2022-01"), Some(Month(24_264)));
        for text in ["1900-01", "1999-12", "2100-12"] {
            assert_eq!(Month::parse(text).unwrap().to_string(), text);
        }
        for wrong in ["2022-00", "2022-13", "2022-1", "2022/01", "1899-12", "2101-01", "2022-01-01", "", "２０２２-01"]
        {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
    }
}
