//! What a word is, and when two spellings are one: the same rules as `words` and `fold` in `search.js`.
//!
//! A word is a run of letters, digits and the marks on them; an apostrophe or hyphen ends it, and so does the sign that keeps
//! Arabic letters apart within a Persian word, which others write as a space. Initials with points between them are one word.
//! Scripts that are written without spaces have signs instead: each character stands alone, and the index holds pairs of
//! neighbours.

use crate::text::ascii;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word or sign of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Piece<'t> {
    /// As written.
    pub(crate) text: &'t str,
    /// Whether it is a character of a script without spaces.
    pub(crate) sign: bool,
    /// Its bytes as a number if there are at most sixteen of them, else zero.
    pub(crate) key: u128,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Sign,
    /// Accents and vowel points: part of a word, never its start.
    Mark,
    /// Joiners, soft hyphens and direction signs: nothing inside a word, a separator elsewhere.
    Silent,
    Other,
}

/// Calls `each` with what stands before a piece and the piece, in order; gives what stands after the last.
#[inline]
pub(crate) fn walk<'t>(text: &'t str, mut each: impl FnMut(&'t str, Piece<'t>)) -> &'t str {
    let bytes = text.as_bytes();
    let (mut at, mut end) = (0, 0);
    while at < bytes.len() {
        let start = at;
        let mut sign = false;
        if bytes[at].is_ascii_alphanumeric() {
            at = word_end(text, at);
        } else if bytes[at] < 0x80 {
            at += 1;
            continue;
        } else {
            let (class, length) = class_at(text, at);
            at += length;
            match class {
                Class::Letter => at = word_end(text, at),
                Class::Sign => {
                    sign = true;
                    while let (Class::Mark | Class::Silent, length) = class_at(text, at) {
                        at += length;
                    }
                }
                Class::Mark | Class::Silent | Class::Other => continue,
            }
        }
        each(&text[end..start], Piece { text: &text[start..at], sign, key: key(bytes, start, at) });
        end = at;
    }
    &text[end..]
}

/// Where a word ends that has been read up to an offset.
#[inline]
fn word_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        at = ascii::end_of_letters(bytes, at);
        if bytes.get(at).is_none_or(|byte| *byte < 0x80) {
            return at;
        }
        match class_at(text, at) {
            (Class::Silent, _) if text[at..].starts_with(NON_JOINER) && ends_in_arabic(&text[..at]) => return at,
            (Class::Letter | Class::Mark | Class::Silent, length) => at += length,
            _ => return at,
        }
    }
}

/// Keeps two letters from being joined: between Arabic letters a narrow space, elsewhere a matter of looks.
const NON_JOINER: char = '\u{200c}';

fn ends_in_arabic(text: &str) -> bool {
    text.chars().rev().find(|c| !is_silent(*c)).is_some_and(is_arabic)
}

pub(crate) fn is_arabic(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{8a0}'..='\u{8ff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefe}')
}

/// What stands between the initials of one word: `U.N.` is `UN`.
pub(crate) const POINT: &str = ".";

/// Whether a piece is a letter by itself.
#[inline]
pub(crate) fn is_initial(piece: Piece<'_>) -> bool {
    let mut chars = piece.text.chars();
    !piece.sign && piece.text.len() <= 4 && chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
}

/// A word or sign as it stands in the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Folded; the initials of an abbreviation together.
    pub(crate) text: String,
    pub(crate) sign: bool,
    /// Whether nothing stands between it and the piece before.
    pub(crate) near: bool,
}

/// The folded words and signs of a text.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut after_initial = false;
    walk(text, |before, piece| {
        let (word, initial) = (fold(piece.text), is_initial(piece));
        match words.last_mut() {
            Some(last) if initial && after_initial && before == POINT => last.text.push_str(&word),
            _ if word.is_empty() => {}
            _ => words.push(Word { text: word.into_owned(), sign: piece.sign, near: before.is_empty() }),
        }
        after_initial = initial;
    });
    words
}

/// See [`Piece::key`].
#[inline]
fn key(bytes: &[u8], start: usize, end: usize) -> u128 {
    let length = end - start;
    if length > 16 {
        return 0;
    }
    match bytes.get(start..start + 16) {
        Some(block) => {
            u128::from_le_bytes(block.try_into().expect("sixteen bytes")) & (u128::MAX >> (8 * (16 - length)))
        }
        None => bytes[start..end].iter().rev().fold(0, |key, byte| key << 8 | u128::from(*byte)),
    }
}

/// The class of the character at an offset and its length; past the end: [`Class::Other`].
fn class_at(text: &str, at: usize) -> (Class, usize) {
    match text.as_bytes().get(at) {
        None => (Class::Other, 0),
        Some(byte) if *byte < 0x80 => (if byte.is_ascii_alphanumeric() { Class::Letter } else { Class::Other }, 1),
        Some(_) => {
            let c = text[at..].chars().next().expect("`at` is a character boundary inside the text");
            (class(c), c.len_utf8())
        }
    }
}

