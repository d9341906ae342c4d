//! From the values of a column to codes, batch by batch; what is not wanted gets [`SKIP`].

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int32Type;
use arrow_array::{Array, ArrayRef, Int32Array, RecordBatch};

use crate::QueryError;
use crate::cells::SKIP;
use crate::codes::Codes;

/// One column of a question: which values are wanted, and the codes under which they are counted, if they are.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub column: &'static str,
    /// The axis on which it is counted.
    pub axis: Option<usize>,
    read: Read,
    /// The codes of the rows of the batch.
    pub codes: Vec<u32>,
}

#[derive(Clone, Debug)]
enum Read {
    Text {
        wanted: Option<Arc<BTreeSet<String>>>,
        codes: Option<Codes<Arc<str>>>,
        known: Option<(ArrayRef, Vec<u32>)>,
    },
    Listed(List),
    /// Numbers of which only the range counts.
    Within(RangeInclusive<i32>),
}

/// Numbers from 0 below `end`, each looked up in a table that is filled as they come up.
#[derive(Clone, Debug)]
struct List {
    end: i32,
    wanted: Wanted,
    codes: Option<Codes<i32>>,
    known: Vec<u32>,
}

#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    All,
    Range(RangeInclusive<i32>),
    Set(Arc<BTreeSet<i32>>),
}

impl Wanted {
    fn all(&self) -> bool {
        matches!(self, Self::All)
    }

    fn has(&self, value: i32) -> bool {
        match self {
            Self::All => true,
            Self::Range(range) => range.contains(&value),
            Self::Set(set) => set.contains(&value),
        }
    }
}

/// In the table of known numbers: not seen yet.
const UNSEEN: u32 = u32::MAX - 1;

impl Part {
    pub fn text(
        column: &'static str,
        wanted: Option<&BTreeSet<String>>,
        counted: Option<(usize, Codes<Arc<str>>)>,
    ) -> Self {
        let (axis, codes) = counted.unzip();
        let read = Read::Text { wanted: wanted.cloned().map(Arc::new), codes, known: None };
        Self { column, axis, read, codes: Vec::new() }
    }

    pub fn listed(column: &'static str, end: i32, wanted: Wanted, counted: Option<(usize, Codes<i32>)>) -> Self {
        let (axis, codes) = counted.unzip();
        Self { column, axis, read: Read::Listed(List { end, wanted, codes, known: Vec::new() }), codes: Vec::new() }
    }

    pub fn within(column: &'static str, range: RangeInclusive<i32>) -> Self {
        Self { column, axis: None, read: Read::Within(range), codes: Vec::new() }
    }

    /// The codes that the rows can have lie below this.
    pub fn end(&self) -> u32 {
        match &self.read {
            Read::Text { codes: Some(codes), .. } => codes.end(),
            Read::Listed(List { codes: Some(codes), .. }) => codes.end(),
            _ => 1,
        }
    }

    /// Finds the codes of a batch. A column that the file does not have holds nothing.
    ///
    /// # Errors
    /// When a number cannot be one of its column.
    pub fn read(&mut self, batch: &RecordBatch) -> Result<(), QueryError> {
        self.codes.clear();
        let none = self.none();
        let Some(array) = batch.column_by_name(self.column) else {
            self.codes.resize(batch.num_rows(), none);
            return Ok(());
        };
        let numbers = || array.as_primitive_opt::<Int32Type>().ok_or(QueryError::ReadAs(self.column));
        match &mut self.read {
            Read::Text { wanted, codes, known } => {
                let texts = array.as_dictionary_opt::<Int32Type>().ok_or(QueryError::ReadAs(self.column))?;
                // Batches of one row group mostly have one dictionary.
                let map = match known {
                    Some((values, map)) if Arc::ptr_eq(values, texts.values()) => map,
                    known => &mut known.insert((texts.values().clone(), dictionary(texts.values(), wanted, codes))).1,
                };
                let code = |&key: &i32| map.get(key.cast_unsigned() as usize).copied().unwrap_or(SKIP);
                self.codes.extend(texts.keys().values().iter().map(code));
            }
            Read::Listed(list) => list.codes(self.column, numbers()?, &mut self.codes)?,
            Read::Within(range) => {
                let (first, last) = (*range.start(), *range.end());
                let code = |&value: &i32| if (value >= first) & (value <= last) { 0 } else { SKIP };
                self.codes.extend(numbers()?.values().iter().map(code));
            }
        }
        if let Some(nulls) = array.nulls().filter(|nulls| nulls.null_count() > 0) {
            self.codes.iter_mut().zip(nulls).filter(|(_, there)| !there).for_each(|(code, _)| *code = none);
        }
        Ok(())
    }

    /// The code of a row without a value.
    fn none(&self) -> u32 {
        let all = match &self.read {
            Read::Text { wanted, .. } => wanted.is_none(),
            Read::Listed(List { wanted, .. }) => wanted.all(),
            Read::Within(_) => false,
        };
        if all { 0 } else { SKIP }
    }
}

/// The code of each text of a dictionary.
fn dictionary(values: &ArrayRef, wanted: &Option<Arc<BTreeSet<String>>>, codes: &Option<Codes<Arc<str>>>) -> Vec<u32> {
    let texts = values.as_string_opt::<i32>().into_iter().flatten();
    let code = |text: &str| match (wanted, codes) {
        (Some(wanted), _) if !wanted.contains(text) => SKIP,
        (_, Some(codes)) => codes.code(text, |text| Arc::from(text)),
        _ => 0,
    };
    texts.map(|text| text.map_or(SKIP, code)).collect()
}

impl List {
    fn codes(&mut self, column: &'static str, numbers: &Int32Array, found: &mut Vec<u32>) -> Result<(), QueryError> {
        let mut unseen = false;
        found.extend(numbers.values().iter().map(|&value| {
            let code = self.known(value);
            unseen |= code == UNSEEN;
            code
        }));
        if unseen {
            for (code, value) in found.iter_mut().zip(numbers.iter()).filter(|(code, _)| **code == UNSEEN) {
                if let Some(value) = value {
                    *code = self.learn(column, value)?;
                }
            }
        }
        Ok(())
    }

    fn known(&self, value: i32) -> u32 {
        self.known.get(value.cast_unsigned() as usize).copied().unwrap_or(UNSEEN)
    }

    /// Enters a number into the table, unless a row before had it.
    fn learn(&mut self, column: &'static str, value: i32) -> Result<u32, QueryError> {
        let before = self.known(value);
        if before != UNSEEN {
            return Ok(before);
        }
        let at = usize::try_from(value).ok().filter(|_| value < self.end);
        let at = at.ok_or(QueryError::Value { column, found: value })?;
        let code = match &self.codes {
            _ if !self.wanted.has(value) => SKIP,
            Some(codes) => codes.code(&value, |&value| value),
            None => 0,
        };
        if self.known.len() <= at {
            self.known.resize(at + 1, UNSEEN);
        }
        if let Some(place) = self.known.get_mut(at) {
            *place = code;
        }
        Ok(code)
    }
}
