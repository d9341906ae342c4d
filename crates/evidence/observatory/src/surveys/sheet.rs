//! A survey's file as it is read: a header, and the texts of each row.

use super::SurveyError;

/// The most lines at fault that are listed.
pub const LISTED: usize = 20;

/// The file, every cell without the blanks around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    pub header: Vec<String>,
    /// `rows[row][column]`
    rows: Vec<Vec<String>>,
    /// The line of each row in the file.
    lines: Vec<u64>,
}

/// What stands for no answer in any column.
fn is_missing(text: &str) -> bool {
    matches!(text, "" | "NA" | "N/A" | "NaN" | "nan")
}

impl Sheet {
    /// Reads CSV with a header, in UTF-8.
    ///
    /// # Errors
    /// [`SurveyError::Empty`], [`SurveyError::NoRows`], a column's name that comes twice, or the first lines that cannot
    /// be read.
    pub fn read(bytes: &[u8]) -> Result<Self, SurveyError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(bytes);
        let mut records = reader.byte_records();
        let Some(Ok(first)) = records.next() else { return Err(SurveyError::Empty) };
        let header = cells(&first).ok_or(SurveyError::NotText { line: 1 })?;
        if let Some((_, twice)) =
            header.iter().enumerate().find(|(at, name)| header.iter().take(*at).any(|one| one == *name))
        {
            return Err(SurveyError::Layout(format!("the column {twice:?} is twice in the file's header")));
        }
        let (mut rows, mut lines, mut bad) = (Vec::new(), Vec::new(), Bad::default());
        for record in records {
            // The reader is over bytes in memory and takes any bytes and any length, so an error ends the file.
            let Ok(record) = record else { break };
            let line = record.position().map_or(0, csv::Position::line);
            match cells(&record) {
                Some(row) if row.len() == header.len() => {
                    rows.push(row);
                    lines.push(line);
                }
                Some(row) => bad.add(line, format!("{} columns were expected, found {}", header.len(), row.len())),
                None => bad.add(line, "text in UTF-8 was expected; save the file as UTF-8".to_owned()),
            }
        }
        bad.none()?;
        if rows.is_empty() { Err(SurveyError::NoRows) } else { Ok(Self { header, rows, lines }) }
    }

    /// How many people answered.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// The place of a column.
    ///
    /// # Errors
    /// [`SurveyError::NoColumn`]
    pub fn place(&self, column: &str) -> Result<usize, SurveyError> {
        self.header.iter().position(|name| name == column).ok_or_else(|| SurveyError::NoColumn {
            column: column.to_owned(),
            found: self.header.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", "),
        })
    }

    /// The texts of a column, `None` where nothing stands or what stands for that.
    pub fn texts<'a>(&'a self, place: usize, missing: &'a [String]) -> impl Iterator<Item = Option<&'a str>> + 'a {
        let told = move |text: &&str| !is_missing(text) && !missing.iter().any(|one| one == text);
        self.rows.iter().map(move |row| row.get(place).map(String::as_str).filter(told))
    }

    /// The cells of a column as they stand, `None` where nothing does.
    pub fn cells(&self, place: usize) -> impl Iterator<Item = Option<&str>> {
        self.rows.iter().map(move |row| row.get(place).map(String::as_str).filter(|text| !text.is_empty()))
    }

    /// The different values of a column in order: as numbers where all are, else as texts.
    pub fn values(&self, place: usize, missing: &[String]) -> Vec<String> {
        let mut found: Vec<&str> = self.texts(place, missing).flatten().collect();
        found.sort_unstable();
        found.dedup();
        if found.iter().all(|text| text.parse::<f64>().is_ok()) {
            let number = |text: &str| text.parse::<f64>().unwrap_or_default();
            found.sort_by(|one, other| number(one).total_cmp(&number(other)));
        }
        found.into_iter().map(str::to_owned).collect()
    }

    /// The line of a row in the file.
    pub fn line(&self, row: usize) -> u64 {
        self.lines.get(row).copied().unwrap_or_default()
    }

    /// A number for each row; every row must have one.
    ///
    /// # Errors
    /// The first lines without one.
    pub fn numbers(&self, column: &str) -> Result<Vec<f64>, SurveyError> {
        let mut bad = Bad::default();
        let mut numbers = Vec::with_capacity(self.len());
        for (row, text) in self.texts(self.place(column)?, &[]).enumerate() {
            match text.and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite()) {
                Some(number) => numbers.push(number),
                None => bad.cell(self.line(row), column, "a number", text.unwrap_or_default()),
            }
        }
        bad.none().map(|()| numbers)
    }

    /// A number for each different text of a column, in the order of first sight; every row must have one.
    ///
    /// # Errors
    /// The first lines without one.
    pub fn codes(&self, column: &str) -> Result<Vec<u32>, SurveyError> {
        let place = self.place(column)?;
        let mut known: std::collections::HashMap<&str, u32> = std::collections::HashMap::new();
        let (mut bad, mut codes) = (Bad::default(), Vec::with_capacity(self.len()));
        for (row, text) in self.texts(place, &[]).enumerate() {
            match text {
                Some(text) => {
                    let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
                    codes.push(*known.entry(text).or_insert(next));
                }
                None => bad.cell(self.line(row), column, "a value", ""),
            }
        }
        bad.none().map(|()| codes)
    }
}

fn cells(record: &csv::ByteRecord) -> Option<Vec<String>> {
    let cell = |cell: &[u8]| std::str::from_utf8(cell).ok().map(|text| text.trim().to_owned());
    record
        .iter()
        .map(cell)
        .collect::<Option<_>>()
        .filter(|cells: &Vec<String>| cells.iter().all(|text| !text.contains('\0')))
}

/// Lines at fault: the first ones in words, and how many there are.
#[derive(Clone, Debug, Default)]
pub struct Bad {
    total: usize,
    first: Vec<String>,
}

impl Bad {
    pub fn add(&mut self, line: u64, told: String) {
        self.total += 1;
        if self.first.len() < LISTED {
            self.first.push(format!("line {line}: {told}"));
        }
    }

    pub fn cell(&mut self, line: u64, column: &str, expected: &str, found: &str) {
        let shown: String = found.chars().take(60).flat_map(char::escape_debug).collect();
        let found = if found.is_empty() { "nothing".to_owned() } else { format!("\"{shown}\"") };
        self.add(line, format!("{column}: expected {expected}, found {found}"));
    }

    /// # Errors
    /// [`SurveyError::Lines`] where there is any.
    pub fn none(self) -> Result<(), SurveyError> {
        if self.total == 0 { Ok(()) } else { Err(SurveyError::Lines { total: self.total, first: self.first }) }
    }
}
