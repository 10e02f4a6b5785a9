//! The words of a page, with what the rules ask of each. Boundaries of words come from Unicode (UAX 29).

use super::lexicon::{Lexicon, Uses};
use super::marks::QuotedSpan;
use crate::markdown::{BlockKind, Document};
use crate::text::ascii;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Paragraphs before a quotation in which all words may matter for it.
const NEAR: u32 = 1;

/// A word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    /// Bytes of the prose.
    pub(super) start: u32,
    /// End, exclusive.
    pub(super) end: u32,
    /// Its block.
    pub(super) block: u32,
    /// Stands within a quoted span.
    pub(super) quoted: bool,
    /// Begins with a capital letter.
    pub(super) capital: bool,
    /// Ends in `'s`, or an apostrophe follows.
    pub(super) possessive: bool,
    /// What it can do.
    pub(super) uses: Uses,
}

/// The words of a page's prose that may matter for its quotations, code left out.
pub(super) struct Words<'a> {
    /// The prose.
    pub(super) text: &'a str,
    /// In order.
    pub(super) all: Vec<Word>,
}

impl<'a> Words<'a> {
    /// The words of a document.
    pub(super) fn new(document: &'a Document, spans: &[QuotedSpan], lexicon: Lexicon) -> Self {
        let text = &*document.prose.text;
        let mut all = Vec::with_capacity(text.len() / 8);
        let mut quoted = spans.iter().peekable();
        let last = spans.last().map_or(0, |span| span.block);
        let mut next = spans.iter().map(|span| span.block).peekable();
        for (number, block) in (0..).zip(&document.blocks) {
            if matches!(block.kind, BlockKind::Code | BlockKind::Html) {
                continue;
            }
            if number > last {
                break; // who is named after the last quotation has said none
            }
            while next.next_if(|block| *block < number).is_some() {}
            // far before the next quotation only names matter, and who is he or she there
            let far = next.peek().is_some_and(|next| next - number > NEAR);
            let range = block.prose.start as usize..block.prose.end as usize;
            each_word(&text[range.clone()], |at, word| {
                if far && word.starts_with(|c: char| c.is_ascii_lowercase()) && !matches!(word, "he" | "she") {
                    return;
                }
                let start = range.start + at;
                while quoted.peek().is_some_and(|span| span.outer.end <= start) {
                    quoted.next();
                }
                let quoted = quoted.peek().is_some_and(|span| span.outer.start <= start);
                all.push(new_word(text, start, word, number, quoted, lexicon.uses(word)));
            });
        }
        Self { text, all }
    }

    /// Whether the text is in the language of the lexicon: a fair part of its small words is listed.
    pub(super) fn are_listed(&self) -> bool {
        /// So few words tell nothing.
        const FEW: usize = 20;
        /// In English every third word is one of these; elsewhere hardly any.
        const PART: usize = 8;
        /// So many tell enough.
        const MANY: usize = 100;
        let small = Uses::DETERMINER.or(Uses::PREPOSITION).or(Uses::AUXILIARY).or(Uses::CONJUNCTION);
        let lower = self.all.iter().filter(|word| !word.capital).take(MANY);
        let (mut count, mut known) = (0, 0);
        for word in lower {
            count += 1;
            known += usize::from(word.uses.has(small));
        }
        count < FEW || known * PART >= count
    }

