//! The greedy search for witnesses, which withholds what it needs.

use super::audit::{Changes, Move, Witness};
use super::candidates::{Leg, Reach};
use crate::{Cell, Hierarchy, Table};

/// The state of the search: what is withheld by now. It only grows, so that a witness once found stays good.
pub struct Search<'t> {
    table: &'t Table,
    withheld: Vec<bool>,
    width: u64,
    /// The cells that a witness found so far protects.
    proven: Vec<bool>,
    changes: Changes,
}

/// A witness in the making: what its moves have taken from finest cells so far.
struct Making {
    witness: Witness,
    up: Vec<(Cell, i64)>,
    down: Vec<(Cell, i64)>,
    needed: u64,
}

/// A box that may serve, with what it would cost and bring.
struct Choice {
    step: Move,
    legs: [usize; 3],
    cost: u64,
    up: u64,
    down: u64,
}

impl<'t> Search<'t> {
    pub fn new(table: &'t Table, withheld: Vec<bool>, width: u64) -> Self {
        let cells = withheld.len();
        Self { table, withheld, width, proven: vec![false; cells], changes: Changes::new(cells) }
    }

    pub fn into_withheld(self) -> Vec<bool> {
        self.withheld
    }

    pub fn tree(&self, direction: usize) -> &Hierarchy {
        &self.table.layout().trees()[direction]
    }

    pub fn count(&self, cell: Cell) -> u64 {
        self.table.count(cell)
    }

    /// What withholding this cell loses: its incidents and itself; nothing if it is withheld.
    pub fn cost(&self, cell: Cell) -> u64 {
        let index = self.table.layout().index(cell);
        if self.withheld[index] { 0 } else { self.table.counts()[index].saturating_add(1) }
    }

    /// A witness for the cell, if it has none yet. What it needs is withheld, at the lowest cost found.
    pub fn protect(&mut self, cell: Cell) -> Option<Witness> {
        let mut making = self.begin(cell)?;
        while making.needed > 0 {
            self.paid(&mut making, cell)?;
        }
        Some(self.done(making))
    }

    /// A witness for the cell without withholding anything more; `None` where it has one, or none is found.
    pub fn prove(&mut self, cell: Cell) -> Option<Witness> {
        let making = self.begin(cell)?;
        (making.needed == 0).then(|| self.done(making))
    }

    fn begin(&self, cell: Cell) -> Option<Making> {
        if self.proven[self.table.layout().index(cell)] {
            return None;
        }
        let mut making = Making { witness: Witness::default(), up: Vec::new(), down: Vec::new(), needed: self.width };
        for reach in [Reach::Near, Reach::Far] {
            self.free(&mut making, cell, reach);
        }
        Some(making)
    }

    /// Notes every cell in which the two tables differ by enough.
    fn done(&mut self, making: Making) -> Witness {
        for step in making.witness.up.iter().chain(&making.witness.down) {
            self.changes.add(self.table.layout(), step, true);
        }
        for (index, apart) in self.changes.iter() {
            self.proven[index] |= apart.unsigned_abs() >= self.width;
        }
        self.changes.clear();
        making.witness
    }

    /// Takes every box that costs nothing, until there is enough.
    fn free(&self, making: &mut Making, cell: Cell, reach: Reach) {
        if making.needed == 0 {
            return;
        }
        for origin in self.origins(cell) {
            let legs = [0, 1, 2].map(|direction| self.legs(cell, origin, direction, reach));
            for choice in choices(&legs) {
                if let Some(found) = self.weigh(making, origin, &legs, choice, 0) {
                    making.take(found);
                }
                if making.needed == 0 {
                    return;
                }
            }
        }
    }

    /// Takes the box that costs least for what it brings, and withholds what it touches.
    fn paid(&mut self, making: &mut Making, cell: Cell) -> Option<()> {
        let mut best: Option<(Choice, [Vec<usize>; 3])> = None;
        for origin in self.origins(cell) {
            let legs = [0, 1, 2].map(|direction| self.legs(cell, origin, direction, Reach::Far));
            for choice in choices(&legs) {
                let limit = best.as_ref().map_or(u64::MAX, |(best, _)| best.cost.saturating_mul(self.width));
                let Some(found) = self.weigh(making, origin, &legs, choice, limit) else { continue };
                let brings = |choice: &Choice| u128::from((choice.up + choice.down).min(making.needed));
                let better = best.as_ref().is_none_or(|(best, _)| {
                    u128::from(found.cost) * brings(best) < u128::from(best.cost) * brings(&found)
                });
                if better {
                    let nodes = [0, 1, 2].map(|direction| legs[direction][found.legs[direction]].nodes.clone());
                    best = Some((found, nodes));
                }
            }
        }
        let (best, nodes) = best?;
        self.withhold(&nodes);
        making.take(best);
        Some(())
    }

    /// What a box costs and brings; `None` if it costs more than `limit` or brings nothing.
    fn weigh(&self, making: &Making, at: Cell, legs: &[Vec<Leg>; 3], chosen: [usize; 3], limit: u64) -> Option<Choice> {
        let leg = |direction: usize| &legs[direction][chosen[direction]];
        let against = [0, 1, 2].map(|direction| leg(direction).against);
        let step = Move { at, against, amount: 0 };
        let up = self.room(&step, false, &making.up).min(making.needed);
        let down = self.room(&step, true, &making.down).min(making.needed - up);
        if up + down == 0 {
            return None;
        }
        let mut cost = 0_u64;
        for area in &leg(0).nodes {
            for period in &leg(1).nodes {
                for kind in &leg(2).nodes {
                    cost = cost.saturating_add(self.cost([*area, *period, *kind]));
                }
                if cost > limit {
                    return None;
                }
            }
        }
        Some(Choice { step, legs: chosen, cost, up, down })
    }

    /// How often the step can be taken before a corner that loses runs empty; `gaining` names the corners that lose.
    fn room(&self, step: &Move, gaining: bool, changes: &[(Cell, i64)]) -> u64 {
        let losing = step.corners().filter(|(_, gains)| *gains == gaining);
        let left = losing.map(|(corner, _)| {
            let changed: i64 = changes.iter().filter(|(cell, _)| *cell == corner).map(|(_, change)| change).sum();
            self.count(corner).saturating_add_signed(changed)
        });
        left.min().unwrap_or(u64::MAX)
    }

    fn withhold(&mut self, [areas, periods, kinds]: &[Vec<usize>; 3]) {
        for area in areas {
            for period in periods {
                for kind in kinds {
                    let index = self.table.layout().index([*area, *period, *kind]);
                    self.withheld[index] = true;
                }
            }
        }
    }
}

impl Making {
    fn take(&mut self, choice: Choice) {
        self.needed -= choice.up + choice.down;
        for (amount, forward) in [(choice.up, true), (choice.down, false)] {
            if amount == 0 {
                continue;
            }
            let step = Move { amount, ..choice.step };
            let (moves, changes) =
                if forward { (&mut self.witness.up, &mut self.up) } else { (&mut self.witness.down, &mut self.down) };
            moves.push(step);
            let signed = i64::try_from(amount).unwrap_or(i64::MAX);
            changes.extend(
                step.corners().map(|(corner, gains)| (corner, if gains == forward { signed } else { -signed })),
            );
        }
    }
}

/// Every combination of one leg in each direction.
fn choices(legs: &[Vec<Leg>; 3]) -> impl Iterator<Item = [usize; 3]> {
    let [areas, periods, kinds] = [legs[0].len(), legs[1].len(), legs[2].len()];
    (0..areas * periods * kinds).map(move |n| [n / (periods * kinds), n / kinds % periods, n % kinds])
}
