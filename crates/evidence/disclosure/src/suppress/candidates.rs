//! Which boxes may serve a cell: where its count can grow, and against what.

use super::search::Search;
use crate::{Cell, Node};

/// How many partners are tried in each direction, beside "none".
const PARTNERS: usize = 3;
/// How many partners are looked at to choose them from, spread evenly over all there are.
const LOOKED_AT: usize = 16;
/// How many are looked at where most of those cannot serve.
const LOOKED_AT_MORE: usize = 64;
/// How many finest cells within a small total are tried.
const ORIGINS: usize = 2;

/// One way to balance a direction: the partner, and the nodes whose numbers a move changes.
pub struct Leg {
    pub against: Option<Node>,
    /// First those on the move's own side.
    nodes: Vec<Node>,
    own: usize,
}

impl Leg {
    /// The nodes, each with whether it is on the move's own side.
    pub fn sides(&self) -> impl Iterator<Item = (Node, bool)> + '_ {
        self.nodes.iter().enumerate().map(|(place, node)| (*node, place < self.own))
    }
}

/// Where partners are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Among the finest parts of the cell's parent.
    Near,
    /// Anywhere.
    Far,
}

impl Search<'_> {
    /// Finest cells within the cell, those with the most incidents first.
    pub fn origins(&self, cell: Cell) -> Vec<Cell> {
        let best = |direction: usize| {
            let counted = |node: &Node| {
                let mut part = cell;
                part[direction] = *node;
                (std::cmp::Reverse(self.count(part)), *node)
            };
            let mut nodes: Vec<_> = self.tree(direction).finest(cell[direction]).iter().map(counted).collect();
            nodes.sort_unstable();
            nodes.into_iter().take(ORIGINS).map(|(_, node)| node).collect::<Vec<_>>()
        };
        let [areas, periods, kinds] = [0, 1, 2].map(best);
        let mut found = Vec::new();
        for area in &areas {
            for period in &periods {
                found.extend(kinds.iter().map(|kind| [*area, *period, *kind]));
            }
        }
        found.sort_by_key(|origin| std::cmp::Reverse(self.count(*origin)));
        found.truncate(ORIGINS);
        found.retain(|origin| self.may_change(*origin));
        if found.is_empty() {
            // The areas, periods and kinds with the most incidents have none in common.
            found.extend(self.finest(cell).max_by_key(|finest| self.count(*finest)));
        }
        found
    }

    /// The best ways to balance one direction of a move at `origin` that is to change `cell`.
    pub fn legs(&self, cell: Cell, origin: Cell, direction: usize, reach: Reach) -> Vec<Leg> {
        let tree = self.tree(direction);
        let path = tree.path(origin[direction]);
        let whole = Leg { against: None, nodes: path.to_vec(), own: path.len() };
        let around = match reach {
            Reach::Near => tree.parent(cell[direction]).unwrap_or(0),
            Reach::Far => 0,
        };
        let all = tree.finest(around);
        let spread = |most: usize| -> Vec<_> {
            let some =
                all.iter().step_by(all.len().div_ceil(most)).filter(|node| !tree.within(**node, cell[direction]));
            some.map(|node| (self.rank(cell, origin, direction, *node), *node)).collect()
        };
        let mut ranked = spread(LOOKED_AT);
        if all.len() > LOOKED_AT && ranked.iter().filter(|((cost, _), _)| *cost < u64::MAX).count() < PARTNERS {
            ranked = spread(LOOKED_AT_MORE);
        }
        if ranked.len() > PARTNERS {
            ranked.select_nth_unstable(PARTNERS);
            ranked.truncate(PARTNERS);
        }
        ranked.sort_unstable();
        let mut legs: Vec<Leg> = ranked.into_iter().map(|(_, node)| self.leg(origin, direction, node)).collect();
        legs.push(whole);
        legs
    }

    /// Lower is better: what the partner's side would have withheld, then how few incidents it has to give.
    fn rank(&self, cell: Cell, origin: Cell, direction: usize, node: Node) -> (u64, std::cmp::Reverse<u64>) {
        let [one, two] = [(1, 2), (0, 2), (0, 1)].map(|(one, two)| [one, two])[direction];
        let mut corner = origin;
        corner[direction] = node;
        let count = self.count(corner);
        let mut cost = u64::from(count == 0);
        for part in self.below_join(direction, node, origin[direction]) {
            for first in self.up_to(one, origin[one], cell[one]) {
                for second in self.up_to(two, origin[two], cell[two]) {
                    let mut at = [0; 3];
                    (at[direction], at[one], at[two]) = (*part, *first, *second);
                    cost = cost.saturating_add(self.cost(at));
                }
            }
        }
        (cost, std::cmp::Reverse(count))
    }

    fn leg(&self, origin: Cell, direction: usize, node: Node) -> Leg {
        let own = self.below_join(direction, origin[direction], node);
        let other = self.below_join(direction, node, origin[direction]);
        Leg { against: Some(node), nodes: own.iter().chain(other).copied().collect(), own: own.len() }
    }

    /// From `node` upward to just below the first node that also holds `other`.
    fn below_join(&self, direction: usize, node: Node, other: Node) -> &[Node] {
        let tree = self.tree(direction);
        let path = tree.path(node);
        let end = path.iter().position(|above| tree.within(other, *above)).unwrap_or(path.len());
        &path[..end]
    }

    /// From `node` upward to `top`, both included.
    fn up_to(&self, direction: usize, node: Node, top: Node) -> &[Node] {
        let tree = self.tree(direction);
        &tree.path(node)[..=tree.depth(node) - tree.depth(top)]
    }
}
