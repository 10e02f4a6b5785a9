//! Words of a text: folded, counted, hashed, made into slugs.

use super::BlockId;
use crate::text::ascii;

/// Writes the lower-cased alphanumeric words of `text`, joined by a space, into `folded`; returns how many words there are.
/// Scripts without spaces count one word per character.
///
/// Every byte of every page comes through here, so ASCII letters are taken eight at a time.
pub(super) fn fold(text: &str, folded: &mut Vec<u8>) -> usize {
    folded.clear();
    folded.reserve(text.len() + 8);
    let bytes = text.as_bytes();
    let (mut at, mut words, mut in_word) = (0, 0, false);
    while let Some(&byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            words += usize::from(!in_word);
            in_word = true;
            loop {
                let eight = ascii::eight(bytes, at);
                let count = ascii::letters(eight);
                let length = folded.len() + count;
                folded.extend_from_slice(&(eight | ascii::SMALL).to_le_bytes());
                folded.truncate(length);
                at += count;
                if count < 8 {
                    break;
                }
            }
            continue;
        }
        let mut other = |c: char| {
            if c.is_alphanumeric() {
                words += usize::from(!in_word || is_unspaced(c));
                in_word = true;
                let mut buffer = [0; 4];
                c.to_lowercase().for_each(|lower| folded.extend_from_slice(lower.encode_utf8(&mut buffer).as_bytes()));
            } else if in_word {
                folded.push(b' ');
                in_word = false;
            }
        };
        if byte < 0x80 {
            at += 1;
            other(' ');
        } else {
            let Some(c) = text[at..].chars().next() else { break };
            at += c.len_utf8();
            other(c);
        }
    }
    if folded.last() == Some(&b' ') {
        folded.pop();
    }
    words
}

/// Kana and Han characters.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The hash in a [`BlockId`]; a text without words (a row of stars) is hashed as it stands.
pub(super) fn block_hash(folded: &[u8], text: &str) -> u32 {
    let hash = blake3::hash(if folded.is_empty() { text.as_bytes() } else { folded });
    let [a, b, c, d, ..] = *hash.as_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// The first block with these words.
pub(super) fn first_block_id(hash: u32) -> BlockId {
    BlockId { hash, nth: 1 }
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

    #[test]
    fn slugs_keep_letters_of_any_script_and_stay_short() {
        assert_eq!(slug("Terms & Conditions (2016)"), "terms-conditions-2016");
        assert_eq!(slug("Что делать?"), "что-делать");
        assert_eq!(slug("?!"), "");
        assert_eq!(slug(&"é".repeat(200)), "é".repeat(48));
    }

    #[test]
    fn hash_depends_on_words_or_else_on_the_text() {
        let hash = |text: &str| {
            let mut folded = Vec::new();
            fold(text, &mut folded);
            block_hash(&folded, text)
        };
        assert_eq!(hash("One, two!"), hash("one TWO"));
        assert_ne!(hash("One, two!"), hash("onetwo"));
        assert_ne!(hash("***"), hash("---"));
    }
}
