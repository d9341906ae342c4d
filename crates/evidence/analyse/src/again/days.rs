//! Whole days, as a column of dates or times tells them.

use jiff::civil::date;

use crate::fault::Fault;
use crate::input::Table;
use crate::moments;

/// The day of each row as a number (1970-01-01 is 0), the time of day left aside.
///
/// Errors: dates that fit no form, or more than one where `form` does not say which.
pub fn days(table: &Table, column: &str, form: Option<&str>) -> Result<Vec<i32>, Fault> {
    let texts = table.text(column)?;
    let form = match form {
        Some(form) => form.to_owned(),
        None => moments::form(texts.iter().copied()).map_err(|several| unclear(table, column, &texts, &several))?,
    };
    let read = |(row, text): (usize, &&str)| match moments::read(&form, text) {
        Some(moment) => Ok((moment.date() - date(1970, 1, 1)).get_days()),
        None => Err(table.wrong(row, column, format!("{text:?} is not a date in the form {form}"))),
    };
    texts.iter().enumerate().map(read).collect()
}

fn unclear(table: &Table, column: &str, texts: &[&str], several: &[String]) -> Fault {
    if several.is_empty() {
        // The first row which no form reads together with those before it.
        let fits = |rows: &[&str]| !matches!(moments::form(rows.iter().copied()), Err(none) if none.is_empty());
        let row = (0..texts.len()).collect::<Vec<_>>().partition_point(|row| texts.get(..=*row).is_some_and(fits));
        let text = texts.get(row).copied().unwrap_or_default();
        return table.wrong(
            row,
            column,
            format!(
                "{text:?} is not a date in a form known, or not in the form of the lines before; see --time-format"
            ),
        );
    }
    let forms = several.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" and as ");
    Fault::input(format!("column {column}: the dates can be read as {forms}; say which by --time-format"))
}
