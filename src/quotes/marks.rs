//! Where quoted spans begin and end.
//!
//! In: the document. Out: [`QuotedSpan`]s, outermost only, in reading order; who says them, or whether anyone does, is not asked here.

use super::lexicon::{Uses, uses};
use crate::markdown::{BlockKind, ClosedBy, Document};
use crate::mentions::closed_by;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// What stands between two quotation marks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct QuotedSpan {
    /// Bytes of the prose between the marks, without white space around.
    pub(super) inner: Range<usize>,
    /// With the marks.
    pub(super) outer: Range<usize>,
    /// Its block.
    pub(super) block: u32,
    /// Not closed because the next paragraph opens again: the speech goes on there.
    pub(super) goes_on: bool,
    /// Single marks: British quotations, but also much else.
    pub(super) single: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// “ ” „ "
    Double,
    /// ‘ ’ ‚ '
    Single,
    /// « »
    Angle,
    /// ‹ ›
    SingleAngle,
    /// 「 」
    Corner,
    /// 『 』
    WhiteCorner,
}

impl Shape {
    const COUNT: usize = Self::WhiteCorner as usize + 1;
}

/// A character that may be a quotation mark.
#[derive(Debug, Clone, Copy)]
struct Mark {
    at: usize,
    character: char,
    shape: Shape,
    opens: bool,
    closes: bool,
}

impl Mark {
    fn end(&self) -> usize {
        self.at + self.character.len_utf8()
    }
}

/// The quoted spans of a page.
pub(super) fn spans(document: &Document) -> Vec<QuotedSpan> {
    let text = &*document.prose.text;
    let mut found = Vec::new();
    for (number, block) in (0..).zip(&document.blocks) {
        // a recorded statement is one already
        let boxed = document.boxes.iter().any(|boxed| boxed.blocks.contains(&number));
        if boxed || matches!(block.kind, BlockKind::Code | BlockKind::Html | BlockKind::Heading(_)) {
            continue;
        }
        let range = block.prose.start as usize..block.prose.end as usize;
        let mut marks = marks(&text[range.clone()], range.start);
        marks.retain(|mark| {
            let place = mark.at as u32..mark.end() as u32;
            !matches!(
                closed_by(document, &place),
                Some(ClosedBy::Code | ClosedBy::Math | ClosedBy::Url | ClosedBy::Never)
            )
        });
        settle(text, &range, &mut marks);
        if !marks.is_empty() {
            let next = document
                .blocks
                .get(number as usize + 1)
                .map_or("", |next| &text[next.prose.start as usize..next.prose.end as usize]);
            in_block(text, range, number, &marks, next, &mut found);
        }
    }
    found.retain(|span| text[span.inner.clone()].chars().any(char::is_alphabetic));
    // where speech stands in double marks, single ones are for headlines and for quotations within quotations
    let single = found.iter().filter(|span| span.single).count();
    if text.contains("''") || single <= found.len() - single {
        found.retain(|span| !span.single);
    }
    found
}

/// All characters of a block that may be quotation marks, with what they can be by their neighbours.
fn marks(text: &str, base: usize) -> Vec<Mark> {
    let mut marks = Vec::new();
    // every mark begins with one of these bytes: decoding all characters of all pages would take longer than all the rest
    let bytes = text.as_bytes();
    let foreign = memchr::memchr3(0xC2, 0xE3, 0xEF, bytes).is_some();
    let common = memchr::memchr3_iter(b'"', b'\'', 0xE2, bytes);
    let rare = memchr::memchr3_iter(0xC2, 0xE3, 0xEF, if foreign { bytes } else { &[] });
    let mut places: Vec<usize> = common.chain(rare).collect();
    places.sort_unstable();
    for at in places {
        let Some(character) = text[at..].chars().next() else { continue };
        let Some(shape) = shape(character) else { continue };
        let before = text[..at].chars().next_back();
        let after = text[at + character.len_utf8()..].chars().next();
        let (opens, closes) = can_be(character, before, after);
        if opens || closes {
            marks.push(Mark { at: base + at, character, shape, opens, closes });
        }
    }
    marks
}

/// Settles by the marks beside them what single marks do not tell: `" spaced "` pairs, and inches (`12"`, `6'2"`).
fn settle(text: &str, range: &Range<usize>, marks: &mut Vec<Mark>) {
    let mut next = [None; Shape::COUNT];
    let mut keep = vec![true; marks.len()];
    // curly ones tell themselves whether one is left over
    let count = |character: char| marks.iter().filter(|mark| mark.character == character).count();
    let mut left_over = count('”').saturating_sub(count('“') + count('„'));
    for at in (0..marks.len()).rev() {
        let mark = marks[at];
        let following: Option<usize> = next[mark.shape as usize].replace(at);
        let Some(following) = following else { continue };
        let (before, after) = (&text[range.start..mark.at], &text[mark.end()..range.end]);
        let may_be_inch = mark.character == '"' || (mark.character == '”' && left_over > 0);
        if may_be_inch && before.ends_with(|c: char| c.is_ascii_digit()) && !marks[following].opens {
            left_over -= usize::from(mark.character == '”');
            keep[at] = false;
            next[mark.shape as usize] = Some(following);
        } else if mark.character == '"' && begins_speech(before) && after.starts_with(' ') {
            let closing = &mut marks[following];
            if closing.character == '"' && text[range.start..closing.at].ends_with(' ') {
                (closing.opens, closing.closes) = (false, true);
                (marks[at].opens, marks[at].closes) = (true, false);
            }
        }
    }
    let mut keep = keep.into_iter();
    marks.retain(|_| keep.next().unwrap_or(true));
}

