//! Who goes on speaking: a span that its own sentence says nothing about.
//!
//! In: the frames of the spans, and who says those before. Out: the subject of the sentence or paragraph before, or the
//! speaker of the span before, if nothing tells of another source.

use super::attribution::{Rule, Said, by, finite};
use super::clauses::Clauses;
use super::cues::Form;
use super::frames::Frame;
use super::lexicon::Uses;
use super::marks::QuotedSpan;
use super::phrases::Who;
use super::reports;
use super::unsaid::{self, Mood};
use std::ops::Range;

/// A span that its own sentence says nothing about: the speaker of the sentence or paragraph before.
pub(super) fn continued(
    clauses: Clauses<'_>,
    spans: &[QuotedSpan],
    frames: &[Frame],
    said: &[Option<Said>],
    number: usize,
) -> Option<Said> {
    let (span, frame) = (&spans[number], &frames[number]);
    // what it announces itself comes from somewhere else
    let lead = &clauses.words.text[..span.outer.start];
    // and so does what a verb brings whose subject nobody is: `Being there and saying “…”`
    let says = |word: usize| clauses.words.is(word, Uses::SAY) && clauses.cue(word).is_some();
    if !frame.left.is_empty() && (lead.trim_end().ends_with(':') || says(frame.left.end - 1)) {
        return None;
    }
    let last = number.checked_sub(1);
    let run = |last: usize| {
        // a credit ends what it stands under, and whoever stands beside the span may have said it
        let before = said[last].as_ref().filter(|said| said.rule != Rule::Credit)?;
        let other = has_source(clauses, span, frame, before);
        (!other).then(|| Said { rule: Rule::Run, from: Some(last), cue: None, ..before.clone() })
    };
    if !frame.first || !frame.before.is_empty() {
        if frame.before.is_empty() || frame.before_is_right_of_last {
            return run(last?);
        }
        let run = || run(last.filter(|_| !frame.first)?);
        // `She did not say why.`: what she said before, she says now
        let about = subject_of(clauses, &frame.before);
        let silent = |said: &Said| said.mood == Mood::Unsaid && is_pronoun(clauses.phrases[said.phrase].who);
        return about.filter(|said| !silent(said)).or_else(run);
    }
    let before = span.block.checked_sub(1)?;
    let near = last.filter(|&last| spans[last].block == before);
    if let Some(last) = near
        && spans[last].goes_on
    {
        return run(last);
    }
    let tail = last_sentence(clauses, before, near.map(|last| spans[last].outer.end), near.map(|last| &frames[last]));
    let Some(tail) = tail else { return run(near?) };
    let ends_in_colon = clauses.words.gap_after(tail.end - 1).trim_start().starts_with(':');
    if ends_in_colon || near.is_none() {
        return subject_of(clauses, &tail).filter(|said| ends_in_colon || said.cue.is_some() || speaks(clauses, said));
    }
    subject_of(clauses, &tail).filter(|said| speaks(clauses, said)).or_else(|| run(near?))
}

/// Whether a span tells itself where it is from: `“…” (Ida Holm)`, or somebody else stands behind it.
fn has_source(clauses: Clauses<'_>, span: &QuotedSpan, frame: &Frame, before: &Said) -> bool {
    let words = clauses.words;
    let rest = &words.text[span.outer.end..];
    let bracketed = rest.trim_start().strip_prefix('(').is_some_and(|name| name.starts_with(char::is_uppercase));
    let who = clauses.phrases[before.phrase].who;
    let other = || clauses.phrases_in(&frame.right).any(|(_, phrase)| is_other(phrase.who, who));
    bracketed || other()
}

fn is_pronoun(who: Who) -> bool {
    matches!(who, Who::He | Who::She | Who::They | Who::It)
}

fn is_other(who: Who, speaker: Who) -> bool {
    matches!(who, Who::Figure(_)) && who != speaker
}

/// Whether the phrase is a name or a pronoun.
fn speaks(clauses: Clauses<'_>, said: &Said) -> bool {
    matches!(clauses.phrases[said.phrase].who, Who::Figure(_) | Who::He | Who::She)
}

/// No sentence has more words.
const LONGEST_SENTENCE: usize = 400;

/// The last sentence of a block, if narrator's words stand there that are not merely the attribution of its last span.
fn last_sentence(
    clauses: Clauses<'_>,
    block: u32,
    after: Option<usize>,
    frame: Option<&Frame>,
) -> Option<Range<usize>> {
    let words = clauses.words;
    let end = words.all.partition_point(|word| word.block <= block);
    let first = words.all.partition_point(|word| word.block < block);
    let start = after.map_or(first, |after| words.all.partition_point(|word| (word.start as usize) < after));
    if start >= end {
        return None;
    }
    if let Some(frame) = frame
        && frame.right.end == end
    {
        let colon = words.gap_after(end - 1).trim_start().starts_with(':');
        return colon.then_some(start..end);
    }
    let start = start.max(end.saturating_sub(LONGEST_SENTENCE));
    let sentence = (start + 1..end)
        .rev()
        .find(|&word| {
            let gap = words.gap_before(word);
            gap.contains(['.', '?', '!']) && words.all[word].capital && !words.is_abbreviation(word - 1)
        })
        .unwrap_or(start);
    Some(sentence..end)
}

/// The speaker or subject of a whole sentence.
fn subject_of(clauses: Clauses<'_>, sentence: &Range<usize>) -> Option<Said> {
    let verb = sentence.clone().rev().find(|&word| finite(clauses, word) && clauses.words.is(word, Uses::SAY));
    if let Some(verb) = verb
        && let Some(row) = clauses.subject(sentence.start, verb, Form::Finite, sentence.end)
    {
        let frame = Frame { left: sentence.clone(), ..Frame::default() };
        let said = by(row, Some(verb..verb + 1), Rule::Before);
        let together = reports::together(clauses, &said);
        return Some(unsaid::judged(clauses, &frame, Said { together, ..said }));
    }
    let subject = clauses.first_subject(sentence)?;
    Some(Said { sentence: sentence.clone(), ..by(subject, None, Rule::Before) })
}
