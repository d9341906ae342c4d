//! The greedy search for witnesses, which withholds what it needs.

use std::collections::HashMap;

use super::audit::{Changes, Limits, Move, Witness};
use super::candidates::{Leg, Reach};
use crate::{Cell, Hierarchy, Table};

/// The state of the search: what is withheld by now. It only grows, so that a witness once found stays good.
pub struct Search<'t> {
    table: &'t Table,
    limits: Limits,
    withheld: Vec<bool>,
    width: u64,
    /// The cells that a witness found so far protects.
    proven: Vec<bool>,
    changes: Changes,
}

/// A witness in the making: what its moves have changed so far, by the cells' places.
struct Making {
    witness: Witness,
    up: HashMap<usize, i64>,
    down: HashMap<usize, i64>,
    needed: u64,
}

/// A box that may serve, with what it would cost and bring.
struct Choice {
    step: Move,
    cost: u64,
    up: u64,
    down: u64,
}

impl<'t> Search<'t> {
    pub fn new(table: &'t Table, limits: Limits, withheld: Vec<bool>, width: u64) -> Self {
        let cells = withheld.len();
        Self { table, limits, withheld, width, proven: vec![false; cells], changes: Changes::new(cells) }
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

    /// What withholding this cell loses: its incidents and itself; nothing if it is withheld, [`u64::MAX`] if it must be shown.
    pub fn cost(&self, cell: Cell) -> u64 {
        self.cost_at(self.table.layout().index(cell))
    }

    fn cost_at(&self, index: usize) -> u64 {
        match (self.withheld[index], self.limits.fixed(index)) {
            (_, true) => u64::MAX,
            (true, false) => 0,
            (false, false) => self.table.counts()[index].saturating_add(1),
        }
    }

    /// Whether the finest cell and everything above it may change.
    pub fn may_change(&self, cell: Cell) -> bool {
        // Whatever is above a cell with incidents has incidents.
        self.count(cell) > 0 || !self.limits.any_fixed()
    }

    pub fn finest(&self, cell: Cell) -> impl Iterator<Item = Cell> + '_ {
        self.table.layout().finest(cell)
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
        let (up, down) = (HashMap::new(), HashMap::new());
        let mut making = Making { witness: Witness::default(), up, down, needed: self.width };
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
                let legs = [0, 1, 2].map(|direction| &legs[direction][choice[direction]]);
                if let Some(found) = self.weigh(making, origin, legs, 0) {
                    making.take(&found, &self.touched(legs));
                }
                if making.needed == 0 {
                    return;
                }
            }
        }
    }

    /// Takes the box that costs least for what it brings, and withholds what it touches.
    fn paid(&mut self, making: &mut Making, cell: Cell) -> Option<()> {
        let mut best: Option<(Choice, Vec<(usize, bool)>)> = None;
        for origin in self.origins(cell) {
            let legs = [0, 1, 2].map(|direction| self.legs(cell, origin, direction, Reach::Far));
            for choice in choices(&legs) {
                let legs = [0, 1, 2].map(|direction| &legs[direction][choice[direction]]);
                let limit = best.as_ref().map_or(u64::MAX, |(best, _)| best.cost.saturating_mul(self.width));
                let Some(found) = self.weigh(making, origin, legs, limit) else { continue };
                let brings = |choice: &Choice| u128::from((choice.up + choice.down).min(making.needed));
                let better = best.as_ref().is_none_or(|(best, _)| {
                    u128::from(found.cost) * brings(best) < u128::from(best.cost) * brings(&found)
                });
                if better {
                    best = Some((found, self.touched(legs)));
                }
            }
        }
        let (best, touched) = best?;
        touched.iter().for_each(|(index, _)| self.withheld[*index] = true);
        making.take(&best, &touched);
        Some(())
    }

    /// The cells that a box changes, each once, with whether they gain.
    fn touched(&self, legs: [&Leg; 3]) -> Vec<(usize, bool)> {
        let mut found = Vec::new();
        for (area, first) in legs[0].sides() {
            for (period, second) in legs[1].sides() {
                let cells = legs[2].sides().map(|(kind, third)| ([area, period, kind], first ^ second ^ third));
                found.extend(cells.map(|(cell, gains)| (self.table.layout().index(cell), gains)));
            }
        }
        found
    }

    /// What a box costs and brings; `None` if it costs more than `limit` or brings nothing.
    fn weigh(&self, making: &Making, at: Cell, legs: [&Leg; 3], limit: u64) -> Option<Choice> {
        let layout = self.table.layout();
        let (mut cost, mut up, mut down) = (0_u64, u64::MAX, u64::MAX);
        for (area, first) in legs[0].sides() {
            for (period, second) in legs[1].sides() {
                for (kind, third) in legs[2].sides() {
                    let index = layout.index([area, period, kind]);
                    let own = self.cost_at(index);
                    cost = cost.saturating_add(own);
                    if own == u64::MAX || cost > limit {
                        return None;
                    }
                    let gains = first ^ second ^ third;
                    let (room, changes) = if gains { (&mut down, &making.down) } else { (&mut up, &making.up) };
                    *room = (*room).min(self.left(index, changes));
                }
            }
        }
        let up = up.min(making.needed);
        let down = down.min(making.needed - up);
        let step = Move { at, against: legs.map(|leg| leg.against), amount: 0 };
        (up + down > 0).then_some(Choice { step, cost, up, down })
    }

    /// How much may still be taken from a cell.
    fn left(&self, index: usize, changes: &HashMap<usize, i64>) -> u64 {
        let changed = if changes.is_empty() { 0 } else { changes.get(&index).copied().unwrap_or(0) };
        self.limits.left(index).saturating_add_signed(changed)
    }
}

impl Making {
    /// Takes a box; `touched` are the cells that it changes.
    fn take(&mut self, choice: &Choice, touched: &[(usize, bool)]) {
        self.needed -= choice.up + choice.down;
        let [up, down] = [choice.up, choice.down].map(|amount| i64::try_from(amount).unwrap_or(i64::MAX));
        for (amount, moves) in [(choice.up, &mut self.witness.up), (choice.down, &mut self.witness.down)] {
            if amount > 0 {
                moves.push(Move { amount, ..choice.step });
            }
        }
        for (index, gains) in touched {
            *self.up.entry(*index).or_default() += if *gains { up } else { -up };
            *self.down.entry(*index).or_default() += if *gains { -down } else { down };
        }
    }
}

/// Every combination of one leg in each direction.
fn choices(legs: &[Vec<Leg>; 3]) -> impl Iterator<Item = [usize; 3]> {
    let [areas, periods, kinds] = [legs[0].len(), legs[1].len(), legs[2].len()];
    (0..areas * periods * kinds).map(move |n| [n / (periods * kinds), n / kinds % periods, n % kinds])
}