/// A mark with spaces on both sides opens only where speech may begin: in front of a paragraph or sentence, after a comma or
/// colon. Anywhere else it is a slip, or inches.
fn begins_speech(before: &str) -> bool {
    let lead = before.trim_end();
    lead.is_empty() || (lead.len() < before.len() && lead.ends_with(['.', '?', '!', '…', ':', ',', '—', '–']))
}

fn shape(character: char) -> Option<Shape> {
    match character {
        '"' | '“' | '”' | '„' | '‟' | '＂' => Some(Shape::Double),
        '\'' | '‘' | '’' | '‚' | '‛' => Some(Shape::Single),
        '«' | '»' => Some(Shape::Angle),
        '‹' | '›' => Some(Shape::SingleAngle),
        '「' | '」' => Some(Shape::Corner),
        '『' | '』' => Some(Shape::WhiteCorner),
        _ => None,
    }
}

/// Whether a mark can open and whether it can close, between its neighbours.
fn can_be(character: char, before: Option<char>, after: Option<char>) -> (bool, bool) {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    // `name="value"` is markup that leaked into the text
    let starts = before.is_none_or(|c| !c.is_alphanumeric() && c != '=' && !matches!(c, '.' | ',' | '?' | '!'));
    let word_after = after.is_some_and(|c| !c.is_whitespace());
    let letter_after = after.is_some_and(char::is_alphanumeric);
    match character {
        '“' | '‘' | '‛' | '‟' => (starts && word_after, !space(before) && !letter_after),
        '„' | '‚' => (word_after, false),
        '”' => (space(before) && letter_after, !space(before) || !letter_after),
        // with spaces on both sides it can do both: see `settle`
        '"' | '＂' => (starts && word_after, before != Some('=') && (!space(before) || space(after))),
        // two of them are not a mark that we know
        '\'' if before == Some('\'') || after == Some('\'') => (false, false),
        '\'' => (starts && letter_after, !space(before) && !letter_after),
        '’' => (false, !space(before) && !letter_after),
        // French sets spaces inside
        '«' | '‹' => (word_after || (space(before) && after.is_some()), !space(before) && !letter_after),
        '»' | '›' => (space(before) && letter_after, true),
        '「' | '『' => (true, false),
        _ => (false, true),
    }
}

/// Pairs the marks of a block.
fn in_block(text: &str, range: Range<usize>, block: u32, marks: &[Mark], next: &str, found: &mut Vec<QuotedSpan>) {
    let mut open: Option<(Mark, usize)> = None; // with the number of marks of its shape nested in it
    // marks that can close one of each character, looked for once in a block
    let mut closers: FxHashMap<char, Vec<usize>> = FxHashMap::default();
    let mut number = 0;
    while let Some(mark) = marks.get(number) {
        number += 1;
        match &mut open {
            None if mark.opens && mark.shape == Shape::Single => {
                if let Some(closing) = closing_single(text, mark, &marks[number..]) {
                    push(text, mark, &marks[number + closing], block, found);
                    number += closing + 1;
                }
            }
            None if mark.opens => open = Some((*mark, 0)),
            Some((first, nested)) if first.shape == mark.shape => {
                if first.end() == mark.at && mark.opens {
                    *first = *mark; // `"“`: one of the two is a slip
                } else if closes(first, mark) {
                    if *nested == 0 {
                        push(text, first, mark, block, found);
                        open = None;
                    } else {
                        *nested -= 1;
                    }
                } else if mark.opens {
                    let later = closers.entry(mark.character).or_insert_with(|| {
                        let all = marks.iter().enumerate().filter(|(_, m)| m.shape == mark.shape && closes(mark, m));
                        all.map(|(at, _)| at).collect::<Vec<usize>>()
                    });
                    let left = later.len() - later.partition_point(|at| *at < number);
                    // a straight mark is closed by another one: curly marks in it need only their own
                    let needed = if first.character == '"' && mark.character == '“' { *nested } else { *nested + 1 };
                    if left > needed {
                        *nested += 1;
                    } else {
                        open = Some((*mark, 0)); // the first was never closed: no telling where it ended
                    }
                }
            }
            _ => {}
        }
    }
    if let Some((first, _)) = open {
        unclosed(text, range, block, &first, next, found);
    }
}

