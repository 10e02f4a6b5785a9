//! What the Markdown room makes of a page: HTML with gaps, its linear text, and exact maps between them.
//!
//! The HTML is finished but for two things that only the whole dossier knows: where links lead ([`Slot`]) and which words
//! are mentions. Both are spliced in later by byte offset; nothing here changes after parsing.

use crate::text::shared_str::SharedStr;
use std::fmt;
use std::ops::Range;

/// A parsed page.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// Body HTML: allow-listed tags and escaped text only.
    pub html: SharedStr,
    /// The page's text as one line of blocks.
    pub prose: Prose,
    /// In reading order.
    pub blocks: Vec<Block>,
    /// Places of `html` that wait for an address, in order of their start.
    pub slots: Vec<Slot>,
    /// Headings in order, for tables of contents and `[[Name#Heading]]`.
    pub headings: Vec<Heading>,
    /// Names of places, each with its block: those that raw HTML gives (`<a id="x">`), and those of blocks (`^x`, with the character).
    pub places: Vec<(String, u32)>,
    /// Blocks with an element of their own, as the options name them; fewer if there is a problem.
    pub boxes: Vec<Boxed>,
    /// Byte of `html` after the top-level block that `<!-- more -->` follows.
    pub more: Option<usize>,
    /// Words of prose, code excluded.
    pub words: usize,
}

impl Document {
    /// Gives back what was reserved too much: thousands of documents are held until all pages are written.
    pub(super) fn shrink(&mut self) {
        self.html.own().shrink_to_fit();
        self.prose.text.own().shrink_to_fit();
        self.prose.segments.shrink_to_fit();
        self.blocks.shrink_to_fit();
    }

    /// The `id` in the HTML that leads to a block: `h-…` for headings, `p-…` otherwise. `None` for a title that was left out.
    pub fn anchor(&self, block: usize) -> Option<Anchor<'_>> {
        let found = self.blocks.get(block)?;
        if let BlockKind::Heading(_) = found.kind {
            let index = self.headings.binary_search_by_key(&block, |heading| heading.block as usize).ok()?;
            return Some(Anchor::Heading(&self.headings[index].id));
        }
        Some(Anchor::Block(found.id))
    }
}

/// The `id` of a block in the HTML. Printed it is that id; as a string it would be made anew for every mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor<'a> {
    /// Of a heading.
    Heading(&'a str),
    /// Of any other block.
    Block(BlockId),
}

impl fmt::Display for Anchor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Heading(id) => f.write_str(id),
            Self::Block(id) => id.fmt(f),
        }
    }
}

/// The text of a page's blocks, joined by a blank line: no marks, entities decoded, escapes resolved, a soft break is a
/// line feed, an image is its alternative text. Detection sees this and nothing else; the marks are the source's own, not the
/// typographic ones that the HTML shows.
#[derive(Debug, Clone, Default)]
pub struct Prose {
    /// The text.
    pub text: SharedStr,
    /// Maps to HTML and source, ascending.
    pub segments: Vec<Segment>,
    /// Spans in which no link may be put, ascending, not overlapping.
    pub closed: Vec<Closed>,
}

/// A span of prose that stands in one piece in the HTML and in the source.
///
/// Where all three lengths are equal, every byte corresponds; otherwise (entities, escapes, typographic marks) the
/// span is one unit. All offsets are bytes; source offsets are into the body text, not the file. Prose and HTML
/// ascend throughout; the source goes back where a footnote stands, whose text comes at the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// Start in the prose.
    pub prose: u32,
    /// Length in the prose.
    pub prose_len: u32,
    /// Start in the HTML.
    pub html: u32,
    /// Length in the HTML; 0 if the words do not stand there as text (alternative text, raw HTML).
    pub html_len: u32,
    /// Start in the body text.
    pub source: u32,
    /// Length in the body text.
    pub source_len: u32,
}

/// Why a span of prose takes no automatic link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// Bytes of the prose.
    pub prose: Range<u32>,
    /// What it is.
    pub why: ClosedBy,
}

/// What closes a span of prose to links.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClosedBy {
    /// Code: not even a mention.
    Code,
    /// Math: not even a mention.
    Math,
    /// The text of a link or a wikilink: a mention, but no link in a link.
    Link,
    /// A bare URL or e-mail address: not even a mention.
    Url,
    /// `[[~Name]]`: not even a mention.
    Never,
    /// An image's alternative text or raw HTML: a mention, but the words take no link.
    NoPlace,
}

