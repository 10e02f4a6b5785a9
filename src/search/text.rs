//! The words of the pages, packed: what a result shows is read from here.
//!
//! Pages stand in groups, one file each. A word or separator is a Huffman code from a table that all groups share; what is
//! not in the table is an index into the group's own list. What is expected is not written: nothing before the first word of a
//! block, one space before every other. The table comes from a fixed sample of the pages, so that an edit of another page
//! leaves every group but its own as it was.

use super::bits::{BitWriter, base36};
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

    fn bits(self) -> u64 {
        self.0 >> 8
    }

    /// At most 24 in the table, at most 56 with an index behind it.
    fn length(self) -> u32 {
        (self.0 & 0xff) as u32
    }

    /// This code and an index of so many bits.
    fn followed_by(self, index: u32, width: u32) -> Self {
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

/// A symbol of a group's texts: the number of a word or separator among the [`Spellings`] of its sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Symbol(u32);

impl Symbol {
    fn word(number: u32) -> Self {
        Self(number << 1)
    }

    fn separator(number: u32) -> Self {
        Self(number << 1 | 1)
    }

    fn is_separator(self) -> bool {
        self.0 & 1 == 1
    }

    fn number(self) -> u32 {
        self.0 >> 1
    }
}

/// The symbols of a group, one block after the other, and the numbers of those that the shared table lacks, as often as they
/// occur.
#[derive(Debug, Default)]
pub(crate) struct Symbols {
    all: Vec<Symbol>,
    own_words: Vec<u32>,
    own_separators: Vec<u32>,
}

impl Symbols {
    pub(crate) fn len(&self) -> usize {
        self.all.len()
    }

    #[inline]
    pub(crate) fn push_word(&mut self, number: u32, own: bool) {
        self.all.push(Symbol::word(number));
        if own {
            self.own_words.push(number);
        }
    }

    pub(crate) fn push_separator(&mut self, number: u32, own: bool) {
        self.all.push(Symbol::separator(number));
        if own {
            self.own_separators.push(number);
        }
    }

    /// Where the lists end.
    pub(crate) fn ends(&self) -> [usize; 3] {
        [self.all.len(), self.own_words.len(), self.own_separators.len()]
    }

    /// Takes back what came after these ends.
    pub(crate) fn truncate(&mut self, [all, own_words, own_separators]: [usize; 3]) {
        self.all.truncate(all);
        self.own_words.truncate(own_words);
        self.own_separators.truncate(own_separators);
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
    /// Of what the table lacks: the code in the current group, if it is in it.
    codes: Vec<Code>,
    /// First eight bytes of each text, which decide most comparisons.
    keys: Vec<u64>,
}

impl<T: AsRef<str>> Spellings<T> {
    pub(crate) fn new() -> Self {
        Self { texts: Vec::new(), codes: Vec::new(), keys: Vec::new() }
    }

    pub(crate) fn push(&mut self, text: T, code: Code) -> u32 {
        let mut key = [0; 8];
        let bytes = text.as_ref().as_bytes();
        key[..bytes.len().min(8)].copy_from_slice(&bytes[..bytes.len().min(8)]);
        self.keys.push(u64::from_be_bytes(key));
        self.texts.push(text);
        self.codes.push(code);
        self.texts.len() as u32 - 1
    }

    /// Makes the own list of a group: the numbers of what is not in the table, in the order of their texts. Their codes are
    /// the `escape` and an index into the list, until they are forgotten.
    fn number_own(&mut self, numbers: &[u32], escape: Code) -> Vec<u32> {
        let mut list = Vec::new();
        for number in numbers {
            let code = &mut self.codes[*number as usize];
            if code.is_none() {
                *code = escape;
                list.push((self.keys[*number as usize], *number));
            }
        }
        list.sort_unstable_by(|a, b| {
            let text = |number: u32| self.texts[number as usize].as_ref();
            a.0.cmp(&b.0).then_with(|| text(a.1).cmp(text(b.1)))
        });
        let width = index_width(list.len());
        for (index, (_, number)) in (0..).zip(&list) {
            self.codes[*number as usize] = escape.followed_by(index, width);
        }
        list.into_iter().map(|(_, number)| number).collect()
    }

    /// Whether the table lacks a text, while no group is being packed.
    pub(crate) fn is_own(&self, number: u32) -> bool {
        self.codes[number as usize].is_none()
    }

    fn forget_own(&mut self, list: &[u32]) -> Vec<&str> {
        for number in list {
            self.codes[*number as usize] = Code::default();
        }
        list.iter().map(|number| self.texts[*number as usize].as_ref()).collect()
    }

    #[inline]
    fn put(&self, writer: &mut BitWriter, number: u32) {
        let code = self.codes[number as usize];
        writer.bits(code.bits(), code.length());
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
    symbols: &Symbols,
    words: &mut Spellings<&'t str>,
    separators: &mut Spellings<String>,
) -> Vec<u8> {
    let own_words = words.number_own(&symbols.own_words, table.words.escape);
    let own_separators = separators.number_own(&symbols.own_separators, table.separators.escape);

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
            for symbol in &symbols.all[std::mem::replace(&mut text_start, block.end)..block.end] {
                if symbol.is_separator() {
                    separators.put(&mut writer, symbol.number());
                } else {
                    words.put(&mut writer, symbol.number());
                }
            }
        }
    }
    let lines = |line: &dyn Fn(&PageText<'_>) -> String| pages.iter().map(line).collect::<Vec<_>>().join("\n");
    script::List::new()
        .value(&shards::front_coded(words.forget_own(&own_words)))
        .value(&separators.forget_own(&own_separators))
        .value(&anchors.names)
        .value(&lines(&|page| short_address(page.page.url, page.folder, page.page.title)))
        .value(&lines(&|page| page.page.key.replace('\n', " ")))
        .value(&lengths.join(" "))
        .packed(&writer.finish())
        .finish()
}

/// Names of anchors of a group, each once.
#[derive(Default)]
struct Anchors<'t> {
    names: Vec<&'t str>,
    index: FxHashMap<&'t str, usize>,
}

/// Whether it is a heading, where it is, which number it has.
fn put_head<'t>(writer: &mut BitWriter, block: &BlockHead<'t>, anchors: &mut Anchors<'t>, last_number: &mut u32) {
    writer.bits(u64::from(block.heading), 1);
    match block.anchor {
        SearchAnchor::Block(id) => {
            writer.bits(0, 1);
            writer.bits(u64::from(id.hash), 32);
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
    writer.bits(u64::from(block.number == expected), 1);
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
        let length = |word: &str| table.word(word).length();
        assert!(length("the") < length("tide") && length("tide") <= length("mud"));
        assert_eq!([table.word("zinc"), table.separator(" "), table.separator("")], [Code::default(); 3]);
        let codes: Vec<Code> = table.words.codes.values().chain(table.separators.codes.values()).copied().collect();
        let codes: Vec<Code> = codes.into_iter().chain([table.words.escape, table.separators.escape]).collect();
        let kraft: f64 = codes.iter().map(|code| 0.5f64.powi(code.length().cast_signed())).sum();
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
