//! Verbs that bring a quotation, and whose they are.

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
    fn phrase_ending(&self, word: usize) -> Option<(usize, &'a Phrase)> {
        let after = self.phrases.partition_point(|phrase| phrase.words.start < word);
        (after.saturating_sub(3)..after)
            .rev()
            .map(|row| (row, &self.phrases[row]))
            .find(|(_, phrase)| phrase.words.end == word && !phrase.modifier)
    }

    /// Whether a verb of two words begins here.
    pub(super) fn is_pair(&self, at: usize) -> bool {
        let words = self.words;
        let pair = words.is(at, Uses::PAIR)
            && PAIRS.iter().any(|(verbs, after)| words.one_of(at, verbs) && words.one_of(at + 1, after));
        // `goes on recess` is no speech
        let onward =
            words.one_of(at + 1, &["on"]) && words.gap_after(at + 1) == " " && !words.one_of(at + 2, &["to", "about"]);
        pair && !onward
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

    /// The form of a cue at a word, or `None` if it is no verb that brings a quotation.
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

    /// `with canonicalization added`: right before the verb stands a noun that is no speaker.
    pub(super) fn has_unknown_subject(&self, verb: usize) -> bool {
        let words = self.words;
        let Some(noun) = verb.checked_sub(1) else { return false };
        let small = Uses::AUXILIARY
            .or(Uses::ADVERB)
            .or(Uses::CONJUNCTION)
            .or(Uses::JOINING)
            .or(Uses::CALENDAR)
            .or(Uses::NEGATION)
            .or(Uses::SPEECH_NOUN)
            .or(Uses::DOCUMENT)
            .or(Uses::PREPOSITION);
        words.full(verb).ends_with("ed")
            && words.gap_before(verb) == " "
            && !words.all[noun].capital
            && !words.all[noun].quoted
            && !words.is(noun, small)
            && !words.full(noun).ends_with("ly")
            && words.full(noun).chars().all(char::is_alphabetic)
            && self.phrase_ending(verb).is_none()
            && words.one_of(noun.wrapping_sub(1), &["with", "without"])
    }

    /// Who is told to say something: `told Lee to say “…”`.
    pub(super) fn told_to(&self, from: usize, verb: usize) -> Option<usize> {
        let words = self.words;
        let to = verb
            .checked_sub(1)
            .filter(|to| words.one_of(*to, &["to"]) && words.is(verb, Uses::SAY.or(Uses::NAMING)))?;
        let (row, told) = self.phrase_ending(to)?;
        let asks = told.words.start.checked_sub(1).filter(|asks| *asks >= from)?;
        (words.is(asks, Uses::PROSPECT) && words.is(asks, Uses::CUE) && !words.all[asks].quoted).then_some(row)
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

    /// A phrase between commas that explains the one before it: `Lee, the mayor, said`.
    fn is_apposition(&self, row: usize) -> bool {
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

    /// Whose verb it is, within a sentence that begins at `from`; `until` bounds an inverted subject.
    pub(super) fn subject(&self, from: usize, verb: usize, form: Form, until: usize) -> Option<usize> {
        match form {
            Form::Passive => self.agent(verb, until),
            Form::Ing => self.subject_of_participle(from, verb),
            // `Holm, said Lee, “is …”`
            Form::Finite if self.is_parenthesis(from, verb) => self.subject_after(verb, until),
            Form::Finite => self.subject_before(from, verb).or_else(|| self.subject_after(verb, until)),
        }
    }

    /// A verb of saying right behind a comma and a name that is no apposition, with its subject behind it.
    fn is_parenthesis(&self, from: usize, verb: usize) -> bool {
        let words = self.words;
        verb > from
            && words.is(verb, Uses::SAY)
            && words.gap_before(verb).starts_with(',')
            && !words.all[verb - 1].quoted
            && self.phrase_ending(verb).is_some_and(|(row, _)| !self.is_apposition(row))
            && self.subject_after(verb, verb + 8).is_some()
    }

    /// `called “…” by Lee`
    fn agent(&self, verb: usize, until: usize) -> Option<usize> {
        let by = (verb + 1..until).find(|&word| self.words.one_of(word, &["by"]) && !self.words.all[word].quoted)?;
        self.phrases_in(&(by + 1..until)).next().filter(|(_, phrase)| phrase.words.start <= by + 4).map(|(row, _)| row)
    }

    /// A participle belongs to the subject of its sentence, unless it stands right behind another name: `Lee slammed Holm,
    /// calling her “…”`, but `Lee, saying “…”`.
    fn subject_of_participle(&self, from: usize, verb: usize) -> Option<usize> {
        let words = self.words;
        if verb > from
            && words.is(verb - 1, Uses::AUXILIARY.or(Uses::ADVERB))
            && !words.gap_before(verb).contains(',')
            && let Some(row) = self.subject_before(from, verb)
        {
            return Some(row);
        }
        if let Some(row) = self.reported(from, verb) {
            return Some(row);
        }
        // `footage of Lee asking “…”`
        if let Some((row, phrase)) = self.phrase_ending(verb)
            && words.gap_before(verb) == " "
            && matches!(phrase.who, Who::Figure(_))
            && !phrase.possessive
            && words.one_of(phrase.words.start.wrapping_sub(1), &["of"])
        {
            return Some(row);
        }
        // `“…,” Lee added, saying it should be “…”`: after a quotation the narrator begins anew
        let resumed = (from..verb).rev().find(|&word| words.all[word].quoted).map_or(verb, |word| word + 1);
        let speaks = (resumed..verb).find(|&word| self.cue(word) == Some(Form::Finite) && words.is(word, Uses::SAY));
        if let Some(row) = speaks.and_then(|speaks| self.subject(resumed, speaks, Form::Finite, verb)) {
            return Some(row);
        }
        // the clause may have begun after a conjunction
        let clause = (from..verb)
            .rev()
            .find(|&word| words.is(word, Uses::CONTRAST) && !words.all[word].quoted)
            .map_or(from, |word| word + 1);
        let earlier = (clause..verb).find(|&word| self.cue(word) == Some(Form::Finite) && !self.is_infinitive(word));
        let subject = earlier.and_then(|earlier| self.subject(clause, earlier, Form::Finite, verb));
        subject.or_else(|| self.first_subject(&(clause..verb))).or_else(|| self.first_subject(&(from..verb)))
    }

    /// `quoted Lee as saying “…”`, `Lee was quoted as saying “…”`, `accused Lee of saying “…”`: whose words another hands on.
    fn reported(&self, from: usize, verb: usize) -> Option<usize> {
        let words = self.words;
        let link = verb.checked_sub(1).filter(|link| *link > from && words.gap_before(verb) == " ")?;
        if !words.is(link, Uses::LINK) {
            return None;
        }
        let governor = (from..link).rev().find(|&word| self.cue(word).is_some())?;
        if self.cue(governor) == Some(Form::Passive) {
            let before = self.phrases_in(&(from..governor)).rev();
            return before
                .into_iter()
                .find(|(_, p)| !p.possessive && !self.after_preposition(p, false))
                .map(|(row, _)| row);
        }
        let object = self.phrase_ending(link)?;
        (object.1.words.start > governor && !self.after_preposition(object.1, false)).then_some(object.0)
    }

    /// The subject in front of a verb.
    fn subject_before(&self, from: usize, verb: usize) -> Option<usize> {
        let words = self.words;
        let mut last = verb;
        while last > from
            && (words.is(last - 1, Uses::AUXILIARY.or(Uses::ADVERB))
                || words.one_of(last - 1, &["to", "who", "that", "which"]))
            && self.phrase_ending(last).is_none()
            && !words.all[last - 1].quoted
        {
            last -= 1;
        }
        // `Marketing: praises the “…”`
        if last > from && words.gap_before(last).contains(':') && !words.all[last - 1].quoted {
            return None;
        }
        // `coined by Lee, who said`: whoever hangs on such a preposition has no apposition of his own
        if last < verb
            && words.one_of(last, &["who", "which"])
            && let Some((row, phrase)) = self.phrase_ending(last)
            && matches!(phrase.who, Who::Figure(_) | Who::Role(..))
            && words.one_of(phrase.words.start.wrapping_sub(1), &["by", "with", "from", "to"])
        {
            return Some(row);
        }
        // `anybody who complains`: nobody whom we know
        let relative = last < verb
            && words.one_of(last, &["who", "which"])
            && words.gap_before(last) == " "
            && self.phrase_ending(last).is_none();
        if relative {
            return None;
        }
        // `Lee praised Holm and called her “…”`: the second verb has the first one's subject
        if last > from && words.is(last - 1, Uses::JOINING) && self.phrase_ending(last).is_none() {
            let earlier = (from..last - 1).rev().find(|&word| self.cue(word) == Some(Form::Finite));
            let subject = earlier.and_then(|earlier| self.subject_before(from, earlier));
            return subject.or_else(|| self.first_subject(&(from..last - 1)));
        }
        let all: Vec<(usize, &Phrase)> = self
            .phrases_in(&(from..last))
            .filter(|(_, phrase)| !phrase.possessive && !words.all[phrase.words.start].quoted)
            .collect();
        let direct =
            all.last().filter(|(_, phrase)| phrase.words.end == last && words.gap_before(last).trim().is_empty());
        if let Some((row, phrase)) = direct
            && !self.after_preposition(phrase, true)
        {
            return Some(*row);
        }
        if last > from && words.gap_before(last).contains([',', ')', '—', '–']) {
            // an apposition ends here: the name it belongs to is followed by a comma, too
            let heads = || {
                all.iter().filter(|(_, phrase)| {
                    let gap = words.gap_after(phrase.words.end - 1);
                    (gap.contains([',', '(', '—', '–'])
                        || words.one_of(phrase.words.end, &["who", "whose", "of", "for", "in"]))
                        && !self.after_preposition(phrase, false)
                })
            };
            // of several clauses, the last one that has such a name
            let clause = (from..last).rev().find(|&word| {
                words.is(word, Uses::OPENING)
                    && !words.all[word].quoted
                    && heads().any(|(_, phrase)| phrase.words.start > word)
            });
            let mine = || heads().filter(|(_, phrase)| clause.is_none_or(|clause| phrase.words.start > clause));
            let named = mine().find(|(_, phrase)| matches!(phrase.who, Who::Figure(_)));
            if let Some((row, _)) = named.or_else(|| mine().next()) {
                return Some(*row);
            }
        }
        let free = all.iter().rev().find(|(_, phrase)| !self.after_preposition(phrase, false));
        free.or(all.last()).map(|(row, _)| *row)
    }

    /// `said Lee`, `said the former mayor`, within a few words after the verb.
    pub(super) fn subject_after(&self, verb: usize, until: usize) -> Option<usize> {
        /// Words between an inverted verb and its subject.
        const REACH: usize = 12;
        let words = self.words;
        let (row, phrase) = self.phrases_in(&(verb + 1..until)).next()?;
        // `Tell Lee “…”`, `told Lee`
        if words.is(verb, Uses::ADDRESSING) {
            return None;
        }
        // `called Lee “…”`: whoever follows is called so
        if words.is(verb, Uses::NAMING)
            && !words.is(verb, Uses::SAY)
            && words.gap_before(verb).ends_with(' ')
            && !words.all[verb.saturating_sub(1)].quoted
        {
            return None;
        }
        if self.is_bare(verb) && matches!(phrase.who, Who::Figure(_) | Who::He | Who::She | Who::Role(_, false)) {
            return None;
        }
        let between = verb + 1..phrase.words.start;
        let plain = between.clone().all(|word| {
            !words.all[word].quoted
                && !words.is(word, Uses::AUXILIARY.or(Uses::CONJUNCTION))
                && !words.one_of(word, &["that"])
        });
        let joined = (verb..phrase.words.start).all(|word| !words.gap_after(word).contains([',', ';', ':', '—']));
        let inverted = between.len() <= REACH && plain && joined && !self.after_preposition(phrase, false);
        inverted.then(|| self.explained(row, until))
    }

    /// The name behind a role: `said Lee’s lawyer, Holm`, `said the head of the board, Holm`. Else the same.
    fn explained(&self, row: usize, until: usize) -> usize {
        let words = self.words;
        let role = &self.phrases[row];
        if !matches!(role.who, Who::Role(_, false)) {
            return row;
        }
        let mut end = role.words.end;
        let mut rest = self.phrases_in(&(end..until)).peekable();
        if words.is(end, Uses::PREPOSITION)
            && let Some((_, of)) = rest.next_if(|(_, of)| of.words.start <= end + 2 && words.gap_after(end - 1) == " ")
        {
            end = of.words.end;
        }
        let named = rest.next().filter(|(_, named)| {
            let after = words.gap_after(named.words.end - 1);
            let closed = named.words.end >= until || !after.starts_with([' ', '-']);
            named.words.start == end
                && words.gap_before(end) == ", "
                && matches!(named.who, Who::Figure(_))
                && !named.possessive
                && closed
        });
        named.map_or(row, |(named, _)| named)
    }

    /// The first phrase of a run that can be a subject.
    pub(super) fn first_subject(&self, range: &Range<usize>) -> Option<usize> {
        // `OSLO, May 3 (Agency) — The mayor …`
        let dateline = range.clone().take(12).find(|&word| {
            let gap = self.words.gap_after(word);
            gap.starts_with(')') && gap.contains(['—', '–', '-'])
        });
        let range = &(dateline.map_or(range.start, |word| word + 1)..range.end);
        let usable = |phrase: &Phrase| !self.words.all[phrase.words.start].quoted;
        let free = |phrase: &Phrase| usable(phrase) && !self.after_preposition(phrase, true);
        let subject = |(_, phrase): &(usize, &Phrase)| free(phrase) && !phrase.possessive;
        let first = self.phrases_in(range).find(subject);
        // `Before Lee spoke, her campaign sent …`
        let main = self.after_fronted(range).and_then(|main| {
            let first = self.phrases_in(&(main..range.end)).find(subject);
            first.filter(|(_, phrase)| phrase.words.start <= main + 3 && phrase.who != Who::It)
        });
        main.or(first).map(|(row, _)| row).or_else(|| {
            let speaks = |phrase: &Phrase| matches!(phrase.who, Who::Figure(_) | Who::He | Who::She);
            self.phrases_in(range).find(|(_, phrase)| usable(phrase) && speaks(phrase)).map(|(row, _)| row)
        })
    }

    /// Where the main clause begins if the sentence begins with another: after its comma.
    fn after_fronted(&self, range: &Range<usize>) -> Option<usize> {
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

    /// Whether a phrase hangs on a preposition, so that it is no subject. `clause`: `after Lee said` counts as a clause.
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
}
