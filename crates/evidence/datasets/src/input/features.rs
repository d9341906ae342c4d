//! GeoJSON: one feature after another, whatever the length of the file.

use std::io::Read;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::super::error::{BadLine, ImportError, shown};
use super::super::records::{Item, LONGEST};
use super::super::source::Source;
use super::{Built, POINT};

const BLOCK: usize = 64 * 1024;

/// The features of a collection. The names of the properties of the first are the columns of all.
pub struct Features<R: Read> {
    pub source: Source<R>,
    buffer: Vec<u8>,
    at: usize,
    /// The number of the present line.
    line: u64,
    begun: bool,
    ended: bool,
    header: Vec<String>,
    /// The first feature and its line, read for its names.
    first: Option<(u64, Vec<u8>)>,
    built: Built,
}

#[derive(Deserialize)]
struct Feature {
    properties: Option<Map<String, Value>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    coordinates: Value,
}

impl<R: Read> Features<R> {
    /// `read` is what of the source was read already.
    pub fn new((source, read): (Source<R>, Vec<u8>)) -> Self {
        let (header, built) = (Vec::new(), Built::default());
        Self { source, buffer: read, at: 0, line: 1, begun: false, ended: false, header, first: None, built }
    }

    /// The header; then each feature.
    pub fn next(&mut self) -> Result<Option<Item<'_>>, ImportError> {
        if !self.begun {
            self.begun = true;
            return self.names();
        }
        let next = match self.first.take() {
            Some(first) => Some(first),
            None if self.ended => None,
            None => self.feature()?,
        };
        let Some((line, bytes)) = next else {
            self.ended = true;
            return Ok(None);
        };
        self.built.clear();
        match build(&bytes, &self.header, &mut self.built) {
            Ok(()) => Ok(Some(self.built.item(line))),
            Err((expected, found)) => {
                Ok(Some(Item::Fault(BadLine { line, column: None, expected: expected.into(), found })))
            }
        }
    }

    fn names(&mut self) -> Result<Option<Item<'_>>, ImportError> {
        self.collection()?;
        let Some((line, bytes)) = self.feature()? else { return Err(ImportError::NoRows) };
        let feature: Feature =
            serde_json::from_slice(&bytes).map_err(|error| ImportError::GeoJson(error.to_string()))?;
        let names = feature.properties.unwrap_or_default();
        self.header = names.keys().cloned().chain(POINT.map(str::to_owned)).collect();
        self.header.iter().for_each(|name| self.built.push(name));
        self.first = Some((line, bytes));
        Ok(Some(self.built.item(1)))
    }

    /// Goes on to the beginning of the list of features.
    fn collection(&mut self) -> Result<(), ImportError> {
        let (mut depth, mut word, mut named) = (0, Vec::new(), false);
        loop {
            match self.needed()? {
                b'"' => {
                    self.string(&mut word)?;
                    named = depth == 1 && word == b"features";
                    word.clear();
                }
                b'[' if named => return Ok(()),
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                byte if byte.is_ascii_whitespace() || byte == b':' => continue,
                _ => named = false,
            }
            if depth == 0 {
                return Err(ImportError::GeoJson("expected a list of features".into()));
            }
        }
    }

    /// The next feature as it stands in the file, with the line it begins on; `None` at the end of the list.
    fn feature(&mut self) -> Result<Option<(u64, Vec<u8>)>, ImportError> {
        loop {
            match self.needed()? {
                b'{' => break,
                b']' => return self.rest().map(|()| None),
                byte if byte.is_ascii_whitespace() || byte == b',' => {}
                byte => {
                    let told = format!("line {}: expected a feature, found {:?}", self.line, char::from(byte));
                    return Err(ImportError::GeoJson(told));
                }
            }
        }
        let (line, mut bytes, mut depth) = (self.line, vec![b'{'], 1);
        while depth > 0 {
            let byte = self.needed()?;
            bytes.push(byte);
            match byte {
                b'"' => self.string(&mut bytes)?,
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            if bytes.len() > LONGEST {
                return Err(ImportError::LineTooLong { line });
            }
        }
        Ok(Some((line, bytes)))
    }

    /// Reads to the end of the file, so that its hash is that of all of it.
    fn rest(&mut self) -> Result<(), ImportError> {
        while self.byte()?.is_some() {}
        Ok(())
    }

    /// The rest of a string, up to its closing quote, which is added too where something was before.
    fn string(&mut self, into: &mut Vec<u8>) -> Result<(), ImportError> {
        let keep_quote = !into.is_empty();
        loop {
            match self.needed()? {
                b'"' => break,
                b'\\' => {
                    into.push(b'\\');
                    let escaped = self.needed()?;
                    into.push(escaped);
                }
                byte => into.push(byte),
            }
            if into.len() > LONGEST {
                return Err(ImportError::LineTooLong { line: self.line });
            }
        }
        if keep_quote {
            into.push(b'"');
        }
        Ok(())
    }

    fn needed(&mut self) -> Result<u8, ImportError> {
        let ends = || ImportError::GeoJson("the file ends in the middle".into());
        self.byte()?.ok_or_else(ends)
    }

    fn byte(&mut self) -> Result<Option<u8>, ImportError> {
        if self.at == self.buffer.len() {
            self.buffer.resize(BLOCK, 0);
            let length = self.source.fill(&mut self.buffer)?;
            self.buffer.truncate(length);
            self.at = 0;
        }
        let byte = self.buffer.get(self.at).copied();
        self.at += usize::from(byte.is_some());
        self.line += u64::from(byte == Some(b'\n'));
        Ok(byte)
    }
}

/// The cells of a feature, or what was expected and found.
fn build(bytes: &[u8], header: &[String], built: &mut Built) -> Result<(), (&'static str, String)> {
    let read: Result<Feature, _> = serde_json::from_slice(bytes);
    let feature = read.map_err(|error| ("a feature of GeoJSON in UTF-8", error.to_string()))?;
    let mut properties = feature.properties.unwrap_or_default();
    for name in header.iter().take(header.len().saturating_sub(POINT.len())) {
        built.push(&cell(properties.remove(name).unwrap_or_default()));
    }
    if let Some(other) = properties.keys().next() {
        return Err(("the properties that the first feature has", shown(other)));
    }
    let Some(geometry) = feature.geometry else {
        POINT.iter().for_each(|_| built.push(""));
        return Ok(());
    };
    let numbers = |at: usize| geometry.coordinates.get(at).filter(|number| number.is_number()).cloned();
    match (geometry.kind.as_str(), numbers(0), numbers(1)) {
        ("Point", Some(x), Some(y)) => {
            built.push(&cell(x));
            built.push(&cell(y));
            Ok(())
        }
        _ => Err(("a point or no geometry", shown(&geometry.kind))),
    }
}

/// A value as text; nothing for null.
fn cell(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}
