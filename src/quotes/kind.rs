//! What stands between marks and is no quotation: scare quotes, titles of works, nicknames, words spoken of.

use super::attribution::{Rule, Said};
use super::frames::Frame;
use super::lexicon::Uses;
use super::marks::Stretch;
use super::words::Words;

/// Whether somebody says these words.
pub(super) fn is_said(words: &Words<'_>, stretch: &Stretch, frame: &Frame, said: Option<&Said>) -> bool {
    /// Unattributed stretches up to this many words are taken for scare quotes.
    const SCARE: usize = 4;
    let inside = words.within(&stretch.inner);
    let count = inside.len();
    if count == 0 || is_stage_direction(&words.text[stretch.inner.clone()]) {
        return false;
    }
    let by_cue = said.is_some_and(|said| matches!(said.rule, Rule::Cue | Rule::Transcript));
    let introduced = words.text[..stretch.outer.start].trim_end().ends_with([',', ':']);
    if is_nickname(words, &inside) || (count == 1 && words.full(inside.start).chars().count() == 1) {
        return false;
    }
    if !introduced && is_title(words, &inside) && after_work(words, &inside) {
        return false;
    }
    if words.one_of(inside.start.wrapping_sub(1), &["called"]) && words.one_of(inside.start.wrapping_sub(2), &["so"]) {
        return false;
    }
    let whole = frame.left.is_empty() && frame.right.is_empty();
    by_cue || whole && count > 2 || said.is_some() || count > SCARE
}

/// `(CROSSTALK.)`
fn is_stage_direction(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && !text.contains(char::is_lowercase)
}

/// `James “Jim” Lee`
fn is_nickname(words: &Words<'_>, inside: &std::ops::Range<usize>) -> bool {
    let Some(before) = inside.start.checked_sub(1) else { return false };
    let capital = |word: usize| words.all.get(word).is_some_and(|word| word.capital);
    let beside = |gap: &str| gap.chars().count() == 2 && gap.contains(' ');
    inside.len() <= 2
        && capital(before)
        && capital(inside.start)
        && capital(inside.end)
        && beside(words.gap_before(inside.start))
        && beside(words.gap_after(inside.end - 1))
}

/// All words but small ones are capitalised: `The Art of the Deal`.
fn is_title(words: &Words<'_>, inside: &std::ops::Range<usize>) -> bool {
    let small = Uses::PREPOSITION.or(Uses::DETERMINER).or(Uses::CONJUNCTION).or(Uses::AUXILIARY);
    let capital = |word: usize| words.all[word].capital || words.full(word).starts_with(|c: char| c.is_ascii_digit());
    inside.len() <= 10
        && capital(inside.start)
        && inside.clone().all(|word| capital(word) || words.is(word, small))
        && !words.gap_after(inside.end - 1).starts_with(['?', '!'])
}

/// A word such as `show` or a name in the possessive stands right before.
fn after_work(words: &Words<'_>, inside: &std::ops::Range<usize>) -> bool {
    let Some(before) = inside.start.checked_sub(1) else { return false };
    let joined = words.all[before].block == words.all[inside.start].block && !words.gap_after(before).contains('.');
    joined && (words.is(before, Uses::WORK) || words.all[before].possessive)
}
