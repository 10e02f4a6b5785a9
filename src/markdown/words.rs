//! Words of a text: folded, counted, hashed, made into slugs.

use crate::text::ascii;
use memchr::memmem::Finder;
use std::sync::LazyLock;

/// Writes the lower-cased alphanumeric words of `text`, joined by a space, into `folded`; returns how many words there are.
/// Scripts without spaces count one word per character.
///
/// Every byte of every page comes through here: at first each character becomes a space, many bytes at once, and then of several
/// spaces one is left.
pub(super) fn fold(text: &str, folded: &mut Vec<u8>) -> usize {
    folded.clear();
    let bytes = text.as_bytes();
    let (mut at, mut words) = (0, 0);
    while at < bytes.len() {
        let end = ascii::position(&bytes[at..], |byte| !byte.is_ascii()).map_or(bytes.len(), |length| at + length);
        folded.extend(bytes[at..end].iter().map(|byte| fold_ascii(*byte)));
        at = end;
        for c in text[at..].chars().take_while(|c| !c.is_ascii()) {
            at += c.len_utf8();
            if c.is_alphanumeric() {
                words += usize::from(is_unspaced(c) && folded.last().is_some_and(|last| *last != b' '));
                let mut buffer = [0; 4];
                c.to_lowercase().for_each(|lower| folded.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes()));
            } else {
                folded.push(b' ');
            }
        }
    }
    single_spaces(folded);
    if folded.is_empty() { 0 } else { words + memchr::memchr_iter(b' ', folded).count() + 1 }
}

/// Letters in lower case, digits, and a space for all else: it is the one bit that all of them have.
fn fold_ascii(byte: u8) -> u8 {
    let kept = if byte.is_ascii_alphanumeric() { byte } else { 0 };
    kept | b' '
}

/// Takes out all spaces but one between two words.
fn single_spaces(words: &mut Vec<u8>) {
    static TWO: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("  "));
    let spaces = |rest: &[u8]| rest.iter().take_while(|byte| **byte == b' ').count();
    let (mut at, mut kept) = (spaces(words), 0);
    while at < words.len() {
        let end = TWO.find(&words[at..]).map_or(words.len(), |gap| at + gap + 1);
        words.copy_within(at..end, kept);
        kept += end - at;
        at = end + spaces(&words[end..]);
    }
    words.truncate(kept);
    words.pop_if(|last| *last == b' ');
}

/// Kana and Han characters.
pub(super) fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Longest slug of a heading, in bytes.
const SLUG_BYTES: usize = 96;

/// Folded words joined by hyphens: `Terms & conditions` gives `terms-conditions`.
pub(super) fn slug(text: &str) -> String {
    let mut folded = Vec::new();
    fold(text, &mut folded);
    let mut slug = String::from_utf8(folded).expect("fold writes whole characters").replace(' ', "-");
    let mut end = slug.len().min(SLUG_BYTES);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    slug.truncate(end);
    slug
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_folded_and_counted() {
        for (text, expected, words) in [
            ("", "", 0),
            ("— * —", "", 0),
            ("The U.S., in 2016", "the u s in 2016", 5),
            ("ÉTÉ straße ΣΑΣ", "été straße σασ", 3),
            ("東京 タワー", "東京 タワー", 5),
            ("don’t", "don t", 2),
            ("Constantinopolitan Übermut4you, x2é3 a", "constantinopolitan übermut4you x2é3 a", 4),
        ] {
            let mut folded = Vec::new();
            assert_eq!(fold(text, &mut folded), words, "{text}");
            assert_eq!(String::from_utf8(folded).unwrap(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_are_folded_as_character_by_character(text in "[ab1Z .,’é東İ\\n-]{0,24}") {
            let spaced: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
            let expected = spaced.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
            let begins = |(before, c): (char, char)| c != ' ' && (before == ' ' || is_unspaced(c));
            let words = std::iter::once(' ').chain(spaced.chars()).zip(spaced.chars()).filter(|pair| begins(*pair)).count();
            let mut folded = Vec::new();
            prop_assert_eq!(fold(&text, &mut folded), words);
            prop_assert_eq!(String::from_utf8(folded).unwrap(), expected);
        }
    }

    #[test]
    fn slugs_keep_letters_of_any_script_and_stay_short() {
        assert_eq!(slug("Terms & Conditions (2016)"), "terms-conditions-2016");
        assert_eq!(slug("Что делать?"), "что-делать");
        assert_eq!(slug("?!"), "");
        assert_eq!(slug(&"é".repeat(200)), "é".repeat(48));
    }
}
