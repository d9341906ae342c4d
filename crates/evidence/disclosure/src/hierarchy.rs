//! A tree of names: areas within districts, months within years, kinds within classes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Error;

/// A node's number: 0 is the whole, and every node comes before its parts.
pub type Node = usize;

/// One tree of names. Every published number belongs to a node of each of three such trees.
///
/// A node has one parent. Two ways of dividing the same ground (police sectors and wards, say) are not one tree; publish
/// one of them, or make their intersections the finest areas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(String, Option<String>)>", into = "Vec<(String, Option<String>)>")]
pub struct Hierarchy {
    names: Vec<String>,
    parents: Vec<Option<Node>>,
    /// From each node to the whole, itself first.
    paths: Vec<Vec<Node>>,
    /// The nodes without parts, in order.
    finest: Vec<Node>,
    /// Which of `finest` lie within each node.
    spans: Vec<std::ops::Range<usize>>,
}

impl Hierarchy {
    /// From names with their parents, in any order; the one without a parent is the whole.
    ///
    /// # Errors
    /// [`Error::Hierarchy`] where a name comes twice, a parent is missing, there is not exactly one whole, or a circle.
    pub fn new(what: &'static str, nodes: &[(String, Option<String>)]) -> Result<Self, Error> {
        let fault = |name: &str, why| Error::Hierarchy { what, name: name.to_owned(), why };
        let mut places = BTreeMap::new();
        for (place, (name, _)) in nodes.iter().enumerate() {
            if places.insert(name.as_str(), place).is_some() {
                return Err(fault(name, "the name comes twice"));
            }
        }
        let mut parts = vec![Vec::new(); nodes.len()];
        let mut whole = None;
        for (place, (name, parent)) in nodes.iter().enumerate() {
            match parent {
                None if whole.is_some() => {
                    return Err(fault(name, "there is a second whole; exactly one has no parent"));
                }
                None => whole = Some(place),
                Some(parent) => {
                    let above = places.get(parent.as_str()).ok_or_else(|| fault(name, "its parent is not listed"))?;
                    parts[*above].push(place);
                }
            }
        }
        let whole = whole.ok_or_else(|| fault("", "no name is without a parent"))?;
        let tree = Self::grown(nodes, &parts, whole);
        if tree.len() == nodes.len() {
            return Ok(tree);
        }
        let lost = nodes.iter().find(|(name, _)| !tree.names.contains(name));
        Err(fault(lost.map_or("", |(name, _)| name), "it is its own ancestor"))
    }

    fn grown(nodes: &[(String, Option<String>)], parts: &[Vec<usize>], whole: usize) -> Self {
        let mut tree =
            Self { names: Vec::new(), parents: Vec::new(), paths: Vec::new(), finest: Vec::new(), spans: Vec::new() };
        let mut waiting = vec![(whole, None)];
        while let Some((place, parent)) = waiting.pop() {
            let node = tree.names.len();
            let mut path = vec![node];
            path.extend(parent.iter().flat_map(|above: &Node| tree.paths[*above].iter().copied()));
            tree.names.push(nodes[place].0.clone());
            tree.parents.push(parent);
            tree.paths.push(path);
            if parts[place].is_empty() {
                tree.finest.push(node);
            }
            waiting.extend(parts[place].iter().rev().map(|part| (*part, Some(node))));
        }
        tree.spans = vec![0..0; tree.names.len()];
        for (order, node) in tree.finest.iter().enumerate() {
            for above in &tree.paths[*node] {
                let span = &mut tree.spans[*above];
                *span = if span.start == span.end { order..order + 1 } else { span.start..order + 1 };
            }
        }
        tree
    }

    /// The whole and its parts, where there is one level only.
    ///
    /// # Errors
    /// As [`Hierarchy::new`].
    pub fn flat(what: &'static str, whole: &str, parts: &[&str]) -> Result<Self, Error> {
        let parts = parts.iter().map(|part| ((*part).to_owned(), Some(whole.to_owned())));
        Self::new(what, &[(whole.to_owned(), None)].into_iter().chain(parts).collect::<Vec<_>>())
    }

    /// How many nodes there are, the whole included.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Never: there is always the whole.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// The name of a node; empty for a number that is no node.
    pub fn name(&self, node: Node) -> &str {
        self.names.get(node).map_or("", String::as_str)
    }

