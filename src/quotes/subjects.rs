//! Whose verb it is: the subject before it or behind it, of whom a passive is done, whose words another reports.
//!
//! In: a verb and the sentence it stands in. Out: the phrase that is its subject.

use super::clauses::Clauses;
use super::cues::Form;
use super::lexicon::Uses;
use super::phrases::{Phrase, Who};
use std::ops::Range;

impl Clauses<'_> {
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

    /// A verb of saying right behind a comma and a name that is not an apposition, with its subject behind it.
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

    /// `with canonicalization added`: right before the verb stands a noun that is not a speaker.
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
}
