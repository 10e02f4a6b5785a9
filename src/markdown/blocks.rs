//! Blocks that hold text: paragraphs, headings, cells, code; their ids, numbers and permalinks.

use super::escape::push_attribute;
use super::open::{Container, ContainerKind, IdPlace, Leaf, LeafKind};
use super::tables::Table;
use super::words::fold;
use super::writer::Writer;
use super::{Block, BlockId, BlockKind, ClosedBy, Slot, SlotTarget};
use pulldown_cmark::CodeBlockKind;
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

/// What code is elsewhere, and whose, by the word after its fence.
static CAPTIONS: LazyLock<FxHashMap<&'static str, (&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("code_captions.txt").lines().filter(|line| !line.starts_with('#'));
    let rows = lines.filter_map(|line| {
        let (word, rest) = line.split_once(' ')?;
        Some((word, rest.split_once(' ')?))
    });
    rows.collect()
});

impl Writer<'_> {
    pub(super) fn start_leaf(&mut self, kind: LeafKind, tag: &'static str, range: Range<usize>) {
        let text = self.source(range.clone());
        let start = range.end - text.trim_ascii_start().len();
        let source = start..start + text.trim_ascii().len();
        let html = self.out.html_len();
        self.out.markup(tag);
        let joint = self.out.prose_len();
        if joint > 0 {
            self.out.document.prose.text.own().push_str("\n\n");
        }
        self.leaf = Some(Leaf {
            kind,
            tag,
            html,
            joint,
            prose: self.out.prose_len(),
            source,
            first_slot: self.out.document.slots.len(),
            first_segment: self.out.document.prose.segments.len(),
            first_patch: self.out.patches.len(),
        });
    }

    pub(super) fn start_paragraph(&mut self, range: Range<usize>) {
        let place = self.id_place();
        self.start_leaf(LeafKind::Text(place), "<p>", range);
    }

    /// Text may stand straight in a list item, where no event announces it.
    pub(super) fn ensure_leaf(&mut self, range: &Range<usize>) {
        if self.leaf.is_some() {
            return self.reach(range.end);
        }
        let place = self.id_place();
        let in_item = self
            .containers
            .last()
            .is_some_and(|container| matches!(container.kind, ContainerKind::Item(_)) && !container.end.is_empty());
        let has_element = in_item && (place != IdPlace::Own || !self.options.block_ids);
        self.start_leaf(LeafKind::Text(place), if has_element { "" } else { "<p>" }, range.clone());
    }

    /// The open text goes on to this byte of the source.
    pub(super) fn reach(&mut self, source_end: usize) {
        if let Some(leaf) = &mut self.leaf {
            leaf.source.end = leaf.source.end.max(source_end);
        }
    }

    /// Ends text that stands straight in an item; blocks with events of their own are ended by them.
    pub(super) fn end_item_text(&mut self) {
        if self.leaf.is_some() {
            self.end_leaf();
        }
    }

    fn id_place(&self) -> IdPlace {
        match self.containers.last() {
            Some(container) if !container.end.is_empty() => match &container.kind {
                ContainerKind::Item(item) => match item.id {
                    Some((id, number)) => IdPlace::Shared(id, number),
                    None if item.content == self.out.html_len() => IdPlace::Item,
                    None => IdPlace::Own,
                },
                _ => IdPlace::Own,
            },
            _ => IdPlace::Own,
        }
    }

    pub(super) fn task_marker(&mut self, checked: bool) {
        let mut checkbox = String::from("<input type=\"checkbox\" disabled=\"\"");
        if checked {
            checkbox.push_str(" checked=\"\"");
        }
        if self.options.permalinks {
            checkbox.push_str(" aria-label=\"");
            super::escape::push_text(&mut checkbox, self.options.labels.tasks[usize::from(checked)]);
            checkbox.push('"');
        }
        checkbox.push_str("> ");
        let fresh = self.leaf.is_none() && self.id_place() == IdPlace::Item;
        self.out.markup(&checkbox);
        let container = self.containers.last_mut().filter(|_| fresh);
        if let Some(ContainerKind::Item(item)) = container.map(|container| &mut container.kind) {
            item.content += checkbox.len();
        }
    }

    pub(super) fn start_term(&mut self, range: Range<usize>) {
        let flattened = self.containers.last().is_some_and(|list| list.end.is_empty() && !list.is_bottom());
        if flattened {
            self.start_leaf(LeafKind::Text(IdPlace::Own), "<p>", range);
        } else {
            self.start_leaf(LeafKind::Term, "<dt>", range);
        }
    }

    pub(super) fn start_code_block(&mut self, kind: &CodeBlockKind<'_>, range: Range<usize>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split_ascii_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        self.code_caption(language);
        self.start_leaf(LeafKind::Code, "<pre>", range);
        let mut code = String::from("<code");
        if !language.is_empty() {
            code.push_str(" class=\"language-");
            push_attribute(&mut code, language);
            code.push('"');
        }
        code.push('>');
        self.out.markup(&code);
    }

    /// Says what code is that its own tool shows as a drawing or as what it finds. These words are not the page's.
    fn code_caption(&mut self, language: &str) {
        if !self.options.extensions {
            return;
        }
        let word = language.trim_matches(['{', '}', '.']).to_ascii_lowercase();
        let Some((what, name)) = CAPTIONS.get(word.as_str()) else { return };
        let label = self.options.labels.sources[usize::from(*what == "query")].replace("{name}", name);
        let mut caption = String::from("<p class=\"code-label\">");
        super::escape::push_text(&mut caption, &label);
        caption.push_str("</p>\n");
        self.out.markup(&caption);
    }

    /// Ends whatever leaf is open: closes its elements, gives it its id, records its block.
    pub(super) fn end_leaf(&mut self) {
        self.flush_run();
        self.covered.forget_button();
        self.close_all_inline();
        self.marks.clear();
        let Some(leaf) = self.leaf.take() else { return };
        if leaf.kind == LeafKind::Code {
            self.trim_code();
            self.out.close_since(leaf.prose, ClosedBy::Code);
            self.out.markup("</code>");
        }
        if self.out.prose_len() == leaf.prose {
            return self.end_wordless(&leaf);
        }
        match &leaf.kind {
            LeafKind::Heading(level, custom) => self.end_heading(&leaf, *level, custom.as_deref()),
            LeafKind::Cell => {
                self.out.markup(self.end_tag(&leaf));
                let words = self.fold_since(leaf.prose);
                self.out.document.words += words;
                self.push_block(&leaf, BlockKind::Cell, BlockId::default(), None, leaf.html);
            }
            LeafKind::Term => self.end_with_id(&leaf, BlockKind::Definition, IdPlace::Own),
            LeafKind::Code => self.end_with_id(&leaf, BlockKind::Code, IdPlace::Own),
            LeafKind::Title(_) => self.end_with_id(&leaf, BlockKind::Paragraph, IdPlace::Own),
            LeafKind::Text(place) => self.end_with_id(&leaf, self.text_kind(), *place),
        }
    }

    /// The line feed before a closing fence is not text.
    fn trim_code(&mut self) {
        let prose = &mut self.out.document.prose;
        let Some(last) = prose.segments.last_mut() else { return };
        if !prose.text.ends_with('\n') || last.prose + last.prose_len != prose.text.len() as u32 {
            return;
        }
        prose.text.own().pop();
        last.prose_len -= 1;
        last.html_len = last.html_len.saturating_sub(1);
        last.source_len = last.source_len.saturating_sub(1);
        if last.prose_len == 0 {
            prose.segments.pop();
        }
    }

    /// A leaf without words is not a block; if nothing else stands in it either, it leaves no element.
    fn end_wordless(&mut self, leaf: &Leaf) {
        self.out.document.prose.text.own().truncate(leaf.joint);
        let untouched = self.out.html_len() == leaf.html + leaf.tag.len();
        let slots = &mut self.out.document.slots[leaf.first_slot..];
        for slot in &mut *slots {
            slot.prose = leaf.joint as u32..leaf.joint as u32;
        }
        if let ([Slot { target: SlotTarget::Embed { alone, .. }, .. }], true, "<p>") = (slots, untouched, leaf.tag) {
            *alone = true;
            self.out.splice(leaf.html, leaf.tag.len(), "<div class=\"embed\">");
            return self.out.markup("</div>\n");
        }
        if let LeafKind::Title(label) = &leaf.kind {
            return self.end_untitled(leaf, label);
        }
        if untouched && leaf.tag == "<p>" && self.out.document.slots.len() == leaf.first_slot {
            return self.out.document.html.own().truncate(leaf.html);
        }
        self.out.markup(self.end_tag(leaf));
        if leaf.kind != LeafKind::Cell && !leaf.tag.is_empty() {
            self.out.markup("\n");
        }
    }

    pub(super) fn end_tag(&self, leaf: &Leaf) -> &'static str {
        match (&leaf.kind, leaf.tag) {
            (LeafKind::Heading(level, _), _) => {
                ["</h1>", "</h2>", "</h3>", "</h4>", "</h5>", "</h6>"][usize::from((*level).clamp(1, 6) - 1)]
            }
            (LeafKind::Term, _) => "</dt>",
            (LeafKind::Code, _) => "</pre>",
            (LeafKind::Cell, _) if self.table.as_ref().is_some_and(Table::is_in_head) => "</th>",
            (LeafKind::Cell, _) => "</td>",
            (LeafKind::Title(_), "<summary>") => "</summary>",
            (LeafKind::Text(_), "") => "",
            (LeafKind::Text(_) | LeafKind::Title(_), _) => "</p>",
        }
    }

    /// What a paragraph at this place is.
    fn text_kind(&self) -> BlockKind {
        if !self.parked.is_empty() {
            return BlockKind::Footnote;
        }
        let is_list = |container: &&Container| matches!(container.kind, ContainerKind::List | ContainerKind::Callouts);
        let holder = self.containers.iter().rev().find(|container| !is_list(container));
        match holder.map(|container| &container.kind) {
            Some(ContainerKind::Item(item)) if item.tag == "<li>" => BlockKind::ListItem,
            Some(ContainerKind::Item(_)) => BlockKind::Definition,
            Some(ContainerKind::Quote | ContainerKind::Fenced(true)) => BlockKind::Quote,
            _ => BlockKind::Paragraph,
        }
    }

    /// Gives a text its id and number, on its own element or its item's.
    fn end_with_id(&mut self, leaf: &Leaf, kind: BlockKind, place: IdPlace) {
        let words = self.fold_since(leaf.prose);
        if leaf.kind != LeafKind::Code {
            self.out.document.words += words;
        }
        let before = self.out.html_len();
        let (id, number) = match place {
            IdPlace::Shared(id, number) => (id, number),
            IdPlace::Own | IdPlace::Item => {
                let (id, number) = (self.next_block_id(leaf.prose), self.next_number());
                let linked = matches!(kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::Quote)
                    && !matches!(leaf.kind, LeafKind::Title(_));
                let item = self.containers.last_mut().and_then(|container| match &mut container.kind {
                    ContainerKind::Item(item) if place == IdPlace::Item => Some(item),
                    _ => None,
                });
                let (tag, at) = match item {
                    Some(item) => {
                        item.id = Some((id, number));
                        (item.tag, item.html)
                    }
                    None => (leaf.tag, leaf.html),
                };
                self.write_id(at, tag, id, if linked { number } else { None });
                (id, number)
            }
        };
        // The element's own id stands within it; the item's stands before the text.
        let moved = if place == IdPlace::Item { self.out.html_len() - before } else { 0 };
        self.out.markup(self.end_tag(leaf));
        self.push_block(leaf, kind, id, number, leaf.html + moved);
        if !leaf.tag.is_empty() {
            self.out.markup("\n");
        }
    }

    /// Writes an id into the start tag at `at`, and a permalink behind it if there is a number.
    pub(super) fn write_id(&mut self, at: usize, tag: &str, id: BlockId, number: Option<u32>) {
        if !self.options.block_ids || tag.is_empty() {
            return;
        }
        let mut insertion = std::mem::take(&mut self.scratch);
        insertion.clear();
        let _ = write!(insertion, " id=\"{id}\"");
        let written = " id=\"".len()..insertion.len() - 1;
        if let (Some(number), true) = (number, self.options.permalinks) {
            let [before, after] = &self.paragraph_label;
            insertion.push_str("><a class=\"pn\" href=\"#");
            insertion.extend_from_within(written);
            // The tag's own `>` ends the link.
            let _ = write!(insertion, "\" aria-label=\"{before}{number}{after}\">{number}</a");
        }
        self.out.splice(at + tag.len() - 1, 0, &insertion);
        self.scratch = insertion;
    }

    /// Writes sanitised HTML as a block, with its text in the prose. `tag` is what it starts with, and takes the id.
    pub(super) fn write_html_block(&mut self, markup: &str, text: &str, tag: &'static str, source: Range<usize>) {
        self.start_leaf(LeafKind::Code, "", source.clone());
        let Some(leaf) = self.leaf.take() else { return };
        self.out.hidden(text, source.clone());
        self.out.close_since(leaf.prose, ClosedBy::NoPlace);
        self.markup_with_gaps(markup, &source);
        let words = self.fold_since(leaf.prose);
        self.out.document.words += words;
        let (id, number) = (self.next_block_id(leaf.prose), self.next_number());
        self.write_id(leaf.html, tag, id, None);
        self.push_block(&leaf, BlockKind::Html, id, number, leaf.html);
        self.out.markup("\n");
    }

    /// Records the block that ends here.
    pub(super) fn push_block(&mut self, leaf: &Leaf, kind: BlockKind, id: BlockId, number: Option<u32>, html: usize) {
        let block = Block {
            kind,
            prose: leaf.prose as u32..self.out.prose_len() as u32,
            html: html as u32..self.out.html_len() as u32,
            source: leaf.source.start as u32..leaf.source.end as u32,
            id,
            number,
            section: self.sections,
        };
        self.out.document.blocks.push(block);
    }

    /// Folds the prose from `start` on into the scratch buffer; returns how many words it has.
    pub(super) fn fold_since(&mut self, start: usize) -> usize {
        fold(&self.out.document.prose.text[start..], &mut self.folded)
    }

    /// Id of the text from `start` on, whose folded words are in the scratch buffer.
    pub(super) fn next_block_id(&mut self, start: usize) -> BlockId {
        self.block_ids.next(&self.folded, &self.out.document.prose.text[start..])
    }

    /// Footnotes are numbered when it is known where they stand.
    pub(super) fn next_number(&mut self) -> Option<u32> {
        self.parked.is_empty().then(|| {
            self.number += 1;
            self.number
        })
    }
}
