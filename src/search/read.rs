//! Reads pages into occurrences of terms and packs their words: the part of the work that runs once per page.

use super::script;
use super::text::{self, BlockHead, Code, PageText, Symbol, Table};
use super::words;
use super::{SearchAnchor, SearchPage};
use rustc_hash::FxHashMap;

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
/// Stands between the joined blocks of a table or list item.
const JOINT: &str = " · ";

/// Where a term stands: page, block and position in one number, so that they sort together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place(u64);

impl Place {
    fn new(doc: u32, block: u32, position: u32) -> Self {
        let block = block.min((1 << BLOCK_BITS) - 1);
        let position = position.min((1 << POSITION_BITS) - 1);
        Self((u64::from(doc) << (BLOCK_BITS + POSITION_BITS)) | (u64::from(block) << POSITION_BITS) | u64::from(position))
    }

    pub(crate) fn doc(self) -> u32 {
        (self.0 >> (BLOCK_BITS + POSITION_BITS)) as u32
    }

    pub(crate) fn block(self) -> u32 {
        (self.0 >> POSITION_BITS) as u32 & ((1 << BLOCK_BITS) - 1)
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
#[derive(Debug)]
pub(crate) struct Form<'t> {
    pub(crate) text: &'t str,
    /// The term that it is counted as; `NO_TERM` if nothing is left of it.
    term: u32,
    /// Bits of the languages of the pages on which it stands.
    pub(crate) languages: u32,
    sign: bool,
    code: Code,
}

/// What a run of groups yields.
#[derive(Debug)]
pub(crate) struct Chunk<'t> {
    /// Terms in order of first occurrence.
    pub(crate) terms: Vec<String>,
    /// Where each term's places start; one more than terms.
    pub(crate) starts: Vec<u32>,
    /// Places by term, ascending.
    pub(crate) places: Vec<Place>,
    pub(crate) forms: Vec<Form<'t>>,
    /// One file for each group.
    pub(crate) files: Vec<Vec<u8>>,
}

impl Form<'_> {
    /// The term as an index into its chunk.
    pub(crate) fn term(&self) -> Option<usize> {
        (self.term != NO_TERM && !self.sign).then_some(self.term as usize)
    }
}

/// Reads groups of pages.
pub(crate) fn read_chunk<'t>(table: &Table, groups: &[&[Doc<'t>]]) -> Chunk<'t> {
    let mut reader = Reader::new(table);
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

struct Reader<'t, 'x> {
    table: &'x Table,
    form_ids: FxHashMap<&'t str, u32>,
    forms: Vec<Form<'t>>,
    term_ids: FxHashMap<String, u32>,
    terms: Vec<String>,
    separator_ids: FxHashMap<String, u32>,
    separators: Vec<(String, Code)>,
    /// Separator, word, separator … of the group that is being read.
    symbols: Vec<u32>,
    /// Occurrences in reading order.
    occurrences: Vec<(u32, Place)>,
    /// What stands between the last word and the next, so far.
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
    fn new(table: &'x Table) -> Self {
        let mut reader = Self {
            table,
            form_ids: FxHashMap::default(),
            forms: Vec::new(),
            term_ids: FxHashMap::default(),
            terms: Vec::new(),
            separator_ids: FxHashMap::default(),
            separators: Vec::new(),
            symbols: Vec::new(),
            occurrences: Vec::new(),
            carry: String::new(),
        };
        reader.separator(" "); // by far the most frequent gets the number 0
        reader
    }

