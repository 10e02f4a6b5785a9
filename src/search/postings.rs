//! Where terms stand, as bytes: on which pages, in which blocks and, apart from that, at which positions.
//!
//! Rare terms say at once in which blocks they stand, so that nearness can be told; frequent terms only in how many blocks of
//! each page, and leave the rest to their positions. Nothing in a term's bytes depends on other terms or on how many pages
//! there are, so that an edit changes the terms of the edited page only.

use super::Limits;
use super::bits::{BitWriter, LONG_QUOTIENT, rice_parameter};
use super::docs::FIRST_TEXT_BLOCK;
use super::places::Unpacked;

/// A term's bytes; more than one piece only for very frequent terms.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Lists {
    pub(crate) pages: Vec<Vec<u8>>,
    pub(crate) positions: Vec<Vec<u8>>,
}

/// Encodes the places of a term.
pub(crate) fn encode(places: &Unpacked, limits: &Limits) -> Lists {
    let places = Run { pages: &places.pages, blocks: &places.blocks, skips: &places.skips };
    // four bits are the least that a block can take
    let inline = (places.blocks.len() < limits.blocks * 2)
        .then(|| with_blocks(&places))
        .filter(|list| list.len() <= limits.blocks);
    match inline {
        Some(list) => Lists { pages: vec![list], positions: vec![positions(&places, false)] },
        None => Lists {
            pages: pieces(places, limits.list, |_| 0, with_counts),
            positions: pieces(places, limits.list, Run::least, |places| positions(places, true)),
        },
    }
}

/// The places of a term on a run of pages.
#[derive(Debug, Clone, Copy)]
struct Run<'p> {
    pages: &'p [(u32, u32)],
    blocks: &'p [(u32, u32)],
    skips: &'p [u32],
}

impl Run<'_> {
    /// Cut at multiples of a power of two of the page number.
    fn cut(mut self, shift: u32) -> Vec<Self> {
        let pieces = self.pages.chunk_by(|a, b| a.0 >> shift == b.0 >> shift);
        pieces
            .map(|pages| {
                let (blocks, later_blocks) = self.blocks.split_at(sum(pages, |page| page.1) as usize);
                let (skips, later_skips) = self.skips.split_at(sum(blocks, |block| block.1) as usize);
                (self.blocks, self.skips) = (later_blocks, later_skips);
                Self { pages, blocks, skips }
            })
            .collect()
    }

    fn block_parameter(&self) -> u32 {
        rice_parameter(sum(self.blocks, |block| block.0), self.blocks.len() as u64)
    }

    fn position_parameter(&self) -> u32 {
        rice_parameter(sum(self.skips, |skip| *skip), self.skips.len() as u64)
    }

    /// Bytes that [`positions`] of these places take at least.
    fn least(&self) -> usize {
        let parameter = self.position_parameter();
        let pages = self.pages.len() as u64;
        let blocks = self.blocks.len() as u64 * (2 + u64::from(self.block_parameter()));
        let skips = self.skips.len() as u64 * (1 + u64::from(parameter));
        ((pages + blocks + skips + sum(self.skips, |skip| (*skip >> parameter).min(LONG_QUOTIENT))) / 8) as usize
    }
}

fn sum<T>(items: &[T], number: impl Fn(&T) -> u32) -> u64 {
    items.iter().map(|item| u64::from(number(item))).sum()
}

/// Cuts at page numbers as round as can be until every piece is short enough. `least` is what a piece takes at least, in bytes:
/// the most frequent words are most of all places, and would be encoded five times to learn that they are long.
fn pieces<'p>(
    places: Run<'p>,
    longest: usize,
    least: impl Fn(&Run<'p>) -> usize,
    encode: impl Fn(&Run<'p>) -> Vec<u8>,
) -> Vec<Vec<u8>> {
    let short = |places: &Run<'p>| {
        let piece = if least(places) <= longest { Some(encode(places)) } else { None };
        piece.filter(|piece| piece.len() <= longest)
    };
    if let Some(whole) = short(&places) {
        return vec![whole];
    }
    let highest = places.pages.last().map_or(0, |page| page.0);
    for shift in (0..=highest.max(1).ilog2()).rev() {
        let cut = places.cut(shift);
        if shift == 0 {
            return cut.iter().map(&encode).collect();
        }
        if cut.iter().all(|piece| least(piece) <= longest)
            && let Some(cut) = cut.iter().map(short).collect()
        {
            return cut;
        }
    }
    vec![encode(&places)]
}

/// A one and the list of blocks.
fn with_blocks(places: &Run<'_>) -> Vec<u8> {
    let mut writer = BitWriter::default();
    writer.bits(1, 1);
    put_blocks(&mut writer, places);
    writer.finish()
}

