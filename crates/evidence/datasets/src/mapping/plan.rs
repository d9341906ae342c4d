//! A mapping made ready for one file: the places of its columns in a row.

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::super::error::{BadLine, ImportError, shown};
use super::super::month::Month;
use super::super::quality::Grain;
use super::super::records::Record;
use super::super::row::{Point, degrees_point};
pub use super::time::When;
use super::time::{Calendar, Format, Time, Written, YEARS, from_parts};
use super::{Kind, Mapping, names, place};

/// Reads rows as a mapping says.
#[derive(Debug)]
pub struct Plan {
    /// The names of the file's columns: every row has so many cells.
    pub header: Vec<String>,
    clock: Clock,
    place: Option<At>,
    /// The cell of each stored text; then kind and outcome. `None` for a fixed kind or no outcome.
    pub texts: Vec<Option<usize>>,
    /// Their stored names.
    pub stored: Vec<String>,
    /// The kind of the whole file, where it has one.
    pub fixed_kind: Option<String>,
    pub kind_column: String,
    /// Which of the texts is the incident's number.
    pub id: Option<usize>,
}

#[derive(Debug)]
struct At {
    x: usize,
    y: usize,
    none: Vec<String>,
    zero_is_none: bool,
    projection: Option<place::Projection>,
}

#[derive(Debug)]
enum Clock {
    /// `YYYY-MM`, as police.uk writes it.
    PlainMonth {
        at: usize,
    },
    Month {
        at: usize,
        format: Format,
    },
    Day {
        at: usize,
        formats: Vec<Format>,
        calendar: Calendar,
    },
    Moment {
        at: usize,
        time: Option<usize>,
        formats: Vec<Format>,
        calendar: Calendar,
        midnight_is_day: bool,
    },
    Parts {
        at: [Option<usize>; 5],
        calendar: Calendar,
        midnight_is_day: bool,
    },
    Between {
        from: usize,
        to: usize,
        formats: Vec<Format>,
        calendar: Calendar,
    },
}

impl Plan {
    /// # Errors
    /// Columns that the file does not have or has twice, a time zone or reference system that is not known.
    pub fn new(mapping: &Mapping, header: &[String]) -> Result<Self, ImportError> {
        let at = |name: &str| column(header, name);
        let mut texts = Vec::new();
        let mut stored = Vec::new();
        for text in &mapping.texts {
            if !names::is_stored_name(&text.stored) || stored.contains(&text.stored) {
                let told = format!("{} is no name for a stored column, or is there twice", shown(&text.stored));
                return Err(ImportError::Mapping(told));
            }
            texts.push(Some(at(&text.column)?));
            stored.push(text.stored.clone());
        }
        let (kind, fixed_kind, kind_column) = match &mapping.kind {
            Kind::Column(name) => (Some(at(name)?), None, name.clone()),
            Kind::Fixed(kind) => (None, Some(kind.clone()), String::new()),
        };
        let outcome = mapping.outcome.as_deref().map(at).transpose()?;
        texts.extend([kind, outcome]);
        stored.extend(["kind".to_owned(), "outcome".to_owned()]);
        let id =
            match &mapping.id {
                Some(id) => {
                    let place = mapping.texts.iter().position(|text| text.column == *id);
                    Some(place.ok_or_else(|| {
                        ImportError::Mapping(format!("the id {} must be one of the texts", shown(id)))
                    })?)
                }
                None => None,
            };
        let clock = Clock::new(&mapping.time, header)?;
        let place = mapping.place.as_ref().map(|place| At::new(place, header)).transpose()?;
        Ok(Self { header: header.to_vec(), clock, place, texts, stored, fixed_kind, kind_column, id })
    }

    /// Which of the texts is the kind.
    pub fn kind(&self) -> usize {
        self.texts.len().saturating_sub(2)
    }

    /// A text of a row, as it is stored.
    pub fn text<'r>(&'r self, record: &Record<'r>, text: usize) -> &'r str {
        match self.texts.get(text) {
            Some(Some(at)) => record.cell(*at),
            _ if text == self.kind() => self.fixed_kind.as_deref().unwrap_or_default(),
            _ => "",
        }
    }

    pub fn when(&self, record: &Record<'_>) -> Result<When, BadLine> {
        self.clock.read(record, &self.header)
    }

