//! What is asked of a collection: a rectangle, a time, a page.

use comity_observatory::Month;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Form;
use crate::asked::given;
use crate::problem::{Answer, OpenDataError};

/// How many features a page has, if it is not said, and at most.
const USUAL: usize = 100;
const MOST: usize = 10_000;
/// How many a page for people has.
const ON_A_PAGE: usize = 50;
/// How far one can turn pages. What lies beyond is in the files.
const FARTHEST: usize = 5_000_000;

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// West, south, east and north in degrees, with commas: what touches this rectangle.
    pub bbox: Option<String>,
    /// A moment or an interval as in RFC 3339, such as `2026-01-01T00:00:00Z/2026-03-31T23:59:59Z`; `..` for an open end.
    pub datetime: Option<String>,
    /// How many features at most.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub limit: Option<String>,
    /// How many are passed over.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 5000000)]
    pub offset: Option<String>,
    /// `json` or `html`; otherwise as the header `Accept` says.
    #[param(pattern = "^(json|html)$")]
    pub f: Option<String>,
}

/// What is asked for, read.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// West, south, east, north in degrees.
    pub bbox: Option<[f64; 4]>,
    pub months: Option<(Month, Month)>,
    pub limit: usize,
    pub offset: usize,
}

fn wrong(name: &'static str, found: &str, expected: &'static str) -> OpenDataError {
    OpenDataError::Parameter { name, found: found.to_owned(), expected }
}

impl Wanted {
    /// # Errors
    /// [`OpenDataError::Parameter`].
    pub fn new(query: &Query, form: Form) -> Answer<Self> {
        let number = |name, text: Option<&String>, usual, least, most| match given(text) {
            None => Ok(usual),
            Some(text) => {
                let read = text.parse::<usize>().ok().filter(|number| *number >= least);
                read.map(|number| number.min(most)).ok_or_else(|| wrong(name, text, "open-expected-number"))
            }
        };
        let most = if form == Form::Html { ON_A_PAGE } else { MOST };
        let offset = number("offset", query.offset.as_ref(), 0, 0, usize::MAX)?;
        if offset > FARTHEST {
            return Err(wrong("offset", &offset.to_string(), "open-expected-number"));
        }
        Ok(Self {
            bbox: given(query.bbox.as_ref()).map(bbox).transpose()?,
            months: given(query.datetime.as_ref()).map(interval).transpose()?,
            limit: number("limit", query.limit.as_ref(), USUAL.min(most), 1, most)?,
            offset,
        })
    }
}

/// Four numbers; or six, of which the heights are left out.
fn bbox(text: &str) -> Answer<[f64; 4]> {
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|number| number.trim().parse().ok().filter(|number: &f64| number.is_finite())).collect();
    let edges = match numbers.as_deref() {
        Some(&[west, south, east, north]) | Some(&[west, south, _, east, north, _]) => Some([west, south, east, north]),
        _ => None,
    };
    let fits = |[west, south, east, north]: &[f64; 4]| {
        [west, east].iter().all(|lon| lon.abs() <= 180.0)
            && south.abs() <= 90.0
            && north.abs() <= 90.0
            && south <= north
    };
    edges.filter(fits).ok_or_else(|| wrong("bbox", text, "open-expected-bbox"))
}

/// The months that a moment or an interval touches.
fn interval(text: &str) -> Answer<(Month, Month)> {
    let bad = || wrong("datetime", text, "open-expected-datetime");
    let month = |part: &str, open: Month| match part {
        "" | ".." => Ok(open),
        moment => month_of(moment).ok_or_else(bad),
    };
    let (first, last) = match text.split_once('/') {
        Some((from, to)) => (month(from, Month(i32::MIN))?, month(to, Month(i32::MAX))?),
        None if text == ".." => return Err(bad()),
        None => (month(text, Month(0))?, month(text, Month(0))?),
    };
    if first > last { Err(bad()) } else { Ok((first, last)) }
}

