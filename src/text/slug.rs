//! Slugs: the part of an address that a title or file name turns into.
//!
//! In: any text. Out: lower-case letters of any script, ASCII digits and single hyphens. Whether two pages meet at one
//! address is the business of `site`.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

/// Most bytes of a slug: with folder and suffix it stays a legal file name everywhere.
pub const MAX_BYTES: usize = 100;

/// The slug of a text; empty if no letter or digit is in it.
///
/// Latin letters are folded to ASCII (`ß` → `ss`, `Ø` → `o`), other scripts stay as they are (NFC, lower case), all else
/// becomes a single hyphen. Names that file systems or the site keep for themselves (`index`, `con`, `aux` …) get `-page`.
/// Slugs are their own slugs.
pub fn slugify(text: &str) -> String {
    let text = &*with_characters_in_letters(text);
    let mut slug = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| push_ascii(&mut slug, c));
    } else {
        text.nfc().for_each(|c| push(&mut slug, c));
    }
    let mut slug: String = if slug.is_ascii() { slug } else { slug.nfc().collect() };
    cut(&mut slug, MAX_BYTES);
    if is_reserved(&slug) {
        slug.push_str("-page");
    }
    slug
}

/// `C++`, `C#` and `F#`: a `+` or `#` that ends a word is a word of its own, for nothing else tells such names apart.
fn with_characters_in_letters(text: &str) -> Cow<'_, str> {
    if memchr::memchr2(b'+', b'#', text.as_bytes()).is_none() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(at) = rest.find(['+', '#']) {
        let character = rest.as_bytes()[at];
        let run = rest.as_bytes()[at..].iter().take_while(|byte| **byte == character).count();
        let (before, after) = (&rest[..at], &rest[at + run..]);
        let ends_word = before.chars().next_back().is_some_and(char::is_alphabetic)
            && !after.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '+' | '#'));
        out.push_str(before);
        match (character, run) {
            (b'+', 1 | 2) if ends_word => out.push_str(&" plus".repeat(run)),
            (b'#', 1) if ends_word => out.push_str(" sharp"),
            _ => out.push(' '),
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

fn push(slug: &mut String, c: char) {
    if c.is_ascii() {
        return push_ascii(slug, c);
    }
    if is_ignorable(c) {
        return;
    }
    let after_foreign = slug.chars().next_back().is_some_and(|last| !last.is_ascii());
    if is_combining_mark(c) {
        // Accents on Latin letters go; vowel signs of Indic scripts are part of the word.
        if after_foreign {
            slug.push(c);
        }
        return;
    }
    let folded = any_ascii::any_ascii_char(c);
    let folds = !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_alphanumeric());
    match c.script() {
        Script::Latin | Script::Common if folds => folded.chars().for_each(|c| push_ascii(slug, c)),
        Script::Latin => push_ascii(slug, ' '),
        _ if c.is_numeric() && folds => folded.chars().for_each(|c| push_ascii(slug, c)),
        Script::Common if c.is_alphabetic() && !after_foreign => push_ascii(slug, ' '),
        _ if c.is_alphabetic() => slug.extend(c.to_lowercase()),
        _ => push_ascii(slug, ' '),
    }
}

fn push_ascii(slug: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        slug.push(c.to_ascii_lowercase());
    } else if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

/// Soft hyphens, joiners, direction and variation characters: invisible, so not even a hyphen.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// At most `longest` bytes, cut between characters, without a hyphen at the end.
fn cut(slug: &mut String, longest: usize) {
    let mut end = slug.len().min(longest);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    slug.truncate(end);
    slug.truncate(slug.trim_end_matches('-').len());
}

/// Names that Windows keeps for devices, with any suffix, and the name of the lists themselves.
fn is_reserved(slug: &str) -> bool {
    matches!(slug, "index" | "con" | "prn" | "aux" | "nul")
        || (slug.len() == 4
            && (slug.starts_with("com") || slug.starts_with("lpt"))
            && slug.as_bytes()[3].is_ascii_digit())
}

/// Whether words are written as an address and not as a name: a path, a Markdown file, or a slug of several words.
pub fn is_address(words: &str) -> bool {
    let words = words.trim();
    let is_slug = || words.contains(['-', '_']) && slugify(words) == words.replace('_', "-");
    words.contains('/') || words.to_ascii_lowercase().ends_with(".md") || is_slug()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn latin_is_folded_other_scripts_stay() {
        for (text, slug) in [
            ("After Bomb Test, North Korea", "after-bomb-test-north-korea"),
            ("Straße & Ærøskøbing", "strasse-aeroskobing"),
            ("Đặng Łódź Þór İstanbul ısı", "dang-lodz-thor-istanbul-isi"),
            ("e\u{301}tude ﬁn Ⅻ", "etude-fin-xii"),
            ("  --Hello__World!--  ", "hello-world"),
            ("Объединённые Нации", "объединённые-нации"),
            ("ΟΔΟΣ", "οδοσ"),
            ("مریم رجوی", "مریم-رجوی"),
            ("می\u{200c}خواهم", "میخواهم"),
            ("हिन्दी में", "हिन्दी-में"),
            ("東京タワー 2016年", "東京タワー-2016年"),
            ("김정은", "김정은"),
            ("٢٠١٦", "2016"),
            ("O’Brien’s", "o-brien-s"),
            ("C++", "c-plus-plus"),
            ("C# and F#, by hand", "c-sharp-and-f-sharp-by-hand"),
            ("A+B, #1, 5+ ways, a +++ b", "a-b-1-5-ways-a-b"),
            ("Index", "index-page"),
            ("CON", "con-page"),
            ("Com1", "com1-page"),
            ("LPT9", "lpt9-page"),
            ("COM²", "com2-page"),
            ("com12", "com12"),
            ("Compass", "compass"),
            ("aux. dots...", "aux-dots"),
            ("a:b|c*d", "a-b-c-d"),
            ("com1", "com1-page"),
            ("com10", "com10"),
            ("../../etc/passwd", "etc-passwd"),
            ("...", ""),
            ("🙂", ""),
            ("", ""),
        ] {
            assert_eq!(slugify(text), slug, "{text}");
        }
    }

    #[test]
    fn long_titles_are_cut_between_characters() {
        assert_eq!(slugify(&"abc ".repeat(60)).len(), 99);
        assert_eq!(slugify(&"東".repeat(60)), "東".repeat(33));
    }

    proptest! {
        #[test]
        fn slugs_are_their_own_slugs_and_safe(text in "\\PC{0,60}|.{0,60}") {
            let slug = slugify(&text);
            prop_assert_eq!(&slugify(&slug), &slug);
            prop_assert!(slug.len() <= MAX_BYTES);
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert!(slug.nfc().eq(slug.chars()));
            prop_assert!(slug.chars().all(|c| c == '-' || c.is_ascii_lowercase() || c.is_ascii_digit() || (!c.is_ascii() && (c.is_alphanumeric() || is_combining_mark(c)))));
        }
    }
}
