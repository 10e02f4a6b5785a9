//! Where a page names whom.
//!
//! In: one page's [`Document`], the [`AliasMatcher`] and what the page itself decides. Out: [`Mention`]s in reading order and
//! [`Ambiguity`]s. Only prose is read; no HTML is touched.

mod acronyms;
mod bearers;
mod find;
mod longer;
mod parts;
mod resolve;
mod short_forms;

pub use acronyms::defined_at as acronym_defined_at;

use crate::config::Density;
use crate::entities::{AliasMatcher, EntityId, Gazetteer, Via};
use crate::markdown::{BlockKind, ClosedBy, Document, SlotTarget};
use crate::source::LinkOverrides;
use crate::text::sentences::{self, Splitter};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// A span of prose that means an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Who or what.
    pub entity: EntityId,
    /// Bytes of the page's prose: the surface form, without possessive ending.
    pub prose: Range<u32>,
    /// Index of its block.
    pub block: u32,
    /// Bytes of the prose: the sentence that holds it.
    pub sentence: Range<u32>,
    /// How it was recognised.
    pub via: Via,
    /// Whether the words become a link. Words of a wikilink are linked by its slot instead.
    pub linked: bool,
}

/// A name that nothing decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ambiguity {
    /// Bytes of the page's prose.
    pub prose: Range<u32>,
    /// Index of its block.
    pub block: u32,
    /// All that it may mean, by row number.
    pub candidates: Vec<EntityId>,
    /// What stands in the way.
    pub why: Undecided,
}

/// Why a name is not a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Undecided {
    /// Several entities have this name, and the page does not decide.
    Several,
    /// Somebody on the page who is not in the dossier has this name, too.
    Stranger,
    /// The name is part of a longer one that the dossier does not know; `prose` is the longer one.
    Longer,
}

/// What was found on a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageMentions {
    /// By place.
    pub mentions: Vec<Mention>,
    /// By place.
    pub ambiguities: Vec<Ambiguity>,
}

/// A page and what it decides about its own names.
#[derive(Debug, Clone, Copy)]
pub struct PageInput<'a> {
    /// The parsed page.
    pub document: &'a Document,
    /// The entity whose page this is: never linked here.
    pub own: Option<EntityId>,
    /// What front matter says the page is about.
    pub about: &'a [EntityId],
    /// `links:` of the front matter.
    pub links: &'a LinkOverrides,
    /// Which mentions become links.
    pub density: Density,
    /// Language of the page, for the boundaries of sentences.
    pub lang: &'a str,
}

/// Finds the mentions of a page.
pub fn find(page: PageInput<'_>, gazetteer: &Gazetteer, matcher: &AliasMatcher) -> PageMentions {
    let hits = find::hits(page, gazetteer, matcher);
    let (mut mentions, ambiguities) = resolve::resolve(page, gazetteer, matcher, &hits);
    mentions.extend(wikilinks(page.document, gazetteer, page.own));
    mentions.sort_by_key(|mention| (mention.prose.start, mention.prose.end));
    choose_links(page, &mut mentions);
    find_sentences(page, &mut mentions);
    PageMentions { mentions, ambiguities }
}

/// Wikilinks that lead to entities are mentions, too.
fn wikilinks<'a>(
    document: &'a Document,
    gazetteer: &'a Gazetteer,
    own: Option<EntityId>,
) -> impl Iterator<Item = Mention> + 'a {
    document.slots.iter().filter_map(move |slot| {
        let SlotTarget::Wikilink { page, .. } = &slot.target else { return None };
        let entity = gazetteer.entity(page, None).filter(|entity| Some(*entity) != own)?;
        let block = block_of(document, slot.prose.start)?;
        Some(Mention {
            entity,
            prose: slot.prose.clone(),
            block,
            via: Via::Wikilink,
            sentence: slot.prose.clone(),
            linked: false,
        })
    })
}

/// Gives each mention its sentence; blocks without mentions are never split.
fn find_sentences(page: PageInput<'_>, mentions: &mut [Mention]) {
    let splitter = Splitter::new(page.lang);
    for group in mentions.chunk_by_mut(|a, b| a.block == b.block) {
        let block = &page.document.blocks[group[0].block as usize].prose;
        let text = &page.document.prose.text[block.start as usize..block.end as usize];
        let sentences = splitter.split(text);
        for mention in group {
            let span = (mention.prose.start - block.start) as usize..(mention.prose.end - block.start) as usize;
            let found = sentences::around(&sentences, &span, text.len());
            mention.sentence = block.start + found.start as u32..block.start + found.end as u32;
        }
    }
}

/// Index of the block that holds a byte of the prose.
pub(crate) fn block_of(document: &Document, at: u32) -> Option<u32> {
    let after = document.blocks.partition_point(|block| block.prose.start <= at);
    after.checked_sub(1).filter(|&block| at < document.blocks[block].prose.end).map(|block| block as u32)
}

/// Decides which mentions become links: the first per section, page, or all; never in headings, links and their like.
fn choose_links(page: PageInput<'_>, mentions: &mut [Mention]) {
    if page.links.none {
        return;
    }
    let mut seen: FxHashSet<(EntityId, u32)> = FxHashSet::default();
    for mention in mentions {
        let block = &page.document.blocks[mention.block as usize];
        let section = match page.density {
            Density::Page => 0,
            Density::Section | Density::All => block.section,
        };
        let first = !seen.contains(&(mention.entity, section));
        let open = !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Html | BlockKind::Code)
            && closed_by(page.document, &mention.prose).is_none();
        mention.linked = open && mention.via != Via::Wikilink && (first || page.density == Density::All);
        if first && (mention.linked || mention.via == Via::Wikilink) {
            seen.insert((mention.entity, section));
        }
    }
}

/// What closes a span of prose to links, if anything.
pub(crate) fn closed_by(document: &Document, prose: &Range<u32>) -> Option<ClosedBy> {
    let closed = &document.prose.closed;
    let from = closed.partition_point(|span| span.prose.end <= prose.start);
    closed.get(from).filter(|span| span.prose.start < prose.end).map(|span| span.why)
}
