//! Shorter forms of what is not a person: `Mets` of New York Mets, `Tullow` of Tullow Oil, `Otto` of Hurricane Otto.
//!
//! Once the full name stands on the page, the name without the known place at its front, or without the common word that
//! says what it is, means the same; so does `the Church` of the Church of Scientology, and `Tarn Center` of the Anna J. Tarn
//! Center. A page that names the Grain Union means its council by `Price Council`. The shorter form must be no known name and
//! no common word itself. A page that names one Ada in full means her where it says Ada.

use super::find::{Doubt, Spot};
use super::short_forms::{Reading, Spans, occurs};
use crate::entities::{AliasMatcher, Candidate, EntityId, Gazetteer, Hit, Via};
use crate::names::{Class, bare, front_of, in_address, left_of, lexicon, right_of};
use memchr::memmem;
use rustc_hash::FxHashSet;
use std::cell::LazyCell;

/// A shorter form and what it may stand for.
#[derive(Debug)]
pub(super) struct Form {
    words: String,
    who: Vec<EntityId>,
    kind: FormKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FormKind {
    /// Stands for itself.
    Name,
    /// Needs `the` before it.
    Head,
    /// A given name: nobody else on the page may have it.
    Given,
}

/// The shorter forms of all full names on the page. Hits come by start, the longer first.
pub(super) fn forms(text: &str, gazetteer: &Gazetteer, matcher: &AliasMatcher, hits: &[Hit]) -> Vec<Form> {
    let mut forms: Vec<Form> = Vec::new();
    let mut seen: FxHashSet<(EntityId, &str)> = FxHashSet::default();
    for (at, hit) in hits.iter().enumerate() {
        let [Candidate { entity, via: Via::Exact | Via::Alias }] = hit.candidates[..] else { continue };
        let surface = &text[hit.start..hit.end];
        if !surface.contains(' ') || gazetteer.entities.len() <= entity.index() || !seen.insert((entity, surface)) {
            continue;
        }
        let mut add = |kind: FormKind, start: usize, end: usize| {
            let words = &text[start..end];
            if is_name(hits, start, end) || (kind != FormKind::Head && !is_distinct(words)) {
                return;
            }
            match forms.iter_mut().find(|form| form.words == words) {
                Some(form) if form.who.contains(&entity) => {}
                Some(form) => form.who.push(entity),
                None => forms.push(Form { words: words.to_owned(), who: vec![entity], kind }),
            }
        };
        if let Some(person) = matcher.person(entity) {
            let first = surface.split(' ').next().unwrap_or_default();
            if first.chars().count() > 2 && person.goes_by(&bare(first)) {
                add(FormKind::Given, hit.start, hit.start + first.len());
            }
            continue;
        }
        if let Some((head, _)) = surface.split_once(" of ")
            && !head.contains(' ')
            && !lexicon().is(&bare(head), Class::TITLE)
            && head.chars().next().is_some_and(char::is_uppercase)
        {
            add(FormKind::Head, hit.start, hit.start + head.len());
        }
        let place = hits[at + 1..]
            .iter()
            .take_while(|other| other.start == hit.start)
            .find(|other| is_full(other) && text[other.end..].starts_with(' ') && other.end < hit.end);
        if let Some(place) = place {
            add(FormKind::Name, place.end + 1, hit.end);
        } else if let Some(space) = after_place(surface) {
            add(FormKind::Name, hit.start + space + 1, hit.end);
        }
        for (space, _) in surface.match_indices(' ').take(2) {
            if lexicon().is(&bare(&surface[..space]), Class::KIND_FRONT) {
                add(FormKind::Name, hit.start + space + 1, hit.end);
            }
        }
        if let Some((head, last)) = surface.rsplit_once(' ')
            && lexicon().is(&bare(last), Class::GENERIC)
            && !lexicon().is(&bare(head), Class::GIVEN.or(Class::PLACE))
        {
            add(FormKind::Name, hit.start, hit.start + head.len());
        }
        // named after a person: the given names go first
        let rest = after_given_names(surface);
        if rest > 0 {
            add(FormKind::Name, hit.start + rest, hit.end);
        }
    }
    let full = || hits.iter().filter(|hit| is_full(hit));
    let known = LazyCell::new(|| full().map(|hit| &text[hit.start..hit.end]).collect::<FxHashSet<&str>>());
    let mut seen: FxHashSet<EntityId> = FxHashSet::default();
    for (rest, entity) in full().flat_map(|hit| match hit.candidates[..] {
        [Candidate { entity, .. }] if !matcher.bodies(entity).is_empty() && seen.insert(entity) => {
            matcher.bodies(entity)
        }
        _ => &[],
    }) {
        if known.contains(rest.as_str()) || !is_distinct(rest) {
            continue;
        }
        match forms.iter_mut().find(|form| form.words == *rest) {
            Some(form) if form.who.contains(entity) => {}
            Some(form) => form.who.push(*entity),
            None => forms.push(Form { words: rest.clone(), who: vec![*entity], kind: FormKind::Name }),
        }
    }
    forms
}

/// Where the given name and initials at the front of `Anna J. Tarn Center` end; 0 if there are none, or too little would be left.
fn after_given_names(name: &str) -> usize {
    let mut words = name.split(' ');
    let first = words.next().unwrap_or_default();
    let initials: Vec<&str> = words.clone().take_while(|word| word.len() == 2 && word.ends_with('.')).collect();
    let rest = words.count() - initials.len();
    if rest < 2 || !lexicon().is(&bare(first), Class::GIVEN) {
        return 0;
    }
    first.len() + 1 + initials.iter().map(|word| word.len() + 1).sum::<usize>()
}

/// Where a place of the world ends that a name begins with, known to the dossier or not: `Boston` of a club.
fn after_place(name: &str) -> Option<usize> {
    let spaces = name.match_indices(' ').map(|(space, _)| space).take(3);
    spaces.filter(|&space| lexicon().is(&bare(&name[..space]), Class::PLACE)).last()
}

fn is_full(hit: &Hit) -> bool {
    hit.candidates.iter().any(|c| matches!(c.via, Via::Exact | Via::Alias))
}

/// Whether a full name has just this span. Hits come by start, the longer first.
fn is_name(hits: &[Hit], start: usize, end: usize) -> bool {
    let before = hits.partition_point(|hit| (hit.start, end) < (start, hit.end));
    hits[before..].iter().take_while(|hit| (hit.start, hit.end) == (start, end)).any(is_full)
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
    let full = Spans::new(reading.full.iter().map(|hit| hit.start..hit.end).collect());
    for form in forms {
        if form.kind == FormKind::Given && form.who.len() > 1 {
            continue;
        }
        let length = form.words.len();
        let mut places: Vec<usize> = memmem::find_iter(text.as_bytes(), &form.words)
            .filter(|&start| {
                at_boundaries(text, start, start + length)
                    && !in_address(text, start, start + length)
                    && !full.overlap(start, start + length)
            })
            .collect();
        if !places.is_empty() {
            let taken = Spans::new(spots.iter().map(|spot| spot.hit.start..spot.hit.end).collect());
            places.retain(|&start| !taken.overlap(start, start + length));
        }
        if places.is_empty() || (form.kind != FormKind::Head && occurs(text, &form.words.to_lowercase())) {
            continue;
        }
        let alone = |start: usize| {
            let (left, right) = (left_of(text, start), right_of(text, start + length));
            let longer = !left.words.is_empty() || left.modifier || !right.words.is_empty() || right.of.is_some();
            let fits = match form.kind {
                FormKind::Name => true,
                FormKind::Head => left.lower.as_deref() == Some("the"),
                // `Ada II` is another one
                FormKind::Given => {
                    !left.title && !is_numbered(&text[start + length..]) && !is_called_after(text, start)
                }
            };
            (fits && !longer && !reading.in_title_case(start), !right.words.is_empty() || !left.words.is_empty())
        };
        // another Ada, with a name of her own, or one of the family whom the page does not name in full
        let one_of_the_family = LazyCell::new(|| {
            let named = |hit: &&Hit| hit.candidates.iter().any(|candidate| form.who.contains(&candidate.entity));
            reading.full.iter().filter(named).any(|hit| is_relative(text, hit.start) || is_relative_of(text, hit.start))
        });
        let is_other = |start: usize| alone(start).1 || (is_relative(text, start) && !*one_of_the_family);
        if form.kind == FormKind::Given && places.iter().any(|&start| is_other(start)) {
            continue;
        }
        for start in places.into_iter().filter(|&start| alone(start).0) {
            let candidates = form.who.iter().map(|&entity| Candidate { entity, via: Via::ShortForm }).collect();
            let hit = Hit { start, end: start + length, candidates };
            spots.push(Spot { hit, doubt: Doubt::None });
        }
    }
}

/// Whether a number follows such as kings have, or chapters.
fn is_numbered(after: &str) -> bool {
    let word = after.strip_prefix([' ', '\u{a0}']).and_then(|rest| rest.split(|c: char| !c.is_alphanumeric()).next());
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, 'I' | 'V' | 'X');
    word.is_some_and(|word| !word.is_empty() && word != "I" && word.chars().all(is_number))
}

