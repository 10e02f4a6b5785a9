//! Reads pages into occurrences of terms and packs their words: the part of the work that runs once per page.

use super::SearchAnchor;
use super::codes::{self, Table};
use super::docs::{self, Doc, HEADING_BLOCK, TITLE_BLOCK};
use super::forms::{Form, Forms, NO_TERM};
use super::groups;
use super::places::{Place, Places};
use super::text::{self, BlockHead, PageText, Spellings, Symbols};
use super::words;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// In place of the number of a separator that was not met yet.
const UNKNOWN: u32 = u32::MAX;
/// Bytes of text for each number in the lists of places, with what their chunks leave over: few enough that the lists seldom
/// outgrow their room.
const BYTES_PER_PLACE: usize = 4;
/// Stands between the joined blocks of a table or list item.
const JOINT: &str = " · ";

/// What a run of groups yields.
#[derive(Debug)]
pub(crate) struct Chunk<'t> {
    /// Terms in order of first occurrence.
    pub(crate) terms: Vec<Cow<'t, str>>,
    pub(crate) places: Places,
    pub(crate) forms: Vec<(&'t str, Form)>,
}

/// Reads groups of pages; the file of each is handed over as soon as it is complete.
pub(crate) fn read_chunk<'t, E>(
    table: &Table,
    groups: &[&[Doc<'t>]],
    mut file: impl FnMut(Vec<u8>) -> Result<(), E>,
) -> Result<Chunk<'t>, E> {
    let mut reader = Reader::new(table, groups.iter().map(groups::text).sum());
    for group in groups {
        file(reader.group(group))?;
    }
    Ok(reader.finish())
}

struct Reader<'t, 'x> {
    table: &'x Table,
    forms: Forms<'t>,
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
    symbols: Symbols,
    block_start: usize,
    /// The span of text that is being read.
    met: Vec<Met<'t>>,
    /// Terms of the page in reading order, and where each span of them starts.
    page_terms: Vec<u32>,
    spans: Vec<(Place, u32)>,
    places: Places,
    /// What stands between the last word of a span and the first of the next that is joined to it.
    carry: String,
}

/// A word or sign of a span of text.
#[derive(Debug, Clone, Copy)]
struct Met<'t> {
    /// What stands before it.
    before: &'t str,
    piece: words::Piece<'t>,
    /// What its number may be, and what it is.
    guess: u32,
    known: Option<(u32, Form)>,
}

/// Where the reader is.
struct Cursor {
    doc: u32,
    language: u32,
    block: u32,
    position: u32,
}

impl<'t, 'x> Reader<'t, 'x> {
    /// A reader of so many bytes of text.
    fn new(table: &'x Table, text: usize) -> Self {
        let mut reader = Self {
            table,
            forms: Forms::new(),
            words: Spellings::new(),
            term_numbers: FxHashMap::default(),
            terms: Vec::new(),
            short_separators: vec![UNKNOWN; 1 << 14],
            raw_separators: Default::default(),
            separator_numbers: FxHashMap::default(),
            separators: Spellings::new(),
            space: 0,
            nothing: 0,
            symbols: Symbols::default(),
            block_start: 0,
            met: Vec::new(),
            page_terms: Vec::new(),
            spans: Vec::new(),
            places: Places::with_capacity(text / BYTES_PER_PLACE),
            carry: String::new(),
        };
        reader.space = reader.spelled_separator(" ".into());
        reader.nothing = reader.spelled_separator(String::new());
        reader
    }

