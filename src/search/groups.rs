//! Groups of pages whose texts share a file, and runs of groups that one task reads.

use super::Limits;
use super::docs::Doc;
use std::ops::Range;

/// The least text of a task, in bytes. Each task has its own list of spellings, so that many tasks are much work twice: there is
/// one for each thread if there is text enough. Nothing in the index depends on their number.
const TEXT_OF_TASK: usize = 1 << 18;

/// Pages of a group, for each kind that has pages. One number for a kind, and one of few, so that neither an edit nor a new page
/// moves the others to another group unless the average of its kind crosses a border.
pub(crate) fn sizes(docs: &[Doc<'_>], limits: &Limits) -> Vec<usize> {
    let size = |kind: &[Doc<'_>]| {
        let bytes: usize = kind.iter().flat_map(|doc| &doc.page.blocks).map(|block| block.text.len()).sum();
        let wanted = (limits.group * kind.len()).div_ceil(bytes.max(1));
        [32, 24, 16, 12, 8, 6, 4, 3, 2].into_iter().find(|size| *size <= wanted).unwrap_or(1)
    };
    docs.chunk_by(|a, b| a.page.kind == b.page.kind).map(size).collect()
}

/// Groups of pages whose texts share a file: pages of one kind, counted from its first, so that a new page at the end of a kind
/// leaves all others where they are.
pub(crate) fn cut<'d, 't>(docs: &'d [Doc<'t>], sizes: &[usize]) -> Vec<&'d [Doc<'t>]> {
    let kinds = docs.chunk_by(|a, b| a.page.kind == b.page.kind);
    kinds.zip(sizes).flat_map(|(kind, size)| kind.chunks(*size)).collect()
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
