//! From exact counts to what may be published of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use comity_disclosure::kinds::Finest;
use comity_disclosure::suppress::{Protection, Standing, suppress_beyond};
use comity_disclosure::{Error, Hierarchy, Layout, Table};
use comity_places::{Area, Level};

use super::content::{Content, Detail};

/// Incidents of one area, month and kind; several may be of the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exact {
    pub area: String,
    pub month: i32,
    /// As tables have it.
    pub kind: String,
    pub count: u64,
}

/// A number's place by names: area, first and last month, kind.
pub type Place = (String, i32, i32, String);

/// What a release is laid out over.
#[derive(Clone, Debug)]
pub struct Ground<'a> {
    pub areas: &'a [Area],
    /// The codes of those that its datasets cover. What lies in another is counted above.
    pub covered: BTreeSet<String>,
    pub finest: Finest,
    /// The months that are covered, in order; at least one.
    pub months: BTreeSet<i32>,
    pub kinds: BTreeSet<String>,
}

/// What lies in an area and in none of its parts: counted in the totals and never shown by itself.
const REST: &str = "/-";

/// What lies in no area, or has no place: a row of its own beside the whole partnership, and in no total with it.
pub const OUTSIDE: &str = "/outside";

/// The whole partnership and what lies outside: never shown.
const EVERYTHING: &str = "/everything";

/// Whether a node of the tree of areas is never shown.
pub fn is_hidden(name: &str) -> bool {
    name.ends_with(REST) || name == EVERYTHING
}

/// Areas that are wide enough for what is not shown by neighbourhood: districts and above; where levels are unknown, areas
/// with parts that lie in no other.
pub fn wide(area: &Area, areas: &[Area]) -> bool {
    match area.level {
        Some(level) => matches!(level, Level::Country | Level::Region | Level::District),
        None => area.parent.is_none() && areas.iter().any(|part| part.parent.as_deref() == Some(&area.code)),
    }
}

/// Where each area's incidents are counted, and which areas are wide.
pub struct Laid {
    pub layout: Layout,
    /// The finest node of the tree for each area's incidents.
    nodes: HashMap<String, usize>,
    wide: Vec<bool>,
    hidden: Vec<bool>,
    periods: HashMap<i32, usize>,
    kinds: HashMap<String, usize>,
}

impl Laid {
    /// For incidents of these areas, empty for those outside every area.
    ///
    /// # Errors
    /// [`Error::Hierarchy`] for areas that are no tree.
    pub fn new(ground: &Ground<'_>, used: &BTreeSet<&str>) -> Result<Self, Error> {
        let (areas, homes, wide) = area_tree(ground, used)?;
        let at = |name: &str| areas.find(name);
        let nodes = homes.iter().filter_map(|(code, name)| Some((code.clone(), at(name)?))).collect();
        let named =
            |of: &dyn Fn(&str) -> bool| (0..areas.len()).map(|node| of(areas.name(node))).collect::<Vec<bool>>();
        let hidden = named(&is_hidden);
        let wide = named(&|name| name.is_empty() || name == OUTSIDE || wide.contains(name));
        let periods = period_tree(&ground.months)?;
        let months = ground
            .months
            .iter()
            .filter_map(|month| Some((*month, periods.find(&span_name(*month, *month))?)))
            .collect();
        let kinds: Vec<&str> = ground.kinds.iter().map(String::as_str).collect();
        let tree = Hierarchy::flat("kind", "", &kinds)?;
        let kinds = ground.kinds.iter().filter_map(|kind| Some((kind.clone(), tree.find(kind)?))).collect();
        Ok(Self { layout: Layout::new(areas, periods, tree), nodes, wide, hidden, periods: months, kinds })
    }

    /// Whether a number is among the margins that are published, where nothing else forbids it.
    pub fn is_margin(&self, [area, period, kind]: [usize; 3]) -> bool {
        let flag = |list: &[bool]| list.get(area).copied().unwrap_or(false);
        !flag(&self.hidden) && (period == 0 || kind == 0 || flag(&self.wide))
    }

    /// What is settled of each number: `held` are those that stay withheld.
    pub fn standing(&self, held: &HashSet<Place>) -> Vec<Standing> {
        let standing = |index| {
            let cell = self.layout.cell(index);
            match self.is_margin(cell) {
                false => Standing::LeftOut,
                true if !held.is_empty() && held.contains(&self.place(cell)) => Standing::Held,
                true => Standing::Open,
            }
        };
        (0..self.layout.cells()).map(standing).collect()
    }