/// Words without the marks around them: a pair that holds all of them, or one that nothing closes or opens. Marks within the
/// words stay in pairs.
pub(super) fn without_marks(words: &str) -> &str {
    let words = words.trim();
    let range = 0..words.len();
    let mut marks = marks(words, 0);
    settle(words, &range, &mut marks);
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else { return words };
    let mut found = Vec::new();
    in_block(words, range.clone(), 0, &marks, "", &mut found);
    if let Some(all) = found.iter().find(|span| span.outer == range) {
        return &words[all.inner.clone()];
    }
    let opened = first.at == 0 && first.opens && found.first().is_none_or(|span| span.outer.start > 0);
    let closed = last.end() == range.end
        && last.closes
        && last.shape != Shape::Single
        && found.last().is_none_or(|span| span.outer.end < range.end);
    let start = if opened { first.end() } else { 0 };
    let end = if closed { last.at.max(start) } else { range.end };
    words[start..end].trim()
}

/// Whether a mark closes what another of its shape has opened.
fn closes(first: &Mark, mark: &Mark) -> bool {
    match first.character {
        '「' => mark.character == '」',
        '『' => mark.character == '』',
        '„' => matches!(mark.character, '“' | '”') || (mark.character == '"' && mark.closes),
        // Finnish and Swedish open and close with the same mark
        '»' => mark.character == '«' || (mark.character == '»' && !mark.opens),
        '›' => mark.character == '‹' || (mark.character == '›' && !mark.opens),
        '«' => mark.character == '»',
        '‹' => mark.character == '›',
        '“' | '‟' => mark.character != '„' && mark.closes && !(mark.character == '“' && mark.opens),
        _ => mark.character != '„' && mark.closes && mark.character != '“',
    }
}

/// The mark among the following ones that closes a single opening mark. Apostrophes look the same: a closing mark after
/// punctuation is preferred, as `the workers' plan` has none.
fn closing_single(text: &str, first: &Mark, rest: &[Mark]) -> Option<usize> {
    let word = text[first.end()..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if uses(word).has(Uses::ELISION) || word.trim_end_matches('s').bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let mut candidates = rest
        .iter()
        .enumerate()
        .take_while(|(_, mark)| {
            !(mark.shape == Shape::Single && mark.opens && mark.character == first.character && !mark.closes)
        })
        .filter(|(_, mark)| mark.shape == Shape::Single && mark.closes);
    let (at, mark) = candidates.next()?;
    let certain = |mark: &Mark| !text[..mark.at].ends_with('s');
    if certain(mark) {
        return Some(at);
    }
    Some(candidates.find(|(_, later)| certain(later)).map_or(at, |(later, _)| later))
}

/// Whether it may as well be an apostrophe, or the mark of a headline.
fn is_single(mark: &Mark) -> bool {
    mark.shape == Shape::Single && mark.character != '‚'
}

fn push(text: &str, first: &Mark, last: &Mark, block: u32, found: &mut Vec<QuotedSpan>) {
    let single = is_single(first);
    add(text, first.end()..last.at, first.at..last.end(), block, found, false, single);
}

fn add(
    text: &str,
    within: Range<usize>,
    outer: Range<usize>,
    block: u32,
    found: &mut Vec<QuotedSpan>,
    goes_on: bool,
    single: bool,
) {
    let label = label(&text[within.clone()]);
    let within = within.start + label..within.end;
    // the name before the colon is the narrator's, and so is the mark before it, however many bytes it has
    let outer = if label > 0 { within.start } else { outer.start }..outer.end;
    let words = &text[within.clone()];
    let start = within.start + (words.len() - words.trim_start().len());
    let inner = start..start + words.trim().len();
    found.push(QuotedSpan { inner, outer, block, goes_on, single });
}

/// Length of a name in capitals and a colon that a transcript has set inside the marks: `"LEE: I did."`
fn label(words: &str) -> usize {
    let capitals = &words[..words.find(char::is_lowercase).unwrap_or(words.len())];
    let Some((name, _)) = capitals.split_once(": ") else { return 0 };
    let name_like = name.len() <= 40 && name.chars().filter(|c| c.is_alphabetic()).count() > 1;
    let plain = name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '-' | '\'' | '’'));
    if name_like && plain { name.len() + 1 } else { 0 }
}

/// A mark that no other closes. A speech over several paragraphs opens each and closes the last only; one that opens its
/// paragraph, or follows a comma or colon, was meant to reach its end; any other is a slip.
fn unclosed(text: &str, range: Range<usize>, block: u32, first: &Mark, next: &str, found: &mut Vec<QuotedSpan>) {
    let next = next.chars().next().filter(|c| !matches!(c, '\'' | '’') && shape(*c).is_some());
    let opens_again = next == Some(first.character);
    let lead = text[range.start..first.at].trim_end();
    let meant = next.is_none() && (lead.is_empty() || lead.ends_with([',', ':']));
    if opens_again || meant {
        let single = is_single(first);
        if !single || opens_again {
            add(text, first.end()..range.end, first.at..range.end, block, found, opens_again, single);
        }
    }
}
