//! A document under construction: text goes into HTML and prose at once, and every byte written is accounted for.

use super::escape::{find_special, push_text, text_escape};
use super::{Closed, ClosedBy, Document, Segment};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// The body or one footnote.
#[derive(Debug, Default)]
pub(super) struct Fragment {
    pub(super) document: Document,
    /// Places of the HTML that can be written only when the whole page is known, ascending.
    pub(super) patches: Vec<Patch>,
    /// Start of the link that is open, and how it closes the prose.
    open_closed: Option<(u32, ClosedBy)>,
    /// Text may not join the segment before it.
    cut: bool,
}

/// Placeholder in the HTML; never empty, so that it has an inside and an outside.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patch {
    pub(super) html: usize,
    pub(super) len: usize,
    pub(super) kind: PatchKind,
}

/// What comes into the place; the number is an index into the writer's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PatchKind {
    /// A reference to a footnote.
    Reference(usize),
    /// Start tag of a link to a place of this page.
    LinkStart(usize),
    /// Its end tag.
    LinkEnd(usize),
    /// `</p>` that ends a footnote.
    Backlinks,
}

impl Fragment {
    /// Length of the HTML so far.
    pub(super) fn html_len(&self) -> usize {
        self.document.html.len()
    }

    /// Length of the prose so far.
    pub(super) fn prose_len(&self) -> usize {
        self.document.prose.text.len()
    }

    /// Appends finished HTML that is not text.
    pub(super) fn markup(&mut self, html: &str) {
        self.document.html.own().push_str(html);
    }

    /// Appends a placeholder.
    pub(super) fn patch(&mut self, placeholder: &str, kind: PatchKind) {
        self.patches.push(Patch { html: self.html_len(), len: placeholder.len(), kind });
        self.markup(placeholder);
    }

    /// Appends text that stands in the source byte for byte, from `source` on.
    pub(super) fn plain(&mut self, text: &str, source: usize) {
        let mut at = 0;
        while let Some(special) = find_special(&text[at..]) {
            let special = at + special;
            self.exact(&text[at..special], source + at);
            let byte = text.as_bytes()[special];
            let prose = match byte {
                0 => "\u{fffd}",
                b'\r' => "\n",
                _ => &text[special..=special],
            };
            self.unit(prose, text_escape(byte), source + special..source + special + 1);
            at = special + 1;
        }
        self.exact(&text[at..], source + at);
    }

    /// A span that is the same in source, prose and HTML.
    fn exact(&mut self, text: &str, source: usize) {
        if text.is_empty() {
            return;
        }
        let Document { html, prose, .. } = &mut self.document;
        let new = Segment {
            prose: prose.text.len() as u32,
            prose_len: text.len() as u32,
            html: html.len() as u32,
            html_len: text.len() as u32,
            source: source as u32,
            source_len: text.len() as u32,
        };
        html.own().push_str(text);
        prose.text.own().push_str(text);
        match prose.segments.last_mut() {
            Some(last) if !self.cut && is_exact(last) && continues(last, &new) => {
                last.prose_len += new.prose_len;
                last.html_len += new.html_len;
                last.source_len += new.source_len;
            }
            _ => prose.segments.push(new),
        }
        self.cut = false;
    }

    /// A span that can only be taken as a whole. `html` is escaped already.
    pub(super) fn unit(&mut self, prose: &str, html: &str, source: Range<usize>) {
        if prose.is_empty() {
            return;
        }
        if prose.len() != html.len() || prose.len() != source.len() {
            return self.segment(prose, html, source);
        }
        // Equal lengths would promise that every byte corresponds: `...` and its ellipsis have three bytes each.
        let mut longer = String::new();
        let mut rest = html.chars();
        if let Some(first) = rest.next() {
            let _ = write!(longer, "&#{};{}", u32::from(first), rest.as_str());
        }
        self.segment(prose, &longer, source);
    }

    /// Text that may stand in the source byte for byte.
    pub(super) fn plain_or_decoded(&mut self, own: Option<&str>, text: &str, source: Range<usize>) {
        match own {
            Some(own) => self.plain(own, source.start),
            None => self.decoded(text, source),
        }
    }

    /// Words that the HTML does not show as text: alternative text, raw HTML.
    pub(super) fn hidden(&mut self, prose: &str, source: Range<usize>) {
        if !prose.is_empty() {
            self.segment(prose, "", source);
        }
    }

    /// Text that is not in the source as it stands: `html` and `prose` both show it.
    pub(super) fn decoded(&mut self, text: &str, source: Range<usize>) {
        let mut html = String::with_capacity(text.len());
        push_text(&mut html, text);
        self.unit(&without_controls(text), &html, source);
    }

    /// Takes hidden words away from the end of the prose.
    pub(super) fn shorten(&mut self, end: usize) {
        let prose = &mut self.document.prose;
        while let Some(last) = prose.segments.last_mut().filter(|last| (last.prose + last.prose_len) as usize > end) {
            if last.prose as usize >= end {
                prose.segments.pop();
            } else {
                last.prose_len = end as u32 - last.prose;
            }
        }
        prose.text.own().truncate(end);
        self.cut = true;
    }

