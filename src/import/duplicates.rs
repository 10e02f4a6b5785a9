//! Which drafts are the same text: by its address, by its words, by most of its words in their order.

use super::record;
use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash as _, Hasher as _};

/// What is compared of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Print {
    /// The address of its page, in a form that all addresses of the page have.
    url: Option<String>,
    host: Option<String>,
    title: String,
    day: Option<String>,
    words: usize,
    whole: u64,
    /// Hashes of all spans of a few words, or of every eighth in long texts; sorted.
    shingles: Vec<u64>,
}

/// Words in a span.
const LENGTH: usize = 4;
/// Texts of more words keep only every eighth span.
const LONG: usize = 400;
/// A text with fewer words is a note or the entry of a list.
const SHORT: usize = 60;

impl Print {
    pub(super) fn new(title: &str, url: Option<&str>, day: Option<&str>, words: &[String]) -> Self {
        let mut shingles: Vec<u64> = words.windows(LENGTH).map(hash).collect();
        if words.len() > LONG {
            shingles.retain(|hash| is_sampled(*hash));
        }
        shingles.sort_unstable();
        shingles.dedup();
        Self {
            url: url.map(record::address_key),
            host: url.and_then(record::host),
            title: super::words::of(title).join(" "),
            day: day.map(str::to_owned),
            words: words.len(),
            whole: hash(words),
            shingles,
        }
    }

    /// Whether two texts are one.
    fn is(&self, other: &Self) -> bool {
        if self.url.is_some() && self.url == other.url {
            // a page that changed is no longer that text, and a bad address may be that of many pages
            let shorter = self.words.min(other.words);
            return shorter < SHORT || self.shares(other, 50);
        }
        // two outlets that print one report are two sources
        if self.host.is_some() && other.host.is_some() && self.host != other.host {
            return false;
        }
        if self.day.is_some() && other.day.is_some() && self.day != other.day && self.words.min(other.words) < LONG {
            return false;
        }
        if self.words < SHORT || other.words < SHORT {
            return self.whole == other.whole && self.title == other.title;
        }
        let (fewer, more) = (self.words.min(other.words), self.words.max(other.words));
        self.whole == other.whole || (fewer * 10 >= more * 6 && self.shares(other, 80))
    }

    /// Whether so many of a hundred spans of the text with fewer of them are in the other one.
    fn shares(&self, other: &Self, percent: usize) -> bool {
        let sampled = self.words > LONG || other.words > LONG;
        let of = |print: &Self| -> Vec<u64> {
            print.shingles.iter().copied().filter(|hash| !sampled || is_sampled(*hash)).collect()
        };
        let (mine, theirs) = (of(self), of(other));
        let fewer = mine.len().min(theirs.len());
        let common = mine.iter().filter(|hash| theirs.binary_search(hash).is_ok()).count();
        fewer > 0 && common * 100 >= fewer * percent
    }
}

fn is_sampled(hash: u64) -> bool {
    (hash >> 17).is_multiple_of(8)
}

fn hash(words: &[String]) -> u64 {
    let mut hasher = FxHasher::default();
    words.hash(&mut hasher);
    hasher.finish()
}

/// For each text the first one that is the same; itself if there is none before it.
pub(super) fn firsts(prints: &[Print]) -> Vec<usize> {
    /// A span that more texts have is a phrase.
    const COMMON: usize = 64;
    let mut firsts: Vec<usize> = (0..prints.len()).collect();
    let mut by_url: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    let mut by_whole: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    let mut by_shingle: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, print) in prints.iter().enumerate() {
        let mut candidates: Vec<usize> = Vec::new();
        candidates.extend(print.url.as_deref().and_then(|url| by_url.get(url)).into_iter().flatten());
        candidates.extend(by_whole.get(&print.whole).into_iter().flatten().take(COMMON));
        let sampled: Vec<u64> = print.shingles.iter().copied().filter(|hash| is_sampled(*hash)).collect();
        let mut counts: FxHashMap<usize, usize> = FxHashMap::default();
        for other in sampled.iter().filter_map(|hash| by_shingle.get(hash)).flatten() {
            *counts.entry(*other).or_default() += 1;
        }
        let mut near: Vec<(usize, usize)> =
            counts.into_iter().filter(|(_, count)| *count * 3 > sampled.len()).collect();
        near.sort_unstable();
        candidates.extend(near.into_iter().map(|(other, _)| other));
        candidates.sort_unstable();
        candidates.dedup();
        if let Some(same) = candidates.into_iter().find(|other| print.is(&prints[*other])) {
            firsts[at] = firsts[same];
        }
        if let Some(url) = &print.url {
            by_url.entry(url).or_default().push(at);
        }
        by_whole.entry(print.whole).or_default().push(at);
        for hash in sampled {
            let with = by_shingle.entry(hash).or_default();
            if with.len() < COMMON {
                with.push(at);
            }
        }
    }
    firsts
}
