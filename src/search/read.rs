//! Reads pages into occurrences of terms and packs their words: the part of the work that runs once per page.

use super::text::{self, BlockHead, PageText, Spellings, Symbol, Table};
use super::words;
use super::{SearchAnchor, SearchPage};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Block of a page's title and other names.
pub(crate) const TITLE_BLOCK: u32 = 0;
/// Block of all headings.
pub(crate) const HEADING_BLOCK: u32 = 1;
/// First block of the text.
pub(crate) const FIRST_TEXT_BLOCK: u32 = 2;

// 53 bits with pages up to 2^17: the browser holds a place in one floating-point number
const BLOCK_BITS: u32 = 16;
const POSITION_BITS: u32 = 20;
const NO_TERM: u32 = u32::MAX;
/// In place of the number of a separator that was not met yet.
const UNKNOWN: u32 = u32::MAX;
/// Stands between the joined blocks of a table or list item.
const JOINT: &str = " · ";

/// Where a term stands: page, block and position in one number, so that they sort together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u64);

impl Place {
    fn new(doc: u32, block: u32, position: u32) -> Self {
        let block = block.min((1 << BLOCK_BITS) - 1);
        let position = position.min((1 << POSITION_BITS) - 1);
        Self(
            (u64::from(doc) << (BLOCK_BITS + POSITION_BITS))
                | (u64::from(block) << POSITION_BITS)
                | u64::from(position),
        )
    }

    pub(crate) fn doc(self) -> u32 {
        (self.0 >> (BLOCK_BITS + POSITION_BITS)) as u32
    }

    pub(crate) fn block(self) -> u32 {
        (self.0 >> POSITION_BITS) as u32 & ((1 << BLOCK_BITS) - 1)
    }

    /// Page and block in one number.
    pub(crate) fn doc_and_block(self) -> u64 {
        self.0 >> POSITION_BITS
    }

    pub(crate) fn position(self) -> u32 {
        self.0 as u32 & ((1 << POSITION_BITS) - 1)
    }
}

/// A page on its way into the index.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Doc<'t> {
    pub(crate) number: u32,
    pub(crate) page: &'t SearchPage<'t>,
    /// Name of its kind.
    pub(crate) folder: &'t str,
    /// The entity whose page it is.
    pub(crate) entity: Option<usize>,
    pub(crate) other_names: &'t [&'t str],
    /// Bit of the page's language among those with a stemmer.
    pub(crate) language: u32,
}

/// A spelling as it occurs.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Form {
    /// The term that it is counted as; `NO_TERM` if nothing is left of it.
    term: u32,
    /// Bits of the languages of the pages on which it stands.
    pub(crate) languages: u32,
    sign: bool,
}

impl Form {
    /// The term of a word, as an index into its chunk.
    pub(crate) fn word(&self) -> Option<usize> {
        (self.term != NO_TERM && !self.sign).then_some(self.term as usize)
    }
}

/// Places by term, each term's ascending, as numbers in bytes of seven bits: what is new (a page and its block,
/// a block), then the distance to the position before. All words of all pages are held until the last page is
/// read, and numbers of eight bytes would be the most of what a build takes.
#[derive(Debug, Default)]
pub(crate) struct Packed {
    /// Where each term's bytes start; one more than terms.
    starts: Vec<u32>,
    bytes: Vec<u8>,
}

impl Packed {
    fn push(&mut self, places: &[Place]) {
        let (mut page, mut block, mut next) = (0, 0, 0);
        for place in places {
            let (new_page, new_block, position) = (place.doc() - page, place.block(), place.position());
            if new_page > 0 {
                self.number(u64::from(new_page) << 2 | 3);
                self.number(u64::from(new_block));
                next = 0;
            } else if new_block > block {
                self.number(u64::from(new_block - block) << 2 | 1);
                next = 0;
            }
            // two signs may share a place, and so may what lies beyond the last
            self.number(u64::from(position - next) << 1);
            (page, block, next) = (place.doc(), new_block, position);
        }
        self.starts.push(self.bytes.len() as u32);
    }