/// `Gospel of John`, `St. John`, `Fort John`; and `as John`, `named John`: a part that is played, or anybody.
fn is_called_after(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end();
    if ["as", "named", "called"].iter().any(|word| before.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '))) {
        return true;
    }
    let of = text[..start].strip_suffix("of ").and_then(|before| front_of(text, before.len()));
    let front = front_of(text, start).is_some_and(|front| front.class.any(Class::SITE_FRONT.or(Class::KIND_FRONT)));
    front || of.is_some_and(|head| !head.opens && !head.class.any(Class::TITLE))
}

/// `her daughter Ada`, `his brother, Ada`: one of the family, told by the given name.
fn is_relative(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches([' ', '\u{a0}', '\n', ',']);
    let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
    before.len() < start && lexicon().is(&bare(word), Class::RELATIVE)
}

/// `daughter of Ada Tarn`.
fn is_relative_of(text: &str, start: usize) -> bool {
    text[..start].strip_suffix(" of ").is_some_and(|before| {
        let word = before.rsplit(|c: char| !(c.is_alphanumeric() || c == '-')).next().unwrap_or_default();
        lexicon().is(&bare(word), Class::RELATIVE)
    })
}

fn at_boundaries(text: &str, start: usize, end: usize) -> bool {
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    !text[..start].chars().next_back().is_some_and(inside) && !text[end..].chars().next().is_some_and(inside)
}
