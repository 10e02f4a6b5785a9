//! Folding for comparison: what SPEC 3 calls equal becomes the same bytes.
//!
//! Case, accents, Unicode composition, kinds of apostrophe, hyphens and runs of white space disappear; a blank line
//! (the boundary between two blocks) stays as one line feed, so that nothing matches across blocks. Offsets survive in a
//! sparse map.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_canonical;

/// A folded text with the way back.
#[derive(Debug, Clone, Default)]
pub struct Folded {
    /// The folded text.
    pub text: String,
    /// (folded offset, original offset) wherever the difference between the two changes, ascending.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// The original offset of a folded one. Exact at the boundaries of folded characters.
    pub fn original(&self, folded: usize) -> usize {
        let at = self.steps.partition_point(|&(step, _)| step as usize <= folded);
        let original = match at.checked_sub(1).and_then(|at| self.steps.get(at)) {
            None => folded,
            Some(&(step, original)) => original as usize + (folded - step as usize),
        };
        // a character may fold to more bytes than it has: offsets inside it stay within it
        self.steps.get(at).map_or(original, |&(_, next)| original.min(next as usize))
    }

    /// The original offset at which the character ends that precedes a folded offset; marks that were dropped after it
    /// belong to it.
    pub fn original_end(&self, folded: usize) -> usize {
        self.original(folded)
    }
}

/// What an ASCII byte folds to: lower case, white space and hyphen as a space, backtick as an apostrophe.
const ASCII: [u8; 128] = {
    let mut table = [0u8; 128];
    let mut i = 0;
    while i < 128 {
        let byte = i as u8;
        table[i] = match byte {
            b'A'..=b'Z' => byte + 32,
            b'\t' | b'\r' | b'\n' | 0x0b | 0x0c | b'-' => b' ',
            b'`' => b'\'',
            _ => byte,
        };
        i += 1;
    }
    table
};

/// Folds a text, keeping the way back to its offsets.
pub fn fold(text: &str) -> Folded {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(bytes.len() + 8);
    let mut steps = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte < 0x80 {
            let folded = ASCII[usize::from(byte)];
            if folded == b' ' {
                at = fold_space(bytes, at, &mut out, &mut steps);
            } else if byte == b'`' {
                out.push(char::from(folded));
                at += 1;
            } else {
                at = fold_run(text, at, &mut out);
            }
            continue;
        }
        let c = text[at..].chars().next().expect("`at` is a character boundary inside the text");
        let before = out.len();
        at +=
            if is_conjoining_jamo(c) { fold_jamo(&text[at..], &mut out) } else { fold_one(c, &mut out, c.len_utf8()) };
        if out[before..].starts_with(' ') && out[..before].ends_with([' ', '\n']) {
            out.truncate(before);
        }
        steps.push((out.len() as u32, at as u32));
    }
    Folded { text: out, steps }
}

/// A run of ASCII words with single spaces between them, which fold without a change of length. Gives the offset after it.
fn fold_run(text: &str, start: usize, out: &mut String) -> usize {
    const CHUNK: usize = 16;
    let bytes = text.as_bytes();
    let mut at = start + 1;
    // most chunks hold nothing else: the processor looks at many bytes at once
    while let Some(chunk) = bytes.get(at - 1..).and_then(<[u8]>::first_chunk::<{ CHUNK + 1 }>)
        && (0..CHUNK).fold(true, |all, i| all & folds_alone(chunk[i], chunk[i + 1]))
    {
        at += CHUNK;
    }
    while at < bytes.len() && folds_alone(bytes[at - 1], bytes[at]) {
        at += 1;
    }
    let from = out.len();
    out.push_str(&text[start..at]);
    out[from..].make_ascii_lowercase();
    at
}

/// Whether a byte folds to one byte, its lower case, after the one before.
#[allow(clippy::needless_bitwise_bool)] // without branches, so that many bytes are looked at together
fn folds_alone(before: u8, byte: u8) -> bool {
    let white = (byte == b'-') | (byte == b'\t') | (byte == b'\n') | (byte == 0x0b) | (byte == 0x0c) | (byte == b'\r');
    (byte < 0x80) & !white & (byte != b'`') & !((byte == b' ') & (before == b' '))
}

/// A run of ASCII white space and hyphens: one space, or one line feed if it holds a blank line. Gives the offset after it.
fn fold_space(bytes: &[u8], start: usize, out: &mut String, steps: &mut Vec<(u32, u32)>) -> usize {
    let mut at = start;
    let mut feeds = 0;
    while let Some(&byte) = bytes.get(at)
        && byte < 0x80
        && ASCII[usize::from(byte)] == b' '
    {
        feeds += usize::from(byte == b'\n');
        at += 1;
    }
    let boundary = feeds > 1;
    match out.as_bytes().last() {
        Some(b' ') if boundary => {
            out.pop();
            out.push('\n');
        }
        Some(b' ' | b'\n') => {}
        _ => out.push(if boundary { '\n' } else { ' ' }),
    }
    let shift = |&(folded, original): &(u32, u32)| i64::from(original) - i64::from(folded);
    let step = (out.len() as u32, at as u32);
    if steps.last().map_or(0, shift) != shift(&step) {
        steps.push(step);
    }
    at
}

/// A text folded without a map: names, titles, keys. Leading and trailing white space is dropped.
pub fn fold_name(text: &str) -> String {
    let trimmed = text.trim();
    let bytes = trimmed.as_bytes();
    // most names are plain: nothing but their case changes
    if bytes.first().is_none_or(|first| folds_alone(b' ', *first))
        && bytes.windows(2).all(|pair| folds_alone(pair[0], pair[1]))
    {
        return trimmed.to_ascii_lowercase();
    }
    fold(text).text.trim().to_owned()
}