    fn segment(&mut self, text: &str, markup: &str, source: Range<usize>) {
        let Document { html, prose, .. } = &mut self.document;
        prose.segments.push(Segment {
            prose: prose.text.len() as u32,
            prose_len: text.len() as u32,
            html: html.len() as u32,
            html_len: markup.len() as u32,
            source: source.start as u32,
            source_len: source.len() as u32,
        });
        html.own().push_str(markup);
        prose.text.own().push_str(text);
        self.cut = false;
    }

    /// The next text begins a segment of its own. Returns that segment's index.
    pub(super) fn cut(&mut self) -> usize {
        self.cut = true;
        self.document.prose.segments.len()
    }

    /// From here on the prose is closed, until [`Fragment::reopen`].
    pub(super) fn close_from_here(&mut self, why: ClosedBy) {
        self.open_closed = Some((self.prose_len() as u32, why));
    }

    /// Ends what [`Fragment::close_from_here`] began.
    pub(super) fn reopen(&mut self) {
        if let Some((start, why)) = self.open_closed.take() {
            let end = self.prose_len() as u32;
            self.push_closed(start..end, why);
        }
    }

    /// Closes the prose from `start` to here, inside a link too.
    pub(super) fn close_since(&mut self, start: usize, why: ClosedBy) {
        let (start, end) = (start as u32, self.prose_len() as u32);
        if let Some((link_start, link_why)) = self.open_closed {
            if why == ClosedBy::NoPlace {
                return; // the link closes it already, and a mention in a link may be more than nothing
            }
            self.push_closed(link_start..start, link_why);
            self.open_closed = Some((end, link_why));
        }
        self.push_closed(start..end, why);
    }

    fn push_closed(&mut self, prose: Range<u32>, why: ClosedBy) {
        if !prose.is_empty() {
            self.document.prose.closed.push(Closed { prose, why });
        }
    }

    /// Replaces `len` bytes of finished HTML; everything behind them moves.
    pub(super) fn splice(&mut self, at: usize, len: usize, replacement: &str) {
        if len == 0 {
            self.document.html.own().insert_str(at, replacement);
        } else {
            self.document.html.own().replace_range(at..at + len, replacement);
        }
        let (after, grown) = ((at + len) as u32, replacement.len() as u32);
        let moved = |offset: u32| if offset >= after { offset + grown - len as u32 } else { offset };
        let document = &mut self.document;
        for segment in document.prose.segments.iter_mut().rev().take_while(|segment| segment.html >= after) {
            segment.html = moved(segment.html);
        }
        for slot in document.slots.iter_mut().rev().take_while(|slot| slot.html.start >= after) {
            slot.html = moved(slot.html.start)..moved(slot.html.end);
        }
        for block in document.blocks.iter_mut().rev().take_while(|block| block.html.start >= after) {
            block.html = moved(block.html.start)..moved(block.html.end);
        }
        for boxed in document.boxes.iter_mut().rev().take_while(|boxed| boxed.after >= after) {
            boxed.html = moved(boxed.html.start)..moved(boxed.html.end);
            boxed.after = moved(boxed.after);
        }
        for patch in self.patches.iter_mut().rev().take_while(|patch| patch.html >= after as usize) {
            patch.html = patch.html + replacement.len() - len;
        }
    }

    /// Takes a segment out of prose and HTML again and puts `tag` in its place.
    pub(super) fn segment_into_tag(&mut self, index: usize, tag: &str) {
        let gone = self.document.prose.segments.remove(index);
        self.splice(gone.html as usize, gone.html_len as usize, tag);
        let Document { prose, slots, .. } = &mut self.document;
        let end = gone.prose + gone.prose_len;
        prose.text.own().replace_range(gone.prose as usize..end as usize, "");
        let moved = |offset: u32| if offset >= end { offset - gone.prose_len } else { offset };
        for segment in &mut prose.segments[index..] {
            segment.prose -= gone.prose_len;
        }
        let first = prose.closed.partition_point(|closed| closed.prose.end < end);
        for closed in &mut prose.closed[first..] {
            closed.prose = moved(closed.prose.start)..moved(closed.prose.end);
        }
        // One that held nothing else is gone.
        if prose.closed.get(first).is_some_and(|closed| closed.prose.is_empty()) {
            prose.closed.remove(first);
        }
        for slot in slots.iter_mut().rev().take_while(|slot| slot.prose.start >= end) {
            slot.prose = moved(slot.prose.start)..moved(slot.prose.end);
        }
        if let Some((start, _)) = &mut self.open_closed {
            *start = moved(*start);
        }
    }
}

/// Text as a browser would read it.
pub(super) fn without_controls(text: &str) -> Cow<'_, str> {
    if text.contains(['\0', '\r']) { text.replace('\0', "\u{fffd}").replace('\r', "\n").into() } else { text.into() }
}

/// Whether every byte of a segment corresponds.
fn is_exact(segment: &Segment) -> bool {
    segment.prose_len == segment.html_len && segment.prose_len == segment.source_len
}

/// Whether `next` begins where `last` ends, in all three texts.
fn continues(last: &Segment, next: &Segment) -> bool {
    last.prose + last.prose_len == next.prose
        && last.html + last.html_len == next.html
        && last.source + last.source_len == next.source
}
