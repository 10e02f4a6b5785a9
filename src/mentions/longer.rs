//! Known names that are parts of longer, unknown ones: the `Canada` of `Environment Canada`, the `Paris` of `Ada Paris`.

use super::find::{Doubt, Spot};
use super::short_forms::{Reading, is_where};
use crate::entities::{Hit, Via};
use crate::names::{Class, bare, left_of, lexicon, right_of};
use crate::text::fold::fold_name;
use rustc_hash::FxHashSet;

/// Names that somebody outside the dossier bears on this page, folded.
#[derive(Debug, Default)]
pub(super) struct Strangers(FxHashSet<String>);

impl Strangers {
    pub(super) fn add(&mut self, name: &str) {
        self.0.insert(fold_name(name));
    }

    pub(super) fn bear(&self, name: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&fold_name(name))
    }

    /// Puts in doubt what a stranger is called, too; `in Paris` is no person.
    pub(super) fn mark(&self, text: &str, spots: &mut [Spot]) {
        if self.0.is_empty() {
            return;
        }
        for spot in spots {
            let plain = spot.doubt < Doubt::Stranger
                && spot.hit.candidates.iter().all(|c| !matches!(c.via, Via::Override | Via::Not));
            let surface = &text[spot.hit.start..spot.hit.end];
            if plain && self.bear(surface) && !left_of(text, spot.hit.start).lower.as_deref().is_some_and(is_where) {
                spot.doubt = Doubt::Stranger;
            }
        }
    }
}

/// The full names that stand for themselves.
pub(super) fn check(reading: Reading<'_>, strangers: &mut Strangers) -> Vec<Spot> {
    let mut spots = Vec::with_capacity(reading.full.len());
    let mut suspects: Vec<String> = Vec::new();
    for hit in reading.full {
        if is_address(&reading.text[hit.end..]) {
            continue;
        }
        if let Some((start, end)) = longer_name(reading, hit, strangers, &mut suspects) {
            let hit = Hit { start, end, candidates: hit.candidates.clone() };
            spots.push(Spot { hit, doubt: Doubt::Longer });
            continue;
        }
        spots.push(Spot { hit: hit.clone(), doubt: Doubt::None });
    }
    // `Ada Paris` may be a street or a person; if `Paris` alone speaks, it is the person
    if !suspects.is_empty() {
        let speaks = |spot: &&Spot| {
            spot.doubt == Doubt::None
                && right_of(reading.text, spot.hit.end).lower.is_some_and(|word| lexicon().is(&word, Class::SPEECH))
        };
        let name = |spot: &Spot| fold_name(&reading.text[spot.hit.start..spot.hit.end]);
        let speakers: FxHashSet<String> = spots.iter().filter(speaks).map(name).collect();
        suspects.iter().filter(|name| speakers.contains(*name)).for_each(|name| strangers.add(name));
    }
    spots
}

/// The longer name, unknown to the dossier, that a name of one word is part of.
fn longer_name(
    reading: Reading<'_>,
    hit: &Hit,
    strangers: &mut Strangers,
    suspects: &mut Vec<String>,
) -> Option<(usize, usize)> {
    let text = reading.text;
    let surface = &text[hit.start..hit.end];
    let explicit = hit.candidates.iter().any(|c| matches!(c.via, Via::Override | Via::Not));
    let capital = surface.chars().next().is_some_and(char::is_uppercase);
    if explicit || !capital {
        return None;
    }
    let person = hit.candidates.iter().any(|c| reading.matcher.person(c.entity).is_some());
    if let Some(start) = owner_before(text, hit.start).filter(|_| !person) {
        return (!reading.in_title_case(hit.start)).then_some((start, hit.end));
    }
    if surface.contains(char::is_whitespace) {
        return None;
    }
    let (left, right) = (left_of(text, hit.start), right_of(text, hit.end));
    let before = !left.words.is_empty() && !reading.follows_full_name(hit.start) && reading.is_name(&left);
    let behind = !right.words.is_empty() && !reading.precedes_full_name(right.start);
    if !(before || behind || right.of.is_some() || left.modifier) || reading.in_title_case(hit.start) {
        return None;
    }
    if before && !person {
        if left.given {
            strangers.add(surface);
        } else if !surface.chars().all(char::is_uppercase) {
            suspects.push(fold_name(surface));
        }
    }
    let start = if before { left.starts[0] } else { hit.start };
    let end = if behind { right.end } else { right.of.unwrap_or(hit.end) };
    Some((start, end))
}

/// Where `People’s` begins, if it stands right before a name: `Democratic People’s Republic of Tarn` is another state.
fn owner_before(text: &str, start: usize) -> Option<usize> {
    let before = text[..start].strip_suffix([' ', '\u{a0}'])?;
    let word = before.rsplit(char::is_whitespace).next()?;
    let owner = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s"))?;
    let large = owner.chars().next().is_some_and(char::is_uppercase);
    (large && lexicon().is(&bare(owner), Class::OWNER)).then(|| before.len() - word.len())
}

/// `Name@…`, `Name @ …`, `US$`: a sign that ties the word to what follows.
fn is_address(rest: &str) -> bool {
    rest.starts_with('$') || rest.trim_start_matches(' ').starts_with('@')
}
