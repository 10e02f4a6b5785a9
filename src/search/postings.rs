//! Where terms stand, as bytes: on which pages, in which blocks and, apart from that, at which positions.
//!
//! Rare terms say at once in which blocks they stand, so that nearness can be told; frequent terms only in how many blocks of
//! each page, and leave the rest to their positions. Nothing in a term's bytes depends on other terms or on how many pages
//! there are, so that an edit changes the terms of the edited page only.

use super::Limits;
use super::bits::{BitWriter, rice_parameter};
use super::docs::FIRST_TEXT_BLOCK;
use super::places::Place;

/// A term's bytes; more than one piece only for very frequent terms.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    pub(crate) pages: Vec<Vec<u8>>,
    pub(crate) positions: Vec<Vec<u8>>,
}

/// Encodes the places of a term, which are in order.
pub(crate) fn encode(places: &[Place], limits: &Limits) -> Lists {
    let mut blocks: Vec<(u32, u32)> = Vec::new();
    let mut before = u64::MAX;
    for place in places {
        if place.doc_and_block() != before {
            before = place.doc_and_block();
            blocks.push((place.doc(), place.block()));
        }
    }
    // four bits are the least that a block can take
    let inline =
        (blocks.len() < limits.blocks * 2).then(|| with_blocks(&blocks)).filter(|list| list.len() <= limits.blocks);
    match inline {
        Some(list) => Lists { pages: vec![list], positions: vec![positions(places, false)] },
        None => Lists {
            pages: pieces(&blocks, limits.list, |block| block.0, |_| 0, with_counts),
            positions: pieces(places, limits.list, |place| place.doc(), least, |places| positions(places, true)),
        },
    }
}

/// Cuts at multiples of a power of two of the page number until every piece is short enough. `least` is what a piece takes at
/// least, in bytes: the most frequent words are most of all places, and would be encoded five times to learn that they are long.
fn pieces<T>(
    items: &[T],
    longest: usize,
    page: impl Fn(&T) -> u32,
    least: impl Fn(&[T]) -> usize,
    encode: impl Fn(&[T]) -> Vec<u8>,
) -> Vec<Vec<u8>> {
    let short = |items: &[T]| {
        let piece = if least(items) <= longest { Some(encode(items)) } else { None };
        piece.filter(|piece| piece.len() <= longest)
    };
    if let Some(whole) = short(items) {
        return vec![whole];
    }
    let highest = items.last().map_or(0, &page);
    for shift in (0..=highest.max(1).ilog2()).rev() {
        let cut = || items.chunk_by(|a, b| page(a) >> shift == page(b) >> shift);
        if shift == 0 {
            return cut().map(&encode).collect();
        }
        if cut().all(|piece| least(piece) <= longest)
            && let Some(cut) = cut().map(short).collect()
        {
            return cut;
        }
    }
    vec![encode(items)]
}

/// A one and the list of blocks.
fn with_blocks(blocks: &[(u32, u32)]) -> Vec<u8> {
    let mut writer = BitWriter::default();
    writer.bits(1, 1);
    put_blocks(&mut writer, blocks);
    writer.finish()
}

/// A zero, number of pages and two parameters; for each page its distance to the one before and the number of its text blocks;
/// then the rows of pages on which the term is in the title (2) or a heading (1), each as its distance to the one before.
fn with_counts(blocks: &[(u32, u32)]) -> Vec<u8> {
    let pages: Vec<(u32, u32, u32)> = blocks
        .chunk_by(|a, b| a.0 == b.0)
        .map(|page| {
            let text = page.iter().filter(|block| block.1 >= FIRST_TEXT_BLOCK).count() as u32;
            let flags = page.iter().take_while(|block| block.1 < FIRST_TEXT_BLOCK).map(|block| 2 >> block.1).sum();
            (page[0].0, text, flags)
        })
        .collect();
    let count = pages.len() as u64;
    let last = pages.last().map_or(0, |page| page.0);
    let page_parameter = rice_parameter(u64::from(last + 1) - count, count);
    let text_parameter = rice_parameter(pages.iter().map(|page| u64::from(page.1)).sum(), count);
    let mut writer = BitWriter::default();
    writer.bits(0, 1);
    writer.gamma(count as u32);
    writer.bits(page_parameter, 5);
    writer.bits(text_parameter, 5);
    let mut next = 0;
    for (page, text, _) in &pages {
        writer.rice(page - next, page_parameter);
        writer.rice(*text, text_parameter);
        next = page + 1;
    }
    let special: Vec<(u32, u32)> =
        (0u32..).zip(&pages).filter(|(_, page)| page.2 > 0).map(|(row, page)| (row, page.2)).collect();
    let rows = special.len() as u64;
    let row_parameter = rice_parameter(special.last().map_or(0, |(row, _)| u64::from(row + 1) - rows), rows);
    writer.gamma(rows as u32 + 1);
    writer.bits(row_parameter, 5);
    let mut next = 0;
    for (row, flags) in special {
        writer.rice(row - next, row_parameter);
        writer.bits(flags, 2);
        next = row + 1;
    }
    writer.finish()
}

