//! Where code, formulas and HTML stand in a body, and where quotations begin: by a parse of its own.

use super::super::writer::parser_options;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// Spans of a body, ascending.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Code and formulas, not overlapping.
    closed: Vec<Range<usize>>,
    /// Blocks of HTML and single tags, not overlapping.
    html: Vec<Range<usize>>,
    /// Block quotations.
    pub(super) quotes: Vec<Range<usize>>,
    /// The outermost of them.
    quoted: Vec<Range<usize>>,
    /// Tables.
    tables: Vec<Range<usize>>,
    /// Links and pictures, with their addresses.
    links: Vec<Range<usize>>,
}

impl Layout {
    pub(super) fn of(text: &str) -> Self {
        let mut layout = Self::default();
        let mut block: Option<usize> = None;
        let mut linked = 0;
        for (event, range) in Parser::new_ext(text, parser_options(text, true, false)).into_offset_iter() {
            match event {
                Event::Start(Tag::CodeBlock(_)) | Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                    layout.closed.push(range);
                }
                Event::Start(Tag::HtmlBlock) => block = Some(range.start),
                Event::End(TagEnd::HtmlBlock) => layout.html.push(block.take().unwrap_or(range.start)..range.end),
                Event::InlineHtml(_) => layout.html.push(range),
                Event::Start(Tag::BlockQuote(_)) => {
                    if layout.quoted.last().is_none_or(|outer| outer.end <= range.start) {
                        layout.quoted.push(range.clone());
                    }
                    layout.quotes.push(range);
                }
                Event::Start(Tag::Table(_)) => layout.tables.push(range),
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) if range.end > linked => {
                    linked = range.end;
                    layout.links.push(range);
                }
                _ => {}
            }
        }
        layout
    }

    /// The end of the code or formula in which a byte stands.
    pub(super) fn closed(&self, at: usize) -> Option<usize> {
        around(&self.closed, at).map(|range| range.end)
    }

    /// Whether a byte stands in HTML.
    pub(super) fn in_html(&self, at: usize) -> bool {
        around(&self.html, at).is_some()
    }

    pub(super) fn in_table(&self, at: usize) -> bool {
        around(&self.tables, at).is_some()
    }

    /// Whether a byte stands in text of the page's own author: not in code, HTML, a link or a quotation.
    pub(super) fn is_free(&self, at: usize) -> bool {
        let is_quoted = around(&self.quoted, at).is_some();
        self.closed(at).is_none() && !self.in_html(at) && self.link(at).is_none() && !is_quoted
    }

    /// The outermost link or picture around a byte.
    pub(super) fn link(&self, at: usize) -> Option<&Range<usize>> {
        around(&self.links, at)
    }
}

/// The span in which a byte stands, of spans that do not overlap.
fn around(ranges: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let index = ranges.partition_point(|range| range.start <= at).checked_sub(1)?;
    ranges.get(index).filter(|range| at < range.end)
}