    pub fn point(&self, record: &Record<'_>) -> Result<Option<(Point, Grain)>, BadLine> {
        match &self.place {
            Some(place) => place.read(record, &self.header),
            None => Ok(None),
        }
    }
}

fn column(header: &[String], name: &str) -> Result<usize, ImportError> {
    let mut found = header.iter().enumerate().filter(|(_, column)| *column == name).map(|(at, _)| at);
    match (found.next(), found.next()) {
        (Some(at), None) => Ok(at),
        (None, _) => Err(ImportError::WrongColumns { missing: vec![name.into()], extra: vec![], repeated: vec![] }),
        _ => Err(ImportError::WrongColumns { missing: vec![], extra: vec![], repeated: vec![name.into()] }),
    }
}

impl At {
    fn new(place: &super::Place, header: &[String]) -> Result<Self, ImportError> {
        let code = place::epsg(&place.crs).ok_or_else(|| ImportError::UnknownCrs { found: shown(&place.crs) })?;
        let projection = if place::is_wgs84(code) { None } else { Some(place::Projection::new(code)?) };
        let (x, y) = (column(header, &place.x)?, column(header, &place.y)?);
        Ok(Self { x, y, none: place.none.clone(), zero_is_none: place.zero_is_none, projection })
    }

    fn read(&self, record: &Record<'_>, header: &[String]) -> Result<Option<(Point, Grain)>, BadLine> {
        let (x, y) = (record.cell(self.x), record.cell(self.y));
        if x == y && self.none.iter().any(|none| none == x) {
            return Ok(None);
        }
        let name = |at: usize| header.get(at).map(String::as_str).unwrap_or_default();
        let Some(projection) = &self.projection else {
            let point = degrees_point(record.line, (name(self.x), x), (name(self.y), y))?;
            let point = point.filter(|point| !(self.zero_is_none && point.is_zero()));
            return Ok(point.map(|point| (point, Grain::of_degrees(point))));
        };
        if x.is_empty() && y.is_empty() {
            return Ok(None);
        }
        let bad = |at, expected, found: &str| BadLine::cell(record.line, name(at), expected, shown(found));
        let number = |at, text: &str| match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(number),
            _ => Err(bad(at, "a number in the units of the reference system", text)),
        };
        let (easting, northing) = (number(self.x, x)?, number(self.y, y)?);
        if self.zero_is_none && easting == 0.0 && northing == 0.0 {
            return Ok(None);
        }
        let point = projection.point(easting, northing);
        let grain = Grain::of_metres(easting, northing);
        point
            .map(|point| Some((point, grain)))
            .ok_or_else(|| bad(self.x, "coordinates that lie within the reference system", x))
    }
}

impl Clock {
    fn new(time: &Time, header: &[String]) -> Result<Self, ImportError> {
        let at = |name: &str| column(header, name);
        let calendar = || -> Result<Calendar, ImportError> {
            let zone = time.zone().unwrap_or("UTC");
            let known = TimeZone::get(zone).map_err(|_| ImportError::UnknownZone { found: shown(zone) })?;
            Ok(Calendar::new(known))
        };
        let formats = |formats: &[String], z| formats.iter().map(|format| Format::new(format, z)).collect();
        Ok(match time {
            Time::Month { column, format } if format == "%Y-%m" => Self::PlainMonth { at: at(column)? },
            Time::Month { column, format } => {
                Self::Month { at: at(column)?, format: Format::new(format, super::Z::Utc) }
            }
            Time::Day { column, formats: known, .. } => {
                Self::Day { at: at(column)?, formats: formats(known, super::Z::Utc), calendar: calendar()? }
            }
            Time::Moment { column, time: clock, formats: known, z, midnight_is_day, .. } => Self::Moment {
                at: at(column)?,
                time: clock.as_deref().map(at).transpose()?,
                formats: formats(known, *z),
                calendar: calendar()?,
                midnight_is_day: *midnight_is_day,
            },
            Time::Parts { year, month, day, hour, minute, midnight_is_day, .. } => {
                let optional = |name: &Option<String>| name.as_deref().map(at).transpose();
                let at = [Some(at(year)?), Some(at(month)?), optional(day)?, optional(hour)?, optional(minute)?];
                Self::Parts { at, calendar: calendar()?, midnight_is_day: *midnight_is_day }
            }
            Time::Between { from, to, formats: known, .. } => Self::Between {
                from: at(from)?,
                to: at(to)?,
                formats: formats(known, super::Z::Utc),
                calendar: calendar()?,
            },
        })
    }