    fn number(&mut self, mut number: u64) {
        while number > 0x7f {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    fn bytes(&self, term: usize) -> &[u8] {
        &self.bytes[self.starts[term] as usize..self.starts[term + 1] as usize]
    }

    /// Whether a term stands nowhere.
    pub(crate) fn is_empty(&self, term: usize) -> bool {
        self.bytes(term).is_empty()
    }

    /// Appends the places of a term.
    pub(crate) fn unpack(&self, term: usize, out: &mut Vec<Place>) {
        let mut bytes = self.bytes(term).iter();
        let mut number = || {
            let (mut number, mut shift) = (0, 0);
            for byte in bytes.by_ref() {
                number |= u64::from(byte & 0x7f) << shift;
                if byte & 0x80 == 0 {
                    return Some(number);
                }
                shift += 7;
            }
            None
        };
        let (mut page, mut block, mut position) = (0, 0, 0);
        while let Some(first) = number() {
            match first & 3 {
                3 => {
                    page += (first >> 2) as u32;
                    block = number().unwrap_or(0) as u32;
                    position = 0;
                }
                1 => {
                    block += (first >> 2) as u32;
                    position = 0;
                }
                _ => {
                    position += (first >> 1) as u32;
                    out.push(Place::new(page, block, position));
                }
            }
        }
    }
}

/// What a run of groups yields.
#[derive(Debug)]
pub(crate) struct Chunk<'t> {
    /// Terms in order of first occurrence.
    pub(crate) terms: Vec<Cow<'t, str>>,
    /// Where the places of each term start and how they are packed.
    pub(crate) places: Packed,
    pub(crate) forms: Vec<(&'t str, Form)>,
    /// One file for each group.
    pub(crate) files: Vec<Vec<u8>>,
}

/// Reads groups of pages.
pub(crate) fn read_chunk<'t>(table: &Table, groups: &[&[Doc<'t>]]) -> Chunk<'t> {
    // a word and what stands beside it take six bytes or more in most languages
    let blocks = groups.iter().flat_map(|group| *group).flat_map(|doc| &doc.page.blocks);
    let mut reader = Reader::new(table, blocks.map(|block| block.text.len()).sum::<usize>() / 6);
    let files = groups.iter().map(|group| reader.group(group)).collect();
    reader.finish(files)
}

/// For each block of a page, its number in the index.
pub(crate) fn block_numbers(page: &SearchPage<'_>) -> Vec<u32> {
    let mut next = FIRST_TEXT_BLOCK;
    let mut numbers = Vec::with_capacity(page.blocks.len());
    for (index, block) in page.blocks.iter().enumerate() {
        if block.heading {
            numbers.push(HEADING_BLOCK);
        } else if continues(page, index) {
            numbers.push(next - 1);
        } else {
            numbers.push(next);
            next += 1;
        }
    }
    numbers
}

/// Whether a block belongs to the one before it: cells of one table, paragraphs of one list item.
fn continues(page: &SearchPage<'_>, index: usize) -> bool {
    let block = &page.blocks[index];
    let before = index.checked_sub(1).map(|before| &page.blocks[before]);
    block.anchor != SearchAnchor::Name("")
        && before.is_some_and(|before| !before.heading && !block.heading && before.anchor == block.anchor)
}

/// What is needed of a form at each of its occurrences.
#[derive(Debug, Clone, Copy, Default)]
struct Known {
    number: u32,
    form: Form,
}

/// Forms of at most sixteen bytes by those bytes. Key and answer share a line of the cache: a map of strings would wait for
/// memory three times at each word, and most of the time of an index is looking up words.
#[derive(Debug)]
struct ShortForms {
    /// A power of two of slots, at least half of them with the key zero: free. No word is zero, since none holds a zero byte.
    slots: Vec<(u128, Known)>,
    used: usize,
}