fn class(c: char) -> Class {
    match c {
        '\u{80}'..='\u{a9}' | '\u{2010}'..='\u{2027}' | '\u{3000}'..='\u{3004}' => Class::Other,
        c if is_silent(c) => Class::Silent,
        c if is_combining_mark(c) => {
            if is_unspaced(c) {
                Class::Sign
            } else {
                Class::Mark
            }
        }
        c if c.is_alphanumeric() => {
            if is_unspaced(c) {
                Class::Sign
            } else {
                Class::Letter
            }
        }
        _ => Class::Other,
    }
}

fn is_silent(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Chinese, Japanese, Thai, Lao, Burmese, Khmer. The marks U+3099 and U+309A belong to the sign before them.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{3098}' | '\u{309b}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9d}'
        | '\u{20000}'..='\u{3134f}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Characters of a word that count; what follows is not compared.
const LONGEST_WORD: usize = 64;

/// The form under which a word stands in the index; empty if nothing is left of it.
pub(crate) fn fold(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        let word = &word[..word.len().min(LONGEST_WORD)];
        if word.bytes().any(|b| b.is_ascii_uppercase()) {
            return Cow::Owned(word.to_ascii_lowercase());
        }
        return Cow::Borrowed(word);
    }
    let bare: String = word.nfkd().filter(|c| !is_dropped(*c)).collect();
    let mut spelled = String::with_capacity(bare.len());
    for c in bare.to_lowercase().chars() {
        match c {
            'ß' => spelled.push_str("ss"),
            'ø' => spelled.push('o'),
            'đ' | 'ð' => spelled.push('d'),
            'ł' => spelled.push('l'),
            'ı' => spelled.push('i'),
            'ħ' => spelled.push('h'),
            'æ' => spelled.push_str("ae"),
            'œ' => spelled.push_str("oe"),
            'þ' => spelled.push_str("th"),
            'ς' => spelled.push('σ'),
            'ي' | 'ى' => spelled.push('ی'),
            'ك' => spelled.push('ک'),
            'ـ' => {}
            c if is_dropped(c) => {}
            c if c.is_alphanumeric() || is_combining_mark(c) => spelled.push(c),
            _ => {}
        }
    }
    Cow::Owned(spelled.nfc().take(LONGEST_WORD).collect())
}

/// Accents and vowel points of scripts that can be read without them, and silent signs.
fn is_dropped(c: char) -> bool {
    is_silent(c)
        || matches!(c,
            '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
            | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

/// The folded words of a name, signs one by one.
pub(crate) fn folded_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn texts_fall_into_words_and_signs() {
        for (text, words) in [
            ("", vec![]),
            ("The U.S. don't", vec!["the", "us", "don", "t"]),
            (
                "U.N N.H.A.'s É.U U. N. U.Nations a.1 1.2.3",
                vec!["un", "nha", "s", "eu", "u", "n", "u", "nations", "a", "1", "1", "2", "3"],
            ),
            ("Auf\u{200c}lage", vec!["auflage"]),
            ("Zoë met İzmir’s ŁÓDŹ", vec!["zoe", "met", "izmir", "s", "lodz"]),
            ("STRASSE straße", vec!["strasse", "strasse"]),
            ("می\u{200c}خواهم روحاني", vec!["می", "خواهم", "روحانی"]),
            ("習近平は2016年", vec!["習", "近", "平", "は", "2016", "年"]),
            ("か\u{3099} ﾊﾝ", vec!["が", "ハ", "ン"]),
            ("김정은은 \u{1100}\u{1175}\u{11b7}", vec!["김정은은", "김"]),
            ("ΟΔΟΣ οδός", vec!["οδοσ", "οδοσ"]),
            ("ﬁnal ＩＡＥＡ ½", vec!["final", "iaea", "12"]),
            ("co\u{ad}op \u{301}x", vec!["coop", "x"]),
        ] {
            assert_eq!(folded_words(text), words, "{text}");
        }
    }

    proptest! {
        #[test]
        fn pieces_and_separators_are_the_text(text in "\\PC*") {
            let mut again = String::new();
            let tail = walk(&text, |before, piece| {
                again.push_str(before);
                again.push_str(piece.text);
            });
            again.push_str(tail);
            prop_assert_eq!(again, text);
        }

        #[test]
        fn a_key_is_the_bytes_of_its_piece(text in "[a-z0-9 @Z\\[`{/:é\u{301}海]{0,60}") {
            walk(&text, |_, piece| {
                let mut bytes = [0; 16];
                let short = piece.text.len() <= 16;
                if short {
                    bytes[..piece.text.len()].copy_from_slice(piece.text.as_bytes());
                }
                assert_eq!(piece.key, u128::from_le_bytes(bytes), "{}", piece.text);
                assert!(short || piece.key == 0);
            });
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC*") {
            let once = fold(&text).into_owned();
            prop_assert_eq!(fold(&once).into_owned(), once);
        }
    }
}