/// Name of a block that survives edits elsewhere and after its first words: `p-` and eight hexadecimal digits of the BLAKE3
/// hash of these, folded, or of more of its words where another block of the page begins alike; the second and later equal
/// blocks of a page get `-2`, `-3` …
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct BlockId {
    /// First four bytes of the hash.
    pub hash: u32,
    /// From 1.
    pub nth: u32,
}

impl fmt::Display for BlockId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "p-{:08x}", self.hash)?;
        if self.nth > 1 {
            write!(f, "-{}", self.nth)?;
        }
        Ok(())
    }
}

/// A span of prose between two blank lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Bytes of the prose.
    pub prose: Range<u32>,
    /// The element's bytes in the HTML; for text that stands in a list item or definition without a paragraph, the
    /// bytes of that text. Empty for a title that was left out.
    pub html: Range<u32>,
    /// Bytes of the body text.
    pub source: Range<u32>,
    /// Its `id` in the HTML, but see [`Document::anchor`] for headings. Table cells share the id of their table,
    /// paragraphs of one list item that of the item.
    pub id: BlockId,
    /// Number in paragraph keys (`¶4`), from 1. Headings have none; blocks that share an id share the number.
    pub number: Option<u32>,
    /// Number of headings before it: links are made once per section.
    pub section: u32,
}

/// Kinds of block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockKind {
    /// `#` to `######`, with its level from 1 to 6.
    Heading(u8),
    /// A paragraph at the top level.
    Paragraph,
    /// A paragraph or tight text in a list item.
    ListItem,
    /// A paragraph in a block quote.
    Quote,
    /// A cell of a table.
    Cell,
    /// A term or its explanation in a definition list.
    Definition,
    /// A paragraph of a footnote.
    Footnote,
    /// A code block.
    Code,
    /// A block of raw HTML, as the sanitiser left it.
    Html,
}

/// A block with an element of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Boxed {
    /// What stands within the element's tags.
    pub html: Range<u32>,
    /// Byte of the HTML after the element.
    pub after: u32,
    /// The blocks of text in it.
    pub blocks: Range<u32>,
}

/// A place in the HTML that waits for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Bytes of the HTML that become the link's text; empty for pictures and embeds.
    pub html: Range<u32>,
    /// The same words in the prose.
    pub prose: Range<u32>,
    /// Bytes of the body text, for messages.
    pub source: Range<u32>,
    /// What it asks for.
    pub target: SlotTarget,
    /// How many of the slots that follow stand within a link.
    pub holds: u32,
}

/// What a [`Slot`] asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlotTarget {
    /// `[[page]]`, `[[page#heading]]`, `[[page|text]]`.
    Wikilink {
        /// Name, title, alias or id, as written.
        page: String,
        /// Heading, as written.
        heading: Option<String>,
    },
    /// `[text](other.md)`, `[text](picture.png)`, with a title.
    Relative {
        /// As written, percent escapes resolved.
        path: String,
        /// After `#`.
        fragment: Option<String>,
        /// The link's title.
        title: String,
    },
    /// `![alt](path "title")`; the alternative text stands in the prose.
    Image {
        /// As written.
        path: String,
        /// Alternative text.
        alt: String,
        /// Title.
        title: String,
        /// How large its author shows it.
        size: Option<PictureSize>,
        /// Stands in the text of a link, so that it cannot become one.
        in_link: bool,
    },
    /// `![[page or picture]]`.
    Embed {
        /// Name, id or path, as written.
        page: String,
        /// Heading: embed only this section.
        heading: Option<String>,
        /// After `|`: words.
        label: Option<String>,
        /// After `|`: how large its author shows a picture.
        size: Option<PictureSize>,
        /// Alone in its paragraph: it stands in a `<div class="embed">`, where blocks may come; otherwise among words.
        alone: bool,
    },
}

/// How large an author shows a picture, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PictureSize {
    /// Width.
    pub width: u32,
    /// Height; without it, as the width asks for.
    pub height: Option<u32>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Plain text.
    pub text: String,
    /// `id` in the HTML, with the prefix `h-`.
    pub id: String,
    /// Which block it is.
    pub block: u32,
}
