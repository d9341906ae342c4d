//! Names for stored columns, made from the names that a file has.

use super::Text;

/// The columns that every stored dataset has; no text of a file takes their names.
pub const COMMON: [&str; 9] = ["kind", "outcome", "month", "from_s", "to_s", "hour", "lon_e6", "lat_e6", "area"];

/// A stored name for each column: small letters, digits and `_`, each name once.
pub fn stored_names(columns: &[&str]) -> Vec<Text> {
    let mut taken: Vec<String> = COMMON.iter().map(|&name| name.to_owned()).collect();
    let mut texts = Vec::with_capacity(columns.len());
    for &column in columns {
        let base = stored_name(column);
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let free = std::iter::once(base.clone()).chain(numbered).find(|name| !taken.contains(name));
        let stored = free.unwrap_or(base);
        taken.push(stored.clone());
        texts.push(Text { column: column.to_owned(), stored });
    }
    texts
}

fn stored_name(column: &str) -> String {
    let mut name = String::with_capacity(column.len());
    for letter in column.chars() {
        match letter.to_ascii_lowercase() {
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if name.is_empty() || name.ends_with('_') => {}
            _ => name.push('_'),
        }
    }
    let name = name.trim_end_matches('_');
    if name.is_empty() || name.starts_with(|first: char| first.is_ascii_digit()) {
        return format!("column_{name}").trim_end_matches('_').to_owned();
    }
    name.chars().take(60).collect()
}

/// Whether this may be the name of a stored text column.
pub fn is_stored_name(name: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    (1..=64).contains(&name.len()) && name.chars().all(plain) && !COMMON.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_names_are_plain_and_each_there_once() {
        let texts = stored_names(&["LSOA code", "lsoa-code", "Kind", "Größe", "2nd", "الحي", "  "]);
        let stored: Vec<&str> = texts.iter().map(|text| text.stored.as_str()).collect();
        assert_eq!(stored, ["lsoa_code", "lsoa_code_2", "kind_2", "gr_e", "column_2nd", "column", "column_2"]);
        assert!(stored.iter().all(|name| is_stored_name(name)));
        assert!(!is_stored_name("month") && !is_stored_name("a b") && !is_stored_name(""));
    }
}
