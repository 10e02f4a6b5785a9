//! Whose words a sentence hands on, when the verb before them is not the speaker's or is left out.
//!
//! In: the narrator's words around a span. Out: the speaker, if the words right before the span name him: `in the words of
//! Lee`, `Lee’s words:`, `quoted Lee’s “…”`, `and Lee: “…”` after another's verb.

use super::attribution::{Rule, Said, by};
use super::clauses::Clauses;
use super::cues::Form;
use super::frames::Frame;
use super::lexicon::Uses;
use super::phrases::{Phrase, Who};
use std::ops::Range;

/// The speaker whom the words right before a span name.
pub(super) fn announced(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    if frame.left.is_empty() {
        return None;
    }
    in_the_words_of(clauses, &frame.left)
        .or_else(|| owned(clauses, &frame.left))
        .or_else(|| gapped(clauses, &frame.left))
        .or_else(|| verb_before(clauses, &frame.left))
        .or_else(|| saying(clauses, &frame.left))
}

/// `In the words of Lee, “…”`
fn in_the_words_of(clauses: Clauses<'_>, left: &Range<usize>) -> Option<Said> {
    let words = clauses.words;
    let (row, phrase) = last_phrase(clauses, left)?;
    let of = phrase.words.start.checked_sub(2).filter(|of| *of >= left.start)?;
    let handed = words.one_of(of, &["words"]) && words.one_of(of + 1, &["of"]);
    handed.then(|| by(row, Some(of..of + 1), Rule::Cue))
}

/// `repeated Lee’s words: “…”`, `cited Lee’s statement that “…”`, `quoted Lee’s “…”`
fn owned(clauses: Clauses<'_>, left: &Range<usize>) -> Option<Said> {
    let words = clauses.words;
    let end = left.end - usize::from(words.one_of(left.end - 1, &["that"]));
    let noun = end.checked_sub(1).filter(|noun| *noun > left.start)?;
    let owner = |end: usize| clauses.owner_ending(end).filter(|(_, phrase)| phrase.words.start >= left.start);
    if words.is(noun, Uses::SPEECH_NOUN) && (end < left.end || words.gap_after(noun).contains([':', ','])) {
        let (row, phrase) = owner(noun).or_else(|| owner(noun - 1))?;
        return matches!(phrase.who, Who::Figure(_)).then(|| by(row, Some(noun..noun + 1), Rule::Cue));
    }
    let (row, phrase) = owner(end)?;
    let quotes = (left.start..phrase.words.start)
        .rev()
        .take(3)
        .find(|&word| words.is(word, Uses::QUOTING) && clauses.cue(word) == Some(Form::Finite))?;
    matches!(phrase.who, Who::Figure(_)).then(|| by(row, Some(quotes..quotes + 1), Rule::Cue))
}

/// `Lee said “…” and Holm “…”`, `“…,” said Lee, and Holm: “…”`: the verb is left out the second time.
fn gapped(clauses: Clauses<'_>, left: &Range<usize>) -> Option<Said> {
    let words = clauses.words;
    let (row, phrase) = last_phrase(clauses, left).filter(|(_, phrase)| is_named(phrase))?;
    let before = phrase.words.start.checked_sub(1).filter(|before| *before > left.start)?;
    let joint = usize::from(words.one_of(before, &["and", "but", "while"]) && !words.all[before].quoted);
    let before = before - joint;
    let apart = words.gap_after(before).contains(';');
    let says = if apart { Uses::SAY.or(Uses::DENY).or(Uses::NAMING) } else { Uses::SAY };
    let verb =
        (left.start..before).rev().find(|&word| words.is(word, says) && clauses.cue(word) == Some(Form::Finite))?;
    let opens = if words.all[before].quoted {
        // nobody whom it was said to stands between the verb and its words
        let first = (verb + 1..=before).find(|&word| words.all[word].quoted)?;
        clauses.phrases_in(&(verb + 1..first)).all(|(_, phrase)| apart && !matches!(phrase.who, Who::Figure(_)))
    } else {
        joint == 1 && words.gap_after(before).starts_with(',') && words.gap_after(left.end - 1).starts_with(':')
    };
    let other = clauses.subject(left.start, verb, Form::Finite, before + 1)?;
    (opens && other != row).then(|| by(row, Some(verb..verb + 1), Rule::Cue))
}

