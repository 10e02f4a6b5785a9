//! The code in which texts are packed: one Huffman code for words and separators together.
//!
//! It comes from a fixed sample of the pages, so that an edit of another page leaves every group but its own as it was.

use super::{SearchPage, shards, words};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Words and separators in the shared table, each.
const TABLE_WORDS: usize = 7168;
const TABLE_SEPARATORS: usize = 256;
/// One page in this many is in the sample.
const SAMPLE: u8 = 16;
/// Stands for "not in the table" in the lists of symbols; neither a word nor a separator.
const ESCAPE: &str = "\u{1}";
/// Ends the last separator of a block.
const BLOCK_END: char = '\n';

/// How a word or separator is written: a number, and in its lowest byte how many bits that has. Eight bytes in all, because
/// the codes of all words stand side by side and are asked for in the order of the texts. Zero: not in the shared table.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Code(u64);

impl Code {
    fn new(bits: u32, length: u8) -> Self {
        Self(u64::from(bits) << 8 | u64::from(length))
    }

    /// Whether the table lacks what this is the code of.
    pub(crate) fn is_none(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn bits(self) -> u64 {
        self.0 >> 8
    }

    /// At most 24 in the table, at most 56 with an index behind it.
    pub(crate) fn length(self) -> u32 {
        (self.0 & 0xff) as u32
    }

    /// This code and an index of so many bits.
    pub(crate) fn followed_by(self, index: u32, width: u32) -> Self {
        Self((self.bits() << width | u64::from(index)) << 8 | u64::from(self.length() + width))
    }
}

/// The shared table: one code for words and separators together.
#[derive(Debug, Default)]
pub(crate) struct Table {
    words: Alphabet,
    separators: Alphabet,
}

/// The words or the separators of the table.
#[derive(Debug, Default)]
struct Alphabet {
    codes: FxHashMap<String, Code>,
    escape: Code,
    /// Number of codes of each length, and the symbols in the order of their codes.
    lengths: Vec<u32>,
    symbols: Vec<String>,
}

/// What is not written: that nothing stands before the first word of a block, and one space before every other.
fn is_expected(separator: &str, first: bool) -> bool {
    separator == if first { "" } else { " " }
}

impl Table {
    /// Counts the sample and makes the codes.
    pub(crate) fn from_sample<'t>(pages: impl Iterator<Item = &'t SearchPage<'t>>) -> Self {
        let mut words: FxHashMap<&str, u32> = FxHashMap::default();
        let mut separators: FxHashMap<String, u32> = FxHashMap::default();
        for page in pages.filter(|page| in_sample(page.id)) {
            for text in std::iter::once(page.title).chain(page.blocks.iter().map(|block| block.text)) {
                let mut first = true;
                let mut count = |separator: String| *separators.entry(separator).or_default() += 1;
                let tail = words::walk(text, |before, piece| {
                    let separator = normalised(before, false);
                    if !is_expected(&separator, std::mem::take(&mut first)) {
                        count(separator);
                    }
                    *words.entry(piece.text).or_default() += 1;
                });
                count(normalised(tail, true));
            }
        }
        let words =
            most_frequent(words.into_iter().map(|(word, count)| (word.to_owned(), count)).collect(), TABLE_WORDS, 8);
        let separators = most_frequent(separators.into_iter().collect(), TABLE_SEPARATORS, 64);
        let boundary = words.len();
        let counts: Vec<u64> = words.iter().chain(&separators).map(|(_, count)| u64::from(*count)).collect();
        let lengths = code_lengths(&counts);
        // of codes of one length those of words come first
        let mut codes: Vec<(u8, bool, String)> = words
            .into_iter()
            .chain(separators)
            .zip(lengths)
            .enumerate()
            .map(|(at, ((symbol, _), length))| (length, at >= boundary, symbol))
            .collect();
        codes.sort();
        let mut table = Self::default();
        let (mut bits, mut last) = (0u32, 0u8);
        for (length, separator, symbol) in codes {
            bits <<= length - last;
            last = length;
            let alphabet = if separator { &mut table.separators } else { &mut table.words };
            alphabet.add(symbol, Code::new(bits, length));
            bits += 1;
        }
        table
    }

    pub(crate) fn word(&self, word: &str) -> Code {
        self.words.codes.get(word).copied().unwrap_or_default()
    }

    pub(crate) fn separator(&self, separator: &str) -> Code {
        self.separators.codes.get(separator).copied().unwrap_or_default()
    }

    /// What is written before the index of a word that the table lacks.
    pub(crate) fn word_escape(&self) -> Code {
        self.words.escape
    }

    /// The same for separators.
    pub(crate) fn separator_escape(&self) -> Code {
        self.separators.escape
    }

    /// The table as `search.js` reads it.
    pub(crate) fn to_value(&self) -> Value {
        let words = shards::front_coded(self.words.symbols.iter().map(String::as_str));
        json!([self.words.lengths, words, self.separators.lengths, self.separators.symbols])
    }
}

