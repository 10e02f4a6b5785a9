//! Where names begin and end, in the script in question.

use crate::text::fold::{is_hangul, is_unspaced};

/// Whether letters may touch a name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Boundaries {
    left: bool,
    right: bool,
}

impl Boundaries {
    pub(super) fn of(folded: &str) -> Self {
        let needs = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && (!is_unspaced(c) || is_katakana(c)));
        Self { left: needs(folded.chars().next()), right: needs(folded.chars().last()) }
    }

    /// Whether a span of a folded text stands by itself; if `tied`, whatever follows.
    pub(super) fn hold(self, text: &str, start: usize, end: usize, tied: bool) -> bool {
        (tied || !self.right || ends_word(text, end)) && (!self.left || starts_word(text, start, end))
    }
}

/// Letters that continue a word which ends or starts with `edge`. Katakana is unspaced, but spells words of its own.
fn continues(edge: char, c: char) -> bool {
    if is_katakana(edge) { is_katakana(c) } else { c.is_alphanumeric() && !is_unspaced(c) }
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

fn ends_word(text: &str, end: usize) -> bool {
    let (Some(edge), Some(next)) = (text[..end].chars().next_back(), text[end..].chars().next()) else { return true };
    if is_hangul(edge) && is_hangul(next) {
        let length = text[end..].find(|c| !is_hangul(c)).unwrap_or(text.len() - end);
        return are_particles(&text[end..end + length], 3);
    }
    !continues(edge, next)
}

/// Whether Korean syllables are particles, which stick to names, and nothing else.
fn are_particles(syllables: &str, most: usize) -> bool {
    syllables.is_empty()
        || (most > 0
            && include_str!("words/korean_particles.txt")
                .lines()
                .filter_map(|particle| syllables.strip_prefix(particle))
                .any(|rest| are_particles(rest, most - 1)))
}

fn starts_word(text: &str, start: usize, end: usize) -> bool {
    let Some(edge) = text[start..].chars().next() else { return true };
    let mut before = text[..start].chars().rev();
    match before.next() {
        // `O'Brien` holds no Brien, but `l'Iran` holds Iran
        Some('\'') => before.next() != Some('o') || before.next().is_some_and(char::is_alphanumeric),
        Some(c) if continues(edge, c) => {
            // Arabic and Hebrew write `and`, `to`, `in` as one letter at the front of the next word
            is_proclitic(c) && text[start..end].chars().count() > 3 && !before.next().is_some_and(char::is_alphanumeric)
        }
        _ => true,
    }
}

fn is_proclitic(c: char) -> bool {
    matches!(c, 'و' | 'ف' | 'ب' | 'ل' | 'ک' | 'ו' | 'ב' | 'ל' | 'מ' | 'ש' | 'כ' | 'ה')
}