/// The month in UTC of a day, or of a moment as RFC 3339 has it.
fn month_of(text: &str) -> Option<Month> {
    let (day, rest) = text.split_at_checked(10)?;
    comity_kernel::Day::parse(day)?;
    if rest.is_empty() {
        return Month::parse(day.get(..7)?);
    }
    // Two digits each, and the zone: what else the library would read is no RFC 3339.
    let mut shape = rest.bytes();
    let time = [b'T', b'0', b'0', b':', b'0', b'0', b':', b'0', b'0'].iter().all(|wanted| {
        shape.next().is_some_and(|found| match wanted {
            b'0' => found.is_ascii_digit(),
            b'T' => matches!(found, b'T' | b't'),
            other => found == *other,
        })
    });
    let zone = rest.get(9..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let zoned = matches!(zone, "Z" | "z") || matches!(zone.as_bytes(), [b'+' | b'-', _, _, b':', _, _]);
    let moment: jiff::Timestamp = text.parse().ok().filter(|_| time && zoned)?;
    let day = moment.to_zoned(jiff::tz::TimeZone::UTC).date();
    Month::parse(&format!("{:04}-{:02}", day.year(), day.month()))
}

/// Whether two rectangles touch; one whose west is east of its east goes round the back of the earth.
pub fn touches(wanted: &[f64; 4], other: &[f64; 4]) -> bool {
    let [west, south, east, north] = *wanted;
    let beside = if west <= east { west <= other[2] && other[0] <= east } else { other[2] >= west || other[0] <= east };
    beside && south <= other[3] && other[1] <= north
}

/// In millionths of a degree; a rectangle round the back of the earth becomes two.
pub fn rectangles(bbox: Option<[f64; 4]>) -> Vec<Option<[i32; 4]>> {
    let e6 = |[west, south, east, north]: [f64; 4]| {
        let (down, up) = (|degrees: f64| (degrees * 1e6).ceil() as i32, |degrees: f64| (degrees * 1e6).floor() as i32);
        Some([down(west), down(south), up(east), up(north)])
    };
    match bbox {
        None => vec![None],
        Some(edges) if edges[0] <= edges[2] => vec![e6(edges)],
        Some([west, south, east, north]) => vec![e6([west, south, 180.0, north]), e6([-180.0, south, east, north])],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_is_read_and_goes_round_the_earth() {
        assert_eq!(bbox("-3,50.5,-2,51").unwrap(), [-3.0, 50.5, -2.0, 51.0]);
        assert_eq!(bbox("170,-20,0,-170,-10,9").unwrap(), [170.0, -20.0, -170.0, -10.0]);
        for bad in ["", "1,2,3", "1,9,2,3", "1,2,3,inf", "a,b,c,d", "181,0,182,1", "1,2,3,4,5"] {
            assert!(bbox(bad).is_err(), "{bad}");
        }
        let pacific = [170.0, -20.0, -170.0, -10.0];
        assert!(touches(&pacific, &[175.0, -15.0, 176.0, -14.0]) && touches(&pacific, &[-176.0, -15.0, -175.0, -14.0]));
        assert!(!touches(&pacific, &[0.0, -15.0, 1.0, -14.0]));
    }

    #[test]
    fn an_interval_touches_whole_months() {
        let month = |text| Month::parse(text).unwrap();
        for (text, first, last) in [
            ("2026-01-15T00:00:00Z", month("2026-01"), month("2026-01")),
            ("2026-01-15/2026-03-01", month("2026-01"), month("2026-03")),
            ("../2026-03-01", Month(i32::MIN), month("2026-03")),
            ("2026-01-01T12:00:00Z/", month("2026-01"), Month(i32::MAX)),
            ("2026-01-01T00:30:00.25+02:00", month("2025-12"), month("2025-12")),
            ("2026-01-31t23:30:00z/..", month("2026-01"), Month(i32::MAX)),
        ] {
            assert_eq!(interval(text).unwrap(), (first, last), "{text}");
        }
        for bad in [
            "yesterday",
            "2026-13-01",
            "2026-03-01/2026-01-01",
            "..",
            "2026-01",
            "2026-01-01x",
            "é026-01-01",
            "2026-01-01T25:00:00Z",
            "2026-01-01T1:00:00Z",
            "2026-01-01T10:00Z",
            "2026-01-01T10:00:00",
            "2026-01-01 10:00:00Z",
            "2026-01-01T10:00:00+0200",
            "2026-01-01T10:00:00[Europe/Rome]",
            "2026-02-30T10:00:00Z",
        ] {
            assert!(interval(bad).is_err(), "{bad}");
        }
    }
}
