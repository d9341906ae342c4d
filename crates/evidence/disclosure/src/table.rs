//! Counts over area × period × kind, with every total of every level: what is known, before anything is withheld.

use crate::{Error, Hierarchy, Node};

/// One number's place: its area, period and kind, as nodes.
pub type Cell = [Node; 3];

/// What the three directions of a table are called in errors.
pub(crate) const DIRECTIONS: [&str; 3] = ["area", "period", "kind"];

/// The three trees that a table is laid out over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    trees: [Hierarchy; 3],
}

impl Layout {
    /// Over these areas, periods and kinds.
    pub fn new(areas: Hierarchy, periods: Hierarchy, kinds: Hierarchy) -> Self {
        Self { trees: [areas, periods, kinds] }
    }

    /// The trees: areas, periods, kinds.
    pub fn trees(&self) -> &[Hierarchy; 3] {
        &self.trees
    }

    /// How many numbers there are, all totals included.
    pub fn cells(&self) -> usize {
        self.trees.iter().map(Hierarchy::len).product()
    }

    /// A cell's place in a list of all.
    pub fn index(&self, [area, period, kind]: Cell) -> usize {
        (area * self.trees[1].len() + period) * self.trees[2].len() + kind
    }

    /// The cell at a place in a list of all.
    pub fn cell(&self, index: usize) -> Cell {
        let (rest, kind) = (index / self.trees[2].len(), index % self.trees[2].len());
        [rest / self.trees[1].len(), rest % self.trees[1].len(), kind]
    }

    /// The cell of three names.
    ///
    /// # Errors
    /// [`Error::Unknown`] for a name that is not there.
    pub fn find(&self, names: [&str; 3]) -> Result<Cell, Error> {
        let mut cell = [0; 3];
        for (direction, name) in names.iter().enumerate() {
            let what = DIRECTIONS[direction];
            cell[direction] =
                self.trees[direction].find(name).ok_or_else(|| Error::Unknown { what, name: (*name).to_owned() })?;
        }
        Ok(cell)
    }

    /// A cell in words, for errors.
    pub fn words(&self, cell: Cell) -> String {
        let names: Vec<&str> = self.trees.iter().zip(cell).map(|(tree, node)| tree.name(node)).collect();
        names.join(" × ")
    }

    /// Whether no direction of the cell has parts.
    pub fn is_finest(&self, cell: Cell) -> bool {
        self.trees.iter().zip(cell).all(|(tree, node)| tree.is_finest(node))
    }

    /// The finest cells within a cell.
    pub fn finest(&self, cell: Cell) -> impl Iterator<Item = Cell> + '_ {
        let [areas, periods, kinds] = [0, 1, 2].map(|direction| self.trees[direction].finest(cell[direction]));
        let pairs = areas.iter().flat_map(move |area| periods.iter().map(move |period| (*area, *period)));
        pairs.flat_map(move |(area, period)| kinds.iter().map(move |kind| [area, period, *kind]))
    }

    /// Every relation "the whole is the sum of its parts" that the layout has, as places in the list of all cells.
    pub fn relations(&self) -> Vec<(usize, Vec<usize>)> {
        let parts: [Vec<Vec<Node>>; 3] = [0, 1, 2].map(|direction| {
            let tree = &self.trees[direction];
            (0..tree.len()).map(|node| tree.parts(node).collect()).collect()
        });
        let mut found = Vec::new();
        for index in 0..self.cells() {
            let cell = self.cell(index);
            for direction in 0..3 {
                let below = &parts[direction][cell[direction]];
                let part = |node: &Node| {
                    let mut part = cell;
                    part[direction] = *node;
                    self.index(part)
                };
                if !below.is_empty() {
                    found.push((index, below.iter().map(part).collect()));
                }
            }
        }
        found
    }
}

/// Counts of incidents over a [`Layout`], with the totals of every level. Secret: it has no public form of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    layout: Layout,
    counts: Vec<u64>,
}

impl Table {
    /// From the counts of finest cells; those not given are 0, those given twice are added.
    ///
    /// # Errors
    /// [`Error::NotFinest`] for a count of something that has parts; [`Error::Value`] for a node that does not exist or
    /// a total beyond 2⁵³.
    pub fn new(layout: Layout, counts: impl IntoIterator<Item = (Cell, u64)>) -> Result<Self, Error> {
        let mut table = Self { counts: vec![0; layout.cells()], layout };
        let mut total = 0_u64;
        for (row, (cell, count)) in counts.into_iter().enumerate() {
            table.check(row, cell)?;
            total = total.saturating_add(count);
            if total > 1 << 53 {
                let found = format!("{count}, a total of {total}");
                return Err(Error::Value { what: "count", row, found, expected: "a total below 2^53" });
            }
            let index = table.layout.index(cell);
            table.counts[index] += count;
        }
        table.add_up();
        Ok(table)
    }

