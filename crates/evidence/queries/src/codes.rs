//! Small numbers for values: 0 is for none.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// Values and their codes, shared by the threads of one question.
#[derive(Clone, Debug)]
pub(crate) struct Codes<V>(Arc<Mutex<Known<V>>>);

#[derive(Debug)]
struct Known<V> {
    codes: HashMap<V, u32>,
    values: Vec<V>,
}

impl<V: Clone + Eq + Hash + Ord> Codes<V> {
    pub fn new() -> Self {
        Self(Arc::new(Mutex::new(Known { codes: HashMap::new(), values: Vec::new() })))
    }

    /// The code of a value, from 1; a value not seen before gets the next one.
    pub fn code<Q: Eq + Hash + ?Sized>(&self, value: &Q, own: impl Fn(&Q) -> V) -> u32
    where
        V: Borrow<Q>,
    {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(&code) = known.codes.get(value) {
            return code;
        }
        known.values.push(own(value));
        let code = u32::try_from(known.values.len()).unwrap_or(u32::MAX);
        known.codes.insert(own(value), code);
        code
    }

    /// The codes given so far lie below this.
    pub fn end(&self) -> u32 {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        u32::try_from(known.values.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// All values with their codes, none first, then in the values' order.
    pub fn in_order(&self) -> Vec<(u32, Option<V>)> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<_> = (1..).zip(known.values.iter().cloned().map(Some)).collect();
        all.push((0, None));
        all.sort_by(|(_, a), (_, b)| a.cmp(b));
        all
    }
}
