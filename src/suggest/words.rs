//! The words of a block, with what the lists and the punctuation around them say.

use crate::names::{Class, bare, lexicon};
use std::ops::Range;

/// A word of a block.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Bytes of the text.
    pub(super) at: Range<usize>,
    /// As the lists know it, without possessive ending.
    pub(super) bare: String,
    /// What the lists say.
    pub(super) class: Class,
    /// Begins with a capital.
    pub(super) upper: bool,
    /// In capitals throughout, two or more.
    pub(super) caps: bool,
    /// Begins a sentence.
    pub(super) opens: bool,
    /// Ends in `'s` or `'`.
    pub(super) possessive: bool,
    /// A comma and a space stand between it and the word before.
    pub(super) after_comma: bool,
    /// Nothing but white space stands between it and the word before.
    pub(super) joined: bool,
}

/// How a page writes its hyphens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hyphens {
    /// `slow-moving`
    Tight,
    /// `slow - moving`, as texts do that a program has taken apart: `Kim Jong - un` is one name there.
    Spaced,
}

impl Hyphens {
    /// As the compounds of an English page have them: several with spaces and none without, and what looks so is not a dash.
    pub(super) fn of(text: &str) -> Self {
        const FEWEST: usize = 3;
        const ONE_IN: usize = 4;
        let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let beside = |at: usize, length: usize| {
            in_word(text[..at].chars().next_back()) && in_word(text[at + length..].chars().next())
        };
        if text.match_indices('-').any(|(at, _)| beside(at, 1)) {
            return Self::Tight;
        }
        let behind = |at: usize| text[at..].split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let (mut spaced, mut dashes) = (0, 0);
        for (at, dash) in text.match_indices(" - ").filter(|(at, dash)| beside(*at, dash.len())) {
            spaced += 1;
            // `- the`, `- and`
            dashes += usize::from(lexicon().is(&bare(behind(at + dash.len())), Class::FUNCTION));
        }
        if spaced >= FEWEST && dashes * ONE_IN <= spaced { Self::Spaced } else { Self::Tight }
    }
}

/// The words of a block; `base` is where the block starts in the text. In other languages than English, English common words may be
/// names.
pub(super) fn words(block: &str, base: usize, hyphens: Hyphens, english: bool) -> Vec<Word> {
    let mut all: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some(skip) = block[at..].find(char::is_alphanumeric) {
        let mut start = at + skip;
        let mut end = start;
        let mut chars = block[start..].char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let next = chars.peek().map(|(_, c)| *c);
            let dash = hyphens == Hyphens::Spaced && block[start + i..].starts_with(" - ");
            if dash
                && block[start..].starts_with(char::is_uppercase)
                && block[start + i + 3..].starts_with(char::is_alphanumeric)
            {
                chars.nth(1);
                continue;
            }
            let inner =
                matches!(c, '\'' | '’' | '-' | '&' | '.' | '‐' | '‑') && next.is_some_and(char::is_alphanumeric);
            if !(c.is_alphanumeric() || inner) {
                break;
            }
            end = start + i + c.len_utf8();
        }
        // `ex-Tarnia` is Tarnia and a small word
        if let Some((front, tail)) = block[start..end].split_once(['-', '‐', '‑'])
            && tail.starts_with(char::is_uppercase)
            && front.starts_with(char::is_lowercase)
            && lexicon().is(front, Class::PREFIX)
        {
            start = end - tail.len();
        }
        // `UK-based` is the UK and another word.
        if let Some((front, tail)) = block[start..end].rsplit_once(['-', '‐', '‑'])
            && lexicon().is(tail.trim_start(), Class::TAIL)
        {
            end = start + front.trim_end().len();
        }
        let word = &block[start..end];
        let folded = bare(word);
        let plain = folded.strip_suffix("'s").unwrap_or(&folded).to_owned();
        let possessive = plain.len() < folded.len() || (word.ends_with('s') && block[end..].starts_with(['’', '\'']));
        let mut class = lexicon().class(&plain);
        if !english {
            class = class.without(Class::NOUN.or(Class::THING).or(Class::PRESS));
        }
        let caps = word.chars().filter(|c| c.is_uppercase()).count() > 1 && !word.chars().any(char::is_lowercase);
        if caps {
            // `US` is not `us`
            class = class.without(Class::FUNCTION.or(Class::COMMON));
        }
        if let Some((front, "d" | "ll" | "ve" | "re" | "m")) = plain.split_once('\'')
            && lexicon().is(front, Class::FUNCTION)
        {
            class = Class::FUNCTION;
        }
        let gap = &block[at..start];
        // the full stop of an initial or a title does not end the run
        let after_abbreviation = all.last().is_some_and(|last: &Word| {
            gap.starts_with('.')
                && (last.bare.chars().count() == 1
                    || last.class.any(Class::TITLE.or(Class::SUFFIX))
                    || last.bare == "st")
        });
        // nor does the apostrophe of `Workers' Union`
        let owned = all.last().is_some_and(|last: &Word| last.possessive);
        let blank = if after_abbreviation {
            &gap[1..]
        } else {
            gap.strip_prefix(['’', '\'']).filter(|_| owned).unwrap_or(gap)
        };
        all.push(Word {
            at: base + start..base + end - if plain.len() < folded.len() { ending(word) } else { 0 },
            upper: without_article(word).starts_with(char::is_uppercase),
            caps,
            opens: all.is_empty() || opens(gap, after_abbreviation),
            joined: !all.is_empty() && !blank.is_empty() && blank.chars().all(char::is_whitespace),
            after_comma: gap == ", ",
            bare: plain,
            class,
            possessive,
        });
        at = end;
    }
    all
}

/// `d’Arc`, `al-Sabah`: what follows the small article or preposition that is one word with a name.
fn without_article(word: &str) -> &str {
    match word.split_once(['\'', '’', '-', '‐', '‑']) {
        Some(("d" | "l" | "al" | "el" | "ad" | "an" | "ar" | "as" | "ash" | "at" | "az", name)) => name,
        _ => word,
    }
}

/// Length of `'s`.
fn ending(word: &str) -> usize {
    word.chars().rev().take(2).map(char::len_utf8).sum()
}

fn opens(gap: &str, after_abbreviation: bool) -> bool {
    gap.contains(['!', '?', ':', '"', '“', '”', '„', '«', '\n', '•', '*', '[', '…'])
        || (gap.contains('.') && !after_abbreviation)
}