    fn read(&self, record: &Record<'_>, header: &[String]) -> Result<When, BadLine> {
        let bad = |at: usize, expected: &'static str| {
            let name = header.get(at).map(String::as_str).unwrap_or_default();
            BadLine::cell(record.line, name, expected, shown(record.cell(at)))
        };
        match self {
            Self::PlainMonth { at } => {
                let month = Month::parse(record.cell(*at));
                month.map(When::month_alone).ok_or_else(|| bad(*at, MONTH))
            }
            Self::Month { at, format } => {
                let month = format.month(record.cell(*at));
                month.map(When::month_alone).ok_or_else(|| bad(*at, "a month in the format of the mapping"))
            }
            Self::Day { at, formats, calendar } => {
                let date = formats.iter().find_map(|format| format.date(record.cell(*at)));
                date.and_then(|date| calendar.day(date)).ok_or_else(|| bad(*at, DAY))
            }
            Self::Moment { at, time, formats, calendar, midnight_is_day } => {
                let written = match time {
                    Some(time) => moment(formats, &format!("{} {}", record.cell(*at), record.cell(*time))),
                    None => moment(formats, record.cell(*at)),
                };
                written.and_then(|written| told(calendar, written, *midnight_is_day)).ok_or_else(|| bad(*at, MOMENT))
            }
            Self::Parts { at, calendar, midnight_is_day } => parts(record, at, calendar, *midnight_is_day, bad),
            Self::Between { from, to, formats, calendar } => {
                let begins = moment(formats, record.cell(*from)).ok_or_else(|| bad(*from, MOMENT))?;
                let ends = match record.cell(*to) {
                    "" => None,
                    text => Some(moment(formats, text).ok_or_else(|| bad(*to, MOMENT))?),
                };
                calendar.between(begins, ends).ok_or_else(|| bad(*from, MOMENT))
            }
        }
    }
}

const MONTH: &str = "a month as YYYY-MM, from 1900-01 to 2100-12";
const DAY: &str = "a day in a format of the mapping, from 1900 to 2100";
const MOMENT: &str = "a date and time in a format of the mapping, from 1900 to 2100";
const PART: &str = "a whole number that fits a date and time, from 1900 to 2100";

fn moment(formats: &[Format], text: &str) -> Option<Written> {
    formats.iter().find_map(|format| format.read(text))
}

fn told(calendar: &Calendar, written: Written, midnight_is_day: bool) -> Option<When> {
    let midnight = written.time.hour() == 0 && written.time.minute() == 0 && written.time.second() == 0;
    if midnight_is_day && midnight { calendar.day(written.time.date()) } else { calendar.moment(written) }
}

fn parts(
    record: &Record<'_>,
    at: &[Option<usize>; 5],
    calendar: &Calendar,
    midnight_is_day: bool,
    bad: impl Fn(usize, &'static str) -> BadLine,
) -> Result<When, BadLine> {
    let number = |at: Option<usize>| match at {
        Some(at) => record.cell(at).parse::<i16>().map(Some).map_err(|_| bad(at, PART)),
        None => Ok(None),
    };
    let [year_at, month_at, day_at, hour_at, minute_at] = *at;
    let first = year_at.unwrap_or_default();
    let year = number(year_at)?.filter(|year| YEARS.contains(year)).ok_or_else(|| bad(first, PART))?;
    let small = |at: Option<usize>| -> Result<Option<i8>, BadLine> {
        let Some(number) = number(at)? else { return Ok(None) };
        i8::try_from(number).map(Some).map_err(|_| bad(at.unwrap_or_default(), PART))
    };
    let month = small(month_at)?.filter(|month| (1..=12).contains(month));
    let month = month.ok_or_else(|| bad(month_at.unwrap_or_default(), PART))?;
    let Some(day) = small(day_at)? else {
        return Ok(When::month_alone(Month(i32::from(year) * 12 + i32::from(month) - 1)));
    };
    let date = Date::new(year, month, day).map_err(|_| bad(day_at.unwrap_or_default(), PART))?;
    let made = match small(hour_at)? {
        None => calendar.day(date),
        Some(hour) => {
            from_parts(date, hour, small(minute_at)?).and_then(|written| told(calendar, written, midnight_is_day))
        }
    };
    made.ok_or_else(|| bad(hour_at.or(day_at).unwrap_or_default(), PART))
}
