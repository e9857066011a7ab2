//! Counts by key that keep memory flat: once there are more different keys than are kept, nothing is counted any more.

use std::collections::BTreeMap;

/// What was counted of each key, in the order in which keys came.
///
/// What is counted is exact, of the first things counted: a key without room ends the counting, also of keys that have some.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FirstCounts<K, V> {
    pub(crate) counted: BTreeMap<K, V>,
    /// Whether something was left out since there was no room.
    pub(crate) is_cut: bool,
}

impl<K, V> Default for FirstCounts<K, V> {
    fn default() -> Self {
        Self {
            counted: BTreeMap::new(),
            is_cut: false,
        }
    }
}

impl<K: Ord + Clone, V: Default> FirstCounts<K, V> {
    /// Counts one thing of a key, with at most so many different keys; the key is copied only when it is new.
    pub(crate) fn add(&mut self, key: &K, most: usize, count: impl FnOnce(&mut V)) {
        if self.is_cut {
            return;
        }
        if let Some(counted) = self.counted.get_mut(key) {
            count(counted);
        } else if self.counted.len() < most {
            count(self.counted.entry(key.clone()).or_default());
        } else {
            self.is_cut = true;
        }
    }

    /// Adds the counts of things that follow; nothing of them where together there would be more than so many different keys.
    pub(crate) fn merge(&mut self, more: &Self, most: usize, add: impl Fn(&mut V, &V)) {
        if self.is_cut {
            return;
        }
        let room = most.saturating_sub(self.counted.len());
        let new = more.counted.keys();
        let mut new = new.filter(|key| !self.counted.contains_key(key));
        if new.nth(room).is_some() {
            self.is_cut = true;
            return;
        }
        for (key, value) in &more.counted {
            if let Some(counted) = self.counted.get_mut(key) {
                add(counted, value);
            } else {
                add(self.counted.entry(key.clone()).or_default(), value);
            }
        }
        self.is_cut = more.is_cut;
    }
}
