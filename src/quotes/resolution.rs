//! Whom the words for a speaker mean: pronouns by gender and recency, roles by what the page says of whom.
//!
//! In: the phrases and which of them name speakers. Out: for each phrase a row of the cast, if anything decides.

use super::attribution::{Rule, Said};
use super::clauses::Clauses;
use super::cues::Form;
use super::lexicon::Uses;
use super::names::{Cast, Sort};
use super::phrases::{Phrase, Who};
use crate::source::Gender;

/// Where somebody was last spoken of.
#[derive(Debug, Clone, Copy)]
struct Seen {
    block: u32,
    place: usize,
    subject: bool,
    /// Of a verb of saying.
    spoke: bool,
    /// Named in one breath with others: `Lee and Holm`.
    together: Option<usize>,
}

/// Somebody without a name: `a fisherman`, `Lee’s brother`.
#[derive(Debug, Clone, Copy)]
struct Stranger {
    seen: Seen,
    gender: Option<Gender>,
}

/// Who spoke last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    Nobody,
    Figure(usize),
    Stranger,
}

/// Who was spoken of so far.
struct Scene {
    /// By row of the cast.
    seen: Vec<Option<Seen>>,
    stranger: Option<Stranger>,
    last: Last,
}

/// Paragraphs that a pronoun reaches back.
const REACH: u32 = 5;

/// The figure of each phrase.
pub(super) fn resolve(clauses: Clauses<'_>, cast: &mut Cast, said: &[Option<Said>]) -> Vec<Option<usize>> {
    let speaks = speakers(clauses, said);
    let mut scene = Scene { seen: vec![None; cast.figures.len()], stranger: None, last: Last::Nobody };
    let mut figures = Vec::with_capacity(clauses.phrases.len());
    // who stands under a quotation is outside of the story
    let credits = said.iter().flatten().filter(|said| said.rule == Rule::Credit);
    let credited: Vec<usize> = credits.map(|said| said.phrase).collect();
    let mut sentence_has_subject = false;
    let mut end = 0;
    for (number, (phrase, speaks)) in clauses.phrases.iter().zip(speaks).enumerate() {
        if (end.max(1)..=phrase.words.start)
            .any(|word| clauses.words.all[word].capital && begins_sentence(clauses, word))
        {
            sentence_has_subject = false;
        }
        let together = end > 0 && is_joined(clauses, end, phrase.words.start);
        end = phrase.words.end;
        let place = phrase.words.start;
        let block = clauses.words.all[place].block;
        let figure = match phrase.who {
            Who::Figure(figure) => Some(figure),
            Who::He => scene.person(cast, block, Gender::Male),
            Who::She => scene.person(cast, block, Gender::Female),
            Who::It if speaks => scene.group(cast, block),
            Who::Role(head, false) => role(clauses, cast, &scene.seen, phrase, head, block),
            // `his letter says`: the words are his
            Who::Document(_) if speaks && clauses.words.one_of(place, &["his"]) => {
                scene.person(cast, block, Gender::Male)
            }
            Who::Document(_) if speaks && clauses.words.one_of(place, &["her"]) => {
                scene.person(cast, block, Gender::Female)
            }
            Who::It | Who::They | Who::We | Who::Role(..) | Who::Document(_) => None,
        };
        let introduces = introduces_name(clauses, number);
        let subject = !phrase.possessive
            && !phrase.modifier
            && !introduces
            && !sentence_has_subject
            && !clauses.after_preposition(phrase, false);
        sentence_has_subject |= subject;
        let mut seen = Seen { block, place, subject: subject || speaks, spoke: speaks, together: None };
        if let Some(row) = figure {
            if together && let Some(Who::Figure(_)) = number.checked_sub(1).map(|last| clauses.phrases[last].who) {
                seen.together = scene.join(figures.last().copied().flatten(), place);
            }
            if !credited.contains(&number) {
                scene.seen[row] = Some(seen);
            }
            let gender = match phrase.who {
                Who::He => Some(Gender::Male),
                Who::She => Some(Gender::Female),
                _ => None,
            };
            let figure = &mut cast.figures[row];
            figure.called = figure.gender().or(gender);
            if speaks && !credited.contains(&number) {
                scene.last = Last::Figure(row);
            }
        } else if let Who::Role(head, false) = phrase.who
            && seen.subject
            && !introduces
            && !clauses.words.is(head, Uses::BODY)
        {
            seen.place = phrase.words.end;
            scene.stranger = Some(Stranger { seen, gender: gender_of(clauses, head) });
            if speaks {
                scene.last = Last::Stranger;
            }
        }
        figures.push(figure);
    }
    figures
}

/// Which phrases name somebody who speaks, in quotations and elsewhere.
fn speakers(clauses: Clauses<'_>, said: &[Option<Said>]) -> Vec<bool> {
    /// No sentence is longer than this.
    const LONGEST: usize = 60;
    let words = clauses.words;
    let mut speaks = vec![false; clauses.phrases.len()];
    for said in said.iter().flatten() {
        let heard = said.cue.is_some() || matches!(said.rule, Rule::Transcript | Rule::Credit | Rule::Before);
        speaks[said.phrase] |= heard && said.rule != Rule::Run;
    }
    for (verb, word) in words.all.iter().enumerate() {
        // most words are not verbs of speech: where the sentence began is asked for those only
        let says = word.uses.has(Uses::SPEAKING) && word.uses.has(Uses::SAY);
        if says && clauses.cue(verb) == Some(Form::Finite) {
            let opens = |at: &usize| words.all[*at].block != words.all[*at - 1].block || begins_sentence(clauses, *at);
            let floor = verb.saturating_sub(LONGEST);
            let from = (floor + 1..=verb).rev().find(opens).unwrap_or(floor);
            if let Some(row) = clauses.subject(from, verb, Form::Finite, (verb + 6).min(words.all.len())) {
                speaks[row] = true;
            }
        }
    }
    speaks
}

