//! Boxes: callouts of Obsidian and alerts of GitHub (`> [!note]- Title`), containers of Docusaurus and Pandoc (`:::note Title`).
//!
//! The mark becomes a heading whose words are the title, which so keep their place and their links; the line that closes
//! a container becomes a rule. What the title looks like, the writer decides.

use super::{Mark, Reader, What, ends_line, line_end};
use rustc_hash::FxHashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Something that opens a box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::markdown) struct Begin {
    /// Where the heading stands that is its title.
    pub(in crate::markdown) at: usize,
    /// What holds it: `None` for a box that a rule closes, else the byte where its quotation or list item begins.
    pub(in crate::markdown) holder: Option<usize>,
    pub(in crate::markdown) looks: Looks,
    pub(in crate::markdown) fold: Option<Fold>,
    /// The type as a title, for a box that has none of its own; empty for a box without one.
    pub(in crate::markdown) label: String,
}

/// How a box can be folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::markdown) enum Fold {
    Open,
    Closed,
}

/// What a box looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::markdown) enum Looks {
    /// One of the five alerts, by its number among the labels.
    Alert(usize),
    /// Words of somebody.
    Quote,
    /// Neither colour nor title.
    Plain,
}

/// Whether only space and the marks of quotations and list items stand before a byte on its line.
fn starts_block(text: &str, at: usize) -> bool {
    const LONGEST: usize = 200;
    let before = text.as_bytes()[at.saturating_sub(LONGEST)..at].iter().rev();
    let mut before =
        before.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'>' | b'-' | b'*' | b'+' | b'.' | b')' | b'0'..=b'9'));
    before.next().is_none_or(|byte| *byte == b'\n')
}

/// A box that waits for its end.
#[derive(Debug)]
pub(super) struct Open {
    /// Colons, or the name of the tag.
    pub(super) by: Closer,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Closer {
    Colons(usize),
    Tag(String),
}

/// How callouts of a type look.
pub(super) fn looks(kind: &str) -> Option<Looks> {
    static TYPES: LazyLock<FxHashMap<&'static str, Looks>> = LazyLock::new(|| {
        let lines = include_str!("callout_types.txt").lines().filter(|line| !line.starts_with('#'));
        let rows = lines.filter_map(|line| {
            let (look, types) = line.split_once(' ')?;
            let look = match look {
                "note" => Looks::Alert(0),
                "tip" => Looks::Alert(1),
                "important" => Looks::Alert(2),
                "warning" => Looks::Alert(3),
                "caution" => Looks::Alert(4),
                "quote" => Looks::Quote,
                _ => Looks::Plain,
            };
            Some(types.split(' ').map(move |name| (name, look)))
        });
        rows.flatten().collect()
    });
    TYPES.get(kind.to_ascii_lowercase().as_str()).copied()
}

impl Begin {
    /// A box of a type. A type that nobody knows is a note.
    pub(super) fn new(at: usize, holder: Option<usize>, kind: &str, fold: Option<Fold>) -> Self {
        let looks = looks(kind).unwrap_or(Looks::Alert(0));
        let label = if looks == Looks::Plain { String::new() } else { label(kind) };
        Self { at, holder, looks, fold, label }
    }
}

/// `seealso` as a title.
fn label(kind: &str) -> String {
    let words = kind.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Finds the quotations that are callouts.
pub(super) fn quoted(reader: &mut Reader<'_>) {
    let quotes = std::mem::take(&mut reader.layout.quotes);
    for quote in quotes {
        reader.callout(quote.start);
    }
}

impl Reader<'_> {
    /// A quotation that begins with `[!type]`.
    fn callout(&mut self, start: usize) -> Option<()> {
        let rest = self.body.get(start..)?;
        let line = &rest[..memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len())];
        let inner = line.strip_prefix('>')?.trim_start_matches([' ', '\t']);
        let mark = inner.strip_prefix("[!")?;
        let close = mark.bytes().take(80).position(|byte| byte == b']')?;
        let kind = mark[..close].split('|').next().unwrap_or_default().trim();
        let is_type = kind.starts_with(|c: char| c.is_alphabetic())
            && kind.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '));
        let after = &mark[close + 1..];
        if !is_type || after.starts_with(['(', '[', ':']) {
            return None;
        }
        let fold = match after.as_bytes().first() {
            Some(b'-') => Some(Fold::Closed),
            Some(b'+') => Some(Fold::Open),
            _ => None,
        };
        let at = start + line.len() - inner.len();
        let end = at + "[!".len() + close + 1 + usize::from(fold.is_some());
        self.title(at..end);
        self.begins.push(Begin::new(at, Some(start), kind, fold));
        Some(())
    }

    /// Makes a heading of what stands behind a span.
    pub(super) fn title(&mut self, mark: Range<usize>) {
        self.bytes[mark.clone()].fill(b' ');
        self.bytes[mark.start] = b'#';
        // where it becomes no heading after all, it is not text either
        self.marks.push(Mark { range: mark, what: What::Nothing });
    }

    /// `:::note Title`, `:::note[Title]`, `::: {.callout-note}`, and `:::` that closes one.
    pub(super) fn container(&mut self, at: usize) -> Option<usize> {
        let rest = &self.body[at..];
        let colons = rest.bytes().take_while(|byte| *byte == b':').count();
        if colons < 3 || !starts_block(self.body, at) {
            return None;
        }
        let end = line_end(self.body, at);
        let words = self.body[at + colons..end].trim();
        if words.is_empty() {
            let open = self.open.iter().rposition(|open| matches!(&open.by, Closer::Colons(of) if *of <= colons))?;
            self.open.truncate(open);
            self.close_box(at..end);
            return Some(end);
        }
        let words = words.trim_end_matches(':').trim_end();
        let name_end = words.find(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(words.len());
        let (name, after) = words.split_at(name_end);
        let class = after.trim_start().strip_prefix('{').and_then(|classes| {
            let classes = classes.trim_end_matches('}').split([' ', '.']);
            classes.map(|class| class.strip_prefix("callout-").unwrap_or(class)).find(|class| looks(class).is_some())
        });
        let kind = if name.is_empty() { class.unwrap_or("plain") } else { name };
        let title = after.trim().trim_start_matches('[').trim_end_matches(']');
        let title = if title.starts_with('{') { "" } else { title.split('{').next().unwrap_or_default().trim() };
        let title_at = if title.is_empty() { end } else { at + rest[..end - at].rfind(title)? };
        self.bytes[at..end].fill(b' ');
        let kept = title_at..title_at + title.len();
        self.bytes[kept.clone()].copy_from_slice(&self.body.as_bytes()[kept.clone()]);
        self.title(at..if title.is_empty() { end } else { title_at });
        if kept.end < end {
            self.marks.push(Mark { range: kept.end..end, what: What::Nothing });
        }
        let fold = (kind == "details").then_some(Fold::Closed);
        let mut begin = Begin::new(at, None, kind, fold);
        if looks(kind).is_none() {
            begin.looks = if title.is_empty() { Looks::Plain } else { Looks::Alert(0) };
            begin.label.clear();
        }
        self.begins.push(begin);
        self.open.push(Open { by: Closer::Colons(colons) });
        Some(end)
    }

    /// Makes a rule of a line that closes a box.
    pub(super) fn close_box(&mut self, line: Range<usize>) {
        debug_assert!(ends_line(self.body, line.end) && line.len() >= 3);
        self.bytes[line.clone()].fill(b' ');
        self.bytes[line.start..line.start + 3].copy_from_slice(b"***");
        self.marks.push(Mark { range: line.clone(), what: What::Nothing });
        self.ends.push(line.start);
    }
}