    fn group(&mut self, docs: &[Doc<'t>]) -> Vec<u8> {
        self.symbols.truncate([0; 3]);
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
        let title = self.symbols.ends();
        for name in doc.other_names {
            self.segment(name, &mut cursor);
        }
        self.symbols.truncate(title);

        let mut heading_position = 0;
        let numbers = docs::block_numbers(page);
        for (index, block) in page.blocks.iter().enumerate() {
            let joined = docs::continues(page, index);
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
            if index + 1 < page.blocks.len() && docs::continues(page, index + 1) {
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
        self.place_terms();
        PageText { page, folder: doc.folder, blocks }
    }

    /// Adds the places of the page's terms, of the first blocks first: headings share one block but stand among the paragraphs.
    fn place_terms(&mut self) {
        for text in [false, true] {
            let mut start = 0;
            for (place, end) in &self.spans {
                let terms = &self.page_terms[std::mem::replace(&mut start, *end as usize)..*end as usize];
                if (place.block() > HEADING_BLOCK) == text {
                    self.places.fetch(terms);
                    for (words, term) in (0..).zip(terms) {
                        self.places.push(*term, place.after(words));
                    }
                }
            }
        }
        self.page_terms.clear();
        self.spans.clear();
    }

    /// Reads a span of text; nothing matches across its end. Gives what stands after its last word.
    fn segment(&mut self, text: &'t str, cursor: &mut Cursor) -> &'t str {
        let start = self.page_terms.len();
        let mut met = std::mem::take(&mut self.met);
        let tail = words::walk(text, |before, piece| met.push(Met { before, piece, guess: 0, known: None }));
        // Each word waits for memory twice, longer than all else takes. In loops that do nothing else a processor asks for
        // those of many words at once; branches that it cannot foresee would keep it from that.
        for met in &mut met {
            met.guess = self.forms.guess(met.piece.key);
        }
        for Met { piece, guess, known, .. } in &mut met {
            *known = self.forms.get(*guess, piece.key, piece.text, cursor.language);
        }
        let mut last_sign: Option<u32> = None;
        let mut after_initial = false;
        for Met { before, piece, guess, known } in met.drain(..) {
            let separator = self.between(before);
            let expected = if self.symbols.len() == self.block_start { self.nothing } else { self.space };
            if separator != expected {
                self.symbols.push_separator(separator, self.separators.is_own(separator));
            }
            // a word that is new may have been met a second time since
            let known = known.or_else(|| self.forms.get(guess, piece.key, piece.text, cursor.language));
            let (number, form) = known.unwrap_or_else(|| self.new_form(piece, cursor.language));
            self.symbols.push_word(number, form.is_own());
            let term = form.term;
            if let Some(sign) = last_sign.take() {
                let paired =
                    if piece.sign && before.is_empty() && term != NO_TERM { self.pair(sign, term) } else { sign };
                self.page_terms.push(paired);
            }
            if term == NO_TERM {
                after_initial = false;
                continue;
            }
            if piece.sign {
                last_sign = Some(term);
                after_initial = false;
                continue;
            }
            let initial = words::is_initial(piece);
            if initial && std::mem::replace(&mut after_initial, initial) && before == words::POINT {
                self.join_last(term);
                continue;
            }
            after_initial = initial;
            self.page_terms.push(term);
        }
        self.met = met;
        if let Some(sign) = last_sign {
            self.page_terms.push(sign);
        }
        self.spans.push((Place::new(cursor.doc, cursor.block, cursor.position), self.page_terms.len() as u32));
        cursor.position += (self.page_terms.len() - start) as u32 + 1;
        tail
    }

    fn end_block(&mut self, tail: &'t str) {
        let separator = self.separator(tail, true);
        self.symbols.push_separator(separator, self.separators.is_own(separator));
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
            return self.spelled_separator(codes::normalised(&text, last));
        }
        if let Some(number) = self.raw_separators[usize::from(last)].get(text) {
            return *number;
        }
        let number = self.spelled_separator(codes::normalised(text, last));
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

    #[cold]
    fn new_form(&mut self, piece: words::Piece<'t>, languages: u32) -> (u32, Form) {
        let folded = words::fold(piece.text);
        let term = if folded.is_empty() { NO_TERM } else { self.term(folded) };
        let code = self.table.word(piece.text);
        let form = Form::new(term, languages, piece.sign, code.is_none());
        self.words.push(piece.text, code);
        (self.forms.push(piece.key, piece.text, form), form)
    }

    /// The term of two neighbouring signs, or of an abbreviation and its next initial.
    fn pair(&mut self, first: u32, second: u32) -> u32 {
        let pair = format!("{}{}", self.terms[first as usize], self.terms[second as usize]);
        self.term(pair.into())
    }

    /// Adds an initial to the abbreviation that was read last.
    fn join_last(&mut self, initial: u32) {
        if let Some(last) = self.page_terms.pop() {
            let joined = self.pair(last, initial);
            self.page_terms.push(joined);
        }
    }

    fn term(&mut self, text: Cow<'t, str>) -> u32 {
        if let Some(number) = self.term_numbers.get(&text) {
            return *number;
        }
        let number = self.terms.len() as u32;
        self.term_numbers.insert(text.clone(), number);
        self.terms.push(text);
        self.places.add_term();
        number
    }

    fn finish(self) -> Chunk<'t> {
        Chunk {
            terms: self.terms,
            places: self.places,
            forms: self.words.texts.into_iter().zip(self.forms.into_forms()).collect(),
        }
    }
}