impl ShortForms {
    fn new() -> Self {
        Self { slots: vec![Default::default(); 1 << 12], used: 0 }
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

    fn insert(&mut self, key: u128, known: Known) {
        self.used += 1;
        if self.used * 2 > self.slots.len() {
            let larger = vec![Default::default(); self.slots.len() * 2];
            for (key, known) in std::mem::replace(&mut self.slots, larger).into_iter().filter(|(key, _)| *key != 0) {
                let slot = self.slot(key);
                self.slots[slot] = (key, known);
            }
        }
        let slot = self.slot(key);
        self.slots[slot] = (key, known);
    }
}

/// A word of at most sixteen bytes as a number; none for longer ones.
#[inline]
fn short_key(word: &[u8]) -> Option<u128> {
    let four = |at: usize| u32::from_le_bytes([word[at], word[at + 1], word[at + 2], word[at + 3]]);
    let eight = |at: usize| u64::from(four(at)) | u64::from(four(at + 4)) << 32;
    // two loads that overlap, of which the second loses what the first has
    Some(match word.len() {
        length @ 9..=16 => u128::from(eight(0)) | u128::from(eight(length - 8) >> (8 * (16 - length))) << 64,
        8 => u128::from(eight(0)),
        length @ 5..=7 => u128::from(u64::from(four(0)) | u64::from(four(length - 4) >> (8 * (8 - length))) << 32),
        0..=4 => word.iter().rev().fold(0, |key, byte| key << 8 | u128::from(*byte)),
        _ => return None,
    })
}

struct Reader<'t, 'x> {
    table: &'x Table,
    short_forms: ShortForms,
    /// The longer forms.
    long_forms: FxHashMap<&'t str, Known>,
    forms: Vec<Form>,
    words: Spellings<&'t str>,
    term_numbers: FxHashMap<Cow<'t, str>, u32>,
    terms: Vec<Cow<'t, str>>,
    /// Separators of one or two ASCII characters between words, by those: almost all others are one space.
    short_separators: Vec<u32>,
    /// Separators as they stand in the text, between words and after the last.
    raw_separators: [FxHashMap<&'t str, u32>; 2],
    separator_numbers: FxHashMap<String, u32>,
    separators: Spellings<String>,
    /// Numbers of the one space, by far the most frequent separator, and of none at all.
    space: u32,
    nothing: u32,
    /// Texts of the group that is being read, and where its block that is being read starts.
    symbols: Vec<Symbol>,
    block_start: usize,
    /// Occurrences in reading order: terms and places.
    occurrences: (Vec<u32>, Vec<Place>),
    /// What stands between the last word of a stretch and the first of the next that is joined to it.
    carry: String,
}

/// Where the reader is.
struct Cursor {
    doc: u32,
    language: u32,
    block: u32,
    position: u32,
}

impl<'t, 'x> Reader<'t, 'x> {
    fn new(table: &'x Table, words: usize) -> Self {
        let mut reader = Self {
            table,
            short_forms: ShortForms::new(),
            long_forms: FxHashMap::default(),
            forms: Vec::new(),
            words: Spellings::new(),
            term_numbers: FxHashMap::default(),
            terms: Vec::new(),
            short_separators: vec![UNKNOWN; 1 << 14],
            raw_separators: Default::default(),
            separator_numbers: FxHashMap::default(),
            separators: Spellings::new(),
            space: 0,
            nothing: 0,
            symbols: Vec::new(),
            block_start: 0,
            occurrences: (Vec::with_capacity(words), Vec::with_capacity(words)),
            carry: String::new(),
        };
        reader.space = reader.spelled_separator(" ".into());
        reader.nothing = reader.spelled_separator(String::new());
        reader
    }

