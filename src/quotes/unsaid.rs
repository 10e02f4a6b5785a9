//! Whether a verb says that the words were said: not if it is negated, only possible, planned, asked for or asked about.
//!
//! In: the verb that ascribes a span, and its subject. Out: its [`Mood`]. Whoever says that he did not say it, denies it.

use super::attribution::Said;
use super::clauses::Clauses;
use super::cues::Form;
use super::frames::Frame;
use super::lexicon::Uses;
use super::phrases::{Phrase, Who};
use std::ops::Range;

/// What a verb says of the words that it brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mood {
    /// They were said.
    Plain,
    /// They were not, or only may be.
    Unsaid,
    /// Whoever is named says that they were not said by him.
    Denied,
}

/// A verb and what belongs to it.
struct Verb<'a> {
    clauses: Clauses<'a>,
    /// Where its sentence begins, or what of it follows the span.
    from: usize,
    /// Stands behind the span.
    behind: bool,
    /// Auxiliaries and adverbs before the verb, and the verb.
    group: Range<usize>,
    subject: &'a Phrase,
}

/// The same speaker with what the verb says of the words; another speaker if he denies them.
pub(super) fn judged(clauses: Clauses<'_>, frame: &Frame, said: Said) -> Said {
    let Some(cue) = said.cue.clone() else { return said };
    let behind = cue.start >= frame.right.start && !frame.right.is_empty();
    let from = if behind { frame.right.start } else { frame.left.start };
    let subject = &clauses.phrases[said.phrase];
    let verb = Verb { clauses, from, behind, group: group(clauses, from, cue.start)..cue.start + 1, subject };
    if let Some(denial) = denial(&verb) {
        let by = clauses.subject(from, denial, Form::Finite, denial + 1);
        let same = |row: usize| row == said.phrase || is_pronoun(subject);
        return match by.filter(|row| same(*row)) {
            Some(phrase) => Said { phrase, cue: Some(denial..denial + 1), mood: Mood::Denied, ..said },
            None => Said { mood: Mood::Unsaid, ..said },
        };
    }
    if !behind && denies_having_said(clauses, &(cue.end..frame.left.end)) {
        return Said { mood: Mood::Denied, ..said };
    }
    let unsaid = is_negated(&verb)
        || may_be(&verb)
        || is_wanted(&verb)
        || is_conditional(&verb)
        || is_inverted(&verb)
        || is_doubted(&verb)
        || is_avoided(&verb)
        || is_subjunctive(&verb);
    Said { mood: if unsaid { Mood::Unsaid } else { Mood::Plain }, ..said }
}

/// `insisted she had never said`: another verb of saying stands between a verb and its words, and is negated.
fn denies_having_said(clauses: Clauses<'_>, between: &Range<usize>) -> bool {
    let words = clauses.words;
    let inner = between.clone().rev().find(|&word| words.is(word, Uses::SAY) && !words.all[word].quoted);
    inner.is_some_and(|inner| {
        let group = group(clauses, between.start, inner);
        (group..inner).any(|word| words.is(word, Uses::NEGATION) && !words.is(word + 1, Uses::MERELY))
    })
}

fn is_pronoun(phrase: &Phrase) -> bool {
    matches!(phrase.who, Who::He | Who::She | Who::They | Who::It | Who::We)
}

/// Where the auxiliaries and adverbs of a verb begin.
fn group(clauses: Clauses<'_>, from: usize, verb: usize) -> usize {
    let words = clauses.words;
    let part = Uses::AUXILIARY.or(Uses::ADVERB).or(Uses::NEGATION).or(Uses::POSSIBLE).or(Uses::BE);
    let mut start = verb;
    while start > from
        && !words.all[start - 1].quoted
        && (words.is(start - 1, part) || words.one_of(start - 1, &["to", "having", "ever"]))
        && matches!(words.gap_after(start - 1), " " | "\n" | "\u{a0}")
    {
        start -= 1;
    }
    start
}

impl Verb<'_> {
    fn is(&self, word: usize, uses: Uses) -> bool {
        self.clauses.words.is(word, uses)
    }

    /// Whether a word of the sentence before `before` has one of the uses, at most `reach` back, within the same clause.
    fn near(&self, before: usize, reach: usize, uses: Uses) -> Option<usize> {
        let words = self.clauses.words;
        (self.from..before)
            .rev()
            .take(reach)
            .take_while(|&word| !words.all[word].quoted && !words.gap_after(word).contains([',', ';', ':', '—']))
            .find(|&word| words.is(word, uses))
    }

    fn begins(&self) -> usize {
        self.group.start.min(self.subject.words.start.max(self.from))
    }

    fn verb(&self) -> usize {
        self.group.end - 1
    }

    fn is_gerund(&self) -> bool {
        let words = self.clauses.words;
        words.full(self.verb()).ends_with("ing") || self.group.clone().any(|word| words.one_of(word, &["having"]))
    }

    /// The word before the clause of the verb, `that` passed over.
    fn governor(&self) -> Option<usize> {
        let words = self.clauses.words;
        let start = if self.is_gerund() { self.group.start } else { self.begins() };
        let before = start.checked_sub(1).filter(|before| *before >= self.from)?;
        let that = words.one_of(before, &["that"]) && before > self.from;
        let governor = before - usize::from(that);
        let joined = |word: usize| !words.gap_after(word).contains(['.', ',', ';', ':', '—']);
        (joined(governor) && joined(before) && !words.all[governor].quoted).then_some(governor)
    }
}

