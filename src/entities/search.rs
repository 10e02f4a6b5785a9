//! Where the strings of a matcher stand in a folded text.
//!
//! Strings in scripts that separate words are found word by word: a table of first words says how many words the strings have
//! that begin so, and each such span is looked up whole. All others (Chinese, Korean with its particles, Arabic with its
//! one-letter words, strings that begin with a character) are one automaton, which runs only over texts that can hold them.

use crate::text::ascii;
use crate::text::fold::{is_hangul, is_unspaced};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Strings by number, ready to search.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Bits of hashes of first words: most words of a text end here.
    filter: Vec<u64>,
    /// Hashes of first words, with one bit for each number of words that strings have which begin so. Words with one hash
    /// share their bits: the strings themselves are compared as a whole.
    first: FxHashMap<u64, u64>,
    /// Strings up to the end of their last word.
    strings: FxHashMap<Box<str>, Strings>,
    automaton: Option<AhoCorasick>,
    /// Numbers of the automaton's strings.
    numbers: Vec<u32>,
    /// Whether plain Latin text may hold a string of the automaton.
    always: bool,
}

/// Strings that differ in nothing but the characters behind their last word.
#[derive(Debug, Default)]
struct Strings {
    /// The number of the one without characters, as almost all are.
    bare: Option<u32>,
    /// Numbers and characters of the others.
    signed: Vec<(u32, Box<str>)>,
}

/// Longest string, in words, that is found word by word.
const MOST_WORDS: usize = 63;
const FILTER_BITS: usize = 1 << 16;

/// An occurrence of a string; the boundaries are not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Occurrence {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) string: usize,
}

impl Search {
    /// Takes folded strings, none twice.
    pub(super) fn new(strings: &[String]) -> Self {
        let mut search = Self { filter: vec![0; FILTER_BITS / 64], ..Self::default() };
        let mut others: Vec<&str> = Vec::new();
        for (number, string) in (0..).zip(strings) {
            if let Some((count, hash, end)) = words_of(string) {
                *search.first.entry(hash).or_default() |= 1 << count;
                let bit = filter_bit(hash);
                search.filter[bit / 64] |= 1 << (bit % 64);
                let strings = search.strings.entry(string[..end].into()).or_default();
                match &string[end..] {
                    "" => strings.bare = Some(number),
                    characters => strings.signed.push((number, characters.into())),
                }
            } else {
                others.push(string);
                search.numbers.push(number);
                search.always |= string.chars().next().is_none_or(|c| c < LATIN_END);
            }
        }
        search.automaton = (!others.is_empty()).then(|| {
            AhoCorasick::builder()
                .match_kind(MatchKind::Standard)
                .kind(Some(AhoCorasickKind::ContiguousNFA))
                .build(&others)
                .expect("the automaton's state ids hold any gazetteer that fits in memory")
        });
        search
    }

    /// Calls back for all occurrences in a folded text, overlapping ones too, in no particular order.
    pub(super) fn each(&self, text: &str, mut found: impl FnMut(Occurrence)) {
        if !self.first.is_empty() {
            self.by_words(text, &mut found);
        }
        if let Some(automaton) = &self.automaton
            && (self.always || text.chars().any(|c| c >= LATIN_END))
        {
            for hit in automaton.find_overlapping_iter(text) {
                let string = self.numbers[hit.pattern().as_usize()] as usize;
                found(Occurrence { start: hit.start(), end: hit.end(), string });
            }
        }
    }

    fn by_words(&self, text: &str, found: &mut impl FnMut(Occurrence)) {
        let bytes = text.as_bytes();
        for run in ascii::runs(bytes) {
            if run.plain {
                self.at_word(text, run.bytes.clone(), hash_at(bytes, &run.bytes), found);
                continue;
            }
            let (mut at, run_text) = (run.bytes.start, &text[..run.bytes.end]);
            while let Some((start, end, hash)) = next_word(run_text, at) {
                at = end;
                self.at_word(text, start..end, hash, found);
            }
        }
    }

    /// The strings that begin with a word.
    fn at_word(&self, text: &str, word: Range<usize>, hash: u64, found: &mut impl FnMut(Occurrence)) {
        let bit = filter_bit(hash);
        if self.filter[bit / 64] >> (bit % 64) & 1 == 0 {
            return;
        }
        let Some(&counts) = self.first.get(&hash) else { return };
        let (start, mut end) = (word.start, word.end);
        let mut counts = counts >> 1;
        loop {
            if counts & 1 == 1
                && let Some(Strings { bare, signed }) = self.strings.get(&text[start..end])
            {
                if let Some(number) = bare {
                    found(Occurrence { start, end, string: *number as usize });
                }
                for (number, characters) in
                    signed.iter().filter(|(_, characters)| text[end..].starts_with(&**characters))
                {
                    found(Occurrence { start, end: end + characters.len(), string: *number as usize });
                }
            }
            counts >>= 1;
            if counts == 0 {
                break;
            }
            let Some((_, next, _)) = next_word(text, end) else { break };
            end = next;
        }
    }
}

/// Hebrew, Arabic and all scripts behind them in Unicode go to the automaton.
const LATIN_END: char = '\u{590}';