/// Pages with blocks, in order.
pub(crate) fn block_list(blocks: &[(u32, u32)]) -> Vec<u8> {
    let mut writer = BitWriter::default();
    put_blocks(&mut writer, blocks);
    writer.finish()
}

/// Number of pages and two parameters; then for each page: distance to the one before, number of blocks, distances of blocks.
fn put_blocks(writer: &mut BitWriter, blocks: &[(u32, u32)]) {
    let Some((last, _)) = blocks.last() else { return };
    let pages = || blocks.chunk_by(|a, b| a.0 == b.0);
    let count = pages().count() as u64;
    let page_parameter = rice_parameter(u64::from(last + 1) - count, count);
    let skipped = pages().map(|page| u64::from(page[page.len() - 1].1 + 1) - page.len() as u64).sum();
    let block_parameter = rice_parameter(skipped, blocks.len() as u64);
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

/// What the positions of a list and the borders of its blocks are counted for: numbers, and sums of what is skipped.
#[derive(Default)]
struct Skipped {
    pages: u32,
    runs: u64,
    blocks: u64,
    positions: u64,
}

impl Skipped {
    fn of(places: &[Place]) -> Self {
        let mut skipped = Self::default();
        let mut end = |place: Place, page_ends: bool| {
            if page_ends {
                skipped.pages += 1;
                skipped.blocks += u64::from(place.block() + 1);
            }
            skipped.runs += 1;
            skipped.positions += u64::from(place.position() + 1);
        };
        for pair in places.windows(2) {
            if pair[0].doc_and_block() != pair[1].doc_and_block() {
                end(pair[0], pair[0].doc() != pair[1].doc());
            }
        }
        places.last().inspect(|last| end(**last, true));
        skipped
    }

    fn position_parameter(&self, places: usize) -> u32 {
        rice_parameter(self.positions - places as u64, places as u64)
    }
}

/// Bytes that [`positions`] of these places take at least: a bit and the parameter for each, and a bit for each block.
fn least(places: &[Place]) -> usize {
    let skipped = Skipped::of(places);
    let bits = places.len() * (1 + skipped.position_parameter(places.len()) as usize) + skipped.runs as usize;
    bits / 8
}

/// For each block in the order of the pages: how many positions, and their distances. With blocks: before that, for each page
/// how many blocks, and before each block its distance to the one before.
fn positions(places: &[Place], blocks: bool) -> Vec<u8> {
    let skipped = Skipped::of(places);
    let position_parameter = skipped.position_parameter(places.len());
    let block_parameter = if blocks { rice_parameter(skipped.blocks - skipped.runs, skipped.runs) } else { 0 };
    let mut writer = BitWriter::with_capacity(places.len());
    writer.gamma(skipped.pages);
    writer.bits(position_parameter, 5);
    writer.bits(block_parameter, 5);
    let mut rest = places;
    let (mut doc, mut next_block) = (u32::MAX, 0);
    while let Some(first) = rest.first() {
        if blocks && first.doc() != doc {
            (doc, next_block) = (first.doc(), 0);
            writer.gamma(blocks_of_page(rest));
        }
        let run = rest.iter().take_while(|place| place.doc_and_block() == first.doc_and_block()).count();
        if blocks {
            writer.rice(first.block() - next_block, block_parameter);
            next_block = first.block() + 1;
        }
        writer.gamma(run as u32);
        let mut next = 0;
        for place in &rest[..run] {
            writer.rice(place.position() - next, position_parameter);
            next = place.position() + 1;
        }
        rest = &rest[run..];
    }
    let mut bytes = writer.finish();
    bytes.shrink_to_fit();
    bytes
}

/// Blocks of the page with which these places begin.
fn blocks_of_page(places: &[Place]) -> u32 {
    let (mut count, mut last) = (0, u64::MAX);
    for place in places.iter().take_while(|place| place.doc() == places[0].doc()) {
        count += u32::from(place.doc_and_block() != last);
        last = place.doc_and_block();
    }
    count
}
