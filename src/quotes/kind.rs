//! What stands between marks and is no quotation: scare quotes, titles of works, nicknames, words spoken of.

use super::attribution::{Rule, Said};
use super::frames::Frame;
use super::lexicon::Uses;
use super::marks::Stretch;
use super::phrases::Who;
use super::words::Words;

/// The title of a work: after a word for works, or next to another title in a list.
pub(super) fn is_work(words: &Words<'_>, stretch: &Stretch, last_title: Option<usize>) -> bool {
    let inside = words.within(&stretch.inner);
    let introduced = words.text[..stretch.outer.start].trim_end().ends_with([',', ':']);
    let listed = last_title
        .and_then(|end| words.text.get(end..stretch.outer.start))
        .is_some_and(|gap| !gap.contains('\n') && matches!(gap.trim(), "" | "," | "and" | ", and" | "or" | "&"));
    if inside.is_empty() || !is_title(words, &inside) {
        return false;
    }
    // `the film, “…,” is`, `“…,” a film by`
    let beside = words.is(inside.start.wrapping_sub(1), Uses::WORK) && words.gap_before(inside.start).starts_with(", ");
    let explained = words.is(inside.end, Uses::DETERMINER) && words.is(inside.end + 1, Uses::WORK);
    listed || beside || explained || (!introduced && after_work(words, &inside))
}

/// Whether somebody says these words. `who`: whom the words for the speaker name, if any do.
pub(super) fn is_said(
    words: &Words<'_>,
    stretch: &Stretch,
    frame: &Frame,
    said: Option<&Said>,
    who: Option<Who>,
) -> bool {
    /// Unattributed stretches up to this many words are taken for scare quotes.
    const SCARE: usize = 4;
    let inside = words.within(&stretch.inner);
    let count = inside.len();
    if count == 0 || is_stage_direction(&words.text[stretch.inner.clone()]) {
        return false;
    }
    if count == 1 && words.full(inside.start).chars().count() == 1 {
        return false;
    }
    let introduced = words.text[..stretch.outer.start].trim_end().ends_with([',', ':']);
    let so_called =
        words.one_of(inside.start.wrapping_sub(1), &["called"]) && words.one_of(inside.start.wrapping_sub(2), &["so"]);
    if so_called || known_as(words, inside.start) {
        return false;
    }
    if let Some(said) = said
        && matches!(said.rule, Rule::Cue | Rule::Credit | Rule::Transcript)
    {
        let speech = Uses::SAY.or(Uses::DENY).or(Uses::NAMING);
        let weak =
            said.cue.as_ref().is_some_and(|cue| words.is(cue.start, Uses::JUDGE) && !words.is(cue.start, speech));
        if weak && count <= 2 && is_attribute(words, &inside) {
            return false;
        }
        // `“The Gazette” wrote`: the stretch names the speaker
        return !(is_title(words, &inside)
            && words.is(inside.end, Uses::SAY)
            && words.gap_after(inside.end - 1).chars().count() == 2);
    }
    // `held a hearing on “The Future of the Harbour”`: no verb brings it, and it is spelt like a title
    if count > 2 && said.is_some_and(|said| said.rule == Rule::Subject) && is_title(words, &inside) && !introduced {
        return false;
    }
    let whole = frame.left.is_empty() && frame.right.is_empty();
    // a comma before the closing mark: someone's words follow
    let announced = frame.invites && words.all[inside.start].capital;
    if !whole && !introduced && count <= SCARE && (who.is_some() || !announced) {
        // a lone `she` is the word, not a speech
        let small = Uses::HE.or(Uses::SHE).or(Uses::THEY).or(Uses::IT).or(Uses::DETERMINER).or(Uses::PREPOSITION);
        if count == 1 && words.is(inside.start, small) {
            return false;
        }
        let elsewhere = said.is_some_and(|said| matches!(said.rule, Rule::Run | Rule::Before));
        let distant = elsewhere || matches!(who, None | Some(Who::It | Who::They | Who::We));
        if distant || is_attribute(words, &inside) {
            return false;
        }
    }
    let announced = announced && !frame.right.is_empty() && count > 2;
    whole && count > 2 || said.is_some() || count > SCARE || announced
}

/// `known as “…”`, `the nickname “…”`
fn known_as(words: &Words<'_>, start: usize) -> bool {
    let before = |back: usize, list: &[&str]| start.checked_sub(back).is_some_and(|word| words.one_of(word, list));
    before(1, &["nickname", "nicknamed", "aka", "alias"]) || (before(1, &["as"]) && before(2, &["known"]))
}

/// The stretch stands like an adjective before a noun: `the “…” issue`.
fn is_attribute(words: &Words<'_>, inside: &std::ops::Range<usize>) -> bool {
    let small =
        Uses::PREPOSITION.or(Uses::DETERMINER).or(Uses::CONJUNCTION).or(Uses::AUXILIARY).or(Uses::ADVERB).or(Uses::CUE);
    let next = inside.end;
    words.gap_after(next - 1).chars().count() == 2
        && words.all.get(next).is_some_and(|word| !word.capital && !word.uses.has(small))
}

/// `(CROSSTALK.)`
fn is_stage_direction(text: &str) -> bool {
    text.starts_with('(') && text.ends_with(')') && !text.contains(char::is_lowercase)
}

/// `James “Jim” Lee`: one or two capitalised words between two others, with nothing but spaces around the marks.
pub(super) fn is_nickname(text: &str, stretch: &Stretch) -> bool {
    let capital = |word: Option<&str>| word.is_some_and(|word| word.starts_with(char::is_uppercase));
    let inner = &text[stretch.inner.clone()];
    let (before, after) = (&text[..stretch.outer.start], &text[stretch.outer.end..]);
    let word_before = before.strip_suffix(' ').and_then(|before| before.rsplit([' ', '\n']).next());
    let word_after = after.strip_prefix(' ').and_then(|after| after.split([' ', '\n', ',', '.', '’', '\'']).next());
    let plain = |word: Option<&str>| {
        word.is_some_and(|word| !word.contains(|c: char| c.is_ascii_digit() || "“”\"()".contains(c)))
    };
    inner.split_whitespace().nth(2).is_none()
        && inner.split_whitespace().all(|word| capital(Some(word)))
        && !inner.ends_with([',', '.', '?', '!'])
        && (capital(word_before) && plain(word_before))
        && (capital(word_after) && plain(word_after))
        && !word_after.is_some_and(|word| super::lexicon::uses(word).has(Uses::CALENDAR.or(Uses::NOT_NAME)))
        && !word_before.is_some_and(|word| super::lexicon::uses(word).has(Uses::NOT_NAME))
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
    let of = before > 0 && words.one_of(before, &["of", "in", "for", "a", "the"]) && words.is(before - 1, Uses::WORK);
    let owned = words.all[before].possessive || words.one_of(before, &["his", "her", "its", "their"]);
    joined && (words.is(before, Uses::WORK) || owned || of)
}