/// `While Lee said “…,” Holm …`: a verb of saying that stands with its subject right before the span.
fn verb_before(clauses: Clauses<'_>, left: &Range<usize>) -> Option<Said> {
    let words = clauses.words;
    let end = left.end - usize::from(words.one_of(left.end - 1, &["that"]));
    let verb = end.checked_sub(1).filter(|verb| *verb > left.start)?;
    let says = words.is(verb, Uses::SAY) && clauses.cue(verb) == Some(Form::Finite);
    let (row, phrase) = clauses.phrase_before(left.start, verb).filter(|_| says)?;
    let fronted = (left.start..phrase.words.start)
        .rev()
        .take_while(|&word| !words.all[word].quoted)
        .any(|word| words.is(word, Uses::FRONTING));
    fronted.then(|| by(row, Some(verb..verb + 1), Rule::Cue))
}

/// `recalled Lee saying “…”`, `a letter from Lee saying “…”`: whoever is reported, or has written it.
fn saying(clauses: Clauses<'_>, left: &Range<usize>) -> Option<Said> {
    let words = clauses.words;
    let end = left.end - usize::from(words.one_of(left.end - 1, &["that"]));
    let verb = end.checked_sub(1).filter(|verb| *verb > left.start)?;
    let says = words.is(verb, Uses::SAY) && words.full(verb).ends_with("ing");
    let (row, phrase) = clauses.phrase_before(left.start, verb).filter(|_| says)?;
    let before = phrase.words.start.checked_sub(1).filter(|before| *before >= left.start)?;
    let reported = words.is(before, Uses::QUOTING.or(Uses::HEARING)) && !words.all[before].quoted;
    let written = words.one_of(before, &["from", "by"])
        && before > left.start
        && words.is(before - 1, Uses::DOCUMENT.or(Uses::SPEECH_NOUN));
    (reported || written).then(|| by(row, Some(verb..verb + 1), Rule::Cue))
}

/// Whose words the speaker reads out: `Lee, quoting Holm, said`. Else the same.
pub(super) fn handed_on(clauses: Clauses<'_>, frame: &Frame, said: Said) -> Said {
    let words = clauses.words;
    let quoting = |range: &Range<usize>| {
        range.clone().find(|&word| {
            words.is(word, Uses::QUOTING)
                && words.full(word).ends_with("ing")
                && !words.all[word].quoted
                && words.gap_before(word).contains(',')
        })
    };
    let Some(cue) = quoting(&frame.left).or_else(|| quoting(&frame.right)) else { return said };
    let range = cue + 1..frame.left.end.max(frame.right.end);
    match clauses.phrases_in(&range).next() {
        Some((phrase, named)) if named.words.start <= cue + 2 && is_named(named) && !named.possessive => {
            Said { phrase, cue: Some(cue..cue + 1), ..said }
        }
        _ => said,
    }
}

/// The words for all who speak, if they are several: `Lee and Holm said`, `said Lee and Holm`.
pub(super) fn together(clauses: Clauses<'_>, said: &Said) -> Option<Range<usize>> {
    let verb = said.cue.as_ref()?.start;
    let subject = &clauses.phrases[said.phrase];
    let phrase = &subject.words;
    if phrase.end <= verb {
        let first = clauses.joined_before(phrase.start)?;
        return Some(first..phrase.end);
    }
    let words = clauses.words;
    let and = words.one_of(phrase.end, &["and", "or"]) && words.gap_after(phrase.end - 1) == " ";
    let (_, other) = clauses.phrases_in(&(phrase.end..phrase.end + 12)).next().filter(|_| and)?;
    let adjacent = other.words.start == phrase.end + 1;
    let acts = clauses.cue(other.words.end).is_some() || words.is(other.words.end, Uses::AUXILIARY);
    let ends = words.gap_after(other.words.end - 1) != " " || !acts;
    (adjacent && ends && !other.possessive).then_some(phrase.start..other.words.end)
}

fn is_named(phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::Figure(_) | Who::Role(..))
}

/// The phrase that ends right before the span.
fn last_phrase<'a>(clauses: Clauses<'a>, left: &Range<usize>) -> Option<(usize, &'a Phrase)> {
    let (row, phrase) = clauses.phrases_in(left).last()?;
    (phrase.words.end == left.end && !phrase.possessive).then_some((row, phrase))
}
