//! Counts with noise, under a privacy budget.
//!
//! Every finest count gets a whole number from the two-sided geometric distribution (discrete Laplace), with chances in
//! proportion to exp(−ε·|noise|). Totals are sums of the noisy counts, so that each incident is spent for once, whatever is
//! asked of the release. What is promised: one incident more or less changes the chance of any release by a factor of at
//! most e^ε (ε-differential privacy, by incident: somebody behind three incidents is promised e^(3ε)).
//!
//! - The noise of a cell follows from key, release and content alone: asking again gives the same answer, and gains nothing.
//!   Corrected content is another release with noise and cost of its own.
//! - Each published number is shown no lower than 0; parts may therefore not add up to their whole.
//! - The margin of error that goes with each number is that of its noise; it says nothing of what was never recorded.
//!
//! Sources: Dwork and Roth (2014), *The Algorithmic Foundations of Differential Privacy*, chapter 3; Ghosh, Roughgarden and
//! Sundararajan (2012), "Universally utility-maximizing privacy mechanisms", SIAM J. Comput. 41 (the geometric
//! mechanism); Canonne, Kamath and Steinke (2020), "The discrete Gaussian for differential privacy", algorithm 2 (exact
//! sampling in whole numbers: no floating-point number is part of it).

pub mod budget;
pub mod margin;
pub mod noise;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use budget::{Budget, Spending};
pub use noise::{Key, Stream};

use crate::{Cell, Error, Layout, Table};

/// A privacy loss, in thousandths of ε.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Epsilon(u32);

impl Epsilon {
    /// # Errors
    /// [`Error::Setting`] unless between 1 and 10,000 thousandths.
    pub fn thousandths(value: u32) -> Result<Self, Error> {
        match value {
            1..=10_000 => Ok(Self(value)),
            _ => Err(Error::setting("epsilon in thousandths", value, "a number from 1 to 10000")),
        }
    }

    /// In thousandths.
    pub fn get(self) -> u32 {
        self.0
    }
}

/// One number as shown: no lower than 0, with its margin of error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Noisy {
    pub count: u64,
    /// The true count is within so many of the noisy one in at least 95 of 100 cases.
    pub margin: u64,
}

/// A release with noise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Perturbed {
    layout: Layout,
    /// The noisy sums before they are lifted to 0.
    sums: Vec<i64>,
    epsilon: Epsilon,
}

impl Perturbed {
    /// The number shown for a cell.
    pub fn value(&self, cell: Cell) -> Noisy {
        let sum = self.sums[self.layout.index(cell)];
        Noisy { count: u64::try_from(sum).unwrap_or(0), margin: self.margin(cell) }
    }

    /// The margin of error of a cell, at 95%.
    pub fn margin(&self, cell: Cell) -> u64 {
        let terms = self.layout.trees().iter().zip(cell).map(|(tree, node)| tree.finest(node).len()).product();
        margin::of_sum(self.epsilon, terms)
    }

    /// What it is laid out over.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }
}

/// Adds noise to a table, paying for it from the budget. The same release with the same content costs nothing again.
///
/// # Errors
/// [`Error::Budget`] where the budget does not suffice; [`Error::Changed`] where the release is out with other content.
pub fn perturb(
    table: &Table,
    release: &str,
    epsilon: Epsilon,
    key: &Key,
    budget: &mut Budget,
) -> Result<Perturbed, Error> {
    let content = content(table);
    budget.spend(Spending { release: release.to_owned(), content: noise::hex(&content), epsilon })?;
    let layout = table.layout().clone();
    let noised = |cell: Cell| {
        let names = layout.trees().iter().zip(cell).map(|(tree, node)| tree.name(node).as_bytes());
        let about: Vec<&[u8]> = [release.as_bytes(), content.as_slice()].into_iter().chain(names).collect();
        let noise = Stream::new(key, &about).geometric(epsilon);
        i64::try_from(table.count(cell)).unwrap_or(i64::MAX).saturating_add(noise)
    };
    let mut sums = vec![0_i64; layout.cells()];
    for cell in layout.finest([0, 0, 0]) {
        let noisy = noised(cell);
        for area in layout.trees()[0].path(cell[0]) {
            for period in layout.trees()[1].path(cell[1]) {
                for kind in layout.trees()[2].path(cell[2]) {
                    let sum = &mut sums[layout.index([*area, *period, *kind])];
                    *sum = sum.saturating_add(noisy);
                }
            }
        }
    }
    Ok(Perturbed { layout, sums, epsilon })
}

/// A hash of everything in the table. Never published: small tables could be guessed from it.
fn content(table: &Table) -> Vec<u8> {
    let mut hash = Sha256::new();
    for tree in table.layout().trees() {
        for node in 0..tree.len() {
            hash.update((tree.name(node).len() as u64).to_le_bytes());
            hash.update(tree.name(node));
            hash.update(tree.parent(node).map_or(u64::MAX, |parent| parent as u64).to_le_bytes());
        }
    }
    table.counts().iter().for_each(|count| hash.update(count.to_le_bytes()));
    hash.finalize().to_vec()
}
