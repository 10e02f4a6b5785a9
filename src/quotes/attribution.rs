//! Which words name the speaker of a span: the rules, in the order in which they are trusted.

use super::Evidence;
use super::clauses::Clauses;
use super::continued::continued;
use super::cues::Form;
use super::frames::Frame;
use super::lexicon::Uses;
use super::marks::QuotedSpan;
use super::phrases::Who;
use super::reports;
use super::unsaid::{self, Mood};
use super::words::Words;
use std::ops::Range;

/// By which rule a speaker was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// `NAME:` as in a transcript.
    Transcript,
    /// A dash and a name after the span.
    Credit,
    /// A verb of saying beside the span.
    Cue,
    /// The subject of the sentence that holds the span; its verb is not one of ours.
    Subject,
    /// The sentence before, which ends there.
    Before,
    /// The speech goes on.
    Run,
}

/// Who says a span, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    /// Row of the phrase that names the speaker.
    pub(super) phrase: usize,
    /// The verb.
    pub(super) cue: Option<Range<usize>>,
    /// How it was found.
    pub(super) rule: Rule,
    /// Whether the words were said.
    pub(super) mood: Mood,
    /// The words that name the speakers, if there are several: `Lee and Holm`.
    pub(super) together: Option<Range<usize>>,
    /// The sentence that names the speaker, if it brings no words itself.
    pub(super) sentence: Range<usize>,
    /// If the speech goes on: the span that it goes on from.
    pub(super) from: Option<usize>,
}

impl Said {
    /// What kind of evidence that is.
    pub(super) fn evidence(&self) -> Evidence {
        match self.rule {
            Rule::Transcript => Evidence::Label,
            Rule::Credit => Evidence::Marked,
            Rule::Cue => Evidence::Cue,
            Rule::Before if self.cue.is_some() => Evidence::Continued,
            Rule::Run => Evidence::Continued,
            Rule::Before | Rule::Subject => Evidence::Subject,
        }
    }
}

/// The speakers of all spans.
pub(super) fn attribute(clauses: Clauses<'_>, spans: &[QuotedSpan], frames: &[Frame]) -> Vec<Option<Said>> {
    let mut said: Vec<Option<Said>> = Vec::with_capacity(spans.len());
    for (number, frame) in frames.iter().enumerate() {
        let found = transcript(clauses, &spans[number])
            .or_else(|| said_beside(clauses, frame))
            .or_else(|| continued(clauses, spans, frames, &said, number));
        said.push(found);
    }
    for number in (1..said.len()).rev() {
        if let Some(later) = shared(clauses, spans, frames, &said, number) {
            said[number - 1] = Some(later);
        }
    }
    said
}

/// `It is “…” and “…,” Lee said`: the verb after the last span of a sentence is stronger than the subject before the first.
fn shared(
    clauses: Clauses<'_>,
    spans: &[QuotedSpan],
    frames: &[Frame],
    said: &[Option<Said>],
    number: usize,
) -> Option<Said> {
    let later = said[number].as_ref()?;
    let weak = said[number - 1]
        .as_ref()
        .is_none_or(|before| !matches!(before.rule, Rule::Cue | Rule::Credit | Rule::Transcript));
    let first = clauses.words.within(&spans[number - 1].outer);
    let one_sentence = !frames[number].left.is_empty() && frames[number].left.start <= first.start;
    let after = later
        .cue
        .as_ref()
        .is_some_and(|cue| cue.start >= frames[number].right.start && !frames[number].right.is_empty());
    (weak && later.rule == Rule::Cue && one_sentence && after).then(|| later.clone())
}

pub(super) fn by(phrase: usize, cue: Option<Range<usize>>, rule: Rule) -> Said {
    Said { phrase, cue, rule, mood: Mood::Plain, together: None, sentence: 0..0, from: None }
}

/// `"LEE: …` and `LEE: “…”`
fn transcript(clauses: Clauses<'_>, span: &QuotedSpan) -> Option<Said> {
    let words = clauses.words;
    let start = words.within(&span.outer).start;
    let before = start.checked_sub(1)?;
    let colon = words.gap_after(before).trim_start().starts_with(':') && words.all[before].block == span.block;
    let (row, phrase) = clauses.phrases_in(&(before.saturating_sub(6)..start)).last()?;
    let alone = phrase.words.start == 0 || words.all[phrase.words.start - 1].block != span.block;
    (colon && alone && phrase.words.end == start && !phrase.possessive).then(|| by(row, None, Rule::Transcript))
}

