//! Plain English texts, split as `sentencex` would split them, without its search for lists, brackets and addresses.
//!
//! The library looks at each paragraph five times: for stops, quotations, brackets, e-mail addresses and markers of lists. Most
//! paragraphs of a newspaper have nothing but letters, commas, stops, and now and then a quotation or a bracket. One pass sees
//! whether that is so, and then the library is only asked about single stops, and not even about those behind long words.
//! Whatever is not seen through at once is left to it as a whole: both always give the same, which the tests hold.

use super::{LONGEST, MOST_PUNCTUATION, push};
use memchr::memmem;
use sentencex::languages::Language;
use std::ops::Range;

/// Small letters before a stop from which on no list of abbreviations or units need be asked.
pub(super) const LONG_WORD: usize = 7;

/// What a byte of a text may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// Letters, digits, spaces, most characters, and what follows the first byte of a character.
    Plain,
    /// `.`, `!`, `?`
    Stop,
    /// `'`
    Apostrophe,
    Open,
    Close,
    /// First byte of dashes and curly quotation marks.
    General,
    /// For the library.
    Foreign,
}

const BYTES: [Byte; 256] = {
    let mut table = [Byte::Foreign; 256];
    let mut at = 0;
    while at < 256 {
        table[at] = match at as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b' ' | b'#'..=b'&' | b'*'..=b'-' | b'/' | b':' | b';' | b'=' | b'_'
            // Latin letters with accents; all that may follow a first byte
            | 0xc3..=0xc5 | 0x80..=0xbf => Byte::Plain,
            b'.' | b'!' | b'?' => Byte::Stop,
            b'\'' => Byte::Apostrophe,
            b'(' => Byte::Open,
            b')' => Byte::Close,
            0xe2 => Byte::General,
            _ => Byte::Foreign,
        };
        at += 1;
    }
    table
};

const OPENING: &str = "“";
const CLOSING: &str = "”";

/// Adds the sentences of a text; `false` if the library must split it.
pub(super) fn split(language: &dyn Language, text: &str, sentences: &mut Vec<Range<usize>>) -> bool {
    if text.len() > LONGEST || !begins_plainly(text) {
        return false;
    }
    let mut from = 0;
    let whole = each_break(language, text, |at| {
        if at > from {
            push(text, from..at, sentences);
            from = at;
        }
    });
    if whole && from < text.len() {
        push(text, from..text.len(), sentences);
    }
    whole
}

/// Calls back with the ends of sentences, which need not ascend; `false` if the text is not plain after all.
fn each_break(language: &dyn Language, text: &str, mut found: impl FnMut(usize)) -> bool {
    let bytes = text.as_bytes();
    // more punctuation is split in pieces
    if text.len() > MOST_PUNCTUATION && punctuation(bytes) > MOST_PUNCTUATION {
        return false;
    }
    let (mut quotation, mut bracket) = (0..0, 0..0);
    let all = bytes.iter().map(|byte| BYTES[usize::from(*byte)]).enumerate();
    for (at, byte) in all.filter(|(_, byte)| *byte != Byte::Plain) {
        match byte {
            Byte::Foreign => return false,
            Byte::Apostrophe => {
                let letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
                if !(letter(at.checked_sub(1)) && letter(Some(at + 1))) {
                    return false;
                }
            }
            Byte::General => match text.get(at..at + OPENING.len()) {
                Some(OPENING) if at >= quotation.end => {
                    if let Some(closing) = memmem::find(&bytes[at..], CLOSING.as_bytes()) {
                        quotation = at..at + closing + CLOSING.len();
                    }
                }
                Some(OPENING | CLOSING | "’" | "–" | "—") => {}
                _ => return false,
            },
            Byte::Open if at >= bracket.end => {
                if let Some(close) = memchr::memchr(b')', &bytes[at..]) {
                    bracket = at..at + close + 1;
                }
            }
            Byte::Plain | Byte::Open => {}
            Byte::Close => {
                if may_end_marker(&bytes[..at]) {
                    return false;
                }
            }
            Byte::Stop => match end_of_sentence(language, text, at) {
                Stop::Unclear => return false,
                Stop::Within => {}
                Stop::End(end) => match place(language, text, end, &quotation, &bracket) {
                    Stop::Unclear => return false,
                    Stop::Within => {}
                    Stop::End(end) => found(end),
                },
            },
        }
    }
    true
}