    /// The codes of the areas that are shown; empty for the whole partnership.
    pub fn areas(&self) -> BTreeSet<String> {
        let shown = (0..self.layout.trees()[0].len()).filter(|node| self.hidden.get(*node) == Some(&false));
        shown.map(|node| self.layout.trees()[0].name(node).to_owned()).collect()
    }

    pub fn place(&self, [area, period, kind]: [usize; 3]) -> Place {
        let [areas, periods, kinds] = self.layout.trees();
        let (first, last) = span_of(periods.name(period));
        (areas.name(area).to_owned(), first, last, kinds.name(kind).to_owned())
    }

    /// # Errors
    /// What [`Table::new`] says.
    pub fn table(&self, exact: &[Exact]) -> Result<Table, Error> {
        let cell = |one: &Exact| {
            let node = self.nodes.get(&one.area)?;
            Some(([*node, *self.periods.get(&one.month)?, *self.kinds.get(&one.kind)?], one.count))
        };
        Table::new(self.layout.clone(), exact.iter().filter_map(cell))
    }

    /// The numbers for which `shown` gives something, as the object keeps them.
    pub fn content(&self, detail: Detail, shown: impl Fn(usize, [usize; 3]) -> Option<Option<u64>>) -> Content {
        let [areas, periods, kinds] = self.layout.trees();
        let listed: Vec<usize> = (0..areas.len()).filter(|node| self.hidden.get(*node) == Some(&false)).collect();
        let mut counts = Vec::new();
        for (place, node) in (0_u32..).zip(&listed) {
            for (period, period_place) in (0..periods.len()).zip(0_u32..) {
                for (kind, kind_place) in (0..kinds.len()).zip(0_u32..) {
                    let cell = [*node, period, kind];
                    if let Some(count) = shown(self.layout.index(cell), cell) {
                        counts.push((place, period_place, kind_place, count));
                    }
                }
            }
        }
        Content {
            detail,
            areas: listed.iter().map(|node| areas.name(*node).to_owned()).collect(),
            periods: (0..periods.len()).map(|node| span_of(periods.name(node))).collect(),
            kinds: (0..kinds.len()).map(|node| kinds.name(node).to_owned()).collect(),
            counts,
            points: Vec::new(),
            outcomes: Vec::new(),
            drawn: Vec::new(),
            hours: None,
            holds: Vec::new(),
        }
    }
}

/// The areas of these incidents.
pub fn used(exact: &[Exact]) -> BTreeSet<&str> {
    exact.iter().map(|one| one.area.as_str()).collect()
}

/// The margins of the table, its small counts withheld and as many others as it takes. `held` are numbers that stay
/// withheld, since another release of the same kinds and months withheld them.
///
/// # Errors
/// What [`suppress_beyond`] says; it proves every small count, those that no margin shows included.
pub fn suppressed(
    ground: &Ground<'_>,
    exact: &[Exact],
    protection: &Protection,
    held: &HashSet<Place>,
) -> Result<Content, Error> {
    let laid = Laid::new(ground, &used(exact))?;
    let table = laid.table(exact)?;
    let published = suppress_beyond(&table, &laid.standing(held), protection)?.apply(&table);
    Ok(laid.content(Detail::Margins, |_, cell| laid.is_margin(cell).then(|| published.value(cell))))
}

/// As [`suppressed`] of one period, where most areas have their totals alone, and kinds are shown of wide areas only.
///
/// # Errors
/// As [`suppressed`].
pub fn by_area(ground: &Ground<'_>, exact: &[Exact], protection: &Protection) -> Result<Content, Error> {
    let laid = Laid::new(ground, &used(exact))?;
    let table = laid.table(exact)?;
    let flag = |list: &[bool], area: usize| list.get(area).copied().unwrap_or(false);
    let shown = |[area, _, kind]: [usize; 3]| !flag(&laid.hidden, area) && (kind == 0 || flag(&laid.wide, area));
    // What everybody asks for first is not given up for the small ones, unless these cannot be protected otherwise.
    let kept = |cell: [usize; 3]| cell[2] == 0 && flag(&laid.wide, cell[0]) && !protection.protects(table.count(cell));
    let standing = |keep: bool| -> Vec<Standing> {
        let of = |cell| match cell {
            cell if !shown(cell) => Standing::LeftOut,
            cell if keep && kept(cell) => Standing::Known,
            _ => Standing::Open,
        };
        (0..laid.layout.cells()).map(|index| of(laid.layout.cell(index))).collect()
    };
    let pattern = match suppress_beyond(&table, &standing(true), protection) {
        Err(Error::Unsafe { .. }) => suppress_beyond(&table, &standing(false), protection)?,
        found => found?,
    };
    let published = pattern.apply(&table);
    Ok(laid.content(Detail::Margins, |_, cell| shown(cell).then(|| published.value(cell))))
}

