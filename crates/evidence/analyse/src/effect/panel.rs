//! Units and times of a panel as numbers.

use std::collections::BTreeMap;

use crate::fault::Fault;
use crate::input::Table;
use crate::moments;

/// A column of names as numbers from 0, and the name of each number.
pub struct Names {
    pub numbers: Vec<usize>,
    pub names: Vec<String>,
}

impl Names {
    /// In the order of the text.
    pub fn of(texts: &[&str]) -> Self {
        let places: BTreeMap<&str, usize> = texts.iter().map(|text| (*text, 0)).collect();
        let names: Vec<String> = places.keys().map(|text| (*text).to_owned()).collect();
        Self::with(texts, names)
    }

    fn with(texts: &[&str], names: Vec<String>) -> Self {
        let places: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let numbers = texts.iter().map(|text| places.get(text).copied().unwrap_or_default()).collect();
        Self { numbers, names }
    }

    /// The number of `name`.
    pub fn find(&self, name: &str, option: &str, column: &str) -> Result<usize, Fault> {
        let found = self.names.iter().position(|known| known == name);
        found.ok_or_else(|| {
            let shown: Vec<&str> = self.names.iter().take(6).map(String::as_str).collect();
            let more = if self.names.len() > shown.len() { ", …" } else { "" };
            Fault::input(format!(
                "{option} {name}: column {column} has no such value; it has {}{more}",
                shown.join(", ")
            ))
        })
    }
}

/// A column of times, in their order: numbers, days, or text that begins with the year (2016-01, 2016-Q1, 2016-W05).
///
/// Errors: anything whose order is not known.
pub fn times(table: &Table, column: &str) -> Result<Names, Fault> {
    let texts = table.text(column)?;
    let mut names: Vec<String> = Names::of(&texts).names;
    let number = |text: &String| text.parse::<f64>().ok().filter(|value| value.is_finite());
    if names.iter().all(|name| number(name).is_some()) {
        names.sort_by(|a, b| number(a).unwrap_or_default().total_cmp(&number(b).unwrap_or_default()));
        return Ok(Names::with(&texts, names));
    }
    if let Ok(form) = moments::form(names.iter().map(String::as_str)) {
        names.sort_by_key(|name| moments::read(&form, name));
        return Ok(Names::with(&texts, names));
    }
    let length = names.first().map_or(0, |name| name.len());
    let sorts = |text: &str| {
        let year = text.bytes().take(4).filter(u8::is_ascii_digit).count() == 4;
        year && text.len() == length && text.as_bytes().get(4).is_none_or(|byte| !byte.is_ascii_digit())
    };
    match texts.iter().position(|text| !sorts(text)) {
        None => Ok(Names::with(&texts, names)),
        Some(row) => {
            let text = texts.get(row).copied().unwrap_or_default();
            let known = "numbers, days of one form, or year first and alike (2016-01, 2016-Q1)";
            Err(table.wrong(row, column, format!("the order of {text:?} is not known; times are {known}")))
        }
    }
}
