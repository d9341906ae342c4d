//! An answer as people read it: what it says, the rows, and the conditions under which it misleads.

use std::io::Write;

use console::{Term, measure_text_width};
use serde_json::Value;

use crate::answer::{Answer, SHOWN, Sheet};

/// The width of lines where the terminal does not tell its own.
pub const WIDTH: usize = 100;

/// Between two columns.
const GAP: &str = "  ";

/// As wide as the terminal; lines that are longer than 120 letters are hard to follow.
pub fn width() -> usize {
    Term::stdout().size_checked().map_or(WIDTH, |(_, columns)| usize::from(columns).clamp(40, 120))
}

pub fn print(out: &mut impl Write, answer: &Answer, width: usize) -> std::io::Result<()> {
    write!(out, "{}", wrapped(&answer.sentence, "", width))?;
    table(out, &answer.sheet, width)?;
    // What was found in these data comes before what always holds.
    for (found, mark) in [(true, "Warning: "), (false, "Note: ")] {
        let cautions: Vec<_> = answer.warnings.iter().filter(|caution| caution.found == found).collect();
        if !cautions.is_empty() {
            writeln!(out)?;
        }
        for caution in cautions {
            write!(out, "{}", wrapped(&caution.text, mark, width))?;
        }
    }
    Ok(())
}

/// The text in lines of at most `width`, the first after `mark`, the others as far in.
pub fn wrapped(text: &str, mark: &str, width: usize) -> String {
    let indent = measure_text_width(mark);
    let (mut lines, mut line, mut long) = (String::new(), mark.to_owned(), indent);
    for word in text.split_whitespace() {
        let wide = measure_text_width(word);
        if long > indent && long + 1 + wide > width {
            lines.push_str(&line);
            lines.push('\n');
            (line, long) = (" ".repeat(indent), indent);
        }
        if long > indent {
            line.push(' ');
            long += 1;
        }
        line.push_str(word);
        long += wide;
    }
    lines.push_str(&line);
    lines.push('\n');
    lines
}

/// A column as it is printed: its name and the shown cells, all equally wide.
struct Column {
    lines: Vec<String>,
    width: usize,
}

impl Column {
    /// The column, if there is anything in it.
    fn of(sheet: &Sheet, rows: &[&[Value]], place: usize) -> Option<Self> {
        let name = sheet.header.get(place).map_or("", String::as_str);
        let cells: Vec<&Value> = rows.iter().map(|row| row.get(place).unwrap_or(&Value::Null)).collect();
        if cells.iter().all(|cell| cell.is_null()) {
            return None;
        }
        let is_text = cells.iter().any(|cell| !matches!(cell, Value::Null | Value::Number(_)));
        let cells = if is_text { cells.iter().map(|cell| short(cell)).collect() } else { aligned(&cells) };
        let widths = cells.iter().map(|cell| measure_text_width(cell));
        let width = widths.chain([measure_text_width(name)]).max().unwrap_or(0);
        let lines = std::iter::once(name.to_owned()).chain(cells);
        let filled = lines.map(|line| {
            let space = " ".repeat(width - measure_text_width(&line));
            if is_text { format!("{line}{space}") } else { format!("{space}{line}") }
        });
        Some(Self { lines: filled.collect(), width })
    }
}

/// Numbers with their decimal points under each other.
fn aligned(cells: &[&Value]) -> Vec<String> {
    let texts: Vec<String> = cells.iter().map(|cell| short(cell)).collect();
    let after = |text: &String| text.find('.').map_or(0, |point| text.len() - point);
    let most = texts.iter().map(after).max().unwrap_or(0);
    texts.iter().map(|text| format!("{text}{}", " ".repeat(most - after(text)))).collect()
}

/// The rows; where they are wider than the screen, in several tables that each begin with the first column.
fn table(out: &mut impl Write, sheet: &Sheet, width: usize) -> std::io::Result<()> {
    if sheet.rows.is_empty() {
        return Ok(());
    }
    let rows = sheet.shown();
    let columns: Vec<Column> = (0..sheet.header.len()).filter_map(|place| Column::of(sheet, &rows, place)).collect();
    let Some((first, others)) = columns.split_first() else { return Ok(()) };
    let mut rest = others;
    loop {
        let mut used = first.width;
        let fitting = rest.iter().take_while(|column| {
            used += GAP.len() + column.width;
            used <= width
        });
        let (now, later) = rest.split_at(fitting.count().max(1).min(rest.len()));
        writeln!(out)?;
        for (at, start) in first.lines.iter().enumerate() {
            let mut line = start.clone();
            for column in now {
                line.push_str(GAP);
                line.push_str(column.lines.get(at).map_or("", String::as_str));
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        if later.is_empty() {
            break;
        }
        rest = later;
    }
    if sheet.rows.len() > SHOWN {
        let rest = sheet.rows.len() - SHOWN;
        let rows = if rest == 1 { "row" } else { "rows" };
        writeln!(out, "and {rest} more {rows}; --out FILE.csv writes them all, --json prints everything")?;
    }
    Ok(())
}

/// A value as people read it: six digits of a number, a dash for what there is not.
fn short(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => match number.as_f64() {
            Some(value) if !number.is_i64() && !number.is_u64() => digits(value),
            _ => number.to_string(),
        },
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        other => other.to_string(),
    }
}

fn digits(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-4..1e9).contains(&size) {
        return format!("{value:.5e}");
    }
    // Below one, the zeros after the point tell no digit.
    let decimals = if size == 0.0 { 0.0 } else { (5.0 - size.log10().floor()).clamp(0.0, 9.0) };
    let text = format!("{value:.*}", decimals as usize);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}
