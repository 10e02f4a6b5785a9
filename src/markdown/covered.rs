//! Where the parser read something else than what the author wrote: what stands there instead.

use super::foreign::{COVER, Foreign, Mark, What};
use super::open::{Container, ContainerKind, Parked};
use super::writer::{Writer, parser_options};
use super::{ClosedBy, SlotTarget};
use pulldown_cmark::{CowStr, Parser};
use std::borrow::Cow;
use std::ops::Range;

/// The character that covers what the parser is not to read.
pub(super) const COVERED: char = COVER as char;

/// The marks of a body, and how far they are done.
pub(super) struct Covered<'a> {
    pub(super) foreign: &'a Foreign<'a>,
    /// The body as its author wrote it.
    pub(super) original: &'a str,
    /// The first mark that is not done.
    next: usize,
    /// Text up to here belongs to a mark that is done.
    dropped: usize,
    /// How many elements are open around the link that a tag has opened.
    button: Option<usize>,
}

impl<'a> Covered<'a> {
    pub(super) fn new(original: &'a str, foreign: &'a Foreign<'a>) -> Self {
        Self { foreign, original, next: 0, dropped: 0, button: None }
    }

    /// Whether a mark stands in a span of text. Asked with rising spans.
    pub(super) fn touches(&mut self, range: &Range<usize>) -> bool {
        range.start < self.dropped || self.mark(range.start).is_some_and(|mark| mark.range.start < range.end)
    }

    /// Whether a span belongs to a mark that is done.
    pub(super) fn is_dropped(&self, range: &Range<usize>) -> bool {
        range.end <= self.dropped
    }

    /// A link that a tag has opened does not go on in the next block.
    pub(super) fn forget_button(&mut self) {
        self.button = None;
    }

    /// The first mark that ends after a byte.
    fn mark(&mut self, at: usize) -> Option<&'a Mark> {
        let marks = &self.foreign.marks;
        while marks.get(self.next).is_some_and(|mark| mark.range.end <= at) {
            self.next += 1;
        }
        marks.get(self.next)
    }
}

/// Text without the character that covers.
pub(super) fn uncovered(text: &str) -> Cow<'_, str> {
    if text.contains(COVERED) { text.replace(COVERED, "").into() } else { text.into() }
}

impl<'a> Writer<'a> {
    /// Code is what its author wrote, whatever the parser read.
    pub(super) fn code_text(&mut self, text: &str, range: Range<usize>) {
        let original = self.covered.original.get(range.clone()).filter(|_| self.source(range.clone()) == text);
        self.out.plain_or_decoded(original, text, range);
    }

    /// Text with marks in it.
    pub(super) fn uncover(&mut self, text: CowStr<'a>, range: Range<usize>) {
        let source = self.source(range.clone());
        let divisible = *source == *text;
        let mut at = range.start.max(self.covered.dropped.min(range.end));
        if !divisible {
            let is_gone = at > range.start || self.covered.mark(at).is_some_and(|mark| mark.range.start <= at);
            if !is_gone {
                self.words(text, range);
            }
            return;
        }
        while at < range.end {
            let mark = self.covered.mark(at).filter(|mark| mark.range.start < range.end);
            let end = mark.map_or(range.end, |mark| mark.range.start.max(at));
            if end > at {
                self.words(CowStr::Borrowed(self.source(at..end)), at..end);
            }
            let Some(mark) = mark else { break };
            self.covered.next += 1;
            self.covered.dropped = mark.range.end;
            at = mark.range.end;
            if mark.what != What::Nothing {
                self.flush_run();
                self.show(mark);
            }
        }
    }

    /// The author's own words at `range`.
    fn own(&mut self, range: Range<usize>) {
        let original = self.covered.original;
        if let Some(words) = original.get(range.clone()) {
            self.out.plain(words, range.start);
        }
    }

