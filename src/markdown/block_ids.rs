//! Ids of blocks, by which paragraphs are linked and cited.
//!
//! An id is made of a block's first words and of nothing else: what stands around it may come and go, and what follows those words
//! may be edited. Where blocks of one page begin alike, each is called by more of its words; none of them keeps the short id, so
//! that a link made before there were two never leads to the wrong one without a word: it leads nowhere, and the page says so.

use super::document::{BlockId, Document};
use super::words::is_unspaced;
use memchr::memmem::Finder;
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// Words that make an id. Of 560 paragraphs of press texts, no two of a page began with the same four.
const OPENING: usize = 6;
/// Words that make it where the first ones do not tell blocks apart.
const LONGER: usize = 24;

/// What the blocks of a page are called.
#[derive(Debug, Default)]
pub(super) struct BlockIds {
    /// By the hash of their first words, in reading order.
    alike: FxHashMap<u32, Vec<Alike>>,
    /// Somewhere two that are not the same begin alike.
    tied: bool,
}

/// Blocks of the same words.
#[derive(Debug)]
struct Alike {
    whole: u32,
    longer: u32,
    /// What they are called until the whole page is known; as long in letters as what comes in its place.
    meanwhile: u32,
    count: u32,
}

impl BlockIds {
    /// The id of the next block, `folded` as its words and `text` as it stands; it holds until [`BlockIds::settled`].
    pub(super) fn next(&mut self, folded: &[u8], text: &str) -> BlockId {
        let words = if folded.is_empty() { text.as_bytes() } else { folded };
        let opening = first_words(words, OPENING);
        let hash = hash("", opening);
        let alike = self.alike.entry(hash).or_default();
        let whole = self::hash("whole ", words);
        if let Some(same) = alike.iter_mut().find(|same| same.whole == whole) {
            same.count += 1;
            return BlockId { hash: same.meanwhile, nth: same.count };
        }
        let number = alike.len();
        let meanwhile = if number == 0 { hash } else { self::hash(&format!("{number} "), opening) };
        self.tied |= number > 0;
        alike.push(Alike { whole, longer: self::hash("longer ", first_words(words, LONGER)), meanwhile, count: 1 });
        BlockId { hash: meanwhile, nth: 1 }
    }

    /// The ids of those that begin alike, now that all are known: by what they were called.
    pub(super) fn settled(&self) -> FxHashMap<u32, u32> {
        let mut settled = FxHashMap::default();
        for alike in self.alike.values().filter(|alike| self.tied && alike.len() > 1) {
            for block in alike {
                let longer = alike.iter().filter(|other| other.longer == block.longer).count() == 1;
                settled.insert(block.meanwhile, if longer { block.longer } else { block.whole });
            }
        }
        settled
    }
}

/// Puts the settled ids into a document.
pub(super) fn settle(document: &mut Document, settled: &FxHashMap<u32, u32>) {
    static ID: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("p-"));
    if settled.is_empty() {
        return;
    }
    for block in &mut document.blocks {
        if let Some(own) = settled.get(&block.id.hash) {
            block.id.hash = *own;
        }
    }
    let html = std::mem::take(document.html.own());
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for at in ID.find_iter(html.as_bytes()) {
        let is_value = html[..at].ends_with("id=\"") || html[..at].ends_with("href=\"#");
        let digits = at + 2..at + 10;
        let written = html.get(digits.clone()).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        if let Some(own) = written.filter(|_| is_value).and_then(|written| settled.get(&written)) {
            out.push_str(&html[done..digits.start]);
            let _ = write!(out, "{own:08x}");
            done = digits.end;
        }
    }
    out.push_str(&html[done..]);
    *document.html.own() = out;
}

/// The first words of a folded text. A character of a script without spaces is half a word, and a row of such letters that
/// nothing tells from one word is cut.
fn first_words(words: &[u8], most: usize) -> &[u8] {
    let Ok(text) = std::str::from_utf8(words) else { return words };
    let (mut halves, mut letters) = (0, 0);
    for (at, c) in text.char_indices() {
        halves += match c {
            ' ' => 2,
            c if is_unspaced(c) => 1,
            _ => 0,
        };
        letters += 1;
        if halves >= most * 2 || letters > most * 12 {
            return &words[..if c == ' ' { at } else { at + c.len_utf8() }];
        }
    }
    words
}

/// The first four bytes of the BLAKE3 hash.
fn hash(kind: &str, words: &[u8]) -> u32 {
    let mut hasher = blake3::Hasher::new();
    hasher.update(kind.as_bytes()).update(words);
    let [a, b, c, d, ..] = *hasher.finalize().as_bytes();
    u32::from_be_bytes([a, b, c, d])
}
