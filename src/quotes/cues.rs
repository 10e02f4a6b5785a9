//! Which words are verbs that bring a quotation, and in what form.

use super::clauses::Clauses;
use super::lexicon::Uses;
use super::phrases::Who;

/// A verb form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// said, says
    Finite,
    /// saying
    Ing,
    /// was called, to say: someone else's verb, or none's.
    Passive,
}

/// Verbs of two words: `put it`, `went on`, `made clear`.
const PAIRS: &[(&[&str], &[&str])] = &[
    (&["put", "puts", "putting"], &["it"]),
    (&["went", "goes", "going", "go"], &["on"]),
    (&["pointed", "points", "pointing"], &["out", "to"]),
    (&["made", "makes", "making"], &["clear", "reference"]),
    (&["weighed", "chimed", "spoke", "speaks", "spoken"], &["in", "of", "about"]),
    (&["talked", "talks", "talking", "spoke", "speaking"], &["about", "of", "up"]),
];

impl Clauses<'_> {
    /// The form of a cue at a word, or `None` if it is not a verb that brings a quotation.
    pub(super) fn cue(&self, at: usize) -> Option<Form> {
        let words = self.words;
        let word = words.all.get(at)?;
        if word.quoted {
            return None;
        }
        if self.is_pair(at) {
            return Some(if words.full(at).ends_with("ing") { Form::Ing } else { Form::Finite });
        }
        if !word.uses.has(Uses::CUE) || self.is_undertaken(at) {
            return None;
        }
        let ing = words.full(at).ends_with("ing");
        if word.capital && !ing && at > 0 && words.all[at - 1].block == word.block && words.gap_before(at) == " " {
            return None;
        }
        if at > 0 && words.all[at - 1].block == word.block && !words.all[at - 1].quoted {
            let before = &words.all[at - 1];
            // `re-stated`, `notes/writing`
            let glued = !words.gap_before(at).contains(char::is_whitespace);
            if glued || (before.possessive && !ing && !before.uses.has(Uses::CONTRACTION)) {
                return None;
            }
            if before.uses.has(Uses::DETERMINER) && self.phrase_ending(at).is_none() {
                return None;
            }
            if !ing && self.may_be_noun(at) && !self.acts(at) {
                return None;
            }
            if self.is_compound(at) || (ing && self.is_usage(at)) {
                return None;
            }
        }
        Some(if ing {
            Form::Ing
        } else if self.is_passive(at) {
            Form::Passive
        } else {
            Form::Finite
        })
    }

    /// Whether a verb of two words begins here.
    pub(super) fn is_pair(&self, at: usize) -> bool {
        let words = self.words;
        let pair = words.is(at, Uses::PAIR)
            && PAIRS.iter().any(|(verbs, after)| words.one_of(at, verbs) && words.one_of(at + 1, after));
        // `goes on recess` is not speech
        let onward =
            words.one_of(at + 1, &["on"]) && words.gap_after(at + 1) == " " && !words.one_of(at + 2, &["to", "about"]);
        pair && !onward
    }

    /// `when referring to`: how a word is used, whoever uses it.
    fn is_usage(&self, at: usize) -> bool {
        let words = self.words;
        words.is(at, Uses::NAMING) && words.one_of(at - 1, &["when", "while", "if"]) && words.gap_before(at) == " "
    }

    /// `continued to build`, `claims to teach`: what somebody does, not what he says.
    fn is_undertaken(&self, at: usize) -> bool {
        let words = self.words;
        words.is(at, Uses::UNDERTAKING) && words.one_of(at + 1, &["to"]) && !words.is(at + 2, Uses::SAY)
    }

    /// Base forms and forms in -s are often nouns: `the report`, `his claims`.
    fn may_be_noun(&self, at: usize) -> bool {
        !self.words.full(at).ends_with("ed") && !self.words.is(at, Uses::ONLY_VERB)
    }

    /// `the Norland report found`: a noun between a name and a verb.
    fn is_compound(&self, at: usize) -> bool {
        let words = self.words;
        let named = || self.phrase_ending(at).is_some_and(|(_, phrase)| matches!(phrase.who, Who::Figure(_)));
        self.is_bare(at)
            && words.is(at + 1, Uses::CUE.or(Uses::AUXILIARY))
            && !words.is(at + 1, Uses::NEGATION)
            && words.gap_after(at) == " "
            && named()
    }

    /// A verb: its subject, an adverb or an auxiliary stands right before it, or it begins what follows a quotation.
    fn acts(&self, at: usize) -> bool {
        let words = self.words;
        let adverb =
            words.is(at - 1, Uses::ADVERB.or(Uses::AUXILIARY)) || words.one_of(at - 1, &["to", "who", "and", "that"]);
        adverb
            || self.phrase_ending(at).is_some_and(|(_, phrase)| !phrase.possessive)
            || words.gap_before(at).contains([',', ')'])
    }

    /// Follows `will`, `to` or the like: says what may be said, not what was.
    pub(super) fn is_infinitive(&self, at: usize) -> bool {
        let words = self.words;
        let mut before = at;
        while before > 0 && words.is(before - 1, Uses::ADVERB) && !words.is(before - 1, Uses::MODAL) {
            before -= 1;
        }
        before > 0 && words.is(before - 1, Uses::MODAL)
    }

    /// The form that follows `to` and stands with plurals: `say`.
    pub(super) fn is_bare(&self, verb: usize) -> bool {
        let letters = self.words.full(verb);
        let inflected = letters.ends_with(['s', 'd']) || letters.ends_with("ing");
        !inflected && !self.words.is(verb, Uses::IRREGULAR.or(Uses::PAIR))
    }

    fn is_passive(&self, at: usize) -> bool {
        let words = self.words;
        let letters = words.full(at);
        let participle = letters.ends_with("ed") || letters.ends_with('n') || words.is(at, Uses::IRREGULAR);
        if participle && self.is_reduced(at) {
            return true;
        }
        let mut before = at;
        while before > 0 && words.is(before - 1, Uses::ADVERB) && !words.is(before - 1, Uses::BE) {
            before -= 1;
        }
        participle && before > 0 && words.is(before - 1, Uses::BE) && words.gap_before(before) == " "
    }

    /// `Holm, called “…” by Lee`, `asked by Lee`: a participle that needs no form of `be`.
    fn is_reduced(&self, at: usize) -> bool {
        let words = self.words;
        let by = words.one_of(at + 1, &["by"]) && words.gap_after(at) == " ";
        let agent = by && self.phrases_in(&(at + 2..at + 8)).next().is_some_and(|(_, p)| p.words.start <= at + 3);
        let mut start = at;
        while start > 0 && words.is(start - 1, Uses::ADVERB) && words.gap_before(start) == " " {
            start -= 1;
        }
        // `(also called “…”)`, `a pier, dubbed “…”`
        let beside = words.is(at, Uses::NAMING)
            && words.gap_before(start).ends_with(['(', ' '])
            && (words.gap_before(start).contains('(')
                || (words.gap_before(start).starts_with(',') && words.all.get(at + 1).is_some_and(|word| word.quoted)));
        let behind_name = at > 0
            && words.gap_before(at).starts_with(',')
            && words.is(at, Uses::NAMING)
            && self.phrase_ending(at).is_some_and(|(row, phrase)| !phrase.possessive && !self.is_apposition(row));
        // `troops described as “…”`: whoever describes names whom
        let subject = self
            .phrase_ending(start)
            .is_some_and(|(_, phrase)| !phrase.possessive && !matches!(phrase.who, Who::Role(..) | Who::Document(_)));
        let objectless =
            words.is(at, Uses::NAMING) && words.one_of(at + 1, &["as"]) && !(subject && words.gap_before(start) == " ");
        // `as announced in`
        let cited = words.one_of(start.wrapping_sub(1), &["as"]) && words.is(at + 1, Uses::PREPOSITION);
        agent || beside || behind_name || objectless || cited
    }
}