/// A speaker in the sentence of the span itself, and whether he said it.
fn said_beside(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    let mut said = reports::announced(clauses, frame).or_else(|| beside(clauses, frame))?;
    if said.rule == Rule::Cue {
        said.phrase = whose_words(clauses, said.phrase).unwrap_or(said.phrase);
    }
    said.together = reports::together(clauses, &said);
    let said = unsaid::judged(clauses, frame, said);
    Some(if said.mood == Mood::Plain { reports::handed_on(clauses, frame, said) } else { said })
}

/// A speaker in the sentence of the span itself.
fn beside(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    let right = || {
        credit(clauses, frame).or_else(|| right(clauses, frame)).or_else(|| {
            // `“…,” according to Lee`
            let starts = clauses.words.is(frame.right.start, Uses::ACCORDING);
            if starts && !frame.right.is_empty() { according(clauses, &frame.right) } else { None }
        })
    };
    let left = || left(clauses, frame);
    let found = if frame.invites || frame.left.is_empty() { right().or_else(left) } else { left().or_else(right) };
    let found = match found {
        Some(said) if is_vague(clauses, &said) => Some(according(clauses, &frame.right).unwrap_or(said)),
        other => other,
    };
    found.or_else(|| according(clauses, &frame.right)).or_else(|| {
        let subject = clauses.first_subject(&frame.left);
        let subject = subject.map(|row| Said { sentence: frame.left.clone(), ..by(row, None, Rule::Subject) });
        subject.or_else(|| loose_right(clauses, frame))
    })
}

/// `“…” — Lee`: a name after a dash, and no more.
fn credit(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    let words = clauses.words;
    let first = frame.right.start;
    let dash = !frame.right.is_empty() && words.gap_before(first).trim_end().ends_with(['—', '–', '―', '-']);
    let (row, phrase) = clauses.phrases_in(&frame.right).next().filter(|_| dash)?;
    let gap = words.gap_after(phrase.words.end - 1);
    // `Former U.S. source`
    let lower = words.all.get(phrase.words.end).is_some_and(|next| !next.capital);
    let ends = phrase.words.end == frame.right.end || !(gap.starts_with(' ') || (gap.starts_with(". ") && lower));
    let alone = phrase.words.start == first && ends && !frame.right.clone().any(|word| clauses.cue(word).is_some());
    (alone && matches!(phrase.who, Who::Figure(_))).then(|| by(row, None, Rule::Credit))
}

/// `…, said Lee`, `…, Lee, the mayor, said`
fn right(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    /// Words up to the verb, appositions included.
    const REACH: usize = 40;
    let words = clauses.words;
    let range = frame.right.clone();
    let mut start = range.start;
    while start < range.end && words.is(start, Uses::ADVERB) && clauses.cue(start).is_none() {
        start += 1;
    }
    if start >= range.end || words.is(start, Uses::CONJUNCTION) {
        return None;
    }
    let verb = (start..range.end.min(start + REACH)).find(|&word| {
        words.is(word, Uses::SAY.or(Uses::DENY)) && clauses.cue(word) == Some(Form::Finite) || pair(clauses, word)
    })?;
    let cue = Some(verb..verb + 1);
    if verb == start {
        return clauses.subject_after(verb, range.end).map(|row| by(row, cue, Rule::Cue));
    }
    // what stands before the verb must begin with its subject, or with a place or time: `in a letter, Lee said`
    let blocked =
        (start..verb).any(|word| words.one_of(word, &["and", "but", "that", "which", "because", "while", "if"]));
    let near = clauses.phrases_in(&(start..verb)).next()?;
    if clauses.has_unknown_subject(verb) {
        return None;
    }
    let leads = near.1.words.start <= start + 8 && (!blocked || near.1.words.start == start);
    leads.then(|| clauses.subject(start, verb, Form::Finite, range.end))?.map(|row| by(row, cue, Rule::Cue))
}

fn pair(clauses: Clauses<'_>, word: usize) -> bool {
    !clauses.words.is(word, Uses::CUE) && clauses.cue(word) == Some(Form::Finite)
}

