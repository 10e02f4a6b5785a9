//! The narrator's words around each quoted span: its sentence to the left and to the right.
//!
//! Sentences are those of the narrator. What stands between marks counts as one piece of them, however many sentences it has;
//! its last character tells whether the narrator's sentence goes on after it.

use super::lexicon::Uses;
use super::marks::QuotedSpan;
use super::words::Words;
use crate::markdown::Document;
use crate::text::sentences::Splitter;
use std::ops::Range;

/// What stands around a span, in words; quoted words in between are to be passed over.
#[derive(Debug, Clone, Default)]
pub(super) struct Frame {
    /// From the beginning of the sentence to the span; empty if the span begins its sentence.
    pub(super) left: Range<usize>,
    /// From the span to the end of the sentence or the next span; empty if the sentence ends with the span.
    pub(super) right: Range<usize>,
    /// If the span begins its sentence: the sentence of the same block before it, if any words stand there.
    pub(super) before: Range<usize>,
    /// That sentence hangs on the previous span: `“…,” she said.`
    pub(super) before_is_right_of_last: bool,
    /// The first span of its block.
    pub(super) first: bool,
    /// Ends in a comma, question mark, dash …: words that follow may say who speaks.
    pub(super) invites: bool,
}

impl Frame {
    /// Leaves away what is far from the span: no sentence has so many words, but a hostile page may, and each of its
    /// spans would be looked for a speaker in all of them.
    fn narrow(&mut self) {
        const FAR: usize = 200;
        self.left.start = self.left.start.max(self.left.end.saturating_sub(FAR));
        self.right.end = self.right.end.min(self.right.start + FAR);
        self.before.start = self.before.start.max(self.before.end.saturating_sub(FAR));
    }
}

/// The narrator's words between two spans.
struct Piece {
    sentences: Vec<Range<usize>>,
    /// Its first sentence began with or before the span to the left.
    attached: bool,
    /// Its last sentence goes on with the span to the right.
    open: bool,
    /// No words, no full stop.
    silent: bool,
}

/// What may end a sentence.
const STOPS: &[char] = &['.', '?', '!', '…', '。'];

/// A frame for each span.
pub(super) fn frames(document: &Document, words: &Words<'_>, spans: &[QuotedSpan], lang: &str) -> Vec<Frame> {
    let splitter = Splitter::new(lang);
    let mut frames = Vec::with_capacity(spans.len());
    for group in spans.chunk_by(|a, b| a.block == b.block) {
        let block = &document.blocks[group[0].block as usize].prose;
        let mut pieces = Vec::with_capacity(group.len() + 1);
        let mut start = block.start as usize;
        for span in group {
            pieces.push(piece(words, &splitter, start..span.outer.start, &pieces, group));
            start = span.outer.end;
        }
        pieces.push(piece(words, &splitter, start..(block.end as usize).max(start), &pieces, group));
        in_block(words, group, &pieces, &mut frames);
    }
    frames
}

fn piece(words: &Words<'_>, splitter: &Splitter, bytes: Range<usize>, before: &[Piece], group: &[QuotedSpan]) -> Piece {
    let text = &words.text[bytes.clone()];
    let last = before.len().checked_sub(1).map(|last| &words.text[group[last].inner.clone()]);
    let attached = last.is_some_and(|last| attaches(words, last, &bytes));
    // the full stop after a closing mark belongs to the sentence before
    let stop = if last.is_some() { text.len() - text.trim_start_matches(['.', '?', '!', ' ']).len() } else { 0 };
    let text = &text[stop..];
    let base = bytes.start + stop;
    // what follows the last span and is not part of its sentence is never asked for
    let trailing = before.len() == group.len() && !attached;
    let sentences = match text.trim() {
        words if trailing || words.is_empty() => Vec::new(),
        // ` she said.`: most have no stop but the last
        short if !has_stop(short.trim_end_matches(STOPS)) => {
            let start = base + (text.len() - text.trim_start().len());
            std::iter::once(start..start + short.len()).collect()
        }
        _ => joined(words.text, splitter.split(text).into_iter().map(|range| base + range.start..base + range.end)),
    };
    let open =
        !text.trim_end().ends_with(['.', '?', '!', '…', '。', '|', ';']) && text.chars().any(char::is_alphanumeric);
    let silent = stop <= 1 && !text.contains(char::is_alphanumeric) && !text.contains('\n');
    Piece { sentences, attached, open, silent }
}