fn in_sample(id: &str) -> bool {
    blake3::hash(id.as_bytes()).as_bytes()[31].is_multiple_of(SAMPLE)
}

/// White space as one space: blocks are lines, and their own line breaks mean nothing.
pub(crate) fn normalised(separator: &str, last: bool) -> String {
    let mut out = String::with_capacity(separator.len() + 1);
    for c in separator.chars() {
        if c.is_whitespace() || c == '\u{1}' {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
    if last {
        out.truncate(out.trim_end().len());
        out.push(BLOCK_END);
    }
    out
}

impl Alphabet {
    fn add(&mut self, symbol: String, code: Code) {
        let length = code.length() as usize;
        self.lengths.resize(length, 0);
        self.lengths[length - 1] += 1;
        if symbol == ESCAPE {
            self.escape = code;
        } else {
            self.codes.insert(symbol.clone(), code);
        }
        self.symbols.push(symbol);
    }
}

/// The most frequent of the counted, and the escape that stands for all others. What a sample lacks weighs as much as the
/// `unseen`th part of what it has.
fn most_frequent(mut counts: Vec<(String, u32)>, limit: usize, unseen: u32) -> Vec<(String, u32)> {
    // what occurs once or twice is not worth its place, and would make the table depend on single articles
    counts.retain(|(_, count)| *count > 2);
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rare: u32 = counts.iter().skip(limit).map(|(_, count)| count).sum();
    counts.truncate(limit);
    let frequent: u32 = counts.iter().map(|(_, count)| count).sum();
    counts.push((ESCAPE.into(), rare + frequent / unseen + 1));
    counts
}

/// Lengths of a Huffman code, none longer than 24 bits.
fn code_lengths(counts: &[u64]) -> Vec<u8> {
    if counts.len() == 1 {
        return vec![1];
    }
    let mut weights = counts.to_vec();
    loop {
        let mut parents = vec![0usize; 2 * weights.len() - 1];
        let mut heap: BinaryHeap<Reverse<(u64, usize)>> =
            weights.iter().enumerate().map(|(at, weight)| Reverse((*weight, at))).collect();
        for node in weights.len()..parents.len() {
            let (Some(Reverse(a)), Some(Reverse(b))) = (heap.pop(), heap.pop()) else { break };
            parents[a.1] = node;
            parents[b.1] = node;
            heap.push(Reverse((a.0 + b.0, node)));
        }
        let mut depths = vec![0u8; parents.len()];
        for node in (0..parents.len() - 1).rev() {
            depths[node] = depths[parents[node]].saturating_add(1);
        }
        depths.truncate(weights.len());
        if depths.iter().all(|depth| *depth <= 24) {
            return depths;
        }
        for weight in &mut weights {
            *weight = *weight / 2 + 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{SearchAnchor, SearchBlock};

    #[test]
    fn frequent_symbols_have_short_codes_and_all_are_prefix_free() {
        let text = "the the the the the the tide, tide, tide, of of of of mud mud";
        let block = SearchBlock { text, anchor: SearchAnchor::Name(""), number: None, heading: false };
        let id = (0..1000).map(|number| format!("articles/{number}")).find(|id| in_sample(id)).unwrap();
        let page = SearchPage { id: &id, blocks: vec![block; 3], ..SearchPage::default() };
        let table = Table::from_sample([&page].into_iter());
        assert_eq!(table.words.symbols.len() + table.separators.symbols.len(), 8);
        let length = |word: &str| table.word(word).length();
        assert!(length("the") < length("tide") && length("tide") <= length("mud"));
        assert_eq!([table.word("zinc"), table.separator(" "), table.separator("")], [Code::default(); 3]);
        let codes: Vec<Code> = table.words.codes.values().chain(table.separators.codes.values()).copied().collect();
        let codes: Vec<Code> = codes.into_iter().chain([table.words.escape, table.separators.escape]).collect();
        let kraft: f64 = codes.iter().map(|code| 1.0 / f64::from(1 << code.length())).sum();
        assert!((kraft - 1.0).abs() < 1e-9, "{codes:?}");
        let begins = |a: &Code, b: &Code| a.length() <= b.length() && b.bits() >> (b.length() - a.length()) == a.bits();
        assert!(codes.iter().enumerate().all(|(at, a)| codes[at + 1..].iter().all(|b| !begins(a, b) && !begins(b, a))));
    }

    #[test]
    fn code_lengths_stay_within_the_limit() {
        let mut counts = vec![1u64, 1];
        for at in 2..60 {
            counts.push(counts[at - 1] + counts[at - 2]);
        }
        let lengths = code_lengths(&counts);
        assert!(lengths.iter().all(|length| *length <= 24));
        let kraft: f64 = lengths.iter().map(|length| 1.0 / f64::from(1 << length)).sum();
        assert!((kraft - 1.0).abs() < 1e-9);
    }

    #[test]
    fn separators_lose_their_line_breaks() {
        assert_eq!(normalised(" \n\t", false), " ");
        assert_eq!(normalised(",\n“", false), ", “");
        assert_eq!(normalised(".  ", true), ".\n");
    }
}