/// `Lee said that “…”`: the nearest verb that has a subject.
fn left(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    let range = frame.left.clone();
    if let Some(said) = according(clauses, &range).filter(|_| !range.clone().any(|word| finite(clauses, word))) {
        return Some(said);
    }
    // `…; the welder, “…”`: the verb is left out, and nothing tells whose it would be
    let parted = range.clone().rev().find(|&word| words_part(clauses, word));
    let range = parted
        .filter(|&word| clauses.words.gap_after(range.end - 1).contains(',') && range.end - word <= 5)
        .map_or(range.clone(), |word| word + 1..range.end);
    let until = frame.right.end.max(range.end);
    let of = |verb: usize, form: Form| {
        clauses.subject(range.start, verb, form, if form == Form::Passive { until } else { range.end })
    };
    let mut weak = None;
    for verb in range.clone().rev() {
        if let Some(row) = possessor(clauses, verb) {
            return Some(by(row, Some(verb..verb + 1), Rule::Cue));
        }
        let Some(form) = clauses.cue(verb) else { continue };
        if verb == range.start && is_order(clauses, verb, form) {
            continue;
        }
        if let Some(row) = clauses.told_to(range.start, verb) {
            return Some(by(row, Some(verb..verb + 1), Rule::Cue));
        }
        let Some(row) = of(verb, form) else {
            if form == Form::Ing && clauses.first_subject(&(range.start..verb)).is_none() {
                // `Calling it “…,” Lee left`
                let row = clauses.first_subject(&frame.right)?;
                return Some(by(row, Some(verb..verb + 1), Rule::Cue));
            }
            continue;
        };
        let found = by(row, Some(verb..verb + 1), Rule::Cue);
        let strong = clauses.words.is(verb, Uses::SAY.or(Uses::DENY).or(Uses::NAMING)) || pair(clauses, verb);
        if strong && !clauses.is_infinitive(verb) {
            // within what someone says, only another verb of speech has words of its own
            return Some(outer(clauses, range.start, found));
        }
        weak.get_or_insert(found);
    }
    weak.map(|found| outer(clauses, range.start, found))
}

/// Quoted words and a semicolon behind them.
fn words_part(clauses: Clauses<'_>, word: usize) -> bool {
    clauses.words.all[word].quoted && clauses.words.gap_after(word).contains(';')
}

/// `Added the directors as a “team”`: a note or an order without a subject; but `Added Lee: “…”`
fn is_order(clauses: Clauses<'_>, verb: usize, form: Form) -> bool {
    let words = clauses.words;
    form == Form::Finite
        && clauses.subject_after(verb, verb + 12).is_some_and(|row| {
            let end = clauses.phrases[row].words.end;
            !words.gap_after(end - 1).contains([',', ':', '(']) && !words.all.get(end).is_none_or(|next| next.quoted)
        })
}

/// `Lee said she asked “…”`: whom a pronoun repeats right after a verb of saying is the one who says all of it.
fn outer(clauses: Clauses<'_>, from: usize, found: Said) -> Said {
    let words = clauses.words;
    let inner = &clauses.phrases[found.phrase];
    if !matches!(inner.who, Who::He | Who::She | Who::They | Who::It) {
        return found;
    }
    let repeats = |verb: usize| {
        let next = verb + 1 + usize::from(words.one_of(verb + 1, &["that"]));
        let pronoun = clauses.phrases_in(&(next..next + 1)).next();
        pronoun.is_some_and(|(_, phrase)| phrase.who == inner.who && phrase.words.start <= inner.words.start)
    };
    let says = (from..inner.words.start).rev().find(|&verb| {
        words.is(verb, Uses::SAY) && finite(clauses, verb) && !clauses.is_infinitive(verb) && repeats(verb)
    });
    let Some(says) = says else { return found };
    match clauses.subject(from, says, Form::Finite, says + 1) {
        Some(row) => by(row, Some(says..says + 1), Rule::Cue),
        None => found,
    }
}

/// `Lee’s claim that “…”`
fn possessor(clauses: Clauses<'_>, noun: usize) -> Option<usize> {
    let words = clauses.words;
    if !words.is(noun, Uses::SPEECH_NOUN) || words.all[noun].quoted || !words.one_of(noun + 1, &["that"]) {
        return None;
    }
    let (row, phrase) = clauses.phrases_in(&(noun.saturating_sub(6)..noun)).last()?;
    let near =
        (phrase.words.end..noun).all(|word| !words.is(word, Uses::PREPOSITION.or(Uses::CONJUNCTION).or(Uses::CUE)));
    let joined = (phrase.words.end - 1..noun)
        .all(|word| words.gap_after(word).trim().is_empty() || words.gap_after(word).starts_with(['’', '\'']));
    let held = phrase.possessive && phrase.words.end + 2 >= noun && near && joined;
    held.then_some(row)
}

