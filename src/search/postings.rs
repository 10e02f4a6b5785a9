//! Where terms stand, as bytes: which blocks of which pages, and, apart from that, at which positions.
//!
//! Nothing in a term's bytes depends on other terms or on how many pages there are, so that an edit changes the terms of the
//! edited page only.

use super::bits::{BitWriter, rice_parameter};
use super::read::Place;

/// Largest piece of a list, in bytes; longer lists are cut at fixed page numbers.
pub(crate) const LONGEST_LIST: usize = 40_000;

/// A term's bytes; more than one piece only for very frequent terms.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    pub(crate) blocks: Vec<Vec<u8>>,
    pub(crate) positions: Vec<Vec<u8>>,
}

/// Encodes the places of a term, which are in order.
pub(crate) fn encode(places: &[Place]) -> Lists {
    Lists { blocks: pieces(places, encode_blocks), positions: pieces(places, encode_positions) }
}

/// Cuts at multiples of a power of two of the page number until every piece is short enough.
fn pieces(places: &[Place], encode: fn(&[Place]) -> Vec<u8>) -> Vec<Vec<u8>> {
    let whole = encode(places);
    if whole.len() <= LONGEST_LIST {
        return vec![whole];
    }
    let highest = places.last().map_or(0, |place| place.doc());
    for shift in (0..=highest.max(1).ilog2()).rev() {
        let cut: Vec<Vec<u8>> =
            places.chunk_by(|a, b| a.doc() >> shift == b.doc() >> shift).map(encode).collect();
        if shift == 0 || cut.iter().all(|piece| piece.len() <= LONGEST_LIST) {
            return cut;
        }
    }
    vec![whole]
}

/// The blocks in which a term stands.
fn encode_blocks(places: &[Place]) -> Vec<u8> {
    let mut blocks: Vec<(u32, u32)> = places.iter().map(|place| (place.doc(), place.block())).collect();
    blocks.dedup();
    block_list(&blocks)
}

/// Pages with blocks, in order. Number of pages and two parameters; then for each page: distance to the one before, number of
/// blocks, distances of blocks.
pub(crate) fn block_list(blocks: &[(u32, u32)]) -> Vec<u8> {
    let Some((last, _)) = blocks.last() else { return Vec::new() };
    let pages = || blocks.chunk_by(|a, b| a.0 == b.0);
    let count = pages().count() as u64;
    let page_parameter = rice_parameter(u64::from(last + 1) - count, count);
    let skipped = pages().map(|page| u64::from(page[page.len() - 1].1 + 1) - page.len() as u64).sum();
    let block_parameter = rice_parameter(skipped, blocks.len() as u64);
    let mut writer = BitWriter::default();
    writer.gamma(count as u32);
    writer.bits(page_parameter, 5);
    writer.bits(block_parameter, 5);
    let mut next_page = 0;
    for page in pages() {
        writer.rice(page[0].0 - next_page, page_parameter);
        next_page = page[0].0 + 1;
        writer.gamma(page.len() as u32);
        let mut next_block = 0;
        for (_, block) in page {
            writer.rice(block - next_block, block_parameter);
            next_block = block + 1;
        }
    }
    writer.finish()
}

/// A list of pages alone.
pub(crate) fn page_list(pages: &[u32]) -> Vec<u8> {
    let Some(last) = pages.last() else { return Vec::new() };
    let parameter = rice_parameter(u64::from(last + 1) - pages.len() as u64, pages.len() as u64);
    let mut writer = BitWriter::default();
    writer.gamma(pages.len() as u32);
    writer.bits(parameter, 5);
    let mut next = 0;
    for page in pages {
        writer.rice(page - next, parameter);
        next = page + 1;
    }
    writer.finish()
}

/// For each block in the order of the block list: how many positions, and their distances.
fn encode_positions(places: &[Place]) -> Vec<u8> {
    let runs = || places.chunk_by(|a, b| a.doc() == b.doc() && a.block() == b.block());
    let sum: u64 = runs().map(|run| u64::from(run[run.len() - 1].position() + 1) - run.len() as u64).sum();
    let parameter = rice_parameter(sum, places.len() as u64);
    let mut writer = BitWriter::default();
    writer.gamma(runs().count() as u32);
    writer.bits(parameter, 5);
    for run in runs() {
        writer.gamma(run.len() as u32);
        let mut next = 0;
        for place in run {
            writer.rice(place.position() - next, parameter);
            next = place.position() + 1;
        }
    }
    writer.finish()
}
