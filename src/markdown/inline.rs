//! Inline elements: emphasis, code, math, breaks, raw tags; closed in the order in which they were opened.

use super::address::{Address, classify};
use super::covered::uncovered;
use super::fragment::{PatchKind, without_controls};
use super::local_html::Instead;
use super::raw_html::{self, InlineTag};
use super::tags::Tags;
use super::writer::{NESTING_LIMIT, Writer};
use super::{ClosedBy, SlotTarget, escape};
use std::ops::Range;

/// An open inline element, by the way it closes.
#[derive(Debug)]
pub(super) enum Close {
    /// From Markdown; nothing is written (flattened, or a link that is only text).
    Nothing,
    /// From Markdown: an end tag.
    Tag(&'static str),
    /// From a raw tag of this name.
    Raw(&'static str),
    /// A raw `<a>`.
    RawLink,
    /// A raw `<a>` that waits for its address.
    RawSlot(usize),
    /// A raw `<a>` to a place of this page.
    RawPlace(usize),
    /// A link that was written out.
    Link,
    /// A link that waits for its address.
    Slot(usize),
    /// A link to a place of this page.
    Place(usize),
    /// `[[~Name]]`
    Never,
}

impl Close {
    /// Whether a raw tag opened it.
    fn is_raw(&self) -> bool {
        matches!(self, Self::Raw(_) | Self::RawLink | Self::RawSlot(_) | Self::RawPlace(_))
    }
}

impl Writer<'_> {
    pub(super) fn start_inline(&mut self, start: &str, end: &'static str, range: Range<usize>) {
        self.ensure_leaf(&range);
        if self.open + self.inline.len() >= NESTING_LIMIT {
            self.inline.push(Close::Nothing);
            return self.too_deep(range);
        }
        self.out.markup(start);
        self.inline.push(Close::Tag(end));
    }

    /// Ends the innermost Markdown element, and every raw tag still open in it.
    pub(super) fn end_inline(&mut self) {
        while let Some(close) = self.inline.pop() {
            let raw = close.is_raw();
            self.close(&close);
            if !raw {
                break;
            }
        }
        self.forget_marks();
    }

    pub(super) fn close_all_inline(&mut self) {
        while let Some(close) = self.inline.pop() {
            self.close(&close);
        }
    }

    /// Opens a link of any kind; the prose is closed until it ends.
    pub(super) fn push_link(&mut self, close: Close, why: ClosedBy) {
        self.links_open += 1;
        self.out.close_from_here(why);
        self.inline.push(close);
    }

    fn close(&mut self, close: &Close) {
        if !matches!(close, Close::Nothing | Close::Tag(_) | Close::Raw(_)) {
            self.links_open -= 1;
        }
        match close {
            Close::Nothing => {}
            Close::Tag(end) => self.out.markup(end),
            Close::Raw(name) => {
                self.out.markup("</");
                self.out.markup(name);
                self.out.markup(">");
            }
            Close::RawLink | Close::Link => {
                self.out.markup("</a>");
                self.out.reopen();
            }
            Close::Never => self.out.reopen(),
            Close::Place(place) | Close::RawPlace(place) => {
                self.out.patch("</a>", PatchKind::LinkEnd(*place));
                self.out.reopen();
            }
            Close::Slot(index) | Close::RawSlot(index) => {
                self.end_slot(*index);
                self.out.reopen();
            }
        }
        if !self.in_link() {
            for note in std::mem::take(&mut self.deferred_references) {
                self.out.patch("<sup></sup>", PatchKind::Reference(note));
            }
        }
    }

    /// Marks that began in an element that has ended will not end any more.
    fn forget_marks(&mut self) {
        let depth = self.inline.len();
        while self.marks.last().is_some_and(|mark| mark.depth() > depth) {
            self.marks.pop();
        }
    }

    /// Whether a link is open here: links do not stand in links.
    pub(super) fn in_link(&self) -> bool {
        self.links_open > 0
    }

    pub(super) fn code(&mut self, text: &str, range: Range<usize>) {
        self.ensure_leaf(&range);
        let start = self.out.prose_len();
        self.out.markup("<code>");
        self.enclosed(text, &range, b'`');
        self.out.close_since(start, ClosedBy::Code);
        self.out.markup("</code>");
    }

    pub(super) fn math(&mut self, text: &str, range: Range<usize>, display: bool) {
        self.ensure_leaf(&range);
        if !display && self.is_money(text, &range) {
            let characters = format!("${text}$");
            let source = self.source(range.clone());
            if source == characters && self.covered.touches(&range) {
                return self.uncover(source.into(), range);
            }
            return self.literal(&uncovered(&characters), range);
        }
        let characters = if display { 2 } else { 1 };
        let inner = range.start + characters..(range.end - characters).max(range.start + characters);
        // what became a formula only now is what its author wrote
        let same = self.source(inner.clone()).trim() == text.trim();
        let own = self.covered.original.get(inner.clone()).filter(|_| same).unwrap_or(text);
        let tex = uncovered(own.trim()).into_owned();
        let indent = own.len() - own.trim_start().len();
        let inner = if own.len() == inner.len() {
            inner.start + indent..inner.start + indent + own.trim().len()
        } else {
            inner
        };
        self.formula(&tex, inner, display);
    }

    /// Writes text that stands between runs of `character`, and perhaps space within each.
    fn enclosed(&mut self, text: &str, range: &Range<usize>, character: u8) {
        let source = self.source(range.clone());
        let characters = source.bytes().take_while(|&b| b == character).count();
        let inner = source.get(characters..source.len().saturating_sub(characters)).unwrap_or_default();
        let indent = inner.len() - inner.trim_start().len();
        // A code span keeps its space but for one character on each side.
        for pad in [0, 1, indent] {
            if inner.get(pad..pad + text.len()) == Some(text) && inner[pad + text.len()..].len() <= pad.max(1) {
                let start = range.start + characters + pad;
                // what became code only now is what its author wrote
                let own = self.covered.original.get(start..start + text.len()).unwrap_or(text);
                return self.out.plain(own, start);
            }
        }
        let text = &*uncovered(text);
        self.out.decoded(text, range.start + characters..range.start + characters + inner.len());
    }

    /// Whether `$5 to US$` is two prices and no formula.
    fn is_money(&self, text: &str, range: &Range<usize>) -> bool {
        let bytes = self.body.as_bytes();
        let before = range.start.checked_sub(1).map_or(b' ', |at| bytes[at]);
        let after = bytes.get(range.end).copied().unwrap_or(b' ');
        let starts_with_digit = text.starts_with(|c: char| c.is_ascii_digit());
        let has_word = text.split_ascii_whitespace().any(|word| {
            word.len() > 1 && word.trim_end_matches([',', '.', ';']).bytes().all(|b| b.is_ascii_alphabetic())
        });
        before.is_ascii_alphanumeric() || after.is_ascii_alphanumeric() || (starts_with_digit && has_word)
    }

    pub(super) fn soft_break(&mut self, range: Range<usize>) {
        if self.covered.is_dropped(&range) {
            return;
        }
        self.ensure_leaf(&range);
        self.literal("\n", range);
    }

    pub(super) fn hard_break(&mut self, range: Range<usize>) {
        self.ensure_leaf(&range);
        self.out.markup("<br>");
        self.out.unit("\n", "\n", range);
    }

    /// One raw tag or comment between text.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if self.options.extensions && raw_html::is_more(html) {
            return self.see_more();
        }
        let Some(tag) = raw_html::inline_tag(html) else {
            let name = Tags::new(html).next().filter(|tag| !tag.is_end).map_or("", |tag| tag.name);
            self.name_of_place(html, &range);
            return self.report_left_out(name, &range);
        };
        self.ensure_leaf(&range);
        self.name_of_place(html, &range);
        match tag {
            InlineTag::Void(name @ "br") => {
                self.out.markup(&format!("<{name}>"));
                self.out.unit("\n", "\n", range);
            }
            InlineTag::Void(name) => self.out.markup(&format!("<{name}>")),
            InlineTag::Open { name, html } => self.open_raw(name, &html),
            InlineTag::Close(name) => self.close_raw(name),
            InlineTag::Picture(target) => self.raw_picture(target, range),
            InlineTag::Local { address, title } => self.open_local_link(&address, title, range),
            InlineTag::Instead(Instead { address, words }) => {
                let name = Tags::new(html).next().map_or("", |tag| tag.name);
                self.report_loader(name, &range);
                if self.in_link() || self.open + self.inline.len() >= NESTING_LIMIT {
                    return;
                }
                self.start_addressed(&address, "", range.clone(), ClosedBy::Link);
                self.out.decoded(&words, range);
                self.end_inline();
            }
        }
    }

    fn raw_picture(&mut self, mut target: SlotTarget, range: Range<usize>) {
        let start = self.out.prose_len();
        let in_a_link = self.in_link();
        if let SlotTarget::Image { alt, in_link, .. } = &mut target {
            *in_link = in_a_link;
            let words = without_controls(alt).into_owned();
            let slot = self.push_slot(target, range.clone());
            self.out.hidden(&words, range);
            self.out.document.slots[slot].prose.end = self.out.prose_len() as u32;
            self.out.close_since(start, ClosedBy::NoPlace);
        }
    }

    /// A raw `<a>` that leads to a place of the dossier.
    fn open_local_link(&mut self, address: &str, title: String, range: Range<usize>) {
        if self.in_link() || self.open + self.inline.len() >= NESTING_LIMIT {
            return;
        }
        match classify(address) {
            Address::Relative { path, fragment } => {
                let slot = self.push_slot(SlotTarget::Relative { path, fragment, title }, range);
                self.push_link(Close::RawSlot(slot), ClosedBy::Link);
            }
            Address::Fragment(fragment) => {
                let place = self.places.len();
                self.places.push((fragment, range));
                self.out.patch("<a>", PatchKind::LinkStart(place));
                self.push_link(Close::RawPlace(place), ClosedBy::Link);
            }
            Address::Outside(_) | Address::Foreign => {}
        }
    }

    fn open_raw(&mut self, name: &'static str, html: &str) {
        if self.open + self.inline.len() >= NESTING_LIMIT || (name == "a" && self.in_link()) {
            return;
        }
        // A browser ends one annotation where the next begins; so they never nest.
        if matches!(name, "rt" | "rp") {
            if let Some(Close::Raw("rt" | "rp")) = self.inline.last() {
                self.pop_raw();
            } else if self.inline.iter().any(|close| matches!(close, Close::Raw("rt" | "rp"))) {
                return;
            }
        }
        self.out.markup(html);
        if name == "a" {
            self.push_link(Close::RawLink, ClosedBy::Link);
        } else {
            self.inline.push(Close::Raw(name));
        }
    }

    /// A raw end tag closes the nearest of its name within the same Markdown element, and what is open in that.
    fn close_raw(&mut self, name: &'static str) {
        let mut found = None;
        for (index, close) in self.inline.iter().enumerate().rev() {
            match close {
                Close::Raw(open) if *open == name => {
                    found = Some(index);
                    break;
                }
                Close::RawLink | Close::RawSlot(_) | Close::RawPlace(_) if name == "a" => {
                    found = Some(index);
                    break;
                }
                close if close.is_raw() => {}
                _ => break,
            }
        }
        let Some(index) = found else { return };
        while self.inline.len() > index {
            self.pop_raw();
        }
    }

    fn pop_raw(&mut self) {
        if let Some(close) = self.inline.pop() {
            self.close(&close);
        }
        self.forget_marks();
    }

    /// `[^1]`
    pub(super) fn reference(&mut self, label: &str, range: Range<usize>) {
        self.ensure_leaf(&range);
        let note = self.note(label);
        if self.in_link() {
            self.deferred_references.push(note);
        } else {
            self.out.patch("<sup></sup>", PatchKind::Reference(note));
        }
    }
}

/// ` name="value"`, escaped.
pub(super) fn push_named_attribute(html: &mut String, name: &str, value: &str) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    escape::push_attribute(html, value);
    html.push('"');
}
