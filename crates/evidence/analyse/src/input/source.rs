//! Bytes as they come from a file or a pipe, which may give them one at a time.

use std::io::{BufReader, Cursor, Read};

use flate2::bufread::MultiGzDecoder;

/// The longest line that is read: a file with longer ones is no table.
pub const LONGEST: usize = 1 << 20;

/// The first line of what `raw` gives, as far as it lies within 64 KiB, and all of it again.
pub fn beginning<R: Read>(mut raw: R) -> std::io::Result<(Vec<u8>, impl Read)> {
    let (mut start, mut piece) = (Vec::new(), [0; 4096]);
    while start.len() < 1 << 16 && !start.contains(&b'\n') {
        match raw.read(&mut piece) {
            Ok(0) => break,
            Ok(count) => start.extend_from_slice(piece.get(..count).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok((start.clone(), Cursor::new(start).chain(raw)))
}

/// What a gzip file holds, as long as it is no trap: a small file that unpacks to more than the memory.
pub struct Unpacked<R: Read>(MultiGzDecoder<BufReader<Counted<R>>>, u64);

impl<R: Read> Unpacked<R> {
    /// No table packs so well once it is large.
    const MOST: u64 = 200;
    const LARGE: u64 = 64 << 20;

    pub fn new(raw: R) -> Self {
        Self(MultiGzDecoder::new(BufReader::with_capacity(1 << 16, Counted(raw, 0))), 0)
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(into).map_err(|error| match error.kind() {
            std::io::ErrorKind::InvalidInput if self.1 > 0 => std::io::Error::other(
                "after its end stand bytes that are no gzip: it was damaged, or something was appended",
            ),
            _ => error,
        })?;
        self.1 += count as u64;
        if self.1 > Self::LARGE && self.1 / Self::MOST > self.0.get_ref().get_ref().1 {
            let told = format!("it unpacks to more than {} times its size, which no table does", Self::MOST);
            return Err(std::io::Error::other(told));
        }
        Ok(count)
    }
}

/// Counts the bytes that were read.
struct Counted<R>(R, u64);

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.0.read(into)?;
        self.1 += count as u64;
        Ok(count)
    }
}

/// Stops at a line that is too long, before it fills the memory.
pub struct Lines<R> {
    raw: R,
    line: u64,
    long: usize,
    /// The last byte so far that is no white space.
    pub last: u8,
    /// Whether all was read.
    pub ended: bool,
}

impl<R: Read> Lines<R> {
    pub fn new(raw: R) -> Self {
        Self { raw, line: 1, long: 0, last: 0, ended: false }
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.raw.read(into)?;
        self.ended = count == 0;
        let read = into.get(..count).unwrap_or_default();
        if let Some(last) = read.iter().rfind(|byte| !byte.is_ascii_whitespace()) {
            self.last = *last;
        }
        for (place, piece) in read.split(|byte| *byte == b'\n').enumerate() {
            if place > 0 {
                (self.line, self.long) = (self.line + 1, 0);
            }
            self.long += piece.len();
            if self.long > LONGEST {
                return Err(std::io::Error::other(format!("line {} is longer than 1 MiB", self.line)));
            }
        }
        Ok(count)
    }
}
