//! What can be open while a body is read: containers, which hold blocks, and leaves, which hold text.

use super::BlockId;
use super::fragment::Fragment;
use std::ops::Range;

/// What waits while a footnote is written.
pub(super) struct Parked {
    pub(super) fragment: Fragment,
    /// The footnote.
    pub(super) note: usize,
}

/// An open block that holds blocks.
pub(super) struct Container {
    pub(super) kind: ContainerKind,
    /// End tag; empty where the container was flattened away.
    pub(super) end: &'static str,
    /// End tags of raw HTML elements that are open in it (`<details>`).
    pub(super) wrappers: Vec<&'static str>,
}

/// Kinds of container.
pub(super) enum ContainerKind {
    Root,
    Quote,
    Alert,
    /// A block between two lines of its own.
    Box,
    /// A callout that a rule closes, or the end of what it stands in; with whether it holds somebody's words.
    Fenced(bool),
    /// A list whose items are callouts: written without a tag of its own.
    Callouts,
    List,
    /// A list item, or an explanation in a definition list.
    Item(ItemState),
    Footnote,
}

/// A container whose first text gives it its id.
pub(super) struct ItemState {
    /// `<li>` or `<dd>`.
    pub(super) tag: &'static str,
    /// Where the tag stands.
    pub(super) html: usize,
    /// Where the HTML still ends if nothing was written into it.
    pub(super) content: usize,
    pub(super) id: Option<(BlockId, Option<u32>)>,
}

/// An open block that holds text.
pub(super) struct Leaf {
    pub(super) kind: LeafKind,
    /// Start tag, written at `html`; empty for text straight in a list item.
    pub(super) tag: &'static str,
    pub(super) html: usize,
    /// Length of the prose before the blank line that joins blocks.
    pub(super) joint: usize,
    pub(super) prose: usize,
    pub(super) source: Range<usize>,
    pub(super) first_slot: usize,
    pub(super) first_segment: usize,
    pub(super) first_patch: usize,
}

/// Kinds of leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LeafKind {
    /// A paragraph, or text straight in an item; with the place of its id.
    Text(IdPlace),
    Heading(u8, Option<String>),
    /// The title of a callout, and what stands there if it has none.
    Title(String),
    Term,
    Cell,
    Code,
}

/// Which element carries a text's id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum IdPlace {
    Own,
    /// The item it stands in, which has none yet.
    Item,
    /// The item has one already.
    Shared(BlockId, Option<u32>),
}

impl Container {
    /// The page, a footnote or a list of callouts: written without a tag of its own.
    pub(super) fn is_bottom(&self) -> bool {
        matches!(self.kind, ContainerKind::Root | ContainerKind::Footnote | ContainerKind::Callouts)
    }
}