pub(super) fn finite(clauses: Clauses<'_>, word: usize) -> bool {
    clauses.cue(word) == Some(Form::Finite)
}

/// `according to Lee`, `per Lee`, `in the words of Lee`
fn according(clauses: Clauses<'_>, range: &Range<usize>) -> Option<Said> {
    let words = clauses.words;
    let at = range.clone().find(|&word| {
        (words.one_of(word, &["according"]) && words.one_of(word + 1, &["to"]))
            || (words.one_of(word, &["per"]) && (word == range.start || words.gap_before(word).contains([',', '('])))
            || (words.one_of(word, &["words"]) && words.one_of(word + 1, &["of"]) && is_in_the(words, word))
    })?;
    let row = clauses.phrases_in(&(at + 1..range.end)).find(|(_, phrase)| !phrase.possessive).map(|(row, _)| row)?;
    Some(by(author(clauses, row, range.end).unwrap_or(row), Some(at..at + 1), Rule::Cue))
}

/// `in the words`, but not `these were the last words`
fn is_in_the(words: &Words<'_>, noun: usize) -> bool {
    words.one_of(noun.wrapping_sub(1), &["the"]) && words.one_of(noun.wrapping_sub(2), &["in"])
}

/// Whose words a statement holds: `a statement of the Harbour Board said`, `Lee’s statement said`. A report or a letter may hold
/// anybody's.
fn whose_words(clauses: Clauses<'_>, document: usize) -> Option<usize> {
    let words = clauses.words;
    let end = clauses.phrases[document].words.end;
    if !words.is(end - 1, Uses::SPEECH_NOUN) {
        return None;
    }
    let named = |row: &usize| {
        let phrase = &clauses.phrases[*row];
        matches!(phrase.who, Who::Figure(_)) && !phrase.modifier && !phrase.possessive && phrase.words.start <= end + 2
    };
    let after = (document + 1..clauses.phrases.len()).next().filter(named);
    let of = words.one_of(end, &["of", "by", "from"]) && words.gap_after(end - 1) == " ";
    author(clauses, document, end).or(after.filter(|_| of))
}

/// Who speaks in a document: `Lee’s testimony`, `a letter written by Lee`.
fn author(clauses: Clauses<'_>, document: usize, until: usize) -> Option<usize> {
    /// Words between a document and its author.
    const REACH: usize = 5;
    let phrase = &clauses.phrases[document];
    if !matches!(phrase.who, Who::Document(_)) {
        return None;
    }
    let owner = document.checked_sub(1).filter(|&row| {
        let owner = &clauses.phrases[row];
        // a determiner may stand before the name
        let leads = (phrase.words.start..=phrase.words.start + 1).contains(&owner.words.start);
        leads && owner.possessive && matches!(owner.who, Who::Figure(_))
    });
    owner.or_else(|| {
        let words = clauses.words;
        let by = (phrase.words.end..until.min(phrase.words.end + REACH)).find(|&word| words.one_of(word, &["by"]))?;
        let (row, named) = clauses.phrases_in(&(by + 1..until)).next()?;
        (matches!(named.who, Who::Figure(_)) && named.words.start <= by + 2).then_some(row)
    })
}

/// Whether `according to …` names a better source than a verb does: that of an unnamed speaker, or of a thought.
fn is_vague(clauses: Clauses<'_>, said: &Said) -> bool {
    let thought = said.cue.as_ref().is_some_and(|cue| clauses.words.is(cue.start, Uses::THOUGHT));
    thought || matches!(clauses.phrases[said.phrase].who, Who::Role(..))
}

/// `“…” is how Lee described it`: any verb of ours after the span.
fn loose_right(clauses: Clauses<'_>, frame: &Frame) -> Option<Said> {
    if !frame.left.is_empty() && frame.left.clone().any(|word| !clauses.words.all[word].quoted) {
        return None;
    }
    let range = frame.right.clone();
    let speech = Uses::SAY.or(Uses::DENY).or(Uses::NAMING).or(Uses::PAIR);
    let verb = range.clone().find(|&word| finite(clauses, word) && clauses.words.is(word, speech))?;
    let row = clauses.subject(range.start, verb, Form::Finite, range.end)?;
    Some(by(row, Some(verb..verb + 1), Rule::Cue))
}