/// Pushes the folded form of a character that is not ASCII; gives its length in the original.
fn fold_one(c: char, out: &mut String, len: usize) -> usize {
    let mut push = |c: char| out.push(c);
    match c {
        '\u{2010}'..='\u{2013}' | '\u{2212}' | '\u{fe63}' | '\u{ff0d}' => push(' '),
        '‘' | '’' | 'ʼ' | '′' | '´' | '＇' | '｀' => push('\''),
        c if is_ignored(c) => {}
        '\u{ac00}'..='\u{d7a3}' | '\u{3040}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' => push(c),
        '\u{ff01}'..='\u{ff5e}' => {
            let ascii = char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c);
            push(ascii.to_ascii_lowercase());
        }
        c if c.is_whitespace() => push(' '),
        c => decompose_canonical(c, |part| {
            if !is_dropped_mark(part) {
                fold_letter(part, &mut push);
            }
        }),
    }
    len
}

/// Lower case, and the letters whose strokes and ligatures Unicode does not decompose.
fn fold_letter(c: char, push: &mut impl FnMut(char)) {
    match c {
        'ß' | 'ẞ' => {
            push('s');
            push('s');
        }
        'ø' | 'Ø' => push('o'),
        'đ' | 'Đ' | 'ð' | 'Ð' => push('d'),
        'ł' | 'Ł' => push('l'),
        'ı' => push('i'),
        'ħ' | 'Ħ' => push('h'),
        'æ' | 'Æ' => {
            push('a');
            push('e');
        }
        'œ' | 'Œ' => {
            push('o');
            push('e');
        }
        'þ' | 'Þ' => {
            push('t');
            push('h');
        }
        'ς' => push('σ'),
        '´' | '`' => push('\''), // what U+1FFD and U+1FEF decompose to
        'ي' | 'ى' => push('ی'),
        'ك' => push('ک'),
        'ـ' => {}
        c => c.to_lowercase().filter(|c| !is_dropped_mark(*c)).for_each(push),
    }
}

/// Characters without width: soft hyphen, joiners, marks of direction.
pub fn is_ignored(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Accents and vowel points. Characters that spell in other scripts (Devanagari, Thai) stay.
fn is_dropped_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}'..='\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

fn is_conjoining_jamo(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97c}' | '\u{d7b0}'..='\u{d7fb}')
}

/// Decomposed Korean (as macOS writes file names) becomes syllables.
fn fold_jamo(rest: &str, out: &mut String) -> usize {
    let end = rest.find(|c| !is_conjoining_jamo(c)).unwrap_or(rest.len());
    out.extend(rest[..end].nfc());
    end
}

/// Whether a character is written without spaces between words, so that names in it have no boundaries.
pub fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}' | '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Korean syllables: words are spaced, but particles stick to the end of names.
pub fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_equal_becomes_equal() {
        for (a, b) in [
            ("Ros-Lehtinen", "Ros Lehtinen"),
            ("Ros\u{2011}Lehtinen", "ros\u{a0}lehtinen"),
            ("Kim  Jong\nUn", "kim jong un"),
            ("O’Brien", "O'Brien"),
            ("O｀Brien", "O`Brien"),
            ("Zoë", "Zoe\u{308}"),
            ("Łódź", "Lodz"),
            ("STRASSE", "Straße"),
            ("İstanbul", "istanbul"),
            ("김정은", "\u{1100}\u{1175}\u{11b7}\u{110c}\u{1165}\u{11bc}\u{110b}\u{1173}\u{11ab}"),
            ("روحاني", "روحانی"),
            ("ＩＡＥＡ", "iaea"),
        ] {
            assert_eq!(fold_name(a), fold_name(b), "{a} / {b}");
        }
    }

    #[test]
    fn what_differs_stays_different() {
        for (a, b) in [("Ann", "Anne"), ("a\n\nb", "a b"), ("हिन्दी", "हनद"), ("deal—once", "deal once")]
        {
            assert_ne!(fold_name(a), fold_name(b), "{a} / {b}");
        }
    }

    #[test]
    fn offsets_lead_back() {
        let text = "Zoë  met\u{a0}Łukasz’s “aunt”\n\nİn Ystad";
        let folded = fold(text);
        assert_eq!(folded.text, "zoe met lukasz's “aunt”\nin ystad");
        for word in ["zoe", "met", "lukasz", "aunt", "in", "ystad"] {
            let start = folded.text.find(word).unwrap();
            let original = &text[folded.original(start)..folded.original_end(start + word.len())];
            assert_eq!(fold_name(original), word);
        }
    }

    proptest! {
        #[test]
        fn plain_names_fold_as_texts_do(name in "[ \\n\\-a-cA-C'`’é\u{a0}\u{200b}]{0,12}") {
            let folded = fold(&name);
            prop_assert_eq!(fold_name(&name), folded.text.trim());
        }

        #[test]
        fn any_text_folds_and_maps_to_ascending_character_boundaries(text in "\\PC*") {
            let folded = fold(&text);
            let mut last = 0;
            for (at, _) in folded.text.char_indices() {
                let original = folded.original(at);
                prop_assert!(original >= last && original <= text.len());
                last = original;
            }
            prop_assert_eq!(folded.original(folded.text.len()), text.len());
            prop_assert_eq!(fold_name(&text), folded.text.trim());
            prop_assert_eq!(fold_name(&fold_name(&text)), fold_name(&text));
        }
    }
}
