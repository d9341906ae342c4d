//! Finding out which column is what: known layouts by their names, all others by names and values.

use super::super::error::{ImportError, Missing, shown};
use super::super::locate::Locate;
use super::known::{COLUMNS, POLICE_UK};
use super::names::stored_names;
use super::place::{Projection, candidates, epsg, is_wgs84};
use super::{Kind, Mapping, Place, Subject, VERSION, moments};

/// What the person who imports has said beforehand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choices {
    /// The time zone of times without one.
    pub zone: String,
    /// The reference system of the coordinates, as `EPSG:26910`.
    pub crs: Option<String>,
    /// The one kind of all rows.
    pub kind: Option<String>,
}

impl Default for Choices {
    fn default() -> Self {
        Self { zone: "UTC".into(), crs: None, kind: None }
    }
}

/// Column names as they are compared: small words with single spaces, `personSearch` as `person search`.
struct Names<'h> {
    header: &'h [String],
    plain: Vec<String>,
}

/// The first rows of a file, in the order of its columns.
pub type Sample = [Vec<String>];

/// The mapping of a file by its header and its first rows.
///
/// # Errors
/// What was not found, and how to say it.
pub fn detect(
    header: &[String],
    sample: &Sample,
    choices: &Choices,
    areas: &dyn Locate,
) -> Result<Mapping, ImportError> {
    let names: Vec<&str> = header.iter().map(String::as_str).collect();
    if let Some(known) = POLICE_UK.iter().find(|known| known.fits(&names)) {
        return Ok(known.mapping(&choices.zone));
    }
    let of_police_uk = names.iter().filter(|name| COLUMNS.contains(name)).count();
    if of_police_uk > COLUMNS.len() / 2 {
        return Err(almost_police_uk(&names));
    }
    if names.len() < 2 || names.iter().any(|name| is_value(name)) {
        return Err(ImportError::NoHeader { found: shown(&names.join(",")) });
    }
    let names = Names::new(header);
    let time = moments::find(header, &names.plain, sample, &choices.zone)?;
    let place = names.place(sample, choices, areas)?;
    let kind = match &choices.kind {
        Some(kind) => Kind::Fixed(kind.clone()),
        None => Kind::Column(names.first(&KINDS).ok_or(ImportError::Undetected(Missing::Kind))?.clone()),
    };
    let outcome = names.first(&["outcome", "outcome type", "last outcome category", "disposition"]).cloned();
    let id = names.first(&IDS).cloned();
    let mut taken: Vec<&str> = time.columns();
    taken.extend([place.x.as_str(), place.y.as_str()]);
    taken.extend(outcome.as_deref());
    if let Kind::Column(name) = &kind {
        taken.push(name);
    }
    let others: Vec<&str> = header.iter().map(String::as_str).filter(|name| !taken.contains(name)).collect();
    let texts = stored_names(&others);
    let id = id.filter(|id| others.contains(&id.as_str()));
    let subject = if names.of_stops() { Subject::Stops } else { Subject::Incidents };
    Ok(Mapping { mapping: VERSION, subject, id, time, place: Some(place), kind, outcome, texts })
}

const KINDS: [&str; 17] = [
    "crime type",
    "offence type",
    "offense type",
    "incident type",
    "primary type",
    "kind",
    "crime category",
    "offence category",
    "offense category",
    "offence",
    "offense",
    "category",
    "type",
    "crime",
    "problem",
    "call type",
    "type of incident",
];

const IDS: [&str; 14] = [
    "crime id",
    "incident id",
    "incident no",
    "incident number",
    "incident key",
    "case number",
    "case id",
    "report number",
    "reference",
    "uid",
    "id",
    "id num",
    "object id",
    "id number",
];

const X: [&str; 12] = [
    "longitude",
    "lon",
    "lng",
    "long",
    "geometry x",
    "x",
    "easting",
    "eastings",
    "x coord",
    "x coordinate",
    "x coord cd",
    "point x",
];
const Y: [&str; 12] = [
    "latitude",
    "lat",
    "lat",
    "lat",
    "geometry y",
    "y",
    "northing",
    "northings",
    "y coord",
    "y coordinate",
    "y coord cd",
    "point y",
];

/// A number or a date: what a header does not have.
fn is_value(text: &str) -> bool {
    let text = text.trim();
    text.starts_with(|first: char| first.is_ascii_digit() || first == '-') && text.chars().any(|c| c.is_ascii_digit())
}

