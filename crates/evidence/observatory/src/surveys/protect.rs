//! Which results of a survey are withheld, so that nobody who answered can be found in them.
//!
//! A group of fewer than [`Threshold::group`] people, and an answer that fewer than [`Threshold::answer`] people of a group
//! gave, is small. Small ones are withheld with as many others as it takes that none follows from the totals, each proven by a
//! witness ([`comity_disclosure::suppress`]).
//!
//! Each way of putting people into groups is a table of its own beside the same totals. Two things keep them from giving
//! each other away. A group is withheld in all questions or in none, since nearly the same people answer each. And an
//! answer whose total is withheld is withheld in every group of every way. Then any change that a witness makes to withheld
//! totals can be made in each table: row sums and column sums that agree always have a table of whole numbers.

use comity_disclosure::suppress::{Protection, Standing, Zeros, suppress_beyond};
use comity_disclosure::{Error, Hierarchy, Layout, Table};

use super::results::Threshold;

/// By default: groups of ten, answers of five.
pub const THRESHOLD: Threshold = Threshold { group: 10, answer: 5 };
/// What is learnt of a small count must leave a range at least so wide.
const WIDTH: u64 = 3;

/// `counts[group][answer]` of one question by one grouping, everybody in exactly one group.
pub type Counts = Vec<Vec<u64>>;

/// Whether each answer is shown, and the answers put together; none where all is withheld.
pub type Row = Option<(Vec<bool>, bool)>;

/// What is shown of one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Of everybody.
    pub whole: Row,
    /// Of each group of each grouping.
    pub groups: Vec<Vec<Row>>,
}

/// Which groups of one grouping are shown: by how many people answered at all, and each question. Unknown is a group too.
///
/// # Errors
/// What [`suppress_beyond`] says.
pub fn groups(counts: &[Vec<u64>]) -> Result<Vec<bool>, Error> {
    let size = counts.first().map_or(0, Vec::len);
    let protection = Protection { threshold: THRESHOLD.group, zeros: Zeros::Published, width: WIDTH };
    let mut shown = vec![true; size];
    // Each round withholds at least one group more, or is the last.
    for _ in 0..=size {
        let before = shown.clone();
        for one in counts {
            let layout = Layout::new(parts("area", size)?, single("period")?, single("kind")?);
            let cells = one.iter().enumerate().map(|(group, count)| ([group + 1, 0, 0], *count));
            let table = Table::new(layout, cells)?;
            // Of a group that is withheld a reader knows that there were some.
            let of_group = |shown: &bool| if *shown { Standing::Open } else { Standing::Held };
            let standing: Vec<Standing> = std::iter::once(Standing::Open).chain(shown.iter().map(of_group)).collect();
            let pattern = suppress_beyond(&table, &standing, &protection)?;
            for (shown, withheld) in shown.iter_mut().zip(pattern.withheld().iter().skip(1)) {
                *shown &= !withheld;
            }
        }
        if before == shown {
            break;
        }
    }
    Ok(shown)
}

/// What is shown of a question whose answers were given so often, `headline` the places of answers that are put together;
/// `groups` says which groups are shown at all.
///
/// # Errors
/// What [`suppress_beyond`] says.
pub fn answers(counts: &[Counts], headline: &[usize], groups: &[Vec<bool>]) -> Result<Shown, Error> {
    let size = counts.iter().flatten().map(Vec::len).max().unwrap_or_default();
    let tree = Tree::new(size, headline)?;
    let mut hidden = vec![false; tree.kinds.len()];
    loop {
        let before = hidden.clone();
        let mut found = Vec::with_capacity(counts.len());
        for (counts, groups) in counts.iter().zip(groups) {
            let (whole, shown) = tree.table(counts, groups, &hidden)?;
            hidden.iter_mut().zip(whole).for_each(|(hidden, withheld)| *hidden |= withheld);
            found.push(shown);
        }
        if before == hidden {
            return Ok(Shown { whole: tree.row(&hidden), groups: found });
        }
    }
}

