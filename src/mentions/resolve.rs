//! Which of several entities a name means, if the page decides it.

use super::find::{Doubt, Found};
use super::short_forms::is_where;
use super::{Ambiguity, Mention, PageInput, Undecided, acronyms};
use crate::entities::{AliasMatcher, Candidate, EntityId, Gazetteer, Via};
use crate::names::left_of;
use crate::text::fold::fold_name;
use crate::text::slug::slugify;
use std::cell::LazyCell;
use std::ops::Deref;

/// Turns names into mentions; what nothing decides becomes an ambiguity and no mention.
pub(super) fn resolve(
    page: PageInput<'_>,
    gazetteer: &Gazetteer,
    matcher: &AliasMatcher,
    found: &[Found],
) -> (Vec<Mention>, Vec<Ambiguity>) {
    let sure = LazyCell::new(|| sure_names(page, found));
    let (mut mentions, mut ambiguities) = (Vec::with_capacity(found.len()), Vec::new());
    for name in found {
        let (prose, block) = (name.prose.clone(), name.block);
        match decide(page, gazetteer, matcher, name, &sure) {
            Ok(Candidate { entity, via }) => {
                let sentence = prose.clone(); // until the sentences are known
                mentions.push(Mention { entity, prose, block, sentence, via, linked: false });
            }
            Err(candidates) => {
                let why = match name.doubt {
                    Doubt::None | Doubt::Contested => Undecided::Several,
                    Doubt::Stranger => Undecided::Stranger,
                    Doubt::Longer => Undecided::Longer,
                };
                ambiguities.push(Ambiguity { prose, block, candidates, why });
            }
        }
    }
    (mentions, ambiguities)
}

/// What the page names beyond doubt: entities with the words of each such name, by entity.
fn sure_names<'a>(page: PageInput<'a>, found: &[Found]) -> Vec<(EntityId, &'a str)> {
    let mut sure: Vec<(EntityId, &str)> = found
        .iter()
        .filter(|name| name.candidates.len() == 1 && name.doubt == Doubt::None)
        .map(|name| (name.candidates[0].entity, words(page, name)))
        .collect();
    sure.sort_unstable();
    sure.dedup();
    sure
}

fn words<'a>(page: PageInput<'a>, name: &Found) -> &'a str {
    &page.document.prose.text[name.prose.start as usize..name.prose.end as usize]
}

/// The one entity that a name means on this page: an override, the only candidate, the only one that front matter
/// lists, the only place behind `in`, the only one that the page names in a fuller form, or the only one whose id adds
/// something that the page names.
fn decide<'a>(
    page: PageInput<'a>,
    gazetteer: &Gazetteer,
    matcher: &AliasMatcher,
    name: &Found,
    sure: &impl Deref<Target = Vec<(EntityId, &'a str)>>,
) -> Result<Candidate, Vec<EntityId>> {
    let best = |via: Via| name.candidates.iter().find(|candidate| candidate.via == via);
    if let Some(candidate) = best(Via::Override) {
        return Ok(*candidate);
    }
    if let [only] = name.candidates[..]
        && name.doubt < Doubt::Stranger
    {
        return Ok(only);
    }
    // a full name beats a plural or a weak alias of something else
    let strong = |candidate: &Candidate| matches!(candidate.via, Via::Exact | Via::Alias);
    let any_strong = name.doubt != Doubt::Contested && name.candidates.iter().any(strong);
    let mut candidates: Vec<Candidate> = name.candidates.iter().filter(|c| !any_strong || strong(c)).copied().collect();
    candidates.sort_unstable_by_key(|candidate| (candidate.entity, candidate.via));
    candidates.dedup_by_key(|candidate| candidate.entity);
    let undecided = || Err(candidates.iter().map(|candidate| candidate.entity).collect());
    if name.doubt >= Doubt::Stranger {
        return undecided();
    }
    let only = |holds: &dyn Fn(&Candidate) -> bool| -> Option<Candidate> {
        let mut fitting = candidates.iter().filter(|candidate| holds(candidate));
        fitting.next().filter(|_| fitting.next().is_none()).copied()
    };
    if let Some(candidate) = only(&|_| true).or_else(|| only(&|c| page.about.contains(&c.entity))) {
        return Ok(candidate);
    }
    if name.doubt == Doubt::Contested {
        return undecided();
    }
    let words = words(page, name);
    let names = |entity: EntityId| sure.iter().filter(move |(known, _)| *known == entity).map(|(_, words)| *words);
    let fuller = |c: &Candidate| names(c.entity).any(|other| is_fuller(other, words));
    let in_place = || {
        let before = left_of(&page.document.prose.text, name.prose.start as usize).lower;
        before.as_deref().is_some_and(is_where).then(|| only(&|c| matcher.is_place(c.entity))).flatten()
    };
    let told_apart = |c: &Candidate| {
        c.via == Via::Exact
            && matcher.person(c.entity).is_none()
            && added_words(gazetteer, c.entity)
                .is_some_and(|added| gazetteer.entity(&added, None).is_some_and(|other| names(other).next().is_some()))
    };
    let found = only(&fuller).or_else(in_place).or_else(|| only(&told_apart));
    found.map_or_else(undecided, Ok)
}

/// Whether one name holds the words of another and more, or the other is its initials.
fn is_fuller(name: &str, short: &str) -> bool {
    let plain = |text: &str| format!(" {} ", fold_name(text));
    let (long, short_words) = (plain(name), plain(short));
    long.len() > short_words.len() && (long.contains(&short_words) || acronyms::is_initials(short, name))
}

/// What an id says beyond the entity's name: `hong kong` of `organizations/civic-party-hong-kong`.
fn added_words(gazetteer: &Gazetteer, id: EntityId) -> Option<String> {
    let entity = gazetteer.get(id);
    let added = entity.id.name().strip_prefix(slugify(&entity.name).as_str())?.strip_prefix('-')?;
    (!added.is_empty()).then(|| added.replace('-', " "))
}