    fn group(&mut self, docs: &[Doc<'t>]) -> Vec<u8> {
        self.symbols.clear();
        self.block_start = 0;
        let pages: Vec<PageText<'t>> = docs.iter().map(|doc| self.page(doc)).collect();
        text::pack(self.table, &pages, &self.symbols, &mut self.words, &mut self.separators)
    }

    fn page(&mut self, doc: &Doc<'t>) -> PageText<'t> {
        let page = doc.page;
        let mut cursor = Cursor { doc: doc.number, language: doc.language, block: TITLE_BLOCK, position: 0 };
        let mut blocks = Vec::with_capacity(page.blocks.len() + 1);
        let tail = self.segment(page.title, &mut cursor);
        self.end_block(tail);
        blocks.push(BlockHead {
            heading: false,
            anchor: SearchAnchor::Name(""),
            number: None,
            end: self.symbols.len(),
        });
        for name in doc.other_names {
            self.segment(name, &mut cursor);
        }
        self.symbols.truncate(blocks[0].end);

        let mut heading_position = 0;
        let numbers = block_numbers(page);
        for (index, block) in page.blocks.iter().enumerate() {
            let joined = continues(page, index);
            cursor.block = numbers[index];
            cursor.position = match (block.heading, joined) {
                (true, _) => heading_position,
                (false, true) => cursor.position,
                (false, false) => 0,
            };
            let tail = self.segment(block.text, &mut cursor);
            if block.heading {
                heading_position = cursor.position;
            }
            if index + 1 < page.blocks.len() && continues(page, index + 1) {
                self.carry.push_str(tail.trim_end());
                self.carry.push_str(JOINT);
                continue;
            }
            self.end_block(tail);
            blocks.push(BlockHead {
                heading: block.heading,
                anchor: block.anchor,
                number: block.number,
                end: self.symbols.len(),
            });
        }
        PageText { page, folder: doc.folder, blocks }
    }

    /// Reads a stretch of text; nothing matches across its end. Gives what stands after its last word.
    fn segment(&mut self, text: &'t str, cursor: &mut Cursor) -> &'t str {
        let mut last_sign: Option<u32> = None;
        let tail = words::walk(text, |before, piece| {
            let separator = self.between(before);
            let expected = if self.symbols.len() == self.block_start { self.nothing } else { self.space };
            if separator != expected {
                self.symbols.push(Symbol::separator(separator));
            }
            let (number, term) = self.form(piece, cursor.language);
            self.symbols.push(Symbol::word(number));
            if let Some(sign) = last_sign.take() {
                let paired =
                    if piece.sign && before.is_empty() && term != NO_TERM { self.pair(sign, term) } else { sign };
                self.occurs(paired, cursor);
            }
            if term == NO_TERM {
                return;
            }
            if piece.sign {
                last_sign = Some(term);
            } else {
                self.occurs(term, cursor);
            }
        });
        if let Some(sign) = last_sign {
            self.occurs(sign, cursor);
        }
        cursor.position += 1;
        tail
    }

    fn occurs(&mut self, term: u32, cursor: &mut Cursor) {
        self.occurrences.0.push(term);
        self.occurrences.1.push(Place::new(cursor.doc, cursor.block, cursor.position));
        cursor.position += 1;
    }

    fn end_block(&mut self, tail: &'t str) {
        let separator = self.separator(tail, true);
        self.symbols.push(Symbol::separator(separator));
        self.block_start = self.symbols.len();
    }

    /// What stands between two words.
    #[inline]
    fn between(&mut self, text: &'t str) -> u32 {
        let slot = match text.as_bytes() {
            _ if !self.carry.is_empty() => return self.separator(text, false),
            b" " => return self.space,
            [one] if one.is_ascii() => usize::from(*one),
            [one @ 1..=127, two] if two.is_ascii() => usize::from(*one) << 7 | usize::from(*two),
            _ => return self.separator(text, false),
        };
        if self.short_separators[slot] == UNKNOWN {
            self.short_separators[slot] = self.separator(text, false);
        }
        self.short_separators[slot]
    }

    fn separator(&mut self, text: &'t str, last: bool) -> u32 {
        if !self.carry.is_empty() {
            let text = std::mem::take(&mut self.carry) + text;
            return self.spelled_separator(text::normalised(&text, last));
        }
        if let Some(number) = self.raw_separators[usize::from(last)].get(text) {
            return *number;
        }
        let number = self.spelled_separator(text::normalised(text, last));
        self.raw_separators[usize::from(last)].insert(text, number);
        number
    }

    fn spelled_separator(&mut self, text: String) -> u32 {
        if let Some(number) = self.separator_numbers.get(&text) {
            return *number;
        }
        let number = self.separators.push(text.clone(), self.table.separator(&text));
        self.separator_numbers.insert(text, number);
        number
    }

    /// Number and term of a form that occurs on a page in these languages.
    #[inline]
    fn form(&mut self, piece: words::Piece<'t>, languages: u32) -> (u32, u32) {
        let Some(key) = short_key(piece.text.as_bytes()) else { return self.long_form(piece, languages) };
        let slot = self.short_forms.slot(key);
        let (found, known) = &mut self.short_forms.slots[slot];
        if *found == key {
            if known.form.languages & languages != languages {
                known.form.languages |= languages;
                self.forms[known.number as usize].languages |= languages;
            }
            return (known.number, known.form.term);
        }
        let known = self.new_form(piece, languages);
        self.short_forms.insert(key, known);
        (known.number, known.form.term)
    }

    fn long_form(&mut self, piece: words::Piece<'t>, languages: u32) -> (u32, u32) {
        if let Some(known) = self.long_forms.get(piece.text) {
            self.forms[known.number as usize].languages |= languages;
            return (known.number, known.form.term);
        }
        let known = self.new_form(piece, languages);
        self.long_forms.insert(piece.text, known);
        (known.number, known.form.term)
    }

    fn new_form(&mut self, piece: words::Piece<'t>, languages: u32) -> Known {
        let folded = words::fold(piece.text);
        let term = if folded.is_empty() { NO_TERM } else { self.term(folded) };
        let form = Form { term, languages, sign: piece.sign };
        self.forms.push(form);
        Known { number: self.words.push(piece.text, self.table.word(piece.text)), form }
    }

    /// The term of two neighbouring signs.
    fn pair(&mut self, first: u32, second: u32) -> u32 {
        let pair = format!("{}{}", self.terms[first as usize], self.terms[second as usize]);
        self.term(pair.into())
    }

    fn term(&mut self, text: Cow<'t, str>) -> u32 {
        if let Some(number) = self.term_numbers.get(&text) {
            return *number;
        }
        let number = self.terms.len() as u32;
        self.term_numbers.insert(text.clone(), number);
        self.terms.push(text);
        number
    }

    /// Sorts the occurrences by term; within a term they stay in reading order.
    fn finish(self, files: Vec<Vec<u8>>) -> Chunk<'t> {
        let (terms, all_places) = self.occurrences;
        let mut starts = vec![0u32; self.terms.len() + 1];
        for term in &terms {
            starts[*term as usize + 1] += 1;
        }
        for term in 1..starts.len() {
            starts[term] += starts[term - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![Place(0); terms.len()];
        for (term, place) in terms.iter().zip(all_places) {
            let slot = &mut next[*term as usize];
            places[*slot as usize] = place;
            *slot += 1;
        }
        let mut packed = Packed { starts: vec![0], bytes: Vec::with_capacity(places.len() * 3) };
        for run in starts.windows(2) {
            let run = &mut places[run[0] as usize..run[1] as usize];
            // headings share one block but stand among the paragraphs
            if !run.is_sorted() {
                run.sort_unstable();
            }
            packed.push(run);
        }
        packed.bytes.shrink_to_fit();
        Chunk {
            terms: self.terms,
            places: packed,
            forms: self.words.texts.into_iter().zip(self.forms).collect(),
            files,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_out_as_they_went_in() {
        let most = Place::new(120_000, u32::MAX, u32::MAX);
        let runs: [&[Place]; 5] = [
            &[Place::new(0, 0, 0)],
            &[],
            &[Place::new(0, 0, 3), Place::new(0, 0, 3), Place::new(0, 2, 0), Place::new(0, 2, 70), Place::new(1, 0, 0)],
            &[Place::new(7, 1, 1), Place::new(300, 1, 0), Place::new(300, 200, 9), most, most],
            &[Place::new(1023, 0, 200)],
        ];
        let mut packed = Packed { starts: vec![0], bytes: Vec::new() };
        for run in runs {
            packed.push(run);
        }
        for (term, run) in runs.iter().enumerate() {
            let mut out = Vec::new();
            packed.unpack(term, &mut out);
            assert_eq!((out.as_slice(), packed.is_empty(term)), (*run, run.is_empty()));
        }
    }
}
