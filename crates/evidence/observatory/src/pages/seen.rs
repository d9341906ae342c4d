//! What an explored view rests on, read in one state of the data.

use std::sync::Arc;

use comity_datasets::Month;
use comity_ledger::Refusal;
use comity_places::Boundaries;
use comity_shell::Filled;
use comity_store::{Objects, Read};

use super::filter::{self, Known};
use crate::published::{self, Filter, HoursShown, Number, Shown};

/// A view as it is asked for.
#[derive(Clone, Debug)]
pub struct Seen {
    pub known: Known,
    pub filled: Filled,
    /// As read from the address; everything where the address could not be read.
    pub filter: Filter,
    /// None where the address could not be read, or nothing is published of it.
    pub shown: Option<Shown>,
    /// By hour of the week, where all kinds are asked for.
    pub hours: Option<HoursShown>,
    pub boundaries: Arc<Boundaries>,
}

impl Seen {
    /// # Errors
    /// What the database says.
    pub fn read(tx: &mut Read<'_>, objects: &Objects, filled: Filled) -> Result<Self, Refusal> {
        let (known, boundaries) = (Known::read(tx)?, comity_places::boundaries(tx, objects)?);
        Ok(match filter::read(filled, &known) {
            Ok((filled, mut filter)) => {
                if filter.area.is_none() {
                    // Where one area holds all, its parts are what a map can show.
                    filter.area = known.with_parts(None);
                }
                let shown = published::counts(tx, &filter)?;
                let hours = match &shown {
                    Some(shown) if filter.kinds.is_empty() => published::hours_shown(tx, &shown.area, shown.months)?,
                    _ => None,
                };
                Self { known, filled, filter, shown, hours, boundaries }
            }
            Err(filled) => {
                Self { known, filled: *filled, filter: Filter::default(), shown: None, hours: None, boundaries }
            }
        })
    }

    /// The filter with the months that are shown, so that its address shows the same when more is published.
    pub fn kept(&self) -> Filter {
        let months = self.shown.as_ref().map(|shown| shown.months).or(self.filter.months);
        Filter { months, ..self.filter.clone() }
    }
}

/// Every month of the view within what is published at all; `None` where nothing is of that month.
pub fn months(known: &Known, shown: &Shown) -> Vec<(Month, Option<Number>)> {
    let Some((first, last)) = known.months else { return Vec::new() };
    let found = |month: Month| shown.by_month.iter().find(|(of, _)| *of == month).map(|(_, number)| *number);
    let months = shown.months.0.max(first).0..=shown.months.1.min(last).0;
    months.map(Month).map(|month| (month, found(month))).collect()
}