    fn check(&self, row: usize, cell: Cell) -> Result<(), Error> {
        for (direction, what) in DIRECTIONS.into_iter().enumerate() {
            let (tree, node) = (&self.layout.trees[direction], cell[direction]);
            if node >= tree.len() {
                return Err(Error::Value { what, row, found: node.to_string(), expected: "a node of its tree" });
            }
            if !tree.is_finest(node) {
                return Err(Error::NotFinest { what, name: tree.name(node).to_owned() });
            }
        }
        Ok(())
    }

    /// Adds each node's numbers to its parent's, the last nodes first, one direction after the other.
    fn add_up(&mut self) {
        let [areas, periods, kinds] = [0, 1, 2].map(|direction| self.layout.trees[direction].len());
        let sizes = [(1, areas, periods * kinds), (areas, periods, kinds), (areas * periods, kinds, 1)];
        for (direction, (outer, nodes, inner)) in sizes.into_iter().enumerate() {
            for block in 0..outer {
                for node in (1..nodes).rev() {
                    let Some(parent) = self.layout.trees[direction].parent(node) else { continue };
                    let (from, to) = ((block * nodes + node) * inner, (block * nodes + parent) * inner);
                    for step in 0..inner {
                        self.counts[to + step] += self.counts[from + step];
                    }
                }
            }
        }
    }

    /// The same counts over areas no finer than `depth` steps below the whole: sensitive kinds go to districts so.
    ///
    /// # Errors
    /// As [`Table::new`].
    pub fn areas_down_to(&self, depth: usize) -> Result<Self, Error> {
        let [areas, periods, kinds] = &self.layout.trees;
        let kept = areas.down_to(depth);
        // Nodes come whole first and in the same order in both trees.
        let old = (0..areas.len()).filter(|node| areas.depth(*node) <= depth);
        let layout = Layout::new(kept.clone(), periods.clone(), kinds.clone());
        let pairs = old.enumerate().filter(|(new, _)| kept.is_finest(*new));
        let counts = pairs.flat_map(|(new, old)| {
            periods.finest(0).iter().flat_map(move |period| {
                kinds.finest(0).iter().map(move |kind| ([new, *period, *kind], self.count([old, *period, *kind])))
            })
        });
        Self::new(layout, counts)
    }

    /// What the table is laid out over.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The count of a cell.
    pub fn count(&self, cell: Cell) -> u64 {
        self.counts[self.layout.index(cell)]
    }

    /// The counts of all cells, in the order of [`Layout::index`].
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let nodes = [("town", ""), ("n", "town"), ("n1", "n"), ("n2", "n"), ("s", "town"), ("s1", "s")];
        let owned = nodes.map(|(name, parent)| (name.to_owned(), (!parent.is_empty()).then(|| parent.to_owned())));
        let flat = |what| Hierarchy::flat(what, "all", &["a", "b"]).unwrap();
        let layout = Layout::new(Hierarchy::new("area", &owned).unwrap(), flat("period"), flat("kind"));
        let finest: Vec<Cell> = layout.finest([0, 0, 0]).collect();
        Table::new(layout, finest.into_iter().zip(1..)).unwrap()
    }

    #[test]
    fn every_total_is_the_sum_of_its_finest_cells() {
        let table = table();
        for index in 0..table.layout().cells() {
            let cell = table.layout().cell(index);
            assert_eq!(table.layout().index(cell), index);
            let sum: u64 = table.layout().finest(cell).map(|finest| table.count(finest)).sum();
            assert_eq!(table.count(cell), sum, "{}", table.layout().words(cell));
        }
        for (whole, parts) in table.layout().relations() {
            assert_eq!(table.counts()[whole], parts.iter().map(|part| table.counts()[*part]).sum::<u64>());
        }
    }

    #[test]
    fn districts_keep_their_counts_and_lose_their_parts() {
        let (table, districts) = (table(), table().areas_down_to(1).unwrap());
        for area in ["town", "n", "s"] {
            for (period, kind) in [("all", "all"), ("a", "b"), ("b", "all")] {
                let count = |table: &Table| table.count(table.layout().find([area, period, kind]).unwrap());
                assert_eq!(count(&districts), count(&table));
            }
        }
        assert!(matches!(districts.layout().find(["n1", "all", "all"]), Err(Error::Unknown { what: "area", .. })));
    }

    #[test]
    fn counts_belong_to_the_finest_level() {
        let layout = table().layout().clone();
        let with = |cell, count| Table::new(layout.clone(), [(cell, count)]);
        assert!(matches!(with([0, 1, 1], 1), Err(Error::NotFinest { what: "area", .. })));
        assert!(matches!(with([2, 1, 9], 1), Err(Error::Value { what: "kind", .. })));
        assert!(matches!(with([2, 1, 1], u64::MAX), Err(Error::Value { what: "count", .. })));
    }
}
