//! The words of the pages, packed: what a result shows is read from here.
//!
//! Pages stand in groups, one file each. A word or separator is a code from a table that all groups share; what is not in the
//! table is an index into the group's own list. What is expected is not written: nothing before the first word of a block, one
//! space before every other.

use super::bits::{BitWriter, base36};
use super::codes::{Code, Table};
use super::{SearchAnchor, SearchPage};
use super::{script, shards, words};
use rustc_hash::FxHashMap;

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
    let own_words = words.number_own(&symbols.own_words, table.word_escape());
    let own_separators = separators.number_own(&symbols.own_separators, table.separator_escape());

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
}