    fn group(&mut self, docs: &[Doc<'t>]) -> Vec<u8> {
        self.symbols.clear();
        let pages: Vec<PageText<'t>> = docs.iter().map(|doc| self.page(doc)).collect();
        let mut symbols = Vec::with_capacity(self.symbols.len());
        let mut start = 0;
        for block in pages.iter().flat_map(|page| &page.blocks) {
            for (index, id) in self.symbols[start..block.end].iter().enumerate() {
                let id = *id;
                symbols.push(if index % 2 == 0 {
                    let (text, code) = &self.separators[id as usize];
                    Symbol { code: *code, text, id }
                } else {
                    let form = &self.forms[id as usize];
                    Symbol { code: form.code, text: form.text, id }
                });
            }
            start = block.end;
        }
        script::call(&text::pack(self.table, &pages, &symbols))
    }

    fn page(&mut self, doc: &Doc<'t>) -> PageText<'t> {
        let page = doc.page;
        let mut cursor = Cursor { doc: doc.number, language: doc.language, block: TITLE_BLOCK, position: 0 };
        let mut blocks = Vec::with_capacity(page.blocks.len() + 1);
        self.segment(page.title, &mut cursor);
        self.end_block();
        blocks.push(BlockHead { heading: false, anchor: SearchAnchor::Name(""), number: None, end: self.symbols.len() });
        for name in doc.other_names {
            self.segment(name, &mut cursor);
        }
        self.carry.clear();
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
            self.segment(block.text, &mut cursor);
            if block.heading {
                heading_position = cursor.position;
            }
            if index + 1 < page.blocks.len() && continues(page, index + 1) {
                self.carry.truncate(self.carry.trim_end().len());
                self.carry.push_str(JOINT);
                continue;
            }
            self.end_block();
            blocks.push(BlockHead {
                heading: block.heading,
                anchor: block.anchor,
                number: block.number,
                end: self.symbols.len(),
            });
        }
        PageText { page, folder: doc.folder, blocks }
    }

    /// Reads a stretch of text; nothing matches across its end. What stands after its last word is left in `carry`.
    fn segment(&mut self, text: &'t str, cursor: &mut Cursor) {
        let mut last_sign: Option<u32> = None;
        let tail = words::walk(text, |before, piece| {
            let separator = if before == " " && self.carry.is_empty() { 0 } else { self.carried(before, false) };
            let form = self.form(piece);
            self.symbols.extend([separator, form]);
            let Form { term, languages, .. } = &mut self.forms[form as usize];
            *languages |= cursor.language;
            let term = *term;
            if let Some(sign) = last_sign.take() {
                let paired = if piece.sign && before.is_empty() && term != NO_TERM { self.pair(sign, term) } else { sign };
                self.occurrences.push((paired, Place::new(cursor.doc, cursor.block, cursor.position)));
                cursor.position += 1;
            }
            if term == NO_TERM {
                return;
            }
            if piece.sign {
                last_sign = Some(term);
            } else {
                self.occurrences.push((term, Place::new(cursor.doc, cursor.block, cursor.position)));
                cursor.position += 1;
            }
        });
        if let Some(sign) = last_sign {
            self.occurrences.push((sign, Place::new(cursor.doc, cursor.block, cursor.position)));
            cursor.position += 1;
        }
        self.carry.push_str(tail);
        cursor.position += 1;
    }

    fn end_block(&mut self) {
        let separator = self.carried("", true);
        self.symbols.push(separator);
    }

    fn carried(&mut self, before: &str, last: bool) -> u32 {
        self.carry.push_str(before);
        let text = text::normalised(&self.carry, last);
        self.carry.clear();
        self.separator(&text)
    }

    fn separator(&mut self, text: &str) -> u32 {
        if let Some(id) = self.separator_ids.get(text) {
            return *id;
        }
        let id = self.separators.len() as u32;
        self.separator_ids.insert(text.to_owned(), id);
        self.separators.push((text.to_owned(), self.table.separator(text)));
        id
    }

    fn form(&mut self, piece: words::Piece<'t>) -> u32 {
        if let Some(id) = self.form_ids.get(piece.text) {
            return *id;
        }
        let folded = words::fold(piece.text);
        let term = if folded.is_empty() { NO_TERM } else { self.term(&folded) };
        let id = self.forms.len() as u32;
        let code = self.table.word(piece.text);
        self.forms.push(Form { text: piece.text, term, languages: 0, sign: piece.sign, code });
        self.form_ids.insert(piece.text, id);
        id
    }

    /// The term of two neighbouring signs.
    fn pair(&mut self, first: u32, second: u32) -> u32 {
        let pair = format!("{}{}", self.terms[first as usize], self.terms[second as usize]);
        self.term(&pair)
    }

    fn term(&mut self, text: &str) -> u32 {
        if let Some(id) = self.term_ids.get(text) {
            return *id;
        }
        let id = self.terms.len() as u32;
        self.term_ids.insert(text.to_owned(), id);
        self.terms.push(text.to_owned());
        id
    }

    /// Sorts the occurrences by term; within a term they stay in reading order.
    fn finish(self, files: Vec<Vec<u8>>) -> Chunk<'t> {
        let mut starts = vec![0u32; self.terms.len() + 1];
        for (term, _) in &self.occurrences {
            starts[*term as usize + 1] += 1;
        }
        for term in 1..starts.len() {
            starts[term] += starts[term - 1];
        }
        let mut next = starts.clone();
        let mut places = vec![Place(0); self.occurrences.len()];
        for (term, place) in &self.occurrences {
            let slot = &mut next[*term as usize];
            places[*slot as usize] = *place;
            *slot += 1;
        }
        // headings share one block but stand among the paragraphs
        for term in 0..self.terms.len() {
            let run = &mut places[starts[term] as usize..starts[term + 1] as usize];
            if !run.is_sorted() {
                run.sort_unstable();
            }
        }
        Chunk { terms: self.terms, starts, places, forms: self.forms, files }
    }
}
