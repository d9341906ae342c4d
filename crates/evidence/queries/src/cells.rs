//! A plain table of counts over four axes, which grows as values come up.

use crate::QueryError;

pub(crate) const AXES: usize = 4;

/// The index of a row that is not counted.
pub(crate) const SKIP: u32 = u32::MAX;

/// Counts by code on each axis; the last axis is contiguous.
#[derive(Clone, Debug)]
pub(crate) struct Cells {
    room: [u32; AXES],
    counts: Vec<u32>,
    most: u64,
}

impl Cells {
    /// One cell; never more than `most`.
    pub fn new(most: u64) -> Self {
        Self { room: [1; AXES], counts: vec![0], most: most.min(u64::from(SKIP)) }
    }

    pub fn room(&self) -> [u32; AXES] {
        self.room
    }

    /// Makes room for the codes below `needed` on each axis, with some to spare.
    ///
    /// # Errors
    /// When the table would have more cells than allowed.
    pub fn make_room(&mut self, needed: [u32; AXES]) -> Result<(), QueryError> {
        if needed.iter().zip(self.room).all(|(&needed, room)| needed <= room) {
            return Ok(());
        }
        let larger = |more: fn(u32) -> u32| {
            let mut room = self.room;
            room.iter_mut()
                .zip(needed)
                .filter(|(room, needed)| needed > room)
                .for_each(|(room, needed)| *room = more(needed));
            room
        };
        let mut room = larger(|needed| needed.saturating_add(needed / 4));
        if size(room) > self.most {
            room = larger(|needed| needed);
        }
        let cells = size(room);
        if cells > self.most {
            return Err(QueryError::TooManyCells { cells, most: self.most });
        }
        let mut counts = vec![0; usize::try_from(cells).unwrap_or(usize::MAX)];
        self.each(|codes, count| {
            if let Some(cell) = counts.get_mut(index(room, codes)) {
                *cell = count;
            }
        });
        (self.room, self.counts) = (room, counts);
        Ok(())
    }

    /// Counts one for each index; [`SKIP`] lies outside every table.
    pub fn count(&mut self, indices: &[u32]) {
        for &index in indices {
            if let Some(cell) = self.counts.get_mut(index as usize) {
                *cell += 1;
            }
        }
    }

    /// Adds what another thread counted.
    pub fn add(&mut self, other: &Self) -> Result<(), QueryError> {
        self.make_room(other.room)?;
        if self.room == other.room {
            self.counts.iter_mut().zip(&other.counts).for_each(|(cell, count)| *cell += count);
            return Ok(());
        }
        other.each(|codes, count| {
            if let Some(cell) = self.counts.get_mut(index(self.room, codes)) {
                *cell += count;
            }
        });
        Ok(())
    }

    pub fn get(&self, codes: [u32; AXES]) -> u32 {
        let inside = codes.iter().zip(self.room).all(|(&code, room)| code < room);
        if inside { self.counts.get(index(self.room, codes)).copied().unwrap_or(0) } else { 0 }
    }

    /// Every cell that is not zero.
    fn each(&self, mut visit: impl FnMut([u32; AXES], u32)) {
        let [_, b, c, d] = self.room;
        for (at, &count) in (0_u32..).zip(&self.counts) {
            if count > 0 {
                visit([at / d / c / b, at / d / c % b, at / d % c, at % d], count);
            }
        }
    }
}

fn size(room: [u32; AXES]) -> u64 {
    room.iter().fold(1, |size: u64, &room| size.saturating_mul(u64::from(room)))
}

fn index([_, b, c, d]: [u32; AXES], [i, j, k, l]: [u32; AXES]) -> usize {
    ((i as usize * b as usize + j as usize) * c as usize + k as usize) * d as usize + l as usize
}
