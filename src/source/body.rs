//! The text of a file that may be published, with the way back to its places in the file.

use crate::diagnostics::{SourceText, Span};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// The Markdown below the front matter, with private blocks and comments taken out.
#[derive(Debug, Clone)]
pub struct Body {
    /// The file.
    pub source: Arc<SourceText>,
    /// The spans of the file that remain, ascending, not touching.
    pub kept: Vec<Range<usize>>,
}

impl Body {
    /// The text; borrowed where nothing was taken out.
    pub fn text(&self) -> Cow<'_, str> {
        match self.kept.as_slice() {
            [] => Cow::Borrowed(""),
            [only] => Cow::Borrowed(&self.source.text[only.clone()]),
            several => Cow::Owned(several.iter().map(|range| &self.source.text[range.clone()]).collect()),
        }
    }

    /// Where in the file a byte of [`Body::text`] stands.
    pub fn file_offset(&self, offset: usize) -> usize {
        let mut before = 0;
        for range in &self.kept {
            if offset < before + range.len() {
                return range.start + (offset - before);
            }
            before += range.len();
        }
        self.kept.last().map_or(0, |range| range.end)
    }

    /// Where a byte of the file stands in [`Body::text`]: the next one that remains.
    pub fn text_offset(&self, file: usize) -> usize {
        let mut before = 0;
        for range in &self.kept {
            if file < range.end {
                return before + file.saturating_sub(range.start);
            }
            before += range.len();
        }
        before
    }

    /// Takes a span of [`Body::text`] out.
    pub fn take_out(&mut self, span: Range<usize>) {
        let mut kept = Vec::with_capacity(self.kept.len() + 1);
        let mut before = 0;
        for range in &self.kept {
            let inner = |at: usize| range.start + at.saturating_sub(before).min(range.len());
            kept.extend([range.start..inner(span.start), inner(span.end)..range.end]);
            before += range.len();
        }
        kept.retain(|range| !range.is_empty());
        self.kept = kept;
    }

    /// A span of [`Body::text`] as a place in the file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.file_offset(range.start);
        let end = if range.is_empty() { start } else { self.file_offset(range.end - 1) + 1 };
        Span::new(&self.source, start, end)
    }
}
