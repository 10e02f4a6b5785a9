//! Titles of works and nicknames: what the narrator's own sentence holds between marks.

use super::lexicon::{Uses, uses};
use super::marks::QuotedSpan;
use super::words::Words;
use std::ops::Range;

/// The title of a work: after a word for works, or next to another title in a list.
pub(super) fn is_work(words: &Words<'_>, span: &QuotedSpan, last_title: Option<usize>, linked: bool) -> bool {
    let inside = words.within(&span.inner);
    let introduced = words.text[..span.outer.start].trim_end().ends_with([',', ':']);
    let listed = last_title
        .and_then(|end| words.text.get(end..span.outer.start))
        .is_some_and(|gap| !gap.contains('\n') && matches!(gap.trim(), "" | "," | "and" | ", and" | "or" | "&"));
    if inside.is_empty() {
        return false;
    }
    // `a paper titled “…”`, however it is spelt
    if words.is(inside.start.wrapping_sub(1), Uses::TITLED) && !words.gap_before(inside.start).contains('.') {
        return true;
    }
    // `wrote “[Why piers float](…)”`: what is linked is read there
    let before = inside.start.wrapping_sub(1);
    if linked && !introduced && words.is(before, Uses::MAKING.or(Uses::WORK).or(Uses::DOCUMENT)) {
        return true;
    }
    if !is_title(words, &inside) {
        return false;
    }
    // `the film, “…,” is`, `“…,” a film by`
    let beside = words.is(inside.start.wrapping_sub(1), Uses::WORK) && words.gap_before(inside.start).starts_with(", ");
    let explained = words.is(inside.end, Uses::DETERMINER) && words.is(inside.end + 1, Uses::WORK);
    listed || beside || explained || (!introduced && (after_work(words, &inside) || is_made(words, &inside)))
}

/// `James “Jim” Lee`, `Jim “the king” Lee`: one or two words between two capitalised ones, with nothing but spaces around the
/// marks.
pub(super) fn is_nickname(text: &str, span: &QuotedSpan) -> bool {
    let capital = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    let inner = &text[span.inner.clone()];
    let (before, after) = (&text[..span.outer.start], &text[span.outer.end..]);
    let word_before = before.strip_suffix(' ').and_then(|before| before.rsplit([' ', '\n']).next());
    let word_after = after.strip_prefix(' ').and_then(|after| after.split([' ', '\n', ',', '.', '’', '\'']).next());
    let plain = |word: Option<&str>| {
        word.is_some_and(|word| !word.contains(|c: char| c.is_ascii_digit() || "“”\"()".contains(c)))
    };
    inner.split_whitespace().nth(2).is_none()
        && (inner.starts_with("the ") || inner.split_whitespace().all(|word| capital(Some(word))))
        && !inner.ends_with([',', '.', '?', '!'])
        && (capital(word_before) && plain(word_before))
        && (capital(word_after) && plain(word_after))
        && !word_after.is_some_and(|word| uses(word).has(Uses::CALENDAR.or(Uses::NOT_NAME)))
        && !word_before.is_some_and(|word| uses(word).has(Uses::NOT_NAME))
}

/// All words but small ones are capitalised: `The Art of the Deal`.
pub(super) fn is_title(words: &Words<'_>, inside: &Range<usize>) -> bool {
    let small = Uses::PREPOSITION.or(Uses::DETERMINER).or(Uses::CONJUNCTION).or(Uses::AUXILIARY);
    let capital = |word: usize| words.all[word].capital || words.full(word).starts_with(|c: char| c.is_ascii_digit());
    inside.len() <= 10
        && capital(inside.start)
        && inside.clone().all(|word| capital(word) || words.is(word, small))
        && !words.gap_after(inside.end - 1).starts_with(['?', '!'])
}

/// A word such as `show` or a name in the possessive stands before.
fn after_work(words: &Words<'_>, inside: &Range<usize>) -> bool {
    /// Words between the two: `films such as`, `the song by Lee called`.
    const REACH: usize = 3;
    let Some(before) = inside.start.checked_sub(1) else { return false };
    let joined = words.all[before].block == words.all[inside.start].block && !words.gap_after(before).contains('.');
    let owned = words.all[before].possessive || words.one_of(before, &["his", "her", "its", "their"]);
    let small = Uses::PREPOSITION.or(Uses::DETERMINER).or(Uses::CONJUNCTION);
    let near = (before.saturating_sub(REACH)..=before)
        .rev()
        .find(|&word| !words.is(word, small) || words.is(word, Uses::WORK));
    joined && (owned || near.is_some_and(|word| words.is(word, Uses::WORK)))
}

/// `published “…”`, `sang “…”`: what is made or taken in, by a title of two and more words.
fn is_made(words: &Words<'_>, inside: &Range<usize>) -> bool {
    let Some(verb) = inside.start.checked_sub(1) else { return false };
    let capitals = inside.clone().filter(|&word| words.all[word].capital).count();
    let joined = words.all[verb].block == words.all[inside.start].block && words.gap_after(verb).chars().count() == 2;
    capitals > 1
        && joined
        && words.is(verb, Uses::MAKING)
        && !words.text[..words.all[inside.end - 1].end as usize].ends_with(['?', '!'])
}

/// `known as “…”`, `known to his friends as “…”`, `the nickname “…”`, `goes by “…”`
pub(super) fn known_as(words: &Words<'_>, start: usize) -> bool {
    /// Words between `known` and `as`.
    const REACH: usize = 5;
    let Some(last) = start.checked_sub(1) else { return false };
    let known = || (start.saturating_sub(REACH)..last).any(|word| words.one_of(word, &["known"]));
    let goes = || last > 0 && words.one_of(last - 1, &["go", "goes", "going", "went"]);
    words.is(last, Uses::NICKNAME)
        || (words.one_of(last, &["as"]) && known())
        || (words.one_of(last, &["by"]) && goes())
}