/// Whether a text has one of the [`STOPS`].
fn has_stop(text: &str) -> bool {
    memchr::memchr3(b'.', b'?', b'!', text.as_bytes()).is_some() || (!text.is_ascii() && text.contains(STOPS))
}

/// Sentences, put together again where the splitter took an abbreviation or initial for an end: `(Vt.), who`, `Ann B. Lee`.
fn joined(text: &str, sentences: impl Iterator<Item = Range<usize>>) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for sentence in sentences {
        let broken = !text[sentence.clone()].starts_with(|c: char| !c.is_lowercase() && !matches!(c, ')' | ','));
        let initial = all.last().is_some_and(|last| {
            let before = text[last.clone()].trim_end_matches('.');
            let name = before.rsplit(' ').next().unwrap_or_default();
            before.len() + 1 == last.len()
                && name.chars().count() == 1
                && name.chars().all(char::is_uppercase)
                && name != "I"
        });
        match all.last_mut() {
            Some(last) if broken || initial => last.end = sentence.end,
            _ => all.push(sentence),
        }
    }
    all
}

fn ends_sentence(span: &str) -> bool {
    span.ends_with(STOPS)
}

/// Whether the sentence of a span goes on in the narrator's words after it.
fn attaches(words: &Words<'_>, span: &str, after: &Range<usize>) -> bool {
    let text = words.text[after.clone()].trim_start();
    if text.starts_with(['.', '?', '!', '|']) || text.is_empty() {
        return false;
    }
    let credit = |text: &str| text.strip_prefix('-').is_some_and(|name| name.starts_with(char::is_uppercase));
    if text.starts_with([',', ';', '—', '–', ':', '(', '―']) || text.starts_with("- ") || credit(text) {
        return true;
    }
    let first = words.within(after).start;
    let lower = words.all.get(first).is_some_and(|word| !word.capital);
    match span.chars().next_back() {
        Some('?' | '!' | '…') => lower || speaks(words, first),
        Some('.' | '。') => lower && text.starts_with(char::is_lowercase),
        _ => true,
    }
}

/// `Lee said` after a question mark: a name, at most three capitalised words long, with a verb of saying.
fn speaks(words: &Words<'_>, first: usize) -> bool {
    /// Longest name with titles.
    const LONGEST: usize = 4;
    for word in first..first + LONGEST {
        if !words.all.get(word).is_some_and(|word| word.capital) {
            break;
        }
        if words.is(word + 1, Uses::SAY) && !words.all[word + 1].capital {
            return true;
        }
    }
    false
}

fn in_block(words: &Words<'_>, group: &[QuotedSpan], pieces: &[Piece], frames: &mut Vec<Frame>) {
    let mut began: Option<usize> = None; // byte where the sentence of the span began
    for (number, span) in group.iter().enumerate() {
        let (left, right) = (&pieces[number], &pieces[number + 1]);
        let last = number.checked_sub(1).map(|last| &group[last]);
        let start = match (left.sentences.last(), last) {
            (Some(sentence), _) if left.open && (left.sentences.len() > 1 || !left.attached) => Some(sentence.start),
            (Some(_), Some(last)) if left.open => began.or(Some(last.outer.start)),
            // nothing but a comma between two spans
            (_, Some(last)) if left.silent && !ends_sentence(&words.text[last.inner.clone()]) => {
                began.or(Some(last.outer.start))
            }
            _ => None,
        };
        let mut frame = Frame { first: number == 0, ..Frame::default() };
        if let Some(start) = start {
            frame.left = words.within(&(start..span.outer.start));
        } else if let Some(sentence) = left.sentences.last() {
            frame.before = words.within(sentence);
            frame.before_is_right_of_last = left.attached && left.sentences.len() == 1;
        }
        if let (true, Some(sentence)) = (right.attached, right.sentences.first()) {
            frame.right = words.within(sentence);
        }
        let after = words.text[span.outer.end..].trim_start();
        let last_character = words.text[span.inner.clone()].chars().next_back();
        frame.invites = matches!(last_character, Some(',' | '?' | '!' | '—' | '–' | '…' | '-'))
            || after.starts_with([',', '—', '–', '―'])
            || after.starts_with("- ");
        began = start.or(Some(span.outer.start));
        frame.narrow();
        frames.push(frame);
    }
}
