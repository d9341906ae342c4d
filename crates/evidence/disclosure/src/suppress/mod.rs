//! Small counts are withheld, and as many others as it takes that none can be worked out from the totals.
//!
//! 1. **Primary**: every count below the threshold is withheld, at every level, totals included.
//! 2. **Secondary**: further cells are withheld until each small count has a *witness*: two tables of whole numbers not
//!    below zero which agree with the true one in everything that is published and in which the small count differs by at
//!    least the width asked for. A reader who holds the whole release cannot tell which of them is true. Where zeros are
//!    published, what is missing is no zero: a number that could have been shown is 1 at least in both tables, and a zero that
//!    can be shown is shown.
//! 3. **Audit**: every witness is recomputed from the table and the pattern alone ([`audit`]).
//!
//! A witness is made of *moves*: one incident more at a finest cell, balanced at a second area, period or kind (or all
//! of them) so that every published total stays: the corners of a box with alternating signs. A witness is an inner bound of
//! what a reader must hold possible, hence a proof of safety. Outer bounds, as from the shuttle algorithm of
//! Buzzigoli and Giusti (1999) that [`crate::attack`] uses, can prove danger and never safety.
//!
//! Not every safe pattern has such a witness, so that somewhat more is withheld than an optimal solution would (finding
//! the least is NP-hard already in three directions).
//!
//! Sources: Cox (1980), "Suppression methodology and statistical disclosure control", JASA 75; Cox (1995), "Network models
//! for complementary cell suppression", JASA 90; Repsilber (1994) and Giessing (2004) for the hypercube method, whose
//! boxes these are; Hundepool et al. (2012), *Statistical Disclosure Control*, chapter 4.

pub mod audit;
mod candidates;
mod search;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use audit::{Limits, is_small};
pub use audit::{Move, Witness, audit, audit_together};
use search::Search;

use crate::{Cell, Error, Layout, Table};

/// Whether an empty cell is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// An empty cell is withheld like any small one: a reader cannot tell none from few.
    Protected,
    /// An empty cell is published: that nothing happened is about nobody. A withheld cell then may say that something did.
    Published,
}

/// What protection asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Counts below this are small. At least 2.
    pub threshold: u64,
    /// Whether 0 is small too.
    pub zeros: Zeros,
    /// What a reader works out for a small count must leave a range at least so wide: 1 forbids exact recovery only.
    pub width: u64,
}

impl Default for Protection {
    /// Below 5, zeros published, a range of 3: no closer than "1 to 4", which the threshold itself says.
    fn default() -> Self {
        Self { threshold: 5, zeros: Zeros::Published, width: 3 }
    }
}

impl Protection {
    /// # Errors
    /// [`Error::Setting`] for a threshold below 2 or a width of 0.
    pub fn check(&self) -> Result<(), Error> {
        if self.threshold < 2 {
            return Err(Error::setting("the threshold", self.threshold, "a number from 2 on"));
        }
        if self.width < 1 {
            return Err(Error::setting("the width of protection", self.width, "a number from 1 on"));
        }
        Ok(())
    }

    /// Whether this count is small, and must not be learnt.
    pub fn protects(&self, count: u64) -> bool {
        count < self.threshold && (count > 0 || self.zeros == Zeros::Protected)
    }
}

/// What is settled of a cell before anything is withheld for another's sake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Shown, unless it is small or a small one needs it. Where zeros are published, whoever misses it knows that it is not 0.
    Open,
    /// Withheld, as it was in another release; a reader may know from there that it is not 0.
    Held,
    /// Not part of what is published: nobody learns anything from missing it.
    LeftOut,
    /// Shown already by another table over the same incidents: it is never withheld, and no witness changes it.
    Known,
}

/// What is withheld, and why that is enough. Secret, since it tells the small from what is withheld for their sake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    withheld: Vec<bool>,
    standing: Vec<Standing>,
    witnesses: Vec<Witness>,
}

impl Pattern {
    /// Whether each cell is withheld, in the order of [`Layout::index`].
    pub fn withheld(&self) -> &[bool] {
        &self.withheld
    }

    /// The pattern of a table of which only what is published is left: what is withheld of each cell, and its standing.
    /// It proves nothing until [`prove`] found the witnesses.
    pub fn unproven(withheld: Vec<bool>, standing: Vec<Standing>) -> Self {
        Self { withheld, standing, witnesses: Vec::new() }
    }

    /// Together they protect every small count.
    pub fn witnesses(&self) -> &[Witness] {
        &self.witnesses
    }

    /// What may be given away.
    pub fn apply(&self, table: &Table) -> Published {
        let shown = |(count, withheld): (&u64, &bool)| (!withheld).then_some(*count);
        let values = table.counts().iter().zip(&self.withheld).map(shown).collect();
        Published { layout: table.layout().clone(), values }
    }
}

/// A table as published: each count, or that it is withheld. There is nothing else in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    layout: Layout,
    values: Vec<Option<u64>>,
}

impl Published {
    /// What it is laid out over.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// A cell's count; `None` where it is withheld.
    pub fn value(&self, cell: Cell) -> Option<u64> {
        self.values[self.layout.index(cell)]
    }

    /// All values, in the order of [`Layout::index`].
    pub fn values(&self) -> &[Option<u64>] {
        &self.values
    }

