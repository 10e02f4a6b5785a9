//! Headings: their ids, and the page's own title among them.

use super::inline::push_named_attribute;
use super::open::{Leaf, LeafKind};
use super::words::{fold, slug};
use super::writer::Writer;
use super::{BlockKind, Heading};
use std::ops::Range;

impl Writer<'_> {
    pub(super) fn start_heading(&mut self, level: u8, id: Option<&str>, range: Range<usize>) {
        const TAGS: [&str; 6] = ["<h1>", "<h2>", "<h3>", "<h4>", "<h5>", "<h6>"];
        let tag = TAGS[usize::from(level.clamp(1, 6) - 1)];
        self.start_leaf(LeafKind::Heading(level, id.map(str::to_owned)), tag, range);
    }

    /// Gives a heading its id and puts it down; the page's own title is left out of the HTML.
    pub(super) fn end_heading(&mut self, leaf: &Leaf, level: u8, custom: Option<&str>) {
        let words = self.fold_since(leaf.prose);
        self.out.document.words += words;
        let text = self.out.document.prose.text[leaf.prose..].replace('\n', " ");
        let block_id = self.next_block_id(leaf.prose);
        if self.is_leading_title(leaf, level, &text) {
            self.leave_out(leaf);
            self.push_block(leaf, BlockKind::Heading(level), block_id, None, leaf.html);
            self.sections += 1;
            return;
        }
        let id = self.heading_id(custom, &text);
        if self.options.block_ids {
            let mut attribute = String::new();
            push_named_attribute(&mut attribute, "id", &id);
            self.out.splice(leaf.html + leaf.tag.len() - 1, 0, &attribute);
        }
        self.out.markup(self.end_tag(leaf));
        let block = self.out.document.blocks.len() as u32;
        self.push_block(leaf, BlockKind::Heading(level), block_id, None, leaf.html);
        self.out.document.headings.push(Heading { level, text, id, block });
        self.out.markup("\n");
        self.sections += u32::from(self.parked.is_empty());
    }

    /// Whether the body opens with the page's own title.
    fn is_leading_title(&mut self, leaf: &Leaf, level: u8, text: &str) -> bool {
        let Some(title) = self.options.drop_leading_title else { return false };
        let first = self.out.document.blocks.is_empty() && self.parked.is_empty() && self.containers.len() == 1;
        if !first || level != 1 || self.out.patches.len() > leaf.first_patch {
            return false;
        }
        let heading = std::mem::take(&mut self.folded);
        let mut folded_title = Vec::new();
        fold(title, &mut folded_title);
        let equal = if folded_title.is_empty() { title.trim() == text } else { folded_title == heading };
        self.folded = heading;
        equal
    }

    /// Takes a leaf's HTML away; its prose stays, without a place.
    fn leave_out(&mut self, leaf: &Leaf) {
        let document = &mut self.out.document;
        document.html.own().truncate(leaf.html);
        document.slots.truncate(leaf.first_slot);
        for segment in &mut document.prose.segments[leaf.first_segment..] {
            segment.html = leaf.html as u32;
            segment.html_len = 0;
        }
    }

    /// `h-` and the author's own id, or a slug of the text; unique on the page.
    fn heading_id(&mut self, custom: Option<&str>, text: &str) -> String {
        let mut base = match custom.map(|id| id.replace(char::is_whitespace, "-")) {
            Some(id) if !id.is_empty() => format!("h-{id}"),
            _ => format!("h-{}", slug(text)),
        };
        if base == "h-" {
            base.push_str("section");
        }
        let mut id = base.clone();
        while self.heading_ids.contains_key(&id) {
            let nth = self.heading_ids.entry(base.clone()).or_insert(1);
            *nth += 1;
            id = format!("{base}-{nth}");
        }
        self.heading_ids.insert(id.clone(), 1);
        id
    }
}
