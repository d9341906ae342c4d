//! Numbers, months and areas as these pages write them.

use comity_datasets::Month;
use comity_kernel::Message;
use comity_methods::Interval;
use comity_places::{Area, sort_by_name};
use comity_shell::Words;

use crate::published::Number;

/// "March 2026"
pub fn month(words: Words<'_>, month: Month) -> String {
    words.month(year(month), of_year(month))
}

/// The month as short as a chart needs it.
pub fn short_month(words: Words<'_>, month: Month) -> String {
    format!("{} {}", words.short_month(of_year(month)), year(month))
}

fn year(month: Month) -> i16 {
    i16::try_from(month.year()).unwrap_or_default()
}

fn of_year(month: Month) -> i8 {
    i8::try_from(month.of_year()).unwrap_or(1)
}

/// A message with the first and the last month.
pub fn period(id: &'static str, words: Words<'_>, (first, last): (Month, Month)) -> Message {
    Message::new(id).text("from", month(words, first)).text("to", month(words, last))
}

/// The number for a chart; what is withheld is missing there.
pub fn value(number: Number) -> f64 {
    number.known().map_or(f64::NAN, |count| count as f64)
}

/// A number with so many digits after the point: `1,234.5`.
pub fn decimal(value: f64, digits: usize) -> String {
    let text = format!("{:.digits$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let whole = comity_shell::texts::grouped(whole.parse().unwrap_or(i64::MAX));
    let sign = if value < 0.0 && text.contains(|digit: char| ('1'..='9').contains(&digit)) { "\u{2212}" } else { "" };
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The ends of an interval: "11.9–12.7".
pub fn interval(interval: &Interval) -> String {
    let upper = interval.upper.map_or_else(|| "∞".to_owned(), |upper| decimal(upper, 1));
    format!("{}–{upper}", decimal(interval.lower, 1))
}

/// A share of one in per cent, whole.
pub fn percent(share: f64) -> i64 {
    (share * 100.0).round() as i64
}

/// Areas by name in the page's language, each with what tells it from another of the same name.
pub fn by_name<'a>(areas: impl IntoIterator<Item = &'a Area>, words: Words<'_>) -> Vec<(Area, String)> {
    let mut sorted: Vec<Area> = areas.into_iter().cloned().collect();
    sort_by_name(&mut sorted, words.language);
    let names: Vec<String> = sorted.iter().map(|area| area.name(words.language).to_owned()).collect();
    let shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
    let named = |(area, name): (Area, &String)| {
        let told = if shared(name) { format!("{name} ({})", area.code) } else { name.clone() };
        (area, told)
    };
    sorted.into_iter().zip(&names).map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_with_a_point_are_written_as_whole_ones_are() {
        let written: Vec<String> = [0.04, 1234.56, -0.01, -3.25].map(|value| decimal(value, 1)).into();
        assert_eq!(written, ["0.0", "1,234.6", "0.0", "\u{2212}3.2"]);
        assert_eq!((decimal(2.5, 0), percent(0.126)), ("2".to_owned(), 13));
    }
}