/// The whole table as it is.
///
/// # Errors
/// What [`Table::new`] says.
pub fn exact(ground: &Ground<'_>, exact: &[Exact]) -> Result<Content, Error> {
    let laid = Laid::new(ground, &used(exact))?;
    let table = laid.table(exact)?;
    Ok(laid.content(Detail::Cube, |_, cell| {
        let count = table.count(cell);
        (laid.is_margin(cell) || count > 0).then_some(Some(count))
    }))
}

/// The tree of areas, the finest node of each area's incidents, and the names of the wide ones.
#[allow(clippy::type_complexity, reason = "three things that are found together and used once")]
pub fn area_tree(
    ground: &Ground<'_>,
    used: &BTreeSet<&str>,
) -> Result<(Hierarchy, BTreeMap<String, String>, HashSet<String>), Error> {
    let wide: HashSet<String> =
        ground.areas.iter().filter(|area| wide(area, ground.areas)).map(|area| area.code.clone()).collect();
    let known: HashMap<&str, &Area> = ground.areas.iter().map(|area| (area.code.as_str(), area)).collect();
    let kept = |code: &str| ground.covered.contains(code) && (ground.finest != Finest::District || wide.contains(code));
    // The nearest area from this one upward that is shown; empty: the whole partnership.
    let shown = |code: &str| {
        let mut at = known.get(code).copied();
        for _ in 0..=ground.areas.len() {
            match at {
                Some(area) if kept(&area.code) => return area.code.clone(),
                Some(area) => at = area.parent.as_deref().and_then(|parent| known.get(parent).copied()),
                None => break,
            }
        }
        String::new()
    };
    let outside = used.contains("");
    let mut nodes: Vec<(String, Option<String>)> = vec![(String::new(), outside.then(|| EVERYTHING.to_owned()))];
    if outside {
        nodes.insert(0, (EVERYTHING.to_owned(), None));
    }
    for area in ground.areas.iter().filter(|area| kept(&area.code)) {
        nodes.push((area.code.clone(), Some(area.parent.as_deref().map_or_else(String::new, shown))));
    }
    let parents: HashSet<String> = nodes.iter().filter_map(|(_, parent)| parent.clone()).collect();
    let mut homes = BTreeMap::new();
    // Areas that are no more are counted with the whole.
    let codes: BTreeSet<&str> =
        known.keys().copied().chain(used.iter().copied().filter(|code| !code.is_empty())).collect();
    for code in codes {
        let home = shown(code);
        if !parents.contains(&home) {
            homes.insert(code.to_owned(), home);
        } else if used.contains(code) {
            let rest = format!("{home}{REST}");
            if !nodes.iter().any(|(name, _)| *name == rest) {
                nodes.push((rest.clone(), Some(home)));
            }
            homes.insert(code.to_owned(), rest);
        }
    }
    if outside {
        nodes.push((OUTSIDE.to_owned(), Some(EVERYTHING.to_owned())));
        homes.insert(String::new(), OUTSIDE.to_owned());
    }
    Ok((Hierarchy::new("area", &nodes)?, homes, wide))
}

/// All months together, and each.
fn period_tree(months: &BTreeSet<i32>) -> Result<Hierarchy, Error> {
    let (first, last) = months.first().zip(months.last()).map_or((0, 0), |(first, last)| (*first, *last));
    let names: Vec<String> = match months.len() {
        0 | 1 => Vec::new(),
        _ => months.iter().map(|month| span_name(*month, *month)).collect(),
    };
    Hierarchy::flat("period", &span_name(first, last), &names.iter().map(String::as_str).collect::<Vec<_>>())
}

fn span_name(first: i32, last: i32) -> String {
    format!("{first}/{last}")
}

fn span_of(name: &str) -> (i32, i32) {
    let part = |text: &str| text.parse().unwrap_or_default();
    name.split_once('/').map_or((0, 0), |(first, last)| (part(first), part(last)))
}
