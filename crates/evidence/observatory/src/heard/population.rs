//! How many people of each group live in an area: by sex, by age, by whatever the partnership has figures of.

use std::collections::{BTreeMap, HashMap};

use comity_ledger::{Event, Ledger, Refusal};
use comity_places::{Area, Bilingual};
use comity_store::{ObjectError, Read};
use serde::{Deserialize, Serialize};

use super::tables;

/// A file of figures was taken. Body: [`PopulationGrouped`]; stream [`STREAM`].
pub const POPULATION_GROUPED: &str = "population.grouped";
pub const STREAM: &str = "population/groups";

/// The most lines at fault that are listed.
const LISTED: usize = 20;

/// A file of figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopulationGrouped {
    /// The hash of the file.
    pub object: String,
    pub figures: u64,
}

/// One line of the file: how many people of one group live in one area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupFigure {
    pub area: String,
    /// By what people are put into groups, such as `sex`.
    pub by: String,
    /// The group as surveys name it too, such as `women`.
    pub group: String,
    pub text: Bilingual,
    pub people: i64,
}

/// Why figures were not taken. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PopulationError {
    #[error(
        "no column {0} was found; expected a CSV file with the columns code, by, group, people, and perhaps name and name_ar"
    )]
    Column(&'static str),
    #[error("the file has no rows; expected one area, group and number of people a line")]
    Empty,
    /// `first` holds at most 20 sentences out of `total`.
    #[error("{total} lines cannot be read, so the file was refused:\n  {}", first.join("\n  "))]
    Lines { total: usize, first: Vec<String> },
    #[error("these figures are in force already")]
    AlreadyImported,
    #[error(transparent)]
    Object(#[from] ObjectError),
    #[error(transparent)]
    Refusal(#[from] Refusal),
}

/// Takes a file of figures; those of the same area and grouping are replaced, others stay. For the command line: waits for
/// the answer.
///
/// # Errors
/// What is wrong with the file, or what failed. Nothing was then changed.
pub fn import_population_now(ledger: &Ledger, actor: &str, csv: &[u8]) -> Result<PopulationGrouped, PopulationError> {
    let areas = ledger.store().read_now(comity_places::areas)?;
    let figures = read(csv, Some(&areas))?;
    let body = PopulationGrouped { object: ledger.objects().put(csv)?, figures: figures.len() as u64 };
    let recorded = body.clone();
    let taken = ledger.decide_now(actor, move |decision| {
        if tables::last_population(decision)?.as_ref() == Some(&recorded.object) {
            return Ok(false);
        }
        decision.record(STREAM, Event::new(POPULATION_GROUPED, &recorded)?)?;
        Ok(true)
    })?;
    if taken.value { Ok(body) } else { Err(PopulationError::AlreadyImported) }
}

/// The figures of a file; `areas`, where given, are those that it may name.
pub(super) fn read(csv: &[u8], areas: Option<&[Area]>) -> Result<Vec<GroupFigure>, PopulationError> {
    let csv = csv.strip_prefix(b"\xef\xbb\xbf").unwrap_or(csv);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(csv);
    let header = reader.byte_headers().cloned().unwrap_or_default();
    let column =
        |name: &'static str| header.iter().position(|cell| cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes()));
    let wanted = |name| column(name).ok_or(PopulationError::Column(name));
    let places = [wanted("code")?, wanted("by")?, wanted("group")?, wanted("people")?];
    let names = [column("name"), column("name_ar")];
    let mut earlier: HashMap<(String, String, String), u64> = HashMap::new();
    let (mut figures, mut total, mut first) = (Vec::new(), 0, Vec::new());
    for record in reader.byte_records() {
        // The reader is over bytes in memory and takes any bytes and any length, so an error ends the file.
        let Ok(record) = record else { break };
        let line = record.position().map_or(0, csv::Position::line);
        let found = figure(&record, header.len(), places, names).and_then(|figure| {
            if areas.is_some_and(|areas| areas.iter().all(|area| area.code != figure.area)) {
                return Err(format!("there is no area with the code {:?}", figure.area));
            }
            let key = (figure.area.clone(), figure.by.clone(), figure.group.clone());
            match earlier.insert(key, line) {
                Some(before) => Err(format!("the same area and group are on line {before} already")),
                None => Ok(figure),
            }
        });
        match found {
            Ok(figure) => figures.push(figure),
            Err(told) => {
                total += 1;
                if first.len() < LISTED {
                    first.push(format!("line {line}: {told}"));
                }
            }
        }
    }
    match (total, figures.is_empty()) {
        (0, true) => Err(PopulationError::Empty),
        (0, false) => Ok(figures),
        _ => Err(PopulationError::Lines { total, first }),
    }
}

fn figure(
    record: &csv::ByteRecord,
    columns: usize,
    places: [usize; 4],
    names: [Option<usize>; 2],
) -> Result<GroupFigure, String> {
    if record.len() != columns {
        return Err(format!("{columns} columns were expected, found {}", record.len()));
    }
    let cell = |at: usize| {
        let text = std::str::from_utf8(record.get(at).unwrap_or_default()).map(str::trim);
        let text = text.map_err(|_| "text in UTF-8 was expected; save the file as UTF-8".to_owned())?;
        if text.chars().any(char::is_control) { Err("a control character was found".to_owned()) } else { Ok(text) }
    };
    let [area, by, group, people] = places.map(cell);
    let (area, by, group, people) = (area?, by?, group?, people?);
    if area.is_empty() || by.is_empty() || group.is_empty() {
        return Err("code, by and group cannot be empty".to_owned());
    }
    let number = people.parse::<i64>().ok().filter(|number| *number >= 0);
    let shown: String = people.chars().take(40).collect();
    let people = number.ok_or_else(|| format!("people: a whole number was expected, found {shown:?}"))?;
    let name = |at: Option<usize>| at.map_or(Ok(""), cell);
    let [en, ar] = names.map(name);
    let (en, ar) = (en?, ar?);
    let text = Bilingual::new(if en.is_empty() && ar.is_empty() { group } else { en }, ar);
    Ok(GroupFigure { area: area.to_owned(), by: by.to_owned(), group: group.to_owned(), text, people })
}

/// All figures by what people are put into groups, in the order of the file.
///
/// # Errors
/// What the database says.
pub fn population_groups(tx: &mut Read<'_>) -> Result<BTreeMap<String, Vec<GroupFigure>>, Refusal> {
    let mut found: BTreeMap<String, Vec<GroupFigure>> = BTreeMap::new();
    for figure in tables::figures(tx)? {
        found.entry(figure.by.clone()).or_default().push(figure);
    }
    Ok(found)
}

/// How many people of each group live in the whole partnership: the figures of the widest areas that have any, added up.
/// In the order of the file.
pub fn figures_of(figures: &[GroupFigure], areas: &[Area]) -> Vec<(String, Bilingual, i64)> {
    let path = |code: &str| areas.iter().find(|area| area.code == code).map(|area| area.path.as_str());
    let with: Vec<&str> = figures.iter().filter_map(|figure| path(&figure.area)).collect();
    // What lies in an area that has a figure itself is in that figure already.
    let within = |own: &str| with.iter().any(|other| *other != own && own.starts_with(other));
    let mut found: Vec<(String, Bilingual, i64)> = Vec::new();
    for figure in figures.iter().filter(|figure| path(&figure.area).is_some_and(|own| !within(own))) {
        match found.iter_mut().find(|(group, ..)| *group == figure.group) {
            Some((_, _, people)) => *people = people.saturating_add(figure.people),
            None => found.push((figure.group.clone(), figure.text.clone(), figure.people)),
        }
    }
    found
}
