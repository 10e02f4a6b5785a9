//! Groups of pages whose texts share a file, and runs of groups that one task reads.

use super::Limits;
use super::docs::Doc;
use super::numbers::Axis;
use serde_json::Value;
use std::ops::Range;

/// The least text of a task, in bytes. Each task has its own list of spellings, so that many tasks are much work twice: there is
/// one for each thread if there is text enough. Nothing in the index depends on their number.
const TEXT_OF_TASK: usize = 1 << 18;

/// Pages whose texts share a file.
pub(crate) struct Cut<'d, 't> {
    pub(crate) groups: Vec<&'d [Doc<'t>]>,
    /// The first number of each; a name that says nothing of how many come before.
    pub(crate) starts: Vec<u32>,
    /// For each kind how many pages a group has; for articles the lengths of the spans of numbers, see [`spans`].
    pub(crate) sizes: Vec<Value>,
}

/// Cuts the pages into groups: those of a kind by its first page and a fixed number, articles by spans of numbers.
pub(crate) fn cut<'d, 't>(docs: &'d [Doc<'t>], axis: Option<&Axis>, limits: &Limits) -> Cut<'d, 't> {
    let mut cut = Cut { groups: Vec::new(), starts: Vec::new(), sizes: Vec::new() };
    let articles = docs.partition_point(|doc| axis.is_none_or(|axis| doc.number < axis.base));
    for kind in docs[..articles].chunk_by(|a, b| a.page.kind == b.page.kind) {
        let size = size(kind, limits);
        cut.sizes.push(size.into());
        cut.groups.extend(kind.chunks(size));
    }
    cut.starts = cut.groups.iter().map(|group| group[0].number).collect();
    if let Some(axis) = axis {
        let mut letters = String::new();
        let all = (axis.base, axis.len().next_power_of_two().ilog2());
        spans(&docs[articles..], all, limits.group * 7 / 5, &mut cut, &mut letters);
        cut.sizes.push(letters.into());
    }
    cut
}

/// Pages of a group of a kind. One of few numbers, so that neither an edit nor a new page moves the others to another group unless
/// the average of the kind crosses a boundary.
fn size(kind: &[Doc<'_>], limits: &Limits) -> usize {
    let wanted = (limits.group * kind.len()).div_ceil(text(&kind).max(1));
    [32, 24, 16, 12, 8, 6, 4, 3, 2].into_iter().find(|size| *size <= wanted).unwrap_or(1)
}

/// Halves a span of numbers, its first and the binary logarithm of its length, until its text is short enough: a new article
/// changes no boundary but in its own span. Writes a letter for each, a capital where there is no page.
fn spans<'d, 't>(
    docs: &'d [Doc<'t>],
    (start, length): (u32, u32),
    limit: usize,
    cut: &mut Cut<'d, 't>,
    letters: &mut String,
) {
    if docs.is_empty() {
        letters.push(char::from(b'A' + length as u8));
    } else if length == 0 || text(&docs) <= limit {
        letters.push(char::from(b'a' + length as u8));
        cut.groups.push(docs);
        cut.starts.push(start);
    } else {
        let middle = start + (1 << (length - 1));
        let (first, second) = docs.split_at(docs.partition_point(|doc| doc.number < middle));
        spans(first, (start, length - 1), limit, cut, letters);
        spans(second, (middle, length - 1), limit, cut, letters);
    }
}

/// Bytes of text of a group.
pub(crate) fn text(group: &&[Doc<'_>]) -> usize {
    group.iter().flat_map(|doc| &doc.page.blocks).map(|block| block.text.len()).sum()
}

/// Runs of groups that are read by one task each, of about as much text.
pub(crate) fn tasks(groups: &[&[Doc<'_>]]) -> Vec<Range<usize>> {
    let sizes: Vec<usize> = groups.iter().map(text).collect();
    let enough = sizes.iter().sum::<usize>().div_ceil(rayon::current_num_threads()).max(TEXT_OF_TASK);
    let mut tasks = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, size) in sizes.iter().enumerate() {
        bytes += size;
        if bytes >= enough || at + 1 == sizes.len() {
            tasks.push(start..at + 1);
            (start, bytes) = (at + 1, 0);
        }
    }
    tasks
}