/// Number of words, the hash of the first one, and the end of the last one, of a string that can be found word by word.
fn words_of(string: &str) -> Option<(usize, u64, usize)> {
    let (start, first, hash) = next_word(string, 0)?;
    if start > 0 || string.chars().any(|c| c >= LATIN_END && c.is_alphanumeric()) {
        return None;
    }
    let (mut count, mut end) = (1, first);
    while let Some((_, next, _)) = next_word(string, end) {
        end = next;
        count += 1;
    }
    (count <= MOST_WORDS).then_some((count, hash, end))
}

/// Where the filter has a hash: by its upper bits, which all bytes of the word decide.
fn filter_bit(hash: u64) -> usize {
    (hash >> (u64::BITS - FILTER_BITS.ilog2())) as usize
}

/// Letters and digits that words are made of; scripts without spaces have none.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() && !is_unspaced(c) && !is_hangul(c)
}

/// Start, end and hash of the next word.
fn next_word(text: &str, from: usize) -> Option<(usize, usize, u64)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        match ASCII[usize::from(*bytes.get(at)?)] {
            Byte::Word => break,
            Byte::Character => at += 1,
            Byte::Other => match other(text, at) {
                Ok(_) => break,
                Err(length) => at += length,
            },
        }
    }
    let start = at;
    while let Some(&byte) = bytes.get(at) {
        match ASCII[usize::from(byte)] {
            Byte::Word => at = ascii::end_of_letters(bytes, at),
            Byte::Character => break,
            Byte::Other => match other(text, at) {
                Ok(length) => at += length,
                Err(_) => break,
            },
        }
    }
    Some((start, at, hash_at(bytes, &(start..at))))
}

/// How many bytes the character has if words are made of it, else how many to pass over.
fn other(text: &str, at: usize) -> Result<usize, usize> {
    let c = text[at..].chars().next().expect("`at` is a character boundary inside the text");
    if is_word(c) { Ok(c.len_utf8()) } else { Err(c.len_utf8()) }
}

/// What a byte of a text may be.
#[derive(Clone, Copy)]
enum Byte {
    Word,
    Character,
    /// Part of a character that is not ASCII.
    Other,
}

const ASCII: [Byte; 256] = {
    let mut table = [Byte::Other; 256];
    let mut at = 0;
    while at < 128 {
        table[at] = if (at as u8).is_ascii_alphanumeric() { Byte::Word } else { Byte::Character };
        at += 1;
    }
    table
};

/// Hash of a word that stands in a text.
fn hash_at(bytes: &[u8], word: &Range<usize>) -> u64 {
    let eight = ascii::eight(bytes, word.start);
    let beyond = 8 * (8 - word.len().min(8));
    hash_of(eight << beyond >> beyond, word.len())
}

/// Hash of the first eight bytes and the length of a word: one multiplication.
fn hash_of(head: u64, length: usize) -> u64 {
    (head ^ (length as u64) << 56).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(strings: &[String], text: &str) -> Vec<(usize, usize, usize)> {
        let mut all = Vec::new();
        Search::new(strings).each(text, |hit| all.push((hit.start, hit.end, hit.string)));
        all.sort_unstable();
        all
    }

    #[test]
    fn all_occurrences_at_words() {
        let strings: Vec<String> =
            ["ann", "ann lee", "u.s.", "u.s", "lee's", "김정은", "北京", ".net"].map(str::to_owned).to_vec();
        for (text, expected) in [
            ("ann lee met ann.", &[(0, 3, 0), (0, 7, 1), (12, 15, 0)][..]),
            ("anne lees", &[]),
            ("the u.s. is", &[(4, 7, 3), (4, 8, 2)]),
            ("ann lee's", &[(0, 3, 0), (0, 7, 1), (4, 9, 4)]),
            ("김정은은 在北京市", &[(0, 9, 5), (16, 22, 6)]),
            ("在ann", &[(3, 6, 0)]),
            ("asp.net", &[(3, 7, 7)]),
        ] {
            assert_eq!(found(&strings, text), expected, "{text}");
        }
    }

    proptest! {
        /// What the automaton alone would find at boundaries of words is found word by word, too.
        #[test]
        fn words_find_what_an_automaton_finds(
            strings in prop::collection::btree_set("[ab.' ]{1,6}", 1..8),
            text in "[ab.' é北]{0,40}",
        ) {
            let strings: Vec<String> = strings.into_iter().filter(|s| words_of(s).is_some()).collect();
            prop_assume!(!strings.is_empty());
            let automaton = AhoCorasick::builder().build(&strings).unwrap();
            let in_word = |c: Option<char>| c.is_some_and(is_word);
            let mut expected: Vec<(usize, usize, usize)> = automaton
                .find_overlapping_iter(&text)
                .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
                .filter(|(start, end, _)| {
                    let inside_after = in_word(text[..*end].chars().next_back()) && in_word(text[*end..].chars().next());
                    !(in_word(text[..*start].chars().next_back()) || inside_after)
                })
                .collect();
            expected.sort_unstable();
            prop_assert_eq!(found(&strings, &text), expected);
        }
    }
}