    /// The letters of a word, without possessive ending.
    pub(super) fn letters(&self, word: usize) -> &'a str {
        let letters = self.full(word);
        letters.strip_suffix("'s").or_else(|| letters.strip_suffix("’s")).unwrap_or(letters)
    }

    /// The letters of a word.
    pub(super) fn full(&self, word: usize) -> &'a str {
        let word = &self.all[word];
        &self.text[word.start as usize..word.end as usize]
    }

    /// What stands between a word and the next; to the end of the text after the last.
    pub(super) fn gap_after(&self, word: usize) -> &'a str {
        let end = self.all.get(word + 1).map_or(self.text.len(), |next| next.start as usize);
        &self.text[self.all[word].end as usize..end]
    }

    /// What stands between a word and the one before.
    pub(super) fn gap_before(&self, word: usize) -> &'a str {
        let start = word.checked_sub(1).map_or(0, |before| self.all[before].end as usize);
        &self.text[start..self.all[word].start as usize]
    }

    /// Bytes of a run of words.
    pub(super) fn bytes(&self, words: &Range<usize>) -> Range<usize> {
        match (self.all.get(words.start), words.end.checked_sub(1).and_then(|last| self.all.get(last))) {
            (Some(first), Some(last)) if first.start < last.end => first.start as usize..last.end as usize,
            _ => 0..0,
        }
    }

    /// The words that begin within a span of bytes.
    pub(super) fn within(&self, bytes: &Range<usize>) -> Range<usize> {
        let start = self.all.partition_point(|word| (word.start as usize) < bytes.start);
        let end = self.all.partition_point(|word| (word.start as usize) < bytes.end);
        start..end.max(start)
    }

    /// Whether a word has one of the uses; none beyond the end.
    pub(super) fn is(&self, word: usize, uses: Uses) -> bool {
        self.all.get(word).is_some_and(|word| word.uses.has(uses))
    }

    /// Whether a full stop after a word belongs to it: `Sen.`, `J.`, `U.S.`
    pub(super) fn is_abbreviation(&self, word: usize) -> bool {
        let letters = self.full(word);
        letters.chars().filter(|c| c.is_alphabetic()).count() == 1
            || letters.contains('.')
            || self.is(word, Uses::ABBREVIATION)
    }

    /// Whether a word is one of these, lower case.
    pub(super) fn one_of(&self, word: usize, list: &[&str]) -> bool {
        let Some(word) = self.all.get(word) else { return false };
        let letters = &self.text.as_bytes()[word.start as usize..word.end as usize];
        list.iter().any(|other| letters.eq_ignore_ascii_case(other.as_bytes()))
    }
}

/// Calls `each` with the words of a text. A space always parts words, and what stands between two is mostly one plain word,
/// perhaps with marks around it: only the rest needs the tables of UAX 29.
fn each_word<'a>(text: &'a str, mut each: impl FnMut(usize, &'a str)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let word = end_of_marks(bytes, at);
        let word = word..ascii::end_of_letters(bytes, word);
        let end = end_of_marks(bytes, word.end);
        if end == bytes.len() || matches!(bytes[end], b' ' | b'\n') {
            if !word.is_empty() {
                each(word.start, &text[word]);
            }
            at = end + 1;
            continue;
        }
        at = memchr::memchr2(b' ', b'\n', &bytes[end..]).map_or(bytes.len(), |space| end + space);
        for (inner, word) in text[start..at].unicode_word_indices() {
            each(start + inner, word);
        }
        at += 1;
    }
}

/// Where the marks end that begin at `at`: none of them is part of a word that stands between it and a space.
fn end_of_marks(bytes: &[u8], mut at: usize) -> usize {
    loop {
        at += match bytes[at..] {
            [b',' | b'.' | b';' | b':' | b'?' | b'!' | b'(' | b')' | b'"', ..] => 1,
            // “ ” ‘ ’ — – …
            [0xe2, 0x80, 0x93 | 0x94 | 0x98 | 0x99 | 0x9c | 0x9d | 0xa6, ..] => 3,
            _ => return at,
        }
    }
}

fn new_word(text: &str, start: usize, letters: &str, block: u32, quoted: bool, uses: Uses) -> Word {
    let end = start + letters.len();
    let possessive = letters.ends_with('s')
        && (text[end..].starts_with(['\'', '’']) || letters.ends_with("'s") || letters.ends_with("’s"));
    let capital = letters.chars().next().is_some_and(char::is_uppercase);
    Word { start: start as u32, end: end as u32, block, quoted, capital, possessive, uses }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_words_are_found_as_uax_29_has_them() {
        for text in [
            "",
            " ",
            "One two, three.",
            "it’s U.S. co-op (a) “b” c\nd",
            "x.y 3.5, é. ...",
            "end:",
            ")( a) ,b",
            "漢字 ok!\u{301} ",
            "“One,” (two). —three—four ‘five’ six’s …",
        ] {
            assert_eq!(words_of(text), text.unicode_word_indices().collect::<Vec<_>>(), "{text:?}");
        }
    }

    fn words_of(text: &str) -> Vec<(usize, &str)> {
        let mut found = Vec::new();
        each_word(text, |at, word| found.push((at, word)));
        found
    }

    proptest! {
        #[test]
        fn words_between_any_marks_are_those_of_uax_29(text in "[aB1é漢  \n.,;:!?()\"'“”‘’—–…_@\u{301}\u{200d}-]{0,16}") {
            prop_assert_eq!(words_of(&text), text.unicode_word_indices().collect::<Vec<_>>());
        }
    }
}
