//! What the case of a name demands of a text.

use crate::text::fold::fold;

/// What a name's own case demands of the text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum CaseRule {
    /// No upper case in the name: any case.
    Ignore,
    /// An acronym: as it stands.
    Acronym(String),
    /// What is upper case in the name is so in the text. Text in capitals matches names of two words and more only.
    Upper { name: String, several_words: bool },
}

impl CaseRule {
    pub(super) fn of(name: &str) -> Self {
        let name = keep_case(name);
        let upper = name.chars().filter(|c| c.is_uppercase()).count();
        let cased = name.chars().filter(|c| c.is_uppercase() || c.is_lowercase()).count();
        let several_words = name.contains(' ');
        if upper == 0 {
            Self::Ignore
        } else if upper == cased && !several_words && upper > 1 {
            Self::Acronym(name)
        } else {
            Self::Upper { name, several_words }
        }
    }

    /// A single word with a capital.
    pub(super) fn is_word(&self) -> bool {
        matches!(self, Self::Upper { several_words: false, .. })
    }

    pub(super) fn holds(&self, surface: &str) -> bool {
        match self {
            Self::Ignore => true,
            Self::Acronym(name) => surface == name || keep_case(surface) == *name,
            Self::Upper { name, several_words } => {
                if surface == name {
                    return true;
                }
                let surface = keep_case(surface);
                let upper_holds = name.chars().zip(surface.chars()).all(|(n, s)| !n.is_uppercase() || s.is_uppercase());
                let all_capitals = !surface.chars().any(char::is_lowercase);
                let name_all_capitals = !name.chars().any(char::is_lowercase);
                upper_holds && (*several_words || !all_capitals || name_all_capitals)
            }
        }
    }
}

/// Accents, hyphens, spaces and apostrophes folded, case kept.
fn keep_case(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c);
            continue;
        }
        let mut buffer = [0; 4];
        let folded = fold(c.encode_utf8(&mut buffer)).text;
        for part in folded.chars() {
            match part {
                ' ' if out.ends_with(' ') => {}
                part if c.is_uppercase() => out.extend(part.to_uppercase()),
                part => out.push(part),
            }
        }
    }
    out
}

/// `LONDON (Reuters) —`, `BAGHDAD, Iraq -`, `NAIROBI, Kenya, Aug. 11 (UPI) --`: the one place where newspapers write a single
/// name in capitals.
pub(super) fn is_dateline(text: &str, start: usize, end: usize) -> bool {
    const LONGEST: usize = 48;
    let surface = &text[start..end];
    if surface.len() < 4 || surface.chars().any(|c| !c.is_uppercase()) {
        return false;
    }
    let line = text[end..].lines().next().unwrap_or_default();
    let dash = line.char_indices().take_while(|(at, _)| *at < LONGEST).find(|&(at, c)| {
        // a hyphen is a dash behind a space or brackets: not in `Al-Anbar`
        let behind = line[..at].ends_with([' ', '\u{a0}', ')']);
        matches!(c, '–' | '—')
            || (c == '-' && behind && line[at..].trim_start_matches('-').starts_with([' ', '\u{a0}']))
    });
    let Some((dash, _)) = dash else { return false };
    let between = line[..dash].trim_matches([' ', '\u{a0}']);
    // region, day and agency between the name and the dash: behind a comma or in brackets, and nothing else
    let is_large = |word: &str| !word.chars().find(|c| c.is_alphanumeric()).is_some_and(char::is_lowercase);
    between.is_empty() || (between.starts_with([',', '(']) && between.split_whitespace().all(is_large))
}
