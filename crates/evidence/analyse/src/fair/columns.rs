//! Columns that say yes or no, or count.

use crate::fault::Fault;
use crate::input::Table;

/// Yes or no, as 1/0, yes/no, true/false, y/n or t/f in any case.
pub fn flags(table: &Table, column: &str) -> Result<Vec<bool>, Fault> {
    let read = |(row, text): (usize, &&str)| {
        flag(text).ok_or_else(|| {
            table.wrong(row, column, format!("{text:?} is neither yes nor no (1/0, yes/no, true/false)"))
        })
    };
    table.text(column)?.iter().enumerate().map(read).collect()
}

fn flag(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "1.0" | "yes" | "y" | "true" | "t" => Some(true),
        "0" | "0.0" | "no" | "n" | "false" | "f" => Some(false),
        _ => None,
    }
}

/// How a column was read as events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The rows whose value is one of those asked for.
    Values,
    /// Numbers that are summed: counts, or 1 and 0.
    Numbers,
    /// The rows that say yes.
    Flags,
    /// Words: every row is one event.
    Rows,
}

impl Reading {
    pub fn name(self) -> &'static str {
        match self {
            Self::Values => "rows with one of the values asked for",
            Self::Numbers => "sum of the numbers",
            Self::Flags => "rows that say yes",
            Self::Rows => "every row with a value",
        }
    }
}

/// The events of each row. `values` says which values are events; where there are none, a column that begins with a number
/// must hold numbers, one that begins with yes or no must say yes or no, and any other counts every row.
pub fn events(table: &Table, column: &str, values: &[String]) -> Result<(Vec<f64>, Reading), Fault> {
    let texts = table.text(column)?;
    let as_count = |yes: bool| if yes { 1.0 } else { 0.0 };
    if !values.is_empty() {
        let asked = |text: &&str| values.iter().any(|value| value.eq_ignore_ascii_case(text));
        let events: Vec<f64> = texts.iter().map(|text| as_count(asked(text))).collect();
        if events.iter().sum::<f64>() == 0.0 {
            return Err(Fault::input(format!("column {column} never says {}", values.join(" or "))));
        }
        return Ok((events, Reading::Values));
    }
    match texts.first() {
        Some(first) if first.parse::<f64>().is_ok() => {
            let events = table.numbers(column)?;
            match events.iter().position(|count| *count < 0.0 || count.fract() != 0.0) {
                Some(row) => {
                    let found = events.get(row).copied().unwrap_or_default();
                    Err(table.wrong(row, column, format!("found {found}, expected a whole number not below zero")))
                }
                None => Ok((events, Reading::Numbers)),
            }
        }
        Some(first) if flag(first).is_some() => {
            Ok((flags(table, column)?.into_iter().map(as_count).collect(), Reading::Flags))
        }
        _ => Ok((vec![1.0; texts.len()], Reading::Rows)),
    }
}