/// Nothing but `and`, `or` or a comma stands between two phrases.
fn is_joined(clauses: Clauses<'_>, end: usize, start: usize) -> bool {
    let words = clauses.words;
    start <= end + 1
        && (end..start).all(|word| words.one_of(word, &["and", "or"]))
        && (end.saturating_sub(1)..start).all(|word| matches!(words.gap_after(word), " " | ", " | " & " | "\n"))
}

/// `the mayor, Ann Lee, said`: the role is hers.
fn introduces_name(clauses: Clauses<'_>, number: usize) -> bool {
    let phrase = &clauses.phrases[number];
    matches!(phrase.who, Who::Role(_, false))
        && clauses.phrases.get(number + 1).is_some_and(|next| {
            matches!(next.who, Who::Figure(_))
                && next.words.start == phrase.words.end
                && clauses.words.gap_after(phrase.words.end - 1) == ", "
        })
}

fn gender_of(clauses: Clauses<'_>, word: usize) -> Option<Gender> {
    if clauses.words.is(word, Uses::FEMALE_WORD) {
        Some(Gender::Female)
    } else if clauses.words.is(word, Uses::MALE_WORD) {
        Some(Gender::Male)
    } else {
        None
    }
}

fn begins_sentence(clauses: Clauses<'_>, word: usize) -> bool {
    if !clauses.words.all[word].capital {
        return false;
    }
    let gap = clauses.words.gap_before(word);
    gap.contains(['.', '?', '!', '\n', '”', '"']) && !(gap.starts_with('.') && clauses.words.is_abbreviation(word - 1))
}

impl Scene {
    /// Who he or she is: of the people of that gender who were spoken of in the last paragraphs, the nearest; subjects and the
    /// last speaker count as nearer, people whose gender nothing tells as farther. Nobody, if that is somebody without a name,
    /// or one of two who were named in one breath.
    fn person(&self, cast: &Cast, block: u32, gender: Gender) -> Option<usize> {
        let fits = |known: Option<Gender>| known.is_none_or(|known| known == gender);
        let score = |seen: &Seen, last: bool, known: bool| {
            let score = -3 * i64::from(block - seen.block)
                + if seen.subject { 3 } else { 0 }
                + if last { 2 } else { 0 }
                + if known { 2 } else { 0 };
            (score, seen.place)
        };
        let people = || {
            self.seen.iter().enumerate().filter_map(|(row, seen)| {
                let (seen, figure) = (seen.as_ref()?, &cast.figures[row]);
                let near = block - seen.block <= REACH || self.last == Last::Figure(row);
                // two capitalised words may as well be a country
                let is_person = figure.sort == Sort::Person && (figure.is_known() || figure.undecided || seen.spoke);
                (is_person && fits(figure.gender()) && near).then_some((row, seen))
            })
        };
        let best = people().max_by_key(|(row, seen)| {
            score(seen, self.last == Last::Figure(*row), cast.figures[*row].gender().is_some())
        })?;
        let (row, seen) = best;
        let stranger = self.stranger.filter(|stranger| fits(stranger.gender) && block - stranger.seen.block <= REACH);
        let yields = stranger.is_some_and(|stranger| {
            score(&stranger.seen, self.last == Last::Stranger, stranger.gender.is_some())
                >= score(seen, self.last == Last::Figure(row), cast.figures[row].gender().is_some())
        });
        let of_two = self.last != Last::Figure(row)
            && seen.together.is_some()
            && people().any(|(other, also)| other != row && also.together == seen.together);
        (!yields && !of_two).then_some(row)
    }

    /// Puts somebody who was just named together with one named right before; gives the mark that both have.
    fn join(&mut self, before: Option<usize>, place: usize) -> Option<usize> {
        let before = self.seen[before?].as_mut()?;
        let mark = before.together.unwrap_or(place);
        before.together = Some(mark);
        Some(mark)
    }

    /// What it is that speaks: the organisation that was the last subject, in this paragraph or the one before.
    fn group(&self, cast: &Cast, block: u32) -> Option<usize> {
        let groups = cast.figures.iter().zip(&self.seen).enumerate().filter_map(|(row, (figure, seen))| {
            let seen = (*seen)?;
            (figure.sort == Sort::Group && seen.subject && block - seen.block <= 1).then_some((seen.place, row))
        });
        groups.max().map(|(_, row)| row)
    }
}

/// Who `the senator` is: the last one whom the page calls so.
fn role(
    clauses: Clauses<'_>,
    cast: &Cast,
    seen: &[Option<Seen>],
    phrase: &Phrase,
    head: usize,
    block: u32,
) -> Option<usize> {
    let words = clauses.words;
    if !words.one_of(phrase.words.start, &["the", "this"]) {
        return None;
    }
    if words.is(head, Uses::BODY) {
        return None;
    }
    // `the council member`: one of many
    if phrase.words.clone().any(|word| word != phrase.words.start && words.all[word].capital) {
        return None;
    }
    let role = words.letters(head).to_lowercase();
    let bearers = cast.figures.iter().zip(seen).enumerate().filter_map(|(row, (figure, seen))| {
        let seen = (*seen)?;
        let near = block - seen.block <= REACH;
        (near && figure.sort == Sort::Person && figure.roles.contains(&role)).then_some((seen.place, row))
    });
    bearers.max().map(|(_, row)| row)
}