/// All answers, those of the headline below a node of their own.
struct Tree {
    kinds: Hierarchy,
    /// The node of each answer.
    nodes: Vec<usize>,
    /// The node of the headline.
    headline: usize,
}

impl Tree {
    fn new(size: usize, headline: &[usize]) -> Result<Self, Error> {
        // One answer is its own headline, and all of them are everybody.
        let several = headline.len() > 1 && headline.len() < size;
        let mut nodes = vec![("all".to_owned(), None)];
        if several {
            nodes.push(("headline".to_owned(), Some("all".to_owned())));
        }
        for answer in 0..size {
            let above = if several && headline.contains(&answer) { "headline" } else { "all" };
            nodes.push((answer.to_string(), Some(above.to_owned())));
        }
        let kinds = Hierarchy::new("kind", &nodes)?;
        let at = |name: &str| kinds.find(name).unwrap_or_default();
        let of_one = headline.first().map_or(0, |answer| at(&answer.to_string()));
        let top = if several {
            at("headline")
        } else if headline.len() == 1 {
            of_one
        } else {
            0
        };
        let places = (0..size).map(|answer| at(&answer.to_string())).collect();
        Ok(Self { nodes: places, headline: top, kinds })
    }

    /// What of the answers' totals is withheld, and what is shown of each group.
    fn table(&self, counts: &Counts, groups: &[bool], hidden: &[bool]) -> Result<(Vec<bool>, Vec<Row>), Error> {
        let layout = Layout::new(parts("area", counts.len())?, single("period")?, self.kinds.clone());
        let cell = |group: usize, answer: usize| self.nodes.get(answer).map(|node| [group + 1, 0, *node]);
        let rows = counts.iter().enumerate();
        let cells = rows.flat_map(|(group, row)| {
            row.iter().enumerate().filter_map(move |(answer, count)| Some((cell(group, answer)?, *count)))
        });
        let table = Table::new(layout, cells)?;
        // How many of a group answered is shown already; it is given up only where nothing else protects an answer.
        let standing = |known: Standing| -> Vec<Standing> {
            let of = |[group, _, kind]: [usize; 3]| {
                let shown = group.checked_sub(1).map(|group| groups.get(group).copied().unwrap_or(false));
                match (hidden.get(kind), shown) {
                    // All answers of a group that is not shown are missing, given or not.
                    (_, Some(false)) => Standing::LeftOut,
                    (Some(true), _) => Standing::Held,
                    _ if kind == 0 => known,
                    _ => Standing::Open,
                }
            };
            (0..table.layout().cells()).map(|index| of(table.layout().cell(index))).collect()
        };
        let protection = Protection { threshold: THRESHOLD.answer, zeros: Zeros::Published, width: WIDTH };
        let pattern = match suppress_beyond(&table, &standing(Standing::Known), &protection) {
            Err(Error::Unsafe { .. }) => suppress_beyond(&table, &standing(Standing::Open), &protection)?,
            found => found?,
        };
        let withheld = |group: usize| -> Vec<bool> {
            let kinds = 0..self.kinds.len();
            kinds.map(|kind| pattern.withheld().get(table.layout().index([group, 0, kind])) != Some(&false)).collect()
        };
        let shown = groups.iter().enumerate().map(|(group, shown)| {
            let row = withheld(group + 1);
            if *shown { self.row(&row) } else { None }
        });
        Ok((withheld(0), shown.collect()))
    }

    /// What is shown of one row; where how many answered is withheld, all of it is.
    fn row(&self, withheld: &[bool]) -> Row {
        let shown = |node: &usize| withheld.get(*node) == Some(&false);
        shown(&0).then(|| (self.nodes.iter().map(shown).collect(), shown(&self.headline)))
    }
}

fn parts(what: &'static str, size: usize) -> Result<Hierarchy, Error> {
    let names: Vec<String> = (0..size).map(|part| part.to_string()).collect();
    Hierarchy::flat(what, "all", &names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn single(what: &'static str) -> Result<Hierarchy, Error> {
    Hierarchy::flat(what, "all", &[])
}