/// A zero, number of pages and two parameters; for each page its distance to the one before and the number of its text blocks;
/// then the rows of pages on which the term is in the title (2) or a heading (1), each as its distance to the one before.
fn with_counts(places: &Run<'_>) -> Vec<u8> {
    let mut blocks = places.blocks;
    let pages: Vec<(u32, u32, u32)> = places
        .pages
        .iter()
        .map(|(page, count)| {
            let (of_page, later) = blocks.split_at(*count as usize);
            blocks = later;
            let (mut text, mut flags, mut number) = (*count, 0, 0);
            for (skipped, _) in of_page {
                number += skipped;
                if number >= FIRST_TEXT_BLOCK {
                    break;
                }
                flags += 2 >> number;
                text -= 1;
                number += 1;
            }
            (*page, text, flags)
        })
        .collect();
    let count = pages.len() as u64;
    let last = pages.last().map_or(0, |page| page.0);
    let page_parameter = rice_parameter(u64::from(last + 1) - count, count);
    let text_parameter = rice_parameter(pages.iter().map(|page| u64::from(page.1)).sum(), count);
    let mut writer = BitWriter::default();
    writer.bits(0, 1);
    writer.gamma(count as u32);
    writer.bits(u64::from(page_parameter), 5);
    writer.bits(u64::from(text_parameter), 5);
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
    writer.bits(u64::from(row_parameter), 5);
    let mut next = 0;
    for (row, flags) in special {
        writer.rice(row - next, row_parameter);
        writer.bits(u64::from(flags), 2);
        next = row + 1;
    }
    writer.finish()
}

/// Pages with blocks, in order.
pub(crate) fn block_list(blocks: &[(u32, u32)]) -> Vec<u8> {
    let (mut pages, mut distances) = (Vec::new(), Vec::with_capacity(blocks.len()));
    for page in blocks.chunk_by(|a, b| a.0 == b.0) {
        pages.push((page[0].0, page.len() as u32));
        let mut next = 0;
        for (_, block) in page {
            distances.push((block - next, 1));
            next = block + 1;
        }
    }
    let mut writer = BitWriter::default();
    put_blocks(&mut writer, &Run { pages: &pages, blocks: &distances, skips: &[] });
    writer.finish()
}

/// Number of pages and two parameters; then for each page: distance to the one before, number of blocks, distances of blocks.
fn put_blocks(writer: &mut BitWriter, places: &Run<'_>) {
    let Some((last, _)) = places.pages.last() else { return };
    let count = places.pages.len() as u64;
    let page_parameter = rice_parameter(u64::from(last + 1) - count, count);
    let block_parameter = places.block_parameter();
    writer.gamma(count as u32);
    writer.bits(u64::from(page_parameter), 5);
    writer.bits(u64::from(block_parameter), 5);
    let mut next_page = 0;
    let mut blocks = places.blocks.iter();
    for (page, count) in places.pages {
        writer.rice(page - next_page, page_parameter);
        next_page = page + 1;
        writer.gamma(*count);
        for (skipped, _) in blocks.by_ref().take(*count as usize) {
            writer.rice(*skipped, block_parameter);
        }
    }
}

/// A list of pages alone.
pub(crate) fn page_list(pages: &[u32]) -> Vec<u8> {
    let Some(last) = pages.last() else { return Vec::new() };
    let parameter = rice_parameter(u64::from(last + 1) - pages.len() as u64, pages.len() as u64);
    let mut writer = BitWriter::default();
    writer.gamma(pages.len() as u32);
    writer.bits(u64::from(parameter), 5);
    let mut next = 0;
    for page in pages {
        writer.rice(page - next, parameter);
        next = page + 1;
    }
    writer.finish()
}

/// For each block in the order of the pages: how many positions, and their distances. With blocks: before that, for each page
/// how many blocks, and before each block its distance to the one before.
fn positions(places: &Run<'_>, with_blocks: bool) -> Vec<u8> {
    let position_parameter = places.position_parameter();
    let block_parameter = if with_blocks { places.block_parameter() } else { 0 };
    let mut writer = BitWriter::with_capacity(places.skips.len());
    writer.gamma(places.pages.len() as u32);
    writer.bits(u64::from(position_parameter), 5);
    writer.bits(u64::from(block_parameter), 5);
    let mut skips = places.skips.iter();
    let mut blocks = places.blocks.iter();
    for (_, count) in places.pages {
        if with_blocks {
            writer.gamma(*count);
        }
        for (skipped, count) in blocks.by_ref().take(*count as usize) {
            if with_blocks {
                writer.rice(*skipped, block_parameter);
            }
            writer.gamma(*count);
            for skip in skips.by_ref().take(*count as usize) {
                writer.rice(*skip, position_parameter);
            }
        }
    }
    let mut bytes = writer.finish();
    bytes.shrink_to_fit();
    bytes
}
