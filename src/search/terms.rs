//! Brings the terms of all tasks together and writes the files of terms and of positions.

use super::places::{Places, Unpacked};
use super::read::Chunk;
use super::shards;
use super::stems::Groups;
use super::{Limits, postings, script, stems};
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// First terms of files, front-coded, and the files.
type TermFiles = (String, Vec<Vec<u8>>);

/// In place of the number of a term that stands nowhere.
pub(crate) const NO_NUMBER: u32 = u32::MAX;

/// All terms with what is written of them.
pub(crate) struct Lists<'t> {
    terms: Vec<Cow<'t, str>>,
    groups: Groups,
    pages: Vec<Vec<Vec<u8>>>,
    positions: Vec<Vec<Vec<u8>>>,
}

impl<'t> Lists<'t> {
    /// Brings together what the tasks have read.
    pub(crate) fn new(chunks: Vec<Chunk<'t>>, limits: &Limits) -> Self {
        let (terms, numbers) = merged(&chunks);
        let terms: Vec<Cow<'t, str>> = terms.into_iter().cloned().collect();
        let groups = stems::groups(&chunks, &numbers, terms.len());
        let places: Vec<Places> = chunks.into_iter().map(|chunk| chunk.places).collect();

        // (term, chunk, its number there), by term
        let mut runs: Vec<(u32, u32, u32)> = Vec::new();
        for (chunk, numbers) in numbers.iter().enumerate() {
            let occurring = numbers.iter().enumerate().filter(|(_, number)| **number != NO_NUMBER);
            runs.extend(occurring.map(|(local, term)| (*term, chunk as u32, local as u32)));
        }
        drop(numbers);
        runs.par_sort_unstable();
        let by_term: Vec<&[(u32, u32, u32)]> = runs.chunk_by(|a, b| a.0 == b.0).collect();
        let lists = by_term.par_iter().with_min_len(64).map_with(Unpacked::default(), |all, runs| {
            all.clear();
            for (_, chunk, local) in *runs {
                places[*chunk as usize].unpack(*local as usize, all);
            }
            let lists = postings::encode(all, limits);
            (lists.pages, lists.positions)
        });
        let (pages, positions) = lists.unzip();
        Self { terms, groups, pages, positions }
    }

    /// The files of positions, which are let go of.
    pub(crate) fn positions_files(&mut self, limits: &Limits) -> TermFiles {
        let positions = std::mem::take(&mut self.positions);
        write_ranges(&self.terms(), &positions, limits.positions_file, None)
    }

    /// The files of terms.
    pub(crate) fn terms_files(self, limits: &Limits) -> TermFiles {
        write_ranges(&self.terms(), &self.pages, limits.terms_file, Some(&self.groups))
    }

    fn terms(&self) -> Vec<&str> {
        self.terms.iter().map(AsRef::as_ref).collect()
    }
}

/// The terms of all chunks in the order of scripts, and for each chunk the numbers of its terms among them.
fn merged<'c, 't>(chunks: &'c [Chunk<'t>]) -> (Vec<&'c Cow<'t, str>>, Vec<Vec<u32>>) {
    let mut number_of: FxHashMap<&str, u32> = FxHashMap::default();
    let mut terms: Vec<(&'c Cow<'t, str>, u32)> = Vec::new();
    let mut numbers: Vec<Vec<u32>> = chunks
        .iter()
        .map(|chunk| {
            let number = |(local, term): (usize, &'c Cow<'t, str>)| {
                if chunk.places.is_empty(local) {
                    return NO_NUMBER; // a sign that only occurs in pairs
                }
                *number_of.entry(term.as_ref()).or_insert_with(|| {
                    terms.push((term, terms.len() as u32));
                    terms.len() as u32 - 1
                })
            };
            chunk.terms.iter().enumerate().map(number).collect()
        })
        .collect();
    terms.par_sort_unstable_by(|a, b| shards::script_order(a.0, b.0));
    let mut rank = vec![0; terms.len()];
    for (place, (_, number)) in terms.iter().enumerate() {
        rank[*number as usize] = place as u32;
    }
    for number in numbers.iter_mut().flatten().filter(|number| **number != NO_NUMBER) {
        *number = rank[*number as usize];
    }
    (terms.into_iter().map(|(term, _)| term).collect(), numbers)
}

/// Cuts terms into files and writes them.
fn write_ranges(terms: &[&str], lists: &[Vec<Vec<u8>>], limit: usize, groups: Option<&Groups>) -> TermFiles {
    let weight = |term: usize| match lists[term].as_slice() {
        [list] => list.len() + 4,
        _ => limit + 1, // a list in pieces has its files to itself
    };
    let weights: Vec<usize> = (0..terms.len()).map(weight).collect();
    let ranges = shards::cut(terms, &weights, limit);
    let homes = groups.map(|groups| shards::homes(terms, &ranges, groups));
    let written: Vec<Vec<Vec<u8>>> = ranges
        .par_iter()
        .enumerate()
        .map(|(number, range)| {
            let coded = shards::front_coded(terms[range.clone()].iter().copied());
            let pieces = if range.len() == 1 { lists[range.start].len() } else { 1 };
            let relatives = groups.zip(homes.as_ref());
            let relatives = relatives.map(|(groups, homes)| shards::relatives(terms, range, groups, &homes[number]));
            (0..pieces)
                .map(|piece| {
                    let (lengths, data) = if pieces == 1 {
                        shards::joined(lists[range.clone()].iter().flatten().map(Vec::as_slice))
                    } else {
                        shards::joined([lists[range.start][piece].as_slice()])
                    };
                    let list = script::List::new().value(&coded).value(&lengths).packed(&data);
                    match &relatives {
                        Some(relatives) => list.value(relatives).finish(),
                        None => list.finish(),
                    }
                })
                .collect()
        })
        .collect();
    let firsts =
        ranges.iter().zip(&written).flat_map(|(range, pieces)| std::iter::repeat_n(terms[range.start], pieces.len()));
    let firsts = shards::front_coded(firsts);
    (firsts, written.into_iter().flatten().collect())
}
