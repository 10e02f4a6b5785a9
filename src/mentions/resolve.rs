//! Which of several entities a name means, if the page decides it.

use super::find::{Doubt, Found};
use super::{Ambiguity, Mention, PageInput, Undecided};
use crate::entities::{Candidate, EntityId, Via};

/// Turns names into mentions; what nothing decides becomes an ambiguity and no mention.
pub(super) fn resolve(page: PageInput<'_>, found: Vec<Found>) -> (Vec<Mention>, Vec<Ambiguity>) {
    let sure = sure_entities(page, &found);
    let (mut mentions, mut ambiguities) = (Vec::with_capacity(found.len()), Vec::new());
    for name in found {
        match decide(page, &name, &sure) {
            Ok(Candidate { entity, via }) => {
                let sentence = name.prose.clone(); // until the sentences are known
                mentions.push(Mention { entity, prose: name.prose, block: name.block, sentence, via, linked: false });
            }
            Err(candidates) => {
                let why = match name.doubt {
                    Doubt::None | Doubt::Contested => Undecided::Several,
                    Doubt::Stranger => Undecided::Stranger,
                    Doubt::Longer => Undecided::Longer,
                };
                ambiguities.push(Ambiguity { prose: name.prose, block: name.block, candidates, why });
            }
        }
    }
    (mentions, ambiguities)
}

/// Entities that the page names beyond doubt, with the number of words of the longest such name.
fn sure_entities(page: PageInput<'_>, found: &[Found]) -> Vec<(EntityId, usize)> {
    let words = |name: &Found| {
        let range = name.prose.start as usize..name.prose.end as usize;
        page.document.prose.text[range].split_whitespace().count()
    };
    let mut sure: Vec<(EntityId, usize)> = found
        .iter()
        .filter(|name| name.candidates.len() == 1 && name.doubt == Doubt::None)
        .map(|name| (name.candidates[0].entity, words(name)))
        .collect();
    sure.sort_unstable_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)));
    sure.dedup_by_key(|(entity, _)| *entity);
    sure
}

/// The one entity that a name means on this page: an override, the only candidate, the only one that front matter
/// lists, or the only one that the page names in a fuller form.
fn decide(page: PageInput<'_>, name: &Found, sure: &[(EntityId, usize)]) -> Result<Candidate, Vec<EntityId>> {
    let best = |via: Via| name.candidates.iter().find(|candidate| candidate.via == via);
    if let Some(candidate) = best(Via::Override) {
        return Ok(*candidate);
    }
    // a full name beats a plural or a weak alias of something else
    let strong = |candidate: &Candidate| matches!(candidate.via, Via::Exact | Via::Alias);
    let any_strong = name.doubt != Doubt::Contested && name.candidates.iter().any(strong);
    let mut candidates: Vec<Candidate> = name.candidates.iter().filter(|c| !any_strong || strong(c)).copied().collect();
    candidates.sort_unstable_by_key(|candidate| (candidate.entity, candidate.via));
    candidates.dedup_by_key(|candidate| candidate.entity);
    if name.doubt >= Doubt::Stranger {
        return Err(candidates.iter().map(|candidate| candidate.entity).collect());
    }
    if let [only] = candidates[..] {
        return Ok(only);
    }
    let listed: Vec<&Candidate> = candidates.iter().filter(|c| page.about.contains(&c.entity)).collect();
    if let [only] = listed[..] {
        return Ok(*only);
    }
    if name.doubt == Doubt::Contested {
        return Err(candidates.iter().map(|candidate| candidate.entity).collect());
    }
    let words = page.document.prose.text[name.prose.start as usize..name.prose.end as usize].split_whitespace().count();
    let fuller: Vec<&Candidate> = candidates
        .iter()
        .filter(|c| sure.binary_search_by_key(&c.entity, |s| s.0).is_ok_and(|at| sure[at].1 > words))
        .collect();
    match fuller[..] {
        [only] => Ok(*only),
        _ => Err(candidates.iter().map(|candidate| candidate.entity).collect()),
    }
}
