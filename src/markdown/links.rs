//! Links, wikilinks, pictures and embeds: written out, left as slots, or reduced to their text.

use super::address::{Address, classify, in_vault};
use super::covered::{COVERED, uncovered};
use super::embeds::sized;
use super::escape::push_href;
use super::fragment::{PatchKind, without_controls};
use super::inline::{Close, push_named_attribute};
use super::writer::{NESTING_LIMIT, Writer};
use super::{ClosedBy, Problem, Slot, SlotTarget};
use crate::diagnostics::Code;
use crate::text::slug::is_address;
use pulldown_cmark::{Event, LinkType};
use std::ops::Range;

/// A picture or embed whose alternative text is being read.
pub(super) struct Image {
    /// Elements open within the alternative text, itself included.
    depth: usize,
    slot: usize,
    /// Words go to the slot, not to the prose.
    is_embed: bool,
    has_label: bool,
    /// Shows nothing, not even its target.
    unsaid: bool,
    label: String,
}

impl<'a> Writer<'a> {
    pub(super) fn start_link(&mut self, kind: LinkType, destination: &str, title: &str, range: Range<usize>) {
        self.ensure_leaf(&range);
        if self.in_link() || self.open + self.inline.len() >= NESTING_LIMIT {
            return self.inline.push(Close::Nothing);
        }
        match kind {
            LinkType::WikiLink { has_pothole } => self.start_wikilink(destination, has_pothole, range),
            LinkType::Email => self.write_link(&format!("mailto:{destination}"), title, ClosedBy::Url),
            LinkType::Autolink => self.start_addressed(destination, title, range, ClosedBy::Url),
            _ => self.start_addressed(destination, title, range, ClosedBy::Link),
        }
    }

    pub(super) fn start_addressed(&mut self, destination: &str, title: &str, range: Range<usize>, why: ClosedBy) {
        match classify(destination) {
            Address::Outside(address) => self.write_link(&address, title, why),
            Address::Fragment(fragment) => self.start_place(fragment, range),
            Address::Relative { path, fragment } => {
                let title = uncovered(title).into_owned();
                self.start_slot(SlotTarget::Relative { path, fragment, title }, range);
            }
            Address::Foreign => {
                self.problems.push(Problem {
                    code: Code::FOREIGN_SCHEME,
                    message: format!("a link to `{}` is not published", shortened(destination)),
                    source: range,
                    help: Some(
                        "links may use `https:`, `http:` and `mailto:`, or lead to a file of the dossier".into(),
                    ),
                });
                self.inline.push(Close::Nothing);
            }
        }
    }

    fn write_link(&mut self, address: &str, title: &str, why: ClosedBy) {
        let mut tag = String::from("<a href=\"");
        push_href(&mut tag, address);
        tag.push('"');
        if !title.is_empty() {
            push_named_attribute(&mut tag, "title", &uncovered(title));
        }
        tag.push_str(" rel=\"noopener noreferrer nofollow\" class=\"ext\">");
        self.out.markup(&tag);
        self.push_link(Close::Link, why);
    }

    /// A link to a heading or block of this page, found when all of them are known.
    fn start_place(&mut self, fragment: String, range: Range<usize>) {
        let place = self.places.len();
        self.places.push((fragment, range));
        self.out.patch("<a>", PatchKind::LinkStart(place));
        self.push_link(Close::Place(place), ClosedBy::Link);
    }

    fn start_slot(&mut self, target: SlotTarget, source: Range<usize>) {
        let index = self.push_slot(target, source);
        self.push_link(Close::Slot(index), ClosedBy::Link);
    }

    pub(super) fn push_slot(&mut self, target: SlotTarget, source: Range<usize>) -> usize {
        let (html, prose) = (self.out.html_len() as u32, self.out.prose_len() as u32);
        let source = source.start as u32..source.end as u32;
        self.out.document.slots.push(Slot { html: html..html, prose: prose..prose, source, target, holds: 0 });
        self.out.document.slots.len() - 1
    }

    /// The words of a link end here.
    pub(super) fn end_slot(&mut self, index: usize) {
        let (html, prose) = (self.out.html_len() as u32, self.out.prose_len() as u32);
        let slots = &mut self.out.document.slots;
        let holds = (slots.len() - 1 - index) as u32;
        let slot = &mut slots[index];
        (slot.html.end, slot.prose.end, slot.holds) = (html, prose, holds);
    }

    fn start_wikilink(&mut self, destination: &str, has_text: bool, range: Range<usize>) {
        // the bar of a wikilink in a table
        let (destination, has_text) = match destination.split_once(COVERED) {
            Some((page, _)) => (page, true),
            None => (destination, has_text),
        };
        if destination.starts_with('~') {
            if !has_text {
                self.hidden_tilde = Some(range.start + "[[".len());
            }
            return self.push_link(Close::Never, ClosedBy::Never);
        }
        if let Address::Outside(address) = classify(destination) {
            return self.write_link(&address, "", ClosedBy::Link);
        }
        if let Some((words, page)) = self.turned(has_text, &range) {
            let (page, heading) = wikilink_target(page);
            self.start_slot(SlotTarget::Wikilink { page, heading }, range.clone());
            self.out.plain(words, range.start + "[[".len());
            self.unsaid = Some(range);
            return;
        }
        match wikilink_target(destination) {
            (page, Some(heading)) if page.is_empty() => {
                if !has_text && heading.starts_with('^') {
                    // the name of a block tells readers nothing; its first words stand there
                    self.unsaid = Some(range.clone());
                    self.worded.push(self.places.len());
                }
                self.start_place(heading, range);
            }
            (page, heading) => {
                if !has_text && self.is_hidden_address(&page) {
                    self.unsaid = Some(range.clone());
                }
                self.start_slot(SlotTarget::Wikilink { page, heading }, range);
            }
        }
    }

