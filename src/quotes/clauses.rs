//! The words of a page with the phrases among them, and how these stand to each other.
//!
//! In: words and phrases. Out: which phrase ends or begins where, what hangs on a preposition, what explains what. Verbs are for
//! [`super::cues`], their subjects for [`super::subjects`].

use super::lexicon::Uses;
use super::phrases::{Phrase, Who};
use super::words::Words;
use std::ops::Range;

/// A page's words and the phrases among them.
#[derive(Clone, Copy)]
pub(super) struct Clauses<'a> {
    /// All words.
    pub(super) words: &'a Words<'a>,
    /// By place.
    pub(super) phrases: &'a [Phrase],
}

impl<'a> Clauses<'a> {
    /// The phrases that lie in a run of words, those within longer ones left out.
    pub(super) fn phrases_in(
        &self,
        range: &Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (usize, &'a Phrase)> + use<'a> {
        let first = self.phrases.partition_point(|phrase| phrase.words.start < range.start);
        let after = self.phrases.partition_point(|phrase| phrase.words.start < range.end);
        let end = range.end;
        let rows = first..after.max(first);
        self.phrases[rows.clone()]
            .iter()
            .enumerate()
            .map(move |(row, phrase)| (row + rows.start, phrase))
            .filter(move |(_, phrase)| !phrase.modifier && phrase.words.end <= end)
    }

    /// The phrase that ends right before a word.
    pub(super) fn phrase_ending(&self, word: usize) -> Option<(usize, &'a Phrase)> {
        let after = self.phrases.partition_point(|phrase| phrase.words.start < word);
        (after.saturating_sub(3)..after)
            .rev()
            .map(|row| (row, &self.phrases[row]))
            .find(|(_, phrase)| phrase.words.end == word && !phrase.modifier)
    }

    /// The possessive that ends right before a word, also within a longer phrase: `Lee’s` in `Lee’s statement`.
    pub(super) fn owner_ending(&self, word: usize) -> Option<(usize, &'a Phrase)> {
        let after = self.phrases.partition_point(|phrase| phrase.words.start < word);
        (after.saturating_sub(4)..after)
            .rev()
            .map(|row| (row, &self.phrases[row]))
            .find(|(_, phrase)| phrase.words.end == word && phrase.possessive)
    }

    /// Where the first of several subjects begins, the last of which begins at a word: `Lee, Reyes and Holm said`.
    pub(super) fn joined_before(&self, last: usize) -> Option<usize> {
        let words = self.words;
        let and = last
            .checked_sub(1)
            .filter(|&and| and > 0 && words.one_of(and, &["and", "or"]) && words.gap_before(last) == " ")?;
        let (mut row, mut first) = self.phrase_ending(and)?;
        if !matches!(words.gap_before(and), " " | ", ") {
            return None;
        }
        while let Some((before, phrase)) =
            self.phrase_ending(first.words.start).filter(|_| words.gap_before(first.words.start) == ", ")
        {
            (row, first) = (before, phrase);
        }
        let start = first.words.start;
        let opens = start == 0
            || words.all[start - 1].block != words.all[start].block
            || words.all[start - 1].quoted
            || !words.gap_before(start).chars().all(char::is_whitespace)
            || words.is(start - 1, Uses::FRONTING.or(Uses::OPENING).or(Uses::CONJUNCTION).or(Uses::ADVERB))
            || words.one_of(start - 1, &["both"]);
        (opens && !first.possessive && self.phrases[row].words.start == start).then_some(start)
    }

    /// The phrase right before a verb, its auxiliaries and adverbs passed over.
    pub(super) fn phrase_before(&self, from: usize, verb: usize) -> Option<(usize, &'a Phrase)> {
        let words = self.words;
        let mut start = verb;
        while start > from
            && words.is(start - 1, Uses::AUXILIARY.or(Uses::ADVERB))
            && words.gap_after(start - 1) == " "
            && self.phrase_ending(start).is_none()
        {
            start -= 1;
        }
        let joined = start > from && words.gap_before(start) == " ";
        self.phrase_ending(start).filter(|(_, phrase)| joined && phrase.words.start >= from && !phrase.possessive)
    }

    /// Whether a phrase hangs on a preposition, so that it is not a subject. `clause`: `after Lee said` counts as a clause.
    pub(super) fn after_preposition(&self, phrase: &Phrase, clause: bool) -> bool {
        let words = self.words;
        let mut first = phrase.words.start;
        // `with civil rights leader Ann Lee`
        while first > 0 && words.is(first - 1, Uses::ROLE.or(Uses::TITLE)) && words.gap_before(first) == " " {
            first -= 1;
        }
        if first > 1
            && words.is(first - 1, Uses::DETERMINER)
            && words.gap_before(first) == " "
            && matches!(phrase.who, Who::Figure(_))
        {
            first -= 1;
        }
        let Some(before) = first.checked_sub(1) else { return false };
        let joined = words.gap_after(before).chars().all(char::is_whitespace)
            && words.all[before].block == words.all[before + 1].block;
        joined && words.is(before, Uses::PREPOSITION) && !(clause && words.is(before, Uses::CLAUSE_PREPOSITION))
    }

    /// A phrase between commas that explains the one before it: `Lee, the mayor, said`.
    pub(super) fn is_apposition(&self, row: usize) -> bool {
        /// Phrases back to the one that is explained.
        const REACH: usize = 6;
        let words = self.words;
        let phrase = &self.phrases[row];
        let start = phrase.words.start;
        let same = |other: &Phrase| words.all[other.words.start].block == words.all[start].block;
        (start > 0
            && words.gap_before(start).starts_with([',', ')'])
            && words.all[start - 1].block == words.all[start].block)
            || self.phrases[..row].iter().rev().take(REACH).any(|other| {
                other.words.end <= start
                    && same(other)
                    && words.gap_after(other.words.end - 1).trim_start().starts_with([',', '('])
            })
    }

    /// Where the main clause begins if the sentence begins with another: after its comma.
    pub(super) fn after_fronted(&self, range: &Range<usize>) -> Option<usize> {
        let words = self.words;
        let first =
            range.clone().take(2).find(|&word| !words.is(word, Uses::ADVERB) || words.is(word, Uses::FRONTING))?;
        if !words.is(first, Uses::FRONTING) {
            return None;
        }
        let comma =
            (first..range.end).find(|&word| words.gap_after(word).starts_with(',') && !words.all[word].quoted)?;
        Some(comma + 1).filter(|main| *main < range.end)
    }
}
