//! How many incidents there are, by area, month, kind and hour of week.

use std::sync::Arc;

use arrow_array::RecordBatch;

use crate::cells::{AXES, Cells, SKIP};
use crate::codes::Codes;
use crate::parts::{Part, Wanted};
use crate::{Filter, QueryError};

/// By what incidents are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    Area,
    Month,
    Kind,
    /// The hour of the week.
    Hour,
}

/// A number of incidents. A part by which was not counted is `None`; so is one that those incidents do not have
/// (outside every area, the hour not known).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    pub area: Option<Arc<str>>,
    /// Months since January of the year 0.
    pub month: Option<i32>,
    pub kind: Option<Arc<str>>,
    /// Hour of the week, 0 to 167, from Monday.
    pub hour: Option<i32>,
    /// At least 1: what did not happen is not listed.
    pub count: u64,
}

/// The year 10000 begins here.
const MONTHS: i32 = 12 * 10_000;
const HOURS: i32 = 168;

/// The values that were met, in the order of the axes.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    areas: Codes<Arc<str>>,
    months: Codes<i32>,
    kinds: Codes<Arc<str>>,
    hours: Codes<i32>,
}

impl Values {
    pub fn new() -> Self {
        Self { areas: Codes::new(), months: Codes::new(), kinds: Codes::new(), hours: Codes::new() }
    }

    /// The columns that a question needs, each with what is wanted of it.
    pub fn parts(&self, filter: &Filter, by: &[By]) -> Vec<Part> {
        let is = |what: By| by.contains(&what);
        let mut parts = Vec::new();
        if is(By::Area) || filter.areas.is_some() {
            let counted = is(By::Area).then(|| (0, self.areas.clone()));
            parts.push(Part::text("area", filter.areas.as_ref(), counted));
        }
        if is(By::Month) || filter.months.is_some() {
            let wanted = filter.months.clone().map_or(Wanted::All, Wanted::Range);
            parts.push(Part::listed("month", MONTHS, wanted, is(By::Month).then(|| (1, self.months.clone()))));
        }
        if is(By::Kind) || filter.kinds.is_some() {
            let counted = is(By::Kind).then(|| (2, self.kinds.clone()));
            parts.push(Part::text("kind", filter.kinds.as_ref(), counted));
        }
        if is(By::Hour) || filter.hours.is_some() {
            let wanted = filter.hours.clone().map_or(Wanted::All, |hours| Wanted::Set(Arc::new(hours)));
            parts.push(Part::listed("hour", HOURS, wanted, is(By::Hour).then(|| (3, self.hours.clone()))));
        }
        if let Some(bbox) = &filter.bbox {
            parts.push(Part::within("lon_e6", bbox.lon_e6.clone()));
            parts.push(Part::within("lat_e6", bbox.lat_e6.clone()));
        }
        parts
    }
}

/// What one thread counts.
#[derive(Debug)]
pub(crate) struct Tally {
    parts: Vec<Part>,
    pub cells: Cells,
    indices: Vec<u32>,
}

impl Tally {
    pub fn new(parts: Vec<Part>, most: u64) -> Self {
        Self { parts, cells: Cells::new(most), indices: Vec::new() }
    }

    pub fn add(&mut self, batch: &RecordBatch) -> Result<(), QueryError> {
        let mut needed = [1; AXES];
        for part in &mut self.parts {
            part.read(batch)?;
            if let Some(needed) = part.axis.and_then(|axis| needed.get_mut(axis)) {
                *needed = part.end();
            }
        }
        self.cells.make_room(needed)?;
        place(&self.parts, self.cells.room(), batch.num_rows(), &mut self.indices);
        self.cells.count(&self.indices);
        Ok(())
    }
}

/// The cell of each row; [`SKIP`] where a part is not wanted.
pub(crate) fn place(parts: &[Part], room: [u32; AXES], rows: usize, indices: &mut Vec<u32>) {
    indices.clear();
    indices.resize(rows, 0);
    for part in parts {
        let room = part.axis.and_then(|axis| room.get(axis)).copied().unwrap_or(1);
        for (index, &code) in indices.iter_mut().zip(&part.codes) {
            let inside = (*index != SKIP) & (code != SKIP);
            *index = if inside { index.wrapping_mul(room).wrapping_add(code) } else { SKIP };
        }
    }
}

/// The counts as rows, by area, month, kind and hour, in that order; none comes first.
pub(crate) fn rows(cells: &Cells, values: &Values) -> Vec<Count> {
    let mut rows = Vec::new();
    let kinds = values.kinds.in_order();
    let (months, hours) = (values.months.in_order(), values.hours.in_order());
    for (a, area) in values.areas.in_order() {
        for &(m, month) in &months {
            for (k, kind) in &kinds {
                for &(h, hour) in &hours {
                    let count = u64::from(cells.get([a, m, *k, h]));
                    if count > 0 {
                        rows.push(Count { area: area.clone(), month, kind: kind.clone(), hour, count });
                    }
                }
            }
        }
    }
    rows
}
