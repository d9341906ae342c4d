//! What changed from one version of a dataset to the next.

use std::cmp::Ordering;

use crate::Count;

/// A cell of which two datasets hold different numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The cell, with the number of the new dataset, which may be 0.
    pub new: Count,
    /// The number of the old one, which may be 0.
    pub old: u64,
}

/// Walks through both in their common order.
pub(crate) fn differences(old: Vec<Count>, new: Vec<Count>) -> Vec<Difference> {
    let mut found = Vec::new();
    let (mut old, mut new) = (old.into_iter().peekable(), new.into_iter().peekable());
    loop {
        let order = match (old.peek(), new.peek()) {
            (None, None) => return found,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(old), Some(new)) => key(old).cmp(&key(new)),
        };
        let before = if order.is_le() { old.next() } else { None };
        let after = if order.is_ge() { new.next() } else { None };
        let was = before.as_ref().map_or(0, |count| count.count);
        let gone = before.map(|count| Count { count: 0, ..count });
        found.extend(after.or(gone).filter(|now| now.count != was).map(|new| Difference { new, old: was }));
    }
}

fn key(count: &Count) -> impl Ord {
    (count.area.clone(), count.month, count.kind.clone(), count.hour)
}
