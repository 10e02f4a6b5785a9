//! Results by the hash of all that they were made from, so that nothing is made twice.
//!
//! In: a [`Key`], and what makes the value. Out: the value, made now or kept from before. Three rules keep that sound: a value never
//! changes; it depends on nothing but its key; what there is to say about it is part of it. What the gate for privacy took away may
//! be in no value. Nothing is written to disk here.

use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The hash of all that a value is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key([u8; 32]);

/// Collects what a value is made from. Each part counts with its length, so that no two lists of parts are the same bytes.
#[derive(Debug, Default)]
pub struct KeyMaker(blake3::Hasher);

impl KeyMaker {
    /// Adds a part.
    pub fn part(&mut self, part: impl AsRef<[u8]>) -> &mut Self {
        let part = part.as_ref();
        self.0.update(&(part.len() as u64).to_le_bytes()).update(part);
        self
    }

    /// The key of all parts.
    pub fn key(&self) -> Key {
        Key(self.0.finalize().into())
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Values that are kept from one round to the next.
#[derive(Debug)]
pub struct Memo<V> {
    kept: FxHashMap<Key, V>,
    /// What this round asked for.
    asked: Mutex<FxHashMap<Key, V>>,
    /// How many values were made in this round, and in the last one.
    making: AtomicUsize,
    made: usize,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { kept: FxHashMap::default(), asked: Mutex::default(), making: AtomicUsize::new(0), made: 0 }
    }
}

impl<V: Clone> Memo<V> {
    /// The value of a key, made if it was not there. Two threads that ask for the same at once may both make it.
    pub fn get(&self, key: Key, make: impl FnOnce() -> V) -> V {
        self.find(key).unwrap_or_else(|| {
            let value = make();
            self.keep(key, value.clone());
            value
        })
    }

    /// The value of a key, if it was kept.
    pub fn find(&self, key: Key) -> Option<V> {
        let value = self.kept.get(&key)?;
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value.clone());
        Some(value.clone())
    }

    /// Keeps a value that was made in this round.
    pub fn keep(&self, key: Key, value: V) {
        self.making.fetch_add(1, Ordering::Relaxed);
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(key, value);
    }

    /// Ends a round: what it did not ask for is forgotten.
    pub fn end_round(&mut self) {
        self.kept = std::mem::take(self.asked.get_mut().unwrap_or_else(PoisonError::into_inner));
        self.made = std::mem::take(self.making.get_mut());
    }

    /// How many values the last round made.
    pub fn made(&self) -> usize {
        self.made
    }

    /// How many values the last round asked for.
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether the last round asked for nothing.
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(parts: &[&str]) -> Key {
        let mut maker = KeyMaker::default();
        for part in parts {
            maker.part(part);
        }
        maker.key()
    }

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(key(&["ab", "c"]), key(&["a", "bc"]));
        assert_ne!(key(&["a"]), key(&["a", ""]));
        assert_eq!(key(&["a", "b"]), key(&["a", "b"]));
    }

    #[test]
    fn a_value_is_made_once_and_lives_as_long_as_it_is_asked_for() {
        let mut memo = Memo::default();
        let ask = |memo: &Memo<u32>, name: &str, value: u32| memo.get(key(&[name]), || value);
        assert_eq!((ask(&memo, "a", 1), ask(&memo, "b", 2)), (1, 2));
        memo.end_round();
        assert_eq!(ask(&memo, "a", 9), 1);
        memo.end_round();
        assert_eq!((memo.made(), memo.len()), (0, 1));
        assert_eq!((ask(&memo, "a", 9), ask(&memo, "b", 9)), (1, 9));
    }
}
