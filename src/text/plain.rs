//! Text and addresses for formats in which a line break or a control character would mean something.
//!
//! In: whatever an author or a clipping wrote. Out: one line of it. Escaping for a format is the business of its writer.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode_byte, utf8_percent_encode};
use std::borrow::Cow;
use std::fmt::Write as _;

/// A text as one line: control characters and all white space become single spaces; characters that XML cannot hold, and those that
/// turn the direction of what follows them, go. Marks within words (joiners of Persian, `U+200F` before a digit) stay.
pub fn line(text: &str) -> String {
    let bytes = text.as_bytes();
    if is_single_spaced(bytes) {
        return text.trim_matches(' ').to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !is_dropped(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Whether a text is ASCII without control characters, and no two spaces stand together.
fn is_single_spaced(bytes: &[u8]) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'~');
    let apart = |(a, b): (&u8, &u8)| u8::from(*a == b' ') & u8::from(*b == b' ') == 0;
    // without a branch for each byte, so that many are looked at together
    bytes.iter().fold(true, |all, byte| all & plain(*byte))
        && bytes.iter().zip(bytes.iter().skip(1)).fold(true, |all, pair| all & apart(pair))
}

/// Appends the words of a text with one space between any two.
pub fn push_words(out: &mut String, text: &str) {
    if is_single_spaced(text.as_bytes()) {
        return out.push_str(text.trim_matches(' '));
    }
    for (at, word) in text.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Byte order mark and noncharacters; embeddings, overrides and isolates, which a cut or a paste leaves unclosed.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{FEFF}' | '\u{FDD0}'..='\u{FDEF}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || (c as u32) & 0xFFFE == 0xFFFE
}

/// An address that a reader can open, with all percent-encoded that could end it or mean something to TeX, XML or a plain
/// text; `None` for any other scheme.
pub fn web_address(text: &str) -> Option<String> {
    let text = line(text);
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    if rest.is_empty() || rest.starts_with('/') {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') {
            push_encoded(&mut out, c);
        } else {
            out.push(c);
        }
    }
    Some(out)
}

/// A string in YAML's double quotes. JSON's are the same, but YAML counts more characters as line breaks.
pub fn yaml_string(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    let mut out = String::with_capacity(quoted.len());
    for c in quoted.chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out
}

/// What stays as it is in every part of an address: ASCII letters, digits and `-._~`.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Percent-encodes all but ASCII letters, digits and `-._~`: a value in a query.
pub fn encode_value(text: &str) -> String {
    utf8_percent_encode(text, UNRESERVED).to_string()
}

/// The same for a path: slashes stay, too.
pub fn encode_ascii_path(path: &str) -> String {
    const PATH: &AsciiSet = &UNRESERVED.remove(b'/');
    utf8_percent_encode(path, PATH).to_string()
}

/// The bytes of a character, each as `%` and two digits.
pub(crate) fn push_encoded(out: &mut String, c: char) {
    c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| out.push_str(percent_encode_byte(byte)));
}

/// Resolves `%20` and its like; text that would not be UTF-8 stays as it is.
pub fn percent_decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_becomes_one_line() {
        for (text, expected) in [
            ("a b", "a b"),
            (" a\r\nER  - \n\tb ", "a ER - b"),
            ("a\u{0}\u{1b}\u{85}\u{2028}b", "a b"),
            ("a\u{FFFE}\u{FFFF}\u{1FFFF}\u{FDD0}\u{FEFF}b", "ab"),
            ("\u{202E}evil\u{2066}", "evil"),
            ("می\u{200C}شود", "می\u{200C}شود"),
            ("\n", ""),
        ] {
            assert_eq!(line(text), expected, "{text:?}");
            assert_eq!(line(expected), expected, "a line stays as it is");
        }
    }

    #[test]
    fn words_stand_one_space_apart() {
        for (text, expected) in [
            ("a b", "a b"),
            (" a b  ", "a b"),
            ("a  b\tc", "a b c"),
            ("a\u{a0}b\n\n“c d”", "a b “c d”"),
            (" ", ""),
            ("", ""),
        ] {
            let mut out = String::from("|");
            push_words(&mut out, text);
            assert_eq!(out, format!("|{expected}"), "{text:?}");
        }
    }

    #[test]
    fn addresses_open_or_are_none() {
        for (text, expected) in [
            ("https://a.example/b?c=d&e=%20#f", Some("https://a.example/b?c=d&e=%20#f")),
            ("https://a.example/S/RES/1718(2006)", Some("https://a.example/S/RES/1718(2006)")),
            ("http://a.example/{x}\\ \"y\"", Some("http://a.example/%7Bx%7D%5C%20%22y%22")),
            ("https://a.example/\nb", Some("https://a.example/%20b")),
            ("javascript:alert(1)", None),
            ("https:///x", None),
            ("https://", None),
            ("", None),
        ] {
            assert_eq!(web_address(text).as_deref(), expected, "{text}");
        }
    }
}