    /// The total over any sets of areas, periods and kinds: the sum of published cells, and `None` where one of them is
    /// withheld. It never says more than the published cells do, so that overlapping questions gain nothing.
    ///
    /// What is named twice, or within another that is named, counts once.
    pub fn total(&self, areas: &[usize], periods: &[usize], kinds: &[usize]) -> Option<u64> {
        let chosen = [areas, periods, kinds];
        let [areas, periods, kinds] = [0, 1, 2].map(|direction| self.apart(direction, chosen[direction]));
        let mut total = 0;
        for area in &areas {
            for period in &periods {
                for kind in &kinds {
                    total += self.value([*area, *period, *kind])?;
                }
            }
        }
        Some(total)
    }

    /// The nodes that are not within another of them.
    fn apart(&self, direction: usize, nodes: &[usize]) -> Vec<usize> {
        let tree = &self.layout.trees()[direction];
        let mut nodes = nodes.to_vec();
        nodes.sort_unstable();
        nodes.dedup();
        let covered = |node: usize| nodes.iter().any(|other| *other != node && tree.within(node, *other));
        nodes.iter().copied().filter(|node| !covered(*node)).collect()
    }
}

/// Which cells are withheld for their own sake.
pub fn primary(table: &Table, protection: &Protection) -> Vec<bool> {
    table.counts().iter().map(|count| protection.protects(*count)).collect()
}

/// Finds what to withhold so that every small count of the table has a witness; audited before it is given.
///
/// # Errors
/// [`Error::Setting`] from [`Protection::check`]; [`Error::Unsafe`] if the audit were to find a gap.
pub fn suppress(table: &Table, protection: &Protection) -> Result<Pattern, Error> {
    suppress_beyond(table, &vec![Standing::Open; table.counts().len()], protection)
}

/// As [`suppress`], where some cells are not to be published in any case: those that a layout leaves out (the finest ones
/// of a table that is published by its margins), or those that an earlier release withheld. What is left out costs nothing,
/// so that the witnesses of small margins are looked for there first; the small counts among what is left out are proven too.
///
/// # Errors
/// As [`suppress`]; [`Error::Setting`] for a list of another length than there are cells.
pub fn suppress_beyond(table: &Table, standing: &[Standing], protection: &Protection) -> Result<Pattern, Error> {
    protection.check()?;
    fits(table, standing.len())?;
    let out = standing.iter().map(|standing| matches!(standing, Standing::Held | Standing::LeftOut));
    let withheld = primary(table, protection).into_iter().zip(out).map(|(small, out)| small || out).collect();
    let mut search = Search::new(table, Limits::new(&[table], standing, protection), withheld, protection.width);
    let small = from_the_top(&[table], protection);
    let witnesses = small.into_iter().filter_map(|cell| search.protect(cell)).collect();
    let pattern = Pattern { withheld: search.into_withheld(), standing: standing.to_vec(), witnesses };
    audit(table, &pattern, protection)?;
    Ok(pattern)
}

/// Finds witnesses for a pattern that is given and stays as it is, as for a batch of corrections: for all versions of the
/// table at once, the newest last, so that a reader may hold them against each other.
///
/// # Errors
/// [`Error::Unsafe`] for a small count that is published or that has no witness; [`Error::Setting`] from
/// [`Protection::check`], without a table, and for a pattern of another size.
pub fn prove(tables: &[&Table], pattern: &Pattern, protection: &Protection) -> Result<Pattern, Error> {
    protection.check()?;
    let Some(table) = tables.last() else { return Err(Error::setting("the tables", 0, "one table at least")) };
    for table in tables {
        fits(table, pattern.withheld.len())?;
    }
    // What was withheld stays so, and may have become 0.
    let stays = |(standing, withheld): (&Standing, &bool)| match standing {
        Standing::Open if *withheld => Standing::Held,
        other => *other,
    };
    let standing: Vec<Standing> = pattern.standing.iter().zip(&pattern.withheld).map(stays).collect();
    let limits = Limits::new(tables, &standing, protection);
    let mut search = Search::new(table, limits, pattern.withheld.clone(), protection.width);
    let small = from_the_top(tables, protection);
    let witnesses = small.into_iter().filter_map(|cell| search.prove(cell)).collect();
    let pattern = Pattern { withheld: pattern.withheld.clone(), standing, witnesses };
    audit_together(tables, &pattern, protection)?;
    Ok(pattern)
}

fn fits(table: &Table, length: usize) -> Result<(), Error> {
    let expected = "one for each cell of the table";
    (length == table.counts().len()).then_some(()).ok_or_else(|| Error::setting("the list of cells", length, expected))
}

/// The cells that are small in one of the tables, those of the highest levels first: what they need covers most of what lies
/// below them.
fn from_the_top(tables: &[&Table], protection: &Protection) -> Vec<Cell> {
    let Some(layout) = tables.first().map(|table| table.layout()) else { return Vec::new() };
    let mut cells: Vec<(usize, Cell)> = (0..layout.cells())
        .filter(|index| is_small(tables, *index, protection))
        .map(|index| layout.cell(index))
        .map(|cell| (layout.trees().iter().zip(cell).map(|(tree, node)| tree.depth(node)).sum(), cell))
        .collect();
    cells.sort_unstable();
    cells.into_iter().map(|(_, cell)| cell).collect()
}