    /// Writes what stands in place of a mark.
    fn show(&mut self, mark: &'a Mark) {
        let range = mark.range.clone();
        if !matches!(mark.what, What::LinkEnd) {
            self.ensure_leaf(&range);
        }
        match &mark.what {
            What::Nothing => {}
            What::Characters(characters) => {
                if self.covered.original.get(range.clone()) == Some(*characters) {
                    self.own(range);
                } else {
                    self.out.decoded(characters, range);
                }
            }
            What::Note(inner) => self.note_in_line(inner.clone(), range),
            What::Formula { inner, display } => {
                let formula = self.covered.original.get(inner.clone()).unwrap_or_default();
                let start = inner.start + formula.len() - formula.trim_start().len();
                let tex = formula.trim();
                self.formula(tex, start..start + tex.len(), *display);
            }
            What::Tag => {
                self.out.markup("<span class=\"tag\">");
                self.own(range);
                self.out.markup("</span>");
            }
            What::Words { inner, start, end } => {
                self.out.markup(start);
                self.own(inner.clone());
                self.out.markup(end);
            }
            What::Link { address, words } => {
                let opened = !self.in_link();
                if opened {
                    self.start_addressed(address, "", range.clone(), ClosedBy::Link);
                }
                self.out.decoded(words, range);
                if opened {
                    self.end_inline();
                }
            }
            What::LinkStart(address) => {
                if !self.in_link() && !address.is_empty() {
                    self.covered.button = Some(self.inline.len());
                    self.start_addressed(address, "", range, ClosedBy::Link);
                }
            }
            What::LinkEnd => {
                let depth = self.covered.button.take();
                if depth.is_some_and(|depth| self.inline.len() == depth + 1) {
                    self.end_inline();
                }
            }
            What::Picture { path, alt, caption } => self.picture(path, alt, caption.clone(), range),
        }
    }

    /// A picture with its caption.
    fn picture(&mut self, path: &str, alt: &str, caption: Option<Range<usize>>, range: Range<usize>) {
        let in_link = self.in_link();
        let target =
            SlotTarget::Image { path: path.to_owned(), alt: alt.to_owned(), title: String::new(), size: None, in_link };
        let slot = self.push_slot(target, range.clone());
        let start = self.out.prose_len();
        self.out.hidden(alt, range);
        let end = self.out.prose_len() as u32;
        self.out.document.slots[slot].prose.end = end;
        self.out.close_since(start, ClosedBy::NoPlace);
        if let Some(caption) = caption {
            self.out.markup("<small class=\"caption\">");
            if end as usize > start {
                // the alternative text and the caption are two things
                self.out.hidden("\n", caption.start..caption.start);
            }
            self.own(caption);
            self.out.markup("</small>");
        }
    }

    /// A footnote whose text stands in the line.
    fn note_in_line(&mut self, inner: Range<usize>, range: Range<usize>) {
        let original = self.covered.original;
        let Some(text) = original.get(inner.clone()) else { return };
        if !self.parked.is_empty() {
            return self.own(range);
        }
        // no label of an author's
        let label = format!("{COVERED}{}", inner.start);
        self.reference(&label, range);
        let note = self.note(&label);
        let outer = self.set_aside(note);
        let options = parser_options(text, true, self.options.smart_punctuation);
        for (event, at) in Parser::new_ext(text, options).into_offset_iter() {
            self.event(event, inner.start + at.start..inner.start + at.end);
        }
        self.flush_run();
        self.end_footnote(inner);
        self.take_up(outer);
    }

    /// Puts the text that is being written aside.
    fn set_aside(&mut self, note: usize) -> Aside<'a> {
        let bottom = [ContainerKind::Root, ContainerKind::Footnote];
        let containers = bottom.map(|kind| Container { kind, end: "", wrappers: Vec::new() });
        let original = self.covered.original;
        let aside = Aside {
            body: std::mem::replace(&mut self.body, original),
            containers: std::mem::replace(&mut self.containers, containers.into()),
            leaf: self.leaf.take(),
            inline: std::mem::take(&mut self.inline),
            links_open: std::mem::take(&mut self.links_open),
            marks: std::mem::take(&mut self.marks),
            table: self.table.take(),
            next: std::mem::replace(&mut self.covered.next, usize::MAX),
            dropped: std::mem::take(&mut self.covered.dropped),
            deferred: std::mem::take(&mut self.deferred_references),
            button: self.covered.button.take(),
        };
        self.parked.push(Parked { fragment: std::mem::take(&mut self.out), note });
        aside
    }

    fn take_up(&mut self, aside: Aside<'a>) {
        self.body = aside.body;
        self.containers = aside.containers;
        self.leaf = aside.leaf;
        self.inline = aside.inline;
        self.links_open = aside.links_open;
        self.marks = aside.marks;
        self.table = aside.table;
        self.covered.next = aside.next;
        self.covered.dropped = aside.dropped;
        self.deferred_references = aside.deferred;
        self.covered.button = aside.button;
    }
}

/// What waits while a footnote in the line is written.
struct Aside<'a> {
    body: &'a str,
    containers: Vec<Container>,
    leaf: Option<super::open::Leaf>,
    inline: Vec<super::inline::Close>,
    links_open: usize,
    marks: Vec<super::text::MarkStart>,
    table: Option<super::tables::Table>,
    next: usize,
    dropped: usize,
    deferred: Vec<usize>,
    button: Option<usize>,
}
