//! All places of a page where a known name stands, overlaps settled.

use super::{PageInput, acronyms, block_of, closed_by, short_forms};
use crate::entities::{AliasMatcher, Candidate, EntityId, Gazetteer, Hit, Via};
use crate::markdown::{BlockKind, ClosedBy};
use crate::names::{in_address, is_title_case, opens_sentence};
use crate::text::fold::{Folded, fold, fold_name};
use rustc_hash::{FxHashMap, FxHashSet};
use std::ops::Range;

/// A name in a block, with all that it may mean.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) prose: Range<u32>,
    pub(super) block: u32,
    /// Best first, never empty.
    pub(super) candidates: Vec<Candidate>,
    pub(super) doubt: Doubt,
}

/// What the page says against the obvious reading of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Doubt {
    /// Nothing.
    #[default]
    None,
    /// A full name of one and a family name of another: both readings are equally good.
    Contested,
    /// Somebody who is not in the dossier bears the name on this page, too.
    Stranger,
    /// Part of a longer name, unknown to the dossier, whose span the hit has.
    Longer,
}

/// A hit and what is to be said against it.
#[derive(Debug, Clone)]
pub(super) struct Spot {
    pub(super) hit: Hit,
    pub(super) doubt: Doubt,
}

/// Finds all names of a page; of overlapping ones the leftmost, then the longest stays.
pub(super) fn hits(page: PageInput<'_>, gazetteer: &Gazetteer, matcher: &AliasMatcher) -> Vec<Found> {
    let text = &page.document.prose.text;
    let folded = fold(text);
    let mut hits = matcher.find(text, &folded);
    drop_bare_tags(page, matcher, text, &mut hits);
    apply_not(&mut hits);
    acronyms::define(text, matcher, &mut hits);
    apply_overrides(page, gazetteer, text, &folded, &mut hits);
    hits.retain(|hit| !in_address(text, hit.start, hit.end));
    drop_lonely_weak_aliases(&mut hits);
    split_at_commas(matcher, text, &mut hits);
    let spots = short_forms::settle(page, gazetteer, matcher, hits);
    spots.into_iter().filter_map(|spot| place(page, spot)).collect()
}

/// A tag of one word without a page of its own groups articles: it means something only where the text uses it as a name, with
/// a capital within a sentence.
fn drop_bare_tags(page: PageInput<'_>, matcher: &AliasMatcher, text: &str, hits: &mut Vec<Hit>) {
    if !matcher.has_bare_tags() {
        return;
    }
    let mut last: Option<(u32, bool)> = None;
    let mut in_sentences = |at: usize| {
        let Some(number) = block_of(page.document, at as u32) else { return false };
        if let Some((_, known)) = last.filter(|(block, _)| *block == number) {
            return known;
        }
        let block = &page.document.blocks[number as usize];
        let words = &text[block.prose.start as usize..block.prose.end as usize];
        let found = !matches!(block.kind, BlockKind::Heading(_)) && !is_title_case(words);
        last = Some((number, found));
        found
    };
    hits.retain_mut(|hit| {
        let start = hit.start;
        hit.candidates.retain(|candidate| {
            !matcher.is_bare_tag(candidate.entity)
                || (text[start..].starts_with(char::is_uppercase)
                    && !opens_sentence(text, start)
                    && in_sentences(start))
        });
        !hit.candidates.is_empty()
    });
}

/// Where one of an entity's `not` strings stands, nothing inside it is this entity.
fn apply_not(hits: &mut Vec<Hit>) {
    let is_not = |candidate: &Candidate| candidate.via == Via::Not;
    if !hits.iter().any(|hit| hit.candidates.iter().any(is_not)) {
        return;
    }
    // by entity: where they begin, in order, and the greatest end so far
    let mut nots: FxHashMap<EntityId, Vec<(usize, usize)>> = FxHashMap::default();
    for hit in hits.iter() {
        for candidate in hit.candidates.iter().filter(|c| is_not(c)) {
            let places = nots.entry(candidate.entity).or_default();
            let end = places.last().map_or(0, |last| last.1).max(hit.end);
            places.push((hit.start, end));
        }
    }
    for hit in hits.iter_mut() {
        let (start, end) = (hit.start, hit.end);
        hit.candidates.retain(|c| {
            let within = |places: &Vec<(usize, usize)>| {
                let before = places.partition_point(|place| place.0 <= start);
                before.checked_sub(1).is_some_and(|last| end <= places[last].1)
            };
            !is_not(c) && !nots.get(&c.entity).is_some_and(within)
        });
    }
    hits.retain(|hit| !hit.candidates.is_empty());
}

