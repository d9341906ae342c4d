//! Texts in tables that spreadsheets open.

/// A text as a cell of CSV. One that a spreadsheet would take for a formula gets an apostrophe before it: names and kinds
/// come from files of others. Numbers do not pass through here.
pub fn csv_cell(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_a_formula_is_a_text() {
        for formula in ["=HYPERLINK(\"//evil\")", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(csv_cell(formula), format!("'{formula}"));
        }
        for text in ["Burglary", "", " =1", "3 - 2", "سرقة"] {
            assert_eq!(csv_cell(text), text);
        }
    }
}
