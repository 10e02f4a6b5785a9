//! The words of the pages, packed: what a result shows is read from here.
//!
//! Pages stand in groups, one file each. A word or separator is a Huffman code from a table that all groups share; what is
//! not in the table is an index into the group's own list. The table comes from a fixed sample of the pages, so that an
//! edit of another page leaves every group but its own as it was.

use super::bits::{BitWriter, base36, base64};
use super::words;
use super::{SearchAnchor, SearchPage};
use rustc_hash::{FxBuildHasher, FxHashMap};
use serde_json::{Value, json};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Words and separators in the shared table, each.
const TABLE_WORDS: usize = 6144;
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

/// The shared table.
#[derive(Debug, Default)]
pub(crate) struct Table {
    words: Alphabet,
    separators: Alphabet,
}

#[derive(Debug, Default)]
struct Alphabet {
    codes: FxHashMap<String, Code>,
    escape: Code,
    /// Number of codes of each length, and the symbols in the order of their codes.
    lengths: Vec<u32>,
    symbols: Vec<String>,
}

impl Table {
    /// Counts the sample and makes the codes.
    pub(crate) fn from_sample(pages: &[&SearchPage<'_>]) -> Self {
        let mut words: FxHashMap<&str, u32> = FxHashMap::default();
        let mut separators: FxHashMap<String, u32> = FxHashMap::default();
        for page in pages.iter().filter(|page| in_sample(page.id)) {
            for text in std::iter::once(page.title).chain(page.blocks.iter().map(|block| block.text)) {
                let mut count = |separator: String| *separators.entry(separator).or_default() += 1;
                let tail = words::walk(text, |before, piece| {
                    count(normalised(before, false));
                    *words.entry(piece.text).or_default() += 1;
                });
                count(normalised(tail, true));
            }
        }
        let words = words.into_iter().map(|(word, count)| (word.to_owned(), count)).collect();
        Self {
            words: Alphabet::new(words, TABLE_WORDS),
            separators: Alphabet::new(separators.into_iter().collect(), TABLE_SEPARATORS),
        }
    }

    pub(crate) fn word(&self, word: &str) -> Code {
        self.words.codes.get(word).copied().unwrap_or_default()
    }

    pub(crate) fn separator(&self, separator: &str) -> Code {
        self.separators.codes.get(separator).copied().unwrap_or_default()
    }

    /// The table as `search.js` reads it.
    pub(crate) fn to_value(&self) -> Value {
        let words = &self.words;
        json!([words.lengths, words.symbols.join(" "), self.separators.lengths, self.separators.symbols])
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
    fn new(mut counts: Vec<(String, u32)>, limit: usize) -> Self {
        // what occurs once is not worth its place, and would make the table depend on single articles
        counts.retain(|(_, count)| *count > 2);
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let rare: u32 = counts.iter().skip(limit).map(|(_, count)| count).sum();
        counts.truncate(limit);
        let frequent: u32 = counts.iter().map(|(_, count)| count).sum();
        counts.push((ESCAPE.into(), rare + frequent / 8 + 1));
        let mut lengths = code_lengths(&counts.iter().map(|(_, count)| u64::from(*count)).collect::<Vec<_>>());
        let mut symbols: Vec<(u8, String)> =
            lengths.drain(..).zip(counts.into_iter().map(|(symbol, _)| symbol)).collect();
        symbols.sort();
        let mut alphabet =
            Self { codes: FxHashMap::with_capacity_and_hasher(symbols.len(), FxBuildHasher), ..Self::default() };
        let (mut bits, mut length) = (0u32, 0u8);
        for (wanted, symbol) in symbols {
            while length < wanted {
                bits <<= 1;
                length += 1;
                alphabet.lengths.push(0);
            }
            let code = Code { bits, length };
            bits += 1;
            *alphabet.lengths.last_mut().expect("a code has at least one bit") += 1;
            if symbol == ESCAPE {
                alphabet.escape = code;
            } else {
                alphabet.codes.insert(symbol.clone(), code);
            }
            alphabet.symbols.push(symbol);
        }
        alphabet
    }
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
    /// Symbols of the block: separator, word, separator … separator, as an end into the group's symbols.
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

/// Packs a group. `symbols` are separator, word, separator … separator of one block after the other.
pub(crate) fn pack<'t>(
    table: &Table,
    pages: &[PageText<'t>],
    symbols: &[u32],
    words: &mut Spellings<&'t str>,
    separators: &mut Spellings<String>,
) -> Value {
    let blocks = || {
        let ends = pages.iter().flat_map(|page| &page.blocks).map(|block| block.end);
        ends.scan(0, |start, end| Some(&symbols[std::mem::replace(start, end)..end]))
    };
    let own_words = words.number_own(blocks().flat_map(|block| block.iter().skip(1).step_by(2).copied()));
    let own_separators = separators.number_own(blocks().flat_map(|block| block.iter().step_by(2).copied()));
    let (word_width, separator_width) = (index_width(own_words.len()), index_width(own_separators.len()));

    let mut writer = BitWriter::default();
    let mut anchors = Vec::new();
    let (mut lengths, mut last_start) = (Vec::new(), 0);
    let mut texts = blocks();
    for (row, page) in pages.iter().enumerate() {
        let start = writer.align();
        if row > 0 {
            lengths.push(base36((start - last_start) as u64));
        }
        last_start = start;
        writer.gamma(page.blocks.len() as u32);
        let mut last_number = 0;
        for (index, (block, text)) in page.blocks.iter().zip(&mut texts).enumerate() {
            if index > 0 {
                put_head(&mut writer, block, &mut anchors, &mut last_number);
            }
            for pair in text.chunks(2) {
                separators.put(&mut writer, pair[0], table.separators.escape, separator_width);
                if let Some(word) = pair.get(1) {
                    words.put(&mut writer, *word, table.words.escape, word_width);
                }
            }
        }
    }
    let lines = |line: &dyn Fn(&PageText<'_>) -> String| pages.iter().map(line).collect::<Vec<_>>().join("\n");
    json!([
        words.forget_own(&own_words).join(" "),
        separators.forget_own(&own_separators),
        anchors,
        lines(&|page| short_address(page.page.url, page.folder, page.page.title)),
        lines(&|page| page.page.key.replace('\n', " ")),
        lengths.join(" "),
        base64(&writer.finish()),
    ])
}

/// Whether it is a heading, where it is, which number it has.
fn put_head<'t>(writer: &mut BitWriter, block: &BlockHead<'t>, anchors: &mut Vec<&'t str>, last_number: &mut u32) {
    writer.bits(u32::from(block.heading), 1);
    match block.anchor {
        SearchAnchor::Block(id) => {
            writer.bits(0, 1);
            writer.bits(id.hash, 32);
            writer.gamma(id.nth.max(1));
        }
        SearchAnchor::Name(name) => {
            writer.bits(1, 1);
            let index = anchors.iter().position(|known| *known == name).unwrap_or_else(|| {
                anchors.push(name);
                anchors.len() - 1
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

    #[test]
    fn frequent_symbols_have_short_codes_and_all_are_prefix_free() {
        let counts = [("the", 400), ("of", 200), ("tide", 30), ("once", 2), ("mud", 3)];
        let alphabet = Alphabet::new(counts.map(|(word, count)| (word.to_owned(), count)).into(), 3);
        assert_eq!(alphabet.symbols, ["the", "of", ESCAPE, "tide"]);
        assert_eq!(alphabet.lengths, [1, 1, 2]);
        assert_eq!(alphabet.codes["the"], Code { bits: 0b0, length: 1 });
        assert_eq!(alphabet.codes["of"], Code { bits: 0b10, length: 2 });
        assert_eq!(alphabet.escape, Code { bits: 0b110, length: 3 });
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
