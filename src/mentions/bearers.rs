//! Who bears a family name on a page, and whom it means when it stands alone.

use crate::entities::{Candidate, EntityId};

/// What was seen of all family names of a page, in reading order.
#[derive(Debug, Default)]
pub(super) struct Bearers {
    families: Vec<Family>,
    /// Persons named in full, and where first.
    named: Vec<(EntityId, Vec<usize>)>,
}

#[derive(Debug)]
struct Family {
    name: String,
    /// Full names of people who bear it: known (family name and all that the dossier does not spell) and unknown.
    strangers: Vec<usize>,
    /// First given names of the unknown ones, as bare words; empty where none stands.
    given: Vec<String>,
    /// Where it stands alone.
    alone: Vec<usize>,
}

/// Whom a family name means.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meant {
    /// This one.
    One(EntityId),
    /// Known people, and nothing decides.
    Several,
    /// Perhaps somebody who is not in the dossier.
    Stranger,
}

/// A bearer in passing: the bare name stands so many times as often as other people's full names.
const IN_PASSING: usize = 4;

impl Bearers {
    fn family(&mut self, name: &str) -> &mut Family {
        let at = self.families.iter().position(|family| family.name == name).unwrap_or_else(|| {
            self.families.push(Family {
                name: name.to_owned(),
                strangers: Vec::new(),
                given: Vec::new(),
                alone: Vec::new(),
            });
            self.families.len() - 1
        });
        &mut self.families[at]
    }

    /// A full name with this family name, of nobody known; `given` is its first word.
    pub(super) fn stranger(&mut self, family: &str, given: &str, at: usize) {
        let family = self.family(family);
        family.strangers.push(at);
        family.given.push(given.to_owned());
    }

    /// A full name of a known person.
    pub(super) fn name(&mut self, entity: EntityId, at: usize) {
        match self.named.iter_mut().find(|(known, _)| *known == entity) {
            Some((_, places)) => places.push(at),
            None => self.named.push((entity, vec![at])),
        }
    }

    /// Puts all places in order; [`Bearers::meant`] relies on it.
    pub(super) fn sort(&mut self) {
        let families = self.families.iter_mut().flat_map(|family| [&mut family.strangers, &mut family.alone]);
        families.chain(self.named.iter_mut().map(|(_, places)| places)).for_each(|places| places.sort_unstable());
    }

    /// Front matter lists a person: as good as a full name at the top of the page.
    pub(super) fn list(&mut self, entity: EntityId) {
        if !self.named(entity) {
            self.named.push((entity, vec![0]));
        }
    }

    /// Whether somebody unknown bears the family name on the page.
    pub(super) fn has_stranger(&self, family: &str) -> bool {
        self.families.iter().any(|known| known.name == family && !known.strangers.is_empty())
    }

    /// Whether an initial may be that of somebody unknown who bears the family name on the page.
    pub(super) fn has_stranger_like(&self, family: &str, initial: &str) -> bool {
        let known = self.families.iter().find(|known| known.name == family);
        known.is_some_and(|known| known.given.iter().any(|given| given.is_empty() || given.starts_with(initial)))
    }

    /// The family name alone.
    pub(super) fn alone(&mut self, family: &str, at: usize) {
        self.family(family).alone.push(at);
    }

    /// Whether a person is named in full anywhere on the page.
    pub(super) fn named(&self, entity: EntityId) -> bool {
        self.named.iter().any(|(known, _)| *known == entity)
    }

    /// Whom the family name means at a place where it stands alone. `candidates` are named on the page.
    ///
    /// The only bearer; or the first one, if the bare name was his before the others came, or they are named in passing.
    /// Where another bearer is named in the paragraph before it, nothing is sure.
    pub(super) fn meant(
        &self,
        family: &str,
        candidates: &[Candidate],
        at: usize,
        same_block: impl Fn(usize, usize) -> bool,
    ) -> Meant {
        let found = self.families.iter().find(|known| known.name == family);
        let (strangers, alone) = found.map_or((&[][..], &[][..]), |found| (&found.strangers, &found.alone));
        let undecided = if strangers.is_empty() { Meant::Several } else { Meant::Stranger };
        let places = |entity: EntityId| {
            self.named.iter().find(|(known, _)| *known == entity).map_or(&[][..], |(_, places)| places.as_slice())
        };
        let first = |entity: EntityId| places(entity).first().copied().unwrap_or(usize::MAX);
        let Some(leader) = candidates.iter().map(|c| c.entity).min_by_key(|entity| first(*entity)) else {
            return undecided;
        };
        let rivals: Vec<&[usize]> = candidates
            .iter()
            .filter(|candidate| candidate.entity != leader)
            .map(|candidate| places(candidate.entity))
            .chain([strangers])
            .collect();
        let Some(rival) = rivals.iter().filter_map(|places| places.first()).min().copied() else {
            return Meant::One(leader);
        };
        let start = first(leader);
        let in_use = alone.get(alone.partition_point(|at| *at <= start)).is_some_and(|at| *at < rival);
        let count: usize = rivals.iter().map(|places| places.len()).sum();
        let in_passing = start < rival && alone.len() >= IN_PASSING * count;
        // the last one before it is the only one that can stand in its block if any does
        let last = |places: &&[usize]| places[..places.partition_point(|rival| *rival < at)].last().copied();
        let near = rivals.iter().filter_map(last).any(|rival| same_block(rival, at));
        if (in_use || in_passing) && !near { Meant::One(leader) } else { undecided }
    }
}