    /// Words and page of `[[words|page]]`, as Dendron has it.
    fn turned(&self, has_text: bool, range: &Range<usize>) -> Option<(&'a str, &'a str)> {
        let body: &'a str = self.body;
        let inner = body.get(range.clone()).filter(|_| has_text)?.strip_prefix("[[")?.strip_suffix("]]")?;
        let (words, page) = inner.split_once('|')?;
        (page.starts_with("dendron://") || self.options.turned.0(words.trim(), page)).then_some((words, page))
    }

    /// Whether words would show the address of a page that is not published.
    fn is_hidden_address(&self, page: &str) -> bool {
        is_address(page) && self.options.hidden.0(page)
    }

    pub(super) fn start_image(&mut self, kind: LinkType, destination: &str, title: &str, range: Range<usize>) {
        self.ensure_leaf(&range);
        let is_embed = matches!(kind, LinkType::WikiLink { .. });
        let in_link = self.in_link();
        let target = if is_embed {
            let (page, heading) = wikilink_target(destination);
            SlotTarget::Embed { page, heading, label: None, size: None, alone: false }
        } else {
            let (path, title) = (uncovered(destination).into_owned(), uncovered(title).into_owned());
            SlotTarget::Image { path, alt: String::new(), title, size: None, in_link }
        };
        // Without a bar, the only words of an embed are its target again.
        let has_label = !matches!(kind, LinkType::WikiLink { has_pothole: false });
        let unsaid = match &target {
            SlotTarget::Embed { page, .. } => !has_label && self.is_hidden_address(page),
            _ => false,
        };
        let slot = self.push_slot(target, range);
        self.image = Some(Image { depth: 1, slot, is_embed, has_label, unsaid, label: String::new() });
    }

    /// Reads alternative text: words only.
    pub(super) fn image_event(&mut self, event: Event<'_>, range: Range<usize>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) => {
                image.depth -= 1;
                if image.depth == 0 {
                    self.end_image(range);
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.alternative(&text, range);
            }
            Event::SoftBreak | Event::HardBreak => self.alternative("\n", range),
            _ => {}
        }
    }

    fn alternative(&mut self, text: &str, range: Range<usize>) {
        let source = self.source(range.clone());
        let text = if source != text && self.is_typographic(source) { source } else { text };
        let text = &*uncovered(text);
        let Some(image) = &mut self.image else { return };
        image.label.push_str(text);
        if !image.is_embed {
            self.out.hidden(&without_controls(text), range);
        }
    }

    fn end_image(&mut self, range: Range<usize>) {
        let Some(image) = self.image.take() else { return };
        self.reach(range.end);
        let (words, found) = sized(&image.label);
        let slot = &mut self.out.document.slots[image.slot];
        let start = slot.prose.start as usize;
        match &mut slot.target {
            SlotTarget::Image { alt, size, .. } => {
                // without a bar, a large number may be a year
                let is_size = image.label.contains('|') || found.is_some_and(|size| size.width <= 1600);
                let words = if is_size { words } else { &image.label };
                (*alt, *size) = (words.replace('\n', " "), found.filter(|_| is_size));
                if words.len() < image.label.len() && self.out.document.prose.text[start..] == image.label {
                    self.out.shorten(start + words.len());
                }
            }
            SlotTarget::Embed { label, size, .. } => {
                *size = found;
                *label = if image.unsaid {
                    Some(String::new())
                } else {
                    Some(words.to_owned()).filter(|label| image.has_label && !label.is_empty())
                };
            }
            _ => {}
        }
        self.out.document.slots[image.slot].prose.end = self.out.prose_len() as u32;
        self.out.close_since(start, ClosedBy::NoPlace);
    }
}

/// Page and heading of `Name#Heading`. In tables the bar is escaped, and the parser leaves the backslash.
fn wikilink_target(destination: &str) -> (String, Option<String>) {
    let destination = destination.strip_suffix('\\').unwrap_or(destination).trim();
    let destination = in_vault(destination).unwrap_or(destination);
    match destination.split_once('#') {
        Some((page, heading)) => (page.trim().to_owned(), Some(heading.trim().to_owned())),
        None => (destination.to_owned(), None),
    }
}

/// The beginning of an address, for messages.
fn shortened(address: &str) -> String {
    const LONGEST: usize = 60;
    if address.chars().count() <= LONGEST {
        return address.to_owned();
    }
    address.chars().take(LONGEST).chain(['…']).collect()
}
