//! Whom the words for a speaker mean: pronouns by gender and recency, roles by what the page says of whom.
//!
//! In: the phrases and which of them name speakers. Out: for each phrase a row of the cast, if anything decides.

use super::attribution::{Rule, Said};
use super::cues::Clauses;
use super::names::{Cast, Sort};
use super::phrases::{Phrase, Who};
use crate::source::Gender;

/// Where a figure was last spoken of.
#[derive(Debug, Clone, Copy)]
struct Seen {
    block: u32,
    place: usize,
    subject: bool,
}

/// Paragraphs that a pronoun reaches back.
const REACH: u32 = 5;

/// The figure of each phrase.
pub(super) fn resolve(clauses: Clauses<'_>, cast: &mut Cast, said: &[Option<Said>]) -> Vec<Option<usize>> {
    let mut speaks = vec![false; clauses.phrases.len()];
    for said in said.iter().flatten().filter(|said| said.rule != Rule::Run) {
        speaks[said.phrase] = true;
    }
    let mut seen: Vec<Option<Seen>> = vec![None; cast.figures.len()];
    let mut last_speaker = None;
    let mut figures = Vec::with_capacity(clauses.phrases.len());
    let mut sentence_has_subject = false;
    let mut end = 0;
    for (phrase, speaks) in clauses.phrases.iter().zip(speaks) {
        if (end.max(1)..=phrase.words.start).any(|word| begins_sentence(clauses, word)) {
            sentence_has_subject = false;
        }
        end = phrase.words.end;
        let place = phrase.words.start;
        let block = clauses.words.all[place].block;
        let figure = match phrase.who {
            Who::Figure(figure) => Some(figure),
            Who::He => person(cast, &seen, last_speaker, block, Gender::Male),
            Who::She => person(cast, &seen, last_speaker, block, Gender::Female),
            Who::It if speaks => group(cast, &seen, block),
            Who::Role(head, false) => role(clauses, cast, &seen, phrase, head, block),
            // `his letter says`: the words are his
            Who::Document(_) if speaks && clauses.words.one_of(place, &["his"]) => {
                person(cast, &seen, last_speaker, block, Gender::Male)
            }
            Who::Document(_) if speaks && clauses.words.one_of(place, &["her"]) => {
                person(cast, &seen, last_speaker, block, Gender::Female)
            }
            Who::It | Who::They | Who::We | Who::Role(..) | Who::Document(_) => None,
        };
        let subject = !phrase.possessive && !sentence_has_subject && !clauses.after_preposition(phrase, false);
        sentence_has_subject |= subject;
        if let Some(row) = figure {
            seen[row] = Some(Seen { block, place, subject: subject || speaks });
            let gender = match phrase.who {
                Who::He => Some(Gender::Male),
                Who::She => Some(Gender::Female),
                _ => None,
            };
            let known = &mut cast.figures[row].gender;
            *known = known.or(gender);
            if speaks {
                last_speaker = Some(row);
            }
        }
        figures.push(figure);
    }
    figures
}

fn begins_sentence(clauses: Clauses<'_>, word: usize) -> bool {
    if !clauses.words.all[word].capital {
        return false;
    }
    let gap = clauses.words.gap_before(word);
    gap.contains(['.', '?', '!', '\n', '”', '"']) && !(gap.starts_with('.') && clauses.words.is_abbreviation(word - 1))
}

/// Who he or she is: of the people of that gender who were spoken of in the last paragraphs, the nearest; subjects and the
/// last speaker count as nearer, people whose gender nothing tells as farther.
fn person(cast: &Cast, seen: &[Option<Seen>], last: Option<usize>, block: u32, gender: Gender) -> Option<usize> {
    let mut best: Option<(i64, usize, usize)> = None;
    for (row, (figure, seen)) in cast.figures.iter().zip(seen).enumerate() {
        let Some(seen) = seen else { continue };
        let distance = block - seen.block;
        let fits = figure.sort == Sort::Person && figure.gender.is_none_or(|known| known == gender);
        if !fits || (distance > REACH && last != Some(row)) {
            continue;
        }
        let score = -3 * i64::from(distance)
            + if seen.subject { 2 } else { 0 }
            + if last == Some(row) { 2 } else { 0 }
            + if figure.gender.is_some() { 2 } else { 0 };
        if best.is_none_or(|best| (score, seen.place) > (best.0, best.1)) {
            best = Some((score, seen.place, row));
        }
    }
    best.map(|(_, _, row)| row)
}

/// What it is that speaks: the organisation that was the last subject, in this paragraph or the one before.
fn group(cast: &Cast, seen: &[Option<Seen>], block: u32) -> Option<usize> {
    let groups = cast.figures.iter().zip(seen).enumerate().filter_map(|(row, (figure, seen))| {
        let seen = (*seen)?;
        (figure.sort == Sort::Group && seen.subject && block - seen.block <= 1).then_some((seen.place, row))
    });
    groups.max().map(|(_, row)| row)
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
    let role = words.letters(head).to_lowercase();
    let bearers = cast.figures.iter().zip(seen).enumerate().filter_map(|(row, (figure, seen))| {
        let seen = (*seen)?;
        let near = block - seen.block <= REACH;
        (near && figure.sort == Sort::Person && figure.roles.contains(&role)).then_some((seen.place, row))
    });
    bearers.max().map(|(_, row)| row)
}
