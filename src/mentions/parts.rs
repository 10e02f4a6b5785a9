//! Shorter forms of what is no person: `Mets` of New York Mets, `Tullow` of Tullow Oil, `Otto` of Hurricane Otto.
//!
//! Once the full name stands on the page, the name without the known place at its front, or without the common word that
//! says what it is, means the same. The shorter form must be no known name and no common word itself.

use super::find::{Doubt, Spot};
use super::short_forms::{Reading, occurs};
use crate::entities::{AliasMatcher, Candidate, EntityId, Gazetteer, Hit, Via};
use crate::names::{Class, bare, left_of, lexicon, right_of};

/// A shorter form and what it may stand for.
#[derive(Debug)]
pub(super) struct Form {
    words: String,
    who: Vec<EntityId>,
}

/// The shorter forms of all full names on the page.
pub(super) fn forms(text: &str, gazetteer: &Gazetteer, matcher: &AliasMatcher, hits: &[Hit]) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    for (at, hit) in hits.iter().enumerate() {
        let [Candidate { entity, via: Via::Exact | Via::Alias }] = hit.candidates[..] else { continue };
        let surface = &text[hit.start..hit.end];
        if matcher.person(entity).is_some() || !surface.contains(' ') || gazetteer.entities.len() <= entity.index() {
            continue;
        }
        let inner = |start: usize, end: usize| {
            hits.iter().any(|other| other.start == start && other.end == end && is_full(other))
        };
        let mut add = |start: usize, end: usize| {
            let words = &text[start..end];
            if inner(start, end) || !is_distinct(words) {
                return;
            }
            match forms.iter_mut().find(|form| form.words == words) {
                Some(form) if form.who.contains(&entity) => {}
                Some(form) => form.who.push(entity),
                None => forms.push(Form { words: words.to_owned(), who: vec![entity] }),
            }
        };
        let place = hits[at + 1..]
            .iter()
            .take_while(|other| other.start == hit.start)
            .find(|other| is_full(other) && text[other.end..].starts_with(' ') && other.end < hit.end);
        if let Some(place) = place {
            add(place.end + 1, hit.end);
        }
        if let Some((first, _)) = surface.split_once(' ')
            && lexicon().is(&bare(first), Class::STORM)
        {
            add(hit.start + first.len() + 1, hit.end);
        }
        if let Some((head, last)) = surface.rsplit_once(' ')
            && lexicon().is(&bare(last), Class::GENERIC)
            && !lexicon().is(&bare(head), Class::GIVEN)
        {
            add(hit.start, hit.start + head.len());
        }
    }
    forms
}

fn is_full(hit: &Hit) -> bool {
    hit.candidates.iter().any(|c| matches!(c.via, Via::Exact | Via::Alias))
}

/// Capitalised, and more than a common word or two.
fn is_distinct(words: &str) -> bool {
    let lexicon = lexicon();
    let vague = Class::COMMON.or(Class::TITLE).or(Class::TIME).or(Class::GENERIC).or(Class::SUFFIX);
    words.chars().next().is_some_and(char::is_uppercase)
        && words.chars().count() > 2
        && words.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '’'))
        && !words.split(' ').all(|word| lexicon.is(&bare(word), vague))
}

/// Adds the places where the shorter forms stand by themselves.
pub(super) fn add(reading: Reading<'_>, forms: Vec<Form>, spots: &mut Vec<Spot>) {
    let text = reading.text;
    for form in forms {
        let common = occurs(text, &form.words.to_lowercase());
        for (start, words) in text.match_indices(form.words.as_str()) {
            let end = start + words.len();
            let inside = |c: char| c.is_alphanumeric();
            let in_word = text[..start].chars().next_back().is_some_and(inside)
                || text[end..].chars().next().is_some_and(inside);
            let overlaps = |a: usize, b: usize| a < end && start < b;
            if in_word
                || reading.full.iter().any(|hit| overlaps(hit.start, hit.end))
                || spots.iter().any(|spot| overlaps(spot.hit.start, spot.hit.end))
            {
                continue;
            }
            let (left, right) = (left_of(text, start), right_of(text, end));
            let longer = !left.words.is_empty() || left.modifier || !right.words.is_empty() || right.of;
            if longer || common || reading.in_title_case(start) {
                continue;
            }
            let candidates = form.who.iter().map(|&entity| Candidate { entity, via: Via::ShortForm }).collect();
            spots.push(Spot { hit: Hit { start, end, candidates }, doubt: Doubt::None });
        }
    }
}
