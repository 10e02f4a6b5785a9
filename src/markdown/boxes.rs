//! Blocks with an element of their own (`::: statement`), whose lines the parser does not know.
//!
//! The lines are written over with rules before parsing: a rule ends every paragraph, list and quotation, as the boundaries of a
//! block must, and has the length of the line, so that no byte changes its place. Where the parser then finds such a rule,
//! the element begins or ends; where it finds none, the line stands in something that only HTML ends.

use super::open::ContainerKind;
use super::writer::Writer;
use super::{Boxed, Fence, Problem};
use crate::diagnostics::Code;
use std::ops::Range;

/// The body with rules in place of the lines.
pub(super) fn ruled(body: &str, fences: &[Fence]) -> String {
    let mut out = String::with_capacity(body.len());
    let mut from = 0;
    for line in fences.iter().flat_map(|fence| [&fence.open, &fence.close]) {
        let Some(before) = body.get(from..line.start).filter(|_| line.len() >= 3) else { continue };
        out.push_str(before);
        out.push_str("***");
        out.extend(std::iter::repeat_n(' ', line.len() - 3));
        from = line.end;
    }
    out.push_str(&body[from..]);
    out
}

impl Writer<'_> {
    /// A rule: `true` if it is the boundary of a block.
    pub(super) fn boundary(&mut self, range: &Range<usize>) -> bool {
        let Some(fence) = self.options.boxes.get(self.boxes_seen / 2) else { return false };
        let opens = self.boxes_seen.is_multiple_of(2);
        let line = if opens { &fence.open } else { &fence.close };
        if range.start < line.start || range.start >= line.end {
            return false;
        }
        self.boxes_seen += 1;
        if opens {
            self.start_container(ContainerKind::Box, "<div class=\"stm\">\n", "</div>\n", range.clone());
            let (html, block) = (self.out.html_len() as u32, self.out.document.blocks.len() as u32);
            self.out.document.boxes.push(Boxed { html: html..html, after: html, blocks: block..block });
        } else {
            self.end_fenced();
            let end = self.out.html_len() as u32;
            self.end_container();
            let after = self.out.html_len() as u32;
            let blocks = self.out.document.blocks.len() as u32;
            if let Some(last) = self.out.document.boxes.last_mut() {
                (last.html.end, last.after, last.blocks.end) = (end, after, blocks);
            }
        }
        true
    }

    /// At the end of the body: reports the boundary that was not found, and closes what is open.
    pub(super) fn end_boxes(&mut self) {
        let Some(fence) = self.options.boxes.get(self.boxes_seen / 2) else { return };
        let opens = self.boxes_seen.is_multiple_of(2);
        let source = if opens { fence.open.clone() } else { fence.close.clone() };
        if !opens {
            let close = fence.close.clone();
            self.boundary(&close);
        }
        self.problems.push(Problem {
            code: Code::STATEMENT,
            message: "this `:::` stands in a block of HTML, where it does nothing".into(),
            source,
            help: Some("put a blank line between the HTML and it, and end what the HTML has opened".into()),
        });
    }
}