/// `never said`, `did not say`, `neither Lee nor Holm said`, `is not what Lee said`; but not `not only said`
fn is_negated(verb: &Verb<'_>) -> bool {
    let negates = |word: usize| verb.is(word, Uses::NEGATION) && !verb.is(word + 1, Uses::MERELY);
    let subject = verb.subject.words.start;

    verb.group.clone().any(negates)
        || (subject > verb.from && negates(subject - 1))
        || (verb.behind && (verb.from..subject.min(verb.verb())).any(negates))
}

/// `might say`, `should have said`; but not `would later say`
fn may_be(verb: &Verb<'_>) -> bool {
    let may = verb.group.clone().any(|word| verb.is(word, Uses::POSSIBLE));
    let perfect = verb.group.clone().any(|word| verb.clauses.words.one_of(word, &["have"]));
    // `would say every morning` is as real as `would later say`
    let with_next = verb.group.start..verb.group.end + 1;
    let real = with_next.into_iter().any(|word| verb.is(word, Uses::HABIT.or(Uses::MERELY)));
    may && (perfect || !real)
}

/// `is expected to say`, `refused to say`, `told him to say`
fn is_wanted(verb: &Verb<'_>) -> bool {
    /// Words between, such as those of whom it is wanted.
    const REACH: usize = 7;
    let words = verb.clauses.words;
    let Some(to) = verb.group.clone().find(|&word| words.one_of(word, &["to"])) else { return false };
    verb.near(to, REACH, Uses::PROSPECT.or(Uses::PAIR))
        .is_some_and(|word| verb.is(word, Uses::PROSPECT) && !verb.clauses.is_pair(word))
}

/// `if Lee says`
fn is_conditional(verb: &Verb<'_>) -> bool {
    let before = verb.begins();
    before > verb.from
        && verb.is(before - 1, Uses::CONDITION)
        && !verb.clauses.words.gap_after(before - 1).contains(',')
}

/// `did Lee say`, `had Lee said`
fn is_inverted(verb: &Verb<'_>) -> bool {
    let words = verb.clauses.words;
    let Some(before) = verb.subject.words.start.checked_sub(1).filter(|before| *before >= verb.from) else {
        return false;
    };
    // `in May Ann Lee said`
    let inverts = verb.is(before, Uses::INVERTING)
        && (before == verb.from || !words.all[before].capital)
        && words.gap_after(before) == " "
        && verb.subject.words.end <= verb.group.start
        && !words.all[before].quoted;
    inverts && verb.near(before, 3, Uses::ASSERTING).is_none()
}

/// `wish Lee had said`, `does not believe that Lee said`, `no proof that Lee said`
fn is_doubted(verb: &Verb<'_>) -> bool {
    let Some(governor) = verb.governor() else { return false };
    let negated =
        |word: usize| verb.near(word, 4, Uses::NEGATION).is_some_and(|negation| !verb.is(negation + 1, Uses::MERELY));
    verb.is(governor, Uses::UNREAL) || (verb.is(governor, Uses::ASSUMED.or(Uses::HEARING)) && negated(governor))
}

/// `without saying`, `accused of saying`
fn is_avoided(verb: &Verb<'_>) -> bool {
    const REACH: usize = 8;
    let words = verb.clauses.words;
    let Some(before) = verb.governor().filter(|_| verb.is_gerund()) else { return false };
    verb.is(before, Uses::AVOID)
        || (words.one_of(before, &["of"]) && verb.near(before, REACH, Uses::ACCUSING).is_some())
}

/// `demands that Lee say`, `let Lee say`: the bare form with a single subject asserts nothing, unless somebody heard it.
fn is_subjunctive(verb: &Verb<'_>) -> bool {
    const REACH: usize = 6;
    let single = matches!(verb.subject.who, Who::Figure(_) | Who::He | Who::She);
    let bare = verb.group.len() == 1 && verb.clauses.is_bare(verb.verb());
    let follows = verb.subject.words.end == verb.group.start;
    let inverted = verb.subject.words.start > verb.from && verb.is(verb.subject.words.start - 1, Uses::INVERTING);
    let of_several = verb.near(verb.subject.words.start, 1, Uses::JOINING).is_some();
    let police = verb.is(verb.subject.words.end - 1, Uses::ROLES);
    single
        && bare
        && follows
        && !police
        && !verb.subject.possessive
        && !of_several
        && !inverted
        && verb.near(verb.subject.words.start, REACH, Uses::HEARING).is_none()
}

/// The verb of which this one is the content, if it denies: `denied saying`, `denies that she said`.
fn denial(verb: &Verb<'_>) -> Option<usize> {
    let governor = verb.governor()?;
    (verb.is(governor, Uses::DENY) && !verb.is(verb.verb(), Uses::DENY)).then_some(governor)
}