/// `links:` of the page: a rule replaces what the names of the dossier say about the same words.
fn apply_overrides(page: PageInput<'_>, gazetteer: &Gazetteer, text: &str, folded: &Folded, hits: &mut Vec<Hit>) {
    if page.links.rules.is_empty() {
        return;
    }
    let target = |words: &str| gazetteer.entity(words, None);
    let rules = page.links.rules.iter().filter_map(|(surface, rule)| match rule {
        // a span that is never a link needs no entity; `Not` marks it, and it only takes up its place
        None => Some((surface.as_str(), EntityId(u32::MAX), Via::Not)),
        Some(words) => target(&words.value).map(|entity| (surface.as_str(), entity, Via::Override)),
    });
    let overrides = AliasMatcher::from_names(rules).find(text, folded);
    let surfaces: FxHashSet<String> = page.links.rules.iter().map(|(surface, _)| fold_name(surface)).collect();
    hits.retain(|hit| !surfaces.contains(&fold_name(&text[hit.start..hit.end])));
    hits.extend(overrides);
    hits.sort_by(|a, b| (a.start, b.end).cmp(&(b.start, a.end)));
}

/// Weak aliases count only on pages that name the entity in full.
fn drop_lonely_weak_aliases(hits: &mut Vec<Hit>) {
    let is_weak = |candidate: &Candidate| candidate.via == Via::WeakAlias;
    if !hits.iter().any(|hit| hit.candidates.iter().any(is_weak)) {
        return;
    }
    let is_full = |c: &&Candidate| !matches!(c.via, Via::WeakAlias | Via::ShortForm);
    let mut full: Vec<EntityId> =
        hits.iter().flat_map(|hit| &hit.candidates).filter(is_full).map(|c| c.entity).collect();
    full.sort_unstable();
    for hit in hits.iter_mut() {
        hit.candidates.retain(|c| !is_weak(c) || full.binary_search(&c.entity).is_ok());
    }
    hits.retain(|hit| !hit.candidates.is_empty());
}

/// `Evansville, Indiana` names two places: where the part behind the comma is a place, too, each is linked.
fn split_at_commas(matcher: &AliasMatcher, text: &str, hits: &mut [Hit]) {
    let is_place = |hit: &Hit| hit.candidates.first().is_some_and(|c| c.via != Via::Not && matcher.is_place(c.entity));
    for at in 0..hits.len() {
        let hit = &hits[at];
        let surface = &text.as_bytes()[hit.start..hit.end];
        let Some(comma) = surface.windows(2).rposition(|two| two == b", ").map(|comma| hit.start + comma) else {
            continue;
        };
        let rest = hits[at + 1..].iter().take_while(|other| other.start < hit.end);
        let mut rest = rest.filter(|other| other.start == comma + 2 && other.end == hit.end);
        if is_place(hit) && rest.any(is_place) {
            hits[at].end = comma;
        }
    }
    hits.sort_by(|a, b| (a.start, b.end).cmp(&(b.start, a.end)));
}

/// Of overlapping hits, which come sorted by start and falling length, keeps the first and then what begins after it.
pub(super) fn leftmost_longest(hits: Vec<Hit>) -> Vec<Hit> {
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    for hit in hits {
        match kept.last_mut() {
            Some(last) if last.start == hit.start && last.end == hit.end => last.candidates.extend(hit.candidates),
            Some(last) if hit.start < last.end => {}
            _ => kept.push(hit),
        }
    }
    kept
}

/// Gives a hit its block; drops what is code, a URL, or a page's own name.
fn place(page: PageInput<'_>, spot: Spot) -> Option<Found> {
    let Spot { mut hit, doubt } = spot;
    hit.candidates.retain(|candidate| candidate.via != Via::Not);
    if hit.candidates.is_empty() || hit.candidates.iter().any(|candidate| Some(candidate.entity) == page.own) {
        return None;
    }
    let prose = hit.start as u32..hit.end as u32;
    let block = block_of(page.document, prose.start)?;
    let in_code = page.document.blocks[block as usize].kind == BlockKind::Code;
    let closed = closed_by(page.document, &prose);
    if in_code || matches!(closed, Some(ClosedBy::Code | ClosedBy::Math | ClosedBy::Url | ClosedBy::Never)) {
        return None;
    }
    let in_wikilink = closed == Some(ClosedBy::Link) && {
        /// Slots within slots: a picture in a link.
        const NESTED: usize = 8;
        let slots = &page.document.slots;
        let before = slots.partition_point(|slot| slot.prose.start < prose.end);
        slots[..before].iter().rev().take(NESTED).any(|slot| {
            matches!(slot.target, crate::markdown::SlotTarget::Wikilink { .. }) && prose.start < slot.prose.end
        })
    };
    // the wikilink itself is the mention
    (!in_wikilink).then_some(Found { prose, block, candidates: hit.candidates, doubt })
}
