//! Spellings that were met before: the term of each, and its number.

use rustc_hash::FxHashMap;

/// In place of the term of a spelling of which nothing is left.
pub(crate) const NO_TERM: u32 = u32::MAX;

/// A spelling as it occurs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    /// The term that it is counted as; [`NO_TERM`] if nothing is left of it.
    pub(crate) term: u32,
    /// Bits of the languages of the pages on which it stands.
    pub(crate) languages: u32,
    pub(crate) sign: bool,
    /// Whether the shared table of words lacks it.
    pub(crate) own: bool,
}

impl Form {
    /// The term of a word, as an index into its chunk.
    pub(crate) fn word(&self) -> Option<usize> {
        (self.term != NO_TERM && !self.sign).then_some(self.term as usize)
    }
}

/// What is needed of a form at each of its occurrences.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    pub(crate) number: u32,
    pub(crate) form: Form,
}

/// All forms that a task has met.
#[derive(Debug)]
pub(crate) struct Forms<'t> {
    /// Those of at most sixteen bytes by those bytes. Key and answer share a line of the cache: a map of strings would wait for
    /// memory three times at each word, and most of the time of an index is looking up words.
    ///
    /// A power of two of slots, at most five of eight with a key that is not zero. No word is zero: none holds a zero byte.
    slots: Vec<(u128, Known)>,
    used: usize,
    /// The longer ones.
    long: FxHashMap<&'t str, Known>,
}

impl<'t> Forms<'t> {
    pub(crate) fn new() -> Self {
        Self { slots: vec![Default::default(); 1 << 12], used: 0, long: FxHashMap::default() }
    }

    /// What is known of a form; `key` is that of its piece.
    #[inline]
    pub(crate) fn get(&mut self, key: u128, text: &str) -> Option<&mut Known> {
        if key == 0 {
            return self.long.get_mut(text);
        }
        let slot = self.slot(key);
        let (found, known) = &mut self.slots[slot];
        (*found == key).then_some(known)
    }

    pub(crate) fn insert(&mut self, key: u128, text: &'t str, known: Known) {
        if key == 0 {
            self.long.insert(text, known);
            return;
        }
        self.used += 1;
        if self.used * 8 > self.slots.len() * 5 {
            let larger = vec![Default::default(); self.slots.len() * 2];
            for (key, known) in std::mem::replace(&mut self.slots, larger).into_iter().filter(|(key, _)| *key != 0) {
                let slot = self.slot(key);
                self.slots[slot] = (key, known);
            }
        }
        let slot = self.slot(key);
        self.slots[slot] = (key, known);
    }

    /// The slot of a key, or the free one where it belongs.
    #[inline]
    fn slot(&self, key: u128) -> usize {
        let product =
            u128::from(key as u64 ^ 0x9e37_79b9_7f4a_7c15) * u128::from((key >> 64) as u64 ^ 0xd6e8_feb8_6659_fd93);
        let mut slot = (product as u64 ^ (product >> 64) as u64) as usize & (self.slots.len() - 1);
        while self.slots[slot].0 != key && self.slots[slot].0 != 0 {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }
}