    /// The node of that name.
    pub fn find(&self, name: &str) -> Option<Node> {
        self.names.iter().position(|known| known == name)
    }

    /// What the node is a part of; `None` for the whole.
    pub fn parent(&self, node: Node) -> Option<Node> {
        self.parents.get(node).copied().flatten()
    }

    /// The parts of a node.
    pub fn parts(&self, node: Node) -> impl Iterator<Item = Node> + '_ {
        (0..self.len()).filter(move |part| self.parents[*part] == Some(node))
    }

    /// From the node to the whole, itself first.
    pub fn path(&self, node: Node) -> &[Node] {
        &self.paths[node]
    }

    /// How many steps below the whole.
    pub fn depth(&self, node: Node) -> usize {
        self.paths[node].len() - 1
    }

    /// The nodes without parts within a node (itself, if it has none).
    pub fn finest(&self, node: Node) -> &[Node] {
        &self.finest[self.spans[node].clone()]
    }

    /// Whether the node has no parts.
    pub fn is_finest(&self, node: Node) -> bool {
        self.finest(node) == [node]
    }

    /// The same tree without what lies deeper than `depth` steps below the whole; numbers of nodes change, names do not.
    pub fn down_to(&self, depth: usize) -> Self {
        let kept = (0..self.len()).filter(|node| self.depth(*node) <= depth);
        let named = |node: Node| (self.names[node].clone(), self.parent(node).map(|above| self.names[above].clone()));
        let nodes: Vec<_> = kept.map(named).collect();
        let mut parts = vec![Vec::new(); nodes.len()];
        let order: BTreeMap<&str, usize> = nodes.iter().enumerate().map(|(n, (name, _))| (name.as_str(), n)).collect();
        for (place, (_, parent)) in nodes.iter().enumerate() {
            if let Some(above) = parent.as_ref().and_then(|name| order.get(name.as_str())) {
                parts[*above].push(place);
            }
        }
        Self::grown(&nodes, &parts, 0)
    }

    /// Whether `part` is `node` or lies within it.
    pub fn within(&self, part: Node, node: Node) -> bool {
        let (depth, above) = (self.depth(part), self.depth(node));
        depth >= above && self.paths[part][depth - above] == node
    }
}

impl TryFrom<Vec<(String, Option<String>)>> for Hierarchy {
    type Error = Error;

    fn try_from(nodes: Vec<(String, Option<String>)>) -> Result<Self, Error> {
        Self::new("names", &nodes)
    }
}

impl From<Hierarchy> for Vec<(String, Option<String>)> {
    fn from(tree: Hierarchy) -> Self {
        let above = tree.parents.iter().map(|parent| parent.map(|node| tree.names[node].clone())).collect::<Vec<_>>();
        tree.names.into_iter().zip(above).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(nodes: &[(&str, &str)]) -> Result<Hierarchy, Error> {
        let owned =
            |(name, parent): &(&str, &str)| ((*name).to_owned(), (!parent.is_empty()).then(|| (*parent).to_owned()));
        Hierarchy::new("area", &nodes.iter().map(owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_tree_knows_what_lies_within_what() {
        let tree = tree(&[("n1", "n"), ("n", "town"), ("town", ""), ("s", "town"), ("n2", "n")]).unwrap();
        let [town, n, n1, n2, s] = ["town", "n", "n1", "n2", "s"].map(|name| tree.find(name).unwrap());
        assert_eq!(tree.path(n1), [n1, n, town]);
        assert_eq!(tree.finest(n), [n1, n2]);
        assert_eq!(tree.finest(town).len(), 3);
        assert!(tree.within(n1, town) && tree.within(n1, n1) && !tree.within(n1, s) && !tree.within(town, n));
        let kept: Hierarchy = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
        assert_eq!(kept, tree);
        let districts = tree.down_to(1);
        assert_eq!((districts.len(), districts.find("n1")), (3, None));
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        for nodes in [
            &[("a", ""), ("a", "")][..],
            &[("a", ""), ("b", "")],
            &[("a", ""), ("b", "c")],
            &[("a", ""), ("b", "c"), ("c", "b")],
            &[],
        ] {
            assert!(matches!(tree(nodes), Err(Error::Hierarchy { .. })), "{nodes:?}");
        }
    }
}
