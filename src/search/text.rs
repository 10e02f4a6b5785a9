//! The words of the pages, packed: what a result shows is read from here.
//!
//! Pages stand in groups, one file each. A word or separator is a Huffman code from a table that all groups share; what is
//! not in the table is an index into the group's own list. What is expected is not written: nothing before the first word of a
//! block, one space before every other. The table comes from a fixed sample of the pages, so that an edit of another page
//! leaves every group but its own as it was.

use super::bits::{BitWriter, base36, base64};
use super::{SearchAnchor, SearchPage};
use super::{script, shards, words};
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

/// A code of the shared table; length 0: not in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Code {
    bits: u32,
    length: u8,
}

impl Code {
    /// Whether the table lacks what this is the code of.
    pub(crate) fn is_none(self) -> bool {
        self.length == 0
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

/// A symbol of a group's texts: the number of a word or separator among the [`Spellings`] of its sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Symbol(u32);

impl Symbol {
    pub(crate) fn word(number: u32) -> Self {
        Self(number << 1)
    }

    pub(crate) fn separator(number: u32) -> Self {
        Self(number << 1 | 1)
    }

    fn is_separator(self) -> bool {
        self.0 & 1 == 1
    }

    fn number(self) -> u32 {
        self.0 >> 1
    }
}

/// What is not written: that nothing stands before the first word of a block, and one space before every other.
pub(crate) fn is_expected(separator: &str, first: bool) -> bool {
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
        let border = words.len();
        let counts: Vec<u64> = words.iter().chain(&separators).map(|(_, count)| u64::from(*count)).collect();
        let lengths = code_lengths(&counts);
        // of codes of one length those of words come first
        let mut codes: Vec<(u8, bool, String)> = words
            .into_iter()
            .chain(separators)
            .zip(lengths)
            .enumerate()
            .map(|(at, ((symbol, _), length))| (length, at >= border, symbol))
            .collect();
        codes.sort();
        let mut table = Self::default();
        let (mut bits, mut last) = (0u32, 0u8);
        for (length, separator, symbol) in codes {
            bits <<= length - last;
            last = length;
            let alphabet = if separator { &mut table.separators } else { &mut table.words };
            alphabet.add(symbol, Code { bits, length });
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
        self.lengths.resize(usize::from(code.length), 0);
        self.lengths[usize::from(code.length) - 1] += 1;
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

/// What a group needs to know of a block beside its symbols.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BlockHead<'t> {
    pub(crate) heading: bool,
    pub(crate) anchor: SearchAnchor<'t>,
    pub(crate) number: Option<u32>,
    /// Where the block's symbols end among those of its group: words, what stands before them unless it is expected, and what
    /// stands after the last.
    pub(crate) end: usize,
}

/// A page of a group.
#[derive(Debug)]
pub(crate) struct PageText<'t> {
    pub(crate) page: &'t SearchPage<'t>,
    /// Name of its kind.
    pub(crate) folder: &'t str,
    /// The title first, then the blocks.
    pub(crate) blocks: Vec<BlockHead<'t>>,
}

/// Words or separators of a run of groups by number, with their codes.
#[derive(Debug)]
pub(crate) struct Spellings<T> {
    pub(crate) texts: Vec<T>,
    codes: Vec<Code>,
    /// First eight bytes of each text, which decide most comparisons.
    keys: Vec<u64>,
    /// Index into the own list of the current group.
    own: Vec<u32>,
}

impl<T: AsRef<str>> Spellings<T> {
    pub(crate) fn new() -> Self {
        Self { texts: Vec::new(), codes: Vec::new(), keys: Vec::new(), own: Vec::new() }
    }

    pub(crate) fn push(&mut self, text: T, code: Code) -> u32 {
        let mut key = [0; 8];
        let bytes = text.as_ref().as_bytes();
        key[..bytes.len().min(8)].copy_from_slice(&bytes[..bytes.len().min(8)]);
        self.keys.push(u64::from_be_bytes(key));
        self.texts.push(text);
        self.codes.push(code);
        self.own.push(u32::MAX);
        self.texts.len() as u32 - 1
    }

    /// Makes the own list of a group: the numbers of what is not in the table, in the order of their texts.
    fn number_own(&mut self, numbers: impl Iterator<Item = u32>) -> Vec<u32> {
        let mut list = Vec::new();
        for number in numbers {
            let at = number as usize;
            if self.codes[at].length == 0 && self.own[at] == u32::MAX {
                self.own[at] = 0;
                list.push(number);
            }
        }
        list.sort_unstable_by(|a, b| {
            let (a, b) = (*a as usize, *b as usize);
            self.keys[a].cmp(&self.keys[b]).then_with(|| self.texts[a].as_ref().cmp(self.texts[b].as_ref()))
        });
        for (index, number) in list.iter().enumerate() {
            self.own[*number as usize] = index as u32;
        }
        list
    }

    fn forget_own(&mut self, list: &[u32]) -> Vec<&str> {
        for number in list {
            self.own[*number as usize] = u32::MAX;
        }
        list.iter().map(|number| self.texts[*number as usize].as_ref()).collect()
    }

    #[inline]
    fn put(&self, writer: &mut BitWriter, number: u32, escape: Code, width: u32) {
        let code = self.codes[number as usize];
        if code.length > 0 {
            writer.bits(code.bits, u32::from(code.length));
        } else {
            writer.bits(escape.bits, u32::from(escape.length));
            writer.bits(self.own[number as usize], width);
        }
    }
}

/// Bits that hold every index of a list.
fn index_width(length: usize) -> u32 {
    (length.max(1) as u32 - 1).checked_ilog2().map_or(0, |width| width + 1)
}

/// The file of a group, with the symbols of one block after the other.
pub(crate) fn pack<'t>(
    table: &Table,
    pages: &[PageText<'t>],
    symbols: &[Symbol],
    own_words: &[u32],
    words: &mut Spellings<&'t str>,
    separators: &mut Spellings<String>,
) -> Vec<u8> {
    let own_words = words.number_own(own_words.iter().copied());
    let shown = symbols.iter().filter(|symbol| symbol.is_separator()).map(|symbol| symbol.number());
    let own_separators = separators.number_own(shown);
    let (word_width, separator_width) = (index_width(own_words.len()), index_width(own_separators.len()));

    let mut writer = BitWriter::default();
    let mut anchors = Anchors::default();
    let (mut lengths, mut last_start) = (Vec::new(), 0);
    let mut text_start = 0;
    for (row, page) in pages.iter().enumerate() {
        let start = writer.align();
        if row > 0 {
            lengths.push(base36((start - last_start) as u64));
        }
        last_start = start;
        writer.gamma(page.blocks.len() as u32);
        let mut last_number = 0;
        for (index, block) in page.blocks.iter().enumerate() {
            if index > 0 {
                put_head(&mut writer, block, &mut anchors, &mut last_number);
            }
            for symbol in &symbols[std::mem::replace(&mut text_start, block.end)..block.end] {
                if symbol.is_separator() {
                    separators.put(&mut writer, symbol.number(), table.separators.escape, separator_width);
                } else {
                    words.put(&mut writer, symbol.number(), table.words.escape, word_width);
                }
            }
        }
    }
    let lines = |line: &dyn Fn(&PageText<'_>) -> String| pages.iter().map(line).collect::<Vec<_>>().join("\n");
    script::call(&(
        shards::front_coded(words.forget_own(&own_words)),
        separators.forget_own(&own_separators),
        anchors.names,
        lines(&|page| short_address(page.page.url, page.folder, page.page.title)),
        lines(&|page| page.page.key.replace('\n', " ")),
        lengths.join(" "),
        base64(&writer.finish()),
    ))
}

/// Names of anchors of a group, each once.
#[derive(Default)]
struct Anchors<'t> {
    names: Vec<&'t str>,
    index: FxHashMap<&'t str, usize>,
}

/// Whether it is a heading, where it is, which number it has.
fn put_head<'t>(writer: &mut BitWriter, block: &BlockHead<'t>, anchors: &mut Anchors<'t>, last_number: &mut u32) {
    writer.bits(u32::from(block.heading), 1);
    match block.anchor {
        SearchAnchor::Block(id) => {
            writer.bits(0, 1);
            writer.bits(id.hash, 32);
            writer.gamma(id.nth.max(1));
        }
        SearchAnchor::Name(name) => {
            writer.bits(1, 1);
            let index = *anchors.index.entry(name).or_insert_with(|| {
                anchors.names.push(name);
                anchors.names.len() - 1
            });
            writer.gamma(index as u32 + 1);
        }
    }
    let expected = if block.heading { None } else { Some(*last_number + 1) };
    writer.bits(u32::from(block.number == expected), 1);
    if block.number != expected {
        writer.gamma(block.number.map_or(1, |number| number.saturating_add(2)));
    }
    if let Some(number) = block.number {
        *last_number = number;
    }
}

/// An address as what it shares with the one that its title would give, and the rest: most slugs are their titles.
pub(crate) fn short_address(url: &str, kind: &str, title: &str) -> String {
    let expected = format!("{kind}/{}", words::folded_words(title).join("-"));
    // only where every browser is sure to fold as we do
    let plain = title.chars().all(|c| c < '\u{250}' || matches!(c, '\u{2010}'..='\u{2027}'));
    let shared =
        if plain { url.bytes().zip(expected.bytes()).take_while(|(a, b)| a == b && a.is_ascii()).count() } else { 0 };
    format!("{} {}", base36(shared as u64), url[shared..].replace('\n', "%0A"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::SearchBlock;

    #[test]
    fn frequent_symbols_have_short_codes_and_all_are_prefix_free() {
        let text = "the the the the the the tide, tide, tide, of of of of mud mud";
        let block = SearchBlock { text, anchor: SearchAnchor::Name(""), number: None, heading: false };
        let id = (0..1000).map(|number| format!("articles/{number}")).find(|id| in_sample(id)).unwrap();
        let page = SearchPage { id: &id, blocks: vec![block; 3], ..SearchPage::default() };
        let table = Table::from_sample([&page].into_iter());
        assert_eq!(table.words.symbols.len() + table.separators.symbols.len(), 8);
        let length = |word: &str| table.word(word).length;
        assert!(length("the") < length("tide") && length("tide") <= length("mud"));
        assert_eq!([length("zinc"), table.separator(" ").length, table.separator("").length], [0; 3]);
        let codes: Vec<Code> = table.words.codes.values().chain(table.separators.codes.values()).copied().collect();
        let codes: Vec<Code> = codes.into_iter().chain([table.words.escape, table.separators.escape]).collect();
        let kraft: f64 = codes.iter().map(|code| 0.5f64.powi(i32::from(code.length))).sum();
        assert!((kraft - 1.0).abs() < 1e-9, "{codes:?}");
        let begins = |a: &Code, b: &Code| a.length <= b.length && b.bits >> (b.length - a.length) == a.bits;
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
        let kraft: f64 = lengths.iter().map(|length| 0.5f64.powi(i32::from(*length))).sum();
        assert!((kraft - 1.0).abs() < 1e-9);
    }

    #[test]
    fn addresses_lose_what_their_title_says() {
        for (url, kind, title, short) in [
            ("articles/low-tide-2.html", "articles", "Low Tide!", "h -2.html"),
            ("people/zoe-mar.html", "people", "Zoë Már", "e .html"),
            ("people/x.html", "people", "海", "0 people/x.html"),
            ("p/é.html", "p", "é", "2 é.html"),
        ] {
            assert_eq!(short_address(url, kind, title), short);
        }
    }

    #[test]
    fn separators_lose_their_line_breaks() {
        assert_eq!(normalised(" \n\t", false), " ");
        assert_eq!(normalised(",\n“", false), ", “");
        assert_eq!(normalised(".  ", true), ".\n");
    }
}