fn almost_police_uk(names: &[&str]) -> ImportError {
    let owned = |name: &&str| (*name).to_owned();
    let missing = COLUMNS.iter().filter(|name| !names.contains(name)).map(owned).collect();
    let extra = names.iter().filter(|name| !COLUMNS.contains(name)).take(20).map(|name| shown(name)).collect();
    let count = |wanted: &str| names.iter().filter(|name| **name == wanted).count();
    let repeated = COLUMNS.iter().filter(|name| count(name) > 1).map(owned).collect();
    ImportError::WrongColumns { missing, extra, repeated }
}

impl<'h> Names<'h> {
    fn new(header: &'h [String]) -> Self {
        Self { header, plain: header.iter().map(|name| plain(name)).collect() }
    }

    /// The column with the first of these names that one has.
    fn first(&self, wanted: &[&str]) -> Option<&'h String> {
        wanted.iter().find_map(|wanted| self.header.get(self.at(wanted)?))
    }

    fn at(&self, wanted: &str) -> Option<usize> {
        self.plain.iter().position(|name| name == wanted)
    }

    fn of_stops(&self) -> bool {
        let told =
            |name: &String| name.split(' ').any(|word| matches!(word, "search" | "searched" | "stop" | "frisked"));
        self.plain.iter().any(told)
    }

    fn place(&self, sample: &Sample, choices: &Choices, areas: &dyn Locate) -> Result<Place, ImportError> {
        let pair = X.iter().zip(Y).find_map(|(x, y)| self.at(x).zip(self.at(y)));
        let (x, y) = pair.ok_or(ImportError::Undetected(Missing::Place))?;
        let crs = match &choices.crs {
            Some(crs) => {
                let code = epsg(crs).ok_or_else(|| ImportError::UnknownCrs { found: shown(crs) })?;
                if !is_wgs84(code) {
                    Projection::new(code)?;
                }
                format!("EPSG:{code}")
            }
            None => format!("EPSG:{}", reference_system(&points(sample, x, y), areas)?),
        };
        let name = |at: usize| self.header.get(at).cloned().unwrap_or_default();
        let none = ["NA", "N/A", "NULL"].map(str::to_owned).to_vec();
        Ok(Place { x: name(x), y: name(y), crs, none, zero_is_none: true })
    }
}

/// How many points a reference system is chosen by.
const ENOUGH: usize = 300;

fn points(sample: &Sample, x: usize, y: usize) -> Vec<(f64, f64)> {
    let number = |row: &Vec<String>, at: usize| row.get(at).and_then(|cell| cell.parse::<f64>().ok());
    let given = sample.iter().filter_map(|row| number(row, x).zip(number(row, y)));
    given.filter(|&point| point != (0.0, 0.0)).take(ENOUGH).collect()
}

/// WGS 84 where the numbers can be degrees; else the first of the candidates that puts most points into areas.
fn reference_system(points: &[(f64, f64)], areas: &dyn Locate) -> Result<u16, ImportError> {
    let degrees = points.iter().filter(|(x, y)| x.abs() <= 180.0 && y.abs() <= 180.0).count();
    if degrees * 2 >= points.len() {
        return Ok(4326);
    }
    let placed = |code: u16| {
        let Ok(projection) = Projection::new(code) else { return 0 };
        let within = |&(x, y): &(f64, f64)| {
            let point = projection.point(x, y)?;
            areas.locate(f64::from(point.lon_e6) / 1e6, f64::from(point.lat_e6) / 1e6)
        };
        points.iter().filter_map(within).count()
    };
    let mut best = (0, 0);
    for code in candidates() {
        let count = placed(code);
        if count > best.1 {
            best = (code, count);
        }
    }
    if best.1 * 2 > points.len() { Ok(best.0) } else { Err(ImportError::Undetected(Missing::Crs)) }
}

/// `Crime ID` as `crime id`, `personSearch` as `person search`, `LSOA_code` as `lsoa code`.
fn plain(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 4);
    let mut before_small = false;
    for letter in name.trim().chars() {
        if letter.is_alphanumeric() {
            if letter.is_uppercase() && before_small {
                words.push(' ');
            }
            words.extend(letter.to_lowercase());
        } else if !words.ends_with(' ') && !words.is_empty() {
            words.push(' ');
        }
        before_small = letter.is_lowercase();
    }
    words.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_as_plain_words() {
        for (name, expected) in [
            ("Crime ID", "crime id"),
            ("personSearch", "person search"),
            ("LSOA_code", "lsoa code"),
            (" HUNDRED_BLOCK ", "hundred block"),
            ("idNum", "id num"),
            ("X", "x"),
        ] {
            assert_eq!(plain(name), expected);
        }
        assert!(is_value("2022-01") && is_value("-1.5") && !is_value("2nd-hand".trim_start_matches('2')));
    }
}