/// How many punctuation marks a text has at most; some letters with accents are counted, too.
#[allow(clippy::needless_bitwise_bool)] // without branches, so that many bytes are looked at together
fn punctuation(bytes: &[u8]) -> usize {
    let is_punctuation = |byte: u8| !(byte.is_ascii_alphanumeric() | (byte == b' ') | (byte & 0xc0 == 0x80));
    bytes.iter().map(|byte| usize::from(is_punctuation(*byte))).sum()
}

/// What a stop does.
enum Stop {
    /// The sentence ends; the next begins here.
    End(usize),
    /// The sentence goes on.
    Within,
    /// The library must tell, by the whole text.
    Unclear,
}

/// Where the sentence ends that the stop at `at` may end.
fn end_of_sentence(language: &dyn Language, text: &str, at: usize) -> Stop {
    let bytes = text.as_bytes();
    let rest = &bytes[at + 1..];
    // `...`, `! .`
    if let Some(b'.' | b'!' | b'?') = rest.iter().find(|byte| **byte != b' ') {
        return Stop::Unclear;
    }
    let goes_on = rest.first().is_some_and(|next| next.is_ascii_digit() || next.is_ascii_lowercase());
    // `24.5`
    if goes_on && at > 0 && bytes[at - 1].is_ascii_alphanumeric() {
        return Stop::Within;
    }
    let long = at >= LONG_WORD && bytes[at - LONG_WORD..at].iter().all(u8::is_ascii_lowercase);
    match rest {
        [] if long => Stop::End(at + 1),
        [b' ', next, ..] if long && next.is_ascii_uppercase() => Stop::End(at + 2),
        _ => language.find_boundary(text, at, at + 1).map_or(Stop::Within, Stop::End),
    }
}

/// Where a sentence ends whose stop stands in a quotation, a bracket, or neither.
fn place(language: &dyn Language, text: &str, end: usize, quotation: &Range<usize>, bracket: &Range<usize>) -> Stop {
    let inside = |range: &Range<usize>| range.start < end && end < range.end;
    let (quoted, bracketed) = (inside(quotation), inside(bracket));
    if bracketed && !(quoted && quotation.start < bracket.start) {
        return Stop::Within;
    }
    if quoted {
        if end + CLOSING.len() < quotation.end {
            return Stop::Within;
        }
        // `.”` ends the sentence unless the next word goes on with it
        let next = language.get_next_word_approx(text, quotation.end);
        return language.get_boundary_extend(next).map_or(Stop::Within, |extend| Stop::End(quotation.end + extend));
    }
    match text.as_bytes().get(end) {
        None | Some(b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'(' | 0xc3..=0xc5) => Stop::End(end),
        // the next sentence begins with a quotation
        Some(0xe2) if text[end..].starts_with(OPENING) && text[end..].contains(CLOSING) => Stop::End(end),
        _ => Stop::Unclear,
    }
}

/// Whether a text begins with what is not a marker of a list: a word without a stop or bracket behind it, or a mark.
fn begins_plainly(text: &str) -> bool {
    let text = text.trim_start_matches(' ');
    let letters = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    match text.as_bytes().get(letters) {
        Some(b'.' | b')') => false,
        Some(b'*' | b'+' | b'-') => letters > 0,
        _ => true,
    }
}

/// Whether a closing bracket behind these bytes may end a marker of a list: `(1`, `b`, `ii`, `4.`
fn may_end_marker(before: &[u8]) -> bool {
    let is_roman = |byte: u8| matches!(byte.to_ascii_lowercase(), b'i' | b'v' | b'x' | b'l' | b'c' | b'd' | b'm');
    let last_but = |in_word: &dyn Fn(u8) -> bool| {
        let length = before.iter().rev().take_while(|byte| in_word(**byte)).count();
        (length, before.len().checked_sub(length + 1).map(|at| before[at]))
    };
    let at_start = |byte: Option<u8>| matches!(byte, None | Some(b' ' | b'('));
    match before.last() {
        Some(b'.') => true,
        Some(byte) if byte.is_ascii_digit() => {
            let (digits, first) = last_but(&|byte| byte.is_ascii_digit());
            // `(1995)` is a year
            at_start(first) && !(first == Some(b'(') && digits > 2)
        }
        Some(byte) if byte.is_ascii_alphabetic() => {
            let single = at_start(before.len().checked_sub(2).map(|at| before[at]));
            single || (is_roman(*byte) && at_start(last_but(&is_roman).1))
        }
        _ => false,
    }
}
