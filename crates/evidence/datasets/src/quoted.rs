//! Records with quotes, by RFC 4180 and nothing looser.
//!
//! Few lines have quotes, so this reader goes byte by byte and may be fed line after line: a quoted cell may hold line
//! ends. What other readers let pass (a quote inside a bare cell, text after a closing quote) is a fault here, since
//! it usually means that columns have slipped.

/// What is wrong with the form of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    QuoteInBareCell,
    TextAfterQuote,
    QuoteLeftOpen,
    ReturnInBareCell,
    NotUtf8,
}

impl Fault {
    pub fn expected(self) -> &'static str {
        match self {
            Self::QuoteInBareCell => "a cell with a quote to be enclosed in quotes, the quote doubled",
            Self::TextAfterQuote => "a comma or the end of the line after a closing quote",
            Self::QuoteLeftOpen => "a closing quote before the end of the file",
            Self::ReturnInBareCell => "lines that end with LF or CR LF",
            Self::NotUtf8 => "text in UTF-8 (save the file as UTF-8, not as Latin-1 or Windows-1252)",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    Bare,
    Inside,
    Closed,
    /// A carriage return outside quotes: only the end of the line may follow.
    Return,
}

/// Collects one record from its lines.
#[derive(Debug)]
pub(super) struct Quoted<'a> {
    state: State,
    text: &'a mut Vec<u8>,
    cells: &'a mut Vec<(u32, u32)>,
    from: u32,
}

impl<'a> Quoted<'a> {
    /// The cells' content goes to `text`, each cell's range in it to `cells`.
    pub fn new(text: &'a mut Vec<u8>, cells: &'a mut Vec<(u32, u32)>) -> Self {
        text.clear();
        cells.clear();
        Self { state: State::Start, text, cells, from: 0 }
    }

    /// Takes a line without its line feed. `true` when the record ends with it; else the next line belongs to it.
    pub fn line(&mut self, line: &[u8]) -> Result<bool, Fault> {
        for &byte in line {
            self.byte(byte)?;
        }
        if self.state == State::Inside {
            self.text.push(b'\n');
            return Ok(false);
        }
        self.end_cell();
        Ok(true)
    }

    fn byte(&mut self, byte: u8) -> Result<(), Fault> {
        self.state = match (self.state, byte) {
            (State::Inside, b'"') => State::Closed,
            (State::Inside, _) => {
                self.text.push(byte);
                State::Inside
            }
            (State::Return, _) => return Err(Fault::ReturnInBareCell),
            (_, b',') => {
                self.end_cell();
                State::Start
            }
            (_, b'\r') => State::Return,
            (State::Start, b'"') => State::Inside,
            (State::Closed, b'"') => {
                self.text.push(b'"');
                State::Inside
            }
            (State::Closed, _) => return Err(Fault::TextAfterQuote),
            (_, b'"') => return Err(Fault::QuoteInBareCell),
            (State::Start | State::Bare, _) => {
                self.text.push(byte);
                State::Bare
            }
        };
        Ok(())
    }

    fn end_cell(&mut self) {
        let to = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
        self.cells.push((self.from, to));
        self.from = to;
    }
}
