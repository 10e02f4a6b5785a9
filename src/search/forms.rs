//! Spellings that were met before: the term of each, and its number.

use rustc_hash::FxHashMap;

/// In place of the term of a spelling of which nothing is left.
pub(crate) const NO_TERM: u32 = u32::MAX;

/// Marks of a form, above the bits of languages.
const SIGN: u32 = 1 << 31;
const OWN: u32 = 1 << 30;
/// Bits of [`Form::languages`].
pub(crate) const LANGUAGES: u32 = 30;

/// A spelling as it occurs. Eight bytes, see [`Forms`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form {
    /// The term that it is counted as; [`NO_TERM`] if nothing is left of it.
    pub(crate) term: u32,
    marks: u32,
}

impl Form {
    /// A form on a page in these languages; `own`: the shared table of words lacks it.
    pub(crate) fn new(term: u32, languages: u32, sign: bool, own: bool) -> Self {
        Self { term, marks: languages | if sign { SIGN } else { 0 } | if own { OWN } else { 0 } }
    }

    /// Bits of the languages of the pages on which it stands.
    pub(crate) fn languages(self) -> u32 {
        self.marks & !(SIGN | OWN)
    }

    /// Whether the shared table of words lacks it.
    pub(crate) fn is_own(self) -> bool {
        self.marks & OWN != 0
    }

    /// The term of a word, as an index into its chunk.
    pub(crate) fn word(self) -> Option<usize> {
        (self.term != NO_TERM && self.marks & SIGN == 0).then_some(self.term as usize)
    }
}

/// All forms that a task has met, numbered as they came.
///
/// Most of the time of an index is looking up words, and most of that is waiting for memory. So what is needed of a form at each
/// of its occurrences stands in 24 bytes, and those of frequent words, which come first, side by side; slots hold numbers.
#[derive(Debug)]
pub(crate) struct Forms<'t> {
    /// The bytes of a form as a number, see [`super::words::Piece::key`], in two halves.
    known: Vec<([u64; 2], Form)>,
    /// Numbers of the forms with a key, or [`FREE`]; a power of two, at most three of eight taken.
    slots: Vec<u32>,
    taken: usize,
    /// Numbers of those without.
    long: FxHashMap<&'t str, u32>,
}

/// In place of a number.
const FREE: u32 = u32::MAX;

impl<'t> Forms<'t> {
    pub(crate) fn new() -> Self {
        Self { known: Vec::new(), slots: vec![FREE; 1 << 12], taken: 0, long: FxHashMap::default() }
    }

    /// The number that a form with this key has if it has been met and no other form took its slot.
    #[inline]
    pub(crate) fn guess(&self, key: u128) -> u32 {
        self.slots[self.first_slot(halves(key))]
    }

    /// The number of a form on a page in these languages and what is known of it; `key` is that of its piece.
    #[inline]
    pub(crate) fn get(&mut self, guess: u32, key: u128, text: &str, languages: u32) -> Option<(u32, Form)> {
        // the key of a long form is zero, and no guess is the number of one
        let guessed = self.known.get(guess as usize).is_some_and(|(found, _)| *found == halves(key));
        let number = if guessed { guess } else { self.search(key, text)? };
        let (_, form) = &mut self.known[number as usize];
        if languages & !form.marks != 0 {
            form.marks |= languages;
        }
        Some((number, *form))
    }

    #[cold]
    fn search(&self, key: u128, text: &str) -> Option<u32> {
        if key == 0 {
            return self.long.get(text).copied();
        }
        Some(self.slots[self.slot(halves(key))]).filter(|number| *number != FREE)
    }

    /// Adds a form; gives its number.
    pub(crate) fn push(&mut self, key: u128, text: &'t str, form: Form) -> u32 {
        let number = self.known.len() as u32;
        self.known.push((halves(key), form));
        if key == 0 {
            self.long.insert(text, number);
            return number;
        }
        self.taken += 1;
        if self.taken * 8 > self.slots.len() * 3 {
            self.slots = vec![FREE; self.slots.len() * 2];
            for (number, (key, _)) in (0..).zip(&self.known).filter(|(_, (key, _))| *key != [0; 2]) {
                let slot = self.slot(*key);
                self.slots[slot] = number;
            }
        } else {
            let slot = self.slot(halves(key));
            self.slots[slot] = number;
        }
        number
    }

    /// All forms by number.
    pub(crate) fn into_forms(self) -> impl Iterator<Item = Form> {
        self.known.into_iter().map(|(_, form)| form)
    }

    /// The slot of a key, or the free one where it belongs.
    fn slot(&self, key: [u64; 2]) -> usize {
        let mut slot = self.first_slot(key);
        while let Some((found, _)) = self.known.get(self.slots[slot] as usize)
            && *found != key
        {
            slot = (slot + 1) & (self.slots.len() - 1);
        }
        slot
    }

    #[inline]
    fn first_slot(&self, key: [u64; 2]) -> usize {
        let product = u128::from(key[0] ^ 0x9e37_79b9_7f4a_7c15) * u128::from(key[1] ^ 0xd6e8_feb8_6659_fd93);
        (product as u64 ^ (product >> 64) as u64) as usize & (self.slots.len() - 1)
    }
}

fn halves(key: u128) -> [u64; 2] {
    [key as u64, (key >> 64) as u64]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_found_as_they_were_added() {
        let texts: Vec<String> =
            (0..5000).map(|number| format!("{:width$}", number, width = 1 + number % 20)).collect();
        let key = |text: &str| {
            let byte = |(at, byte): (usize, u8)| u128::from(byte) << (8 * at);
            if text.len() > 16 { 0 } else { text.bytes().enumerate().map(byte).sum() }
        };
        let mut forms = Forms::new();
        for text in &texts {
            let get = |forms: &mut Forms<'_>| forms.get(forms.guess(key(text)), key(text), text, 2);
            if get(&mut forms).is_none() {
                let number = forms.push(key(text), text, Form::new(7, 1, false, true));
                let (found, form) = get(&mut forms).expect("a form that was added");
                assert_eq!(
                    (found, form.term, form.languages(), form.is_own(), form.word()),
                    (number, 7, 3, true, Some(7))
                );
            }
        }
        let numbers: Vec<u32> =
            texts.iter().map(|text| forms.get(forms.guess(key(text)), key(text), text, 0).unwrap().0).collect();
        let distinct: std::collections::BTreeSet<&String> = texts.iter().collect();
        assert_eq!(numbers.iter().collect::<std::collections::BTreeSet<_>>().len(), distinct.len());
        assert_eq!(forms.into_forms().count(), distinct.len());
    }
}
